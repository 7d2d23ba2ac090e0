/*
 * The proof of a whole file.
 *
 * Documents are walked node by node in the order of their sequence, with one
 * cursor in each table of facts that moves along, so that the cost grows with
 * the rows and not with documents times tables. A row that the walk passes
 * without a document to it is a finding as much as a hash that does not match.
 */
#include "schema/store/verify.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/store/backup_int.h"
#include "schema/store/balance.h"
#include "schema/store/books.h"
#include "schema/store/cursors.h"
#include "schema/store/fingerprint.h"
#include "schema/store/migrations.h"
#include "schema/store/page_sum.h"
#include "schema/store/node_voucher.h"
#include "schema/store/witness.h"

/* The newest documents of each node that a quick check reads. */
#define QUICK_DOCUMENTS 1000

/* Documents whose postings are added up by one statement. */
#define RANGE_DOCUMENTS 1000

/* Findings of one check after which the rest is only counted. */
#define FINDINGS_MAX 400

struct proof {
	struct store *store;
	bool quick;
	verify_finding *finding;
	void *context;
	struct verify_report *report;
	int64_t told; /* of this check */
	/* As it was before the first page was read: tills may sell meanwhile. */
	enum head_result has_head;
	struct head head;
	bool copy; /* not a mart in use: it needs no head file */
};

/* What the file seems to hold while memory or disk fail is not a finding. The
 * failure itself is told when the check has ended. */
static bool is_failing(const struct proof *proof)
{
	struct store *store = proof->store;

	if (store->failure == STORE_OK &&
		sqlite3_errcode(store->database) == SQLITE_NOMEM)
		store_fail_sqlite(store, SQLITE_NOMEM);
	return store->failure != STORE_OK;
}

static void found(void *context, const char *what, const char *which)
{
	struct proof *proof = context;

	if (is_failing(proof))
		return;
	proof->report->findings++;
	if (proof->told++ < FINDINGS_MAX)
		proof->finding(proof->context, what, which);
}

static void found_document(struct proof *proof, const char *what, int64_t id)
{
	char text[DOCUMENT_TEXT_SIZE];

	found(proof, what, document_format(id, text));
}

static void document_found(void *context, const char *what, int64_t id)
{
	found_document(context, what, id);
}

/* --- the schema --------------------------------------------------------- */

static const char SCHEMA_SQL[] =
	"SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master"
	" WHERE name NOT LIKE 'sqlite_%' ORDER BY 1";

/* Of an older schema: what follows from the program's tables of facts and
 * books was made by another version of it. */
static const char OLD_SCHEMA_SQL[] =
	"SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_master"
	" WHERE name NOT LIKE 'sqlite_%' AND type <> 'trigger'"
	" AND name NOT LIKE '%_zero' ORDER BY 1";

/* The schema as it is in the program. Kept while the process lives: to make it
 * takes as long as to look through a small file, and who makes a copy looks
 * twice. That it cannot be made is no finding. */
static struct {
	struct store *store;
	int version; /* 0: the newest */
} kept_schema;

static void drop_schema(void)
{
	if (kept_schema.store)
		store_free(kept_schema.store);
	kept_schema.store = NULL;
}

static struct store *shipped_schema(struct store *store)
{
	const int version = store_is_older(store) ? store->version : 0;
	enum store_result result = STORE_IO;

	if (kept_schema.store && kept_schema.version == version)
		return kept_schema.store;
	drop_schema();
	kept_schema.store = store_new(":memory:");
	kept_schema.version = version;
	if (sqlite3_open(":memory:", &kept_schema.store->database) == SQLITE_OK)
		result = version ? store_old_schema(kept_schema.store, version)
				 : store_migrate(kept_schema.store, 0);
	if (result == STORE_OK)
		return kept_schema.store;
	store_fail(store, STORE_IO, "%s", kept_schema.store->detail);
	drop_schema();
	return NULL;
}

/* Both lists are in order: a merge shows what is missing, strange, changed. */
static void compare_schema(struct proof *proof, sqlite3_stmt *is,
	struct store *shipped, sqlite3_stmt *ought)
{
	struct store *store = proof->store;
	bool have = store_step(store, is);
	bool want = store_step(shipped, ought);

	while ((have || want) && !is_failing(proof)) {
		int order = !have ? 1
			: !want
			? -1
			: strcmp(store_text(is, 0), store_text(ought, 0));

		if (order > 0)
			found(proof, N_("the schema lacks %s"),
				store_text(ought, 0));
		else if (order < 0)
			found(proof, N_("the schema has a strange %s"),
				store_text(is, 0));
		else if (strcmp(store_text(is, 1), store_text(ought, 1)) != 0)
			found(proof, N_("the schema has a changed %s"),
				store_text(is, 0));
		if (order <= 0)
			have = store_step(store, is);
		if (order >= 0)
			want = store_step(shipped, ought);
		if (sqlite3_errcode(shipped->database) == SQLITE_NOMEM)
			store_fail(store, STORE_IO, "%s", shipped->detail);
	}
}

static void check_schema(struct proof *proof)
{
	struct store *shipped = shipped_schema(proof->store);
	const char *sql = store_is_older(proof->store) ? OLD_SCHEMA_SQL
						       : SCHEMA_SQL;
	sqlite3_stmt *is = NULL;
	sqlite3_stmt *ought = NULL;

	if (shipped) {
		is = store_statement(proof->store, sql);
		ought = store_statement(shipped, sql);
	}
	if (is && ought)
		compare_schema(proof, is, shipped, ought);
	else if (is)
		store_fail(proof->store, STORE_IO, "%s", shipped->detail);
	store_reset(is);
	store_reset(ought);
	if (is_failing(proof))
		drop_schema();
}

static void first_strange(void *context, const char *what, const char *which)
{
	struct store *store = context;

	(void)what;
	store_fail(store, STORE_STRANGE_SCHEMA, "%s: %s", store->path, which);
}

enum store_result verify_schema(struct store *store)
{
	struct verify_report report = {0};
	struct proof proof = {.store = store,
		.finding = first_strange,
		.context = store,
		.report = &report};

	check_schema(&proof);
	return store_failed(store);
}

/* --- the chains --------------------------------------------------------- */

struct walk {
	struct proof *proof;
	struct fact_cursors cursors;
	int64_t node;
	int64_t last; /* the document before this one */
	unsigned char hash[DOCUMENT_HASH_SIZE];
	unsigned char signature[crypto_sign_BYTES];
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
	bool has_key;
	bool broken; /* a change of the last signature was reported */
};

/* Rows below this document belong to none. */
static void pass_orphans(struct walk *walk, struct fact_cursor *cursor,
	int64_t id)
{
	while (cursor->more && cursor->document < id) {
		char *which;
		char text[DOCUMENT_TEXT_SIZE];

		document_format(cursor->document, text);
		which = xasprintf("%s: %s", text, cursor->table->name);
		found(walk->proof, N_("a row without its document: %s"), which);
		free(which);
		fact_cursor_next(cursor);
	}
}

/* Hashes the document's content as the file has it now. */
static void collect(struct walk *walk, int64_t id, struct chain_hash *chain,
	struct balance *balance)
{
	struct value values[FACT_COLUMNS_MAX];
	size_t header = walk->proof->store->facts.header;

	for (size_t i = 0; i < walk->cursors.count; i++) {
		struct fact_cursor *cursor = &walk->cursors.list[i];

		if (i == header) {
			fact_cursor_row(cursor, values);
			chain_hash_row(chain, cursor->table, values);
			continue;
		}
		pass_orphans(walk, cursor, id);
		while (cursor->more && cursor->document == id) {
			fact_cursor_row(cursor, values);
			chain_hash_row(chain, cursor->table, values);
			balance_add(balance, cursor->table, values);
			fact_cursor_next(cursor);
		}
	}
}

static bool copy_blob(const struct fact_cursor *cursor, const char *column,
	unsigned char *bytes, size_t size)
{
	int at = (int)fact_column_find(cursor->table, column);
	const void *blob = sqlite3_column_blob(cursor->statement, at);

	if (!blob ||
		(size_t)sqlite3_column_bytes(cursor->statement, at) != size)
		return false;
	memcpy(bytes, blob, size);
	return true;
}

static bool signature_holds(const struct walk *walk)
{
	return crypto_sign_verify_detached(walk->signature, walk->hash,
		       sizeof(walk->hash), walk->public_key) == 0;
}

/* A document whose hash does not match: it was changed itself, unless the
 * signature before it was (which its hash covers too). */
static void blame(struct walk *walk, int64_t id)
{
	if (walk->has_key && document_sequence(walk->last) > 0 &&
		!signature_holds(walk))
		found_document(walk->proof,
			N_("document %s: its signature was changed"),
			walk->last);
	else
		found_document(walk->proof,
			N_("document %s: it was changed after it was written"),
			id);
}

static void check_document(struct walk *walk, struct fact_cursor *header)
{
	unsigned char hash[DOCUMENT_HASH_SIZE] = {0};
	unsigned char stored[DOCUMENT_HASH_SIZE] = {0};
	unsigned char signature[crypto_sign_BYTES] = {0};
	int64_t id = header->document;
	struct balance balance = {0};
	struct chain_hash chain;
	bool whole;

	if (id != walk->last + 1)
		found_document(walk->proof,
			N_("document %s is missing from its node's sequence"),
			walk->last + 1);
	chain_hash_begin(&chain, walk->hash, walk->signature);
	collect(walk, id, &chain, &balance);
	chain_hash_end(&chain, hash);
	whole = copy_blob(header, "hash", stored, sizeof(stored)) &&
		copy_blob(header, "signature", signature, sizeof(signature));
	if (id == walk->last + 1 &&
		(!whole || memcmp(hash, stored, sizeof(hash)) != 0))
		blame(walk, id);
	else if (!balance_holds(&balance))
		found_document(walk->proof,
			N_("document %s: its postings do not add up to zero"),
			id);
	memcpy(walk->hash, stored, sizeof(walk->hash));
	memcpy(walk->signature, signature, sizeof(walk->signature));
	walk->last = id;
	walk->proof->report->documents++;
	fact_cursor_next(header);
}

/* A quick check begins in the middle, with the stored hash before it. */
static void start_quick(struct walk *walk)
{
	int64_t first = walk->node << DOCUMENT_SEQUENCE_BITS;
	const int64_t range[] = {
		first, first + (INT64_C(1) << DOCUMENT_SEQUENCE_BITS) - 1};
	int64_t newest = store_integer(walk->proof->store,
		"SELECT max(id) FROM document WHERE id BETWEEN ?1 AND ?2", 2,
		range, first);
	int64_t before = newest - QUICK_DOCUMENTS;
	sqlite3_stmt *statement;

	if (before <= first)
		return;
	statement = store_statement(walk->proof->store,
		"SELECT hash, signature FROM document WHERE id = ?1");
	if (!statement)
		return;
	sqlite3_bind_int64(statement, 1, before);
	if (!store_step(walk->proof->store, statement))
		return;
	if (sqlite3_column_bytes(statement, 0) == (int)sizeof(walk->hash) &&
		sqlite3_column_bytes(statement, 1) ==
			(int)sizeof(walk->signature)) {
		memcpy(walk->hash, sqlite3_column_blob(statement, 0),
			sizeof(walk->hash));
		memcpy(walk->signature, sqlite3_column_blob(statement, 1),
			sizeof(walk->signature));
		walk->last = before;
	}
	store_reset(statement);
}

static void check_node(struct proof *proof, int64_t node)
{
	struct walk walk = {.proof = proof, .node = node};
	int64_t end = (node + 1) << DOCUMENT_SEQUENCE_BITS;
	struct fact_cursor *header;

	walk.last = node << DOCUMENT_SEQUENCE_BITS;
	if (proof->quick)
		start_quick(&walk);
	walk.has_key = voucher_key_of(proof->store, node, walk.public_key);
	if (!fact_cursors_open(&walk.cursors, proof->store, walk.last + 1,
		    end - 1)) {
		fact_cursors_close(&walk.cursors);
		return;
	}
	header = walk.cursors.header;
	while (header->more)
		check_document(&walk, header);
	for (size_t i = 0; i < walk.cursors.count; i++)
		pass_orphans(&walk, &walk.cursors.list[i], end);
	fact_cursors_close(&walk.cursors);
	if (document_sequence(walk.last) == 0)
		return;
	if (!walk.has_key || !signature_holds(&walk))
		found_document(proof,
			N_("document %s: its signature does not hold"),
			walk.last);
}

static void check_chains(struct proof *proof)
{
	struct store *store = proof->store;
	int64_t next = INT64_MIN;

	/* Node by node that documents name, whether enrolled or not. */
	for (;;) {
		int64_t id = store_integer(store,
			"SELECT id FROM document WHERE id >= ?1"
			" ORDER BY id LIMIT 1",
			1, &next, INT64_MIN);
		int64_t node = document_node(id);

		if (id == INT64_MIN || is_failing(proof))
			break;
		check_node(proof, node);
		next = (node + 1) * (INT64_C(1) << DOCUMENT_SEQUENCE_BITS);
	}
	if (proof->report->documents == 0)
		found(proof, N_("there is no document at all: %s"),
			store->path);
}

/* Rows of nodes that have no document, which no walk has passed: looks at the
 * first row of each node. */
static void check_orphans_of(struct proof *proof, const char *table)
{
	struct store *store = proof->store;
	sqlite3_stmt *statement = NULL;
	char *sql =
		xasprintf("SELECT document, EXISTS (SELECT 1 FROM document d"
			  " WHERE d.id BETWEEN (f.document >> 40) << 40 AND"
			  " ((f.document >> 40) + 1 << 40) - 1)"
			  " FROM %s f WHERE document >= ?1"
			  " ORDER BY document LIMIT 1",
			table);
	int64_t next = INT64_MIN;
	int code =
		sqlite3_prepare_v2(store->database, sql, -1, &statement, NULL);

	if (code != SQLITE_OK)
		store_fail_sqlite(store, code);
	while (statement && next < INT64_MAX) {
		int64_t document;

		sqlite3_bind_int64(statement, 1, next);
		if (!store_step(store, statement))
			break;
		document = sqlite3_column_int64(statement, 0);
		if (!sqlite3_column_int(statement, 1)) {
			found_document(proof,
				N_("a row without its document: %s"), document);
			break;
		}
		next = (document_node(document) + 1) *
			(INT64_C(1) << DOCUMENT_SEQUENCE_BITS);
		sqlite3_reset(statement);
	}
	sqlite3_finalize(statement);
	free(sql);
}

static void check_orphans(struct proof *proof)
{
	const struct facts *facts = &proof->store->facts;

	for (size_t i = 0; i < facts->count; i++)
		if (i != facts->header)
			check_orphans_of(proof, facts->tables[i].name);
}

/* --- balance, books, head, pages ---------------------------------------- */

/* Whether the postings of each document of a range add up to zero: they do if
 * their fingerprint by document does. */
static bool range_balances(struct store *store, const int64_t range[2])
{
	struct fingerprint postings, zero;
	bool amounts = true;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT document, amount FROM posting"
		" WHERE document >= ?1 AND document < ?2");

	if (!statement)
		return false;
	fingerprint_init(&postings);
	zero = fingerprint_like(&postings);
	sqlite3_bind_int64(statement, 1, range[0]);
	sqlite3_bind_int64(statement, 2, range[1]);
	while (store_step(store, statement))
		amounts = fingerprint_add(&postings, statement, 1) && amounts;
	return amounts && fingerprint_same(&postings, &zero);
}

static void name_unbalanced(struct proof *proof, const int64_t range[2])
{
	struct store *store = proof->store;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT document FROM posting"
		" WHERE document >= ?1 AND document < ?2"
		" GROUP BY document HAVING sum(amount) <> 0");

	if (!statement)
		return;
	sqlite3_bind_int64(statement, 1, range[0]);
	sqlite3_bind_int64(statement, 2, range[1]);
	while (store_step(store, statement))
		found_document(proof,
			N_("document %s: its postings do not add up to zero"),
			sqlite3_column_int64(statement, 0));
}

/* By the view, which the ledger is read from; a range at a time, so that the
 * memory does not grow with the history. */
static void check_balance(struct proof *proof)
{
	struct store *store = proof->store;
	int64_t next = store_integer(store, "SELECT min(id) FROM document", 0,
		NULL, INT64_MAX);

	while (next < INT64_MAX) {
		const int64_t range[] = {next, next + RANGE_DOCUMENTS};

		if (!range_balances(store, range))
			name_unbalanced(proof, range);
		next = store_integer(store,
			"SELECT id FROM document WHERE id >= ?1"
			" ORDER BY id LIMIT 1",
			1, &range[1], INT64_MAX);
	}
}

static void book_differs(void *context, const char *book)
{
	found(context, N_("the book %s is not what the documents say"), book);
}

/* The books of an older schema are made anew when it is brought up to date,
 * which compares what they add up to. */
static void check_books(struct proof *proof)
{
	if (store_is_older(proof->store))
		return;
	books_check(proof->store, book_differs, proof);
}

/* The file must hold a document that was seen in it. */
static void check_seen(struct proof *proof, int64_t last,
	const unsigned char seen[DOCUMENT_HASH_SIZE])
{
	unsigned char hash[DOCUMENT_HASH_SIZE];
	enum store_result result;

	if (document_sequence(last) == 0)
		return;
	result = document_hash(proof->store, last, hash);
	if (result == STORE_NOT_FOUND)
		found_document(proof,
			N_("document %s, which this machine has seen, is "
			   "missing"),
			last);
	else if (result != STORE_OK)
		proof->store->failure = result;
	else if (memcmp(hash, seen, sizeof(hash)) != 0)
		found_document(proof,
			N_("document %s is not the one that this machine has "
			   "seen"),
			last);
}

static void check_head(struct proof *proof)
{
	struct store *store = proof->store;
	struct backup mark;
	const bool marked = backup_read_mark(store->database, &mark) ==
		STORE_OK;

	/* A backup is known by the mark in it. */
	if (marked)
		check_seen(proof, mark.last, mark.hash);
	switch (proof->has_head) {
	case HEAD_OK:
		check_seen(proof, proof->head.last, proof->head.hash);
		break;
	case HEAD_MISSING:
		if (!marked && !proof->copy)
			found(proof, N_("there is no head file beside %s"),
				store->path);
		break;
	case HEAD_BROKEN:
		found(proof, N_("the head file of %s is broken"), store->path);
		break;
	}
}

/* SQLite's check takes a page that could not be read for a damaged one, and
 * says so only in words; of a page whose sum does not hold it is true. */
static bool was_not_read(const struct store *store, const char *text)
{
	return (strstr(text, "unable to get the page") ||
		       strstr(text, "failed to get page")) &&
		page_sum_damaged(store->database) == 0;
}

static void check_pages(struct proof *proof)
{
	struct store *store = proof->store;
	sqlite3_stmt *statement =
		store_statement(store, "PRAGMA integrity_check");

	while (statement && store_step(store, statement)) {
		const char *text = store_text(statement, 0);

		if (was_not_read(store, text))
			store_fail(store, STORE_IO, "%s", text);
		else if (strcmp(text, "ok") != 0)
			found(proof, N_("the file's pages are damaged: %s"),
				text);
	}
}

static void check_marks(struct proof *proof)
{
	if (!books_marks_hold(proof->store))
		book_differs(proof, "roll_mark");
}

static void check_witness(struct proof *proof)
{
	proof->store->failure =
		witness_check(proof->store, document_found, proof);
}

static void check_nodes(struct proof *proof)
{
	/* Of an older schema its own nodes alone are known. */
	if (!store_is_older(proof->store))
		verify_nodes(proof->store, proof, found, proof->report);
}

static const struct check {
	void (*run)(struct proof *proof);
	const char *unreadable; /* what damage says that SQLite notices */
	bool slow;
} checks[] = {
	{check_schema, N_("the schema cannot be read: %s"), false},
	{check_nodes, N_("the facts cannot be read: %s"), false},
	{check_chains, N_("the facts cannot be read: %s"), false},
	{check_orphans, N_("the facts cannot be read: %s"), true},
	{check_balance, N_("the facts cannot be read: %s"), true},
	{check_books, N_("the facts cannot be read: %s"), true},
	{check_pages, N_("the file's pages are damaged: %s"), true},
	{check_head, N_("the facts cannot be read: %s"), false},
	{check_marks, N_("the facts cannot be read: %s"), true},
	{check_witness, N_("the facts cannot be read: %s"), true},
};

/* Damage is a finding; that memory or disk failed ends the proof. */
static enum store_result run_check(struct proof *proof,
	const struct check *check)
{
	struct store *store = proof->store;
	enum store_result failure;
	char detail[sizeof(store->detail)];

	proof->told = 0;
	store->failure = STORE_OK;
	check->run(proof);
	failure = store_failed(store);
	if (failure != STORE_DAMAGED && failure != STORE_NOT_A_MART)
		return failure;
	snprintf(detail, sizeof(detail), "%s", store->detail);
	found(proof, check->unreadable, detail);
	return store_failed(store);
}

static enum store_result prove(struct proof *proof)
{
	struct store *store = proof->store;
	enum store_result result = STORE_OK;
	int code;

	*proof->report = (struct verify_report){0};
	/* What is made anew to compare can be large: it may go to a file. */
	sqlite3_exec(store->database,
		"PRAGMA temp_store=FILE; PRAGMA temp.cache_size=-8000", NULL,
		NULL, NULL);
	/* One moment of the file for all that follows. */
	code = sqlite3_exec(store->database, "BEGIN", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		return store_fail_sqlite(store, code);
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		if (result == STORE_OK && !(proof->quick && checks[i].slow))
			result = run_check(proof, &checks[i]);
	write_leave(store);
	sqlite3_exec(store->database, "PRAGMA temp_store=MEMORY", NULL, NULL,
		NULL);
	store->failure = STORE_OK;
	return result;
}

enum store_result store_verify(struct store *store, bool quick,
	verify_finding *finding, void *context, struct verify_report *report)
{
	struct proof proof = {.store = store,
		.quick = quick,
		.finding = finding,
		.context = context,
		.report = report};

	proof.has_head = head_read(store->head_fd, &proof.head);
	return prove(&proof);
}

enum store_result store_verify_copy(struct store *copy, bool quick,
	const struct head *head, verify_finding *finding, void *context,
	struct verify_report *report)
{
	struct proof proof = {.store = copy,
		.quick = quick,
		.finding = finding,
		.context = context,
		.report = report,
		.has_head = HEAD_MISSING,
		.copy = true};

	if (head) {
		proof.has_head = HEAD_OK;
		proof.head = *head;
	}
	return prove(&proof);
}

enum store_result store_rebuild_books(struct store *store)
{
	return books_rebuild(store);
}
