/*
 * Scanning and changing lines. A change is tried on the basket and undone if
 * it cannot be priced or goes past what the user may give.
 */
#include "pos/till/till_int.h"

#include <stdio.h>
#include <string.h>

/* More of one thing than this is a code typed for a quantity. */
#define QUANTITY_LIMIT (INT64_C(99999) * QUANTITY_ONE)

static bool basket_is_open(struct till *till)
{
	if (!till_needs_shift(till))
		return false;
	if (till->basket.slip.sale != 0 && !till->basket.slip.exchange)
		return till_refuse(till,
			N_("finish the refund first, or cancel it"));
	return true;
}

/* Lines that are being paid may grow, not shrink. */
static bool may_shrink(struct till *till)
{
	if (till->basket.tender_count > 0)
		return till_refuse(till, N_("take the payments back first"));
	return true;
}

/* --- changing with the way back -------------------------------------------- */

static void remember(struct till *till)
{
	till_basket_copy(&till->before, &till->basket);
}

static bool undo(struct till *till)
{
	till_basket_copy(&till->basket, &till->before);
	return false;
}

bool till_reckon(struct till *till)
{
	struct basket_failure failure;

	switch (till_basket_reprice(&till->basket, till->view.rules.ppn,
		&failure)) {
	case BASKET_OK:
		return true;
	case BASKET_LINE_REFUSED:
		return till_refuse(till,
			failure.why == LINE_NET_NEGATIVE
				? N_("the discount is more than the price")
				: N_("the amount is out of bounds"));
	case BASKET_DISCOUNT_VALUE:
		return till_refuse(till,
			N_("that is no discount: for instance 10% or "
			   "5000"));
	case BASKET_DISCOUNT_EXCEEDS:
		return till_refuse(till,
			N_("the discount is more than the price"));
	case BASKET_TOO_MANY_LINES:
	case BASKET_OVERFLOW:
		break;
	}
	return till_refuse(till, N_("the amount is out of bounds"));
}

/* Rupiah off a line that nobody above has allowed. */
static struct money alone(const struct till_basket *basket,
	const struct till_line *line)
{
	struct money none = money_of(0);

	return money_plus(line->off.allowed_by != 0 ? none : line->line_off,
		basket->discount_allowed_by != 0 ? none : line->basket_off);
}

/*
 * Whether every line is within what the user may give alone, or somebody
 * allows it. *by is who allows it now, 0 if nobody had to.
 */
static bool within_limits(struct till *till, int64_t *by)
{
	const struct till_basket *basket = &till->basket;
	bool over = false, below = false;

	*by = 0;
	for (size_t i = 0; i < basket->line_count; i++) {
		const struct till_line *line = &basket->lines[i];
		struct money off = alone(basket, line);

		if (money_sign(off) == 0)
			continue;
		if (!discount_within(off, line->gross,
			    till->view.rules.discount_limit_bp))
			over = true;
		if (line->below_share)
			below = true;
	}
	if (over && !till_may(till, ACTION_DISCOUNT_OVER_LIMIT, by))
		return false;
	if (below && !till_may(till, ACTION_PRICE_BELOW, by))
		return till_refuse(till,
			N_("below the producer's price: a supervisor must "
			   "allow this"));
	return true;
}

/* Ends a change: prices it, looks at the limits, and says the line. */
static bool settle(struct till *till, size_t line, int64_t *allowed_by)
{
	int64_t by;

	if (!till_reckon(till) || !within_limits(till, &by))
		return undo(till);
	if (by != 0)
		*allowed_by = by;
	till->view.line = line;
	till->view.has_line = line < till->basket.line_count;
	if (till->view.has_line)
		till->view.selected = line;
	till_changed(till);
	return true;
}

static bool find_line(struct till *till, int64_t number,
	struct till_line **line)
{
	if (!basket_is_open(till))
		return false;
	if (number < 1 || (size_t)number > till->basket.line_count)
		return till_refuse(till, N_("there is no such line"));
	*line = &till->basket.lines[number - 1];
	return true;
}

static bool quantity_is_sound(struct till *till, const struct till_item *item,
	struct quantity quantity)
{
	if (quantity_sign(quantity) <= 0)
		return till_refuse(till, N_("the quantity must be above 0"));
	if (quantity_thousandths(quantity) > QUANTITY_LIMIT)
		return till_refuse(till, N_("the quantity is too large"));
	if (item->counted &&
		!quantity_is_multiple(quantity, quantity_of(QUANTITY_ONE)))
		return till_refuse(till,
			N_("this item is sold in whole pieces"));
	return true;
}

/* --- adding ---------------------------------------------------------------- */

static bool may_be_sold(struct till *till, const struct till_item *item)
{
	if (!item->has_price)
		return till_refuse_text(till, N_("%s has no price"),
			item->name);
	if (item->consigned && !item->agreed)
		return till_refuse_text(till,
			N_("nothing is agreed with the producer of %s"),
			item->name);
	if (item->only_expired)
		return till_refuse_text(till,
			N_("%s has expired and may not be sold"), item->name);
	return true;
}

bool till_is_weighed(const struct till_item *item)
{
	return !item->counted &&
		quantity_thousandths(item->pack) == QUANTITY_ONE;
}

/* times packages of the item, or one. */
static bool quantity_wanted(struct till *till, const struct till_item *item,
	const struct quantity *times, struct quantity *quantity)
{
	int64_t pack = quantity_thousandths(item->pack);
	int64_t product;

	if (times == NULL && till_is_weighed(item))
		return till_refuse_text(till,
			N_("weigh %s: type the weight, * and the code"),
			item->name);
	if (times == NULL)
		product = pack;
	else if (quantity_thousandths(*times) > QUANTITY_LIMIT ||
		!round_half_up(&product, quantity_thousandths(*times), pack,
			QUANTITY_ONE))
		return till_refuse(till, N_("the quantity is too large"));
	if (product > QUANTITY_LIMIT)
		return till_refuse(till, N_("the quantity is too large"));
	*quantity = quantity_of(product);
	return quantity_is_sound(till, item, *quantity);
}

/* The line just before, if this is more of the same. */
static struct till_line *same_line(struct till *till,
	const struct till_item *item)
{
	struct till_basket *basket = &till->basket;
	struct till_line *last;

	if (basket->line_count == 0 || !item->counted)
		return NULL;
	last = &basket->lines[basket->line_count - 1];
	if (last->item.id != item->id || last->off.kind != TILL_OFF_NONE ||
		money_compare(last->price, item->price) != 0)
		return NULL;
	return last;
}

static bool add_quantity(struct till *till, const struct till_item *item,
	struct quantity quantity)
{
	struct till_basket *basket = &till->basket;
	struct till_line *same = same_line(till, item);

	if (same != NULL) {
		struct quantity sum;

		if (!quantity_add(&sum, same->quantity, quantity))
			return false;
		same->quantity = sum;
		return quantity_is_sound(till, item, sum);
	}
	if (basket->line_count == TILL_LINES_MAX)
		return till_refuse(till,
			N_("the basket is full: pay, then begin another"));
	basket->lines[basket->line_count++] = (struct till_line){
		.item = *item, .quantity = quantity, .price = item->price};
	return true;
}

static void warn_of_stock(struct till *till, const struct till_item *item)
{
	char number[TEXT_NUMBER_SIZE];

	if (quantity_compare(item->on_hand,
		    till->basket.lines[till->view.line].quantity) >= 0)
		return;
	till_say(till, TILL_WARNING,
		N_("%s: the book has %s left; sold all the same"), item->name,
		text_show_quantity(quantity_thousandths(item->on_hand),
			number));
}

/* What is open can be finished on a full disk; a new sale is not begun. */
static bool has_room(struct till *till)
{
	char left[TEXT_NUMBER_SIZE];

	if (!till_basket_is_empty(&till->basket) ||
		till->shop->room(till->context, &till->view.room_mb))
		return true;
	if (till->by_key)
		till_show_full(till);
	return till_refuse_text(till,
		N_("disk nearly full (%s MB left): no new sale; call the "
		   "manager"),
		text_format_rupiah(till->view.room_mb, left));
}

bool till_add_item(struct till *till, const struct till_item *item,
	const struct quantity *times)
{
	struct quantity quantity;
	size_t line;
	int64_t nobody;

	if (!has_room(till) || !may_be_sold(till, item) ||
		!quantity_wanted(till, item, times, &quantity))
		return false;
	remember(till);
	if (!add_quantity(till, item, quantity))
		return undo(till);
	line = till->basket.line_count - 1;
	till_basket_touch(&till->basket, line, line + 1);
	if (!settle(till, line, &nobody))
		return false;
	till_begin_basket(till);
	warn_of_stock(till, item);
	till->effects.set |= TILL_EFFECT_BEEP;
	return true;
}

bool till_look_up(struct till *till, const char *code,
	const struct quantity *times)
{
	size_t count = TILL_CHOICES_MAX;

	till->choice_count = 0;
	if (!basket_is_open(till))
		return false;
	switch (till->shop->find(till->context, code, till->choices, &count)) {
	case TILL_FOUND_FAILED:
		return till_refuse_text(till, N_("the database failed: %s"),
			till->shop->detail(till->context));
	case TILL_FOUND_NOTHING:
		return till_refuse_text(till,
			N_("unknown code: %s; search the name with F2"), code);
	case TILL_FOUND:
		break;
	}
	if (count == 1)
		return till_add_item(till, &till->choices[0], times);
	till->choice_count = count;
	till->has_choice_quantity = times != NULL;
	if (times != NULL)
		till->choice_quantity = *times;
	return till_refuse_text(till,
		N_("several items have the code %s: choose one"), code);
}

bool till_scan(struct till *till, const struct till_event *event)
{
	struct quantity times = till->view.multiplier;
	bool has = till->view.has_multiplier;
	bool done = till_look_up(till, event->text, has ? &times : NULL);

	if (done)
		till->view.has_multiplier = false;
	return done;
}

bool till_type(struct till *till, const struct till_event *event)
{
	const char *star = strchr(event->text, '*');
	char number[TILL_INPUT_SIZE];
	int64_t thousandths;
	struct quantity times;

	if (star == NULL)
		return till_scan(till, event);
	snprintf(number, sizeof(number), "%.*s", (int)(star - event->text),
		event->text);
	number[strcspn(number, " ")] = '\0';
	if (number[0] == '\0')
		return till_refuse(till, N_("say the quantity before the *"));
	if (star[1] == '\0')
		return till_refuse(till, N_("say the code after the *"));
	if (text_is_long_number(number))
		return till_refuse(till, N_("the quantity is too large"));
	if (!text_parse_decimal(number, 3, QUANTITY_MAX, &thousandths))
		return till_refuse_text(till, N_("%s is no quantity"), number);
	times = quantity_of(thousandths);
	if (thousandths == 0)
		return till_refuse(till, N_("the quantity must be above 0"));
	star++;
	return till_look_up(till, star + strspn(star, " "), &times);
}

/* --- changing -------------------------------------------------------------- */

bool till_line_quantity(struct till *till, const struct till_event *event)
{
	struct till_line *line;
	size_t index = (size_t)event->line - 1;

	if (!find_line(till, event->line, &line) ||
		!quantity_is_sound(till, &line->item, event->quantity))
		return false;
	if (quantity_compare(event->quantity, line->quantity) < 0 &&
		!may_shrink(till))
		return false;
	remember(till);
	line->quantity = event->quantity;
	till_basket_touch(&till->basket, index, index + 1);
	return settle(till, index, &line->off.allowed_by);
}

bool till_line_void(struct till *till, const struct till_event *event)
{
	struct till_basket *basket = &till->basket;
	struct till_line *line;
	struct till_void *voided;
	size_t index = (size_t)event->line - 1;
	int64_t by;

	if (!find_line(till, event->line, &line) || !may_shrink(till) ||
		!till_may(till, ACTION_VOID, &by))
		return false;
	if (basket->void_count == TILL_VOIDS_MAX)
		return till_refuse(till,
			N_("too many lines were voided: cancel the sale"));
	remember(till);
	voided = &basket->voids[basket->void_count++];
	*voided = (struct till_void){.item = line->item.id,
		.quantity = line->quantity,
		.price = line->price,
		.net = line->net,
		.allowed_by = by,
		.after_total = basket->total_asked};
	snprintf(voided->reason, sizeof(voided->reason), "%s", event->text);
	till_basket_touch(basket, index, basket->line_count);
	basket->line_count--;
	memmove(line, line + 1, (basket->line_count - index) * sizeof(*line));
	if (basket->line_count == 0)
		basket->discount.kind = BASKET_DISCOUNT_NONE;
	if (!settle(till, basket->line_count, &basket->discount_allowed_by))
		return false;
	if (till->view.selected >= basket->line_count)
		till->view.selected =
			basket->line_count == 0 ? 0 : basket->line_count - 1;
	return true;
}

static bool change_off(struct till *till, int64_t number,
	enum till_off_kind kind, int64_t value, const char *reason)
{
	struct till_line *line;
	size_t index = (size_t)number - 1;
	int64_t by;

	if (!find_line(till, number, &line) || !may_shrink(till) ||
		!till_may(till, ACTION_DISCOUNT_SMALL, &by))
		return false;
	remember(till);
	line->off = (struct till_off){
		.kind = value == 0 && kind != TILL_OFF_PRICE ? TILL_OFF_NONE
							     : kind,
		.value = value};
	snprintf(line->off.reason, sizeof(line->off.reason), "%s", reason);
	till_basket_touch(&till->basket, index, index + 1);
	return settle(till, index, &line->off.allowed_by);
}

bool till_line_price(struct till *till, const struct till_event *event)
{
	struct till_line *line;

	if (!find_line(till, event->line, &line))
		return false;
	if (money_compare(event->amount, line->price) > 0)
		return till_refuse_money(till,
			N_("a price above the agreed one (%s) is not taken"),
			line->price);
	if (money_compare(event->amount, line->price) == 0)
		return change_off(till, event->line, TILL_OFF_AMOUNT, 0, "");
	return change_off(till, event->line, TILL_OFF_PRICE,
		money_rupiah(event->amount), event->text);
}

static bool discount_is_sound(struct till *till,
	const struct basket_discount *discount)
{
	if (discount->value < 0 ||
		(discount->kind == BASKET_DISCOUNT_PERCENT &&
			discount->value > BASIS_POINTS))
		return till_refuse(till,
			N_("that is no discount: for instance 10% or "
			   "5000"));
	return true;
}

bool till_line_discount(struct till *till, const struct till_event *event)
{
	if (!discount_is_sound(till, &event->discount))
		return false;
	return change_off(till, event->line,
		event->discount.kind == BASKET_DISCOUNT_PERCENT
			? TILL_OFF_PERCENT
			: TILL_OFF_AMOUNT,
		event->discount.value, event->text);
}

bool till_discount(struct till *till, const struct till_event *event)
{
	struct till_basket *basket = &till->basket;
	int64_t by;

	if (!basket_is_open(till) ||
		!discount_is_sound(till, &event->discount) ||
		!may_shrink(till) ||
		!till_may(till, ACTION_DISCOUNT_SMALL, &by))
		return false;
	if (basket->line_count == 0)
		return till_refuse(till, N_("the basket is empty"));
	remember(till);
	basket->discount = event->discount;
	if (event->discount.value == 0)
		basket->discount.kind = BASKET_DISCOUNT_NONE;
	basket->discount_allowed_by = 0;
	snprintf(basket->discount_reason, sizeof(basket->discount_reason), "%s",
		event->text);
	basket->head_changed = true;
	return settle(till, basket->line_count, &basket->discount_allowed_by);
}

bool till_customer(struct till *till, const struct till_event *event)
{
	if (!basket_is_open(till))
		return false;
	snprintf(till->basket.customer, sizeof(till->basket.customer), "%s",
		event->text);
	text_clean(till->basket.customer);
	till->basket.head_changed = true;
	till_changed(till);
	return true;
}

bool till_price_check(struct till *till, const struct till_event *event)
{
	size_t count = TILL_CHOICES_MAX;

	till->choice_count = 0;
	if (till->view.user.id == 0)
		return till_refuse(till, N_("nobody is logged in"));
	switch (till->shop->find(till->context, event->text, till->choices,
		&count)) {
	case TILL_FOUND_FAILED:
		return till_refuse_text(till, N_("the database failed: %s"),
			till->shop->detail(till->context));
	case TILL_FOUND_NOTHING:
		return till_refuse_text(till,
			N_("unknown code: %s; search the name with F2"),
			event->text);
	case TILL_FOUND:
		break;
	}
	till->choice_count = count;
	return true;
}
