/*
 * The list below is the only one of books; all SQL that moves or checks one is
 * written from it.
 *
 * Rolls, rebuilds and checks go through the documents in ranges of a fixed
 * number, so that their memory does not grow with the history, nor the time
 * for which a roll keeps the tills waiting.
 */
#include "schema/store/books_int.h"

#include <assert.h>
#include <string.h>

#include "schema/store/search.h"
#include "schema/store/store_core.h"

const struct book book_list[] = {
	{"user", BOOK_LATEST, true, {"id"},
		{"name", "role", "pin", "producer", "active"}},
	{"producer", BOOK_LATEST, true, {"id"},
		{"code", "name", "owner_name", "region", "region_bps",
			"village", "sentra", "sector", "nib", "npwp",
			"pkp_since", "ovop", "workers", "stage", "active",
			"mentor"}},
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
			"cancels", "drawer_openings", "copies",
			"qris_waiting"}},
	{"settlement_state", BOOK_SUM, true, {"settlement", "producer"},
		{"drafted", "approved", "cancelled", "reversed", "paid"}},
	{"ledger_day", BOOK_ROLLED, false, {"day", "account", "party"},
		{"debit", "credit"}},
	{"ledger_span", BOOK_COARSE, false, {"span", "account", "party"},
		{"debit", "credit"}},
};

const size_t book_count = sizeof(book_list) / sizeof(book_list[0]);

static bool is_rolled(const struct book *book)
{
	return book->kind == BOOK_ROLLED || book->kind == BOOK_COARSE;
}

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

void book_columns(struct buffer *sql, const struct book *book)
{
	list(sql, book->keys, ", ", "", NULL, "");
	if (book->kind == BOOK_LATEST)
		buffer_add_str(sql, ", generation, document");
	buffer_add_str(sql, ", ");
	list(sql, book->values, ", ", "", NULL, "");
}

#define RANGE "x.document > ?1 AND x.document <= ?2"

/* Of which documents, and how: of NEW, row by row, which is cheaper than to
 * group them first; of those after ?1 up to ?2, grouped; of the same, row by
 * row. */
enum documents { OF_NEW, OF_RANGE, ROWS_OF_RANGE };

/* What the facts say. */
static void select_facts(struct buffer *sql, const struct book *book,
	enum documents of)
{
	bool range = of != OF_NEW;
	bool grouped = of == OF_RANGE && book->kind != BOOK_LATEST;

	buffer_add_str(sql, "SELECT ");
	if (grouped) {
		list(sql, book->keys, ", ", "", NULL, "");
		buffer_add_str(sql, ", ");
		list(sql, book->values, ", ", "sum(", NULL, ")");
	} else {
		book_columns(sql, book);
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

void book_facts(struct buffer *sql, const struct book *book)
{
	select_facts(sql, book, ROWS_OF_RANGE);
}

/* Adds what the facts say to the book, or to a table like it. */
static void merge(struct buffer *sql, const struct book *book,
	const char *table, enum documents of)
{
	buffer_printf(sql, "INSERT INTO %s (", table);
	book_columns(sql, book);
	buffer_add_str(sql, ")\n");
	select_facts(sql, book, of);
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
void book_zero(struct buffer *sql, const struct book *book)
{
	list(sql, book->values, " AND ", "", NULL, " = 0");
}

static void zero_index(struct buffer *sql, const struct book *book)
{
	buffer_printf(sql,
		"DROP INDEX IF EXISTS %s_zero;\n"
		"CREATE INDEX %s_zero ON %s (%s)\nWHERE ",
		book->name, book->name, book->name, book->keys[0]);
	book_zero(sql, book);
	buffer_add_str(sql, ";\n");
}

static void sweep(struct buffer *sql, const struct book *book,
	const char *table)
{
	buffer_printf(sql, "DELETE FROM %s WHERE ", table);
	book_zero(sql, book);
}

/* One trigger for several books: to enter one costs as much as a look-up. */
static void trigger(struct buffer *sql, const char *name, const char *when,
	bool not_of_sales)
{
	buffer_printf(sql,
		"CREATE TRIGGER %s AFTER INSERT ON document\n%sBEGIN\n", name,
		when);
	for (size_t i = 0; i < book_count; i++) {
		const struct book *book = &book_list[i];

		if (is_rolled(book) || book->not_of_sales != not_of_sales)
			continue;
		merge(sql, book, book->name, OF_NEW);
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
	for (size_t i = 0; i < book_count; i++)
		if (book_list[i].kind != BOOK_LATEST)
			zero_index(sql, &book_list[i]);
	trigger(sql, "books_always", "", false);
	trigger(sql, "books_not_of_sales", "WHEN NEW.kind <> 'sale'\n", true);
	search_triggers(sql);
}

bool book_run(struct store *store, struct buffer *sql)
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

/* The next node, and the last of its documents that the book is to hold. */
bool book_next_node(struct store *store, const struct book *book, int64_t *node,
	int64_t *last)
{
	if (store->failure != STORE_OK || !next_node(store, node, last))
		return false;
	if (is_rolled(book))
		*last = mark_of(store, book, *node);
	return store->failure == STORE_OK;
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

sqlite3_stmt *book_prepare(struct store *store, struct buffer *sql)
{
	sqlite3_stmt *statement = NULL;
	int code;

	assert(!buffer_overflowed(sql));
	code = sqlite3_prepare_v2(store_handle(store), buffer_str(sql), -1,
		&statement, NULL);
	if (code != SQLITE_OK)
		store_fail_sqlite(store, code);
	buffer_clear(sql);
	return statement;
}

static struct merging prepare_merge(struct store *store,
	const struct book *book, const char *table)
{
	struct merging merging = {0};
	struct buffer sql;

	buffer_init(&sql, BOOK_SQL_MAX);
	merge(&sql, book, table, OF_RANGE);
	merging.merge = book_prepare(store, &sql);
	if (book->kind != BOOK_LATEST) {
		sweep(&sql, book, table);
		merging.sweep = book_prepare(store, &sql);
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
		int64_t end = from + BOOK_RANGE;

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
bool book_merge_whole(struct store *store, const struct book *book,
	const char *table)
{
	struct merging merging = prepare_merge(store, book, table);
	int64_t node = -1, last;

	while (book_next_node(store, book, &node, &last))
		if (merge_ranges(store, &merging,
			    node << DOCUMENT_SEQUENCE_BITS, last, SIZE_MAX) < 0)
			break;
	finish_merge(&merging);
	return store->failure == STORE_OK;
}

/* --- rebuilding -------------------------------------------------------- */

enum store_result books_rebuild(struct store *store)
{
	struct buffer sql;
	bool ok = true;

	assert(store_in_write(store));
	buffer_init(&sql, BOOK_SQL_MAX);
	for (size_t i = 0; ok && i < book_count; i++) {
		buffer_printf(&sql, "DELETE FROM %s", book_list[i].name);
		ok = book_run(store, &sql) &&
			book_merge_whole(store, &book_list[i],
				book_list[i].name);
	}
	buffer_release(&sql);
	ok = ok && search_rebuild(store);
	return ok ? STORE_OK : store_failed(store);
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

	for (size_t i = 0; !behind && i < book_count; i++)
		behind = is_rolled(&book_list[i]) &&
			is_behind(store, &book_list[i]);
	return behind;
}

static enum store_result roll_all(struct store *store, size_t ranges)
{
	bool ok = true;

	for (size_t i = 0; ok && i < book_count; i++)
		if (is_rolled(&book_list[i]) && is_behind(store, &book_list[i]))
			ok = roll(store, &book_list[i], ranges);
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
