/*
 * backoffice producer reveal, consent, export-data, forget: a producer as a
 * person whose data these are. Each is a document before anything is shown or
 * destroyed.
 */
#include "backoffice/command/person.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/lookup.h"
#include "backoffice/command/personal.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"
#include "schema/store/consent.h"
#include "schema/store/event.h"
#include "schema/store/subject.h"

#define REASON_MAX 120

static const char *const fields_for_people[] = {
	[PERSONAL_PHONE] = N_("Phone"),
	[PERSONAL_NIK] = N_("NIK"),
	[PERSONAL_BANK] = N_("Bank"),
	[PERSONAL_ACCOUNT] = N_("Bank account"),
	[PERSONAL_ACCOUNT_HOLDER] = N_("Account holder"),
};

const char *personal_field_label(enum personal_field field)
{
	return _(fields_for_people[field]);
}

/* A key whose person was erased may still be there, when the machine stopped
 * right then: it goes before anything else is done. */
static bool begin(struct context *context)
{
	enum store_result result = personal_obey_forgets(context->store);

	if (result == STORE_OK)
		return command_begin(context);
	command_store_says(context, context->file, result);
	return false;
}

/* Inside begin: the producer of the operand, whose data are not
 * erased. Rolls back otherwise. */
static bool find_person(struct context *context, struct producer *producer)
{
	const char *code = command_operand(context, 0);
	bool found = find_producer(context, code, code, producer);

	if (found && personal_is_forgotten(context->store, producer->id)) {
		command_problem(context, code,
			_("was erased; nothing personal is left of him"));
		found = false;
	}
	if (!found)
		store_rollback(context->store);
	return found;
}

/* An event about the person, with `what: reason`, durable. */
static bool record(struct context *context, enum event_kind kind,
	const struct producer *producer, const char *what)
{
	char detail[EVENT_DETAIL_MAX + 1];

	snprintf(detail, sizeof(detail), "%s: %s", what,
		command_text(context, "reason"));
	event_write(context->store, kind, &context->author, producer->id, 0,
		detail);
	return command_commit(context);
}

/* --- reveal ------------------------------------------------------------- */

static const struct output_column reveal_columns[] = {
	{"field", N_("What"), OUTPUT_TEXT},
	{"value", N_("Value"), OUTPUT_TEXT},
};

/* Whether anything is sealed of the field, or of any with -1. */
static bool knows(struct context *context, int64_t producer, int field)
{
	char mask[PERSONAL_MASK_SIZE];

	for (int f = 0; f < PERSONAL_FIELD_COUNT; f++)
		if ((field < 0 || field == f) &&
			personal_mask(context->store, producer,
				(enum personal_field)f, mask)[0] != '\0')
			return true;
	return false;
}

static enum store_result show_field(struct context *context,
	struct output *output, int64_t producer, enum personal_field field)
{
	char text[PERSONAL_TEXT_SIZE];
	char mask[PERSONAL_MASK_SIZE];
	enum store_result result =
		personal_reveal(context->store, producer, field, text);

	if (result == STORE_NOT_FOUND &&
		personal_mask(context->store, producer, field, mask)[0] == '\0')
		return STORE_OK;
	if (result == STORE_NOT_FOUND)
		command_warn(context, personal_field_label(field),
			_("its key is not on this machine"));
	if (result != STORE_OK)
		return result == STORE_NOT_FOUND ? STORE_OK : result;
	output_text(output,
		context->format == OUTPUT_TABLE ? personal_field_label(field)
						: personal_field_name(field));
	output_text(output, text);
	output_row_end(output);
	explicit_bzero(text, sizeof(text));
	return STORE_OK;
}

enum command_result person_reveal_run(struct context *context)
{
	const int wanted = command_word(context, "field", -1);
	struct producer producer;
	struct output *output;
	enum store_result result = STORE_OK;
	enum command_result ended;

	if (!begin(context))
		return COMMAND_FAILED;
	if (!find_person(context, &producer))
		return COMMAND_REFUSED;
	if (!knows(context, producer.id, wanted)) {
		store_rollback(context->store);
		return command_refuse(context, producer.code,
			_("nothing of that is known of him"));
	}
	if (!record(context, EVENT_REVEAL, &producer,
		    wanted < 0
			    ? "all"
			    : personal_field_name((enum personal_field)wanted)))
		return COMMAND_FAILED;
	output = command_list(context, reveal_columns,
		sizeof(reveal_columns) / sizeof(*reveal_columns));
	for (int f = 0; f < PERSONAL_FIELD_COUNT && result == STORE_OK; f++)
		if (wanted < 0 || wanted == f)
			result = show_field(context, output, producer.id,
				(enum personal_field)f);
	ended = command_list_end(context, output);
	return result == STORE_OK
		? ended
		: command_store_says(context, producer.code, result);
}

/* --- consent ------------------------------------------------------------ */

enum command_result person_consent_run(struct context *context)
{
	const bool given = command_given(context, "given");
	const int32_t today = store_today(context->store);
	const int32_t day = (int32_t)command_number(context, "on", today);
	const int purpose = command_word(context, "purpose", 0);
	struct producer producer;
	char text[CALENDAR_TEXT_SIZE];

	if (given == command_given(context, "withdrawn"))
		return command_misused(context, context->command->path,
			_("needs either --given or --withdrawn"));
	if (day > today)
		return command_refuse(context, "--on", _("is still to come"));
	if (!begin(context))
		return COMMAND_FAILED;
	if (!find_person(context, &producer))
		return COMMAND_REFUSED;
	consent_write(context->store, &context->author, producer.id,
		(enum consent_purpose)purpose, given, day,
		command_text(context, "note"));
	if (!command_commit(context))
		return COMMAND_FAILED;
	calendar_format(day, text);
	command_say(context,
		given ? _("%s has consented (%s) on %s")
		      : _("%s has withdrawn his consent (%s) on %s"),
		producer.code, _(consent_purpose_words[purpose]), text);
	return COMMAND_DONE;
}

/* --- export-data -------------------------------------------------------- */

static const struct output_column data_columns[] = {
	{"section", NULL, OUTPUT_TEXT},
	{"row", NULL, OUTPUT_INTEGER},
	{"field", NULL, OUTPUT_TEXT},
	{"value", NULL, OUTPUT_TEXT},
};

static void write_value(void *context, const char *section, int64_t row,
	const char *field, const char *value)
{
	struct output *output = context;

	if (!value)
		return;
	output_text(output, section);
	output_integer(output, row);
	output_text(output, field);
	output_text(output, value);
	output_row_end(output);
}

static enum store_result write_data(struct context *context,
	struct output *output, int64_t producer)
{
	char text[PERSONAL_TEXT_SIZE];

	for (int f = 0; f < PERSONAL_FIELD_COUNT; f++) {
		enum store_result result = personal_reveal(context->store,
			producer, (enum personal_field)f, text);

		if (result == STORE_OK)
			write_value(output, "personal", 1,
				personal_field_name((enum personal_field)f),
				text);
		else if (result != STORE_NOT_FOUND)
			return result;
	}
	explicit_bzero(text, sizeof(text));
	return subject_read(context->store, producer, write_value, output);
}

/* Into memory first, and then the file as a whole, readable by nobody else. */
static enum command_result write_file(struct context *context,
	const struct producer *producer)
{
	const char *path = command_text(context, "o");
	char *bytes = NULL;
	size_t length = 0;
	FILE *stream = open_memstream(&bytes, &length);
	struct output *output;
	enum store_result read;
	enum file_result written = FILE_FAILED;

	if (!stream) {
		command_warn(context, path, "%s", strerror(errno));
		return COMMAND_FAILED;
	}
	output = output_begin(stream,
		context->format == OUTPUT_CSV ? OUTPUT_CSV : OUTPUT_JSON,
		data_columns, sizeof(data_columns) / sizeof(*data_columns),
		NULL);
	read = write_data(context, output, producer->id);
	if (output_end(output) && fclose(stream) == 0 && read == STORE_OK)
		written = file_write_atomic(path, bytes, length, 0600);
	if (bytes)
		explicit_bzero(bytes, length);
	free(bytes);
	if (read != STORE_OK)
		return command_store_says(context, producer->code, read);
	if (written == FILE_DONE) {
		command_say(context, _("All that is known of %s is in %s"),
			producer->code, path);
		return COMMAND_DONE;
	}
	command_warn(context, path, "%s",
		language_translate(file_message(written)));
	return COMMAND_FAILED;
}

enum command_result person_export_run(struct context *context)
{
	struct producer producer;

	if (!begin(context))
		return COMMAND_FAILED;
	if (!find_person(context, &producer))
		return COMMAND_REFUSED;
	if (!record(context, EVENT_EXPORT, &producer, "person"))
		return COMMAND_FAILED;
	return write_file(context, &producer);
}

/* --- forget ------------------------------------------------------------- */

/* As long as something is open, the mart and he need each other's names. */
static bool is_settled(struct context *context, const struct producer *producer)
{
	struct producer_balance balance;
	struct money ledger;
	enum store_result result = producer_balance(context->store,
		producer->id, store_today(context->store), &balance, &ledger);

	if (result != STORE_OK) {
		command_store_says(context, producer->code, result);
		return false;
	}
	if (money_sign(balance.payable) != 0 ||
		money_sign(balance.accrued) != 0 ||
		money_sign(balance.unpaid) != 0 || money_sign(ledger) != 0)
		command_problem(context, producer->code,
			_("there is money between him and the mart; settle and "
			  "pay first"));
	if (stock_has_goods_of(context->store, producer->id))
		command_problem(context, producer->code,
			_("goods of his are in the books; return or count them "
			  "first"));
	return context->problems == 0;
}

/* What papers and lists show from now on: the code and nothing else. */
static enum store_result write_forgotten(struct context *context,
	const struct producer *producer)
{
	struct producer bare = {.id = producer->id, .stage = producer->stage};
	struct document *document = event_begin(context->store, EVENT_FORGET,
		&context->author, producer->id, 0,
		command_text(context, "reason"));

	snprintf(bare.code, sizeof(bare.code), "%s", producer->code);
	snprintf(bare.name, sizeof(bare.name), "%s", producer->code);
	return producer_write(context->store, document, &bare);
}

enum command_result person_forget_run(struct context *context)
{
	struct producer producer;
	enum store_result result;

	if (!begin(context))
		return COMMAND_FAILED;
	if (!find_person(context, &producer))
		return COMMAND_REFUSED;
	if (!is_settled(context, &producer)) {
		store_rollback(context->store);
		return COMMAND_REFUSED;
	}
	result = write_forgotten(context, &producer);
	if (result != STORE_OK) {
		store_rollback(context->store);
		return command_store_says(context, producer.code, result);
	}
	if (!command_commit(context))
		return COMMAND_FAILED;
	result = personal_obey_forgets(context->store);
	if (result != STORE_OK)
		return command_store_says(context, producer.code, result);
	command_say(context,
		_("%s is erased: his sealed data can never be read again. His "
		  "code stays in the books, his name on papers of the past. "
		  "Backups made before today still hold his key."),
		producer.code);
	return COMMAND_DONE;
}

/* --- options ------------------------------------------------------------ */

#define CODE_OPTION \
	{ \
		"code", OPTION_TEXT, "CODE", NULL, OPTION_OPERAND, \
			PRODUCER_CODE_SIZE - 1, NULL \
	}
#define REASON_OPTION \
	{ \
		"reason", OPTION_TEXT, "TEXT", N_("why; it is recorded") \
		, OPTION_REQUIRED, REASON_MAX, NULL \
	}

const struct option_spec person_reveal_options[] = {
	CODE_OPTION,
	REASON_OPTION,
	{"field", OPTION_WORD, "phone|nik|bank|account|account_holder",
		N_("only this one"), 0, 0, personal_field_words},
	OPTION_END,
};

const struct option_spec person_consent_options[] = {
	CODE_OPTION,
	{"given", OPTION_FLAG, NULL, N_("he has consented"), 0, 0, NULL},
	{"withdrawn", OPTION_FLAG, NULL, N_("he has taken it back"), 0, 0,
		NULL},
	{"purpose", OPTION_WORD, "contact|payout|identity|programme",
		N_("what his data may be used for"), OPTION_REQUIRED, 0,
		consent_purpose_words},
	{"on", OPTION_DATE, "DATE", N_("when he said so; today if not given"),
		0, 0, NULL},
	{"note", OPTION_TEXT, "TEXT", N_("where the signed paper is"), 0,
		REASON_MAX, NULL},
	OPTION_END,
};

const struct option_spec person_export_options[] = {
	CODE_OPTION,
	{"o", OPTION_PATH, "FILE", N_("where to; JSON, or CSV with --format"),
		OPTION_REQUIRED, 0, NULL},
	REASON_OPTION,
	OPTION_END,
};

const struct option_spec person_forget_options[] = {
	CODE_OPTION,
	REASON_OPTION,
	OPTION_END,
};
