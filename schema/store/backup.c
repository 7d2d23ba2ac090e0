/*
 * A copy of the live file. SQLite's backup interface gives one moment of it,
 * whatever is being written; the copy has its temporary name until it was
 * synced, checked and proved.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "schema/store/page_sum.h"
#include "schema/store/store_core.h"
#include "schema/store/verify.h"

static enum store_result copy_pages(struct store *store, const char *name)
{
	sqlite3 *target = NULL;
	sqlite3_backup *backup;
	enum store_result result = STORE_OK;
	mode_t mask = umask(077);
	int code = sqlite3_open_v2(name, &target,
		SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
			SQLITE_OPEN_NOFOLLOW,
		page_sum_vfs());

	umask(mask);
	if (code == SQLITE_OK) {
		backup = sqlite3_backup_init(target, "main", store->database,
			"main");
		/* All pages in one step: one moment, and no lock is held. */
		code = backup ? sqlite3_backup_step(backup, -1)
			      : sqlite3_errcode(target);
		if (backup && sqlite3_backup_finish(backup) == SQLITE_OK &&
			code == SQLITE_DONE)
			code = sqlite3_exec(target,
				"PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	}
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

struct doubt {
	char text[400];
};

/* The copy has no head file yet; nothing else may be wrong with it. */
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

enum store_result store_prove_copy(struct store *store, struct store *copy)
{
	struct verify_report report;
	struct doubt doubt = {""};
	enum store_result result;

	/* It is measured against the head of the file it came from. */
	copy->head_fd = dup(store->head_fd);
	result = store_verify(copy, false, first_doubt, &doubt, &report);
	if (result == STORE_OK && report.findings > 0)
		return store_fail(store, STORE_DAMAGED, "%s", doubt.text);
	return result == STORE_OK
		? STORE_OK
		: store_fail(store, result, "%s", copy->detail);
}

static enum store_result prove(struct store *store, const char *name)
{
	struct store *copy = store_new(name);
	enum store_result result = store_connect(copy, false);

	if (result == STORE_OK)
		result = store_load(copy);
	if (result == STORE_OK)
		result = store_prove_copy(store, copy);
	else
		store_fail(store, result, "%s", copy->detail);
	store_free(copy);
	return result;
}

/* A copy is known by its own head, in which no boot stands. */
static bool copy_head(struct store *store, const char *target)
{
	struct head head;
	int fd;
	bool ok;

	if (head_read(store->head_fd, &head) != HEAD_OK)
		return false;
	head.boot[0] = '\0';
	fd = head_open(target, true);
	ok = head_write(fd, &head) && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

enum store_result store_backup(struct store *store, const char *target)
{
	char *name = xasprintf("%s.part-%ld", target, (long)getpid());
	enum store_result result;

	if (faccessat(AT_FDCWD, target, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		free(name);
		return store_fail(store, STORE_EXISTS, "%s", target);
	}
	store->failure = STORE_OK;
	unlink(name);
	result = copy_pages(store, name);
	if (result == STORE_OK && !sync_file(name))
		result = store_fail(store, STORE_IO, "%s", name);
	if (result == STORE_OK)
		result = prove(store, name);
	if (result == STORE_OK &&
		(!copy_head(store, target) || link(name, target) != 0 ||
			file_sync_dir(target) != FILE_DONE))
		result = store_fail(store, STORE_IO, "%s", target);
	unlink(name);
	free(name);
	store->failure = STORE_OK;
	return result;
}
