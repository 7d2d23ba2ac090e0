/* The free unit of a group, spread over all of the group. */
#include "schema/rules/promotion.h"

bool promotion_free_unit(const struct money prices[], size_t units,
	struct money discounts[])
{
	int64_t weights[PROMOTION_GROUP_MAX];
	struct money cheapest;

	if (units == 0 || units > PROMOTION_GROUP_MAX)
		return false;
	cheapest = prices[0];
	for (size_t i = 0; i < units; i++) {
		cheapest = money_min(cheapest, prices[i]);
		weights[i] = money_rupiah(prices[i]);
	}
	/* A price below 0 is a bad weight. */
	return spread(cheapest, weights, units, discounts) == SPREAD_OK;
}
