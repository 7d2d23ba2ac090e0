/*
 * One cursor in each table of facts, moving along with the documents, so that
 * reading a range costs what its rows cost and not documents times tables.
 *
 *	fact_cursors_open(&cursors, store, from, to)
 *	for each document in its order: take, of every cursor that stands on
 *	it, the rows, each time with fact_cursor_next
 *	fact_cursors_close(&cursors)
 */
#ifndef TITIPAN_STORE_CURSORS_H
#define TITIPAN_STORE_CURSORS_H

#include "schema/store/store_core.h"

struct fact_cursor {
	struct store *store;
	const struct fact_table *table;
	sqlite3_stmt *statement;
	size_t key;       /* the column that holds the document */
	bool more;        /* it stands on a row */
	int64_t document; /* of that row */
};

struct fact_cursors {
	struct fact_cursor *list; /* in the order of the facts' tables */
	size_t count;
	struct fact_cursor *header; /* the one of `document` */
};

/*
 * Documents from..to. False when a table cannot be read; to be closed all the
 * same. Here and further on store_failed tells why: a cursor that cannot move
 * stands on no row.
 */
bool fact_cursors_open(struct fact_cursors *cursors, struct store *store,
	int64_t from, int64_t to);
void fact_cursors_close(struct fact_cursors *cursors);

void fact_cursor_next(struct fact_cursor *cursor);

/* The row it stands on; valid until it moves. */
void fact_cursor_row(const struct fact_cursor *cursor, struct value values[]);

#endif
