/*
 * A mart made of a backup again, or of a file that was copied back by hand.
 *
 *	restore_open    FILE is copied beside the target and proved there
 *	restore_keys    whose keys: those beside the file or the target, those
 *	                sealed in it, or none
 *	restore_finish  the copy becomes a new node, whose first document says
 *	                what it was made of and what is missing; then it takes
 *	                the target's place, and what was there is kept aside
 *	restore_close
 *
 * A number is never given twice: the new node has a number of its own, so
 * whatever the old one wrote after the backup, and still has on papers, stays
 * apart from what is written from now on. It takes the old node's place: its
 * open shifts are continued here.
 */
#ifndef TITIPAN_STORE_RESTORE_H
#define TITIPAN_STORE_RESTORE_H

#include "schema/store/backup.h"
#include "schema/store/recovery.h"

/* Restored nodes draw their number from here on. */
#define RESTORE_NODE_FIRST INT64_C(4096)
#define RESTORE_NODE_LAST INT64_C(99999)

struct restore;

/* What is known before anything is decided. */
struct restore_found {
	char code[16];
	char name[200];
	struct backup backup; /* its mark; readable: it is a backup */
	int64_t node;         /* whose place is taken */
	int64_t last;         /* its newest document in the file */
	int64_t documents;
	int64_t receipt; /* the number of its last receipt, 0: none */
	bool keys_beside;
	bool in_place;    /* the file is the one at the target */
	bool there;       /* something is at the target */
	bool there_whole; /* a mart in use that lacks nothing */
	int64_t documents_there;
	bool other_mart; /* what is there is another mart */
	/* The newest document that the old node is known to have written, 0:
	 * nothing is known; and how it is known: head, file, paper. */
	int64_t seen;
	const char *seen_by;
	bool forked;          /* it differs from the file's in that place */
	int64_t receipt_seen; /* the same of receipts */
};

/* *out is the caller's also on failure, for restore_detail; NULL never. */
enum store_result restore_open(const char *file, const char *target,
	const char *set_clock, struct restore **out);
void restore_close(struct restore *restore);

const char *restore_detail(const struct restore *restore);
struct restore_found *restore_found(struct restore *restore);

enum restore_keys {
	RESTORE_KEYS_BESIDE,
	RESTORE_KEYS_CODE, /* recovery must be given */
	RESTORE_KEYS_NONE  /* new ones: no PIN holds any more */
};

/*
 * Chooses the keys and makes the copy a new node that has written nothing.
 * STORE_NO_KEY: they are not there, or the code is not the one.
 */
enum store_result restore_keys(struct restore *restore, enum restore_keys keys,
	const struct recovery *recovery);

/* The new node, after restore_keys: to look at users and their PINs. */
struct store *restore_store(struct restore *restore);

/*
 * Writes the document and puts the copy in its place. With RESTORE_KEYS_NONE
 * owner gets the PIN. *node gets the new number, aside (of size bytes) where
 * the old files are kept, "" if there were none. STORE_IN_USE while somebody
 * has the target open.
 */
struct user;
enum store_result restore_finish(struct restore *restore,
	const struct author *author, struct user *owner, const char *pin,
	int64_t *node, char *aside, size_t size);

/* For store_open: goes on with an exchange that was cut off, if there is one.
 */
enum store_result restore_resume(const char *path);

#endif
