/*
 * The list below is the only one of books; all SQL that moves or checks one is
 * written from it.
 *
 * Rolls, rebuilds and checks go through the documents in ranges of a fixed
 * number, so that their memory does not grow with the history, nor the time
 * for which a roll keeps the tills waiting.
 */
#include "schema/store/books.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "schema/store/search.h"
#include "schema/store/store_core.h"

enum book_kind { BOOK_LATEST, BOOK_SUM, BOOK_ROLLED };

#define BOOK_COLUMNS_MAX 32

/* Documents that are merged into a book by one statement. */
#define RANGE_DOCUMENTS 1000

struct book {
	const char *name;
	enum book_kind kind;
	bool not_of_sales; /* a document of kind `sale` never moves it: most
	                      documents are, and need not ask each book */
	const char *keys[12];
	const char *values[BOOK_COLUMNS_MAX];
};

static const struct book books[] = {
	{"user", BOOK_LATEST, true, {"id"},
		{"name", "role", "pin", "producer", "active"}},
	{"producer", BOOK_LATEST, true, {"id"},
		{"code", "name", "owner_name", "region", "region_bps",
			"village", "sentra", "sector", "nib", "npwp",
			"pkp_since", "ovop", "workers", "stage", "active"}},
	{"supplier", BOOK_LATEST, true, {"id"}, {"name"}},
	{"item", BOOK_LATEST, true, {"id"},
		{"sku", "name", "unit", "category", "tax", "shelf_life_days",
			"active"}},
	{"consignor", BOOK_LATEST, true, {"id"}, {"producer"}},
	{"price", BOOK_LATEST, true, {"item", "list"}, {"price"}},
	{"code", BOOK_LATEST, true, {"code", "item"}, {"quantity", "active"}},
	{"on_hand", BOOK_SUM, false, {"item", "lot", "expiry"}, {"quantity"}},
	{"inventory", BOOK_SUM, false, {"item"}, {"quantity", "value"}},
	{"item_flow", BOOK_ROLLED, false, {"producer", "item"},
		{"received", "sold", "refunded", "returned", "damaged",
			"expired", "missing", "sampled"}},
	{"producer_week", BOOK_ROLLED, false, {"producer", "week"}, {"gross"}},
	{"accrual", BOOK_SUM, false,
		{"producer", "desk", "due", "item", "price", "terms", "value",
			"kind", "receipt"},
		{"quantity", "gross", "discount_producer", "tax_base",
			"share"}},
	{"refunded", BOOK_SUM, true, {"sale", "line"},
		{"quantity", "gross", "discount_producer", "discount_mart",
			"tax", "tax_base", "share", "cost"}},
	{"refund_tender", BOOK_SUM, true, {"sale", "kind"}, {"amount"}},
	{"suspended", BOOK_SUM, true, {"suspension"}, {"waiting"}},
	{"shift_total", BOOK_SUM, false, {"shift"},
		{"opened", "closed", "receipts", "refund_receipts", "gross",
			"discounts", "refunds", "tax", "rounding", "cash",
			"qris", "card", "transfer", "exchange", "float",
			"cash_in", "cash_out", "drops", "payouts", "voids",
			"cancels", "drawer_openings", "copies"}},
	{"settlement_state", BOOK_SUM, true, {"settlement", "producer"},
		{"drafted", "approved", "cancelled", "reversed", "paid"}},
	{"ledger_day", BOOK_ROLLED, false, {"day", "account", "party"},
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

#define RANGE "x.document > ?1 AND x.document <= ?2"

/* What the facts say: of the document NEW, row by row, which is cheaper than
 * to group them first; or of the documents after ?1 up to ?2, grouped. */
static void select_facts(struct buffer *sql, const struct book *book,
	bool range)
{
	bool grouped = range && book->kind != BOOK_LATEST;

	buffer_add_str(sql, "SELECT ");
	if (grouped) {
		list(sql, book->keys, ", ", "", NULL, "");
		buffer_add_str(sql, ", ");
		list(sql, book->values, ", ", "sum(", NULL, ")");
	} else {
		columns(sql, book);
	}
	buffer_printf(sql, "\nFROM %s_%s x WHERE %s", book->name,
		book->kind == BOOK_LATEST ? "latest" : "delta",
		range ? RANGE : "x.document = NEW.id");
	if (range && book->not_of_sales)
		buffer_add_str(sql,
			" AND NOT EXISTS (SELECT 1 FROM document d"
			" WHERE d.id = x.document AND d.kind = 'sale')");
	if (grouped) {
		buffer_add_str(sql, " GROUP BY ");
		list(sql, book->keys, ", ", "", NULL, "");
	}
}

/* Adds what the facts say to the book, or to a table like it. */
static void merge(struct buffer *sql, const struct book *book,
	const char *table, bool range)
{
	buffer_printf(sql, "INSERT INTO %s (", table);
	columns(sql, book);
	buffer_add_str(sql, ")\n");
	select_facts(sql, book, range);
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
			table, table);
		return;
	}
	for (size_t i = 0; book->values[i]; i++) {
		const char *value = book->values[i];

		buffer_printf(sql, "%s%s = %s.%s + excluded.%s", i ? ", " : "",
			value, table, value, value);
	}
}

/* A row goes as soon as every number in it is zero. An index holds just those
 * rows, so that finding none costs nothing. (A trigger on the book would make
 * SQLite collect what is to be inserted in a table of its own first.) */
static void zero(struct buffer *sql, const struct book *book)
{
	list(sql, book->values, " AND ", "", NULL, " = 0");
}

static void zero_index(struct buffer *sql, const struct book *book,
	const char *schema, const char *table)
{
	buffer_printf(sql,
		"CREATE INDEX IF NOT EXISTS %s%s_zero ON %s (%s)\nWHERE ",
		schema, table, table, book->keys[0]);
	zero(sql, book);
	buffer_add_str(sql, ";\n");
}

static void sweep(struct buffer *sql, const struct book *book,
	const char *table)
{
	buffer_printf(sql, "DELETE FROM %s WHERE ", table);
	zero(sql, book);
}

/* One trigger for several books: to enter one costs as much as a look-up. */
static void trigger(struct buffer *sql, const char *name, const char *when,
	bool not_of_sales)
{
	buffer_printf(sql,
		"CREATE TRIGGER %s AFTER INSERT ON document\n%sBEGIN\n", name,
		when);
	for (size_t i = 0; i < BOOK_COUNT; i++) {
		const struct book *book = &books[i];

		if (book->kind == BOOK_ROLLED ||
			book->not_of_sales != not_of_sales)
			continue;
		merge(sql, book, book->name, false);
		buffer_add_str(sql, ";\n");
		if (book->kind == BOOK_SUM) {
			sweep(sql, book, book->name);
			buffer_add_str(sql, ";\n");
		}
	}
	buffer_add_str(sql, "END;\n");
}

void books_triggers(struct buffer *sql)
{
	for (size_t i = 0; i < BOOK_COUNT; i++)
		if (books[i].kind != BOOK_LATEST)
			zero_index(sql, &books[i], "", books[i].name);
	trigger(sql, "books_always", "", false);
	trigger(sql, "books_not_of_sales", "WHEN NEW.kind <> 'sale'\n", true);
	search_triggers(sql);
}

static bool run(struct store *store, struct buffer *sql)
{
	int code;

	assert(!buffer_overflowed(sql));
	code = sqlite3_exec(store_handle(store), buffer_str(sql), NULL, NULL,
		NULL);
	if (code != SQLITE_OK)
		store_fail_sqlite(store, code);
	buffer_clear(sql);
	return code == SQLITE_OK;
}

/* --- ranges of documents ------------------------------------------------ */

/* The next node that has documents and is greater than *node; its newest. */
static bool next_node(struct store *store, int64_t *node, int64_t *newest)
{
	int64_t after = (*node + 1) * (INT64_C(1) << DOCUMENT_SEQUENCE_BITS);
	int64_t first = store_integer(store,
		"SELECT id FROM document WHERE id >= ?1 ORDER BY id LIMIT 1", 1,
		&after, -1);

	if (first < 0)
		return false;
	*node = document_node(first);
	*newest = store_integer(store,
		"SELECT max(id) FROM document WHERE id BETWEEN ?1 << 40"
		" AND (?1 + 1 << 40) - 1",
		1, node, -1);
	return store->failure == STORE_OK;
}

/* How far a rolled book has come on a node. */
static int64_t mark_of(struct store *store, const struct book *book,
	int64_t node)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT last FROM roll_mark WHERE book = ?1 AND node = ?2");
	int64_t mark = node << DOCUMENT_SEQUENCE_BITS;

	if (!statement)
		return mark;
	sqlite3_bind_text(statement, 1, book->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, node);
	if (store_step(store, statement)) {
		mark = sqlite3_column_int64(statement, 0);
		store_reset(statement);
	}
	return mark;
}

static bool set_mark(struct store *store, const struct book *book, int64_t node,
	int64_t last)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO roll_mark (book, node, last) VALUES (?1, ?2, ?3)"
		" ON CONFLICT DO UPDATE SET last = excluded.last");

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, book->name, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, node);
	sqlite3_bind_int64(statement, 3, last);
	store_step(store, statement);
	return store->failure == STORE_OK;
}

/* The two statements that merge a range into a table. */
struct merging {
	sqlite3_stmt *merge;
	sqlite3_stmt *sweep; /* NULL: nothing to sweep */
};

static sqlite3_stmt *prepare(struct store *store, const struct book *book,
	struct buffer *sql)
{
	sqlite3_stmt *statement = NULL;

	assert(!buffer_overflowed(sql));
	if (sqlite3_prepare_v2(store_handle(store), buffer_str(sql), -1,
		    &statement, NULL) != SQLITE_OK)
		store_fail(store, STORE_DAMAGED, "%s: %s", book->name,
			sqlite3_errmsg(store_handle(store)));
	buffer_clear(sql);
	return statement;
}

static struct merging prepare_merge(struct store *store,
	const struct book *book, const char *table)
{
	struct merging merging = {0};
	struct buffer sql;

	buffer_init(&sql, SQL_MAX);
	merge(&sql, book, table, true);
	merging.merge = prepare(store, book, &sql);
	if (book->kind != BOOK_LATEST) {
		sweep(&sql, book, table);
		merging.sweep = prepare(store, book, &sql);
	}
	buffer_release(&sql);
	return merging;
}

static void finish_merge(struct merging *merging)
{
	sqlite3_finalize(merging->merge);
	sqlite3_finalize(merging->sweep);
}

/* Merges the documents after `from` up to `to`, at most `ranges` ranges of
 * them. Returns the last that was merged; on failure, -1. */
static int64_t merge_ranges(struct store *store, const struct merging *merging,
	int64_t from, int64_t to, size_t ranges)
{
	while (from < to && ranges-- > 0) {
		int64_t end = from + RANGE_DOCUMENTS;

		if (end > to)
			end = to;
		sqlite3_bind_int64(merging->merge, 1, from);
		sqlite3_bind_int64(merging->merge, 2, end);
		store_step(store, merging->merge);
		if (merging->sweep)
			store_step(store, merging->sweep);
		if (store->failure != STORE_OK)
			return -1;
		from = end;
	}
	return from;
}

/* Merges everything that the book is to hold into a table. */
static bool merge_whole(struct store *store, const struct book *book,
	const char *table)
{
	struct merging merging = prepare_merge(store, book, table);
	int64_t node = -1, last;

	while (store->failure == STORE_OK && next_node(store, &node, &last)) {
		if (book->kind == BOOK_ROLLED)
			last = mark_of(store, book, node);
		if (merge_ranges(store, &merging,
			    node << DOCUMENT_SEQUENCE_BITS, last, SIZE_MAX) < 0)
			break;
	}
	finish_merge(&merging);
	return store->failure == STORE_OK;
}

/* --- rebuilding and checking -------------------------------------------- */

enum store_result books_rebuild(struct store *store)
{
	struct buffer sql;
	bool ok = true;

	assert(store_in_write(store));
	buffer_init(&sql, SQL_MAX);
	for (size_t i = 0; ok && i < BOOK_COUNT; i++) {
		buffer_printf(&sql, "DELETE FROM %s", books[i].name);
		ok = run(store, &sql) &&
			merge_whole(store, &books[i], books[i].name);
	}
	buffer_release(&sql);
	ok = ok && search_rebuild(store);
	return ok ? STORE_OK : store_failed(store);
}

#define AGAIN "again"

/* An empty table like the book's, for this connection alone. */
static bool make_again(struct store *store, const struct book *book)
{
	static const char create[] = "CREATE TABLE ";
	sqlite3_stmt *statement = store_statement(store,
		"SELECT sql FROM sqlite_master"
		" WHERE type = 'table' AND name = ?1");
	struct buffer sql;
	const char *text, *body;
	bool ok;

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, book->name, -1, SQLITE_STATIC);
	text = store_step(store, statement) ? store_text(statement, 0) : "";
	body = strchr(text, '(');
	buffer_init(&sql, SQL_MAX);
	if (body && strncmp(text, create, strlen(create)) == 0) {
		buffer_printf(&sql, "CREATE TEMP TABLE " AGAIN " %s;\n", body);
		if (book->kind != BOOK_LATEST)
			zero_index(&sql, book, "temp.", AGAIN);
	}
	store_reset(statement);
	ok = sql.length > 0 && run(store, &sql);
	buffer_release(&sql);
	return ok;
}

static bool same_value(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
	int type = sqlite3_column_type(a, column);
	const void *x, *y;
	int size;

	if (type != sqlite3_column_type(b, column))
		return false;
	if (type == SQLITE_NULL)
		return true;
	if (type == SQLITE_INTEGER)
		return sqlite3_column_int64(a, column) ==
			sqlite3_column_int64(b, column);
	x = sqlite3_column_blob(a, column);
	y = sqlite3_column_blob(b, column);
	size = sqlite3_column_bytes(a, column);
	return size == sqlite3_column_bytes(b, column) &&
		(size == 0 || memcmp(x, y, (size_t)size) == 0);
}

bool books_same_rows(struct store *store, sqlite3_stmt *a, sqlite3_stmt *b)
{
	bool more = store_step(store, a);

	while (more == store_step(store, b)) {
		if (!more)
			return true;
		for (int i = 0; i < sqlite3_column_count(a); i++)
			if (!same_value(a, b, i))
				return false;
		more = store_step(store, a);
	}
	return false;
}

static sqlite3_stmt *prepare_list(struct store *store, const struct book *book,
	const char *table)
{
	sqlite3_stmt *statement;
	struct buffer sql;

	buffer_init(&sql, SQL_MAX);
	buffer_add_str(&sql, "SELECT ");
	columns(&sql, book);
	buffer_printf(&sql, " FROM %s ORDER BY ", table);
	list(&sql, book->keys, ", ", "", NULL, "");
	statement = prepare(store, book, &sql);
	buffer_release(&sql);
	return statement;
}

/* Makes the book a second time beside it, and compares. */
static bool differ(struct store *store, const struct book *book, bool *found)
{
	sqlite3_stmt *is = NULL, *ought = NULL;
	bool ok;

	*found = false;
	if (make_again(store, book) && merge_whole(store, book, AGAIN)) {
		is = prepare_list(store, book, book->name);
		ought = prepare_list(store, book, AGAIN);
		if (is && ought)
			*found = !books_same_rows(store, is, ought);
		sqlite3_finalize(is);
		sqlite3_finalize(ought);
	}
	ok = store->failure == STORE_OK;
	sqlite3_exec(store_handle(store), "DROP TABLE IF EXISTS temp." AGAIN,
		NULL, NULL, NULL);
	return ok;
}

bool books_marks_hold(struct store *store)
{
	return store_integer(store,
		       "SELECT count(*) FROM roll_mark WHERE last >> 40 <> node"
		       " OR NOT EXISTS (SELECT 1 FROM document WHERE id = last)",
		       0, NULL, 1) == 0;
}

bool books_check(struct store *store,
	void (*differs)(void *context, const char *book), void *context)
{
	const char *search;
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
	if (!search_check(store, &search)) {
		store_failed(store);
		all = false;
		if (!search)
			search = "item_search";
	}
	if (search)
		differs(context, search);
	return all;
}

/* --- rolling ------------------------------------------------------------ */

/* Whether some node has documents past the book's mark. */
static bool is_behind(struct store *store, const struct book *book)
{
	int64_t node = -1, newest;

	while (next_node(store, &node, &newest))
		if (newest > mark_of(store, book, node))
			return true;
	return false;
}

/* Inside the writer's lock: each node's documents past its mark, at most
 * `ranges` ranges of them, and the mark moved to the last. */
static bool roll(struct store *store, const struct book *book, size_t ranges)
{
	struct merging merging = prepare_merge(store, book, book->name);
	int64_t node = -1, newest;

	while (store->failure == STORE_OK && next_node(store, &node, &newest)) {
		int64_t mark = mark_of(store, book, node);
		int64_t last =
			merge_ranges(store, &merging, mark, newest, ranges);

		if (last < 0 ||
			(last > mark && !set_mark(store, book, node, last)))
			break;
	}
	finish_merge(&merging);
	return store->failure == STORE_OK;
}

static bool any_behind(struct store *store)
{
	bool behind = false;

	for (size_t i = 0; !behind && i < BOOK_COUNT; i++)
		behind = books[i].kind == BOOK_ROLLED &&
			is_behind(store, &books[i]);
	return behind;
}

static enum store_result roll_all(struct store *store, size_t ranges)
{
	bool ok = true;

	for (size_t i = 0; ok && i < BOOK_COUNT; i++)
		if (books[i].kind == BOOK_ROLLED && is_behind(store, &books[i]))
			ok = roll(store, &books[i], ranges);
	return ok && store->failure == STORE_OK ? STORE_OK
						: store_failed(store);
}

enum store_result store_roll(struct store *store)
{
	enum store_result result = STORE_OK;

	search_catch_up(store);
	if (store_in_write(store))
		return roll_all(store, SIZE_MAX);
	/* A range at a time, so that the tills sell in between. */
	while (result == STORE_OK && any_behind(store)) {
		result = store_begin(store, "roll");
		if (result != STORE_OK)
			return result;
		result = roll_all(store, 1);
		if (result == STORE_OK)
			result = store_commit(store);
		else
			store_rollback(store);
		store_idle(store);
	}
	return result == STORE_OK ? store_failed(store) : result;
}
