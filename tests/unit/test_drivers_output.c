/* Lists as table, CSV and JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/codec/output.h"

static const struct output_column columns[] = {{"sku", "SKU", OUTPUT_TEXT},
	{"name", "Name", OUTPUT_TEXT}, {"price", "Price", OUTPUT_MONEY},
	{"on_hand", "On hand", OUTPUT_QUANTITY},
	{"line", "Line", OUTPUT_INTEGER}, {"at", "Time", OUTPUT_INSTANT},
	{"document", "Document", OUTPUT_DOCUMENT},
	{"open", "Open", OUTPUT_BOOLEAN}};

#define NOV_2 INT64_C(1793577600000)

static const char *shout(const char *msgid)
{
	return strcmp(msgid, "Name") == 0 ? "Nama barang" : msgid;
}

static const struct output_reader reader = {shout, 7 * 3600};

static void row(struct output *output, const char *name, int64_t price)
{
	output_text(output, "K-1");
	output_text(output, name);
	output_money(output, price);
	output_quantity(output, 1237);
	output_integer(output, 3);
	output_instant(output, NOV_2);
	output_text(output, "1-57");
	output_boolean(output, true);
	output_row_end(output);
}

static void null_row(struct output *output)
{
	output_textf(output, "%s-%d", "K", 2);
	for (size_t i = 1; i < sizeof(columns) / sizeof(*columns); i++)
		output_null(output);
	output_row_end(output);
}

/* The whole list as a string for the caller to free. */
static char *render(enum output_format format, const char *name, int rows)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	struct output *output = output_begin(stream, format, columns,
		sizeof(columns) / sizeof(*columns), &reader);

	for (int i = 0; i < rows; i++)
		row(output, name, -12500);
	if (rows > 0)
		null_row(output);
	assert_true(output_end(output));
	fclose(stream);
	return text;
}

static void check(enum output_format format, const char *name, int rows,
	const char *expected)
{
	char *text = render(format, name, rows);

	assert_string_equal(text, expected);
	free(text);
}

#define CSV_HEAD "sku,name,price,on_hand,line,at,document,open\r\n"
#define CSV_REST ",-12500,1.237,3,2026-11-02T00:00:00Z,1-57,true\r\n"
#define CSV_NULL "K-2,,,,,,,\r\n"

static void csv_is_rfc_4180(void **state)
{
	(void)state;
	check(OUTPUT_CSV, "Kopi", 0, CSV_HEAD);
	check(OUTPUT_CSV, "Kopi", 1, CSV_HEAD "K-1,Kopi" CSV_REST CSV_NULL);
	check(OUTPUT_CSV, "a,\"b\"", 1,
		CSV_HEAD "K-1,\"a,\"\"b\"\"\"" CSV_REST CSV_NULL);
	check(OUTPUT_CSV, "a\nb", 1, CSV_HEAD "K-1,\"a\nb\"" CSV_REST CSV_NULL);
	check(OUTPUT_CSV, "a\x1B\xFF", 1,
		CSV_HEAD "K-1,a\xEF\xBF\xBD\xEF\xBF\xBD" CSV_REST CSV_NULL);
}

static void formulas_are_defused(void **state)
{
	static const char *const starts[] = {
		"=", "+", "-", "@", "＝", "＋", "－", "＠"};

	(void)state;
	for (size_t i = 0; i < 8; i++) {
		char name[20];
		char expected[200];

		snprintf(name, sizeof(name), "%s1", starts[i]);
		snprintf(expected, sizeof(expected),
			CSV_HEAD "K-1,'%s1" CSV_REST CSV_NULL, starts[i]);
		check(OUTPUT_CSV, name, 1, expected);
	}
	check(OUTPUT_CSV, "\t=1", 1,
		CSV_HEAD "K-1,\"'\t=1\"" CSV_REST CSV_NULL);
	assert_string_equal(output_undefused("'=1"), "=1");
	assert_string_equal(output_undefused("'t"), "'t");
	assert_string_equal(output_undefused("'"), "'");
	assert_string_equal(output_undefused(""), "");
}

static void json_is_json(void **state)
{
	char *text = render(OUTPUT_JSON, "a\"b\\\n\xFF=é", 2);
	json_t *list = json_loads(text, 0, NULL);
	json_t *first;

	(void)state;
	assert_non_null(list);
	assert_int_equal(json_array_size(list), 3);
	first = json_array_get(list, 0);
	assert_int_equal(json_object_size(first), 8);
	assert_string_equal(json_string_value(json_object_get(first, "name")),
		"a\"b\\\n\xEF\xBF\xBD=é");
	assert_true(json_is_integer(json_object_get(first, "price")));
	assert_int_equal(json_integer_value(json_object_get(first, "price")),
		-12500);
	assert_non_null(strstr(text, "\"on_hand\": 1.237,"));
	assert_true(json_is_true(json_object_get(first, "open")));
	assert_string_equal(json_string_value(json_object_get(first, "at")),
		"2026-11-02T00:00:00Z");
	assert_true(json_is_null(json_object_get(json_array_get(list, 2),
		"price")));
	json_decref(list);
	free(text);
	check(OUTPUT_JSON, "", 0, "[]\n");
}

static void tables_are_aligned(void **state)
{
	(void)state;
	check(OUTPUT_TABLE, "Café 漢", 1,
		"SKU  Nama barang    Price  On hand  Line  "
		"Time              Document  Open\n"
		"---  -----------  -------  -------  ----  "
		"----------------  --------  ----\n"
		"K-1  Café 漢      -12.500    1,237     3  "
		"2026-11-02 07:00  1-57      yes\n"
		"K-2\n");
}

static void long_tables_stream(void **state)
{
	char *text = render(OUTPUT_TABLE, "\x1B[2J", 5000);
	size_t lines = 0;

	(void)state;
	assert_null(strchr(text, 0x1B));
	for (const char *at = text; *at != '\0'; at++)
		lines += *at == '\n';
	assert_int_equal(lines, 5003);
	free(text);
}

static void write_errors_are_told(void **state)
{
	FILE *full = fopen("/dev/full", "w");
	struct output *output = output_begin(full, OUTPUT_CSV, columns,
		sizeof(columns) / sizeof(*columns), NULL);

	(void)state;
	assert_false(output_end(output));
	fclose(full);
}

static void formats_have_names(void **state)
{
	enum output_format format = OUTPUT_TABLE;

	(void)state;
	assert_true(output_format_parse("json", &format));
	assert_int_equal(format, OUTPUT_JSON);
	assert_true(output_format_parse("csv", &format));
	assert_int_equal(format, OUTPUT_CSV);
	assert_false(output_format_parse("JSON", &format));
	assert_false(output_format_parse("", &format));
	assert_int_equal(format, OUTPUT_CSV);
}

/* A table leaves out what it has no room for; the others never do. */
static void a_table_has_room_for_some(void **state)
{
	static const struct output_column some[] = {{"sku", "SKU", OUTPUT_TEXT},
		{"price", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
		{"name", "Name", OUTPUT_TEXT},
		{"active", OUTPUT_NOT_IN_TABLE, OUTPUT_BOOLEAN}};
	static const char *const expected[] = {
		[OUTPUT_TABLE] = "SKU  Nama barang\n---  -----------\n"
				 "K-1  Kopi\nK-1  Kopi\n",
		[OUTPUT_CSV] = "sku,price,name,active\r\nK-1,5,Kopi,true\r\n"
			       "K-1,5,Kopi,true\r\n"};

	(void)state;
	for (size_t format = OUTPUT_TABLE; format <= OUTPUT_CSV; format++) {
		char *text = NULL;
		size_t size = 0;
		FILE *stream = open_memstream(&text, &size);
		struct output *output = output_begin(stream,
			(enum output_format)format, some, 4, &reader);

		for (int i = 0; i < 2; i++) {
			output_text(output, "K-1");
			output_money(output, 5);
			output_text(output, "Kopi");
			output_boolean(output, true);
			output_row_end(output);
		}
		assert_true(output_end(output));
		fclose(stream);
		assert_string_equal(text, expected[format]);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_rfc_4180),
		cmocka_unit_test(formulas_are_defused),
		cmocka_unit_test(json_is_json),
		cmocka_unit_test(tables_are_aligned),
		cmocka_unit_test(long_tables_stream),
		cmocka_unit_test(write_errors_are_told),
		cmocka_unit_test(formats_have_names),
		cmocka_unit_test(a_table_has_room_for_some),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
