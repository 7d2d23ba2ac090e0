/* The rotation of backups: three rules of the same form, joined by "or". */
#include "schema/rules/rotation.h"

#include "schema/rules/calendar.h"

static int64_t day_of(int32_t day)
{
	return day;
}

/* Counts weeks; the first day of the calendar was a Monday. */
static int64_t week_of(int32_t day)
{
	return ((int64_t)day - CALENDAR_DAY_MIN) / 7;
}

static int64_t month_of(int32_t day)
{
	const struct date date = calendar_date(day);

	return (int64_t)date.year * 12 + date.month;
}

static void keep_newest(struct rotation backups[], size_t count,
	int64_t (*period_of)(int32_t day), size_t periods)
{
	size_t kept = 0;

	for (size_t i = 0; i < count && kept < periods; i++) {
		if (i > 0 &&
			period_of(backups[i].day) ==
				period_of(backups[i - 1].day))
			continue;
		backups[i].stays = true;
		kept++;
	}
}

void rotation_choose(struct rotation backups[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		backups[i].stays = false;
	keep_newest(backups, count, day_of, ROTATION_DAYS);
	keep_newest(backups, count, week_of, ROTATION_WEEKS);
	keep_newest(backups, count, month_of, ROTATION_MONTHS);
}
