/*
 * Refunds mirror the sale.
 *
 * To date after k of n thousandths each stored amount X of the line (G, dp,
 * dm, T, tb, S) has gone back by hu(X * k / n); a refund gives that less what
 * earlier refunds took.  So all parts together give back exactly the line, in
 * whatever parts, and what is derived follows.  Promotions are not run again.
 *
 *   F = net refunded now      K = net still kept on the receipt, all lines
 *   target(K) = Q + rd(K - Q)  if a cash tender completed the sale and K > Q
 *             = K              otherwise        Q = the sale's non-cash tenders
 *   due = paid so far - target(K)      r = due - F, the refund's rounding
 *
 * So after any refund the buyer has paid what the kept goods would have cost,
 * and all r of a receipt add up to the sale's R.
 *
 * A part so small that F or due would be below 0 is refused; so is one after
 * which the net kept of its line would be below 0 (the rounded discounts of a
 * line that was given away can do that), for that rest could never be refunded.
 * Hence whatever was refunded, all that is left can be.
 */
#ifndef TITIPAN_SCHEMA_RULES_REFUND_H
#define TITIPAN_SCHEMA_RULES_REFUND_H

#include "schema/rules/line.h"
#include "schema/rules/rounding.h"

enum refund_outcome {
	REFUND_OK,
	REFUND_NOT_POSITIVE, /* a quantity of 0 or less */
	REFUND_MORE_THAN_LEFT,
	REFUND_TOO_SMALL, /* F, due or the line's kept net below 0 */
	REFUND_OVERFLOW,
};

/* One line of the sale, and what earlier refunds took of it. */
struct refund_line {
	struct line_amounts sold;
	struct quantity sold_quantity;  /* n, above 0 (asserted) */
	struct line_amounts taken;      /* all 0 at the first refund */
	struct quantity taken_quantity; /* 0 or more (asserted) */
};

/*
 * The part that goes back when quantity more is returned.  Positive amounts;
 * *net is F.  Outputs untouched unless REFUND_OK.
 */
RULES_MUST_CHECK enum refund_outcome refund_part(const struct refund_line *line,
	struct quantity quantity, struct line_amounts *part, struct money *net);

/* The receipt as it was paid, before this refund. */
struct refund_receipt {
	struct money noncash;     /* Q of the sale */
	bool completed_by_cash;   /* even if R = 0 */
	struct rounding rounding; /* as it was at the sale */
	struct money paid;        /* tenders less change, less refunds given */
};

/*
 * What to give back: kept is K after this refund (below 0: more was refunded
 * than sold, by tills that did not know of each other), returned is F, 0 or
 * more (asserted).  Outputs untouched unless REFUND_OK.
 */
RULES_MUST_CHECK enum refund_outcome refund_due(
	const struct refund_receipt *receipt, struct money kept,
	struct money returned, struct money *due, struct money *rounding);

/*
 * Given back by another tender, in cash: due goes up to the next multiple of
 * unit, in the buyer's favour; *extra = given - due is added to r (and so to
 * what the receipt has paid less).  A supervisor allows it.  due >= 0 and unit
 * in range (asserted); false: past MONEY_MAX.
 */
RULES_MUST_CHECK bool refund_in_cash(struct money due, int64_t unit,
	struct money *given, struct money *extra);

/*
 * The default split of due "as it was paid": cash first, in whole coin units,
 * up to cash_left (cash kept of the sale less cash given back since), the rest
 * by the other tenders up to noncash_left (likewise).  What those do not hold
 * is cash again: coins that were really tendered, or, where an earlier refund
 * was given by another tender, more than cash_left: then a supervisor allows
 * it and refund_in_cash rounds it.  *cash + *noncash = due.  due is 0 or more
 * and the unit in range (asserted); what is left counts as 0 if below.
 */
void refund_split(struct money due, struct money cash_left,
	struct money noncash_left, int64_t unit, struct money *cash,
	struct money *noncash);

/*
 * Exchange (tukar): the refund's due pays for the new goods.
 *   tender   min(due, total): the sale's non-cash tender, account 1190
 *   wanted   total - tender: still to pay, by the rules of rounding.h
 *   paid_out what is left of due, in cash, up to the next coin unit
 *   extra    paid_out less what was left: added to the refund's r
 */
struct refund_exchange {
	struct money tender;
	struct money wanted;
	struct money paid_out;
	struct money extra;
};

/* due, total >= 0, unit in range (asserted); false: past MONEY_MAX. */
RULES_MUST_CHECK bool refund_exchange(struct money due, struct money total,
	int64_t unit, struct refund_exchange *exchange);

#endif
