/*
 * Drawing into the grid. Text passes text_fit, so nothing that a name holds
 * can reach the terminal as a command, and columns are counted as shown.
 */
#include "drivers/terminal/terminal_int.h"

#include <stdarg.h>
#include <string.h>

#include "drivers/system/buffer.h"
#include "drivers/system/text.h"
#include "drivers/terminal/lineedit.h"

#define LINE_BYTES 16384

static attr_t attributes(const struct terminal *terminal, enum style style)
{
	attr_t red = terminal->has_colours ? (attr_t)COLOR_PAIR(1) : A_NORMAL;
	attr_t green = terminal->has_colours ? (attr_t)COLOR_PAIR(2) : A_NORMAL;

	switch (style) {
	case STYLE_NORMAL:
		return A_NORMAL;
	case STYLE_BOLD:
		return A_BOLD;
	case STYLE_DIM:
		return A_DIM;
	case STYLE_REVERSE:
		return A_REVERSE;
	case STYLE_ERROR:
		return A_REVERSE | A_BOLD | red;
	case STYLE_OK:
		return A_BOLD | green;
	}
	return A_NORMAL;
}

void terminal_clear(struct terminal *terminal)
{
	(void)terminal;
	erase();
}

/* Cuts what lies left and right of the screen off a finished line. */
static void put_line(const struct terminal *terminal, int row, int column,
	const char *text, enum style style)
{
	attr_t style_bits = attributes(terminal, style);
	size_t length;

	if (row < 0 || row >= LINES || column >= COLS)
		return;
	if (column < 0) {
		int skipped = 0;

		text += text_prefix(text, -column, &skipped);
		column = 0;
	}
	length = text_prefix(text, COLS - column, NULL);
	if (length == 0)
		return;
	attr_on(style_bits, NULL);
	mvaddnstr(row, column, text, (int)length);
	attr_off(style_bits, NULL);
}

static void put_fitted(const struct terminal *terminal, int row, int column,
	int width, const char *text, enum style style, enum text_side side)
{
	struct buffer line;

	buffer_init(&line, LINE_BYTES);
	if (width <= 0)
		width = text_width(text);
	text_fit(&line, text, width, side);
	put_line(terminal, row, column, buffer_str(&line), style);
	buffer_release(&line);
}

void terminal_put(struct terminal *terminal, int row, int column, int width,
	const char *text, enum style style)
{
	put_fitted(terminal, row, column, width, text, style, TEXT_LEFT);
}

void terminal_put_right(struct terminal *terminal, int row, int column,
	int width, const char *text, enum style style)
{
	put_fitted(terminal, row, column, width, text, style, TEXT_RIGHT);
}

void terminal_putf(struct terminal *terminal, int row, int column, int width,
	enum style style, const char *format, ...)
{
	struct buffer text;
	va_list arguments;

	buffer_init(&text, LINE_BYTES);
	va_start(arguments, format);
	buffer_vprintf(&text, format, arguments);
	va_end(arguments);
	terminal_put(terminal, row, column, width, buffer_str(&text), style);
	buffer_release(&text);
}

/* count cells from column on, as far as they are on the screen. */
static void put_cells(int row, int column, int count, const cchar_t *cell)
{
	if (column < 0) {
		count += column;
		column = 0;
	}
	if (count > COLS - column)
		count = COLS - column;
	if (row >= 0 && row < LINES && count > 0)
		mvhline_set(row, column, cell, count);
}

void terminal_rule(struct terminal *terminal, int row, int column, int width)
{
	(void)terminal;
	put_cells(row, column, width, WACS_HLINE);
}

void terminal_box(struct terminal *terminal, int row, int column, int height,
	int width, const char *title)
{
	int bottom = row + height - 1;
	int right = column + width - 1;

	if (height < 2 || width < 2)
		return;
	put_cells(row, column, width, WACS_HLINE);
	put_cells(bottom, column, width, WACS_HLINE);
	for (int i = row + 1; i < bottom; i++) {
		if (width > 2)
			terminal_put(terminal, i, column + 1, width - 2, "",
				STYLE_NORMAL);
		put_cells(i, column, 1, WACS_VLINE);
		put_cells(i, right, 1, WACS_VLINE);
	}
	put_cells(row, column, 1, WACS_ULCORNER);
	put_cells(row, right, 1, WACS_URCORNER);
	put_cells(bottom, column, 1, WACS_LLCORNER);
	put_cells(bottom, right, 1, WACS_LRCORNER);
	if (title != NULL && width > 6) {
		int room = width - 6;
		int needed = text_width(title);

		terminal_putf(terminal, row, column + 2,
			(needed < room ? needed : room) + 2, STYLE_BOLD, " %s",
			title);
	}
}

void terminal_line(struct terminal *terminal, int row, int column, int width,
	const struct lineedit *edit)
{
	size_t first = 0;
	int cursor = 0;

	if (width <= 0)
		return;
	lineedit_view(edit, width, &first, &cursor);
	terminal_put(terminal, row, column, width, lineedit_text(edit) + first,
		STYLE_NORMAL);
	terminal_cursor(terminal, row, column + cursor);
}

/* --- large figures ----------------------------------------------------- */

static const struct figure {
	char character;
	int width;
	const char *rows[TERMINAL_DIGIT_ROWS];
} figures[] = {
	{'0', 3, {"█▀█", "█ █", "▀▀▀"}},
	{'1', 3, {"▀█ ", " █ ", "▀▀▀"}},
	{'2', 3, {"▀▀█", "█▀▀", "▀▀▀"}},
	{'3', 3, {"▀▀█", " ▀█", "▀▀▀"}},
	{'4', 3, {"█ █", "▀▀█", "  ▀"}},
	{'5', 3, {"█▀▀", "▀▀█", "▀▀▀"}},
	{'6', 3, {"█▀▀", "█▀█", "▀▀▀"}},
	{'7', 3, {"▀▀█", "  █", "  ▀"}},
	{'8', 3, {"█▀█", "█▀█", "▀▀▀"}},
	{'9', 3, {"█▀█", "▀▀█", "▀▀▀"}},
	{'.', 1, {" ", " ", "▀"}},
	{',', 1, {" ", " ", "▜"}},
	{'-', 2, {"  ", "▀▀", "  "}},
	{' ', 1, {" ", " ", " "}},
};

static const struct figure *find_figure(char character)
{
	for (size_t i = 0; i < sizeof(figures) / sizeof(*figures); i++) {
		if (figures[i].character == character)
			return &figures[i];
	}
	return NULL;
}

/* A gap of one column after each figure but the last. */
int terminal_digits_width(const char *number)
{
	int width = 0;

	for (; *number != '\0'; number++) {
		const struct figure *figure = find_figure(*number);

		if (figure != NULL)
			width += figure->width + (width > 0 ? 1 : 0);
	}
	return width;
}

void terminal_digits(struct terminal *terminal, int row, int right_column,
	const char *number, enum style style)
{
	int column = right_column - terminal_digits_width(number);

	if (column < 0) {
		terminal_put_right(terminal, row + 1, 0, right_column, number,
			STYLE_BOLD);
		return;
	}
	for (; *number != '\0'; number++) {
		const struct figure *figure = find_figure(*number);

		if (figure == NULL)
			continue;
		for (int i = 0; i < TERMINAL_DIGIT_ROWS; i++)
			terminal_put(terminal, row + i, column, figure->width,
				figure->rows[i], style);
		column += figure->width + 1;
	}
}

/* --- showing ----------------------------------------------------------- */

void terminal_cursor(struct terminal *terminal, int row, int column)
{
	terminal->cursor_row = row;
	terminal->cursor_column = column;
}

void terminal_cursor_hide(struct terminal *terminal)
{
	terminal->cursor_row = -1;
}

void terminal_flush(struct terminal *terminal)
{
	bool shown = terminal->cursor_row >= 0 &&
		terminal->cursor_row < LINES && terminal->cursor_column >= 0 &&
		terminal->cursor_column < COLS;

	curs_set(shown ? 1 : 0);
	if (shown)
		move(terminal->cursor_row, terminal->cursor_column);
	refresh();
}

void terminal_repaint(struct terminal *terminal)
{
	(void)terminal;
	clearok(curscr, TRUE);
}

void terminal_bell(struct terminal *terminal)
{
	(void)terminal;
	beep();
}
