/*
 * The journal as others read it: who did what in which order, and every
 * document with its hash and signature, for a witness who does not trust this
 * program.
 */
#ifndef TITIPAN_STORE_JOURNAL_H
#define TITIPAN_STORE_JOURNAL_H

#include "schema/store/canonical.h"
#include "schema/rules/calendar.h"
#include "schema/store/document.h"
#include "schema/store/event.h"

#define JOURNAL_KEY_SIZE 32
#define JOURNAL_SIGNATURE_SIZE 64
#define JOURNAL_NAME_SIZE 64

/* --- who did what --------------------------------------------------------- */

/* A document, and what its event says if it is one. */
struct journal_entry {
	struct document_header header; /* kind is valid in the call */
	bool is_event;
	enum event_kind event; /* when is_event and its kind is known */
	bool event_known;
	int64_t subject;
	int64_t count;
	const char *detail; /* "" for none */
};

/* By node and sequence; stops when each says false. each may ask the store. */
typedef bool journal_each(void *context, const struct journal_entry *entry);
enum store_result journal_list(struct store *store, const struct days *span,
	journal_each *each, void *context);

/* --- every document ------------------------------------------------------- */

/*
 * What there is of one node in a span of days: from its first document of
 * such a day to its last, without a gap (a document between them may have
 * another day, where a clock was wrong). last < first: there is none.
 */
struct journal_part {
	int64_t node;
	char name[JOURNAL_NAME_SIZE];
	unsigned char public_key[JOURNAL_KEY_SIZE];
	int64_t first, last;
	/* Of the document before the first; zeros before a node's first. */
	unsigned char before_hash[DOCUMENT_HASH_SIZE];
	unsigned char before_signature[JOURNAL_SIGNATURE_SIZE];
	/* Of the last. */
	unsigned char last_hash[DOCUMENT_HASH_SIZE];
};

/* Each enrolled node in order. parts is for the caller to free. */
enum store_result journal_parts(struct store *store, const struct days *span,
	struct journal_part **parts, size_t *count);

/* Takes the documents of a part: `begin`, each row in canonical order, `end`.
 * False ends the reading. */
struct journal_reader {
	bool (*begin)(void *context, int64_t document);
	bool (*row)(void *context, const struct fact_table *table,
		const struct value values[]);
	bool (*end)(void *context, const unsigned char hash[DOCUMENT_HASH_SIZE],
		const unsigned char signature[JOURNAL_SIGNATURE_SIZE]);
};
enum store_result journal_read(struct store *store,
	const struct journal_part *part, const struct journal_reader *reader,
	void *context);

/* BLAKE2b-256 of a node's public key; the first node's names the mart. */
void journal_key_hash(const unsigned char key[JOURNAL_KEY_SIZE],
	unsigned char hash[DOCUMENT_HASH_SIZE]);

/* How many migrations made this file. */
int64_t journal_schema(struct store *store);

/* --- the seal under an export --------------------------------------------- */

struct journal_seal {
	_Alignas(64) unsigned char state[384]; /* libsodium's */
};

void journal_seal_begin(struct journal_seal *seal);
void journal_seal_add(struct journal_seal *seal, const void *bytes,
	size_t size);

/* The BLAKE2b-256 of what was added, and this node's Ed25519 signature of the
 * 18 bytes "titipan journal 1\n" and the digest. False: this
 * file has no key. */
bool journal_seal_end(struct journal_seal *seal, const struct store *store,
	unsigned char digest[DOCUMENT_HASH_SIZE],
	unsigned char signature[JOURNAL_SIGNATURE_SIZE]);

#endif
