/* The keys of the recovery code, and what is sealed to them: the text of the
 * key file, a NUL, the text of the people's file. */
#include "schema/store/recovery.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/random.h"
#include "schema/store/event.h"
#include "schema/store/node_key.h"
#include "schema/store/people.h"

static const unsigned char purpose[] = "titipan recovery code 1";

void recovery_derive(struct recovery *recovery)
{
	unsigned char seed[crypto_box_SEEDBYTES];

	/* 135 random bits need no slow hash. */
	crypto_generichash(seed, sizeof(seed), recovery->secret,
		sizeof(recovery->secret), purpose, sizeof(purpose));
	crypto_box_seed_keypair(recovery->public_key, recovery->secret_key,
		seed);
	sodium_memzero(seed, sizeof(seed));
}

void recovery_make(struct recovery *recovery)
{
	random_fill(recovery->secret, sizeof(recovery->secret));
	recovery->secret[sizeof(recovery->secret) - 1] &= 0xFE;
	recovery_derive(recovery);
}

void recovery_forget(struct recovery *recovery)
{
	sodium_memzero(recovery, sizeof(*recovery));
}

void recovery_key_text(const unsigned char key[crypto_box_PUBLICKEYBYTES],
	char text[RECOVERY_KEY_TEXT_SIZE])
{
	sodium_bin2hex(text, RECOVERY_KEY_TEXT_SIZE, key,
		crypto_box_PUBLICKEYBYTES);
}

void recovery_name(const unsigned char key[crypto_box_PUBLICKEYBYTES],
	char name[RECOVERY_NAME_SIZE])
{
	sodium_bin2hex(name, RECOVERY_NAME_SIZE, key,
		(RECOVERY_NAME_SIZE - 1) / 2);
}

bool recovery_key_of(struct store *store,
	unsigned char key[crypto_box_PUBLICKEYBYTES])
{
	const char *text = store_setting(store, RECOVERY_SETTING, INT32_MAX);
	size_t length = 0;

	return text &&
		sodium_hex2bin(key, crypto_box_PUBLICKEYBYTES, text,
			strlen(text), NULL, &length, NULL) == 0 &&
		length == crypto_box_PUBLICKEYBYTES;
}

int64_t recovery_write(struct store *store, const struct author *author,
	const struct recovery *recovery)
{
	char name[RECOVERY_NAME_SIZE];
	char text[RECOVERY_KEY_TEXT_SIZE];
	struct document *document;

	recovery_name(recovery->public_key, name);
	recovery_key_text(recovery->public_key, text);
	document = event_begin(store, EVENT_RECOVERY_CODE, author, 0, 0, name);
	document_row(document, "setting_revision");
	document_text(document, "name", RECOVERY_SETTING);
	document_integer(document, "from_day", 0);
	document_text(document, "value", text);
	return document_id(document);
}

static enum store_result read_people(struct store *store, struct buffer *text)
{
	char *path = xasprintf("%s.people", store_path(store));
	enum file_result result = file_read_all(path, PEOPLE_FILE_MAX, text);

	free(path);
	return result == FILE_MISSING ? STORE_OK : store_result_of_file(result);
}

enum store_result recovery_seal(struct store *store,
	const unsigned char key[crypto_box_PUBLICKEYBYTES],
	struct buffer *sealed)
{
	struct buffer plain;
	struct node_key node;
	unsigned char *bytes;
	enum store_result result = node_key_read(&node, store_path(store));

	if (result != STORE_OK)
		return result;
	buffer_init(&plain, KEY_FILE_MAX + 1 + PEOPLE_FILE_MAX);
	node_key_text(&node, &plain);
	node_key_forget(&node);
	buffer_add_byte(&plain, '\0');
	result = read_people(store, &plain);
	if (result == STORE_OK) {
		const size_t size = plain.length + crypto_box_SEALBYTES;

		bytes = xmalloc(size);
		crypto_box_seal(bytes, (unsigned char *)plain.data,
			plain.length, key);
		buffer_add(sealed, bytes, size);
		free(bytes);
	}
	buffer_wipe(&plain);
	return result;
}

bool recovery_open(const struct recovery *recovery, const unsigned char *sealed,
	size_t size, struct node_key *key, struct buffer *people)
{
	const size_t length =
		size > crypto_box_SEALBYTES ? size - crypto_box_SEALBYTES : 0;
	char *plain;
	size_t head;
	bool opened;

	if (length == 0)
		return false;
	plain = xmalloc(length + 1);
	plain[length] = '\0';
	opened = crypto_box_seal_open((unsigned char *)plain, sealed, size,
			 recovery->public_key, recovery->secret_key) == 0;
	head = opened ? strlen(plain) : length;
	opened = head < length && node_key_parse(key, plain) &&
		buffer_add(people, plain + head + 1, length - head - 1);
	sodium_memzero(plain, length);
	free(plain);
	return opened;
}
