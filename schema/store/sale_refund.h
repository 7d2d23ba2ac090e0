/*
 * Refunds: what comes back of a receipt, asked first and then written under
 * the lock against the book of what has come back already.
 */
#ifndef TITIPAN_STORE_SALE_REFUND_H
#define TITIPAN_STORE_SALE_REFUND_H

#include "schema/store/sale.h"

enum refund_fate { REFUND_TO_SHELF, REFUND_DAMAGED, REFUND_DEFECT };

struct refund_return {
	int64_t line; /* of the sale */
	struct quantity quantity;
	enum refund_fate fate;
};

struct refund_plan {
	struct author author;
	const unsigned char *token;
	int64_t sale;
	const struct refund_return *returns;
	size_t return_count;
	struct money due; /* as the buyer was told; else REFUND_CHANGED */
	/* What is given back, positive: due, or more where cash was rounded up
	 * to a coin; the difference is the mart's. */
	const struct sale_tender *tenders;
	size_t tender_count;
	const char *reason;
};

/*
 * Adds the document of a refund inside store_begin. The goods come back to
 * the lots they were sold from, the last taken first; what is damaged or
 * defect leaves again by a stock line of the same document, and where the
 * mart bears that loss the producer is credited at today's price and terms.
 * receipts_before as in struct sale_pair.
 */
enum sale_outcome refund_write(struct store *store,
	const struct refund_plan *plan, int64_t receipts_before,
	struct stock_moves *stock, struct sale_written *written);

/* The receipt as it was paid and what of it is still kept. */
void refund_receipt_of(struct store *store, const struct sale *sale,
	struct refund_receipt *receipt, struct money *kept);

/* A sale's line for refund_part. */
struct refund_line refund_line_of(const struct sale_line *line);

/* Whole pieces only for what is counted. */
bool refund_quantity_fits(const struct sale_line *line,
	struct quantity quantity);

#endif
