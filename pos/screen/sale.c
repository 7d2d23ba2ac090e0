/* The sale: its lines, and below them the total in large figures. */
#include "pos/screen/screen_int.h"

#include <stdio.h>

#include "drivers/terminal/language.h"

/* The columns of a line, from the right; the name takes what is left. */
enum {
	NUMBER_COLUMNS = 3,
	PRICE_COLUMNS = 20,
	DISCOUNT_COLUMNS = 10,
	NET_COLUMNS = 12,
	GAP = 1
};

static int name_columns(int width)
{
	return width - NUMBER_COLUMNS - PRICE_COLUMNS - DISCOUNT_COLUMNS -
		NET_COLUMNS - 4 * GAP;
}

/* The five columns of a row, right ones at the right. */
static void columns_draw(struct terminal *terminal, int row, int column,
	int width, const char *const texts[5], enum style style)
{
	int name = name_columns(width);

	terminal_put(terminal, row, column, width, "", style);
	terminal_put_right(terminal, row, column, NUMBER_COLUMNS, texts[0],
		style);
	column += NUMBER_COLUMNS + GAP;
	if (name > 0)
		terminal_put(terminal, row, column, name, texts[1], style);
	column += name + GAP;
	terminal_put_right(terminal, row, column, PRICE_COLUMNS, texts[2],
		style);
	column += PRICE_COLUMNS + GAP;
	terminal_put_right(terminal, row, column, DISCOUNT_COLUMNS, texts[3],
		style);
	column += DISCOUNT_COLUMNS + GAP;
	terminal_put_right(terminal, row, column, NET_COLUMNS, texts[4], style);
}

static int line_count(void *context)
{
	const struct screen *screen = context;

	return (int)screen->view->basket->line_count;
}

static void line_draw(void *context, struct terminal *terminal, int index,
	int row, int column, int width, bool selected)
{
	const struct screen *screen = context;
	const struct till_line *line = &screen->view->basket->lines[index];
	char number[16];
	char units[SHOW_UNITS_SIZE];
	char price[TEXT_NUMBER_SIZE];
	char how[SHOW_UNITS_SIZE + TEXT_NUMBER_SIZE + 4];
	char discount[TEXT_NUMBER_SIZE] = "";
	char net[TEXT_NUMBER_SIZE];

	snprintf(number, sizeof(number), "%d", index + 1);
	show_units(line->quantity, line->item.unit, line->item.counted, units);
	snprintf(how, sizeof(how), "%s x %s", units,
		show_money(line->price, price));
	if (money_sign(line->discount) != 0)
		show_money(money_neg(line->discount), discount);
	columns_draw(terminal, row, column, width,
		(const char *const[5]){number, line->item.name, how, discount,
			show_money(line->net, net)},
		selected ? STYLE_REVERSE : STYLE_NORMAL);
}

static const struct listbox_rows line_rows = {line_count, line_draw, NULL};

void sale_init(struct screen *screen)
{
	listbox_init(&screen->lines, &line_rows, screen);
}

void sale_draw(struct screen *screen, const struct area *list)
{
	columns_draw(screen->terminal, list->row, 0, list->width - 1,
		(const char *const[5]){_("No"), _("Item"),
			_("Quantity x price"), _("Discount"), _("Amount")},
		STYLE_DIM);
	listbox_select(&screen->lines, (int)screen->view->selected);
	listbox_draw(&screen->lines, screen->terminal, list->row + 1, 0,
		list->height - 1, list->width);
}

/* --- the total ---------------------------------------------------------- */

/* A word at the left and an amount in large figures at the right. */
static void large(struct screen *screen, int row, const char *word,
	struct money amount, enum style style)
{
	char text[TEXT_NUMBER_SIZE];
	int columns = terminal_columns(screen->terminal);
	int width;

	show_money(amount, text);
	width = terminal_digits_width(text) + 2;
	terminal_digits(screen->terminal, row, columns - 1, text, style);
	terminal_put_right(screen->terminal, row + 1, columns / 2 - 20,
		columns - width - (columns / 2 - 20), word, STYLE_BOLD);
}

static void sold_total(struct screen *screen, int row)
{
	const struct till_sold *sold = &screen->view->sold;
	char number[TEXT_NUMBER_SIZE];

	terminal_putf(screen->terminal, row, 1, 0, STYLE_NORMAL, "%s %s",
		_("Saved."), sold->receipt);
	terminal_putf(screen->terminal, row + 1, 1, 0, STYLE_NORMAL, "%s %s",
		_("Total"), show_money(sold->total, number));
	if (money_sign(sold->rounding) != 0)
		terminal_putf(screen->terminal, row + 2, 1, 0, STYLE_NORMAL,
			"%s %s", _("Rounding"),
			show_money(sold->rounding, number));
	if (sold->kind == TILL_ORDER_REFUND)
		large(screen, row, _("GIVE BACK"),
			money_neg(money_plus(sold->total, sold->rounding)),
			STYLE_OK);
	else if (money_sign(sold->change) > 0)
		large(screen, row, _("CHANGE"), sold->change, STYLE_OK);
	else
		large(screen, row, _("PAID"),
			money_plus(sold->total, sold->rounding), STYLE_OK);
}

/* What is left to pay once something was paid, else the total. */
static void basket_total(struct screen *screen, int row)
{
	const struct till_view *view = screen->view;
	const struct till_basket *basket = view->basket;
	char number[TEXT_NUMBER_SIZE];

	terminal_putf(screen->terminal, row, 1, 0, STYLE_NORMAL,
		P_("%zu line", "%zu lines", basket->line_count),
		basket->line_count);
	if (view->waiting > 0)
		terminal_putf(screen->terminal, row, 16, 0, STYLE_BOLD,
			_("Put aside: %zu"), view->waiting);
	if (money_sign(basket->totals.discounts) != 0)
		terminal_putf(screen->terminal, row + 1, 1, 0, STYLE_NORMAL,
			"%s %s", _("Discount"),
			show_money(money_neg(basket->totals.discounts),
				number));
	if (money_compare(view->wanted_cash, view->wanted_noncash) != 0)
		terminal_putf(screen->terminal, row + 2, 1, 0, STYLE_NORMAL,
			"%s %s", _("In cash"),
			show_money(view->wanted_cash, number));
	if (money_sign(view->paid) != 0)
		large(screen, row, _("STILL TO PAY"), view->wanted_noncash,
			STYLE_BOLD);
	else
		large(screen, row, _("TOTAL"), basket->totals.net, STYLE_BOLD);
}

/* The end of a sale stands until the next one begins. */
static bool shows_sold(const struct till_view *view)
{
	if (view->sold.kind == TILL_ORDER_NONE || view->basket->line_count > 0)
		return false;
	return view->mode == TILL_SELLING ||
		(view->mode == TILL_SHOWING && view->shown == TILL_SHOWN_SOLD);
}

void total_draw(struct screen *screen, int row)
{
	const struct till_view *view = screen->view;

	if (view->mode == TILL_COUNTING)
		large(screen, row, _("COUNTED"), view->counted, STYLE_BOLD);
	else if (view->mode == TILL_GIVING_BACK)
		large(screen, row, _("GIVE BACK"), view->basket->slip.due,
			STYLE_BOLD);
	else if (shows_sold(view))
		sold_total(screen, row);
	else if (view->mode == TILL_SELLING || view->basket->line_count > 0)
		basket_total(screen, row);
}
