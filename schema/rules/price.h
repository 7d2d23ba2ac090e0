/*
 * Retail prices and rates that follow from an agreement: cost-plus, tiers by
 * unit price and tiers by a month's volume.
 */
#ifndef TITIPAN_SCHEMA_RULES_PRICE_H
#define TITIPAN_SCHEMA_RULES_PRICE_H

#include "schema/rules/money.h"

/* The most tiers in one agreement. */
#define PRICE_TIERS_MAX 16

/* One tier: from the limit before it (or 0) up to and with its own limit. */
struct tier {
	struct money limit; /* rupiah; of the last tier MONEY_MAX */
	int64_t rate_bp;    /* commission, basis points */
};

/*
 * The least multiple of unit that is not below cost * (10000 + plus_bp) /
 * 10000, reckoned exactly (no rounding in between).  cost >= 0, plus_bp >= 0,
 * unit > 0 (asserted).  False: past MONEY_MAX.
 */
RULES_MUST_CHECK bool price_cost_plus(struct money *price, struct money cost,
	int64_t plus_bp, int64_t unit);

/*
 * Whether tiers are usable: 1..PRICE_TIERS_MAX, limits rise, the last is
 * MONEY_MAX, rates are 0..10000.
 */
bool tier_table_valid(const struct tier tiers[], size_t count);

/*
 * The rate of the tier that holds amount (a unit price before discount, or
 * last month's closed volume).  tiers must be valid (asserted), amount >= 0
 * (a negative one is in the first tier).
 */
int64_t tier_rate(const struct tier tiers[], size_t count, struct money amount);

/*
 * phi(v) = hu(sum over tiers of rate * part of v in the tier / 10000): the
 * commission on a month's volume v, never retroactive.  v below 0 counts as 0.
 * A line's commission is phi(V + B) - phi(V).  tiers must be valid (asserted).
 */
struct money tier_commission_on(const struct tier tiers[], size_t count,
	struct money volume);

/* phi(volume + base) - phi(volume); false: volume + base past MONEY_MAX. */
RULES_MUST_CHECK bool tier_commission(struct money *commission,
	const struct tier tiers[], size_t count, struct money volume,
	struct money base);

#endif
