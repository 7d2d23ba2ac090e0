/* What is only shown: a price, the end of a sale, X and Z. */
#include "pos/screen/screen_int.h"

#include <stdio.h>
#include <stdlib.h>

#include "drivers/terminal/language.h"

static void price_draw(struct screen *screen, const struct area *list)
{
	const struct till_view *view = screen->view;
	struct area box = frame_box(screen, list, 10, 60, _("Price"));
	const struct till_item *item = view->choices;
	char text[SHOW_UNITS_SIZE];
	char line[160];

	if (!item || view->choice_count == 0)
		return;
	area_text(screen, &box, 0, item->name, STYLE_BOLD);
	area_text(screen, &box, 1, item->sku, STYLE_DIM);
	show_units(item->on_hand, item->unit, item->counted, text);
	snprintf(line, sizeof(line), _("In stock: %s"), text);
	area_text(screen, &box, 2, line, STYLE_NORMAL);
	if (!item->counted) {
		snprintf(line, sizeof(line), _("Price of 1 %s"), item->unit);
		area_text(screen, &box, 5, line, STYLE_NORMAL);
	}
	if (item->has_price && box.height >= 7)
		terminal_digits(screen->terminal, box.row + 4,
			box.column + box.width,
			text_format_rupiah(money_rupiah(item->price), text),
			STYLE_BOLD);
	else if (!item->has_price)
		area_text(screen, &box, 5, _("It has no price"), STYLE_BOLD);
}

static void sold_draw(struct screen *screen, const struct area *list)
{
	const struct till_sold *sold = &screen->view->sold;
	struct area box = frame_box(screen, list, 9, 56, _("Saved."));
	int row = 0;

	area_text(screen, &box, row++, sold->receipt, STYLE_BOLD);
	if (sold->refund[0])
		area_text(screen, &box, row++, sold->refund, STYLE_NORMAL);
	area_amount(screen, &box, row++, _("Total"), sold->total, STYLE_NORMAL);
	if (money_sign(sold->rounding) != 0)
		area_amount(screen, &box, row++, _("Rounding"), sold->rounding,
			STYLE_NORMAL);
	if (sold->kind != TILL_ORDER_REFUND) {
		area_amount(screen, &box, row++, _("Received"), sold->tendered,
			STYLE_NORMAL);
	}
	if (money_sign(sold->change) > 0)
		area_amount(screen, &box, row++, _("CHANGE"), sold->change,
			STYLE_BOLD);
	if (sold->qris_waiting)
		area_text(screen, &box, row, _("QRIS without a reference"),
			STYLE_BOLD);
	else
		area_text(screen, &box, row + 1,
			_("Scan for the next sale, or Esc"), STYLE_DIM);
}

/* One figure; hidden when it is 0 and not every shift has it. */
struct figure {
	const char *label;
	size_t offset;
	bool minus;
	bool always;
};
#define FIGURE(member) offsetof(struct till_figures, member)

static const struct figure sales_figures[] = {
	{N_("Gross sales"), FIGURE(gross), false, true},
	{N_("Discounts"), FIGURE(discounts), true, true},
	{N_("Net sales"), FIGURE(sales), false, true},
	{N_("Refunds"), FIGURE(refunds), true, true},
	{N_("Cash rounding"), FIGURE(rounding), false, true},
	{N_("Cash"), FIGURE(cash), false, true},
	{N_("QRIS"), FIGURE(qris), false, true},
	{N_("QRIS waiting"), FIGURE(qris_waiting), false, false},
	{N_("Card"), FIGURE(card), false, false},
	{N_("Bank transfer"), FIGURE(transfer), false, false},
};

static const struct figure drawer_figures[] = {
	{N_("Float"), FIGURE(floated), false, true},
	{N_("Cash of sales"), FIGURE(cash), false, true},
	{N_("Cash in"), FIGURE(cash_in), false, false},
	{N_("Cash out"), FIGURE(cash_out), true, false},
	{N_("Drops to the safe"), FIGURE(drops), true, false},
	{N_("Paid to producers"), FIGURE(payouts), true, false},
};

static int figures_draw(struct screen *screen, const struct area *area,
	const struct figure *figure, size_t count)
{
	const char *base = (const char *)&screen->view->figures;
	int row = 0;

	for (; count; count--, figure++) {
		struct money amount =
			*(const struct money *)(base + figure->offset);

		if (figure->always || money_sign(amount) != 0)
			area_amount(screen, area, row++, _(figure->label),
				figure->minus ? money_neg(amount) : amount,
				STYLE_NORMAL);
	}
	return row;
}

#define COUNT_OF(rows) (sizeof(rows) / sizeof(rows)[0])

static void report_draw(struct screen *screen, const struct area *list)
{
	const struct till_figures *figures = &screen->view->figures;
	bool z = screen->view->shown == TILL_SHOWN_Z;
	struct area box = frame_box(screen, list, 13, 78, NULL);
	struct area left = box;
	struct area right = box;
	char title[64];
	int row;

	if (z)
		snprintf(title, sizeof(title), _("Z REPORT no. %lld"),
			(long long)figures->number);
	else
		snprintf(title, sizeof(title), "%s", _("X REPORT"));
	terminal_putf(screen->terminal, box.row - 1, box.column, 0, STYLE_BOLD,
		" %s ", title);
	left.width = box.width / 2 - 2;
	right.column += box.width / 2 + 1;
	right.width = box.width - box.width / 2 - 1;
	figures_draw(screen, &left, sales_figures, COUNT_OF(sales_figures));
	row = figures_draw(screen, &right, drawer_figures,
		COUNT_OF(drawer_figures));
	if (!z) {
		area_text(screen, &right, row + 1,
			_("The drawer is counted at the close."), STYLE_DIM);
		return;
	}
	area_amount(screen, &right, row++, _("Expected"), figures->expected,
		STYLE_NORMAL);
	area_amount(screen, &right, row++, _("Counted"), figures->counted,
		STYLE_NORMAL);
	area_amount(screen, &right, row,
		money_sign(figures->difference) < 0           ? _("Short")
			: money_sign(figures->difference) > 0 ? _("Over")
							      : _("Difference"),
		figures->difference, STYLE_BOLD);
}

/* What happened, what is safe, what to do. */
static void full_draw(struct screen *screen, const struct area *list)
{
	struct area box =
		frame_box(screen, list, 15, 78, _("The disk is full"));
	char left[TEXT_NUMBER_SIZE];
	char *words = text_fill(_("This computer's disk has only %s MB left."),
		text_format_rupiah(screen->view->room_mb, left));
	int row = area_words(screen, &box, 0, words, STYLE_BOLD);

	free(words);
	row = area_words(screen, &box, row,
		_("Everything that was saved is safe. A sale that is open can "
		  "be finished; a new one is not begun."),
		STYLE_NORMAL);
	row = area_words(screen, &box, row,
		_("Refunds, X, the close (Z), reports, and a backup on another "
		  "disk still work."),
		STYLE_NORMAL);
	row = area_words(screen, &box, row + 1, _("Call the manager:"),
		STYLE_BOLD);
	row = area_words(screen, &box, row,
		_("1. Delete files that are not the mart's (downloads, films), "
		  "or move them to another disk. Then scan again."),
		STYLE_NORMAL);
	row = area_words(screen, &box, row,
		_("2. Does even the close fail? This gives back the room that "
		  "is kept for it:"),
		STYLE_NORMAL);
	area_words(screen, &box, row,
		_("backoffice --user NAME ballast release"), STYLE_BOLD);
}

void show_draw(struct screen *screen, const struct area *list)
{
	switch (screen->view->shown) {
	case TILL_SHOWN_SOLD:
		sold_draw(screen, list);
		break;
	case TILL_SHOWN_PRICE:
		price_draw(screen, list);
		break;
	case TILL_SHOWN_X:
	case TILL_SHOWN_Z:
		report_draw(screen, list);
		break;
	case TILL_SHOWN_FULL:
		full_draw(screen, list);
		break;
	}
}
