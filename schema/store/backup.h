/*
 * Backups: copies of the live file, proved before they get their name.
 *
 * A backup is an ordinary mart file that opens for reading, and it is whole
 * by itself: in it lie a mark of what it is a copy of, and, where the mart has
 * a recovery code, this node's key and the people's keys sealed to that code.
 * restore.h makes a mart of it again.
 */
#ifndef TITIPAN_STORE_BACKUP_H
#define TITIPAN_STORE_BACKUP_H

#include <sodium.h>

#include "schema/store/document.h"

#define BACKUP_PATH_SIZE 4096

/* What a backup is a copy of, and what is in it. */
struct backup {
	char path[BACKUP_PATH_SIZE];
	bool readable; /* false: it has a backup's name, and no more is known */
	int64_t at_ms;
	int64_t node;
	int64_t last; /* the node's newest document in it */
	unsigned char hash[DOCUMENT_HASH_SIZE];
	int64_t documents;
	int64_t bytes;
	bool sealed; /* holds the keys */
	unsigned char sealed_to[crypto_box_PUBLICKEYBYTES];
	bool recorded; /* its document was written */
};

/*
 * Copies the live file to target by SQLite's backup interface: to a temporary
 * name, synced, checked and verified, then renamed. STORE_EXISTS if target is
 * there; STORE_FULL also when there is too little room to begin with. With
 * made NULL the copy gets no mark and no keys: it is to be another node.
 */
enum store_result store_backup(struct store *store, const char *target,
	struct backup *made);

/*
 * A backup that is told in the mart's documents, whether it came off or not:
 * to a file, or, where target is a folder, into it under the mart's code, the
 * node and the time. Not inside store_begin. made->recorded is false where
 * the document could not be written; the backup is good all the same.
 */
enum store_result backup_make(struct store *store, const struct author *author,
	const char *target, struct backup *made);

/*
 * Removes from a folder the backups of this node of this mart that the
 * rotation lets go (see schema/rules/rotation.h), never `newest`, and what an
 * interrupted backup left. Only files whose name and content both say that
 * this program made them. Calls removed for each.
 */
typedef void backup_removed(void *context, const char *name);
enum store_result backup_rotate(struct store *store, const char *newest,
	backup_removed *removed, void *context);

/*
 * The folder of the automatic backups, for the caller to free: the setting of
 * this machine, else `backup` beside the file. NULL: they are off, as they are
 * on a rehearsal unless a folder was set.
 */
char *backup_folder(struct store *store);

/* Sets the folder; NULL turns them off. */
enum store_result backup_set_folder(struct store *store, const char *folder);

/* backup_make and backup_rotate in backup_folder, which is made if missing.
 * STORE_NOT_FOUND when automatic backups are off. */
enum store_result backup_automatic(struct store *store, struct backup *made);

/* Reads the mark of a file without opening it as a mart. STORE_NOT_FOUND: a
 * mart that is no backup; STORE_NOT_A_MART; STORE_NEWER. */
enum store_result backup_read(const char *path, struct backup *backup);

/* Each backup in a folder, of any mart, the newest first; last those that are
 * so by their name and cannot be read. */
typedef bool backup_each(void *context, const struct backup *backup);
enum store_result backup_list(const char *folder, backup_each *each,
	void *context);

#endif
