/* What the files of backup and restore share. */
#ifndef TITIPAN_STORE_BACKUP_INT_H
#define TITIPAN_STORE_BACKUP_INT_H

#include <sqlite3.h>

#include "schema/store/backup.h"
#include "schema/store/head.h"

/* The folder that holds path, for the caller to free. */
char *backup_folder_of(const char *path);

/* Verifies a file that is no mart in use: against this head, if there is one,
 * and its own mark. STORE_DAMAGED with the first finding as store's detail. */
enum store_result backup_prove(struct store *store, const char *name,
	const struct head *head);

/* The same as backup_read from an open database. */
enum store_result backup_read_mark(sqlite3 *database, struct backup *backup);

#endif
