/*
 * Who may do what: one table, role by action.
 *
 * A cashier sells, refunds with the receipt, voids and handles the drawer; a
 * supervisor also allows what passes a limit; a manager also runs goods,
 * producers, agreements and payment; an owner may do all.  An auditor reads
 * all and changes nothing; a mentor reads the producers assigned to him.
 *
 * The table knows roles only.  That a settlement is approved by another person
 * than its draft, and that nobody handles the goods or money of a producer he
 * is linked to, depends on who did what and is asked by the caller
 * (rights_second_person, rights_conflict).
 */
#ifndef TITIPAN_SCHEMA_RULES_RIGHTS_H
#define TITIPAN_SCHEMA_RULES_RIGHTS_H

#include <stdbool.h>
#include <stdint.h>

enum role {
	ROLE_CASHIER,
	ROLE_SUPERVISOR,
	ROLE_MANAGER,
	ROLE_OWNER,
	ROLE_AUDITOR,
	ROLE_MENTOR,
	ROLE_COUNT
};

enum action {
	ACTION_NONE, /* a command that forgot to say: nobody may */
	/* the till */
	ACTION_SELL,   /* scan, tender, suspend, recall, qris confirm */
	ACTION_VOID,   /* take a line off the open basket */
	ACTION_CANCEL, /* abandon a basket */
	ACTION_REFUND, /* with its receipt, as it was paid; exchange too */
	ACTION_REFUND_OTHER_TENDER, /* given back in cash what was not cash */
	ACTION_DISCOUNT_SMALL,      /* by hand, within the mart's limit */
	ACTION_DISCOUNT_OVER_LIMIT,
	ACTION_PRICE_BELOW, /* net less tax under the producer's share */
	ACTION_NO_SALE,     /* open the drawer without a sale */
	ACTION_REPRINT,
	ACTION_SHIFT, /* one's own: open, X, close */
	ACTION_CASH_IN_OUT,
	ACTION_DROP,
	/* the date, when the clock and the file do not agree on it */
	ACTION_CONFIRM_DATE, /* days were left out */
	ACTION_CORRECT_DATE, /* the clock went back */
	ACTION_CLOSE_DAY,
	/* goods */
	ACTION_RECEIVE,
	ACTION_RETURN, /* back to the producer */
	ACTION_WASTE,
	ACTION_COUNT,
	ACTION_COUNT_APPROVE,
	/* money */
	ACTION_SETTLE_DRAFT,
	ACTION_SETTLE_APPROVE,
	ACTION_SETTLE_REVERSE,
	ACTION_PAYOUT,
	ACTION_ADVANCE,
	ACTION_CASH_MOVE, /* safe, bank, expense, what the acquirer paid */
	/* what is known */
	ACTION_EDIT_ITEM, /* and its prices and codes */
	ACTION_EDIT_PRODUCER,
	ACTION_EDIT_AGREEMENT,
	ACTION_EDIT_MEMBER,
	ACTION_EDIT_USER,    /* see rights_may_edit_user */
	ACTION_EDIT_SETTING, /* the mart itself: tax, rounding, limits */
	ACTION_CHANGE_PIN,   /* one's own */
	ACTION_REVEAL,       /* sealed personal data, unmasked or copied out */
	ACTION_FORGET,       /* destroys a person's key for good */
	/* reading */
	ACTION_READ,          /* goods, shifts, reports, settlements */
	ACTION_READ_ASSIGNED, /* the producers assigned to oneself */
	ACTION_BACKUP,
	ACTION_COUNT_OF /* how many actions there are */
};

bool rights_may(enum role role, enum action action);

/* Whether a user of role may add, edit or end a user of role other. */
bool rights_may_edit_user(enum role role, enum role other);

/*
 * The lowest role that may do it (to say "needs a supervisor"), of those that
 * change things; every action but ACTION_NONE has one.
 */
enum role rights_lowest(enum action action);

/*
 * Whether somebody of this role may do it with the PIN of another who may
 * (rights_may): once, and both names are kept. Who only reads may not: an
 * auditor does not become a part of what he audits.
 */
bool rights_may_borrow(enum role role);

/* Two users (keys above 0) who must be different persons. */
bool rights_second_person(int64_t first_user, int64_t second_user);

/*
 * Whether a user linked to linked_producer (0: none) may not do this for this
 * producer: his goods in and out, counts and waste, agreement and prices,
 * settlement, payout and advance are another person's to handle. What the
 * action is on its own (a sale, a report) is no conflict.
 */
bool rights_conflict(enum action action, int64_t linked_producer,
	int64_t producer);

/* Stable words: "cashier", "settle-approve"; for files and --role. */
const char *role_name(enum role role);
const char *action_name(enum action action);

/* Reads a role's word; false: no such role, output untouched. */
bool role_parse(enum role *role, const char *word);

#endif
