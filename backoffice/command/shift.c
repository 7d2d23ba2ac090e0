/* shift: X and Z again, long after the till has forgotten them. */
#include "schema/store/shift.h"

#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/settlement.h"
#include "drivers/codec/paper_text.h"
#include "drivers/terminal/language.h"
#include "drivers/system/text.h"
#include "pos/paper/load.h"
#include "schema/store/user.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define PAPER_COLUMNS 42
#define PAPER_MAX 40000

struct listing {
	const struct context *context;
	struct output *output;
};

static void cashier_name(struct output *output, struct store *store,
	int64_t user)
{
	struct user cashier;

	output_text(output,
		user_get(store, user, &cashier) == STORE_OK ? cashier.name
							    : NULL);
}

/* What should be in the drawer is not told before it is counted. */
static void counted_money(struct output *output, const struct shift *shift,
	struct money amount)
{
	if (shift->closed)
		output_money(output, money_rupiah(amount));
	else
		output_null(output);
}

static void head(struct output *output, struct store *store,
	const struct shift *shift)
{
	char text[DOCUMENT_TEXT_SIZE];

	output_text(output, document_format(shift->document, text));
	cashier_name(output, store, shift->user);
	output_instant(output, shift->opened_ms);
	if (shift->closed)
		output_instant(output, shift->closed_ms);
	else
		output_null(output);
}

static void foot(struct output *output, const struct shift *shift)
{
	const struct money expected = shift->figures.expected;

	counted_money(output, shift, expected);
	counted_money(output, shift, shift->counted);
	counted_money(output, shift, money_minus(shift->counted, expected));
}

/* --- list ------------------------------------------------------------- */

static const struct output_column list_columns[] = {
	{"shift", N_("Shift"), OUTPUT_DOCUMENT},
	{"cashier", N_("Cashier"), OUTPUT_TEXT},
	{"opened", N_("Opened"), OUTPUT_INSTANT},
	{"closed", OUTPUT_NOT_IN_TABLE, OUTPUT_INSTANT},
	{"sales", N_("Sales"), OUTPUT_MONEY},
	{"refunds", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"expected", N_("Expected"), OUTPUT_MONEY},
	{"counted", N_("Counted"), OUTPUT_MONEY},
	{"difference", N_("Difference"), OUTPUT_MONEY},
};

static bool list_one(void *context, const struct shift *shift)
{
	const struct listing *listing = context;

	head(listing->output, listing->context->store, shift);
	output_money(listing->output, money_rupiah(shift->figures.sales));
	output_money(listing->output, money_rupiah(shift->figures.refunds));
	foot(listing->output, shift);
	output_row_end(listing->output);
	return true;
}

static enum command_result run_list(struct context *context)
{
	struct listing listing = {.context = context};
	struct days days;
	enum store_result result;
	enum command_result ended;

	if (!command_days(context, &days))
		return COMMAND_REFUSED;
	listing.output =
		command_list(context, list_columns, COUNT(list_columns));
	result = shift_list(context->store, days, list_one, &listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK || result == STORE_NOT_FOUND
		? ended
		: command_store_says(context, context->file, result);
}

/* --- show ------------------------------------------------------------- */

static const struct output_column show_columns[] = {
	{"shift", NULL, OUTPUT_DOCUMENT},
	{"cashier", NULL, OUTPUT_TEXT},
	{"opened", NULL, OUTPUT_INSTANT},
	{"closed", NULL, OUTPUT_INSTANT},
	{"receipts", NULL, OUTPUT_INTEGER},
	{"refund_receipts", NULL, OUTPUT_INTEGER},
	{"gross", NULL, OUTPUT_MONEY},
	{"discounts", NULL, OUTPUT_MONEY},
	{"sales", NULL, OUTPUT_MONEY},
	{"refunds", NULL, OUTPUT_MONEY},
	{"rounding", NULL, OUTPUT_MONEY},
	{"tax", NULL, OUTPUT_MONEY},
	{"cash", NULL, OUTPUT_MONEY},
	{"qris", NULL, OUTPUT_MONEY},
	{"qris_waiting", NULL, OUTPUT_MONEY},
	{"card", NULL, OUTPUT_MONEY},
	{"transfer", NULL, OUTPUT_MONEY},
	{"float", NULL, OUTPUT_MONEY},
	{"cash_in", NULL, OUTPUT_MONEY},
	{"cash_out", NULL, OUTPUT_MONEY},
	{"drops", NULL, OUTPUT_MONEY},
	{"payouts", NULL, OUTPUT_MONEY},
	{"expected", NULL, OUTPUT_MONEY},
	{"counted", NULL, OUTPUT_MONEY},
	{"difference", NULL, OUTPUT_MONEY},
};

static enum command_result show_row(struct context *context,
	const struct shift *shift)
{
	const struct shift_figures *f = &shift->figures;
	const struct money amounts[] = {f->gross, f->discounts, f->sales,
		f->refunds, f->rounding, f->tax, f->cash, f->qris,
		f->qris_waiting, f->card, f->transfer, f->floated, f->cash_in,
		f->cash_out, f->drops, f->payouts};
	struct output *output =
		command_list(context, show_columns, COUNT(show_columns));

	head(output, context->store, shift);
	output_integer(output, f->receipts);
	output_integer(output, f->refund_receipts);
	for (size_t i = 0; i < COUNT(amounts); i++)
		output_money(output, money_rupiah(amounts[i]));
	foot(output, shift);
	output_row_end(output);
	return command_list_end(context, output);
}

static enum command_result show_paper(struct context *context, int64_t shift)
{
	struct paper *paper;
	struct buffer text;
	enum store_result result =
		paper_load_shift(context->store, shift, 0, &paper);

	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	buffer_init(&text, PAPER_MAX);
	paper_text(paper, PAPER_COLUMNS, &text);
	fputs(buffer_str(&text), context->out);
	buffer_release(&text);
	paper_free(paper);
	return COMMAND_DONE;
}

static enum command_result run_show(struct context *context)
{
	struct shift shift;
	int64_t id;
	enum store_result result;

	if (!command_document(context, 0, &id))
		return COMMAND_REFUSED;
	result = shift_get(context->store, id, &shift);
	if (result == STORE_NOT_FOUND)
		return command_refuse(context, command_operand(context, 0),
			_("there is no such shift"));
	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	return context->format == OUTPUT_TABLE ? show_paper(context, id)
					       : show_row(context, &shift);
}

const struct command shift_commands[] = {
	{.path = "shift list",
		.summary = N_("all shifts and their figures"),
		.options = command_day_options,
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_list},
	{.path = "shift show",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("the X or the Z of a shift again"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_show},
	COMMAND_END,
};
