/*
 * Largest remainder.
 *
 * Who gets one of the missing rupiah is found without sorting and without
 * memory of our own: a bisection looks for the remainder above which fewer
 * parts lie than rupiah are missing.  That is about 60 passes at most, for a
 * basket of ten lines as for a cooperative of a million members.
 */
#include "schema/rules/money.h"

#include <assert.h>

__extension__ typedef __int128 wide;

/* The sum of weights: at most SPREAD_PARTS_MAX * MONEY_MAX, so 64 bits. */
static bool sum_of(const int64_t weights[], size_t count, int64_t *sum)
{
	int64_t total = 0;

	for (size_t i = 0; i < count; i++) {
		if (weights[i] < 0 || weights[i] > MONEY_MAX)
			return false;
		total += weights[i];
	}
	*sum = total;
	return true;
}

static int64_t remainder_of(int64_t total, int64_t weight, int64_t sum)
{
	return (int64_t)((wide)total * weight % sum);
}

/* How many parts have a remainder above limit. */
static int64_t count_above(int64_t total, const int64_t weights[], size_t count,
	int64_t sum, int64_t limit)
{
	int64_t above = 0;

	for (size_t i = 0; i < count; i++)
		above += remainder_of(total, weights[i], sum) > limit;
	return above;
}

/* The least limit above which no more than missing remainders lie. */
static int64_t find_limit(int64_t total, const int64_t weights[], size_t count,
	int64_t sum, int64_t missing)
{
	int64_t low = 0, high = sum - 1;

	while (low < high) {
		int64_t middle = low + (high - low) / 2;

		if (count_above(total, weights, count, sum, middle) > missing)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/*
 * Those above the limit get one rupiah each, and what is then still missing
 * goes to those at the limit, lower index first.  A remainder is below sum, so
 * fewer rupiah are missing than there are remainders above 0: a weight of 0
 * gets none, and it is enough for all.
 */
static void hand_out(int64_t total, const int64_t weights[], size_t count,
	int64_t sum, int64_t missing, bool negative, struct money parts[])
{
	int64_t limit = find_limit(total, weights, count, sum, missing);
	int64_t at_limit =
		missing - count_above(total, weights, count, sum, limit);

	for (size_t i = 0; i < count; i++) {
		int64_t rest = remainder_of(total, weights[i], sum);
		int64_t part = (int64_t)((wide)total * weights[i] / sum);

		if (rest > limit) {
			part++;
		} else if (rest == limit && at_limit > 0) {
			part++;
			at_limit--;
		}
		parts[i] = money_of(negative ? -part : part);
	}
	assert(at_limit == 0);
}

enum spread_result spread(struct money total, const int64_t weights[],
	size_t count, struct money parts[])
{
	bool negative = money_sign(total) < 0;
	int64_t magnitude = money_rupiah(negative ? money_neg(total) : total);
	int64_t missing = magnitude;
	int64_t sum;

	if (count > SPREAD_PARTS_MAX)
		return SPREAD_TOO_MANY;
	if (!sum_of(weights, count, &sum))
		return SPREAD_BAD_WEIGHT;
	if (sum == 0 && magnitude != 0)
		return SPREAD_NO_WEIGHT;
	if (magnitude == 0) {
		for (size_t i = 0; i < count; i++)
			parts[i] = money_of(0);
		return SPREAD_OK;
	}
	for (size_t i = 0; i < count; i++)
		missing -= (int64_t)((wide)magnitude * weights[i] / sum);
	hand_out(magnitude, weights, count, sum, missing, negative, parts);
	return SPREAD_OK;
}
