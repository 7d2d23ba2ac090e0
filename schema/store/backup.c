/*
 * A copy of the live file. SQLite's backup interface gives one moment of it,
 * whatever is being written; the copy has its temporary name until it was
 * marked, synced, checked and proved.
 */
#include "schema/store/backup.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "schema/store/backup_int.h"
#include "schema/store/node_key.h"
#include "schema/store/page_sum.h"
#include "schema/store/people.h"
#include "schema/store/recovery.h"
#include "schema/store/store_core.h"
#include "schema/store/verify.h"

#define SEALED_MAX (KEY_FILE_MAX + 1 + PEOPLE_FILE_MAX + crypto_box_SEALBYTES)

/* --- room ------------------------------------------------------------------ */

/* Told before the first byte, not after an hour of copying to a stick. */
static enum store_result look_for_room(struct store *store, const char *target)
{
	const int64_t needed =
		store_integer(store, "PRAGMA page_count", 0, NULL, 0) *
		store_integer(store, "PRAGMA page_size", 0, NULL, 0);
	const int64_t there = file_room(target);

	if (there >= needed)
		return STORE_OK;
	return store_fail(store, STORE_FULL, "%s: %lld MB < %lld MB", target,
		(long long)there / 1000000, (long long)needed / 1000000 + 1);
}

/* --- copying --------------------------------------------------------------- */

static int copy_all(struct store *store, sqlite3 *target)
{
	sqlite3_backup *backup =
		sqlite3_backup_init(target, "main", store->database, "main");
	int code;

	if (!backup)
		return sqlite3_errcode(target);
	/* All pages in one step: one moment, and no lock is held. */
	code = sqlite3_backup_step(backup, -1);
	if (sqlite3_backup_finish(backup) != SQLITE_OK || code != SQLITE_DONE)
		return code == SQLITE_DONE ? sqlite3_errcode(target) : code;
	/* The copy is synced as a whole later, and is nothing until then. */
	return sqlite3_exec(target,
		"PRAGMA journal_mode=DELETE; PRAGMA journal_mode=MEMORY;"
		"PRAGMA synchronous=OFF",
		NULL, NULL, NULL);
}

/* The moment the copy is of: as far as this node has come in it. */
static int read_moment(struct store *store, sqlite3 *copy, struct backup *made)
{
	const int64_t first = store_node(store) << DOCUMENT_SEQUENCE_BITS;
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v2(copy,
		"SELECT id, hash, (SELECT count(*) FROM document)"
		" FROM document WHERE id BETWEEN ?1 AND ?2"
		" ORDER BY id DESC LIMIT 1",
		-1, &statement, NULL);

	if (code != SQLITE_OK)
		return code;
	made->at_ms = store_now_ms(store);
	made->node = store_node(store);
	made->last = first;
	sqlite3_bind_int64(statement, 1, first + 1);
	sqlite3_bind_int64(statement, 2,
		first + (INT64_C(1) << DOCUMENT_SEQUENCE_BITS) - 1);
	if (sqlite3_step(statement) == SQLITE_ROW) {
		made->last = sqlite3_column_int64(statement, 0);
		memcpy(made->hash, sqlite3_column_blob(statement, 1),
			sizeof(made->hash));
		made->documents = sqlite3_column_int64(statement, 2);
	}
	return sqlite3_finalize(statement);
}

static int write_mark(sqlite3 *copy, const struct backup *made,
	const struct buffer *sealed)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v2(copy,
		"INSERT OR REPLACE INTO backup_mark (id, at, node, last, hash,"
		" documents, sealed_to, sealed)"
		" VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7)",
		-1, &statement, NULL);

	if (code != SQLITE_OK)
		return code;
	sqlite3_bind_int64(statement, 1, made->at_ms);
	sqlite3_bind_int64(statement, 2, made->node);
	sqlite3_bind_int64(statement, 3, made->last);
	sqlite3_bind_blob(statement, 4, made->hash, sizeof(made->hash),
		SQLITE_STATIC);
	sqlite3_bind_int64(statement, 5, made->documents);
	if (made->sealed) {
		sqlite3_bind_blob(statement, 6, made->sealed_to,
			sizeof(made->sealed_to), SQLITE_STATIC);
		sqlite3_bind_blob64(statement, 7, sealed->data, sealed->length,
			SQLITE_STATIC);
	}
	sqlite3_step(statement);
	return sqlite3_finalize(statement);
}

/* Without a key there is nothing to seal: a copy of a backup keeps the mark
 * and the keys that are in it. */
static int mark(struct store *store, sqlite3 *copy, struct backup *made)
{
	struct buffer sealed;
	int code = read_moment(store, copy, made);

	if (code != SQLITE_OK || !store->has_key)
		return code;
	buffer_init(&sealed, SEALED_MAX);
	made->sealed = recovery_key_of(store, made->sealed_to) &&
		recovery_seal(store, made->sealed_to, &sealed) == STORE_OK;
	code = write_mark(copy, made, &sealed);
	buffer_release(&sealed);
	return code;
}

static enum store_result copy_pages(struct store *store, const char *name,
	struct backup *made)
{
	sqlite3 *target = NULL;
	enum store_result result = STORE_OK;
	mode_t mask = umask(077);
	int code = sqlite3_open_v2(name, &target,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			SQLITE_OPEN_NOFOLLOW,
		page_sum_vfs());

	umask(mask);
	if (code == SQLITE_OK)
		code = copy_all(store, target);
	if (code == SQLITE_OK && made)
		code = mark(store, target, made);
	if (code != SQLITE_OK)
		result = store_fail(store,
			store_result_of(sqlite3_extended_errcode(target)),
			"%s: %s", name, sqlite3_errmsg(target));
	sqlite3_close(target);
	return result;
}

static bool sync_file(const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* --- proving --------------------------------------------------------------- */

struct doubt {
	char text[400];
};

static void first_doubt(void *context, const char *what, const char *which)
{
	struct doubt *doubt = context;
	char *words;

	if (doubt->text[0])
		return;
	words = text_fill(what, which);
	snprintf(doubt->text, sizeof(doubt->text), "%s", words);
	free(words);
}

static enum store_result prove(struct store *store, struct store *copy,
	const struct head *head)
{
	struct verify_report report;
	struct doubt doubt = {""};
	enum store_result result = store_verify_copy(copy, false, head,
		first_doubt, &doubt, &report);

	if (result == STORE_OK && report.findings > 0)
		return store_fail(store, STORE_DAMAGED, "%s", doubt.text);
	return result == STORE_OK
		? STORE_OK
		: store_fail(store, result, "%s", copy->detail);
}

enum store_result store_prove_copy(struct store *store, struct store *copy)
{
	struct head head;
	const bool has_head = head_read(store->head_fd, &head) == HEAD_OK;

	return prove(store, copy, has_head ? &head : NULL);
}

enum store_result backup_prove(struct store *store, const char *name,
	const struct head *head)
{
	struct store *copy = store_new(name);
	enum store_result result = store_connect(copy, false);

	if (result == STORE_OK)
		result = store_load(copy);
	if (result == STORE_OK)
		result = prove(store, copy, head);
	else
		store_fail(store, result, "%s", copy->detail);
	store_free(copy);
	return result;
}

/* --- the whole ------------------------------------------------------------- */

static enum store_result place(struct store *store, const char *name,
	const char *target)
{
	enum file_result placed = file_rename_new(name, target);

	if (placed == FILE_DONE)
		placed = file_sync_dir(target);
	if (placed == FILE_DONE)
		return STORE_OK;
	return store_fail(store, store_result_of_file(placed), "%s", target);
}

static enum store_result copy_and_prove(struct store *store, const char *name,
	struct backup *made)
{
	struct head head;
	/* Read before the copy: what is sold meanwhile may be in it or not. */
	const bool has_head = head_read(store->head_fd, &head) == HEAD_OK;
	enum store_result result = copy_pages(store, name, made);

	if (result == STORE_OK && !sync_file(name))
		result = store_fail(store, STORE_IO, "%s", name);
	if (result == STORE_OK)
		result = backup_prove(store, name, has_head ? &head : NULL);
	return result;
}

/* A file of an older schema has no room for a mark: its head goes beside it,
 * with no boot in it. */
static bool leave_head(struct store *store, const char *target)
{
	struct head head;
	int fd;
	bool ok;

	if (!store_is_older(store) ||
		head_read(store->head_fd, &head) != HEAD_OK)
		return true;
	head.boot[0] = '\0';
	fd = head_open(target, true);
	ok = head_write(fd, &head) && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

enum store_result store_backup(struct store *store, const char *target,
	struct backup *made)
{
	char *name = xasprintf("%s.part-%ld", target, (long)getpid());
	enum store_result result = STORE_OK;
	struct stat status;

	store->failure = STORE_OK;
	if (faccessat(AT_FDCWD, target, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		result = store_fail(store, STORE_EXISTS, "%s", target);
	if (result == STORE_OK)
		result = look_for_room(store, target);
	if (result == STORE_OK) {
		unlink(name);
		result = copy_and_prove(store, name, made);
		if (result == STORE_OK && made && stat(name, &status) == 0)
			made->bytes = status.st_size;
		if (result == STORE_OK && !leave_head(store, target))
			result = store_fail(store, STORE_IO, "%s.head", target);
		if (result == STORE_OK)
			result = place(store, name, target);
		unlink(name);
	}
	if (made)
		snprintf(made->path, sizeof(made->path), "%s", target);
	free(name);
	store->failure = STORE_OK;
	return result;
}
