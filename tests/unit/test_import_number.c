/* Numbers as shops write them, and what they tell of their column. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "backoffice/import/number.h"

#define MAX INT64_C(1000000000000)

static void reads(const char *text, enum number_mark mark, int places,
	int64_t expected)
{
	int64_t value = -1;

	assert_int_equal(number_read(text, mark, places, MAX, &value),
		NUMBER_READ);
	if (value != expected)
		fail_msg("%s is %lld", text, (long long)value);
}

static void refuses(const char *text, enum number_mark mark, int places,
	enum number_reading why)
{
	int64_t value = -1;
	enum number_reading reading =
		number_read(text, mark, places, MAX, &value);

	if (reading != why)
		fail_msg("%s is %d, not %d", text, reading, why);
	assert_int_equal(value, -1);
}

static void test_rupiah(void **state)
{
	static const char *const ways[] = {"12500", "12.500,00", "12,500.00",
		"12500.00", "12500,0", "Rp 12.500,-", "rp12.500,00",
		"Rp. 12500", "IDR 12500", " 12500 ", "12.500", "12,500",
		"012500", "12.500,-", "12,500.-", "12500.000"};

	(void)state;
	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++)
		reads(ways[i], NUMBER_UNKNOWN, 0, 12500);
	reads("0", NUMBER_UNKNOWN, 0, 0);
	reads("1.250.000", NUMBER_UNKNOWN, 0, 1250000);
	reads("1,250,000.00", NUMBER_UNKNOWN, 0, 1250000);
	reads("1.000.000.000.000", NUMBER_UNKNOWN, 0, MAX);
	refuses("12.000", NUMBER_UNKNOWN, 0, NUMBER_OPEN);
	reads("12.000", NUMBER_COMMA, 0, 12000);
	reads("12.000", NUMBER_POINT, 0, 12);
	reads("12,000", NUMBER_POINT, 0, 12000);
	refuses("12,500.00", NUMBER_COMMA, 0, NUMBER_OTHER_HABIT);
	refuses("12.50", NUMBER_COMMA, 0, NUMBER_OTHER_HABIT);
	refuses("12.50", NUMBER_POINT, 0, NUMBER_TOO_FINE);
}

static void test_quantity(void **state)
{
	(void)state;
	reads("0,237", NUMBER_UNKNOWN, 3, 237);
	reads("0.237", NUMBER_UNKNOWN, 3, 237);
	reads("17.5", NUMBER_UNKNOWN, 3, 17500);
	reads("17,50", NUMBER_UNKNOWN, 3, 17500);
	reads("3", NUMBER_UNKNOWN, 3, 3000);
	reads("1.250,5", NUMBER_UNKNOWN, 3, 1250500);
	refuses("1.250", NUMBER_UNKNOWN, 3, NUMBER_OPEN);
	reads("1.250", NUMBER_COMMA, 3, 1250000);
	reads("1.250", NUMBER_POINT, 3, 1250);
	refuses("0,2371", NUMBER_UNKNOWN, 3, NUMBER_TOO_FINE);
	reads("0,2370", NUMBER_UNKNOWN, 3, 237);
	refuses("8991234567890", NUMBER_UNKNOWN, 3, NUMBER_TOO_LARGE);
	reads("1000000000", NUMBER_UNKNOWN, 3, MAX);
	refuses("1000000001", NUMBER_UNKNOWN, 3, NUMBER_TOO_LARGE);
}

static void test_refused(void **state)
{
	static const char *const none[] = {"", "abc", "12a", "1e9", "0x10",
		"12.5.0", "12.50.000", "1,25,000", "12..500", ".5", "5.", ",",
		"-", "Rp", "1 000", "+5", "12.500.00", "1.000,000.00",
		"0.500.000", "(5", "5)", "12.5,-", "½", "١٢"};

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		refuses(none[i], NUMBER_UNKNOWN, 0, NUMBER_NONE);
	refuses("-500", NUMBER_UNKNOWN, 0, NUMBER_NEGATIVE);
	refuses("(500)", NUMBER_UNKNOWN, 0, NUMBER_NEGATIVE);
	refuses("Rp -500", NUMBER_UNKNOWN, 0, NUMBER_NEGATIVE);
	refuses("-Rp 12.500", NUMBER_UNKNOWN, 0, NUMBER_NEGATIVE);
	refuses("99999999999999999999999", NUMBER_UNKNOWN, 0, NUMBER_TOO_LARGE);
	refuses("1.000.000.000.001", NUMBER_UNKNOWN, 0, NUMBER_TOO_LARGE);
	refuses("9223372036854775808", NUMBER_UNKNOWN, 3, NUMBER_TOO_LARGE);
}

static enum number_mark habit_of(const char *const values[], int places,
	bool *open)
{
	struct number_habit habit = {0};

	for (size_t i = 0; values[i]; i++)
		number_habit_see(&habit, values[i], places, i + 2);
	*open = number_habit_is_open(&habit);
	return number_habit_mark(&habit);
}

static void test_habits(void **state)
{
	static const struct {
		const char *const values[6];
		int places;
		enum number_mark mark;
		bool open;
	} columns[] = {
		{{"100", "2500"}, 0, NUMBER_UNKNOWN, false},
		{{"12.500", "1000"}, 0, NUMBER_COMMA, false},
		{{"12,500"}, 0, NUMBER_POINT, false},
		{{"12.000", "9.000"}, 0, NUMBER_UNKNOWN, true},
		{{"12.000", "9.500"}, 0, NUMBER_COMMA, false},
		{{"500.000", "1500.000"}, 0, NUMBER_POINT, false},
		{{"12.500,00", "12,500.00"}, 0, NUMBER_UNKNOWN, true},
		{{"0,237", "1.250"}, 3, NUMBER_COMMA, false},
		{{"0.237", "1.250"}, 3, NUMBER_POINT, false},
		{{"1.250", "abc", ""}, 3, NUMBER_UNKNOWN, true},
		{{"1.250", "1.000.000"}, 3, NUMBER_COMMA, false},
		{{"12.000,-"}, 0, NUMBER_COMMA, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
		bool open;
		enum number_mark mark =
			habit_of(columns[i].values, columns[i].places, &open);

		if (mark != columns[i].mark || open != columns[i].open)
			fail_msg("column %zu: %d %d", i, mark, open);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rupiah),
		cmocka_unit_test(test_quantity),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_habits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
