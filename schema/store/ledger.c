/*
 * The ledger: the chart of accounts, balances by day, and the journal. Only
 * reads; what posts what is the view `posting` in the schema.
 */
#include "schema/store/ledger.h"

#include "drivers/system/text.h"
#include "schema/store/books.h"
#include "schema/store/store_int.h"

const struct ledger_account ledger_accounts[] = {
	{1105, N_("Safe"), LEDGER_NO_PARTY},
	{1110, N_("Cash in the drawer"), LEDGER_NO_PARTY},
	{1120, N_("Bank"), LEDGER_NO_PARTY},
	{1130, N_("QRIS and card clearing"), LEDGER_NO_PARTY},
	{1140, N_("Due from members"), LEDGER_NO_PARTY},
	{1150, N_("Advances to producers"), LEDGER_PRODUCER},
	{1170, N_("PPh prepaid"), LEDGER_NO_PARTY},
	{1190, N_("Exchange of goods"), LEDGER_NO_PARTY},
	{1210, N_("Own stock"), LEDGER_NO_PARTY},
	{2100, N_("Payable to suppliers"), LEDGER_SUPPLIER},
	{2110, N_("Payable to producers"), LEDGER_PRODUCER},
	{2120, N_("PPN owed"), LEDGER_NO_PARTY},
	{2130, N_("Tax withheld"), LEDGER_NO_PARTY},
	{2140, N_("Deposits held"), LEDGER_NO_PARTY},
	{2150, N_("Vouchers outstanding"), LEDGER_NO_PARTY},
	{2160, N_("Donations held"), LEDGER_NO_PARTY},
	{3100, N_("Surplus (SHU) and reserve"), LEDGER_NO_PARTY},
	{4110, N_("Commission income"), LEDGER_NO_PARTY},
	{4120, N_("Sales of own goods"), LEDGER_NO_PARTY},
	{4130, N_("Rent and listing income"), LEDGER_NO_PARTY},
	{4190, N_("Discounts borne by the mart"), LEDGER_NO_PARTY},
	{5110, N_("Cost of goods sold"), LEDGER_NO_PARTY},
	{5210, N_("Consignment losses borne by the mart"), LEDGER_NO_PARTY},
	{5220, N_("Fees of the acquirer"), LEDGER_NO_PARTY},
	{6110, N_("Cash rounding"), LEDGER_NO_PARTY},
	{6120, N_("Cash over and short"), LEDGER_NO_PARTY},
	{6130, N_("Expenses"), LEDGER_NO_PARTY},
};
const size_t ledger_account_count =
	sizeof(ledger_accounts) / sizeof(*ledger_accounts);

const char *ledger_account_name(int number)
{
	for (size_t i = 0; i < ledger_account_count; i++) {
		if (ledger_accounts[i].number == number)
			return ledger_accounts[i].name;
	}
	return "";
}

/* A span is 32 days; as many whole ones as fit are read from the coarser
 * book, the days before and after them from the finer. */
#define SPAN_BITS 5

static void bind_days(sqlite3_stmt *q, struct days days)
{
	const int64_t from = days.from, to = days.to;
	const int64_t day = INT64_C(1) << SPAN_BITS;
	const int64_t first = (from + day - 1) >> SPAN_BITS;
	const int64_t after = (to + 1) >> SPAN_BITS;
	const bool whole = first < after;

	sqlite3_bind_int64(q, 1, from);
	sqlite3_bind_int64(q, 2, whole ? first * day - 1 : to);
	sqlite3_bind_int64(q, 3, first);
	sqlite3_bind_int64(q, 4, after - 1);
	sqlite3_bind_int64(q, 5, whole ? after * day : to + 1);
	sqlite3_bind_int64(q, 6, to);
}

enum store_result ledger_balances(struct store *store, struct days days,
	ledger_each_balance *each, void *context)
{
	enum store_result result = store_roll(store);
	sqlite3_stmt *q;

	if (result != STORE_OK)
		return result;
	q = store_statement(store,
		"SELECT b.account, coalesce(p.code, s.name, ''), b.debit, "
		"b.credit FROM (SELECT account, party, SUM(debit) AS debit, "
		"SUM(credit) AS credit FROM ("
		"SELECT account, party, debit, credit FROM ledger_day "
		"WHERE day BETWEEN ?1 AND ?2 UNION ALL "
		"SELECT account, party, debit, credit FROM ledger_span "
		"WHERE span BETWEEN ?3 AND ?4 UNION ALL "
		"SELECT account, party, debit, credit FROM ledger_day "
		"WHERE day BETWEEN ?5 AND ?6) GROUP BY account, party) b "
		"LEFT JOIN producer p ON p.id = b.party "
		"LEFT JOIN supplier s ON s.id = b.party "
		"ORDER BY b.account, 2, b.party");
	if (!q)
		return store_failed(store);
	bind_days(q, days);
	while (store_step(store, q)) {
		int64_t debit = sqlite3_column_int64(q, 2);
		int64_t credit = sqlite3_column_int64(q, 3);
		const struct ledger_balance balance = {
			.account = sqlite3_column_int(q, 0),
			.party = store_text(q, 1),
			.debit = debit,
			.credit = credit,
			.balance = debit - credit,
		};

		each(context, &balance);
	}
	return store_failed(store);
}

/* The postings of one document; asked for document by document the view reads
 * each fact table by its key, and the journal needs no memory. */
static enum store_result journal_document(struct store *store,
	struct ledger_entry *entry, ledger_each_entry *each, void *context)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT b.account, coalesce(p.code, s.name, ''), b.amount "
		"FROM (SELECT account, party, SUM(amount) AS amount "
		"FROM posting WHERE document = ?1 GROUP BY account, party) b "
		"LEFT JOIN producer p ON p.id = b.party "
		"LEFT JOIN supplier s ON s.id = b.party "
		"WHERE b.amount <> 0 ORDER BY b.account, 2, b.party");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, entry->document);
	while (store_step(store, q)) {
		entry->account = sqlite3_column_int(q, 0);
		entry->party = store_text(q, 1);
		entry->amount = money_of(sqlite3_column_int64(q, 2));
		each(context, entry);
	}
	return store_failed(store);
}

enum store_result ledger_journal(struct store *store, struct days days,
	ledger_each_entry *each, void *context)
{
	enum store_result result = STORE_OK;
	sqlite3_stmt *q = store_statement(store,
		"SELECT id, at, kind FROM document "
		"WHERE day BETWEEN ?1 AND ?2 ORDER BY id");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, days.from);
	sqlite3_bind_int64(q, 2, days.to);
	while (result == STORE_OK && store_step(store, q)) {
		struct ledger_entry entry = {
			.document = sqlite3_column_int64(q, 0),
			.at_ms = sqlite3_column_int64(q, 1),
			.kind = store_text(q, 2),
		};

		result = journal_document(store, &entry, each, context);
	}
	if (result != STORE_OK) {
		store_reset(q);
		return result;
	}
	return store_failed(store);
}

enum store_result ledger_payable(struct store *store, int64_t producer,
	struct money *payable)
{
	*payable = money_of(-store_integer(store,
		"SELECT coalesce(SUM(amount), 0) FROM posting "
		"WHERE account = 2110 AND party = ?1",
		1, (const int64_t[]){producer}, 0));
	return store_failed(store);
}
