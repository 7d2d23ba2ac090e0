/*
 * The last step of a restore: a mart's file and the files beside it change
 * together. What is to be done is written down first, in FILE.restore, and
 * durable; from then on it will be done, if not by this process then by the
 * next that opens the file. Each step can be done again.
 *
 *	FILE-wal, -shm, -journal  aside
 *	FILE.key, .people, .head  aside, and the new ones in their place
 *	FILE                      kept aside by a link, the new one renamed over
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "schema/store/restore_int.h"
#include "schema/store/store_core.h"

#define PLAN_MAX 20000
#define PLAN_TITLE "titipan restore 1\n"

static const char *const logs[] = {"-wal", "-shm", "-journal"};
static const char *const beside[] = {".key", ".people", ".head"};
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static bool is_there(const char *path)
{
	return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

/* From -> to, unless that was done. */
static bool move_one(const char *from, const char *to)
{
	return !is_there(from) || is_there(to) || rename(from, to) == 0;
}

static bool set_aside(const struct restore_place *place, const char *ending)
{
	char *from = xasprintf("%s%s", place->target, ending);
	char *to = xasprintf("%s%s", place->aside, ending);
	const bool done = move_one(from, to);

	free(from);
	free(to);
	return done;
}

static bool take_place(const struct restore_place *place, const char *ending)
{
	char *from = xasprintf("%s%s", place->work, ending);
	char *to = xasprintf("%s%s", place->target, ending);
	bool done = true;

	if (is_there(from))
		done = set_aside(place, ending) && rename(from, to) == 0;
	free(from);
	free(to);
	return done;
}

/* By a link the name is never without a file; not every file system has them.
 */
static bool take_file(const struct restore_place *place)
{
	if (is_there(place->target) && !is_there(place->aside) &&
		link(place->target, place->aside) != 0 &&
		rename(place->target, place->aside) != 0)
		return false;
	return rename(place->work, place->target) == 0;
}

static enum store_result carry_out(const struct restore_place *place)
{
	char *plan = xasprintf("%s.restore", place->target);
	bool done = true;

	if (is_there(place->work)) {
		for (size_t i = 0; done && i < LENGTH(logs); i++)
			done = set_aside(place, logs[i]);
		for (size_t i = 0; done && i < LENGTH(beside); i++)
			done = take_place(place, beside[i]);
		done = done && file_sync_dir(place->target) == FILE_DONE &&
			take_file(place);
	}
	done = done && file_sync_dir(place->target) == FILE_DONE &&
		(unlink(plan) == 0 || errno == ENOENT) &&
		file_sync_dir(place->target) == FILE_DONE;
	free(plan);
	return done ? STORE_OK : STORE_IO;
}

enum store_result restore_put_in_place(const struct restore_place *place)
{
	char *plan = xasprintf("%s.restore", place->target);
	struct buffer text;
	enum file_result written;

	buffer_init(&text, PLAN_MAX);
	/* Only what follows the file's own name, which may be given otherwise
	 * next time. */
	buffer_printf(&text, PLAN_TITLE "%s\n%s\n",
		place->work + strlen(place->target),
		place->aside + strlen(place->target));
	written = file_write_atomic(plan, text.data, text.length, 0600);
	buffer_release(&text);
	free(plan);
	if (written != FILE_DONE)
		return store_result_of_file(written);
	return carry_out(place);
}

static bool read_plan(const char *text, const char *path, char **work,
	char **aside)
{
	const char *first = text + strlen(PLAN_TITLE);
	const char *second;

	if (strncmp(text, PLAN_TITLE, strlen(PLAN_TITLE)) != 0)
		return false;
	second = strchr(first, '\n');
	if (!second || !strchr(second + 1, '\n'))
		return false;
	*work = xasprintf("%s%.*s", path, (int)(second - first), first);
	second++;
	*aside = xasprintf("%s%.*s", path, (int)strcspn(second, "\n"), second);
	return true;
}

enum store_result restore_resume(const char *path)
{
	char *plan = xasprintf("%s.restore", path);
	char *work = NULL, *aside = NULL;
	struct turnstile *turnstile;
	struct buffer text;
	enum store_result result = STORE_OK;

	if (access(plan, F_OK) != 0) {
		free(plan);
		return STORE_OK;
	}
	buffer_init(&text, PLAN_MAX);
	turnstile = turnstile_open(path);
	if (turnstile &&
		turnstile_take(turnstile, "restore", -1, NULL) == LOCK_TAKEN &&
		file_read_all(plan, PLAN_MAX, &text) == FILE_DONE) {
		const bool known =
			read_plan(buffer_str(&text), path, &work, &aside);
		const struct restore_place place = {
			.target = path, .work = work, .aside = aside};

		result = known ? carry_out(&place) : STORE_DAMAGED;
	}
	turnstile_close(turnstile);
	buffer_release(&text);
	free(work);
	free(aside);
	free(plan);
	return result;
}
