/*
 * Refund and exchange: which lines of a receipt come back, and what is due
 * for them. What is found here is asked again under the lock when it is saved.
 */
#include "pos/till/till_int.h"

#include <stdio.h>
#include <string.h>

bool till_find_receipt(struct till *till, const char *number)
{
	switch (till->shop->receipt(till->context, number, till->receipt)) {
	case TILL_RECEIPT_FOUND:
		return true;
	case TILL_RECEIPT_NONE:
		return till_refuse_text(till, N_("there is no receipt %s"),
			number);
	case TILL_RECEIPT_IS_REFUND:
		return till_refuse_text(till, N_("%s is a refund itself"),
			number);
	case TILL_RECEIPT_FAILED:
		break;
	}
	return till_refuse_text(till, N_("the database failed: %s"),
		till->shop->detail(till->context));
}

static struct till_receipt_line *find_line(struct till_receipt *receipt,
	int64_t number)
{
	for (size_t i = 0; i < receipt->count; i++)
		if (receipt->lines[i].line == number)
			return &receipt->lines[i];
	return NULL;
}

static struct line_amounts sum_of(const struct line_amounts *a,
	const struct line_amounts *b)
{
	return (struct line_amounts){
		.gross = money_plus(a->gross, b->gross),
		.discount_producer =
			money_plus(a->discount_producer, b->discount_producer),
		.discount_mart = money_plus(a->discount_mart, b->discount_mart),
		.tax = money_plus(a->tax, b->tax),
		.tax_base = money_plus(a->tax_base, b->tax_base),
		.share = money_plus(a->share, b->share),
	};
}

static bool refuse_part(struct till *till, enum refund_outcome outcome,
	const struct till_receipt_line *line)
{
	char number[TEXT_NUMBER_SIZE];

	switch (outcome) {
	case REFUND_OK:
		return true;
	case REFUND_NOT_POSITIVE:
		return till_refuse(till, N_("the quantity must be above 0"));
	case REFUND_MORE_THAN_LEFT:
		return till_refuse_text(till, N_("only %s can still come back"),
			text_show_quantity(quantity_thousandths(line->left),
				number));
	case REFUND_TOO_SMALL:
		return till_refuse(till,
			N_("that is too little to give anything back for"));
	case REFUND_OVERFLOW:
		break;
	}
	return till_refuse(till, N_("the amount is out of bounds"));
}

/* Takes one return off the receipt in memory; adds its net to *returned. */
static bool reckon_return(struct till *till, const struct till_return *back,
	struct money *returned)
{
	struct till_receipt_line *line = find_line(till->receipt, back->line);
	struct line_amounts part;
	struct money net;

	if (line == NULL)
		return till_refuse(till, N_("the receipt has no such line"));
	if (line->counted &&
		!quantity_is_multiple(back->quantity,
			quantity_of(QUANTITY_ONE)))
		return till_refuse(till,
			N_("this item goes back in whole pieces"));
	if (!refuse_part(till,
		    refund_part(&line->refund, back->quantity, &part, &net),
		    line))
		return false;
	line->refund.taken = sum_of(&line->refund.taken, &part);
	line->refund.taken_quantity = quantity_minus(back->quantity,
		quantity_neg(line->refund.taken_quantity));
	line->left = quantity_minus(line->left, back->quantity);
	*returned = money_plus(*returned, net);
	return true;
}

/* How it is given back if nothing else is said. */
static void split(struct till_return_slip *slip, int64_t unit)
{
	static const enum till_tender_kind others[] = {
		TILL_BY_QRIS, TILL_BY_CARD, TILL_BY_TRANSFER};
	/* All but cash and exchange. */
	_Static_assert(sizeof(others) / sizeof(others[0]) + 2 ==
			TILL_TENDER_KINDS,
		"each tender can be given back");
	const size_t count = sizeof(others) / sizeof(others[0]);
	struct money noncash_left = money_of(0), noncash;

	for (size_t i = 0; i < count; i++)
		noncash_left = money_plus(noncash_left, slip->left[others[i]]);
	refund_split(slip->due, slip->cash_left, noncash_left, unit,
		&slip->split[TILL_BY_CASH], &noncash);
	for (size_t i = 0; i < count; i++) {
		struct money part = money_min(noncash, slip->left[others[i]]);

		slip->split[others[i]] = part;
		noncash = money_minus(noncash, part);
	}
}

static void take_all_left(struct till *till, struct till_return_slip *slip)
{
	const struct till_receipt *receipt = till->receipt;

	for (size_t i = 0; i < receipt->count; i++)
		if (quantity_sign(receipt->lines[i].left) > 0)
			slip->returns[slip->count++] = (struct till_return){
				.line = receipt->lines[i].line,
				.quantity = receipt->lines[i].left};
}

static bool fill(struct till *till, const struct till_event *event,
	struct till_return_slip *slip)
{
	const struct till_receipt *receipt = till->receipt;
	struct money returned = money_of(0), rounding;

	slip->sale = receipt->document;
	snprintf(slip->receipt, sizeof(slip->receipt), "%s", receipt->receipt);
	snprintf(slip->reason, sizeof(slip->reason), "%s", event->text2);
	text_clean(slip->reason);
	for (size_t i = 0; i < TILL_TENDER_KINDS; i++)
		slip->left[i] = money_max(receipt->left[i], money_of(0));
	slip->cash_left = slip->left[TILL_BY_CASH];
	if (event->return_count == 0)
		take_all_left(till, slip);
	else
		memcpy(slip->returns, event->returns,
			event->return_count * sizeof(*slip->returns));
	if (event->return_count != 0)
		slip->count = event->return_count;
	if (slip->count == 0)
		return till_refuse(till,
			N_("everything of this receipt has come back"));
	for (size_t i = 0; i < slip->count; i++)
		if (!reckon_return(till, &slip->returns[i], &returned))
			return false;
	if (!refuse_part(till,
		    refund_due(&receipt->paid,
			    money_minus(receipt->kept, returned), returned,
			    &slip->due, &rounding),
		    &receipt->lines[0]))
		return false;
	split(slip, till->view.rules.rounding.unit);
	return true;
}

static bool begin(struct till *till, const struct till_event *event,
	bool exchange)
{
	struct till_basket *basket = &till->basket;
	struct till_return_slip slip = {.exchange = exchange};
	int64_t by;

	if (!till_needs_shift(till) || !till_may(till, ACTION_REFUND, &by))
		return false;
	if (basket->tender_count > 0 ||
		(!exchange &&
			(basket->line_count > 0 || basket->void_count > 0)) ||
		basket->slip.sale != 0)
		return till_refuse(till,
			N_("finish what is open first, or cancel it"));
	if (event->return_count > TILL_LINES_MAX)
		return till_refuse(till, N_("too many lines"));
	if (!till_find_receipt(till, event->text) || !fill(till, event, &slip))
		return false;
	slip.allowed_by = by;
	basket->slip = slip;
	till->refund_found = false;
	basket->head_changed = true;
	till_begin_basket(till);
	till_changed(till);
	till_say_money(till, TILL_INFO,
		exchange ? N_("worth %s in exchange: scan the new goods")
			 : N_("give back %s"),
		slip.due);
	return true;
}

bool till_refund(struct till *till, const struct till_event *event)
{
	return begin(till, event, false);
}

bool till_exchange(struct till *till, const struct till_event *event)
{
	return begin(till, event, true);
}
