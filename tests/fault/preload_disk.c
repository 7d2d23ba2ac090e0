/*
 * A disk that is watched and that fails on request: put before libc by
 * LD_PRELOAD, it sits at the calls by which a program reaches the files under
 * one folder. Other files are left alone. From the environment:
 *
 *	DISK_FOLDER  the folder, absolute
 *	DISK_LOG     a file outside it: gets a record of each operation, see
 *	             disk_log.h
 *	DISK_FAULT   WHAT:KINDS:K[:on]: operation K of these kinds fails, with
 *	             `on` each one after it too
 *	DISK_BREAK   words: breaks the product on purpose, see below
 *	DISK_BOOT    what the kernel calls this boot
 *	DISK_FAST    nothing waits for the real disk, and new PINs are hashed
 *	             cheaply: neither is what these tests are about
 *
 * KINDS are letters: c creates or removes a name, w changes a file, g makes
 * one larger (or a name), s syncs, l locks, r opens or reads. WHAT is
 *
 *	eio, full    the call fails; a write may have done its first half
 *	lie          a sync fails, the cache goes on showing what was written,
 *	             and it never gets to the disk
 *	swallow      the call says it is done and nothing was
 *	kill         the process is gone before the call
 *	count        nothing fails; the number of such operations goes to the
 *	             file DISK_COUNT as the process ends
 *
 * DISK_BREAK `checkpoint`: SQLite says it moved its log and did not; `rewrite`:
 * what the program itself, not SQLite, writes into the log gets lost.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/fault/disk_log.h"

#define NAME_SIZE 512
#define LOG_FD 1000
#define STREAM_SIZE ((size_t)4 << 20)
#define EXPORT __attribute__((visibility("default")))

enum verdict { PASS, FAIL, LIE, SWALLOW };

static struct {
	char folder[NAME_SIZE];
	size_t length; /* of the folder's name */
	int log;
	bool fast;
	const char *boot;
	const char *broken;
	/* the fault */
	char what[16];
	char kinds[16];
	unsigned long at; /* 0: none */
	bool on;
	unsigned long count;
	bool half; /* of a write that fails gets through */
} disk = {.log = -1};

#define REAL(name, type) ((type)real(#name))

static void *real(const char *name)
{
	void *found = dlsym(RTLD_NEXT, name);

	if (!found) {
		fprintf(stderr, "preload_disk: no %s\n", name);
		_exit(99);
	}
	return found;
}

static const char *setting(const char *name)
{
	const char *value = getenv(name);

	return value ? value : "";
}

__attribute__((constructor)) static void start(void)
{
	const char *log = setting("DISK_LOG");
	char on[4] = "";

	snprintf(disk.folder, sizeof(disk.folder), "%s",
		setting("DISK_FOLDER"));
	disk.length = strlen(disk.folder);
	disk.fast = *setting("DISK_FAST") != '\0';
	disk.boot = getenv("DISK_BOOT");
	disk.broken = setting("DISK_BREAK");
	if (sscanf(setting("DISK_FAULT"), "%15[a-z]:%15[a-z]:%lu:%3s",
		    disk.what, disk.kinds, &disk.at, on) < 3)
		disk.at = 0;
	disk.on = strcmp(on, "on") == 0;
	disk.half = disk.at % 2 == 1;
	if (*log) {
		int fd = (int)syscall(SYS_openat, AT_FDCWD, log,
			O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);

		disk.log = (int)syscall(SYS_fcntl, fd, F_DUPFD_CLOEXEC, LOG_FD);
		syscall(SYS_close, fd);
	}
}

/* --- which files ---------------------------------------------------------- */

/* The path within the folder, "" for the folder itself; NULL for others. */
static const char *within(const char *path)
{
	if (disk.length == 0 || strncmp(path, disk.folder, disk.length) != 0 ||
		(path[disk.length] != '/' && path[disk.length] != '\0'))
		return NULL;
	return path + disk.length + (path[disk.length] == '/');
}

static const char *watched_path(int folder, const char *path,
	char text[NAME_SIZE])
{
	char link[64];
	ssize_t length;

	if (path[0] == '/')
		return within(path);
	if (folder == AT_FDCWD)
		snprintf(link, sizeof(link), "/proc/self/cwd");
	else
		snprintf(link, sizeof(link), "/proc/self/fd/%d", folder);
	length = syscall(SYS_readlink, link, text, NAME_SIZE - 1);
	if (length < 0)
		return NULL;
	if (strcmp(path, ".") == 0)
		text[length] = '\0';
	else
		snprintf(text + length, NAME_SIZE - (size_t)length, "/%s",
			path);
	return within(text);
}

static const char *watched(int fd, char text[NAME_SIZE])
{
	char link[64];
	ssize_t length;

	if (disk.length == 0 || fd < 0)
		return NULL;
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = syscall(SYS_readlink, link, text, NAME_SIZE - 1);
	if (length < 0)
		return NULL;
	text[length] = '\0';
	return within(text);
}

static struct stat about(int fd)
{
	struct stat status = {0};
	int error = errno;

	fstat(fd, &status);
	errno = error;
	return status;
}

/* --- the log -------------------------------------------------------------- */

static void record(enum disk_operation operation, uint64_t file,
	const char *name, const char *second, uint64_t offset, const void *data,
	size_t length)
{
	struct disk_record head = {.operation = operation,
		.file = file,
		.offset = offset,
		.length = length};
	struct iovec parts[] = {
		{&head, sizeof(head)},
		{(void *)(uintptr_t)name, strlen(name) + 1},
		{(void *)(uintptr_t)second, second ? strlen(second) + 1 : 0},
		{(void *)(uintptr_t)data, length},
	};
	int error = errno;

	head.name = (uint32_t)(parts[1].iov_len + parts[2].iov_len);
	if (disk.log >= 0)
		syscall(SYS_writev, disk.log, parts, 4);
	errno = error;
}

/* --- the fault ------------------------------------------------------------ */

static bool is_struck(const char *kinds)
{
	if (disk.what[0] == '\0' || strpbrk(kinds, disk.kinds) == NULL)
		return false;
	disk.count++;
	return disk.at > 0 &&
		(disk.on ? disk.count >= disk.at : disk.count == disk.at);
}

static enum verdict judge(const char *kinds)
{
	if (!is_struck(kinds))
		return PASS;
	if (strcmp(disk.what, "kill") == 0)
		kill(getpid(), SIGKILL);
	if (strcmp(disk.what, "swallow") == 0)
		return SWALLOW;
	errno = strcmp(disk.what, "full") == 0 ? ENOSPC : EIO;
	return strcmp(disk.what, "lie") == 0 ? LIE : FAIL;
}

__attribute__((destructor)) static void finish(void)
{
	const char *path = getenv("DISK_COUNT");
	char text[32];
	int fd;

	fflush(stdout);
	if (!path)
		return;
	snprintf(text, sizeof(text), "%lu\n", disk.count);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path,
		O_WRONLY | O_CREAT | O_TRUNC, 0600);
	syscall(SYS_write, fd, text, strlen(text));
	syscall(SYS_close, fd);
}

/* --- names ---------------------------------------------------------------- */

static int open_file(int folder, const char *path, int flags, mode_t mode)
{
	char text[NAME_SIZE];
	const char *name = watched_path(folder, path, text);
	struct stat before;
	bool is_new = false;
	int fd;

	if (name && (flags & O_CREAT))
		is_new = syscall(SYS_newfstatat, folder, path, &before,
				 AT_SYMLINK_NOFOLLOW) != 0;
	if (name && judge(is_new ? "cwg" : "r") != PASS)
		return -1;
	fd = (int)syscall(SYS_openat, folder, path, flags, mode);
	if (name && fd >= 0 && is_new)
		record(DISK_CREATE, about(fd).st_ino, name, NULL, 0, NULL, 0);
	else if (name && fd >= 0 && (flags & O_TRUNC))
		record(DISK_TRUNCATE, about(fd).st_ino, name, NULL, 0, NULL, 0);
	return fd;
}

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(function, ...) \
	EXPORT int function(__VA_ARGS__, ...); \
	EXPORT int function(__VA_ARGS__, ...) \
	{ \
		va_list arguments; \
		mode_t mode; \
\
		va_start(arguments, flags); \
		mode = mode_of(flags, arguments); \
		va_end(arguments); \
		return open_file(AT, path, flags, mode); \
	}

#define AT AT_FDCWD
OPEN(open, const char *path, int flags)
OPEN(open64, const char *path, int flags)
#undef AT
#define AT folder
OPEN(openat, int folder, const char *path, int flags)
OPEN(openat64, int folder, const char *path, int flags)
#undef AT

EXPORT int __open_2(const char *path, int flags);
EXPORT int __open_2(const char *path, int flags)
{
	return open_file(AT_FDCWD, path, flags, 0);
}

EXPORT int __open64_2(const char *path, int flags);
EXPORT int __open64_2(const char *path, int flags)
{
	return open_file(AT_FDCWD, path, flags, 0);
}

EXPORT int mkostemp(char *pattern, int flags)
{
	char text[NAME_SIZE];
	const char *name = watched_path(AT_FDCWD, pattern, text);
	int fd;

	if (name && judge("cwg") != PASS)
		return -1;
	fd = REAL(mkostemp, int (*)(char *, int))(pattern, flags);
	if (name && fd >= 0)
		record(DISK_CREATE, about(fd).st_ino,
			watched_path(AT_FDCWD, pattern, text), NULL, 0, NULL,
			0);
	return fd;
}

EXPORT int mkstemp(char *pattern)
{
	return mkostemp(pattern, 0);
}

/* Two names, of which one or both are watched: a rename or a link. */
static int two_names(enum disk_operation operation, long number,
	const char *from, const char *to, unsigned flags)
{
	char from_text[NAME_SIZE], to_text[NAME_SIZE];
	const char *from_name = watched_path(AT_FDCWD, from, from_text);
	const char *to_name = watched_path(AT_FDCWD, to, to_text);
	enum verdict verdict = from_name && to_name ? judge("cwg") : PASS;
	int result;

	if (verdict == SWALLOW)
		return 0;
	if (verdict != PASS)
		return -1;
	result = (int)syscall(number, AT_FDCWD, from, AT_FDCWD, to, flags);
	if (result == 0 && from_name && to_name)
		record(operation, 0, from_name, to_name, 0, NULL, 0);
	return result;
}

EXPORT int rename(const char *from, const char *to)
{
	return two_names(DISK_RENAME, SYS_renameat2, from, to, 0);
}

EXPORT int renameat2(int from_folder, const char *from, int to_folder,
	const char *to, unsigned flags)
{
	if (from_folder != AT_FDCWD || to_folder != AT_FDCWD) {
		errno = ENOSYS;
		return -1;
	}
	return two_names(DISK_RENAME, SYS_renameat2, from, to, flags);
}

EXPORT int link(const char *from, const char *to)
{
	return two_names(DISK_LINK, SYS_linkat, from, to, 0);
}

EXPORT int unlink(const char *path)
{
	char text[NAME_SIZE];
	const char *name = watched_path(AT_FDCWD, path, text);
	enum verdict verdict = PASS;
	int result;

	/* of what is not there nothing is removed */
	if (name && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0)
		verdict = judge("cw");
	if (verdict == SWALLOW)
		return 0;
	if (verdict != PASS)
		return -1;
	result = (int)syscall(SYS_unlink, path);
	if (name && result == 0)
		record(DISK_UNLINK, 0, name, NULL, 0, NULL, 0);
	return result;
}

EXPORT int mkdir(const char *path, mode_t mode)
{
	char text[NAME_SIZE];
	const char *name = watched_path(AT_FDCWD, path, text);
	int result;

	if (name && judge("cwg") != PASS)
		return -1;
	result = (int)syscall(SYS_mkdir, path, mode);
	if (name && result == 0)
		record(DISK_FOLDER, 0, name, NULL, 0, NULL, 0);
	return result;
}

/* --- content -------------------------------------------------------------- */

/* offset < 0: where the descriptor stands. */
static ssize_t put(int fd, const void *bytes, size_t length, int64_t offset)
{
	if (offset < 0)
		return syscall(SYS_write, fd, bytes, length);
	return syscall(SYS_pwrite64, fd, bytes, length, offset);
}

static int64_t place(int fd, int64_t offset, const struct stat *status)
{
	if (offset >= 0)
		return offset;
	if (syscall(SYS_fcntl, fd, F_GETFL) & O_APPEND)
		return status->st_size;
	return syscall(SYS_lseek, fd, (off_t)0, SEEK_CUR);
}

static ssize_t write_file(int fd, const void *bytes, size_t length,
	int64_t offset)
{
	char text[NAME_SIZE];
	const char *name = watched(fd, text);
	struct stat status;
	int64_t at;
	enum verdict verdict;
	ssize_t done;

	if (!name)
		return put(fd, bytes, length, offset);
	status = about(fd);
	at = place(fd, offset, &status);
	verdict = judge(at + (int64_t)length > status.st_size ? "wg" : "w");
	if (verdict == SWALLOW)
		return (ssize_t)length;
	if (verdict != PASS) {
		int error = errno;

		done = disk.half ? put(fd, bytes, length / 2, offset) : 0;
		if (done > 0)
			record(DISK_WRITE, status.st_ino, name, NULL,
				(uint64_t)at, bytes, (size_t)done);
		errno = error;
		return -1;
	}
	done = put(fd, bytes, length, offset);
	if (done > 0)
		record(DISK_WRITE, status.st_ino, name, NULL, (uint64_t)at,
			bytes, (size_t)done);
	return done;
}

EXPORT ssize_t write(int fd, const void *bytes, size_t length)
{
	return write_file(fd, bytes, length, -1);
}

/* SQLite calls pwrite64. */
EXPORT ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	char text[NAME_SIZE];
	const char *name = watched(fd, text);

	if (name && strstr(name, "-wal") && strstr(disk.broken, "rewrite"))
		return (ssize_t)length;
	return write_file(fd, bytes, length, offset);
}

EXPORT ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
	return write_file(fd, bytes, length, offset);
}

EXPORT ssize_t writev(int fd, const struct iovec *parts, int count)
{
	ssize_t total = 0;

	for (int i = 0; i < count; i++) {
		ssize_t done =
			write_file(fd, parts[i].iov_base, parts[i].iov_len, -1);

		if (done < 0)
			return total > 0 ? total : -1;
		total += done;
	}
	return total;
}

EXPORT int ftruncate(int fd, off_t length)
{
	char text[NAME_SIZE];
	const char *name = watched(fd, text);
	enum verdict verdict = PASS;
	int result;

	if (name)
		verdict = judge(length > about(fd).st_size ? "wg" : "w");
	if (verdict == SWALLOW)
		return 0;
	if (verdict != PASS)
		return -1;
	result = (int)syscall(SYS_ftruncate, fd, length);
	if (name && result == 0)
		record(DISK_TRUNCATE, about(fd).st_ino, name, NULL,
			(uint64_t)length, NULL, 0);
	return result;
}

EXPORT int ftruncate64(int fd, off_t length)
{
	return ftruncate(fd, length);
}

static int sync_file(int fd)
{
	char text[NAME_SIZE];
	const char *name = watched(fd, text);
	struct stat status;
	enum verdict verdict;

	if (!name)
		return disk.fast ? 0 : (int)syscall(SYS_fsync, fd);
	status = about(fd);
	verdict = judge("s");
	if (verdict == SWALLOW)
		return 0;
	if (verdict == LIE)
		record(DISK_SYNC_FAILED, status.st_ino, name, NULL, 0, NULL, 0);
	if (verdict != PASS)
		return -1;
	record(S_ISDIR(status.st_mode) ? DISK_SYNC_NAMES : DISK_SYNC,
		status.st_ino, name, NULL, 0, NULL, 0);
	return disk.fast ? 0 : (int)syscall(SYS_fsync, fd);
}

EXPORT int fsync(int fd)
{
	return sync_file(fd);
}

EXPORT int fdatasync(int fd)
{
	return sync_file(fd);
}

/* --- what only fails ------------------------------------------------------ */

EXPORT ssize_t pread(int fd, void *bytes, size_t length, off_t offset)
{
	char text[NAME_SIZE];

	if (watched(fd, text) && judge("r") != PASS)
		return -1;
	return syscall(SYS_pread64, fd, bytes, length, offset);
}

EXPORT ssize_t pread64(int fd, void *bytes, size_t length, off_t offset)
{
	return pread(fd, bytes, length, offset);
}

EXPORT ssize_t read(int fd, void *bytes, size_t length)
{
	char text[NAME_SIZE];

	if (watched(fd, text) && judge("r") != PASS)
		return -1;
	return syscall(SYS_read, fd, bytes, length);
}

EXPORT int flock(int fd, int operation)
{
	char text[NAME_SIZE];

	if (watched(fd, text) && judge("l") != PASS)
		return -1;
	return (int)syscall(SYS_flock, fd, operation);
}

static int control(int fd, int command, long argument)
{
	char text[NAME_SIZE];

	if ((command == F_SETLK || command == F_SETLKW) && watched(fd, text) &&
		judge("l") != PASS)
		return -1;
	return (int)syscall(SYS_fcntl, fd, command, argument);
}

#define FCNTL(function) \
	EXPORT int function(int fd, int command, ...) \
	{ \
		va_list arguments; \
		long argument; \
\
		va_start(arguments, command); \
		argument = va_arg(arguments, long); \
		va_end(arguments); \
		return control(fd, command, argument); \
	}

FCNTL(fcntl)
FCNTL(fcntl64)

/* --- what the program says ------------------------------------------------ */

/* libc's streams do not come by the calls above. One upon a watched file gets
 * a buffer that never fills, and is written when it is flushed. */
static int flush_watched(FILE *stream)
{
	while (stream->_IO_write_ptr > stream->_IO_write_base) {
		size_t length = (size_t)(stream->_IO_write_ptr -
			stream->_IO_write_base);
		ssize_t done = write_file(fileno(stream),
			stream->_IO_write_base, length, -1);

		if (done <= 0) {
			stream->_IO_write_ptr = stream->_IO_write_base;
			return EOF;
		}
		memmove(stream->_IO_write_base, stream->_IO_write_base + done,
			length - (size_t)done);
		stream->_IO_write_ptr -= done;
	}
	return 0;
}

static bool is_watched(FILE *stream)
{
	char text[NAME_SIZE];

	return stream && stream != stdout && watched(fileno(stream), text);
}

EXPORT int setvbuf(FILE *stream, char *buffer, int mode, size_t size)
{
	return is_watched(stream)
		? 0
		: REAL(setvbuf, int (*)(FILE *, char *, int, size_t))(stream,
			  buffer, mode, size);
}

EXPORT FILE *fdopen(int fd, const char *mode)
{
	FILE *stream = REAL(fdopen, FILE * (*)(int, const char *))(fd, mode);

	if (is_watched(stream))
		REAL(setvbuf, int (*)(FILE *, char *, int, size_t))
	(stream, malloc(STREAM_SIZE), _IOFBF, STREAM_SIZE);
	return stream;
}

/* Said and done are one here: what stands in the buffer goes out now. */
EXPORT int fflush(FILE *stream)
{
	if (is_watched(stream))
		return flush_watched(stream);
	if (stream == stdout && stream->_IO_write_ptr > stream->_IO_write_base)
		record(DISK_ACKNOWLEDGE, 0, "", NULL, 0, stream->_IO_write_base,
			(size_t)(stream->_IO_write_ptr -
				stream->_IO_write_base));
	return REAL(fflush, int (*)(FILE *))(stream);
}

EXPORT int fclose(FILE *stream)
{
	int failed = is_watched(stream) ? flush_watched(stream) : 0;
	int closed = REAL(fclose, int (*)(FILE *))(stream);

	return failed ? failed : closed;
}

/* --- what stays the same from run to run ---------------------------------- */

EXPORT FILE *fopen(const char *path, const char *mode)
{
	FILE *file;

	if (!disk.boot || !strstr(path, "/boot_id"))
		return REAL(fopen, FILE * (*)(const char *, const char *))(path,
			mode);
	file = tmpfile();
	fprintf(file, "%s\n", disk.boot);
	rewind(file);
	return file;
}

/* Nobody types ahead: a script that is fed a line at a time is idle between
 * two lines, however fast the other side is. */
EXPORT int poll(struct pollfd *polled, nfds_t count, int wait_ms)
{
	if (disk.fast && count == 1 && wait_ms == 0)
		return 0;
	return REAL(poll, int (*)(struct pollfd *, nfds_t, int))(polled, count,
		wait_ms);
}

EXPORT int crypto_pwhash_str(char out[], const char *text,
	unsigned long long length, unsigned long long passes, size_t memory);
EXPORT int crypto_pwhash_str(char out[], const char *text,
	unsigned long long length, unsigned long long passes, size_t memory)
{
	int (*hash)(char *, const char *, unsigned long long,
		unsigned long long, size_t) = real("crypto_pwhash_str");

	return disk.fast ? hash(out, text, length, 1, 8192)
			 : hash(out, text, length, passes, memory);
}

EXPORT int sqlite3_wal_checkpoint_v2(void *database, const char *name, int mode,
	int *log, int *moved);
EXPORT int sqlite3_wal_checkpoint_v2(void *database, const char *name, int mode,
	int *log, int *moved)
{
	int (*checkpoint)(void *, const char *, int, int *, int *) =
		real("sqlite3_wal_checkpoint_v2");

	if (strstr(disk.broken, "checkpoint"))
		return 0;
	return checkpoint(database, name, mode, log, moved);
}
