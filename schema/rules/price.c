/* Prices by cost-plus, and commission by tiers. */
#include "schema/rules/price.h"

#include <assert.h>

bool price_cost_plus(struct money *price, struct money cost, int64_t plus_bp,
	int64_t unit)
{
	struct money steps, least;
	int64_t percent, by;

	assert(money_sign(cost) >= 0 && plus_bp >= 0 && unit > 0);
	if (__builtin_add_overflow(BASIS_POINTS, plus_bp, &percent) ||
		__builtin_mul_overflow(BASIS_POINTS, unit, &by))
		return false;
	/* The least multiple not below x is -fl(-x / unit) * unit. */
	if (!money_floor(&steps, money_neg(cost), percent, by) ||
		!money_mul(&least, money_neg(steps), unit))
		return false;
	*price = least;
	return true;
}

bool tier_table_valid(const struct tier tiers[], size_t count)
{
	struct money before = money_of(0);

	if (count < 1 || count > PRICE_TIERS_MAX)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (money_compare(tiers[i].limit, before) <= 0)
			return false;
		if (tiers[i].rate_bp < 0 || tiers[i].rate_bp > BASIS_POINTS)
			return false;
		before = tiers[i].limit;
	}
	return money_rupiah(before) == MONEY_MAX;
}

int64_t tier_rate(const struct tier tiers[], size_t count, struct money amount)
{
	size_t i = 0;

	assert(tier_table_valid(tiers, count));
	while (money_compare(amount, tiers[i].limit) > 0)
		i++;
	return tiers[i].rate_bp;
}

/*
 * The sum of rate * part is at most 10^4 * 10^12: it is added up exactly and
 * rounded once.
 */
struct money tier_commission_on(const struct tier tiers[], size_t count,
	struct money volume)
{
	struct money before = money_of(0);
	int64_t sum = 0; /* rupiah times basis points */

	assert(tier_table_valid(tiers, count));
	for (size_t i = 0; i < count; i++) {
		struct money upto = money_min(volume, tiers[i].limit);

		if (money_compare(upto, before) <= 0)
			break;
		sum += money_rupiah(money_minus(upto, before)) *
			tiers[i].rate_bp;
		before = upto;
	}
	return money_of((sum + BASIS_POINTS / 2) / BASIS_POINTS);
}

bool tier_commission(struct money *commission, const struct tier tiers[],
	size_t count, struct money volume, struct money base)
{
	struct money after;

	if (!money_add(&after, volume, base))
		return false;
	*commission = money_minus(tier_commission_on(tiers, count, after),
		tier_commission_on(tiers, count, volume));
	return true;
}
