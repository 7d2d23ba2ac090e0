/*
 * What closed days and Z reports bear witness to, proved from the facts: that
 * no document joined a day after its node had closed it, and that each node's
 * Z reports are numbered without a gap, each naming the one before it and
 * carrying its perpetual totals on by what was sold and refunded in its shift.
 */
#ifndef TITIPAN_STORE_WITNESS_H
#define TITIPAN_STORE_WITNESS_H

#include "schema/store/document.h"

/* what is an msgid with one %s for the document. */
typedef void witness_finding(void *context, const char *what, int64_t document);

enum store_result witness_check(struct store *store, witness_finding *finding,
	void *context);

#endif
