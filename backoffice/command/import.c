/* backoffice import: other people's files come in; all or nothing. */
#include "backoffice/import/import.h"

#include "backoffice/command/nouns.h"
#include "drivers/system/text.h"
#include "schema/store/stock.h"

static const char *const zero_price_words[] = {"skip", "none", NULL};
static const char *const own_cost_words[] = {"zero", "skip", NULL};

static const struct option_spec item_options[] = {
	IMPORT_OPTIONS,
	{"zero-price", OPTION_WORD, "skip|none",
		N_("items without a price are left out, or come without one"),
		0, 0, zero_price_words},
	{"own-cost", OPTION_WORD, "zero|skip",
		N_("own goods on hand of unknown cost come in at 0, or their "
		   "stock is left out"),
		0, 0, own_cost_words},
	{"supplier", OPTION_TEXT, "NAME",
		N_("of whom the mart has its own goods on hand"), 0,
		SUPPLIER_NAME_SIZE - 1, NULL},
	OPTION_END,
};

static const struct option_spec other_options[] = {
	IMPORT_OPTIONS,
	OPTION_END,
};

const struct command import_commands[] = {
	{"import items", "FILE.csv", 1, 1,
		N_("add and change items, and take in their opening stock"),
		item_options, NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_ITEM,
		import_items},
	{"import producers", "FILE.csv", 1, 1, N_("add and change producers"),
		other_options, NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_PRODUCER,
		import_producers},
	{"import users", "FILE.csv", 1, 1,
		N_("add and change users; each new one needs a PIN then"),
		other_options, NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_USER,
		import_users},
	COMMAND_END,
};
