/* What somebody was not allowed to do is a document too. */
#ifndef TITIPAN_STORE_REFUSAL_H
#define TITIPAN_STORE_REFUSAL_H

#include "schema/rules/rights.h"
#include "schema/store/document.h"

/* Why: the stable word behind the action in the document. */
enum refusal_cause {
	REFUSAL_ROLE,       /* the role may not */
	REFUSAL_LINKED,     /* he is linked to the producer */
	REFUSAL_SAME_PERSON /* two persons are needed */
};

/* So many of one user are documents on one day; what is refused beyond that is
 * counted in the file, and refused all the same. */
#define REFUSALS_A_DAY 200

/*
 * Records that author was refused an action, by an event `refused` about the
 * subject (0: nothing in particular). A write of its own, so not inside
 * store_begin.
 */
enum store_result refusal_record(struct store *store,
	const struct author *author, enum action action,
	enum refusal_cause cause, int64_t subject);

#endif
