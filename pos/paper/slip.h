/* Slips that stay in the shop: a basket put aside, cash moved. */
#ifndef TITIPAN_PAPER_SLIP_H
#define TITIPAN_PAPER_SLIP_H

#include <stddef.h>
#include <stdint.h>

#include "pos/paper/layout.h"

struct slip_line {
	const char *name;
	const char *unit;
	struct quantity quantity;
	struct money price;
	struct money net;
};

/* A basket put aside, to be laid on the goods. */
struct suspend_slip {
	struct paper_mart mart;
	int64_t number; /* it is called up again by this */
	int64_t at_ms;
	const char *cashier;
	const char *customer; /* NULL: not said */
	const struct slip_line *lines;
	size_t line_count;
	struct money total;
	const char *barcode; /* what a recall takes; NULL: none */
	int copy;
};
struct paper *suspend_slip(const struct suspend_slip *slip);

enum cash_slip_kind {
	CASH_SLIP_FLOAT,
	CASH_SLIP_IN,
	CASH_SLIP_OUT,
	CASH_SLIP_DROP,
	CASH_SLIP_KINDS
};

/* Cash put into or taken out of the drawer; signed by whoever hands it over
 * and whoever takes it. */
struct cash_slip {
	struct paper_mart mart;
	enum cash_slip_kind kind;
	const char *document; /* `1-57` */
	int64_t at_ms;
	const char *cashier;
	struct money amount;
	const char *reason; /* NULL: none */
	int copy;
};
struct paper *cash_slip(const struct cash_slip *slip);

#endif
