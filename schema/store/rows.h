/*
 * The rows of a document while it is built: packed, because an import of
 * 100,000 items is one document of 400,000 rows.
 *
 *	row     table, then an entry for each column that was set, then ROW_END
 *	entry   type << 6 | column; integers as zigzag varints; texts and blobs
 *	        as size, bytes and a NUL
 */
#ifndef TITIPAN_STORE_ROWS_H
#define TITIPAN_STORE_ROWS_H

#include "schema/store/canonical.h"

struct rows {
	unsigned char **row;
	size_t count;
	size_t room;
	unsigned char **blocks;
	size_t block_count;
	size_t block_size; /* of the last block */
	size_t used;       /* in it */
};

/* Frees all of it; zeroed rows are empty rows. */
void rows_release(struct rows *rows);

/* A new row of the table; what is set then belongs to it. */
void rows_begin(struct rows *rows, const struct facts *facts,
	const struct fact_table *table);

/* Sets a column of the newest row; of two the later holds. Bytes are
 * copied. */
void rows_set(struct rows *rows, size_t column, const struct value *value);

/* The table of the newest row. */
const struct fact_table *rows_table(const struct rows *rows,
	const struct facts *facts);

/* Row number index with all of its columns; bytes point into rows. values has
 * room for FACT_COLUMNS_MAX. */
const struct fact_table *rows_read(const struct rows *rows,
	const struct facts *facts, size_t index, struct value values[]);

/* Whether they stand in canonical order, no key twice. */
bool rows_are_in_order(const struct rows *rows, const struct facts *facts);

/* Puts the rows in canonical order: tables by name, rows by key as SQLite
 * sorts it. No two may have one key (asserted). */
void rows_sort(struct rows *rows, const struct facts *facts);

#endif
