/* trace: from a payout to its receipts, from a receipt to its payouts. */
#include "schema/store/trace.h"

#include "backoffice/command/nouns.h"
#include "backoffice/command/settlement.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/sale.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct output_column columns[] = {
	{"from", N_("Out of"), OUTPUT_TEXT},
	{"to", N_("Into"), OUTPUT_TEXT},
	{"document", N_("Document"), OUTPUT_DOCUMENT},
	{"receipt", N_("Receipt"), OUTPUT_TEXT},
	{"sku", N_("SKU"), OUTPUT_TEXT},
	{"quantity", N_("Quantity"), OUTPUT_QUANTITY},
	{"amount", N_("Rupiah"), OUTPUT_MONEY},
	{"kind", N_("Kind"), OUTPUT_TEXT},
};

struct listing {
	struct context *context;
	struct output *output; /* NULL before the first step */
};

static struct output *begun(struct listing *listing)
{
	if (!listing->output)
		listing->output =
			command_list(listing->context, columns, COUNT(columns));
	return listing->output;
}

static const char *or_null(const char *text)
{
	return text[0] ? text : NULL;
}

static void step_one(void *context, const struct trace_step *step)
{
	struct listing *listing = context;
	struct output *output = begun(listing);
	char text[DOCUMENT_TEXT_SIZE];

	output_text(output, step->from);
	output_text(output, or_null(step->to));
	output_text(output, document_format(step->document, text));
	output_text(output, or_null(step->receipt));
	output_text(output, or_null(step->sku));
	if (step->has_quantity)
		output_quantity(output, quantity_thousandths(step->quantity));
	else
		output_null(output);
	if (step->has_amount)
		output_money(output, money_rupiah(step->amount));
	else
		output_null(output);
	output_text(output, command_shown(listing->context, step->kind));
	output_row_end(output);
}

/* A document by its number, or a receipt by what is printed on it. */
static enum command_result find(struct context *context, bool receipt,
	int64_t *id)
{
	const char *text = command_operand(context, 0);
	enum store_result result;

	if (!receipt)
		return command_document(context, 0, id) ? COMMAND_DONE
							: COMMAND_REFUSED;
	result = sale_find(context->store, text, id);
	if (result == STORE_OK)
		return COMMAND_DONE;
	if (result == STORE_NOT_FOUND && document_parse(text, id))
		return COMMAND_DONE;
	return result == STORE_NOT_FOUND
		? command_refuse(context, text, _("there is no such receipt"))
		: command_store_says(context, context->file, result);
}

static enum command_result finish(struct context *context,
	struct listing *listing, enum store_result result)
{
	enum command_result ended;

	/* Nothing was begun, so a script reads no empty list. */
	if (result == STORE_NOT_FOUND)
		return command_refuse(context, command_operand(context, 0),
			_("nothing is known of it"));
	ended = command_list_end(context, begun(listing));
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

typedef enum store_result trace_call(struct store *store, int64_t id,
	trace_each *each, void *context);

static enum command_result run_call(struct context *context, trace_call *call,
	bool receipt)
{
	struct listing listing = {.context = context};
	int64_t id;
	enum command_result found = find(context, receipt, &id);

	if (found != COMMAND_DONE)
		return found;
	return finish(context, &listing,
		call(context->store, id, step_one, &listing));
}

static enum command_result run_payout(struct context *context)
{
	return run_call(context, trace_payout, false);
}

static enum command_result run_settlement(struct context *context)
{
	return run_call(context, trace_settlement, false);
}

static enum command_result run_receipt(struct context *context)
{
	return run_call(context, trace_receipt, true);
}

static enum command_result run_lot(struct context *context)
{
	struct listing listing = {.context = context};

	return finish(context, &listing,
		trace_lot(context->store, command_operand(context, 0), step_one,
			&listing));
}

const struct command trace_commands[] = {
	{.path = "trace payout",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("from a payout back to the receipts"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_payout},
	{.path = "trace settlement",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("from a settlement to its receipts and payouts"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_settlement},
	{.path = "trace receipt",
		.operands = "RECEIPT",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("from a receipt forward to the payouts"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_receipt},
	{.path = "trace lot",
		.operands = "LOT",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("where a lot came from and where it went"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_lot},
	COMMAND_END,
};
