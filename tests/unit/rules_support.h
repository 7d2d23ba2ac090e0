/*
 * What the tests of schema/rules share: rupiah in assertions, a generator
 * whose numbers are the same on every run, and the postings of a sale line.
 */
#ifndef TITIPAN_TESTS_UNIT_RULES_SUPPORT_H
#define TITIPAN_TESTS_UNIT_RULES_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schema/rules/line.h"

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

#define assert_rupiah(amount, expected) \
	assert_int_equal(money_rupiah(amount), (expected))

#define assert_thousandths(amount, expected) \
	assert_int_equal(quantity_thousandths(amount), (expected))

/* The rate of 2025: 12 % on 11/12 of the price. */
static const struct tax_rate rules_ppn = {11, 111};

/* splitmix64: the whole state is one number. */
static inline uint64_t rules_random(uint64_t *state)
{
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* A number in low..high. */
static inline int64_t rules_between(uint64_t *state, int64_t low, int64_t high)
{
	uint64_t span = (uint64_t)(high - low) + 1;

	return low + (int64_t)(rules_random(state) % span);
}

/*
 * Debits less credits of one line's postings; 0 if they are right.
 * agent      Dr tender N, 4190 dn; Cr 2120 T, 2110 S, 4110 c
 * principal  Dr tender N, 5110 S; Cr 2120 T, 4120 N - T, 2110 S
 * own        Dr tender N; Cr 2120 T, 4120 N - T
 */
static inline int64_t rules_unbalanced(const struct line_result *line,
	const struct terms *terms)
{
	int64_t net = money_rupiah(line->derived.net);
	int64_t tax = money_rupiah(line->stored.tax);
	int64_t share = money_rupiah(line->stored.share);

	if (terms->kind == TERMS_OWN)
		return net - tax - (net - tax) + share;
	if (terms->principal)
		return net + share - tax - (net - tax) - share;
	return net + money_rupiah(line->derived.discount_net) - tax - share -
		money_rupiah(line->derived.commission);
}

#endif
