/* The inside of the till, for the files of this folder only. */
#ifndef TITIPAN_TILL_TILL_INT_H
#define TITIPAN_TILL_TILL_INT_H

#include "drivers/system/text.h"
#include "pos/till/till.h"

/* What a dialogue asks for before an operation can run. */
enum till_ask {
	ASK_NOTHING,
	ASK_QUANTITY,
	ASK_PRICE,
	ASK_DISCOUNT,
	ASK_BASKET_DISCOUNT,
	ASK_VOID_REASON,
	ASK_CANCEL_REASON,
	ASK_SEARCH,
	ASK_WEIGHT,
	ASK_REFUND,
	ASK_EXCHANGE,
	ASK_PRICE_CHECK,
	ASK_CASH_IN,
	ASK_CASH_IN_REASON,
	ASK_CASH_OUT,
	ASK_CASH_OUT_REASON,
	ASK_DROP,
	ASK_DRAWER_REASON,
	ASK_REPRINT,
	ASK_DATE,
	ASK_COUNT_OF
};

/* An event with texts of its own, to be tried again with a permission. */
struct till_retry {
	struct till_event event;
	char text[TILL_INPUT_SIZE];
	char text2[TILL_INPUT_SIZE];
	struct till_return returns[TILL_LINES_MAX];
	int64_t pieces[TILL_DENOMINATIONS];
	enum till_mode back; /* the mode in which it was refused */
};

struct till {
	const struct till_shop *shop;
	void *context;
	struct till_view view;
	struct till_effects effects;
	struct till_order pending; /* waits for TILL_SAVED */
	struct till_basket basket;
	struct till_basket before; /* to undo a change that was refused */
	struct till_user allow;    /* who allows the event at hand */
	bool wants_permission;     /* it was refused for want of one */

	struct till_item choices[TILL_CHOICES_MAX];
	size_t choice_count;
	struct quantity choice_quantity; /* for the one that is chosen */
	bool has_choice_quantity;
	struct till_item weighed; /* that ASK_WEIGHT is about */
	struct till_suspended suspended[TILL_SUSPENDED_MAX];
	struct till_receipt *receipt;
	struct till_return returns[TILL_LINES_MAX];
	int64_t pieces[TILL_DENOMINATIONS];
	char reason[TILL_REASON_SIZE]; /* of the order at hand */
	bool took_last;    /* the last tender is not in the basket for good */
	bool refund_found; /* the refund was asked for before this login */

	/* the dialogues (keys.c) */
	char input[TILL_INPUT_SIZE];
	char name[64];
	enum till_ask ask;
	bool by_key;               /* the event at hand came from a key */
	bool exchange;             /* what RETURNING is for */
	struct money asked_amount; /* a first answer, while a second is asked */
	struct till_retry retry;
};

/* An operation: true when it was done or is to be saved. */
typedef bool till_operation(struct till *till, const struct till_event *event);

/* --- saying (till.c) ------------------------------------------------------- */

/* Says why not, and returns false. */
void till_say_no(struct till *till, const char *msgid, const char *first);
void till_say_no_money(struct till *till, const char *msgid,
	struct money first);

static inline bool till_refuse_text(struct till *till, const char *msgid,
	const char *first)
{
	till_say_no(till, msgid, first);
	return false;
}

static inline bool till_refuse(struct till *till, const char *msgid)
{
	return till_refuse_text(till, msgid, "");
}

static inline bool till_refuse_money(struct till *till, const char *msgid,
	struct money first)
{
	till_say_no_money(till, msgid, first);
	return false;
}

void till_say(struct till *till, enum till_severity severity, const char *msgid,
	const char *first, const char *second);
void till_say_money(struct till *till, enum till_severity severity,
	const char *msgid, struct money first);

/* Whether the user, or who allows this event, may do it; *by is 0 or the one
 * who allows it. Refuses otherwise. */
bool till_may(struct till *till, enum action action, int64_t *by);

/* Has it recorded that this user may not do this. */
void till_forbid(struct till *till, enum action action, int64_t user);

/* Sets the order that is to be saved, and the effect. */
struct till_order *till_save(struct till *till, enum till_order_kind kind);

/* Where the till goes when nothing is asked. */
void till_go_home(struct till *till);

/* The basket changed: what is wanted, the log. */
void till_changed(struct till *till);

/* Shows what a full disk means and what to do. */
void till_show_full(struct till *till);

/* Draws a token if the basket has none, and notes whose it is. */
void till_begin_basket(struct till *till);

bool till_needs_shift(struct till *till);

/* --- operations ------------------------------------------------------------ */

/* sell.c */
till_operation till_scan, till_type, till_line_quantity, till_line_void,
	till_line_price, till_line_discount, till_discount, till_customer,
	till_price_check;
bool till_add_item(struct till *till, const struct till_item *item,
	const struct quantity *times);
/* Whether it is sold by weight, so that one of it means nothing. */
bool till_is_weighed(const struct till_item *item);
bool till_look_up(struct till *till, const char *code,
	const struct quantity *times);
bool till_reckon(struct till *till);

/* Asks for a paper: `receipt`, `x`, `z`, `suspend`, `cash`. */
void till_print(struct till *till, int64_t document, const char *paper,
	int64_t copy);

/* pay.c */
till_operation till_tender, till_tender_remove;
void till_want(struct till *till);
void till_sold(struct till *till, const struct till_order *order,
	const struct till_saved *saved);
void till_not_sold(struct till *till);
void till_take(struct till *till, const struct till_event *event,
	int64_t allowed_by);

/* give.c: the tenders of a refund */
bool till_give_back(struct till *till, const struct till_event *event);

/* refund.c */
till_operation till_refund, till_exchange;
bool till_find_receipt(struct till *till, const char *number);

/* hold.c */
till_operation till_suspend, till_recall, till_cancel, till_reprint;
void till_look_at_suspended(struct till *till);

/* drawer.c */
till_operation till_login, till_logout, till_supervisor, till_open,
	till_cash_in, till_cash_out, till_drop, till_drawer, till_x, till_close;
void till_logged_in(struct till *till);

/* date.c */
till_operation till_confirm_date;

/* Asks whether the date is right, if that is a question. True if it is. */
bool till_ask_date(struct till *till);

/* keys.c */
void till_key(struct till *till, const struct till_event *event);
void till_keys_saved(struct till *till, enum till_order_kind kind,
	const struct till_saved *saved);

/* Sends an operation of the dialogues through the dispatcher. */
bool till_do(struct till *till, const struct till_event *event);

#endif
