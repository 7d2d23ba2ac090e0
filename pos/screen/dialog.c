/* Dialogs that ask for one thing: a name and a PIN, an amount, a word. */
#include "pos/screen/screen_int.h"

#include <stdio.h>

#include "drivers/terminal/language.h"
#include "pos/paper/layout.h"

/* A label, and the input beside it; under it where the label is long. Returns
 * the row after them. */
static int field(struct screen *screen, const struct area *box, int row,
	const char *label, const char *text, bool hidden, bool has_cursor)
{
	int width = text_width(label) + 1;

	area_text(screen, box, row, label, STYLE_NORMAL);
	if (width > box->width / 2) {
		area_text(screen, box, ++row, ">", STYLE_NORMAL);
		width = 2;
	}
	if (row >= box->height)
		return row;
	if (has_cursor)
		input_draw(screen, box->row + row, box->column + width,
			box->width - width, text, hidden);
	else
		terminal_put(screen->terminal, box->row + row,
			box->column + width, box->width - width, text,
			STYLE_BOLD);
	return row + 1;
}

void login_draw(struct screen *screen, const struct area *list)
{
	const struct till_view *view = screen->view;
	bool permitting = view->mode == TILL_PERMITTING;
	struct area box = frame_box(screen, list, 8, 50,
		permitting ? _("Supervisor") : _("Log in"));

	area_text(screen, &box, 0,
		permitting ? _("This needs a supervisor.")
			   : _("The till is locked."),
		STYLE_BOLD);
	field(screen, &box, 2, _("Name:"),
		view->field == 0 ? view->input : view->name, false,
		view->field == 0);
	field(screen, &box, 4, _("PIN: "), view->field == 1 ? view->input : "",
		true, view->field == 1);
}

/* At the bottom of the list; at its top if the selected line is down there,
 * for that line may be what is asked about. */
static struct area beside_selected(struct screen *screen,
	const struct area *list, int height)
{
	int selected =
		list->row + 1 + (int)screen->view->selected - screen->lines.top;
	struct area place = *list;

	if (screen->view->mode != TILL_STARTING &&
		selected >= list->row + list->height - height)
		place = (struct area){
			list->row + 1, list->column, height, list->width};
	return place;
}

/* What the clock says, and why that is a question. */
static void dates(struct screen *screen, const struct area *box)
{
	const struct till_date *date = &screen->view->date;
	char day[LAYOUT_DAY_SIZE], line[2 * LAYOUT_DAY_SIZE];

	area_text(screen, box, 1, layout_day(date->today, day), STYLE_BOLD);
	snprintf(line, sizeof(line),
		date->question == TILL_DATE_CLOSED
			? _("Closed up to %s")
			: _("The last document is of %s"),
		layout_day(date->last, day));
	area_text(screen, box, 2, line, STYLE_NORMAL);
}

/* The prompt, the input under it, and how to end it. */
static void question(struct screen *screen, const struct area *list,
	const char *title, const char *hint)
{
	const struct till_view *view = screen->view;
	bool confirming = view->mode == TILL_CONFIRMING;
	struct area place = beside_selected(screen, list, 6);
	struct area box = frame_box(screen, &place, 6, 60, title);

	area_text(screen, &box, 0, language_translate(view->prompt),
		STYLE_BOLD);
	if (!confirming)
		field(screen, &box, 1, ">", view->input, view->input_hidden,
			true);
	else
		terminal_cursor_hide(screen->terminal);
	if (confirming && view->date.question != TILL_DATE_FINE)
		dates(screen, &box);
	area_text(screen, &box, 3, hint, STYLE_DIM);
}

void start_draw(struct screen *screen, const struct area *list)
{
	question(screen, list, _("Opening the till"),
		_("Type the amount, then + or F12"));
}

void ask_draw(struct screen *screen, const struct area *list)
{
	if (screen->view->mode == TILL_CONFIRMING)
		question(screen, list, NULL, _("+ for yes, Esc for no"));
	else
		question(screen, list, NULL, _("+ when done, Esc leaves"));
}

/* What the typed amount would mean: too little, or so much change. */
static void preview(struct screen *screen, const struct area *box, int row)
{
	const struct till_view *view = screen->view;
	int64_t given;
	struct money difference;
	struct money amount;
	char text[TEXT_NUMBER_SIZE];

	if (!text_parse_rupiah(view->input, &given) ||
		!money_from(&amount, given) ||
		!money_sub(&difference, amount, view->wanted_cash))
		return;
	area_amount(screen, box, row - 1, _("Received"), amount, STYLE_NORMAL);
	if (money_sign(difference) < 0) {
		area_text(screen, box, row + 1, _("Still short"), STYLE_NORMAL);
		difference = money_neg(difference);
	} else {
		area_text(screen, box, row + 1, _("CHANGE"), STYLE_BOLD);
	}
	if (row + TERMINAL_DIGIT_ROWS <= box->height)
		terminal_digits(screen->terminal, box->row + row,
			box->column + box->width, show_money(difference, text),
			STYLE_BOLD);
}

void pay_draw(struct screen *screen, const struct area *list)
{
	const struct till_view *view = screen->view;
	bool cash = view->tender == TILL_BY_CASH;
	struct area box = frame_box(screen, list, cash ? 11 : 9, 58,
		tender_label(view->tender));
	struct money wanted = cash ? view->wanted_cash : view->wanted_noncash;
	int row = 0;

	area_amount(screen, &box, row++, _("To pay"), view->wanted_noncash,
		STYLE_NORMAL);
	if (money_compare(wanted, view->wanted_noncash) != 0)
		area_amount(screen, &box, row++, _("In cash, rounded"), wanted,
			STYLE_BOLD);
	if (money_sign(view->paid) != 0)
		area_amount(screen, &box, row++, _("Paid already"), view->paid,
			STYLE_NORMAL);
	row++;
	row = field(screen, &box, row, language_translate(view->prompt),
		view->input, false, true);
	row++;
	if (cash)
		preview(screen, &box, row);
	else
		area_text(screen, &box, row,
			_("F9 or + when the money has arrived"), STYLE_DIM);
}

void give_back_draw(struct screen *screen, const struct area *list)
{
	const struct till_return_slip *slip = &screen->view->basket->slip;
	struct area box = frame_box(screen, list, 9, 60,
		slip->exchange ? _("Exchange") : _("Refund"));
	int row = 0;

	area_text(screen, &box, row++, slip->receipt, STYLE_NORMAL);
	area_amount(screen, &box, row++, _("Due to the buyer"), slip->due,
		STYLE_BOLD);
	for (int kind = 0; kind < TILL_TENDER_KINDS; kind++) {
		char label[96];

		if (money_sign(slip->split[kind]) == 0)
			continue;
		snprintf(label, sizeof(label), _("  give back: %s"),
			tender_label((enum till_tender_kind)kind));
		area_amount(screen, &box, row++, label, slip->split[kind],
			STYLE_NORMAL);
	}
	row++;
	area_text(screen, &box, row++, _("+ gives it back as it was paid"),
		STYLE_DIM);
	if (screen->view->input[0] != '\0')
		field(screen, &box, row, ">", screen->view->input, false, true);
}
