/*
 * backoffice export: the mart's things as the files that `import` reads, with
 * the same columns. Read into an empty mart they make the same things; read
 * into this one they change nothing.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/producer.h"
#include "backoffice/import/items.h"
#include "backoffice/import/producers.h"
#include "backoffice/import/users.h"
#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"
#include "schema/store/event.h"
#include "schema/store/personal.h"

/* A file being written: into memory, and then as a whole. */
struct export
{
	struct context *context;
	struct output *output;
	const char *path; /* NULL: to stdout */
	FILE *stream;
	char *bytes;
	size_t length;
	bool revealed;             /* personal data in full */
	enum store_result failure; /* of what was asked for each row */
	struct output_column columns[OUTPUT_MAX_COLUMNS];
};

static bool begin(struct export *export, struct context *context,
	const struct import_column *columns, size_t count)
{
	*export = (struct export){
		.context = context,
		.path = command_text(context, "o"),
		.stream = context->out,
	};
	for (size_t i = 0; i < count; i++) {
		export->columns[i] = (struct output_column){columns[i].name,
			NULL,
			columns[i].cell == CELL_TEXT ? OUTPUT_TEXT
				: columns[i].cell == CELL_RUPIAH
				? OUTPUT_MONEY
				: OUTPUT_QUANTITY};
	}
	if (export->path)
		export->stream =
			open_memstream(&export->bytes, &export->length);
	if (!export->stream) {
		command_warn(context, export->path, "%s", strerror(errno));
		return false;
	}
	export->output = output_begin(export->stream,
		context->format == OUTPUT_JSON ? OUTPUT_JSON : OUTPUT_CSV,
		export->columns, count, NULL);
	return true;
}

/* Who exports by name leaves a document of it. */
static enum command_result record(struct export *export)
{
	struct context *context = export->context;
	enum store_result result;
	char *what;

	if (context->user.id == 0)
		return COMMAND_DONE;
	what = xasprintf("%s %s", context->command->path,
		export->path ? export->path : "-");
	result = event_record(context->store, EVENT_EXPORT, &context->author, 0,
		0, what);
	free(what);
	return result == STORE_OK
		? COMMAND_DONE
		: command_store_says(context, context->file, result);
}

static enum command_result end(struct export *export, enum store_result result)
{
	struct context *context = export->context;
	enum command_result ended = command_list_end(context, export->output);
	enum file_result written = FILE_DONE;

	if (result != STORE_OK)
		ended = command_store_says(context, context->file, result);
	if (ended == COMMAND_DONE)
		ended = record(export);
	if (!export->path)
		return ended;
	if (fclose(export->stream) != 0 && ended == COMMAND_DONE) {
		command_warn(context, export->path, "%s", strerror(errno));
		ended = COMMAND_FAILED;
	}
	if (ended == COMMAND_DONE)
		written = file_write_atomic(export->path, export->bytes,
			export->length, 0600);
	free(export->bytes);
	if (written == FILE_DONE)
		return ended;
	command_warn(context, export->path, "%s",
		language_translate(file_message(written)));
	return COMMAND_FAILED;
}

static void write_yes_no(struct output *output, bool yes)
{
	output_text(output, yes_no_words[yes ? 0 : 1]);
}

/* "" for 0, so that it reads back as nothing */
static void write_count(struct output *output, int64_t count)
{
	if (count == 0)
		output_text(output, "");
	else
		output_textf(output, "%lld", (long long)count);
}

/* --- items -------------------------------------------------------------- */

static void write_money(struct output *output, bool has, struct money amount)
{
	if (has)
		output_money(output, money_rupiah(amount));
	else
		output_null(output);
}

/* What a unit of own goods cost on the average. */
static void write_cost(struct export *export, const struct item *item,
	struct quantity on_hand)
{
	struct money cost;

	write_money(export->output,
		item->producer == 0 && quantity_sign(on_hand) > 0 &&
			stock_unit_cost(export->context->store, item->id,
				&cost) == STORE_OK,
		cost);
}

static bool write_item(void *context, const struct item *item)
{
	struct export *export = context;
	struct output *output = export->output;
	struct quantity on_hand = quantity_of(0);
	struct buffer codes;

	buffer_init(&codes, 10000);
	item_codes(export->context->store, item->id, &codes);
	item_on_hand(export->context->store, item->id, &on_hand);
	output_text(output, item->sku);
	output_text(output, item->name);
	write_money(output, item->has_price, item->price);
	write_money(output, item->has_member_price, item->member_price);
	output_text(output, buffer_str(&codes));
	output_text(output, item->unit);
	output_text(output, producer_code(export->context, item->producer));
	output_text(output, item->category);
	output_text(output, item_tax_name(item->tax));
	write_count(output, item->shelf_life_days);
	output_quantity(output, quantity_thousandths(on_hand));
	write_cost(export, item, on_hand);
	write_yes_no(output, item->active);
	output_row_end(output);
	buffer_release(&codes);
	return true;
}

static enum command_result items_run(struct context *context)
{
	struct export export;

	if (!begin(&export, context, item_import_columns, ITEM_COLUMN_COUNT))
		return COMMAND_FAILED;
	return end(&export, item_list(context->store, 0, write_item, &export));
}

/* --- producers ---------------------------------------------------------- */

/* Masked; or in full, and "" where nothing is known any more. */
static void write_personal(struct export *export, int64_t producer)
{
	struct store *store = export->context->store;

	for (int f = 0; f < PERSONAL_FIELD_COUNT; f++) {
		enum personal_field field = (enum personal_field)f;
		char text[PERSONAL_TEXT_SIZE] = "";
		char mask[PERSONAL_MASK_SIZE];
		enum store_result result;

		if (!export->revealed) {
			output_text(export->output,
				personal_mask(store, producer, field, mask));
			continue;
		}
		result = personal_reveal(store, producer, field, text);
		if (result != STORE_OK)
			text[0] = '\0';
		if (result != STORE_OK && result != STORE_NOT_FOUND)
			export->failure = result;
		output_text(export->output, text);
		explicit_bzero(text, sizeof(text));
	}
}

static void write_producer(void *context, const struct producer *p,
	const struct producer_balance *balance)
{
	struct export *export = context;
	struct output *output = export->output;
	char mentor[USER_NAME_SIZE];
	char day[CALENDAR_TEXT_SIZE] = "";

	(void)balance;
	if (p->is_pkp && calendar_holds(p->pkp_since))
		calendar_format(p->pkp_since, day);
	output_text(output, p->code);
	output_text(output, p->name);
	output_text(output, p->owner_name);
	write_personal(export, p->id);
	output_text(output, p->region);
	output_text(output, p->region_bps);
	output_text(output, p->village);
	output_text(output, p->sentra);
	output_text(output, p->sector);
	output_text(output, p->nib);
	output_text(output, p->npwp);
	output_text(output, day);
	write_yes_no(output, p->ovop);
	write_count(output, p->workers);
	output_text(output, producer_stage_words[p->stage]);
	write_yes_no(output, p->active);
	output_text(output, producer_mentor(export->context->store, p, mentor));
	output_row_end(output);
}

/* Whoever takes everybody's data along says who he is and why; the document
 * of it is there before the first of them. */
static enum command_result ask_personal(struct context *context)
{
	const char *reason = command_text(context, "reason");
	char detail[EVENT_DETAIL_MAX + 1];
	enum command_result result;

	if (!reason)
		return command_misused(context, "--with-personal",
			_("needs --reason"));
	result = command_authorize(context, ACTION_REVEAL);
	if (result != COMMAND_DONE)
		return result;
	if (!command_begin(context))
		return COMMAND_FAILED;
	snprintf(detail, sizeof(detail), "%s: %s", context->command->path,
		reason);
	event_write(context->store, EVENT_REVEAL, &context->author, 0, 0,
		detail);
	return command_commit(context) ? COMMAND_DONE : COMMAND_FAILED;
}

static enum command_result producers_run(struct context *context)
{
	const bool revealed = command_given(context, "with-personal");
	enum command_result result = revealed ? ask_personal(context)
					      : COMMAND_DONE;
	enum store_result listed;
	struct export export;

	if (result != COMMAND_DONE)
		return result;
	if (!begin(&export, context, producer_import_columns,
		    PRODUCER_COLUMN_COUNT))
		return COMMAND_FAILED;
	export.revealed = revealed;
	listed = producer_list(context->store, store_today(context->store),
		write_producer, &export);
	return end(&export, listed == STORE_OK ? export.failure : listed);
}

/* --- users -------------------------------------------------------------- */

static void write_user(void *context, const struct user *user)
{
	struct export *export = context;
	struct output *output = export->output;

	output_text(output, user->name);
	output_text(output, role_name(user->role));
	output_text(output, producer_code(export->context, user->producer));
	write_yes_no(output, user->active);
	output_row_end(output);
}

static enum command_result users_run(struct context *context)
{
	struct export export;

	if (!begin(&export, context, user_import_columns, USER_COLUMN_COUNT))
		return COMMAND_FAILED;
	return end(&export, user_list(context->store, write_user, &export));
}

static const struct option_spec options[] = {
	{"o", OPTION_PATH, "FILE", N_("where to; to stdout if not given"), 0, 0,
		NULL},
	OPTION_END,
};

static const struct option_spec producer_options[] = {
	{"o", OPTION_PATH, "FILE", N_("where to; to stdout if not given"), 0, 0,
		NULL},
	{"with-personal", OPTION_FLAG, NULL,
		N_("what is sealed in full, and not masked; needs --user and "
		   "--reason, and is recorded"),
		0, 0, NULL},
	{"reason", OPTION_TEXT, "TEXT", N_("why; it is recorded"), 0, 120,
		NULL},
	OPTION_END,
};

const struct command export_commands[] = {
	{"export items", NULL, 0, 0,
		N_("items with prices, codes and stock, as CSV"), options,
		NEEDS_READ, ACTION_READ, items_run},
	{"export producers", NULL, 0, 0,
		N_("producers as CSV, what is sealed masked"), producer_options,
		NEEDS_READ, ACTION_READ, producers_run},
	{"export users", NULL, 0, 0, N_("users as CSV, without PINs"), options,
		NEEDS_READ, ACTION_READ, users_run},
	COMMAND_END,
};
