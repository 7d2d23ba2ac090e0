/*
 * Lists on a stream: an aligned table for people, CSV and JSON for scripts.
 *
 *	output_begin, then for each row one value call for each column in
 *	order and output_row_end, then output_end.
 *
 * Machine formats never depend on the language: names are stable English,
 * money is an integer of rupiah, a quantity a decimal of at most three
 * places, an instant ISO 8601 UTC with Z. CSV follows RFC 4180 (CRLF, header
 * row), and a text that a spreadsheet would run as a formula gets a leading
 * apostrophe. Every text is cleaned of what could harm its reader.
 */
#ifndef TITIPAN_CODEC_OUTPUT_H
#define TITIPAN_CODEC_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "drivers/system/buffer.h"

#define OUTPUT_MAX_COLUMNS 48

enum output_format { OUTPUT_TABLE, OUTPUT_CSV, OUTPUT_JSON };

/* `table`, `csv`, `json`; false on anything else. */
bool output_format_parse(const char *text, enum output_format *format);

enum output_kind {
	OUTPUT_TEXT,
	OUTPUT_MONEY,    /* output_money */
	OUTPUT_QUANTITY, /* output_quantity */
	OUTPUT_INTEGER,  /* output_integer */
	OUTPUT_DATE,     /* output_text: ISO 8601 */
	OUTPUT_INSTANT,  /* output_instant */
	OUTPUT_DOCUMENT, /* output_text: NODE-SEQUENCE */
	OUTPUT_BOOLEAN   /* output_boolean: true/false; yes/no in a table */
};

/* The heading of a column that CSV and JSON have and a table has no room
 * for. */
#define OUTPUT_NOT_IN_TABLE ""

struct output_column {
	const char *name;    /* of CSV and JSON */
	const char *heading; /* msgid of the table's heading; NULL: name */
	enum output_kind kind;
};

/* How a table speaks to its reader; machine formats do not look at it. */
struct output_reader {
	const char *(*translate)(const char *msgid); /* NULL: as it is */
	int32_t offset_s; /* local time, seconds east of UTC */
};

struct output;

/* columns must live until output_end; reader may be NULL. */
struct output *output_begin(FILE *stream, enum output_format format,
	const struct output_column *columns, size_t count,
	const struct output_reader *reader);

/*
 * One value each, of the kind of its column (asserted). A NULL text is
 * output_null: empty in a table and in CSV, null in JSON.
 */
void output_text(struct output *output, const char *text);
void output_textf(struct output *output, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void output_money(struct output *output, int64_t rupiah);
void output_quantity(struct output *output, int64_t thousandths);
void output_integer(struct output *output, int64_t value);
void output_instant(struct output *output, int64_t instant_ms);
void output_boolean(struct output *output, bool value);
void output_null(struct output *output); /* fits every kind */

/* All columns of the row must have been given. */
void output_row_end(struct output *output);

/*
 * Ends the list, flushes the stream (does not close it) and frees. False when
 * something could not be written.
 */
bool output_end(struct output *output);

/*
 * For readers of our own CSV: the text without the apostrophe that defused a
 * formula. Points into text.
 */
const char *output_undefused(const char *text);

/* Appends a JSON string literal of text; broken UTF-8 becomes U+FFFD. False
 * when out is full. */
bool output_json_string(struct buffer *out, const char *text);

#endif
