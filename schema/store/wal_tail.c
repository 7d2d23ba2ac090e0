/* The log's format is SQLite's (fileformat2, section 4): big-endian words. */
#include "schema/store/wal_tail.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/system/alloc.h"

#define HEADER_SIZE 32
#define FRAME_HEADER_SIZE 24
#define PAGE_SIZE_AT 8
#define SALT_AT 16
#define SALT_SIZE 8
#define FRAME_COMMIT_AT 4 /* not zero: a transaction ends here */
#define FRAME_SALT_AT 8
#define PAGE_SIZE_MAX 65536

struct span {
	off_t from, to;
};

static uint32_t word(const unsigned char *bytes)
{
	return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 |
		(uint32_t)bytes[2] << 8 | bytes[3];
}

/* Where the last whole transaction lies; the first one has the header, which
 * was written for it, with it. */
static struct span find_last(int fd)
{
	unsigned char header[HEADER_SIZE], frame[FRAME_HEADER_SIZE];
	struct span last = {0, 0};
	off_t began = 0, at = HEADER_SIZE;
	uint32_t page_size;

	if (pread(fd, header, sizeof(header), 0) != HEADER_SIZE)
		return last;
	page_size = word(header + PAGE_SIZE_AT);
	if (page_size == 0 || page_size > PAGE_SIZE_MAX)
		return last;
	while (pread(fd, frame, sizeof(frame), at) == FRAME_HEADER_SIZE &&
		memcmp(frame + FRAME_SALT_AT, header + SALT_AT, SALT_SIZE) ==
			0) {
		at += FRAME_HEADER_SIZE + (off_t)page_size;
		if (word(frame + FRAME_COMMIT_AT) == 0)
			continue;
		last = (struct span){began, at};
		began = at;
	}
	return last;
}

static bool rewrite(int fd, struct span span)
{
	unsigned char *bytes = xmalloc(PAGE_SIZE_MAX);
	bool done = true;

	while (done && span.from < span.to) {
		size_t left = (size_t)(span.to - span.from);
		size_t length = left < PAGE_SIZE_MAX ? left : PAGE_SIZE_MAX;

		done = pread(fd, bytes, length, span.from) == (ssize_t)length &&
			pwrite(fd, bytes, length, span.from) == (ssize_t)length;
		span.from += (off_t)length;
	}
	free(bytes);
	return done && fsync(fd) == 0;
}

bool wal_tail_rewrite(const char *path)
{
	char *name = xasprintf("%s-wal", path);
	int fd = open(name, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
	struct span last;
	bool done = fd >= 0;

	free(name);
	if (fd < 0)
		return false;
	last = find_last(fd);
	if (last.to > 0)
		done = rewrite(fd, last);
	close(fd);
	return done;
}
