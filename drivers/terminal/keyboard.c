/*
 * Keys out of ncurses. KEY_RESIZE is swallowed: sizes come by SIGWINCH, and
 * one PRESS_RESIZE follows each.
 */
#include "drivers/terminal/terminal_int.h"

#include <poll.h>
#include <unistd.h>

#include "drivers/system/clock.h"

#define FUNCTION_KEYS 24
#define DELETE_CHARACTER 0x7F

/* Bytes that are no character end a read early; this many are passed over
 * before the loop gets its turn again. */
#define MAX_BROKEN 256

static const struct meaning {
	wint_t code;
	enum press press;
} key_codes[] = {{KEY_ENTER, PRESS_ENTER}, {KEY_BTAB, PRESS_BACK_TAB},
	{KEY_BACKSPACE, PRESS_BACKSPACE}, {KEY_DC, PRESS_DELETE},
	{KEY_IC, PRESS_INSERT}, {KEY_UP, PRESS_UP}, {KEY_DOWN, PRESS_DOWN},
	{KEY_LEFT, PRESS_LEFT}, {KEY_RIGHT, PRESS_RIGHT},
	{KEY_PPAGE, PRESS_PAGE_UP}, {KEY_NPAGE, PRESS_PAGE_DOWN},
	{KEY_HOME, PRESS_HOME}, {KEY_END, PRESS_END},
	{CODE_PASTE_BEGIN, PRESS_PASTE_BEGIN},
	{CODE_PASTE_END, PRESS_PASTE_END}};

static const struct meaning control_codes[] = {{'\r', PRESS_ENTER},
	{'\n', PRESS_ENTER}, {'\t', PRESS_TAB}, {'\b', PRESS_BACKSPACE},
	{DELETE_CHARACTER, PRESS_BACKSPACE}, {0x1B, PRESS_ESCAPE}};

static bool look_up(const struct meaning *table, size_t count, wint_t code,
	enum press *press)
{
	for (size_t i = 0; i < count; i++) {
		if (table[i].code == code) {
			*press = table[i].press;
			return true;
		}
	}
	return false;
}

static struct key key_of_code(wint_t code)
{
	struct key key = {.kind = PRESS_UNKNOWN};

	if (look_up(key_codes, sizeof(key_codes) / sizeof(*key_codes), code,
		    &key.kind))
		return key;
	if (code > KEY_F0 && code <= KEY_F0 + FUNCTION_KEYS) {
		key.kind = PRESS_FUNCTION;
		key.function = (int)(code - KEY_F0);
	}
	return key;
}

static struct key key_of_character(wint_t character)
{
	struct key key = {.kind = PRESS_CHARACTER, .character = character};

	if (look_up(control_codes,
		    sizeof(control_codes) / sizeof(*control_codes), character,
		    &key.kind)) {
		key.character = 0;
	} else if (character < 0x20) {
		key.kind = PRESS_CONTROL;
		key.character = character + '@';
	} else if (character > DELETE_CHARACTER && character < 0xA0) {
		key.kind = PRESS_UNKNOWN;
		key.character = 0;
	}
	return key;
}

static short terminal_events(void)
{
	struct pollfd polled = {STDIN_FILENO, POLLIN, 0};

	return poll(&polled, 1, 0) > 0 ? polled.revents : 0;
}

static bool read_key(struct terminal *terminal, struct key *key)
{
	for (int i = 0; i < MAX_BROKEN; i++) {
		wint_t code = 0;
		int kind = get_wch(&code);
		short events;

		if (kind == KEY_CODE_YES && code == KEY_RESIZE)
			continue;
		if (kind != ERR) {
			*key = kind == KEY_CODE_YES ? key_of_code(code)
						    : key_of_character(code);
			return true;
		}
		events = terminal_events();
		if ((events & POLLHUP) != 0 && !terminal->hung_up) {
			terminal->hung_up = true;
			*key = (struct key){.kind = PRESS_HANGUP};
			return true;
		}
		if ((events & POLLIN) == 0 || (events & POLLHUP) != 0)
			return false;
	}
	return false;
}

bool terminal_read(struct terminal *terminal, struct key *key)
{
	if (terminal->resized) {
		terminal->resized = false;
		*key = (struct key){.kind = PRESS_RESIZE};
	} else if (!read_key(terminal, key)) {
		return false;
	}
	key->read_ms = clock_monotonic_ms();
	return true;
}
