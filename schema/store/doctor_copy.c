/* Reading a file from end to end, whatever the disk says in between. */
#include "schema/store/doctor_copy.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"

#define BLOCK 4096

/* What SQLite writes beside the copy while it is looked at. */
#define ROOM_BESIDE (INT64_C(16) << 20)

/* All of the block that the disk gives; how many bytes, 0 at the end, -1 when
 * it gives none. */
static ssize_t read_block(int fd, char *block, int64_t at)
{
	ssize_t count;

	do {
		count = pread(fd, block, BLOCK, (off_t)at);
	} while (count < 0 && errno == EINTR);
	return count;
}

static bool write_block(int fd, const char *block, ssize_t length, int64_t at)
{
	while (length > 0) {
		ssize_t count = pwrite(fd, block, (size_t)length, (off_t)at);

		if (count < 0)
			return false;
		block += count;
		length -= count;
		at += count;
	}
	return true;
}

static bool copy_bytes(struct doctor_copy *copy, int from, int to, int64_t size)
{
	char block[BLOCK];

	for (int64_t at = 0; at < size; at += BLOCK) {
		const int64_t left = size - at;
		const ssize_t wanted = left < BLOCK ? (ssize_t)left : BLOCK;
		ssize_t count = read_block(from, block, at);

		if (count < wanted) {
			const ssize_t have = count < 0 ? 0 : count;

			memset(block + have, 0, (size_t)(wanted - have));
			if (copy->unread == 0)
				copy->first = at;
			copy->unread += wanted - have;
		}
		if (!write_block(to, block, wanted, at))
			return false;
	}
	return true;
}

static bool copy_file(struct doctor_copy *copy, const char *path,
	const char *name, int64_t *size)
{
	int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	int to = -1;
	struct stat status;
	bool ok = false;
	int error;

	if (from < 0)
		return false;
	if (fstat(from, &status) == 0 && S_ISREG(status.st_mode)) {
		*size = status.st_size;
		to = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		ok = to >= 0 && copy_bytes(copy, from, to, status.st_size);
	}
	error = errno;
	if (to >= 0)
		close(to);
	close(from);
	errno = error;
	return ok;
}

static int64_t size_of(const char *path, const char *ending)
{
	char *name = xasprintf("%s%s", path, ending);
	struct stat status;
	int64_t size = stat(name, &status) == 0 ? status.st_size : 0;

	free(name);
	return size;
}

bool doctor_copy_make(struct doctor_copy *copy, const char *path)
{
	const char *top = getenv("TMPDIR");
	char *log = xasprintf("%s-wal", path);
	char *log_copy;
	int64_t ignored;
	bool ok;

	*copy = (struct doctor_copy){0};
	copy->folder = xasprintf("%s/titipan-doctor-XXXXXX",
		top && top[0] == '/' ? top : "/var/tmp");
	copy->wanted = size_of(path, "") + size_of(path, "-wal") + ROOM_BESIDE;
	if (file_room(copy->folder) < copy->wanted || !mkdtemp(copy->folder)) {
		if (file_room(copy->folder) >= copy->wanted)
			copy->wanted = 0;
		free(copy->folder);
		free(log);
		copy->folder = NULL;
		return false;
	}
	copy->wanted = 0;
	copy->path = xasprintf("%s/mart.db", copy->folder);
	log_copy = xasprintf("%s-wal", copy->path);
	ok = copy_file(copy, path, copy->path, &copy->bytes);
	if (ok && access(log, F_OK) == 0)
		ok = copy_file(copy, log, log_copy, &ignored);
	free(log);
	free(log_copy);
	return ok;
}

void doctor_copy_remove(struct doctor_copy *copy)
{
	static const char *const endings[] = {
		"", "-wal", "-shm", "-journal", ".head"};

	if (!copy->folder)
		return;
	for (size_t i = 0; copy->path && i < sizeof(endings) / sizeof(*endings);
		i++) {
		char *name = xasprintf("%s%s", copy->path, endings[i]);

		unlink(name);
		free(name);
	}
	rmdir(copy->folder);
	free(copy->path);
	free(copy->folder);
	*copy = (struct doctor_copy){0};
}
