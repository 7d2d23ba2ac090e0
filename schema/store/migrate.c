/* A file of an older schema, brought up to date on a copy. */
#include "schema/store/migrate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "schema/store/backup.h"
#include "schema/store/books.h"
#include "schema/store/migrate_int.h"
#include "schema/store/migrations.h"
#include "schema/store/swap.h"
#include "schema/store/totals.h"
#include "schema/store/verify.h"

/* An opening waits so often, a second each, for one who has the lock. */
#define WAITS_MAX 600

/* A copy of more pages than this tells how far it is. */
#define SMALL_PAGES 16384

/* The backup, the copy and the journal of its change, in sizes of the file;
 * and what else the day needs. */
#define ROOM_FILES 3
#define ROOM_BESIDE (INT64_C(16) << 20)

#define BACKUPS_MAX 100

static void tell(const struct store_listener *listener, enum store_stage stage,
	const char *detail)
{
	if (listener)
		listener->tell(listener->context, stage, detail);
}

/* The file as `FILE.schema-N`; a second, third, ... of the same as -N-2, -3. */
char *migrate_backup_name(const char *path, int schema, int number)
{
	return number < 2 ? xasprintf("%s.schema-%d", path, schema)
			  : xasprintf("%s.schema-%d-%d", path, schema, number);
}

/* --- copying ------------------------------------------------------------ */

enum store_result migrate_copy_pages(struct store *store, struct store *copy,
	const struct store_listener *listener)
{
	sqlite3_backup *backup = sqlite3_backup_init(copy->database, "main",
		store->database, "main");
	int code = SQLITE_NOMEM;
	char far[40] = "";
	int step = SMALL_PAGES;

	tell(listener, STORE_STAGE_COPY, far);
	while (backup &&
		(code = sqlite3_backup_step(backup, step)) == SQLITE_OK) {
		const int all = sqlite3_backup_pagecount(backup);
		const int left = sqlite3_backup_remaining(backup);

		step = all / 10 > step ? all / 10 : step;
		snprintf(far, sizeof(far), ": %d%%",
			(int)((int64_t)(all - left) * 100 / (all ? all : 1)));
		tell(listener, STORE_STAGE_COPY, far);
	}
	if (sqlite3_backup_finish(backup) == SQLITE_OK && code == SQLITE_DONE)
		code = sqlite3_exec(copy->database,
			"PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF",
			NULL, NULL, NULL);
	if (code == SQLITE_OK)
		return STORE_OK;
	return store_fail(store, store_result_of(code), "%s: %s", copy->path,
		sqlite3_errmsg(copy->database));
}

static enum store_result run(struct store *store, const char *sql)
{
	int code = sqlite3_exec(store->database, sql, NULL, NULL, NULL);

	if (code == SQLITE_OK)
		return STORE_OK;
	return store_fail(store, store_result_of(code), "%s: %s", store->path,
		sqlite3_errmsg(store->database));
}

enum store_result migrate_raise(struct store *copy, int from)
{
	enum store_result result = run(copy, "BEGIN IMMEDIATE");

	if (result == STORE_OK)
		result = store_migrate(copy, from);
	if (result == STORE_OK)
		result = store_load(copy);
	if (result == STORE_OK) {
		copy->in_write = true;
		result = books_rebuild(copy);
		copy->in_write = false;
	}
	return result == STORE_OK ? run(copy, "COMMIT") : result;
}

/* --- the document ------------------------------------------------------- */

enum store_result migrate_begin_copy(struct store *copy,
	const struct store *store)
{
	enum store_result result = run(copy, "BEGIN IMMEDIATE");

	copy->key = store->key;
	copy->has_key = true;
	copy->clock = store->clock;
	copy->zone_offset_s = store->zone_offset_s;
	copy->doubt = STORE_OK;
	if (result == STORE_OK)
		result = write_read_last(copy);
	copy->in_write = result == STORE_OK;
	return result;
}

void migrate_event(struct store *copy, enum event_kind kind,
	const struct author *author, int from, int to)
{
	char words[80];

	snprintf(words, sizeof(words), "schema %d -> %d, %s", from, to,
		TITIPAN_VERSION);
	event_write(copy, kind, author, from, to, words);
}

static enum store_result write_document(struct store *copy,
	const struct store *store)
{
	const struct author machine = {0};
	enum store_result result = migrate_begin_copy(copy, store);

	if (result != STORE_OK)
		return result;
	if (!write_is_enrolled(copy)) {
		store_rollback(copy);
		return STORE_OK;
	}
	migrate_event(copy, EVENT_MIGRATE, &machine, store->version,
		(int)migration_count);
	return store_commit(copy);
}

/* --- the steps ---------------------------------------------------------- */

static enum store_result work_on_copy(struct store *store, struct store *copy,
	const struct store_listener *listener)
{
	enum store_result result = migrate_copy_pages(store, copy, listener);
	enum store_result failed = STORE_OK;

	if (result != STORE_OK)
		return result;
	tell(listener, STORE_STAGE_BOOKS, "");
	failed = migrate_raise(copy, store->version);
	if (failed == STORE_OK) {
		tell(listener, STORE_STAGE_VERIFY, "");
		failed = totals_compare(store, copy);
	}
	if (failed == STORE_OK)
		failed = write_document(copy, store);
	if (failed != STORE_OK)
		return store_fail(store, failed, "%s", copy->detail);
	result = store_prove_copy(store, copy);
	if (result != STORE_OK)
		return result;
	failed = swap_prepare(copy);
	return failed == STORE_OK
		? STORE_OK
		: store_fail(store, failed, "%s", copy->detail);
}

static enum store_result make_copy(struct store *store, const char *name,
	const struct store_listener *listener)
{
	struct store *copy = store_new(name);
	enum store_result result = store_connect(copy, true);

	if (result == STORE_OK)
		result = work_on_copy(store, copy, listener);
	else
		store_fail(store, result, "%s", copy->detail);
	store_free(copy);
	return result;
}

static enum store_result look_for_room(struct store *store)
{
	int64_t size = store_integer(store, "PRAGMA page_count", 0, NULL, 0) *
		store_integer(store, "PRAGMA page_size", 0, NULL, 0);
	int64_t needed = ROOM_FILES * size + ROOM_BESIDE;
	int64_t room = file_room(store->path);

	if (room >= needed)
		return store_failed(store);
	return store_fail(store, STORE_NO_ROOM,
		"%" PRId64 " MB < %" PRId64 " MB", room >> 20,
		(needed >> 20) + 1);
}

bool migrate_ends_with(const struct store *store, const char *name,
	int64_t last, const unsigned char hash[DOCUMENT_HASH_SIZE])
{
	struct store *file = store_new(name);
	bool ends = store_reach(file) == STORE_OK;

	if (ends) {
		file->key.node = store->key.node;
		ends = write_read_last(file) == STORE_OK &&
			file->last == last &&
			memcmp(file->last_hash, hash, DOCUMENT_HASH_SIZE) == 0;
	}
	store_free(file);
	return ends;
}

/* Backups that were never finished; the turnstile is ours, so nobody is at
 * one. */
static void remove_part(void *context, const char *name)
{
	const char *path = context;
	const char *slash = strrchr(path, '/');
	char *start = xasprintf("%s.schema-", slash ? slash + 1 : path);
	char *part = file_beside(path, name);

	if (strncmp(name, start, strlen(start)) == 0 && strstr(name, ".part-"))
		unlink(part);
	free(part);
	free(start);
}

static enum store_result back_up(struct store *store, char **name,
	const struct store_listener *listener)
{
	for (int number = 1; number <= BACKUPS_MAX; number++) {
		*name = migrate_backup_name(store->path, store->version,
			number);
		if (access(*name, F_OK) != 0) {
			tell(listener, STORE_STAGE_BACKUP, *name);
			return store_backup(store, *name, NULL);
		}
		/* A try that came to nothing may have made it. */
		if (migrate_ends_with(store, *name, store->last,
			    store->last_hash))
			return STORE_OK;
		free(*name);
		*name = NULL;
	}
	return store_fail(store, STORE_EXISTS, "%s.schema-%d", store->path,
		store->version);
}

/* The turnstile is held. */
static enum store_result migrate(struct store *store,
	const struct store_listener *listener)
{
	char *copy = xasprintf("%s.migrate", store->path);
	char *backup = NULL;
	char words[80];
	enum store_result result;

	snprintf(words, sizeof(words), "schema %d -> %zu", store->version,
		migration_count);
	tell(listener, STORE_STAGE_OLDER, words);
	swap_remove(copy);
	file_list_beside(store->path, remove_part, store->path);
	result = look_for_room(store);
	if (result == STORE_OK)
		result = write_read_last(store);
	if (result == STORE_OK)
		result = back_up(store, &backup, listener);
	if (result == STORE_OK)
		result = make_copy(store, copy, listener);
	if (result == STORE_OK)
		result = swap_in(store, copy, NULL);
	if (result == STORE_OK)
		tell(listener, STORE_STAGE_DONE, backup);
	else
		swap_remove(copy);
	free(backup);
	free(copy);
	return result;
}

static enum store_result take_turn(struct store *store,
	const struct store_listener *listener)
{
	char holder[128] = "";

	for (int i = 0; i < WAITS_MAX; i++) {
		switch (turnstile_take(store->turnstile, "migrate", 1000,
			NULL)) {
		case LOCK_TAKEN:
			return STORE_OK;
		case LOCK_FAILED:
			return store_fail(store, STORE_DENIED, "%s.lock",
				store->path);
		case LOCK_BUSY:
			break;
		}
		turnstile_holder(store->turnstile, holder, sizeof(holder));
		if (i == 0)
			tell(listener, STORE_STAGE_WAITING, holder);
	}
	return store_fail(store, STORE_BUSY, "%s", holder);
}

enum store_result migrate_file(struct store *store,
	const struct store_listener *listener)
{
	enum store_result result;

	/* Who waits does not keep the file from being exchanged. */
	store_unload(store);
	result = take_turn(store, listener);
	if (result != STORE_OK)
		return result;
	/* Whoever had the lock may have done it. */
	result = store_reach(store);
	if (result == STORE_OK && store_is_older(store)) {
		const enum store_result doubt = write_look_at_head(store);

		result = doubt == STORE_OK ? migrate(store, listener) : doubt;
	}
	turnstile_release(store->turnstile);
	if (result == STORE_ROLLED_BACK || result == STORE_FORKED) {
		/* It may be looked at; nothing is written to it. */
		store->has_key = false;
		store->doubt = result;
		return migrate_look(store, listener);
	}
	return result;
}

enum store_result migrate_look(struct store *store,
	const struct store_listener *listener)
{
	/* A database without a name is SQLite's own temporary file. */
	struct store *copy = store_new("");
	const int from = store->version;
	char words[80];
	enum store_result result = store_connect(copy, true);
	sqlite3 *seen = NULL;

	snprintf(words, sizeof(words), "schema %d -> %zu", from,
		migration_count);
	tell(listener, STORE_STAGE_LOOK, words);
	if (result == STORE_OK)
		result = migrate_copy_pages(store, copy, NULL);
	if (result == STORE_OK) {
		result = migrate_raise(copy, from);
		if (result != STORE_OK)
			store_fail(store, result, "%s", copy->detail);
	}
	if (result == STORE_OK) {
		store_unload(store);
		sqlite3_wal_hook(copy->database, NULL, NULL);
		seen = copy->database;
		copy->database = NULL;
	}
	store_free(copy);
	if (result != STORE_OK)
		return result;
	store->database = seen;
	return store_load(store);
}
