/* The growing buffer keeps to its maximum and to its content. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "drivers/system/buffer.h"
#include "drivers/system/random.h"

static void grows_to_the_maximum(void **state)
{
	struct buffer b;

	(void)state;
	buffer_init(&b, 1000);
	assert_string_equal(buffer_str(&b), "");
	for (int i = 0; i < 1000; i++)
		assert_true(buffer_add_byte(&b, 'x'));
	assert_false(buffer_overflowed(&b));
	assert_false(buffer_add_byte(&b, 'y'));
	assert_true(buffer_overflowed(&b));
	assert_int_equal(b.length, 1000);
	assert_int_equal(strlen(buffer_str(&b)), 1000);
	buffer_clear(&b);
	assert_false(buffer_overflowed(&b));
	assert_true(buffer_add_str(&b, "again"));
	buffer_release(&b);
}

static void what_does_not_fit_changes_nothing(void **state)
{
	struct buffer b;

	(void)state;
	buffer_init(&b, 8);
	assert_true(buffer_printf(&b, "%d-%s", 12, "ab"));
	assert_false(buffer_printf(&b, "%d", 12345));
	assert_false(buffer_add_str(&b, "wxyz"));
	assert_false(buffer_add(&b, "x", SIZE_MAX));
	assert_string_equal(buffer_str(&b), "12-ab");
	assert_true(buffer_add_str(&b, "xyz"));
	assert_string_equal(buffer_str(&b), "12-abxyz");
	buffer_truncate(&b, 2);
	assert_string_equal(buffer_str(&b), "12");
	buffer_release(&b);
	buffer_init(&b, 0);
	assert_true(buffer_add(&b, "", 0));
	assert_false(buffer_add_byte(&b, 'x'));
	buffer_release(&b);
}

static void take_hands_over(void **state)
{
	struct buffer b;
	char *taken;

	(void)state;
	buffer_init(&b, 100);
	taken = buffer_take(&b);
	assert_string_equal(taken, "");
	free(taken);
	buffer_add_str(&b, "content");
	taken = buffer_take(&b);
	assert_string_equal(taken, "content");
	assert_string_equal(buffer_str(&b), "");
	assert_true(buffer_add_str(&b, "new"));
	assert_string_equal(taken, "content");
	free(taken);
	buffer_release(&b);
}

static void random_fills_all(void **state)
{
	unsigned char bytes[300] = {0};
	int zeros = 0;

	(void)state;
	random_fill(bytes, sizeof(bytes) - 1);
	assert_int_equal(bytes[sizeof(bytes) - 1], 0);
	for (size_t i = 0; i < sizeof(bytes) - 1; i++)
		zeros += bytes[i] == 0;
	/* Expected 1.2; 30 would be a hole. */
	assert_true(zeros < 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_to_the_maximum),
		cmocka_unit_test(what_does_not_fit_changes_nothing),
		cmocka_unit_test(take_hands_over),
		cmocka_unit_test(random_fills_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
