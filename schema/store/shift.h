/*
 * Shifts of the till: a cashier opens one with a float, sells in it, counts
 * the drawer and closes it. A shift is its shift-open document; its running
 * figures are one row of the book shift_total.
 */
#ifndef TITIPAN_STORE_SHIFT_H
#define TITIPAN_STORE_SHIFT_H

#include "schema/rules/calendar.h"
#include "schema/rules/money.h"
#include "schema/store/document.h"

/* What X and Z show. Amounts that are taken off are positive. */
struct shift_figures {
	int64_t receipts;
	int64_t refund_receipts;
	struct money gross; /* of sales, before discounts */
	struct money discounts;
	struct money sales; /* gross - discounts */
	struct money refunds;
	struct money rounding;
	struct money tax; /* of sales less refunds */
	struct money cash;
	struct money qris; /* confirmed */
	struct money qris_waiting;
	struct money card;
	struct money transfer;
	struct money exchange; /* zero, as each pair is */
	struct money floated;  /* what the drawer began with */
	struct money cash_in;
	struct money cash_out;
	struct money drops;
	struct money payouts;  /* to producers, from this drawer */
	struct money expected; /* in the drawer */
	int64_t voids;         /* lines taken off */
	int64_t cancels;
	int64_t drawer_openings;
	int64_t copies;
};

struct shift {
	int64_t document; /* shift-open */
	int64_t user;
	int64_t opened_ms;
	bool closed;
	int64_t close; /* the shift-close document, 0 while it is open */
	int64_t closed_ms;
	int64_t number; /* of the Z, 0 while it is open */
	struct shift_figures figures;
	struct money counted;
	/* Since this node's first day, this shift with it; never reset. */
	struct money perpetual_sales;
	struct money perpetual_refunds;
	int64_t previous; /* the Z before it on this node; 0: the first, or of
	                     before they were named */
	unsigned char previous_hash[DOCUMENT_HASH_SIZE];
	int64_t first_document;
	int64_t last_document;
};

/* The open shift of a user on this node. STORE_NOT_FOUND. */
enum store_result shift_open_of(struct store *store, int64_t user,
	int64_t *shift);

/* A shift, open or closed, with its figures as they stand (or stood at the
 * close). STORE_NOT_FOUND. */
enum store_result shift_get(struct store *store, int64_t document,
	struct shift *shift);

/* The shifts opened in a span of days, in their order; stops when each says
 * false. */
typedef bool shift_each(void *context, const struct shift *shift);
enum store_result shift_list(struct store *store, struct days days,
	shift_each *each, void *context);

/* How many of each coin or note were counted at a close. */
struct shift_pieces {
	int64_t denomination;
	int64_t pieces;
};
typedef void shift_each_pieces(void *context,
	const struct shift_pieces *pieces);
enum store_result shift_counts(struct store *store, int64_t close,
	shift_each_pieces *each, void *context);

/* What else an auditor looks for on an X or Z. No book keeps it: it is counted
 * from the shift's documents. */
struct shift_controls {
	int64_t late_voids; /* of the voids: after the total was asked for */
	int64_t discounts;  /* by hand, on a line or a whole basket */
	int64_t prices;     /* lowered by hand */
	int64_t allowed;    /* documents that a supervisor allowed */
};
enum store_result shift_controls(struct store *store, const struct shift *shift,
	struct shift_controls *controls);

/* What was sold less what came back, by what the goods are. */
enum shift_grouping {
	SHIFT_BY_CATEGORY, /* the item's when it was sold; "" for none */
	SHIFT_BY_TAX       /* "ppn", "exempt", "" */
};
struct shift_group {
	const char *name; /* valid in the call */
	struct money net;
	struct money tax;
};
typedef void shift_each_group(void *context, const struct shift_group *group);
enum store_result shift_groups(struct store *store, const struct shift *shift,
	enum shift_grouping grouping, shift_each_group *each, void *context);

enum shift_outcome {
	SHIFT_OK,
	SHIFT_IS_OPEN,  /* this user has an open one on this node */
	SHIFT_NOT_OPEN, /* closed meanwhile */
	SHIFT_TOO_MUCH, /* out of the drawer, or into the safe: more than it
	                   holds; how much that is, nobody is told before the
	                   count, so this refusal is a document */
	SHIFT_FAILED    /* the store: see *failure */
};
const char *shift_message(enum shift_outcome outcome);

/*
 * These add a document inside store_begin. *document gets its id. On
 * SHIFT_FAILED *failure says how the store failed.
 */
enum shift_outcome shift_write_open(struct store *store,
	const struct author *author, struct money opening_float,
	int64_t *document, enum store_result *failure);

enum shift_cash { SHIFT_CASH_IN, SHIFT_CASH_OUT, SHIFT_DROP };
enum shift_outcome shift_write_cash(struct store *store,
	const struct author *author, enum shift_cash kind, struct money amount,
	const char *reason, int64_t *document, enum store_result *failure);

/* A movement of cash as it was written. STORE_NOT_FOUND if the document is no
 * such one (the float of a shift's opening is none). */
#define SHIFT_REASON_SIZE 256
struct shift_movement {
	enum shift_cash kind;
	struct money amount;
	char reason[SHIFT_REASON_SIZE]; /* "" for none */
};
enum store_result shift_movement(struct store *store, int64_t document,
	struct shift_movement *movement);

/* author->shift is the shift that ends. *closed gets it as it then stands
 * (close and number included). pieces may be NULL with count 0. */
enum shift_outcome shift_write_close(struct store *store,
	const struct author *author, struct money counted,
	const struct shift_pieces pieces[], size_t count, struct shift *closed,
	enum store_result *failure);

#endif
