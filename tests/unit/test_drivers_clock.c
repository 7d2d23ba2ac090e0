/* Instants to text and back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "drivers/system/clock.h"

#define JAKARTA (7 * 3600)

/* date -u -d '2026-11-02 00:00' +%s */
#define NOV_2 INT64_C(1793577600000)

static void instants_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t instant_ms;
	} cases[] = {{"2026-11-02", NOV_2 - 7 * 3600000},
		{"2026-11-02T09:00", NOV_2 + 2 * 3600000},
		{"2026-11-02T09:00:30", NOV_2 + 2 * 3600000 + 30000},
		{"2026-11-02T09:00Z", NOV_2 + 9 * 3600000},
		{"2026-11-02T09:00:00Z", NOV_2 + 9 * 3600000},
		{"2026-11-02T09:00:00+07:00", NOV_2 + 2 * 3600000},
		{"2026-11-02T09:00-03:30", NOV_2 + 12 * 3600000 + 1800000},
		{"1970-01-01T07:00", 0}, {"2000-02-29T07:00", 951782400000},
		{"2038-01-19T03:14:08Z", 2147483648000}};
	int64_t instant_ms;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_true(clock_parse_instant(cases[i].text, JAKARTA,
			&instant_ms));
		assert_true(instant_ms == cases[i].instant_ms);
	}
}

static void nonsense_is_refused(void **state)
{
	static const char *const refused[] = {"", "2026", "2026-11",
		"2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31",
		"1900-01-01", "2026-11-02T", "2026-11-02T24:00",
		"2026-11-02T09:60", "2026-11-02T09", "2026-11-02T09:00:60",
		"2026-11-02 09:00", "2026-11-02T09:00+7",
		"2026-11-02T09:00+15:00", "2026-11-02T09:00Zx", "2026-11-02Z",
		"26-11-02", "2026-1-02", "2026-11-02x", "-026-11-02"};
	int64_t instant_ms = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_false(clock_parse_instant(refused[i], JAKARTA,
			&instant_ms));
	assert_int_equal(instant_ms, 42);
}

static void instants_are_written(void **state)
{
	char text[CLOCK_TEXT_SIZE];

	(void)state;
	assert_string_equal(clock_format_utc(NOV_2 + 999, text),
		"2026-11-02T00:00:00Z");
	assert_string_equal(clock_format_local(NOV_2 - 1, JAKARTA, text),
		"2026-11-02 06:59");
	assert_string_equal(clock_format_utc(-1, text), "1969-12-31T23:59:59Z");
	assert_string_equal(clock_format_utc(951782400000, text),
		"2000-02-29T00:00:00Z");
	clock_format_utc(INT64_MAX, text);
	clock_format_utc(INT64_MIN, text);
}

static void text_and_back_for_every_day(void **state)
{
	char text[CLOCK_TEXT_SIZE];
	int64_t back_ms;

	(void)state;
	for (int64_t day = 0; day < 200000; day++) {
		int64_t instant_ms = day * 86400000 + 45296000;

		clock_format_utc(instant_ms, text);
		assert_true(clock_parse_instant(text, 0, &back_ms));
		assert_true(back_ms == instant_ms);
	}
}

static void zones_have_offsets(void **state)
{
	int32_t offset_s = 1;

	(void)state;
	assert_true(clock_zone_offset("Asia/Jakarta", &offset_s));
	assert_int_equal(offset_s, 25200);
	assert_true(clock_zone_offset("Asia/Makassar", &offset_s));
	assert_int_equal(offset_s, 28800);
	assert_true(clock_zone_offset("Asia/Jayapura", &offset_s));
	assert_int_equal(offset_s, 32400);
	assert_true(clock_zone_offset("UTC", &offset_s));
	assert_int_equal(offset_s, 0);
	assert_true(clock_zone_offset("-03:30", &offset_s));
	assert_int_equal(offset_s, -12600);
	assert_false(clock_zone_offset("Asia/jakarta", &offset_s));
	assert_false(clock_zone_offset("+14:30", &offset_s));
	assert_false(clock_zone_offset("", &offset_s));
	assert_int_equal(offset_s, -12600);
}

static void clocks_tick_or_stand(void **state)
{
	struct clock fixed = clock_fixed(NOV_2);
	struct clock real = clock_system();

	(void)state;
	assert_true(clock_now_ms(&fixed) == NOV_2);
	assert_true(clock_now_ms(&fixed) == NOV_2);
	assert_true(clock_now_ms(&real) > INT64_C(1700000000000));
	assert_true(clock_monotonic_ms() <= clock_monotonic_ms());
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(instants_are_read),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(instants_are_written),
		cmocka_unit_test(text_and_back_for_every_day),
		cmocka_unit_test(zones_have_offsets),
		cmocka_unit_test(clocks_tick_or_stand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
