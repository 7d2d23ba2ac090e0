/*
 * Numbers as shops write them: `12.500`, `12,500`, `12.500,00`, `12500.00`,
 * `Rp 12.500,-`, `0,237`. Which mark is the decimal one is a habit of a whole
 * column: it is read off the values that can be meant in one way only, and
 * never guessed where none is.
 */
#ifndef TITIPAN_IMPORT_NUMBER_H
#define TITIPAN_IMPORT_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum number_mark {
	NUMBER_UNKNOWN,
	NUMBER_COMMA, /* 12.500,00 */
	NUMBER_POINT  /* 12,500.00 */
};

/* What one column's values say. Zero it first. */
struct number_habit {
	size_t comma_line; /* the first line that says so; 0: none */
	size_t point_line;
	size_t open_line; /* the first value that can be meant both ways */
	size_t open;      /* how many of them */
};

/* places: 0 for rupiah, 3 for quantities. */
void number_habit_see(struct number_habit *habit, const char *text, int places,
	size_t line);

/* The column's mark; NUMBER_UNKNOWN if nothing says so or both do. */
enum number_mark number_habit_mark(const struct number_habit *habit);

/* Whether a person has to say which mark it is. */
bool number_habit_is_open(const struct number_habit *habit);

enum number_reading {
	NUMBER_READ,
	NUMBER_NONE,        /* no number */
	NUMBER_NEGATIVE,    /* -5, (5) */
	NUMBER_TOO_LARGE,   /* over max */
	NUMBER_TOO_FINE,    /* more decimals than places */
	NUMBER_OTHER_HABIT, /* is written with the other mark */
	NUMBER_OPEN         /* can be meant both ways, and mark is unknown */
};

/* value * 10^places; *scaled is written with NUMBER_READ only. */
enum number_reading number_read(const char *text, enum number_mark mark,
	int places, int64_t max, int64_t *scaled);

#endif
