/*
 * Clocks and the text of instants. The calendar here serves instants only;
 * days of business have their own in the rules.
 */
#include "drivers/system/clock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define MS_PER_SECOND INT64_C(1000)
#define SECONDS_PER_DAY INT64_C(86400)
#define MAX_OFFSET_H 14

static int64_t read_clock(clockid_t id)
{
	struct timespec now;

	clock_gettime(id, &now);
	return (int64_t)now.tv_sec * MS_PER_SECOND + now.tv_nsec / 1000000;
}

static int64_t read_system(const struct clock *self)
{
	(void)self;
	return read_clock(CLOCK_REALTIME);
}

static int64_t read_fixed(const struct clock *self)
{
	return self->fixed_ms;
}

struct clock clock_system(void)
{
	return (struct clock){.read = read_system};
}

struct clock clock_fixed(int64_t instant_ms)
{
	return (struct clock){.read = read_fixed, .fixed_ms = instant_ms};
}

int64_t clock_now_ms(const struct clock *clock)
{
	return clock->read(clock);
}

int64_t clock_monotonic_ms(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

/*
 * Days since 1970-01-01 of the proleptic Gregorian calendar, by counting years
 * from 1 March so that the leap day comes last (H. Hinnant, "chrono-compatible
 * low-level date algorithms").
 */
static int64_t day_number(int64_t year, int month, int day)
{
	int64_t shifted = month <= 2 ? year - 1 : year;
	int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
	int64_t year_of_era = shifted - era * 400;
	int64_t day_of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 -
		year_of_era / 100 + day_of_year;

	return era * 146097 + day_of_era - 719468;
}

static void date_of_day(int64_t number, int64_t *year, int *month, int *day)
{
	int64_t shifted = number + 719468;
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t day_of_era = shifted - era * 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			day_of_era / 146096) /
		365;
	int64_t day_of_year = day_of_era -
		(365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted_month = (5 * day_of_year + 2) / 153;

	*day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
	*month = (int)(shifted_month < 10 ? shifted_month + 3
					  : shifted_month - 9);
	*year = year_of_era + era * 400 + (*month <= 2 ? 1 : 0);
}

/* Exactly count digits at *text with min <= value <= max; moves *text on. */
static bool take_number(const char **text, int count, int min, int max,
	int *value)
{
	int sum = 0;

	for (int i = 0; i < count; i++) {
		char c = (*text)[i];

		if (c < '0' || c > '9')
			return false;
		sum = sum * 10 + (c - '0');
	}
	if (sum < min || sum > max)
		return false;
	*text += count;
	*value = sum;
	return true;
}

static bool take_character(const char **text, char expected)
{
	if (**text != expected)
		return false;
	(*text)++;
	return true;
}

static bool take_date(const char **text, int64_t *day)
{
	int year;
	int month;
	int day_of_month;
	int64_t check_year;
	int check_month;
	int check_day;

	if (!take_number(text, 4, 1970, 9999, &year) ||
		!take_character(text, '-') ||
		!take_number(text, 2, 1, 12, &month) ||
		!take_character(text, '-') ||
		!take_number(text, 2, 1, 31, &day_of_month))
		return false;
	*day = day_number(year, month, day_of_month);
	/* The 31st of April would come back as the 1st of May. */
	date_of_day(*day, &check_year, &check_month, &check_day);
	return check_month == month;
}

static bool take_time(const char **text, int64_t *seconds)
{
	int hour;
	int minute;
	int second = 0;

	if (!take_number(text, 2, 0, 23, &hour) || !take_character(text, ':') ||
		!take_number(text, 2, 0, 59, &minute))
		return false;
	if (take_character(text, ':') && !take_number(text, 2, 0, 59, &second))
		return false;
	*seconds = hour * 3600 + minute * 60 + second;
	return true;
}

/* `+HH:MM` or `-HH:MM` and the end of the text. */
static bool parse_offset(const char *text, int32_t *offset_s)
{
	bool negative = *text == '-';
	int hours;
	int minutes;
	int32_t sum;

	if (*text != '+' && *text != '-')
		return false;
	text++;
	if (!take_number(&text, 2, 0, MAX_OFFSET_H, &hours) ||
		!take_character(&text, ':') ||
		!take_number(&text, 2, 0, hours == MAX_OFFSET_H ? 0 : 59,
			&minutes) ||
		*text != '\0')
		return false;
	sum = hours * 3600 + minutes * 60;
	*offset_s = negative ? -sum : sum;
	return true;
}

bool clock_parse_instant(const char *text, int32_t offset_s,
	int64_t *instant_ms)
{
	int64_t day = 0;
	int64_t seconds = 0;

	if (!take_date(&text, &day))
		return false;
	if (take_character(&text, 'T')) {
		if (!take_time(&text, &seconds))
			return false;
		if (strcmp(text, "Z") == 0) {
			offset_s = 0;
			text++;
		} else if (*text != '\0') {
			if (!parse_offset(text, &offset_s))
				return false;
			text += strlen(text);
		}
	}
	if (*text != '\0')
		return false;
	*instant_ms =
		(day * SECONDS_PER_DAY + seconds - offset_s) * MS_PER_SECOND;
	return true;
}

struct moment {
	int64_t year;
	int month;
	int day;
	int second_of_day;
};

/* Rounds down also before 1970. */
static struct moment moment_of(int64_t instant_ms, int32_t offset_s)
{
	struct moment moment;
	int64_t seconds = instant_ms / MS_PER_SECOND -
		(instant_ms % MS_PER_SECOND < 0 ? 1 : 0) + offset_s;
	int64_t day = seconds / SECONDS_PER_DAY -
		(seconds % SECONDS_PER_DAY < 0 ? 1 : 0);

	moment.second_of_day = (int)(seconds - day * SECONDS_PER_DAY);
	date_of_day(day, &moment.year, &moment.month, &moment.day);
	return moment;
}

char *clock_format_utc(int64_t instant_ms, char text[CLOCK_TEXT_SIZE])
{
	struct moment m = moment_of(instant_ms, 0);

	snprintf(text, CLOCK_TEXT_SIZE,
		"%04" PRId64 "-%02d-%02dT%02d:%02d:%02dZ", m.year, m.month,
		m.day, m.second_of_day / 3600, m.second_of_day / 60 % 60,
		m.second_of_day % 60);
	return text;
}

char *clock_format_local(int64_t instant_ms, int32_t offset_s,
	char text[CLOCK_TEXT_SIZE])
{
	struct moment m = moment_of(instant_ms, offset_s);

	snprintf(text, CLOCK_TEXT_SIZE, "%04" PRId64 "-%02d-%02d %02d:%02d",
		m.year, m.month, m.day, m.second_of_day / 3600,
		m.second_of_day / 60 % 60);
	return text;
}

bool clock_zone_offset(const char *name, int32_t *offset_s)
{
	static const struct zone {
		const char *name;
		int32_t offset_s;
	} zones[] = {
		{"Asia/Jakarta", 7 * 3600},
		{"Asia/Pontianak", 7 * 3600},
		{"Asia/Makassar", 8 * 3600},
		{"Asia/Jayapura", 9 * 3600},
		{"UTC", 0},
	};

	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (strcmp(name, zones[i].name) == 0) {
			*offset_s = zones[i].offset_s;
			return true;
		}
	}
	return parse_offset(name, offset_s);
}
