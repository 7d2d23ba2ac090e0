/*
 * Which key means what in which mode: one table, from which the foot of the
 * screen and the help are made too.
 *
 * Digits, letters, Enter and Tab are in no row that pays, voids or changes
 * anything; a scanner can send those. `+` ends a dialog everywhere.
 */
#include "pos/screen/screen.h"
#include "pos/screen/screen_int.h"

#define ANY (~0U)
#define FORMS (MODE(TILL_LOCKED) | MODE(TILL_PERMITTING))
#define LISTS \
	(MODE(TILL_CHOOSING) | MODE(TILL_RECALLING) | MODE(TILL_RETURNING) | \
		MODE(TILL_COUNTING))
#define DIALOGS (ANY & ~(MODE(TILL_LOCKED) | MODE(TILL_SELLING)))
/* Dialogs that `+` ends; a list of items is ended by choosing one. */
#define CONFIRMED \
	(DIALOGS & \
		~(MODE(TILL_CHOOSING) | MODE(TILL_RECALLING) | PAYING | \
			PAYING_CASH | MODE(TILL_SHOWING) | SHOWING_ON))
/* Dialogs that Escape leaves. */
#define LEFT \
	((DIALOGS | PAYING_CASH) & \
		~(MODE(TILL_STARTING) | MODE(TILL_SHOWING) | SHOWING_ON))
#define SELLING MODE(TILL_SELLING)
#define PAYING MODE(TILL_PAYING)
/* Two that are no modes of the till: paying, and in cash; showing something
 * while a shift is open, when the keys of the sale go on from there. */
#define PAYING_CASH (1U << 31)
#define SHOWING_ON (1U << 30)
#define SALE (SELLING | SHOWING_ON)

#define F(n) PRESS_FUNCTION, n, 0

static const struct binding bindings[] = {
	{ANY, F(1), SCREEN_HELP, "F1", N_("Help"),
		N_("this page; every screen has its own")},

	/* the sale */
	{SALE, F(2), TILL_KEY_SEARCH, "F2", N_("Search"),
		N_("find an item by a part of its name")},
	{SALE, F(3), TILL_KEY_QUANTITY, "F3", N_("Quantity"),
		N_("of the selected line: type the number, then F3")},
	{SALE, F(4), TILL_KEY_CASH, "F4", N_("CASH"),
		N_("pay in cash and see the change")},
	{SALE, F(5), TILL_KEY_DISCOUNT, "F5", N_("Discount"),
		N_("on the selected line: type 10% or 500, then F5")},
	{SALE, F(6), TILL_KEY_REFUND, "F6", N_("Refund"),
		N_("goods come back: scan the receipt, choose lines")},
	{SALE, F(7), TILL_KEY_PRICE_CHECK, "F7", N_("Price"),
		N_("look a price up without selling")},
	{SALE, F(8), SCREEN_ASIDE, "F8", N_("Put aside"),
		N_("this sale; with nothing in it: take one up again")},
	{SALE, F(9), SCREEN_MENU_PAY, "F9", N_("QRIS etc."),
		N_("pay by QRIS, card or bank transfer")},
	{SALE, F(10), SCREEN_MENU_MORE, "F10", N_("More"),
		N_("price, exchange, drawer, cash in and out, copy, ...")},
	{SALE, F(12), SCREEN_MENU_SHIFT, "F12", N_("X/Close"),
		N_("figures so far, or count the drawer and close")},
	{SALE, PRESS_DELETE, 0, 0, TILL_KEY_VOID, N_("Del"), N_("Void"),
		N_("take the selected line off; asks for a reason")},
	{SELLING, PRESS_CHARACTER, 0, '+', TILL_KEY_CASH, "+", NULL,
		N_("pay in cash, as F4")},

	/* paying */
	{PAYING_CASH, F(4), TILL_KEY_CONFIRM, "F4/+", N_("PAID"),
		N_("the money is in your hand: save the sale")},
	{PAYING, F(9), TILL_KEY_CONFIRM, "F9/+", N_("PAID"),
		N_("the money has arrived: save the sale")},
	{PAYING_CASH, F(5), SCREEN_EXACT, "F5", N_("Exact"),
		N_("the buyer gives just what is asked")},
	{PAYING_CASH, F(6), SCREEN_NOTE_20, "F6", "+20.000",
		N_("one more note of 20.000")},
	{PAYING_CASH, F(7), SCREEN_NOTE_50, "F7", "+50.000",
		N_("one more note of 50.000")},
	{PAYING_CASH, F(8), SCREEN_NOTE_100, "F8", "+100.000",
		N_("one more note of 100.000")},

	/* lists */
	{LISTS, PRESS_UP, 0, 0, TILL_KEY_UP, N_("Arrows"), N_("Pick"),
		N_("moves to the row that is meant")},
	{MODE(TILL_CHOOSING) | MODE(TILL_RECALLING), PRESS_ENTER, 0, 0,
		TILL_KEY_ENTER, "Enter", N_("Take"),
		N_("takes the selected row")},
	{MODE(TILL_RETURNING), PRESS_CHARACTER, 0, '*', TILL_KEY_MULTIPLY, "*",
		N_("How many"),
		N_("type how many of the row come back, then *; * alone: all")},
	{MODE(TILL_RETURNING), PRESS_DELETE, 0, 0, TILL_KEY_VOID, N_("Del"),
		N_("Where to"),
		N_("back to the shelf, damaged, or bad when sold")},
	{MODE(TILL_GIVING_BACK), F(4), TILL_KEY_CASH, "F4", N_("All cash"),
		N_("in cash whatever was paid; a supervisor may have to "
		   "allow it")},
	{MODE(TILL_COUNTING), PRESS_CHARACTER, 0, '*', TILL_KEY_MULTIPLY, "*",
		N_("How many"),
		N_("type how many of the row there are, then *")},

	/* forms */
	{FORMS, PRESS_ENTER, 0, 0, TILL_KEY_ENTER, "Enter", N_("Next"),
		N_("from the name to the PIN, and in")},
	{MODE(TILL_LOCKED), PRESS_CONTROL, 0, 'Q', SCREEN_QUIT, "Ctrl-Q",
		N_("Leave"), N_("ends the program")},

	/* dialogs */
	{MODE(TILL_STARTING) | MODE(TILL_COUNTING), F(12), TILL_KEY_CONFIRM,
		"F12", NULL, NULL},
	{CONFIRMED, PRESS_CHARACTER, 0, '+', TILL_KEY_CONFIRM, "+", N_("AGREE"),
		N_("does what the dialog says; so does F9")},
	{DIALOGS, PRESS_CHARACTER, 0, '+', TILL_KEY_CONFIRM, "+", NULL, NULL},
	{DIALOGS, F(9), TILL_KEY_CONFIRM, "F9", NULL, NULL},
	{MODE(TILL_SHOWING) | SHOWING_ON, PRESS_ESCAPE, 0, 0, TILL_KEY_ESCAPE,
		"Esc", N_("Go on"), N_("back to the sale; a scan goes on too")},
	{LEFT, PRESS_ESCAPE, 0, 0, TILL_KEY_ESCAPE, "Esc", N_("Back"),
		N_("leaves, and nothing has happened")},
	{MODE(TILL_STARTING), F(10), TILL_KEY_LOGOUT, "F10", N_("Lock"),
		N_("locks the till")},

	/* moving and editing, everywhere; told in the sale's help only */
	{SELLING, PRESS_CHARACTER, 0, '*', TILL_KEY_MULTIPLY, "*", NULL,
		N_("how many of the next item: 3* and then scan")},
	{SELLING, PRESS_UP, 0, 0, TILL_KEY_UP, N_("Arrows"), NULL,
		N_("select another line")},
	{SELLING, PRESS_ESCAPE, 0, 0, TILL_KEY_ESCAPE, "Esc", NULL,
		N_("clears the message and the input line")},
	{ANY, PRESS_CHARACTER, 0, '*', TILL_KEY_MULTIPLY, "", NULL, NULL},
	{ANY, PRESS_UP, 0, 0, TILL_KEY_UP, "", NULL, NULL},
	{ANY, PRESS_DOWN, 0, 0, TILL_KEY_DOWN, "", NULL, NULL},
	{ANY, PRESS_PAGE_UP, 0, 0, TILL_KEY_PAGE_UP, "", NULL, NULL},
	{ANY, PRESS_PAGE_DOWN, 0, 0, TILL_KEY_PAGE_DOWN, "", NULL, NULL},
	{ANY, PRESS_HOME, 0, 0, TILL_KEY_HOME, "", NULL, NULL},
	{ANY, PRESS_END, 0, 0, TILL_KEY_END, "", NULL, NULL},
	{ANY, PRESS_BACKSPACE, 0, 0, TILL_KEY_BACKSPACE, "", NULL, NULL},
	{ANY, PRESS_CONTROL, 0, 'U', TILL_KEY_CLEAR, "", NULL, NULL},
	{ANY, PRESS_ESCAPE, 0, 0, TILL_KEY_ESCAPE, "", NULL, NULL},
};

#define BINDING_COUNT (sizeof(bindings) / sizeof(bindings)[0])

static bool is_key(const struct binding *binding, const struct key *key)
{
	if (binding->kind != key->kind)
		return false;
	if (key->kind == PRESS_FUNCTION)
		return binding->function == key->function;
	if (key->kind == PRESS_CHARACTER || key->kind == PRESS_CONTROL)
		return binding->character == key->character;
	return true;
}

static unsigned modes_of(const struct till_view *view)
{
	if (view->mode == TILL_PAYING && view->tender == TILL_BY_CASH)
		return PAYING_CASH;
	if (view->mode == TILL_SHOWING && view->shift != 0)
		return SHOWING_ON;
	return MODE(view->mode);
}

const struct binding *binding_of(const struct till_view *view,
	const struct key *key)
{
	unsigned modes = modes_of(view);

	for (size_t i = 0; i < BINDING_COUNT; i++) {
		if ((bindings[i].modes & modes) && is_key(&bindings[i], key))
			return &bindings[i];
	}
	return NULL;
}

const struct binding *binding_at(const struct till_view *view, size_t n)
{
	unsigned modes = modes_of(view);

	for (size_t i = 0; i < BINDING_COUNT; i++) {
		if ((bindings[i].modes & modes) && n-- == 0)
			return &bindings[i];
	}
	return NULL;
}

bool screen_key_text(size_t n, const char **name, const char **label,
	const char **explanation)
{
	if (n >= BINDING_COUNT)
		return false;
	*name = bindings[n].name;
	*label = bindings[n].label;
	*explanation = bindings[n].explanation;
	return true;
}
