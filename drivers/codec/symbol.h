/*
 * Bar codes as dark and light modules, by libzint: what a printer without bar
 * codes of its own, a picture and a page draw, each in its own way.
 */
#ifndef TITIPAN_CODEC_SYMBOL_H
#define TITIPAN_CODEC_SYMBOL_H

#include <stdbool.h>

enum symbol_kind {
	SYMBOL_CODE128, /* one row of modules; needs 10 light ones each side */
	SYMBOL_QR       /* error correction M; needs 4 light ones around */
};

#define SYMBOL_CODE128_QUIET 10
#define SYMBOL_QR_QUIET 4

/* The longest text of either, in bytes. */
#define SYMBOL_MAX_TEXT 250

struct symbol {
	int columns;
	int rows;
	unsigned char *dark; /* columns * rows, by row; 1 is dark */
};

/*
 * Printable ASCII only, 1 to SYMBOL_MAX_TEXT of it. False, and *symbol is not
 * written, for any other text and for one that the kind cannot hold. The
 * modules hold no light border.
 */
bool symbol_init(struct symbol *symbol, enum symbol_kind kind,
	const char *text);
void symbol_release(struct symbol *symbol);

/* Outside of it everything is light. */
bool symbol_is_dark(const struct symbol *symbol, int column, int row);

/* How many modules from this one on along its row are dark. */
int symbol_run(const struct symbol *symbol, int column, int row);

#endif
