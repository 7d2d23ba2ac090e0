/*
 * The recovery code: what makes a backup a mart again when the machine is
 * gone. The owner holds it on paper; nothing of it is stored. A pair of keys
 * follows from it, whose public half is a setting of the mart, so that every
 * backup can hold this node's key file and the people's keys sealed to it.
 */
#ifndef TITIPAN_STORE_RECOVERY_H
#define TITIPAN_STORE_RECOVERY_H

#include <sodium.h>

#include "schema/rules/recovery_code.h"
#include "schema/store/document.h"

/* The mart's setting that holds the public key. */
#define RECOVERY_SETTING "recovery_key"

/* Hex digits and the NUL of a public key, as the setting has it. */
#define RECOVERY_KEY_TEXT_SIZE (2 * crypto_box_PUBLICKEYBYTES + 1)

/* A code's short name, by which papers and lists tell two codes apart. */
#define RECOVERY_NAME_SIZE 9

struct recovery {
	unsigned char secret[RECOVERY_SECRET_SIZE];
	unsigned char public_key[crypto_box_PUBLICKEYBYTES];
	unsigned char secret_key[crypto_box_SECRETKEYBYTES];
};

/* A new code; its text is recovery_code_format's. */
void recovery_make(struct recovery *recovery);

/* Fills in both keys from the secret. */
void recovery_derive(struct recovery *recovery);

/* Wipes it from memory. */
void recovery_forget(struct recovery *recovery);

void recovery_key_text(const unsigned char key[crypto_box_PUBLICKEYBYTES],
	char text[RECOVERY_KEY_TEXT_SIZE]);
void recovery_name(const unsigned char key[crypto_box_PUBLICKEYBYTES],
	char name[RECOVERY_NAME_SIZE]);

/* The public key of the code in force; false: this mart has none. */
bool recovery_key_of(struct store *store,
	unsigned char key[crypto_box_PUBLICKEYBYTES]);

/* Adds the document that puts another code in force, inside store_begin. */
int64_t recovery_write(struct store *store, const struct author *author,
	const struct recovery *recovery);

/* This node's key file and the people's, sealed to the key; appended to
 * sealed. STORE_NO_KEY without a key file. */
enum store_result recovery_seal(struct store *store,
	const unsigned char key[crypto_box_PUBLICKEYBYTES],
	struct buffer *sealed);

struct node_key;

/* Opens what recovery_seal sealed; people gets the text of the people's file.
 * False: with another code, or damaged. The caller wipes both. */
bool recovery_open(const struct recovery *recovery, const unsigned char *sealed,
	size_t size, struct node_key *key, struct buffer *people);

#endif
