/*
 * The open basket: lines as they were scanned, what was taken off by hand,
 * what was voided, how it is being paid; and its text, as the log beside the
 * database and a suspended sale keep it.
 *
 * Amounts are reckoned anew after each change from price, quantity and
 * discounts (schema/rules/basket.h), so the text holds no amount that could
 * contradict them.
 */
#ifndef TITIPAN_TILL_BASKET_H
#define TITIPAN_TILL_BASKET_H

#include "drivers/system/buffer.h"
#include "pos/till/item.h"
#include "schema/rules/basket.h"
#include "schema/rules/rounding.h"

#define TILL_LINES_MAX 400
#define TILL_VOIDS_MAX 400
#define TILL_TENDERS_MAX 16
#define TILL_REASON_SIZE 128
#define TILL_REFERENCE_SIZE 64
#define TILL_RECEIPT_SIZE 64
#define TILL_TOKEN_SIZE 16
#define TILL_BASKET_TEXT_MAX ((size_t)1024 * 1024)

/* What a person took off a line. value: rupiah off, basis points, or the
 * lower price a unit. */
enum till_off_kind {
	TILL_OFF_NONE,
	TILL_OFF_AMOUNT,
	TILL_OFF_PERCENT,
	TILL_OFF_PRICE
};
struct till_off {
	enum till_off_kind kind;
	int64_t value;
	int64_t allowed_by; /* a user, 0: nobody was needed */
	char reason[TILL_REASON_SIZE];
};

/* A line; what follows `off` is reckoned by till_basket_reprice. */
struct till_line {
	struct till_item item;
	struct quantity quantity;
	struct money price; /* as it was scanned */
	struct till_off off;

	struct money gross;
	struct money line_off;   /* by `off`, in rupiah */
	struct money basket_off; /* its part of the basket discount */
	struct money discount;   /* both */
	struct money net;
	struct money tax;
	bool below_share; /* discounted to under what its producer is owed */
};

/* A line that was taken out. */
struct till_void {
	int64_t item;
	struct quantity quantity;
	struct money price;
	struct money net;
	int64_t allowed_by;
	bool after_total; /* the buyer had been told the total */
	char reason[TILL_REASON_SIZE];
};

enum till_tender_kind {
	TILL_BY_CASH,
	TILL_BY_QRIS,
	TILL_BY_CARD,
	TILL_BY_TRANSFER,
	TILL_BY_EXCHANGE,
	TILL_TENDER_KINDS
};
const char *till_tender_name(enum till_tender_kind kind); /* "cash" */
bool till_tender_parse(const char *word, enum till_tender_kind *kind);

struct till_tender {
	enum till_tender_kind kind;
	struct money amount; /* as given, change not taken off; above 0 */
	char reference[TILL_REFERENCE_SIZE]; /* "": none; QRIS: waiting */
	int64_t allowed_by;
};

enum till_fate { TILL_FATE_SHELF, TILL_FATE_DAMAGE, TILL_FATE_DEFECT };
const char *till_fate_name(enum till_fate fate); /* "shelf" */
bool till_fate_parse(const char *word, enum till_fate *fate);

/* What comes back of one line of a receipt. */
struct till_return {
	int64_t line;
	struct quantity quantity;
	enum till_fate fate;
};

/* A refund that is being given, or the refund half of an exchange. */
struct till_return_slip {
	int64_t sale; /* the document; 0: no refund is going on */
	char receipt[TILL_RECEIPT_SIZE];
	bool exchange;
	struct till_return returns[TILL_LINES_MAX];
	size_t count;
	struct money due;       /* what is to be given back, positive */
	struct money cash_left; /* cash that was paid and is not yet back */
	/* by till_tender_kind: how it is given back if nothing else is said */
	struct money split[TILL_TENDER_KINDS];
	/* by till_tender_kind: what was paid so and is not yet back */
	struct money left[TILL_TENDER_KINDS];
	char reason[TILL_REASON_SIZE];
	int64_t allowed_by;
};

struct till_basket {
	unsigned char token[TILL_TOKEN_SIZE];
	bool has_token;   /* drawn with the first change */
	bool attempted;   /* a save was tried: look for the token first */
	bool total_asked; /* paying was begun, and perhaps left again */
	int64_t user;
	struct till_line *lines; /* TILL_LINES_MAX of them */
	size_t line_count;
	struct till_void *voids; /* TILL_VOIDS_MAX of them */
	size_t void_count;
	struct basket_discount discount;
	int64_t discount_allowed_by;
	char discount_reason[TILL_REASON_SIZE];
	char customer[TILL_NAME_SIZE];
	int64_t recalled; /* the suspension it was, 0: none */
	struct till_return_slip slip;
	struct till_tender tenders[TILL_TENDERS_MAX];
	size_t tender_count;
	struct basket_totals totals; /* kept right by basket_reprice */

	/* What basket_text_changes has not written yet. */
	bool head_changed;
	bool tenders_changed;
	size_t lines_from, lines_to; /* [from, to) */
	size_t voids_from;
};

void till_basket_init(struct till_basket *basket);
void till_basket_release(struct till_basket *basket);

/* Forgets everything; the next basket has another token. */
void till_basket_clear(struct till_basket *basket);

/* Makes target, which was initialised, the same. */
void till_basket_copy(struct till_basket *target,
	const struct till_basket *source);

/* Nothing in it: no line, no void, no tender, no refund. */
bool till_basket_is_empty(const struct till_basket *basket);

/* The buyer is told the total: from now on a line is not just taken off. */
void till_basket_ask_total(struct till_basket *basket);

/* Marks the lines [from, to) as changed. */
void till_basket_touch(struct till_basket *basket, size_t from, size_t to);

/*
 * Reckons all amounts anew. On anything but BASKET_OK the amounts are as they
 * were, and the caller undoes its change.
 */
enum basket_outcome till_basket_reprice(struct till_basket *basket,
	struct tax_rate ppn, struct basket_failure *failure);

/* Appends the whole basket as one line of text. */
bool till_basket_write(const struct till_basket *basket, struct buffer *out);

/* Appends what changed since the last call; nothing if nothing did. */
bool till_basket_write_changes(struct till_basket *basket, struct buffer *out);

/*
 * Takes in a text: the whole, or changes upon what is there. False on a text
 * that is none of ours; the basket is then undefined and to be cleared.
 */
bool till_basket_read(struct till_basket *basket, const char *text);

#endif
