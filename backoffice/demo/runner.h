/*
 * Starts the two programs one after the other, as people would: with a
 * person's PIN and the clock of the moment.
 *
 * The first failure stays: every later call does nothing and says false, so a
 * caller asks at the end of a day rather than after each command.
 */
#ifndef TITIPAN_DEMO_RUNNER_H
#define TITIPAN_DEMO_RUNNER_H

#include <stdbool.h>
#include <stdint.h>

#include "backoffice/demo/demo.h"

#define RUNNER_WORDS_MAX 120

struct runner {
	const char *folder;
	char *pos;          /* the till's program */
	struct buffer out;  /* what the last program answered */
	struct buffer *why; /* the first failure, for a person */
	bool failed;
	bool stopped; /* by a signal */
};

/* A command line; owned words. */
struct words {
	char *word[RUNNER_WORDS_MAX + 1];
	size_t count;
};

/* Takes signals that end a program until runner_release, so that nothing is
 * left half-made. */
void runner_init(struct runner *runner, const char *folder, struct buffer *why);
void runner_release(struct runner *runner);

/* The clock of what is run from now on. */
void runner_now(struct runner *runner, int32_t day, int minute);

void words_add(struct words *words, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* Each word of a text of words parted by blanks. */
void words_split(struct words *words, const char *text);

void words_clear(struct words *words);

/*
 * Runs `backoffice` with these words as user (an index of demo_users; negative:
 * nobody) and empties them. False when it did not end 0. runner->out holds its
 * answer.
 */
bool runner_office(struct runner *runner, int user, struct words *words);

/* Runs `pos --script` on these lines. A refused line is not a failure here:
 * the caller reads the answers in runner->out. */
bool runner_till(struct runner *runner, const struct buffer *script);

/* Notes a failure in words. */
void runner_fail(struct runner *runner, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
