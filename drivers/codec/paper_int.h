/* What the renderers of paper share; seen by drivers/codec only. */
#ifndef TITIPAN_CODEC_PAPER_INT_H
#define TITIPAN_CODEC_PAPER_INT_H

#include <stdbool.h>

#include "drivers/codec/paper.h"
#include "drivers/system/buffer.h"

/* Takes one finished line of at most `columns` columns, without blanks at its
 * end. False ends the layout. */
typedef bool paper_emit_fn(void *context, const char *line);

/*
 * A text in lines of `columns` columns: breaks at blanks, and inside a word
 * only where it is longer than a line. Later lines are indented as the first.
 * False when emit said so.
 */
bool paper_wrap(const char *text, int columns, bool centred,
	paper_emit_fn *emit, void *context);

/*
 * left and right on one line if they fit with a blank between; else left
 * wraps, and right ends its last line or stands on its own. right is never
 * cut; if it alone is wider than a line it wraps, at the right edge.
 */
bool paper_lay_pair(const char *left, const char *right, int columns,
	paper_emit_fn *emit, void *context);

#endif
