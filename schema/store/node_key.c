/* The key file: lines of text, written once, read at each opening. */
#include "schema/store/node_key.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/random.h"
#include "schema/store/store_int.h"

#define SUM_SIZE 16

static void derive(struct node_key *key)
{
	crypto_sign_seed_keypair(key->public_key, key->secret_key, key->seed);
}

void node_key_make(struct node_key *key, int64_t node)
{
	key->node = node;
	random_fill(key->seed, sizeof(key->seed));
	random_fill(key->pepper, sizeof(key->pepper));
	derive(key);
}

/* `NAME HEX` at the start of a line. */
static bool read_hex(const char *text, const char *name, unsigned char *bytes,
	size_t size)
{
	const char *at = strstr(text, name);
	size_t length;

	if (!at)
		return false;
	at += strlen(name);
	return sodium_hex2bin(bytes, size, at, strcspn(at, "\n"), NULL, &length,
		       NULL) == 0 &&
		length == size;
}

/* Of all that is secret and of the node. */
static void checksum(const struct node_key *key, unsigned char sum[SUM_SIZE])
{
	crypto_generichash_state state;

	crypto_generichash_init(&state, NULL, 0, SUM_SIZE);
	crypto_generichash_update(&state, key->seed, sizeof(key->seed));
	crypto_generichash_update(&state, key->pepper, sizeof(key->pepper));
	for (int bits = 0; bits < 64; bits += 8) {
		const unsigned char byte = (unsigned char)(key->node >> bits);

		crypto_generichash_update(&state, &byte, 1);
	}
	crypto_generichash_final(&state, sum, SUM_SIZE);
}

/* Files of the first version have no sum. */
static bool sum_holds(const struct node_key *key, const char *text)
{
	unsigned char is[SUM_SIZE], ought[SUM_SIZE];

	if (!strstr(text, "\nsum "))
		return true;
	checksum(key, ought);
	return read_hex(text, "\nsum ", is, sizeof(is)) &&
		memcmp(is, ought, sizeof(is)) == 0;
}

bool node_key_parse(struct node_key *key, const char *text)
{
	const char *at = strstr(text, "\nnode ");

	if (strncmp(text, "titipan key 1\n", 14) != 0 || !at ||
		sscanf(at, "\nnode %" SCNd64, &key->node) != 1 ||
		key->node < 1 || key->node >= INT64_C(1) << 22 ||
		!read_hex(text, "\nseed ", key->seed, sizeof(key->seed)) ||
		!read_hex(text, "\npepper ", key->pepper,
			sizeof(key->pepper)) ||
		!sum_holds(key, text))
		return false;
	derive(key);
	return true;
}

void node_key_text(const struct node_key *key, struct buffer *text)
{
	char seed[2 * sizeof(key->seed) + 1];
	char pepper[2 * sizeof(key->pepper) + 1];

	unsigned char sum[SUM_SIZE];
	char sum_hex[2 * SUM_SIZE + 1];

	sodium_bin2hex(seed, sizeof(seed), key->seed, sizeof(key->seed));
	sodium_bin2hex(pepper, sizeof(pepper), key->pepper,
		sizeof(key->pepper));
	checksum(key, sum);
	sodium_bin2hex(sum_hex, sizeof(sum_hex), sum, sizeof(sum));
	buffer_printf(text,
		"titipan key 1\nnode %" PRId64 "\nseed %s\npepper %s\n"
		"sum %s\n",
		key->node, seed, pepper, sum_hex);
	sodium_memzero(seed, sizeof(seed));
	sodium_memzero(pepper, sizeof(pepper));
}

enum store_result node_key_read(struct node_key *key, const char *path)
{
	char *name = xasprintf("%s.key", path);
	struct buffer text;
	bool read;

	buffer_init(&text, KEY_FILE_MAX);
	read = file_read_all(name, KEY_FILE_MAX, &text) == FILE_DONE &&
		node_key_parse(key, buffer_str(&text));
	buffer_wipe(&text);
	free(name);
	return read ? STORE_OK : STORE_NO_KEY;
}

enum store_result node_key_write(const struct node_key *key, const char *path)
{
	char *name = xasprintf("%s.key", path);
	struct buffer text;
	enum file_result result;

	if (access(name, F_OK) == 0) {
		free(name);
		return STORE_EXISTS;
	}
	buffer_init(&text, KEY_FILE_MAX);
	node_key_text(key, &text);
	result = file_write_atomic(name, text.data, text.length, 0600);
	buffer_wipe(&text);
	free(name);
	return store_result_of_file(result);
}

void node_key_forget(struct node_key *key)
{
	sodium_memzero(key, sizeof(*key));
}
