/* One order of the till, as one transaction. */
#ifndef TITIPAN_POS_SAVE_H
#define TITIPAN_POS_SAVE_H

#include "pos/print.h"
#include "pos/till/till.h"
#include "schema/store/store.h"

/*
 * Saves the order, whose goods are in basket, and fills saved either way.
 * Returns how the database failed, STORE_OK also where a rule refused.
 */
enum store_result save_order(struct store *store, struct printer *printer,
	const struct till_order *order, const struct till_basket *basket,
	struct till_saved *saved);

#endif
