/*
 * Whole rupiah, and the only arithmetic that may touch them.
 *
 * Money is a struct so that it cannot be added to a quantity or a day by
 * accident; its field is touched in money.c alone.  Every operation whose
 * result depends on what came from outside is checked and must be looked at:
 * it answers false and leaves its output untouched when the result would pass
 * MONEY_MAX.  There is no floating point.
 *
 * In formulas: hu(a/b) is half-up of the magnitude with the sign put back,
 * fl(a/b) the floor, lr the largest remainder.
 */
#ifndef TITIPAN_SCHEMA_RULES_MONEY_H
#define TITIPAN_SCHEMA_RULES_MONEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest magnitude of one amount, in rupiah: a million million. */
#define MONEY_MAX INT64_C(1000000000000)

/* A percent is held in basis points: 20 % = 2000. */
#define BASIS_POINTS INT64_C(10000)

/* The most parts that one amount is spread over (members of a cooperative). */
#define SPREAD_PARTS_MAX ((size_t)1000000)

#define RULES_MUST_CHECK __attribute__((warn_unused_result))

struct money {
	int64_t rupiah;
};

/* An amount written in the program; asserts |rupiah| <= MONEY_MAX. */
struct money money_of(int64_t rupiah);

/* An amount from outside (a key, a file, a column); false: out of bound. */
RULES_MUST_CHECK bool money_from(struct money *amount, int64_t rupiah);

/* The number of rupiah, to print, to bind, to compare with a weight. */
int64_t money_rupiah(struct money amount);

/* Below 0, 0 or above 0, as a is less than, equal to or more than b. */
int money_compare(struct money a, struct money b);

/* -1, 0 or 1. */
int money_sign(struct money amount);

struct money money_min(struct money a, struct money b);
struct money money_max(struct money a, struct money b);

/* The bound is symmetric, so turning the sign cannot fail. */
struct money money_neg(struct money amount);

/* a + b, a - b, a * times; false: past MONEY_MAX, output untouched. */
RULES_MUST_CHECK bool money_add(struct money *sum, struct money a,
	struct money b);
RULES_MUST_CHECK bool money_sub(struct money *difference, struct money a,
	struct money b);
RULES_MUST_CHECK bool money_mul(struct money *product, struct money a,
	int64_t times);

/* The sum of amounts[0..count); false: the sum is past MONEY_MAX. */
RULES_MUST_CHECK bool money_sum(struct money *sum, const struct money amounts[],
	size_t count);

/*
 * a + b and a - b where a rule already proves that the result is in bound
 * (the parts of a whole that was checked).  Asserts it.
 */
struct money money_plus(struct money a, struct money b);
struct money money_minus(struct money a, struct money b);

/*
 * hu(amount * times / by) and fl(amount * times / by), reckoned in 128 bits.
 * The floor goes down for negative amounts too (fl(-1/2) = -1).
 * by > 0 (asserted).  False: past MONEY_MAX, output untouched.
 */
RULES_MUST_CHECK bool money_half_up(struct money *result, struct money amount,
	int64_t times, int64_t by);
RULES_MUST_CHECK bool money_floor(struct money *result, struct money amount,
	int64_t times, int64_t by);

/* hu(amount * rate / 10000), rate in basis points. */
RULES_MUST_CHECK bool money_percent(struct money *result, struct money amount,
	int64_t rate_bp);

/*
 * hu and fl of a part of at most the whole, 0 <= times <= by (asserted): it
 * cannot pass the bound.
 */
struct money money_part_half_up(struct money whole, int64_t times, int64_t by);
struct money money_part_floor(struct money whole, int64_t times, int64_t by);

/*
 * The same on bare numbers (quantities, weights): hu(value * times / by) and
 * fl(value * times / by) for any 64-bit value and times, by > 0 (asserted).
 * False: the result does not fit in 64 bits, output untouched.
 */
RULES_MUST_CHECK bool round_half_up(int64_t *result, int64_t value,
	int64_t times, int64_t by);
RULES_MUST_CHECK bool round_floor(int64_t *result, int64_t value, int64_t times,
	int64_t by);

/*
 * lr(total; weights): part i is fl(total * w_i / W), W = sum of weights; the
 * rupiah still missing go one each to the largest total * w_i mod W, ties to
 * the lower index.  The parts add up to total exactly, a weight of 0 gets 0,
 * and if total <= W no part is more than its weight.
 *
 * total may be negative (the parts mirror those of its magnitude).
 * If all weights are 0 only a total of 0 can be spread (all parts 0): who
 * bears the rest is the caller's rule, so SPREAD_NO_WEIGHT says it.
 * parts[count] is the caller's; untouched unless SPREAD_OK.
 */
enum spread_result {
	SPREAD_OK,
	SPREAD_NO_WEIGHT,  /* total is not 0 and all weights are */
	SPREAD_BAD_WEIGHT, /* a weight below 0 or above MONEY_MAX */
	SPREAD_TOO_MANY,   /* count > SPREAD_PARTS_MAX */
};

RULES_MUST_CHECK enum spread_result spread(struct money total,
	const int64_t weights[], size_t count, struct money parts[]);

#endif
