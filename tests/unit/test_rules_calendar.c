/* Days and dates, and the codes on goods. */
#include <string.h>

#include "schema/rules/calendar.h"
#include "schema/rules/gtin.h"
#include "tests/unit/rules_support.h"

static void dates_have_numbers(void **state)
{
	static const struct {
		const char *text;
		int32_t day;
	} cases[] = {
		{"1970-01-01", 0},
		{"1969-12-31", -1},
		{"2000-02-29", 11016},
		{"2026-11-30", 20787},
		{"0001-01-01", CALENDAR_DAY_MIN},
		{"9999-12-31", CALENDAR_DAY_MAX},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char text[CALENDAR_TEXT_SIZE];
		int32_t day;

		assert_true(calendar_parse(&day, cases[i].text, 10));
		assert_int_equal(day, cases[i].day);
		calendar_format(day, text);
		assert_string_equal(text, cases[i].text);
	}
}

/* Every day of the calendar, against counting by hand. */
static void every_day_goes_there_and_back(void **state)
{
	struct date expected = {1, 1, 1};

	(void)state;
	for (int32_t day = CALENDAR_DAY_MIN; day <= CALENDAR_DAY_MAX; day++) {
		struct date date = calendar_date(day);
		int32_t back;

		if (date.year != expected.year ||
			date.month != expected.month ||
			date.day != expected.day ||
			!calendar_day(&back, date) || back != day)
			fail_msg("day %d", day);
		if (++expected.day >
			calendar_days_in_month(expected.year, expected.month)) {
			expected.day = 1;
			expected.year += expected.month == 12;
			expected.month = expected.month % 12 + 1;
		}
	}
	assert_int_equal(expected.year, 10000);
}

static void other_texts_are_no_dates(void **state)
{
	static const char *const texts[] = {"2026-02-30", "2026-02-29",
		"1900-02-29", "2026-13-01", "2026-00-10", "2026-10-00",
		"2026-04-31", "0000-01-01", "2026/01/01", "2026-01/01",
		"2026-1-01", "2026-01-1", " 026-01-01", "2026-+1-01",
		"2026-01- 1", "2026-01-01 ", "+026-01-01", "", "20x6-01-01",
		"2026-01-0/", "2026-01-0:"};
	int32_t day = 7;

	(void)state;
	for (size_t i = 0; i < LENGTH(texts); i++)
		assert_false(calendar_parse(&day, texts[i], strlen(texts[i])));
	assert_false(calendar_day(&day, (struct date){10000, 1, 1}));
	assert_int_equal(day, 7);
}

static void months_and_sums(void **state)
{
	int32_t day, sum = 7;

	(void)state;
	assert_true(calendar_parse(&day, "2028-02-15", 10));
	assert_int_equal(calendar_month_first(day), day - 14);
	assert_int_equal(calendar_month_last(day), day + 14);
	assert_int_equal(calendar_days_in_month(2028, 2), 29);
	assert_int_equal(calendar_days_in_month(2100, 2), 28);
	assert_int_equal(calendar_days_in_month(2000, 2), 29);
	assert_false(calendar_add(&sum, CALENDAR_DAY_MAX, 1));
	assert_false(calendar_add(&sum, CALENDAR_DAY_MIN, -1));
	assert_false(calendar_add(&sum, 1, INT64_MAX));
	assert_int_equal(sum, 7);
	assert_true(calendar_add(&sum, day, -15));
	assert_int_equal(calendar_date(sum).month, 1);
}

static void an_instant_has_a_local_day(void **state)
{
	static const struct {
		int64_t instant_ms;
		int32_t offset_s, day;
	} cases[] = {
		{0, 0, 0},
		{-1, 0, -1},
		{-86400000, 0, -1},
		{-86400001, 0, -2},
		{86399999, 0, 0},
		/* 17:00 UTC is midnight in Jakarta */
		{61199999, 25200, 0},
		{61200000, 25200, 1},
		{0, -3600, -1},
	};
	int32_t day = 7;

	(void)state;
	assert_false(calendar_day_of_instant(&day, INT64_MAX, 1));
	assert_false(calendar_day_of_instant(&day, INT64_MAX, 0));
	assert_int_equal(day, 7);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_true(calendar_day_of_instant(&day, cases[i].instant_ms,
			cases[i].offset_s));
		assert_int_equal(day, cases[i].day);
	}
}

static void codes_are_normalised(void **state)
{
	static const struct {
		const char *code;
		enum gtin_kind kind;
		const char *gtin;
	} cases[] = {
		{"036000291452", GTIN_VALID, "00036000291452"}, /* UPC-A */
		{"0036000291452", GTIN_VALID, "00036000291452"},
		{"96385074", GTIN_VALID, "00000096385074"},      /* EAN-8 */
		{"4006381333931", GTIN_VALID, "04006381333931"}, /* EAN-13 */
		{"8991234567890", GTIN_WRONG_CHECK, ""},
		{"10614141000415", GTIN_VALID, "10614141000415"}, /* ITF-14 */
		{"4006381333932", GTIN_WRONG_CHECK, ""},
		{"96385075", GTIN_WRONG_CHECK, ""},
		{"96", GTIN_NONE, ""},
		{"212121", GTIN_NONE, ""},
		{"", GTIN_NONE, ""},
		{"123456789", GTIN_NONE, ""},
		{"12345678901", GTIN_NONE, ""},
		{"123456789012345", GTIN_NONE, ""},
		{"4006381333931 ", GTIN_NONE, ""},
		{"ABC", GTIN_NONE, ""},
		{"9638507A", GTIN_NONE, ""},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		char gtin[GTIN_SIZE] = "";

		assert_int_equal(gtin_normalise(cases[i].code, gtin),
			cases[i].kind);
		assert_string_equal(gtin, cases[i].gtin);
	}
	assert_int_equal(gtin_check_digit("629104150021", 12), '3');
	assert_int_equal(gtin_check_digit("0000000", 7), '0');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_have_numbers),
		cmocka_unit_test(every_day_goes_there_and_back),
		cmocka_unit_test(other_texts_are_no_dates),
		cmocka_unit_test(months_and_sums),
		cmocka_unit_test(an_instant_has_a_local_day),
		cmocka_unit_test(codes_are_normalised),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
