/* payout: pay on a settlement, see what was paid, take it back. */
#include "schema/store/payout.h"

#include <string.h>

#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/settlement.h"
#include "backoffice/paper/payout.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define SLIP_COLUMNS 42
#define SLIP_MAX 20000

/* --- list ------------------------------------------------------------- */

static const struct output_column columns[] = {
	{"payout", N_("No."), OUTPUT_DOCUMENT},
	{"settlement", N_("Settlement"), OUTPUT_DOCUMENT},
	{"producer", N_("Producer"), OUTPUT_TEXT},
	{"payee", OUTPUT_NOT_IN_TABLE, OUTPUT_TEXT},
	{"method", OUTPUT_NOT_IN_TABLE, OUTPUT_TEXT},
	{"from", N_("Out of"), OUTPUT_TEXT},
	{"amount", N_("Rupiah"), OUTPUT_MONEY},
	{"reference", OUTPUT_NOT_IN_TABLE, OUTPUT_TEXT},
	{"status", N_("Status"), OUTPUT_TEXT},
	{"at", N_("Time"), OUTPUT_INSTANT},
	{"reverses", OUTPUT_NOT_IN_TABLE, OUTPUT_DOCUMENT},
	{"reason", OUTPUT_NOT_IN_TABLE, OUTPUT_TEXT},
};

struct listing {
	const struct context *context;
	struct output *output;
};

static void list_one(void *context, const struct payout *p)
{
	const struct listing *listing = context;
	struct output *output = listing->output;
	char text[DOCUMENT_TEXT_SIZE];

	output_text(output, document_format(p->id, text));
	output_text(output, document_format(p->settlement, text));
	output_text(output, p->code);
	output_text(output, p->code);
	output_text(output,
		command_shown(listing->context,
			p->transfer ? N_("transfer") : N_("cash")));
	output_text(output,
		command_shown(listing->context, payout_source_name(p->source)));
	output_money(output, money_rupiah(p->amount));
	output_text(output, p->reference[0] ? p->reference : NULL);
	output_text(output,
		command_shown(listing->context, payout_status_name(p->status)));
	output_instant(output, p->at_ms);
	output_text(output,
		p->reverses ? document_format(p->reverses, text) : NULL);
	output_text(output, p->reason[0] ? p->reason : NULL);
	output_row_end(output);
}

static enum command_result run_list(struct context *context)
{
	struct listing listing = {.context = context};
	struct days days;
	enum store_result result;
	enum command_result ended;

	if (!command_days(context, &days))
		return COMMAND_REFUSED;
	listing.output = command_list(context, columns, COUNT(columns));
	result = payout_list(context->store, 0, days, list_one, &listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

/* --- answers ---------------------------------------------------------- */

/* A person gets the slip to sign, a script the row. */
static enum command_result answer(struct context *context,
	const struct payout *payout)
{
	struct paper *paper;
	struct buffer text;
	enum store_result result;

	if (context->format != OUTPUT_TABLE) {
		struct listing listing = {context,
			command_list(context, columns, COUNT(columns))};

		list_one(&listing, payout);
		return command_list_end(context, listing.output);
	}
	result = payout_paper(context->store, payout, &paper);
	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	buffer_init(&text, SLIP_MAX);
	paper_text(paper, SLIP_COLUMNS, &text);
	fputs(buffer_str(&text), context->out);
	buffer_release(&text);
	paper_free(paper);
	return COMMAND_DONE;
}

static enum command_result refuse(struct context *context, int64_t settlement,
	enum store_result result, enum payout_refusal refusal)
{
	store_rollback(context->store);
	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	if (refusal == PAYOUT_CONFLICT)
		command_forbidden(context, ACTION_PAYOUT, REFUSAL_LINKED,
			settlement);
	return command_refuse(context, command_operand(context, 0), "%s",
		language_translate(payout_refusal_message(refusal)));
}

/* --- pay -------------------------------------------------------------- */

static const char *const methods[] = {"cash", "transfer", NULL};
static const char *const sources[] = {"drawer", "safe", NULL};
static const char *const targets[] = {"drawer", "safe", "bank", NULL};

static enum command_result usage(struct context *context, const char *option,
	const char *why)
{
	command_problem(context, option, "%s", why);
	return COMMAND_USAGE;
}

static bool read_shift(struct context *context, int64_t *shift)
{
	const char *text = command_text(context, "shift");

	*shift = 0;
	if (!text || document_parse(text, shift))
		return true;
	command_problem(context, "--shift",
		_("“%s” is no document's number such as 1-57"), text);
	return false;
}

/* What was typed, as far as it can be read without the file. */
static enum command_result read_plan(struct context *context,
	struct payout_plan *plan)
{
	const int source = command_word(context, "from", -1);

	*plan = (struct payout_plan){
		.author = context->author,
		.transfer = command_word(context, "method", 0) == 1,
		.source = source == 0 ? PAYOUT_DRAWER : PAYOUT_SAFE,
		.has_amount = command_given(context, "amount"),
		.reference = command_text(context, "reference"),
	};
	if (plan->transfer && source >= 0)
		return usage(context, "--from",
			_("a transfer comes from the bank"));
	if (!plan->transfer && source < 0)
		return usage(context, "--from",
			_("say where the cash comes from: drawer or safe"));
	if (plan->has_amount)
		plan->amount = money_of(command_number(context, "amount", 0));
	return read_shift(context, &plan->shift) ? COMMAND_DONE
						 : COMMAND_REFUSED;
}

static enum command_result run_pay(struct context *context)
{
	const char *payee = command_text(context, "payee");
	struct settlement settlement;
	struct payout_plan plan;
	struct payout payout;
	enum payout_refusal refusal = PAYOUT_ALLOWED;
	enum store_result result;
	enum command_result read = read_plan(context, &plan);

	if (read != COMMAND_DONE)
		return read;
	if (!command_begin(context))
		return COMMAND_FAILED;
	read = settlement_operand(context, &settlement);
	if (read == COMMAND_DONE && payee &&
		strcmp(payee, settlement.code) != 0)
		read = command_refuse(context, payee,
			_("is no payee of this settlement"));
	if (read != COMMAND_DONE) {
		store_rollback(context->store);
		return read;
	}
	result = payout_pay(context->store, &settlement, &plan, &payout,
		&refusal);
	if (result != STORE_OK || refusal != PAYOUT_ALLOWED)
		return refuse(context, settlement.id, result, refusal);
	if (!command_commit(context))
		return COMMAND_FAILED;
	return answer(context, &payout);
}

/* --- reverse ---------------------------------------------------------- */

static enum command_result find_payout(struct context *context,
	struct payout *payout)
{
	int64_t id;
	enum store_result result;

	if (!command_document(context, 0, &id))
		return COMMAND_REFUSED;
	result = payout_get(context->store, id, payout);
	if (result == STORE_NOT_FOUND)
		return command_refuse(context, command_operand(context, 0),
			_("there is no such payout"));
	return result == STORE_OK
		? COMMAND_DONE
		: command_store_says(context, context->file, result);
}

static enum command_result run_reverse(struct context *context)
{
	const int target = command_word(context, "to", -1);
	struct payout payout, reversal;
	struct payout_return plan = {
		.author = context->author,
		.has_source = target >= 0,
		.source = target >= 0 ? (enum payout_source)target
				      : PAYOUT_SAFE,
		.reason = command_text(context, "reason"),
	};
	enum payout_refusal refusal = PAYOUT_ALLOWED;
	enum store_result result;
	enum command_result read;

	if (!read_shift(context, &plan.shift))
		return COMMAND_REFUSED;
	if (!command_begin(context))
		return COMMAND_FAILED;
	read = find_payout(context, &payout);
	if (read != COMMAND_DONE) {
		store_rollback(context->store);
		return read;
	}
	result = payout_reverse(context->store, &payout, &plan, &reversal,
		&refusal);
	if (result != STORE_OK || refusal != PAYOUT_ALLOWED)
		return refuse(context, payout.settlement, result, refusal);
	if (!command_commit(context))
		return COMMAND_FAILED;
	if (reversal.late)
		command_warn(context, command_operand(context, 0),
			_("a later settlement had carried the rest; the next "
			  "one takes this up as a correction"));
	return answer(context, &reversal);
}

/* --- tables ----------------------------------------------------------- */

static const struct option_spec pay_options[] = {
	{.name = "method",
		.kind = OPTION_WORD,
		.value = "cash|transfer",
		.help = N_("how it is paid"),
		.flags = OPTION_REQUIRED,
		.words = methods},
	{.name = "from",
		.kind = OPTION_WORD,
		.value = "drawer|safe",
		.help = N_("where the cash comes from"),
		.words = sources},
	{.name = "amount",
		.kind = OPTION_MONEY,
		.value = "RP",
		.help = N_("a part; all that is left if not given")},
	{.name = "payee",
		.kind = OPTION_TEXT,
		.value = "P",
		.help = N_("who gets it; the producer if not given")},
	{.name = "reference",
		.kind = OPTION_TEXT,
		.value = "R",
		.help = N_("the transfer's or the slip's number")},
	{.name = "shift",
		.kind = OPTION_TEXT,
		.value = "N",
		.help = N_("whose drawer, where several shifts are open")},
	OPTION_END,
};

static const struct option_spec reverse_options[] = {
	{.name = "reason",
		.kind = OPTION_TEXT,
		.value = "TEXT",
		.help = N_("why it came back"),
		.flags = OPTION_REQUIRED},
	{.name = "to",
		.kind = OPTION_WORD,
		.value = "drawer|safe|bank",
		.help = N_("where it went; where it came from if not given"),
		.words = targets},
	{.name = "shift",
		.kind = OPTION_TEXT,
		.value = "N",
		.help = N_("whose drawer, where several shifts are open")},
	OPTION_END,
};

const struct command payout_commands[] = {
	{.path = "payout pay",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("pay on an approved settlement"),
		.options = pay_options,
		.needs = NEEDS_WRITE,
		.action = ACTION_PAYOUT,
		.run = run_pay},
	{.path = "payout list",
		.summary = N_("all payouts and what came back"),
		.options = command_day_options,
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_list},
	{.path = "payout reverse",
		.operands = "P",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("a payout bounced or was given back"),
		.options = reverse_options,
		.needs = NEEDS_WRITE,
		.action = ACTION_PAYOUT,
		.run = run_reverse},
	COMMAND_END,
};
