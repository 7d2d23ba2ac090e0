/*
 * Lists. A cell becomes text in its format at once; the three writers differ
 * only in how a row is put together, so they are a const table.
 *
 * A table must know its widths before its first line: it keeps the first
 * TABLE_ROWS rows, and streams the rest with the widths these had, so memory
 * is bounded. Nothing is ever cut; a longer cell later pushes its row.
 */
#include "drivers/codec/output.h"

#include <assert.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/buffer.h"
#include "drivers/system/clock.h"
#include "drivers/system/text.h"

#define TABLE_ROWS 2000
#define CELL_MAX ((size_t)1 << 20)
#define KEPT_MAX ((size_t)256 << 20)
#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

/* What a spreadsheet takes for the begin of a formula; some take the wide forms
 * of East Asia for it too. */
static const char *const formula_starts[] = {
	"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", NULL};

struct writer {
	void (*begin)(struct output *output);
	/* text is safe UTF-8; NULL is null. */
	void (*cell)(struct output *output, const char *text);
	void (*row_end)(struct output *output);
	void (*end)(struct output *output);
};

struct output {
	FILE *stream;
	enum output_format format;
	const struct writer *writer;
	const struct output_column *columns;
	size_t column_count;
	struct output_reader reader;
	size_t at;          /* column of the next cell */
	size_t rows;        /* rows ended */
	struct buffer safe; /* the text at hand */
	struct buffer kept; /* table: NUL-ended cells not yet printed */
	struct buffer line; /* table: the cells of one row so far */
	bool streaming;     /* table: widths are settled */
	/* table: the columns that it has room for, and the next of them */
	struct output_column shown[OUTPUT_MAX_COLUMNS];
	size_t shown_count;
	size_t shown_at;
	int widths[OUTPUT_MAX_COLUMNS];
};

bool output_format_parse(const char *text, enum output_format *format)
{
	static const char *const names[] = {[OUTPUT_TABLE] = "table",
		[OUTPUT_CSV] = "csv",
		[OUTPUT_JSON] = "json"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(text, names[i]) == 0) {
			*format = (enum output_format)i;
			return true;
		}
	}
	return false;
}

static enum output_kind kind_at(const struct output *output)
{
	assert(output->at < output->column_count);
	return output->columns[output->at].kind;
}

static const char *translated(const struct output *output, const char *msgid)
{
	if (output->reader.translate == NULL || *msgid == '\0')
		return msgid;
	return output->reader.translate(msgid);
}

/* --- values to cells --------------------------------------------------- */

static bool is_shown(const struct output_column *column)
{
	return column->heading == NULL || column->heading[0] != '\0';
}

/* Whether the next value has no place here; then it is passed. */
static bool is_left_out(struct output *output)
{
	assert(output->at < output->column_count);
	if (output->format != OUTPUT_TABLE ||
		is_shown(&output->columns[output->at]))
		return false;
	output->at++;
	return true;
}

static void put_cell(struct output *output, const char *text)
{
	assert(output->at < output->column_count);
	output->writer->cell(output, text);
	output->at++;
}

/* UTF-8 without controls but tab and line ends; the rest as U+FFFD. */
static void add_safe(struct buffer *out, const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		uint32_t character = 0;
		size_t taken = text_decode(text, length, &character);
		bool is_control = character < 0x20 ||
			(character >= 0x7F && character < 0xA0);

		if (taken == 0 ||
			(is_control &&
				strchr("\t\r\n", (int)character) == NULL))
			buffer_add_str(out, REPLACEMENT);
		else
			buffer_add(out, text, taken);
		taken += taken == 0 ? 1 : 0;
		text += taken;
		length -= taken;
	}
}

void output_text(struct output *output, const char *text)
{
	enum output_kind kind = kind_at(output);
	struct buffer *safe = &output->safe;

	assert(kind == OUTPUT_TEXT || kind == OUTPUT_DATE ||
		kind == OUTPUT_DOCUMENT);
	(void)kind;
	if (is_left_out(output))
		return;
	if (text == NULL) {
		output_null(output);
		return;
	}
	buffer_clear(safe);
	add_safe(safe, text);
	put_cell(output, buffer_str(safe));
}

void output_textf(struct output *output, const char *format, ...)
{
	struct buffer text;
	va_list arguments;

	buffer_init(&text, CELL_MAX);
	va_start(arguments, format);
	buffer_vprintf(&text, format, arguments);
	va_end(arguments);
	output_text(output, buffer_str(&text));
	buffer_release(&text);
}

void output_money(struct output *output, int64_t rupiah)
{
	char text[TEXT_NUMBER_SIZE];

	assert(kind_at(output) == OUTPUT_MONEY);
	if (is_left_out(output))
		return;
	if (output->format == OUTPUT_TABLE)
		put_cell(output, text_format_rupiah(rupiah, text));
	else
		put_cell(output, text_format_decimal(rupiah, 0, text));
}

void output_quantity(struct output *output, int64_t thousandths)
{
	char text[TEXT_NUMBER_SIZE];

	assert(kind_at(output) == OUTPUT_QUANTITY);
	if (is_left_out(output))
		return;
	if (output->format == OUTPUT_TABLE)
		put_cell(output, text_show_quantity(thousandths, text));
	else
		put_cell(output, text_format_quantity(thousandths, text));
}

void output_integer(struct output *output, int64_t value)
{
	char text[TEXT_NUMBER_SIZE];

	assert(kind_at(output) == OUTPUT_INTEGER);
	if (is_left_out(output))
		return;
	put_cell(output, text_format_decimal(value, 0, text));
}

void output_instant(struct output *output, int64_t instant_ms)
{
	char text[CLOCK_TEXT_SIZE];

	assert(kind_at(output) == OUTPUT_INSTANT);
	if (is_left_out(output))
		return;
	if (output->format == OUTPUT_TABLE)
		clock_format_local(instant_ms, output->reader.offset_s, text);
	else
		clock_format_utc(instant_ms, text);
	put_cell(output, text);
}

void output_boolean(struct output *output, bool value)
{
	assert(kind_at(output) == OUTPUT_BOOLEAN);
	if (is_left_out(output))
		return;
	if (output->format == OUTPUT_TABLE)
		put_cell(output,
			translated(output, value ? N_("yes") : N_("no")));
	else
		put_cell(output, value ? "true" : "false");
}

void output_null(struct output *output)
{
	if (!is_left_out(output))
		put_cell(output, NULL);
}

void output_row_end(struct output *output)
{
	assert(output->at == output->column_count);
	output->writer->row_end(output);
	output->at = 0;
	output->rows++;
}

/* --- CSV --------------------------------------------------------------- */

/* Also what has apostrophes before it, so that a text that is itself `'=1`
 * reads back as it was. */
static bool is_formula(const char *text)
{
	text += strspn(text, "'");
	for (size_t i = 0; formula_starts[i] != NULL; i++) {
		if (strncmp(text, formula_starts[i],
			    strlen(formula_starts[i])) == 0)
			return true;
	}
	return false;
}

const char *output_undefused(const char *text)
{
	return text[0] == '\'' && is_formula(text + 1) ? text + 1 : text;
}

/* RFC 4180: quotes around what holds a separator, quotes doubled in them. */
static void csv_value(FILE *stream, const char *text, bool defuse)
{
	size_t length = strlen(text);
	bool quoted = strpbrk(text, ",;\"\t\r\n") != NULL ||
		(length > 0 && (text[0] == ' ' || text[length - 1] == ' '));

	if (quoted)
		putc('"', stream);
	if (defuse && is_formula(text))
		putc('\'', stream);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			putc('"', stream);
		putc(*text, stream);
	}
	if (quoted)
		putc('"', stream);
}

static void csv_begin(struct output *output)
{
	for (size_t i = 0; i < output->column_count; i++) {
		if (i > 0)
			putc(',', output->stream);
		csv_value(output->stream, output->columns[i].name, false);
	}
	fputs("\r\n", output->stream);
}

/* Numbers may begin with a minus: only what people wrote is defused. */
static void csv_cell(struct output *output, const char *text)
{
	if (output->at > 0)
		putc(',', output->stream);
	if (text != NULL)
		csv_value(output->stream, text, kind_at(output) == OUTPUT_TEXT);
}

static void csv_row_end(struct output *output)
{
	fputs("\r\n", output->stream);
}

static void csv_end(struct output *output)
{
	(void)output;
}

/* --- JSON -------------------------------------------------------------- */

/* xmalloc in place of malloc, so that no call of jansson's can fail. */
static json_t *json_text(const char *safe)
{
	json_t *value;

	json_set_alloc_funcs(xmalloc, free);
	value = json_string(safe);
	assert(value != NULL);
	return value;
}

bool output_json_string(struct buffer *out, const char *text)
{
	struct buffer safe;
	json_t *value;
	char *literal;
	bool fitted;

	buffer_init(&safe, strlen(text) * strlen(REPLACEMENT));
	/* Controls are escaped by JSON; only broken bytes are replaced. */
	if (text_is_utf8(text, strlen(text)))
		buffer_add_str(&safe, text);
	else
		add_safe(&safe, text);
	value = json_text(buffer_str(&safe));
	literal = json_dumps(value, JSON_ENCODE_ANY);
	fitted = buffer_add_str(out, literal);
	free(literal);
	json_decref(value);
	buffer_release(&safe);
	return fitted;
}

static void json_put_string(FILE *stream, const char *text)
{
	struct buffer literal;

	buffer_init(&literal, CELL_MAX * 8);
	output_json_string(&literal, text);
	fputs(buffer_str(&literal), stream);
	buffer_release(&literal);
}

static void json_begin(struct output *output)
{
	putc('[', output->stream);
}

/* Numbers are written as the digits they are: a double is never made. */
static void json_cell(struct output *output, const char *text)
{
	if (output->at == 0)
		fputs(output->rows == 0 ? "\n{" : ",\n{", output->stream);
	else
		fputs(", ", output->stream);
	json_put_string(output->stream, output->columns[output->at].name);
	fputs(": ", output->stream);
	if (text == NULL) {
		fputs("null", output->stream);
		return;
	}
	switch (kind_at(output)) {
	case OUTPUT_MONEY:
	case OUTPUT_QUANTITY:
	case OUTPUT_INTEGER:
	case OUTPUT_BOOLEAN:
		fputs(text, output->stream);
		return;
	case OUTPUT_TEXT:
	case OUTPUT_DATE:
	case OUTPUT_INSTANT:
	case OUTPUT_DOCUMENT:
		json_put_string(output->stream, text);
		return;
	}
}

static void json_row_end(struct output *output)
{
	putc('}', output->stream);
}

static void json_end(struct output *output)
{
	fputs(output->rows > 0 ? "\n]\n" : "]\n", output->stream);
}

/* --- table ------------------------------------------------------------- */

static bool is_right_aligned(enum output_kind kind)
{
	return kind == OUTPUT_MONEY || kind == OUTPUT_QUANTITY ||
		kind == OUTPUT_INTEGER;
}

static const char *heading(const struct output *output, size_t column)
{
	const struct output_column *about = &output->shown[column];

	return about->heading != NULL ? translated(output, about->heading)
				      : about->name;
}

static void widen(struct output *output, size_t column, const char *text)
{
	int width = text_width(text);

	if (width > output->widths[column])
		output->widths[column] = width;
}

/* One cell in its column; the last of a row ends its line, without blanks. */
static void table_put(struct output *output, size_t column, const char *text)
{
	struct buffer *line = &output->line;
	int padding = output->widths[column] - text_width(text);
	bool right = is_right_aligned(output->shown[column].kind);

	if (right && padding > 0)
		buffer_fill(line, ' ', (size_t)padding);
	text_show(line, text);
	if (column + 1 < output->shown_count) {
		buffer_fill(line, ' ',
			2 + (!right && padding > 0 ? (size_t)padding : 0));
		return;
	}
	while (line->length > 0 && line->data[line->length - 1] == ' ')
		buffer_truncate(line, line->length - 1);
	fputs(buffer_str(line), output->stream);
	putc('\n', output->stream);
	buffer_clear(line);
}

static void table_headings(struct output *output)
{
	for (size_t i = 0; i < output->shown_count; i++)
		table_put(output, i, heading(output, i));
	for (size_t i = 0; i < output->shown_count; i++) {
		for (int j = 0; j < output->widths[i]; j++)
			putc('-', output->stream);
		fputs(i + 1 == output->shown_count ? "\n" : "  ",
			output->stream);
	}
}

/* Prints the rows kept so far, with the widths they turned out to have. */
static void table_settle(struct output *output)
{
	const char *cell = buffer_str(&output->kept);
	const char *end = cell + output->kept.length;
	size_t column = 0;

	table_headings(output);
	while (cell < end) {
		table_put(output, column, cell);
		cell += strlen(cell) + 1;
		column = (column + 1) % output->shown_count;
	}
	buffer_release(&output->kept);
	output->streaming = true;
}

static void table_begin(struct output *output)
{
	for (size_t i = 0; i < output->column_count; i++)
		if (is_shown(&output->columns[i]))
			output->shown[output->shown_count++] =
				output->columns[i];
	for (size_t i = 0; i < output->shown_count; i++)
		widen(output, i, heading(output, i));
}

static void table_cell(struct output *output, const char *text)
{
	const char *shown = text != NULL ? text : "";
	size_t column = output->shown_at;

	output->shown_at = (column + 1) % output->shown_count;
	if (!output->streaming) {
		if (buffer_add(&output->kept, shown, strlen(shown) + 1)) {
			widen(output, column, shown);
			return;
		}
		/* Enormous cells: settle early, even in the midst of a row. */
		table_settle(output);
	}
	table_put(output, column, shown);
}

static void table_row_end(struct output *output)
{
	if (!output->streaming && output->rows + 1 == TABLE_ROWS)
		table_settle(output);
}

static void table_end(struct output *output)
{
	if (!output->streaming)
		table_settle(output);
}

/* ----------------------------------------------------------------------- */

static const struct writer writers[] = {
	[OUTPUT_TABLE] = {table_begin, table_cell, table_row_end, table_end},
	[OUTPUT_CSV] = {csv_begin, csv_cell, csv_row_end, csv_end},
	[OUTPUT_JSON] = {json_begin, json_cell, json_row_end, json_end},
};

struct output *output_begin(FILE *stream, enum output_format format,
	const struct output_column *columns, size_t count,
	const struct output_reader *reader)
{
	struct output *output = xcalloc(1, sizeof(*output));

	assert(count > 0 && count <= OUTPUT_MAX_COLUMNS);
	output->stream = stream;
	output->format = format;
	output->writer = &writers[format];
	output->columns = columns;
	output->column_count = count;
	if (reader != NULL)
		output->reader = *reader;
	buffer_init(&output->safe, CELL_MAX);
	buffer_init(&output->kept, KEPT_MAX);
	buffer_init(&output->line, CELL_MAX * OUTPUT_MAX_COLUMNS * 2);
	output->writer->begin(output);
	return output;
}

bool output_end(struct output *output)
{
	FILE *stream = output->stream;

	assert(output->at == 0);
	output->writer->end(output);
	buffer_release(&output->safe);
	buffer_release(&output->kept);
	buffer_release(&output->line);
	free(output);
	return fflush(stream) == 0 && ferror(stream) == 0;
}
