/* Who stands at the till, and the cash in its drawer: login, float, cash in
 * and out, drops, X, the count and the close. */
#include "pos/till/till_int.h"

#include <stdio.h>

static bool check(struct till *till, const struct till_event *event,
	struct till_user *user)
{
	int64_t wait_s = 0;
	char number[TEXT_NUMBER_SIZE];

	switch (till->shop->check_pin(till->context, event->text, event->text2,
		user, &wait_s)) {
	case TILL_PIN_RIGHT:
		return true;
	case TILL_PIN_WRONG:
		return till_refuse(till, N_("wrong name or PIN"));
	case TILL_PIN_LOCKED:
		snprintf(number, sizeof(number), "%lld", (long long)wait_s);
		return till_refuse_text(till,
			N_("wrong PIN; try again in %s seconds"), number);
	case TILL_PIN_FAILED:
		break;
	}
	return till_refuse_text(till, N_("the database failed: %s"),
		till->shop->detail(till->context));
}

bool till_login(struct till *till, const struct till_event *event)
{
	struct till_user user;

	if (!till_basket_is_empty(&till->basket))
		return till_refuse(till,
			N_("finish what is open first, or cancel it"));
	if (!check(till, event, &user))
		return false;
	if (!rights_may(user.role, ACTION_SELL)) {
		till_forbid(till, ACTION_SELL, user.id);
		return till_refuse_text(till, N_("%s may not use the till"),
			user.name);
	}
	till->view.user = user;
	till->view.shift = 0;
	till->reason[0] = '\0';
	till_save(till, TILL_ORDER_LOGIN);
	return true;
}

void till_logged_in(struct till *till)
{
	struct till_view *view = &till->view;

	till->shop->rules(till->context, &view->rules);
	view->shift = till->shop->open_shift(till->context, view->user.id);
	till_look_at_suspended(till);
	till_basket_clear(&till->basket);
	view->selected = 0;
	if (till->shop->left_open(till->context, view->user.id,
		    &till->basket)) {
		if (!till_reckon(till)) {
			till_basket_clear(&till->basket);
			till->effects.set |= TILL_EFFECT_LOG_CLEAR;
		} else {
			till_say(till, TILL_WARNING,
				N_("the basket that was left open is here "
				   "again"),
				"", "");
		}
		if (till->basket.line_count > 0)
			view->selected = till->basket.line_count - 1;
	}
	till->refund_found = till->basket.slip.sale != 0 &&
		!till->basket.slip.exchange;
	till_want(till);
}

bool till_logout(struct till *till, const struct till_event *event)
{
	(void)event;
	if (till->view.user.id == 0)
		return till_refuse(till, N_("nobody is logged in"));
	if (!till_basket_is_empty(&till->basket))
		return till_refuse(till,
			N_("finish what is open first, or cancel it"));
	till->reason[0] = '\0';
	till_save(till, TILL_ORDER_LOGOUT);
	return true;
}

bool till_supervisor(struct till *till, const struct till_event *event)
{
	struct till_user user;

	if (till->view.user.id == 0)
		return till_refuse(till, N_("nobody is logged in"));
	if (!check(till, event, &user))
		return false;
	if (!rights_may(user.role, ACTION_DISCOUNT_OVER_LIMIT)) {
		till_forbid(till, ACTION_DISCOUNT_OVER_LIMIT, user.id);
		return till_refuse_text(till, N_("%s is no supervisor"),
			user.name);
	}
	till->view.supervisor = user;
	return true;
}

bool till_open(struct till *till, const struct till_event *event)
{
	struct till_order *order;
	int64_t by;

	if (till->view.user.id == 0)
		return till_refuse(till, N_("nobody is logged in"));
	if (till->view.shift != 0)
		return till_refuse(till,
			N_("a shift is open already: close it first"));
	if (money_sign(event->amount) < 0)
		return till_refuse(till, N_("an amount is never negative"));
	if (!till_may(till, ACTION_SHIFT, &by))
		return false;
	till->reason[0] = '\0';
	order = till_save(till, TILL_ORDER_OPEN);
	order->amount = event->amount;
	order->supervisor = by;
	return true;
}

static bool move_cash(struct till *till, const struct till_event *event,
	enum till_order_kind kind, enum action action, bool with_reason)
{
	struct till_order *order;
	int64_t by;

	if (!till_needs_shift(till) || !till_may(till, action, &by))
		return false;
	if (money_sign(event->amount) <= 0)
		return till_refuse(till, N_("the amount must be above 0"));
	snprintf(till->reason, sizeof(till->reason), "%s", event->text);
	if (text_clean(till->reason) == TEXT_EMPTY && with_reason)
		return till_refuse(till, N_("say the reason too"));
	order = till_save(till, kind);
	order->amount = event->amount;
	order->supervisor = by;
	return true;
}

bool till_cash_in(struct till *till, const struct till_event *event)
{
	return move_cash(till, event, TILL_ORDER_CASH_IN, ACTION_CASH_IN_OUT,
		true);
}

bool till_cash_out(struct till *till, const struct till_event *event)
{
	return move_cash(till, event, TILL_ORDER_CASH_OUT, ACTION_CASH_IN_OUT,
		true);
}

bool till_drop(struct till *till, const struct till_event *event)
{
	return move_cash(till, event, TILL_ORDER_DROP, ACTION_DROP, false);
}

bool till_drawer(struct till *till, const struct till_event *event)
{
	int64_t by;

	if (!till_needs_shift(till) || !till_may(till, ACTION_NO_SALE, &by))
		return false;
	snprintf(till->reason, sizeof(till->reason), "%s", event->text);
	if (text_clean(till->reason) == TEXT_EMPTY)
		return till_refuse(till, N_("say the reason too"));
	till_save(till, TILL_ORDER_DRAWER)->supervisor = by;
	return true;
}

bool till_x(struct till *till, const struct till_event *event)
{
	int64_t by;

	(void)event;
	if (!till_needs_shift(till) || !till_may(till, ACTION_SHIFT, &by))
		return false;
	if (!till->shop->figures(till->context, till->view.shift,
		    &till->view.figures))
		return till_refuse_text(till, N_("the database failed: %s"),
			till->shop->detail(till->context));
	till_print(till, till->view.shift, "x", 0);
	return true;
}

static bool sum_pieces(const int64_t pieces[TILL_DENOMINATIONS],
	struct money *sum)
{
	*sum = money_of(0);
	for (size_t i = 0; i < TILL_DENOMINATIONS; i++) {
		struct money part;

		if (pieces[i] < 0 ||
			!money_mul(&part, money_of(till_denominations[i]),
				pieces[i]) ||
			!money_add(sum, *sum, part))
			return false;
	}
	return true;
}

bool till_close(struct till *till, const struct till_event *event)
{
	struct money counted = event->amount;
	struct till_order *order;
	int64_t by;

	if (!till_needs_shift(till) || !till_may(till, ACTION_SHIFT, &by))
		return false;
	if (!till_basket_is_empty(&till->basket))
		return till_refuse(till,
			N_("finish what is open first, or cancel it"));
	if (till->shop->baskets_elsewhere(till->context, till->view.user.id) >
		0)
		return till_refuse(till,
			N_("a basket of yours is open in another window"));
	if (event->pieces != NULL && !sum_pieces(event->pieces, &counted))
		return till_refuse(till, N_("the amount is out of bounds"));
	if (money_sign(counted) < 0)
		return till_refuse(till, N_("an amount is never negative"));
	till->reason[0] = '\0';
	order = till_save(till, TILL_ORDER_CLOSE);
	order->amount = counted;
	order->supervisor = by;
	if (event->pieces != NULL) {
		for (size_t i = 0; i < TILL_DENOMINATIONS; i++)
			till->pieces[i] = event->pieces[i];
		order->pieces = till->pieces;
	}
	return true;
}
