/*
 * The list below is the only one of books; all SQL that moves or checks one is
 * written from it.
 */
#include "schema/store/books.h"

#include <assert.h>
#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "schema/store/store_core.h"

enum book_kind { BOOK_LATEST, BOOK_SUM, BOOK_ROLLED };

#define BOOK_COLUMNS_MAX 32

struct book {
	const char *name;
	enum book_kind kind;
	const char *keys[12];
	const char *values[BOOK_COLUMNS_MAX];
};

static const struct book books[] = {
	{"user", BOOK_LATEST, {"id"},
		{"name", "role", "pin", "producer", "active"}},
	{"producer", BOOK_LATEST, {"id"},
		{"code", "name", "owner_name", "region", "region_bps",
			"village", "sentra", "sector", "nib", "npwp",
			"pkp_since", "ovop", "workers", "stage", "active"}},
	{"supplier", BOOK_LATEST, {"id"}, {"name"}},
	{"item", BOOK_LATEST, {"id"},
		{"sku", "name", "unit", "category", "tax", "shelf_life_days",
			"active"}},
	{"consignor", BOOK_LATEST, {"id"}, {"producer"}},
	{"price", BOOK_LATEST, {"item", "list"}, {"price"}},
	{"code", BOOK_LATEST, {"code", "item"}, {"quantity", "active"}},
	{"on_hand", BOOK_SUM, {"item", "lot", "expiry"}, {"quantity"}},
	{"inventory", BOOK_SUM, {"item"}, {"quantity", "value"}},
	{"item_flow", BOOK_ROLLED, {"producer", "item"},
		{"received", "sold", "refunded", "returned", "damaged",
			"expired", "missing", "sampled"}},
	{"accrual", BOOK_SUM,
		{"producer", "desk", "due", "item", "price", "terms", "value",
			"kind", "receipt"},
		{"quantity", "gross", "discount_producer", "tax_base",
			"share"}},
	{"refunded", BOOK_SUM, {"sale", "line"},
		{"quantity", "gross", "discount_producer", "discount_mart",
			"tax", "tax_base", "share", "cost"}},
	{"refund_tender", BOOK_SUM, {"sale", "kind"}, {"amount"}},
	{"suspended", BOOK_SUM, {"suspension"}, {"waiting"}},
	{"shift_total", BOOK_SUM, {"shift"},
		{"opened", "closed", "receipts", "refund_receipts", "gross",
			"discounts", "refunds", "tax", "rounding", "cash",
			"qris", "card", "transfer", "exchange", "float",
			"cash_in", "cash_out", "drops", "payouts", "voids",
			"cancels", "drawer_openings", "copies"}},
	{"settlement_state", BOOK_SUM, {"settlement", "producer"},
		{"drafted", "approved", "cancelled", "reversed", "paid"}},
	{"ledger_day", BOOK_ROLLED, {"day", "account", "party"},
		{"debit", "credit"}},
};

#define BOOK_COUNT (sizeof(books) / sizeof(books[0]))
#define SQL_MAX 65536

/* Appends each name between `before` and `after`; with a middle, the name
 * stands on both sides of it. */
static void list(struct buffer *sql, const char *const names[],
	const char *between, const char *before, const char *middle,
	const char *after)
{
	for (size_t i = 0; names[i]; i++) {
		buffer_printf(sql, "%s%s%s", i ? between : "", before,
			names[i]);
		if (middle)
			buffer_printf(sql, "%s%s", middle, names[i]);
		buffer_add_str(sql, after);
	}
}

static void columns(struct buffer *sql, const struct book *book)
{
	list(sql, book->keys, ", ", "", NULL, "");
	if (book->kind == BOOK_LATEST)
		buffer_add_str(sql, ", generation, document");
	buffer_add_str(sql, ", ");
	list(sql, book->values, ", ", "", NULL, "");
}

/* What the facts say, restricted by a condition on `document`. */
static void select_facts(struct buffer *sql, const struct book *book,
	const char *condition, bool grouped)
{
	if (book->kind == BOOK_LATEST || !grouped) {
		buffer_add_str(sql, "SELECT ");
		columns(sql, book);
		buffer_printf(sql, " FROM %s_%s WHERE %s", book->name,
			book->kind == BOOK_LATEST ? "latest" : "delta",
			condition);
		return;
	}
	buffer_add_str(sql, "SELECT ");
	list(sql, book->keys, ", ", "", NULL, "");
	buffer_add_str(sql, ", ");
	list(sql, book->values, ", ", "sum(", NULL, ")");
	buffer_printf(sql, " FROM %s_delta WHERE %s GROUP BY ", book->name,
		condition);
	list(sql, book->keys, ", ", "", NULL, "");
}

/* Adds what the facts say to the book: row by row, which for one document is
 * cheaper than to group them first, or grouped. */
static void merge(struct buffer *sql, const struct book *book,
	const char *condition, bool grouped)
{
	buffer_printf(sql, "INSERT INTO %s (", book->name);
	columns(sql, book);
	buffer_add_str(sql, ")\n");
	select_facts(sql, book, condition, grouped);
	buffer_add_str(sql, "\nON CONFLICT (");
	list(sql, book->keys, ", ", "", NULL, "");
	buffer_add_str(sql, ") DO UPDATE SET ");
	if (book->kind == BOOK_LATEST) {
		buffer_add_str(sql,
			"generation = excluded.generation, "
			"document = excluded.document, ");
		list(sql, book->values, ", ", "", " = excluded.", "");
		buffer_printf(sql,
			"\nWHERE (excluded.generation, excluded.document)"
			" > (%s.generation, %s.document)",
			book->name, book->name);
		return;
	}
	for (size_t i = 0; book->values[i]; i++) {
		const char *value = book->values[i];

		buffer_printf(sql, "%s%s = %s.%s + excluded.%s", i ? ", " : "",
			value, book->name, value, value);
	}
}

/* A row goes as soon as every number in it is zero. */
static void sweep(struct buffer *sql, const struct book *book,
	const char *event)
{
	buffer_printf(sql, "CREATE TRIGGER sweep_%s_%s AFTER %s ON %s\nWHEN ",
		book->name, event, event, book->name);
	list(sql, book->values, " AND ", "NEW.", NULL, " = 0");
	buffer_printf(sql, "\nBEGIN DELETE FROM %s WHERE ", book->name);
	list(sql, book->keys, " AND ", "", " = NEW.", "");
	buffer_add_str(sql, "; END;\n");
}

void books_triggers(struct buffer *sql)
{
	for (size_t i = 0; i < BOOK_COUNT; i++) {
		const struct book *book = &books[i];

		if (book->kind != BOOK_LATEST) {
			sweep(sql, book, "insert");
			sweep(sql, book, "update");
		}
		if (book->kind == BOOK_ROLLED)
			continue;
		buffer_printf(sql,
			"CREATE TRIGGER book_%s AFTER INSERT ON document\n"
			"BEGIN\n",
			book->name);
		merge(sql, book, "document = NEW.id", false);
		buffer_add_str(sql, ";\nEND;\n");
	}
}

static bool run(struct store *store, struct buffer *sql)
{
	char *message = NULL;
	int code;

	assert(!buffer_overflowed(sql));
	code = sqlite3_exec(store_handle(store), buffer_str(sql), NULL, NULL,
		&message);
	if (code != SQLITE_OK)
		store_fail(store, store_result_of(code), "%s",
			message ? message : "");
	sqlite3_free(message);
	buffer_clear(sql);
	return code == SQLITE_OK;
}

/* What the whole of a book should be. */
static void expected(struct buffer *sql, const struct book *book)
{
	struct buffer condition;

	if (book->kind == BOOK_LATEST) {
		buffer_add_str(sql, "SELECT ");
		columns(sql, book);
		buffer_add_str(sql,
			" FROM (SELECT *, row_number() OVER "
			"(PARTITION BY ");
		list(sql, book->keys, ", ", "", NULL, "");
		buffer_printf(sql,
			" ORDER BY generation DESC, document DESC)"
			" AS place FROM %s_latest) WHERE place = 1",
			book->name);
		return;
	}
	buffer_init(&condition, SQL_MAX);
	if (book->kind == BOOK_ROLLED)
		buffer_printf(&condition,
			"EXISTS (SELECT 1 FROM roll_mark m"
			" WHERE m.book = '%s' AND m.node = document >> 40"
			" AND document <= m.last)",
			book->name);
	else
		buffer_add_str(&condition, "true");
	select_facts(sql, book, buffer_str(&condition), true);
	buffer_add_str(sql, " HAVING ");
	list(sql, book->values, " OR ", "sum(", NULL, ") <> 0");
	buffer_release(&condition);
}

enum store_result books_rebuild(struct store *store)
{
	struct buffer sql;
	bool ok = true;

	assert(store_in_write(store));
	buffer_init(&sql, SQL_MAX);
	for (size_t i = 0; ok && i < BOOK_COUNT; i++) {
		buffer_printf(&sql, "DELETE FROM %s; INSERT INTO %s (",
			books[i].name, books[i].name);
		columns(&sql, &books[i]);
		buffer_add_str(&sql, ") ");
		expected(&sql, &books[i]);
		ok = run(store, &sql);
	}
	buffer_release(&sql);
	return ok ? STORE_OK : store_failed(store);
}

static bool differ(struct store *store, const struct book *book, bool *found)
{
	struct buffer mine, facts, sql;
	sqlite3_stmt *statement;
	int code;

	buffer_init(&mine, SQL_MAX);
	buffer_init(&facts, SQL_MAX);
	buffer_init(&sql, SQL_MAX);
	buffer_add_str(&mine, "SELECT ");
	columns(&mine, book);
	buffer_printf(&mine, " FROM %s", book->name);
	expected(&facts, book);
	buffer_printf(&sql,
		"SELECT 1 FROM (%s EXCEPT SELECT * FROM (%s)) UNION ALL "
		"SELECT 1 FROM (SELECT * FROM (%s) EXCEPT %s) LIMIT 1",
		buffer_str(&mine), buffer_str(&facts), buffer_str(&facts),
		buffer_str(&mine));
	code = sqlite3_prepare_v2(store_handle(store), buffer_str(&sql), -1,
		&statement, NULL);
	if (code == SQLITE_OK) {
		code = sqlite3_step(statement);
		*found = code == SQLITE_ROW;
		sqlite3_finalize(statement);
	}
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		store_fail(store, store_result_of(code), "%s: %s", book->name,
			sqlite3_errmsg(store_handle(store)));
	buffer_release(&mine);
	buffer_release(&facts);
	buffer_release(&sql);
	return code == SQLITE_ROW || code == SQLITE_DONE;
}

bool books_check(struct store *store,
	void (*differs)(void *context, const char *book), void *context)
{
	bool all = true;

	for (size_t i = 0; i < BOOK_COUNT; i++) {
		bool found = false;

		/* A book that cannot even be asked is not what it should be. */
		if (!differ(store, &books[i], &found)) {
			store_failed(store);
			all = false;
			found = true;
		}
		if (found)
			differs(context, books[i].name);
	}
	return all;
}

/* Whether some node has documents past the book's mark. */
static bool is_behind(struct store *store, const struct book *book)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT 1 FROM node n WHERE (SELECT max(id) FROM document"
		" WHERE id BETWEEN n.node << 40 AND (n.node + 1 << 40) - 1)"
		" > coalesce((SELECT last FROM roll_mark"
		" WHERE book = ?1 AND node = n.node), 0)");
	bool behind;

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, book->name, -1, SQLITE_STATIC);
	behind = store_step(store, statement);
	store_reset(statement);
	return behind;
}

/* Each node's documents past its mark, and the mark moved to the last. */
static void roll_sql(struct buffer *sql, const struct book *book,
	sqlite3_stmt *node)
{
	struct buffer condition;
	long long number = sqlite3_column_int64(node, 0);
	long long mark = sqlite3_column_int64(node, 1);
	long long last = sqlite3_column_int64(node, 2);

	buffer_init(&condition, SQL_MAX);
	buffer_printf(&condition, "document > %lld AND document <= %lld", mark,
		last);
	merge(sql, book, buffer_str(&condition), true);
	buffer_printf(sql,
		";\nINSERT INTO roll_mark (book, node, last)"
		" VALUES ('%s', %lld, %lld)"
		" ON CONFLICT DO UPDATE SET last = excluded.last;\n",
		book->name, number, last);
	buffer_release(&condition);
}

static bool roll(struct store *store, const struct book *book)
{
	struct buffer sql;
	sqlite3_stmt *node = store_statement(store,
		"SELECT n.node, coalesce(m.last, n.node << 40), (SELECT max(id)"
		" FROM document WHERE id BETWEEN n.node << 40"
		" AND (n.node + 1 << 40) - 1) AS newest"
		" FROM node n LEFT JOIN roll_mark m"
		" ON m.book = ?1 AND m.node = n.node"
		" WHERE newest IS NOT NULL");
	bool ok;

	if (!node)
		return false;
	sqlite3_bind_text(node, 1, book->name, -1, SQLITE_STATIC);
	buffer_init(&sql, SQL_MAX * 16);
	while (store_step(store, node))
		roll_sql(&sql, book, node);
	ok = run(store, &sql);
	buffer_release(&sql);
	return ok;
}

/* Inside the writer's lock. */
static enum store_result roll_all(struct store *store)
{
	bool ok = true;

	for (size_t i = 0; ok && i < BOOK_COUNT; i++)
		if (books[i].kind == BOOK_ROLLED && is_behind(store, &books[i]))
			ok = roll(store, &books[i]);
	return ok ? STORE_OK : store_failed(store);
}

enum store_result store_roll(struct store *store)
{
	enum store_result result;
	bool behind = false;

	for (size_t i = 0; i < BOOK_COUNT; i++)
		if (books[i].kind == BOOK_ROLLED)
			behind |= is_behind(store, &books[i]);
	if (store->failure != STORE_OK)
		return store_failed(store);
	if (!behind)
		return STORE_OK;
	if (store_in_write(store))
		return roll_all(store);
	result = store_begin(store, "roll");
	if (result != STORE_OK)
		return result;
	result = roll_all(store);
	if (result == STORE_OK)
		return store_commit(store);
	store_rollback(store);
	return result;
}
