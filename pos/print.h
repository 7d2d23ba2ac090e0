/*
 * The way of a document's paper to a printer. Nothing that a printer
 * does or does not do stops a sale: a job is queued with its document, and
 * what cannot be sent stays in the queue's state.
 */
#ifndef TITIPAN_POS_PRINT_H
#define TITIPAN_POS_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "schema/store/store.h"

struct printer;

/*
 * address: where paper goes (transport.h), NULL for nowhere. profile: the name
 * of an ESC/POS profile, `text` for plain text, or NULL: text for a path that
 * ends in .txt, else the plainest ESC/POS. NULL when there is no such profile.
 */
struct printer *printer_new(struct store *store, const char *address,
	const char *profile);
void printer_free(struct printer *printer); /* NULL is allowed */

/* Whether paper goes anywhere. */
bool printer_is_there(const struct printer *printer);

/* Inside store_begin: queues the paper of a document that is being written. */
enum store_result printer_queue(struct printer *printer, int64_t document,
	const char *paper, int64_t copy);

/* Prints a queued paper and opens the drawer with it. False, and *why an
 * msgid, when it is not known to be on paper. Takes the writer's lock. */
bool printer_print(struct printer *printer, int64_t document, const char *paper,
	int64_t copy, bool drawer, const char **why);

/* Opens the drawer alone. */
bool printer_open_drawer(struct printer *printer, const char **why);

#endif
