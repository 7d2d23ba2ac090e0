/* Baskets put aside, called up again, given up; and copies of papers. */
#include "pos/till/till_int.h"

#include <stdio.h>
#include <string.h>

void till_look_at_suspended(struct till *till)
{
	size_t count = TILL_SUSPENDED_MAX;

	if (till->shop->suspended(till->context, till->suspended, &count) !=
		TILL_FOUND)
		count = 0;
	till->view.suspended_count = count;
	till->view.waiting = count;
}

bool till_suspend(struct till *till, const struct till_event *event)
{
	const struct till_basket *basket = &till->basket;

	(void)event;
	if (!till_needs_shift(till))
		return false;
	if (basket->slip.sale != 0)
		return till_refuse(till,
			N_("finish the refund first, or cancel it"));
	if (basket->line_count == 0)
		return till_refuse(till, N_("the basket is empty"));
	if (basket->tender_count > 0)
		return till_refuse(till, N_("take the payments back first"));
	till->reason[0] = '\0';
	till_save(till, TILL_ORDER_SUSPEND);
	return true;
}

static const struct till_suspended *find_suspended(const struct till *till,
	const char *name)
{
	const char *bare = strncmp(name, "N-", 2) == 0 ? name + 2 : name;
	int64_t number;

	for (size_t i = 0; i < till->view.suspended_count; i++) {
		const struct till_suspended *one = &till->suspended[i];

		if (strcmp(one->text, bare) == 0 ||
			(text_parse_integer(name, 1, TEXT_NUMBER_MAX,
				 &number) &&
				one->number == number))
			return one;
	}
	return NULL;
}

static bool read_suspended(struct till *till, int64_t document)
{
	struct buffer text;
	enum till_found found;
	bool good;

	buffer_init(&text, TILL_BASKET_TEXT_MAX);
	found = till->shop->suspended_text(till->context, document, &text);
	good = found == TILL_FOUND &&
		till_basket_read(&till->basket, buffer_str(&text));
	buffer_release(&text);
	if (good) {
		till->basket.has_token = false;
		till->basket.attempted = false;
		till->basket.recalled = document;
		till_begin_basket(till);
		till->basket.user = till->view.user.id;
		till_basket_touch(&till->basket, 0, till->basket.line_count);
		till->basket.voids_from = 0;
		till->basket.tenders_changed = true;
		good = till_reckon(till);
	}
	if (!good)
		till_basket_clear(&till->basket);
	return good;
}

/*
 * The basket stands in the log before the recall is saved. If the program
 * ends in between, the suspended sale still waits, and the log's copy of it is
 * dropped at the next login.
 */
bool till_recall(struct till *till, const struct till_event *event)
{
	const struct till_suspended *one;

	if (!till_needs_shift(till))
		return false;
	if (!till_basket_is_empty(&till->basket))
		return till_refuse(till,
			N_("finish what is open first, or cancel it"));
	till_look_at_suspended(till);
	one = find_suspended(till, event->text);
	if (one == NULL)
		return till_refuse_text(till,
			N_("no suspended sale %s is waiting"), event->text);
	if (!read_suspended(till, one->document))
		return till_refuse(till,
			N_("this suspended sale cannot be read"));
	till_changed(till);
	till->view.selected = till->basket.line_count - 1;
	till->reason[0] = '\0';
	till_save(till, TILL_ORDER_RECALL)->document = one->document;
	return true;
}

static bool drop_slip(struct till *till)
{
	till_basket_clear(&till->basket);
	till->effects.set |= TILL_EFFECT_LOG_CLEAR;
	till_want(till);
	till_say(till, TILL_INFO, N_("the refund is dropped"), "", "");
	return true;
}

bool till_cancel(struct till *till, const struct till_event *event)
{
	struct till_basket *basket = &till->basket;
	struct till_order *order;
	int64_t by;

	if (!till_needs_shift(till) || !till_may(till, ACTION_CANCEL, &by))
		return false;
	if (till_basket_is_empty(basket))
		return till_refuse(till, N_("there is nothing to cancel"));
	if (basket->line_count == 0 && basket->void_count == 0)
		return drop_slip(till);
	snprintf(till->reason, sizeof(till->reason), "%s", event->text);
	text_clean(till->reason);
	order = till_save(till, TILL_ORDER_CANCEL);
	order->supervisor = by;
	return true;
}

bool till_reprint(struct till *till, const struct till_event *event)
{
	int64_t by, document = 0;
	struct till_order *order;

	if (till->view.user.id == 0)
		return till_refuse(till, N_("nobody is logged in"));
	if (!till_may(till, ACTION_REPRINT, &by))
		return false;
	switch (till->shop->paper(till->context, event->text, &document)) {
	case TILL_RECEIPT_FOUND:
	case TILL_RECEIPT_IS_REFUND:
		break;
	case TILL_RECEIPT_NONE:
		return till_refuse_text(till, N_("there is no receipt %s"),
			event->text);
	case TILL_RECEIPT_FAILED:
		return till_refuse_text(till, N_("the database failed: %s"),
			till->shop->detail(till->context));
	}
	till->reason[0] = '\0';
	order = till_save(till, TILL_ORDER_REPRINT);
	order->document = document;
	order->supervisor = by;
	return true;
}
