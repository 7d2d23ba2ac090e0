/* Modes that show a list: items to choose from, sales put aside, the lines of
 * a receipt that come back, the notes and coins of the drawer. */
#include "pos/screen/screen_int.h"

#include <stdio.h>

#include "drivers/terminal/language.h"

static enum style row_style(bool selected)
{
	return selected ? STYLE_REVERSE : STYLE_NORMAL;
}

/* The prompt and the input in the list's first row. */
static void prompt(struct screen *screen, const struct area *list)
{
	const struct till_view *view = screen->view;
	char label[128];
	int width;

	snprintf(label, sizeof(label), " %s > ",
		language_translate(view->prompt));
	width = text_width(label);
	terminal_put(screen->terminal, list->row, 0, width, label, STYLE_BOLD);
	input_draw(screen, list->row, width, list->width - width, view->input,
		false);
}

static void list_draw(struct screen *screen, const struct area *list,
	struct listbox *box, int heading_rows)
{
	listbox_select(box, (int)screen->view->cursor);
	listbox_draw(box, screen->terminal, list->row + heading_rows, 0,
		list->height - heading_rows, list->width);
}

/* --- items -------------------------------------------------------------- */

static int choice_count(void *context)
{
	return (int)((const struct screen *)context)->view->choice_count;
}

static void choice_draw(void *context, struct terminal *terminal, int index,
	int row, int column, int width, bool selected)
{
	const struct screen *screen = context;
	const struct till_item *item = &screen->view->choices[index];
	char price[TEXT_NUMBER_SIZE] = "";
	char hand[SHOW_UNITS_SIZE];
	enum style style = row_style(selected);

	terminal_put(terminal, row, column, width, "", style);
	terminal_put(terminal, row, column + 1, 14, item->sku, style);
	terminal_put(terminal, row, column + 16, width - 16 - 30, item->name,
		style);
	show_units(item->on_hand, item->unit, item->counted, hand);
	terminal_put_right(terminal, row, column + width - 29, 14, hand, style);
	if (item->has_price)
		show_money(item->price, price);
	terminal_put_right(terminal, row, column + width - 14, 13, price,
		style);
}

static const struct listbox_rows choice_rows = {
	choice_count, choice_draw, NULL};

void choose_draw(struct screen *screen, const struct area *list)
{
	int width = list->width - 1;

	prompt(screen, list);
	terminal_put(screen->terminal, list->row + 1, 1, 14, _("Code"),
		STYLE_DIM);
	terminal_put(screen->terminal, list->row + 1, 16, 20, _("Item"),
		STYLE_DIM);
	terminal_put_right(screen->terminal, list->row + 1, width - 29, 14,
		_("Stock"), STYLE_DIM);
	terminal_put_right(screen->terminal, list->row + 1, width - 14, 13,
		_("Price"), STYLE_DIM);
	list_draw(screen, list, &screen->choices, 2);
}

/* --- sales put aside ---------------------------------------------------- */

static int suspended_count(void *context)
{
	return (int)((const struct screen *)context)->view->suspended_count;
}

static void suspended_draw(void *context, struct terminal *terminal, int index,
	int row, int column, int width, bool selected)
{
	const struct screen *screen = context;
	const struct till_suspended *sale = &screen->view->suspended[index];
	int64_t minute =
		(sale->at_ms / 1000 + screen->world->offset_s) / 60 % (24 * 60);
	enum style style = row_style(selected);
	char units[TEXT_NUMBER_SIZE];
	char total[TEXT_NUMBER_SIZE];
	char text[160];

	text_show_quantity(quantity_thousandths(sale->units), units);
	snprintf(text, sizeof(text), _(" No. %lld   %02d:%02d   %s   %s items"),
		(long long)sale->number, (int)(minute / 60), (int)(minute % 60),
		sale->by, units);
	terminal_put(terminal, row, column, width, text, style);
	terminal_put_right(terminal, row, column + width - 16, 15,
		show_money(sale->total, total), style);
}

static const struct listbox_rows suspended_rows = {
	suspended_count, suspended_draw, NULL};

void recall_draw(struct screen *screen, const struct area *list)
{
	prompt(screen, list);
	list_draw(screen, list, &screen->suspended, 2);
}

/* --- lines that come back ----------------------------------------------- */

static int return_count(void *context)
{
	const struct screen *screen = context;

	return screen->view->receipt ? (int)screen->view->receipt->count : 0;
}

static const char *fate_label(enum till_fate fate)
{
	static const char *const labels[] = {
		[TILL_FATE_SHELF] = N_("to the shelf"),
		[TILL_FATE_DAMAGE] = N_("damaged"),
		[TILL_FATE_DEFECT] = N_("was bad"),
	};
	return _(labels[fate]);
}

static void return_row(void *context, struct terminal *terminal, int index,
	int row, int column, int width, bool selected)
{
	const struct screen *screen = context;
	const struct till_receipt_line *line =
		&screen->view->receipt->lines[index];
	const struct till_return *back = &screen->view->returns[index];
	bool marked = quantity_sign(back->quantity) > 0;
	enum style style = selected ? STYLE_REVERSE
		: marked            ? STYLE_BOLD
				    : STYLE_NORMAL;
	char sold[SHOW_UNITS_SIZE];
	char left[SHOW_UNITS_SIZE];
	char now[SHOW_UNITS_SIZE];
	int at = column + width;

	terminal_put(terminal, row, column, width, "", style);
	terminal_put(terminal, row, column + 1, width - 52, line->name, style);
	show_units(line->sold, line->unit, line->counted, sold);
	show_units(line->left, line->unit, line->counted, left);
	show_units(back->quantity, line->unit, line->counted, now);
	terminal_put_right(terminal, row, at - 50, 11, sold, style);
	terminal_put_right(terminal, row, at - 38, 11, left, style);
	terminal_put_right(terminal, row, at - 26, 11, marked ? now : "-",
		style);
	terminal_put(terminal, row, at - 13, 13,
		marked ? fate_label(back->fate) : "", style);
}

static const struct listbox_rows return_rows = {return_count, return_row, NULL};

void return_draw(struct screen *screen, const struct area *list)
{
	const struct till_receipt *receipt = screen->view->receipt;
	int at = list->width - 1;

	prompt(screen, list);
	if (!receipt)
		return;
	terminal_put_right(screen->terminal, list->row, list->width - 22, 21,
		receipt->receipt, STYLE_BOLD);
	terminal_put(screen->terminal, list->row + 1, 1, 20, _("Item"),
		STYLE_DIM);
	terminal_put_right(screen->terminal, list->row + 1, at - 50, 11,
		_("Sold"), STYLE_DIM);
	terminal_put_right(screen->terminal, list->row + 1, at - 38, 11,
		_("Left"), STYLE_DIM);
	terminal_put_right(screen->terminal, list->row + 1, at - 26, 11,
		_("Back now"), STYLE_DIM);
	list_draw(screen, list, &screen->returns, 2);
}

/* --- the drawer --------------------------------------------------------- */

static void denomination_draw(struct screen *screen, int row, int index)
{
	const struct till_view *view = screen->view;
	enum style style = row_style((size_t)index == view->cursor);
	struct money amount = money_of(0);
	char each[TEXT_NUMBER_SIZE];
	char pieces[TEXT_NUMBER_SIZE];
	char sum[TEXT_NUMBER_SIZE];

	if (!money_mul(&amount, money_of(till_denominations[index]),
		    view->pieces[index]))
		return;
	terminal_put(screen->terminal, row, 1, 46, "", style);
	terminal_put_right(screen->terminal, row, 1, 12,
		text_format_rupiah(till_denominations[index], each), style);
	terminal_put(screen->terminal, row, 14, 1, "x", style);
	terminal_put_right(screen->terminal, row, 16, 8,
		view->pieces[index]
			? text_format_rupiah(view->pieces[index], pieces)
			: "-",
		style);
	terminal_put_right(screen->terminal, row, 26, 20,
		money_sign(amount) ? show_money(amount, sum) : "", style);
}

void count_draw(struct screen *screen, const struct area *list)
{
	prompt(screen, list);
	for (int i = 0; i < TILL_DENOMINATIONS && i + 1 < list->height; i++)
		denomination_draw(screen, list->row + 1 + i, i);
	terminal_put(screen->terminal, list->row + 2, 52, list->width - 53,
		_("Pieces, then *"), STYLE_DIM);
	terminal_put(screen->terminal, list->row + 3, 52, list->width - 53,
		_("+ or F12 closes"), STYLE_DIM);
}

void lists_init(struct screen *screen)
{
	listbox_init(&screen->choices, &choice_rows, screen);
	listbox_init(&screen->suspended, &suspended_rows, screen);
	listbox_init(&screen->returns, &return_rows, screen);
}
