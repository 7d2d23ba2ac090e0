/* The store itself, for the few files that make it: store.c, prepared.c,
 * create.c, write.c, document.c, verify.c. The nouns use store_int.h. */
#ifndef TITIPAN_STORE_STORE_CORE_H
#define TITIPAN_STORE_STORE_CORE_H

#include <sodium.h>

#include "schema/store/canonical.h"
#include "schema/store/head.h"
#include "schema/store/node_key.h"
#include "schema/store/people.h"
#include "schema/store/rows.h"
#include "schema/store/store_int.h"

/* A cache of prepared statements, found by the address of their text. */
#define STATEMENT_SLOTS 1024

struct statement_slot {
	const char *sql;
	sqlite3_stmt *statement;
};

/* `TITP`: how a mart's file is told from other databases. */
#define APPLICATION_ID 0x54495450

struct store {
	char *path;
	sqlite3 *database;
	struct statement_slot *slots;
	int version; /* of the file's schema */
	struct facts facts;
	sqlite3_stmt **inserts; /* one for each fact table, made when needed */
	struct clock clock;
	int32_t zone_offset_s;
	bool rehearsal;
	bool unclean; /* the process before this one was cut off */
	bool has_key;
	struct node_key key;
	struct turnstile *turnstile;
	int head_fd;
	bool in_write;
	struct document **documents; /* begun in this write */
	size_t document_count;
	int64_t last;    /* the node's newest document, in this write */
	int64_t last_ms; /* its stamp and day, as store_begin found them */
	int32_t last_day;
	int32_t day;       /* that this write's documents get */
	bool day_answered; /* this write holds what a person said of it */
	unsigned char last_hash[DOCUMENT_HASH_SIZE];
	unsigned char last_signature[crypto_sign_BYTES];
	int64_t first_thing;   /* of this write, while next_thing is not 0 */
	int64_t next_thing;    /* 0: not asked for in this write */
	struct people *people; /* NULL: not asked for yet */
	int64_t waited_ms;
	int wal_pages;
	bool made_room; /* the ballast was given back, see store_make_room */
	enum store_result doubt; /* why nothing may be written, or STORE_OK */
	enum store_result failure;
	char detail[512];
	char text[512]; /* what store_setting and store_local return */
};

/* prepared.c */
void statements_release(struct store *store);

/* store.c: the connection with its pragmas, without looking at the content. */
enum store_result store_connect(struct store *store, bool create);
void store_disconnect(struct store *store);
struct store *store_new(const char *path);
void store_free(struct store *store);
/* Reads what the rest depends on: facts' columns, zone, rehearsal. */
enum store_result store_load(struct store *store);
/* Connects to whatever file has the name now, looks at it and loads it. */
enum store_result store_reach(struct store *store);
/* Forgets what store_connect and store_load made. */
void store_unload(struct store *store);
/* Whether another file stands where this one was opened, or none. */
bool store_is_replaced(struct store *store);
/* Is true for a file of an older schema. */
bool store_is_older(const struct store *store);

/* backup.c: proves a copy that is loaded against the head of the file that it
 * is a copy of; the detail is the store's. */
enum store_result store_prove_copy(struct store *store, struct store *copy);

/* create.c: brings the schema to the newest; inside one transaction. */
enum store_result store_migrate(struct store *store, int from);
/* A mart is whole: what said that it was being made goes. */
void create_drop_mark(const char *path);
/* The tables and views of an older schema in an empty database. */
enum store_result store_old_schema(struct store *store, int version);

/* write.c */
/* Ends a transaction without effect. Out of memory for good can make even that
 * fail: then the connection is made anew, or there is none. */
void write_leave(struct store *store);
enum store_result write_read_last(struct store *store);
enum store_result write_safe_start(struct store *store);
/* Whether the mart knows this node, so that it may write. */
bool write_is_enrolled(struct store *store);

/* Whether the file holds what the head file remembers, asked without a lock:
 * STORE_OK, STORE_ROLLED_BACK or STORE_FORKED. */
enum store_result write_look_at_head(struct store *store);
/* Puts body rows and then the header in; the triggers move the books. */
enum store_result write_apply(struct store *store,
	const struct document *document);

/* document.c */
struct document_header_row {
	const struct fact_table *table;
	struct value *values;
};

struct document {
	struct store *store;
	int64_t id;
	unsigned char token[DOCUMENT_TOKEN_SIZE];
	char *kind;
	struct author author;
	struct document_header_row header;
	struct rows rows;
	void **chunks; /* what the header's values point to */
	size_t chunk_count;
	unsigned char hash[DOCUMENT_HASH_SIZE];
	unsigned char signature[crypto_sign_BYTES];
};

void document_free(struct document *document);
struct document *document_new(struct store *store);
void *document_keep(struct document *document, const void *bytes, size_t size);
/* The hash of (previous hash, previous signature, content), the content row
 * by row so that a long document needs no room for all of it. */
struct chain_hash {
	crypto_generichash_state state;
	struct buffer pending;
	size_t size; /* of the content so far */
};
void chain_hash_begin(struct chain_hash *chain,
	const unsigned char previous_hash[DOCUMENT_HASH_SIZE],
	const unsigned char previous_signature[crypto_sign_BYTES]);
void chain_hash_row(struct chain_hash *chain, const struct fact_table *table,
	const struct value values[]);
void chain_hash_end(struct chain_hash *chain,
	unsigned char hash[DOCUMENT_HASH_SIZE]);
/* Puts the rows in canonical order and hashes them into document->hash. False
 * if the content is longer than CANONICAL_MAX. */
bool document_hash_rows(struct document *document,
	const unsigned char previous_hash[DOCUMENT_HASH_SIZE],
	const unsigned char previous_signature[crypto_sign_BYTES]);
/* The same of content that is there as bytes. */
void document_chain_hash(const unsigned char previous_hash[DOCUMENT_HASH_SIZE],
	const unsigned char previous_signature[crypto_sign_BYTES],
	const struct buffer *content, unsigned char hash[DOCUMENT_HASH_SIZE]);
/* One row of a fact table as a statement over its columns gives it. */
void document_read_row(sqlite3_stmt *statement, const struct fact_table *table,
	struct value values[]);

#endif
