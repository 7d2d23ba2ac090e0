/*
 * Opening, closing and sizes of the terminal. raw(), not cbreak(): a scanned
 * 0x13 would freeze the till, 0x03 would end it. newterm(), not initscr(),
 * which ends the program where the terminal is unknown.
 */
#include "drivers/terminal/terminal_int.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"

/* Last: it defines `columns` and the like as macros. */
#include <term.h>

#define ESCAPE_DELAY_MS 25
#define PASTE_ON "\033[?2004h"
#define PASTE_OFF "\033[?2004l"

/* NULL when the screen can be used. Leaves no terminfo entry behind. */
static const char *unusable(void)
{
	const char *placing;
	int error = 0;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return N_("input and output are not a terminal");
	if (setupterm(NULL, STDOUT_FILENO, &error) != OK)
		return N_("the kind of terminal is not known; "
			  "set TERM, for instance to xterm-256color");
	placing = tigetstr("cup");
	del_curterm(cur_term);
	if (placing == NULL || placing == (const char *)-1)
		return N_("this terminal cannot place its cursor");
	return NULL;
}

static void set_modes(void)
{
	raw();
	noecho();
	nonl();
	intrflush(stdscr, FALSE);
	keypad(stdscr, TRUE);
	meta(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	/* Keys that wait must not leave a screen half painted. */
	typeahead(-1);
	curs_set(0);
	define_key("\033[200~", CODE_PASTE_BEGIN);
	define_key("\033[201~", CODE_PASTE_END);
}

static void set_colours(struct terminal *terminal)
{
	if (!has_colors() || start_color() != OK)
		return;
	use_default_colors();
	terminal->has_colours = init_pair(1, COLOR_RED, -1) == OK &&
		init_pair(2, COLOR_GREEN, -1) == OK;
}

/* By hand: terminfo has no standard capability for it. */
static void send(const char *sequence)
{
	fputs(sequence, stdout);
	fflush(stdout);
}

struct terminal *terminal_open(const char **reason)
{
	struct terminal *terminal;
	const char *problem = unusable();
	SCREEN *screen;

	if (problem != NULL) {
		*reason = problem;
		return NULL;
	}
	set_escdelay(ESCAPE_DELAY_MS);
	screen = newterm(NULL, stdout, stdin);
	if (screen == NULL) {
		*reason = N_("the terminal cannot be opened");
		return NULL;
	}
	/* newterm has changed the mode; the rescue keeps the old one. */
	reset_shell_mode();
	terminal_rescue_prepare();
	reset_prog_mode();
	terminal = xcalloc(1, sizeof(*terminal));
	terminal->screen = screen;
	terminal->cursor_row = -1;
	set_modes();
	set_colours(terminal);
	erase();
	refresh();
	send(PASTE_ON);
	return terminal;
}

void terminal_close(struct terminal *terminal)
{
	if (terminal == NULL)
		return;
	send(PASTE_OFF);
	curs_set(1);
	endwin();
	delscreen(terminal->screen);
	terminal_rescue_done();
	free(terminal);
}

int terminal_fd(const struct terminal *terminal)
{
	(void)terminal;
	return STDIN_FILENO;
}

void terminal_resized(struct terminal *terminal)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 &&
		size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	clearok(curscr, TRUE);
	terminal->resized = true;
}

int terminal_rows(const struct terminal *terminal)
{
	(void)terminal;
	return LINES;
}

int terminal_columns(const struct terminal *terminal)
{
	(void)terminal;
	return COLS;
}
