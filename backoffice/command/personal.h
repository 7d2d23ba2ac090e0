/*
 * A producer's personal data as somebody gives them: for `producer add`,
 * `producer edit` and `import producers`. What breaks a rule is named by
 * command_problem() under `what`, and never repeated in the message.
 */
#ifndef TITIPAN_COMMAND_PERSONAL_H
#define TITIPAN_COMMAND_PERSONAL_H

#include "backoffice/command/command.h"
#include "schema/store/personal.h"

struct personal_given {
	bool given[PERSONAL_FIELD_COUNT];
	char text[PERSONAL_FIELD_COUNT][PERSONAL_TEXT_SIZE];
};

/* The options --phone, --nik, --bank, --account, --account-holder, for a table
 * of options. */
extern const char *const personal_option_names[PERSONAL_FIELD_COUNT];
#define PERSONAL_OPTIONS \
	{ \
		"phone", OPTION_TEXT, "N", \
			N_("kept sealed; lists show the last four digits") \
		, OPTION_CLEARS, 30, NULL \
	} \
	, \
	{ \
		"nik", OPTION_TEXT, "N", \
			N_("number of the person, 16 digits; kept sealed") \
		, OPTION_CLEARS, 30, NULL \
	} \
	, \
	{ \
		"bank", OPTION_TEXT, "NAME", \
			N_("where the account is; kept sealed") \
		, OPTION_CLEARS, 60, NULL \
	} \
	, \
	{ \
		"account", OPTION_TEXT, "N", \
			N_("bank account for payouts; kept sealed") \
		, OPTION_CLEARS, 40, NULL \
	} \
	, \
	{ \
		"account-holder", OPTION_TEXT, "NAME", \
			N_("in whose name the account is; kept sealed") \
		, OPTION_CLEARS, 120, NULL \
	}

/* Checks a text and takes it; "" takes the datum away. */
void personal_take(struct context *context, const char *what,
	enum personal_field field, const char *text,
	struct personal_given *given);

/* An account of a thing (0: a new one) needs to say at which bank it is. */
void personal_check_account(struct context *context, const char *what,
	int64_t thing, const struct personal_given *given);

/* Leaves only what is not sealed of the thing already; whether anything is. */
bool personal_differs(struct store *store, int64_t thing,
	struct personal_given *given);

/* Adds what is given to a document inside store_begin. */
enum store_result personal_save(struct store *store, struct document *document,
	int64_t thing, const struct personal_given *given);

/* The mask, in the person's language where a person reads it. */
const char *personal_shown(struct context *context, int64_t thing,
	enum personal_field field, char mask[PERSONAL_MASK_SIZE]);

#endif
