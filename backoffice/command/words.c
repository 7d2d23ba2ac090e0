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
static const char *const actions[] = {
	[ACTION_SELL] = N_("sell"),
	[ACTION_VOID] = N_("take a line off a sale"),
	[ACTION_CANCEL] = N_("cancel a sale"),
	[ACTION_REFUND] = N_("take goods back with their receipt"),
	[ACTION_REFUND_OTHER_TENDER] =
		N_("give back in cash what was not paid in cash"),
	[ACTION_DISCOUNT_SMALL] = N_("give a discount within the limit"),
	[ACTION_DISCOUNT_OVER_LIMIT] = N_("give a discount over the limit"),
	[ACTION_PRICE_BELOW] = N_("sell under the producer's share"),
	[ACTION_NO_SALE] = N_("open the drawer without a sale"),
	[ACTION_REPRINT] = N_("print a copy"),
	[ACTION_SHIFT] = N_("open and close a shift"),
	[ACTION_CASH_IN_OUT] = N_("put cash into the drawer or take it out"),
	[ACTION_DROP] = N_("bring cash from the drawer to the safe"),
	[ACTION_RECEIVE] = N_("take goods in"),
	[ACTION_RETURN] = N_("give goods back"),
	[ACTION_WASTE] = N_("write goods off"),
	[ACTION_COUNT] = N_("count goods"),
	[ACTION_COUNT_APPROVE] = N_("approve a count"),
	[ACTION_SETTLE_DRAFT] = N_("draw up or cancel settlements"),
	[ACTION_SETTLE_APPROVE] = N_("approve settlements"),
	[ACTION_SETTLE_REVERSE] = N_("reverse settlements"),
	[ACTION_PAYOUT] = N_("pay producers"),
	[ACTION_ADVANCE] = N_("give advances"),
	[ACTION_CASH_MOVE] = N_("move the mart's money"),
	[ACTION_EDIT_ITEM] = N_("change goods and prices"),
	[ACTION_EDIT_PRODUCER] = N_("change producers"),
	[ACTION_EDIT_AGREEMENT] = N_("change agreements"),
	[ACTION_EDIT_MEMBER] = N_("change members"),
	[ACTION_EDIT_USER] = N_("change users"),
	[ACTION_EDIT_SETTING] = N_("change the mart itself"),
	[ACTION_CONFIRM_DATE] = N_("confirm the date"),
	[ACTION_CORRECT_DATE] = N_("correct the date"),
	[ACTION_CLOSE_DAY] = N_("close a day"),
	[ACTION_READ] = N_("read the books"),
	[ACTION_BACKUP] = N_("back up and go back"),
	[ACTION_CHANGE_PIN] = N_("change one's own PIN"),
	[ACTION_REVEAL] = N_("see a person's sealed data"),
	[ACTION_FORGET] = N_("erase a person's data"),
	[ACTION_READ_ASSIGNED] =
		N_("read what concerns the producers assigned"),
};
_Static_assert(sizeof(actions) / sizeof(actions[0]) == ACTION_COUNT_OF,
	"words for each action");

/* Kinds of documents and of rows, which come out of the books as text and
 * reach gettext by command_shown. This is where xgettext finds them. */
__attribute__((unused)) static const char *const kinds[] = {N_("sale"),
	N_("refund"), N_("receive"), N_("return"), N_("waste"),
	N_("opening-stock"), N_("shift-open"), N_("shift-close"),
	N_("day-close"), N_("cash-in"), N_("cash-out"), N_("drop"),
	N_("approval"), N_("settlement-reversal"), N_("payout"),
	N_("payout-reversal"), N_("received"), N_("returned"), N_("opening"),
	N_("float"), N_("damage"), N_("expiry"), N_("shrink"), N_("sample"),
	N_("defect"), N_("theft"), N_("contact"), N_("identity"),
	N_("programme")};

const char *role_words(enum role role)
{
	return _(roles[role]);
}

const char *action_words(enum action action)
{
	assert(actions[action]);
	return _(actions[action]);
}
