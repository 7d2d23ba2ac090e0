/*
 * The dispatcher: each event to its operation, what came of saving to the one
 * who asked for it; and what all operations share.
 *
 * Invariants: at most one order is pending, and until TILL_SAVED comes nothing
 * else is taken; a refused event leaves the basket as it was.
 */
#include "pos/till/till_int.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"

const int64_t till_denominations[TILL_DENOMINATIONS] = {
	100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50};

struct till *till_new(const struct till_shop *shop, void *context)
{
	struct till *till = xcalloc(1, sizeof(*till));

	till->shop = shop;
	till->context = context;
	till->receipt = xcalloc(1, sizeof(*till->receipt));
	till_basket_init(&till->basket);
	till_basket_init(&till->before);
	shop->rules(context, &till->view.rules);
	till->view.message.msgid = "";
	till->view.prompt = "";
	till->view.mode = TILL_LOCKED;
	till->view.input = till->input;
	till->view.name = till->name;
	till->view.basket = &till->basket;
	till->view.choices = till->choices;
	till->view.suspended = till->suspended;
	till->view.receipt = till->receipt;
	till->view.returns = till->returns;
	till->view.pieces = till->pieces;
	till_go_home(till);
	return till;
}

void till_free(struct till *till)
{
	if (till == NULL)
		return;
	till_basket_release(&till->basket);
	till_basket_release(&till->before);
	free(till->receipt);
	free(till);
}

const struct till_view *till_view(const struct till *till)
{
	return &till->view;
}

bool till_take_changes(struct till *till, struct buffer *out)
{
	return till_basket_write_changes(&till->basket, out);
}

/* --- saying ---------------------------------------------------------------- */

void till_say(struct till *till, enum till_severity severity, const char *msgid,
	const char *first, const char *second)
{
	struct till_message *message = &till->view.message;

	message->severity = severity;
	message->msgid = msgid;
	snprintf(message->first, sizeof(message->first), "%s", first);
	snprintf(message->second, sizeof(message->second), "%s", second);
}

void till_say_money(struct till *till, enum till_severity severity,
	const char *msgid, struct money first)
{
	char number[TEXT_NUMBER_SIZE];

	till_say(till, severity, msgid,
		text_format_rupiah(money_rupiah(first), number), "");
}

void till_say_no(struct till *till, const char *msgid, const char *first)
{
	till->view.refused = true;
	till->effects.set |= TILL_EFFECT_BELL;
	till_say(till, TILL_REFUSAL, msgid, first, "");
}

void till_say_no_money(struct till *till, const char *msgid, struct money first)
{
	char number[TEXT_NUMBER_SIZE];

	till_say_no(till, msgid,
		text_format_rupiah(money_rupiah(first), number));
}

char *till_message_text(const struct till_message *message,
	const char *(*translate)(const char *msgid), char *text, size_t size)
{
	const char *from = message->msgid;
	const char *arguments[] = {message->first, message->second};
	size_t used = 0, argument = 0;

	assert(size > 0);
	text[0] = '\0';
	if (translate != NULL && from[0] != '\0')
		from = translate(from);
	while (*from != '\0' && used + 1 < size) {
		if (from[0] == '%' && from[1] == 's' && argument < 2) {
			int room = snprintf(text + used, size - used, "%s",
				arguments[argument++]);

			used += (size_t)room < size - used ? (size_t)room
							   : size - used - 1;
			from += 2;
			continue;
		}
		text[used++] = *from++;
		text[used] = '\0';
	}
	return text;
}

/* --- what operations share ------------------------------------------------- */

void till_forbid(struct till *till, enum action action, int64_t user)
{
	till->effects.set |= TILL_EFFECT_FORBIDDEN;
	till->effects.forbidden.action = action;
	till->effects.forbidden.user = user;
	till->effects.forbidden.shift = till->view.shift;
}

bool till_may(struct till *till, enum action action, int64_t *by)
{
	*by = 0;
	if (rights_may(till->view.user.role, action))
		return true;
	if (till->allow.id != 0 && rights_may(till->allow.role, action)) {
		*by = till->allow.id;
		return true;
	}
	till->wants_permission = true;
	till_forbid(till, action, till->view.user.id);
	if (rights_lowest(action) > ROLE_SUPERVISOR)
		return till_refuse(till, N_("a manager must allow this"));
	return till_refuse(till, N_("a supervisor must allow this"));
}

struct till_order *till_save(struct till *till, enum till_order_kind kind)
{
	struct till_order *order = &till->effects.order;

	assert(till->pending.kind == TILL_ORDER_NONE);
	*order = (struct till_order){.kind = kind,
		.user = till->view.user.id,
		.revision = till->view.user.revision,
		.shift = till->view.shift,
		.reason = till->reason};
	till->effects.set |= TILL_EFFECT_SAVE;
	return order;
}

bool till_needs_shift(struct till *till)
{
	if (till->view.user.id == 0)
		return till_refuse(till, N_("nobody is logged in"));
	if (till->view.shift == 0)
		return till_refuse(till,
			N_("no shift is open: say the float first"));
	return true;
}

void till_begin_basket(struct till *till)
{
	struct till_basket *basket = &till->basket;

	if (basket->has_token)
		return;
	till->shop->token(till->context, basket->token);
	basket->has_token = true;
	basket->user = till->view.user.id;
	basket->head_changed = true;
}

void till_changed(struct till *till)
{
	till->effects.set |= TILL_EFFECT_LOG;
	till_want(till);
}

void till_go_home(struct till *till)
{
	struct till_view *view = &till->view;

	till->ask = ASK_NOTHING;
	till->view.date.question = TILL_DATE_FINE;
	till->input[0] = '\0';
	view->input_hidden = false;
	view->field = 0;
	view->cursor = 0;
	view->prompt = "";
	if (view->user.id == 0) {
		view->mode = TILL_LOCKED;
		view->prompt = N_("Name:");
	} else if (view->shift == 0) {
		view->mode = TILL_STARTING;
		view->prompt = N_("Opening float:");
	} else if (till->basket.slip.sale != 0 && !till->basket.slip.exchange) {
		view->mode = TILL_GIVING_BACK;
	} else {
		view->mode = TILL_SELLING;
	}
}

/* --- what came of saving --------------------------------------------------- */

static void forget_basket(struct till *till)
{
	till_basket_clear(&till->basket);
	till->view.selected = 0;
	till->view.has_multiplier = false;
	till->effects.set |= TILL_EFFECT_LOG_CLEAR;
	till_want(till);
}

static void not_saved(struct till *till, const struct till_order *order,
	const struct till_saved *saved)
{
	till_refuse_text(till, saved->msgid, saved->detail);
	switch (order->kind) {
	case TILL_ORDER_SALE:
	case TILL_ORDER_REFUND:
	case TILL_ORDER_EXCHANGE:
		till_not_sold(till);
		break;
	case TILL_ORDER_RECALL:
		forget_basket(till);
		break;
	case TILL_ORDER_LOGIN:
		till->view.user = (struct till_user){.id = 0};
		till_go_home(till);
		break;
	case TILL_ORDER_SUSPEND:
	case TILL_ORDER_CANCEL:
		till->basket.attempted = true;
		till->basket.head_changed = true;
		till_changed(till);
		break;
	case TILL_ORDER_NONE:
	case TILL_ORDER_OPEN:
	case TILL_ORDER_CLOSE:
	case TILL_ORDER_CASH_IN:
	case TILL_ORDER_CASH_OUT:
	case TILL_ORDER_DROP:
	case TILL_ORDER_DRAWER:
	case TILL_ORDER_REPRINT:
	case TILL_ORDER_DATE:
	case TILL_ORDER_LOGOUT:
		break;
	}
}

void till_print(struct till *till, int64_t document, const char *paper,
	int64_t copy)
{
	till->effects.set |= TILL_EFFECT_PRINT;
	till->effects.document = document;
	till->effects.paper = paper;
	till->effects.copy = copy;
}

static void say_number(struct till *till, const char *msgid, int64_t number)
{
	char text[TEXT_NUMBER_SIZE];

	snprintf(text, sizeof(text), "%lld", (long long)number);
	till_say(till, TILL_INFO, msgid, text, "");
}

static void is_closed(struct till *till, const struct till_saved *saved)
{
	till->view.figures = saved->figures;
	till->view.shift = 0;
	till_print(till, saved->document, "z", 0);
	till_look_at_suspended(till);
	if (till->view.waiting == 0)
		say_number(till, N_("the shift is closed: Z no. %s"),
			saved->number);
	else
		till_say(till, TILL_WARNING,
			N_("the shift is closed; suspended sales are waiting"),
			"", "");
}

static void is_logged_out(struct till *till)
{
	till->view.user = (struct till_user){.id = 0};
	till->view.shift = 0;
	till->effects.set |= TILL_EFFECT_LOG_LEAVE;
}

static void is_saved(struct till *till, const struct till_order *order,
	const struct till_saved *saved)
{
	till->view.document = saved->document;
	till->view.number = saved->number;
	snprintf(till->view.document_text, sizeof(till->view.document_text),
		"%s", saved->document_text);
	switch (order->kind) {
	case TILL_ORDER_NONE:
		break;
	case TILL_ORDER_SALE:
	case TILL_ORDER_REFUND:
	case TILL_ORDER_EXCHANGE:
		till_sold(till, order, saved);
		till_print(till, saved->document, "receipt", 0);
		till->effects.refund = saved->refund_document;
		forget_basket(till);
		break;
	case TILL_ORDER_SUSPEND:
		till_print(till, saved->document, "suspend", 0);
		forget_basket(till);
		say_number(till, N_("put aside: call it up with %s"),
			saved->number);
		till_look_at_suspended(till);
		break;
	case TILL_ORDER_RECALL:
		till_look_at_suspended(till);
		till_want(till);
		break;
	case TILL_ORDER_CANCEL:
		forget_basket(till);
		till_say(till, TILL_INFO, N_("the sale is cancelled"), "", "");
		break;
	case TILL_ORDER_OPEN:
		till->view.shift = saved->document;
		till->effects.set |= TILL_EFFECT_DRAWER;
		break;
	case TILL_ORDER_CLOSE:
		is_closed(till, saved);
		break;
	case TILL_ORDER_CASH_IN:
	case TILL_ORDER_CASH_OUT:
	case TILL_ORDER_DROP:
		till_print(till, saved->document, "cash", 0);
		till->effects.set |= TILL_EFFECT_DRAWER;
		break;
	case TILL_ORDER_DRAWER:
		till->effects.set |= TILL_EFFECT_DRAWER;
		break;
	case TILL_ORDER_REPRINT:
		till_print(till, order->document, "receipt", saved->number);
		break;
	case TILL_ORDER_DATE:
		/* Taxes and rounding go by the day. */
		till->shop->rules(till->context, &till->view.rules);
		till_say(till, TILL_INFO, N_("the date is confirmed"), "", "");
		break;
	case TILL_ORDER_LOGIN:
		till_logged_in(till);
		break;
	case TILL_ORDER_LOGOUT:
		is_logged_out(till);
		break;
	}
}

/* Whoever stood here has to show himself again. His basket stays in its log
 * and is there after his next login. */
static void lock(struct till *till)
{
	is_logged_out(till);
	till_basket_clear(&till->basket);
	till->view.selected = 0;
	till->effects.set &= ~(unsigned)TILL_EFFECT_LOG;
	till_go_home(till);
}

static void saved(struct till *till, const struct till_event *event)
{
	struct till_order order = till->pending;

	assert(order.kind != TILL_ORDER_NONE && event->saved != NULL);
	till->pending.kind = TILL_ORDER_NONE;
	if (event->saved->ok)
		is_saved(till, &order, event->saved);
	else
		not_saved(till, &order, event->saved);
	if (event->saved->stale)
		lock(till);
	till_keys_saved(till, order.kind, event->saved);
}

/* --- dispatching ----------------------------------------------------------- */

static till_operation *const operations[] = {
	[TILL_LOGIN] = till_login,
	[TILL_LOGOUT] = till_logout,
	[TILL_SUPERVISOR] = till_supervisor,
	[TILL_OPEN] = till_open,
	[TILL_SCAN] = till_scan,
	[TILL_TYPE] = till_type,
	[TILL_LINE_QUANTITY] = till_line_quantity,
	[TILL_LINE_VOID] = till_line_void,
	[TILL_LINE_PRICE] = till_line_price,
	[TILL_LINE_DISCOUNT] = till_line_discount,
	[TILL_DISCOUNT] = till_discount,
	[TILL_CUSTOMER] = till_customer,
	[TILL_TENDER] = till_tender,
	[TILL_TENDER_REMOVE] = till_tender_remove,
	[TILL_SUSPEND] = till_suspend,
	[TILL_RECALL] = till_recall,
	[TILL_CANCEL] = till_cancel,
	[TILL_REFUND] = till_refund,
	[TILL_EXCHANGE] = till_exchange,
	[TILL_CASH_IN] = till_cash_in,
	[TILL_CASH_OUT] = till_cash_out,
	[TILL_DROP] = till_drop,
	[TILL_DRAWER] = till_drawer,
	[TILL_PRICE_CHECK] = till_price_check,
	[TILL_REPRINT] = till_reprint,
	[TILL_X] = till_x,
	[TILL_CONFIRM_DATE] = till_confirm_date,
	[TILL_CLOSE] = till_close,
};

bool till_do(struct till *till, const struct till_event *event)
{
	return operations[event->kind](till, event);
}

/*
 * A refund that a till of before was asked for, and of which nothing was given
 * back, has not happened: it does not stand in the way of a script that goes
 * on with something else.
 */
static void drop_found_refund(struct till *till, enum till_event_kind kind)
{
	bool elsewhere = kind == TILL_SCAN || kind == TILL_TYPE ||
		kind == TILL_RECALL || kind == TILL_EXCHANGE ||
		kind == TILL_CLOSE || kind == TILL_LOGIN || kind == TILL_LOGOUT;

	if (!till->refund_found || !elsewhere || till->basket.tender_count > 0)
		return;
	till->refund_found = false;
	till->basket.slip.sale = 0;
	till->basket.head_changed = true;
	till_changed(till);
}

/* An operation with the permission that was given for it, if any. */
static void operate(struct till *till, const struct till_event *event)
{
	till->allow = till->view.supervisor;
	till->view.supervisor = (struct till_user){.id = 0};
	till->by_key = false;
	drop_found_refund(till, event->kind);
	till_do(till, event);
	if (!till->view.refused && event->kind != TILL_SUPERVISOR &&
		(till->effects.set & TILL_EFFECT_SAVE) == 0)
		till_go_home(till);
}

const struct till_effects *till_handle(struct till *till,
	const struct till_event *event)
{
	struct till_view *view = &till->view;

	till->effects = (struct till_effects){.set = TILL_EFFECT_REDRAW};
	till->wants_permission = false;
	view->refused = false;
	view->has_line = false;
	if (event->kind != TILL_SAVED) {
		assert(till->pending.kind == TILL_ORDER_NONE);
		view->document = 0;
		view->number = 0;
		till_say(till, TILL_QUIET, "", "", "");
	}
	if (event->kind == TILL_SAVED)
		saved(till, event);
	else if (event->kind == TILL_KEY)
		till_key(till, event);
	else
		operate(till, event);
	view->choice_count = till->choice_count;
	if ((till->effects.set & TILL_EFFECT_SAVE) != 0)
		till->pending = till->effects.order;
	return &till->effects;
}
