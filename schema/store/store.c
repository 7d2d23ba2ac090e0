/*
 * Opening and closing, the connection's settings, and what the whole of the
 * store needs to know: time, node, settings.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/rules/calendar.h"
#include "schema/store/migrate.h"
#include "schema/store/harden.h"
#include "schema/store/migrations.h"
#include "schema/store/restore.h"
#include "schema/store/page_sum.h"
#include "schema/store/room.h"
#include "schema/store/store_core.h"

/* The log is moved into the file when it has grown to this many pages. */
#define WAL_PAGES_MAX 1000

/* How often a file that is exchanged at this moment is looked for again. */
#define REACH_TRIES 5

static const char *const messages[] = {
	[STORE_OK] = N_("done"),
	[STORE_NOT_FOUND] = N_("there is none"),
	[STORE_NO_FILE] = N_("the mart's file does not exist"),
	[STORE_EXISTS] = N_("it is there already"),
	[STORE_LINK] = N_("this is a link: name the file that it leads to"),
	[STORE_NOT_A_MART] = N_("this file is not a mart"),
	[STORE_HALF_MADE] = N_("this file is empty or was never finished"),
	[STORE_NEWER] = N_("this mart was written by a newer version of the "
			   "program: install that version"),
	[STORE_NO_KEY] = N_("the key file of this till is missing, so nothing "
			    "can be written"),
	[STORE_ROLLED_BACK] = N_("the mart's file is older than this machine "
				 "remembers: it was copied back, or documents "
				 "are lost. Nothing was written. Keep the file "
				 "and call the manager: `backoffice restore "
				 "FILE` makes it a mart again"),
	[STORE_FORKED] = N_("the mart's file has other documents than this "
			    "machine remembers. Nothing was written. Keep the "
			    "file and call the manager: `backoffice restore "
			    "FILE` makes it a mart again"),
	[STORE_DENIED] = N_("the file or its folder may not be written"),
	[STORE_BUSY] =
		N_("another program is writing for too long; nothing was "
		   "written. Try again"),
	[STORE_FULL] = N_("the disk is full; nothing was written"),
	[STORE_IO] = N_("the disk failed; nothing was written"),
	[STORE_IN_DOUBT] = N_("the disk failed while saving, and the file "
			      "cannot be read: look at the last receipt after "
			      "a restart before you do it again"),
	[STORE_DAMAGED] = N_("the mart's file is damaged"),
	[STORE_STRANGE_SCHEMA] =
		N_("the mart's file has tables, triggers or views that are not "
		   "ours; nothing of them was run and nothing was written. "
		   "`backoffice verify` names them"),
	[STORE_UNBALANCED] = N_("a document whose postings do not add up to "
				"zero was not written"),
	[STORE_BAD_BUNDLE] = N_("these bytes are not a document, or hold an "
				"amount that is too large"),
	[STORE_BAD_CHAIN] = N_("a document with a wrong hash or signature was "
			       "refused"),
	[STORE_OUT_OF_ORDER] = N_("this is not the next document of its till"),
	[STORE_UNKNOWN_NODE] = N_("the key of this document's till has not "
				  "arrived yet"),
	[STORE_CLOCK_REFUSED] = N_("the clock can be set (MART_NOW) in a "
				   "rehearsal only"),
	[STORE_REPLACED] =
		N_("another file was put in the place of the mart's file (it "
		   "was brought up to date, or restored) while this program "
		   "ran; nothing was written. Close this program and open it "
		   "again"),
	[STORE_IN_USE] = N_("another program has the mart's file open, so it "
			    "cannot be exchanged; nothing was changed. Close "
			    "the tills and the other programs and try again"),
	[STORE_NO_ROOM] = N_("the disk has too little room to bring the file "
			     "up to date on a copy; nothing was changed. Free "
			     "some and try again"),
	[STORE_TOTALS_DIFFER] =
		N_("bringing the file up to date would have changed a total; "
		   "nothing was changed. Keep the file and call whoever "
		   "installed this version"),
	[STORE_CLOCK_AHEAD] = N_("confirm the date first: days were left out "
				 "since the last document"),
	[STORE_CLOCK_BACK] = N_("the clock is before the last document: set "
				"it, or a manager confirms it"),
	[STORE_DAY_CLOSED] = N_("the clock says a day that is closed: set it, "
				"or call the manager"),
};

static const char *const stage_words[] = {
	[STORE_STAGE_WAITING] =
		N_("waiting until another program is done (%s)"),
	[STORE_STAGE_OLDER] = N_(
		"this file is of an older version of the program (%s). It is "
		"brought up to date on a copy; please do not switch off"),
	[STORE_STAGE_LOOK] = N_(
		"this copy is of an older version of the program (%s); it is "
		"looked at as if it were up to date, and stays as it is"),
	[STORE_STAGE_BACKUP] =
		N_("1 of 4: the file is copied to %s and proved"),
	[STORE_STAGE_COPY] = N_("2 of 4: a copy to work on%s"),
	[STORE_STAGE_BOOKS] = N_("3 of 4: its books are made anew%s"),
	[STORE_STAGE_VERIFY] = N_("4 of 4: it is compared and proved%s"),
	[STORE_STAGE_DONE] = N_(
		"the file is up to date. As it was before, it is kept in %s; "
		"`backoffice rollback` goes back to it"),
};

const char *store_stage_words(enum store_stage stage)
{
	return stage_words[stage];
}

const char *store_message(enum store_result result)
{
	return messages[result];
}

const char *store_detail(const struct store *store)
{
	return store->detail;
}

struct store *store_new(const char *path)
{
	struct store *store = xcalloc(1, sizeof(*store));

	store->path = xstrdup(path);
	store->slots = xcalloc(STATEMENT_SLOTS, sizeof(*store->slots));
	store->head_fd = -1;
	store->clock = clock_system();
	return store;
}

void store_free(struct store *store)
{
	store_disconnect(store);
	turnstile_close(store->turnstile);
	if (store->head_fd >= 0)
		close(store->head_fd);
	node_key_forget(&store->key);
	people_free(store->people);
	facts_release(&store->facts);
	free(store->inserts);
	free(store->documents);
	free(store->slots);
	free(store->path);
	free(store);
}

/* --- the connection ----------------------------------------------------- */

static int remember_wal(void *context, sqlite3 *database, const char *name,
	int pages)
{
	struct store *store = context;

	(void)database;
	(void)name;
	store->wal_pages = pages;
	return SQLITE_OK;
}

/*
 * WAL and FULL: a commit is on the disk when it returns. No memory map (an
 * I/O error must not become a signal). No checkpoint by itself or on closing:
 * only inside the writer's lock, see store_idle.
 */
static const char pragmas[] = "PRAGMA synchronous=FULL;"
			      "PRAGMA mmap_size=0;"
			      "PRAGMA wal_autocheckpoint=0;"
			      "PRAGMA temp_store=MEMORY;"
			      "PRAGMA cache_size=-4000;";

enum store_result store_connect(struct store *store, bool create)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
		SQLITE_OPEN_NOFOLLOW | (create ? SQLITE_OPEN_CREATE : 0);
	mode_t mask = umask(077);
	int code = sqlite3_open_v2(store->path, &store->database, flags,
		page_sum_vfs());

	if (code == SQLITE_OK && create)
		code = page_sum_reserve(store->database);
	if (code == SQLITE_OK)
		code = harden(store->database);
	if (code == SQLITE_OK) {
		sqlite3_busy_timeout(store->database, 10000);
		sqlite3_db_config(store->database,
			SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, create ? 0 : 1, NULL);
		code = sqlite3_exec(store->database, pragmas, NULL, NULL, NULL);
	}
	if (code == SQLITE_OK)
		sqlite3_wal_hook(store->database, remember_wal, store);
	umask(mask);
	if (code == SQLITE_OK)
		return STORE_OK;
	if (!store->database)
		return store_fail(store, store_result_of(code), "%s", "");
	return store_fail_sqlite(store, code);
}

void store_disconnect(struct store *store)
{
	statements_release(store);
	sqlite3_close_v2(store->database);
	store->database = NULL;
}

void store_unload(struct store *store)
{
	store_disconnect(store);
	free(store->inserts);
	store->inserts = NULL;
	facts_release(&store->facts);
	store->failure = STORE_OK;
}

bool store_is_replaced(struct store *store)
{
	int moved = 0;

	return sqlite3_file_control(store->database, "main",
		       SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK &&
		moved != 0;
}

/* --- whose file is it? -------------------------------------------------- */

/* What lies beside a mart's file is found by its name, so it has one. */
static enum store_result refuse_link(struct store *store)
{
	char target[400];
	ssize_t length = readlink(store->path, target, sizeof(target) - 1);

	target[length < 0 ? 0 : length] = '\0';
	return store_fail(store, STORE_LINK, "%s", target);
}

/* Before SQLite touches it: the file is there, ours to read, and a database. */
static enum store_result look_at_file(struct store *store)
{
	char start[16] = "";
	struct stat status;
	ssize_t count;
	/* not blocking: a pipe would wait for somebody to write */
	int fd = open(store->path,
		O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return store_fail(store, STORE_NO_FILE, "%s",
				store->path);
		if (errno == ELOOP)
			return refuse_link(store);
		return store_fail(store,
			errno == EACCES ? STORE_DENIED : STORE_NOT_A_MART,
			"%s: %s", store->path, strerror(errno));
	}
	count = fstat(fd, &status) == 0 && S_ISREG(status.st_mode)
		? pread(fd, start, sizeof(start), 0)
		: -1;
	close(fd);
	if (count == 0)
		return store_fail(store, STORE_HALF_MADE, "%s", store->path);
	if (count != sizeof(start) ||
		memcmp(start, "SQLite format 3", sizeof(start)) != 0)
		return store_fail(store, STORE_NOT_A_MART, "%s", store->path);
	return STORE_OK;
}

static enum store_result look_at_schema(struct store *store)
{
	int64_t version;
	int64_t id = store_integer(store, "PRAGMA application_id", 0, NULL, -1);
	int64_t tables = store_integer(store,
		"SELECT count(*) FROM sqlite_master", 0, NULL, -1);

	version = store_integer(store, "PRAGMA user_version", 0, NULL, -1);
	if (store->failure != STORE_OK)
		return store_failed(store);
	if (id == 0 && tables == 0)
		return store_fail(store, STORE_HALF_MADE, "%s", store->path);
	if (id != APPLICATION_ID || version < 0)
		return store_fail(store, STORE_NOT_A_MART, "%s", store->path);
	if (version == 0)
		return store_fail(store, STORE_HALF_MADE, "%s", store->path);
	if ((size_t)version > migration_count)
		return store_fail(store, STORE_NEWER, "%s", store->path);
	return STORE_OK;
}

bool store_is_older(const struct store *store)
{
	return (size_t)store->version < migration_count;
}

enum store_result store_load(struct store *store)
{
	const char *zone;

	store->version =
		(int)store_integer(store, "PRAGMA user_version", 0, NULL, -1);
	if (!facts_load(&store->facts, store->database,
		    store_is_older(store))) {
		if (sqlite3_errcode(store->database) == SQLITE_OK)
			return store_fail(store, STORE_DAMAGED, "%s",
				store->path);
		return store_fail_sqlite(store,
			sqlite3_errcode(store->database));
	}
	store->inserts = xcalloc(store->facts.count, sizeof(*store->inserts));
	zone = store_setting(store, "timezone", INT32_MAX);
	if (!zone || !clock_zone_offset(zone, &store->zone_offset_s))
		store->zone_offset_s = 7 * 3600;
	store->rehearsal = store_setting(store, "rehearsal", INT32_MAX) != NULL;
	return store_failed(store);
}

enum store_result store_set_clock(struct store *store, const char *text)
{
	int64_t instant;

	if (!text || !*text)
		return STORE_OK;
	if (!store->rehearsal)
		return store_fail(store, STORE_CLOCK_REFUSED, "%s", text);
	if (!clock_parse_instant(text, store->zone_offset_s, &instant))
		return store_fail(store, STORE_CLOCK_REFUSED,
			"MART_NOW=%s: YYYY-MM-DDTHH:MM", text);
	store->clock = clock_fixed(instant);
	return STORE_OK;
}

/* Not a key that a disk has changed, or of another mart: what it signed would
 * hold nowhere. Of a node that is not enrolled yet nothing is known. */
static bool is_of_this_node(struct store *store)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT count(*) FROM node"
		" WHERE (node = ?1) <> (public_key = ?2)");
	bool is = false;

	if (!statement)
		return false;
	sqlite3_bind_int64(statement, 1, store->key.node);
	sqlite3_bind_blob(statement, 2, store->key.public_key,
		sizeof(store->key.public_key), SQLITE_STATIC);
	if (store_step(store, statement)) {
		is = sqlite3_column_int64(statement, 0) == 0;
		store_reset(statement);
	}
	return is;
}

/* A copy of the file alone opens for reading; it has no key and no head. */
static void open_side_files(struct store *store)
{
	store->has_key = node_key_read(&store->key, store->path) == STORE_OK &&
		is_of_this_node(store);
	store->head_fd = head_open(store->path, false);
	store->doubt = STORE_NO_KEY;
	if (!store->has_key)
		return;
	store->turnstile = turnstile_open(store->path);
	if (!store->turnstile) {
		store->has_key = false;
		store->doubt = STORE_DENIED;
	}
}

/* A copy that was put in the file's place, or a file whose exchange was given
 * up, is in the other mode. That nothing is lost does not depend on it. */
static void enter_wal(struct store *store)
{
	sqlite3_stmt *statement = store_statement(store, "PRAGMA journal_mode");
	bool is = statement && store_step(store, statement) &&
		strcmp(store_text(statement, 0), "wal") == 0;

	store_reset(statement);
	store->failure = STORE_OK;
	if (is ||
		turnstile_take(store->turnstile, "start", 0, NULL) !=
			LOCK_TAKEN)
		return;
	if (!store_is_replaced(store))
		sqlite3_exec(store->database, "PRAGMA journal_mode=WAL", NULL,
			NULL, NULL);
	turnstile_release(store->turnstile);
}

/* Whether the file's folder lets this machine keep its notes: a till whose
 * file is behind its head, or whose disk is full, may still be looked at. */
static enum store_result start(struct store *store)
{
	enum store_result result;

	struct store_room room;

	if (!store->has_key)
		return STORE_OK;
	enter_wal(store);
	result = write_safe_start(store);
	if (result == STORE_FULL && store_make_room(store)) {
		store->failure = STORE_OK;
		result = write_safe_start(store);
	} else if (result == STORE_OK) {
		store_room(store, &room);
	}
	store->failure = STORE_OK;
	store->doubt = result == STORE_OK ? write_look_at_head(store) : result;
	if (result == STORE_ROLLED_BACK || result == STORE_FORKED ||
		result == STORE_DENIED || result == STORE_FULL ||
		result == STORE_STRANGE_SCHEMA)
		return STORE_OK;
	return result;
}

/* Whoever leaves last empties the log into the file, unless it was cut off or
 * its last COMMIT failed. */
static bool was_cut_off(const struct store *store)
{
	char *name = xasprintf("%s-wal", store->path);
	struct stat log;
	bool left = stat(name, &log) == 0 && log.st_size > 0;

	free(name);
	return left;
}

/* Whoever exchanges the file keeps it locked until it has the new name; so
 * once something was read, a file that is still in its place stays there as
 * long as this connection has it open. */
enum store_result store_reach(struct store *store)
{
	enum store_result result = STORE_REPLACED;

	for (int i = 0; result == STORE_REPLACED && i < REACH_TRIES; i++) {
		store_unload(store);
		result = look_at_file(store);
		if (result == STORE_OK)
			result = store_connect(store, false);
		if (result == STORE_OK)
			result = look_at_schema(store);
		if (result == STORE_OK && store_is_replaced(store))
			result = store_fail(store, STORE_REPLACED, "%s",
				store->path);
	}
	return result == STORE_OK ? store_load(store) : result;
}

static enum store_result open_file(struct store *store, const char *clock,
	const struct store_listener *listener)
{
	enum store_result result;

	result = restore_resume(store->path);
	if (result != STORE_OK)
		return store_fail(store, result, "%s.restore", store->path);
	store->unclean = was_cut_off(store);
	result = store_reach(store);
	if (result == STORE_OK)
		result = store_set_clock(store, clock);
	if (result != STORE_OK)
		return result;
	open_side_files(store);
	result = store_failed(store);
	if (result != STORE_OK)
		return result;
	if (store_is_older(store))
		result = store->has_key ? migrate_file(store, listener)
					: migrate_look(store, listener);
	return result == STORE_OK ? start(store) : result;
}

enum store_result store_open(const char *path, const char *set_clock,
	struct store **out, char *detail, size_t size)
{
	return store_open_told(path, set_clock, NULL, out, detail, size);
}

enum store_result store_open_told(const char *path, const char *set_clock,
	const struct store_listener *listener, struct store **out, char *detail,
	size_t size)
{
	struct store *store = store_new(path);
	enum store_result result;

	*out = NULL;
	result = sodium_init() < 0 ? STORE_IO
				   : open_file(store, set_clock, listener);
	snprintf(detail, size, "%s", store->detail);
	if (result == STORE_OK) {
		store->failure = STORE_OK;
		*out = store;
	} else {
		store_free(store);
	}
	return result;
}

/* Moves a log that has grown to this many pages into the file. */
static void checkpoint(struct store *store, int mode, int pages)
{
	if (!store->database || !store->has_key || store->in_write ||
		store->wal_pages < pages)
		return;
	if (turnstile_take(store->turnstile, "checkpoint", 0, NULL) !=
		LOCK_TAKEN)
		return;
	/* A file that was replaced has its name's log taken from it. */
	if (!store_is_replaced(store) &&
		sqlite3_wal_checkpoint_v2(store->database, NULL, mode, NULL,
			NULL) == SQLITE_OK)
		store->wal_pages = 0;
	turnstile_release(store->turnstile);
}

void store_idle(struct store *store)
{
	checkpoint(store, SQLITE_CHECKPOINT_PASSIVE, WAL_PAGES_MAX);
}

void store_close(struct store *store)
{
	if (!store)
		return;
	store_rollback(store);
	/* How far a log is in the file is forgotten when the last process
	 * leaves, so it must be emptied: where every command is a process of
	 * its own, it would else grow for ever. Not if somebody reads. And who
	 * copies the file alone then has what was written. */
	if (store->database)
		sqlite3_busy_timeout(store->database, 0);
	checkpoint(store, SQLITE_CHECKPOINT_TRUNCATE, 1);
	store_free(store);
}

/* --- what everybody asks ------------------------------------------------ */

enum store_result store_doubt(const struct store *store)
{
	return store->doubt;
}

int64_t store_waited_ms(const struct store *store)
{
	return store->waited_ms;
}

int64_t store_now_ms(const struct store *store)
{
	return clock_now_ms(&store->clock);
}

int32_t store_today(const struct store *store)
{
	int32_t day = 0;

	if (!calendar_day_of_instant(&day, store_now_ms(store),
		    store->zone_offset_s))
		day = 0;
	return day;
}

int32_t store_zone_offset_s(const struct store *store)
{
	return store->zone_offset_s;
}

/* Without a key the file is only read; then it is looked at as node 1's. */
int64_t store_node(const struct store *store)
{
	return store->has_key ? store->key.node : 1;
}

/* The office's desk: every node of a mart sells for it. */
int64_t store_desk(const struct store *store)
{
	(void)store;
	return 1;
}

bool store_is_rehearsal(const struct store *store)
{
	return store->rehearsal;
}

bool store_in_write(const struct store *store)
{
	return store->in_write;
}

sqlite3 *store_handle(struct store *store)
{
	return store->database;
}

const struct facts *store_facts(const struct store *store)
{
	return &store->facts;
}

const char *store_path(const struct store *store)
{
	return store->path;
}

const unsigned char *store_pepper(const struct store *store)
{
	return store->has_key ? store->key.pepper : NULL;
}

static const char *first_text(struct store *store, sqlite3_stmt *statement)
{
	if (!store_step(store, statement))
		return NULL;
	snprintf(store->text, sizeof(store->text), "%s",
		store_text(statement, 0));
	store_reset(statement);
	return store->text;
}

const char *store_setting(struct store *store, const char *name, int32_t day)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT value FROM setting_revision"
		" WHERE name = ?1 AND from_day <= ?2"
		" ORDER BY from_day DESC, document DESC LIMIT 1");

	if (!statement)
		return NULL;
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_int(statement, 2, day);
	return first_text(store, statement);
}

const char *store_local(struct store *store, const char *name)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT value FROM local_setting WHERE name = ?1");

	if (!statement)
		return NULL;
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	return first_text(store, statement);
}

enum store_result store_set_local(struct store *store, const char *name,
	const char *value)
{
	enum store_result result = store_begin(store, "setting");
	sqlite3_stmt *statement;

	if (result != STORE_OK)
		return result;
	statement = store_statement(store,
		"INSERT INTO local_setting (name, value) VALUES (?1, ?2)"
		" ON CONFLICT DO UPDATE SET value = excluded.value");
	if (statement) {
		sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
		sqlite3_bind_text(statement, 2, value, -1, SQLITE_STATIC);
		store_step(store, statement);
	}
	result = store_failed(store);
	if (result == STORE_OK)
		return store_commit(store);
	store_rollback(store);
	return result;
}
