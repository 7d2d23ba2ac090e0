/*
 * Backups in a folder: their names, which of them stay, and what is there.
 *
 *	GTN-1-20261102-210500.db      code, node, day and time in the mart's zone
 *	GTN-1-20261102-210500-2.db    a second one in that second
 *
 * The names are such that a USB stick's file system takes them.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "schema/rules/calendar.h"
#include "schema/rules/rotation.h"
#include "schema/store/backup_int.h"
#include "schema/store/column.h"
#include "schema/store/event.h"
#include "schema/store/harden.h"
#include "schema/store/page_sum.h"
#include "schema/store/store_core.h"

#define ENDING ".db"
#define PART ENDING ".part-"
#define SETTING "backup"
#define OFF "off"

/* Tries for a name that is free: backups within one second. */
#define NAMES_MAX 1000

/* More in one folder are not looked at. */
#define FOUND_MAX 10000

char *backup_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/")
			     : xstrndup(path, (size_t)(slash - path));
}

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* --- names ----------------------------------------------------------------- */

/* `GTN-1-`: what the names of this node's backups begin with. */
static char *prefix_of(struct store *store)
{
	const char *code = store_setting(store, "code", INT32_MAX);

	return xasprintf("%s-%" PRId64 "-", code ? code : "MART",
		store_node(store));
}

static char *new_name(struct store *store, const char *folder)
{
	char *prefix = prefix_of(store);
	const int64_t local_ms = store_now_ms(store) +
		(int64_t)store_zone_offset_s(store) * 1000;
	const int64_t second = local_ms / 1000 % 86400;
	const struct date date = calendar_date(store_today(store));
	char *name = NULL;

	for (int n = 1; n <= NAMES_MAX; n++) {
		char more[16] = "";

		if (n > 1)
			snprintf(more, sizeof(more), "-%d", n);
		free(name);
		name = xasprintf("%s/%s%04d%02d%02d-%02d%02d%02d%s" ENDING,
			folder, prefix, date.year, date.month, date.day,
			(int)(second / 3600), (int)(second / 60 % 60),
			(int)(second % 60), more);
		if (faccessat(AT_FDCWD, name, F_OK, AT_SYMLINK_NOFOLLOW) != 0)
			break;
	}
	free(prefix);
	return name;
}

static bool ends_in(const char *text, const char *ending)
{
	const size_t length = strlen(text);
	const size_t tail = strlen(ending);

	return length >= tail && strcmp(text + length - tail, ending) == 0;
}

/* `20261102-210500`, perhaps `-2`, and nothing else. */
static bool is_time(const char *text, size_t length)
{
	size_t i = 0;

	while (i < 8 && i < length && text[i] >= '0' && text[i] <= '9')
		i++;
	if (i != 8 || length < 15 || text[i++] != '-')
		return false;
	while (i < length && text[i] >= '0' && text[i] <= '9')
		i++;
	if (i < 15)
		return false;
	if (i == length)
		return true;
	return i == 15 && text[i] == '-' &&
		strspn(text + 16, "0123456789") == length - 16;
}

/* Whether this program gave a backup of this node such a name. */
static bool is_ours(const char *name, const char *prefix, const char *ending)
{
	const size_t head = strlen(prefix);
	const char *tail = strstr(name, ending);

	return strncmp(name, prefix, head) == 0 && tail &&
		is_time(name + head, (size_t)(tail - name) - head);
}

/* The same of any mart and node. */
static bool is_anybodys(const char *name)
{
	const char *tail = strstr(name, ENDING);

	for (const char *at = strchr(name, '-'); tail && at && at < tail;
		at = strchr(at + 1, '-'))
		if (is_time(at + 1, (size_t)(tail - at) - 1))
			return true;
	return false;
}

/* --- marks ----------------------------------------------------------------- */

enum store_result backup_read_mark(sqlite3 *database, struct backup *backup)
{
	sqlite3_stmt *statement;
	enum store_result result = STORE_NOT_FOUND;

	/* A file of an older schema has no such table. */
	if (sqlite3_prepare_v2(database,
		    "SELECT at, node, last, hash, documents, sealed_to"
		    " FROM backup_mark",
		    -1, &statement, NULL) != SQLITE_OK)
		return STORE_NOT_FOUND;
	if (sqlite3_step(statement) == SQLITE_ROW &&
		sqlite3_column_bytes(statement, 3) == DOCUMENT_HASH_SIZE) {
		backup->at_ms = sqlite3_column_int64(statement, 0);
		backup->node = sqlite3_column_int64(statement, 1);
		backup->last = sqlite3_column_int64(statement, 2);
		memcpy(backup->hash, sqlite3_column_blob(statement, 3),
			DOCUMENT_HASH_SIZE);
		backup->documents = sqlite3_column_int64(statement, 4);
		backup->sealed = sqlite3_column_bytes(statement, 5) ==
			sizeof(backup->sealed_to);
		if (backup->sealed)
			memcpy(backup->sealed_to,
				sqlite3_column_blob(statement, 5),
				sizeof(backup->sealed_to));
		backup->readable = true;
		result = STORE_OK;
	}
	sqlite3_finalize(statement);
	return result;
}

static sqlite3 *open_to_look(const char *path)
{
	sqlite3 *database = NULL;

	if (sqlite3_open_v2(path, &database,
		    SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW |
			    SQLITE_OPEN_NOMUTEX,
		    page_sum_vfs()) == SQLITE_OK &&
		harden(database) == SQLITE_OK)
		return database;
	sqlite3_close(database);
	return NULL;
}

enum store_result backup_read(const char *path, struct backup *backup)
{
	struct stat status;
	sqlite3 *database;
	enum store_result result;

	*backup = (struct backup){.at_ms = 0};
	snprintf(backup->path, sizeof(backup->path), "%s", path);
	if (lstat(path, &status) != 0)
		return STORE_NO_FILE;
	if (!S_ISREG(status.st_mode))
		return STORE_NOT_A_MART;
	backup->bytes = status.st_size;
	database = open_to_look(path);
	if (!database)
		return STORE_NOT_A_MART;
	result = backup_read_mark(database, backup);
	sqlite3_close(database);
	return result;
}

/* The first document's hash tells two marts apart. */
static bool is_of_this_mart(struct store *store, const char *path)
{
	static const char sql[] =
		"SELECT hash FROM document ORDER BY id LIMIT 1";
	sqlite3 *database = open_to_look(path);
	sqlite3_stmt *ours = store_statement(store, sql);
	sqlite3_stmt *theirs = NULL;
	bool same;

	same = database && ours && store_step(store, ours) &&
		sqlite3_prepare_v2(database, sql, -1, &theirs, NULL) ==
			SQLITE_OK &&
		sqlite3_step(theirs) == SQLITE_ROW &&
		sqlite3_column_bytes(theirs, 0) == DOCUMENT_HASH_SIZE &&
		memcmp(sqlite3_column_blob(theirs, 0),
			sqlite3_column_blob(ours, 0), DOCUMENT_HASH_SIZE) == 0;
	store_reset(ours);
	sqlite3_finalize(theirs);
	sqlite3_close(database);
	return same;
}

/* --- what is in a folder --------------------------------------------------- */

struct found {
	struct backup *backups;
	size_t count;
};

static int newest_first(const void *a, const void *b)
{
	const struct backup *x = a;
	const struct backup *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? 1 : -1;
	if (x->last != y->last)
		return x->last < y->last ? 1 : -1;
	return strcmp(y->path, x->path);
}

/* The backups whose name begins so; the caller frees found->backups. */
static enum store_result find_all(const char *folder, const char *prefix,
	bool unreadable, struct found *found)
{
	DIR *list = opendir(folder);
	const struct dirent *entry;

	*found = (struct found){.count = 0};
	if (!list)
		return errno == EACCES ? STORE_DENIED : STORE_NO_FILE;
	while (found->count < FOUND_MAX && (entry = readdir(list)) != NULL) {
		struct backup backup;
		char *path;

		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0 ||
			!ends_in(entry->d_name, ENDING))
			continue;
		path = xasprintf("%s/%s", folder, entry->d_name);
		if (backup_read(path, &backup) == STORE_OK ||
			(unreadable && is_anybodys(entry->d_name))) {
			found->backups = xreallocarray(found->backups,
				found->count + 1, sizeof(*found->backups));
			found->backups[found->count++] = backup;
		}
		free(path);
	}
	closedir(list);
	if (found->count > 0)
		qsort(found->backups, found->count, sizeof(*found->backups),
			newest_first);
	return STORE_OK;
}

enum store_result backup_list(const char *folder, backup_each *each,
	void *context)
{
	struct found found;
	enum store_result result = find_all(folder, "", true, &found);

	if (result != STORE_OK)
		return result;
	for (size_t i = 0; i < found.count; i++)
		if (!each(context, &found.backups[i]))
			break;
	free(found.backups);
	return found.count > 0 ? STORE_OK : STORE_NOT_FOUND;
}

/* --- rotation -------------------------------------------------------------- */

static void choose(struct store *store, struct found *found,
	struct rotation *rotation)
{
	for (size_t i = 0; i < found->count; i++) {
		rotation[i].day = 0;
		if (!calendar_day_of_instant(&rotation[i].day,
			    found->backups[i].at_ms,
			    store_zone_offset_s(store)))
			rotation[i].day = 0;
	}
	rotation_choose(rotation, found->count);
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* What a backup left that ended in the middle; not one that is running. */
static void remove_parts(const char *folder, const char *prefix,
	backup_removed *removed, void *context)
{
	DIR *list = opendir(folder);
	const struct dirent *entry;

	while (list && (entry = readdir(list)) != NULL) {
		const char *part = strstr(entry->d_name, PART);
		long pid;

		if (!part || !is_ours(entry->d_name, prefix, PART))
			continue;
		pid = strtol(part + strlen(PART), NULL, 10);
		if (pid <= 0 || kill((pid_t)pid, 0) == 0 || errno != ESRCH)
			continue;
		if (unlinkat(dirfd(list), entry->d_name, 0) == 0)
			removed(context, entry->d_name);
	}
	if (list)
		closedir(list);
}

enum store_result backup_rotate(struct store *store, const char *newest,
	backup_removed *removed, void *context)
{
	char *folder = backup_folder_of(newest);
	char *prefix = prefix_of(store);
	struct rotation *rotation;
	struct found found;
	enum store_result result = find_all(folder, prefix, false, &found);

	if (result == STORE_OK) {
		rotation = xcalloc(found.count + 1, sizeof(*rotation));
		choose(store, &found, rotation);
		for (size_t i = 0; i < found.count; i++) {
			const char *path = found.backups[i].path;
			const char *name = name_of(path);

			if (rotation[i].stays || strcmp(path, newest) == 0 ||
				!is_ours(name, prefix, ENDING) ||
				found.backups[i].node != store_node(store) ||
				!is_of_this_mart(store, path))
				continue;
			if (unlink(path) == 0)
				removed(context, name);
		}
		remove_parts(folder, prefix, removed, context);
		file_sync_dir(newest);
		free(rotation);
		free(found.backups);
	}
	free(prefix);
	free(folder);
	return result;
}

/* --- with its document ----------------------------------------------------- */

/* Which failure it was, the same in every language. */
static const char *word_of(enum store_result result)
{
	switch (result) {
	case STORE_DENIED:
		return "denied";
	case STORE_FULL:
		return "full";
	case STORE_DAMAGED:
		return "damaged";
	case STORE_NO_FILE:
		return "no folder";
	default:
		return "failed";
	}
}

static void record(struct store *store, const struct author *author,
	enum store_result result, struct backup *made)
{
	char *detail = store_detail(store)[0] ? xstrdup(store_detail(store))
					      : NULL;
	char *what = result == STORE_OK
		? xstrdup(made->path)
		: xasprintf("%s: %s", word_of(result), made->path);

	made->recorded = store->doubt == STORE_OK && store->has_key &&
		event_record(store, EVENT_BACKUP, author,
			result == STORE_OK ? made->last : 0,
			result == STORE_OK ? made->documents : 0,
			what) == STORE_OK;
	/* What went wrong is what the caller tells, not that of the document. */
	if (detail)
		snprintf(store->detail, sizeof(store->detail), "%s", detail);
	free(detail);
	free(what);
}

/* Who makes the automatic ones. */
static const struct author itself = {0};

/* A bad name is a slip of whoever stands there, no backup that failed. */
static bool is_slip(enum store_result result)
{
	return result == STORE_EXISTS || result == STORE_NO_FILE ||
		result == STORE_DENIED;
}

static enum store_result make(struct store *store, const struct author *author,
	const char *target, struct backup *made)
{
	char *path = is_folder(target) ? new_name(store, target)
				       : xstrdup(target);
	char *folder = backup_folder_of(path);
	enum store_result result;

	*made = (struct backup){.at_ms = store_now_ms(store)};
	snprintf(made->path, sizeof(made->path), "%s", path);
	store->detail[0] = '\0';
	if (is_folder(folder))
		result = store_backup(store, path, made);
	else
		result = store_fail(store, STORE_NO_FILE, "%s", folder);
	if (author == &itself || !is_slip(result))
		record(store, author, result, made);
	free(folder);
	free(path);
	return result;
}

enum store_result backup_make(struct store *store, const struct author *author,
	const char *target, struct backup *made)
{
	return make(store, author, target, made);
}

/* --- by itself ------------------------------------------------------------- */

char *backup_folder(struct store *store)
{
	const char *set = store_local(store, SETTING);
	char *beside;
	char *folder;

	if (set)
		return strcmp(set, OFF) == 0 ? NULL : xstrdup(set);
	if (store_is_rehearsal(store))
		return NULL;
	beside = backup_folder_of(store_path(store));
	folder = xasprintf("%s/backup", beside);
	free(beside);
	return folder;
}

enum store_result backup_set_folder(struct store *store, const char *folder)
{
	return store_set_local(store, SETTING, folder ? folder : OFF);
}

static void forget_name(void *context, const char *name)
{
	(void)context;
	(void)name;
}

enum store_result backup_automatic(struct store *store, struct backup *made)
{
	char *folder = backup_folder(store);
	char *inside;
	enum store_result result;

	if (!folder)
		return STORE_NOT_FOUND;
	/* A folder that was set may be a stick that is not plugged in: only our
	 * own is made. */
	if (!store_local(store, SETTING))
		file_make_directory(folder);
	inside = xasprintf("%s/", folder);
	result =
		make(store, &itself, is_folder(folder) ? folder : inside, made);
	free(inside);
	if (result == STORE_OK)
		backup_rotate(store, made->path, forget_name, NULL);
	free(folder);
	return result;
}
