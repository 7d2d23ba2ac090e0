/* Bar codes as modules, as a printer's raster and in a picture. Whether they
 * are read is asked of zbarimg in tests/e2e/test_papers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/codec/paper_escpos.h"
#include "drivers/codec/paper_png.h"
#include "drivers/codec/paper_text.h"
#include "drivers/codec/symbol.h"

#define OUT_MAX ((size_t)4 * 1024 * 1024)

static void code128_has_its_modules(void **state)
{
	struct symbol symbol;

	(void)state;
	assert_true(symbol_init(&symbol, SYMBOL_CODE128, "GTN-1-000153"));
	assert_int_equal(symbol.rows, 1);
	/* Set C halves the digits; it is never longer than set B. */
	assert_true(symbol.columns <= (12 + 2) * 11 + 13);
	/* Start and stop both begin and end with bars. */
	assert_true(symbol_is_dark(&symbol, 0, 0));
	assert_true(symbol_is_dark(&symbol, symbol.columns - 1, 0));
	assert_false(symbol_is_dark(&symbol, symbol.columns, 0));
	assert_false(symbol_is_dark(&symbol, -1, 0));
	assert_int_equal(symbol_run(&symbol, 0, 0), 2);
	symbol_release(&symbol);
}

static void qr_is_square_with_finders(void **state)
{
	struct symbol symbol;

	(void)state;
	assert_true(symbol_init(&symbol, SYMBOL_QR, "N-1-57 0123456789abcdef"));
	assert_int_equal(symbol.rows, symbol.columns);
	assert_int_equal((symbol.rows - 17) % 4, 0);
	assert_int_equal(symbol_run(&symbol, 0, 0), 7);
	assert_int_equal(symbol_run(&symbol, symbol.columns - 7, 0), 7);
	assert_int_equal(symbol_run(&symbol, 0, symbol.rows - 1), 7);
	symbol_release(&symbol);
}

static void what_is_no_plain_text_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "a\nb", "caf\xc3\xa9", "\x1b[1m", "\x7f"};
	char too_long[SYMBOL_MAX_TEXT + 2];
	struct symbol symbol = {.columns = -1};

	(void)state;
	memset(too_long, 'x', sizeof(too_long) - 1);
	too_long[sizeof(too_long) - 1] = '\0';
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(symbol_init(&symbol, SYMBOL_QR, bad[i]));
		assert_false(symbol_init(&symbol, SYMBOL_CODE128, bad[i]));
	}
	assert_false(symbol_init(&symbol, SYMBOL_QR, too_long));
	assert_false(symbol_init(&symbol, SYMBOL_CODE128, too_long));
	assert_int_equal(symbol.columns, -1);
	assert_null(symbol.dark);
}

/* How often these bytes stand in the job. */
static int count(const struct buffer *out, const char *bytes, size_t length)
{
	int found = 0;

	for (size_t i = 0; i + length <= out->length; i++)
		found += memcmp(buffer_str(out) + i, bytes, length) == 0;
	return found;
}

static struct paper *receipt(const char *number)
{
	struct paper *paper = paper_new();

	paper_code128(paper, number);
	paper_qr_beside(paper, number);
	return paper;
}

/* 3,000 numbers: no picture of bars holds what a printer takes for a request
 * for its status, and each is drawn or stands as text. */
static void raster_asks_the_printer_nothing(void **state)
{
	static const char *const profiles[] = {"58mm-raster", "80mm-raster"};

	(void)state;
	for (int i = 0; i < 3000; i++) {
		char number[32];
		struct buffer out;
		struct paper *paper;

		snprintf(number, sizeof(number), "GTN-%d-%06d", i % 9 + 1, i);
		paper = receipt(number);
		buffer_init(&out, OUT_MAX);
		assert_true(paper_escpos(paper,
			escpos_profile_find(profiles[i % 2]), &out));
		assert_true(count(&out, "\x1dv0", 3) >= 2);
		assert_int_equal(count(&out, "\x10\x04", 2), 0);
		assert_int_equal(count(&out, "\x10\x05", 2), 0);
		assert_int_equal(count(&out, "\x10\x14", 2), 0);
		assert_true(count(&out, number, strlen(number)) == 1);
		buffer_release(&out);
		paper_free(paper);
	}
}

static void a_plain_printer_gets_text(void **state)
{
	struct paper *paper = receipt("GTN-1-000153");
	struct buffer out;

	(void)state;
	buffer_init(&out, OUT_MAX);
	assert_true(paper_escpos(paper, escpos_profile_find("58mm-plain"),
		&out));
	assert_int_equal(count(&out, "\x1dv0", 3), 0);
	assert_int_equal(count(&out, "GTN-1-000153", 12), 1);
	buffer_clear(&out);
	assert_true(paper_text(paper, 32, &out));
	assert_int_equal(count(&out, "GTN-1-000153", 12), 1);
	buffer_release(&out);
	paper_free(paper);
}

static void a_picture_is_a_png_and_the_same_each_time(void **state)
{
	struct paper *paper = receipt("GTN-1-000153");
	struct buffer first, second;

	(void)state;
	paper_line(paper, PAPER_BOLD | PAPER_DOUBLE, "<b>&\x1b[31m e\u0301");
	paper_pair(paper, PAPER_PLAIN, "a", "1.000");
	buffer_init(&first, OUT_MAX);
	buffer_init(&second, OUT_MAX);
	assert_int_equal(paper_png(paper, 32, 384, &first), PAPER_PNG_DONE);
	assert_int_equal(paper_png(paper, 32, 384, &second), PAPER_PNG_DONE);
	assert_memory_equal(buffer_str(&first), "\x89PNG", 4);
	assert_int_equal(first.length, second.length);
	assert_memory_equal(buffer_str(&first), buffer_str(&second),
		first.length);
	buffer_release(&first);
	buffer_release(&second);
	paper_free(paper);
}

static void a_picture_too_high_or_too_large_leaves_nothing(void **state)
{
	struct paper *paper = paper_new();
	struct buffer out;

	(void)state;
	paper_line(paper, PAPER_PLAIN, "x");
	buffer_init(&out, 20);
	assert_int_equal(paper_png(paper, 32, 384, &out), PAPER_PNG_TOO_LONG);
	assert_int_equal(out.length, 0);
	buffer_release(&out);
	for (int i = 0; i < 2000; i++)
		paper_line(paper, PAPER_PLAIN, "x");
	buffer_init(&out, OUT_MAX);
	buffer_add_str(&out, "before");
	assert_int_equal(paper_png(paper, 32, 384, &out), PAPER_PNG_TOO_LONG);
	assert_string_equal(buffer_str(&out), "before");
	buffer_release(&out);
	paper_free(paper);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(code128_has_its_modules),
		cmocka_unit_test(qr_is_square_with_finders),
		cmocka_unit_test(what_is_no_plain_text_is_refused),
		cmocka_unit_test(raster_asks_the_printer_nothing),
		cmocka_unit_test(a_plain_printer_gets_text),
		cmocka_unit_test(a_picture_is_a_png_and_the_same_each_time),
		cmocka_unit_test(a_picture_too_high_or_too_large_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
