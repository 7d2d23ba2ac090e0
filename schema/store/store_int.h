/* The inside of a store, for the files of this folder only. */
#ifndef TITIPAN_STORE_STORE_INT_H
#define TITIPAN_STORE_STORE_INT_H

#include <sqlite3.h>

#include "drivers/system/file.h"
#include "drivers/system/filelock.h"
#include "schema/store/document.h"
#include "schema/store/facts.h"
#include "schema/store/store.h"

/*
 * A prepared statement for this text, ready to bind; kept by the store and
 * reset by the next call for the same text. sql must be a string constant
 * (it is known by its address). NULL when the store has failed: store_failed
 * then says how.
 *
 * So a query that is still being stepped must not be asked for again from
 * within its own loop.
 */
sqlite3_stmt *store_statement(struct store *store, const char *sql);

/* Steps: true for a row. At the end, or on an error, resets the statement and
 * says false; store_failed tells the two apart. */
bool store_step(struct store *store, sqlite3_stmt *statement);

/* Ends the use of a statement before its last row. */
void store_reset(sqlite3_stmt *statement);

/* The first failure since the last call of this, or STORE_OK. */
enum store_result store_failed(struct store *store);

/* The same, which is then still to be asked for. */
enum store_result store_failure(const struct store *store);

/* One integer of the first row of a statement, or otherwise where there is no
 * row. The arguments are bound to ?1, ?2, ... as int64_t. */
int64_t store_integer(struct store *store, const char *sql, size_t count,
	const int64_t arguments[], int64_t otherwise);

/* Sets the result and its detail; returns the result. */
enum store_result store_fail(struct store *store, enum store_result result,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* The same for a code that this store's connection has just answered: with
 * SQLite's words, or the page whose sum does not hold. */
enum store_result store_fail_sqlite(struct store *store, int code);

/* A column as text, "" for NULL. */
const char *store_text(sqlite3_stmt *statement, int column);

/* What one of SQLite's result codes means for a caller. */
enum store_result store_result_of(int code);

/* The same of a file beside the mart's. */
enum store_result store_result_of_file(enum file_result result);

sqlite3 *store_handle(struct store *store);
const struct facts *store_facts(const struct store *store);
bool store_in_write(const struct store *store);

/* Whether a thing got its id in this write, so that nothing is known of it. */
bool store_is_new_thing(const struct store *store, int64_t id);

/* In SQL: this node, given as a parameter such as "?2", and those whose place
 * it took when it was restored; what they left open is continued here. */
#define STORE_OWN_NODES(parameter) \
	"(WITH RECURSIVE own(node) AS (SELECT " parameter \
	" UNION SELECT n.replaces FROM node n JOIN own ON n.node = own.node" \
	" WHERE n.replaces IS NOT NULL) SELECT node FROM own)"

/* The path of the mart's file; files beside it begin with it. */
const char *store_path(const struct store *store);

/* 32 secret bytes of this node's key file that go into every PIN's hash, so
 * that a leaked database alone does not yield the PINs. NULL without a key. */
#define STORE_PEPPER_SIZE 32
const unsigned char *store_pepper(const struct store *store);

#endif
