/*
 * Sealing: crypto_secretbox under the person's key, the random nonce in front.
 * The key file is read whole and written whole; it is small (a line of 85
 * bytes a person) and changes only when a person comes or goes. It is written
 * under the writer's lock, before the document that needs the key commits: a
 * key too many does no harm, a key too few would lose data.
 */
#include "schema/store/personal.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/random.h"
#include "drivers/system/text.h"
#include "schema/store/column.h"

/* Keys of some 20,000 people. */
#define PEOPLE_FILE_MAX ((size_t)2 * 1024 * 1024)
#define KEY_SIZE crypto_secretbox_KEYBYTES
#define HEX_SIZE (2 * KEY_SIZE + 1)

static char *people_path(struct store *store)
{
	return xasprintf("%s.people", store_path(store));
}

static enum store_result fail_file(struct store *store, enum file_result result)
{
	return store_fail(store,
		result == FILE_NO_SPACE         ? STORE_FULL
			: result == FILE_DENIED ? STORE_DENIED
						: STORE_IO,
		"%s.people: %s", store_path(store), file_message(result));
}

static enum store_result read_people(struct store *store, struct buffer *text)
{
	char *path = people_path(store);
	enum file_result result = file_read_all(path, PEOPLE_FILE_MAX, text);

	free(path);
	if (result == FILE_DONE || result == FILE_MISSING)
		return STORE_OK;
	return fail_file(store, result);
}

/* The key of a thing in the file's text. */
static bool find_key(const char *text, int64_t thing,
	unsigned char key[KEY_SIZE])
{
	char wanted[TEXT_NUMBER_SIZE];
	int length =
		snprintf(wanted, sizeof(wanted), "%lld ", (long long)thing);
	size_t size = 0;

	for (const char *line = text; line && *line; line++) {
		if (strncmp(line, wanted, (size_t)length) == 0)
			return sodium_hex2bin(key, KEY_SIZE, line + length,
				       HEX_SIZE - 1, NULL, &size, NULL) == 0 &&
				size == KEY_SIZE;
		line = strchr(line, '\n');
		if (!line)
			break;
	}
	return false;
}

static enum store_result make_key(struct store *store, struct buffer *text,
	int64_t thing, unsigned char key[KEY_SIZE])
{
	char hex[HEX_SIZE];
	char *path = people_path(store);
	enum file_result result;

	random_fill(key, KEY_SIZE);
	sodium_bin2hex(hex, sizeof(hex), key, KEY_SIZE);
	buffer_printf(text, "%lld %s\n", (long long)thing, hex);
	result = buffer_overflowed(text)
		? FILE_TOO_LARGE
		: file_write_atomic(path, text->data, text->length, 0600);
	sodium_memzero(hex, sizeof(hex));
	free(path);
	return result == FILE_DONE ? STORE_OK : fail_file(store, result);
}

/* The person's key, made when make is set and there is none. */
static enum store_result get_key(struct store *store, int64_t thing, bool make,
	unsigned char key[KEY_SIZE])
{
	struct buffer text;
	enum store_result result;

	if (sodium_init() < 0)
		return store_fail(store, STORE_IO, "libsodium");
	buffer_init(&text, PEOPLE_FILE_MAX);
	result = read_people(store, &text);
	if (result == STORE_OK && !find_key(buffer_str(&text), thing, key))
		result = make ? make_key(store, &text, thing, key)
			      : STORE_NOT_FOUND;
	if (text.data)
		sodium_memzero(text.data, text.length);
	buffer_release(&text);
	return result;
}

static const char *last_four_of(const char *text)
{
	const char *at = text + strlen(text);
	int characters = 0;

	while (at > text && characters < 4) {
		at--;
		if (((unsigned char)*at & 0xC0) != 0x80)
			characters++;
	}
	return at;
}

enum store_result personal_write(struct store *store, struct document *document,
	int64_t thing, const char *field, const char *text)
{
	unsigned char key[KEY_SIZE];
	unsigned char sealed[crypto_secretbox_NONCEBYTES +
		crypto_secretbox_MACBYTES + PERSONAL_TEXT_SIZE];
	size_t length = strlen(text);
	enum store_result result;

	assert(store_in_write(store) && length < PERSONAL_TEXT_SIZE);
	result = get_key(store, thing, true, key);
	if (result != STORE_OK)
		return result;
	random_fill(sealed, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(sealed + crypto_secretbox_NONCEBYTES,
		(const unsigned char *)text, length, sealed, key);
	sodium_memzero(key, sizeof(key));
	document_row(document, "personal_datum");
	document_integer(document, "thing", thing);
	document_text(document, "field", field);
	document_blob(document, "sealed", sealed,
		crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES +
			length);
	/* of so short a text the last four would be all of it */
	if (length > 4)
		document_text(document, "last_four", last_four_of(text));
	else
		document_text(document, "last_four",
			length > 0 ? "****" : NULL);
	return STORE_OK;
}

static sqlite3_stmt *latest(struct store *store, int64_t thing,
	const char *field)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT sealed, last_four FROM personal_datum"
		" WHERE thing = ?1 AND field = ?2"
		" ORDER BY document DESC LIMIT 1");

	if (statement) {
		sqlite3_bind_int64(statement, 1, thing);
		sqlite3_bind_text(statement, 2, field, -1, SQLITE_STATIC);
	}
	return statement;
}

enum store_result personal_last_four(struct store *store, int64_t thing,
	const char *field, char last_four[PERSONAL_LAST_FOUR_SIZE])
{
	sqlite3_stmt *statement = latest(store, thing, field);

	last_four[0] = '\0';
	if (statement && store_step(store, statement)) {
		column_copy(statement, 1, last_four, PERSONAL_LAST_FOUR_SIZE);
		store_reset(statement);
	}
	return store_failed(store);
}

char *personal_mask(const char *last_four, char mask[PERSONAL_MASK_SIZE])
{
	snprintf(mask, PERSONAL_MASK_SIZE, "%s%s",
		last_four[0] != '\0' ? "*******" : "", last_four);
	return mask;
}

enum store_result personal_reveal(struct store *store, int64_t thing,
	const char *field, char text[PERSONAL_TEXT_SIZE])
{
	const size_t extra =
		crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	unsigned char key[KEY_SIZE];
	enum store_result result = get_key(store, thing, false, key);
	sqlite3_stmt *statement;
	const unsigned char *sealed;
	size_t size;

	if (result != STORE_OK)
		return result;
	statement = latest(store, thing, field);
	if (!statement || !store_step(store, statement))
		return store_ended(store, false);
	sealed = sqlite3_column_blob(statement, 0);
	size = (size_t)sqlite3_column_bytes(statement, 0);
	if (size < extra || size - extra >= PERSONAL_TEXT_SIZE ||
		crypto_secretbox_open_easy((unsigned char *)text,
			sealed + crypto_secretbox_NONCEBYTES,
			size - crypto_secretbox_NONCEBYTES, sealed, key) != 0) {
		store_reset(statement);
		return store_fail(store, STORE_DAMAGED, "a sealed datum");
	}
	text[size - extra] = '\0';
	store_reset(statement);
	sodium_memzero(key, sizeof(key));
	return text[0] != '\0' ? STORE_OK : STORE_NOT_FOUND;
}
