/*
 * Losses of consigned goods: who bears how much of a missing quantity, and
 * what the producer is credited for the mart's part.
 *
 * A loss that the mart bears gives the producer what an undiscounted sale at
 * that moment's price would have given: S of line.h, no tax owed, no
 * commission (Dr 5210, Cr 2110).  Shrink has an allowance where the mart is
 * the owner: the producer bears up to fl(percent * units received since the
 * previous approved count), in whole steps of the item; it is not carried
 * over.  Where the producer is the owner he bears all: quantity only.
 */
#ifndef TITIPAN_SCHEMA_RULES_LOSS_H
#define TITIPAN_SCHEMA_RULES_LOSS_H

#include "schema/rules/line.h"

enum loss_owner {
	LOSS_MART,
	LOSS_PRODUCER,
};

/*
 * The credit for quantity lost, at today's price, tax and terms; 0 for own
 * goods.  Refused as line_price refuses; output untouched unless LINE_OK.
 */
RULES_MUST_CHECK enum line_outcome loss_credit(struct money price,
	struct quantity quantity, bool taxed, struct terms terms,
	struct tax_rate ppn, struct money *credit);

struct loss_split {
	struct quantity producer; /* quantity only */
	struct quantity mart;     /* credited */
};

/*
 * Splits missing (0 or more) between them.  received, 0 or more, since the
 * previous approved count; allowance_bp 0..10000; step above 0, thousandths
 * (pieces: 1000).  All asserted.  An allowance counts only if the mart owns.
 */
struct loss_split loss_share(struct quantity missing, struct quantity received,
	int64_t allowance_bp, struct quantity step, enum loss_owner owner);

/* A loss that was credited, and what surpluses took back of it so far. */
struct loss_credited {
	struct quantity quantity; /* credited, above 0 (asserted) */
	struct money credit;
	struct quantity back_quantity; /* 0..quantity (asserted) */
	struct money back;
};

/*
 * A surplus takes back credited loss, latest first, each at its own rupiah by
 * the to-date rule hu(credit * k / n).  Of one credited loss: *used is how
 * much of surplus (0 or more, asserted) it absorbs, *taken the rupiah that
 * come back; the caller goes on with surplus - used.  What no loss absorbs is
 * quantity only.
 */
void loss_take_back(const struct loss_credited *loss, struct quantity surplus,
	struct quantity *used, struct money *taken);

/*
 * Daily goods: in - scanned - left - wasted.  Below 0 it is shown and charged
 * to nobody.  False: past QUANTITY_MAX.
 */
RULES_MUST_CHECK bool loss_daily_missing(struct quantity in,
	struct quantity scanned, struct quantity left, struct quantity wasted,
	struct quantity *missing);

#endif
