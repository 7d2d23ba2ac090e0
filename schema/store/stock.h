/*
 * Goods in and out without a sale: received, given back, lost; who sold them
 * to the mart; and what is on hand.
 */
#ifndef TITIPAN_STORE_STOCK_H
#define TITIPAN_STORE_STOCK_H

#include "schema/rules/calendar.h"
#include "schema/store/agreement.h"
#include "schema/store/sale_stock.h"

#define SUPPLIER_NAME_SIZE 160

/* Those who sell to the mart outright, known by name. */
enum store_result supplier_find(struct store *store, const char *name,
	int64_t *supplier);
enum store_result supplier_write(struct store *store, struct document *document,
	const char *name, int64_t *supplier);
enum store_result supplier_name(struct store *store, int64_t supplier,
	char name[SUPPLIER_NAME_SIZE]);

/* So much of one item, as a person asks for it. */
struct stock_want {
	struct item item;
	struct quantity quantity; /* above 0 */
	bool has_lot;
	char lot[STOCK_LOT_SIZE];
	int32_t expiry; /* received goods: a day, 0 for none */
	bool has_unit_cost;
	struct money unit_cost;
};

/* Why goods cannot be moved so. */
enum stock_outcome {
	STOCK_DONE,
	STOCK_TOO_MUCH,     /* more than is on hand (of the lot) */
	STOCK_NOT_WHOLE,    /* part of an item that is counted in pieces */
	STOCK_NO_TERMS,     /* no agreement applies to these goods */
	STOCK_NO_PRICE,     /* a loss is credited at the price, there is none */
	STOCK_BOTH_PKP,     /* see agreement_both_pkp */
	STOCK_OUT_OF_BOUND, /* an amount past what the books hold */
	STOCK_STORE_FAILED  /* store_detail says how */
};

/* An msgid for the person. */
const char *stock_message(enum stock_outcome outcome);

/* Whether the quantity suits the item's unit. */
enum stock_outcome stock_check_quantity(const struct item *item,
	struct quantity quantity);

/* What a unit of own goods on hand cost on the moving average, half up;
 * STORE_NOT_FOUND if none is on hand. */
enum store_result stock_unit_cost(struct store *store, int64_t item,
	struct money *cost);

/* On hand of an item: of one lot, or of all where lot is NULL. */
enum store_result stock_available(struct store *store, int64_t item,
	const char *lot, struct quantity *available);

/* The head of a slip; 0 and NULL where there is none. */
void stock_write_head(struct document *document, int64_t producer,
	int64_t supplier, const char *reason);

/*
 * A line of goods that came in, as line number `line` of the document. From a
 * producer (supplier 0): nothing is posted. From a supplier: the value
 * hu(unit cost * quantity) goes into stock. Checks that an agreement applies.
 */
enum stock_outcome stock_write_received(struct store *store,
	struct document *document, int64_t line, const struct stock_want *want,
	int64_t supplier);

/* How goods leave. */
struct stock_leave {
	bool lost;             /* else given back */
	enum loss_cause cause; /* if lost */
	int64_t supplier;      /* own goods that are given back; else 0 */
};

/*
 * Lines of goods that leave, first to expire first (also what has expired), or
 * of the lot that is wanted. *line is the next line's number, and moves on. A
 * loss of consigned goods that the mart bears is credited to the producer as
 * an undiscounted sale today would (Dr 5210, Cr 2110); own goods take their
 * moving-average cost with them. moves remembers what this document took
 * before; one item may come again only with another lot.
 */
enum stock_outcome stock_write_leave(struct store *store,
	struct document *document, struct stock_moves *moves,
	const struct stock_want *want, const struct stock_leave *leave,
	int64_t *line);

/* A line of a stored slip, in order. */
struct stock_line {
	struct item item;
	char lot[STOCK_LOT_SIZE];
	int32_t expiry;           /* 0 for none */
	struct quantity quantity; /* as the slip says it: positive */
	char movement[16];        /* received, returned, damage, ... */
	bool has_owner;           /* a loss of consigned goods */
	enum loss_owner owner;
	struct money share; /* credited to the producer */
	struct money cost;  /* own goods; positive */
};
typedef void stock_each_line(void *context, const struct stock_line *line);
enum store_result stock_lines(struct store *store, int64_t document,
	stock_each_line *each, void *context);

/* What is on hand of one lot. */
struct stock_row {
	struct item item;
	char producer[64]; /* code; "" for own goods */
	char lot[STOCK_LOT_SIZE];
	int32_t expiry; /* 0 for none */
	struct quantity on_hand;
};

/* By SKU, expiry and lot; item, producer 0: all. Active items that have
 * nothing on hand come with 0. */
typedef void stock_each(void *context, const struct stock_row *row);
enum store_result stock_show(struct store *store, int64_t item,
	int64_t producer, stock_each *each, void *context);

/* One movement of an item, and how much there was after it. */
struct stock_event {
	int64_t at_ms;
	int64_t document;
	const char *kind;     /* of the document: receive, sale, waste, ... */
	const char *movement; /* received, sold, returned, damage, ... */
	const char *lot;
	struct quantity quantity; /* signed */
	int64_t balance;          /* thousandths */
};
/* Those of a span of days; the balance counts from the first day. */
typedef void stock_each_event(void *context, const struct stock_event *event);
enum store_result stock_history(struct store *store, int64_t item,
	struct days days, stock_each_event *each, void *context);

/* Whether any item of this producer is not at 0 in the books. */
bool stock_has_goods_of(struct store *store, int64_t producer);

#endif
