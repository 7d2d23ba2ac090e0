/*
 * Building a document, reading one back, and its id as text.
 *
 * The values of a row stand in the order of its table's columns, so that the
 * canonical bytes and the INSERT need no look-up. Everything that a value
 * points to is kept in the document's chunks and freed with it.
 */
#include "schema/store/document.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/random.h"
#include "schema/store/store_core.h"

#define SEQUENCE_MASK ((INT64_C(1) << DOCUMENT_SEQUENCE_BITS) - 1)

/* How far back a token is looked for: more than any process can commit while
 * another is in doubt. */
#define TOKEN_WALK_MAX 4096

int64_t document_node(int64_t id)
{
	return id >> DOCUMENT_SEQUENCE_BITS;
}

int64_t document_sequence(int64_t id)
{
	return id & SEQUENCE_MASK;
}

char *document_format(int64_t id, char text[DOCUMENT_TEXT_SIZE])
{
	snprintf(text, DOCUMENT_TEXT_SIZE, "%" PRId64 "-%" PRId64,
		document_node(id), document_sequence(id));
	return text;
}

static bool parse_number(const char **text, int64_t max, int64_t *number)
{
	const char *at = *text;

	*number = 0;
	if (*at < '1' || *at > '9')
		return false;
	while (*at >= '0' && *at <= '9') {
		*number = *number * 10 + (*at++ - '0');
		if (*number > max)
			return false;
	}
	*text = at;
	return true;
}

bool document_parse(const char *text, int64_t *id)
{
	int64_t node, sequence;

	if (strncmp(text, "N-", 2) == 0)
		text += 2;
	if (!parse_number(&text, (INT64_C(1) << 22) - 1, &node) ||
		*text++ != '-' ||
		!parse_number(&text, SEQUENCE_MASK, &sequence) || *text != '\0')
		return false;
	*id = node << DOCUMENT_SEQUENCE_BITS | sequence;
	return true;
}

struct document *document_new(struct store *store)
{
	struct document *document = xcalloc(1, sizeof(*document));

	document->store = store;
	return document;
}

void document_free(struct document *document)
{
	if (!document)
		return;
	for (size_t i = 0; i < document->chunk_count; i++)
		free(document->chunks[i]);
	for (size_t i = 0; i < document->row_count; i++)
		free(document->rows[i].values);
	free(document->header.values);
	free(document->chunks);
	free(document->rows);
	free(document->kind);
	free(document);
}

void *document_keep(struct document *document, const void *bytes, size_t size)
{
	unsigned char *copy = xmalloc(size + 1);

	if (size > 0)
		memcpy(copy, bytes, size);
	copy[size] = '\0';
	if ((document->chunk_count & (document->chunk_count - 1)) == 0)
		document->chunks = xreallocarray(document->chunks,
			document->chunk_count ? 2 * document->chunk_count : 1,
			sizeof(*document->chunks));
	document->chunks[document->chunk_count++] = copy;
	return copy;
}

struct document *document_begin(struct store *store, const char *kind,
	const struct author *author)
{
	struct document *document = document_new(store);

	assert(store->in_write && store->has_key);
	random_fill(document->token, sizeof(document->token));
	document->id = store->last + 1 + (int64_t)store->document_count;
	document->kind = xstrdup(kind);
	document->author = *author;
	store->documents = xreallocarray(store->documents,
		store->document_count + 1, sizeof(*store->documents));
	store->documents[store->document_count++] = document;
	return document;
}

int64_t document_id(const struct document *document)
{
	return document->id;
}

void document_set_token(struct document *document,
	const unsigned char token[DOCUMENT_TOKEN_SIZE])
{
	memcpy(document->token, token, DOCUMENT_TOKEN_SIZE);
}

void document_is_shift(struct document *document)
{
	document->author.shift = document->id;
}

void document_row(struct document *document, const char *table)
{
	struct document_row *row;

	if (document->row_count == document->row_room) {
		document->row_room = document->row_room ? 2 * document->row_room
							: 8;
		document->rows = xreallocarray(document->rows,
			document->row_room, sizeof(*document->rows));
	}
	row = &document->rows[document->row_count++];
	row->table = facts_find(&document->store->facts, table);
	assert(row->table);
	row->values = xcalloc(row->table->column_count, sizeof(*row->values));
	document_integer(document, "document", document->id);
}

static struct value *cell(struct document *document, const char *column)
{
	const struct document_row *row;
	size_t at;

	assert(document->row_count > 0);
	row = &document->rows[document->row_count - 1];
	at = fact_column_find(row->table, column);
	assert(at < row->table->column_count);
	return &row->values[at];
}

void document_integer(struct document *document, const char *column,
	int64_t value)
{
	*cell(document, column) = (struct value){
		.type = VALUE_INTEGER,
		.integer = value,
	};
}

void document_integer_or_null(struct document *document, const char *column,
	int64_t value)
{
	if (value != 0)
		document_integer(document, column, value);
	else
		*cell(document, column) = (struct value){0};
}

static void set_bytes(struct document *document, const char *column,
	enum value_type type, const void *bytes, size_t size)
{
	*cell(document, column) = (struct value){
		.type = type,
		.bytes = document_keep(document, bytes, size),
		.size = size,
	};
}

void document_text(struct document *document, const char *column,
	const char *value)
{
	if (value)
		set_bytes(document, column, VALUE_TEXT, value, strlen(value));
	else
		*cell(document, column) = (struct value){0};
}

void document_blob(struct document *document, const char *column,
	const void *bytes, size_t size)
{
	set_bytes(document, column, VALUE_BLOB, bytes, size);
}

static int compare_values(const struct value *a, const struct value *b)
{
	size_t shorter = a->size < b->size ? a->size : b->size;
	int order;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->type == VALUE_INTEGER)
		return a->integer < b->integer ? -1 : a->integer > b->integer;
	order = shorter ? memcmp(a->bytes, b->bytes, shorter) : 0;
	if (order != 0)
		return order;
	return a->size < b->size ? -1 : a->size > b->size;
}

/* Tables by name (their order in memory), rows by key as SQLite sorts it. */
static int canonical_order(const void *a, const void *b)
{
	const struct document_row *x = a;
	const struct document_row *y = b;

	if (x->table != y->table)
		return x->table < y->table ? -1 : 1;
	for (size_t i = 0; i < x->table->key_count; i++) {
		size_t key = x->table->keys[i];
		int order = compare_values(&x->values[key], &y->values[key]);

		if (order != 0)
			return order;
	}
	return 0;
}

void document_content(struct document *document, struct buffer *out)
{
	bool header = false;

	qsort(document->rows, document->row_count, sizeof(*document->rows),
		canonical_order);
	for (size_t i = 0; i < document->row_count; i++) {
		const struct document_row *row = &document->rows[i];

		assert(i == 0 || canonical_order(row - 1, row) < 0);
		if (!header && document->header.table < row->table) {
			canonical_row(out, document->header.table,
				document->header.values);
			header = true;
		}
		canonical_row(out, row->table, row->values);
	}
	if (!header)
		canonical_row(out, document->header.table,
			document->header.values);
}

void document_chain_hash(const unsigned char previous_hash[DOCUMENT_HASH_SIZE],
	const unsigned char previous_signature[crypto_sign_BYTES],
	const struct buffer *content, unsigned char hash[DOCUMENT_HASH_SIZE])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, DOCUMENT_HASH_SIZE);
	crypto_generichash_update(&state, previous_hash, DOCUMENT_HASH_SIZE);
	crypto_generichash_update(&state, previous_signature,
		crypto_sign_BYTES);
	crypto_generichash_update(&state, (const unsigned char *)content->data,
		content->length);
	crypto_generichash_final(&state, hash, DOCUMENT_HASH_SIZE);
}

void document_read_row(sqlite3_stmt *statement, const struct fact_table *table,
	struct value values[])
{
	for (size_t i = 0; i < table->column_count; i++) {
		int column = (int)i;
		struct value *value = &values[i];

		*value = (struct value){0};
		switch (sqlite3_column_type(statement, column)) {
		case SQLITE_INTEGER:
			value->type = VALUE_INTEGER;
			value->integer =
				sqlite3_column_int64(statement, column);
			break;
		case SQLITE_TEXT:
			value->type = VALUE_TEXT;
			value->bytes = sqlite3_column_text(statement, column);
			break;
		case SQLITE_NULL:
			break;
		default: /* a blob; a real is no fact and spoils the hash */
			value->type = VALUE_BLOB;
			value->bytes = sqlite3_column_blob(statement, column);
			break;
		}
		if (value->type == VALUE_TEXT || value->type == VALUE_BLOB)
			value->size =
				(size_t)sqlite3_column_bytes(statement, column);
	}
}

enum store_result document_by_token(struct store *store,
	const unsigned char token[DOCUMENT_TOKEN_SIZE], int64_t *id)
{
	int64_t node = store_node(store);
	sqlite3_stmt *statement = store_statement(store,
		"SELECT id, token FROM document WHERE id BETWEEN ?1 AND ?2"
		" ORDER BY id DESC LIMIT ?3");
	enum store_result failure;

	if (!statement)
		return store_failed(store);
	sqlite3_bind_int64(statement, 1, node << DOCUMENT_SEQUENCE_BITS);
	sqlite3_bind_int64(statement, 2,
		(node << DOCUMENT_SEQUENCE_BITS) | SEQUENCE_MASK);
	sqlite3_bind_int(statement, 3, TOKEN_WALK_MAX);
	while (store_step(store, statement)) {
		if (sqlite3_column_bytes(statement, 1) != DOCUMENT_TOKEN_SIZE ||
			memcmp(sqlite3_column_blob(statement, 1), token,
				DOCUMENT_TOKEN_SIZE) != 0)
			continue;
		*id = sqlite3_column_int64(statement, 0);
		store_reset(statement);
		return STORE_OK;
	}
	failure = store_failed(store);
	return failure == STORE_OK ? STORE_NOT_FOUND : failure;
}

enum store_result document_hash(struct store *store, int64_t id,
	unsigned char hash[DOCUMENT_HASH_SIZE])
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT hash FROM document WHERE id = ?1");
	enum store_result failure;

	if (!statement)
		return store_failed(store);
	sqlite3_bind_int64(statement, 1, id);
	if (!store_step(store, statement)) {
		failure = store_failed(store);
		return failure == STORE_OK ? STORE_NOT_FOUND : failure;
	}
	memcpy(hash, sqlite3_column_blob(statement, 0), DOCUMENT_HASH_SIZE);
	store_reset(statement);
	return STORE_OK;
}

enum store_result document_header(struct store *store, int64_t id,
	struct document_header *header)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT kind, day, at, user, supervisor, shift, desk"
		" FROM document WHERE id = ?1");
	enum store_result failure;

	if (!statement)
		return store_failed(store);
	sqlite3_bind_int64(statement, 1, id);
	if (!store_step(store, statement)) {
		failure = store_failed(store);
		return failure == STORE_OK ? STORE_NOT_FOUND : failure;
	}
	snprintf(store->text, sizeof(store->text), "%s",
		store_text(statement, 0));
	*header = (struct document_header){
		.id = id,
		.kind = store->text,
		.day = (int32_t)sqlite3_column_int64(statement, 1),
		.at_ms = sqlite3_column_int64(statement, 2),
		.user = sqlite3_column_int64(statement, 3),
		.supervisor = sqlite3_column_int64(statement, 4),
		.shift = sqlite3_column_int64(statement, 5),
		.desk = sqlite3_column_int64(statement, 6),
	};
	store_reset(statement);
	return STORE_OK;
}

int64_t document_new_thing(struct store *store)
{
	int64_t base = store_node(store) << DOCUMENT_SEQUENCE_BITS;

	assert(store->in_write);
	if (store->next_thing == 0) {
		const int64_t range[] = {base, base | SEQUENCE_MASK};

		store->next_thing = 1 +
			store_integer(store,
				"SELECT max("
				"coalesce((SELECT max(id) FROM user"
				" WHERE id BETWEEN ?1 AND ?2), ?1),"
				"coalesce((SELECT max(id) FROM producer"
				" WHERE id BETWEEN ?1 AND ?2), ?1),"
				"coalesce((SELECT max(id) FROM supplier"
				" WHERE id BETWEEN ?1 AND ?2), ?1),"
				"coalesce((SELECT max(id) FROM item"
				" WHERE id BETWEEN ?1 AND ?2), ?1))",
				2, range, base);
	}
	return store->next_thing++;
}
