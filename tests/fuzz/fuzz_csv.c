/* CSV as people's programs write it, and our own read back. The first byte
 * chooses the separator. */
#include "drivers/codec/csv.h"
#include "drivers/codec/output.h"
#include "drivers/system/text.h"
#include "tests/fuzz/fuzz.h"

struct rows {
	size_t line;
	size_t count;
	size_t fields;
	FILE *copy; /* the same rows written by us; NULL: do not */
	struct output *output;
	struct buffer seen; /* the fields, each with a NUL */
};

static bool take(void *context, const struct csv_row *row)
{
	struct rows *rows = context;

	FUZZ_CHECK(row->line > rows->line);
	FUZZ_CHECK(row->count > 0 && row->count <= CSV_FIELDS_MAX);
	rows->line = row->line;
	rows->count++;
	for (size_t i = 0; i < row->count; i++) {
		FUZZ_CHECK(strlen(row->fields[i]) <= CSV_FIELD_MAX);
		rows->fields++;
	}
	return true;
}

/* A list of one column of these texts, and what is read of it. */
static bool compare(void *context, const struct csv_row *row)
{
	struct rows *rows = context;
	const char *field = output_undefused(row->fields[0]);

	FUZZ_CHECK(row->count == 1);
	if (rows->count++ == 0)
		return true;
	buffer_add(&rows->seen, field, strlen(field) + 1);
	/* a spreadsheet runs no cell */
	FUZZ_CHECK(!strchr("=+-@\t\r", row->fields[0][0]) ||
		row->fields[0][0] == '\0');
	return true;
}

static void check_written(const char *text)
{
	static const struct output_column column = {"text", NULL, OUTPUT_TEXT};
	struct rows rows = {0};
	char *bytes = NULL;
	size_t size = 0, line = 0;
	FILE *stream = open_memstream(&bytes, &size);
	struct output *output =
		output_begin(stream, OUTPUT_CSV, &column, 1, NULL);
	char *clean = text_cleaned_copy(text, NULL);

	output_text(output, text);
	output_row_end(output);
	FUZZ_CHECK(output_end(output));
	fclose(stream);
	buffer_init(&rows.seen, 1U << 22);
	FUZZ_CHECK(csv_read(bytes, size, ',', compare, &rows, &line) !=
			CSV_QUOTE_IS_OPEN ||
		strlen(text) > CSV_FIELD_MAX / 4);
	/* what people entered was cleaned then, and is the same again */
	if (rows.count == 2 && strcmp(clean, text) == 0)
		FUZZ_CHECK(strcmp(buffer_str(&rows.seen), text) == 0);
	buffer_release(&rows.seen);
	free(clean);
	free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char separators[] = ",;\t|";
	struct fuzz_input input = {bytes, size};
	char separator = separators[fuzz_byte(&input) % 4];
	const char *text = (const char *)input.bytes;
	struct rows rows = {0}, again = {0};
	size_t line = 0;
	struct buffer utf8;
	char *copy;

	if (csv_read(text, input.left, separator, take, &rows, &line) !=
		CSV_READ)
		FUZZ_CHECK(line > 0);
	(void)csv_read(text, input.left, separator, take, &again, &line);
	FUZZ_CHECK(rows.count == again.count && rows.fields == again.fields);
	buffer_init(&utf8, 3 * size + 1);
	if (csv_encoding_of(text, input.left) == CSV_WINDOWS_1252) {
		FUZZ_CHECK(csv_from_windows_1252(text, input.left, &utf8));
		FUZZ_CHECK(text_is_utf8(buffer_str(&utf8), utf8.length));
	}
	buffer_release(&utf8);
	copy = fuzz_text(input.bytes, input.left);
	check_written(copy);
	free(copy);
	return 0;
}
