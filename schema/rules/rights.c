/* Rights: the table, and the few questions that two persons raise. */
#include "schema/rules/rights.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define ARRAY_LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const char *const role_names[] = {
	[ROLE_CASHIER] = "cashier",
	[ROLE_SUPERVISOR] = "supervisor",
	[ROLE_MANAGER] = "manager",
	[ROLE_OWNER] = "owner",
	[ROLE_AUDITOR] = "auditor",
	[ROLE_MENTOR] = "mentor",
};

_Static_assert(ARRAY_LENGTH(role_names) == ROLE_COUNT, "a name for each role");

#define BIT(role) (1U << (role))

/* Those who change things stand one above the other; two only read. */
#define OWNER BIT(ROLE_OWNER)
#define MANAGER (OWNER | BIT(ROLE_MANAGER))
#define SUPERVISOR (MANAGER | BIT(ROLE_SUPERVISOR))
#define CASHIER (SUPERVISOR | BIT(ROLE_CASHIER))
#define AUDITOR BIT(ROLE_AUDITOR)
#define MENTOR BIT(ROLE_MENTOR)
#define ALL (CASHIER | AUDITOR | MENTOR)

static const struct {
	const char *name;
	unsigned roles;
	bool conflicts; /* not for a producer whom one is linked to */
} actions[] = {
	[ACTION_NONE] = {"none", 0, false},
	[ACTION_SELL] = {"sell", CASHIER, false},
	[ACTION_VOID] = {"void", CASHIER, false},
	[ACTION_CANCEL] = {"cancel", CASHIER, false},
	[ACTION_REFUND] = {"refund", CASHIER, false},
	[ACTION_REFUND_OTHER_TENDER] = {"refund-other-tender", SUPERVISOR,
		false},
	[ACTION_DISCOUNT_SMALL] = {"discount-small", CASHIER, false},
	[ACTION_DISCOUNT_OVER_LIMIT] = {"discount-over-limit", SUPERVISOR,
		false},
	[ACTION_PRICE_BELOW] = {"price-below", SUPERVISOR, false},
	[ACTION_NO_SALE] = {"no-sale", CASHIER, false},
	[ACTION_REPRINT] = {"reprint", CASHIER, false},
	[ACTION_SHIFT] = {"shift", CASHIER, false},
	[ACTION_CASH_IN_OUT] = {"cash-in-out", CASHIER, false},
	[ACTION_DROP] = {"drop", CASHIER, false},
	[ACTION_CONFIRM_DATE] = {"confirm-date", CASHIER, false},
	[ACTION_CORRECT_DATE] = {"correct-date", MANAGER, false},
	[ACTION_CLOSE_DAY] = {"close-day", MANAGER, false},
	[ACTION_RECEIVE] = {"receive", MANAGER, true},
	[ACTION_RETURN] = {"return", MANAGER, true},
	[ACTION_WASTE] = {"waste", MANAGER, true},
	[ACTION_COUNT] = {"count", MANAGER, true},
	[ACTION_COUNT_APPROVE] = {"count-approve", MANAGER, true},
	[ACTION_SETTLE_DRAFT] = {"settle-draft", MANAGER, true},
	[ACTION_SETTLE_APPROVE] = {"settle-approve", MANAGER, true},
	[ACTION_SETTLE_REVERSE] = {"settle-reverse", MANAGER, true},
	[ACTION_PAYOUT] = {"payout", MANAGER, true},
	[ACTION_ADVANCE] = {"advance", MANAGER, true},
	[ACTION_CASH_MOVE] = {"cash-move", MANAGER, false},
	[ACTION_EDIT_ITEM] = {"edit-item", MANAGER, true},
	[ACTION_EDIT_PRODUCER] = {"edit-producer", MANAGER, false},
	[ACTION_EDIT_AGREEMENT] = {"edit-agreement", MANAGER, true},
	[ACTION_EDIT_MEMBER] = {"edit-member", MANAGER, false},
	[ACTION_EDIT_USER] = {"edit-user", MANAGER, true},
	[ACTION_EDIT_SETTING] = {"edit-setting", OWNER, false},
	[ACTION_CHANGE_PIN] = {"change-pin", ALL, false},
	[ACTION_REVEAL] = {"reveal", MANAGER, false},
	[ACTION_FORGET] = {"forget", OWNER, false},
	[ACTION_READ] = {"read", SUPERVISOR | AUDITOR, false},
	[ACTION_READ_ASSIGNED] = {"read-assigned",
		SUPERVISOR | AUDITOR | MENTOR, false},
	[ACTION_BACKUP] = {"backup", MANAGER, false},
};

_Static_assert(ARRAY_LENGTH(actions) == ACTION_COUNT_OF,
	"a row for each action");

bool rights_may(enum role role, enum action action)
{
	return (actions[action].roles & BIT(role)) != 0;
}

/* An auditor watches the manager, so the owner appoints him. */
bool rights_may_edit_user(enum role role, enum role other)
{
	if (role == ROLE_OWNER)
		return true;
	return role == ROLE_MANAGER &&
		(other == ROLE_CASHIER || other == ROLE_SUPERVISOR ||
			other == ROLE_MENTOR);
}

enum role rights_lowest(enum action action)
{
	enum role role = ROLE_CASHIER;

	assert(action != ACTION_NONE);
	/* The owner may do all, so this ends. */
	while (!rights_may(role, action))
		role++;
	return role;
}

bool rights_may_borrow(enum role role)
{
	return (CASHIER & BIT(role)) != 0;
}

bool rights_second_person(int64_t first_user, int64_t second_user)
{
	assert(first_user > 0 && second_user > 0);
	return first_user != second_user;
}

bool rights_conflict(enum action action, int64_t linked_producer,
	int64_t producer)
{
	return actions[action].conflicts && linked_producer != 0 &&
		linked_producer == producer;
}

const char *role_name(enum role role)
{
	return role_names[role];
}

const char *action_name(enum action action)
{
	return actions[action].name;
}

bool role_parse(enum role *role, const char *word)
{
	for (size_t i = 0; i < ARRAY_LENGTH(role_names); i++) {
		if (strcmp(role_names[i], word) == 0) {
			*role = (enum role)i;
			return true;
		}
	}
	return false;
}
