/*
 * The ledger: read from the facts, never kept by hand.
 *
 * Amounts are debits when positive. The postings of a document add up to
 * zero; so do all balances of any span of days.
 */
#ifndef TITIPAN_STORE_LEDGER_H
#define TITIPAN_STORE_LEDGER_H

#include "schema/rules/calendar.h"
#include "schema/rules/money.h"
#include "schema/store/document.h"

enum ledger_party { LEDGER_NO_PARTY, LEDGER_PRODUCER, LEDGER_SUPPLIER };

struct ledger_account {
	int number;
	const char *name; /* an msgid */
	enum ledger_party party;
};

/* The chart of accounts, by number. */
extern const struct ledger_account ledger_accounts[];
extern const size_t ledger_account_count;

/* The msgid of an account's name; "" for a number that is not in the chart. */
const char *ledger_account_name(int number);

/* One account and party: the producer's code, the supplier's name, or "". */
struct ledger_balance {
	int account;
	const char *party; /* valid during the call */
	/* Rupiah; a total of years may pass MONEY_MAX. */
	int64_t debit;
	int64_t credit;
	int64_t balance; /* debit - credit */
};

/*
 * Where accounts stand by what was posted in a span of days.
 * Rolls the books of the ledger forward first, so not inside store_begin.
 */
typedef void ledger_each_balance(void *context,
	const struct ledger_balance *balance);
enum store_result ledger_balances(struct store *store, struct days days,
	ledger_each_balance *each, void *context);

/* What one document posted to one account and party. */
struct ledger_entry {
	int64_t document;
	int64_t at_ms;
	const char *kind; /* of the document */
	int account;
	const char *party;
	struct money amount; /* a credit is negative; never 0 */
};

/* By document, then account and party. */
typedef void ledger_each_entry(void *context, const struct ledger_entry *entry);
enum store_result ledger_journal(struct store *store, struct days days,
	ledger_each_entry *each, void *context);

/* What account 2110 owes a producer now, by the postings themselves. */
enum store_result ledger_payable(struct store *store, int64_t producer,
	struct money *payable);

#endif
