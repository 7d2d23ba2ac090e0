/*
 * A free unit in a group ("buy 2 get 1"): the group's cheapest unit is free
 * (the greatest saving), and its price is spread over all units of the group
 * by largest remainder of their prices, so that no one producer pays for the
 * whole promotion and a later return gives back what was really paid.
 */
#ifndef TITIPAN_SCHEMA_RULES_PROMOTION_H
#define TITIPAN_SCHEMA_RULES_PROMOTION_H

#include "schema/rules/money.h"

/* The most units in one group. */
#define PROMOTION_GROUP_MAX 100

/*
 * discounts[i] is the part of the free unit's price that unit i bears; they
 * add up to the cheapest price.  units in the order of their lines (ties).
 * False: no unit or more than PROMOTION_GROUP_MAX, or a price below 0;
 * discounts untouched.
 */
RULES_MUST_CHECK bool promotion_free_unit(const struct money prices[],
	size_t units, struct money discounts[]);

#endif
