/*
 * Writing: one process at a time, sealed, applied, made durable, and in doubt
 * only when the disk itself cannot say.
 *
 *	store_begin   turnstile -> BEGIN IMMEDIATE -> the file is not behind
 *	              its head -> the node's last document
 *	store_commit  seal and apply each document -> COMMIT (synced) -> head
 *	              file -> give up the turnstile
 *
 * A COMMIT that fails may or may not be in the file. Then the connection is
 * thrown away, the file opened anew and synced, and the token of the first
 * document looked for.
 */
#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drivers/system/alloc.h"
#include "schema/store/balance.h"
#include "schema/store/day.h"
#include "schema/store/event.h"
#include "schema/store/personal.h"
#include "schema/store/room.h"
#include "schema/store/store_core.h"
#include "schema/store/wal_tail.h"
#include "schema/store/verify.h"
#include "schema/store/node_voucher.h"

/* A writer that waits longer than this gives up and says who holds the lock. */
#define WAIT_MAX_MS 60000

/* Readers may keep the log from being emptied; how often that is tried. */
#define START_TRIES 100
#define START_PAUSE_NS 100000000L

#define AMOUNT_MAX INT64_C(1000000000000)

static bool run(struct store *store, const char *sql)
{
	sqlite3_stmt *statement = store_statement(store, sql);

	if (!statement)
		return false;
	store_step(store, statement);
	return store->failure == STORE_OK;
}

enum store_result write_read_last(struct store *store)
{
	int64_t first = store->key.node << DOCUMENT_SEQUENCE_BITS;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT id, hash, signature, at, day FROM document"
		" WHERE id BETWEEN ?1 AND ?2 ORDER BY id DESC LIMIT 1");

	store->last = first;
	memset(store->last_hash, 0, sizeof(store->last_hash));
	memset(store->last_signature, 0, sizeof(store->last_signature));
	if (!statement)
		return store_failed(store);
	sqlite3_bind_int64(statement, 1, first);
	sqlite3_bind_int64(statement, 2,
		first + (INT64_C(1) << DOCUMENT_SEQUENCE_BITS) - 1);
	if (!store_step(store, statement))
		return store_failed(store);
	store->last = sqlite3_column_int64(statement, 0);
	memcpy(store->last_hash, sqlite3_column_blob(statement, 1),
		sizeof(store->last_hash));
	memcpy(store->last_signature, sqlite3_column_blob(statement, 2),
		sizeof(store->last_signature));
	store->last_ms = sqlite3_column_int64(statement, 3);
	store->last_day = (int32_t)sqlite3_column_int64(statement, 4);
	store_reset(statement);
	return STORE_OK;
}

/* The file must hold what the head file says this machine saw in it. */
static enum store_result check_head(struct store *store)
{
	struct head head;
	unsigned char hash[DOCUMENT_HASH_SIZE];
	char text[DOCUMENT_TEXT_SIZE];

	switch (head_read(store->head_fd, &head)) {
	case HEAD_OK:
		break;
	case HEAD_MISSING:
	case HEAD_BROKEN:
		return store_fail(store, STORE_ROLLED_BACK, "%s.head",
			store->path);
	}
	document_format(head.last, text);
	if (head.last == store->last)
		memcpy(hash, store->last_hash, sizeof(hash));
	else if (head.last > store->last ||
		document_hash(store, head.last, hash) != STORE_OK)
		return store_fail(store, STORE_ROLLED_BACK, "%s", text);
	if (memcmp(hash, head.hash, sizeof(hash)) != 0)
		return store_fail(store, STORE_FORKED, "%s", text);
	return STORE_OK;
}

enum store_result write_look_at_head(struct store *store)
{
	struct head head;
	unsigned char hash[DOCUMENT_HASH_SIZE];
	enum store_result result;

	/* The head first: a commit meanwhile is in the file before it. */
	switch (head_read(store->head_fd, &head)) {
	case HEAD_OK:
		break;
	case HEAD_MISSING:
		return STORE_ROLLED_BACK;
	case HEAD_BROKEN:
		return STORE_OK;
	}
	if (document_sequence(head.last) == 0)
		return STORE_OK;
	result = document_hash(store, head.last, hash);
	store->failure = STORE_OK;
	if (result == STORE_NOT_FOUND)
		return STORE_ROLLED_BACK;
	if (result != STORE_OK)
		return STORE_OK;
	return memcmp(hash, head.hash, sizeof(hash)) == 0 ? STORE_OK
							  : STORE_FORKED;
}

static enum store_result take_turnstile(struct store *store,
	const char *purpose)
{
	char holder[128];

	switch (turnstile_take(store->turnstile, purpose, WAIT_MAX_MS,
		&store->waited_ms)) {
	case LOCK_TAKEN:
		return STORE_OK;
	case LOCK_BUSY:
		return store_fail(store, STORE_BUSY, "%s",
			turnstile_holder(store->turnstile, holder,
				sizeof(holder)));
	case LOCK_FAILED:
		break;
	}
	return store_fail(store, STORE_DENIED, "%s.lock", store->path);
}

void write_leave(struct store *store)
{
	if (!store->database || sqlite3_get_autocommit(store->database))
		return;
	sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
	if (sqlite3_get_autocommit(store->database))
		return;
	store_disconnect(store);
	if (store_connect(store, false) != STORE_OK)
		store_disconnect(store);
}

/* Gives everything up after a failure before COMMIT: certainly not saved. */
static void abandon(struct store *store)
{
	for (size_t i = 0; i < store->document_count; i++)
		document_free(store->documents[i]);
	store->document_count = 0;
	people_drop(store);
	store->next_thing = 0;
	store->day_answered = false;
	store->in_write = false;
	write_leave(store);
	if (store->turnstile && turnstile_is_held(store->turnstile))
		turnstile_release(store->turnstile);
}

enum store_result store_begin(struct store *store, const char *purpose)
{
	enum store_result result;

	assert(!store->in_write);
	if (!store->database)
		return store_fail(store, STORE_IN_DOUBT, "%s", store->path);
	if (store->doubt == STORE_FULL || store->doubt == STORE_STRANGE_SCHEMA)
		return store_fail(store, store->doubt, "%s", store->path);
	if (!store->has_key)
		return store_fail(store, store->doubt,
			store->doubt == STORE_DENIED ? "%s.lock"
				: store->doubt == STORE_NO_KEY
				? "%s.key is missing, broken or of another till"
				: "%s",
			store->path);
	store->failure = STORE_OK;
	result = take_turnstile(store, purpose);
	if (result != STORE_OK) {
		store->failure = STORE_OK;
		return result;
	}
	store->in_write = true;
	if (store_is_replaced(store))
		result = store_fail(store, STORE_REPLACED, "%s", store->path);
	if (result == STORE_OK && !run(store, "BEGIN IMMEDIATE"))
		result = store->failure;
	if (result == STORE_OK)
		result = write_read_last(store);
	if (result == STORE_OK)
		result = check_head(store);
	if (result != STORE_OK)
		abandon(store);
	store->failure = STORE_OK;
	return result;
}

void store_rollback(struct store *store)
{
	if (store->in_write)
		abandon(store);
	store->failure = STORE_OK;
}

/* --- sealing ------------------------------------------------------------ */

static void header_set(struct document *document, const char *column,
	struct value value)
{
	const struct fact_table *table = document->header.table;
	size_t at = fact_column_find(table, column);

	assert(at < table->column_count);
	document->header.values[at] = value;
}

static void header_integer(struct document *document, const char *column,
	int64_t integer)
{
	header_set(document, column,
		(struct value){.type = VALUE_INTEGER, .integer = integer});
}

static void header_bytes(struct document *document, const char *column,
	enum value_type type, const void *bytes, size_t size)
{
	header_set(document, column,
		(struct value){.type = type, .bytes = bytes, .size = size});
}

static void make_header(struct store *store, struct document *document)
{
	const struct author *author = &document->author;

	document->header.table = &store->facts.tables[store->facts.header];
	document->header.values = xcalloc(document->header.table->column_count,
		sizeof(*document->header.values));
	header_integer(document, "id", document->id);
	header_bytes(document, "token", VALUE_BLOB, document->token,
		sizeof(document->token));
	header_bytes(document, "kind", VALUE_TEXT, document->kind,
		strlen(document->kind));
	header_integer(document, "day", store->day);
	header_integer(document, "at", store_now_ms(store));
	header_integer(document, "user", author->user);
	if (author->supervisor)
		header_integer(document, "supervisor", author->supervisor);
	if (author->shift)
		header_integer(document, "shift", author->shift);
	header_integer(document, "desk", store_desk(store));
}

/* Chains and signs the document after the store's last, and becomes it. */
static enum store_result seal(struct store *store, struct document *document)
{
	make_header(store, document);
	if (!document_hash_rows(document, store->last_hash,
		    store->last_signature))
		return store_fail(store, STORE_BAD_BUNDLE, "%s",
			document->kind);
	crypto_sign_detached(document->signature, NULL, document->hash,
		sizeof(document->hash), store->key.secret_key);
	memcpy(store->last_hash, document->hash, sizeof(store->last_hash));
	memcpy(store->last_signature, document->signature,
		sizeof(store->last_signature));
	store->last = document->id;
	return STORE_OK;
}

/* --- applying ----------------------------------------------------------- */

static bool in_bounds(const struct fact_table *table,
	const struct value values[])
{
	for (size_t i = 0; i < table->column_count; i++) {
		const struct value *value = &values[i];

		if (table->columns[i].bounded && value->type == VALUE_INTEGER &&
			(value->integer > AMOUNT_MAX ||
				value->integer < -AMOUNT_MAX))
			return false;
	}
	return true;
}

static sqlite3_stmt *insert_statement(struct store *store,
	const struct fact_table *table)
{
	size_t at = (size_t)(table - store->facts.tables);

	int code;

	if (store->inserts[at])
		return store->inserts[at];
	code = sqlite3_prepare_v3(store->database, table->insert_sql, -1,
		SQLITE_PREPARE_PERSISTENT, &store->inserts[at], NULL);
	if (code != SQLITE_OK)
		store_fail_sqlite(store, code);
	return store->inserts[at];
}

static void bind_value(sqlite3_stmt *statement, int at,
	const struct value *value)
{
	switch (value->type) {
	case VALUE_NULL:
		sqlite3_bind_null(statement, at);
		break;
	case VALUE_INTEGER:
		sqlite3_bind_int64(statement, at, value->integer);
		break;
	case VALUE_TEXT:
		sqlite3_bind_text64(statement, at, (const char *)value->bytes,
			value->size, SQLITE_STATIC, SQLITE_UTF8);
		break;
	case VALUE_BLOB:
		sqlite3_bind_blob64(statement, at, value->bytes, value->size,
			SQLITE_STATIC);
		break;
	}
}

static bool insert_row(struct store *store, const struct fact_table *table,
	const struct value values[])
{
	sqlite3_stmt *statement = insert_statement(store, table);

	if (!statement)
		return false;
	for (size_t i = 0; i < table->column_count; i++)
		bind_value(statement, (int)i + 1, &values[i]);
	store_step(store, statement);
	sqlite3_clear_bindings(statement);
	return store->failure == STORE_OK;
}

enum store_result write_apply(struct store *store,
	const struct document *document)
{
	const struct document_header_row *header = &document->header;
	struct value values[FACT_COLUMNS_MAX];
	struct balance balance = {0};
	char text[DOCUMENT_TEXT_SIZE];

	header->values[fact_column_find(header->table, "hash")] =
		(struct value){.type = VALUE_BLOB,
			.bytes = document->hash,
			.size = sizeof(document->hash)};
	header->values[fact_column_find(header->table, "signature")] =
		(struct value){.type = VALUE_BLOB,
			.bytes = document->signature,
			.size = sizeof(document->signature)};
	document_format(document->id, text);
	for (size_t i = 0; i < document->rows.count; i++) {
		const struct fact_table *table =
			rows_read(&document->rows, &store->facts, i, values);

		if (!in_bounds(table, values))
			return store_fail(store, STORE_BAD_BUNDLE, "%s: %s",
				text, table->name);
		if (!insert_row(store, table, values))
			return store->failure;
		balance_add(&balance, table, values);
	}
	if (!balance_holds(&balance))
		return store_fail(store, STORE_UNBALANCED, "%s (%s)", text,
			document->kind);
	insert_row(store, header->table, header->values);
	return store->failure;
}

/* --- committing --------------------------------------------------------- */

static void save_head(struct store *store)
{
	struct head head = {.last = store->last};

	memcpy(head.hash, store->last_hash, sizeof(head.hash));
	head_boot_id(head.boot);
	head_write(store->head_fd, &head);
}

/* Until the next safe start nobody may take the page cache's word. */
static void mark_unclean(struct store *store)
{
	struct head head;

	if (head_read(store->head_fd, &head) != HEAD_OK)
		return;
	head.boot[0] = '\0';
	head_write(store->head_fd, &head);
}

/*
 * COMMIT has failed. What the old connection shows may be the page cache's
 * word and not the disk's, so another one is opened, the log synced into the
 * file, and then asked.
 */
static enum store_result resolve_doubt(struct store *store,
	enum store_result why, const unsigned char token[DOCUMENT_TOKEN_SIZE])
{
	int64_t id;
	int code = SQLITE_IOERR;

	/* Of the new connection's answers, not of the COMMIT's. */
	store->failure = STORE_OK;
	/* What is needed to empty the log is kept for this moment. */
	if (why == STORE_FULL)
		store_ballast_release(store);
	store_disconnect(store);
	if (store_connect(store, false) == STORE_OK &&
		wal_tail_rewrite(store->path))
		code = sqlite3_wal_checkpoint_v2(store->database, NULL,
			SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	/* On a full disk the log stays; the next commit syncs it. */
	if (code != SQLITE_OK &&
		(why != STORE_FULL || store_result_of(code) != STORE_FULL)) {
		store_disconnect(store);
		return STORE_IN_DOUBT;
	}
	switch (document_by_token(store, token, &id)) {
	case STORE_OK:
		return code == SQLITE_OK && write_read_last(store) == STORE_OK
			? STORE_OK
			: STORE_IN_DOUBT;
	case STORE_NOT_FOUND:
		return why;
	default:
		return STORE_IN_DOUBT;
	}
}

enum store_result store_commit(struct store *store)
{
	unsigned char token[DOCUMENT_TOKEN_SIZE] = {0};
	enum store_result result = STORE_OK;
	bool any = store->document_count > 0;

	assert(store->in_write);
	store->failure = STORE_OK;
	if (any) {
		memcpy(token, store->documents[0]->token, sizeof(token));
		result = day_guard(store);
	}
	if (result == STORE_OK)
		result = people_flush(store);
	for (size_t i = 0; result == STORE_OK && i < store->document_count;
		i++) {
		assert(store->documents[i]->id == store->last + 1);
		result = seal(store, store->documents[i]);
		if (result == STORE_OK)
			result = write_apply(store, store->documents[i]);
	}
	if (result != STORE_OK) {
		abandon(store);
		store->failure = STORE_OK;
		return result;
	}
	if (!run(store, "COMMIT")) {
		result = store->failure;
		mark_unclean(store);
		if (any)
			result = resolve_doubt(store, result, token);
	}
	if (result == STORE_OK && any)
		save_head(store);
	abandon(store);
	store->failure = STORE_OK;
	return result;
}

/* --- documents of other nodes ------------------------------------------- */

#define SEAL_SIZE (DOCUMENT_HASH_SIZE + crypto_sign_BYTES)

/* content || hash || signature */
enum store_result document_export(struct store *store, int64_t id,
	struct buffer *out)
{
	struct value values[FACT_COLUMNS_MAX];
	const unsigned char *seal_at = NULL;
	unsigned char sealed[SEAL_SIZE];

	for (size_t i = 0; i < store->facts.count; i++) {
		const struct fact_table *table = &store->facts.tables[i];
		sqlite3_stmt *statement =
			store_statement(store, table->select_sql);

		if (!statement)
			return store_failed(store);
		sqlite3_bind_int64(statement, 1, id);
		while (store_step(store, statement)) {
			document_read_row(statement, table, values);
			canonical_row(out, table, values);
			if (i != store->facts.header)
				continue;
			seal_at = sealed;
			memcpy(sealed,
				values[fact_column_find(table, "hash")].bytes,
				DOCUMENT_HASH_SIZE);
			memcpy(sealed + DOCUMENT_HASH_SIZE,
				values[fact_column_find(table, "signature")]
					.bytes,
				crypto_sign_BYTES);
		}
	}
	if (store->failure != STORE_OK)
		return store_failed(store);
	if (!seal_at)
		return STORE_NOT_FOUND;
	buffer_add(out, sealed, sizeof(sealed));
	return buffer_overflowed(out) ? STORE_BAD_BUNDLE : STORE_OK;
}

static void keep_row(struct document *document, const struct fact_table *table,
	const struct value values[])
{
	rows_begin(&document->rows, &document->store->facts, table);
	for (size_t i = 0; i < table->column_count; i++) {
		if (values[i].type != VALUE_NULL)
			rows_set(&document->rows, i, &values[i]);
	}
}

static void keep_header(struct document *document,
	const struct fact_table *table, const struct value values[])
{
	document->header.table = table;
	document->header.values =
		xcalloc(table->column_count, sizeof(*document->header.values));
	for (size_t i = 0; i < table->column_count; i++) {
		struct value *value = &document->header.values[i];

		*value = values[i];
		if (value->bytes)
			value->bytes = document_keep(document, value->bytes,
				value->size);
	}
}

/* Rows of one document: one header, and bodies that name it. */
static enum store_result decode(struct store *store, struct document *document,
	const unsigned char *content, size_t size)
{
	struct value values[FACT_COLUMNS_MAX];
	const struct fact_table *table, *before = NULL;
	enum canonical_result row;
	size_t at = 0;

	while ((row = canonical_next(&store->facts, content, size, &at, &table,
			values)) == CANONICAL_ROW) {
		bool header = table ==
			&store->facts.tables[store->facts.header];
		const struct value *id = &values[fact_column_find(table,
			header ? "id" : "document")];

		if (id->type != VALUE_INTEGER || id->integer <= 0 ||
			(document->id && document->id != id->integer) ||
			(header && document->header.values) || table < before)
			return STORE_BAD_BUNDLE;
		before = table;
		document->id = id->integer;
		if (header)
			keep_header(document, table, values);
		else
			keep_row(document, table, values);
	}
	if (row == CANONICAL_NEWER)
		return STORE_NEWER;
	/* In another order they would have another hash here than there. */
	if (row == CANONICAL_BROKEN || !document->header.values ||
		!rows_are_in_order(&document->rows, &store->facts))
		return STORE_BAD_BUNDLE;
	return STORE_OK;
}

/* The newest document of a node as it is here, zeros before its first. */
static bool node_last(struct store *store, int64_t node, int64_t *last,
	unsigned char hash[DOCUMENT_HASH_SIZE],
	unsigned char signature[crypto_sign_BYTES])
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT id, hash, signature FROM document"
		" WHERE id > ?1 << 40 AND id < ?1 + 1 << 40"
		" ORDER BY id DESC LIMIT 1");

	*last = node << DOCUMENT_SEQUENCE_BITS;
	memset(hash, 0, DOCUMENT_HASH_SIZE);
	memset(signature, 0, crypto_sign_BYTES);
	if (!statement)
		return false;
	sqlite3_bind_int64(statement, 1, node);
	if (!store_step(store, statement))
		return store->failure == STORE_OK;
	*last = sqlite3_column_int64(statement, 0);
	memcpy(hash, sqlite3_column_blob(statement, 1), DOCUMENT_HASH_SIZE);
	memcpy(signature, sqlite3_column_blob(statement, 2), crypto_sign_BYTES);
	store_reset(statement);
	return true;
}

/* A node's key: given out by a document that is here, or by its own first one
 * where that is the first of the mart, or a node that is here vouches for it. */
static bool node_public_key(struct store *store,
	const struct document *document,
	unsigned char key[crypto_sign_PUBLICKEYBYTES])
{
	struct voucher voucher;
	unsigned char signature[crypto_sign_BYTES];
	unsigned char old[crypto_sign_PUBLICKEYBYTES];

	if (voucher_key_of(store, document_node(document->id), key))
		return true;
	if (document_sequence(document->id) != 1 ||
		!voucher_in(document, &voucher, signature))
		return false;
	memcpy(key, voucher.public_key, sizeof(voucher.public_key));
	return store_integer(store, "SELECT count(*) FROM document", 0, NULL,
		       1) == 0 ||
		(voucher.replaces != 0 &&
			voucher_key_of(store, voucher.replaces, old) &&
			voucher_holds(&voucher, old, signature));
}

static enum store_result check_chain(struct store *store,
	struct document *document, const unsigned char *content, size_t size)
{
	unsigned char previous_hash[DOCUMENT_HASH_SIZE];
	unsigned char previous_signature[crypto_sign_BYTES];
	unsigned char hash[DOCUMENT_HASH_SIZE];
	unsigned char key[crypto_sign_PUBLICKEYBYTES];
	struct buffer bytes;
	int64_t last;

	if (document_hash(store, document->id, hash) == STORE_OK)
		return memcmp(hash, document->hash, sizeof(hash)) == 0
			? STORE_EXISTS
			: STORE_FORKED;
	if (!node_last(store, document_node(document->id), &last, previous_hash,
		    previous_signature))
		return store_failed(store);
	if (document->id != last + 1)
		return STORE_OUT_OF_ORDER;
	if (!node_public_key(store, document, key))
		return STORE_UNKNOWN_NODE;
	buffer_init(&bytes, CANONICAL_MAX);
	buffer_add(&bytes, content, size);
	document_chain_hash(previous_hash, previous_signature, &bytes, hash);
	buffer_release(&bytes);
	if (memcmp(hash, document->hash, sizeof(hash)) != 0 ||
		crypto_sign_verify_detached(document->signature, hash,
			sizeof(hash), key) != 0)
		return STORE_BAD_CHAIN;
	return STORE_OK;
}

enum store_result document_apply(struct store *store, const void *bytes,
	size_t size)
{
	const unsigned char *content = bytes;
	struct document *document;
	enum store_result result;
	char text[DOCUMENT_TEXT_SIZE];

	assert(store->in_write);
	if (size <= SEAL_SIZE)
		return STORE_BAD_BUNDLE;
	size -= SEAL_SIZE;
	document = document_new(store);
	memcpy(document->hash, content + size, DOCUMENT_HASH_SIZE);
	memcpy(document->signature, content + size + DOCUMENT_HASH_SIZE,
		crypto_sign_BYTES);
	result = decode(store, document, content, size);
	if (result == STORE_OK) {
		document->kind = xstrdup("");
		result = check_chain(store, document, content, size);
	}
	if (result == STORE_OK)
		result = write_apply(store, document);
	if (result == STORE_EXISTS)
		result = STORE_OK;
	else if (result != STORE_OK)
		store_fail(store, result, "%s",
			document_format(document->id, text));
	document_free(document);
	store->failure = STORE_OK;
	return result;
}

/* --- safe start --------------------------------------------------------- */

static void pause_briefly(void)
{
	nanosleep(&(struct timespec){.tv_nsec = START_PAUSE_NS}, NULL);
}

/* Empties the log into the file and syncs both; readers may hold it up. */
static enum store_result empty_log(struct store *store)
{
	int code = SQLITE_BUSY;

	for (int i = 0; code == SQLITE_BUSY && i < START_TRIES; i++) {
		if (i > 0)
			pause_briefly();
		code = sqlite3_wal_checkpoint_v2(store->database, NULL,
			SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	}
	if (code == SQLITE_OK)
		return STORE_OK;
	return store_fail_sqlite(store, code);
}

static bool is_started(struct store *store)
{
	struct head head;
	char boot[BOOT_ID_SIZE];

	head_boot_id(boot);
	return head_read(store->head_fd, &head) == HEAD_OK && boot[0] &&
		strcmp(head.boot, boot) == 0;
}

bool write_is_enrolled(struct store *store)
{
	return store_integer(store, "SELECT count(*) FROM node WHERE node = ?1",
		       1, &store->key.node, 0) > 0;
}

/*
 * After a failed sync the page cache may show what the disk does not have. So
 * the first process after a boot, or after an unclean end, empties the log and
 * commits a document of its own before anything is acknowledged.
 */
enum store_result write_safe_start(struct store *store)
{
	const struct author machine = {0};
	enum store_result result;

	if (is_started(store))
		return STORE_OK;
	/* Before the first write, so that no trigger of a stranger's runs. */
	result = verify_schema(store);
	if (result == STORE_OK)
		result = take_turnstile(store, "start");
	if (result != STORE_OK)
		return result;
	if (is_started(store)) {
		turnstile_release(store->turnstile);
		return STORE_OK;
	}
	result = empty_log(store);
	create_drop_mark(store->path);
	turnstile_release(store->turnstile);
	/* A node that is not enrolled yet writes nothing of its own. */
	if (result != STORE_OK || !write_is_enrolled(store))
		return result;
	result = store_begin(store, "start");
	if (result != STORE_OK)
		return result;
	event_write(store, EVENT_START, &machine, 0, store->unclean,
		TITIPAN_VERSION);
	result = store_commit(store);
	/* What was to be forgotten when the machine stopped. */
	return result == STORE_OK ? personal_obey_forgets(store) : result;
}
