/* The papers of a shift: X at any time, Z at its close. */
#ifndef TITIPAN_PAPER_SHIFT_H
#define TITIPAN_PAPER_SHIFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pos/paper/layout.h"

/*
 * The figures of a shift, named as `x` and `close` answer them. Positive
 * amounts that are taken off (discounts, refunds, cash_out, drops, payouts,
 * deposits_out) are shown with a minus.
 *
 *	sales = gross - discounts
 *	sales - refunds + rounding + deposits_in - deposits_out
 *	      + vouchers_sold = sum of the tenders
 */
struct shift_paper_figures {
	struct money gross;
	struct money discounts;
	struct money sales;
	struct money refunds;
	struct money rounding;
	struct money tax;
	struct money deposits_in;
	struct money deposits_out;
	struct money vouchers_sold;

	struct money cash;
	struct money qris; /* confirmed */
	struct money qris_waiting;
	struct money card;
	struct money transfer;
	struct money exchange;
	struct money voucher;
	struct money credit;

	struct money opening_float;
	struct money donations;
	struct money member_payments;
	struct money cash_in;
	struct money cash_out;
	struct money drops;
	struct money payouts;
	struct money expected;

	int64_t receipts;
	int64_t refund_receipts;
	int64_t voids;      /* lines taken off, all of them */
	int64_t late_voids; /* ... after the total had been asked for */
	int64_t cancels;
	int64_t discounts_given; /* by hand */
	int64_t prices_lowered;
	int64_t allowed; /* by a supervisor */
	int64_t drawer_openings;
	int64_t copies;
};

/* How many notes or coins of one kind were counted. */
struct shift_paper_count {
	int64_t denomination; /* rupiah */
	int64_t pieces;
};

/* What was sold less what came back of one kind of goods. */
struct shift_paper_group {
	const char *name; /* as it is to stand there */
	struct money net;
};

struct shift_paper {
	struct paper_mart mart;
	const char *shift; /* its document, `1-52` */
	const char *cashier;
	int64_t opened_ms;
	int64_t at_ms; /* of the X, or the close */
	struct shift_paper_figures figures;
	const struct shift_paper_group *categories; /* none: left out */
	size_t category_count;
	const struct shift_paper_group *taxes; /* shown where PPN is */
	size_t tax_count;

	/* Z only. An X does not tell what should be in the drawer: it is
	 * counted blind. */
	bool is_z;
	int64_t number; /* of the Z, counts the node's closes */
	struct money counted;
	const struct shift_paper_count *counts; /* NULL: counted as one amount */
	size_t count_count;
	struct money perpetual_sales; /* of this node since its first day */
	struct money perpetual_refunds;
	const char *previous; /* the Z before it; NULL: this is the first */
	unsigned char previous_head[LAYOUT_HASH_SIZE];
	const char *first_document;
	const char *last_document;
	unsigned char head[LAYOUT_HASH_SIZE]; /* of the close's document */

	int copy;
};

/* A new paper for the caller to free; nothing of the struct is kept. */
struct paper *shift_paper(const struct shift_paper *shift);

#endif
