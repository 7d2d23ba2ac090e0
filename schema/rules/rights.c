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

static const struct {
	const char *name;
	unsigned roles;
} actions[] = {
	[ACTION_SELL] = {"sell", CASHIER},
	[ACTION_VOID] = {"void", CASHIER},
	[ACTION_CANCEL] = {"cancel", CASHIER},
	[ACTION_REFUND] = {"refund", CASHIER},
	[ACTION_REFUND_OTHER_TENDER] = {"refund-other-tender", SUPERVISOR},
	[ACTION_DISCOUNT_SMALL] = {"discount-small", CASHIER},
	[ACTION_DISCOUNT_OVER_LIMIT] = {"discount-over-limit", SUPERVISOR},
	[ACTION_PRICE_BELOW] = {"price-below", SUPERVISOR},
	[ACTION_NO_SALE] = {"no-sale", CASHIER},
	[ACTION_REPRINT] = {"reprint", CASHIER},
	[ACTION_SHIFT] = {"shift", CASHIER},
	[ACTION_CASH_IN_OUT] = {"cash-in-out", CASHIER},
	[ACTION_DROP] = {"drop", CASHIER},
	[ACTION_RECEIVE] = {"receive", MANAGER},
	[ACTION_RETURN] = {"return", MANAGER},
	[ACTION_WASTE] = {"waste", MANAGER},
	[ACTION_COUNT] = {"count", MANAGER},
	[ACTION_COUNT_APPROVE] = {"count-approve", MANAGER},
	[ACTION_SETTLE_DRAFT] = {"settle-draft", MANAGER},
	[ACTION_SETTLE_APPROVE] = {"settle-approve", MANAGER},
	[ACTION_SETTLE_REVERSE] = {"settle-reverse", MANAGER},
	[ACTION_PAYOUT] = {"payout", MANAGER},
	[ACTION_ADVANCE] = {"advance", MANAGER},
	[ACTION_CASH_MOVE] = {"cash-move", MANAGER},
	[ACTION_EDIT_ITEM] = {"edit-item", MANAGER},
	[ACTION_EDIT_PRODUCER] = {"edit-producer", MANAGER},
	[ACTION_EDIT_AGREEMENT] = {"edit-agreement", MANAGER},
	[ACTION_EDIT_MEMBER] = {"edit-member", MANAGER},
	[ACTION_EDIT_USER] = {"edit-user", MANAGER},
	[ACTION_EDIT_SETTING] = {"edit-setting", OWNER},
	[ACTION_REVEAL] = {"reveal", MANAGER},
	[ACTION_READ] = {"read", SUPERVISOR | AUDITOR},
	[ACTION_READ_ASSIGNED] = {"read-assigned",
		SUPERVISOR | AUDITOR | MENTOR},
	[ACTION_BACKUP] = {"backup", MANAGER},
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

	/* The owner may do all, so this ends. */
	while (!rights_may(role, action))
		role++;
	return role;
}

bool rights_second_person(int64_t first_user, int64_t second_user)
{
	assert(first_user > 0 && second_user > 0);
	return first_user != second_user;
}

bool rights_conflict(int64_t linked_producer, int64_t producer)
{
	return linked_producer != 0 && linked_producer == producer;
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
