/*
 * What a power cut leaves of a folder: its files as they were, then the
 * operations of a log (disk_log.h) up to the moment of the cut.
 *
 * The model is what POSIX promises, which is less than ext4 keeps. A file's
 * bytes and size are on the disk when the file was synced; its name, and the
 * end of its old name, when its folder was. What was done after that may be
 * there or not, each write and each change of a name by itself, but two writes
 * to the same place never in the wrong order. A rename is whole or not at all.
 * One write at a time is under way: of that one some sectors of 512 bytes may
 * be there, and where the cut fell the bytes it was writing may be anything.
 * The bytes beside it in that sector stay; SQLite counts on that.
 *
 * After a sync that failed, the writes it was for never get to the disk, and
 * a later sync that succeeds does not bring them there.
 */
#ifndef TITIPAN_FAULT_DISK_IMAGE_H
#define TITIPAN_FAULT_DISK_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum disk_cut {
	CUT_SYNCED,     /* only what was synced */
	CUT_EVERYTHING, /* as if the power had stayed: kill -9 */
	CUT_SUBSET,     /* a random subset of what was not synced */
	CUT_TORN,       /* the same, and one write cut at a sector */
	CUT_GARBAGE,    /* the same, and garbage in the sector of the cut */
	CUT_COUNT
};

/* How the disk is broken on purpose, to see whether it is noticed. */
enum disk_lie {
	DISK_HONEST,
	DISK_LIES,       /* it never syncs anything and says that it did */
	DISK_LIES_IN_WAL /* as SQLite would without a sync of each commit */
};

struct disk;

/* The files of base, and the log of what was done to them. NULL: cannot be
 * read (a message is on stderr). */
struct disk *disk_open(const char *base, const char *log, enum disk_lie lie);
void disk_close(struct disk *disk);

/* Operations in the log; the cut may come after any number of them. */
size_t disk_length(const struct disk *disk);

struct disk_event {
	int operation;    /* of disk_log.h */
	const char *name; /* of the file or folder */
	uint64_t offset;
	const char *data; /* length bytes without a zero byte at their end */
	size_t length;
};

/* One of them. */
struct disk_event disk_at(const struct disk *disk, size_t at);

/* Goes on to the moment after this many operations, never back. */
void disk_move(struct disk *disk, size_t after);

/*
 * Writes the image of this moment into folder, which is emptied first; with
 * NULL it is only reckoned. Chance comes from seed alone. Returns a hash of
 * all the image's bytes and names.
 */
uint64_t disk_cut(struct disk *disk, enum disk_cut cut, uint64_t seed,
	const char *folder);

#endif
