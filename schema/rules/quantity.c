/* Quantities in thousandths.  The one file that touches their field. */
#include "schema/rules/quantity.h"

#include <assert.h>

static bool in_bound(int64_t thousandths)
{
	return thousandths >= -QUANTITY_MAX && thousandths <= QUANTITY_MAX;
}

struct quantity quantity_of(int64_t thousandths)
{
	assert(in_bound(thousandths));
	return (struct quantity){thousandths};
}

bool quantity_from(struct quantity *quantity, int64_t thousandths)
{
	if (!in_bound(thousandths))
		return false;
	quantity->thousandths = thousandths;
	return true;
}

int64_t quantity_thousandths(struct quantity quantity)
{
	return quantity.thousandths;
}

int quantity_compare(struct quantity a, struct quantity b)
{
	return (a.thousandths > b.thousandths) -
		(a.thousandths < b.thousandths);
}

int quantity_sign(struct quantity quantity)
{
	return (quantity.thousandths > 0) - (quantity.thousandths < 0);
}

struct quantity quantity_min(struct quantity a, struct quantity b)
{
	return a.thousandths < b.thousandths ? a : b;
}

struct quantity quantity_neg(struct quantity quantity)
{
	return quantity_of(-quantity.thousandths);
}

bool quantity_add(struct quantity *sum, struct quantity a, struct quantity b)
{
	int64_t thousandths;

	return !__builtin_add_overflow(a.thousandths, b.thousandths,
		       &thousandths) &&
		quantity_from(sum, thousandths);
}

bool quantity_sub(struct quantity *difference, struct quantity a,
	struct quantity b)
{
	int64_t thousandths;

	return !__builtin_sub_overflow(a.thousandths, b.thousandths,
		       &thousandths) &&
		quantity_from(difference, thousandths);
}

struct quantity quantity_minus(struct quantity a, struct quantity b)
{
	return quantity_of(a.thousandths - b.thousandths);
}

bool quantity_is_multiple(struct quantity quantity, struct quantity step)
{
	assert(step.thousandths > 0);
	return quantity.thousandths % step.thousandths == 0;
}

bool quantity_amount(struct money *amount, struct money price,
	struct quantity quantity)
{
	return money_half_up(amount, price, quantity.thousandths, QUANTITY_ONE);
}
