/* Paper as text and as ESC/POS bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "drivers/codec/paper.h"
#include "drivers/codec/paper_escpos.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/random.h"
#include "drivers/system/text.h"

static void check_text(struct paper *paper, int columns, const char *expected)
{
	struct buffer out;

	buffer_init(&out, 100000);
	assert_true(paper_text(paper, columns, &out));
	assert_string_equal(buffer_str(&out), expected);
	buffer_release(&out);
	paper_free(paper);
}

static struct paper *pair(const char *left, const char *right)
{
	struct paper *paper = paper_new();

	paper_pair(paper, PAPER_PLAIN, left, right);
	return paper;
}

static struct paper *line(unsigned style, const char *text)
{
	struct paper *paper = paper_new();

	paper_line(paper, style, text);
	return paper;
}

static void lines_wrap_on_words(void **state)
{
	(void)state;
	check_text(line(0, "satu dua tiga empat"), 16,
		"satu dua tiga\nempat\n");
	check_text(line(0, "satu dua tigaaaa"), 16, "satu dua tigaaaa\n");
	check_text(line(0, "satu dua tigaaaa x"), 16, "satu dua tigaaaa\nx\n");
	check_text(line(0, "abcdefghijklmnopqrstuvw xyz"), 16,
		"abcdefghijklmnop\nqrstuvw xyz\n");
	check_text(line(0, "  2 x 12.500 keripik"), 16,
		"  2 x 12.500\n  keripik\n");
	check_text(line(PAPER_CENTRE, "Mart"), 16, "      Mart\n");
	check_text(line(0, ""), 16, "\n");
	check_text(line(0, "   "), 16, "\n");
	check_text(line(0, "漢字漢字漢字漢字漢字"), 16,
		"漢字漢字漢字漢字\n漢字\n");
	check_text(line(0, "a\x1Bp\nb"), 16, "a?p?b\n");
}

static void right_parts_are_whole(void **state)
{
	(void)state;
	check_text(pair("Kopi", "12.500"), 16, "Kopi      12.500\n");
	check_text(pair("Keripik", "1.112.500"), 17, "Keripik 1.112.500\n");
	check_text(pair("Keripik", "1.112.500"), 16,
		"Keripik\n       1.112.500\n");
	check_text(pair("Keripik tempe pedas manis", "9.500"), 16,
		"Keripik tempe\npedas manis\n           9.500\n");
	check_text(pair("Keripik tempe pedas", "9.500"), 16,
		"Keripik tempe\npedas      9.500\n");
	check_text(pair("", "9.500"), 16, "           9.500\n");
	check_text(pair("Kopi", ""), 16, "Kopi\n");
	check_text(pair("", ""), 16, "\n");
	check_text(pair("Ref", "12345678901234567890"), 16,
		"Ref\n1234567890123456\n            7890\n");
}

static void elements_in_text(void **state)
{
	struct paper *paper = paper_new();

	(void)state;
	paper_linef(paper, PAPER_BOLD, "No %d", 7);
	paper_rule(paper);
	paper_code128(paper, "GTN-2-000153");
	paper_feed(paper, 2);
	paper_qr(paper, "x");
	paper_cut(paper);
	paper_drawer(paper);
	check_text(paper, 16,
		"No 7\n----------------\n  GTN-2-000153\n\n\n       x\n");
}

static void every_line_fits_whatever_the_text(void **state)
{
	static const char *const parts[] = {"a", " ", "bc", "漢", "é", "\xFF",
		"\x1B", "e\xCC\x81", "12.500", "      "};
	static const int widths[] = {16, 32, 42, 48};

	(void)state;
	for (int run = 0; run < 3000; run++) {
		char texts[2][600] = {"", ""};
		unsigned char random[100];
		struct paper *paper = paper_new();
		int columns = widths[run % 4];
		struct buffer out;

		random_fill(random, sizeof(random));
		for (size_t i = 0; i < sizeof(random); i++) {
			char *text = texts[i < 80 ? 0 : 1];

			if (random[i] < 200)
				memcpy(text + strlen(text),
					parts[random[i] % 10],
					strlen(parts[random[i] % 10]) + 1);
		}
		paper_pair(paper, 0, texts[0], texts[1]);
		paper_line(paper, PAPER_CENTRE, texts[0]);
		buffer_init(&out, 100000);
		assert_true(paper_text(paper, columns, &out));
		for (const char *at = buffer_str(&out); *at != '\0';) {
			size_t length = strcspn(at, "\n");
			char one[2000];

			memcpy(one, at, length);
			one[length] = '\0';
			assert_true(text_width(one) <= columns);
			at += length + 1;
		}
		buffer_release(&out);
		paper_free(paper);
	}
}

static void paper_is_bounded(void **state)
{
	struct paper *paper = paper_new();
	char *text = malloc(PAPER_MAX_TEXT + 2);
	struct buffer out;

	(void)state;
	memset(text, 'x', PAPER_MAX_TEXT + 1);
	text[PAPER_MAX_TEXT + 1] = '\0';
	paper_line(paper, 0, text + 1);
	assert_false(paper_overflowed(paper));
	paper_line(paper, 0, text);
	assert_true(paper_overflowed(paper));
	assert_int_equal(paper_count(paper), 1);
	paper_linef(paper, 0, "%s", text);
	assert_int_equal(paper_count(paper), 1);
	for (int i = 0; i < PAPER_MAX_ELEMENTS + 5; i++)
		paper_rule(paper);
	assert_int_equal(paper_count(paper), PAPER_MAX_ELEMENTS);
	buffer_init(&out, 100);
	buffer_add_str(&out, "kept");
	assert_false(paper_text(paper, 32, &out));
	assert_false(paper_escpos(paper, escpos_profiles(), &out));
	assert_string_equal(buffer_str(&out), "kept");
	buffer_release(&out);
	paper_free(paper);
	free(text);
}

/* --- ESC/POS ----------------------------------------------------------- */

#define START "\x1B@\x1C.\x1Bt\x13"

static void check_bytes(struct paper *paper, const char *profile,
	const char *expected, size_t length)
{
	struct buffer out;

	buffer_init(&out, 100000);
	assert_non_null(escpos_profile_find(profile));
	assert_true(paper_escpos(paper, escpos_profile_find(profile), &out));
	assert_int_equal(out.length, length);
	assert_memory_equal(buffer_str(&out), expected, length);
	buffer_release(&out);
	paper_free(paper);
}

#define CHECK_BYTES(paper, profile, expected) \
	check_bytes(paper, profile, expected, sizeof(expected) - 1)

static void commands_are_as_the_manuals_say(void **state)
{
	struct paper *paper = paper_new();

	(void)state;
	paper_line(paper, PAPER_BOLD | PAPER_DOUBLE, "A");
	paper_feed(paper, 3);
	paper_cut(paper);
	paper_drawer(paper);
	CHECK_BYTES(paper, "80mm",
		START "\x1B"
		      "E\x01\x1D!\x11"
		      "A\n\x1B"
		      "E\0\x1D!\0"
		      "\x1B"
		      "d\x03\x1DV\x42\0\x1Bp\0\x19\xFA");
	paper = paper_new();
	paper_cut(paper);
	CHECK_BYTES(paper, "58mm-plain",
		"\x1B@\x1C.\x1B"
		"d\x04");
}

static void bars_and_squares(void **state)
{
	struct paper *paper = paper_new();

	(void)state;
	paper_code128(paper, "A-1{");
	CHECK_BYTES(paper, "58mm",
		START "\x1B"
		      "a\x01\x1Dh\x40\x1Dw\x03\x1DH\x02"
		      "\x1Dk\x49\x07{BA-1{{\n\x1B"
		      "a\0");
	paper = paper_new();
	paper_code128(paper, "GTN-2-000153-000000"); /* too wide for 58 mm */
	CHECK_BYTES(paper, "58mm", START "      GTN-2-000153-000000\n");
	paper = paper_new();
	paper_code128(paper,
		"A\x1D"
		"B"); /* no control gets through */
	CHECK_BYTES(paper, "80mm", START "                      A?B\n");
	paper = paper_new();
	paper_qr(paper, "HI");
	CHECK_BYTES(paper, "80mm",
		START "\x1B"
		      "a\x01\x1D(k\x04\0"
		      "1A2\0\x1D(k\x03\0"
		      "1C\x05"
		      "\x1D(k\x03\0"
		      "1E1\x1D(k\x05\0"
		      "1P0HI\x1D(k\x03\0"
		      "1Q0\n\x1B"
		      "a\0");
	paper = paper_new();
	paper_qr(paper, "HI");
	CHECK_BYTES(paper, "58mm-plain", "\x1B@\x1C.               HI\n");
}

static void letters_of_the_code_page(void **state)
{
	(void)state;
	CHECK_BYTES(line(0, "Café €5 × “ā” \xE2\x80\x93 漢"), "80mm",
		START "Caf\x82 \xD5"
		      "5 \x9E \"a\" - ?\n");
	CHECK_BYTES(line(0, "Café ×3 e\xCC\x81"), "58mm-plain",
		"\x1B@\x1C.Cafe x3 e\n");
}

/* Any bytes as text: the job holds no command but those around it. */
static void no_text_is_a_command(void **state)
{
	(void)state;
	for (int run = 0; run < 500; run++) {
		struct paper *paper = paper_new();
		unsigned char text[64];
		struct buffer out;

		random_fill(text, sizeof(text));
		for (size_t i = 0; i < sizeof(text) - 1; i++)
			text[i] = text[i] == 0 ? 0x1B : text[i];
		text[sizeof(text) - 1] = '\0';
		paper_line(paper, 0, (const char *)text);
		paper_pair(paper, 0, (const char *)text,
			"\x1Bp\x01"
			"9");
		buffer_init(&out, 10000);
		assert_true(paper_escpos(paper, escpos_profile_find("80mm"),
			&out));
		for (size_t i = sizeof(START) - 1; i < out.length; i++) {
			unsigned char byte = (unsigned char)out.data[i];

			assert_true(byte == '\n' || byte >= 0x20);
			assert_int_not_equal(byte, 0x7F);
		}
		buffer_release(&out);
		paper_free(paper);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_wrap_on_words),
		cmocka_unit_test(right_parts_are_whole),
		cmocka_unit_test(elements_in_text),
		cmocka_unit_test(every_line_fits_whatever_the_text),
		cmocka_unit_test(paper_is_bounded),
		cmocka_unit_test(commands_are_as_the_manuals_say),
		cmocka_unit_test(bars_and_squares),
		cmocka_unit_test(letters_of_the_code_page),
		cmocka_unit_test(no_text_is_a_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
