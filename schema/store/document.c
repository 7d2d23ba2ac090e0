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
	rows_release(&document->rows);
	free(document->header.values);
	free(document->chunks);
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
	const struct facts *facts = &document->store->facts;
	const struct fact_table *found = facts_find(facts, table);

	assert(found);
	rows_begin(&document->rows, facts, found);
	document_integer(document, "document", document->id);
}

static void set(struct document *document, const char *column,
	struct value value)
{
	const struct fact_table *table =
		rows_table(&document->rows, &document->store->facts);
	size_t at = fact_column_find(table, column);

	assert(at < table->column_count);
	rows_set(&document->rows, at, &value);
}

void document_integer(struct document *document, const char *column,
	int64_t value)
{
	set(document, column,
		(struct value){.type = VALUE_INTEGER, .integer = value});
}

void document_integer_or_null(struct document *document, const char *column,
	int64_t value)
{
	if (value != 0)
		document_integer(document, column, value);
	else
		set(document, column, (struct value){0});
}

static void set_bytes(struct document *document, const char *column,
	enum value_type type, const void *bytes, size_t size)
{
	set(document, column,
		(struct value){.type = type, .bytes = bytes, .size = size});
}

void document_text(struct document *document, const char *column,
	const char *value)
{
	if (value)
		set_bytes(document, column, VALUE_TEXT, value, strlen(value));
	else
		set(document, column, (struct value){0});
}

void document_blob(struct document *document, const char *column,
	const void *bytes, size_t size)
{
	set_bytes(document, column, VALUE_BLOB, bytes, size);
}

/* --- the chain ---------------------------------------------------------- */

/* So much content is gathered before it is hashed. */
#define PENDING_MAX 65536

void chain_hash_begin(struct chain_hash *chain,
	const unsigned char previous_hash[DOCUMENT_HASH_SIZE],
	const unsigned char previous_signature[crypto_sign_BYTES])
{
	crypto_generichash_init(&chain->state, NULL, 0, DOCUMENT_HASH_SIZE);
	crypto_generichash_update(&chain->state, previous_hash,
		DOCUMENT_HASH_SIZE);
	crypto_generichash_update(&chain->state, previous_signature,
		crypto_sign_BYTES);
	buffer_init(&chain->pending, CANONICAL_MAX);
	chain->size = 0;
}

static void flush(struct chain_hash *chain)
{
	chain->size += chain->pending.length;
	crypto_generichash_update(&chain->state,
		(const unsigned char *)buffer_str(&chain->pending),
		chain->pending.length);
	buffer_clear(&chain->pending);
}

void chain_hash_row(struct chain_hash *chain, const struct fact_table *table,
	const struct value values[])
{
	canonical_row(&chain->pending, table, values);
	if (chain->pending.length > PENDING_MAX)
		flush(chain);
}

void chain_hash_end(struct chain_hash *chain,
	unsigned char hash[DOCUMENT_HASH_SIZE])
{
	flush(chain);
	crypto_generichash_final(&chain->state, hash, DOCUMENT_HASH_SIZE);
	buffer_release(&chain->pending);
}

bool document_hash_rows(struct document *document,
	const unsigned char previous_hash[DOCUMENT_HASH_SIZE],
	const unsigned char previous_signature[crypto_sign_BYTES])
{
	const struct facts *facts = &document->store->facts;
	const struct document_header_row *header = &document->header;
	struct value values[FACT_COLUMNS_MAX];
	struct chain_hash chain;
	bool done = false;

	rows_sort(&document->rows, facts);
	chain_hash_begin(&chain, previous_hash, previous_signature);
	for (size_t i = 0; i < document->rows.count; i++) {
		const struct fact_table *table =
			rows_read(&document->rows, facts, i, values);

		if (!done && header->table < table) {
			chain_hash_row(&chain, header->table, header->values);
			done = true;
		}
		chain_hash_row(&chain, table, values);
	}
	if (!done)
		chain_hash_row(&chain, header->table, header->values);
	chain_hash_end(&chain, document->hash);
	return chain.size <= CANONICAL_MAX;
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
		/* asked once; one thread alone uses a store */
		sqlite3_value *column = sqlite3_column_value(statement, (int)i);
		struct value *value = &values[i];

		*value = (struct value){0};
		switch (sqlite3_value_type(column)) {
		case SQLITE_INTEGER:
			value->type = VALUE_INTEGER;
			value->integer = sqlite3_value_int64(column);
			break;
		case SQLITE_TEXT:
			value->type = VALUE_TEXT;
			value->bytes = sqlite3_value_text(column);
			break;
		case SQLITE_NULL:
			break;
		default: /* a blob; a real is no fact and spoils the hash */
			value->type = VALUE_BLOB;
			value->bytes = sqlite3_value_blob(column);
			break;
		}
		if (value->type == VALUE_TEXT || value->type == VALUE_BLOB)
			value->size = (size_t)sqlite3_value_bytes(column);
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
		store->first_thing = store->next_thing;
	}
	return store->next_thing++;
}

bool store_is_new_thing(const struct store *store, int64_t id)
{
	return store->next_thing != 0 && id >= store->first_thing &&
		id < store->next_thing;
}
