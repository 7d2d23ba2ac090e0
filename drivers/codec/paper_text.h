/* Paper as plain text: for screens, files, messages and tests. */
#ifndef TITIPAN_CODEC_PAPER_TEXT_H
#define TITIPAN_CODEC_PAPER_TEXT_H

#include <stdbool.h>

#include "drivers/codec/paper.h"
#include "drivers/system/buffer.h"

#define PAPER_TEXT_MIN_COLUMNS 16
#define PAPER_TEXT_MAX_COLUMNS 200

/*
 * Appends the paper in lines of at most `columns` (32, 42, 48 for receipts),
 * each ended by a newline, without blanks at its end. Words wrap; a right
 * part is never cut and stands on a line of its own if need be. Bars and QR
 * become their text, a cut and a drawer kick nothing. Controls and broken
 * bytes are shown as '?'. False when out is full; out is then as before.
 */
bool paper_text(const struct paper *paper, int columns, struct buffer *out);

#endif
