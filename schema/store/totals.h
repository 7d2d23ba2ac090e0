/*
 * What must be the same before and after a file is brought to another schema:
 * the documents of every node and the heads of their chains, the stock, the
 * cash, what is owed, what was ever sold and refunded.
 */
#ifndef TITIPAN_STORE_TOTALS_H
#define TITIPAN_STORE_TOTALS_H

#include "schema/store/store.h"

/*
 * STORE_OK when both files have the same totals. STORE_TOTALS_DIFFER, with the
 * total and both figures as the detail of `after`, when they do not. Each file
 * is asked by its own schema's views.
 */
enum store_result totals_compare(struct store *before, struct store *after);

#endif
