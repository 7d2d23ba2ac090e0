/*
 * A sale line, in the order of line.h's formulas: input, gross and discounts,
 * tax, share, and what follows.
 *
 * Once G is in bound and the discounts are within it, every other amount of
 * percent terms lies between 0 and G; only an agreed cost can pass the bound
 * again, and it is checked.  So the differences below are asserted ones.
 */
#include "schema/rules/line.h"

static enum line_outcome check_terms(const struct terms *terms)
{
	switch (terms->kind) {
	case TERMS_OWN:
		return LINE_OK;
	case TERMS_PERCENT:
	case TERMS_PERCENT_BEFORE_PPN:
		if (terms->value < 0 || terms->value > BASIS_POINTS)
			return LINE_TERMS_VALUE;
		return LINE_OK;
	case TERMS_COST:
		if (terms->value < 0 || terms->value > MONEY_MAX)
			return LINE_TERMS_VALUE;
		return LINE_OK;
	}
	return LINE_TERMS_VALUE;
}

static enum line_outcome check_discount(const struct line_discount *discount,
	bool own)
{
	if (money_sign(discount->amount) < 0)
		return LINE_DISCOUNT_NEGATIVE;
	if (discount->producer_percent < 0 || discount->producer_percent > 100)
		return LINE_DISCOUNT_PERCENT;
	if (own && discount->producer_percent != 0)
		return LINE_DISCOUNT_NO_PRODUCER;
	return LINE_OK;
}

static enum line_outcome check_input(const struct line_input *line,
	struct tax_rate ppn)
{
	if (money_sign(line->price) < 0)
		return LINE_PRICE_NEGATIVE;
	if (quantity_sign(line->quantity) <= 0)
		return LINE_QUANTITY_NOT_POSITIVE;
	if (line->discount_count > LINE_DISCOUNTS_MAX)
		return LINE_TOO_MANY_DISCOUNTS;
	for (size_t i = 0; i < line->discount_count; i++) {
		enum line_outcome outcome = check_discount(&line->discounts[i],
			line->terms.kind == TERMS_OWN);

		if (outcome != LINE_OK)
			return outcome;
	}
	if (line->taxed &&
		(ppn.numerator < 0 || ppn.denominator <= ppn.numerator))
		return LINE_TAX_RATE;
	return check_terms(&line->terms);
}

/* dp and dm.  Each discount is at most what is left of G, so no overflow. */
static enum line_outcome split_discounts(const struct line_input *line,
	struct line_amounts *stored)
{
	struct money left = stored->gross;
	struct money all = money_of(0);
	struct money producer = money_of(0);

	for (size_t i = 0; i < line->discount_count; i++) {
		const struct line_discount *discount = &line->discounts[i];

		if (money_compare(discount->amount, left) > 0)
			return LINE_NET_NEGATIVE;
		left = money_minus(left, discount->amount);
		all = money_plus(all, discount->amount);
		producer = money_plus(producer,
			money_part_floor(discount->amount,
				discount->producer_percent, 100));
	}
	stored->discount_producer = producer;
	stored->discount_mart = money_minus(all, producer);
	return LINE_OK;
}

int64_t line_percent_max(enum terms_kind kind, struct tax_rate ppn)
{
	if (kind != TERMS_PERCENT_BEFORE_PPN)
		return BASIS_POINTS;
	return BASIS_POINTS * (ppn.denominator - ppn.numerator) /
		ppn.denominator;
}

static enum line_outcome reckon_share(const struct line_input *line,
	struct line_amounts *stored)
{
	struct money before_ppn =
		money_minus(stored->gross, stored->discount_producer);
	struct money base = money_minus(before_ppn, stored->tax_base);
	struct money commission = base;
	struct money cost;

	if (line->terms.kind == TERMS_COST) {
		if (!quantity_amount(&cost, money_of(line->terms.value),
			    line->quantity))
			return LINE_OVERFLOW;
		stored->share = money_max(money_of(0),
			money_minus(cost, stored->discount_producer));
		return LINE_OK;
	}
	if (line->terms.kind == TERMS_PERCENT)
		commission = money_part_half_up(base, line->terms.value,
			BASIS_POINTS);
	else if (line->terms.kind == TERMS_PERCENT_BEFORE_PPN)
		commission = money_part_half_up(before_ppn, line->terms.value,
			BASIS_POINTS);
	if (money_compare(commission, base) > 0)
		return LINE_SHARE_NEGATIVE;
	stored->share = money_minus(base, commission);
	return LINE_OK;
}

struct line_derived line_derive(const struct line_amounts *stored, bool own)
{
	struct money before_ppn =
		money_minus(stored->gross, stored->discount_producer);
	struct line_derived derived;

	derived.net = money_minus(before_ppn, stored->discount_mart);
	derived.base = money_minus(before_ppn, stored->tax_base);
	derived.margin = money_minus(money_minus(derived.net, stored->tax),
		stored->share);
	if (own) {
		derived.commission = money_of(0);
		derived.discount_net = money_of(0);
	} else {
		derived.commission = money_minus(derived.base, stored->share);
		derived.discount_net =
			money_minus(derived.commission, derived.margin);
	}
	return derived;
}

enum line_outcome line_price(const struct line_input *line, struct tax_rate ppn,
	struct line_result *result)
{
	struct line_amounts stored = {.tax = money_of(0)};
	enum line_outcome outcome = check_input(line, ppn);

	if (outcome != LINE_OK)
		return outcome;
	if (!quantity_amount(&stored.gross, line->price, line->quantity))
		return LINE_OVERFLOW;
	outcome = split_discounts(line, &stored);
	if (outcome != LINE_OK)
		return outcome;
	if (line->taxed) {
		struct money before_ppn =
			money_minus(stored.gross, stored.discount_producer);
		struct money net =
			money_minus(before_ppn, stored.discount_mart);

		stored.tax =
			money_part_half_up(net, ppn.numerator, ppn.denominator);
		stored.tax_base = money_part_half_up(before_ppn, ppn.numerator,
			ppn.denominator);
	}
	outcome = reckon_share(line, &stored);
	if (outcome != LINE_OK)
		return outcome;
	result->stored = stored;
	result->derived = line_derive(&stored, line->terms.kind == TERMS_OWN);
	return LINE_OK;
}

bool line_is_below_share(const struct line_result *result)
{
	/* Own goods owe no share, and a tax is never above what it is on. */
	return money_sign(result->derived.margin) < 0;
}

bool discount_within(struct money discount, struct money gross,
	int64_t limit_bp)
{
	return money_compare(discount,
		       money_part_floor(gross, limit_bp, BASIS_POINTS)) <= 0;
}
