/*
 * The till as a state machine: an event in, effects out.
 *
 *	loop or script -> till_handle(till, event) -> effects
 *	effects -> database, paper, drawer, screen -> event TILL_SAVED -> ...
 *
 * Events are what a line of a script means (TILL_SCAN, TILL_TENDER, ...), and
 * the keys of a screen (TILL_KEY), which end in the same operations. The till
 * asks the mart by struct till_shop and changes nothing by itself: what is to
 * be saved is the effect TILL_EFFECT_SAVE, and only when TILL_SAVED comes
 * back is anything said, printed or opened.
 *
 * Keys are postfix: text, then a verb that no scanner sends. Digits, letters,
 * Enter and Tab alone look an item up, move between the fields of the login,
 * and nothing else, in every mode: money, quantities, prices, discounts and
 * voids want a verb, dialogs want TILL_KEY_CONFIRM.
 *
 * No screen, database, device or clock in here.
 */
#ifndef TITIPAN_TILL_TILL_H
#define TITIPAN_TILL_TILL_H

#include "pos/till/basket.h"
#include "pos/till/shop.h"

#define TILL_INPUT_SIZE 128
#define TILL_ARGUMENT_SIZE 200
#define TILL_DENOMINATIONS 11

struct till;

/* The shop must outlive the till. */
struct till *till_new(const struct till_shop *shop, void *context);
void till_free(struct till *till);

/* --- events --------------------------------------------------------------- */

/* A key of the screen, already told apart from scans. */
enum till_key {
	TILL_KEY_TEXT, /* event.text: one or more characters as typed */
	TILL_KEY_ENTER,
	TILL_KEY_TAB,
	TILL_KEY_BACKSPACE,
	TILL_KEY_CLEAR, /* empties the input line */
	TILL_KEY_ESCAPE,
	TILL_KEY_UP,
	TILL_KEY_DOWN,
	TILL_KEY_PAGE_UP,
	TILL_KEY_PAGE_DOWN,
	TILL_KEY_HOME,
	TILL_KEY_END,
	/* A run that a scanner typed, event.text: its characters stand at the
	 * end of the input line and are taken off it; then they alone are
	 * looked up. What stood before stays. */
	TILL_KEY_SCANNED,
	/* Verbs. Each acts on the text before it, or asks when there is none. */
	TILL_KEY_CONFIRM,  /* F9 or +: ends a dialog; alone: pay */
	TILL_KEY_MULTIPLY, /* *: text is the quantity of the next item */
	TILL_KEY_SEARCH,
	TILL_KEY_QUANTITY, /* of the selected line */
	TILL_KEY_PRICE,
	TILL_KEY_DISCOUNT, /* of the selected line */
	TILL_KEY_BASKET_DISCOUNT,
	TILL_KEY_VOID,
	TILL_KEY_CASH,
	TILL_KEY_QRIS,
	TILL_KEY_CARD,
	TILL_KEY_TRANSFER,
	TILL_KEY_TENDER_REMOVE, /* the last one taken */
	TILL_KEY_SUSPEND,
	TILL_KEY_RECALL,
	TILL_KEY_CANCEL,
	TILL_KEY_REFUND,
	TILL_KEY_EXCHANGE,
	TILL_KEY_PRICE_CHECK,
	TILL_KEY_CASH_IN,
	TILL_KEY_CASH_OUT,
	TILL_KEY_DROP,
	TILL_KEY_DRAWER,
	TILL_KEY_REPRINT,
	TILL_KEY_X,
	TILL_KEY_CLOSE,
	TILL_KEY_LOGOUT,
	TILL_KEY_COUNT
};

enum till_event_kind {
	TILL_KEY,
	TILL_LOGIN, /* text: user, text2: PIN */
	TILL_LOGOUT,
	TILL_SUPERVISOR, /* text: user, text2: PIN; for the next event only */
	TILL_OPEN,       /* amount: float */
	TILL_SCAN,       /* text: code */
	TILL_TYPE,       /* text: CODE, 3*CODE, 0.237*CODE */
	TILL_LINE_QUANTITY, /* line from 1, quantity */
	TILL_LINE_VOID,     /* line, text: reason or "" */
	TILL_LINE_PRICE,    /* line, amount */
	TILL_LINE_DISCOUNT, /* line, discount, text: reason */
	TILL_DISCOUNT,      /* discount, text: reason */
	TILL_CUSTOMER,      /* text */
	TILL_TENDER,        /* tender, amount, text: reference */
	TILL_TENDER_REMOVE, /* line from 1 */
	TILL_SUSPEND,
	TILL_RECALL,      /* text: number or document */
	TILL_CANCEL,      /* text: reason */
	TILL_REFUND,      /* text: receipt, returns, text2: reason */
	TILL_EXCHANGE,    /* the same */
	TILL_CASH_IN,     /* amount, text: reason */
	TILL_CASH_OUT,    /* amount, text: reason */
	TILL_DROP,        /* amount */
	TILL_DRAWER,      /* text: reason */
	TILL_PRICE_CHECK, /* text: code */
	TILL_REPRINT,     /* text: receipt, "": the last */
	TILL_X,
	TILL_CONFIRM_DATE, /* text: YYYY-MM-DD, which the clock must say */
	TILL_CLOSE,        /* amount, or pieces of each denomination */
	TILL_SAVED         /* what became of TILL_EFFECT_SAVE: saved */
};

/* What came of saving. */
struct till_saved {
	bool ok;
	const char *msgid; /* when not ok: why, with at most one %s */
	char detail[TILL_DETAIL_SIZE]; /* for the %s */
	bool in_doubt; /* it may have been saved: the token will tell */
	bool stale;    /* the user is not what he was at the login */
	bool full;     /* not ok, because the disk is full */
	int64_t document;
	char document_text[32];
	char receipt[TILL_RECEIPT_SIZE];
	char refund_receipt[TILL_RECEIPT_SIZE]; /* exchange: the refund's */
	int64_t refund_document;
	struct money total;    /* of a receipt; below 0 for a refund */
	struct money rounding; /* likewise */
	struct money tax;
	int64_t number; /* suspend: to recall by; close: Z; reprint: copy */
	struct till_figures figures; /* close */
};

struct till_event {
	enum till_event_kind kind;
	enum till_key key;
	const char *text;
	const char *text2;
	int64_t line;
	struct money amount;
	struct quantity quantity;
	struct basket_discount discount;
	enum till_tender_kind tender;
	const struct till_return *returns;
	size_t return_count;   /* 0: all that is left */
	const int64_t *pieces; /* TILL_DENOMINATIONS of them, or NULL */
	const struct till_saved *saved;
};

/* --- effects -------------------------------------------------------------- */

enum till_effect {
	TILL_EFFECT_SAVE = 1,      /* write `order`, then send TILL_SAVED */
	TILL_EFFECT_LOG = 2,       /* append till_basket_write_changes first */
	TILL_EFFECT_LOG_CLEAR = 4, /* the basket is over: empty its log */
	TILL_EFFECT_LOG_LEAVE = 8, /* logged out: give the slot up */
	TILL_EFFECT_PRINT = 16,    /* the paper of `document` */
	TILL_EFFECT_DRAWER = 32,   /* open it */
	TILL_EFFECT_BEEP = 64,     /* an item was taken */
	TILL_EFFECT_BELL = 128,    /* something was refused */
	TILL_EFFECT_REDRAW = 256,
	TILL_EFFECT_FORBIDDEN = 512 /* record `forbidden` */
};

/* What is to be saved. */
enum till_order_kind {
	TILL_ORDER_NONE,
	TILL_ORDER_SALE,     /* the basket */
	TILL_ORDER_REFUND,   /* the basket's slip */
	TILL_ORDER_EXCHANGE, /* both, in one transaction */
	TILL_ORDER_SUSPEND,
	TILL_ORDER_RECALL,
	TILL_ORDER_CANCEL,
	TILL_ORDER_OPEN,
	TILL_ORDER_CLOSE,
	TILL_ORDER_CASH_IN,
	TILL_ORDER_CASH_OUT,
	TILL_ORDER_DROP,
	TILL_ORDER_DRAWER,
	TILL_ORDER_REPRINT,
	TILL_ORDER_DATE, /* today is what the clock says */
	TILL_ORDER_LOGIN,
	TILL_ORDER_LOGOUT
};

struct till_order {
	enum till_order_kind kind;
	int64_t user;
	int64_t revision;   /* of the user when he logged in */
	int64_t supervisor; /* 0: none was needed */
	int64_t shift;      /* 0: none is open */
	struct money amount;
	const char *reason; /* "" for none */
	int64_t document;   /* recall: the suspension; reprint: the receipt */
	int32_t day;        /* date */
	/* sale */
	struct money rounding;
	struct money change;
	bool cash_completed;
	/* exchange */
	struct money exchange; /* the tender of that kind */
	struct money paid_out;
	/* close */
	const int64_t *pieces; /* NULL: only the sum is known */
};

struct till_effects {
	unsigned set; /* of enum till_effect */
	struct till_order order;
	int64_t document;  /* to print */
	int64_t refund;    /* to print before it, 0: none */
	const char *paper; /* receipt, z */
	int64_t copy;      /* 0: the first */
	struct {
		enum action action; /* that was not allowed */
		int64_t user;       /* to whom */
		int64_t shift;
	} forbidden;
};

/* The answer is valid until the next call. */
const struct till_effects *till_handle(struct till *till,
	const struct till_event *event);

/* For TILL_EFFECT_LOG: appends what changed in the basket since the last call;
 * false when it does not fit. */
bool till_take_changes(struct till *till, struct buffer *out);

/* --- what there is to see ------------------------------------------------- */

enum till_mode {
	TILL_LOCKED,   /* user and PIN: two fields, see field */
	TILL_STARTING, /* no shift: the input is the float */
	TILL_SELLING,
	TILL_CHOOSING,    /* one of choices, by arrows and Enter */
	TILL_ASKING,      /* the input answers `prompt` */
	TILL_PAYING,      /* the input is the amount or the reference */
	TILL_RETURNING,   /* which lines of `receipt` come back, how many */
	TILL_GIVING_BACK, /* the slip's due, as slip.split or in cash */
	TILL_RECALLING,   /* one of suspended, by arrows and Enter */
	TILL_COUNTING,    /* the drawer, by denomination */
	TILL_CONFIRMING,  /* `prompt`: CONFIRM or ESCAPE */
	TILL_SHOWING,     /* something to read: Escape, CONFIRM or a scan */
	TILL_PERMITTING   /* a supervisor's user and PIN, ended by CONFIRM */
};

/* What TILL_SHOWING shows. */
enum till_shown {
	TILL_SHOWN_SOLD,
	TILL_SHOWN_PRICE,
	TILL_SHOWN_X,
	TILL_SHOWN_Z,
	TILL_SHOWN_FULL /* the disk is: room_mb */
};

enum till_severity { TILL_QUIET, TILL_INFO, TILL_WARNING, TILL_REFUSAL };

/* A sentence for the person: translate msgid, then put the arguments in. */
struct till_message {
	enum till_severity severity;
	const char *msgid; /* "" for none; at most two %s */
	char first[TILL_ARGUMENT_SIZE];
	char second[TILL_ARGUMENT_SIZE];
};

/* Writes the sentence; translate may be NULL. Returns text. */
char *till_message_text(const struct till_message *message,
	const char *(*translate)(const char *msgid), char *text, size_t size);

/* How the last sale, refund or exchange ended. */
struct till_sold {
	enum till_order_kind kind; /* TILL_ORDER_NONE: none yet */
	char receipt[TILL_RECEIPT_SIZE];
	char refund[TILL_RECEIPT_SIZE];
	char document[32];
	struct money total; /* below 0 for a refund */
	struct money rounding;
	struct money tendered;
	struct money change; /* to hand out */
	struct money tax;
	bool qris_waiting;
};

/* Coins and notes, largest first: 100000 ... 50. */
extern const int64_t till_denominations[TILL_DENOMINATIONS];

struct till_view {
	enum till_mode mode;
	const char *prompt; /* msgid of what is wanted; "" in TILL_SELLING */
	const char *input;  /* the input line; the cursor is at its end */
	bool input_hidden;  /* a PIN: show dots */
	int field;          /* LOCKED, PERMITTING: 0 user, 1 PIN */
	const char *name;   /* LOCKED, PERMITTING: the user typed so far */
	bool has_multiplier;
	struct quantity multiplier; /* of the next item */

	const struct till_basket *basket;
	size_t selected;   /* line of basket; line_count when it is empty */
	struct money paid; /* tenders so far, exchange included */
	struct money wanted_cash;     /* completes it in cash */
	struct money wanted_noncash;  /* or otherwise */
	enum till_tender_kind tender; /* PAYING */

	const struct till_item *choices; /* CHOOSING, and TILL_SHOWN_PRICE */
	size_t choice_count;
	const struct till_suspended *suspended; /* RECALLING */
	size_t suspended_count;
	const struct till_receipt *receipt; /* RETURNING */
	const struct till_return *returns;  /* one for each line of receipt */
	size_t cursor; /* in choices, suspended, receipt or denominations */
	const int64_t *pieces; /* COUNTING: TILL_DENOMINATIONS of them */
	struct money counted;

	enum till_shown shown;
	int64_t room_mb; /* SHOWN_FULL: what the disk has left */
	struct till_sold sold;
	struct till_figures figures; /* X: expected is not to be shown */

	struct till_user user;       /* id 0: nobody is logged in */
	struct till_user supervisor; /* allows the next event; id 0: nobody */
	int64_t shift;               /* 0: none */
	size_t waiting;              /* suspended sales, as last looked */
	struct till_date date;       /* CONFIRMING: if it is in question */
	struct till_rules rules;

	bool refused; /* the last event was */
	struct till_message message;
	/* Of the last event, for the script. */
	size_t line; /* line (from 0) that it touched */
	bool has_line;
	int64_t number;   /* suspend: to recall by; close: Z */
	int64_t document; /* that it saved; 0: none */
	char document_text[32];
};

/* Valid until the next till_handle. */
const struct till_view *till_view(const struct till *till);

#endif
