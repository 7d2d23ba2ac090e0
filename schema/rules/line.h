/*
 * The whole of a sale line: from price, quantity, discounts, tax and terms to
 * what the buyer pays, what the state gets and what the producer earns.
 *
 *   G  = hu(price * quantity / 1000)     gross, at the agreed retail price
 *   dp = sum of fl(d_j * w_j / 100)      the producer's part of each discount
 *   dm = sum of d_j - dp                 the mart's part, with the odd rupiah
 *   N  = G - dp - dm                     what the buyer pays, never below 0
 *   T  = hu(N * n / d)         if taxed  PPN owed, on what the buyer paid
 *   tb = hu((G - dp) * n / d)  if taxed  PPN inside the producer's base
 *   B  = G - dp - tb                     the base; dm never lowers it
 *   S  = B - hu(B * rate / 10000)        percent, base after PPN
 *   S  = B - hu((G - dp) * rate / 10000) percent, base before PPN
 *   S  = max(0, hu(cost * quantity / 1000) - dp)        an agreed cost a unit
 *   S  = 0                               own goods: nobody is owed
 *   c  = B - S     commission as the statement shows it
 *   m  = N - T - S what the mart keeps (may be below 0);  N = T + S + m
 *   dn = c - m     the mart's discount without its PPN (account 4190)
 *
 * G, dp, dm, T, tb and S are frozen on the line; the others are derived.
 */
#ifndef TITIPAN_SCHEMA_RULES_LINE_H
#define TITIPAN_SCHEMA_RULES_LINE_H

#include "schema/rules/money.h"
#include "schema/rules/quantity.h"

/* The most discounts on one line, the basket's included. */
#define LINE_DISCOUNTS_MAX 16

enum terms_kind {
	TERMS_OWN,                /* own goods; value unused */
	TERMS_PERCENT,            /* value: commission in basis points of B */
	TERMS_PERCENT_BEFORE_PPN, /* value: basis points of G - dp */
	TERMS_COST, /* value: rupiah a unit owed to the producer */
};

struct terms {
	enum terms_kind kind;
	int64_t value;
	bool principal; /* own risk and price: only the postings differ */
};

/* The share of a tax-inclusive price that is PPN: 11/111 in 2026. */
struct tax_rate {
	int64_t numerator;
	int64_t denominator;
};

/*
 * The greatest percentage, in basis points, that leaves the producer a share
 * of at least 0 of whatever is taxed at this rate.
 */
int64_t line_percent_max(enum terms_kind kind, struct tax_rate ppn);

enum discount_kind {
	DISCOUNT_PROMOTION,
	DISCOUNT_MEMBER,
	DISCOUNT_LINE,
	DISCOUNT_BASKET,
	DISCOUNT_PRICE /* by hand on the line, said as a lower price */
};

struct line_discount {
	enum discount_kind kind;
	struct money amount;  /* rupiah off this line, 0 or more */
	int producer_percent; /* 0 mart, 100 producer; by hand always 0 */
};

struct line_input {
	struct money price;       /* agreed retail price a unit, 0 or more */
	struct quantity quantity; /* above 0 */
	bool taxed; /* the mart is PKP and the item bears PPN that day */
	struct terms terms;
	const struct line_discount *discounts; /* NULL if count is 0 */
	size_t discount_count;
};

/* The six amounts that a sale line stores, and a refund mirrors. */
struct line_amounts {
	struct money gross;             /* G */
	struct money discount_producer; /* dp */
	struct money discount_mart;     /* dm */
	struct money tax;               /* T */
	struct money tax_base;          /* tb */
	struct money share;             /* S */
};

/* What follows from them. */
struct line_derived {
	struct money net;          /* N */
	struct money base;         /* B */
	struct money commission;   /* c; 0 for own goods */
	struct money margin;       /* m; below 0: the mart pays to sell */
	struct money discount_net; /* dn, to 4190; 0 for own goods */
};

struct line_result {
	struct line_amounts stored;
	struct line_derived derived;
};

enum line_outcome {
	LINE_OK,
	LINE_PRICE_NEGATIVE,
	LINE_QUANTITY_NOT_POSITIVE,
	LINE_TOO_MANY_DISCOUNTS,
	LINE_DISCOUNT_NEGATIVE,
	LINE_DISCOUNT_PERCENT,     /* the producer's percent is not 0..100 */
	LINE_DISCOUNT_NO_PRODUCER, /* own goods: nobody to bear it */
	LINE_NET_NEGATIVE,         /* the discounts are more than the price */
	LINE_TERMS_VALUE,    /* a rate not in 0..10000, a cost out of bound */
	LINE_TAX_RATE,       /* not 0 <= numerator < denominator */
	LINE_SHARE_NEGATIVE, /* commission before PPN above the base */
	LINE_OVERFLOW,       /* an amount past MONEY_MAX */
};

/*
 * Prices one line.  result is the caller's, untouched unless LINE_OK.
 * ppn is looked at only if the line is taxed.
 */
RULES_MUST_CHECK enum line_outcome line_price(const struct line_input *line,
	struct tax_rate ppn, struct line_result *result);

/*
 * Derives N, B, c, m and dn again from the stored amounts of a line or of a
 * refund part (own: they are of own goods).  The amounts must be those that
 * line_price or refund_part gave (asserts the bounds).
 */
struct line_derived line_derive(const struct line_amounts *stored, bool own);

/*
 * Whether selling so asks a supervisor: what is left after tax is below what
 * the producer is owed ("di bawah harga titip").  Never for own goods.
 */
bool line_is_below_share(const struct line_result *result);

/*
 * Whether a discount given by hand (all of it together on a line of this
 * gross) is within limit_bp basis points, so that a cashier may give it alone.
 * gross 0 or more, limit_bp 0..10000 (asserted).
 */
bool discount_within(struct money discount, struct money gross,
	int64_t limit_bp);

#endif
