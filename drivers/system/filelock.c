/*
 * flock(2) locks. flock and not fcntl: an fcntl lock falls when any
 * descriptor of the file is closed anywhere in the process.
 */
#include "drivers/system/filelock.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/clock.h"

#define HOLDER_SIZE 64 /* bytes of `PID PURPOSE`, padded, in the lock file */
#define FIRST_SLEEP_MS 1
#define LONGEST_SLEEP_MS 10
#define NS_PER_MS 1000000L

struct turnstile {
	int queue;
	int lock;
	bool held;
};

static int open_lock_file(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY,
		S_IRUSR | S_IWUSR);
}

static int open_with_suffix(const char *path, const char *suffix)
{
	char *name = xasprintf("%s%s", path, suffix);
	int fd = open_lock_file(name);
	int error = errno;

	free(name);
	errno = error;
	return fd;
}

struct turnstile *turnstile_open(const char *path)
{
	struct turnstile opened = {-1, -1, false};
	struct turnstile *turnstile;

	opened.queue = open_with_suffix(path, ".queue");
	if (opened.queue < 0)
		return NULL;
	opened.lock = open_with_suffix(path, ".lock");
	if (opened.lock < 0) {
		int error = errno;

		close(opened.queue);
		errno = error;
		return NULL;
	}
	turnstile = xmalloc(sizeof(*turnstile));
	*turnstile = opened;
	return turnstile;
}

void turnstile_close(struct turnstile *turnstile)
{
	if (turnstile == NULL)
		return;
	if (turnstile->held)
		turnstile_release(turnstile);
	close(turnstile->queue);
	close(turnstile->lock);
	free(turnstile);
}

static int flock_again(int fd, int operation)
{
	int failed;

	do {
		failed = flock(fd, operation);
	} while (failed != 0 && errno == EINTR);
	return failed;
}

static void sleep_ms(int64_t wait_ms)
{
	struct timespec pause = {wait_ms / 1000, (wait_ms % 1000) * NS_PER_MS};

	nanosleep(&pause, NULL);
}

/* Without a limit the kernel wakes us; flock has no deadline of its own. */
static enum lock_result lock_file(int fd, int64_t deadline_ms)
{
	int64_t pause_ms = FIRST_SLEEP_MS;

	if (deadline_ms < 0)
		return flock_again(fd, LOCK_EX) == 0 ? LOCK_TAKEN : LOCK_FAILED;
	for (;;) {
		int64_t left_ms;

		if (flock_again(fd, LOCK_EX | LOCK_NB) == 0)
			return LOCK_TAKEN;
		if (errno != EWOULDBLOCK)
			return LOCK_FAILED;
		left_ms = deadline_ms - clock_monotonic_ms();
		if (left_ms <= 0)
			return LOCK_BUSY;
		sleep_ms(pause_ms < left_ms ? pause_ms : left_ms);
		if (pause_ms < LONGEST_SLEEP_MS)
			pause_ms++;
	}
}

/*
 * One write of a fixed length, so that a reader never sees half of it. A full
 * disk must not keep anybody from the lock, so its failure is ignored.
 */
static void write_holder(int fd, const char *purpose)
{
	char line[HOLDER_SIZE + 1];
	int width = HOLDER_SIZE - 1;
	char words[HOLDER_SIZE];
	ssize_t ignored;

	snprintf(words, sizeof(words), "%ld %.40s", (long)getpid(), purpose);
	snprintf(line, sizeof(line), "%-*s\n", width, words);
	ignored = pwrite(fd, line, HOLDER_SIZE, 0);
	(void)ignored;
}

enum lock_result turnstile_take(struct turnstile *turnstile,
	const char *purpose, int64_t wait_ms, int64_t *waited_ms)
{
	int64_t start_ms = clock_monotonic_ms();
	int64_t deadline_ms = wait_ms < 0 ? -1 : start_ms + wait_ms;
	enum lock_result result;

	assert(!turnstile->held);
	result = lock_file(turnstile->queue, deadline_ms);
	if (result == LOCK_TAKEN) {
		int error;

		result = lock_file(turnstile->lock, deadline_ms);
		error = errno;
		flock_again(turnstile->queue, LOCK_UN);
		errno = error;
	}
	if (waited_ms != NULL)
		*waited_ms = clock_monotonic_ms() - start_ms;
	if (result != LOCK_TAKEN)
		return result;
	turnstile->held = true;
	write_holder(turnstile->lock, purpose);
	return LOCK_TAKEN;
}

void turnstile_release(struct turnstile *turnstile)
{
	assert(turnstile->held);
	turnstile->held = false;
	flock_again(turnstile->lock, LOCK_UN);
}

bool turnstile_is_held(const struct turnstile *turnstile)
{
	return turnstile->held;
}

char *turnstile_holder(const struct turnstile *turnstile, char *text,
	size_t size)
{
	char line[HOLDER_SIZE + 1];
	ssize_t length = pread(turnstile->lock, line, HOLDER_SIZE, 0);

	assert(size > 0);
	if (length < 0)
		length = 0;
	line[length] = '\0';
	line[strcspn(line, "\n")] = '\0';
	length = (ssize_t)strlen(line);
	while (length > 0 && line[length - 1] == ' ')
		line[--length] = '\0';
	snprintf(text, size, "%s", line);
	return text;
}

enum lock_result filelock_try(const char *path, int *fd)
{
	int opened = open_lock_file(path);
	enum lock_result result;
	int error;

	if (opened < 0)
		return LOCK_FAILED;
	result = lock_file(opened, 0);
	if (result == LOCK_TAKEN) {
		*fd = opened;
		return LOCK_TAKEN;
	}
	error = errno;
	close(opened);
	errno = error;
	return result;
}
