/*
 * What stands behind a settlement: its lines by item and price, the units that
 * moved, the sales and losses themselves, refunds and payments.
 *
 * Everything here is read off facts inside the settlement's cut, so that the
 * answer for one settlement is the same for ever, whatever comes later.
 */
#ifndef TITIPAN_STORE_SETTLEMENT_LINES_H
#define TITIPAN_STORE_SETTLEMENT_LINES_H

#include "schema/store/item.h"
#include "schema/store/settlement.h"

/* An item as it was called when the settlement was drawn up. */
struct settlement_item {
	int64_t id; /* 0: none (a correction); the texts are then "" */
	char sku[ITEM_SKU_SIZE];
	char name[ITEM_NAME_SIZE];
	char unit[ITEM_UNIT_SIZE];
};

/* The order of statements: by SKU; what belongs to no item comes last. */
int settlement_item_compare(const struct settlement_item *a,
	const struct settlement_item *b);

/* The producer's code, name, owner and village, as they were then; "". */
struct settlement_producer {
	char code[SETTLEMENT_CODE_SIZE];
	char name[ITEM_NAME_SIZE];
	char owner[ITEM_NAME_SIZE];
	char village[ITEM_NAME_SIZE];
};
enum store_result settlement_producer_then(struct store *store,
	const struct settlement *settlement, struct settlement_producer *out);

/* What terms look like in lists: `20`, `17.5`, `cost:12000`; "" for none. */
#define SETTLEMENT_RATE_SIZE 40

/* Lines of one item, price, rate and kind, added up. */
struct settlement_row {
	struct settlement_item item;
	const char *kind; /* sale, refund, loss, found, trueup, correction */
	char rate[SETTLEMENT_RATE_SIZE];
	struct money price;
	struct quantity quantity;
	struct money gross;
	struct money discount_producer;
	struct money tax;
	struct money base;
	struct money commission;
	struct money share;
};

/* Units of one item between the statement before and this one:
 *	opening + received + refunded = sold + returned + damaged + expired
 *	                              + missing + sampled + left
 *	sold + held before = settled + held */
struct settlement_units {
	struct settlement_item item;
	struct quantity opening;
	struct quantity received;
	struct quantity sold;
	struct quantity refunded;
	struct quantity returned;
	struct quantity damaged;
	struct quantity expired;
	struct quantity missing;
	struct quantity sampled;
	struct quantity left;
	struct quantity settled;
	struct quantity held;
	struct quantity held_before;
};

/* Items are in the order of their SKU, sales before refunds before losses.
 * Items of which nothing moved and nothing is left have no units. Each array
 * is the caller's to free. */
enum store_result settlement_rows(struct store *store,
	const struct settlement *settlement, struct settlement_row **rows,
	size_t *count);
enum store_result settlement_units(struct store *store,
	const struct settlement *settlement, struct settlement_units **units,
	size_t *count);

/* One fact behind the lines. */
struct settlement_source {
	int64_t document;
	int64_t line;      /* 0: a correction */
	int64_t number;    /* of the receipt; 0: a loss or a correction */
	int64_t refund_of; /* the sale of a refund, else 0 */
	int64_t at_ms;
	int32_t day;
	int32_t due;
	char reason[ITEM_NAME_SIZE]; /* of a refund */
	struct settlement_row row; /* rate, price, amounts of this one alone */
};
typedef void settlement_source_each(void *context,
	const struct settlement_source *source);

/* Every sale, refund, loss and correction that it took; their sums are the
 * sums of its lines. The cost follows the documents since the statement
 * before it. */
enum store_result settlement_sources(struct store *store,
	const struct settlement *settlement, settlement_source_each *each,
	void *context);

/* Those that it saw and that were not due yet. */
enum store_result settlement_held(struct store *store,
	const struct settlement *settlement, settlement_source_each *each,
	void *context);

/* The refunds among its lines, without a look at the sales. */
enum store_result settlement_refunds(struct store *store,
	const struct settlement *settlement, settlement_source_each *each,
	void *context);

/* What else was credited: losses, surplus and corrections by day (source.due)
 * and item; of a correction refund_of is the settlement that was paid. */
enum store_result settlement_credits(struct store *store,
	const struct settlement *settlement, settlement_source_each *each,
	void *context);

/* Whether the settlement before it had been paid for what this gave back. */
bool settlement_is_clawback(struct store *store,
	const struct settlement_reach *reach,
	const struct settlement_source *refund);

/* Payments on the settlement before it, between the two. */
struct settlement_payment {
	int64_t document;
	int32_t day;
	const char *method;
	struct money amount;
};
typedef void settlement_payment_each(void *context,
	const struct settlement_payment *payment);
enum store_result settlement_payments(struct store *store,
	const struct settlement *settlement, settlement_payment_each *each,
	void *context);

/*
 * The live settlement that took a line of this document, producer and due
 * day: 0 if it is still open.
 */
int64_t settlement_of_line(struct store *store, int64_t producer,
	int64_t document, int32_t due);

/* The live settlement that opens with this one's rest, or 0. */
int64_t settlement_after(struct store *store,
	const struct settlement *settlement);

#endif
