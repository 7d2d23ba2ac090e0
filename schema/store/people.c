/* The keys of people: read whole, added to at the end. */
#include "schema/store/people.h"

#include <assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/random.h"
#include "schema/store/store_core.h"

#define HEX_SIZE (2 * PEOPLE_KEY_SIZE + 1)
/* `THING HEXKEY` and a line's end. */
#define LINE_MAX_SIZE (24 + HEX_SIZE + 2)

struct person {
	int64_t thing;
	bool gone;
	unsigned char key[PEOPLE_KEY_SIZE];
};

struct people {
	struct person *persons;
	size_t count;
	size_t room;
	size_t saved;     /* so many of them are in the file */
	struct stat file; /* as it was when it was read */
	bool torn;        /* its last line has no end */
};

static char *people_path(const struct store *store)
{
	return xasprintf("%s.people", store_path(store));
}

static enum store_result fail_file(struct store *store, enum file_result result)
{
	return store_fail(store, store_result_of_file(result), "%s.people: %s",
		store_path(store), file_message(result));
}

static void forget_persons(struct people *people)
{
	if (people->persons)
		sodium_memzero(people->persons,
			people->room * sizeof(*people->persons));
	free(people->persons);
	*people = (struct people){0};
}

void people_free(struct people *people)
{
	if (!people)
		return;
	forget_persons(people);
	free(people);
}

/* --- reading ------------------------------------------------------------ */

static struct person *find(const struct people *people, int64_t thing)
{
	/* from the end: an import asks for whom it has just added */
	for (size_t i = people->count; i > 0; i--)
		if (people->persons[i - 1].thing == thing)
			return &people->persons[i - 1];
	return NULL;
}

static struct person *add(struct people *people, int64_t thing)
{
	struct person *old = people->persons;
	struct person *person;

	if (people->count == people->room) {
		size_t room = people->room ? 2 * people->room : 64;

		people->persons = xcalloc(room, sizeof(*people->persons));
		if (old) {
			memcpy(people->persons, old,
				people->count * sizeof(*old));
			sodium_memzero(old, people->room * sizeof(*old));
			free(old);
		}
		people->room = room;
	}
	person = &people->persons[people->count++];
	*person = (struct person){.thing = thing};
	return person;
}

/* A line that is none, such as one that a power cut has torn, is passed over:
 * no document was committed that needs it. */
static void read_line(struct people *people, const char *line, size_t length)
{
	struct person read = {0};
	char *end;
	size_t size = 0;

	read.thing = strtoll(line, &end, 10);
	if (read.thing <= 0 || end >= line + length || *end != ' ')
		return;
	end++;
	if (*end == '-')
		read.gone = true;
	else if (sodium_hex2bin(read.key, sizeof(read.key), end,
			 (size_t)(line + length - end), NULL, &size,
			 NULL) != 0 ||
		size != sizeof(read.key))
		return;
	*add(people, read.thing) = read;
	sodium_memzero(&read, sizeof(read));
}

static void read_lines(struct people *people, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		if (text[length] == '\0') {
			people->torn = true;
			return;
		}
		read_line(people, text, length);
		text += length + 1;
	}
}

static bool is_same_file(const struct stat *a, const struct stat *b)
{
	return a->st_ino == b->st_ino && a->st_size == b->st_size &&
		a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
		a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Reads the file if it is not the one that was read. Keys that wait to be
 * saved are this process's own, under the writer's lock, so they stay. */
static enum store_result look(struct store *store)
{
	struct people *people = store->people;
	struct stat now = {0};
	struct buffer text;
	char *path = people_path(store);
	enum file_result result = FILE_DONE;

	if (!people)
		people = store->people = xcalloc(1, sizeof(*people));
	if (stat(path, &now) != 0)
		now = (struct stat){0};
	if (people->count == people->saved &&
		!is_same_file(&now, &people->file)) {
		forget_persons(people);
		buffer_init(&text, PEOPLE_FILE_MAX);
		result = file_read_all(path, PEOPLE_FILE_MAX, &text);
		if (result == FILE_MISSING)
			result = FILE_DONE;
		if (result == FILE_DONE) {
			read_lines(people, buffer_str(&text));
			people->saved = people->count;
			people->file = now;
		}
		if (text.data)
			sodium_memzero(text.data, text.length);
		buffer_release(&text);
	}
	free(path);
	return result == FILE_DONE ? STORE_OK : fail_file(store, result);
}

enum store_result people_key(struct store *store, int64_t thing, bool make,
	unsigned char key[PEOPLE_KEY_SIZE])
{
	struct person *person;
	enum store_result result;

	assert(!make || store_in_write(store));
	if (sodium_init() < 0)
		return store_fail(store, STORE_IO, "libsodium");
	result = look(store);
	if (result != STORE_OK)
		return result;
	person = find(store->people, thing);
	if (!person && make) {
		person = add(store->people, thing);
		random_fill(person->key, sizeof(person->key));
	}
	if (!person || person->gone)
		return STORE_NOT_FOUND;
	memcpy(key, person->key, PEOPLE_KEY_SIZE);
	return STORE_OK;
}

/* --- writing ------------------------------------------------------------ */

static void write_line(struct buffer *text, const struct person *person)
{
	char hex[HEX_SIZE] = "-";

	if (!person->gone)
		sodium_bin2hex(hex, sizeof(hex), person->key,
			sizeof(person->key));
	buffer_printf(text, "%lld %s\n", (long long)person->thing, hex);
	sodium_memzero(hex, sizeof(hex));
}

/* What was not synced is taken off again: the cache would go on showing it,
 * and the next one who needs the key would take it for saved. */
static bool append(const char *path, const struct buffer *text, off_t before)
{
	int fd = open(path,
		O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool done = fd >= 0;
	size_t written = 0;

	while (done && written < text->length) {
		ssize_t size =
			write(fd, text->data + written, text->length - written);

		done = size > 0;
		written += done ? (size_t)size : 0;
	}
	done = done && fsync(fd) == 0 && file_sync_dir(path) == FILE_DONE;
	if (!done && fd >= 0)
		(void)!ftruncate(fd, before);
	if (fd >= 0)
		close(fd);
	return done;
}

enum store_result people_flush(struct store *store)
{
	struct people *people = store->people;
	struct buffer text;
	char *path;
	bool done;

	if (!people || people->count == people->saved)
		return STORE_OK;
	if ((size_t)people->file.st_size +
			(people->count - people->saved) * LINE_MAX_SIZE >
		PEOPLE_FILE_MAX)
		return fail_file(store, FILE_TOO_LARGE);
	path = people_path(store);
	buffer_init(&text, PEOPLE_FILE_MAX);
	if (people->torn)
		buffer_add_byte(&text, '\n');
	for (size_t i = people->saved; i < people->count; i++)
		write_line(&text, &people->persons[i]);
	done = append(path, &text, people->file.st_size) &&
		stat(path, &people->file) == 0;
	people->saved = done ? people->count : people->saved;
	people->torn = people->torn && !done;
	sodium_memzero(text.data, text.length);
	buffer_release(&text);
	free(path);
	return done ? STORE_OK : fail_file(store, FILE_FAILED);
}

void people_drop(struct store *store)
{
	struct people *people = store->people;

	if (!people || people->count == people->saved)
		return;
	sodium_memzero(&people->persons[people->saved],
		(people->count - people->saved) * sizeof(*people->persons));
	people->count = people->saved;
}

/* The blocks of a file that has no name any more. */
static void overwrite(int fd)
{
	char nothing[4096] = {0};
	struct stat status;

	if (fstat(fd, &status) != 0)
		return;
	for (off_t at = 0; at < status.st_size; at += (off_t)sizeof(nothing))
		if (pwrite(fd, nothing, sizeof(nothing), at) < 0)
			return;
	(void)fsync(fd);
}

static enum store_result write_anew(struct store *store)
{
	struct people *people = store->people;
	char *path = people_path(store);
	int old = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
	struct buffer text;
	enum file_result result;

	buffer_init(&text, PEOPLE_FILE_MAX);
	for (size_t i = 0; i < people->count; i++)
		write_line(&text, &people->persons[i]);
	result = buffer_overflowed(&text)
		? FILE_TOO_LARGE
		: file_write_atomic(path, text.data, text.length, 0600);
	if (result == FILE_DONE && old >= 0)
		overwrite(old);
	if (result == FILE_DONE && stat(path, &people->file) != 0)
		people->file = (struct stat){0};
	people->saved = people->count;
	people->torn = false;
	sodium_memzero(text.data, text.length);
	buffer_release(&text);
	if (old >= 0)
		close(old);
	free(path);
	return result == FILE_DONE ? STORE_OK : fail_file(store, result);
}

enum store_result people_destroy(struct store *store, const int64_t things[],
	size_t count)
{
	bool differs = false;
	enum store_result result = look(store);

	/* most often they are all gone already, and nobody need be stopped */
	for (size_t i = 0; result == STORE_OK && i < count; i++) {
		const struct person *person = find(store->people, things[i]);

		differs = differs || !person || !person->gone;
	}
	if (result != STORE_OK || !differs)
		return result;
	result = store_begin(store, "forget");
	if (result != STORE_OK)
		return result;
	result = look(store);
	for (size_t i = 0; result == STORE_OK && i < count; i++) {
		struct person *person = find(store->people, things[i]);

		if (!person)
			person = add(store->people, things[i]);
		person->gone = true;
		sodium_memzero(person->key, sizeof(person->key));
	}
	if (result == STORE_OK)
		result = write_anew(store);
	store_rollback(store);
	return result;
}
