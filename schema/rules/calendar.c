/*
 * Day numbers.  A year is counted from March, so that the leap day is its
 * last; 400 such years are 146,097 days.
 */
#include "schema/rules/calendar.h"

#include <assert.h>
#include <string.h>

#define MS_A_DAY INT64_C(86400000)
#define DAYS_A_CYCLE 146097 /* 400 years */

/* Days from 0000-03-01 to 1970-01-01. */
#define DAYS_TO_EPOCH 719468

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int calendar_days_in_month(int year, int month)
{
	static const int days[12] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	assert(year >= 1 && year <= 9999 && month >= 1 && month <= 12);
	return days[month - 1] + (month == 2 && is_leap(year));
}

bool calendar_day(int32_t *day, struct date date)
{
	if (date.year < 1 || date.year > 9999 || date.month < 1 ||
		date.month > 12 || date.day < 1 ||
		date.day > calendar_days_in_month(date.year, date.month))
		return false;

	int year = date.year - (date.month <= 2);
	int month = (date.month + 9) % 12; /* March is 0 */
	int day_of_year = (153 * month + 2) / 5 + date.day - 1;

	*day = (int32_t)(year * 365 + year / 4 - year / 100 + year / 400 +
		day_of_year - DAYS_TO_EPOCH);
	return true;
}

struct date calendar_date(int32_t day)
{
	assert(calendar_holds(day));

	int since = day + DAYS_TO_EPOCH; /* since 0000-03-01, above 0 */
	int cycle = since / DAYS_A_CYCLE;
	int rest = since % DAYS_A_CYCLE;
	int year = (rest - rest / 1460 + rest / 36524 - rest / 146096) / 365;
	int day_of_year = rest - (365 * year + year / 4 - year / 100);
	int month = (5 * day_of_year + 2) / 153; /* March is 0 */
	struct date date;

	date.day = day_of_year - (153 * month + 2) / 5 + 1;
	date.month = (month + 2) % 12 + 1;
	date.year = year + cycle * 400 + (date.month <= 2);
	return date;
}

bool calendar_holds(int64_t day)
{
	return day >= CALENDAR_DAY_MIN && day <= CALENDAR_DAY_MAX;
}

/* Reads exactly count digits; -1 if one of them is none. */
static int read_digits(const char *text, int count)
{
	int value = 0;

	for (int i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

bool calendar_parse(int32_t *day, const char *text, size_t length)
{
	if (length != CALENDAR_TEXT_SIZE - 1 || text[4] != '-' ||
		text[7] != '-')
		return false;

	struct date date = {
		.year = read_digits(text, 4),
		.month = read_digits(text + 5, 2),
		.day = read_digits(text + 8, 2),
	};

	return calendar_day(day, date); /* refuses the -1s too */
}

static void write_digits(char *text, int count, int value)
{
	for (int i = count - 1; i >= 0; i--) {
		text[i] = (char)('0' + value % 10);
		value /= 10;
	}
}

void calendar_format(int32_t day, char text[CALENDAR_TEXT_SIZE])
{
	struct date date = calendar_date(day);

	memcpy(text, "0000-00-00", CALENDAR_TEXT_SIZE);
	write_digits(text, 4, date.year);
	write_digits(text + 5, 2, date.month);
	write_digits(text + 8, 2, date.day);
}

bool calendar_add(int32_t *sum, int32_t day, int64_t days)
{
	int64_t moved;

	if (__builtin_add_overflow(day, days, &moved) || !calendar_holds(moved))
		return false;
	*sum = (int32_t)moved;
	return true;
}

int32_t calendar_month_first(int32_t day)
{
	return day - calendar_date(day).day + 1;
}

int32_t calendar_month_last(int32_t day)
{
	struct date date = calendar_date(day);

	return day - date.day + calendar_days_in_month(date.year, date.month);
}

bool calendar_day_of_instant(int32_t *day, int64_t instant_ms, int32_t offset_s)
{
	int64_t local_ms;

	if (__builtin_add_overflow(instant_ms, (int64_t)offset_s * 1000,
		    &local_ms))
		return false;

	int64_t number = local_ms / MS_A_DAY - (local_ms % MS_A_DAY < 0);

	if (!calendar_holds(number))
		return false;
	*day = (int32_t)number;
	return true;
}
