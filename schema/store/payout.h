/*
 * Payouts: money paid to a producer against one settlement, in parts if need
 * be, and money that came back.
 *
 * A payout is paid on the last live settlement of a producer, once it is
 * approved, and on all of a settlement never more than its to_pay. When money
 * comes back after a later settlement has carried the rest, the reversal is
 * late: it does not change what the old paper says was paid, but is an accrual
 * of the kind `correction` that the next settlement takes.
 */
#ifndef TITIPAN_STORE_PAYOUT_H
#define TITIPAN_STORE_PAYOUT_H

#include "schema/rules/calendar.h"
#include "schema/store/settlement.h"

/* Longer references and reasons than the commands take are cut. */
#define PAYOUT_TEXT_SIZE 256

/* Where the money comes from, or goes back to. */
enum payout_source {
	PAYOUT_DRAWER, /* of an open shift; stands in its Z */
	PAYOUT_SAFE,
	PAYOUT_BANK,
	PAYOUT_SOURCES
};

/* `drawer`, `safe`, `bank`. */
const char *payout_source_name(enum payout_source source);

enum payout_status {
	PAYOUT_PAID,
	PAYOUT_REVERSED, /* it came back */
	PAYOUT_REVERSAL  /* it is the coming back of another one */
};

/* `paid`, `reversed`, `reversal`. */
const char *payout_status_name(enum payout_status status);

enum payout_refusal {
	PAYOUT_ALLOWED,
	PAYOUT_NOT_APPROVED,
	PAYOUT_NOT_LAST,     /* a later settlement carries the rest */
	PAYOUT_NOTHING_DUE,  /* to_pay is 0, or all of it is paid */
	PAYOUT_NOT_POSITIVE, /* an amount of 0 or less */
	PAYOUT_TOO_MUCH,     /* more than to_pay less paid */
	PAYOUT_CONFLICT,     /* the user is linked to the producer */
	PAYOUT_OTHER_DESK,
	PAYOUT_NO_SHIFT,    /* the drawer, and no shift is open on this node */
	PAYOUT_MANY_SHIFTS, /* several are open: say which */
	PAYOUT_NOT_A_SHIFT, /* the shift named is not open on this node */
	PAYOUT_IS_REVERSAL, /* a reversal is not reversed */
	PAYOUT_CAME_BACK,   /* it was reversed before */
	PAYOUT_REFUSALS
};

/* An msgid for the person. */
const char *payout_refusal_message(enum payout_refusal refusal);

struct payout {
	int64_t id;
	int64_t settlement;
	int64_t producer;
	char code[SETTLEMENT_CODE_SIZE]; /* the producer's, as it is now */
	bool transfer;                   /* else cash */
	enum payout_source source;
	struct money amount;              /* negative: it came back */
	char reference[PAYOUT_TEXT_SIZE]; /* "" for none */
	char reason[PAYOUT_TEXT_SIZE];
	int64_t reverses; /* 0: none */
	int64_t shift;    /* of the drawer, else 0 */
	int64_t at_ms;
	int32_t day;
	bool late;
	enum payout_status status;
};

enum store_result payout_get(struct store *store, int64_t id,
	struct payout *payout);

/* Those of a span of days in the order in which they were paid; settlement 0:
 * on all. */
typedef void payout_each(void *context, const struct payout *payout);
enum store_result payout_list(struct store *store, int64_t settlement,
	struct days days, payout_each *each, void *context);

/* How much may still be paid on it, 0 or more. */
struct money payout_left(const struct settlement *settlement);

struct payout_plan {
	struct author author; /* its shift is set here */
	bool transfer;
	enum payout_source source;
	bool has_amount; /* else all that is left */
	struct money amount;
	const char *reference; /* NULL: none */
	int64_t shift; /* the drawer of this open shift; 0: of the only one */
};

/* Inside store_begin: begins the document unless a rule refuses. *out tells
 * what is paid. */
enum store_result payout_pay(struct store *store,
	const struct settlement *settlement, const struct payout_plan *plan,
	struct payout *out, enum payout_refusal *refusal);

/*
 * The same for money that came back, to where it came from or to plan->source
 * if has_source. out->late tells that a later settlement takes it.
 */
struct payout_return {
	struct author author;
	bool has_source;
	enum payout_source source;
	const char *reason; /* NULL: none */
	int64_t shift;
};
enum store_result payout_reverse(struct store *store,
	const struct payout *payout, const struct payout_return *plan,
	struct payout *out, enum payout_refusal *refusal);

#endif
