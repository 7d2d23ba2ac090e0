/* Dialogues with an input line: login, float, one question, a payment, a
 * supervisor's permission. Each ends by CONFIRM; Enter ends only those that
 * look something up. */
#include "pos/till/keys_int.h"
#include "schema/rules/calendar.h"

#include <stdio.h>
#include <string.h>

struct question {
	const char *prompt;
	bool looks_up; /* Enter may end it: nothing changes by it */
};

static const struct question questions[ASK_COUNT_OF] = {
	[ASK_NOTHING] = {"", false},
	[ASK_QUANTITY] = {N_("Quantity:"), false},
	[ASK_WEIGHT] = {N_("Weight:"), false},
	[ASK_PRICE] = {N_("Lower price a unit:"), false},
	[ASK_DISCOUNT] = {N_("Discount on this line (rupiah or %):"), false},
	[ASK_BASKET_DISCOUNT] = {N_("Discount on all (rupiah or %):"), false},
	[ASK_VOID_REASON] = {N_("Take this line off? Reason:"), false},
	[ASK_CANCEL_REASON] = {N_("Cancel this sale? Reason:"), false},
	[ASK_REFUND] = {N_("Refund: scan the receipt or type its number:"),
		true},
	[ASK_EXCHANGE] = {N_("Exchange: scan the receipt or type its number:"),
		true},
	[ASK_PRICE_CHECK] = {N_("Price check: scan or type the code:"), true},
	[ASK_CASH_IN] = {N_("Cash into the drawer, amount:"), false},
	[ASK_CASH_IN_REASON] = {N_("Reason:"), false},
	[ASK_CASH_OUT] = {N_("Cash out of the drawer, amount:"), false},
	[ASK_CASH_OUT_REASON] = {N_("Reason:"), false},
	[ASK_DROP] = {N_("Drop to the safe, amount:"), false},
	[ASK_DRAWER_REASON] = {N_("Open the drawer. Reason:"), false},
	[ASK_REPRINT] = {N_("Print again: receipt number, or nothing for the "
			    "last:"),
		false},
};

void keys_ask(struct till *till, enum till_ask ask)
{
	till->ask = ask;
	till->view.mode = TILL_ASKING;
	till->view.prompt = questions[ask].prompt;
	till->input[0] = '\0';
}

/* --- what the answers do --------------------------------------------------- */

static void answer_value(struct till *till)
{
	struct till_event event = {.line = (int64_t)till->view.selected + 1};
	bool good;

	if (till->ask == ASK_QUANTITY) {
		event.kind = TILL_LINE_QUANTITY;
		good = keys_quantity(till, till->input, &event.quantity);
	} else if (till->ask == ASK_PRICE) {
		event.kind = TILL_LINE_PRICE;
		good = keys_money(till, till->input, &event.amount);
	} else {
		event.kind = till->ask == ASK_DISCOUNT ? TILL_LINE_DISCOUNT
						       : TILL_DISCOUNT;
		good = keys_discount(till, till->input, &event.discount);
	}
	if (good)
		keys_run_home(till, &event);
}

/* Of what was chosen from a list. */
static void answer_weight(struct till *till)
{
	struct quantity weight;

	if (!keys_quantity(till, till->input, &weight))
		return;
	till_go_home(till);
	if (till_needs_shift(till))
		till_add_item(till, &till->weighed, &weight);
}

static void answer_reason(struct till *till)
{
	char reason[TILL_INPUT_SIZE];
	struct till_event event = {.line = (int64_t)till->view.selected + 1,
		.amount = till->asked_amount,
		.text = reason};

	snprintf(reason, sizeof(reason), "%s", till->input);
	if (till->ask == ASK_VOID_REASON)
		event.kind = TILL_LINE_VOID;
	else if (till->ask == ASK_CANCEL_REASON)
		event.kind = TILL_CANCEL;
	else if (till->ask == ASK_CASH_IN_REASON)
		event.kind = TILL_CASH_IN;
	else if (till->ask == ASK_CASH_OUT_REASON)
		event.kind = TILL_CASH_OUT;
	else if (till->ask == ASK_DRAWER_REASON)
		event.kind = TILL_DRAWER;
	else
		event.kind = TILL_REPRINT;
	keys_run_home(till, &event);
}

static void answer_cash(struct till *till)
{
	struct money amount;

	if (!keys_money(till, till->input, &amount))
		return;
	till->asked_amount = amount;
	if (till->ask == ASK_DROP)
		keys_run_home(till,
			&(struct till_event){
				.kind = TILL_DROP, .amount = amount});
	else
		keys_ask(till,
			till->ask == ASK_CASH_IN ? ASK_CASH_IN_REASON
						 : ASK_CASH_OUT_REASON);
}

static void answer_look_up(struct till *till, const char *text)
{
	char wanted[TILL_INPUT_SIZE];

	snprintf(wanted, sizeof(wanted), "%s", text);
	text_clean(wanted);
	till->input[0] = '\0';
	if (wanted[0] == '\0')
		return;
	if (till->ask == ASK_PRICE_CHECK) {
		if (till_price_check(till,
			    &(struct till_event){.text = wanted}))
			keys_show(till, TILL_SHOWN_PRICE);
	} else
		keys_receipt(till, wanted, till->ask == ASK_EXCHANGE);
}

static void answer(struct till *till)
{
	switch (till->ask) {
	case ASK_NOTHING:
	case ASK_SEARCH: /* a list of its own: keys_choosing */
	case ASK_DATE:   /* yes or no: keys_confirming */
	case ASK_COUNT_OF:
		till_go_home(till);
		break;
	case ASK_QUANTITY:
	case ASK_PRICE:
	case ASK_DISCOUNT:
	case ASK_BASKET_DISCOUNT:
		answer_value(till);
		break;
	case ASK_WEIGHT:
		answer_weight(till);
		break;
	case ASK_VOID_REASON:
	case ASK_CANCEL_REASON:
	case ASK_CASH_IN_REASON:
	case ASK_CASH_OUT_REASON:
	case ASK_DRAWER_REASON:
	case ASK_REPRINT:
		answer_reason(till);
		break;
	case ASK_CASH_IN:
	case ASK_CASH_OUT:
	case ASK_DROP:
		answer_cash(till);
		break;
	case ASK_REFUND:
	case ASK_EXCHANGE:
	case ASK_PRICE_CHECK:
		answer_look_up(till, till->input);
		break;
	}
}

void keys_asking(struct till *till, const struct till_event *event)
{
	bool looks_up = questions[till->ask].looks_up;

	if (keys_edit(till, event))
		return;
	if (event->key == TILL_KEY_ESCAPE)
		till_go_home(till);
	else if (event->key == TILL_KEY_SCANNED && looks_up)
		answer_look_up(till, event->text);
	else if (event->key == TILL_KEY_CONFIRM ||
		(till->ask == ASK_WEIGHT && event->key == TILL_KEY_MULTIPLY) ||
		(looks_up &&
			(event->key == TILL_KEY_ENTER ||
				event->key == TILL_KEY_TAB)))
		answer(till);
	else
		keys_not_here(till);
}

/* --- paying ---------------------------------------------------------------- */

void keys_pay(struct till *till, enum till_tender_kind kind,
	struct money amount)
{
	char number[TEXT_NUMBER_SIZE] = "";

	till->view.mode = TILL_PAYING;
	till_basket_ask_total(&till->basket);
	if (till->basket.head_changed)
		till_changed(till);
	till->view.tender = kind;
	till->asked_amount = amount;
	if (kind == TILL_BY_CASH) {
		till->view.prompt = N_("Money received:");
		if (money_sign(amount) > 0)
			text_format_rupiah(money_rupiah(amount), number);
		snprintf(till->input, sizeof(till->input), "%s", number);
	} else {
		till->view.prompt = kind == TILL_BY_QRIS
			? N_("Show the QRIS, wait for the notice. Reference:")
			: N_("Reference:");
			till->input[0] = '\0';
	}
}

static void confirm_payment(struct till *till)
{
	char reference[TILL_INPUT_SIZE];
	struct till_event event = {.kind = TILL_TENDER,
		.tender = till->view.tender,
		.amount = till->asked_amount,
		.text = reference};

	snprintf(reference, sizeof(reference), "%s",
		event.tender == TILL_BY_CASH ? "" : till->input);
	if (event.tender == TILL_BY_CASH && till->input[0] == '\0')
		event.amount = till->view.wanted_cash;
	else if (event.tender == TILL_BY_CASH) {
		if (!keys_money(till, till->input, &event.amount))
			return;
	} else if (money_sign(event.amount) == 0)
		event.amount = till->view.wanted_noncash;
	keys_run_home(till, &event);
}

void keys_paying(struct till *till, const struct till_event *event)
{
	static const enum till_key switches[] = {
		[TILL_BY_CASH] = TILL_KEY_CASH,
		[TILL_BY_QRIS] = TILL_KEY_QRIS,
		[TILL_BY_CARD] = TILL_KEY_CARD,
		[TILL_BY_TRANSFER] = TILL_KEY_TRANSFER,
	};

	if (keys_edit(till, event))
		return;
	if (event->key == TILL_KEY_ESCAPE) {
		till_go_home(till);
		return;
	}
	if (event->key == TILL_KEY_CONFIRM) {
		confirm_payment(till);
		return;
	}
	for (size_t i = 0; i < sizeof(switches) / sizeof(switches[0]); i++)
		if (event->key == switches[i]) {
			keys_pay(till, (enum till_tender_kind)i, money_of(0));
			return;
		}
	keys_not_here(till);
}

/* --- name and PIN ---------------------------------------------------------- */

/* Keys that fill the two fields in; true when both are there and key ends. */
static bool two_fields(struct till *till, const struct till_event *event,
	const char *name_prompt)
{
	struct till_view *view = &till->view;

	if (view->field == 0 && event->key == TILL_KEY_TEXT &&
		strlen(till->input) + strlen(event->text) >= sizeof(till->name))
		return false;
	if (keys_edit(till, event))
		return false;
	if (event->key == TILL_KEY_UP ||
		(event->key == TILL_KEY_ESCAPE && view->field == 1)) {
		view->field = 0;
		view->prompt = name_prompt;
		snprintf(till->input, sizeof(till->input), "%s", till->name);
	} else if (view->field == 0 && till->input[0] != '\0' &&
		(event->key == TILL_KEY_ENTER || event->key == TILL_KEY_TAB ||
			event->key == TILL_KEY_DOWN ||
			event->key == TILL_KEY_CONFIRM)) {
		snprintf(till->name, sizeof(till->name), "%.*s",
			(int)sizeof(till->name) - 1, till->input);
		view->field = 1;
		view->prompt = N_("PIN:");
		till->input[0] = '\0';
	} else if (view->field == 1) {
		return event->key == TILL_KEY_ENTER ||
			event->key == TILL_KEY_TAB ||
			event->key == TILL_KEY_CONFIRM;
	}
	view->input_hidden = view->field == 1;
	return false;
}

void keys_locked(struct till *till, const struct till_event *event)
{
	char pin[TILL_INPUT_SIZE];

	if (!two_fields(till, event, N_("Name:")))
		return;
	snprintf(pin, sizeof(pin), "%s", till->input);
	till->input[0] = '\0';
	if (!keys_run(till,
		    &(struct till_event){.kind = TILL_LOGIN,
			    .text = till->name,
			    .text2 = pin}))
		till_go_home(till);
	memset(pin, 0, sizeof(pin));
}

static void permit(struct till *till, const char *pin)
{
	struct till_retry *retry = &till->retry;
	struct till_event ask = {.text = till->name, .text2 = pin};

	if (!till_supervisor(till, &ask))
		return;
	till->allow = till->view.supervisor;
	till->view.supervisor = (struct till_user){.id = 0};
	till->view.mode = retry->back;
	till->view.input_hidden = false;
	till->input[0] = '\0';
	keys_run_home(till, &retry->event);
}

/* Only CONFIRM ends it: what is permitted changes a price or pays money. */
void keys_permitting(struct till *till, const struct till_event *event)
{
	char pin[TILL_INPUT_SIZE];

	if (event->key == TILL_KEY_ESCAPE) {
		till_go_home(till);
		return;
	}
	if (!two_fields(till, event, N_("Supervisor's name:")))
		return;
	if (event->key != TILL_KEY_CONFIRM) {
		keys_not_here(till);
		return;
	}
	snprintf(pin, sizeof(pin), "%s", till->input);
	till->input[0] = '\0';
	permit(till, pin);
	memset(pin, 0, sizeof(pin));
}

/* --- the rest -------------------------------------------------------------- */

void keys_starting(struct till *till, const struct till_event *event)
{
	struct till_event open = {.kind = TILL_OPEN};

	if (keys_edit(till, event))
		return;
	if (event->key == TILL_KEY_LOGOUT)
		keys_run(till, &(struct till_event){.kind = TILL_LOGOUT});
	else if (event->key != TILL_KEY_CONFIRM)
		keys_not_here(till);
	else if (keys_money(till, till->input, &open.amount))
		keys_run(till, &open);
}

void keys_confirming(struct till *till, const struct till_event *event)
{
	char today[CALENDAR_TEXT_SIZE];

	if (event->key == TILL_KEY_ESCAPE) {
		till_go_home(till);
	} else if (event->key == TILL_KEY_CONFIRM && till->ask == ASK_DATE) {
		calendar_format(till->view.date.today, today);
		keys_run_home(till,
			&(struct till_event){
				.kind = TILL_CONFIRM_DATE, .text = today});
	} else if (event->key == TILL_KEY_CONFIRM) {
		till->view.mode = TILL_COUNTING;
		till->view.prompt = N_("Count the drawer:");
		till->input[0] = '\0';
	} else if (event->key != TILL_KEY_TEXT) {
		keys_not_here(till);
	}
}
