/*
 * Proves a mart's file: the schema as shipped, the head file, SQLite's own
 * check, every chain and head signature, every document's postings at zero,
 * every book equal to the sum of its facts, no gap in any sequence.
 */
#ifndef TITIPAN_STORE_VERIFY_H
#define TITIPAN_STORE_VERIFY_H

#include "schema/store/store.h"

/* One thing that is wrong: what (an msgid with one %s) and which document or
 * object. */
typedef void verify_finding(void *context, const char *what, const char *which);

struct verify_report {
	int64_t documents;
	int64_t findings;
	/* Nodes that were restored without the keys of the node whose place
	 * they took, so that no signature vouches for them; and one of them. */
	int64_t unvouched;
	int64_t unvouched_node;
};

/*
 * STORE_OK when the whole could be examined, whatever was found. When memory
 * or disk fail meanwhile nothing is proved, and that failure is the result;
 * what was found before it holds. quick leaves out SQLite's page check and
 * reads only the newest documents of each node.
 */
enum store_result store_verify(struct store *store, bool quick,
	verify_finding *finding, void *context, struct verify_report *report);

/* Whether the schema is the one that this program makes: STORE_OK, or
 * STORE_STRANGE_SCHEMA with what differs first, or why it cannot be told. Some
 * milliseconds; runs nothing of the file's. */
enum store_result verify_schema(struct store *store);

/* The same of a file that is no mart in use, against a head that was read
 * earlier; NULL: none. */
struct head;
enum store_result store_verify_copy(struct store *copy, bool quick,
	const struct head *head, verify_finding *finding, void *context,
	struct verify_report *report);

/* Makes every book anew from the facts. Inside store_begin. */
enum store_result store_rebuild_books(struct store *store);

#endif
