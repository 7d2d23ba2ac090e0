/*
 * Bringing a file of an older schema up to date, on a copy.
 *
 *	turnstile -> the file holds what its head says -> room on the disk
 *	  -> FILE.schema-N, a proved backup (N: the old schema)
 *	  -> FILE.migrate, a copy: new schema, books from the facts, the same
 *	     totals as before, a `migrate` document, proved
 *	  -> it takes the file's place (swap.h)
 *
 * Until that last step the file itself is not touched, so whatever ends this
 * in the middle leaves the old file; a FILE.migrate that was left is removed
 * by the next. FILE.schema-N and its head stay, for migrate_back.
 */
#ifndef TITIPAN_STORE_MIGRATE_H
#define TITIPAN_STORE_MIGRATE_H

#include "schema/store/document.h"

/* Migrates the open file of a store that has its key. */
enum store_result migrate_file(struct store *store,
	const struct store_listener *listener);

/* Without the key: the store is connected to a migrated copy that nobody else
 * sees and that is gone when it is closed. */
enum store_result migrate_look(struct store *store,
	const struct store_listener *listener);

/* Why there is no going back. */
enum back_refusal {
	BACK_ALLOWED,
	BACK_NOT_MIGRATED, /* this file never was of an older schema */
	BACK_NO_BACKUP,    /* the file from before is gone: its name */
	BACK_LATER         /* documents were written since: how many, which */
};

/* An msgid with one %s. */
const char *back_message(enum back_refusal refusal);

/* What going back did or would cost. */
struct back {
	enum back_refusal refusal;
	int from;          /* the schema that the file has now */
	int to;            /* the one it had */
	int64_t documents; /* BACK_LATER: would be lost */
	char which[512];   /* for the refusal's %s */
	char kept[400];    /* where the newer file is kept */
};

/*
 * Puts the file from before its last migration back, with the machine's own
 * events since then (starts, logins, the migration itself) written behind it,
 * so that no number is given twice; and a `rollback` document by author. The
 * newer file is kept aside. Refuses when anything else was written since.
 */
enum store_result migrate_back(struct store *store, const struct author *author,
	struct back *back);

#endif
