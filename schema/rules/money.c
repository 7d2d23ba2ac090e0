/*
 * Whole rupiah.  The one file that touches struct money's field.
 *
 * Every product is reckoned in 128 bits: two 64-bit factors always fit, so no
 * intermediate can overflow, and the bound is looked at once, at the end.
 */
#include "schema/rules/money.h"

#include <assert.h>

__extension__ typedef __int128 wide;

struct money money_of(int64_t rupiah)
{
	assert(rupiah >= -MONEY_MAX && rupiah <= MONEY_MAX);
	return (struct money){rupiah};
}

static bool bounded(struct money *amount, wide rupiah)
{
	if (rupiah < -MONEY_MAX || rupiah > MONEY_MAX)
		return false;
	amount->rupiah = (int64_t)rupiah;
	return true;
}

bool money_from(struct money *amount, int64_t rupiah)
{
	return bounded(amount, rupiah);
}

int64_t money_rupiah(struct money amount)
{
	return amount.rupiah;
}

int money_compare(struct money a, struct money b)
{
	return (a.rupiah > b.rupiah) - (a.rupiah < b.rupiah);
}

int money_sign(struct money amount)
{
	return (amount.rupiah > 0) - (amount.rupiah < 0);
}

struct money money_min(struct money a, struct money b)
{
	return a.rupiah < b.rupiah ? a : b;
}

struct money money_max(struct money a, struct money b)
{
	return a.rupiah > b.rupiah ? a : b;
}

struct money money_neg(struct money amount)
{
	return money_of(-amount.rupiah);
}

bool money_add(struct money *sum, struct money a, struct money b)
{
	return bounded(sum, (wide)a.rupiah + b.rupiah);
}

bool money_sub(struct money *difference, struct money a, struct money b)
{
	return bounded(difference, (wide)a.rupiah - b.rupiah);
}

bool money_mul(struct money *product, struct money a, int64_t times)
{
	return bounded(product, (wide)a.rupiah * times);
}

bool money_sum(struct money *sum, const struct money amounts[], size_t count)
{
	wide total = 0;

	for (size_t i = 0; i < count; i++)
		total += amounts[i].rupiah;
	return bounded(sum, total);
}

struct money money_plus(struct money a, struct money b)
{
	return money_of(a.rupiah + b.rupiah);
}

struct money money_minus(struct money a, struct money b)
{
	return money_of(a.rupiah - b.rupiah);
}

/* |value * times| is at most 2^126, so nothing below can overflow. */
static wide half_up(int64_t value, int64_t times, int64_t by)
{
	assert(by > 0);

	wide product = (wide)value * times;
	wide magnitude = product < 0 ? -product : product;
	wide quotient = magnitude / by;

	if (2 * (magnitude % by) >= by)
		quotient++;
	return product < 0 ? -quotient : quotient;
}

static wide floor_of(int64_t value, int64_t times, int64_t by)
{
	assert(by > 0);

	wide product = (wide)value * times;

	return product / by - (product % by < 0);
}

static bool narrow(int64_t *result, wide value)
{
	if (value < INT64_MIN || value > INT64_MAX)
		return false;
	*result = (int64_t)value;
	return true;
}

bool round_half_up(int64_t *result, int64_t value, int64_t times, int64_t by)
{
	return narrow(result, half_up(value, times, by));
}

bool round_floor(int64_t *result, int64_t value, int64_t times, int64_t by)
{
	return narrow(result, floor_of(value, times, by));
}

bool money_half_up(struct money *result, struct money amount, int64_t times,
	int64_t by)
{
	return bounded(result, half_up(amount.rupiah, times, by));
}

bool money_floor(struct money *result, struct money amount, int64_t times,
	int64_t by)
{
	return bounded(result, floor_of(amount.rupiah, times, by));
}

bool money_percent(struct money *result, struct money amount, int64_t rate_bp)
{
	return money_half_up(result, amount, rate_bp, BASIS_POINTS);
}

struct money money_part_half_up(struct money whole, int64_t times, int64_t by)
{
	assert(times >= 0 && times <= by);
	return money_of((int64_t)half_up(whole.rupiah, times, by));
}

struct money money_part_floor(struct money whole, int64_t times, int64_t by)
{
	assert(times >= 0 && times <= by);
	return money_of((int64_t)floor_of(whole.rupiah, times, by));
}
