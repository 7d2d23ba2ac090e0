/*
 * What is to be printed, free of any device: a list of elements. Renderers
 * (paper_text.h, paper_escpos.h, paper_png.h) lay it out for a width.
 *
 * Adding never fails to the caller: past PAPER_MAX_ELEMENTS or
 * PAPER_MAX_TEXT an element is left out and paper_overflowed() says so, to be
 * asked once when the paper is complete.
 */
#ifndef TITIPAN_CODEC_PAPER_H
#define TITIPAN_CODEC_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#define PAPER_MAX_ELEMENTS 20000
#define PAPER_MAX_TEXT 4096 /* bytes of one text */

enum paper_kind {
	PAPER_LINE,    /* left: text, wraps on words */
	PAPER_PAIR,    /* left and right parts; only the left one wraps */
	PAPER_RULE,    /* a line across */
	PAPER_FEED,    /* count empty lines */
	PAPER_CUT,     /* cut here; a printer without cutter feeds */
	PAPER_CODE128, /* left: printable ASCII, shown as bars and as text */
	PAPER_QR,      /* left: the content; right: what stands for it where it
			  cannot be drawn, NULL for the content itself */
	PAPER_DRAWER   /* kick the cash drawer; nothing is printed */
};

/* May be combined. */
enum paper_style {
	PAPER_PLAIN = 0,
	PAPER_BOLD = 1,
	PAPER_DOUBLE = 2, /* double width and height: half the columns */
	PAPER_CENTRE = 4
};

struct paper_element {
	enum paper_kind kind;
	unsigned style; /* of enum paper_style */
	char *left;     /* NULL where the kind has none; owned by the paper */
	char *right;
	int count;
};

struct paper;

struct paper *paper_new(void);
void paper_free(struct paper *paper); /* NULL is allowed */

/* Texts are UTF-8 and are copied. "" is an empty line. */
void paper_line(struct paper *paper, unsigned style, const char *text);
void paper_linef(struct paper *paper, unsigned style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
void paper_pair(struct paper *paper, unsigned style, const char *left,
	const char *right);
void paper_rule(struct paper *paper);
void paper_feed(struct paper *paper, int lines); /* 1 to 20 */
void paper_cut(struct paper *paper);
void paper_code128(struct paper *paper, const char *text);
void paper_qr(struct paper *paper, const char *text);

/* A QR of what the paper says in words as well: where it cannot be drawn
 * nothing is printed instead. */
void paper_qr_beside(struct paper *paper, const char *text);
void paper_drawer(struct paper *paper);

bool paper_overflowed(const struct paper *paper);

size_t paper_count(const struct paper *paper);

/* index < paper_count(paper). Valid until the paper is changed or freed. */
const struct paper_element *paper_at(const struct paper *paper, size_t index);

#endif
