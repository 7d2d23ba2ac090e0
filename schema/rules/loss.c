/* Losses: a credit is a sale line without discounts and without its tax. */
#include "schema/rules/loss.h"

#include <assert.h>

enum line_outcome loss_credit(struct money price, struct quantity quantity,
	bool taxed, struct terms terms, struct tax_rate ppn,
	struct money *credit)
{
	struct line_input line = {
		.price = price,
		.quantity = quantity,
		.taxed = taxed,
		.terms = terms,
	};
	struct line_result result;
	enum line_outcome outcome = line_price(&line, ppn, &result);

	if (outcome == LINE_OK)
		*credit = result.stored.share;
	return outcome;
}

/* fl(allowance of received) in whole steps; at most received. */
static struct quantity allowance_of(struct quantity received,
	int64_t allowance_bp, struct quantity step)
{
	int64_t whole = quantity_thousandths(step);
	int64_t thousandths = 0;
	bool fits = round_floor(&thousandths, quantity_thousandths(received),
		allowance_bp, BASIS_POINTS);

	assert(fits);
	(void)fits;
	return quantity_of(thousandths - thousandths % whole);
}

struct loss_split loss_share(struct quantity missing, struct quantity received,
	int64_t allowance_bp, struct quantity step, enum loss_owner owner)
{
	struct loss_split split = {missing, quantity_of(0)};

	assert(quantity_sign(missing) >= 0 && quantity_sign(received) >= 0);
	assert(allowance_bp >= 0 && allowance_bp <= BASIS_POINTS);
	assert(quantity_sign(step) > 0);
	if (owner == LOSS_PRODUCER)
		return split;
	split.producer = quantity_min(missing,
		allowance_of(received, allowance_bp, step));
	split.mart = quantity_minus(missing, split.producer);
	return split;
}

void loss_take_back(const struct loss_credited *loss, struct quantity surplus,
	struct quantity *used, struct money *taken)
{
	struct quantity left =
		quantity_minus(loss->quantity, loss->back_quantity);
	struct quantity now = quantity_min(surplus, left);
	int64_t to_date = quantity_thousandths(loss->back_quantity) +
		quantity_thousandths(now);

	assert(quantity_sign(loss->quantity) > 0);
	assert(quantity_sign(left) >= 0);
	assert(quantity_sign(loss->back_quantity) >= 0);
	assert(quantity_sign(surplus) >= 0);
	*used = now;
	*taken = money_minus(money_part_half_up(loss->credit, to_date,
				     quantity_thousandths(loss->quantity)),
		loss->back);
}

bool loss_daily_missing(struct quantity in, struct quantity scanned,
	struct quantity left, struct quantity wasted, struct quantity *missing)
{
	/* Four quantities in bound cannot pass 64 bits. */
	return quantity_from(missing,
		quantity_thousandths(in) - quantity_thousandths(scanned) -
			quantity_thousandths(left) -
			quantity_thousandths(wasted));
}
