/* Whole files. Every call keeps the errno of what failed for the caller. */
#include "drivers/system/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"

#define CHUNK 65536

const char *file_message(enum file_result result)
{
	switch (result) {
	case FILE_DONE:
		return N_("done");
	case FILE_MISSING:
		return N_("there is no such file or folder");
	case FILE_TOO_LARGE:
		return N_("the file is larger than this program accepts");
	case FILE_NOT_REGULAR:
		return N_("this is not an ordinary file");
	case FILE_DENIED:
		return N_("this user may not read or write it");
	case FILE_NO_SPACE:
		return N_("the disk is full");
	case FILE_THERE:
		return N_("a file of this name is there already");
	case FILE_FAILED:
		return N_("the disk or the system reports an error");
	}
	return "";
}

static enum file_result from_errno(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return FILE_MISSING;
	case EACCES:
	case EPERM:
	case EROFS:
		return FILE_DENIED;
	case ENOSPC:
	case EDQUOT:
		return FILE_NO_SPACE;
	case EEXIST:
	case ENOTEMPTY:
		return FILE_THERE;
	case EISDIR:
	case ELOOP: /* a link, refused by O_NOFOLLOW */
	case ENXIO:
		return FILE_NOT_REGULAR;
	default:
		return FILE_FAILED;
	}
}

static void close_keeping_errno(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
}

static void remove_keeping_errno(const char *path)
{
	int error = errno;

	unlink(path);
	errno = error;
}

static ssize_t read_again(int fd, void *bytes, size_t length)
{
	ssize_t got;

	do {
		got = read(fd, bytes, length);
	} while (got < 0 && errno == EINTR);
	return got;
}

static enum file_result read_rest(int fd, size_t max, struct buffer *out)
{
	char *chunk = xmalloc(CHUNK);
	size_t total = 0;
	enum file_result result = FILE_DONE;

	for (;;) {
		ssize_t got = read_again(fd, chunk, CHUNK);

		if (got < 0)
			result = from_errno();
		else if ((size_t)got > max - total ||
			!buffer_add(out, chunk, (size_t)got))
			result = FILE_TOO_LARGE;
		if (got <= 0 || result != FILE_DONE)
			break;
		total += (size_t)got;
	}
	free(chunk);
	return result;
}

enum file_result file_read_all(const char *path, size_t max, struct buffer *out)
{
	/* Without O_NONBLOCK opening a pipe would wait for its writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	size_t before = out->length;
	enum file_result result;
	struct stat about;

	if (fd < 0)
		return from_errno();
	if (fstat(fd, &about) != 0)
		result = from_errno();
	else if (!S_ISREG(about.st_mode))
		result = FILE_NOT_REGULAR;
	else
		result = read_rest(fd, max, out);
	if (result != FILE_DONE)
		buffer_truncate(out, before);
	close_keeping_errno(fd);
	return result;
}

static void draft_release(struct file_draft *draft)
{
	int error = errno;

	free(draft->path);
	free(draft->temporary);
	*draft = (struct file_draft){0};
	errno = error;
}

enum file_result file_draft_begin(struct file_draft *draft, const char *path,
	mode_t mode)
{
	enum file_result result;
	int fd;

	*draft = (struct file_draft){
		.path = xstrdup(path),
		.temporary = xasprintf("%s.tmp-XXXXXX", path),
	};
	fd = mkostemp(draft->temporary, O_CLOEXEC);
	if (fd >= 0 && fchmod(fd, mode) == 0)
		draft->stream = fdopen(fd, "w");
	if (draft->stream)
		return FILE_DONE;
	result = from_errno();
	if (fd >= 0) {
		close_keeping_errno(fd);
		remove_keeping_errno(draft->temporary);
	}
	draft_release(draft);
	return result;
}

void file_draft_drop(struct file_draft *draft)
{
	fclose(draft->stream);
	remove_keeping_errno(draft->temporary);
	draft_release(draft);
}

enum file_result file_draft_keep(struct file_draft *draft)
{
	enum file_result result = FILE_DONE;

	if (ferror(draft->stream) || fflush(draft->stream) != 0 ||
		fsync(fileno(draft->stream)) != 0)
		result = from_errno();
	if (fclose(draft->stream) != 0 && result == FILE_DONE)
		result = from_errno();
	if (result == FILE_DONE && rename(draft->temporary, draft->path) != 0)
		result = from_errno();
	if (result == FILE_DONE)
		result = file_sync_dir(draft->path);
	else
		remove_keeping_errno(draft->temporary);
	draft_release(draft);
	return result;
}

enum file_result file_write_atomic(const char *path, const void *bytes,
	size_t length, mode_t mode)
{
	struct file_draft draft;
	enum file_result result = file_draft_begin(&draft, path, mode);

	if (!draft.stream)
		return result;
	/* Bytes that may be a key leave no copy of themselves. */
	setvbuf(draft.stream, NULL, _IONBF, 0);
	if (fwrite(bytes, 1, length, draft.stream) != length) {
		result = from_errno();
		file_draft_drop(&draft);
		return result;
	}
	return file_draft_keep(&draft);
}

/* The folder that holds path, for the caller to free. */
static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (slash == NULL)
		return xstrdup(".");
	if (slash == path)
		return xstrdup("/");
	return xstrndup(path, (size_t)(slash - path));
}

enum file_result file_sync_dir(const char *path)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum file_result result = FILE_DONE;

	free(folder);
	if (fd < 0)
		return from_errno();
	if (fsync(fd) != 0 && errno != EINVAL)
		result = from_errno();
	close_keeping_errno(fd);
	return result;
}

char *file_beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');

	return slash ? xasprintf("%.*s/%s", (int)(slash - path), path, name)
		     : xstrdup(name);
}

void file_list_beside(const char *path, file_each *each, void *context)
{
	char *folder = folder_of(path);
	DIR *entries = opendir(folder);
	struct dirent *entry;

	while (entries && (entry = readdir(entries)))
		each(context, entry->d_name);
	if (entries)
		closedir(entries);
	free(folder);
}

int64_t file_room(const char *path)
{
	char *folder = folder_of(path);
	struct statvfs disk;
	int64_t room = INT64_MAX;

	if (statvfs(folder, &disk) == 0 && disk.f_frsize > 0 &&
		disk.f_bavail < (uint64_t)INT64_MAX / disk.f_frsize)
		room = (int64_t)(disk.f_bavail * disk.f_frsize);
	free(folder);
	return room;
}

enum file_result file_allocate(const char *path, int64_t bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW,
		S_IRUSR | S_IWUSR);
	enum file_result result = FILE_DONE;

	if (fd < 0)
		return from_errno();
	errno = posix_fallocate(fd, 0, (off_t)bytes);
	if (errno != 0) {
		result = from_errno();
		unlink(path);
	}
	close_keeping_errno(fd);
	return result;
}

/* A kernel or file system that does not know the flag: look, then rename. */
static bool rename_unless_there(const char *from, const char *to)
{
	if (faccessat(AT_FDCWD, to, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		errno = EEXIST;
		return false;
	}
	return errno == ENOENT && rename(from, to) == 0;
}

enum file_result file_rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return FILE_DONE;
	if ((errno == EINVAL || errno == ENOSYS) &&
		rename_unless_there(from, to))
		return FILE_DONE;
	return from_errno();
}

static enum file_result make_one(const char *path)
{
	struct stat about;

	if (mkdir(path, S_IRWXU) == 0)
		return file_sync_dir(path);
	if (errno != EEXIST)
		return from_errno();
	if (stat(path, &about) != 0)
		return from_errno();
	return S_ISDIR(about.st_mode) ? FILE_DONE : FILE_NOT_REGULAR;
}

enum file_result file_make_directory(const char *path)
{
	char *partial = xstrdup(path);
	enum file_result result = FILE_DONE;
	size_t length = strlen(partial);

	while (length > 1 && partial[length - 1] == '/')
		partial[--length] = '\0';
	for (size_t i = 1; i < length && result == FILE_DONE; i++) {
		if (partial[i] != '/')
			continue;
		partial[i] = '\0';
		result = make_one(partial);
		partial[i] = '/';
	}
	if (result == FILE_DONE)
		result = make_one(partial);
	free(partial);
	return result;
}
