/*
 * What preload_disk.so writes down and disk_image.c reads: one record for each
 * operation upon a file of the watched folder, in the order in which they
 * happened. After the record come `name` bytes of names, relative to the
 * folder and each ended by a zero byte, and then `length` bytes of data.
 */
#ifndef TITIPAN_FAULT_DISK_LOG_H
#define TITIPAN_FAULT_DISK_LOG_H

#include <stdint.h>

enum disk_operation {
	DISK_CREATE = 'C',      /* name: a new, empty file */
	DISK_WRITE = 'W',       /* data at offset */
	DISK_TRUNCATE = 'T',    /* to offset bytes */
	DISK_SYNC = 'S',        /* the file is on the disk */
	DISK_SYNC_FAILED = 'X', /* never, though the cache keeps showing it */
	DISK_SYNC_NAMES = 'D',  /* name: a folder; its names are on the disk */
	DISK_RENAME = 'R',      /* name, its new name */
	DISK_LINK = 'L',        /* name, another name of the same file */
	DISK_UNLINK = 'U',      /* name */
	DISK_FOLDER = 'M',      /* name: a new folder */
	DISK_ACKNOWLEDGE = 'A', /* data: what the program said on its stdout */
	DISK_DONE = 'E'         /* a command of the flow ended 0 */
};

struct disk_record {
	uint32_t operation;
	uint32_t name; /* bytes */
	uint64_t file; /* inode, to tell files apart whatever their names */
	uint64_t offset;
	uint64_t length; /* of the data */
};

#endif
