/* Roles and rights in the words of a person who is refused one. */
#include <assert.h>

#include "backoffice/command/command_int.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

static const char *const roles[ROLE_COUNT] = {
	[ROLE_CASHIER] = N_("cashier"),
	[ROLE_SUPERVISOR] = N_("supervisor"),
	[ROLE_MANAGER] = N_("manager"),
	[ROLE_OWNER] = N_("owner"),
	[ROLE_AUDITOR] = N_("auditor"),
	[ROLE_MENTOR] = N_("mentor"),
};

/* What follows "may not". */
static const char *const actions[ACTION_COUNT_OF] = {
	[ACTION_SELL] = N_("sell"),
	[ACTION_RECEIVE] = N_("take goods in"),
	[ACTION_RETURN] = N_("give goods back"),
	[ACTION_WASTE] = N_("write goods off"),
	[ACTION_SETTLE_DRAFT] = N_("draw up or cancel settlements"),
	[ACTION_SETTLE_APPROVE] = N_("approve settlements"),
	[ACTION_SETTLE_REVERSE] = N_("reverse settlements"),
	[ACTION_PAYOUT] = N_("pay producers"),
	[ACTION_EDIT_ITEM] = N_("change goods and prices"),
	[ACTION_EDIT_PRODUCER] = N_("change producers"),
	[ACTION_EDIT_AGREEMENT] = N_("change agreements"),
	[ACTION_EDIT_USER] = N_("change users"),
	[ACTION_EDIT_SETTING] = N_("change the mart itself"),
	[ACTION_READ] = N_("read the books"),
	[ACTION_BACKUP] = N_("back up and go back"),
};

/* Kinds of documents and of rows, which come out of the books as text and
 * reach gettext by command_shown. This is where xgettext finds them. */
__attribute__((unused)) static const char *const kinds[] = {N_("sale"),
	N_("refund"), N_("receive"), N_("return"), N_("waste"),
	N_("opening-stock"), N_("shift-open"), N_("shift-close"), N_("cash-in"),
	N_("cash-out"), N_("drop"), N_("approval"), N_("settlement-reversal"),
	N_("payout"), N_("payout-reversal"), N_("received"), N_("returned"),
	N_("opening"), N_("float"), N_("damage"), N_("expiry"), N_("shrink"),
	N_("sample"), N_("defect"), N_("theft")};

const char *role_words(enum role role)
{
	return _(roles[role]);
}

const char *action_words(enum action action)
{
	/* each action that a command asks for has its words */
	assert(actions[action]);
	return _(actions[action]);
}
