/* day: closing days; and --date-is, which answers for the clock. */
#include "schema/store/day.h"

#include <string.h>

#include "backoffice/command/command_int.h"
#include "backoffice/command/nouns.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "pos/paper/layout.h"
#include "schema/rules/calendar.h"

/* --- --date-is ------------------------------------------------------------ */

static enum command_result not_answered(struct context *context,
	const struct day_state *state)
{
	char last[LAYOUT_DAY_SIZE], today[LAYOUT_DAY_SIZE];
	char iso[CALENDAR_TEXT_SIZE];

	calendar_format(state->today, iso);
	layout_day(state->today, today);
	if (state->question == DAY_CLOSED)
		return command_refuse(context, today,
			_("is closed, as the clock says this day: set the "
			  "clock of this machine. If a wrong date was "
			  "confirmed before, a manager adds --date-is %s"),
			iso);
	return command_refuse(context, today,
		_("is what the clock says, and the last document is of %s: "
		  "set the clock, or add --date-is %s if it is right"),
		layout_day(state->last_day, last), iso);
}

static enum command_result answer(struct context *context, int32_t day)
{
	enum store_result failure = STORE_OK;
	enum day_outcome outcome;
	int64_t document;

	if (!command_begin(context))
		return COMMAND_FAILED;
	outcome = day_write_answer(context->store, &context->author, day,
		&document, &failure);
	if (outcome == DAY_OK)
		return command_commit(context) ? COMMAND_DONE : COMMAND_FAILED;
	store_rollback(context->store);
	if (outcome == DAY_FAILED)
		return command_store_says(context, context->file, failure);
	return command_refuse(context, "--date-is", "%s",
		language_translate(day_message(outcome)));
}

enum command_result command_check_date(struct context *context)
{
	const enum action action = context->command->action;
	struct day_state state;
	enum command_result ended;
	enum store_result result = day_look(context->store, &state);

	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	/* An event is written on any day. */
	if (state.question == DAY_FINE || action == ACTION_READ ||
		action == ACTION_BACKUP)
		return COMMAND_DONE;
	if (!command_given(context, "date-is"))
		return not_answered(context, &state);
	ended = command_authorize(context,
		state.question == DAY_AHEAD ? ACTION_CONFIRM_DATE
					    : ACTION_CORRECT_DATE);
	if (ended != COMMAND_DONE)
		return ended;
	return answer(context, (int32_t)command_number(context, "date-is", 0));
}

/* --- day close ------------------------------------------------------------ */

static bool read_day(struct context *context, int32_t *day)
{
	const char *text;

	*day = store_today(context->store) - 1;
	if (command_operand_count(context) == 0)
		return true;
	text = command_operand(context, 0);
	if (calendar_parse(day, text, strlen(text)))
		return true;
	command_problem(context, "day close",
		_("“%s” is not a date such as 2026-11-30"), text);
	return false;
}

static enum command_result run_close(struct context *context)
{
	enum store_result failure = STORE_OK;
	enum day_outcome outcome;
	char shown[LAYOUT_DAY_SIZE];
	int64_t document;
	int32_t day;

	if (!read_day(context, &day))
		return COMMAND_REFUSED;
	if (!command_begin(context))
		return COMMAND_FAILED;
	outcome = day_write_close(context->store, &context->author, day,
		&document, &failure);
	layout_day(day, shown);
	if (outcome != DAY_OK) {
		store_rollback(context->store);
		if (outcome == DAY_FAILED)
			return command_store_says(context, context->file,
				failure);
		return command_refuse(context, shown, "%s",
			language_translate(day_message(outcome)));
	}
	if (!command_commit(context))
		return COMMAND_FAILED;
	command_say(context,
		_("%s and all days before it are closed: no document of this "
		  "machine joins them any more."),
		shown);
	return COMMAND_DONE;
}

const struct command day_commands[] = {
	{.path = "day close",
		.operands = "[DATE]",
		.operands_max = 1,
		.summary = N_("close a day, so that no document joins it; "
			      "yesterday if no date is given"),
		.needs = NEEDS_WRITE,
		.action = ACTION_CLOSE_DAY,
		.run = run_close},
	COMMAND_END,
};
