/*
 * Paying: tenders in any order until the total is covered (rounding.h). In an
 * exchange the refund's due is the first of them, as much of it as the new
 * goods cost; what is left of it is paid out.
 */
#include "pos/till/till_int.h"

#include <stdio.h>

/* What the exchange pays of the basket. */
static struct money exchanged(const struct till_basket *basket)
{
	if (basket->slip.sale == 0 || !basket->slip.exchange)
		return money_of(0);
	return money_min(basket->slip.due, basket->totals.net);
}

static struct tender_state state_of(const struct till_basket *basket)
{
	struct tender_state state = {.total = basket->totals.net,
		.noncash = exchanged(basket),
		.cash = money_of(0)};

	for (size_t i = 0; i < basket->tender_count; i++) {
		const struct till_tender *tender = &basket->tenders[i];

		if (tender->kind == TILL_BY_CASH)
			state.cash = money_plus(state.cash, tender->amount);
		else
			state.noncash =
				money_plus(state.noncash, tender->amount);
	}
	return state;
}

static void want_back(struct till *till)
{
	const struct till_basket *basket = &till->basket;
	struct money given = money_of(0);

	for (size_t i = 0; i < basket->tender_count; i++)
		given = money_plus(given, basket->tenders[i].amount);
	till->view.paid = given;
	till->view.wanted_cash = money_minus(basket->slip.due, given);
	till->view.wanted_noncash = till->view.wanted_cash;
}

void till_want(struct till *till)
{
	struct till_view *view = &till->view;
	struct tender_state state;
	struct tender_answer answer;

	if (till->basket.slip.sale != 0 && !till->basket.slip.exchange) {
		want_back(till);
		return;
	}
	state = state_of(&till->basket);
	view->paid = money_plus(state.cash, state.noncash);
	view->wanted_cash = view->wanted_noncash = money_of(0);
	if (money_compare(state.noncash, state.total) <= 0 &&
		tender_wanted(&state, view->rules.rounding, &answer)) {
		view->wanted_cash = answer.wanted_cash;
		view->wanted_noncash = answer.wanted_noncash;
	}
}

void till_take(struct till *till, const struct till_event *event,
	int64_t allowed_by)
{
	struct till_basket *basket = &till->basket;
	struct till_tender *tender;

	till->took_last = false;
	if (money_sign(event->amount) == 0)
		return;
	tender = &basket->tenders[basket->tender_count++];
	*tender = (struct till_tender){.kind = event->tender,
		.amount = event->amount,
		.allowed_by = allowed_by};
	snprintf(tender->reference, sizeof(tender->reference), "%s",
		event->text);
	text_clean(tender->reference);
	basket->tenders_changed = true;
	till_basket_ask_total(basket);
	till->took_last = true;
}

/* What is paid out of the exchange's due beyond the new goods. */
static bool reckon_exchange(struct till *till, struct till_order *order,
	int64_t *by)
{
	const struct till_return_slip *slip = &till->basket.slip;
	struct refund_exchange exchange;

	*by = 0;
	if (slip->sale == 0)
		return true;
	if (!refund_exchange(slip->due, till->basket.totals.net,
		    till->view.rules.rounding.unit, &exchange))
		return till_refuse(till, N_("the amount is out of bounds"));
	order->exchange = exchange.tender;
	order->paid_out = exchange.paid_out;
	if (money_compare(money_minus(exchange.paid_out, exchange.extra),
		    slip->cash_left) > 0)
		return till_may(till, ACTION_REFUND_OTHER_TENDER, by);
	return true;
}

static bool complete(struct till *till, const struct till_event *event,
	const struct tender_answer *answer, bool by_cash)
{
	struct till_order wanted = {.kind = TILL_ORDER_SALE};
	struct till_order *order;
	const struct till_basket *basket = &till->basket;
	int64_t by;

	if (!reckon_exchange(till, &wanted, &by))
		return false;
	till_take(till, event, 0);
	order = till_save(till,
		basket->slip.sale == 0 ? TILL_ORDER_SALE : TILL_ORDER_EXCHANGE);
	snprintf(till->reason, sizeof(till->reason), "%s",
		basket->slip.sale == 0 ? "" : basket->slip.reason);
	order->rounding = answer->rounding;
	order->change = answer->change;
	order->cash_completed = by_cash &&
		money_compare(basket->totals.net, answer->state.noncash) > 0;
	order->exchange = wanted.exchange;
	order->paid_out = wanted.paid_out;
	order->supervisor = by;
	return true;
}

static bool take_more(struct till *till, const struct till_event *event,
	const struct tender_answer *answer)
{
	till_take(till, event, 0);
	till_begin_basket(till);
	till_changed(till);
	if (answer->cash_refused)
		till_say_money(till, TILL_INFO,
			N_("still wanted: %s, not in cash"),
			answer->wanted_noncash);
	else
		till_say_money(till, TILL_INFO, N_("still wanted: %s"),
			answer->wanted_cash);
	return true;
}

static bool may_take(struct till *till, const struct till_event *event)
{
	if (event->tender == TILL_BY_EXCHANGE)
		return till_refuse(till,
			N_("an exchange begins with its receipt"));
	if (money_sign(event->amount) < 0)
		return till_refuse(till, N_("an amount is never negative"));
	if (till->basket.tender_count == TILL_TENDERS_MAX)
		return till_refuse(till, N_("too many payments"));
	return true;
}

static bool refuse_excess(struct till *till, struct tender_state *state)
{
	struct tender_answer wanted;

	if (!tender_wanted(state, till->view.rules.rounding, &wanted))
		return till_refuse(till, N_("the amount is out of bounds"));
	return till_refuse_money(till, N_("only %s is left to pay"),
		wanted.wanted_noncash);
}

/*
 * In an exchange whose goods cost no more than what came back, cash only goes
 * out: whoever says the amount that goes out means that, not cash taken in.
 */
static bool is_paid_out(const struct till *till, struct money amount)
{
	const struct till_basket *basket = &till->basket;
	struct refund_exchange exchange;

	return basket->slip.exchange && basket->line_count > 0 &&
		money_sign(amount) > 0 &&
		refund_exchange(basket->slip.due, basket->totals.net,
			till->view.rules.rounding.unit, &exchange) &&
		(money_compare(amount, exchange.paid_out) == 0 ||
			money_compare(amount,
				money_minus(exchange.paid_out,
					exchange.extra)) == 0);
}

bool till_tender(struct till *till, const struct till_event *said)
{
	struct till_event taken = *said, *event = &taken;
	struct tender_state state;
	struct tender_answer answer;

	if (!till_needs_shift(till) || !may_take(till, event))
		return false;
	if (event->tender == TILL_BY_CASH && is_paid_out(till, event->amount))
		event->amount = money_of(0);
	if (till->basket.slip.sale != 0 && !till->basket.slip.exchange)
		return till_give_back(till, event);
	if (till->basket.line_count == 0)
		return till_refuse(till, N_("the basket is empty"));
	state = state_of(&till->basket);
	switch (tender_offer(&state,
		event->tender == TILL_BY_CASH ? TENDER_CASH : TENDER_NONCASH,
		event->amount, till->view.rules.rounding, &answer)) {
	case TENDER_MORE:
		if (money_sign(event->amount) == 0)
			return till_refuse_money(till, N_("still wanted: %s"),
				answer.wanted_cash);
		return take_more(till, event, &answer);
	case TENDER_DONE_CASH:
		return complete(till, event, &answer, true);
	case TENDER_DONE_NONCASH:
		return complete(till, event, &answer, false);
	case TENDER_BELOW_COIN:
		return till_refuse(till,
			N_("what is left is below the smallest coin: not in "
			   "cash"));
	case TENDER_EXCEEDS:
		return refuse_excess(till, &state);
	case TENDER_AMOUNT:
		return till_refuse(till, N_("the amount must be above 0"));
	case TENDER_OVERFLOW:
		break;
	}
	return till_refuse(till, N_("the amount is out of bounds"));
}

static void drop_tender(struct till_basket *basket, size_t index)
{
	basket->tender_count--;
	for (size_t i = index; i < basket->tender_count; i++)
		basket->tenders[i] = basket->tenders[i + 1];
	basket->tenders_changed = true;
}

bool till_tender_remove(struct till *till, const struct till_event *event)
{
	if (!till_needs_shift(till))
		return false;
	if (event->line < 1 || (size_t)event->line > till->basket.tender_count)
		return till_refuse(till, N_("there is no such payment"));
	drop_tender(&till->basket, (size_t)event->line - 1);
	till_changed(till);
	return true;
}

void till_not_sold(struct till *till)
{
	struct till_basket *basket = &till->basket;

	if (till->took_last)
		drop_tender(basket, basket->tender_count - 1);
	till->took_last = false;
	basket->attempted = true;
	basket->head_changed = true;
	till_changed(till);
}

void till_sold(struct till *till, const struct till_order *order,
	const struct till_saved *saved)
{
	const struct till_basket *basket = &till->basket;
	struct till_sold *sold = &till->view.sold;
	struct money tendered = order->exchange;
	bool cash = false;

	*sold = (struct till_sold){.kind = order->kind,
		.total = saved->total,
		.rounding = saved->rounding,
		.tax = saved->tax,
		.change = money_plus(order->change, order->paid_out)};
	for (size_t i = 0; i < basket->tender_count; i++) {
		const struct till_tender *tender = &basket->tenders[i];

		tendered = money_plus(tendered, tender->amount);
		cash = cash || tender->kind == TILL_BY_CASH;
		if (tender->kind == TILL_BY_QRIS &&
			tender->reference[0] == '\0')
			sold->qris_waiting = true;
	}
	if (order->kind == TILL_ORDER_REFUND) {
		tendered = money_neg(tendered);
		sold->qris_waiting = false;
	}
	sold->tendered = tendered;
	snprintf(sold->receipt, sizeof(sold->receipt), "%s", saved->receipt);
	snprintf(sold->refund, sizeof(sold->refund), "%s",
		saved->refund_receipt);
	snprintf(sold->document, sizeof(sold->document), "%s",
		saved->document_text);
	if (cash || money_sign(sold->change) > 0)
		till->effects.set |= TILL_EFFECT_DRAWER;
	till_say(till, TILL_INFO, N_("saved: %s"), saved->receipt, "");
}
