/*
 * Documents: the only way in which facts are written.
 *
 *	store_begin -> document_begin -> document_row, document_integer, ...
 *	            -> (a second document) -> store_commit
 *
 * A document is built in memory as rows of fact tables. Its id is known from
 * the start, because the writer's lock is held. At the commit it is put into
 * canonical bytes, chained to its predecessor, signed, and applied: body rows,
 * then the header, whose triggers move the books. Documents that come from
 * other nodes are applied by the same path, document_apply.
 */
#ifndef TITIPAN_STORE_DOCUMENT_H
#define TITIPAN_STORE_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/system/buffer.h"
#include "schema/store/store.h"

#define DOCUMENT_TOKEN_SIZE 16
#define DOCUMENT_SEQUENCE_BITS 40
#define DOCUMENT_TEXT_SIZE 32
#define DOCUMENT_HASH_SIZE 32

struct document;

/* Who stands behind a document. */
struct author {
	int64_t user;       /* 0: the machine */
	int64_t supervisor; /* 0: none was needed */
	int64_t shift;      /* 0: outside a shift */
};

/*
 * A new document of this kind (`sale`, `receive`, ...) inside store_begin; the
 * store owns it. Its day is today, its desk this node's, its token random.
 */
struct document *document_begin(struct store *store, const char *kind,
	const struct author *author);

int64_t document_id(const struct document *document);

/* A token made earlier, so that a basket can tell whether it was saved. */
void document_set_token(struct document *document,
	const unsigned char token[DOCUMENT_TOKEN_SIZE]);

/* A shift-open document is its own shift. */
void document_is_shift(struct document *document);

/*
 * Starts a body row in a fact table; the columns that follow belong to it.
 * `document` is filled in. A column that is not given is NULL, and so is one
 * given by document_text with NULL or by the _or_null calls with 0. Unknown
 * tables and columns are mistakes of ours and stop the program.
 */
void document_row(struct document *document, const char *table);
void document_integer(struct document *document, const char *column,
	int64_t value);
void document_integer_or_null(struct document *document, const char *column,
	int64_t value);
void document_text(struct document *document, const char *column,
	const char *value);
void document_blob(struct document *document, const char *column,
	const void *bytes, size_t size);

/* `NODE-SEQUENCE`. Returns text. */
char *document_format(int64_t id, char text[DOCUMENT_TEXT_SIZE]);

/* Reads `NODE-SEQUENCE`, also `N-NODE-SEQUENCE` as papers print it. */
bool document_parse(const char *text, int64_t *id);

/* Node and sequence of an id. */
int64_t document_node(int64_t id);
int64_t document_sequence(int64_t id);

/*
 * Looks for a document of this node by its token, from the newest back over
 * at most a few thousand. STORE_OK and *id, or STORE_NOT_FOUND.
 */
enum store_result document_by_token(struct store *store,
	const unsigned char token[DOCUMENT_TOKEN_SIZE], int64_t *id);

/* The hash of a document, for papers that bear witness to the chain. */
enum store_result document_hash(struct store *store, int64_t id,
	unsigned char hash[DOCUMENT_HASH_SIZE]);

/* A stored document's header. kind is valid until the next store call. */
struct document_header {
	int64_t id;
	const char *kind;
	int32_t day;
	int64_t at_ms;
	int64_t user;
	int64_t supervisor;
	int64_t shift;
	int64_t desk;
};
enum store_result document_header(struct store *store, int64_t id,
	struct document_header *header);

/*
 * The next id of a new thing (user, producer, item, supplier) of this node.
 * Inside store_begin only; each call gives another.
 */
int64_t document_new_thing(struct store *store);

/*
 * A stored document as the bytes that other nodes take: its header, rows,
 * hash and signature. Appends to out.
 */
enum store_result document_export(struct store *store, int64_t id,
	struct buffer *out);

/*
 * Applies one exported document of another node inside store_begin: checks
 * linkage, hash and signature, then writes it as a local commit would.
 * A document that is here already with the same hash is STORE_OK and changes
 * nothing; with another hash it is STORE_FORKED.
 */
enum store_result document_apply(struct store *store, const void *bytes,
	size_t size);

#endif
