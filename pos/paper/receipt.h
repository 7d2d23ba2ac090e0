/*
 * The paper that a customer takes home: of a sale, of a refund (goods that
 * came back), of an exchange (a refund and a sale, each its own receipt).
 */
#ifndef TITIPAN_PAPER_RECEIPT_H
#define TITIPAN_PAPER_RECEIPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pos/paper/layout.h"

/* A discount of one line, told under it. */
struct receipt_discount {
	const char *label;   /* what it is called; NULL: just a discount */
	struct money amount; /* 0 or more */
};

struct receipt_line {
	const char *name;
	const char *unit;
	struct quantity quantity; /* above 0, on a refund too */
	struct money price;       /* a unit */
	struct money gross;
	const struct receipt_discount *discounts; /* not the basket's */
	size_t discount_count;
};

enum receipt_tender_kind {
	RECEIPT_CASH,
	RECEIPT_QRIS,
	RECEIPT_CARD,
	RECEIPT_TRANSFER,
	RECEIPT_EXCHANGE,
	RECEIPT_TENDER_KINDS
};

struct receipt_tender {
	enum receipt_tender_kind kind;
	struct money amount;   /* cash of a sale: what was handed over */
	const char *reference; /* NULL: none */
};

/*
 * All amounts are positive on a refund too; it says which way they go.
 * total + rounding + change = sum of the tenders (change is 0 on a refund).
 */
struct receipt_paper {
	struct paper_mart mart;
	const char *number; /* `GTN-1-000153`; its Code 128 is the same text */
	int64_t at_ms;
	const char *cashier;
	const char *customer; /* NULL: not said */

	bool refund;
	const char *refund_of;   /* refund: the receipt whose goods come back */
	const char *exchange_of; /* sale: the refund whose due pays it */
	const char *reason;      /* refund: NULL when none was given */

	const struct receipt_line *lines;
	size_t line_count;
	struct money basket_discount; /* the whole basket's, 0 or more */
	struct money total;           /* what the goods cost, exact */
	struct money rounding;        /* cash rounding, of either sign */
	const struct receipt_tender *tenders;
	size_t tender_count;
	struct money change;
	struct money tax; /* PPN inside total; shown with mart.npwp only */

	unsigned char hash[LAYOUT_HASH_SIZE]; /* of the document */
	int copy; /* 0: the first print, n: SALINAN n */
};

/* What a customer calls this way of paying, translated. */
const char *receipt_tender_name(enum receipt_tender_kind kind);

/* A new paper for the caller to free; nothing of the struct is kept. */
struct paper *receipt_paper(const struct receipt_paper *receipt);

#endif
