/*
 * Giving a refund's due back, as it was paid or, with a supervisor, in
 * another way. Cash that was not paid as cash goes up to a whole coin.
 */
#include "pos/till/till_int.h"

#include <stdio.h>

static struct money given_by(const struct till_basket *basket,
	enum till_tender_kind kind)
{
	struct money sum = money_of(0);

	for (size_t i = 0; i < basket->tender_count; i++)
		if (basket->tenders[i].kind == kind)
			sum = money_plus(sum, basket->tenders[i].amount);
	return sum;
}

/*
 * Whether this amount may be given. In cash that was not paid as cash it goes
 * up to a whole coin: whoever says the bare rest means that, too.
 */
static bool amount_is_right(struct till *till, struct till_event *event,
	struct money left, bool beyond)
{
	struct money up, extra;

	if (money_sign(event->amount) == 0 && money_sign(left) > 0)
		return till_refuse(till, N_("the amount must be above 0"));
	if (!refund_in_cash(left, till->view.rules.rounding.unit, &up, &extra))
		return till_refuse(till, N_("the amount is out of bounds"));
	if (event->tender != TILL_BY_CASH || !beyond)
		up = left;
	if (money_compare(event->amount, left) == 0)
		event->amount = up;
	if (money_compare(event->amount, up) == 0 ||
		(money_compare(event->amount, left) < 0 &&
			money_sign(event->amount) > 0))
		return true;
	return till_refuse_money(till, N_("give back %s"), up);
}

static int64_t allowance(const struct till_basket *basket, int64_t by)
{
	for (size_t i = 0; by == 0 && i < basket->tender_count; i++)
		by = basket->tenders[i].allowed_by;
	return by;
}

bool till_give_back(struct till *till, const struct till_event *said)
{
	struct till_event given = *said, *event = &given;
	struct till_basket *basket = &till->basket;
	struct till_return_slip *slip = &basket->slip;
	struct money left, of_kind;
	struct till_order *order;
	int64_t by = 0;
	bool beyond;

	till_want(till);
	left = till->view.wanted_cash;
	of_kind = money_minus(slip->left[event->tender],
		given_by(basket, event->tender));
	beyond = money_compare(event->amount, of_kind) > 0;
	if (!amount_is_right(till, event, left, beyond))
		return false;
	if (beyond && !till_may(till, ACTION_REFUND_OTHER_TENDER, &by))
		return false;
	till_take(till, event, by);
	if (money_compare(event->amount, left) < 0) {
		till_changed(till);
		till_say_money(till, TILL_INFO, N_("still to give back: %s"),
			till->view.wanted_cash);
		return true;
	}
	snprintf(till->reason, sizeof(till->reason), "%s", slip->reason);
	order = till_save(till, TILL_ORDER_REFUND);
	order->supervisor = allowance(basket, by);
	return true;
}
