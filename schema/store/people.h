/*
 * The file of people's keys, FILE.people (0600): a line `THING HEXKEY` each, or
 * `THING -` for one whose key was destroyed and must not come back. A new key
 * is added at the end; only a key that goes has the file written anew.
 *
 * The store keeps what it has read; another process that adds a key is noticed
 * by the file itself.
 */
#ifndef TITIPAN_STORE_PEOPLE_H
#define TITIPAN_STORE_PEOPLE_H

#include <sodium.h>

#include "schema/store/store.h"

#define PEOPLE_KEY_SIZE crypto_secretbox_KEYBYTES

/* Keys of some 20,000 people. */
#define PEOPLE_FILE_MAX ((size_t)2 * 1024 * 1024)

struct people;

/*
 * The person's key. make, inside store_begin only: a new one if there is none;
 * it is durable before the commit. STORE_NOT_FOUND: there is none, or it was
 * destroyed, which make does not undo.
 */
enum store_result people_key(struct store *store, int64_t thing, bool make,
	unsigned char key[PEOPLE_KEY_SIZE]);

/* store_commit: makes the new keys durable. store_rollback: forgets them. */
enum store_result people_flush(struct store *store);
void people_drop(struct store *store);

/*
 * Destroys the keys of these persons: the file is written anew without them,
 * synced, and the bytes of the old one are overwritten. Who has no key leaves
 * the file as it is, or gets the line that keeps it from coming back.
 * Takes the writer's lock itself, so not inside store_begin.
 */
enum store_result people_destroy(struct store *store, const int64_t things[],
	size_t count);

void people_free(struct people *people);

#endif
