/* The queue of papers. */
#include "schema/store/print_job.h"

#include "schema/store/store_int.h"

static const char *const words[PRINT_STATES] = {
	[PRINT_QUEUED] = "queued",
	[PRINT_SENDING] = "sending",
	[PRINT_PRINTED] = "printed",
	[PRINT_UNKNOWN] = "unknown",
	[PRINT_FAILED] = "failed",
};

static enum store_result change(struct store *store, const char *sql,
	int64_t document, const char *paper, int64_t copy,
	enum print_state state)
{
	sqlite3_stmt *change = store_statement(store, sql);

	if (change == NULL)
		return store_failed(store);
	sqlite3_bind_int64(change, 1, document);
	sqlite3_bind_text(change, 2, paper, -1, SQLITE_STATIC);
	sqlite3_bind_int64(change, 3, copy);
	sqlite3_bind_text(change, 4, words[state], -1, SQLITE_STATIC);
	(void)store_step(store, change);
	return store_failed(store);
}

enum store_result print_job_add(struct store *store, int64_t document,
	const char *paper, int64_t copy)
{
	return change(store,
		"INSERT INTO print_job (document, paper, copy, state) "
		"VALUES (?1, ?2, ?3, ?4)",
		document, paper, copy, PRINT_QUEUED);
}

enum store_result print_job_set(struct store *store, int64_t document,
	const char *paper, int64_t copy, enum print_state state)
{
	enum store_result result = store_begin(store, "print");

	if (result != STORE_OK)
		return result;
	result = change(store,
		"UPDATE print_job SET state = ?4 "
		"WHERE document = ?1 AND paper = ?2 AND copy = ?3",
		document, paper, copy, state);
	if (result != STORE_OK) {
		store_rollback(store);
		return result;
	}
	return store_commit(store);
}
