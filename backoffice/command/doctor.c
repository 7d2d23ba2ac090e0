/* doctor: what is left of a damaged file, and what to do next. */
#include <stdlib.h>

#include "backoffice/command/nouns.h"
#include "drivers/system/clock.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/doctor.h"

static const struct output_column columns[] = {
	{"check", NULL, OUTPUT_TEXT},
	{"state", NULL, OUTPUT_TEXT},
	{"detail", NULL, OUTPUT_TEXT},
	{"advice", NULL, OUTPUT_TEXT},
};

/* What a person reads for them. */
static const char *const check_words[] = {
	[DOCTOR_FILE] = N_("file"),
	[DOCTOR_READING] = N_("read from the disk"),
	[DOCTOR_SCHEMA] = N_("schema"),
	[DOCTOR_DOCUMENTS] = N_("documents"),
	[DOCTOR_PROOF] = N_("proof"),
	[DOCTOR_HEAD] = N_("last document seen"),
	[DOCTOR_KEY] = N_("key"),
	[DOCTOR_BASKET] = N_("open basket"),
	[DOCTOR_BACKUP] = N_("a copy"),
	[DOCTOR_LEFTOVER] = N_("left over"),
	[DOCTOR_FOLDER] = N_("folder"),
	[DOCTOR_ROOM] = N_("room on the disk"),
	[DOCTOR_CLOCK] = N_("since the newest document"),
};

static const char *const state_words[] = {
	[DOCTOR_GOOD] = N_("good"),
	[DOCTOR_NOTE] = N_("note"),
	[DOCTOR_BAD] = N_("BAD"),
};

struct hearing {
	struct context *context;
	struct output *list; /* NULL for people */
	int bad;
};

static void hear(void *data, const struct doctor_finding *finding)
{
	struct hearing *hearing = data;

	hearing->bad += finding->state == DOCTOR_BAD;
	if (hearing->list) {
		output_text(hearing->list, doctor_check_name(finding->check));
		output_text(hearing->list, doctor_state_name(finding->state));
		output_text(hearing->list, finding->detail);
		output_text(hearing->list, finding->advice);
		output_row_end(hearing->list);
		return;
	}
	command_say(hearing->context, "%s  %s: %s",
		_(state_words[finding->state]), _(check_words[finding->check]),
		_(finding->detail));
	if (finding->advice)
		command_say(hearing->context, "    -> %s", _(finding->advice));
}

static enum command_result salvage(struct context *context, const char *file)
{
	const char *out = command_text(context, "salvage");
	char last[500], count[TEXT_NUMBER_SIZE];
	int64_t documents = 0;
	enum store_result result =
		store_salvage(file, out, &documents, last, sizeof(last));

	if (result != STORE_OK) {
		command_problem(context, out, "%s (%s)",
			_(store_message(result)), last);
		return result == STORE_EXISTS ? COMMAND_REFUSED
					      : COMMAND_FAILED;
	}
	command_say(context,
		_("%s documents that prove their chain are in %s; the last: "
		  "%s. It can be read by every command (-d)."),
		text_format_rupiah(documents, count), out, last);
	return documents > 0 ? COMMAND_DONE : COMMAND_REFUSED;
}

static enum command_result run_doctor(struct context *context)
{
	const struct clock clock = clock_system();
	const char *file = command_operand_count(context) > 0
		? command_operand(context, 0)
		: context->file;
	struct hearing hearing = {.context = context};
	bool looked;

	if (command_given(context, "salvage"))
		return salvage(context, file);
	if (context->format != OUTPUT_TABLE)
		hearing.list = output_begin(context->out, context->format,
			columns, sizeof(columns) / sizeof(columns[0]), NULL);
	looked = store_doctor(file, clock_now_ms(&clock), hear, &hearing);
	if (hearing.list &&
		command_list_end(context, hearing.list) != COMMAND_DONE)
		return COMMAND_FAILED;
	if (!looked)
		return COMMAND_FAILED;
	if (!hearing.list && hearing.bad == 0)
		command_say(context, _("Nothing is wrong."));
	return hearing.bad == 0 ? COMMAND_DONE : COMMAND_REFUSED;
}

static const struct option_spec doctor_options[] = {
	{.name = "salvage",
		.kind = OPTION_PATH,
		.value = "OUT",
		.help = N_("write the documents that still prove their chain "
			   "to a new file")},
	OPTION_END,
};

const struct command doctor_commands[] = {
	{.path = "doctor",
		.operands = "FILE",
		.operands_max = 1,
		.summary = N_("what is readable of a damaged file, what is "
			      "missing, and what to do; changes nothing"),
		.options = doctor_options,
		.needs = NEEDS_NOTHING,
		.run = run_doctor},
	COMMAND_END,
};
