/* What the files of the screen share; no other folder includes this. */
#ifndef TITIPAN_SCREEN_SCREEN_INT_H
#define TITIPAN_SCREEN_SCREEN_INT_H

#include <stdbool.h>
#include <stddef.h>

#include "drivers/system/loop.h"
#include "drivers/system/text.h"
#include "drivers/terminal/listbox.h"
#include "drivers/terminal/terminal.h"
#include "pos/screen/screen.h"
#include "pos/till/burst.h"

/* What a key may mean: an enum till_key, or one of the screen's own. */
enum screen_action {
	SCREEN_HELP = TILL_KEY_COUNT,
	SCREEN_MENU_PAY,   /* QRIS, card, transfer */
	SCREEN_MENU_MORE,  /* what has no key of its own */
	SCREEN_MENU_SHIFT, /* X and close */
	SCREEN_ASIDE,      /* suspend what is in the basket, else recall */
	SCREEN_EXACT,      /* cash dialog: just what is wanted */
	SCREEN_NOTE_20,    /* cash dialog: one more note of so many thousand */
	SCREEN_NOTE_50,
	SCREEN_NOTE_100,
	SCREEN_QUIT
};

/* One key in one mode. `name` and `label` stand in the foot, label and
 * explanation in the help; label NULL: a second way that needs no words. */
struct binding {
	unsigned modes; /* of MODE(enum till_mode) */
	enum press kind;
	int function;       /* PRESS_FUNCTION */
	uint32_t character; /* PRESS_CHARACTER, PRESS_CONTROL */
	int action;         /* enum till_key or enum screen_action */
	const char *name;   /* of the key, an msgid */
	const char *label;
	const char *explanation;
};
#define MODE(mode) (1U << (mode))

struct menu_item {
	const char *label;
	enum till_key key;
};
struct menu {
	const char *title;
	const char *key_name; /* opens it, and takes the selected row */
	int function;
	const struct menu_item *items;
	size_t count;
};

/* A part of the screen. */
struct area {
	int row;
	int column;
	int height;
	int width;
};

struct screen {
	struct terminal *terminal;
	struct loop *loop;
	const struct till *till;
	const struct screen_world *world;
	const struct till_view *view; /* newest; set before each draw */
	struct burst burst;
	bool sent;    /* the till was told something since the last draw */
	bool dirty;   /* something changed since the last draw */
	bool pasting; /* what comes until the end of the paste is dropped */
	int64_t last_key_ms;
	int64_t shown_minute;
	bool was_idle;
	const char *note;    /* the screen's own word, an msgid; NULL: none */
	const char *trouble; /* of a device, an msgid; stays until Escape */

	const struct menu *menu; /* NULL: none is open */
	size_t menu_at;
	bool help;

	/* For scrolling; what is selected is the till's. */
	struct listbox lines;
	struct listbox choices;
	struct listbox suspended;
	struct listbox returns;
};

/* --- keys.c: what each key means --------------------------------------- */

/* The binding of a key in the view's mode, or NULL. */
const struct binding *binding_of(const struct till_view *view,
	const struct key *key);

/* The n-th binding of the view's mode, or NULL past the last. */
const struct binding *binding_at(const struct till_view *view, size_t n);

/* --- menu.c: the screen's own dialogs ---------------------------------- */

const struct menu *menu_of(enum screen_action action);

/* Which till key the menu's selected row is; the menu must be open. */
void menu_draw(struct screen *screen);

/* Takes a key while a menu is open: moves, closes, or sends. */
void menu_key(struct screen *screen, const struct key *key);

void help_draw(struct screen *screen);

/* --- screen.c ---------------------------------------------------------- */

/* Sends a till key, with its text or NULL. */
void screen_send_key(struct screen *screen, enum till_key key,
	const char *text);

/* --- frame.c: what every picture has ----------------------------------- */

/* Lays out head, message, input and foot, and returns what is left between
 * them for the list. */
struct area frame_draw(struct screen *screen);

/* A box of this size in the middle of the list's area, as far as it fits;
 * returns its inside. */
struct area frame_box(struct screen *screen, const struct area *list,
	int height, int width, const char *title);

/* One row in an area: text, or a label and an amount at the right. */
void area_text(struct screen *screen, const struct area *area, int row,
	const char *text, enum style style);
/* A text wrapped at blanks; returns the row after it. */
int area_words(struct screen *screen, const struct area *area, int row,
	const char *text, enum style style);
void area_amount(struct screen *screen, const struct area *area, int row,
	const char *label, struct money amount, enum style style);

/* The input in `width` columns, its end and the cursor always in sight. */
void input_draw(struct screen *screen, int row, int column, int width,
	const char *text, bool hidden);

/* --- the pictures, one a mode ------------------------------------------ */

void sale_draw(struct screen *screen, const struct area *list);
void total_draw(struct screen *screen, int row);
void login_draw(struct screen *screen, const struct area *list);
void start_draw(struct screen *screen, const struct area *list);
void choose_draw(struct screen *screen, const struct area *list);
void recall_draw(struct screen *screen, const struct area *list);
void ask_draw(struct screen *screen, const struct area *list);
void pay_draw(struct screen *screen, const struct area *list);
void return_draw(struct screen *screen, const struct area *list);
void give_back_draw(struct screen *screen, const struct area *list);
void count_draw(struct screen *screen, const struct area *list);
void show_draw(struct screen *screen, const struct area *list);

/* Before the first picture. */
void sale_init(struct screen *screen);
void lists_init(struct screen *screen);

/* --- numbers as people read them --------------------------------------- */

/* `12.500`; `Rp12.500`; `3` or `0,237 kg`. Each returns text. */
char *show_money(struct money amount, char text[TEXT_NUMBER_SIZE]);
char *show_rupiah(struct money amount, char text[TEXT_NUMBER_SIZE]);
#define SHOW_UNITS_SIZE (TEXT_NUMBER_SIZE + TILL_UNIT_SIZE + 1)
char *show_units(struct quantity quantity, const char *unit, bool counted,
	char text[SHOW_UNITS_SIZE]);

/* `Tunai`, `QRIS`, ..., translated. */
const char *tender_label(enum till_tender_kind kind);

#endif
