/*
 * The VFS of page sums. Only the main file of a database is wrapped; what else
 * SQLite opens is the lower VFS's own file.
 *
 * Whether a file has sums stands in its header (byte 20), which SQLite reads
 * before any page. A new file has none until its first page is written, which
 * may be after others: those are then summed where they are.
 */
#include "schema/store/page_sum.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

#define NAME "titipan"

#define PAGE_MIN 512
#define PAGE_MAX 65536

/* SQLite's header at the start of page 1. */
#define HEADER_SIZE 100
#define AT_PAGE_SIZE 16 /* two bytes; 1 means 65536 */
#define AT_RESERVED 20

/* Asked of a file: the page that was damaged. Above SQLite's own numbers. */
#define CONTROL_DAMAGED 0x54495450

/* A device that lets a part of a page be read: not one with sums. The value is
 * SQLite's, which knows it from 3.48 on. */
#define IOCAP_SUBPAGE_READ 0x00008000

struct summed_file {
	sqlite3_file base;
	bool sums;
	size_t page_size;
	int64_t damaged;     /* a page's number, 0: none */
	unsigned char *page; /* room for one */
};

/* The lower VFS's file lies behind ours. */
static sqlite3_file *lower(sqlite3_file *file)
{
	return (sqlite3_file *)((struct summed_file *)file + 1);
}

/* --- the sum ------------------------------------------------------------ */

static uint64_t load(const unsigned char *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return le64toh(word);
}

static void store(unsigned char *bytes, uint64_t word)
{
	word = htole64(word);
	memcpy(bytes, &word, sizeof(word));
}

/* For every sum another result, and for every word another one. */
static uint64_t mix(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return sum << 29 | sum >> 35;
}

/* Eight sums side by side, so that a processor need not wait for one. The last
 * round of a page has seven words, as the sum is the eighth. */
uint64_t page_sum(int64_t number, const unsigned char *page, size_t size)
{
	const unsigned char *last = page + size - 64;
	uint64_t a = (uint64_t)number, b = 1, c = 2, d = 3;
	uint64_t e = 4, f = 5, g = 6, h = 7;
	uint64_t sum;

	for (;; page += 64) {
		a = mix(a, load(page));
		b = mix(b, load(page + 8));
		c = mix(c, load(page + 16));
		d = mix(d, load(page + 24));
		e = mix(e, load(page + 32));
		f = mix(f, load(page + 40));
		g = mix(g, load(page + 48));
		if (page == last)
			break;
		h = mix(h, load(page + 56));
	}
	sum = mix(mix(mix(a, b), mix(c, d)), mix(mix(e, f), mix(g, h)));
	return sum ? sum : 1;
}

/* --- pages -------------------------------------------------------------- */

static size_t page_size_of(const unsigned char *header)
{
	size_t size = (size_t)header[AT_PAGE_SIZE] << 8 |
		header[AT_PAGE_SIZE + 1];

	if (size == 1)
		size = PAGE_MAX;
	return size >= PAGE_MIN && size <= PAGE_MAX && (size & (size - 1)) == 0
		? size
		: 0;
}

static bool is_page(int count, sqlite3_int64 at)
{
	return count >= PAGE_MIN && count <= PAGE_MAX &&
		(count & (count - 1)) == 0 && at % count == 0;
}

static unsigned char *sum_place(unsigned char *page, size_t size)
{
	return page + size - PAGE_SUM_SIZE;
}

static int damage(struct summed_file *file, int64_t number)
{
	file->damaged = number;
	sqlite3_log(SQLITE_IOERR_DATA, "page %lld is not as it was written",
		(long long)number);
	return SQLITE_IOERR_DATA;
}

/* Looks at the sum of a page that was read, and hides it. */
static int prove(struct summed_file *file, unsigned char *page, size_t size,
	sqlite3_int64 at)
{
	const int64_t number = at / (int64_t)size + 1;
	unsigned char *place = sum_place(page, size);
	const uint64_t sum = load(place);

	if (sum != 0 && sum != page_sum(number, page, size))
		return damage(file, number);
	memset(place, 0, PAGE_SUM_SIZE);
	return SQLITE_OK;
}

static int write_summed(struct summed_file *file, const void *page, size_t size,
	sqlite3_int64 at)
{
	sqlite3_file *real = lower(&file->base);

	memmove(file->page, page, size);
	store(sum_place(file->page, size),
		page_sum(at / (int64_t)size + 1, file->page, size));
	return real->pMethods->xWrite(real, file->page, (int)size, at);
}

/* The pages after the first that were written before it. */
static int sum_earlier_pages(struct summed_file *file)
{
	sqlite3_file *real = lower(&file->base);
	const sqlite3_int64 size = (sqlite3_int64)file->page_size;
	sqlite3_int64 end = 0;
	int code = real->pMethods->xFileSize(real, &end);

	for (sqlite3_int64 at = size; code == SQLITE_OK && at + size <= end;
		at += size) {
		code = real->pMethods->xRead(real, file->page, (int)size, at);
		if (code == SQLITE_OK)
			code = write_summed(file, file->page, (size_t)size, at);
	}
	return code;
}

/*
 * A header that reserves another number of bytes is that of a file without
 * sums, unless its page has a sum that would hold with our number in it: then
 * just that byte has been flipped.
 */
static int look_at_header(struct summed_file *file, const unsigned char *header)
{
	sqlite3_file *real = lower(&file->base);
	const size_t size = page_size_of(header);

	file->sums = header[AT_RESERVED] == PAGE_SUM_SIZE;
	file->page_size = size;
	if (file->sums || size == 0 ||
		real->pMethods->xRead(real, file->page, (int)size, 0) !=
			SQLITE_OK)
		return SQLITE_OK;
	file->page[AT_RESERVED] = PAGE_SUM_SIZE;
	if (load(sum_place(file->page, size)) == page_sum(1, file->page, size))
		return damage(file, 1);
	return SQLITE_OK;
}

/* A part of some pages: they are read whole. */
static int read_parts(struct summed_file *file, unsigned char *bytes, int count,
	sqlite3_int64 at)
{
	sqlite3_file *real = lower(&file->base);
	const sqlite3_int64 size = (sqlite3_int64)file->page_size;
	int code = SQLITE_OK;

	while (code == SQLITE_OK && count > 0) {
		const int skip = (int)(at % size);
		const int part = count < (int)size - skip ? count
							  : (int)size - skip;

		code = real->pMethods->xRead(real, file->page, (int)size,
			at - skip);
		if (code == SQLITE_OK)
			code = prove(file, file->page, (size_t)size, at - skip);
		memcpy(bytes, file->page + skip, (size_t)part);
		bytes += part;
		count -= part;
		at += part;
	}
	return code;
}

/* --- a file's methods --------------------------------------------------- */

static int file_read(sqlite3_file *base, void *bytes, int count,
	sqlite3_int64 at)
{
	struct summed_file *file = (struct summed_file *)base;
	sqlite3_file *real = lower(base);
	int code;

	if (file->sums && !is_page(count, at) && at + count > HEADER_SIZE)
		return read_parts(file, bytes, count, at);
	code = real->pMethods->xRead(real, bytes, count, at);
	if (code != SQLITE_OK)
		return code;
	if (at == 0 && count >= HEADER_SIZE)
		code = look_at_header(file, bytes);
	if (code == SQLITE_OK && file->sums && is_page(count, at))
		code = prove(file, bytes, (size_t)count, at);
	return code;
}

static int file_write(sqlite3_file *base, const void *bytes, int count,
	sqlite3_int64 at)
{
	struct summed_file *file = (struct summed_file *)base;
	sqlite3_file *real = lower(base);
	const bool had_sums = file->sums;
	const unsigned char *header = bytes;
	int code = SQLITE_OK;

	if (!is_page(count, at))
		return real->pMethods->xWrite(real, bytes, count, at);
	if (at == 0) {
		file->sums = header[AT_RESERVED] == PAGE_SUM_SIZE;
		file->page_size = (size_t)count;
		if (file->sums && !had_sums)
			code = sum_earlier_pages(file);
	}
	if (code != SQLITE_OK)
		return code;
	if (!file->sums)
		return real->pMethods->xWrite(real, bytes, count, at);
	return write_summed(file, bytes, (size_t)count, at);
}

static int file_close(sqlite3_file *base)
{
	sqlite3_file *real = lower(base);

	sqlite3_free(((struct summed_file *)base)->page);
	return real->pMethods->xClose(real);
}

static int file_control(sqlite3_file *base, int operation, void *argument)
{
	struct summed_file *file = (struct summed_file *)base;
	sqlite3_file *real = lower(base);

	if (operation != CONTROL_DAMAGED)
		return real->pMethods->xFileControl(real, operation, argument);
	*(int64_t *)argument = file->damaged;
	return SQLITE_OK;
}

static int file_characteristics(sqlite3_file *base)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xDeviceCharacteristics(real) &
		~IOCAP_SUBPAGE_READ;
}

/* No page comes past xRead. */
static int file_fetch(sqlite3_file *base, sqlite3_int64 at, int count,
	void **page)
{
	(void)base;
	(void)at;
	(void)count;
	*page = NULL;
	return SQLITE_OK;
}

static int file_unfetch(sqlite3_file *base, sqlite3_int64 at, void *page)
{
	(void)base;
	(void)at;
	(void)page;
	return SQLITE_OK;
}

/* The rest is passed on. */

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xTruncate(real, size);
}

static int file_sync(sqlite3_file *base, int flags)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xSync(real, flags);
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xFileSize(real, size);
}

static int file_lock(sqlite3_file *base, int level)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xLock(real, level);
}

static int file_unlock(sqlite3_file *base, int level)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xUnlock(real, level);
}

static int file_check_lock(sqlite3_file *base, int *is_reserved)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xCheckReservedLock(real, is_reserved);
}

static int file_sector_size(sqlite3_file *base)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xSectorSize(real);
}

static int file_shm_map(sqlite3_file *base, int region, int size, int extend,
	void volatile **memory)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xShmMap(real, region, size, extend, memory);
}

static int file_shm_lock(sqlite3_file *base, int from, int count, int flags)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xShmLock(real, from, count, flags);
}

static void file_shm_barrier(sqlite3_file *base)
{
	sqlite3_file *real = lower(base);

	real->pMethods->xShmBarrier(real);
}

static int file_shm_unmap(sqlite3_file *base, int remove)
{
	sqlite3_file *real = lower(base);

	return real->pMethods->xShmUnmap(real, remove);
}

static const sqlite3_io_methods methods = {
	.iVersion = 3,
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_check_lock,
	.xFileControl = file_control,
	.xSectorSize = file_sector_size,
	.xDeviceCharacteristics = file_characteristics,
	.xShmMap = file_shm_map,
	.xShmLock = file_shm_lock,
	.xShmBarrier = file_shm_barrier,
	.xShmUnmap = file_shm_unmap,
	.xFetch = file_fetch,
	.xUnfetch = file_unfetch,
};

/* --- the VFS ------------------------------------------------------------ */

static int vfs_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *base,
	int flags, int *flags_out)
{
	struct summed_file *file = (struct summed_file *)base;
	sqlite3_vfs *below = vfs->pAppData;
	int code;

	if (!(flags & SQLITE_OPEN_MAIN_DB))
		return below->xOpen(below, name, base, flags, flags_out);
	*file = (struct summed_file){.page = sqlite3_malloc(PAGE_MAX)};
	if (!file->page)
		return SQLITE_NOMEM;
	lower(base)->pMethods = NULL;
	code = below->xOpen(below, name, lower(base), flags, flags_out);
	/* What has methods is closed, even if it was not opened. */
	if (lower(base)->pMethods)
		base->pMethods = &methods;
	else
		sqlite3_free(file->page);
	return code;
}

/* SQLite keeps the VFS by its address: one for all, for the life of the
 * program. Its other methods are those of the VFS below, which do not ask by
 * which object they are called. */
static sqlite3_vfs known;

const char *page_sum_vfs(void)
{
	sqlite3_vfs *below;

	/* It might else be found itself. */
	sqlite3_vfs_unregister(&known);
	below = sqlite3_vfs_find(NULL);
	if (!below)
		return NAME;
	known = *below;
	known.pNext = NULL;
	known.zName = NAME;
	known.pAppData = below;
	known.szOsFile = (int)sizeof(struct summed_file) + below->szOsFile;
	known.xOpen = vfs_open;
	sqlite3_vfs_register(&known, 0);
	return NAME;
}

int page_sum_reserve(sqlite3 *database)
{
	int size = PAGE_SUM_SIZE;

	return sqlite3_file_control(database, "main",
		SQLITE_FCNTL_RESERVE_BYTES, &size);
}

int64_t page_sum_damaged(sqlite3 *database)
{
	int64_t number = 0;

	if (sqlite3_file_control(database, "main", CONTROL_DAMAGED, &number) !=
		SQLITE_OK)
		return 0;
	return number;
}
