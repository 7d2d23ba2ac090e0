/*
 * Documents of another till: any bytes, chained and signed as its first
 * document with the key that it was enrolled with, so that nothing but the
 * content itself can be wrong. What is applied is there byte by byte and
 * verified; what is refused is refused by its name, and nothing is left.
 */
#include <sodium.h>

#include "schema/store/books.h"
#include "schema/store/canonical.h"
#include "schema/store/store_core.h"
#include "tests/fuzz/fuzz_store.h"

#define COUNT "SELECT count(*) FROM document"
#define NODE INT64_C(2)
#define SEAL (DOCUMENT_HASH_SIZE + crypto_sign_BYTES)

static struct store *store;
static int64_t documents;
static unsigned char secret[crypto_sign_SECRETKEYBYTES];

static void enrol(void)
{
	const struct author author = {.user = 1};
	unsigned char seed[crypto_sign_SEEDBYTES] = {7};
	unsigned char public[crypto_sign_PUBLICKEYBYTES];
	struct document *document;

	crypto_sign_seed_keypair(public, secret, seed);
	FUZZ_CHECK(store_begin(store, "enrol") == STORE_OK);
	document = document_begin(store, "node", &author);
	document_row(document, "node");
	document_integer(document, "node", NODE);
	document_blob(document, "public_key", public, sizeof(public));
	document_text(document, "name", "second");
	FUZZ_CHECK(store_commit(store) == STORE_OK);
}

static void release(void)
{
	store_close(store);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_make_mart();
	store = fuzz_open();
	enrol();
	documents = store_integer(store, COUNT, 0, NULL, -1);
	atexit(release);
	return 0;
}

/* The rows as they are read print as the bytes that were read. */
static void check_rows(const uint8_t *bytes, size_t size)
{
	struct value values[FACT_COLUMNS_MAX];
	const struct fact_table *table;
	size_t at = 0;

	for (;;) {
		struct buffer row;
		size_t from = at;

		if (canonical_next(&store->facts, bytes, size, &at, &table,
			    values) != CANONICAL_ROW)
			return;
		FUZZ_CHECK(at > from && at <= size);
		buffer_init(&row, size + 64);
		canonical_row(&row, table, values);
		/* what is no content cannot come in as such */
		FUZZ_CHECK(row.length == at - from);
		FUZZ_CHECK(memcmp(row.data, bytes + from, row.length) == 0);
		buffer_release(&row);
	}
}

static uint8_t *sealed(const uint8_t *content, size_t size)
{
	const unsigned char none[crypto_sign_BYTES] = {0};
	struct buffer bytes = {
		.data = (char *)(uintptr_t)content, .length = size};
	uint8_t *bundle = malloc(size + SEAL);

	FUZZ_CHECK(bundle);
	if (size > 0)
		memcpy(bundle, content, size);
	document_chain_hash(none, none, &bytes, bundle + size);
	crypto_sign_detached(bundle + size + DOCUMENT_HASH_SIZE, NULL,
		bundle + size, DOCUMENT_HASH_SIZE, secret);
	return bundle;
}

static void differs(void *context, const char *book)
{
	(void)context;
	fprintf(stderr, "the book %s is not what the documents say\n", book);
	abort();
}

static void check_applied(const uint8_t *bundle, size_t size)
{
	const int64_t id = (NODE << DOCUMENT_SEQUENCE_BITS) + 1;
	struct buffer out;

	buffer_init(&out, CANONICAL_MAX);
	FUZZ_CHECK(document_export(store, id, &out) == STORE_OK);
	FUZZ_CHECK(out.length == size);
	FUZZ_CHECK(memcmp(out.data, bundle, size) == 0);
	buffer_release(&out);
	books_check(store, differs, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	uint8_t *bundle = sealed(bytes, size);
	enum store_result result;

	check_rows(bytes, size);
	FUZZ_CHECK(store_begin(store, "apply") == STORE_OK);
	result = document_apply(store, bundle, size + SEAL);
	if (result == STORE_OK)
		check_applied(bundle, size + SEAL);
	else
		FUZZ_CHECK(result == STORE_BAD_BUNDLE ||
			result == STORE_NEWER || result == STORE_UNBALANCED ||
			result == STORE_OUT_OF_ORDER ||
			result == STORE_UNKNOWN_NODE ||
			result == STORE_BAD_CHAIN || result == STORE_FORKED);
	store_rollback(store);
	FUZZ_CHECK(store_integer(store, COUNT, 0, NULL, -1) == documents);
	free(bundle);
	return 0;
}
