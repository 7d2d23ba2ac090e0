/*
 * Paper as a picture: what a receipt printer would print, dot by dot, as a PNG
 * of black and white. For messages, for tests, and to look at a paper before a
 * printer is there.
 *
 * Loads the libraries that draw letters; a till does not need it.
 */
#ifndef TITIPAN_CODEC_PAPER_PNG_H
#define TITIPAN_CODEC_PAPER_PNG_H

#include <stdbool.h>

#include "drivers/codec/paper.h"
#include "drivers/system/buffer.h"

/* The widths of receipt paper of 58 and 80 mm; columns as of the printer. */
#define PAPER_PNG_DOTS_58MM 384
#define PAPER_PNG_DOTS_80MM 576

/* A picture is not higher: about 3 m of paper. */
#define PAPER_PNG_MAX_ROWS 24000

enum paper_png_result {
	PAPER_PNG_DONE,
	PAPER_PNG_TOO_LONG, /* higher than PAPER_PNG_MAX_ROWS, or out is full */
	PAPER_PNG_FAILED    /* the library could not draw it */
};

/*
 * Appends the picture of the paper in lines of `columns` columns on paper of
 * `dots` printable dots, with the white edges that paper has. Lines break as
 * in paper_text. Unless done, out is as before. dots >= 8 * columns.
 */
enum paper_png_result paper_png(const struct paper *paper, int columns,
	int dots, struct buffer *out);

#endif
