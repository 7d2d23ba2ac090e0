/* Sealing: crypto_secretbox under the person's key, the random nonce in front. */
#include "schema/store/personal.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/random.h"
#include "schema/store/column.h"
#include "schema/store/people.h"

#define MASK "*******"
#define EXTRA (crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)

const char *const personal_field_words[] = {
	[PERSONAL_PHONE] = "phone",
	[PERSONAL_NIK] = "nik",
	[PERSONAL_BANK] = "bank",
	[PERSONAL_ACCOUNT] = "account",
	[PERSONAL_ACCOUNT_HOLDER] = "account_holder",
	[PERSONAL_FIELD_COUNT] = NULL,
};

const char *personal_field_name(enum personal_field field)
{
	return personal_field_words[field];
}

/* A name's last four letters are no number's. */
static bool has_last_four(enum personal_field field)
{
	return field != PERSONAL_BANK && field != PERSONAL_ACCOUNT_HOLDER;
}

/* "" of so short a text that it would be most of it. */
static const char *last_four_of(const char *text)
{
	size_t length = strlen(text);

	return length > 5 ? text + length - 4 : "";
}

enum store_result personal_write(struct store *store, struct document *document,
	int64_t thing, enum personal_field field, const char *text)
{
	unsigned char key[PEOPLE_KEY_SIZE];
	unsigned char sealed[EXTRA + PERSONAL_TEXT_SIZE];
	size_t length = strlen(text);
	enum store_result result;

	assert(length < PERSONAL_TEXT_SIZE);
	result = people_key(store, thing, true, key);
	if (result != STORE_OK)
		return result;
	random_fill(sealed, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES,
		(const unsigned char *)text, length, sealed, key);
	sodium_memzero(key, sizeof(key));
	document_row(document, "personal_datum");
	document_integer(document, "thing", thing);
	document_text(document, "field", personal_field_name(field));
	document_blob(document, "sealed", sealed, EXTRA + length);
	if (field == PERSONAL_ACCOUNT && length > 0)
		document_text(document, "last_four", last_four_of(text));
	return STORE_OK;
}

/* The sealed datum in force, to be reset; NULL if there is none. */
static sqlite3_stmt *latest(struct store *store, int64_t thing,
	enum personal_field field)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT sealed FROM personal_datum"
		" WHERE thing = ?1 AND field = ?2"
		" ORDER BY document DESC LIMIT 1");

	if (!statement)
		return NULL;
	sqlite3_bind_int64(statement, 1, thing);
	sqlite3_bind_text(statement, 2, personal_field_name(field), -1,
		SQLITE_STATIC);
	return store_step(store, statement) ? statement : NULL;
}

static enum store_result unseal(struct store *store, sqlite3_stmt *statement,
	const unsigned char key[PEOPLE_KEY_SIZE], char text[PERSONAL_TEXT_SIZE])
{
	const unsigned char *sealed = sqlite3_column_blob(statement, 0);
	size_t size = (size_t)sqlite3_column_bytes(statement, 0);

	if (size < EXTRA || size - EXTRA >= PERSONAL_TEXT_SIZE ||
		crypto_secretbox_open_easy((unsigned char *)text,
			sealed + crypto_secretbox_NONCEBYTES,
			size - crypto_secretbox_NONCEBYTES, sealed, key) != 0)
		return store_fail(store, STORE_DAMAGED, "a sealed datum");
	text[size - EXTRA] = '\0';
	return STORE_OK;
}

enum store_result personal_reveal(struct store *store, int64_t thing,
	enum personal_field field, char text[PERSONAL_TEXT_SIZE])
{
	unsigned char key[PEOPLE_KEY_SIZE];
	enum store_result result = people_key(store, thing, false, key);
	sqlite3_stmt *statement;

	if (result != STORE_OK)
		return result;
	statement = latest(store, thing, field);
	if (statement) {
		result = unseal(store, statement, key, text);
		store_reset(statement);
	} else {
		result = store_ended(store, false);
	}
	sodium_memzero(key, sizeof(key));
	return result == STORE_OK && text[0] == '\0' ? STORE_NOT_FOUND : result;
}

char *personal_mask_of(const char *last_four, char mask[PERSONAL_MASK_SIZE])
{
	snprintf(mask, PERSONAL_MASK_SIZE, "%s%s",
		last_four[0] != '\0' ? MASK : "", last_four);
	return mask;
}

bool personal_is_mask(const char *text)
{
	return strncmp(text, MASK, strlen(MASK)) == 0 ||
		strcmp(text, PERSONAL_ERASED) == 0;
}

char *personal_mask(struct store *store, int64_t thing,
	enum personal_field field, char mask[PERSONAL_MASK_SIZE])
{
	char text[PERSONAL_TEXT_SIZE] = "";
	sqlite3_stmt *statement = latest(store, thing, field);
	bool some = statement &&
		(size_t)sqlite3_column_bytes(statement, 0) > EXTRA;

	mask[0] = '\0';
	if (statement)
		store_reset(statement);
	if (!some)
		return mask;
	if (personal_is_forgotten(store, thing)) {
		snprintf(mask, PERSONAL_MASK_SIZE, "%s", PERSONAL_ERASED);
		return mask;
	}
	if (has_last_four(field) &&
		personal_reveal(store, thing, field, text) != STORE_OK)
		text[0] = '\0';
	snprintf(mask, PERSONAL_MASK_SIZE, "%s%s", MASK, last_four_of(text));
	sodium_memzero(text, sizeof(text));
	return mask;
}

bool personal_is_forgotten(struct store *store, int64_t thing)
{
	return store_integer(store,
		       "SELECT EXISTS (SELECT 1 FROM event e JOIN document d"
		       " ON d.id = e.document WHERE e.subject = ?1"
		       " AND d.kind = 'forget')",
		       1, &thing, 0) != 0;
}

enum store_result personal_obey_forgets(struct store *store)
{
	int64_t *things = NULL;
	size_t count = 0;
	enum store_result result;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT DISTINCT p.thing FROM personal_datum p"
		" WHERE EXISTS (SELECT 1 FROM event e JOIN document d"
		" ON d.id = e.document WHERE e.subject = p.thing"
		" AND d.kind = 'forget')");

	while (statement && store_step(store, statement)) {
		things = xreallocarray(things, count + 1, sizeof(*things));
		things[count++] = sqlite3_column_int64(statement, 0);
	}
	result = store_failed(store);
	if (result == STORE_OK && count > 0)
		result = people_destroy(store, things, count);
	free(things);
	return result;
}
