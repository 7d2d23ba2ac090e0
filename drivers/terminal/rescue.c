/*
 * The way back to a usable terminal when the program cannot close it: a failed
 * assertion, a crash, no memory left, an early exit().
 *
 * Everything needed is prepared while all is well, because in a signal handler
 * only write(), tcsetattr() and the like may be called. Standard error is kept
 * in memory while the screen is up and replayed afterwards: on the screen a
 * message would be painted over, and it is the one thing wanted after a crash.
 */
#include "drivers/terminal/terminal_int.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <termios.h>
#include <unistd.h>

#include "drivers/system/alloc.h"

/* Last: it defines `columns` and the like as macros. */
#include <term.h>

#define PASTE_OFF "\033[?2004l"

static const int fatal_signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
#define FATAL_COUNT (sizeof(fatal_signals) / sizeof(fatal_signals[0]))

static struct {
	volatile sig_atomic_t armed;
	pid_t owner;
	struct termios mode;
	char bytes[256];
	size_t length;
	int kept_stderr; /* memory that stands in for standard error, or -1 */
	int real_stderr;
	struct sigaction before[FATAL_COUNT];
} rescue = {.kept_stderr = -1, .real_stderr = -1};

static void write_all(int fd, const char *bytes, size_t length)
{
	while (length > 0) {
		ssize_t put = write(fd, bytes, length);

		if (put <= 0)
			return;
		bytes += put;
		length -= (size_t)put;
	}
}

static void release_stderr(void)
{
	char bytes[512];
	off_t at = 0;
	ssize_t got;

	if (rescue.kept_stderr < 0)
		return;
	dup2(rescue.real_stderr, STDERR_FILENO);
	while ((got = pread(rescue.kept_stderr, bytes, sizeof(bytes), at)) >
		0) {
		write_all(STDERR_FILENO, bytes, (size_t)got);
		at += got;
	}
	close(rescue.kept_stderr);
	close(rescue.real_stderr);
	rescue.kept_stderr = -1;
}

void terminal_rescue(void)
{
	if (rescue.armed == 0 || rescue.owner != getpid())
		return;
	rescue.armed = 0;
	write_all(STDOUT_FILENO, rescue.bytes, rescue.length);
	tcsetattr(STDIN_FILENO, TCSANOW, &rescue.mode);
	release_stderr();
}

/*
 * Hands the signal on to whoever had it before. A fault comes again by itself
 * when the instruction is run again; a signal that was sent is sent again.
 */
static void on_fatal(int number, siginfo_t *info, void *context)
{
	(void)context;
	terminal_rescue();
	for (size_t i = 0; i < FATAL_COUNT; i++) {
		if (fatal_signals[i] == number)
			sigaction(number, &rescue.before[i], NULL);
	}
	if (info->si_code <= 0)
		raise(number);
}

/* A capability without its padding marks, which only tputs() understands. */
static void add_capability(const char *name)
{
	const char *text = tigetstr(name);

	if (text == NULL || text == (const char *)-1)
		return;
	while (*text != '\0' && rescue.length < sizeof(rescue.bytes)) {
		if (text[0] == '$' && text[1] == '<') {
			text += strcspn(text, ">");
			text += *text == '>' ? 1 : 0;
			continue;
		}
		rescue.bytes[rescue.length++] = *text++;
	}
}

static void keep_stderr(void)
{
	if (!isatty(STDERR_FILENO))
		return;
	rescue.real_stderr = dup(STDERR_FILENO);
	rescue.kept_stderr = memfd_create("titipan-stderr", MFD_CLOEXEC);
	if (rescue.real_stderr < 0 || rescue.kept_stderr < 0 ||
		dup2(rescue.kept_stderr, STDERR_FILENO) < 0) {
		close(rescue.real_stderr);
		close(rescue.kept_stderr);
		rescue.kept_stderr = -1;
	}
}

void terminal_rescue_prepare(void)
{
	static bool at_exit;
	struct sigaction action = {
		.sa_sigaction = on_fatal, .sa_flags = SA_SIGINFO | SA_ONSTACK};

	tcgetattr(STDIN_FILENO, &rescue.mode);
	rescue.length = sizeof(PASTE_OFF) - 1;
	memcpy(rescue.bytes, PASTE_OFF, rescue.length);
	add_capability("sgr0");
	add_capability("cnorm");
	add_capability("rmkx");
	add_capability("rmcup");
	rescue.owner = getpid();
	keep_stderr();
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < FATAL_COUNT; i++)
		sigaction(fatal_signals[i], &action, &rescue.before[i]);
	alloc_on_exhausted(terminal_rescue);
	if (!at_exit)
		atexit(terminal_rescue);
	at_exit = true;
	rescue.armed = 1;
}

void terminal_rescue_done(void)
{
	if (rescue.armed == 0)
		return;
	rescue.armed = 0;
	alloc_on_exhausted(NULL);
	for (size_t i = 0; i < FATAL_COUNT; i++)
		sigaction(fatal_signals[i], &rescue.before[i], NULL);
	release_stderr();
}
