/*
 * Whether a document's postings add up to zero, reckoned from its rows before
 * they are written; the view `posting` says the same of them when it is read.
 *
 * Most arms of that view come in pairs of one row (what one account gains the
 * other loses), so they cannot fail. What can is a receipt, whose rows must
 * agree with each other:
 *
 *	tenders          = total + rounding
 *	lines' net       = total
 *	lines' discounts = discounts, lines' PPN = tax
 */
#ifndef TITIPAN_STORE_BALANCE_H
#define TITIPAN_STORE_BALANCE_H

#include <stdbool.h>

#include "schema/store/canonical.h"

/* Start with zeros. */
struct balance {
	int64_t tenders;   /* less total and rounding */
	int64_t net;       /* of the lines, less total */
	int64_t discounts; /* likewise */
	int64_t tax;
	bool broken; /* a line that the view cannot post in pairs */
};

/* Adds one row of the document; its amounts are in bounds. */
void balance_add(struct balance *balance, const struct fact_table *table,
	const struct value values[]);

bool balance_holds(const struct balance *balance);

#endif
