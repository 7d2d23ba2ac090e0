/*
 * The secret of this node, kept beside the file in FILE.key (mode 0600): the
 * seed of its signing key and the pepper of its PINs. A copy of the database
 * alone can be read, but writes nothing in this node's name.
 */
#ifndef TITIPAN_STORE_NODE_KEY_H
#define TITIPAN_STORE_NODE_KEY_H

#include <sodium.h>
#include <stdbool.h>
#include <stdint.h>

#include "schema/store/store_int.h"

struct node_key {
	int64_t node;
	unsigned char seed[crypto_sign_SEEDBYTES];
	unsigned char pepper[STORE_PEPPER_SIZE];
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
	unsigned char secret_key[crypto_sign_SECRETKEYBYTES];
};

/* A fresh key for a node number. */
void node_key_make(struct node_key *key, int64_t node);

/* The text of a key file, of at most KEY_FILE_MAX bytes. Reading it: false if
 * it is none. The caller wipes text. */
#define KEY_FILE_MAX 1024
void node_key_text(const struct node_key *key, struct buffer *text);
bool node_key_parse(struct node_key *key, const char *text);

/* Reads and writes path.key. Writing refuses to replace one (STORE_EXISTS). */
enum store_result node_key_read(struct node_key *key, const char *path);
enum store_result node_key_write(const struct node_key *key, const char *path);

/* Wipes it from memory. */
void node_key_forget(struct node_key *key);

#endif
