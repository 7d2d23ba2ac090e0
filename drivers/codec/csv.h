/*
 * Reading CSV files as people's programs write them: bytes -> rows of bounded
 * fields, each row with the line on which it begins. Only reads memory.
 *
 * RFC 4180, and what is not in it but common: blank lines between rows, blanks
 * around a field without quotes (left out), line ends of CR LF, LF or CR, a
 * quote inside a field that has none around it, no line end at the end.
 */
#ifndef TITIPAN_CODEC_CSV_H
#define TITIPAN_CODEC_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "drivers/system/buffer.h"

#define CSV_FIELD_MAX 4000   /* bytes of one field */
#define CSV_FIELDS_MAX 200   /* fields of one row */
#define CSV_ROW_BYTES 100000 /* bytes of one row */

struct csv_row {
	size_t line; /* from 1, where it begins */
	size_t count;
	const char *const *fields; /* ended by NUL; valid during the call */
};

/* Gets each row in order; false stops the reading. */
typedef bool csv_each(void *context, const struct csv_row *row);

enum csv_outcome {
	CSV_READ,         /* to its end */
	CSV_STOPPED,      /* each said false */
	CSV_HAS_NUL,      /* no text: a spreadsheet's own format, or UTF-16 */
	CSV_FIELD_LONG,   /* a field is too long; a quote may not be closed */
	CSV_ROW_LONG,     /* too many fields or bytes in a row */
	CSV_QUOTE_IS_OPEN /* the file ends inside quotes */
};

/* An msgid for the person. */
const char *csv_message(enum csv_outcome outcome);

/*
 * Reads length bytes of UTF-8 without a byte order mark. Except for CSV_READ,
 * *line gets the line it is about. Rows before it have been given to each.
 */
enum csv_outcome csv_read(const char *bytes, size_t length, char separator,
	csv_each *each, void *context, size_t *line);

enum csv_encoding { CSV_UTF8, CSV_UTF8_BOM, CSV_WINDOWS_1252 };

/* What the bytes are: UTF-8 if all of them are, else Windows-1252, of which
 * Latin-1 is a part. */
enum csv_encoding csv_encoding_of(const char *bytes, size_t length);

/* Appends Windows-1252 as UTF-8; its five unused bytes become U+FFFD. False
 * when out is full. */
bool csv_from_windows_1252(const char *bytes, size_t length,
	struct buffer *out);

#endif
