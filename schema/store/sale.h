/*
 * Receipts: a sale is written once, with everything that may change later
 * frozen on its lines, and read back for papers, refunds and the screen.
 *
 * Two moments decide what a line says. At the scan: the price, and with it
 * what the buyer pays. At the commit, under the writer's lock: the receipt's
 * number, the item's name card, whose goods it is, the terms, the tax, the due
 * day, the cost of own goods and the lots. So a basket that stood over
 * midnight, or was put aside for a week, is sold at the prices the buyer was
 * told and by the agreement of the day of the sale; and no total can change
 * between the two, as prices hold their tax.
 */
#ifndef TITIPAN_STORE_SALE_H
#define TITIPAN_STORE_SALE_H

#include "schema/rules/basket.h"
#include "schema/rules/refund.h"
#include "schema/store/document.h"
#include "schema/store/item.h"
#include "schema/store/sale_stock.h"

#define SALE_RECEIPT_SIZE 64

enum sale_tender_kind {
	SALE_CASH,
	SALE_QRIS,
	SALE_CARD,
	SALE_TRANSFER,
	SALE_EXCHANGE,
	SALE_TENDER_KINDS
};

/* The word that a fact stores, and back. */
const char *sale_tender_name(enum sale_tender_kind kind);
bool sale_tender_parse(const char *word, enum sale_tender_kind *kind);

/* The word that a fact stores for a kind of discount. */
const char *sale_discount_name(enum discount_kind kind);
bool sale_discount_parse(const char *word, enum discount_kind *kind);

struct sale_discount {
	enum discount_kind kind;
	struct money amount;
	int producer_percent; /* by hand always 0 */
	int64_t allowed_by;   /* 0: nobody was needed */
	char *reason;         /* NULL: none */
};

struct sale_tender {
	enum sale_tender_kind kind;
	struct money amount; /* kept by the mart; given back, on a refund */
	bool has_given;
	struct money given; /* cash of a sale: what was handed over */
	char *reference;    /* NULL: none; of QRIS: it is waiting */
};

/* --- writing a sale -------------------------------------------------------- */

/* A line as it stood in the basket. */
struct sale_want {
	int64_t item;
	struct quantity quantity;
	struct money price;
	struct money off;  /* line discount by hand, 0: none */
	bool off_is_price; /* said as a lower price a unit */
	int64_t off_allowed_by;
	const char *off_reason; /* NULL: none */
};

/* A line that was taken out of the basket. */
struct sale_void {
	int64_t item;
	struct quantity quantity;
	struct money price;
	struct money net;
	int64_t allowed_by;
	bool after_total; /* the buyer had been told the total */
	const char *reason;
};

/* Nothing is kept of what it points to. */
struct sale_plan {
	struct author author;
	const unsigned char *token; /* DOCUMENT_TOKEN_SIZE, or NULL */
	const struct sale_want *lines;
	size_t line_count;
	struct basket_discount discount;
	int64_t discount_allowed_by;
	const char *discount_reason;
	const struct sale_void *voids;
	size_t void_count;
	const struct sale_tender *tenders; /* positive */
	size_t tender_count;
	struct money rounding;
	bool cash_completed;
	int64_t recalled; /* the suspension it was, 0: none */
	const char *customer;
};

enum sale_outcome {
	SALE_OK,
	SALE_SHIFT_CLOSED,
	SALE_NO_AGREEMENT, /* a line's item is consigned, nothing is agreed */
	SALE_NOT_RECALLED, /* the suspended sale was taken up elsewhere */
	SALE_AMOUNTS,      /* the amounts are out of bounds */
	REFUND_NO_RECEIPT, /* no such sale */
	REFUND_OF_A_REFUND,
	REFUND_NO_LINE,      /* the receipt has no such line */
	REFUND_LINE_PART,    /* a part of a piece */
	REFUND_LINE_REFUSED, /* see part: too much, too small, ... */
	REFUND_NOTHING_LEFT,
	REFUND_CHANGED, /* another till refunded meanwhile: ask again */
	SALE_FAILED     /* the store: see failure */
};

/* An msgid. */
const char *sale_message(enum sale_outcome outcome);

struct sale_written {
	int64_t document;
	int64_t number;
	char receipt[SALE_RECEIPT_SIZE];
	struct basket_totals totals; /* a refund's are positive here */
	struct money rounding;       /* as stored */
	enum store_result failure;   /* of SALE_FAILED */
	enum refund_outcome part;    /* of REFUND_LINE_REFUSED */
};

/*
 * Adds the document of a sale inside store_begin. tenders and rounding must
 * fit the plan's prices (asserted). On anything but SALE_OK the caller rolls
 * back. stock holds what earlier documents of this write have moved.
 */
enum sale_outcome sale_write(struct store *store, const struct sale_plan *plan,
	struct stock_moves *stock, struct sale_written *written);

/* Within one write: the refund that pays this sale, 0 for none; and how many
 * receipts this write has begun before. */
struct sale_pair {
	int64_t refund;
	int64_t receipts_before;
};
enum sale_outcome sale_write_paired(struct store *store,
	const struct sale_plan *plan, const struct sale_pair *pair,
	struct stock_moves *stock, struct sale_written *written);

/* Rows that a sale and a cancellation share. */
void sale_write_voids(struct document *document, const struct sale_void voids[],
	size_t count);

/* --- reading --------------------------------------------------------------- */

/* Amounts as stored: negative on a refund. */
struct sale_line {
	int64_t line;
	int64_t item;
	int64_t revision;
	char sku[ITEM_SKU_SIZE]; /* by the name card of the sale */
	char name[ITEM_NAME_SIZE];
	char unit[ITEM_UNIT_SIZE];
	struct quantity quantity;
	struct money price;
	struct line_amounts amounts;
	struct money net;
	bool taxed;
	bool exempt;
	int64_t producer; /* 0: the mart's own */
	int64_t agreement;
	struct terms terms;
	int32_t due;
	bool has_cost;
	struct money cost;
	int64_t refund_line;
	struct sale_discount *discounts;
	size_t discount_count;

	/* What came back of it (of a sale's line), positive. */
	struct quantity taken_quantity;
	struct line_amounts taken;
	struct money taken_cost;
};

struct sale {
	int64_t document;
	int64_t number;
	char receipt[SALE_RECEIPT_SIZE];
	struct document_header header; /* its kind is not to be used */
	struct money total;
	struct money rounding;
	struct money tax;
	bool cash_completed;
	int64_t refund_of; /* 0: a sale */
	char refund_of_receipt[SALE_RECEIPT_SIZE];
	int64_t exchange; /* the refund that paid it, 0: none */
	char exchange_receipt[SALE_RECEIPT_SIZE];
	int64_t recalled;
	char *customer; /* NULL: not said */
	char *reason;
	struct sale_line *lines;
	size_t line_count;
	struct sale_tender *tenders;
	size_t tender_count;
	struct money returned_tenders[SALE_TENDER_KINDS]; /* given back since */
};

/* A receipt as a whole. The caller frees *sale. */
enum store_result sale_read(struct store *store, int64_t document,
	struct sale **sale);
void sale_free(struct sale *sale); /* NULL is allowed */

/* By the number as printed, `GTN-1-000153`, in any case of letters. */
enum store_result sale_find(struct store *store, const char *receipt,
	int64_t *document);

/* The number of a document's receipt; "" if it is none. Returns text. */
char *sale_receipt(struct store *store, int64_t document,
	char text[SALE_RECEIPT_SIZE]);

/* The same from node and number. */
char *sale_receipt_text(struct store *store, int64_t node, int64_t number,
	char text[SALE_RECEIPT_SIZE]);

/* This node's newest receipt (sale or refund). */
enum store_result sale_last(struct store *store, int64_t *document);

/* Receipts of this node, newest first, that are older than document `before`
 * (0: from the newest on), at most limit. */
struct sale_brief {
	int64_t document;
	char receipt[SALE_RECEIPT_SIZE];
	int64_t at_ms;
	struct money total;
	bool refund;
};
typedef bool sale_each(void *context, const struct sale_brief *brief);
enum store_result sale_list(struct store *store, int64_t before, size_t limit,
	sale_each *each, void *context);

/* The cash rounding in force on a day. */
struct rounding sale_rounding(struct store *store, int32_t day);

#endif
