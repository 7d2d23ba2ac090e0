/*
 * A basket, in three passes: every line alone gives the weights, the basket's
 * discount is spread over them, and the lines that bear a part are priced
 * again with it.
 */
#include "schema/rules/basket.h"

#include <assert.h>

static enum basket_outcome price_alone(const struct basket_line lines[],
	size_t count, struct tax_rate ppn, struct line_result results[],
	struct basket_failure *failure)
{
	for (size_t i = 0; i < count; i++) {
		enum line_outcome outcome =
			line_price(&lines[i].line, ppn, &results[i]);

		if (outcome != LINE_OK) {
			*failure = (struct basket_failure){i, outcome};
			return BASKET_LINE_REFUSED;
		}
	}
	return BASKET_OK;
}

/* The basket's discount as one amount, of what may be discounted. */
static enum basket_outcome amount_of(struct basket_discount discount,
	struct money discountable, struct money *amount)
{
	switch (discount.kind) {
	case BASKET_DISCOUNT_NONE:
		*amount = money_of(0);
		return BASKET_OK;
	case BASKET_DISCOUNT_AMOUNT:
		if (discount.value < 0)
			return BASKET_DISCOUNT_VALUE;
		if (discount.value > money_rupiah(discountable))
			return BASKET_DISCOUNT_EXCEEDS;
		*amount = money_of(discount.value);
		return BASKET_OK;
	case BASKET_DISCOUNT_PERCENT:
		if (discount.value < 0 || discount.value > BASIS_POINTS)
			return BASKET_DISCOUNT_VALUE;
		*amount = money_part_half_up(discountable, discount.value,
			BASIS_POINTS);
		return BASKET_OK;
	}
	return BASKET_DISCOUNT_VALUE;
}

static enum basket_outcome spread_discount(const struct basket_line lines[],
	size_t count, struct basket_discount discount,
	const struct line_result results[], struct money parts[],
	struct money *amount)
{
	struct money discountable = money_of(0);
	int64_t weights[BASKET_LINES_MAX];
	enum basket_outcome outcome;
	enum spread_result spread_result;

	for (size_t i = 0; i < count; i++) {
		struct money weight = lines[i].discountable
			? results[i].derived.net
			: money_of(0);

		weights[i] = money_rupiah(weight);
		if (!money_add(&discountable, discountable, weight))
			return BASKET_OVERFLOW;
	}
	outcome = amount_of(discount, discountable, amount);
	if (outcome != BASKET_OK)
		return outcome;
	/* Not above the sum of the weights, so it can be spread. */
	spread_result = spread(*amount, weights, count, parts);
	assert(spread_result == SPREAD_OK);
	(void)spread_result;
	return BASKET_OK;
}

/* Prices one line again with its part of the basket's discount. */
static enum line_outcome price_with(const struct basket_line *basket_line,
	struct money part, struct tax_rate ppn, struct line_result *result)
{
	struct line_discount discounts[LINE_DISCOUNTS_MAX];
	struct line_input line = basket_line->line;

	if (line.discount_count == LINE_DISCOUNTS_MAX)
		return LINE_TOO_MANY_DISCOUNTS;
	for (size_t i = 0; i < line.discount_count; i++)
		discounts[i] = line.discounts[i];
	discounts[line.discount_count++] = (struct line_discount){
		.kind = DISCOUNT_BASKET,
		.amount = part,
		.producer_percent = basket_line->producer_percent,
	};
	line.discounts = discounts;
	return line_price(&line, ppn, result);
}

static bool add_line(struct basket_totals *totals,
	const struct line_result *result)
{
	const struct line_amounts *stored = &result->stored;

	/* The discounts, net and tax lie within gross; a share need not. */
	if (!money_add(&totals->gross, totals->gross, stored->gross) ||
		!money_add(&totals->share, totals->share, stored->share))
		return false;
	totals->discounts = money_plus(totals->discounts,
		money_plus(stored->discount_producer, stored->discount_mart));
	totals->net = money_plus(totals->net, result->derived.net);
	totals->tax = money_plus(totals->tax, stored->tax);
	return true;
}

enum basket_outcome basket_price(const struct basket_line lines[], size_t count,
	struct basket_discount discount, struct tax_rate ppn,
	struct line_result results[], struct money parts[],
	struct basket_totals *totals, struct basket_failure *failure)
{
	struct money spread_parts[BASKET_LINES_MAX];
	struct basket_totals sum = {.gross = money_of(0)};
	enum basket_outcome outcome;

	if (count > BASKET_LINES_MAX)
		return BASKET_TOO_MANY_LINES;
	outcome = price_alone(lines, count, ppn, results, failure);
	if (outcome != BASKET_OK)
		return outcome;
	outcome = spread_discount(lines, count, discount, results, spread_parts,
		&sum.basket_discount);
	if (outcome != BASKET_OK)
		return outcome;
	for (size_t i = 0; i < count; i++) {
		if (money_sign(spread_parts[i]) > 0) {
			enum line_outcome why = price_with(&lines[i],
				spread_parts[i], ppn, &results[i]);

			if (why != LINE_OK) {
				*failure = (struct basket_failure){i, why};
				return BASKET_LINE_REFUSED;
			}
		}
		if (parts)
			parts[i] = spread_parts[i];
		if (!add_line(&sum, &results[i]))
			return BASKET_OVERFLOW;
	}
	*totals = sum;
	return BASKET_OK;
}
