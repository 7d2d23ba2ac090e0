/* A table on pages: columns without any value are left out, long texts wrap,
 * and a table that goes on to the next page repeats its heads there. */
#ifndef TITIPAN_PAPER_TABLE_H
#define TITIPAN_PAPER_TABLE_H

#include "backoffice/paper/page.h"

#define TABLE_COLUMNS_MAX 16

struct table_column {
	const char *title; /* msgid */
	double width;      /* its share of the table's width */
	enum page_side side;
	bool always; /* shown without a value too */
};

struct table;

/* columns stays the caller's and must outlive the table. */
struct table *table_new(const struct table_column *columns, size_t count);
void table_free(struct table *table);

/* Then its cells from left to right. sum: bold, under a line. */
void table_row(struct table *table, bool sum);

/* Takes text, which is freed with the table. counts: a value that keeps its
 * column; a text that does not count is shown pale. */
void table_cell(struct table *table, char *text, bool counts);

/* A line under the row, taken like a cell; NULL for none. */
void table_note(struct table *table, char *text);

/* Makes room for so much, on another page if need be, and says whether it
 * began one; *y is then its top. */
typedef bool table_room_fn(void *context, double height);

/* Draws it from y down; returns where it ends. */
double table_draw(struct table *table, struct page *page, double x, double y,
	double width, table_room_fn *room, double *at, void *context);

#endif
