/* UTF-8, widths, cleaning, and numbers as people write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "drivers/system/text.h"

static void utf8_is_strict(void **state)
{
	static const char *const broken[] = {"\x80", "\xC3", "\xC0\xAF",
		"\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80",
		"\xF8\x88\x80\x80\x80", "\xFF", "a\xC3z"};
	char bytes[4];
	uint32_t character = 7;

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++)
		assert_false(text_is_utf8(broken[i], strlen(broken[i])));
	assert_int_equal(text_decode("\xED\xA0\x80", 3, &character), 0);
	assert_int_equal(character, 7);
	for (uint32_t c = 1; c <= 0x10FFFF; c += 61) {
		size_t length;

		if (c >= 0xD800 && c <= 0xDFFF)
			continue;
		length = text_encode(c, bytes);
		assert_int_equal(text_decode(bytes, length, &character),
			length);
		assert_int_equal(character, c);
		assert_int_equal(text_decode(bytes, length - 1, &character), 0);
	}
}

static void widths_count_columns(void **state)
{
	(void)state;
	assert_int_equal(text_width("Kopi"), 4);
	assert_int_equal(text_width("Kopi tubruk é"), 13);
	assert_int_equal(text_width("e\xCC\x81"), 1);
	assert_int_equal(text_width("漢字"), 4);
	assert_int_equal(text_width("…–×"), 3);
	assert_int_equal(text_width("a\x1B\xFFz"), 4);
}

static void check_fit(const char *text, int columns, enum text_side side,
	const char *expected)
{
	struct buffer out;

	buffer_init(&out, 100);
	assert_true(text_fit(&out, text, columns, side));
	assert_string_equal(buffer_str(&out), expected);
	buffer_release(&out);
}

static void fit_pads_and_cuts(void **state)
{
	struct buffer out;

	(void)state;
	check_fit("Kopi", 6, TEXT_LEFT, "Kopi  ");
	check_fit("Kopi", 6, TEXT_RIGHT, "  Kopi");
	check_fit("Keripik", 4, TEXT_LEFT, "Keri");
	check_fit("漢字", 3, TEXT_LEFT, "漢 ");
	check_fit("e\xCC\x81x", 1, TEXT_LEFT, "e\xCC\x81");
	check_fit("\x1B[31m\xFF", 6, TEXT_LEFT, "?[31m?");
	check_fit("x", 0, TEXT_LEFT, "");
	/* what nobody sees: a tag, a byte order mark, a blank of no width */
	check_fit("a\xF3\xA0\x81\x81\xEF\xBB\xBF\xE2\x80\x8B"
		  "b",
		6, TEXT_LEFT, "a???b ");
	/* a family of signs stands apart, as wide as it is counted */
	check_fit("\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7", 5, TEXT_LEFT,
		"\xF0\x9F\x91\xA9\xF0\x9F\x91\xA7 ");
	buffer_init(&out, 3);
	buffer_add_str(&out, "a");
	assert_false(text_fit(&out, "Kopi", 4, TEXT_RIGHT));
	assert_string_equal(buffer_str(&out), "a");
	buffer_release(&out);
}

static void check_clean(const char *dirty, const char *expected,
	enum text_cleaned answer)
{
	enum text_cleaned what;
	char *clean = text_cleaned_copy(dirty, &what);

	assert_string_equal(clean, expected);
	assert_int_equal(what, answer);
	assert_int_equal(text_clean(clean),
		*expected != '\0' ? TEXT_CLEAN : TEXT_EMPTY);
	assert_string_equal(clean, expected);
	free(clean);
}

static void names_are_cleaned(void **state)
{
	(void)state;
	check_clean("Keripik Bu Siti", "Keripik Bu Siti", TEXT_CLEAN);
	check_clean("  Bu \t\r\n Siti ", "Bu Siti", TEXT_CHANGED);
	check_clean("Bu Siti ", "Bu Siti", TEXT_CHANGED);
	check_clean("\x1B[31;1mMerah\x1B[0m", "Merah", TEXT_CHANGED);
	check_clean("\x1B]0;judul\x07Kopi", "Kopi", TEXT_CHANGED);
	check_clean("\x1B]0;judul\x1B\\Kopi", "Kopi", TEXT_CHANGED);
	check_clean("\x1Bp\x01Laci", "pLaci", TEXT_CHANGED);
	check_clean("a\xE2\x80\xAE"
		    "b\xE2\x81\xA6"
		    "c",
		"abc", TEXT_CHANGED);
	check_clean("a\xC2\xA0"
		    "b",
		"a b", TEXT_CHANGED);
	check_clean("\xEF\xBB\xBFKopi", "Kopi", TEXT_CHANGED);
	check_clean("\xC3\x1B\xA9", "", TEXT_EMPTY);
	check_clean("a\xFF\xC3", "a", TEXT_CHANGED);
	check_clean("\xC2\x9B"
		    "31mx",
		"31mx", TEXT_CHANGED);
	check_clean(" \t\n", "", TEXT_EMPTY);
	check_clean("\xE2\x80\x8D", "", TEXT_EMPTY);
	check_clean("", "", TEXT_EMPTY);
	check_clean("e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
		"e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81",
		TEXT_CHANGED);
	check_clean("Kopi \xF0\x9F\x98\x80 é", "Kopi \xF0\x9F\x98\x80 é",
		TEXT_CLEAN);
}

static void integers_are_bounded(void **state)
{
	static const char *const refused[] = {"", "-", "+1", " 1", "1 ", "0x1",
		"1.0", "1e3", "9223372036854775808", "-9223372036854775809",
		"99999999999999999999999", "--1"};
	int64_t value = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_false(text_parse_integer(refused[i], INT64_MIN,
			INT64_MAX, &value));
	assert_false(text_parse_integer("11", 0, 10, &value));
	assert_false(text_parse_integer("-1", 0, 10, &value));
	assert_int_equal(value, 42);
	assert_true(text_parse_integer("-9223372036854775808", INT64_MIN,
		INT64_MAX, &value));
	assert_true(value == INT64_MIN);
	assert_true(text_parse_integer("9223372036854775807", INT64_MIN,
		INT64_MAX, &value));
	assert_true(value == INT64_MAX);
	assert_true(text_parse_integer("007", 0, 10, &value));
	assert_int_equal(value, 7);
}

static void rupiah_takes_points(void **state)
{
	static const char *const refused[] = {"", "Rp", "12,500", "12.50",
		"1.2500", "12500.00", "-500", "+500", ".500", "500.", "0.500",
		"1234.567", "12 500", "1e3", "1000000000001",
		"1.000.000.000.001", "18446744073709551617", "Rp  5", "5 Rp"};
	static const char *const same[] = {
		"12500", "12.500", "Rp 12.500", "Rp12500", "rp.12.500"};
	int64_t rupiah = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_false(text_parse_rupiah(refused[i], &rupiah));
	assert_int_equal(rupiah, 42);
	for (size_t i = 0; i < sizeof(same) / sizeof(*same); i++) {
		rupiah = 0;
		assert_true(text_parse_rupiah(same[i], &rupiah));
		assert_int_equal(rupiah, 12500);
	}
	assert_true(text_parse_rupiah("1.000.000.000.000", &rupiah));
	assert_true(rupiah == TEXT_NUMBER_MAX);
	assert_true(text_parse_rupiah("0", &rupiah));
	assert_int_equal(rupiah, 0);
}

static void decimals_are_exact(void **state)
{
	static const char *const refused[] = {"", ".5", "5.", ",", "1.2345",
		"1.2.3", "1,2.3", "-1", "1e2", "0x1", "1 ", "1001"};
	int64_t scaled = 42;

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		assert_false(text_parse_decimal(refused[i], 3, 1000000,
			&scaled));
	assert_int_equal(scaled, 42);
	assert_true(text_parse_decimal("0,237", 3, 1000000, &scaled));
	assert_int_equal(scaled, 237);
	assert_true(text_parse_decimal("0.2", 3, 1000000, &scaled));
	assert_int_equal(scaled, 200);
	assert_true(text_parse_decimal("1000", 3, 1000000, &scaled));
	assert_int_equal(scaled, 1000000);
	assert_true(text_parse_decimal("17.5", 2, 10000, &scaled));
	assert_int_equal(scaled, 1750);
	assert_false(text_parse_decimal("1.0", 0, 10, &scaled));
	assert_true(text_parse_signed_decimal("-1,5", 3, 2000, &scaled));
	assert_int_equal(scaled, -1500);
	assert_false(text_parse_signed_decimal("-2,001", 3, 2000, &scaled));
	assert_false(text_parse_signed_decimal("--1", 3, 2000, &scaled));
}

static void numbers_are_written(void **state)
{
	char text[TEXT_NUMBER_SIZE];

	(void)state;
	assert_string_equal(text_format_rupiah(0, text), "0");
	assert_string_equal(text_format_rupiah(999, text), "999");
	assert_string_equal(text_format_rupiah(12500, text), "12.500");
	assert_string_equal(text_format_rupiah(-12500, text), "-12.500");
	assert_string_equal(text_format_rupiah(-100, text), "-100");
	assert_string_equal(text_format_rupiah(1000000, text), "1.000.000");
	assert_string_equal(text_format_rupiah(INT64_MIN, text),
		"-9.223.372.036.854.775.808");
	assert_string_equal(text_format_quantity(237, text), "0.237");
	assert_string_equal(text_format_quantity(-50, text), "-0.05");
	assert_string_equal(text_format_quantity(3000, text), "3");
	assert_string_equal(text_format_quantity(0, text), "0");
	assert_string_equal(text_format_decimal(1750, 2, text), "17.5");
	assert_string_equal(text_format_decimal(INT64_MIN, 0, text),
		"-9223372036854775808");
	assert_string_equal(text_show_quantity(237, text), "0,237");
	assert_string_equal(text_show_quantity(1250500, text), "1.250,5");
	assert_string_equal(text_show_quantity(-3000, text), "-3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_strict),
		cmocka_unit_test(widths_count_columns),
		cmocka_unit_test(fit_pads_and_cuts),
		cmocka_unit_test(names_are_cleaned),
		cmocka_unit_test(integers_are_bounded),
		cmocka_unit_test(rupiah_takes_points),
		cmocka_unit_test(decimals_are_exact),
		cmocka_unit_test(numbers_are_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
