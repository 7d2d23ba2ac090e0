/*
 * Producers. What each is owed is reckoned from two live books and one fact:
 * the open accruals, and the last settlement that stands less what was paid
 * on it. The ledger's account 2110 must say the same.
 */
#include "schema/store/producer.h"

#include <string.h>

#include "schema/store/column.h"

const char *const producer_stage_words[] = {
	"registered", "trained", "licensed", "listed", "sold", NULL};

#define PRODUCER_COLUMNS \
	"p.id, p.generation, p.document, p.code, p.name, p.owner_name," \
	" p.region, p.region_bps, p.village, p.sentra, p.sector, p.nib," \
	" p.npwp, p.pkp_since, p.ovop, p.workers, p.stage, p.active," \
	" p.mentor"
#define PRODUCER_COLUMN_COUNT 19

static enum producer_stage read_stage(const char *word)
{
	for (int i = 0; producer_stage_words[i]; i++) {
		if (strcmp(producer_stage_words[i], word) == 0)
			return (enum producer_stage)i;
	}
	return STAGE_REGISTERED;
}

static void read_producer(sqlite3_stmt *s, struct producer *p)
{
	p->id = sqlite3_column_int64(s, 0);
	p->generation = sqlite3_column_int64(s, 1);
	p->document = sqlite3_column_int64(s, 2);
	column_copy(s, 3, p->code, sizeof(p->code));
	column_copy(s, 4, p->name, sizeof(p->name));
	column_copy(s, 5, p->owner_name, sizeof(p->owner_name));
	column_copy(s, 6, p->region, sizeof(p->region));
	column_copy(s, 7, p->region_bps, sizeof(p->region_bps));
	column_copy(s, 8, p->village, sizeof(p->village));
	column_copy(s, 9, p->sentra, sizeof(p->sentra));
	column_copy(s, 10, p->sector, sizeof(p->sector));
	column_copy(s, 11, p->nib, sizeof(p->nib));
	column_copy(s, 12, p->npwp, sizeof(p->npwp));
	p->is_pkp = !column_is_null(s, 13);
	p->pkp_since = (int32_t)column_integer(s, 13, 0);
	p->ovop = column_integer(s, 14, 0) != 0;
	p->workers = column_integer(s, 15, 0);
	p->stage = read_stage(store_text(s, 16));
	p->active = sqlite3_column_int64(s, 17) != 0;
	p->mentor = column_integer(s, 18, 0);
}

static enum store_result read_one(struct store *store, sqlite3_stmt *statement,
	struct producer *producer)
{
	bool found = statement && store_step(store, statement);

	if (found) {
		read_producer(statement, producer);
		store_reset(statement);
	}
	return store_ended(store, found);
}

enum store_result producer_get(struct store *store, int64_t id,
	struct producer *producer)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " PRODUCER_COLUMNS " FROM producer p WHERE p.id = ?1");

	if (statement)
		sqlite3_bind_int64(statement, 1, id);
	return read_one(store, statement, producer);
}

enum store_result producer_find(struct store *store, const char *code,
	struct producer *producer)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " PRODUCER_COLUMNS " FROM producer p WHERE p.code = ?1"
		" ORDER BY p.active DESC, p.id LIMIT 1");

	if (statement)
		sqlite3_bind_text(statement, 1, code, -1, SQLITE_STATIC);
	return read_one(store, statement, producer);
}

bool producer_is_pkp(const struct producer *producer, int32_t day)
{
	return producer->is_pkp && producer->pkp_since <= day;
}

static const char *or_null(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

enum store_result producer_write(struct store *store, struct document *document,
	struct producer *p)
{
	struct producer before = {0};
	enum store_result result;

	if (p->id == 0) {
		p->id = document_new_thing(store);
	} else {
		result = producer_get(store, p->id, &before);
		if (result != STORE_OK && result != STORE_NOT_FOUND)
			return result;
	}
	p->generation = before.generation + 1;
	p->document = document_id(document);
	document_row(document, "producer_revision");
	document_integer(document, "producer", p->id);
	document_integer(document, "generation", p->generation);
	document_integer_or_null(document, "replaces", before.document);
	document_text(document, "code", p->code);
	document_text(document, "name", p->name);
	document_text(document, "owner_name", or_null(p->owner_name));
	document_text(document, "region", or_null(p->region));
	document_text(document, "region_bps", or_null(p->region_bps));
	document_text(document, "village", or_null(p->village));
	document_text(document, "sentra", or_null(p->sentra));
	document_text(document, "sector", or_null(p->sector));
	document_text(document, "nib", or_null(p->nib));
	document_text(document, "npwp", or_null(p->npwp));
	if (p->is_pkp)
		document_integer(document, "pkp_since", p->pkp_since);
	document_integer_or_null(document, "ovop", p->ovop);
	document_integer_or_null(document, "workers", p->workers);
	document_text(document, "stage", producer_stage_words[p->stage]);
	document_integer(document, "active", p->active);
	document_integer_or_null(document, "mentor", p->mentor);
	return store_failed(store);
}

/* --- balances ----------------------------------------------------------- */

/*
 * The last settlement that stands is the newest approved one that was not
 * reversed; a draft or a cancelled one owes nothing by itself. An open draft
 * holds accruals, so what it took is still earned and unpaid: it counts as
 * accrued until it is approved or cancelled. Neither looks at the settlements
 * that are over, so the cost does not grow with them.
 */
#define ACCRUED \
	" accrued AS (" \
	"  SELECT producer, SUM(share) AS share," \
	"   SUM(iif(due > ?1, share, 0)) AS held" \
	"  FROM accrual GROUP BY producer),"

#define SETTLED \
	" standing AS (" \
	"  SELECT producer, settlement, approved, paid FROM settlement_state" \
	"  WHERE drafted = 1 AND cancelled = 0 AND reversed = 0)," \
	" drafted AS (" \
	"  SELECT t.producer, SUM(l.share) AS share" \
	"  FROM standing t JOIN settlement_line l" \
	"   ON l.document = t.settlement" \
	"  WHERE t.approved = 0 GROUP BY t.producer)," \
	" last AS (" \
	"  SELECT o.id AS producer, (SELECT t.settlement" \
	"   FROM settlement_state t WHERE t.producer = o.id" \
	"   AND t.drafted = 1 AND t.approved = 1 AND t.cancelled = 0" \
	"   AND t.reversed = 0 ORDER BY t.settlement DESC LIMIT 1)" \
	"   AS settlement FROM producer o)," \
	" unpaid AS (" \
	"  SELECT l.producer, s.payable - t.paid AS amount FROM last l" \
	"  CROSS JOIN settlement s ON s.document = l.settlement" \
	"  CROSS JOIN settlement_state t ON t.settlement = l.settlement" \
	"   AND t.producer = l.producer)"

#define BALANCE_COLUMNS \
	"coalesce(u.amount, 0), coalesce(a.share, 0) + coalesce(d.share, 0)," \
	" coalesce(a.held, 0)"

#define BALANCE_JOINS \
	" LEFT JOIN accrued a ON a.producer = p.id" \
	" LEFT JOIN drafted d ON d.producer = p.id" \
	" LEFT JOIN unpaid u ON u.producer = p.id"

static bool read_balance(sqlite3_stmt *statement, int column,
	struct producer_balance *balance)
{
	balance->unpaid = column_money(statement, column);
	balance->accrued = column_money(statement, column + 1);
	balance->held = column_money(statement, column + 2);
	return money_add(&balance->payable, balance->unpaid, balance->accrued);
}

enum store_result producer_list(struct store *store, int32_t today,
	producer_each *each, void *context)
{
	sqlite3_stmt *statement = store_statement(store,
		"WITH" ACCRUED SETTLED " SELECT " PRODUCER_COLUMNS
		"," BALANCE_COLUMNS " FROM producer p" BALANCE_JOINS
		" ORDER BY p.code, p.id");

	if (statement)
		sqlite3_bind_int64(statement, 1, today);
	while (statement && store_step(store, statement)) {
		struct producer producer;
		struct producer_balance balance;

		read_producer(statement, &producer);
		if (!read_balance(statement, PRODUCER_COLUMN_COUNT, &balance)) {
			store_reset(statement);
			return store_fail(store, STORE_DAMAGED,
				"the balance of %s is out of bounds",
				producer.code);
		}
		each(context, &producer, &balance);
	}
	return store_failed(store);
}

enum store_result producer_balance(struct store *store, int64_t producer,
	int32_t today, struct producer_balance *balance, struct money *ledger)
{
	sqlite3_stmt *statement = store_statement(store,
		"WITH" ACCRUED SETTLED " SELECT " BALANCE_COLUMNS ","
		"  (SELECT coalesce(-SUM(amount), 0) FROM posting"
		"   WHERE account = 2110 AND party = ?2)"
		" FROM producer p" BALANCE_JOINS " WHERE p.id = ?2");
	bool found;

	if (statement) {
		sqlite3_bind_int64(statement, 1, today);
		sqlite3_bind_int64(statement, 2, producer);
	}
	found = statement && store_step(store, statement);
	if (found) {
		*ledger = column_money(statement, 3);
		if (!read_balance(statement, 0, balance))
			found = false;
		store_reset(statement);
	}
	return store_ended(store, found);
}
