/* What counts as typed by a scanner, and what does not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pos/till/burst.h"

/* Types text with the same gap between characters, then Enter. */
static bool type(struct burst *burst, const char *text, int64_t *now_ms,
	int64_t gap_ms, bool was_waiting)
{
	for (; *text != '\0'; text++) {
		*now_ms += gap_ms;
		burst_character(burst, *text, *now_ms, was_waiting);
	}
	*now_ms += gap_ms;
	return burst_end(burst, *now_ms, was_waiting);
}

static void fast_run_is_a_scan(void **state)
{
	struct burst burst;
	int64_t now_ms = 1000;

	(void)state;
	burst_init(&burst);
	assert_true(type(&burst, "8991234567891", &now_ms, 4, true));
	assert_string_equal(burst.run, "8991234567891");
	assert_true(type(&burst, "123456", &now_ms, 35, true));
	assert_string_equal(burst.run, "123456");
}

static void what_is_no_scan(void **state)
{
	struct burst burst;
	int64_t now_ms = 1000;

	(void)state;
	burst_init(&burst);
	assert_false(type(&burst, "12345", &now_ms, 4, true));
	assert_false(type(&burst, "8991234567891", &now_ms, 36, true));
	/* it may have waited in a queue: the moments say nothing */
	assert_false(type(&burst, "8991234567891", &now_ms, 4, false));
	/* the Enter came by hand */
	now_ms += 500;
	for (const char *c = "8991234567891"; *c != '\0'; c++)
		burst_character(&burst, *c, ++now_ms, true);
	assert_false(burst_end(&burst, now_ms + 200, true));
}

static void what_stood_before_is_not_of_it(void **state)
{
	struct burst burst;
	int64_t now_ms = 1000;

	(void)state;
	burst_init(&burst);
	burst_character(&burst, '3', now_ms, true);
	now_ms += 900;
	assert_true(type(&burst, "8991234567891", &now_ms, 5, true));
	assert_string_equal(burst.run, "8991234567891");
	burst_character(&burst, '3', ++now_ms, true);
	burst_break(&burst);
	assert_true(type(&burst, "987654", &now_ms, 5, true));
	assert_string_equal(burst.run, "987654");
}

static void ten_kilobytes_are_no_scan(void **state)
{
	struct burst burst;
	int64_t now_ms = 1000;

	(void)state;
	burst_init(&burst);
	for (int i = 0; i < 10000; i++)
		burst_character(&burst, '7', ++now_ms, true);
	assert_false(burst_end(&burst, now_ms, true));
	assert_true(type(&burst, "987654", &now_ms, 1, true));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fast_run_is_a_scan),
		cmocka_unit_test(what_is_no_scan),
		cmocka_unit_test(what_stood_before_is_not_of_it),
		cmocka_unit_test(ten_kilobytes_are_no_scan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
