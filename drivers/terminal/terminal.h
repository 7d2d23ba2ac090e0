/*
 * The screen and the keyboard as one device; only this folder includes
 * ncurses. Drawing goes into a grid; terminal_flush shows what changed.
 *
 * Rows and columns count from 0 at the top left. Whatever lies outside the
 * screen is clipped, never an error. One terminal in a program.
 */
#ifndef TITIPAN_TERMINAL_TERMINAL_H
#define TITIPAN_TERMINAL_TERMINAL_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/terminal/key.h"

struct terminal;

/* Colour supports these; each can be told apart without it. */
enum style {
	STYLE_NORMAL,
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_REVERSE, /* bars, the selected row */
	STYLE_ERROR,   /* reverse and bold, red: give it words or a mark too */
	STYLE_OK       /* bold, green: give it words too */
};

/*
 * Takes over the terminal on standard input and output. NULL when that is not
 * possible; *reason (an msgid to translate) then says why: no terminal, TERM
 * unset or unknown, or one that cannot place its cursor. language_start()
 * must have run. From here on the terminal is restored on terminal_close, on
 * exit(), on running out of memory, on abort() and on a crash.
 */
struct terminal *terminal_open(const char **reason);

/* Restores the terminal and frees. NULL is allowed. */
void terminal_close(struct terminal *terminal);

/* The descriptor to poll for keys. */
int terminal_fd(const struct terminal *terminal);

/*
 * The next key, without waiting; false when there is none. Call until false
 * after each readiness of terminal_fd and after terminal_resized.
 */
bool terminal_read(struct terminal *terminal, struct key *key);

/* To be called on SIGWINCH: takes the new size, queues one PRESS_RESIZE. */
void terminal_resized(struct terminal *terminal);

int terminal_rows(const struct terminal *terminal);
int terminal_columns(const struct terminal *terminal);

/* --- drawing ----------------------------------------------------------- */

void terminal_clear(struct terminal *terminal);

/*
 * Text in exactly `width` columns, padded or cut (as text_fit of the left or
 * the right). width 0 or less: the text's own width.
 */
void terminal_put(struct terminal *terminal, int row, int column, int width,
	const char *text, enum style style);
void terminal_put_right(struct terminal *terminal, int row, int column,
	int width, const char *text, enum style style);
void terminal_putf(struct terminal *terminal, int row, int column, int width,
	enum style style, const char *format, ...)
	__attribute__((format(printf, 6, 7)));

/* A horizontal line; a frame with a title in its top (title may be NULL),
 * whose inside is cleared. */
void terminal_rule(struct terminal *terminal, int row, int column, int width);
void terminal_box(struct terminal *terminal, int row, int column, int height,
	int width, const char *title);

#define TERMINAL_DIGIT_ROWS 3

/*
 * A number in figures three rows high, for totals: digits, `.`, `,`, `-` and
 * blank; anything else is left out. It ends at right_column (exclusive), so
 * amounts align; where it does not fit in the columns from 0 on it falls back
 * to one bold line in the middle row. digits_width says what it would take.
 */
void terminal_digits(struct terminal *terminal, int row, int right_column,
	const char *number, enum style style);
int terminal_digits_width(const char *number);

/*
 * An input line: the part of it around its cursor, and the screen's cursor
 * there.
 */
struct lineedit;
void terminal_line(struct terminal *terminal, int row, int column, int width,
	const struct lineedit *edit);

/* Where the cursor stands after the flush; hidden until placed again. */
void terminal_cursor(struct terminal *terminal, int row, int column);
void terminal_cursor_hide(struct terminal *terminal);

void terminal_flush(struct terminal *terminal);

/* The next flush paints everything anew (another program wrote on it). */
void terminal_repaint(struct terminal *terminal);

void terminal_bell(struct terminal *terminal);

#endif
