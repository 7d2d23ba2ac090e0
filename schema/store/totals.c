/* Each total is a query that every schema since the first can answer. Its rows
 * are `what, figure` in a fixed order. */
#include "schema/store/totals.h"

#include <stdio.h>
#include <string.h>

#include "schema/store/store_core.h"

#define FIGURE_SIZE 120

static const struct {
	const char *name;
	const char *sql;
} totals[] = {
	{"documents of node",
		"SELECT id >> 40, count(*) FROM document GROUP BY 1 ORDER BY 1"},
	{"head of node",
		"SELECT id >> 40, max(id) || ' ' || hex(hash) FROM document"
		" GROUP BY 1 ORDER BY 1"},
	{"stock", "SELECT '', sum(quantity) FROM on_hand"},
	{"stock of item",
		"SELECT item, sum(quantity) FROM on_hand GROUP BY item"
		" HAVING sum(quantity) <> 0 ORDER BY item"},
	{"cost of own goods", "SELECT '', sum(value) FROM inventory"},
	{"earned and not settled by producer",
		"SELECT producer, sum(share) FROM accrual GROUP BY producer"
		" HAVING sum(share) <> 0 ORDER BY producer"},
	{"account",
		"SELECT account, sum(amount) FROM posting"
		" WHERE account IN (1105, 1110, 1120, 1130, 2100, 2110)"
		" GROUP BY account ORDER BY account"},
	{"ever sold by node",
		"SELECT document >> 40, sum(total) FROM sale"
		" WHERE refund_of IS NULL GROUP BY 1 ORDER BY 1"},
	{"ever refunded by node",
		"SELECT document >> 40, sum(total) FROM sale"
		" WHERE refund_of IS NOT NULL GROUP BY 1 ORDER BY 1"},
};

/* The row as a person reads it, "-" past the last. */
static bool next(struct store *store, sqlite3_stmt *statement,
	char figure[FIGURE_SIZE])
{
	bool more = store_step(store, statement);

	if (more)
		snprintf(figure, FIGURE_SIZE, "%s: %s",
			store_text(statement, 0), store_text(statement, 1));
	else
		snprintf(figure, FIGURE_SIZE, "-");
	return more;
}

static enum store_result compare(struct store *before, struct store *after,
	const char *name, const char *sql)
{
	sqlite3_stmt *was = store_statement(before, sql);
	sqlite3_stmt *is = store_statement(after, sql);
	char one[FIGURE_SIZE], other[FIGURE_SIZE];
	bool more = was && is, also;

	while (more) {
		more = next(before, was, one);
		also = next(after, is, other);
		if (before->failure != STORE_OK || after->failure != STORE_OK)
			break;
		if (strcmp(one, other) != 0) {
			store_reset(was);
			store_reset(is);
			return store_fail(after, STORE_TOTALS_DIFFER,
				"%s %s -> %s", name, one, other);
		}
		more = more && also;
	}
	if (before->failure != STORE_OK)
		return store_fail(after, before->failure, "%s: %s", name,
			before->detail);
	return store_failed(after);
}

/* What is sorted may be as long as the history: it goes to a file. */
static void sort_in_files(struct store *store, bool files)
{
	sqlite3_exec(store->database,
		files ? "PRAGMA temp_store=FILE; PRAGMA temp.cache_size=-8000"
		      : "PRAGMA temp_store=MEMORY",
		NULL, NULL, NULL);
}

enum store_result totals_compare(struct store *before, struct store *after)
{
	enum store_result result = STORE_OK;

	sort_in_files(before, true);
	sort_in_files(after, true);
	for (size_t i = 0;
		result == STORE_OK && i < sizeof(totals) / sizeof(totals[0]);
		i++)
		result = compare(before, after, totals[i].name, totals[i].sql);
	sort_in_files(before, false);
	sort_in_files(after, false);
	before->failure = STORE_OK;
	after->failure = STORE_OK;
	return result;
}
