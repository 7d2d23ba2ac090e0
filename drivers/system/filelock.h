/*
 * Advisory locks between processes, by flock(2).
 *
 * A lock belongs to the open file: it falls when its holder ends, however it
 * ends, and no program started by exec() keeps it (O_CLOEXEC). A child made by
 * fork() alone shares it, and must close or exec. Lock files are created 0600,
 * are never followed through a symbolic link, and are never removed.
 */
#ifndef TITIPAN_SYSTEM_FILELOCK_H
#define TITIPAN_SYSTEM_FILELOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum lock_result {
	LOCK_TAKEN,
	LOCK_BUSY,  /* another process kept it for the whole wait */
	LOCK_FAILED /* the file cannot be opened or locked; errno says why */
};

/*
 * The turnstile: a fair lock of two files, PATH.queue and PATH.lock.
 *
 *	take:     queue -> lock -> give up queue -> work ... -> give up lock
 *
 * Whoever waits holds the queue, so a process that has just let go of the
 * lock cannot take it again past one that was waiting.
 */
struct turnstile;

/* NULL when a file cannot be opened; errno says why. Takes nothing. */
struct turnstile *turnstile_open(const char *path);

/* Releases what is held, and frees. NULL is allowed. */
void turnstile_close(struct turnstile *turnstile);

/*
 * Waits for the lock at most wait_ms milliseconds (0: one try; negative: for
 * ever) and writes this process's id and the purpose into PATH.lock. purpose
 * is one short word or line. *waited_ms (may be NULL) gets how long it took,
 * whatever the result. Must not be held already.
 */
enum lock_result turnstile_take(struct turnstile *turnstile,
	const char *purpose, int64_t wait_ms, int64_t *waited_ms);

/* Must be held. */
void turnstile_release(struct turnstile *turnstile);

bool turnstile_is_held(const struct turnstile *turnstile);

/*
 * `PID PURPOSE` of the present or the last holder, for a message such as "the
 * import (process 123) is writing". "" when unknown. Returns text.
 */
char *turnstile_holder(const struct turnstile *turnstile, char *text,
	size_t size);

/*
 * One lock file, one try, no queue. On LOCK_TAKEN *fd holds it until the
 * caller closes it; otherwise *fd is not written.
 */
enum lock_result filelock_try(const char *path, int *fd);

#endif
