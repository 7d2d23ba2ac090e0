/*
 * Whether a table holds the sums of a longer list, without making the sums.
 *
 *	list                     table
 *	(A, 3) (B, 1) (A, -1)    (A, 2) (B, 1)
 *
 * Each row counts as hash(key) x amount, modulo a prime of 61 bits, under a
 * secret drawn anew each time; what is added up so is the same for the list
 * and for the table if, for every key, the amounts add up to the same. If they
 * do not, it is the same once in 2^61 times, and nobody who writes the file
 * can know for which amounts. So the rows may come in any order, and neither
 * memory nor sorting is needed.
 */
#ifndef TITIPAN_STORE_FINGERPRINT_H
#define TITIPAN_STORE_FINGERPRINT_H

#include <sodium.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#define FINGERPRINT_AMOUNTS_MAX 32

/* So that no two amounts differ by the prime. */
#define FINGERPRINT_AMOUNT_MAX (INT64_C(1) << 59)

struct fingerprint {
	unsigned char secret[crypto_shorthash_KEYBYTES];
	uint64_t weights[FINGERPRINT_AMOUNTS_MAX]; /* of a row's amounts */
	uint64_t sum;
};

/* An empty one with a secret of its own. */
void fingerprint_init(struct fingerprint *fingerprint);

/* Another empty one, to be compared with this one. */
struct fingerprint fingerprint_like(const struct fingerprint *fingerprint);

/* Adds the row on which the statement stands: its first columns are the key
 * (integers and texts), the others amounts. False, and nothing added, if an
 * amount is no integer or past FINGERPRINT_AMOUNT_MAX. */
bool fingerprint_add(struct fingerprint *fingerprint, sqlite3_stmt *row,
	int keys);

/* Of two with the same secret. */
bool fingerprint_same(const struct fingerprint *a, const struct fingerprint *b);

#endif
