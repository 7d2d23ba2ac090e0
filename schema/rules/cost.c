/* The moving average of own goods. */
#include "schema/rules/cost.h"

#include <assert.h>

bool cost_of(const struct cost_on_hand *on_hand, struct quantity quantity,
	struct money *cost)
{
	assert(quantity_sign(quantity) > 0);
	if (quantity_sign(on_hand->quantity) <= 0 ||
		money_sign(on_hand->value) < 0)
		return quantity_amount(cost, on_hand->last_unit, quantity);
	return money_half_up(cost, on_hand->value,
		quantity_thousandths(quantity),
		quantity_thousandths(on_hand->quantity));
}
