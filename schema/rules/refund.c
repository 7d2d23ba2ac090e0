/*
 * Refunds: the to-date rule for a line, what is due on the receipt, and how it
 * is given back.
 */
#include "schema/rules/refund.h"

#include <assert.h>

/* One stored amount: to date, less what earlier refunds took. */
static bool mirror(struct money *part, struct money sold, struct money taken,
	int64_t to_date, int64_t of)
{
	return money_sub(part, money_part_half_up(sold, to_date, of), taken);
}

static bool mirror_all(const struct refund_line *line, int64_t to_date,
	struct line_amounts *part)
{
	const struct line_amounts *sold = &line->sold;
	const struct line_amounts *taken = &line->taken;
	int64_t of = quantity_thousandths(line->sold_quantity);

	return mirror(&part->gross, sold->gross, taken->gross, to_date, of) &&
		mirror(&part->discount_producer, sold->discount_producer,
			taken->discount_producer, to_date, of) &&
		mirror(&part->discount_mart, sold->discount_mart,
			taken->discount_mart, to_date, of) &&
		mirror(&part->tax, sold->tax, taken->tax, to_date, of) &&
		mirror(&part->tax_base, sold->tax_base, taken->tax_base,
			to_date, of) &&
		mirror(&part->share, sold->share, taken->share, to_date, of);
}

/* Six amounts in bound: no sum of theirs passes 64 bits. */
static int64_t net_of(const struct line_amounts *amounts)
{
	return money_rupiah(amounts->gross) -
		money_rupiah(amounts->discount_producer) -
		money_rupiah(amounts->discount_mart);
}

enum refund_outcome refund_part(const struct refund_line *line,
	struct quantity quantity, struct line_amounts *part, struct money *net)
{
	int64_t sold = quantity_thousandths(line->sold_quantity);
	int64_t taken = quantity_thousandths(line->taken_quantity);
	int64_t to_date = taken + quantity_thousandths(quantity);
	struct line_amounts now;
	int64_t kept, returned;

	assert(sold > 0 && taken >= 0);
	if (quantity_sign(quantity) <= 0)
		return REFUND_NOT_POSITIVE;
	if (to_date > sold)
		return REFUND_MORE_THAN_LEFT;
	if (!mirror_all(line, to_date, &now))
		return REFUND_OVERFLOW;
	returned = net_of(&now);
	kept = net_of(&line->sold) - net_of(&line->taken) - returned;
	if (returned < 0 || kept < 0)
		return REFUND_TOO_SMALL;
	if (!money_from(net, returned))
		return REFUND_OVERFLOW;
	*part = now;
	return REFUND_OK;
}

/* target(K): what the buyer should have paid for what is kept. */
static bool target_of(const struct refund_receipt *receipt, struct money kept,
	struct money *target)
{
	struct money part;

	if (!receipt->completed_by_cash ||
		money_compare(kept, receipt->noncash) <= 0) {
		*target = kept;
		return true;
	}
	part = money_minus(kept, receipt->noncash);
	return rounding_apply(receipt->rounding, part, &part) &&
		money_add(target, receipt->noncash, part);
}

enum refund_outcome refund_due(const struct refund_receipt *receipt,
	struct money kept, struct money returned, struct money *due,
	struct money *rounding)
{
	struct money target, back;

	assert(money_sign(returned) >= 0 && money_sign(receipt->noncash) >= 0);
	if (money_sign(kept) < 0)
		return REFUND_MORE_THAN_LEFT;
	if (!target_of(receipt, kept, &target) ||
		!money_sub(&back, receipt->paid, target))
		return REFUND_OVERFLOW;
	if (money_sign(back) < 0)
		return REFUND_TOO_SMALL;
	*due = back;
	*rounding = money_minus(back, returned);
	return REFUND_OK;
}

bool refund_in_cash(struct money due, int64_t unit, struct money *given,
	struct money *extra)
{
	struct rounding up = {unit, ROUNDING_UP};
	struct money rounded;

	if (!rounding_apply(up, due, &rounded))
		return false;
	*extra = money_minus(rounded, due);
	*given = rounded;
	return true;
}

void refund_split(struct money due, struct money cash_left,
	struct money noncash_left, int64_t unit, struct money *cash,
	struct money *noncash)
{
	struct rounding down = {unit, ROUNDING_DOWN};
	struct money none = money_of(0);
	struct money coins = none;
	bool fits;

	/* Down is never past the bound. */
	fits = rounding_apply(down, money_min(due, money_max(none, cash_left)),
		&coins);
	assert(fits);
	(void)fits;
	*noncash = money_min(money_minus(due, coins),
		money_max(none, noncash_left));
	*cash = money_minus(due, *noncash);
}

bool refund_exchange(struct money due, struct money total, int64_t unit,
	struct refund_exchange *exchange)
{
	struct money tender = money_min(due, total);
	struct money given, extra;

	if (!refund_in_cash(money_minus(due, tender), unit, &given, &extra))
		return false;
	*exchange = (struct refund_exchange){
		.tender = tender,
		.wanted = money_minus(total, tender),
		.paid_out = given,
		.extra = extra,
	};
	return true;
}
