/*
 * Keys out of ncurses. KEY_RESIZE is swallowed: sizes come by SIGWINCH, and
 * one PRESS_RESIZE follows each.
 *
 * getch() and not get_wch(): after a byte that is not UTF-8 the latter
 * swallows up to 15 good ones, and with them the Enter of a scan.
 */
#include "drivers/terminal/terminal_int.h"

#include <poll.h>
#include <unistd.h>

#include "drivers/system/clock.h"
#include "drivers/system/text.h"

#define FUNCTION_KEYS 24
#define DELETE_CHARACTER 0x7F

#define FIRST_CODE 0x100 /* of ncurses; below are bytes */

static const struct meaning {
	uint32_t code;
	enum press press;
} key_codes[] = {
	{KEY_ENTER, PRESS_ENTER},
	{KEY_BTAB, PRESS_BACK_TAB},
	{KEY_BACKSPACE, PRESS_BACKSPACE},
	{KEY_DC, PRESS_DELETE},
	{KEY_IC, PRESS_INSERT},
	{KEY_UP, PRESS_UP},
	{KEY_DOWN, PRESS_DOWN},
	{KEY_LEFT, PRESS_LEFT},
	{KEY_RIGHT, PRESS_RIGHT},
	{KEY_PPAGE, PRESS_PAGE_UP},
	{KEY_NPAGE, PRESS_PAGE_DOWN},
	{KEY_HOME, PRESS_HOME},
	{KEY_END, PRESS_END},
	{CODE_PASTE_BEGIN, PRESS_PASTE_BEGIN},
	{CODE_PASTE_END, PRESS_PASTE_END},
};

static const struct meaning control_codes[] = {
	{'\r', PRESS_ENTER},
	{'\n', PRESS_ENTER},
	{'\t', PRESS_TAB},
	{'\b', PRESS_BACKSPACE},
	{DELETE_CHARACTER, PRESS_BACKSPACE},
	{0x1B, PRESS_ESCAPE},
};

static bool look_up(const struct meaning *table, size_t count, uint32_t code,
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

static struct key key_of_code(uint32_t code)
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

static struct key key_of_character(uint32_t character)
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

static int terminal_events(void)
{
	struct pollfd polled = {STDIN_FILENO, POLLIN, 0};

	return poll(&polled, 1, 0) > 0 ? polled.revents : 0;
}

/* Adds a byte of input; true when it completes a character. Broken ones are
 * passed over. */
static bool take_byte(struct terminal *terminal, unsigned char byte,
	uint32_t *character)
{
	bool continues = (byte & 0xC0) == 0x80;

	if (!continues || terminal->pending_count == sizeof(terminal->pending))
		terminal->pending_count = 0;
	terminal->pending[terminal->pending_count++] = (char)byte;
	if (text_decode(terminal->pending, terminal->pending_count,
		    character) == 0)
		return false;
	terminal->pending_count = 0;
	return true;
}

/* No more input: once, whether the terminal has gone. */
static bool read_hangup(struct terminal *terminal, struct key *key)
{
	if (terminal->hung_up || (terminal_events() & POLLHUP) == 0)
		return false;
	terminal->hung_up = true;
	*key = (struct key){.kind = PRESS_HANGUP};
	return true;
}

static bool read_key(struct terminal *terminal, struct key *key)
{
	int code;

	while ((code = getch()) != ERR) {
		uint32_t character = 0;

		if (code >= FIRST_CODE && code != KEY_RESIZE) {
			*key = key_of_code((uint32_t)code);
			return true;
		}
		if (code < FIRST_CODE &&
			take_byte(terminal, (unsigned char)code, &character)) {
			*key = key_of_character(character);
			return true;
		}
	}
	return read_hangup(terminal, key);
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
