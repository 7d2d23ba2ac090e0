/* CSV as people's programs write it: rows, lines, quotes, encodings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/codec/csv.h"

/* Rows as `LINE:field|field` joined by `/`. */
static bool keep(void *context, const struct csv_row *row)
{
	struct buffer *said = context;

	buffer_printf(said, "%s%zu:", said->length ? "/" : "", row->line);
	for (size_t i = 0; i < row->count; i++)
		buffer_printf(said, "%s%s", i ? "|" : "", row->fields[i]);
	return strcmp(row->fields[0], "stop") != 0;
}

static void expect_bytes(const char *bytes, size_t length, char separator,
	const char *rows, enum csv_outcome outcome, size_t line)
{
	struct buffer said;
	size_t at = 0;

	buffer_init(&said, 1000000);
	assert_int_equal(csv_read(bytes, length, separator, keep, &said, &at),
		outcome);
	if (rows)
		assert_string_equal(buffer_str(&said), rows);
	assert_int_equal(at, line);
	buffer_release(&said);
}

static void expect(const char *text, char separator, const char *rows)
{
	expect_bytes(text, strlen(text), separator, rows, CSV_READ, 0);
}

static void test_rows(void **state)
{
	(void)state;
	expect("", ',', "");
	expect("a,b\nc,d\n", ',', "1:a|b/2:c|d");
	expect("a,b\r\nc,d", ',', "1:a|b/2:c|d");
	expect("a,b\rc,d\r", ',', "1:a|b/2:c|d");
	expect("a;b,c\n;\n", ';', "1:a|b,c/2:|");
	expect("a\tb c\n\tx\n", '\t', "1:a|b c/2:|x");
	expect("a\n\n \t\nb\n", ',', "1:a/4:b");
	expect("\n\na", ',', "3:a");
	expect(" a , b \n", ',', "1:a|b");
}

static void test_quotes(void **state)
{
	(void)state;
	expect("\"a,b\",\"c\"\"d\"\n", ',', "1:a,b|c\"d");
	expect("\"a\r\nb\",c\r\nd,e\r\n", ',', "1:a\r\nb|c/3:d|e");
	expect("\"a\n\nb\"\nd\n", ',', "1:a\n\nb/4:d");
	expect("\"\n\",x\ny\n", ',', "1:\n|x/3:y");
	expect("pipa 1/2\",10\n", ',', "1:pipa 1/2\"|10");
	expect("\" a \",\"\"\n", ',', "1: a |");
	expect("a,\"b\"", ',', "1:a|b");
	expect_bytes("a,b\n\"c,d\ne", 10, ',', "1:a|b", CSV_QUOTE_IS_OPEN, 2);
	expect_bytes("a\n\"c", 4, ',', "1:a", CSV_QUOTE_IS_OPEN, 2);
}

static void test_bounds(void **state)
{
	size_t size = CSV_ROW_BYTES + 100;
	char *text = malloc(size + 1);

	(void)state;
	expect_bytes("a\nb\0c\n", 6, ',', "", CSV_HAS_NUL, 2);
	expect_bytes("a\nstop\nc\n", 9, ',', "1:a/2:stop", CSV_STOPPED, 2);
	memset(text, 'x', size);
	text[0] = '\n';
	expect_bytes(text, CSV_FIELD_MAX + 2, ',', "", CSV_FIELD_LONG, 2);
	expect_bytes(text, CSV_FIELD_MAX + 1, ',', NULL, CSV_READ, 0);
	/* a quote that is never closed does not take in the whole file */
	text[1] = '"';
	for (size_t i = 50; i < size; i += 50)
		text[i] = '\n';
	expect_bytes(text, size, ',', "", CSV_FIELD_LONG, 2);
	memset(text, ',', size);
	expect_bytes(text, CSV_FIELDS_MAX, ',', "", CSV_ROW_LONG, 1);
	expect_bytes(text, CSV_FIELDS_MAX - 1, ',', NULL, CSV_READ, 0);
	memset(text, 'x', size);
	for (size_t i = 3000; i < size; i += 3000)
		text[i] = ',';
	expect_bytes(text, size, ',', "", CSV_ROW_LONG, 1);
	free(text);
}

static void test_encodings(void **state)
{
	struct buffer out;

	(void)state;
	assert_int_equal(csv_encoding_of("abc", 3), CSV_UTF8);
	assert_int_equal(csv_encoding_of("", 0), CSV_UTF8);
	assert_int_equal(csv_encoding_of("caf\xC3\xA9", 5), CSV_UTF8);
	assert_int_equal(csv_encoding_of("\xEF\xBB\xBFx", 4), CSV_UTF8_BOM);
	assert_int_equal(csv_encoding_of("caf\xE9", 4), CSV_WINDOWS_1252);
	buffer_init(&out, 100);
	assert_true(csv_from_windows_1252("caf\xE9 \x80\x81\x92", 8, &out));
	assert_string_equal(buffer_str(&out), "café €\xEF\xBF\xBD’");
	buffer_release(&out);
	buffer_init(&out, 3);
	assert_false(csv_from_windows_1252("caf\xE9", 4, &out));
	buffer_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_encodings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
