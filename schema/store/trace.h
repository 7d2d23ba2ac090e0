/*
 * Walking money and goods to where they came from and where they went.
 *
 *	payout -> settlement -> receipt          what a payment is made of
 *	receipt -> settlement -> payout          where a sale's share went
 *	goods in -> lot -> receipt               what became of a lot
 *
 * A settlement's steps back add up to its payable: what it opened with (a
 * step to the settlement before it) and the share of each sale, refund, loss
 * and correction. What it opened with is in turn the sum of that settlement's
 * steps less the payouts on it; the walk goes on for as long as an opening is
 * not zero.
 */
#ifndef TITIPAN_STORE_TRACE_H
#define TITIPAN_STORE_TRACE_H

#include "schema/store/settlement_lines.h"

struct trace_step {
	const char *from;    /* a document, a receipt's number or a lot */
	const char *to;      /* "" while the accrual is still open */
	int64_t document;    /* what the step is about */
	const char *receipt; /* its number, "" if it is none */
	const char *sku;     /* "" for none */
	bool has_quantity;
	struct quantity quantity;
	bool has_amount;
	struct money amount;
	const char *kind; /* payout, opening, sale, refund, loss, correction,
	                     received, returned, damage, ... */
};
typedef void trace_each(void *context, const struct trace_step *step);

/* STORE_NOT_FOUND if there is no such thing. */
enum store_result trace_payout(struct store *store, int64_t payout,
	trace_each *each, void *context);
enum store_result trace_settlement(struct store *store, int64_t settlement,
	trace_each *each, void *context);
enum store_result trace_receipt(struct store *store, int64_t document,
	trace_each *each, void *context);
enum store_result trace_lot(struct store *store, const char *lot,
	trace_each *each, void *context);

#endif
