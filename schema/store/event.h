/* What happens at a till beside sales: a login, a logout, the drawer opened
 * without a sale, a copy of a paper. Each is a document. */
#ifndef TITIPAN_STORE_EVENT_H
#define TITIPAN_STORE_EVENT_H

#include "schema/store/document.h"

/* Add a document inside store_begin and return its id. */
int64_t event_write_login(struct store *store, const struct author *author);
int64_t event_write_logout(struct store *store, const struct author *author);
int64_t event_write_drawer(struct store *store, const struct author *author,
	const char *reason);

/* *copy gets which copy it is: 1 for the first after the original. */
int64_t event_write_reprint(struct store *store, const struct author *author,
	int64_t document, int64_t *copy);

/* How often a document's paper was copied. */
int64_t event_copies(struct store *store, int64_t document);

#endif
