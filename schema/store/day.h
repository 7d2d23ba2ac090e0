/*
 * The business day: which day a document has when the clock may be wrong, and
 * days that are closed, so that nothing joins them.
 *
 * The sequence orders documents; the clock only stamps them, forward and back,
 * and a step back of more than a minute is itself a document (clock-back).
 * The day is another matter: settlements and reports go by it. So
 *
 *	ahead    the clock's day is more than one after the last document's:
 *	         a person must confirm the date before anything is traded
 *	back     the clock's day is before the last document's, and not just
 *	         about midnight: a manager must say that it is right
 *	closed   the clock's day is one that this node closed: never. Or it
 *	         is before one: only if that was closed after a jump ahead was
 *	         confirmed, which a manager now says was wrong
 *
 * Until then only events (logins, wrong PINs, backups, ...) are written, under
 * the last day that was certain. A rehearsal, whose clock is set at will, is
 * asked nothing; its closed days are closed all the same.
 *
 * What was traded under a wrong day stays as it was written, with the day from
 * which its share is due: after a jump ahead that day lies ahead too, and a
 * settlement through it takes the share before it comes.
 *
 * The first shift opened on a day closes the last day of trade before it; a
 * manager may close more, and also today.
 */
#ifndef TITIPAN_STORE_DAY_H
#define TITIPAN_STORE_DAY_H

#include "schema/store/document.h"

enum day_question { DAY_FINE, DAY_AHEAD, DAY_BACK, DAY_CLOSED };

struct day_state {
	enum day_question question;
	int32_t today;    /* the clock's */
	int32_t last_day; /* of this node's last document; today if none */
	bool any_closed;
	int32_t closed; /* this day and those before it are */
};

/* Whether a commit was refused for the date: a rule, and no failure. */
static inline bool day_is_refusal(enum store_result result)
{
	return result == STORE_CLOCK_AHEAD || result == STORE_CLOCK_BACK ||
		result == STORE_DAY_CLOSED;
}

/* Where this node stands. */
enum store_result day_look(struct store *store, struct day_state *state);

enum day_outcome {
	DAY_OK,
	DAY_NOT_ASKED,     /* there is no question */
	DAY_OTHER,         /* the clock says another day than the person */
	DAY_STAYS_CLOSED,  /* it cannot be opened */
	DAY_TO_COME,       /* a day after today cannot be closed */
	DAY_CLOSED_BEFORE, /* it is closed already */
	DAY_SHIFT_OPEN,    /* today, and a shift of this node is open */
	DAY_FAILED         /* the store: see *failure */
};
const char *day_message(enum day_outcome outcome);

/*
 * Inside store_begin: the author says that today is this day, and the question
 * is answered by a document, clock-confirmed (ahead) or clock-corrected (back,
 * closed). Who may say so is the caller's to know.
 */
enum day_outcome day_write_answer(struct store *store,
	const struct author *author, int32_t day, int64_t *document,
	enum store_result *failure);

/* Inside store_begin: closes this day and all before it. */
enum day_outcome day_write_close(struct store *store,
	const struct author *author, int32_t day, int64_t *document,
	enum store_result *failure);

/* A row of a shift-open document, if it is to close the days before it. */
enum store_result day_close_before(struct store *store,
	struct document *shift_open);

/*
 * For store_commit: whether these documents may have today's day; sets the day
 * that they get, and adds a clock-back if the clock went back. STORE_OK, or
 * STORE_CLOCK_AHEAD, STORE_CLOCK_BACK, STORE_DAY_CLOSED.
 */
enum store_result day_guard(struct store *store);

#endif
