/*
 * The cost of own goods that leave: the moving average of what is on hand.
 *
 *   cost = hu(value * q / on hand)     while something is on hand
 *   cost = hu(last cost * q / 1000)    when the book says none is left
 *
 * Goods are sold even when the book says 0 (it is wrong more often than the
 * shelf), so the second line is a normal case, not an error.
 */
#ifndef TITIPAN_SCHEMA_RULES_COST_H
#define TITIPAN_SCHEMA_RULES_COST_H

#include "schema/rules/money.h"
#include "schema/rules/quantity.h"

/* What is on hand of one item, before the goods leave. */
struct cost_on_hand {
	struct quantity quantity; /* may be 0 or below */
	struct money value;       /* rupiah; below 0 counts as none on hand */
	struct money last_unit;   /* the last cost a unit, 0 or more */
};

/*
 * The cost of quantity (above 0, asserted) that leaves now.  False: past
 * MONEY_MAX, output untouched.
 */
RULES_MUST_CHECK bool cost_of(const struct cost_on_hand *on_hand,
	struct quantity quantity, struct money *cost);

#endif
