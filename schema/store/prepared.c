/* Prepared statements, kept for the life of the store. */
#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "schema/store/page_sum.h"
#include "schema/store/store_core.h"

enum store_result store_result_of_file(enum file_result result)
{
	switch (result) {
	case FILE_DONE:
		return STORE_OK;
	case FILE_MISSING:
		return STORE_NO_FILE;
	case FILE_DENIED:
		return STORE_DENIED;
	case FILE_NO_SPACE:
		return STORE_FULL;
	case FILE_THERE:
		return STORE_EXISTS;
	case FILE_TOO_LARGE:
	case FILE_NOT_REGULAR:
	case FILE_FAILED:
		break;
	}
	return STORE_IO;
}

enum store_result store_result_of(int code)
{
	if (code == SQLITE_IOERR_DATA)
		return STORE_DAMAGED;
	switch (code & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return STORE_OK;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STORE_BUSY;
	case SQLITE_FULL:
		return STORE_FULL;
	case SQLITE_NOTADB:
		return STORE_NOT_A_MART;
	case SQLITE_CONSTRAINT: /* only another till's bytes come so far */
	case SQLITE_TOOBIG:
		return STORE_BAD_BUNDLE;
	case SQLITE_PERM:
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_AUTH:
		return STORE_DENIED;
	case SQLITE_IOERR:
	case SQLITE_NOMEM:
	case SQLITE_INTERRUPT:
	case SQLITE_PROTOCOL:
	case SQLITE_NOLFS:
		return STORE_IO;
	default: /* our queries are right, so the file is not what it was */
		return STORE_DAMAGED;
	}
}

enum store_result store_fail(struct store *store, enum store_result result,
	const char *format, ...)
{
	va_list arguments;

	assert(result != STORE_OK);
	va_start(arguments, format);
	vsnprintf(store->detail, sizeof(store->detail), format, arguments);
	va_end(arguments);
	if (store->failure == STORE_OK)
		store->failure = result;
	return result;
}

enum store_result store_fail_sqlite(struct store *store, int code)
{
	if ((code & 0xff) == SQLITE_IOERR)
		code = sqlite3_extended_errcode(store->database);
	if (code == SQLITE_IOERR_DATA)
		return store_fail(store, STORE_DAMAGED, "page %" PRId64,
			page_sum_damaged(store->database));
	return store_fail(store, store_result_of(code), "%s",
		sqlite3_errmsg(store->database));
}

enum store_result store_failed(struct store *store)
{
	enum store_result failure = store->failure;

	store->failure = STORE_OK;
	return failure;
}

enum store_result store_failure(const struct store *store)
{
	return store->failure;
}

/* Open addressing; the table is far larger than the number of queries in the
 * program, which the assertion watches. */
static struct statement_slot *slot_of(struct store *store, const char *sql)
{
	size_t at = ((uintptr_t)sql >> 3) * 2654435761u % STATEMENT_SLOTS;

	for (size_t tries = 0; tries < STATEMENT_SLOTS; tries++) {
		struct statement_slot *slot =
			&store->slots[(at + tries) % STATEMENT_SLOTS];

		if (!slot->sql || slot->sql == sql)
			return slot;
	}
	assert(!"more queries than STATEMENT_SLOTS");
	abort();
}

sqlite3_stmt *store_statement(struct store *store, const char *sql)
{
	struct statement_slot *slot = slot_of(store, sql);
	int code;

	if (!slot->statement) {
		code = sqlite3_prepare_v3(store->database, sql, -1,
			SQLITE_PREPARE_PERSISTENT, &slot->statement, NULL);
		if (code != SQLITE_OK) {
			store_fail_sqlite(store, code);
			slot->statement = NULL;
			return NULL;
		}
		slot->sql = sql;
	}
	sqlite3_reset(slot->statement);
	sqlite3_clear_bindings(slot->statement);
	return slot->statement;
}

bool store_step(struct store *store, sqlite3_stmt *statement)
{
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		store_fail_sqlite(store, code);
	sqlite3_reset(statement);
	return false;
}

void store_reset(sqlite3_stmt *statement)
{
	if (statement)
		sqlite3_reset(statement);
}

int64_t store_integer(struct store *store, const char *sql, size_t count,
	const int64_t arguments[], int64_t otherwise)
{
	sqlite3_stmt *statement = store_statement(store, sql);
	int64_t value = otherwise;

	if (!statement)
		return otherwise;
	for (size_t i = 0; i < count; i++)
		sqlite3_bind_int64(statement, (int)i + 1, arguments[i]);
	if (store_step(store, statement)) {
		if (sqlite3_column_type(statement, 0) != SQLITE_NULL)
			value = sqlite3_column_int64(statement, 0);
		store_reset(statement);
	}
	return value;
}

const char *store_text(sqlite3_stmt *statement, int column)
{
	const unsigned char *text = sqlite3_column_text(statement, column);

	return text ? (const char *)text : "";
}

void statements_release(struct store *store)
{
	for (size_t i = 0; i < STATEMENT_SLOTS; i++) {
		sqlite3_finalize(store->slots[i].statement);
		store->slots[i] = (struct statement_slot){0};
	}
	for (size_t i = 0; store->inserts && i < store->facts.count; i++) {
		sqlite3_finalize(store->inserts[i]);
		store->inserts[i] = NULL;
	}
}
