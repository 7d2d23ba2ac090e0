/* The steps of an exchange; each leaves the old file or the new one. */
#include "schema/store/swap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"

/* How often, and after which pause, the file is asked for alone. */
#define LOCK_TRIES 50
#define LOCK_PAUSE_NS 100000000L

void swap_remove(const char *name)
{
	static const char *const endings[] = {"", "-wal", "-shm", "-journal"};

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char *path = xasprintf("%s%s", name, endings[i]);

		unlink(path);
		free(path);
	}
}

static bool mode_is(struct store *store, const char *pragma, const char *mode)
{
	sqlite3_stmt *statement = NULL;
	bool is = false;

	if (sqlite3_prepare_v2(store->database, pragma, -1, &statement, NULL) ==
			SQLITE_OK &&
		sqlite3_step(statement) == SQLITE_ROW)
		is = strcmp(store_text(statement, 0), mode) == 0;
	sqlite3_finalize(statement);
	return is;
}

static bool sync_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

enum store_result swap_prepare(struct store *copy)
{
	/* The last to close a log empties it and takes it away. */
	sqlite3_db_config(copy->database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0,
		NULL);
	if (!mode_is(copy, "PRAGMA journal_mode=WAL", "wal"))
		return store_fail(copy, STORE_IO, "%s: %s", copy->path,
			sqlite3_errmsg(copy->database));
	store_unload(copy);
	if (!sync_file(copy->path))
		return store_fail(copy, errno == ENOSPC ? STORE_FULL : STORE_IO,
			"%s", copy->path);
	return STORE_OK;
}

/* A reader that is done soon is waited for. */
enum store_result swap_lock_out(struct store *store)
{
	statements_release(store);
	for (int i = 0; i < LOCK_TRIES; i++) {
		if (i > 0)
			nanosleep(&(struct timespec){.tv_nsec = LOCK_PAUSE_NS},
				NULL);
		if (mode_is(store, "PRAGMA locking_mode=EXCLUSIVE",
			    "exclusive") &&
			mode_is(store, "PRAGMA journal_mode=DELETE",
				"delete") &&
			sqlite3_exec(store->database,
				"BEGIN EXCLUSIVE; SELECT 1 FROM sqlite_master;",
				NULL, NULL, NULL) == SQLITE_OK)
			return STORE_OK;
	}
	return store_fail(store, STORE_IN_USE, "%s", store->path);
}

static enum store_result exchange(struct store *store, const char *name,
	const char *aside)
{
	if (store_is_replaced(store))
		return store_fail(store, STORE_REPLACED, "%s", store->path);
	if (aside && link(store->path, aside) != 0)
		return store_fail(store,
			errno == EEXIST ? STORE_EXISTS : STORE_IO, "%s: %s",
			aside, strerror(errno));
	if (rename(name, store->path) != 0)
		return store_fail(store, STORE_IO, "%s: %s", name,
			strerror(errno));
	if (file_sync_dir(store->path) != FILE_DONE)
		return store_fail(store, STORE_IO, "%s", store->path);
	return STORE_OK;
}

enum store_result swap_in(struct store *store, const char *name,
	const char *aside)
{
	char why[sizeof(store->detail)];
	enum store_result result = swap_lock_out(store);
	enum store_result reached;

	if (result == STORE_OK)
		result = exchange(store, name, aside);
	snprintf(why, sizeof(why), "%s", store->detail);
	/* Whichever it is now, by another connection; closing this one gives
	 * up its lock. The old one returns to WAL mode with its next writer. */
	reached = store_reach(store);
	if (result == STORE_OK)
		return reached;
	snprintf(store->detail, sizeof(store->detail), "%s", why);
	store->failure = STORE_OK;
	return result;
}
