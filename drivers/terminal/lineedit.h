/*
 * The text of a one-line input and its cursor. Pure: keys in, text out;
 * terminal_line draws it.
 */
#ifndef TITIPAN_TERMINAL_LINEEDIT_H
#define TITIPAN_TERMINAL_LINEEDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/terminal/key.h"

#define LINEEDIT_MAX 256 /* characters */

struct lineedit {
	uint32_t characters[LINEEDIT_MAX];
	int length;
	int cursor; /* 0 to length */
	int max;
	char text[LINEEDIT_MAX * 4 + 1]; /* UTF-8 of characters */
};

enum lineedit_answer {
	LINEEDIT_CHANGED,
	LINEEDIT_MOVED,  /* only the cursor */
	LINEEDIT_FULL,   /* the character did not fit: beep */
	LINEEDIT_IGNORED /* the key is not the editor's: the caller's turn */
};

/* Empty, for at most max characters (1 to LINEEDIT_MAX). */
void lineedit_init(struct lineedit *edit, int max);

/* Replaces the text, cut to the maximum, and puts the cursor at its end. */
void lineedit_set(struct lineedit *edit, const char *text);
void lineedit_clear(struct lineedit *edit);

/* Characters, backspace, delete, left, right, home, end, Ctrl-U (clears up to
 * the cursor) and Ctrl-W (the word before it). Controls are never inserted. */
enum lineedit_answer lineedit_key(struct lineedit *edit, const struct key *key);

/* UTF-8; valid until the next change. */
const char *lineedit_text(const struct lineedit *edit);
bool lineedit_is_empty(const struct lineedit *edit);

/*
 * The part to show in `columns` columns so that the cursor is seen: writes
 * where it begins in lineedit_text (bytes) and the cursor's column in it.
 */
void lineedit_view(const struct lineedit *edit, int columns, size_t *first_byte,
	int *cursor_column);

#endif
