/*
 * The screen's loop: keys become events of the till, and after each batch of
 * them the picture is drawn anew if anything changed. Nothing here knows what
 * a key does to a sale.
 *
 * What a scanner typed is told from what a person typed by pos/till/burst;
 * both reach the till character by character, so that nothing is held back.
 */
#include "pos/screen/screen_int.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "drivers/system/clock.h"
#include "drivers/terminal/language.h"

#define TICK_MS 1000
#define IDLE_AFTER_MS 3000
#define MINUTE_MS 60000
#define MIN_ROWS 20
#define MIN_COLUMNS 70

/* --- drawing ------------------------------------------------------------ */

typedef void draw_fn(struct screen *screen, const struct area *list);

/* The picture over the sale, by mode; the sale itself lies below where the
 * picture is a box. */
static const struct {
	draw_fn *draw;
	bool over_sale;
} pictures[] = {
	[TILL_LOCKED] = {login_draw, false},
	[TILL_STARTING] = {start_draw, false},
	[TILL_SELLING] = {NULL, true},
	[TILL_CHOOSING] = {choose_draw, false},
	[TILL_ASKING] = {ask_draw, true},
	[TILL_PAYING] = {pay_draw, true},
	[TILL_RETURNING] = {return_draw, false},
	[TILL_GIVING_BACK] = {give_back_draw, true},
	[TILL_RECALLING] = {recall_draw, false},
	[TILL_COUNTING] = {count_draw, false},
	[TILL_CONFIRMING] = {ask_draw, true},
	[TILL_SHOWING] = {show_draw, true},
	[TILL_PERMITTING] = {login_draw, true},
};

static void draw(struct screen *screen)
{
	struct terminal *terminal = screen->terminal;
	struct area list;

	screen->view = till_view(screen->till);
	terminal_clear(terminal);
	terminal_cursor_hide(terminal);
	if (terminal_rows(terminal) < MIN_ROWS ||
		terminal_columns(terminal) < MIN_COLUMNS) {
		terminal_put(terminal, 0, 0, 0,
			_("The window is too small: 80 x 24 are needed"),
			STYLE_BOLD);
	} else {
		list = frame_draw(screen);
		if (pictures[screen->view->mode].over_sale)
			sale_draw(screen, &list);
		if (pictures[screen->view->mode].draw)
			pictures[screen->view->mode].draw(screen, &list);
		if (screen->menu)
			menu_draw(screen);
		if (screen->help)
			help_draw(screen);
	}
	terminal_flush(terminal);
	screen->dirty = false;
}

/* --- keys --------------------------------------------------------------- */

static void send(struct screen *screen, const struct till_event *event)
{
	unsigned effects = screen->world->send(screen->world->context, event);

	screen->view = till_view(screen->till);
	if (screen->world->trouble &&
		screen->world->trouble(screen->world->context))
		screen->trouble =
			screen->world->trouble(screen->world->context);
	screen->sent = true;
	/* A scanner beeps by itself for what it read; only a refusal is new. */
	if (effects & TILL_EFFECT_BELL)
		terminal_bell(screen->terminal);
	screen->dirty = true;
}

void screen_send_key(struct screen *screen, enum till_key key, const char *text)
{
	struct till_event event = {
		.kind = TILL_KEY, .key = key, .text = text ? text : ""};

	send(screen, &event);
}

/* Adds notes to what is typed in the cash dialog, or types just enough. */
static void give(struct screen *screen, int64_t rupiah, bool exact)
{
	const struct till_view *view = screen->view;
	char text[TEXT_NUMBER_SIZE];
	struct money sum;
	int64_t typed;

	if (view->mode != TILL_PAYING || view->tender != TILL_BY_CASH)
		return;
	if (exact)
		sum = view->wanted_cash;
	else if (!text_parse_rupiah(view->input, &typed) ||
		!money_from(&sum, typed) ||
		!money_add(&sum, sum, money_of(rupiah)))
		sum = money_of(rupiah);
	snprintf(text, sizeof(text), "%lld", (long long)money_rupiah(sum));
	screen_send_key(screen, TILL_KEY_CLEAR, NULL);
	screen_send_key(screen, TILL_KEY_TEXT, text);
}

static void act(struct screen *screen, int action)
{
	if (action < (int)TILL_KEY_COUNT) {
		screen_send_key(screen, (enum till_key)action, NULL);
		return;
	}
	switch ((enum screen_action)action) {
	case SCREEN_HELP:
		screen->help = true;
		break;
	case SCREEN_MENU_PAY:
	case SCREEN_MENU_MORE:
	case SCREEN_MENU_SHIFT:
		screen->menu = menu_of((enum screen_action)action);
		screen->menu_at = 0;
		break;
	case SCREEN_ASIDE:
		screen_send_key(screen,
			screen->view->basket->line_count ? TILL_KEY_SUSPEND
							 : TILL_KEY_RECALL,
			NULL);
		break;
	case SCREEN_EXACT:
		give(screen, 0, true);
		break;
	case SCREEN_NOTE_20:
		give(screen, 20000, false);
		break;
	case SCREEN_NOTE_50:
		give(screen, 50000, false);
		break;
	case SCREEN_NOTE_100:
		give(screen, 100000, false);
		break;
	case SCREEN_QUIT:
		loop_stop(screen->loop, 0);
		break;
	}
}

/* Enter and Tab: a scanner's end, or the key itself. */
static void end_of_run(struct screen *screen, const struct key *key)
{
	if (burst_end(&screen->burst, key->read_ms,
		    loop_was_waiting(screen->loop)))
		screen_send_key(screen, TILL_KEY_SCANNED, screen->burst.run);
	else
		screen_send_key(screen,
			key->kind == PRESS_TAB ? TILL_KEY_TAB : TILL_KEY_ENTER,
			NULL);
}

static void character(struct screen *screen, const struct key *key)
{
	char text[5];

	text[text_encode(key->character, text)] = '\0';
	if (key->character < 0x7F)
		burst_character(&screen->burst, text[0], key->read_ms,
			loop_was_waiting(screen->loop));
	else
		burst_break(&screen->burst);
	screen_send_key(screen, TILL_KEY_TEXT, text);
}

/* Keys that belong to the terminal and not to the till. */
static bool terminal_key(struct screen *screen, const struct key *key)
{
	if (key->kind == PRESS_PASTE_BEGIN) {
		screen->pasting = true;
		screen->note = N_("Pasted text is not taken here");
	} else if (key->kind == PRESS_PASTE_END) {
		screen->pasting = false;
	} else if (key->kind == PRESS_HANGUP) {
		loop_stop(screen->loop, 0);
	} else if (key->kind != PRESS_RESIZE && !screen->pasting) {
		return false;
	}
	burst_break(&screen->burst);
	return true;
}

/* An open help or menu takes every key; a scan into it is lost, with a word
 * about it, and changes nothing. */
static bool overlay_key(struct screen *screen, const struct key *key)
{
	if (screen->help) {
		screen->help = key->kind != PRESS_ESCAPE &&
			!(key->kind == PRESS_FUNCTION && key->function == 1);
		return true;
	}
	if (!screen->menu)
		return false;
	menu_key(screen, key);
	return true;
}

static void take_key(struct screen *screen, const struct key *key)
{
	const struct binding *binding;

	screen->dirty = true;
	if (terminal_key(screen, key))
		return;
	screen->note = NULL;
	if (key->kind == PRESS_ESCAPE)
		screen->trouble = NULL;
	if (overlay_key(screen, key)) {
		burst_break(&screen->burst);
		return;
	}
	if (key->kind == PRESS_ENTER || key->kind == PRESS_TAB) {
		end_of_run(screen, key);
		return;
	}
	binding = binding_of(screen->view, key);
	if (!binding && key->kind == PRESS_CHARACTER) {
		character(screen, key);
		return;
	}
	burst_break(&screen->burst);
	if (binding)
		act(screen, binding->action);
}

/* --- the loop ----------------------------------------------------------- */

static void drain(struct screen *screen)
{
	struct key key;

	while (terminal_read(screen->terminal, &key)) {
		screen->last_key_ms = key.read_ms;
		screen->was_idle = false;
		take_key(screen, &key);
	}
	if (screen->dirty)
		draw(screen);
	if (screen->sent && screen->world->drawn)
		screen->world->drawn(screen->world->context);
	screen->sent = false;
}

static void on_keys(void *context, int fd, short ready)
{
	(void)fd;
	(void)ready;
	drain(context);
}

static void on_signal(void *context, int number)
{
	struct screen *screen = context;

	if (number == SIGWINCH) {
		terminal_resized(screen->terminal);
		drain(screen);
	} else if (number != SIGINT) {
		loop_stop(screen->loop, 0);
	}
}

/* The clock shows minutes; housekeeping comes once after the last key. */
static void on_tick(void *context)
{
	struct screen *screen = context;
	int64_t minute =
		screen->world->now_ms(screen->world->context) / MINUTE_MS;

	if (minute != screen->shown_minute) {
		screen->shown_minute = minute;
		draw(screen);
	}
	if (!screen->was_idle &&
		clock_monotonic_ms() - screen->last_key_ms > IDLE_AFTER_MS) {
		screen->was_idle = true;
		if (screen->world->idle)
			screen->world->idle(screen->world->context);
	}
}

const char *screen_run(const struct till *till,
	const struct screen_world *world)
{
	struct screen screen = {.till = till,
		.world = world,
		.view = till_view(till),
		.was_idle = true};
	const char *reason = NULL;

	screen.loop = loop_new();
	if (!screen.loop)
		return N_("the system gives no descriptors for a loop");
	screen.terminal = terminal_open(&reason);
	if (!screen.terminal) {
		loop_free(screen.loop);
		return reason;
	}
	burst_init(&screen.burst);
	sale_init(&screen);
	lists_init(&screen);
	loop_watch(screen.loop, terminal_fd(screen.terminal), POLLIN, on_keys,
		&screen);
	loop_on_signal(screen.loop, on_signal, &screen);
	loop_timer(screen.loop, TICK_MS, TICK_MS, on_tick, &screen);
	draw(&screen);
	loop_run(screen.loop);
	terminal_close(screen.terminal);
	loop_free(screen.loop);
	return NULL;
}
