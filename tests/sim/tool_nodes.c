/*
 * Several nodes of one mart, for tests that have no hub:
 *
 *	tool_nodes enrol MART TARGET       a copy of MART that is a new node
 *	tool_nodes merge OUT SEED MART...  all documents of these files into an
 *	                                   empty one, each node's in its order,
 *	                                   the nodes' in an order drawn from SEED
 *	tool_nodes books MART              a digest of every fact and book
 */
#include <inttypes.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/store/books.h"
#include "schema/store/document.h"
#include "schema/store/enrol.h"
#include "schema/store/verify.h"

#define NODES_MAX 8
#define DOCUMENT_MAX (64U << 20)

static void must(bool holds, const char *what, const char *why)
{
	if (holds)
		return;
	fprintf(stderr, "tool_nodes: %s: %s\n", what, why);
	exit(3);
}

static struct store *open_mart(const char *path)
{
	struct store *store = NULL;
	char detail[256];
	enum store_result result =
		store_open(path, NULL, &store, detail, sizeof(detail));

	must(result == STORE_OK, path, store_message(result));
	return store;
}

static int enrol(const char *path, const char *target)
{
	const struct author author = {.user = (INT64_C(1) << 40) + 1};
	struct store *store = open_mart(path);
	int64_t node = 0;
	enum store_result result =
		store_enrol(store, target, "second till", &author, &node);

	must(result == STORE_OK, target, store_message(result));
	printf("%" PRId64 "\n", node);
	store_close(store);
	return 0;
}

/* xorshift: the same on every machine for the same seed. */
static unsigned draw(uint64_t *seed, unsigned below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (unsigned)(*seed % below);
}

/* The next document of a node; false at its end or when it has to wait for
 * one of another node. */
static bool carry(struct store *from, struct store *to, int64_t node,
	int64_t *next, bool *end)
{
	struct buffer bytes;
	enum store_result result;
	char text[DOCUMENT_TEXT_SIZE];

	buffer_init(&bytes, DOCUMENT_MAX);
	document_format((node << DOCUMENT_SEQUENCE_BITS) + *next, text);
	result = document_export(from, (node << DOCUMENT_SEQUENCE_BITS) + *next,
		&bytes);
	*end = result == STORE_NOT_FOUND;
	if (!*end) {
		must(result == STORE_OK, text, store_message(result));
		result = store_begin(to, "apply");
		must(result == STORE_OK, text, store_message(result));
		result = document_apply(to, bytes.data, bytes.length);
		must(result == STORE_OK || result == STORE_UNKNOWN_NODE, text,
			store_message(result));
		if (result == STORE_OK) {
			++*next;
			must(store_commit(to) == STORE_OK, text, "commit");
			store_idle(to);
		} else {
			store_rollback(to);
		}
	}
	buffer_release(&bytes);
	return result == STORE_OK;
}

static int merge(const char *out, const char *seed_text, char *paths[],
	int count)
{
	struct store *from[NODES_MAX];
	int64_t next[NODES_MAX];
	uint64_t seed = strtoull(seed_text, NULL, 10) * 2654435761u + 1;
	char detail[256];
	struct store *to;
	int left = count;
	bool ended[NODES_MAX] = {false};

	must(count <= NODES_MAX, out, "too many files");
	must(store_create_receiver(out, 4095, detail, sizeof(detail)) ==
			STORE_OK,
		out, detail);
	to = open_mart(out);
	for (int i = 0; i < count; i++) {
		from[i] = open_mart(paths[i]);
		next[i] = 1;
	}
	while (left > 0) {
		unsigned i = draw(&seed, (unsigned)count);

		if (ended[i])
			continue;
		carry(from[i], to, store_node(from[i]), &next[i], &ended[i]);
		if (ended[i])
			left--;
	}
	for (int i = 0; i < count; i++)
		store_close(from[i]);
	store_close(to);
	return 0;
}

/* Every table but the machine's own notes and the search index, whose inside
 * follows the order of arrival, in the order of its rows. */
static void digest(sqlite3 *database, crypto_generichash_state *state,
	const char *table)
{
	char *sql =
		sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY 1, 2, 3", table);
	sqlite3_stmt *rows;

	if (sqlite3_prepare_v2(database, sql, -1, &rows, NULL) != SQLITE_OK) {
		sqlite3_free(sql);
		sql = sqlite3_mprintf("SELECT * FROM \"%w\" ORDER BY 1, 2",
			table);
		must(sqlite3_prepare_v2(database, sql, -1, &rows, NULL) ==
				SQLITE_OK,
			table, sqlite3_errmsg(database));
	}
	while (sqlite3_step(rows) == SQLITE_ROW)
		for (int i = 0; i < sqlite3_column_count(rows); i++) {
			int type = sqlite3_column_type(rows, i);
			const void *blob = sqlite3_column_blob(rows, i);
			int size = sqlite3_column_bytes(rows, i);

			crypto_generichash_update(state,
				(const unsigned char *)&type, sizeof(type));
			crypto_generichash_update(state,
				(const unsigned char *)&size, sizeof(size));
			crypto_generichash_update(state, blob,
				(unsigned long long)size);
		}
	sqlite3_finalize(rows);
	sqlite3_free(sql);
}

static int books(const char *path)
{
	struct store *store = open_mart(path);
	crypto_generichash_state state;
	unsigned char sum[32];
	char hex[65];
	sqlite3 *database;
	sqlite3_stmt *tables;

	must(store_roll(store) == STORE_OK, path, "roll");
	store_close(store);
	must(sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL) ==
			SQLITE_OK,
		path, "open");
	must(sqlite3_prepare_v2(database,
		     "SELECT name FROM sqlite_master WHERE type = 'table'"
		     " AND name NOT LIKE 'sqlite_%' AND name NOT IN"
		     " ('local_setting', 'roll_mark', 'print_job',"
		     " 'login_failure', 'item_text_due')"
		     " AND name NOT LIKE 'item\\_search%' ESCAPE '\\'"
		     " AND name NOT LIKE 'item\\_word%' ESCAPE '\\'"
		     " ORDER BY name",
		     -1, &tables, NULL) == SQLITE_OK,
		path, "schema");
	crypto_generichash_init(&state, NULL, 0, sizeof(sum));
	while (sqlite3_step(tables) == SQLITE_ROW)
		digest(database, &state,
			(const char *)sqlite3_column_text(tables, 0));
	sqlite3_finalize(tables);
	sqlite3_close(database);
	crypto_generichash_final(&state, sum, sizeof(sum));
	sodium_bin2hex(hex, sizeof(hex), sum, sizeof(sum));
	puts(hex);
	return 0;
}

int main(int count, char *arguments[])
{
	if (count == 4 && strcmp(arguments[1], "enrol") == 0)
		return enrol(arguments[2], arguments[3]);
	if (count > 4 && strcmp(arguments[1], "merge") == 0)
		return merge(arguments[2], arguments[3], arguments + 4,
			count - 4);
	if (count == 3 && strcmp(arguments[1], "books") == 0)
		return books(arguments[2]);
	fputs("tool_nodes enrol|merge|books ...\n", stderr);
	return 2;
}
