/* The slip of goods that came in or went back, signed by two people. */
#ifndef TITIPAN_PAPER_GOODS_H
#define TITIPAN_PAPER_GOODS_H

#include "pos/paper/layout.h"
#include "schema/store/stock.h"

/* Texts and lines are the caller's. */
struct goods_slip {
	struct paper_mart mart;
	bool out;             /* given back; else received */
	const char *document; /* `1-57` */
	int64_t at_ms;
	const char *user;       /* who wrote it */
	const char *party_code; /* the producer's; "" for a supplier */
	const char *party_name;
	const char *reason; /* NULL: none */
	bool own;           /* the mart's own goods: costs are shown */
	const struct stock_line *lines;
	size_t line_count;
};

/* The caller frees it with paper_free. */
struct paper *goods_slip(const struct goods_slip *slip);

#endif
