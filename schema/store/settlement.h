/*
 * Settlements: what a producer has earned becomes a paper that is approved
 * and paid.
 *
 * A draft copies the accruals that are due into settlement lines; they leave
 * the book of accruals through its delta view, and a cancelled or reversed
 * settlement writes the same lines negated, so that they are open again.
 *
 * A settlement is live until it is cancelled or reversed. The live ones of a
 * producer at one desk form a chain: each opens with what its previous one
 * left unpaid, so only the last of them may be paid or reversed.
 *
 *	ledger payable of a producer
 *	    = payable - paid of the last live settlement + open accruals
 *
 * A settlement stores its cut, the last document of every node that it has
 * seen, and its through day. A sale is behind it when the sale's document is
 * inside the cut, its due day not after through, and no earlier live one holds
 * it by the same test: nothing a sale has to be stored.
 */
#ifndef TITIPAN_STORE_SETTLEMENT_H
#define TITIPAN_STORE_SETTLEMENT_H

#include "schema/rules/calendar.h"
#include "schema/rules/money.h"
#include "schema/rules/quantity.h"
#include "schema/rules/rights.h"
#include "schema/store/document.h"

#define SETTLEMENT_CODE_SIZE 64
#define SETTLEMENT_TERMS_SIZE 32

enum settlement_status {
	SETTLEMENT_DRAFT,
	SETTLEMENT_APPROVED, /* nothing paid yet */
	SETTLEMENT_PART_PAID,
	SETTLEMENT_PAID,   /* all of to_pay */
	SETTLEMENT_CLOSED, /* approved, and nothing is to be paid on it: to_pay
	                         is 0, or a later settlement carries its rest */
	SETTLEMENT_CANCELLED, /* as a draft */
	SETTLEMENT_REVERSED,  /* after its approval */
	SETTLEMENT_STATUS_COUNT
};

/* `draft`, `part-paid`, ...: the stable word. */
const char *settlement_status_name(enum settlement_status status);

/* Why a settlement is not drawn up, approved or ended. */
enum settle_refusal {
	SETTLE_ALLOWED,
	SETTLE_NOTHING,    /* no accrual is due and nothing is carried */
	SETTLE_OPEN_DRAFT, /* the producer's last settlement is a draft */
	SETTLE_CONFLICT,   /* the user is linked to the producer */
	SETTLE_TOO_LARGE,  /* an amount past MONEY_MAX */
	SETTLE_NOT_DRAFT,  /* it was approved or ended before */
	SETTLE_NOT_APPROVED,
	SETTLE_SAME_PERSON, /* who drew it up may not approve it */
	SETTLE_NOT_LAST,    /* a later settlement of the producer carries it */
	SETTLE_PAID,        /* its payouts do not add up to zero */
	SETTLE_OTHER_DESK,  /* another desk of the mart settles it */
	SETTLE_REFUSALS     /* how many there are */
};

/* An msgid for the person. */
const char *settle_refusal_message(enum settle_refusal refusal);

/* One settlement as drawn up, and where it stands now. */
struct settlement {
	int64_t id; /* 0: reckoned, not written */
	int64_t producer;
	char code[SETTLEMENT_CODE_SIZE]; /* the producer's, as it is now */
	struct author author;            /* who drew it up */
	int64_t desk;
	int64_t at_ms;
	int32_t day;
	int32_t through;
	int64_t previous; /* 0: the first */
	struct money opening;
	struct money share; /* sales less refunds, and corrections */
	struct money losses;
	struct money fees;
	struct money withheld;
	struct money advances;
	struct money payable;
	struct money to_pay;
	struct money minimum;
	struct money clawback; /* refunds of sales settled earlier, positive */
	struct money held;     /* shares that were not due yet */
	struct money paid;
	bool last; /* the last live one of its producer at its desk */
	enum settlement_status status;
};

/* Neither cancelled nor reversed. */
bool settlement_is_live(const struct settlement *settlement);

/* STORE_NOT_FOUND if the document is no settlement. */
enum store_result settlement_get(struct store *store, int64_t id,
	struct settlement *settlement);

/* Fills in the producer's code of one that was just reckoned. */
enum store_result settlement_name(struct store *store,
	struct settlement *settlement);

/* Those drawn up in a span of days, in that order; producer 0: of all. */
typedef void settlement_each(void *context,
	const struct settlement *settlement);
enum store_result settlement_list(struct store *store, int64_t producer,
	struct days days, settlement_each *each, void *context);

/* The last live settlement of a producer at this desk, or 0. */
int64_t settlement_last(struct store *store, int64_t producer);

/*
 * What the live chain up to and including a settlement (0: none) has taken.
 * Of its members only those count that reach a later due day than every
 * member after them; in most chains that is the last one alone.
 */
struct settlement_reach {
	struct {
		int64_t settlement;
		int32_t through;
	} * steps; /* through days rise */
	size_t count;
};
enum store_result settlement_reach_load(struct store *store, int64_t id,
	struct settlement_reach *reach);
void settlement_reach_release(struct settlement_reach *reach);

/* Whether it has taken a line of this document that was due that day. */
bool settlement_reach_holds(struct store *store,
	const struct settlement_reach *reach, int64_t document, int32_t due);

/* Every producer, by code, that has accruals at this desk due by `through` or
 * a settlement that may leave a rest. Collected before the first call. */
typedef void settlement_candidate(void *context, int64_t producer,
	const char *code);
enum store_result settlement_candidates(struct store *store, int32_t through,
	settlement_candidate *each, void *context);

/*
 * Reckons what a settlement of this producer would hold now. Exact inside
 * store_begin; outside of it a view of this moment. *refusal tells a rule
 * that forbids it (SETTLE_NOTHING, SETTLE_OPEN_DRAFT, SETTLE_TOO_LARGE).
 */
enum store_result settlement_reckon_now(struct store *store, int64_t producer,
	int32_t through, struct settlement *out, enum settle_refusal *refusal);

/* The same inside store_begin, and begins its document; out->id is its id. */
enum store_result settlement_draft(struct store *store,
	const struct author *author, int64_t producer, int32_t through,
	struct settlement *out, enum settle_refusal *refusal);

/* Whether the author, or who lent his right, is linked to the producer, so
 * that this action is not theirs (rights_conflict). */
bool settlement_conflict(struct store *store, const struct author *author,
	enum action action, int64_t producer);

/*
 * Inside store_begin, each begins its document unless a rule refuses:
 * approve another person's draft; cancel a draft; reverse an approved one that
 * is the producer's last and has nothing paid on it. reason may be NULL.
 * text_hash: of the statement that is approved (settlement_then.h); NULL if
 * none was made.
 */
enum store_result settlement_approve(struct store *store,
	const struct author *author, const struct settlement *settlement,
	const unsigned char *text_hash, enum settle_refusal *refusal);
enum store_result settlement_cancel(struct store *store,
	const struct author *author, const struct settlement *settlement,
	const char *reason, enum settle_refusal *refusal);
enum store_result settlement_reverse(struct store *store,
	const struct author *author, const struct settlement *settlement,
	const char *reason, enum settle_refusal *refusal);

#endif
