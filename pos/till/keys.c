/*
 * Keys on the sale itself, and what all dialogues share. A verb acts on the
 * text before it, or opens a dialogue that asks; text alone is looked up.
 *
 * Enter, Tab and characters appear in none of the verbs: see the table.
 */
#include "pos/till/keys_int.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

/* From here on an amount before the cash key is asked about once more: it may
 * be a code that was typed and not entered. */
#define CASH_ASK_AGAIN INT64_C(10000000)

/* --- permissions ----------------------------------------------------------- */

static void keep_for_retry(struct till *till, const struct till_event *event)
{
	struct till_retry *retry = &till->retry;

	retry->event = *event;
	retry->back = till->view.mode;
	if (event->text != retry->text)
		snprintf(retry->text, sizeof(retry->text), "%s", event->text);
	if (event->text2 != retry->text2)
		snprintf(retry->text2, sizeof(retry->text2), "%s",
			event->text2);
	retry->event.text = retry->text;
	retry->event.text2 = retry->text2;
	if (event->return_count > 0 && event->returns != retry->returns)
		memcpy(retry->returns, event->returns,
			event->return_count * sizeof(*retry->returns));
	retry->event.returns = retry->returns;
	till->view.mode = TILL_PERMITTING;
	till->view.prompt = N_("Supervisor's name:");
	till->view.field = 0;
	till->view.input_hidden = false;
	till->input[0] = '\0';
	till->name[0] = '\0';
}

bool keys_run(struct till *till, const struct till_event *event)
{
	struct till_event full = *event;
	bool done;

	if (full.text == NULL)
		full.text = "";
	if (full.text2 == NULL)
		full.text2 = "";
	till->wants_permission = false;
	done = till_do(till, &full);
	if (!done && till->wants_permission)
		keep_for_retry(till, &full);
	else if (!done && till->choice_count > 1)
		keys_choose(till);
	return done;
}

bool keys_run_home(struct till *till, const struct till_event *event)
{
	if (!keys_run(till, event))
		return false;
	if ((till->effects.set & TILL_EFFECT_SAVE) == 0)
		till_go_home(till);
	return true;
}

/* --- the input line -------------------------------------------------------- */

static void append(struct till *till, const char *text)
{
	size_t used = strlen(till->input);

	if (used + strlen(text) >= sizeof(till->input)) {
		till->effects.set |= TILL_EFFECT_BELL;
		return;
	}
	snprintf(till->input + used, sizeof(till->input) - used, "%s", text);
}

static void chop(char *text)
{
	size_t length = strlen(text);

	while (length > 0 && ((unsigned char)text[length - 1] & 0xC0) == 0x80)
		length--;
	if (length > 0)
		length--;
	text[length] = '\0';
}

bool keys_edit(struct till *till, const struct till_event *event)
{
	if (event->key == TILL_KEY_TEXT)
		append(till, event->text);
	else if (event->key == TILL_KEY_BACKSPACE)
		chop(till->input);
	else if (event->key == TILL_KEY_CLEAR)
		till->input[0] = '\0';
	else
		return false;
	return true;
}

/* What the scanner typed stands at the end of the line: takes it off. */
static void take_scan_off(struct till *till, const char *text)
{
	size_t length = strlen(till->input), tail = strlen(text);

	if (length >= tail && strcmp(till->input + length - tail, text) == 0)
		till->input[length - tail] = '\0';
}

void keys_not_here(struct till *till)
{
	till_refuse(till, N_("F9 or + confirms; Esc goes back"));
}

bool keys_move(enum till_key key, size_t *cursor, size_t count)
{
	size_t page = 8, last = count == 0 ? 0 : count - 1;

	if (key == TILL_KEY_UP)
		*cursor -= *cursor > 0;
	else if (key == TILL_KEY_DOWN)
		*cursor += *cursor < last;
	else if (key == TILL_KEY_PAGE_UP)
		*cursor = *cursor > page ? *cursor - page : 0;
	else if (key == TILL_KEY_PAGE_DOWN)
		*cursor = *cursor + page < last ? *cursor + page : last;
	else if (key == TILL_KEY_HOME)
		*cursor = 0;
	else if (key == TILL_KEY_END)
		*cursor = last;
	else
		return false;
	return true;
}

/* --- reading the line ------------------------------------------------------ */

bool keys_money(struct till *till, const char *text, struct money *amount)
{
	int64_t rupiah;

	if (!text_parse_rupiah(text, &rupiah))
		return till_refuse_text(till, N_("%s is no amount"), text);
	*amount = money_of(rupiah);
	return true;
}

bool keys_quantity(struct till *till, const char *text,
	struct quantity *quantity)
{
	int64_t thousandths;

	if (!text_parse_decimal(text, 3, QUANTITY_MAX, &thousandths) ||
		thousandths == 0)
		return text_is_long_number(text)
			? till_refuse(till, N_("the quantity is too large"))
			: till_refuse_text(till, N_("%s is no quantity"), text);
	*quantity = quantity_of(thousandths);
	return true;
}

bool keys_discount(struct till *till, const char *text,
	struct basket_discount *discount)
{
	char number[TILL_INPUT_SIZE];
	size_t length = strlen(text);
	struct money amount;

	if (length > 0 && text[length - 1] == '%') {
		snprintf(number, sizeof(number), "%.*s", (int)(length - 1),
			text);
		if (!text_parse_decimal(number, 2, BASIS_POINTS,
			    &discount->value))
			return till_refuse(till,
				N_("that is no discount: for instance 10% "
				   "or 5000"));
		discount->kind = BASKET_DISCOUNT_PERCENT;
		return true;
	}
	if (!keys_money(till, text, &amount))
		return false;
	*discount = (struct basket_discount){
		.kind = BASKET_DISCOUNT_AMOUNT, .value = money_rupiah(amount)};
	return true;
}

/* --- verbs on the sale ----------------------------------------------------- */

static int64_t selected(const struct till *till)
{
	return (int64_t)till->view.selected + 1;
}

static void look_up(struct till *till)
{
	char text[TILL_INPUT_SIZE];

	snprintf(text, sizeof(text), "%s", till->input);
	till->input[0] = '\0';
	text_clean(text);
	if (text[0] != '\0')
		keys_run_home(till,
			&(struct till_event){.kind = TILL_TYPE, .text = text});
}

static void multiply(struct till *till)
{
	if (till->input[0] == '\0')
		return;
	if (keys_quantity(till, till->input, &till->view.multiplier))
		till->view.has_multiplier = true;
	till->input[0] = '\0';
}

static void quantity(struct till *till)
{
	struct till_event event = {
		.kind = TILL_LINE_QUANTITY, .line = selected(till)};

	if (till->input[0] == '\0')
		keys_ask(till, ASK_QUANTITY);
	else if (keys_quantity(till, till->input, &event.quantity))
		keys_run_home(till, &event);
}

static void price(struct till *till)
{
	struct till_event event = {
		.kind = TILL_LINE_PRICE, .line = selected(till)};

	if (till->input[0] == '\0')
		keys_ask(till, ASK_PRICE);
	else if (keys_money(till, till->input, &event.amount))
		keys_run_home(till, &event);
}

static void line_discount(struct till *till)
{
	struct till_event event = {
		.kind = TILL_LINE_DISCOUNT, .line = selected(till)};

	if (till->input[0] == '\0')
		keys_ask(till, ASK_DISCOUNT);
	else if (keys_discount(till, till->input, &event.discount))
		keys_run_home(till, &event);
}

static void basket_discount(struct till *till)
{
	struct till_event event = {.kind = TILL_DISCOUNT};

	if (till->input[0] == '\0')
		keys_ask(till, ASK_BASKET_DISCOUNT);
	else if (keys_discount(till, till->input, &event.discount))
		keys_run_home(till, &event);
}

static void void_line(struct till *till)
{
	if (till->basket.line_count == 0)
		till_refuse(till, N_("the basket is empty"));
	else
		keys_ask(till, ASK_VOID_REASON);
}

static void pay(struct till *till, enum till_tender_kind kind)
{
	struct till_event event = {
		.kind = TILL_TENDER, .tender = kind, .amount = money_of(0)};

	if (till->basket.line_count == 0) {
		till_refuse(till, N_("the basket is empty"));
		return;
	}
	if (till->input[0] != '\0' &&
		!keys_money(till, till->input, &event.amount))
		return;
	if (kind == TILL_BY_CASH && till->input[0] != '\0' &&
		money_rupiah(event.amount) < CASH_ASK_AGAIN)
		keys_run_home(till, &event);
	else
		keys_pay(till, kind, event.amount);
}

static void cash(struct till *till)
{
	pay(till, TILL_BY_CASH);
}

static void qris(struct till *till)
{
	pay(till, TILL_BY_QRIS);
}

static void card(struct till *till)
{
	pay(till, TILL_BY_CARD);
}

static void transfer(struct till *till)
{
	pay(till, TILL_BY_TRANSFER);
}

static void remove_tender(struct till *till)
{
	keys_run_home(till,
		&(struct till_event){.kind = TILL_TENDER_REMOVE,
			.line = (int64_t)till->basket.tender_count});
}

static void suspend(struct till *till)
{
	keys_run(till, &(struct till_event){.kind = TILL_SUSPEND});
}

static void recall(struct till *till)
{
	till_look_at_suspended(till);
	if (till->view.suspended_count == 0) {
		till_refuse(till, N_("no suspended sale is waiting"));
		return;
	}
	till->view.mode = TILL_RECALLING;
	till->view.cursor = 0;
	till->view.prompt = N_("Which one?");
}

static void refund(struct till *till)
{
	if (till->input[0] == '\0')
		keys_ask(till, ASK_REFUND);
	else
		keys_receipt(till, till->input, false);
}

static void exchange(struct till *till)
{
	if (till->input[0] == '\0')
		keys_ask(till, ASK_EXCHANGE);
	else
		keys_receipt(till, till->input, true);
}

static void price_check(struct till *till)
{
	keys_ask(till, ASK_PRICE_CHECK);
}

static void x(struct till *till)
{
	if (keys_run(till, &(struct till_event){.kind = TILL_X}))
		keys_show(till, TILL_SHOWN_X);
}

static void close_shift(struct till *till)
{
	till_look_at_suspended(till);
	memset(till->pieces, 0, sizeof(till->pieces));
	till->view.counted = money_of(0);
	till->view.cursor = 0;
	till->input[0] = '\0';
	if (!till_basket_is_empty(&till->basket)) {
		till_refuse(till,
			N_("finish what is open first, or cancel it"));
	} else if (till->view.waiting > 0) {
		till->view.mode = TILL_CONFIRMING;
		till->view.prompt =
			N_("suspended sales are waiting. Close all the same?");
	} else {
		till->view.mode = TILL_COUNTING;
		till->view.prompt = N_("Count the drawer:");
	}
}

static void logout(struct till *till)
{
	keys_run(till, &(struct till_event){.kind = TILL_LOGOUT});
}

static void cancel(struct till *till)
{
	if (till_basket_is_empty(&till->basket))
		till_refuse(till, N_("there is nothing to cancel"));
	else
		keys_ask(till, ASK_CANCEL_REASON);
}

static void cash_in(struct till *till)
{
	keys_ask(till, ASK_CASH_IN);
}

static void cash_out(struct till *till)
{
	keys_ask(till, ASK_CASH_OUT);
}

static void drop(struct till *till)
{
	keys_ask(till, ASK_DROP);
}

static void drawer(struct till *till)
{
	keys_ask(till, ASK_DRAWER_REASON);
}

static void reprint(struct till *till)
{
	keys_ask(till, ASK_REPRINT);
}

static void (*const verbs[TILL_KEY_COUNT])(struct till *till) = {
	[TILL_KEY_ENTER] = look_up,
	[TILL_KEY_TAB] = look_up,
	[TILL_KEY_CONFIRM] = cash,
	[TILL_KEY_MULTIPLY] = multiply,
	[TILL_KEY_SEARCH] = keys_search,
	[TILL_KEY_QUANTITY] = quantity,
	[TILL_KEY_PRICE] = price,
	[TILL_KEY_DISCOUNT] = line_discount,
	[TILL_KEY_BASKET_DISCOUNT] = basket_discount,
	[TILL_KEY_VOID] = void_line,
	[TILL_KEY_CASH] = cash,
	[TILL_KEY_QRIS] = qris,
	[TILL_KEY_CARD] = card,
	[TILL_KEY_TRANSFER] = transfer,
	[TILL_KEY_TENDER_REMOVE] = remove_tender,
	[TILL_KEY_SUSPEND] = suspend,
	[TILL_KEY_RECALL] = recall,
	[TILL_KEY_CANCEL] = cancel,
	[TILL_KEY_REFUND] = refund,
	[TILL_KEY_EXCHANGE] = exchange,
	[TILL_KEY_PRICE_CHECK] = price_check,
	[TILL_KEY_CASH_IN] = cash_in,
	[TILL_KEY_CASH_OUT] = cash_out,
	[TILL_KEY_DROP] = drop,
	[TILL_KEY_DRAWER] = drawer,
	[TILL_KEY_REPRINT] = reprint,
	[TILL_KEY_X] = x,
	[TILL_KEY_CLOSE] = close_shift,
	[TILL_KEY_LOGOUT] = logout,
};

static void keys_selling(struct till *till, const struct till_event *event)
{
	if (keys_edit(till, event) ||
		keys_move(event->key, &till->view.selected,
			till->basket.line_count))
		return;
	if (event->key == TILL_KEY_SCANNED) {
		keys_run(till,
			&(struct till_event){
				.kind = TILL_SCAN, .text = event->text});
	} else if (event->key == TILL_KEY_ESCAPE) {
		till->input[0] = '\0';
		till->view.has_multiplier = false;
	} else if (verbs[event->key] != NULL) {
		verbs[event->key](till);
	}
}

static till_keys *const modes[] = {
	[TILL_LOCKED] = keys_locked,
	[TILL_STARTING] = keys_starting,
	[TILL_SELLING] = keys_selling,
	[TILL_CHOOSING] = keys_choosing,
	[TILL_ASKING] = keys_asking,
	[TILL_PAYING] = keys_paying,
	[TILL_RETURNING] = keys_returning,
	[TILL_GIVING_BACK] = keys_giving_back,
	[TILL_RECALLING] = keys_recalling,
	[TILL_COUNTING] = keys_counting,
	[TILL_CONFIRMING] = keys_confirming,
	[TILL_SHOWING] = keys_showing,
	[TILL_PERMITTING] = keys_permitting,
};

void till_key(struct till *till, const struct till_event *event)
{
	char scanned[TILL_INPUT_SIZE];
	struct till_event own = *event;

	assert(event->key < TILL_KEY_COUNT);
	till->by_key = true;
	till->allow = (struct till_user){.id = 0};
	till->view.supervisor = till->allow;
	till->choice_count = till->view.mode == TILL_CHOOSING ||
			till->view.mode == TILL_SHOWING
		? till->choice_count
		: 0;
	if (event->key == TILL_KEY_SCANNED &&
		(till->view.mode == TILL_LOCKED ||
			till->view.mode == TILL_PERMITTING)) {
		/* a name or a PIN that quick fingers, or a badge, typed */
		own.key = TILL_KEY_ENTER;
	} else if (event->key == TILL_KEY_SCANNED) {
		take_scan_off(till, event->text);
		snprintf(scanned, sizeof(scanned), "%s", event->text);
		text_clean(scanned);
		own.text = scanned;
		if (scanned[0] == '\0')
			return;
	}
	modes[till->view.mode](till, &own);
}

void keys_show(struct till *till, enum till_shown shown)
{
	till->view.mode = TILL_SHOWING;
	till->view.shown = shown;
	till->view.prompt = "";
	till->input[0] = '\0';
}

void till_show_full(struct till *till)
{
	keys_show(till, TILL_SHOWN_FULL);
}

/* What was asked for has been saved, or not: where the dialogues go on. */
void till_keys_saved(struct till *till, enum till_order_kind kind,
	const struct till_saved *saved)
{
	till_go_home(till);
	if (saved->full && till->by_key) {
		till->shop->room(till->context, &till->view.room_mb);
		till_show_full(till);
		return;
	}
	/* What could not be saved may be so for the date. */
	if ((!saved->ok || kind == TILL_ORDER_LOGIN) && till_ask_date(till))
		return;
	if (!saved->ok)
		return;
	if (kind == TILL_ORDER_SALE || kind == TILL_ORDER_REFUND ||
		kind == TILL_ORDER_EXCHANGE)
		keys_show(till, TILL_SHOWN_SOLD);
	else if (kind == TILL_ORDER_CLOSE)
		keys_show(till, TILL_SHOWN_Z);
}
