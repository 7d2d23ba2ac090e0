/* Whole files: read with a bound, replaced atomically, made durable. */
#ifndef TITIPAN_SYSTEM_FILE_H
#define TITIPAN_SYSTEM_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "drivers/system/buffer.h"

enum file_result {
	FILE_DONE,
	FILE_MISSING,     /* no such file, or a folder of its path is missing */
	FILE_TOO_LARGE,   /* more bytes than the caller's maximum */
	FILE_NOT_REGULAR, /* a folder, device, pipe or symbolic link */
	FILE_DENIED,      /* not allowed */
	FILE_NO_SPACE,    /* the disk or the quota is full */
	FILE_THERE,       /* a file of this name is there already */
	FILE_FAILED       /* anything else; errno says what */
};

/* For the person, an msgid to translate. errno is kept by every call here. */
const char *file_message(enum file_result result);

/*
 * Appends a regular file of at most max bytes to out. On failure out is as
 * before. out's own maximum also ends it with FILE_TOO_LARGE.
 */
enum file_result file_read_all(const char *path, size_t max,
	struct buffer *out);

/*
 * Replaces path by these bytes so that after a power cut it holds the old
 * content or the new, never a part: a temporary file in the same folder,
 * fsync, rename, fsync of the folder. The temporary file is gone on failure.
 * A failure of the last fsync alone says FILE_FAILED with the new content in
 * place but not yet certain to stay.
 */
enum file_result file_write_atomic(const char *path, const void *bytes,
	size_t length, mode_t mode);

/*
 * The same for what is too much to hold in memory: written to draft.stream,
 * which lies under another name until it is kept. After a begin that is
 * FILE_DONE exactly one of keep and drop follows; both close the stream.
 */
struct file_draft {
	FILE *stream;
	char *path;
	char *temporary;
};
enum file_result file_draft_begin(struct file_draft *draft, const char *path,
	mode_t mode);
enum file_result file_draft_keep(struct file_draft *draft);
void file_draft_drop(struct file_draft *draft);

/*
 * Gives a file a new name where none is yet; FILE_THERE if one is. Also on
 * file systems without links. Durable after file_sync_dir.
 */
enum file_result file_rename_new(const char *from, const char *to);

/* Makes names made or removed in the folder that holds path durable. A file
 * system that cannot sync a folder has nothing to be synced. */
enum file_result file_sync_dir(const char *path);

/* Calls each(context, name) for every name in the folder that holds path; the
 * path of such a name is file_beside(path, name), which the caller frees. */
typedef void file_each(void *context, const char *name);
void file_list_beside(const char *path, file_each *each, void *context);
char *file_beside(const char *path, const char *name);

/* How many bytes this user may still write where path is or would be;
 * INT64_MAX where the system does not say. */
int64_t file_room(const char *path);

/* Makes a file of that many bytes (mode 0600, not through a link) for which
 * the disk has really set the room aside. It is gone on failure. */
enum file_result file_allocate(const char *path, int64_t bytes);

/* Makes the folder with mode 0700, and the missing ones above it. An existing
 * folder is FILE_DONE and keeps its mode. */
enum file_result file_make_directory(const char *path);

#endif
