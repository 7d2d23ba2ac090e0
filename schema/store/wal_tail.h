/*
 * The end of SQLite's write-ahead log after a sync of it has failed.
 *
 * Linux then takes the pages for clean: the cache shows the last transaction,
 * the disk does not have it, and another sync does not write it. A checkpoint
 * would copy its pages into the file with nothing on the disk to repair them
 * from if the power went in the middle.
 */
#ifndef TITIPAN_STORE_WAL_TAIL_H
#define TITIPAN_STORE_WAL_TAIL_H

#include <stdbool.h>

/*
 * Writes the last transaction of the log beside path once more, byte for byte
 * where it is, and syncs it. Those before it were synced when they were
 * committed and are not touched. The caller holds the writer's lock. True when
 * it is on the disk, or there is none.
 */
bool wal_tail_rewrite(const char *path);

#endif
