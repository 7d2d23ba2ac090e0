/* What the files of the terminal share; the only include of ncurses. */
#ifndef TITIPAN_TERMINAL_TERMINAL_INT_H
#define TITIPAN_TERMINAL_TERMINAL_INT_H

#define NCURSES_WIDECHAR 1
#include <ncurses.h>

#include "drivers/terminal/terminal.h"

/* Codes given to sequences that ncurses does not know; above its own. */
#define CODE_PASTE_BEGIN (KEY_MAX + 1)
#define CODE_PASTE_END (KEY_MAX + 2)

struct terminal {
	SCREEN *screen;
	bool has_colours;
	bool resized;    /* a PRESS_RESIZE is owed */
	bool hung_up;    /* the PRESS_HANGUP was given */
	char pending[4]; /* bytes of a character that is not complete yet */
	size_t pending_count;
	int cursor_row; /* -1: hidden */
	int cursor_column;
};

/*
 * Puts the terminal back as it was found, from anywhere: only calls that are
 * safe in a signal handler. Does nothing in a forked child or when closed.
 */
void terminal_rescue(void);

/* The other half: what terminal_rescue will write and restore. */
void terminal_rescue_prepare(void);
void terminal_rescue_done(void);

#endif
