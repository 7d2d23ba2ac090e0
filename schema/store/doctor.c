/*
 * The looks of doctor.h, each a function that tells what it found. Those on
 * the content work on a private copy, so that nothing is changed beside the
 * file, neither by SQLite nor by us.
 */
#include "schema/store/doctor.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "schema/store/doctor_copy.h"
#include "schema/store/harden.h"
#include "schema/store/migrations.h"
#include "schema/store/page_sum.h"
#include "schema/store/room.h"
#include "schema/store/store_core.h"
#include "schema/store/verify.h"

/* Findings of verify that are told; and ranges of documents of a node. */
#define TOLD_MAX 5
#define RANGES_MAX 20

/* Numbers in a row that are missing after which a node is taken to end. */
#define GAP_MAX 100000

#define BASKETS_MAX 16

struct look {
	const char *path;
	int64_t now_ms;
	doctor_tell *tell;
	void *context;
	struct store *store; /* the copy; loaded is false: it cannot be asked */
	bool loaded;
	struct head head;
	enum head_result head_result;
	int64_t newest; /* readable, of the head's node */
	int64_t told;   /* of verify */
	char first[TOLD_MAX][300];
};

static const char *const check_names[] = {
	[DOCTOR_FILE] = "file",
	[DOCTOR_READING] = "reading",
	[DOCTOR_SCHEMA] = "schema",
	[DOCTOR_DOCUMENTS] = "documents",
	[DOCTOR_PROOF] = "proof",
	[DOCTOR_HEAD] = "head",
	[DOCTOR_KEY] = "key",
	[DOCTOR_BASKET] = "basket",
	[DOCTOR_BACKUP] = "backup",
	[DOCTOR_LEFTOVER] = "leftover",
	[DOCTOR_FOLDER] = "folder",
	[DOCTOR_ROOM] = "room",
	[DOCTOR_CLOCK] = "clock",
};

static const char *const state_names[] = {
	[DOCTOR_GOOD] = "good",
	[DOCTOR_NOTE] = "note",
	[DOCTOR_BAD] = "bad",
};

const char *doctor_check_name(enum doctor_check check)
{
	return check_names[check];
}

const char *doctor_state_name(enum doctor_state state)
{
	return state_names[state];
}

static void say(struct look *look, enum doctor_check check,
	enum doctor_state state, const char *advice, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
static void say(struct look *look, enum doctor_check check,
	enum doctor_state state, const char *advice, const char *format, ...)
{
	struct doctor_finding finding = {.check = check, .state = state};
	va_list arguments;
	char *detail;

	va_start(arguments, format);
	detail = xvasprintf(format, arguments);
	va_end(arguments);
	finding.detail = detail;
	finding.advice = advice;
	look->tell(look->context, &finding);
	free(detail);
}

static const char *const from_backup =
	N_("take the newest backup below and run `backoffice restore` with "
	   "it; keep this file, and see what it still holds with `backoffice "
	   "doctor --salvage`");

/* --- the file itself ---------------------------------------------------- */

static bool look_at_file(struct look *look)
{
	struct stat status;
	char target[400] = "";

	if (lstat(look->path, &status) != 0) {
		say(look, DOCTOR_FILE, DOCTOR_BAD, from_backup, "%s: %s",
			look->path, strerror(errno));
		return false;
	}
	if (S_ISLNK(status.st_mode)) {
		if (readlink(look->path, target, sizeof(target) - 1) < 0)
			target[0] = '\0';
		say(look, DOCTOR_FILE, DOCTOR_BAD,
			N_("this is a link: name the file that it leads to"),
			"%s -> %s", look->path, target);
		return false;
	}
	if (!S_ISREG(status.st_mode) || access(look->path, R_OK) != 0) {
		say(look, DOCTOR_FILE, DOCTOR_BAD,
			N_("this is no ordinary file, or this user may not "
			   "read it"),
			"%s", look->path);
		return false;
	}
	if (status.st_mode & 077)
		say(look, DOCTOR_FILE, DOCTOR_NOTE,
			N_("others on this computer may read it: chmod 600"),
			"%s, %" PRId64 " bytes, mode %o", look->path,
			(int64_t)status.st_size,
			(unsigned)status.st_mode & 0777);
	else
		say(look, DOCTOR_FILE, DOCTOR_GOOD, NULL,
			"%s, %" PRId64 " bytes", look->path,
			(int64_t)status.st_size);
	return true;
}

static bool copy(struct look *look, struct doctor_copy *made)
{
	if (doctor_copy_make(made, look->path)) {
		if (made->unread > 0)
			say(look, DOCTOR_READING, DOCTOR_BAD,
				N_("the disk is failing: copy everything to "
				   "another one now"),
				"%" PRId64 " of %" PRId64
				" bytes, from byte %" PRId64,
				made->unread, made->bytes, made->first);
		else
			say(look, DOCTOR_READING, DOCTOR_GOOD, NULL,
				"%" PRId64 " bytes", made->bytes);
		return true;
	}
	if (made->wanted > 0)
		say(look, DOCTOR_READING, DOCTOR_BAD,
			N_("there is no room for the copy that is looked at: "
			   "set TMPDIR to a folder on another disk"),
			"%" PRId64 " MB", (made->wanted >> 20) + 1);
	else
		say(look, DOCTOR_READING, DOCTOR_BAD, from_backup, "%s",
			strerror(errno));
	return false;
}

/* --- its content -------------------------------------------------------- */

static void look_at_schema(struct look *look)
{
	enum store_result result = store_reach(look->store);

	look->loaded = result == STORE_OK;
	look->store->failure = STORE_OK;
	if (!look->loaded)
		say(look, DOCTOR_SCHEMA, DOCTOR_BAD,
			result == STORE_NEWER ? store_message(result)
					      : from_backup,
			"%s", store_message(result));
	else if (store_is_older(look->store))
		say(look, DOCTOR_SCHEMA, DOCTOR_NOTE,
			N_("of an older version: the next program that may "
			   "write brings it up to date"),
			"%d < %zu", look->store->version, migration_count);
	else
		say(look, DOCTOR_SCHEMA, DOCTOR_GOOD, NULL, "%d",
			look->store->version);
}

static bool is_there(struct look *look, int64_t id)
{
	bool there = store_integer(look->store,
			     "SELECT count(*) FROM document WHERE id = ?1", 1,
			     &id, 0) == 1;

	look->store->failure = STORE_OK;
	return there;
}

/* One number after the other, so that a damaged page costs its own documents
 * and no others. */
static void look_at_node(struct look *look, int64_t node)
{
	const int64_t first = (node << DOCUMENT_SEQUENCE_BITS) + 1;
	struct buffer ranges;
	int64_t gap = 0, begin = 0, last = first - 1, count = 0, holes = 0;
	char a[DOCUMENT_TEXT_SIZE], b[DOCUMENT_TEXT_SIZE];

	buffer_init(&ranges, 4000);
	for (int64_t id = first; gap < GAP_MAX; id++) {
		if (is_there(look, id)) {
			if (begin == 0)
				begin = id;
			holes += gap > 0;
			gap = 0;
			last = id;
			count++;
			continue;
		}
		if (begin != 0 && holes < RANGES_MAX)
			buffer_printf(&ranges, "%s%s...%s",
				ranges.length ? ", " : "",
				document_format(begin, a),
				document_format(last, b));
		begin = 0;
		gap++;
	}
	if (look->head_result == HEAD_OK &&
		document_node(look->head.last) == node)
		look->newest = last;
	if (holes > 0 || count == 0)
		say(look, DOCTOR_DOCUMENTS, DOCTOR_BAD, from_backup,
			"%s (%" PRId64 ")", buffer_str(&ranges), count);
	else
		say(look, DOCTOR_DOCUMENTS, DOCTOR_GOOD, NULL,
			"%s (%" PRId64 ")", buffer_str(&ranges), count);
	buffer_release(&ranges);
}

static void look_at_documents(struct look *look)
{
	int64_t node = 0, next = 0;
	bool told = false;

	/* Nodes by their documents, as far as that can be read. */
	for (;;) {
		int64_t id = store_integer(look->store,
			"SELECT id FROM document WHERE id >= ?1"
			" ORDER BY id LIMIT 1",
			1, &next, -1);

		look->store->failure = STORE_OK;
		if (id < 0)
			break;
		node = document_node(id);
		look_at_node(look, node);
		told = true;
		next = (node + 1) * (INT64_C(1) << DOCUMENT_SEQUENCE_BITS);
	}
	if (!told && look->head_result == HEAD_OK)
		look_at_node(look, document_node(look->head.last));
	else if (!told)
		look_at_node(look, 1);
}

static void count_finding(void *context, const char *what, const char *which)
{
	struct look *look = context;
	char *words;

	if (look->told++ >= TOLD_MAX)
		return;
	words = text_fill(what, which);
	snprintf(look->first[look->told - 1], sizeof(look->first[0]), "%s",
		words);
	free(words);
}

static void look_for_proof(struct look *look)
{
	struct verify_report report = {0};
	enum store_result result =
		store_verify(look->store, false, count_finding, look, &report);

	for (int64_t i = 0; i < look->told && i < TOLD_MAX; i++)
		say(look, DOCTOR_PROOF, DOCTOR_BAD, i == 0 ? from_backup : NULL,
			"%s", look->first[i]);
	if (look->told > TOLD_MAX)
		say(look, DOCTOR_PROOF, DOCTOR_BAD, NULL, "+%" PRId64,
			look->told - TOLD_MAX);
	if (result != STORE_OK)
		say(look, DOCTOR_PROOF, DOCTOR_BAD, from_backup, "%s",
			look->store->detail);
	else if (look->told == 0)
		say(look, DOCTOR_PROOF, DOCTOR_GOOD, NULL, "%" PRId64,
			report.documents);
	look->store->failure = STORE_OK;
}

static void look_at_clock(struct look *look)
{
	int64_t newest = store_integer(look->store,
		"SELECT max(at) FROM document", 0, NULL, 0);

	look->store->failure = STORE_OK;
	if (newest > look->now_ms)
		say(look, DOCTOR_CLOCK, DOCTOR_NOTE,
			N_("the clock is behind the newest document: set it "
			   "before the next sale"),
			"%" PRId64 " s", (newest - look->now_ms) / 1000);
	else
		say(look, DOCTOR_CLOCK, DOCTOR_GOOD, NULL, "%" PRId64 " s",
			(look->now_ms - newest) / 1000);
}

/* --- what lies beside it ------------------------------------------------ */

static void look_at_head(struct look *look)
{
	char seen[DOCUMENT_TEXT_SIZE], have[DOCUMENT_TEXT_SIZE];

	if (look->head_result != HEAD_OK) {
		say(look, DOCTOR_HEAD,
			look->head_result == HEAD_MISSING ? DOCTOR_NOTE
							  : DOCTOR_BAD,
			N_("a copy has no head file; in a mart that sells, its "
			   "absence hides what is missing at the end"),
			"%s.head", look->path);
		return;
	}
	document_format(look->head.last, seen);
	if (!look->loaded || look->newest >= look->head.last)
		say(look, DOCTOR_HEAD, DOCTOR_GOOD, NULL, "%s", seen);
	else
		say(look, DOCTOR_HEAD, DOCTOR_BAD,
			N_("documents at the end are missing: the file was "
			   "copied back, or lost them. Look below for a backup "
			   "that has them; the receipts on paper tell the "
			   "rest"),
			"%s < %s", document_format(look->newest, have), seen);
}

static void look_at_key(struct look *look)
{
	char *name = xasprintf("%s.key", look->path);
	struct node_key key;
	struct stat status;
	bool known = false;
	sqlite3_stmt *statement;

	if (lstat(name, &status) != 0) {
		say(look, DOCTOR_KEY, DOCTOR_NOTE,
			N_("without its key a file can only be read; "
			   "`backoffice restore` makes a mart of a copy"),
			"%s", name);
	} else if (node_key_read(&key, look->path) != STORE_OK) {
		say(look, DOCTOR_KEY, DOCTOR_BAD,
			N_("the key is broken: take it from a backup by "
			   "`backoffice restore`"),
			"%s", name);
	} else {
		statement = look->loaded ? store_statement(look->store,
						   "SELECT public_key FROM node"
						   " WHERE node = ?1 AND "
						   "public_key = ?2")
					 : NULL;
		if (statement) {
			sqlite3_bind_int64(statement, 1, key.node);
			sqlite3_bind_blob(statement, 2, key.public_key,
				sizeof(key.public_key), SQLITE_STATIC);
			known = store_step(look->store, statement);
			store_reset(statement);
		}
		look->store->failure = STORE_OK;
		if (look->loaded && !known)
			say(look, DOCTOR_KEY, DOCTOR_BAD,
				N_("this key is of another mart or till"), "%s",
				name);
		else
			say(look, DOCTOR_KEY,
				status.st_mode & 077 ? DOCTOR_NOTE
						     : DOCTOR_GOOD,
				status.st_mode & 077
					? N_("others may read the key: chmod "
					     "600")
					: NULL,
				"%s, node %" PRId64, name, key.node);
		node_key_forget(&key);
	}
	free(name);
}

static void look_at_baskets(struct look *look)
{
	for (int slot = 1; slot <= BASKETS_MAX; slot++) {
		char *name = xasprintf("%s.basket-%d", look->path, slot);
		struct stat status;

		if (stat(name, &status) == 0 && status.st_size > 0)
			say(look, DOCTOR_BASKET, DOCTOR_NOTE,
				N_("a basket is open: the till shows it again "
				   "when its cashier logs in"),
				"%s, %" PRId64 " bytes", name,
				(int64_t)status.st_size);
		free(name);
	}
}

/* The newest document of a node and how many there are, in a file that is
 * read as it lies there. */
static bool ask_copy(const char *path, int64_t node, int64_t *last,
	int64_t *count)
{
	static const char sql[] =
		"SELECT (SELECT max(id) FROM document WHERE id >> 40 = ?1),"
		" (SELECT count(*) FROM document)";
	char *uri = xasprintf("file:%s?immutable=1", path);
	sqlite3 *database = NULL;
	sqlite3_stmt *statement = NULL;
	bool ok = !strpbrk(path, "?#%") &&
		sqlite3_open_v2(uri, &database,
			SQLITE_OPEN_READONLY | SQLITE_OPEN_URI |
				SQLITE_OPEN_NOMUTEX,
			page_sum_vfs()) == SQLITE_OK &&
		harden(database) == SQLITE_OK &&
		sqlite3_prepare_v2(database, sql, -1, &statement, NULL) ==
			SQLITE_OK;

	if (ok) {
		sqlite3_bind_int64(statement, 1, node);
		ok = sqlite3_step(statement) == SQLITE_ROW;
		*last = sqlite3_column_int64(statement, 0);
		*count = sqlite3_column_int64(statement, 1);
	}
	sqlite3_finalize(statement);
	sqlite3_close(database);
	free(uri);
	return ok;
}

/* SQLite's own mark and ours, at their places in the first page. */
static bool is_mart(const char *path)
{
	unsigned char start[72];
	FILE *file = fopen(path, "re");
	size_t count = file ? fread(start, 1, sizeof(start), file) : 0;

	if (file)
		fclose(file);
	return count == sizeof(start) &&
		memcmp(start, "SQLite format 3", 16) == 0 &&
		((unsigned)start[68] << 24 | (unsigned)start[69] << 16 |
			(unsigned)start[70] << 8 | start[71]) == APPLICATION_ID;
}

static bool ends_with(const char *name, const char *ending)
{
	size_t length = strlen(name), end = strlen(ending);

	return length >= end && strcmp(name + length - end, ending) == 0;
}

static void look_at_backup(void *context, const char *name)
{
	struct look *look = context;
	const int64_t node = look->head_result == HEAD_OK
		? document_node(look->head.last)
		: 1;
	char *path = file_beside(look->path, name);
	char text[DOCUMENT_TEXT_SIZE];
	struct stat status;
	int64_t last = 0, count = 0;

	if (strcmp(path, look->path) != 0 && lstat(path, &status) == 0 &&
		S_ISREG(status.st_mode) && !ends_with(name, "-wal") &&
		is_mart(path) && ask_copy(path, node, &last, &count))
		say(look, DOCTOR_BACKUP, DOCTOR_GOOD, NULL,
			"%s: ...%s (%" PRId64 ")", path,
			document_format(last, text), count);
	free(path);
}

static void look_for_leftovers(void *context, const char *name)
{
	static const char *const marks[] = {
		".migrate", ".rollback", ".part-", ".new-", ".tmp-"};
	struct look *look = context;
	const char *slash = strrchr(look->path, '/');
	const char *base = slash ? slash + 1 : look->path;

	if (strncmp(name, base, strlen(base)) != 0)
		return;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strstr(name + strlen(base), marks[i])) {
			say(look, DOCTOR_LEFTOVER, DOCTOR_NOTE,
				N_("left by a program that was interrupted, or "
				   "of one that is at work now; it is not "
				   "needed when none is"),
				"%s", name);
			return;
		}
}

static void look_beside(struct look *look)
{
	/* where the automatic backups go if nobody says otherwise */
	char *folder = file_beside(look->path, "backup/x");
	struct look there = *look;

	look_at_baskets(look);
	file_list_beside(look->path, look_for_leftovers, look);
	file_list_beside(look->path, look_at_backup, look);
	there.path = folder;
	file_list_beside(folder, look_at_backup, &there);
	free(folder);
}

static void look_at_folder(struct look *look)
{
	char *folder = file_beside(look->path, ".");
	const int64_t room = file_room(look->path);

	if (access(folder, W_OK | X_OK) != 0)
		say(look, DOCTOR_FOLDER, DOCTOR_BAD,
			N_("this user may not write here: so nothing can be "
			   "sold"),
			"%s", folder);
	else
		say(look, DOCTOR_FOLDER, DOCTOR_GOOD, NULL, "%s", folder);
	free(folder);
	if (room < ROOM_SALE)
		say(look, DOCTOR_ROOM, DOCTOR_BAD,
			N_("too little for a new sale: delete files that are "
			   "not the mart's"),
			"%" PRId64 " MB", room >> 20);
	else
		say(look, DOCTOR_ROOM, DOCTOR_GOOD, NULL, "%" PRId64 " MB",
			room >> 20);
}

/* The head to measure the proof by: one that has seen nothing where there is
 * none, which look_at_head tells. */
static int head_for_proof(const struct look *look, const char *path)
{
	const struct head nothing = {
		.last = INT64_C(1) << DOCUMENT_SEQUENCE_BITS};
	int fd;

	if (look->head_result == HEAD_OK)
		return head_open(look->path, false);
	fd = head_open(path, true);
	head_write(fd, &nothing);
	return fd;
}

static void look_inside(struct look *look, const char *path)
{
	look->store = store_new(path);
	look_at_schema(look);
	if (look->loaded) {
		look_at_documents(look);
		look->store->head_fd = head_for_proof(look, path);
		look_for_proof(look);
	}
	look_at_head(look);
	look_at_key(look);
	if (look->loaded)
		look_at_clock(look);
	store_free(look->store);
}

bool store_doctor(const char *path, int64_t now_ms, doctor_tell *tell,
	void *context)
{
	struct look look = {.path = path,
		.now_ms = now_ms,
		.tell = tell,
		.context = context};
	struct doctor_copy made;
	int head_fd;
	bool ok = true;

	if (sodium_init() < 0)
		return false;
	head_fd = head_open(path, false);
	look.head_result = head_read(head_fd, &look.head);
	if (head_fd >= 0)
		close(head_fd);
	if (look_at_file(&look)) {
		ok = copy(&look, &made);
		if (ok)
			look_inside(&look, made.path);
		doctor_copy_remove(&made);
	}
	look_at_folder(&look);
	look_beside(&look);
	return ok;
}
