/* One key press, as the terminal gives it. No ncurses here. */
#ifndef TITIPAN_TERMINAL_KEY_H
#define TITIPAN_TERMINAL_KEY_H

#include <stdint.h>

enum press {
	PRESS_CHARACTER, /* printable; character holds it */
	PRESS_CONTROL,   /* character is 'A'..'Z' or one of [ \ ] ^ _ @ */
	PRESS_FUNCTION,  /* F1 to F24; function holds the number */
	PRESS_ENTER,
	PRESS_TAB,
	PRESS_BACK_TAB,
	PRESS_ESCAPE,
	PRESS_BACKSPACE,
	PRESS_DELETE,
	PRESS_INSERT,
	PRESS_UP,
	PRESS_DOWN,
	PRESS_LEFT,
	PRESS_RIGHT,
	PRESS_PAGE_UP,
	PRESS_PAGE_DOWN,
	PRESS_HOME,
	PRESS_END,
	PRESS_PASTE_BEGIN, /* what follows until PASTE_END was pasted */
	PRESS_PASTE_END,
	PRESS_RESIZE, /* the screen has a new size: draw it again */
	PRESS_HANGUP, /* the terminal is gone: no key will come any more */
	PRESS_UNKNOWN /* a key that has no meaning here */
};

struct key {
	enum press kind;
	uint32_t character; /* UTF-32, else 0 */
	int function;       /* else 0 */
	int64_t read_ms;    /* clock_monotonic_ms when it was read */
};

#endif
