/*
 * Whether each book is what the facts say. Latest revisions, which are few,
 * are made a second time and compared row by row; sums are compared by their
 * fingerprints, as the history behind them has no end.
 */
#include "schema/store/books_int.h"

#include <stdio.h>
#include <string.h>

#include "schema/store/fingerprint.h"
#include "schema/store/search.h"

static int count_keys(const struct book *book)
{
	int count = 0;

	while (book->keys[count])
		count++;
	return count;
}

/* --- latest revisions --------------------------------------------------- */

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
	buffer_init(&sql, BOOK_SQL_MAX);
	if (body && strncmp(text, create, strlen(create)) == 0)
		buffer_printf(&sql, "CREATE TEMP TABLE " AGAIN " %s;\n", body);
	store_reset(statement);
	ok = sql.length > 0 && book_run(store, &sql);
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

	buffer_init(&sql, BOOK_SQL_MAX);
	buffer_add_str(&sql, "SELECT ");
	book_columns(&sql, book);
	buffer_printf(&sql, " FROM %s ORDER BY ", table);
	for (int i = 0; i < count_keys(book); i++)
		buffer_printf(&sql, "%s%d", i ? ", " : "", i + 1);
	statement = book_prepare(store, &sql);
	buffer_release(&sql);
	return statement;
}

/* Makes a book of latest revisions a second time beside it, and compares. */
static bool latest_differ(struct store *store, const struct book *book,
	bool *found)
{
	sqlite3_stmt *is = NULL, *ought = NULL;
	int code;

	*found = false;
	if (make_again(store, book) && book_merge_whole(store, book, AGAIN)) {
		is = prepare_list(store, book, book->name);
		ought = prepare_list(store, book, AGAIN);
		if (is && ought)
			*found = !books_same_rows(store, is, ought);
		sqlite3_finalize(is);
		sqlite3_finalize(ought);
	}
	code = sqlite3_exec(store_handle(store),
		"DROP TABLE IF EXISTS temp." AGAIN, NULL, NULL, NULL);
	/* left there it would be in the next book's way */
	if (code != SQLITE_OK)
		store_fail_sqlite(store, code);
	return store->failure == STORE_OK;
}

/* --- sums --------------------------------------------------------------- */

/* Adds all rows of a query; false if one holds what is no amount. */
static bool add_rows(struct store *store, const struct book *book,
	sqlite3_stmt *rows, struct fingerprint *fingerprint)
{
	bool amounts = true;

	while (rows && store_step(store, rows))
		amounts =
			fingerprint_add(fingerprint, rows, count_keys(book)) &&
			amounts;
	return amounts;
}

static bool add_facts(struct store *store, const struct book *book,
	struct fingerprint *fingerprint)
{
	int64_t node = -1, last;
	bool amounts = true;
	sqlite3_stmt *rows;
	struct buffer sql;

	buffer_init(&sql, BOOK_SQL_MAX);
	book_facts(&sql, book);
	rows = book_prepare(store, &sql);
	buffer_release(&sql);
	while (rows && book_next_node(store, book, &node, &last)) {
		int64_t from = node << DOCUMENT_SEQUENCE_BITS;

		for (; from < last; from += BOOK_RANGE) {
			int64_t to = from + BOOK_RANGE;

			sqlite3_bind_int64(rows, 1, from);
			sqlite3_bind_int64(rows, 2, to < last ? to : last);
			amounts = add_rows(store, book, rows, fingerprint) &&
				amounts;
		}
	}
	sqlite3_finalize(rows);
	return amounts;
}

static bool add_table(struct store *store, const struct book *book,
	const char *table, struct fingerprint *fingerprint)
{
	bool amounts;
	sqlite3_stmt *rows;
	struct buffer sql;

	buffer_init(&sql, BOOK_SQL_MAX);
	buffer_add_str(&sql, "SELECT ");
	book_columns(&sql, book);
	buffer_printf(&sql, " FROM %s", table);
	rows = book_prepare(store, &sql);
	buffer_release(&sql);
	amounts = add_rows(store, book, rows, fingerprint);
	sqlite3_finalize(rows);
	return amounts;
}

static bool has_zero_row(struct store *store, const struct book *book)
{
	sqlite3_stmt *row;
	struct buffer sql;
	bool has;

	buffer_init(&sql, BOOK_SQL_MAX);
	buffer_printf(&sql, "SELECT 1 FROM %s WHERE ", book->name);
	book_zero(&sql, book);
	buffer_add_str(&sql, " LIMIT 1");
	row = book_prepare(store, &sql);
	buffer_release(&sql);
	has = row && store_step(store, row);
	sqlite3_finalize(row);
	return has;
}

static bool add_finer(struct store *store, const struct book *book,
	struct fingerprint *fingerprint)
{
	char view[64];

	snprintf(view, sizeof(view), "%s_of", book->name);
	return add_table(store, book, view, fingerprint);
}

static bool sums_differ(struct store *store, const struct book *book,
	bool *found)
{
	struct fingerprint is, ought;

	fingerprint_init(&is);
	ought = fingerprint_like(&is);
	*found = !add_table(store, book, book->name, &is) ||
		!(book->kind == BOOK_COARSE ? add_finer(store, book, &ought)
					    : add_facts(store, book, &ought)) ||
		!fingerprint_same(&is, &ought) || has_zero_row(store, book);
	return store->failure == STORE_OK;
}

static bool differ(struct store *store, const struct book *book, bool *found)
{
	return book->kind == BOOK_LATEST ? latest_differ(store, book, found)
					 : sums_differ(store, book, found);
}

/* Whether a coarser book stands at every node where its finer one does. */
static bool stands_with(struct store *store, const struct book *book)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT 1 FROM roll_mark WHERE book IN (?1, ?2)"
		" GROUP BY node HAVING count(*) <> 2 OR min(last) <> max(last)");
	bool apart;

	if (!statement)
		return false;
	sqlite3_bind_text(statement, 1, book->name, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, (book - 1)->name, -1, SQLITE_STATIC);
	apart = store_step(store, statement);
	store_reset(statement);
	return !apart && store->failure == STORE_OK;
}

bool books_marks_hold(struct store *store)
{
	/* an older schema may lack the book; it is filled when brought up */
	for (size_t i = 0; !store_is_older(store) && i < book_count; i++)
		if (book_list[i].kind == BOOK_COARSE &&
			!stands_with(store, &book_list[i]))
			return false;
	return store_integer(store,
		       "SELECT count(*) FROM roll_mark WHERE last >> 40 <> node"
		       " OR NOT EXISTS (SELECT 1 FROM document WHERE id = last)",
		       0, NULL, 1) == 0;
}

/* A book that cannot even be asked is not what it should be; but not because
 * memory or disk failed. */
static bool is_strange(struct store *store)
{
	if (store_failure(store) != STORE_DAMAGED)
		return false;
	store_failed(store);
	return true;
}

bool books_check(struct store *store,
	void (*differs)(void *context, const char *book), void *context)
{
	const char *search;

	for (size_t i = 0; i < book_count; i++) {
		bool found = false;

		if (!differ(store, &book_list[i], &found)) {
			if (!is_strange(store))
				return false;
			found = true;
		}
		if (found)
			differs(context, book_list[i].name);
	}
	if (!search_check(store, &search)) {
		if (!is_strange(store))
			return false;
		if (!search)
			search = "item_search";
	}
	if (search)
		differs(context, search);
	return true;
}
