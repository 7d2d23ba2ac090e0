/* Lines out of texts, for any fixed width. */
#include "drivers/codec/paper_int.h"

#include <string.h>

#include "drivers/system/text.h"

/* One text of at most PAPER_MAX_TEXT, its indents and padding. */
#define LINE_MAX_BYTES (PAPER_MAX_TEXT * 4)

struct cursor {
	const char *rest;
	int columns;
};

/* The next piece of the text: its bytes in the return, the cursor after it. */
static size_t next_piece(struct cursor *cursor)
{
	const char *text = cursor->rest;
	size_t length = text_prefix(text, cursor->columns, NULL);
	size_t piece = length;

	if (text[length] != '\0' && text[length] != ' ') {
		while (piece > 0 && text[piece - 1] != ' ')
			piece--;
		if (piece == 0)
			piece = length;
	}
	if (piece == 0) {
		/* A sign wider than the line: print it, rather than hang. */
		uint32_t ignored;

		piece = text_decode(text, strlen(text), &ignored);
		piece += piece == 0 ? 1 : 0;
	}
	cursor->rest = text + piece + strspn(text + piece, " ");
	while (piece > 0 && text[piece - 1] == ' ')
		piece--;
	return piece;
}

static bool emit_padded(const char *piece, size_t length, int padding,
	paper_emit_fn *emit, void *context)
{
	struct buffer line;
	bool more;

	buffer_init(&line, LINE_MAX_BYTES);
	if (padding > 0 && length > 0)
		buffer_printf(&line, "%*s", padding, "");
	buffer_add(&line, piece, length);
	more = emit(context, buffer_str(&line));
	buffer_release(&line);
	return more;
}

static int width_of(const char *piece, size_t length)
{
	struct buffer copy;
	int width;

	buffer_init(&copy, LINE_MAX_BYTES);
	buffer_add(&copy, piece, length);
	width = text_width(buffer_str(&copy));
	buffer_release(&copy);
	return width;
}

/* Leading blanks that continuation lines repeat; at most half a line. */
static int indent_of(const char *text, int columns)
{
	size_t blanks = strspn(text, " ");

	return blanks <= (size_t)columns / 2 ? (int)blanks : 0;
}

bool paper_wrap(const char *text, int columns, bool centred,
	paper_emit_fn *emit, void *context)
{
	int indent = centred ? 0 : indent_of(text, columns);
	struct cursor cursor = {text + strspn(text, " "), columns - indent};

	if (*cursor.rest == '\0')
		return emit(context, "");
	while (*cursor.rest != '\0') {
		const char *piece = cursor.rest;
		size_t length = next_piece(&cursor);
		int padding = centred ? (columns - width_of(piece, length)) / 2
				      : indent;

		if (!emit_padded(piece, length, padding, emit, context))
			return false;
	}
	return true;
}

/* At the right edge, on as many lines as it takes. */
static bool lay_right(const char *right, int columns, paper_emit_fn *emit,
	void *context)
{
	struct cursor cursor = {right + strspn(right, " "), columns};

	while (*cursor.rest != '\0') {
		const char *piece = cursor.rest;
		size_t length = next_piece(&cursor);

		if (!emit_padded(piece, length,
			    columns - width_of(piece, length), emit, context))
			return false;
	}
	return true;
}

/* Holds a line back until it is known whether it is the last. */
struct last_line {
	paper_emit_fn *emit;
	void *context;
	struct buffer held;
	bool holds;
};

static bool hold_line(void *context, const char *line)
{
	struct last_line *last = context;

	if (last->holds && !last->emit(last->context, buffer_str(&last->held)))
		return false;
	buffer_clear(&last->held);
	buffer_add_str(&last->held, line);
	last->holds = true;
	return true;
}

/* The held line and right together, or one after the other. */
static bool finish_pair(struct last_line *last, const char *right, int columns)
{
	int used = text_width(buffer_str(&last->held));
	int needed = text_width(right);

	if (needed == 0)
		return last->emit(last->context, buffer_str(&last->held));
	if (used == 0)
		return lay_right(right, columns, last->emit, last->context);
	if (used + 1 + needed > columns)
		return last->emit(last->context, buffer_str(&last->held)) &&
			lay_right(right, columns, last->emit, last->context);
	buffer_printf(&last->held, "%*s%s", columns - used - needed, "", right);
	return last->emit(last->context, buffer_str(&last->held));
}

bool paper_lay_pair(const char *left, const char *right, int columns,
	paper_emit_fn *emit, void *context)
{
	struct last_line last = {.emit = emit, .context = context};
	bool more;

	if (*left == '\0' && *right == '\0')
		return emit(context, "");
	buffer_init(&last.held, LINE_MAX_BYTES);
	more = paper_wrap(left, columns, false, hold_line, &last) &&
		finish_pair(&last, right, columns);
	buffer_release(&last.held);
	return more;
}
