/*
 * Files as two contents, of the cache and of the disk, with the operations
 * that are in the one and not yet in the other; names likewise.
 */
#include "tests/fault/disk_image.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/buffer.h"
#include "drivers/system/file.h"
#include "tests/fault/disk_log.h"

#define SECTOR 512
#define FILE_MAX ((size_t)1 << 30)

struct bytes {
	unsigned char *at;
	size_t length;
	size_t room;
};

struct file {
	uint64_t number; /* inode; 0: not known */
	size_t place;    /* among the files */
	struct bytes cache, disk;
	size_t *pending; /* operations, by their place in the log */
	size_t pending_count;
};

/* A name of the folder, and what it names. */
struct name {
	char *text;
	struct file *file; /* NULL: a folder */
};

struct names {
	struct name *at;
	size_t count;
};

struct operation {
	struct disk_record head;
	const char *name, *second;
	const unsigned char *data;
	struct file *file; /* when it has happened */
};

struct disk {
	enum disk_lie lie;
	struct buffer log;
	struct operation *operations;
	size_t length, now;
	struct file **files;
	size_t file_count;
	struct names cache, disk, base;
	size_t *pending; /* names that are not on the disk */
	size_t pending_count;
};

/* --- bytes ---------------------------------------------------------------- */

static void bytes_resize(struct bytes *bytes, size_t length)
{
	if (length > bytes->room) {
		bytes->room = length + length / 2 + 4096;
		bytes->at = xrealloc(bytes->at, bytes->room);
	}
	if (length > bytes->length)
		memset(bytes->at + bytes->length, 0, length - bytes->length);
	bytes->length = length;
}

static void bytes_put(struct bytes *bytes, size_t at, const void *data,
	size_t length)
{
	if (length == 0)
		return;
	if (at + length > bytes->length)
		bytes_resize(bytes, at + length);
	memcpy(bytes->at + at, data, length);
}

static void bytes_copy(struct bytes *to, const struct bytes *from)
{
	bytes_resize(to, 0);
	bytes_put(to, 0, from->at, from->length);
}

/* --- chance --------------------------------------------------------------- */

static uint64_t draw(uint64_t *seed)
{
	uint64_t z = (*seed += UINT64_C(0x9E3779B97F4A7C15));

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static bool heads(uint64_t *seed)
{
	return draw(seed) & 1;
}

/* --- names ---------------------------------------------------------------- */

static struct name *names_find(struct names *names, const char *text)
{
	for (size_t i = 0; i < names->count; i++)
		if (strcmp(names->at[i].text, text) == 0)
			return &names->at[i];
	return NULL;
}

static void names_drop(struct names *names, const char *text)
{
	struct name *name = names_find(names, text);

	if (!name)
		return;
	free(name->text);
	*name = names->at[--names->count];
}

static void names_set(struct names *names, const char *text, struct file *file)
{
	names_drop(names, text);
	names->at =
		xrealloc(names->at, (names->count + 1) * sizeof(*names->at));
	names->at[names->count++] =
		(struct name){.text = xstrdup(text), .file = file};
}

static void names_clear(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->at[i].text);
	free(names->at);
	*names = (struct names){0};
}

static void names_copy(struct names *to, const struct names *from)
{
	names_clear(to);
	for (size_t i = 0; i < from->count; i++)
		names_set(to, from->at[i].text, from->at[i].file);
}

/* What the operation does to names; the file was found as it happened. */
static void names_apply(struct names *names, const struct operation *operation)
{
	switch ((enum disk_operation)operation->head.operation) {
	case DISK_CREATE:
	case DISK_FOLDER:
		names_set(names, operation->name, operation->file);
		break;
	case DISK_RENAME:
		names_drop(names, operation->name);
		names_set(names, operation->second, operation->file);
		break;
	case DISK_LINK:
		names_set(names, operation->second, operation->file);
		break;
	case DISK_UNLINK:
		names_drop(names, operation->name);
		break;
	case DISK_WRITE:
	case DISK_TRUNCATE:
	case DISK_SYNC:
	case DISK_SYNC_FAILED:
	case DISK_SYNC_NAMES:
	case DISK_ACKNOWLEDGE:
	case DISK_DONE:
		break;
	}
}

/* --- files ---------------------------------------------------------------- */

static struct file *file_new(struct disk *disk, uint64_t number)
{
	struct file *file = xcalloc(1, sizeof(*file));

	file->number = number;
	file->place = disk->file_count;
	disk->files = xrealloc(disk->files,
		(disk->file_count + 1) * sizeof(*disk->files));
	disk->files[disk->file_count++] = file;
	return file;
}

/* An inode's number is given out again: the last file that got it. */
static struct file *file_find(const struct disk *disk, uint64_t number)
{
	for (size_t i = disk->file_count; i-- > 0;)
		if (disk->files[i]->number == number)
			return disk->files[i];
	return NULL;
}

static void file_free(struct file *file)
{
	free(file->cache.at);
	free(file->disk.at);
	free(file->pending);
	free(file);
}

static void pend(size_t **pending, size_t *count, size_t at)
{
	*pending = xrealloc(*pending, (*count + 1) * sizeof(**pending));
	(*pending)[(*count)++] = at;
}

static void content_apply(struct bytes *bytes,
	const struct operation *operation)
{
	if (operation->head.operation == DISK_TRUNCATE)
		bytes_resize(bytes, operation->head.offset);
	else
		bytes_put(bytes, operation->head.offset, operation->data,
			operation->head.length);
}

static void file_sync(struct disk *disk, struct file *file)
{
	for (size_t i = 0; i < file->pending_count; i++)
		content_apply(&file->disk, &disk->operations[file->pending[i]]);
	file->pending_count = 0;
}

/* The folder that holds a name: how much of the text. */
static size_t folder_length(const char *text)
{
	const char *slash = strrchr(text, '/');

	return slash ? (size_t)(slash - text) : 0;
}

static bool is_in(const char *text, const char *folder)
{
	size_t length = folder_length(text);

	return length == strlen(folder) && strncmp(text, folder, length) == 0;
}

static void names_sync(struct disk *disk, const char *folder)
{
	size_t kept = 0;

	for (size_t i = 0; i < disk->pending_count; i++) {
		size_t at = disk->pending[i];

		if (is_in(disk->operations[at].name, folder))
			names_apply(&disk->disk, &disk->operations[at]);
		else
			disk->pending[kept++] = at;
	}
	disk->pending_count = kept;
}

static bool lies(const struct disk *disk, const struct operation *operation)
{
	const char *name = operation->name;
	size_t length = strlen(name);

	return disk->lie == DISK_LIES ||
		(disk->lie == DISK_LIES_IN_WAL && length > 4 &&
			strcmp(name + length - 4, "-wal") == 0);
}

static bool changes_names(const struct operation *operation)
{
	return strchr("CRLUM", (int)operation->head.operation) != NULL;
}

/* The files of the base are a copy, so their numbers are not known before they
 * are first used by name. */
static void find_file(struct disk *disk, struct operation *operation)
{
	uint64_t number = operation->head.file;
	struct name *name = names_find(&disk->cache, operation->name);

	if (operation->head.operation == DISK_CREATE) {
		operation->file = file_new(disk, number);
		return;
	}
	operation->file = number != 0 ? file_find(disk, number) : NULL;
	if (operation->file || !name || !name->file)
		return;
	operation->file = name->file;
	if (number != 0)
		name->file->number = number;
}

static void happen(struct disk *disk, size_t at)
{
	struct operation *operation = &disk->operations[at];
	struct file *file;

	find_file(disk, operation);
	file = operation->file;
	if (changes_names(operation)) {
		names_apply(&disk->cache, operation);
		pend(&disk->pending, &disk->pending_count, at);
		return;
	}
	switch (operation->head.operation) {
	case DISK_WRITE:
	case DISK_TRUNCATE:
		if (!file)
			break;
		content_apply(&file->cache, operation);
		pend(&file->pending, &file->pending_count, at);
		break;
	case DISK_SYNC:
		if (file && !lies(disk, operation))
			file_sync(disk, file);
		break;
	case DISK_SYNC_FAILED:
		if (file)
			file->pending_count = 0;
		break;
	case DISK_SYNC_NAMES:
		if (!lies(disk, operation))
			names_sync(disk, operation->name);
		break;
	default:
		break;
	}
}

/* --- reading -------------------------------------------------------------- */

static void read_base(struct disk *disk, const char *base, const char *within)
{
	char *path = xasprintf("%s/%s", base, within);
	struct dirent **entries = NULL;
	int count = scandir(path, &entries, NULL, alphasort);

	free(path);
	for (int n = 0; n < count; n++) {
		const struct dirent *entry = entries[n];
		char *name = xasprintf("%s%s%s", within, *within ? "/" : "",
			entry->d_name);
		char *whole = xasprintf("%s/%s", base, name);
		struct stat status;
		struct buffer content;
		struct file *file;

		if (entry->d_name[0] == '.' || lstat(whole, &status) != 0) {
			/* not a name of ours */
		} else if (S_ISDIR(status.st_mode)) {
			names_set(&disk->base, name, NULL);
			read_base(disk, base, name);
		} else {
			buffer_init(&content, FILE_MAX);
			file_read_all(whole, FILE_MAX, &content);
			file = file_new(disk, 0);
			bytes_put(&file->cache, 0, content.data,
				content.length);
			bytes_copy(&file->disk, &file->cache);
			names_set(&disk->base, name, file);
			buffer_release(&content);
		}
		free(whole);
		free(name);
		free(entries[n]);
	}
	free(entries);
}

static bool is_shared_memory(const char *name)
{
	size_t length = strlen(name);

	return length > 4 && strcmp(name + length - 4, "-shm") == 0;
}

/* SQLite's shared memory is made anew at each start: left out. */
static bool read_log(struct disk *disk)
{
	const char *at = disk->log.data;
	size_t left = disk->log.length;

	while (left >= sizeof(struct disk_record)) {
		struct operation operation = {0};

		memcpy(&operation.head, at, sizeof(operation.head));
		at += sizeof(operation.head);
		left -= sizeof(operation.head);
		if (operation.head.name + operation.head.length > left)
			return false;
		operation.name = at;
		operation.second = at + strlen(at) + 1;
		operation.data =
			(const unsigned char *)at + operation.head.name;
		at += operation.head.name + operation.head.length;
		left -= operation.head.name + operation.head.length;
		if (is_shared_memory(operation.name))
			continue;
		disk->operations = xrealloc(disk->operations,
			(disk->length + 1) * sizeof(*disk->operations));
		disk->operations[disk->length++] = operation;
	}
	return left == 0;
}

struct disk *disk_open(const char *base, const char *log, enum disk_lie lie)
{
	struct disk *disk = xcalloc(1, sizeof(*disk));

	disk->lie = lie;
	buffer_init(&disk->log, FILE_MAX);
	if (file_read_all(log, FILE_MAX, &disk->log) != FILE_DONE ||
		!read_log(disk)) {
		fprintf(stderr, "%s: cannot be read\n", log);
		disk_close(disk);
		return NULL;
	}
	read_base(disk, base, "");
	names_copy(&disk->cache, &disk->base);
	names_copy(&disk->disk, &disk->base);
	return disk;
}

void disk_close(struct disk *disk)
{
	for (size_t i = 0; i < disk->file_count; i++)
		file_free(disk->files[i]);
	names_clear(&disk->cache);
	names_clear(&disk->disk);
	names_clear(&disk->base);
	buffer_release(&disk->log);
	free(disk->files);
	free(disk->operations);
	free(disk->pending);
	free(disk);
}

size_t disk_length(const struct disk *disk)
{
	return disk->length;
}

struct disk_event disk_at(const struct disk *disk, size_t at)
{
	const struct operation *operation = &disk->operations[at];

	return (struct disk_event){.operation = (int)operation->head.operation,
		.name = operation->name,
		.offset = operation->head.offset,
		.data = (const char *)operation->data,
		.length = operation->head.length};
}

void disk_move(struct disk *disk, size_t after)
{
	assert(after >= disk->now && after <= disk->length);
	while (disk->now < after)
		happen(disk, disk->now++);
}

/* --- cutting -------------------------------------------------------------- */

/* The write that was under way: one of what is pending, or SIZE_MAX. */
static size_t draw_torn(const struct disk *disk, uint64_t *seed)
{
	size_t count = 0, chosen = SIZE_MAX;

	for (size_t i = 0; i < disk->file_count; i++) {
		const struct file *file = disk->files[i];

		for (size_t j = 0; j < file->pending_count; j++) {
			const struct operation *operation =
				&disk->operations[file->pending[j]];

			if (operation->head.operation == DISK_WRITE &&
				draw(seed) % ++count == 0)
				chosen = file->pending[j];
		}
	}
	return chosen;
}

/* Some of the sectors that the write covers. */
static void apply_torn(struct bytes *bytes, const struct operation *operation,
	bool garbage, uint64_t *seed)
{
	size_t at = operation->head.offset;
	size_t end = at + operation->head.length;
	size_t first = at / SECTOR;
	size_t cut = first + draw(seed) % ((end - 1) / SECTOR - first + 1);

	for (size_t sector = first; sector <= cut; sector++) {
		size_t from = sector * SECTOR, to = from + SECTOR;

		if (from < at)
			from = at;
		if (to > end)
			to = end;
		if (sector < cut)
			bytes_put(bytes, from, operation->data + (from - at),
				to - from);
	}
	for (size_t i = cut * SECTOR; garbage && i < (cut + 1) * SECTOR; i++) {
		unsigned char byte = (unsigned char)draw(seed);

		if (i >= at && i < end)
			bytes_put(bytes, i, &byte, 1);
	}
}

static void file_cut(struct disk *disk, const struct file *file,
	enum disk_cut cut, size_t torn, uint64_t *seed, struct bytes *bytes)
{
	if (cut == CUT_EVERYTHING) {
		bytes_copy(bytes, &file->cache);
		return;
	}
	bytes_copy(bytes, &file->disk);
	for (size_t i = 0; cut != CUT_SYNCED && i < file->pending_count; i++) {
		size_t at = file->pending[i];

		if (at == torn)
			apply_torn(bytes, &disk->operations[at],
				cut == CUT_GARBAGE, seed);
		else if (heads(seed))
			content_apply(bytes, &disk->operations[at]);
	}
}

static void names_cut(struct disk *disk, enum disk_cut cut, uint64_t *seed,
	struct names *names)
{
	names_copy(names, cut == CUT_EVERYTHING ? &disk->cache : &disk->disk);
	if (cut == CUT_SYNCED || cut == CUT_EVERYTHING)
		return;
	for (size_t i = 0; i < disk->pending_count; i++)
		if (heads(seed))
			names_apply(names, &disk->operations[disk->pending[i]]);
}

static void empty_folder(const char *path)
{
	DIR *folder = opendir(path);
	struct dirent *entry;

	while (folder && (entry = readdir(folder)) != NULL) {
		char *name = xasprintf("%s/%s", path, entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 &&
			strcmp(entry->d_name, "..") != 0 && unlink(name) != 0) {
			empty_folder(name);
			rmdir(name);
		}
		free(name);
	}
	if (folder)
		closedir(folder);
}

static uint64_t hash_of(uint64_t hash, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t word;

	for (; length >= sizeof(word); at += sizeof(word)) {
		memcpy(&word, at, sizeof(word));
		hash = (hash ^ word) * UINT64_C(0x9E3779B97F4A7C15);
		hash ^= hash >> 29;
		length -= sizeof(word);
	}
	for (; length > 0; length--)
		hash = (hash ^ *at++) * UINT64_C(1099511628211);
	return hash;
}

static bool write_file(const char *path, const struct bytes *bytes)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool done = fd >= 0 &&
		write(fd, bytes->at, bytes->length) == (ssize_t)bytes->length;

	if (fd >= 0)
		close(fd);
	return done;
}

static void write_out(const char *folder, const struct name *name,
	const struct bytes *bytes)
{
	char *path = xasprintf("%s/%s", folder, name->text);

	if (name->file ? !write_file(path, bytes) : mkdir(path, 0700) != 0) {
		perror(path);
		abort();
	}
	free(path);
}

static int by_text(const void *a, const void *b)
{
	return strcmp(((const struct name *)a)->text,
		((const struct name *)b)->text);
}

uint64_t disk_cut(struct disk *disk, enum disk_cut cut, uint64_t seed,
	const char *folder)
{
	struct names names = {0};
	struct bytes bytes = {0};
	uint64_t hash = 0;
	size_t torn = cut == CUT_TORN || cut == CUT_GARBAGE
		? draw_torn(disk, &seed)
		: SIZE_MAX;

	if (folder)
		empty_folder(folder);
	names_cut(disk, cut, &seed, &names);
	if (names.count > 0)
		qsort(names.at, names.count, sizeof(*names.at), by_text);
	for (size_t i = 0; i < names.count; i++) {
		const struct name *name = &names.at[i];
		uint64_t chance = seed;

		hash = hash_of(hash, name->text, strlen(name->text) + 1);
		if (name->file) {
			chance += name->file->place;
			file_cut(disk, name->file, cut, torn, &chance, &bytes);
			hash = hash_of(hash, bytes.at, bytes.length);
		}
		if (folder)
			write_out(folder, name, &bytes);
	}
	free(bytes.at);
	names_clear(&names);
	return hash;
}
