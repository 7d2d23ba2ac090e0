/* What script.c, script_words.c and script_answer.c share. */
#ifndef TITIPAN_POS_SCRIPT_INT_H
#define TITIPAN_POS_SCRIPT_INT_H

#include "drivers/system/buffer.h"
#include "pos/till/till.h"

#define SCRIPT_WORDS_MAX 512

/* One line, taken apart; texts point into the line. */
struct script_line {
	char *words[SCRIPT_WORDS_MAX];
	size_t count;
	struct till_event event;
	char text[TILL_INPUT_SIZE];  /* what event.text points to */
	char text2[TILL_INPUT_SIZE]; /* and event.text2 */
	struct till_return returns[TILL_LINES_MAX];
	int64_t pieces[TILL_DENOMINATIONS];
	bool is_status; /* asks, and sends the till nothing */
};

/* Cuts the line into words; `#` begins a comment. False: there are more than
 * fit. */
bool script_cut(struct script_line *line, char *text);

/* Reads the words as an event. NULL, or why not, an msgid. */
const char *script_read(struct script_line *line);

/* Appends the fields of the answer, each with a comma before it. */
void script_answer(struct buffer *out, const struct till_view *view,
	const struct script_line *line);

/* The candidates of a code that names several items. */
void script_choices(struct buffer *out, const struct till_view *view);

/* `,"name":"text"` and the like. */
void script_text(struct buffer *out, const char *name, const char *text);
void script_integer(struct buffer *out, const char *name, int64_t value);

#endif
