/*
 * Carries out what the till decides: the open basket's log first, then the
 * document in one transaction, and only when it is saved the drawer and the
 * paper.
 */
#ifndef TITIPAN_POS_EFFECTS_H
#define TITIPAN_POS_EFFECTS_H

#include "pos/print.h"
#include "pos/till/till.h"
#include "schema/store/store.h"

struct effects;

/* store and printer must outlive it; database is the store's path. */
struct effects *effects_new(struct store *store, const char *database,
	struct printer *printer);
void effects_free(struct effects *effects);

const struct till *effects_till(const struct effects *effects);

/*
 * Gives the event to the till and carries everything out, TILL_SAVED and its
 * effects included. Returns the set of all effects (BEEP, BELL and REDRAW are
 * the caller's to do).
 */
unsigned effects_send(struct effects *effects, const struct till_event *event);

/* What a printer or drawer did wrong in the last effects_send: an msgid, or
 * NULL. The sale is saved all the same. */
const char *effects_trouble(const struct effects *effects);

/* How the database failed in the last effects_send; STORE_OK if not. */
enum store_result effects_failure(const struct effects *effects);

/* A rehearsal's clock moves to this instant. NULL, or why not, an msgid. */
const char *effects_set_clock(struct effects *effects, const char *instant);

/* The answer is out: makes the log of the basket durable. */
void effects_sync(struct effects *effects);

/* Nothing to do: housekeeping of the database. */
void effects_idle(struct effects *effects);

#endif
