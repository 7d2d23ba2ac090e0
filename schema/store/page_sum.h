/*
 * Sums of pages: a flipped bit in the mart's file is noticed at the moment the
 * page is read, before anything is done with what stands in it.
 *
 * A VFS between SQLite and the one that would be used otherwise. Of a file
 * with 8 reserved bytes at the end of each page it sums every page that is
 * written to the file itself, and looks at the sum of every page that is read
 * from it; what does not match is SQLITE_IOERR_DATA. Journals and temporary
 * files are not touched; frames of the log have SQLite's own sums.
 *
 *	| content, page size - 8 bytes | sum of (page number, content), 8 |
 *
 * The sum is 64 bits, little-endian, and never 0. Any change of up to eight
 * bytes in a row within a word of eight, and a page in another one's place,
 * give another sum with certainty, every other change but for one in 2^64.
 *
 * SQLite is shown zeros in place of a sum, so the pages in its log have zeros
 * there too, and a page with 0 for a sum is one that another program moved
 * from our log into the file (the sqlite3 shell, when it is the last to
 * leave): it is taken as it is, and gets its sum when it is written again. A
 * page that another program changed keeps its old sum and is refused.
 *
 * A file with another number of reserved bytes is read and written as if this
 * were not there.
 */
#ifndef TITIPAN_STORE_PAGE_SUM_H
#define TITIPAN_STORE_PAGE_SUM_H

#include <sqlite3.h>
#include <stddef.h>
#include <stdint.h>

/* Reserved at the end of a page. */
#define PAGE_SUM_SIZE 8

/* The VFS's name for sqlite3_open_v2, above the VFS that is the default now.
 * Where SQLite cannot take it, opening by this name fails. */
const char *page_sum_vfs(void);

/* The pages of this new file, in which nothing stands yet, shall have sums. */
int page_sum_reserve(sqlite3 *database);

/* The number of the page that the last SQLITE_IOERR_DATA was about, 0 if there
 * was none. */
int64_t page_sum_damaged(sqlite3 *database);

/* The sum of a page, without its last PAGE_SUM_SIZE bytes; size is a page size
 * of SQLite's. */
uint64_t page_sum(int64_t number, const unsigned char *page, size_t size);

#endif
