/*
 * A basket priced as a whole: each line with its own discounts, then one
 * discount on the basket, spread by largest remainder over each line's net so
 * far (lr; a line that may not be discounted weighs 0).  A percent is first
 * made one amount, hu(percent * sum of those nets): so the receipt shows the
 * percent of its total and not a sum of rounded lines.
 *
 * Tax is reckoned a line at a time and the receipt's PPN is the sum.
 * Deposits, vouchers and cash rounding are no goods and not in here: the
 * total to pay is totals.net plus those (rounding.h takes it from there).
 */
#ifndef TITIPAN_SCHEMA_RULES_BASKET_H
#define TITIPAN_SCHEMA_RULES_BASKET_H

#include "schema/rules/line.h"

/* The most lines on one receipt. */
#define BASKET_LINES_MAX 1000

struct basket_line {
	struct line_input line; /* with its own discounts, not the basket's */
	bool discountable;
	int producer_percent; /* producer's percent of the basket discount */
};

enum basket_discount_kind {
	BASKET_DISCOUNT_NONE,
	BASKET_DISCOUNT_AMOUNT,  /* value: rupiah */
	BASKET_DISCOUNT_PERCENT, /* value: basis points, 0 to 10000 */
};

struct basket_discount {
	enum basket_discount_kind kind;
	int64_t value;
};

struct basket_totals {
	struct money gross;           /* sum of G */
	struct money discounts;       /* sum of dp + dm */
	struct money basket_discount; /* the spread amount, in discounts */
	struct money net;             /* sum of N */
	struct money tax;             /* sum of T */
	struct money share;           /* sum of S */
};

enum basket_outcome {
	BASKET_OK,
	BASKET_TOO_MANY_LINES,
	BASKET_LINE_REFUSED,     /* see failure */
	BASKET_DISCOUNT_VALUE,   /* below 0, or a percent above 100 */
	BASKET_DISCOUNT_EXCEEDS, /* more than what may be discounted */
	BASKET_OVERFLOW,         /* a total past MONEY_MAX */
};

struct basket_failure {
	size_t line; /* index of the line */
	enum line_outcome why;
};

/*
 * Prices count lines.  results[count], parts[count] (each line's part of the
 * basket discount, to be stored as its DISCOUNT_BASKET; may be NULL) and
 * totals are the caller's; on anything but BASKET_OK results and parts hold
 * nothing of use and totals is untouched.  failure is written only for
 * BASKET_LINE_REFUSED.
 */
RULES_MUST_CHECK enum basket_outcome basket_price(
	const struct basket_line lines[], size_t count,
	struct basket_discount discount, struct tax_rate ppn,
	struct line_result results[], struct money parts[],
	struct basket_totals *totals, struct basket_failure *failure);

#endif
