/*
 * Quantities in thousandths of an item's unit (pieces, kg), checked as money
 * is.  Three pieces are 3000, 0.237 kg is 237.  The field is touched in
 * quantity.c alone.
 */
#ifndef TITIPAN_SCHEMA_RULES_QUANTITY_H
#define TITIPAN_SCHEMA_RULES_QUANTITY_H

#include "schema/rules/money.h"

/* The largest magnitude of one quantity, in thousandths. */
#define QUANTITY_MAX INT64_C(1000000000000)

/* Thousandths in one unit. */
#define QUANTITY_ONE INT64_C(1000)

struct quantity {
	int64_t thousandths;
};

/* A quantity written in the program; asserts the bound. */
struct quantity quantity_of(int64_t thousandths);

/* A quantity from outside; false: out of bound, output untouched. */
RULES_MUST_CHECK bool quantity_from(struct quantity *quantity,
	int64_t thousandths);

int64_t quantity_thousandths(struct quantity quantity);

/* Below 0, 0 or above 0, as a is less than, equal to or more than b. */
int quantity_compare(struct quantity a, struct quantity b);

/* -1, 0 or 1. */
int quantity_sign(struct quantity quantity);

struct quantity quantity_min(struct quantity a, struct quantity b);

/* The bound is symmetric, so turning the sign cannot fail. */
struct quantity quantity_neg(struct quantity quantity);

/* a + b, a - b; false: past QUANTITY_MAX, output untouched. */
RULES_MUST_CHECK bool quantity_add(struct quantity *sum, struct quantity a,
	struct quantity b);
RULES_MUST_CHECK bool quantity_sub(struct quantity *difference,
	struct quantity a, struct quantity b);

/* Where a rule already proves that the difference is in bound; asserts it. */
struct quantity quantity_minus(struct quantity a, struct quantity b);

/* Whether it is a whole number of steps (pieces: 1000; kg by gram: 1). */
bool quantity_is_multiple(struct quantity quantity, struct quantity step);

/* hu(price * quantity / 1000), price in rupiah a unit; false: past bound. */
RULES_MUST_CHECK bool quantity_amount(struct money *amount, struct money price,
	struct quantity quantity);

#endif
