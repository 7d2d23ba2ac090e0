/* What a keyboard, a scanner that is one, and a terminal itself send: any
 * bytes on a terminal of our own. Each key is one of ours, no control comes
 * as a character, and the line that is typed stays a text. */
#include <fcntl.h>
#include <unistd.h>

#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "drivers/terminal/lineedit.h"
#include "drivers/terminal/terminal.h"
#include "tests/fuzz/fuzz.h"

/* What a terminal's driver holds at most. */
#define INPUT_MAX 3000
#define COLUMNS 40

/* Of ncurses; its header stays in drivers/terminal. */
int set_escdelay(int size);

static struct terminal *terminal;
static int keyboard;

static void release(void)
{
	terminal_close(terminal);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *reason = NULL;
	int screen;

	(void)argc;
	(void)argv;
	keyboard = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
	FUZZ_CHECK(keyboard >= 0 && grantpt(keyboard) == 0 &&
		unlockpt(keyboard) == 0);
	screen = open(ptsname(keyboard), O_RDWR | O_NOCTTY | O_CLOEXEC);
	FUZZ_CHECK(dup2(screen, 0) == 0 && dup2(screen, 1) == 1);
	setenv("TERM", "xterm-256color", 1);
	setenv("LINES", "24", 1);
	setenv("COLUMNS", "80", 1);
	language_start();
	terminal = terminal_open(&reason);
	FUZZ_CHECK(terminal);
	set_escdelay(1);
	atexit(release);
	return 0;
}

static void check_key(const struct key *key)
{
	uint32_t c = key->character;

	FUZZ_CHECK(key->kind <= PRESS_UNKNOWN && key->kind != PRESS_HANGUP);
	FUZZ_CHECK(key->kind != PRESS_CHARACTER ||
		(c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c <= 0x10FFFF));
	FUZZ_CHECK(key->kind != PRESS_CONTROL || (c >= '@' && c <= '_'));
	FUZZ_CHECK(key->kind != PRESS_FUNCTION ||
		(key->function >= 1 && key->function <= 24));
}

static void check_line(const struct lineedit *edit)
{
	const char *text = lineedit_text(edit);
	size_t from = 0;
	int cursor = 0;

	FUZZ_CHECK(text_is_utf8(text, strlen(text)));
	FUZZ_CHECK(edit->cursor >= 0 && edit->cursor <= edit->length);
	FUZZ_CHECK(edit->length <= edit->max);
	lineedit_view(edit, COLUMNS, &from, &cursor);
	FUZZ_CHECK(from <= strlen(text));
	FUZZ_CHECK(cursor >= 0 && cursor < COLUMNS);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char drain[4096];
	struct lineedit edit;
	struct key key;

	if (size > INPUT_MAX)
		size = INPUT_MAX;
	if (size > 0 && write(keyboard, bytes, size) != (ssize_t)size)
		abort();
	lineedit_init(&edit, 60);
	while (terminal_read(terminal, &key)) {
		check_key(&key);
		lineedit_key(&edit, &key);
		check_line(&edit);
	}
	terminal_line(terminal, 3, 2, COLUMNS, &edit);
	terminal_flush(terminal);
	while (read(keyboard, drain, sizeof(drain)) > 0)
		;
	return 0;
}
