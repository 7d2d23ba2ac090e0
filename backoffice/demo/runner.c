/* Starting programs, their clock, and what they answer. */
#include "backoffice/demo/runner.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

#define OUT_MAX ((size_t)16 * 1024 * 1024)
#define SAID_MAX 4000
#define SELF "/proc/self/exe"

static volatile sig_atomic_t stop;
static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
#define STOPPING_COUNT (sizeof(stopping) / sizeof(*stopping))
static struct sigaction before[STOPPING_COUNT];

static void on_signal(int signal)
{
	stop = signal;
}

/* `pos` beside this program, else the one of the PATH. The caller frees. */
static char *find_pos(void)
{
	char self[PATH_MAX];
	ssize_t length = readlink(SELF, self, sizeof(self) - 1);
	char *slash, *beside;

	if (length <= 0)
		return xstrdup("pos");
	self[length] = '\0';
	slash = strrchr(self, '/');
	if (!slash)
		return xstrdup("pos");
	*slash = '\0';
	beside = xasprintf("%s/pos", self);
	if (access(beside, X_OK) == 0)
		return beside;
	free(beside);
	return xstrdup("pos");
}

void runner_init(struct runner *runner, const char *folder, struct buffer *why)
{
	struct sigaction action = {.sa_handler = on_signal};
	char *mart = xasprintf("%s/mart.db", folder);

	*runner = (struct runner){
		.folder = folder, .pos = find_pos(), .why = why};
	buffer_init(&runner->out, OUT_MAX);
	setenv("MART_DB", mart, 1);
	free(mart);
	stop = 0;
	for (size_t i = 0; i < STOPPING_COUNT; i++)
		sigaction(stopping[i], &action, &before[i]);
}

void runner_release(struct runner *runner)
{
	for (size_t i = 0; i < STOPPING_COUNT; i++)
		sigaction(stopping[i], &before[i], NULL);
	buffer_release(&runner->out);
	free(runner->pos);
}

void runner_now(struct runner *runner, int32_t day, int minute)
{
	char date[CALENDAR_TEXT_SIZE];
	char now[40];

	(void)runner;
	calendar_format(day, date);
	snprintf(now, sizeof(now), "%sT%02d:%02d", date, minute / 60 % 24,
		minute % 60);
	setenv("MART_NOW", now, 1);
}

void runner_fail(struct runner *runner, const char *format, ...)
{
	va_list arguments;

	if (runner->failed)
		return;
	runner->failed = true;
	va_start(arguments, format);
	buffer_vprintf(runner->why, format, arguments);
	va_end(arguments);
}

/* --- words ----------------------------------------------------------------- */

void words_add(struct words *words, const char *format, ...)
{
	char text[400];
	va_list arguments;

	if (words->count == RUNNER_WORDS_MAX)
		return;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	words->word[words->count++] = xstrdup(text);
	words->word[words->count] = NULL;
}

void words_split(struct words *words, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, " ");

		if (length > 0)
			words_add(words, "%.*s", (int)length, text);
		text += length + (text[length] == ' ');
	}
}

void words_clear(struct words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->word[i]);
	words->count = 0;
	words->word[0] = NULL;
}

/* --- running --------------------------------------------------------------- */

static char *work_file(const struct runner *runner, const char *name)
{
	return xasprintf("%s/%s", runner->folder, name);
}

static int wait_for(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno != EINTR)
			return -1;
		if (stop != 0)
			kill(child, SIGTERM);
	}
	return status;
}

/* Runs with input, output and talk in files of the folder; the status, or -1
 * with errno when it cannot be started. */
static int run(struct runner *runner, const char *program, char **argv)
{
	char *in = work_file(runner, "in");
	char *out = work_file(runner, "out");
	char *err = work_file(runner, "err");
	posix_spawn_file_actions_t actions;
	pid_t child;
	int code;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, in, O_RDONLY | O_CREAT,
		0600);
	posix_spawn_file_actions_addopen(&actions, 1, out,
		O_WRONLY | O_CREAT | O_TRUNC, 0600);
	posix_spawn_file_actions_addopen(&actions, 2, err,
		O_WRONLY | O_CREAT | O_TRUNC, 0600);
	code = posix_spawnp(&child, program, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	buffer_clear(&runner->out);
	if (code == 0) {
		code = wait_for(child);
		file_read_all(out, OUT_MAX, &runner->out);
	} else {
		errno = code;
		code = -1;
	}
	free(in);
	free(out);
	free(err);
	return code;
}

/* The program's own words about what went wrong. */
static void explain(struct runner *runner, char *const argv[], int status)
{
	char *err = work_file(runner, "err");
	struct buffer said;

	if (status < 0) {
		runner_fail(runner, _("%s cannot be started: %s"), argv[0],
			strerror(errno));
		free(err);
		return;
	}
	buffer_init(&said, SAID_MAX);
	file_read_all(err, SAID_MAX, &said);
	runner_fail(runner, "%s %s %s: %s", argv[0], argv[1] ? argv[1] : "",
		argv[1] && argv[2] ? argv[2] : "", buffer_str(&said));
	buffer_release(&said);
	free(err);
}

static bool may_run(struct runner *runner)
{
	if (stop != 0)
		runner->stopped = runner->failed = true;
	return !runner->failed;
}

bool runner_office(struct runner *runner, int user, struct words *words)
{
	struct words all = {.count = 0};
	int status;

	words_add(&all, "backoffice");
	if (user >= 0) {
		setenv("MART_PIN", demo_users[user].pin, 1);
		words_add(&all, "--user");
		words_add(&all, "%s", demo_users[user].name);
	}
	for (size_t i = 0; i < words->count; i++)
		words_add(&all, "%s", words->word[i]);
	words_clear(words);
	if (may_run(runner)) {
		status = run(runner, SELF, all.word);
		if (may_run(runner) && status != 0)
			explain(runner, all.word, status);
	}
	words_clear(&all);
	return !runner->failed;
}

bool runner_till(struct runner *runner, const struct buffer *script)
{
	char *in = work_file(runner, "in");
	char printer[] = "--printer", nowhere[] = "null:";
	char option[] = "--script", name[] = "pos";
	char *argv[] = {name, printer, nowhere, option, in, NULL};
	int status;

	if (!may_run(runner)) {
		free(in);
		return false;
	}
	if (file_write_atomic(in, buffer_str(script), script->length, 0600) !=
		FILE_DONE) {
		runner_fail(runner, "%s: %s", in, strerror(errno));
		free(in);
		return false;
	}
	status = run(runner, runner->pos, argv);
	if (may_run(runner) &&
		(status < 0 || !WIFEXITED(status) || WEXITSTATUS(status) > 1))
		explain(runner, argv, status);
	free(in);
	return !runner->failed;
}
