/* The recovery code that an owner writes down, and which backups stay. */
#include <ctype.h>
#include <string.h>

#include "schema/rules/calendar.h"
#include "schema/rules/recovery_code.h"
#include "schema/rules/rotation.h"
#include "tests/unit/rules_support.h"

static const unsigned char secret[RECOVERY_SECRET_SIZE] = {0x00, 0xFF, 0x5A,
	0x13, 0x37, 0x80, 0x01, 0xC3, 0x99, 0x42, 0xDE, 0xAD, 0xBE, 0xEF, 0x07,
	0x70, 0xFE};
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static enum recovery_read read_back(const char *text, int *group)
{
	unsigned char bytes[RECOVERY_SECRET_SIZE];
	enum recovery_read read = recovery_code_parse(text, bytes, group);

	if (read == RECOVERY_READ)
		assert_memory_equal(bytes, secret, sizeof(secret));
	return read;
}

static void a_code_goes_there_and_back(void **state)
{
	char text[RECOVERY_TEXT_SIZE];
	char other[2 * RECOVERY_TEXT_SIZE] = "";
	int group;

	(void)state;
	recovery_code_format(secret, text);
	assert_int_equal(strlen(text), RECOVERY_TEXT_SIZE - 1);
	assert_int_equal(read_back(text, &group), RECOVERY_READ);
	/* as people type it */
	for (size_t i = 0, at = 0; text[i] != '\0'; i++) {
		if (text[i] == ' ')
			other[at++] = '-';
		else
			other[at++] = text[i] == '0' ? 'o'
				: text[i] == '1'
				? 'l'
				: (char)tolower((unsigned char)text[i]);
		other[at++] = i % 9 == 8 ? '\n' : ' ';
	}
	assert_int_equal(read_back(other, &group), RECOVERY_READ);
}

static void every_slip_of_one_character_is_told_by_its_group(void **state)
{
	char text[RECOVERY_TEXT_SIZE];
	int group;

	(void)state;
	recovery_code_format(secret, text);
	for (size_t i = 0; text[i] != '\0'; i++) {
		const char right = text[i];

		if (right == ' ')
			continue;
		for (const char *wrong = alphabet; *wrong != '\0'; wrong++) {
			if (*wrong == right)
				continue;
			text[i] = *wrong;
			group = 0;
			assert_int_equal(read_back(text, &group),
				RECOVERY_SLIP);
			assert_int_equal(group, i / 5 + 1);
		}
		text[i] = '*';
		assert_int_equal(read_back(text, &group), RECOVERY_SLIP);
		text[i] = right;
	}
}

static void groups_that_changed_places_are_told(void **state)
{
	char text[RECOVERY_TEXT_SIZE], swapped[RECOVERY_TEXT_SIZE];
	int group;

	(void)state;
	recovery_code_format(secret, text);
	memcpy(swapped, text, sizeof(text));
	memcpy(swapped, text + 5, 4);
	memcpy(swapped + 5, text, 4);
	assert_int_equal(read_back(swapped, &group), RECOVERY_SLIP);
	assert_int_equal(group, 1);
}

static void a_length_is_told(void **state)
{
	char text[RECOVERY_TEXT_SIZE + 1];
	int group = 7;

	(void)state;
	recovery_code_format(secret, text);
	text[RECOVERY_TEXT_SIZE - 1] = '0';
	text[RECOVERY_TEXT_SIZE] = '\0';
	assert_int_equal(read_back(text, &group), RECOVERY_LONG);
	text[RECOVERY_TEXT_SIZE - 2] = '\0';
	assert_int_equal(read_back(text, &group), RECOVERY_SHORT);
	assert_int_equal(read_back("", &group), RECOVERY_SHORT);
	assert_int_equal(group, 7);
}

static int32_t day_of(const char *text)
{
	int32_t day;

	assert_true(calendar_parse(&day, text, 10));
	return day;
}

/* Two backups a day for two years; what stays is counted by hand. */
static void two_years_leave_days_weeks_and_months(void **state)
{
	enum { DAYS = 730 };
	static struct rotation backups[2 * DAYS];
	const int32_t last = day_of("2026-11-22"); /* a Sunday */
	static const char *const staying[] = {"2026-11-22", "2026-11-21",
		"2026-11-20", "2026-11-19", "2026-11-18", "2026-11-17",
		"2026-11-16", "2026-11-15", "2026-11-08", "2026-11-01",
		"2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31",
		"2026-06-30", "2026-05-31", "2026-04-30", "2026-03-31",
		"2026-02-28", "2026-01-31", "2025-12-31"};
	size_t next = 0;

	(void)state;
	for (int i = 0; i < 2 * DAYS; i++)
		backups[i].day = last - i / 2;
	rotation_choose(backups, 2 * DAYS);
	for (size_t i = 0; i < LENGTH(backups); i++) {
		if (!backups[i].stays)
			continue;
		assert_true(next < LENGTH(staying));
		assert_int_equal(i % 2, 0);
		assert_int_equal(backups[i].day, day_of(staying[next]));
		next++;
	}
	assert_int_equal(next, LENGTH(staying));
}

/* A mart that was closed for months keeps what it has. */
static void gaps_do_not_make_backups_old(void **state)
{
	struct rotation backups[] = {{day_of("2026-11-22"), false},
		{day_of("2025-01-05"), false}, {day_of("2019-06-01"), false}};

	(void)state;
	rotation_choose(backups, LENGTH(backups));
	for (size_t i = 0; i < LENGTH(backups); i++)
		assert_true(backups[i].stays);
	rotation_choose(backups, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_goes_there_and_back),
		cmocka_unit_test(
			every_slip_of_one_character_is_told_by_its_group),
		cmocka_unit_test(groups_that_changed_places_are_told),
		cmocka_unit_test(a_length_is_told),
		cmocka_unit_test(two_years_leave_days_weeks_and_months),
		cmocka_unit_test(gaps_do_not_make_backups_old),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
