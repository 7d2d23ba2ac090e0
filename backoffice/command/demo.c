/*
 * backoffice demo FILE: a filled rehearsal mart to try things on.
 *
 * It is made in a folder of its own beside FILE and moved into place as the
 * last step, the file itself last, so under FILE there is all of it or
 * nothing.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backoffice/command/nouns.h"
#include "backoffice/demo/demo.h"
#include "drivers/system/alloc.h"
#include "drivers/system/clock.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

#define WHY_MAX 4000
#define JAKARTA_S (7 * 3600)

/* What belongs to a mart's file, the file itself last. */
static const char *const endings[] = {".key", ".people", ".head", "-wal", ""};
#define ENDING_COUNT (sizeof(endings) / sizeof(*endings))

/* --- where ----------------------------------------------------------------- */

static bool is_there(const char *file, const char *ending)
{
	char *name = xasprintf("%s%s", file, ending);
	const bool there =
		faccessat(AT_FDCWD, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;

	free(name);
	return there;
}

static enum command_result refuse_leftovers(struct context *context,
	const char *file)
{
	for (size_t i = ENDING_COUNT; i-- > 0;) {
		char *name;

		if (!is_there(file, endings[i]))
			continue;
		name = xasprintf("%s%s", file, endings[i]);
		command_problem(context, name,
			_("is there already; a new mart needs a new file"));
		free(name);
		return COMMAND_REFUSED;
	}
	return COMMAND_DONE;
}

static void remove_folder(const char *folder)
{
	DIR *list = opendir(folder);
	const struct dirent *entry;

	while (list && (entry = readdir(list)) != NULL)
		unlinkat(dirfd(list), entry->d_name, 0);
	if (list)
		closedir(list);
	rmdir(folder);
}

/* Moves one file; a missing one (an empty log) is no failure. */
static bool move(const char *folder, const char *file, const char *ending)
{
	char *from = xasprintf("%s/mart.db%s", folder, ending);
	char *to = xasprintf("%s%s", file, ending);
	const bool done = renameat2(AT_FDCWD, from, AT_FDCWD, to,
				  RENAME_NOREPLACE) == 0 ||
		(errno == ENOENT && ending[0] == '-');

	free(from);
	free(to);
	return done;
}

/* All of it or nothing. errno says why not. */
static bool put_in_place(const char *folder, const char *file)
{
	size_t moved = 0;
	int why;

	while (moved < ENDING_COUNT && move(folder, file, endings[moved]))
		moved++;
	if (moved == ENDING_COUNT)
		return file_sync_dir(file) == FILE_DONE;
	why = errno;
	while (moved-- > 0) {
		char *name = xasprintf("%s%s", file, endings[moved]);

		unlink(name);
		free(name);
	}
	errno = why;
	return false;
}

/* --- when ------------------------------------------------------------------ */

/* The last day: $MART_NOW's or today's, in the mart's zone. */
static bool find_end(struct context *context, int32_t *end)
{
	const struct clock clock = clock_system();
	const char *set = getenv("MART_NOW");
	int64_t now_ms = clock_now_ms(&clock);

	if (set && set[0] != '\0' &&
		!clock_parse_instant(set, JAKARTA_S, &now_ms)) {
		command_problem(context, "MART_NOW",
			_("“%s” is no time such as 2026-11-02T09:00"), set);
		return false;
	}
	if (calendar_day_of_instant(end, now_ms, JAKARTA_S))
		return true;
	command_problem(context, "MART_NOW", _("is outside the calendar"));
	return false;
}

/* --- what is said ---------------------------------------------------------- */

static void show_progress(int percent)
{
	fprintf(stderr, "\r%s %3d %%", _("Days of trade:"), percent);
}

static void end_progress(bool shown)
{
	if (shown)
		fputs("\r\033[K", stderr);
}

static void say_done(struct context *context, const char *file)
{
	command_say(context, _("%s: a mart to try things on."), file);
	command_say(context, _("Its people and their PINs:"));
	for (size_t i = 0; i < DEMO_USERS; i++)
		command_say(context, "  %-6s %-12s %s", demo_users[i].name,
			demo_users[i].role, demo_users[i].pin);
	command_say(context, _("Its recovery code: %s"), DEMO_RECOVERY_CODE);
	command_say(context, _("The till: pos -d %s"), file);
}

/* --- the command ----------------------------------------------------------- */

static enum command_result place(struct context *context, const char *folder,
	const char *file)
{
	sigset_t all, before;
	bool done;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &before);
	done = put_in_place(folder, file);
	remove_folder(folder);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (done) {
		say_done(context, file);
		return COMMAND_DONE;
	}
	command_problem(context, file, _("cannot be written: %s"),
		strerror(errno));
	return errno == EEXIST ? COMMAND_REFUSED : COMMAND_FAILED;
}

static enum command_result make(struct context *context, const char *folder,
	const char *file, int32_t end)
{
	const bool shown = isatty(STDERR_FILENO) == 1;
	struct buffer why;
	enum demo_result made;

	buffer_init(&why, WHY_MAX);
	made = demo_make(folder, end,
		(int)command_number(context, "days", DEMO_DAYS),
		shown ? show_progress : NULL, &why);
	end_progress(shown);
	if (made != DEMO_DONE) {
		remove_folder(folder);
		command_problem(context, file, "%s",
			made == DEMO_STOPPED
				? _("was stopped; nothing of it is left")
				: buffer_str(&why));
	}
	buffer_release(&why);
	return made == DEMO_DONE ? place(context, folder, file)
				 : COMMAND_FAILED;
}

static enum command_result demo_run(struct context *context)
{
	const char *file = command_operand(context, 0);
	enum command_result result = refuse_leftovers(context, file);
	char *folder;
	int32_t end;

	if (result != COMMAND_DONE || !find_end(context, &end))
		return COMMAND_REFUSED;
	folder = xasprintf("%s.demo-XXXXXX", file);
	if (!mkdtemp(folder)) {
		command_problem(context, file, _("cannot be written: %s"),
			strerror(errno));
		result = COMMAND_FAILED;
	} else {
		result = make(context, folder, file, end);
	}
	free(folder);
	return result;
}

static const struct option_spec demo_options[] = {
	{.name = "days",
		.kind = OPTION_INTEGER,
		.value = "N",
		.help = N_("how many days of trade, up to yesterday; 91 if "
			   "not given"),
		.max = DEMO_DAYS_MAX},
	OPTION_END,
};

const struct command demo_commands[] = {
	{.path = "demo",
		.operands = "FILE",
		.operands_min = 1,
		.operands_max = 1,
		.summary =
			N_("make a filled rehearsal mart to try things "
			   "on. Its owner is ani (PIN 482615), its manager "
			   "budi (915038), its supervisor sari (739152), its "
			   "cashiers rini (2604) and dedi (1507)"),
		.options = demo_options,
		.needs = NEEDS_NOTHING,
		.run = demo_run},
	COMMAND_END,
};
