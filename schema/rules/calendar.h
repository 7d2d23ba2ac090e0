/*
 * Days as numbers: 0 is 1970-01-01, in the proleptic Gregorian calendar, from
 * year 1 to year 9999.  A day number has no zone; which day an instant falls on
 * depends on the mart's zone, which comes in as an offset.
 */
#ifndef TITIPAN_SCHEMA_RULES_CALENDAR_H
#define TITIPAN_SCHEMA_RULES_CALENDAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/rules/money.h"

#define CALENDAR_DAY_MIN INT32_C(-719162) /* 0001-01-01 */
#define CALENDAR_DAY_MAX INT32_C(2932896) /* 9999-12-31 */

/* "2026-11-30" and its NUL. */
#define CALENDAR_TEXT_SIZE 11

/* A span of days, both of them in it. */
struct days {
	int32_t from;
	int32_t to;
};

#define CALENDAR_ALWAYS \
	((struct days){.from = CALENDAR_DAY_MIN, .to = CALENDAR_DAY_MAX})

struct date {
	int year;  /* 1 to 9999 */
	int month; /* 1 to 12 */
	int day;   /* 1 to 28..31 */
};

/* 28 to 31; year 1 to 9999 and month 1 to 12 (asserted). */
int calendar_days_in_month(int year, int month);

/* The number of a date; false: there is no such date, output untouched. */
RULES_MUST_CHECK bool calendar_day(int32_t *day, struct date date);

/* The date of a day number in CALENDAR_DAY_MIN..MAX (asserted). */
struct date calendar_date(int32_t day);

/* Whether a number from outside is a day of this calendar. */
bool calendar_holds(int64_t day);

/*
 * Exactly YYYY-MM-DD in length bytes (text need not end in NUL); false: other
 * shape, or no such date (2026-02-30); output untouched.
 */
RULES_MUST_CHECK bool calendar_parse(int32_t *day, const char *text,
	size_t length);

/* Writes YYYY-MM-DD and a NUL; day in CALENDAR_DAY_MIN..MAX (asserted). */
void calendar_format(int32_t day, char text[CALENDAR_TEXT_SIZE]);

/* day + days (either sign); false: outside the calendar, output untouched. */
RULES_MUST_CHECK bool calendar_add(int32_t *sum, int32_t day, int64_t days);

/* First and last day of the month that holds day (asserted range). */
int32_t calendar_month_first(int32_t day);
int32_t calendar_month_last(int32_t day);

/*
 * The local day of an instant: instant_ms is milliseconds UTC since
 * 1970-01-01, offset_s what the zone adds (Jakarta: 25200).  Instants before
 * 1970 round down.  False: outside the calendar, output untouched.
 */
RULES_MUST_CHECK bool calendar_day_of_instant(int32_t *day, int64_t instant_ms,
	int32_t offset_s);

#endif
