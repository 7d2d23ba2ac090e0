/*
 * A document's content as canonical bytes: what is hashed, signed and sent.
 *
 *	content  row row row ...          tables by name, rows by key
 *	row      0 text(table) column column ...
 *	column   text(name) type length value     by name; NULL ones are left out
 *	type     'I' 8 bytes big endian; 'T' UTF-8 without NUL; 'B' bytes
 *	text(s)  length (1 byte), bytes; a value's length is 4 bytes big endian
 *
 * So a column that is added later and is NULL leaves old bytes as they were.
 */
#ifndef TITIPAN_STORE_CANONICAL_H
#define TITIPAN_STORE_CANONICAL_H

#include <stdint.h>

#include "drivers/system/buffer.h"
#include "schema/store/facts.h"

/* The most bytes of one document: an import of 100,000 items fits. */
#define CANONICAL_MAX (256U << 20)

enum value_type { VALUE_NULL, VALUE_INTEGER, VALUE_TEXT, VALUE_BLOB };

struct value {
	enum value_type type;
	int64_t integer;
	const unsigned char *bytes; /* of a text (NUL ended too) or a blob */
	size_t size;
};

/* Appends one row; values are in the order of the table's columns. */
void canonical_row(struct buffer *out, const struct fact_table *table,
	const struct value values[]);

/* A row read back. values has room for FACT_COLUMNS_MAX; bytes point into the
 * content, and a text is not ended by a NUL there. */

enum canonical_result {
	CANONICAL_ROW,
	CANONICAL_END,
	CANONICAL_BROKEN, /* not canonical bytes */
	CANONICAL_NEWER /* a table or column that this program does not know */
};

/* Reads the row at *at and moves it on. */
enum canonical_result canonical_next(const struct facts *facts,
	const unsigned char *content, size_t size, size_t *at,
	const struct fact_table **table, struct value values[]);

#endif
