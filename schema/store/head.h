/*
 * The head file, FILE.head: which document this machine saw last in the file,
 * and since which boot the file is known to be on the disk.
 *
 * It is written after each commit without waiting for the disk, so it may lag
 * behind the file but never runs ahead of it: a file that is behind its head
 * has lost documents or was copied back, and one that has another document in
 * that place is a fork. Neither may be written to.
 *
 * A power cut leaves the head as it was to be, or an older one, never none.
 */
#ifndef TITIPAN_STORE_HEAD_H
#define TITIPAN_STORE_HEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "schema/store/document.h"

#define BOOT_ID_SIZE 40

struct head {
	int64_t last; /* a document id */
	unsigned char hash[DOCUMENT_HASH_SIZE];
	char boot[BOOT_ID_SIZE]; /* "" after an unclean end */
};

enum head_result { HEAD_OK, HEAD_MISSING, HEAD_BROKEN };

/* Reads path.head from the descriptor that head_open gave. */
enum head_result head_read(int fd, struct head *head);

/* Writes it; true when the operating system took it. */
bool head_write(int fd, const struct head *head);

/* Opens path.head, making it if asked. -1 when it is missing or denied. */
int head_open(const char *path, bool create);

/* This boot of the machine, "" where the kernel does not say. */
void head_boot_id(char boot[BOOT_ID_SIZE]);

#endif
