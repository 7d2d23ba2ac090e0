/*
 * A mart's folder after an accident, opened as after a boot by the real store
 * and the real till: is everything there that must be, once, and does it work?
 */
#ifndef TITIPAN_FAULT_DISK_CHECK_H
#define TITIPAN_FAULT_DISK_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/system/buffer.h"
#include "schema/store/document.h"

/* The mart's file in a folder. */
#define CHECK_FILE "mart.db"

/* The documents of the run in which nothing went wrong, in their order. */
struct check_document {
	unsigned char hash[DOCUMENT_HASH_SIZE];
	bool ends; /* a transaction */
};

struct check_truth {
	struct check_document *documents;
	size_t count;
};

/* An open basket as the person saw it. */
struct check_basket {
	int64_t lines;
	int64_t total;
};

/* What must hold. */
struct check_wanted {
	/* NULL: documents of another run, which cannot be told by their hash */
	const struct check_truth *truth;
	size_t floor; /* at least so many documents: they were acknowledged */
	/* the basket is one of these; none: it is not looked at */
	const struct check_basket *baskets;
	size_t basket_count;
	const char *cashier; /* sells afterwards; NULL: nobody is there yet */
};

#define CHECK_WHY_SIZE 600

/*
 * Opens the mart of the folder, looks, sells something, closes. True when all
 * holds; else why says what does not. A folder without a mart is right where
 * floor is 0; then `init` must work. The folder is not the same afterwards.
 */
bool check_folder(const char *folder, const struct check_wanted *wanted,
	char why[CHECK_WHY_SIZE]);

/* How many documents SQLite itself sees in the mart of the folder, its hash of
 * each in *documents (the caller's to free). -1: none, or not a database. */
int64_t check_documents(const char *folder, struct check_document **documents);

/*
 * What the mart of the folder says it has: documents by kind, balances,
 * shelves, prices, people. A line a fact, appended to out; two marts in which
 * the same was done say the same. False when it cannot be read.
 */
bool check_state(const char *folder, struct buffer *out);

#endif
