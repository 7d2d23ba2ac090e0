/*
 * What the till asks of the mart while it runs: reading only. The programs
 * answer from the database, tests from a table. Each call fills what the
 * caller gave and answers at once.
 */
#ifndef TITIPAN_TILL_SHOP_H
#define TITIPAN_TILL_SHOP_H

#include "pos/till/basket.h"
#include "schema/rules/refund.h"
#include "schema/rules/rights.h"

#define TILL_CHOICES_MAX 50
#define TILL_SUSPENDED_MAX 100
#define TILL_DETAIL_SIZE 200

enum till_found {
	TILL_FOUND,
	TILL_FOUND_NOTHING,
	TILL_FOUND_FAILED /* the database failed: see detail */
};

/* The rules of the day. */
struct till_rules {
	struct rounding rounding;
	struct tax_rate ppn;
	int64_t discount_limit_bp; /* what a cashier may give alone */
	bool rehearsal;
	char mart[TILL_NAME_SIZE];
};

struct till_user {
	int64_t id;       /* 0: nobody */
	int64_t revision; /* of what is known of him: it may change */
	enum role role;
	char name[64];
};

enum till_pin {
	TILL_PIN_RIGHT,
	TILL_PIN_WRONG,
	TILL_PIN_LOCKED,
	TILL_PIN_FAILED
};

/* A line of a receipt, with what is left to come back. */
struct till_receipt_line {
	int64_t line;
	char sku[TILL_SKU_SIZE];
	char name[TILL_NAME_SIZE];
	char unit[TILL_UNIT_SIZE];
	bool counted;
	struct quantity sold;
	struct quantity left;
	struct money price;
	struct money net;          /* of the whole line, as it was sold */
	struct refund_line refund; /* for refund_part */
};

/* A sale as a refund sees it. */
struct till_receipt {
	int64_t document; /* the sale */
	char receipt[TILL_RECEIPT_SIZE];
	int32_t day;
	struct till_receipt_line lines[TILL_LINES_MAX];
	size_t count;
	struct refund_receipt paid;
	struct money kept; /* net of what has not come back */
	/* by till_tender_kind: paid and not given back, may be below 0 */
	struct money left[TILL_TENDER_KINDS];
};

enum till_receipt_found {
	TILL_RECEIPT_FOUND,
	TILL_RECEIPT_NONE,
	TILL_RECEIPT_IS_REFUND,
	TILL_RECEIPT_FAILED
};

/* Whether the date is in question (schema/store/day.h tells when). */
enum till_date_question {
	TILL_DATE_FINE,
	TILL_DATE_AHEAD, /* whoever sells may say that it is right */
	TILL_DATE_BACK,  /* ... a manager */
	TILL_DATE_CLOSED /* ... a manager, if anybody */
};
struct till_date {
	enum till_date_question question;
	int32_t today; /* the clock's */
	int32_t last;  /* of the last document, or that is closed */
};

/* X and Z, with the names of the answer. */
struct till_figures {
	int64_t number; /* Z number; 0 on X */
	int64_t receipts;
	int64_t refund_receipts;
	struct money gross, discounts, sales, refunds, rounding, tax;
	struct money cash, qris, qris_waiting, card, transfer;
	struct money floated, cash_in, cash_out, drops, payouts;
	struct money expected, counted, difference;
	bool is_counted;
	int64_t voids, cancels, drawer_openings, copies;
};

struct till_suspended {
	int64_t document;
	int64_t number; /* what recall takes: 1, 2, ... */
	char text[32];  /* the document as NODE-SEQUENCE */
	int64_t at_ms;
	char by[64];
	struct quantity units;
	struct money total;
};

struct till_shop {
	/* Items that a code names: *count in, how many fit; out, how many. */
	enum till_found (*find)(void *context, const char *code,
		struct till_item items[], size_t *count);
	/* By part of a name, best first. */
	enum till_found (*search)(void *context, const char *text,
		struct till_item items[], size_t *count);
	void (*rules)(void *context, struct till_rules *rules);
	/* wait_s: on LOCKED. */
	enum till_pin (*check_pin)(void *context, const char *name,
		const char *pin, struct till_user *user, int64_t *wait_s);
	void (*date)(void *context, struct till_date *date);
	/* The user's open shift, 0 for none. */
	int64_t (*open_shift)(void *context, int64_t user);
	bool (*figures)(void *context, int64_t shift,
		struct till_figures *figures);
	/* A sale by its number as printed. */
	enum till_receipt_found (*receipt)(void *context, const char *number,
		struct till_receipt *receipt);
	/* The document of a receipt of any kind; "": this node's newest. */
	enum till_receipt_found (*paper)(void *context, const char *number,
		int64_t *document);
	/* Waiting suspended sales: *count as for find. */
	enum till_found (*suspended)(void *context,
		struct till_suspended list[], size_t *count);
	/* The text of a waiting one, into out. */
	enum till_found (*suspended_text)(void *context, int64_t document,
		struct buffer *out);
	/* Takes up what an earlier run of this user left open, into basket;
	 * false: nothing. */
	bool (*left_open)(void *context, int64_t user,
		struct till_basket *basket);
	/* How many other open baskets this user has, in other processes. */
	size_t (*baskets_elsewhere)(void *context, int64_t user);
	/* Whether the disk has the room for a new sale; how much it has. */
	bool (*room)(void *context, int64_t *megabytes);
	void (*token)(void *context, unsigned char token[TILL_TOKEN_SIZE]);
	/* Words about the last failure. */
	const char *(*detail)(void *context);
};

#endif
