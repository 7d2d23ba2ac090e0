/* Dialogues with rows: items to choose from, suspended sales, the lines of a
 * receipt, the drawer's coins and notes; and what is only shown. */
#include "pos/till/keys_int.h"

#include <stdio.h>
#include <string.h>

/* --- choosing an item ------------------------------------------------------ */

void keys_choose(struct till *till)
{
	till->ask = ASK_NOTHING;
	till->view.mode = TILL_CHOOSING;
	till->view.cursor = 0;
	till->view.prompt = N_("Which item?");
	till->input[0] = '\0';
}

/* What the text on the line finds now; an empty line finds nothing. */
static void search_again(struct till *till)
{
	size_t count = TILL_CHOICES_MAX;

	till->view.cursor = 0;
	till->choice_count = 0;
	if (till->input[0] != '\0' &&
		till->shop->search(till->context, till->input, till->choices,
			&count) == TILL_FOUND)
		till->choice_count = count;
}

/* The list follows the text as it is typed (ask tells it from keys_choose). */
void keys_search(struct till *till)
{
	till->has_choice_quantity = till->view.has_multiplier;
	till->choice_quantity = till->view.multiplier;
	till->ask = ASK_SEARCH;
	till->view.mode = TILL_CHOOSING;
	till->view.prompt = N_("Search a name:");
	search_again(till);
}

static void take_choice(struct till *till)
{
	struct till_item item = till->choices[till->view.cursor];

	if (till->view.cursor >= till->choice_count) {
		till_refuse_text(till, N_("no name holds %s"), till->input);
		return;
	}
	till->choice_count = 0;
	till_go_home(till);
	if (!till->has_choice_quantity && till_is_weighed(&item)) {
		till->weighed = item;
		keys_ask(till, ASK_WEIGHT);
		till_say(till, TILL_INFO, N_("how much of %s? Weigh it"),
			item.name, "");
		return;
	}
	if (!till_needs_shift(till) ||
		!till_add_item(till, &item,
			till->has_choice_quantity ? &till->choice_quantity
						  : NULL))
		return;
	till->view.has_multiplier = false;
}

void keys_choosing(struct till *till, const struct till_event *event)
{
	bool enter = event->key == TILL_KEY_ENTER || event->key == TILL_KEY_TAB;
	bool searching = till->ask == ASK_SEARCH;

	if (keys_edit(till, event)) {
		if (searching)
			search_again(till);
		return;
	}
	if (keys_move(event->key, &till->view.cursor, till->choice_count))
		return;
	if (event->key == TILL_KEY_ESCAPE) {
		till_go_home(till);
	} else if (event->key == TILL_KEY_CONFIRM ||
		(enter && (searching || till->input[0] == '\0'))) {
		take_choice(till);
	} else {
		/* a scan, or something typed: it would take the wrong one */
		if (searching)
			search_again(till);
		else
			till->input[0] = '\0';
		till_refuse(till,
			N_("choose one first: arrows, then Enter; Esc goes "
			   "back"));
	}
}

/* --- suspended sales ------------------------------------------------------- */

void keys_recalling(struct till *till, const struct till_event *event)
{
	bool enter = event->key == TILL_KEY_ENTER || event->key == TILL_KEY_TAB;

	if (keys_edit(till, event) ||
		keys_move(event->key, &till->view.cursor,
			till->view.suspended_count))
		return;
	if (event->key == TILL_KEY_ESCAPE) {
		till_go_home(till);
	} else if (event->key == TILL_KEY_CONFIRM ||
		(enter && till->input[0] == '\0')) {
		keys_run(till,
			&(struct till_event){.kind = TILL_RECALL,
				.text = till->suspended[till->view.cursor]
						.text});
	} else {
		till->input[0] = '\0';
		till_refuse(till,
			N_("choose one first: arrows, then Enter; Esc goes "
			   "back"));
	}
}

/* --- what comes back ------------------------------------------------------- */

void keys_receipt(struct till *till, const char *number, bool exchange)
{
	if (!till_needs_shift(till) || !till_find_receipt(till, number))
		return;
	for (size_t i = 0; i < till->receipt->count; i++)
		till->returns[i] = (struct till_return){
			.line = till->receipt->lines[i].line};
	till->exchange = exchange;
	till->view.mode = TILL_RETURNING;
	till->view.cursor = 0;
	till->view.prompt = N_("How many come back:");
	till->input[0] = '\0';
}

static void set_return(struct till *till)
{
	size_t row = till->view.cursor;
	const struct till_receipt_line *line;
	struct quantity quantity;

	if (row >= till->receipt->count)
		return;
	line = &till->receipt->lines[row];
	if (till->input[0] == '\0')
		till->returns[row].quantity =
			quantity_sign(till->returns[row].quantity) > 0
			? quantity_of(0)
			: line->left;
	else if (!keys_quantity(till, till->input, &quantity))
		till->input[0] = '\0';
	else if (quantity_compare(quantity, line->left) > 0)
		till_refuse(till, N_("more than can still come back"));
	else
		till->returns[row].quantity = quantity;
	till->input[0] = '\0';
}

static void next_fate(struct till_return *back)
{
	back->fate = back->fate == TILL_FATE_SHELF ? TILL_FATE_DAMAGE
		: back->fate == TILL_FATE_DAMAGE   ? TILL_FATE_DEFECT
						   : TILL_FATE_SHELF;
}

static void take_returns(struct till *till)
{
	struct till_return chosen[TILL_LINES_MAX];
	char number[TILL_RECEIPT_SIZE];
	struct till_event event = {
		.kind = till->exchange ? TILL_EXCHANGE : TILL_REFUND,
		.text = number,
		.returns = chosen};

	for (size_t i = 0; i < till->receipt->count; i++)
		if (quantity_sign(till->returns[i].quantity) > 0)
			chosen[event.return_count++] = till->returns[i];
	snprintf(number, sizeof(number), "%s", till->receipt->receipt);
	if (event.return_count == 0)
		till_refuse(till, N_("choose what comes back: number and *"));
	else if (!keys_run_home(till, &event))
		(void)till->shop->receipt(till->context, number, till->receipt);
}

void keys_returning(struct till *till, const struct till_event *event)
{
	if (keys_edit(till, event) ||
		keys_move(event->key, &till->view.cursor, till->receipt->count))
		return;
	if (event->key == TILL_KEY_ESCAPE)
		till_go_home(till);
	else if (event->key == TILL_KEY_MULTIPLY ||
		event->key == TILL_KEY_QUANTITY)
		set_return(till);
	else if (event->key == TILL_KEY_VOID &&
		till->view.cursor < till->receipt->count)
		next_fate(&till->returns[till->view.cursor]);
	else if (event->key == TILL_KEY_CONFIRM)
		take_returns(till);
	else
		keys_not_here(till);
}

/* --- giving money back ----------------------------------------------------- */

static struct money already(const struct till *till, enum till_tender_kind kind)
{
	struct money sum = money_of(0);

	for (size_t i = 0; i < till->basket.tender_count; i++)
		if (till->basket.tenders[i].kind == kind)
			sum = money_plus(sum, till->basket.tenders[i].amount);
	return sum;
}

/* As it was paid, each kind after the other. */
static void give_as_paid(struct till *till)
{
	bool any = false;

	for (size_t i = 0; i < TILL_TENDER_KINDS; i++) {
		enum till_tender_kind kind = (enum till_tender_kind)i;
		struct till_event event = {.kind = TILL_TENDER,
			.tender = kind,
			.amount = money_minus(till->basket.slip.split[i],
				already(till, kind))};

		if (money_sign(event.amount) <= 0)
			continue;
		any = true;
		if (!keys_run(till, &event) ||
			(till->effects.set & TILL_EFFECT_SAVE) != 0)
			return;
	}
	if (!any)
		keys_run(till,
			&(struct till_event){.kind = TILL_TENDER,
				.tender = TILL_BY_CASH,
				.amount = money_of(0)});
}

static void give_by(struct till *till, enum till_tender_kind kind)
{
	struct till_event event = {.kind = TILL_TENDER, .tender = kind};
	struct money extra;

	till_want(till);
	event.amount = till->view.wanted_cash;
	if (till->input[0] != '\0') {
		if (!keys_money(till, till->input, &event.amount))
			return;
	} else if (kind == TILL_BY_CASH &&
		money_compare(event.amount,
			money_minus(till->basket.slip.cash_left,
				already(till, kind))) > 0 &&
		!refund_in_cash(event.amount, till->view.rules.rounding.unit,
			&event.amount, &extra)) {
		return;
	}
	till->input[0] = '\0';
	keys_run_home(till, &event);
}

void keys_giving_back(struct till *till, const struct till_event *event)
{
	if (keys_edit(till, event))
		return;
	if (event->key == TILL_KEY_CONFIRM)
		give_as_paid(till);
	else if (event->key == TILL_KEY_CASH)
		give_by(till, TILL_BY_CASH);
	else if (event->key == TILL_KEY_QRIS)
		give_by(till, TILL_BY_QRIS);
	else if (event->key == TILL_KEY_CARD)
		give_by(till, TILL_BY_CARD);
	else if (event->key == TILL_KEY_TRANSFER)
		give_by(till, TILL_BY_TRANSFER);
	else if (event->key == TILL_KEY_TENDER_REMOVE)
		keys_run_home(till,
			&(struct till_event){.kind = TILL_TENDER_REMOVE,
				.line = (int64_t)till->basket.tender_count});
	else if (event->key != TILL_KEY_ESCAPE && event->key != TILL_KEY_CANCEL)
		keys_not_here(till);
	else if (till->basket.tender_count > 0)
		till_refuse(till, N_("take the payments back first"));
	else
		keys_run_home(till, &(struct till_event){.kind = TILL_CANCEL});
}

/* --- counting the drawer --------------------------------------------------- */

static void set_pieces(struct till *till)
{
	int64_t pieces = 0, sum = 0;

	if (till->input[0] == '\0')
		return;
	if (!text_parse_integer(till->input, 0, 99999, &pieces)) {
		till_refuse_text(till, N_("%s is no number of pieces"),
			till->input);
		till->input[0] = '\0';
		return;
	}
	till->input[0] = '\0';
	till->pieces[till->view.cursor] = pieces;
	for (size_t i = 0; i < TILL_DENOMINATIONS; i++)
		sum += till->pieces[i] * till_denominations[i];
	till->view.counted = money_of(sum);
	if (till->view.cursor + 1 < TILL_DENOMINATIONS)
		till->view.cursor++;
}

void keys_counting(struct till *till, const struct till_event *event)
{
	int64_t pieces[TILL_DENOMINATIONS];

	if (keys_edit(till, event) ||
		keys_move(event->key, &till->view.cursor, TILL_DENOMINATIONS))
		return;
	if (event->key == TILL_KEY_ESCAPE) {
		till_go_home(till);
	} else if (event->key == TILL_KEY_MULTIPLY) {
		set_pieces(till);
	} else if (event->key == TILL_KEY_CONFIRM && till->input[0] != '\0') {
		till_refuse(till,
			N_("the number that was typed counts after *"));
	} else if (event->key == TILL_KEY_CONFIRM) {
		memcpy(pieces, till->pieces, sizeof(pieces));
		keys_run(till,
			&(struct till_event){
				.kind = TILL_CLOSE, .pieces = pieces});
	} else {
		till_refuse(till,
			N_("type the pieces, then *; F9 or + closes the "
			   "shift"));
	}
}

/* --- only shown ------------------------------------------------------------ */

/* Any key but these goes on to what comes next. */
void keys_showing(struct till *till, const struct till_event *event)
{
	till->choice_count = 0;
	till_go_home(till);
	if (event->key == TILL_KEY_ESCAPE || event->key == TILL_KEY_CONFIRM ||
		event->key == TILL_KEY_ENTER || event->key == TILL_KEY_TAB)
		return;
	if (till->view.mode == TILL_SELLING)
		till_key(till, event);
	else if (event->key == TILL_KEY_TEXT)
		keys_edit(till, event);
}
