/*
 * Pages of a PDF: a pen for texts, lines, boxes and bar codes on A4, by cairo
 * and pango. Lengths are points (1/72 inch) from the top left corner.
 *
 * The same calls give the same bytes: the font is named, no other font steps
 * in for a letter that it lacks, and the time in the file is the document's.
 */
#ifndef TITIPAN_PAPER_PAGE_H
#define TITIPAN_PAPER_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/codec/symbol.h"
#include "drivers/system/buffer.h"

#define PAGE_WIDTH 595.276
#define PAGE_HEIGHT 841.890

enum page_ink { PAGE_BLACK, PAGE_GREY, PAGE_ACCENT, PAGE_LINE, PAGE_TINT };

enum page_side { PAGE_LEFT, PAGE_CENTRE, PAGE_RIGHT };

struct page_text {
	double size;
	bool bold;
	bool fixed; /* every letter of one width, for codes */
	enum page_ink ink;
	enum page_side side;
};

struct page;

/*
 * Begins the first page. out NULL: nothing is drawn; a dry run by the same
 * calls tells how many pages there will be. Texts are copied; at_ms is the
 * time of the document in the file's metadata.
 */
struct page *page_new(struct buffer *out, const char *title, const char *author,
	int64_t at_ms);

/* Ends the last page and frees the pen. False if something could not be drawn
 * or out is full; what out holds is then worth nothing. */
bool page_finish(struct page *page);

void page_next(struct page *page);
int page_number(const struct page *page); /* from 1 */

/*
 * Text in a box of this width, wrapped where it does not fit; it is never cut.
 * Controls and marks that turn the direction are left out. Returns its height.
 */
double page_write(struct page *page, double x, double y, double width,
	const struct page_text *how, const char *text);

/* What page_write would return. */
double page_text_height(struct page *page, double width,
	const struct page_text *how, const char *text);

/* Whether nothing is drawn: what only draws may be left out then. */
bool page_is_dry(const struct page *page);

void page_rule(struct page *page, double x, double y, double width,
	double thickness, enum page_ink ink);
void page_fill(struct page *page, double x, double y, double width,
	double height, enum page_ink ink);

/* A QR, `size` wide with its quiet zone. Nothing if it cannot be made. */
void page_qr(struct page *page, double x, double y, double size,
	const char *text);

#endif
