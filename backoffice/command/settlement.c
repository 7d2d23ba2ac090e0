/* settlement: look at one, approve it, end it. */
#include "backoffice/command/settlement.h"

#include <stdlib.h>

#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/papers.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"
#include "schema/store/sale.h"
#include "schema/store/settlement_lines.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

const char *command_shown(const struct context *context, const char *word)
{
	return context->format == OUTPUT_TABLE ? language_translate(word)
					       : word;
}

bool command_document(struct context *context, size_t operand, int64_t *id)
{
	const char *text = command_operand(context, operand);

	if (document_parse(text, id))
		return true;
	command_problem(context, text,
		_("is no document's number such as 1-57"));
	return false;
}

enum command_result settlement_operand(struct context *context,
	struct settlement *settlement)
{
	int64_t id;
	enum store_result result;

	if (!command_document(context, 0, &id))
		return COMMAND_REFUSED;
	result = settlement_get(context->store, id, settlement);
	if (result == STORE_NOT_FOUND)
		return command_refuse(context, command_operand(context, 0),
			_("there is no such settlement"));
	return result == STORE_OK
		? COMMAND_DONE
		: command_store_says(context, command_operand(context, 0),
			  result);
}

/* --- list ------------------------------------------------------------- */

static const struct output_column list_columns[] = {
	{"settlement", N_("No."), OUTPUT_DOCUMENT},
	{"producer", N_("Producer"), OUTPUT_TEXT},
	{"through", N_("Through"), OUTPUT_DATE},
	{"opening", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"share", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"losses", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"fees", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"withheld", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"advances", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"payable", N_("Owed"), OUTPUT_MONEY},
	{"to_pay", N_("To pay"), OUTPUT_MONEY},
	{"paid", N_("Paid"), OUTPUT_MONEY},
	{"clawback", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"status", N_("Status"), OUTPUT_TEXT},
	{"held", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
};

struct output *settlement_table(struct context *context)
{
	return command_list(context, list_columns, COUNT(list_columns));
}

void settlement_table_row(const struct context *context, struct output *output,
	const struct settlement *s)
{
	char text[DOCUMENT_TEXT_SIZE], day[CALENDAR_TEXT_SIZE];
	const struct money amounts[] = {s->opening, s->share, s->losses,
		s->fees, s->withheld, s->advances, s->payable, s->to_pay,
		s->paid, s->clawback};

	calendar_format(s->through, day);
	if (s->id == 0)
		output_null(output);
	else
		output_text(output, document_format(s->id, text));
	output_text(output, s->code);
	output_text(output, day);
	for (size_t i = 0; i < COUNT(amounts); i++)
		output_money(output, money_rupiah(amounts[i]));
	output_text(output,
		command_shown(context, settlement_status_name(s->status)));
	output_money(output, money_rupiah(s->held));
	output_row_end(output);
}

struct listing {
	const struct context *context;
	struct output *output;
};

static void list_one(void *context, const struct settlement *settlement)
{
	struct listing *listing = context;

	settlement_table_row(listing->context, listing->output, settlement);
}

static enum command_result run_list(struct context *context)
{
	const char *code = command_text(context, "producer");
	struct producer producer = {.id = 0};
	struct listing listing = {.context = context};
	struct days days;
	enum store_result result;
	enum command_result ended;

	if (!command_days(context, &days) ||
		(code && !find_producer(context, code, code, &producer)))
		return COMMAND_REFUSED;
	listing.output = settlement_table(context);
	result = settlement_list(context->store, producer.id, days, list_one,
		&listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

/* --- show ------------------------------------------------------------- */

static const struct output_column show_columns[] = {
	{"sku", N_("SKU"), OUTPUT_TEXT},
	{"price", N_("Price"), OUTPUT_MONEY},
	{"rate", N_("Rate"), OUTPUT_TEXT},
	{"kind", N_("Kind"), OUTPUT_TEXT},
	{"opening", N_("Opening"), OUTPUT_QUANTITY},
	{"received", N_("Received"), OUTPUT_QUANTITY},
	{"sold", N_("Sold"), OUTPUT_QUANTITY},
	{"refunded", N_("Refunded"), OUTPUT_QUANTITY},
	{"returned", N_("Returned"), OUTPUT_QUANTITY},
	{"damaged", N_("Damaged"), OUTPUT_QUANTITY},
	{"expired", N_("Expired"), OUTPUT_QUANTITY},
	{"missing", N_("Missing"), OUTPUT_QUANTITY},
	{"left", N_("Left"), OUTPUT_QUANTITY},
	{"settled_quantity", N_("Settled"), OUTPUT_QUANTITY},
	{"held_quantity", N_("Held"), OUTPUT_QUANTITY},
	{"gross", N_("Gross"), OUTPUT_MONEY},
	{"discount_producer", N_("Discount"), OUTPUT_MONEY},
	{"tax", N_("Tax"), OUTPUT_MONEY},
	{"base", N_("Base"), OUTPUT_MONEY},
	{"commission", N_("Commission"), OUTPUT_MONEY},
	{"share", N_("Share"), OUTPUT_MONEY},
	{"quantity", N_("Quantity"), OUTPUT_QUANTITY},
	{"sampled", N_("Samples"), OUTPUT_QUANTITY},
};

static void text_or_null(struct output *output, const char *text)
{
	output_text(output, text[0] ? text : NULL);
}

static void quantities(struct output *output, const struct quantity values[],
	size_t count, bool given)
{
	for (size_t i = 0; i < count; i++) {
		if (given)
			output_quantity(output,
				quantity_thousandths(values[i]));
		else
			output_null(output);
	}
}

static void row_amounts(struct output *output, const struct settlement_row *row)
{
	const struct money amounts[] = {row->gross, row->discount_producer,
		row->tax, row->base, row->commission, row->share};

	for (size_t i = 0; i < COUNT(amounts); i++)
		output_money(output, money_rupiah(amounts[i]));
}

/* A row of lines, of units, or of both: units stand on an item's first. */
static void show_row(const struct context *context, struct output *output,
	const struct settlement_row *row, const struct settlement_units *u)
{
	static const struct settlement_units none;
	static const struct settlement_row empty;
	const struct settlement_units *v = u ? u : &none;
	const struct settlement_row *r = row ? row : &empty;
	const struct quantity moved[] = {v->opening, v->received, v->sold,
		v->refunded, v->returned, v->damaged, v->expired, v->missing,
		v->left, v->settled, v->held};

	text_or_null(output, row ? row->item.sku : v->item.sku);
	if (row && row->item.id != 0)
		output_money(output, money_rupiah(row->price));
	else
		output_null(output);
	text_or_null(output, r->rate);
	output_text(output, row ? command_shown(context, row->kind) : NULL);
	quantities(output, moved, COUNT(moved), u != NULL);
	row_amounts(output, r);
	output_quantity(output, quantity_thousandths(r->quantity));
	quantities(output, &v->sampled, 1, u != NULL);
	output_row_end(output);
}

/* Rows and units are both in the order of their items: a merge. */
static void show_all(const struct context *context, struct output *output,
	const struct settlement_row rows[], size_t row_count,
	const struct settlement_units units[], size_t unit_count)
{
	size_t r = 0, u = 0;

	while (r < row_count || u < unit_count) {
		const struct settlement_units *mine = NULL;
		int64_t item;

		if (r < row_count &&
			(u == unit_count ||
				settlement_item_compare(&rows[r].item,
					&units[u].item) <= 0)) {
			item = rows[r].item.id;
			if (u < unit_count && units[u].item.id == item)
				mine = &units[u++];
			for (; r < row_count && rows[r].item.id == item; r++) {
				show_row(context, output, &rows[r], mine);
				mine = NULL;
			}
		} else {
			show_row(context, output, NULL, &units[u++]);
		}
	}
}

static enum command_result run_show(struct context *context)
{
	struct settlement settlement;
	struct settlement_row *rows = NULL;
	struct settlement_units *units = NULL;
	size_t row_count = 0, unit_count = 0;
	enum command_result ended = settlement_operand(context, &settlement);
	enum store_result result;

	if (ended != COMMAND_DONE)
		return ended;
	result =
		settlement_rows(context->store, &settlement, &rows, &row_count);
	if (result == STORE_OK)
		result = settlement_units(context->store, &settlement, &units,
			&unit_count);
	if (result == STORE_OK) {
		struct output *output = command_list(context, show_columns,
			COUNT(show_columns));

		show_all(context, output, rows, row_count, units, unit_count);
		ended = command_list_end(context, output);
	} else {
		ended = command_store_says(context, context->file, result);
	}
	free(rows);
	free(units);
	return ended;
}

/* --- lines ------------------------------------------------------------ */

static const struct output_column line_columns[] = {
	{"receipt", N_("Receipt"), OUTPUT_TEXT},
	{"line", N_("Line"), OUTPUT_INTEGER},
	{"at", N_("Time"), OUTPUT_INSTANT},
	{"sku", N_("SKU"), OUTPUT_TEXT},
	{"quantity", N_("Quantity"), OUTPUT_QUANTITY},
	{"price", N_("Price"), OUTPUT_MONEY},
	{"gross", N_("Gross"), OUTPUT_MONEY},
	{"discount_producer", N_("Discount"), OUTPUT_MONEY},
	{"tax", N_("Tax"), OUTPUT_MONEY},
	{"base", N_("Base"), OUTPUT_MONEY},
	{"rate", N_("Rate"), OUTPUT_TEXT},
	{"commission", N_("Commission"), OUTPUT_MONEY},
	{"share", N_("Share"), OUTPUT_MONEY},
	{"kind", N_("Kind"), OUTPUT_TEXT},
	{"document", N_("Document"), OUTPUT_DOCUMENT},
	{"refund_of", N_("Refund of"), OUTPUT_TEXT},
};

static void line_one(void *context, const struct settlement_source *source)
{
	struct listing *listing = context;
	struct output *output = listing->output;
	struct store *store = listing->context->store;
	const struct settlement_row *row = &source->row;
	const struct money amounts[] = {row->price, row->gross,
		row->discount_producer, row->tax, row->base};
	char text[SALE_RECEIPT_SIZE], document[DOCUMENT_TEXT_SIZE];

	output_text(output,
		source->number ? sale_receipt_text(store,
					 document_node(source->document),
					 source->number, text)
			       : NULL);
	if (source->line)
		output_integer(output, source->line);
	else
		output_null(output);
	output_instant(output, source->at_ms);
	text_or_null(output, row->item.sku);
	output_quantity(output, quantity_thousandths(row->quantity));
	for (size_t i = 0; i < COUNT(amounts); i++)
		output_money(output, money_rupiah(amounts[i]));
	text_or_null(output, row->rate);
	output_money(output, money_rupiah(row->commission));
	output_money(output, money_rupiah(row->share));
	output_text(output, command_shown(listing->context, row->kind));
	output_text(output, document_format(source->document, document));
	output_text(output,
		source->number && source->refund_of
			? sale_receipt(store, source->refund_of, text)
			: NULL);
	output_row_end(output);
}

static enum command_result run_lines(struct context *context)
{
	struct settlement settlement;
	enum command_result ended = settlement_operand(context, &settlement);
	struct listing listing;
	enum store_result result;

	if (ended != COMMAND_DONE)
		return ended;
	listing = (struct listing){context,
		command_list(context, line_columns, COUNT(line_columns))};
	result = settlement_sources(context->store, &settlement, line_one,
		&listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

/* --- approve, cancel, reverse ----------------------------------------- */

enum verb { APPROVE, CANCEL, REVERSE };

static enum store_result change(struct context *context, enum verb verb,
	const struct settlement *settlement, enum settle_refusal *refusal)
{
	struct store *store = context->store;
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE];
	bool proof;

	switch (verb) {
	case APPROVE:
		proof = statement_proof(context, settlement, hash);
		return settlement_approve(store, &context->author, settlement,
			proof ? hash : NULL, refusal);
	case CANCEL:
		return settlement_cancel(store, &context->author, settlement,
			command_text(context, "reason"), refusal);
	case REVERSE:
		return settlement_reverse(store, &context->author, settlement,
			command_text(context, "reason"), refusal);
	}
	abort();
}

static void say_done(struct context *context, enum verb verb,
	const struct settlement *s)
{
	char text[DOCUMENT_TEXT_SIZE], to_pay[TEXT_NUMBER_SIZE];

	document_format(s->id, text);
	switch (verb) {
	case APPROVE:
		command_say(context,
			_("Settlement %s of %s is approved; to "
			  "pay: Rp%s"),
			text, s->code,
			text_format_rupiah(money_rupiah(s->to_pay), to_pay));
		break;
	case CANCEL:
		command_say(context,
			_("Draft %s of %s is cancelled; its lines "
			  "are open again"),
			text, s->code);
		break;
	case REVERSE:
		command_say(context,
			_("Settlement %s of %s is reversed; its "
			  "lines are open again"),
			text, s->code);
		break;
	}
}

void settlement_forbidden(struct context *context, enum settle_refusal refusal,
	int64_t subject)
{
	if (refusal == SETTLE_CONFLICT || refusal == SETTLE_SAME_PERSON)
		command_forbidden(context, context->command->action,
			refusal == SETTLE_CONFLICT ? REFUSAL_LINKED
						   : REFUSAL_SAME_PERSON,
			subject);
}

static enum command_result run_change(struct context *context, enum verb verb)
{
	struct settlement settlement;
	enum settle_refusal refusal;
	enum store_result result;
	enum command_result ended;

	if (!command_begin(context))
		return COMMAND_FAILED;
	ended = settlement_operand(context, &settlement);
	if (ended != COMMAND_DONE) {
		store_rollback(context->store);
		return ended;
	}
	result = change(context, verb, &settlement, &refusal);
	if (result != STORE_OK || refusal != SETTLE_ALLOWED) {
		store_rollback(context->store);
		settlement_forbidden(context, refusal, settlement.id);
		return result != STORE_OK
			? command_store_says(context, context->file, result)
			: command_refuse(context, command_operand(context, 0),
				  "%s",
				  language_translate(
					  settle_refusal_message(refusal)));
	}
	if (!command_commit(context))
		return COMMAND_FAILED;
	say_done(context, verb, &settlement);
	return COMMAND_DONE;
}

static enum command_result run_approve(struct context *context)
{
	return run_change(context, APPROVE);
}

static enum command_result run_cancel(struct context *context)
{
	return run_change(context, CANCEL);
}

static enum command_result run_reverse(struct context *context)
{
	return run_change(context, REVERSE);
}

static const struct option_spec list_options[] = {
	COMMAND_DAY_OPTIONS,
	{.name = "producer",
		.kind = OPTION_TEXT,
		.value = "CODE",
		.help = N_("only of this producer"),
		.max = PRODUCER_CODE_SIZE - 1},
	OPTION_END,
};

static const struct option_spec end_options[] = {
	{.name = "reason",
		.kind = OPTION_TEXT,
		.value = "TEXT",
		.help = N_("why")},
	OPTION_END,
};

const struct command settlement_commands[] = {
	{.path = "settlement list",
		.summary = N_("all settlements and where they stand"),
		.options = list_options,
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_list},
	{.path = "settlement show",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("one settlement by item, price and rate"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_show},
	{.path = "settlement lines",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("the sales, refunds and losses behind it"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_lines},
	{.path = "settlement approve",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("approve another person's draft"),
		.needs = NEEDS_WRITE,
		.action = ACTION_SETTLE_APPROVE,
		.run = run_approve},
	{.path = "settlement cancel",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("cancel a draft; its lines are open again"),
		.options = end_options,
		.needs = NEEDS_WRITE,
		.action = ACTION_SETTLE_DRAFT,
		.run = run_cancel},
	{.path = "settlement reverse",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("reverse an approved settlement that is not "
			      "paid"),
		.options = end_options,
		.needs = NEEDS_WRITE,
		.action = ACTION_SETTLE_REVERSE,
		.run = run_reverse},
	COMMAND_END,
};
