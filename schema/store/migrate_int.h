/* What going forward (migrate.c) and going back (migrate_back.c) share. */
#ifndef TITIPAN_STORE_MIGRATE_INT_H
#define TITIPAN_STORE_MIGRATE_INT_H

#include "schema/store/event.h"
#include "schema/store/store_core.h"

/* FILE.schema-N, for number above 1 with it; the caller frees. */
char *migrate_backup_name(const char *path, int schema, int number);

/* The pages of a store as they are at one moment, into a connected copy, which
 * is not synced while it is worked on. The detail is the store's. */
enum store_result migrate_copy_pages(struct store *store, struct store *copy,
	const struct store_listener *listener);

/* Gives a copy that nobody else has the new schema, and every book from the
 * facts. */
enum store_result migrate_raise(struct store *copy, int from);

/* Whether this file's newest document of the store's node is that one. */
bool migrate_ends_with(const struct store *store, const char *name,
	int64_t last, const unsigned char hash[DOCUMENT_HASH_SIZE]);

/* Opens a write on a copy that nobody else has, in the name and by the clock
 * of the store that it is a copy of. store_commit or store_rollback ends it. */
enum store_result migrate_begin_copy(struct store *copy,
	const struct store *store);

/* Adds the document of a change of schema. */
void migrate_event(struct store *copy, enum event_kind kind,
	const struct author *author, int from, int to);

#endif
