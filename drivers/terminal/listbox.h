/*
 * A scrolling list with a selected row. It owns only scrolling and selection;
 * the rows are the caller's, reached by three callbacks.
 */
#ifndef TITIPAN_TERMINAL_LISTBOX_H
#define TITIPAN_TERMINAL_LISTBOX_H

#include <stdbool.h>

#include "drivers/terminal/terminal.h"

struct listbox_rows {
	/* How many rows there are now. */
	int (*count)(void *context);

	/* Draws one row in `width` columns; selected rows look different. */
	void (*draw)(void *context, struct terminal *terminal, int index,
		int row, int column, int width, bool selected);

	/* Whether the selection may stand here (headings: no). NULL: all. */
	bool (*selectable)(void *context, int index);
};

struct listbox {
	const struct listbox_rows *rows;
	void *context;
	int selected; /* -1 when no row can be selected */
	int top;      /* first row shown */
	int height;   /* rows of the last draw, for paging */
};

/* rows and context must outlive the list box; nothing to release. */
void listbox_init(struct listbox *list, const struct listbox_rows *rows,
	void *context);

/* Moves on up, down, page up, page down, home and end; false: not its key. */
bool listbox_key(struct listbox *list, const struct key *key);

/* Selects the row, or the nearest one that can be. */
void listbox_select(struct listbox *list, int index);

/* The selected row, or -1. Corrected if rows have gone since. */
int listbox_selected(struct listbox *list);

/* Draws height rows with the selected one in sight; clears what is left. A
 * mark in the last column says that there is more above or below. */
void listbox_draw(struct listbox *list, struct terminal *terminal, int row,
	int column, int height, int width);

#endif
