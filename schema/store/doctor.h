/*
 * A look at a mart's file that may be damaged, old, or half there: what can be
 * read of it, what is missing, and where that could come from. Nothing is
 * changed; the file and its log are copied to a folder for temporary files and
 * looked at there, page by page past what the disk cannot read.
 */
#ifndef TITIPAN_STORE_DOCTOR_H
#define TITIPAN_STORE_DOCTOR_H

#include "schema/store/store.h"

/* What was looked at. */
enum doctor_check {
	DOCTOR_FILE,      /* it is there, ordinary, ours to read */
	DOCTOR_READING,   /* the disk gives every byte of it */
	DOCTOR_SCHEMA,    /* which version wrote it */
	DOCTOR_DOCUMENTS, /* of each node: readable and in order up to which */
	DOCTOR_PROOF,     /* what verify finds */
	DOCTOR_HEAD,      /* the head file: is anything missing at the end */
	DOCTOR_KEY,       /* the key file, its mode, its node */
	DOCTOR_BASKET,    /* baskets that are open in the basket log */
	DOCTOR_BACKUP,    /* a copy from which what is missing could come */
	DOCTOR_LEFTOVER,  /* what an interrupted program left */
	DOCTOR_FOLDER,    /* may be written */
	DOCTOR_ROOM,      /* on the disk */
	DOCTOR_CLOCK      /* against the newest document */
};

enum doctor_state { DOCTOR_GOOD, DOCTOR_NOTE, DOCTOR_BAD };

struct doctor_finding {
	enum doctor_check check;
	enum doctor_state state;
	const char *detail; /* names and numbers, the same in every language */
	const char *advice; /* an msgid: what it means and what to do; or NULL */
};

typedef void doctor_tell(void *context, const struct doctor_finding *finding);

/* Stable words: "documents"; "good", "note", "bad". */
const char *doctor_check_name(enum doctor_check check);
const char *doctor_state_name(enum doctor_state state);

/*
 * Looks at everything. now_ms is the clock. False when there was no room for
 * the copy, or the like: then it could not look, and has said so.
 */
bool store_doctor(const char *path, int64_t now_ms, doctor_tell *tell,
	void *context);

/*
 * Writes every document of path that still proves its chain into a new file
 * `out`, which takes documents and writes none of its own. *documents gets how
 * many, *last (of size bytes) the last of each node.
 */
enum store_result store_salvage(const char *path, const char *out,
	int64_t *documents, char *last, size_t size);

#endif
