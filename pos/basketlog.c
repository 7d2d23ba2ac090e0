/* Slots, records, and their reading back. */
#include "pos/basketlog.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/filelock.h"

#define SLOTS_MAX 200
#define HEAD_SIZE 26 /* eight digits, blank, sixteen digits, line end */
#define LOG_MAX ((size_t)64 * 1024 * 1024)

struct basketlog {
	char *database;
	basketlog_is_over *over;
	void *context;
	int fd; /* -1: no slot */
	int slot;
	bool dirty;
};

struct basketlog *basketlog_new(const char *database, basketlog_is_over *over,
	void *context)
{
	struct basketlog *log = xcalloc(1, sizeof(*log));

	log->database = xstrdup(database);
	log->over = over;
	log->context = context;
	log->fd = -1;
	return log;
}

void basketlog_free(struct basketlog *log)
{
	if (log == NULL)
		return;
	basketlog_leave(log);
	free(log->database);
	free(log);
}

static char *slot_path(const struct basketlog *log, int slot)
{
	return xasprintf("%s.basket-%d", log->database, slot);
}

static uint64_t checksum(const char *text, size_t length)
{
	uint64_t sum = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < length; i++) {
		sum ^= (unsigned char)text[i];
		sum *= UINT64_C(1099511628211);
	}
	return sum;
}

/* Replays the records up to the first that is torn, at *whole. */
static bool replay(const struct buffer *content, struct till_basket *basket,
	size_t *whole)
{
	const char *at = buffer_str(content);
	size_t left = content->length;
	bool any = false;

	*whole = 0;
	till_basket_clear(basket);
	while (left > HEAD_SIZE) {
		unsigned length;
		uint64_t sum;
		char *text;
		bool good;

		if (sscanf(at, "%8x %16" SCNx64, &length, &sum) != 2 ||
			length >= left - HEAD_SIZE ||
			checksum(at + HEAD_SIZE, length) != sum)
			break;
		text = xstrndup(at + HEAD_SIZE, length);
		good = till_basket_read(basket, text);
		free(text);
		if (!good)
			break;
		any = true;
		at += HEAD_SIZE + length + 1;
		left -= HEAD_SIZE + length + 1;
		*whole = content->length - left;
	}
	return any && !till_basket_is_empty(basket);
}

/* What a slot holds; false: nothing that is still open. */
static bool read_slot(struct basketlog *log, const char *path,
	struct till_basket *basket, size_t *whole)
{
	struct buffer content;
	bool open = false;

	buffer_init(&content, LOG_MAX);
	if (file_read_all(path, LOG_MAX, &content) == FILE_DONE)
		open = replay(&content, basket, whole) &&
			!log->over(log->context, basket);
	buffer_release(&content);
	if (!open)
		till_basket_clear(basket);
	return open;
}

static void hold(struct basketlog *log, int fd, int slot)
{
	if (log->fd >= 0)
		close(log->fd);
	log->fd = fd;
	log->slot = slot;
	log->dirty = false;
}

typedef bool is_wanted(const struct till_basket *basket);

static bool is_worth_keeping(const struct till_basket *basket)
{
	return basket->line_count > 0 || basket->void_count > 0 ||
		basket->tender_count > 0;
}

/* A refund that was only asked for: it comes after what is worth keeping. */
static bool is_asked_for(const struct till_basket *basket)
{
	return basket->slip.sale != 0;
}

/* Takes the first slot with a basket of the user that is wanted; if there is
 * none, holds one that is empty. */
static bool take(struct basketlog *log, int64_t user,
	struct till_basket *basket, is_wanted *wanted)
{
	basketlog_leave(log);
	for (int slot = 1; slot <= SLOTS_MAX; slot++) {
		char *path = slot_path(log, slot);
		bool is_new = access(path, F_OK) != 0;
		bool open = false;
		size_t whole = 0;
		int fd;

		if (is_new && log->fd >= 0) {
			free(path);
			break;
		}
		if (filelock_try(path, &fd) == LOCK_TAKEN) {
			open = read_slot(log, path, basket, &whole);
			if (open && basket->user == user && wanted(basket)) {
				free(path);
				hold(log, fd, slot);
				/* what follows a torn record is never read */
				if (ftruncate(fd, (off_t)whole) != 0)
					basketlog_leave(log);
				return true;
			}
			if (!open && log->fd < 0)
				hold(log, fd, slot);
			else
				close(fd);
		}
		free(path);
	}
	return false;
}

bool basketlog_take(struct basketlog *log, int64_t user,
	struct till_basket *basket)
{
	if (take(log, user, basket, is_worth_keeping) ||
		take(log, user, basket, is_asked_for))
		return true;
	till_basket_clear(basket);
	basketlog_clear(log);
	return false;
}

static bool write_whole(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, bytes, length);

		if (written <= 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

bool basketlog_append(struct basketlog *log, const char *text, size_t length)
{
	struct buffer record;
	bool done;

	if (log->fd < 0)
		return false;
	buffer_init(&record, length + HEAD_SIZE + 1);
	buffer_printf(&record, "%08x %016" PRIx64 "\n", (unsigned)length,
		checksum(text, length));
	buffer_add(&record, text, length);
	buffer_add_byte(&record, '\n');
	done = lseek(log->fd, 0, SEEK_END) >= 0 &&
		write_whole(log->fd, record.data, record.length);
	buffer_release(&record);
	log->dirty = true;
	return done;
}

void basketlog_clear(struct basketlog *log)
{
	if (log->fd >= 0 && lseek(log->fd, 0, SEEK_END) != 0 &&
		ftruncate(log->fd, 0) == 0)
		log->dirty = true;
}

void basketlog_leave(struct basketlog *log)
{
	if (log->fd < 0)
		return;
	basketlog_sync(log);
	close(log->fd);
	log->fd = -1;
}

void basketlog_sync(struct basketlog *log)
{
	if (log->fd >= 0 && log->dirty)
		(void)fdatasync(log->fd);
	log->dirty = false;
}

size_t basketlog_elsewhere(struct basketlog *log, int64_t user)
{
	struct till_basket basket;
	size_t count = 0, whole;

	till_basket_init(&basket);
	for (int slot = 1; slot <= SLOTS_MAX; slot++) {
		char *path = slot_path(log, slot);
		bool there = access(path, F_OK) == 0;

		if (there && !(log->fd >= 0 && slot == log->slot) &&
			read_slot(log, path, &basket, &whole) &&
			is_worth_keeping(&basket) && basket.user == user)
			count++;
		free(path);
		if (!there)
			break;
	}
	till_basket_release(&basket);
	return count;
}
