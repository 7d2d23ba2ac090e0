/*
 * Cash rounding and the completion of a payment.
 *
 * rd(x) rounds to the mart's coin unit u:
 *   down     x - x mod u
 *   nearest  plus u if 2 (x mod u) > u     (a tie goes to the buyer)
 *   up       plus u if x mod u > 0
 *
 * Tot is the total, Q the non-cash tenders so far, C = Tot - Q.  A cash tender
 * completes the sale when the cash so far is at least rd(C); then, and only
 * then, the mart bears R = rd(C) - C, and change = cash - rd(C).  A sale that
 * a non-cash tender completes is exact (R = 0).  So only the part left for the
 * closing cash tender is rounded.  If rd(C) = 0 < C cash is refused: what is
 * left is below the smallest coin.
 */
#ifndef TITIPAN_SCHEMA_RULES_ROUNDING_H
#define TITIPAN_SCHEMA_RULES_ROUNDING_H

#include "schema/rules/money.h"

enum rounding_direction {
	ROUNDING_DOWN,
	ROUNDING_NEAREST,
	ROUNDING_UP,
};

struct rounding {
	int64_t unit; /* rupiah: 1 (none), 100, 200, 500, 1000; 1..MONEY_MAX */
	enum rounding_direction direction;
};

/* rd(amount); amount >= 0 and the unit in range (asserted); false: bound. */
RULES_MUST_CHECK bool rounding_apply(struct rounding rule, struct money amount,
	struct money *rounded);

enum tender_kind {
	TENDER_CASH,
	TENDER_NONCASH, /* QRIS, card, transfer, voucher, credit, exchange */
};

/* What is to pay and what was tendered so far; amounts 0 or more. */
struct tender_state {
	struct money total;   /* Tot: goods, deposits, vouchers sold */
	struct money noncash; /* Q */
	struct money cash;
};

enum tender_outcome {
	TENDER_MORE,         /* accepted, or asked about: more is wanted */
	TENDER_DONE_CASH,    /* complete: rounding and change are set */
	TENDER_DONE_NONCASH, /* complete and exact */
	TENDER_BELOW_COIN,   /* refused: what is left is below a coin */
	TENDER_EXCEEDS,      /* refused: non-cash above what is left */
	TENDER_AMOUNT,       /* refused: below 0, or a non-cash of 0 */
	TENDER_OVERFLOW,     /* refused: past MONEY_MAX */
};

struct tender_answer {
	struct tender_state state;   /* with the tender, if it was accepted */
	struct money wanted_cash;    /* completes it in cash, unless refused */
	struct money wanted_noncash; /* completes it by another tender */
	bool cash_refused;     /* TENDER_MORE: what is left is below a coin */
	struct money rounding; /* R; 0 unless TENDER_DONE_CASH */
	struct money change;   /* 0 unless TENDER_DONE_CASH */
};

/*
 * Offers one tender.  answer is untouched when it is refused.
 *
 * A cash amount of 0 is a tender too: it completes a total of 0, or a sale
 * whose cash so far already covers rd(C) after a non-cash tender.
 * state must hold amounts >= 0 (asserted).
 */
RULES_MUST_CHECK enum tender_outcome tender_offer(
	const struct tender_state *state, enum tender_kind kind,
	struct money amount, struct rounding rule,
	struct tender_answer *answer);

/*
 * What is still wanted, with no tender offered (to show, or after one was
 * taken back): fills answer, rounding and change 0.  False: past MONEY_MAX.
 */
RULES_MUST_CHECK bool tender_wanted(const struct tender_state *state,
	struct rounding rule, struct tender_answer *answer);

#endif
