/*
 * The screen's own dialogs: three small menus and the help. A menu is moved
 * in with the arrows and taken with the key that opened it; Enter only says
 * so, for a scanner sends it too.
 */
#include "pos/screen/screen_int.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "drivers/terminal/language.h"

static const struct menu_item pay_items[] = {
	{N_("QRIS"), TILL_KEY_QRIS},
	{N_("Card"), TILL_KEY_CARD},
	{N_("Bank transfer"), TILL_KEY_TRANSFER},
};

static const struct menu_item more_items[] = {
	{N_("Discount on the whole basket"), TILL_KEY_BASKET_DISCOUNT},
	{N_("Price of the selected line"), TILL_KEY_PRICE},
	{N_("Exchange goods"), TILL_KEY_EXCHANGE},
	{N_("Take a suspended sale up again"), TILL_KEY_RECALL},
	{N_("Take back the last payment"), TILL_KEY_TENDER_REMOVE},
	{N_("Give this sale up"), TILL_KEY_CANCEL},
	{N_("Print a receipt again"), TILL_KEY_REPRINT},
	{N_("Open the drawer"), TILL_KEY_DRAWER},
	{N_("Cash into the drawer"), TILL_KEY_CASH_IN},
	{N_("Cash out of the drawer"), TILL_KEY_CASH_OUT},
	{N_("Drop cash to the safe"), TILL_KEY_DROP},
	{N_("Log out"), TILL_KEY_LOGOUT},
};

static const struct menu_item shift_items[] = {
	{N_("X report: the figures so far"), TILL_KEY_X},
	{N_("Count the drawer and close (Z)"), TILL_KEY_CLOSE},
};

#define ITEMS(items) items, sizeof(items) / sizeof(items)[0]

static const struct menu pay_menu = {N_("Pay by"), "F9", 9, ITEMS(pay_items)};
static const struct menu more_menu = {N_("More"), "F10", 10, ITEMS(more_items)};
static const struct menu shift_menu = {
	N_("Shift"), "F12", 12, ITEMS(shift_items)};

const struct menu *menu_of(enum screen_action action)
{
	if (action == SCREEN_MENU_PAY)
		return &pay_menu;
	if (action == SCREEN_MENU_MORE)
		return &more_menu;
	assert(action == SCREEN_MENU_SHIFT);
	return &shift_menu;
}

void menu_draw(struct screen *screen)
{
	const struct menu *menu = screen->menu;
	const struct area whole = {.row = 1,
		.height = terminal_rows(screen->terminal) - 5,
		.width = terminal_columns(screen->terminal)};
	struct area box = frame_box(screen, &whole, (int)menu->count + 4, 46,
		_(menu->title));
	char hint[128];

	for (size_t i = 0; i < menu->count; i++) {
		bool selected = i == screen->menu_at;
		char row[128];

		snprintf(row, sizeof(row), "%s %s", selected ? ">" : " ",
			_(menu->items[i].label));
		area_text(screen, &box, (int)i, row,
			selected ? STYLE_REVERSE : STYLE_NORMAL);
	}
	snprintf(hint, sizeof(hint), _("Arrows select, %s takes, Esc leaves"),
		menu->key_name);
	area_text(screen, &box, (int)menu->count + 1, hint, STYLE_DIM);
}

static void take(struct screen *screen)
{
	enum till_key key = screen->menu->items[screen->menu_at].key;

	screen->menu = NULL;
	screen_send_key(screen, key, NULL);
}

void menu_key(struct screen *screen, const struct key *key)
{
	const struct menu *menu = screen->menu;

	screen->note = NULL;
	if (key->kind == PRESS_UP)
		screen->menu_at =
			(screen->menu_at + menu->count - 1) % menu->count;
	else if (key->kind == PRESS_DOWN)
		screen->menu_at = (screen->menu_at + 1) % menu->count;
	else if (key->kind == PRESS_ESCAPE)
		screen->menu = NULL;
	else if ((key->kind == PRESS_FUNCTION &&
			 key->function == menu->function) ||
		(key->kind == PRESS_CHARACTER && key->character == '+'))
		take(screen);
	else
		screen->note =
			N_("A menu is open. Its own key takes, Esc leaves");
}

/* A heading and the keys of one mode, from the table of keys. */
static int help_keys(struct screen *screen, const struct area *box, int row)
{
	const struct binding *binding;

	for (size_t i = 0; (binding = binding_at(screen->view, i)) != NULL;
		i++) {
		char line[256];

		if (!binding->explanation || row >= box->height - 1)
			continue;
		snprintf(line, sizeof(line), "%-7s %s", _(binding->name),
			_(binding->explanation));
		area_text(screen, box, row++, line, STYLE_NORMAL);
	}
	return row;
}

static const char *const mode_help[] = {
	[TILL_LOCKED] = N_("Type your name, Enter, your PIN, Enter."),
	[TILL_STARTING] = N_(
		"Count what is in the drawer before the first sale, type the "
		"amount, then + or F12."),
	[TILL_SELLING] =
		N_("Scan, or type a code and Enter. Type first, then press the "
		   "key: 3* and scan; 2 and F3."),
	[TILL_CHOOSING] =
		N_("Several items fit. Arrows to the right one, then Enter."),
	[TILL_ASKING] = N_("Type the answer, then +."),
	[TILL_PAYING] =
		N_("Type what the buyer gives, or press its notes. Enter does "
		   "nothing here: + or F4 saves the sale."),
	[TILL_RETURNING] =
		N_("Arrows to the line, type how many come back, then *. When "
		   "all are marked: +."),
	[TILL_GIVING_BACK] =
		N_("Give the buyer what is shown. + saves the refund."),
	[TILL_RECALLING] = N_("Arrows to the sale, then Enter."),
	[TILL_COUNTING] =
		N_("Count without looking at the report. For each kind type "
		   "how many there are, then *. Then +."),
	[TILL_CONFIRMING] = N_("+ for yes, Esc for no."),
	[TILL_SHOWING] = N_(
		"Esc when you have read it; a scan or any key of the sale goes "
		"on."),
	[TILL_PERMITTING] =
		N_("A supervisor types name and PIN, then +. It holds for this "
		   "one action and is written down."),
};

/* How many rows the keys of this mode take. */
static int help_height(const struct screen *screen)
{
	const struct binding *binding;
	int rows = 0;

	for (size_t i = 0; (binding = binding_at(screen->view, i)) != NULL; i++)
		rows += binding->explanation != NULL;
	return rows + 7;
}

void help_draw(struct screen *screen)
{
	const struct area whole = {.row = 1,
		.height = terminal_rows(screen->terminal) - 2,
		.width = terminal_columns(screen->terminal)};
	struct area box =
		frame_box(screen, &whole, help_height(screen), 78, _("Help"));
	int row = area_words(screen, &box, 0, _(mode_help[screen->view->mode]),
		STYLE_BOLD);

	help_keys(screen, &box, row + 1);
	area_text(screen, &box, box.height - 1, _("Esc or F1 closes the help"),
		STYLE_DIM);
	terminal_cursor_hide(screen->terminal);
}
