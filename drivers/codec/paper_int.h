/* What the renderers of paper share; seen by drivers/codec only. */
#ifndef TITIPAN_CODEC_PAPER_INT_H
#define TITIPAN_CODEC_PAPER_INT_H

#include <stdbool.h>

#include "drivers/codec/paper.h"
#include "drivers/codec/symbol.h"
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

/* Dots a module so that a symbol with its quiet zone fits into so many, at
 * most `most`; 0 if not even `least` fit. */
int paper_module_dots(const struct symbol *symbol, int quiet, int dots,
	int least, int most);

/*
 * Appends the symbol as ESC/POS raster (GS v 0), in the middle of `dots`, each
 * module module_dots wide and row_dots high. False when out is full, or when
 * no place near the middle keeps the bytes free of what printers take for a
 * status request (DLE EOT and its like); out may then hold a part of it.
 */
bool paper_raster(const struct symbol *symbol, int dots, int module_dots,
	int row_dots, struct buffer *out);

#endif
