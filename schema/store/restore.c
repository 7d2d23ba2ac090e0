/* A copy, whose keys it has, and how it becomes a new node. */
#include "schema/store/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/random.h"
#include "schema/rules/calendar.h"
#include "schema/store/backup_int.h"
#include "schema/store/event.h"
#include "schema/store/migrate_int.h"
#include "schema/store/node_key.h"
#include "schema/store/people.h"
#include "schema/store/restore_int.h"
#include "schema/store/store_core.h"
#include "schema/store/swap.h"
#include "schema/store/user.h"
#include "schema/store/node_voucher.h"

#define SEQUENCES (INT64_C(1) << DOCUMENT_SEQUENCE_BITS)

struct restore {
	char *file;
	char *target;
	char *work; /* the copy */
	struct store *copy;
	struct restore_found found;
	enum restore_keys keys;
	struct node_key old; /* of the node whose place is taken */
	struct buffer people;
	char detail[512];
};

static enum store_result fail(struct restore *restore, enum store_result result,
	const char *detail)
{
	snprintf(restore->detail, sizeof(restore->detail), "%s", detail);
	return result;
}

const char *restore_detail(const struct restore *restore)
{
	return restore->detail;
}

struct restore_found *restore_found(struct restore *restore)
{
	return &restore->found;
}

struct store *restore_store(struct restore *restore)
{
	return restore->copy;
}

/* --- the copy -------------------------------------------------------------- */

static enum store_result copy_file(struct restore *restore)
{
	struct store *source = store_new(restore->file);
	enum store_result result = store_reach(source);

	if (result == STORE_OK &&
		file_room(restore->target) <
			store_integer(source, "PRAGMA page_count", 0, NULL, 0) *
				store_integer(source, "PRAGMA page_size", 0,
					NULL, 0))
		result = store_fail(source, STORE_FULL, "%s", restore->target);
	if (result == STORE_OK)
		result = store_connect(restore->copy, true);
	if (result == STORE_OK)
		result = migrate_copy_pages(source, restore->copy, NULL);
	fail(restore, result,
		source->detail[0] ? source->detail : restore->copy->detail);
	store_free(source);
	return result;
}

static enum store_result load_copy(struct restore *restore)
{
	struct store *copy = restore->copy;
	enum store_result result = store_load(copy);

	if (result == STORE_OK)
		result = store_prove_copy(copy, copy);
	if (result == STORE_OK && store_is_older(copy))
		result = migrate_raise(copy, copy->version);
	return result == STORE_OK ? STORE_OK
				  : fail(restore, result, copy->detail);
}

/* --- what is known --------------------------------------------------------- */

static int64_t newest_of(struct store *store, int64_t node)
{
	const int64_t range[] = {
		node * SEQUENCES + 1, (node + 1) * SEQUENCES - 1};

	return store_integer(store,
		"SELECT id FROM document WHERE id BETWEEN ?1 AND ?2"
		" ORDER BY id DESC LIMIT 1",
		2, range, node * SEQUENCES);
}

static int64_t receipt_of(struct store *store, int64_t node)
{
	const int64_t range[] = {
		node * SEQUENCES + 1, (node + 1) * SEQUENCES - 1};

	return store_integer(store,
		"SELECT number FROM sale WHERE document BETWEEN ?1 AND ?2"
		" ORDER BY document DESC LIMIT 1",
		2, range, 0);
}

/* Whether a key file beside this path is of a node that a file knows. */
static bool key_beside(struct store *store, const char *path,
	struct node_key *key)
{
	unsigned char known[crypto_sign_PUBLICKEYBYTES];

	return node_key_read(key, path) == STORE_OK &&
		voucher_key_of(store, key->node, known) &&
		memcmp(known, key->public_key, sizeof(known)) == 0;
}

/* Whose place is taken: the mark's node, else that of the key that lies
 * beside, else the one that wrote last. */
static void find_node(struct restore *restore)
{
	struct restore_found *found = &restore->found;
	struct node_key key = {0};

	found->keys_beside = key_beside(restore->copy, restore->file, &key) ||
		key_beside(restore->copy, restore->target, &key);
	if (backup_read_mark(restore->copy->database, &found->backup) ==
		STORE_OK) {
		found->node = found->backup.node;
		found->keys_beside = found->keys_beside &&
			key.node == found->node;
	} else if (found->keys_beside) {
		found->node = key.node;
	} else {
		found->node = store_integer(restore->copy,
			"SELECT id >> 40 FROM document"
			" ORDER BY at DESC, id DESC LIMIT 1",
			0, NULL, 1);
	}
	if (found->keys_beside)
		restore->old = key;
	node_key_forget(&key);
}

static void read_names(struct restore *restore)
{
	struct restore_found *found = &restore->found;
	const char *text = store_setting(restore->copy, "code", INT32_MAX);

	snprintf(found->code, sizeof(found->code), "%s", text ? text : "");
	text = store_setting(restore->copy, "name", INT32_MAX);
	snprintf(found->name, sizeof(found->name), "%s", text ? text : "");
	found->last = newest_of(restore->copy, found->node);
	found->receipt = receipt_of(restore->copy, found->node);
	found->documents = store_integer(restore->copy,
		"SELECT count(*) FROM document", 0, NULL, 0);
}

static void see(struct restore_found *found, int64_t last, const char *by)
{
	if (document_node(last) != found->node || last <= found->seen)
		return;
	found->seen = last;
	found->seen_by = by;
}

/* What a head file beside a path remembers. */
static void look_at_head(struct restore *restore, const char *path)
{
	struct restore_found *found = &restore->found;
	unsigned char hash[DOCUMENT_HASH_SIZE];
	struct head head;
	const int fd = head_open(path, false);

	if (head_read(fd, &head) == HEAD_OK &&
		document_sequence(head.last) > 0) {
		see(found, head.last, "head");
		if (document_node(head.last) == found->node &&
			document_hash(restore->copy, head.last, hash) ==
				STORE_OK &&
			memcmp(hash, head.hash, sizeof(hash)) != 0)
			found->forked = true;
	}
	restore->copy->failure = STORE_OK;
	if (fd >= 0)
		close(fd);
}

static void first_hash(struct store *store, unsigned char hash[32])
{
	const int64_t first = store_integer(store,
		"SELECT min(id) FROM document", 0, NULL, 0);

	memset(hash, 0, 32);
	if (document_hash(store, first, hash) != STORE_OK)
		memset(hash, 0, 32);
}

/* The mart's file that is at the target, if it can be read. */
static void look_at_target(struct restore *restore)
{
	struct restore_found *found = &restore->found;
	unsigned char ours[DOCUMENT_HASH_SIZE], theirs[DOCUMENT_HASH_SIZE];
	struct store *there = store_new(restore->target);
	struct node_key key = {0};
	const bool readable = store_reach(there) == STORE_OK;

	if (readable) {
		first_hash(restore->copy, ours);
		first_hash(there, theirs);
		found->other_mart = memcmp(ours, theirs, sizeof(ours)) != 0;
	}
	if (readable && !found->other_mart) {
		see(found, newest_of(there, found->node), "file");
		found->receipt_seen = receipt_of(there, found->node);
		there->head_fd = head_open(restore->target, false);
		found->there_whole = key_beside(there, restore->target, &key) &&
			there->head_fd >= 0 &&
			write_look_at_head(there) == STORE_OK;
		found->documents_there = store_integer(there,
			"SELECT count(*) FROM document", 0, NULL, 0);
		there->failure = STORE_OK;
	}
	node_key_forget(&key);
	store_free(there);
}

static bool same_file(const char *a, const char *b)
{
	struct stat x, y;

	return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
		x.st_ino == y.st_ino;
}

enum store_result restore_open(const char *file, const char *target,
	const char *set_clock, struct restore **out)
{
	struct restore *restore = xcalloc(1, sizeof(*restore));
	struct restore_found *found = &restore->found;
	enum store_result result;

	*out = restore;
	restore->file = xstrdup(file);
	restore->target = xstrdup(target);
	restore->work = xasprintf("%s.restore-%ld", target, (long)getpid());
	buffer_init(&restore->people, PEOPLE_FILE_MAX);
	if (sodium_init() < 0)
		return fail(restore, STORE_IO, "libsodium");
	result = restore_resume(target);
	if (result != STORE_OK)
		return fail(restore, result, target);
	restore->copy = store_new(restore->work);
	swap_remove(restore->work);
	result = copy_file(restore);
	if (result == STORE_OK)
		result = load_copy(restore);
	if (result == STORE_OK)
		result = store_set_clock(restore->copy, set_clock);
	if (result != STORE_OK)
		return fail(restore, result,
			restore->detail[0] ? restore->detail
					   : restore->copy->detail);
	find_node(restore);
	read_names(restore);
	look_at_head(restore, file);
	look_at_head(restore, target);
	found->in_place = same_file(file, target);
	found->there = access(target, F_OK) == 0;
	if (found->there)
		look_at_target(restore);
	return STORE_OK;
}

void restore_close(struct restore *restore)
{
	static const char *const endings[] = {".key", ".people", ".head"};

	if (!restore)
		return;
	if (restore->copy)
		store_free(restore->copy);
	if (restore->work)
		swap_remove(restore->work);
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char *name = xasprintf("%s%s", restore->work, endings[i]);

		unlink(name);
		free(name);
	}
	node_key_forget(&restore->old);
	buffer_wipe(&restore->people);
	free(restore->file);
	free(restore->target);
	free(restore->work);
	free(restore);
}

/* --- the keys -------------------------------------------------------------- */

static bool unseal(struct restore *restore, const struct recovery *recovery)
{
	sqlite3_stmt *statement = store_statement(restore->copy,
		"SELECT sealed FROM backup_mark WHERE sealed IS NOT NULL");
	unsigned char known[crypto_sign_PUBLICKEYBYTES];
	bool opened;

	if (!statement || !store_step(restore->copy, statement))
		return false;
	opened = recovery_open(recovery, sqlite3_column_blob(statement, 0),
		(size_t)sqlite3_column_bytes(statement, 0), &restore->old,
		&restore->people);
	store_reset(statement);
	return opened && restore->old.node == restore->found.node &&
		voucher_key_of(restore->copy, restore->old.node, known) &&
		memcmp(known, restore->old.public_key, sizeof(known)) == 0;
}

/* The people's file that lies there is newer than what a backup holds: whose
 * key was destroyed since stays without. */
static enum store_result take_people(struct restore *restore, const char *path)
{
	char *name = xasprintf("%s.people", path);
	struct buffer text;
	enum file_result read;

	buffer_init(&text, PEOPLE_FILE_MAX);
	read = file_read_all(name, PEOPLE_FILE_MAX, &text);
	free(name);
	if (read == FILE_DONE) {
		buffer_wipe(&restore->people);
		buffer_add(&restore->people, buffer_str(&text), text.length);
	}
	buffer_wipe(&text);
	return read == FILE_DONE || read == FILE_MISSING
		? STORE_OK
		: store_result_of_file(read);
}

static int64_t draw_node(struct store *store)
{
	for (;;) {
		uint32_t chance;
		int64_t node;

		random_fill(&chance, sizeof(chance));
		node = RESTORE_NODE_FIRST +
			chance % (RESTORE_NODE_LAST - RESTORE_NODE_FIRST + 1);
		if (store_integer(store,
			    "SELECT count(*) FROM node WHERE node = ?1", 1,
			    &node, 0) == 0)
			return node;
	}
}

enum store_result restore_keys(struct restore *restore, enum restore_keys keys,
	const struct recovery *recovery)
{
	struct store *copy = restore->copy;
	enum store_result result = STORE_OK;

	restore->keys = keys;
	if (keys == RESTORE_KEYS_BESIDE && !restore->found.keys_beside)
		return STORE_NO_KEY;
	if (keys == RESTORE_KEYS_CODE && !unseal(restore, recovery))
		return STORE_NO_KEY;
	if (keys != RESTORE_KEYS_NONE)
		result = take_people(restore, restore->file);
	if (result == STORE_OK && keys != RESTORE_KEYS_NONE &&
		!restore->found.other_mart)
		result = take_people(restore, restore->target);
	if (result != STORE_OK)
		return fail(restore, result, restore->target);
	node_key_make(&copy->key, draw_node(copy));
	/* PINs are the mart's, so their pepper stays. */
	if (keys != RESTORE_KEYS_NONE)
		memcpy(copy->key.pepper, restore->old.pepper,
			sizeof(copy->key.pepper));
	copy->has_key = true;
	copy->doubt = STORE_OK;
	return STORE_OK;
}

/* --- the document ---------------------------------------------------------- */

static void write_node(struct restore *restore, struct document *document,
	struct voucher *voucher)
{
	const struct store *copy = restore->copy;
	unsigned char signature[crypto_sign_BYTES];

	voucher->replaces = restore->found.node;
	voucher->node = copy->key.node;
	memcpy(voucher->public_key, copy->key.public_key,
		sizeof(voucher->public_key));
	document_row(document, "node");
	document_integer(document, "node", copy->key.node);
	document_blob(document, "public_key", copy->key.public_key,
		sizeof(copy->key.public_key));
	document_text(document, "name", restore->found.name);
	document_integer(document, "replaces", restore->found.node);
	if (restore->keys == RESTORE_KEYS_NONE)
		return;
	voucher_sign(voucher, restore->old.secret_key, signature);
	document_blob(document, "voucher", signature, sizeof(signature));
}

static void write_restoration(struct restore *restore,
	struct document *document, const struct voucher *voucher)
{
	static const char *const words[] = {
		[RESTORE_KEYS_BESIDE] = "beside",
		[RESTORE_KEYS_CODE] = "code",
		[RESTORE_KEYS_NONE] = "none",
	};
	const struct restore_found *found = &restore->found;

	document_row(document, "restoration");
	document_integer(document, "node", found->node);
	document_integer_or_null(document, "last", voucher->last);
	if (voucher->last != 0)
		document_blob(document, "hash", voucher->hash,
			sizeof(voucher->hash));
	document_integer_or_null(document, "seen", found->seen);
	document_text(document, "seen_by", found->seen_by);
	document_integer_or_null(document, "forked", found->forked);
	document_integer(document, "receipt_number", found->receipt);
	document_integer_or_null(document, "receipt_seen", found->receipt_seen);
	document_text(document, "keys", words[restore->keys]);
}

static enum store_result write_document(struct restore *restore,
	const struct author *author, struct user *owner, const char *pin_hash)
{
	const struct restore_found *found = &restore->found;
	struct store *copy = restore->copy;
	struct voucher voucher = {.last = found->last};
	const int64_t gone = found->seen > found->last && !found->forked
		? found->seen - found->last
		: 0;
	struct document *document;

	if (document_hash(copy, found->last, voucher.hash) != STORE_OK)
		voucher.last = 0;
	document = event_begin(copy, EVENT_RESTORE, author, voucher.last, gone,
		restore->file);
	write_node(restore, document, &voucher);
	write_restoration(restore, document, &voucher);
	return pin_hash ? user_write(copy, document, owner, pin_hash)
			: STORE_OK;
}

static enum store_result become_node(struct restore *restore,
	const struct author *author, struct user *owner, const char *pin)
{
	struct store *copy = restore->copy;
	char hash[USER_PIN_HASH_SIZE];
	enum store_result result = STORE_OK;

	if (restore->keys == RESTORE_KEYS_NONE)
		result = user_hash_pin(copy, pin, hash);
	if (result == STORE_OK)
		result = migrate_begin_copy(copy, copy);
	if (result != STORE_OK)
		return result;
	sqlite3_exec(copy->database, "DELETE FROM backup_mark", NULL, NULL,
		NULL);
	result = write_document(restore, author, owner,
		restore->keys == RESTORE_KEYS_NONE ? hash : NULL);
	if (result != STORE_OK) {
		store_rollback(copy);
		return result;
	}
	return store_commit(copy);
}

/* --- beside the copy ------------------------------------------------------- */

static bool write_head(const struct restore *restore)
{
	struct head head = {.last = restore->copy->last};
	int fd = head_open(restore->work, true);
	bool ok;

	/* No boot: whoever opens it first makes it safe to write. */
	memcpy(head.hash, restore->copy->last_hash, sizeof(head.hash));
	ok = head_write(fd, &head) && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	return ok;
}

static enum store_result write_beside(struct restore *restore)
{
	char *people = xasprintf("%s.people", restore->work);
	enum store_result result =
		node_key_write(&restore->copy->key, restore->work);

	if (result == STORE_OK && restore->people.length > 0)
		result = store_result_of_file(file_write_atomic(people,
			restore->people.data, restore->people.length, 0600));
	free(people);
	if (result == STORE_OK && !write_head(restore))
		result = STORE_IO;
	return result;
}

/* --- in its place ---------------------------------------------------------- */

/* A name for what is there that is free, beside it. */
static char *aside_name(struct restore *restore)
{
	const struct store *copy = restore->copy;
	const int64_t second =
		(store_now_ms(copy) / 1000 + store_zone_offset_s(copy)) % 86400;
	const struct date date = calendar_date(store_today(copy));
	char *name = NULL;

	for (int n = 1; n < 1000; n++) {
		char more[16] = "";

		if (n > 1)
			snprintf(more, sizeof(more), "-%d", n);
		free(name);
		name = xasprintf("%s.old-%04d%02d%02d-%02d%02d%s",
			restore->target, date.year, date.month, date.day,
			(int)(second / 3600), (int)(second / 60 % 60), more);
		if (access(name, F_OK) != 0)
			break;
	}
	return name;
}

/* A readable file is locked until it has gone, so that nobody goes on with
 * it; one that cannot be read cannot be sold from either. */
static enum store_result exchange(struct restore *restore, const char *aside)
{
	const struct restore_place place = {.target = restore->target,
		.work = restore->work,
		.aside = aside};
	struct turnstile *turnstile = turnstile_open(restore->target);
	struct store *there = store_new(restore->target);
	enum store_result result = STORE_OK;

	if (!turnstile ||
		turnstile_take(turnstile, "restore", 10000, NULL) != LOCK_TAKEN)
		result = STORE_BUSY;
	if (result == STORE_OK && restore->found.there &&
		store_reach(there) == STORE_OK)
		result = swap_lock_out(there);
	if (result == STORE_OK)
		result = restore_put_in_place(&place);
	store_free(there);
	turnstile_close(turnstile);
	return result;
}

static bool leftovers(const struct restore *restore)
{
	static const char *const endings[] = {"", ".key", ".people", ".head"};
	bool any = false;

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char *name = xasprintf("%s%s", restore->target, endings[i]);

		any = any || access(name, F_OK) == 0;
		free(name);
	}
	return any;
}

enum store_result restore_finish(struct restore *restore,
	const struct author *author, struct user *owner, const char *pin,
	int64_t *node, char *aside, size_t size)
{
	struct store *copy = restore->copy;
	char *name;
	enum store_result result = become_node(restore, author, owner, pin);

	if (result == STORE_OK)
		result = store_prove_copy(copy, copy);
	if (result == STORE_OK)
		result = write_beside(restore);
	if (result == STORE_OK)
		result = swap_prepare(copy);
	if (result != STORE_OK)
		return fail(restore, result, copy->detail);
	name = aside_name(restore);
	snprintf(aside, size, "%s", leftovers(restore) ? name : "");
	*node = copy->key.node;
	result = exchange(restore, name);
	free(name);
	return result == STORE_OK ? STORE_OK
				  : fail(restore, result, restore->target);
}
