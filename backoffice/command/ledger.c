/* ledger: the accounts, where they stand, and what each document posted. */
#include "schema/store/ledger.h"

#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/settlement.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct listing {
	const struct context *context;
	struct output *output;
};

/* --- accounts --------------------------------------------------------- */

static const struct output_column account_columns[] = {
	{"account", N_("Account"), OUTPUT_INTEGER},
	{"name", N_("Name"), OUTPUT_TEXT},
	{"party", N_("By"), OUTPUT_TEXT},
};

static enum command_result run_accounts(struct context *context)
{
	static const char *const parties[] = {
		[LEDGER_NO_PARTY] = NULL,
		[LEDGER_PRODUCER] = N_("producer"),
		[LEDGER_SUPPLIER] = N_("supplier"),
	};
	struct output *output =
		command_list(context, account_columns, COUNT(account_columns));

	for (size_t i = 0; i < ledger_account_count; i++) {
		const char *party = parties[ledger_accounts[i].party];

		output_integer(output, ledger_accounts[i].number);
		output_text(output,
			command_shown(context, ledger_accounts[i].name));
		output_text(output,
			party ? command_shown(context, party) : NULL);
		output_row_end(output);
	}
	return command_list_end(context, output);
}

/* --- balance ---------------------------------------------------------- */

static const struct output_column balance_columns[] = {
	{"account", N_("Account"), OUTPUT_INTEGER},
	{"name", N_("Name"), OUTPUT_TEXT},
	{"party", N_("Of"), OUTPUT_TEXT},
	{"debit", N_("Debit"), OUTPUT_MONEY},
	{"credit", N_("Credit"), OUTPUT_MONEY},
	{"balance", N_("Debit - credit"), OUTPUT_MONEY},
};

static void balance_one(void *context, const struct ledger_balance *b)
{
	const struct listing *listing = context;

	output_integer(listing->output, b->account);
	output_text(listing->output,
		command_shown(listing->context,
			ledger_account_name(b->account)));
	output_text(listing->output, b->party[0] ? b->party : NULL);
	output_money(listing->output, b->debit);
	output_money(listing->output, b->credit);
	output_money(listing->output, b->balance);
	output_row_end(listing->output);
}

static enum command_result run_balance(struct context *context)
{
	struct days days;
	struct listing listing = {.context = context};
	enum store_result result;
	enum command_result ended;

	if (!command_days(context, &days))
		return COMMAND_REFUSED;
	listing.output =
		command_list(context, balance_columns, COUNT(balance_columns));
	result = ledger_balances(context->store, days, balance_one, &listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

/* --- journal ---------------------------------------------------------- */

static const struct output_column journal_columns[] = {
	{"document", N_("Document"), OUTPUT_DOCUMENT},
	{"at", N_("Time"), OUTPUT_INSTANT},
	{"kind", N_("Kind"), OUTPUT_TEXT},
	{"account", N_("Account"), OUTPUT_INTEGER},
	{"party", N_("Of"), OUTPUT_TEXT},
	{"debit", N_("Debit"), OUTPUT_MONEY},
	{"credit", N_("Credit"), OUTPUT_MONEY},
};

static void journal_one(void *context, const struct ledger_entry *e)
{
	const struct listing *listing = context;
	const int64_t rupiah = money_rupiah(e->amount);
	char text[DOCUMENT_TEXT_SIZE];

	output_text(listing->output, document_format(e->document, text));
	output_instant(listing->output, e->at_ms);
	output_text(listing->output, command_shown(listing->context, e->kind));
	output_integer(listing->output, e->account);
	output_text(listing->output, e->party[0] ? e->party : NULL);
	output_money(listing->output, rupiah > 0 ? rupiah : 0);
	output_money(listing->output, rupiah < 0 ? -rupiah : 0);
	output_row_end(listing->output);
}

static enum command_result run_journal(struct context *context)
{
	struct days days;
	struct listing listing = {.context = context};
	enum store_result result;
	enum command_result ended;

	if (!command_days(context, &days))
		return COMMAND_REFUSED;
	listing.output =
		command_list(context, journal_columns, COUNT(journal_columns));
	result = ledger_journal(context->store, days, journal_one, &listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

const struct command ledger_commands[] = {
	{.path = "ledger accounts",
		.summary = N_("the chart of accounts"),
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_accounts},
	{.path = "ledger balance",
		.summary = N_("where each account stands"),
		.options = command_day_options,
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_balance},
	{.path = "ledger journal",
		.summary = N_("what each document posted"),
		.options = command_day_options,
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_journal},
	COMMAND_END,
};
