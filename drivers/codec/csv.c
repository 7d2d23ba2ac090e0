/*
 * CSV by libcsv, which knows quotes. It is fed a line of the file at a time,
 * so that each row knows where it begins: a row that is still open after a
 * line goes on in the next one.
 */
#include "drivers/codec/csv.h"

#include <csv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"

struct reader {
	csv_each *each;
	void *context;
	enum csv_outcome outcome; /* CSV_READ while all is well */
	size_t row_line;
	bool ended; /* a row ended in the line that is being fed */
	struct buffer text;
	size_t starts[CSV_FIELDS_MAX];
	size_t count;
};

const char *csv_message(enum csv_outcome outcome)
{
	static const char *const messages[] = {
		[CSV_READ] = N_("read"),
		[CSV_STOPPED] = N_("not read to its end"),
		[CSV_HAS_NUL] = N_("is not text; save it as CSV (UTF-8)"),
		[CSV_FIELD_LONG] = N_("a field is too long; perhaps a quote "
				      "is not closed"),
		[CSV_ROW_LONG] = N_("the row is too long"),
		[CSV_QUOTE_IS_OPEN] =
			N_("a quote is not closed until the file ends"),
	};

	return messages[outcome];
}

static void take_field(void *bytes, size_t length, void *context)
{
	struct reader *reader = context;

	if (reader->outcome != CSV_READ)
		return;
	if (length > CSV_FIELD_MAX) {
		reader->outcome = CSV_FIELD_LONG;
		return;
	}
	if (reader->count == CSV_FIELDS_MAX) {
		reader->outcome = CSV_ROW_LONG;
		return;
	}
	reader->starts[reader->count++] = reader->text.length;
	if (!buffer_add(&reader->text, bytes, length) ||
		!buffer_add_byte(&reader->text, '\0'))
		reader->outcome = CSV_ROW_LONG;
}

static void take_row(int end, void *context)
{
	struct reader *reader = context;
	const char *fields[CSV_FIELDS_MAX];
	struct csv_row row = {reader->row_line, reader->count, fields};

	(void)end;
	reader->ended = true;
	if (reader->outcome != CSV_READ)
		return;
	for (size_t i = 0; i < reader->count; i++)
		fields[i] = reader->text.data + reader->starts[i];
	if (reader->count > 0 && !reader->each(reader->context, &row))
		reader->outcome = CSV_STOPPED;
	buffer_clear(&reader->text);
	reader->count = 0;
}

/* The bytes of the first line, its end of LF, CR or CR LF included. */
static size_t line_length(const char *bytes, size_t length)
{
	const char *lf = memchr(bytes, '\n', length);
	size_t most = lf ? (size_t)(lf - bytes) + 1 : length;
	const char *cr = memchr(bytes, '\r', most);

	if (!cr)
		return most;
	if (cr + 1 == lf)
		return most;
	return (size_t)(cr - bytes) + 1;
}

static bool is_blank(const char *line, size_t length, char separator)
{
	for (size_t i = 0; i < length; i++) {
		if (!strchr(" \t\r\n", line[i]) || line[i] == separator)
			return false;
	}
	return true;
}

static size_t line_of(const char *bytes, size_t position)
{
	size_t line = 1;

	for (size_t at = 0; at < position;) {
		at += line_length(bytes + at, position - at);
		if (at < position || strchr("\r\n", bytes[at - 1]))
			line++;
	}
	return line;
}

/* Line after line; the line where it stopped. */
static size_t feed(struct reader *reader, struct csv_parser *parser,
	const char *bytes, size_t length, char separator)
{
	bool open = false;
	size_t line = 0;

	for (size_t at = 0; at < length && reader->outcome == CSV_READ;) {
		size_t here = line_length(bytes + at, length - at);

		line++;
		if (!open)
			reader->row_line = line;
		reader->ended = false;
		csv_parse(parser, bytes + at, here, take_field, take_row,
			reader);
		open = !reader->ended &&
			(open || !is_blank(bytes + at, here, separator));
		/* libcsv would hold all that an open quote takes in */
		if (open && reader->outcome == CSV_READ &&
			csv_get_buffer_size(parser) > 2 * CSV_FIELD_MAX)
			reader->outcome = CSV_FIELD_LONG;
		at += here;
	}
	if (!open || reader->outcome != CSV_READ)
		return reader->row_line;
	/* the last row ends with the file, unless a quote is open */
	csv_parse(parser, "\n", 1, take_field, take_row, reader);
	if (!reader->ended)
		reader->outcome = CSV_QUOTE_IS_OPEN;
	return reader->row_line;
}

enum csv_outcome csv_read(const char *bytes, size_t length, char separator,
	csv_each *each, void *context, size_t *line)
{
	const char *nul = length > 0 ? memchr(bytes, '\0', length) : NULL;
	struct reader reader = {.each = each, .context = context};
	struct csv_parser parser;
	size_t stopped;

	if (nul) {
		*line = line_of(bytes, (size_t)(nul - bytes));
		return CSV_HAS_NUL;
	}
	csv_init(&parser, 0);
	csv_set_delim(&parser, (unsigned char)separator);
	csv_set_realloc_func(&parser, xrealloc);
	buffer_init(&reader.text, CSV_ROW_BYTES);
	stopped = feed(&reader, &parser, bytes, length, separator);
	if (reader.outcome != CSV_READ)
		*line = stopped;
	csv_free(&parser);
	buffer_release(&reader.text);
	return reader.outcome;
}

/* --- encodings ---------------------------------------------------------- */

enum csv_encoding csv_encoding_of(const char *bytes, size_t length)
{
	if (!text_is_utf8(bytes, length))
		return CSV_WINDOWS_1252;
	if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
		return CSV_UTF8_BOM;
	return CSV_UTF8;
}

/* 0x80 to 0x9F; Latin-1 has controls there that no file means. */
static const uint16_t windows_1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192,
	0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
	0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
	0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E,
	0x0178};

bool csv_from_windows_1252(const char *bytes, size_t length, struct buffer *out)
{
	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];
		uint32_t character = byte >= 0x80 && byte < 0xA0
			? windows_1252[byte - 0x80]
			: byte;
		char encoded[4];

		if (!buffer_add(out, encoded, text_encode(character, encoded)))
			return false;
	}
	return true;
}
