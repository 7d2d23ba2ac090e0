/* The slip that goes with money paid to a producer, signed by both. */
#ifndef TITIPAN_PAPER_PAYOUT_H
#define TITIPAN_PAPER_PAYOUT_H

#include "drivers/codec/paper.h"
#include "schema/store/payout.h"

/* On STORE_OK the caller frees *paper. The payout must be stored. */
enum store_result payout_paper(struct store *store, const struct payout *payout,
	struct paper **paper);

#endif
