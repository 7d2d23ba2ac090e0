/*
 * What of a damaged file still proves its chain, in a new one. Documents are
 * applied as another node's are, so each is proved by its hash and signature;
 * a chain ends at its first document that is not whole.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "drivers/system/buffer.h"
#include "schema/store/doctor.h"
#include "schema/store/doctor_copy.h"
#include "schema/store/enrol.h"
#include "schema/store/store_core.h"

/* A document is at most this long; and so many are written at once. */
#define BYTES_MAX (1U << 26)
#define AT_ONCE 200

/* A node's key may stand in a document of another, so chains that could not
 * begin are tried again. */
#define PASSES 3

/* The next documents of a chain, until one is missing or does not hold. */
static enum store_result take_some(struct store *from, struct store *to,
	int64_t *next, bool *ended)
{
	enum store_result result = store_begin(to, "salvage");
	struct buffer bytes;

	if (result != STORE_OK)
		return result;
	buffer_init(&bytes, BYTES_MAX);
	for (int i = 0; i < AT_ONCE && !*ended; i++) {
		buffer_clear(&bytes);
		*ended = document_export(from, *next, &bytes) != STORE_OK ||
			document_apply(to, bytes.data, bytes.length) !=
				STORE_OK;
		from->failure = STORE_OK;
		if (!*ended)
			++*next;
	}
	buffer_release(&bytes);
	return store_commit(to);
}

static enum store_result take_node(struct store *from, struct store *to,
	int64_t node)
{
	int64_t next = store_integer(to,
		"SELECT max(id) + 1 FROM document WHERE id >> 40 = ?1", 1,
		&node, (node << DOCUMENT_SEQUENCE_BITS) + 1);
	enum store_result result = STORE_OK;
	bool ended = false;

	while (result == STORE_OK && !ended)
		result = take_some(from, to, &next, &ended);
	return result;
}

static enum store_result take_all(struct store *from, struct store *to)
{
	enum store_result result = STORE_OK;

	for (int pass = 0; result == STORE_OK && pass < PASSES; pass++) {
		int64_t next = 0;

		while (result == STORE_OK) {
			int64_t id = store_integer(from,
				"SELECT id FROM document WHERE id >= ?1"
				" ORDER BY id LIMIT 1",
				1, &next, -1);

			from->failure = STORE_OK;
			if (id < 0)
				break;
			result = take_node(from, to, document_node(id));
			next = (document_node(id) + 1) *
				(INT64_C(1) << DOCUMENT_SEQUENCE_BITS);
		}
	}
	return result;
}

static void tell(struct store *to, int64_t *documents, char *last, size_t size)
{
	sqlite3_stmt *statement = store_statement(to,
		"SELECT max(id) FROM document GROUP BY id >> 40 ORDER BY 1");
	size_t used = 0;

	*documents =
		store_integer(to, "SELECT count(*) FROM document", 0, NULL, 0);
	last[0] = '\0';
	while (statement && store_step(to, statement)) {
		char text[DOCUMENT_TEXT_SIZE];
		int count = snprintf(last + used, size - used, "%s%s",
			used ? ", " : "",
			document_format(sqlite3_column_int64(statement, 0),
				text));

		if (count < 0 || (size_t)count >= size - used)
			break;
		used += (size_t)count;
	}
	store_reset(statement);
}

static enum store_result salvage(struct store *from, const char *out,
	int64_t *documents, char *last, size_t size)
{
	struct store *to;
	enum store_result result =
		store_create_receiver(out, ENROL_NODE_MAX, last, size);

	if (result == STORE_OK)
		result = store_open(out, NULL, &to, last, size);
	if (result != STORE_OK)
		return result;
	result = take_all(from, to);
	if (result == STORE_OK)
		tell(to, documents, last, size);
	else
		snprintf(last, size, "%s", store_detail(to));
	store_close(to);
	return result;
}

enum store_result store_salvage(const char *path, const char *out,
	int64_t *documents, char *last, size_t size)
{
	struct doctor_copy copy;
	struct store *from;
	enum store_result result = STORE_IO;

	snprintf(last, size, "%s", path);
	if (sodium_init() < 0)
		return result;
	if (doctor_copy_make(&copy, path)) {
		from = store_new(copy.path);
		result = store_reach(from);
		if (result == STORE_OK)
			result = salvage(from, out, documents, last, size);
		store_free(from);
	} else if (copy.wanted > 0) {
		result = STORE_NO_ROOM;
	}
	doctor_copy_remove(&copy);
	return result;
}
