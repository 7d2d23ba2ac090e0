/*
 * The till on a terminal: keys in, pictures of the till's state out.
 *
 * The screen holds no sale. It turns keys into events, hands them to the
 * world, and draws what till_view says afterwards. Of its own it has the
 * help, three small menus, and the eye for runs that a scanner typed.
 */
#ifndef TITIPAN_SCREEN_SCREEN_H
#define TITIPAN_SCREEN_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pos/till/till.h"

/* What the screen needs besides the till. */
struct screen_world {
	void *context;
	/* Gives the event to the till and carries its effects out. Returns
	 * their set; BEEP and BELL are the screen's to do. */
	unsigned (*send)(void *context, const struct till_event *event);
	/* What a printer or drawer did wrong in the last send: an msgid, or
	 * NULL. NULL for the whole: nobody tells. */
	const char *(*trouble)(void *context);
	/* What the last keys did is on the screen: the moment to make the
	 * basket's log durable. May be NULL. */
	void (*drawn)(void *context);
	/* The mart's clock, for the head of the screen. */
	int64_t (*now_ms)(void *context);
	int32_t offset_s; /* the mart's zone, seconds east of UTC */
	/* Nobody has typed for a few seconds: housekeeping. May be NULL. */
	void (*idle)(void *context);
};

/*
 * Runs the till on the terminal of standard input and output until somebody
 * ends it (Ctrl-Q on the locked screen) or a signal does; an open basket is
 * left as it is. NULL, and 0; or an msgid that says why there is no screen.
 */
const char *screen_run(const struct till *till,
	const struct screen_world *world);

/* The n-th key of the table of keys, for the manual: its name, and its label
 * and explanation, which may be NULL; all msgids. False past the last. */
bool screen_key_text(size_t n, const char **name, const char **label,
	const char **explanation);

#endif
