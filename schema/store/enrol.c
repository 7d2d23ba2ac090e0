/* A further node: one document here, and a copy of the file with its own key. */
#include "schema/store/enrol.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "schema/store/backup.h"
#include "schema/store/store_core.h"

/* A node that has written nothing yet. */
static bool write_empty_head(const char *path, int64_t node)
{
	const struct head head = {.last = node << DOCUMENT_SEQUENCE_BITS};
	int fd = head_open(path, true);
	bool ok = head_write(fd, &head) && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

static enum store_result write_node(struct store *store,
	const struct node_key *key, const char *name,
	const struct author *author)
{
	struct document *document = document_begin(store, "node", author);

	document_row(document, "node");
	document_integer(document, "node", key->node);
	document_blob(document, "public_key", key->public_key,
		sizeof(key->public_key));
	document_text(document, "name", name);
	return store_commit(store);
}

enum store_result store_enrol(struct store *store, const char *target,
	const char *name, const struct author *author, int64_t *node)
{
	struct node_key key = {0};
	enum store_result result;
	int64_t number;

	if (access(target, F_OK) == 0)
		return store_fail(store, STORE_EXISTS, "%s", target);
	result = store_begin(store, "enrol");
	if (result != STORE_OK)
		return result;
	number = 1 +
		store_integer(store,
			"SELECT max(node) FROM node WHERE node < 4096", 0, NULL,
			0);
	if (number > ENROL_NODE_MAX) {
		store_rollback(store);
		return store_fail(store, STORE_EXISTS, "%s", name);
	}
	node_key_make(&key, number);
	/* PINs are the mart's, so their pepper is the same on every node. */
	memcpy(key.pepper, store->key.pepper, sizeof(key.pepper));
	result = write_node(store, &key, name, author);
	if (result == STORE_OK)
		result = store_backup(store, target, NULL);
	if (result == STORE_OK)
		result = node_key_write(&key, target);
	if (result == STORE_OK && !write_empty_head(target, number))
		result = store_fail(store, STORE_IO, "%s.head", target);
	if (result == STORE_OK)
		*node = number;
	node_key_forget(&key);
	return result;
}

static enum store_result fill(struct store *store)
{
	enum store_result result = store_connect(store, true);

	if (result != STORE_OK)
		return result;
	if (sqlite3_exec(store->database, "BEGIN IMMEDIATE", NULL, NULL,
		    NULL) != SQLITE_OK)
		return STORE_IO;
	result = store_migrate(store, 0);
	if (result == STORE_OK &&
		sqlite3_exec(store->database, "COMMIT; PRAGMA journal_mode=WAL",
			NULL, NULL, NULL) != SQLITE_OK)
		result = STORE_IO;
	return result;
}

enum store_result store_create_receiver(const char *path, int64_t node,
	char *detail, size_t size)
{
	struct store *store = store_new(path);
	struct node_key key;
	enum store_result result = STORE_EXISTS;

	if (sodium_init() >= 0 && access(path, F_OK) != 0)
		result = fill(store);
	snprintf(detail, size, "%s", store->detail);
	store_free(store);
	if (result != STORE_OK)
		return result;
	node_key_make(&key, node);
	result = node_key_write(&key, path);
	node_key_forget(&key);
	if (result == STORE_OK && !write_empty_head(path, node))
		result = STORE_IO;
	return result;
}
