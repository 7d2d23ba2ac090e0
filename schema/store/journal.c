/*
 * Reading the journal out. Documents never change, so a long reading needs no
 * one snapshot: where it ends is fixed before it begins, and the cursors are
 * opened anew for each range, so that the write-ahead log can be emptied
 * meanwhile and the memory does not grow.
 */
#include "schema/store/journal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "schema/store/column.h"
#include "schema/store/cursors.h"

#define RANGE_DOCUMENTS 1000

_Static_assert(JOURNAL_KEY_SIZE == crypto_sign_PUBLICKEYBYTES &&
		JOURNAL_SIGNATURE_SIZE == crypto_sign_BYTES,
	"libsodium's sizes");

/* --- who did what --------------------------------------------------------- */

static void read_entry(sqlite3_stmt *query, struct journal_entry *entry)
{
	*entry = (struct journal_entry){
		.header = {.id = sqlite3_column_int64(query, 0),
			.kind = store_text(query, 1),
			.day = (int32_t)sqlite3_column_int64(query, 2),
			.at_ms = sqlite3_column_int64(query, 3),
			.user = sqlite3_column_int64(query, 4),
			.supervisor = column_integer(query, 5, 0),
			.shift = column_integer(query, 6, 0),
			.desk = sqlite3_column_int64(query, 7)},
		.is_event = sqlite3_column_int(query, 8) == 1,
		.subject = column_integer(query, 9, 0),
		.count = column_integer(query, 10, 0),
		.detail = store_text(query, 11),
	};
	entry->event_known = entry->is_event &&
		event_parse(&entry->event, entry->header.kind);
}

enum store_result journal_list(struct store *store, const struct days *span,
	journal_each *each, void *context)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT d.id, d.kind, d.day, d.at, d.user, d.supervisor,"
		" d.shift, d.desk, e.document IS NOT NULL, e.subject, e.count,"
		" coalesce(e.detail, '') "
		"FROM document d LEFT JOIN event e ON e.document = d.id "
		"WHERE d.day BETWEEN ?1 AND ?2 ORDER BY d.id");
	bool more = true;

	if (!query)
		return store_failed(store);
	sqlite3_bind_int(query, 1, span->from);
	sqlite3_bind_int(query, 2, span->to);
	while (more && store_step(store, query)) {
		struct journal_entry entry;

		read_entry(query, &entry);
		more = each(context, &entry);
	}
	store_reset(query);
	return store_failed(store);
}

/* --- every document ------------------------------------------------------- */

static bool read_seal(struct store *store, int64_t id,
	unsigned char hash[DOCUMENT_HASH_SIZE],
	unsigned char signature[JOURNAL_SIGNATURE_SIZE])
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT hash, signature FROM document WHERE id = ?1");
	bool found = false;

	memset(hash, 0, DOCUMENT_HASH_SIZE);
	memset(signature, 0, JOURNAL_SIGNATURE_SIZE);
	if (!query)
		return false;
	sqlite3_bind_int64(query, 1, id);
	if (!store_step(store, query))
		return false;
	if (sqlite3_column_bytes(query, 0) == DOCUMENT_HASH_SIZE &&
		sqlite3_column_bytes(query, 1) == JOURNAL_SIGNATURE_SIZE) {
		memcpy(hash, sqlite3_column_blob(query, 0), DOCUMENT_HASH_SIZE);
		memcpy(signature, sqlite3_column_blob(query, 1),
			JOURNAL_SIGNATURE_SIZE);
		found = true;
	}
	store_reset(query);
	return found;
}

static enum store_result find_span(struct store *store, const struct days *span,
	struct journal_part *part)
{
	const int64_t low = part->node << DOCUMENT_SEQUENCE_BITS;
	const int64_t high = (part->node + 1) << DOCUMENT_SEQUENCE_BITS;
	const int64_t from[] = {low, high, span->from};
	const int64_t to[] = {low, high, span->to};
	unsigned char signature[JOURNAL_SIGNATURE_SIZE];

	part->first = store_integer(store,
		"SELECT id FROM document WHERE id > ?1 AND id < ?2"
		" AND day >= ?3 ORDER BY id LIMIT 1",
		3, from, high);
	part->last = store_integer(store,
		"SELECT id FROM document WHERE id > ?1 AND id < ?2"
		" AND day <= ?3 ORDER BY id DESC LIMIT 1",
		3, to, low);
	if (part->last < part->first)
		return store_failed(store);
	if (document_sequence(part->first) > 1)
		read_seal(store, part->first - 1, part->before_hash,
			part->before_signature);
	read_seal(store, part->last, part->last_hash, signature);
	return store_failed(store);
}

enum store_result journal_parts(struct store *store, const struct days *span,
	struct journal_part **parts, size_t *count)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT node, name, public_key, min(document) FROM node"
		" GROUP BY node ORDER BY node");
	enum store_result result = STORE_OK;

	*parts = NULL;
	*count = 0;
	while (query && store_step(store, query)) {
		struct journal_part *part;

		*parts = xreallocarray(*parts, *count + 1, sizeof(**parts));
		part = &(*parts)[(*count)++];
		*part = (struct journal_part){
			.node = sqlite3_column_int64(query, 0)};
		column_copy(query, 1, part->name, sizeof(part->name));
		if (sqlite3_column_bytes(query, 2) == JOURNAL_KEY_SIZE)
			memcpy(part->public_key, sqlite3_column_blob(query, 2),
				JOURNAL_KEY_SIZE);
	}
	result = store_failed(store);
	for (size_t i = 0; i < *count && result == STORE_OK; i++)
		result = find_span(store, span, &(*parts)[i]);
	return result;
}

static void copy_bytes(const struct fact_table *table,
	const struct value values[], const char *column, unsigned char *bytes,
	size_t size)
{
	const struct value *value = &values[fact_column_find(table, column)];

	if (value->type == VALUE_BLOB && value->size == size)
		memcpy(bytes, value->bytes, size);
}

/* The rows of the document on which the header's cursor stands. */
static bool read_document(struct fact_cursors *cursors,
	const struct journal_reader *reader, void *context)
{
	const int64_t id = cursors->header->document;
	struct value values[FACT_COLUMNS_MAX];
	unsigned char hash[DOCUMENT_HASH_SIZE] = {0};
	unsigned char signature[JOURNAL_SIGNATURE_SIZE] = {0};

	if (!reader->begin(context, id))
		return false;
	for (size_t i = 0; i < cursors->count; i++) {
		struct fact_cursor *cursor = &cursors->list[i];
		const struct fact_table *table = cursor->table;

		while (cursor->more && cursor->document < id)
			fact_cursor_next(cursor);
		while (cursor->more && cursor->document == id) {
			fact_cursor_row(cursor, values);
			if (!reader->row(context, table, values))
				return false;
			if (cursor == cursors->header) {
				copy_bytes(table, values, "hash", hash,
					sizeof(hash));
				copy_bytes(table, values, "signature",
					signature, sizeof(signature));
			}
			fact_cursor_next(cursor);
		}
	}
	return reader->end(context, hash, signature);
}

enum store_result journal_read(struct store *store,
	const struct journal_part *part, const struct journal_reader *reader,
	void *context)
{
	enum store_result failure;
	bool more = true;

	for (int64_t first = part->first; more && first <= part->last;
		first += RANGE_DOCUMENTS) {
		int64_t last = first + RANGE_DOCUMENTS - 1;
		struct fact_cursors cursors;

		if (last > part->last)
			last = part->last;
		more = fact_cursors_open(&cursors, store, first, last);
		while (more && cursors.header->more)
			more = read_document(&cursors, reader, context);
		fact_cursors_close(&cursors);
		failure = store_failed(store);
		if (failure != STORE_OK)
			return failure;
	}
	return STORE_OK;
}

void journal_key_hash(const unsigned char key[JOURNAL_KEY_SIZE],
	unsigned char hash[DOCUMENT_HASH_SIZE])
{
	crypto_generichash(hash, DOCUMENT_HASH_SIZE, key, JOURNAL_KEY_SIZE,
		NULL, 0);
}

int64_t journal_schema(struct store *store)
{
	return store_integer(store, "PRAGMA user_version", 0, NULL, 0);
}

/* --- the seal under an export --------------------------------------------- */

_Static_assert(sizeof(crypto_generichash_state) <=
		sizeof(((struct journal_seal *)0)->state),
	"room for libsodium's state");

static crypto_generichash_state *state_of(struct journal_seal *seal)
{
	return (crypto_generichash_state *)(void *)seal->state;
}

void journal_seal_begin(struct journal_seal *seal)
{
	crypto_generichash_init(state_of(seal), NULL, 0, DOCUMENT_HASH_SIZE);
}

void journal_seal_add(struct journal_seal *seal, const void *bytes, size_t size)
{
	crypto_generichash_update(state_of(seal), bytes, size);
}

bool journal_seal_end(struct journal_seal *seal, const struct store *store,
	unsigned char digest[DOCUMENT_HASH_SIZE],
	unsigned char signature[JOURNAL_SIGNATURE_SIZE])
{
	static const char purpose[] = "titipan journal 1\n";
	unsigned char message[sizeof(purpose) - 1 + DOCUMENT_HASH_SIZE];

	crypto_generichash_final(state_of(seal), digest, DOCUMENT_HASH_SIZE);
	if (!store->has_key)
		return false;
	memcpy(message, purpose, sizeof(purpose) - 1);
	memcpy(message + sizeof(purpose) - 1, digest, DOCUMENT_HASH_SIZE);
	crypto_sign_detached(signature, NULL, message, sizeof(message),
		store->key.secret_key);
	return true;
}
