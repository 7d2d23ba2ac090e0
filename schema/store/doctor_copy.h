/* A private copy of a mart's file for doctor.h, with what can be read. */
#ifndef TITIPAN_STORE_DOCTOR_COPY_H
#define TITIPAN_STORE_DOCTOR_COPY_H

#include <stdbool.h>
#include <stdint.h>

struct doctor_copy {
	char *folder;   /* of its own, mode 0700 */
	char *path;     /* the copy; its log, if there was one, beside it */
	int64_t bytes;  /* of the file */
	int64_t unread; /* of them, that the disk did not give: zeros */
	int64_t first;  /* where the first of those stands */
	int64_t wanted; /* when there was no room: how much is needed */
};

/*
 * Copies path and path-wal into a new folder under $TMPDIR or /var/tmp, four
 * kilobytes at a time past what cannot be read. False with wanted > 0 when
 * there is no room, else with errno.
 */
bool doctor_copy_make(struct doctor_copy *copy, const char *path);

/* Removes it. */
void doctor_copy_remove(struct doctor_copy *copy);

#endif
