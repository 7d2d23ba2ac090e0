/* Personal data as they are given: their rules, and what of them is new. */
#include "backoffice/command/personal.h"

#include <string.h>

#include "backoffice/command/producer.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/nik.h"

const char *const personal_option_names[PERSONAL_FIELD_COUNT] = {
	[PERSONAL_PHONE] = "phone",
	[PERSONAL_NIK] = "nik",
	[PERSONAL_BANK] = "bank",
	[PERSONAL_ACCOUNT] = "account",
	[PERSONAL_ACCOUNT_HOLDER] = "account-holder",
};

static void check_nik(struct context *context, const char *what,
	const char *text)
{
	static const char *const why[] = {
		[NIK_ACCEPTED] = NULL,
		[NIK_NOT_DIGITS] = N_("is no NIK of 16 digits"),
		[NIK_NO_REGION] = N_("is no NIK: it begins with no region"),
		[NIK_NO_DATE] =
			N_("is no NIK: the date of birth in it is none"),
		[NIK_NO_SERIAL] = N_("is no NIK: it ends with 0000"),
	};
	enum nik_refusal refusal = nik_check(text);

	if (refusal != NIK_ACCEPTED)
		command_problem(context, what, "%s", _(why[refusal]));
}

void personal_take(struct context *context, const char *what,
	enum personal_field field, const char *text,
	struct personal_given *given)
{
	char *taken = given->text[field];

	given->given[field] = true;
	snprintf(taken, PERSONAL_TEXT_SIZE, "%s", text);
	if (text[0] == '\0')
		return;
	if (personal_is_mask(text)) {
		command_problem(context, what,
			_("is what a list shows in the place of the datum; "
			  "give all of it, or leave it out"));
		return;
	}
	switch (field) {
	case PERSONAL_PHONE:
		producer_check_phone(context, what, text);
		break;
	case PERSONAL_NIK:
		check_nik(context, what, text);
		break;
	case PERSONAL_ACCOUNT:
		if (!account_number_read(text, taken))
			command_problem(context, what,
				_("is no account number of 6 to 20 digits"));
		break;
	case PERSONAL_BANK:
	case PERSONAL_ACCOUNT_HOLDER:
	case PERSONAL_FIELD_COUNT:
		break;
	}
}

void personal_check_account(struct context *context, const char *what,
	int64_t thing, const struct personal_given *given)
{
	char mask[PERSONAL_MASK_SIZE] = "";
	bool has_bank = given->text[PERSONAL_BANK][0] != '\0';

	if (!given->given[PERSONAL_ACCOUNT] ||
		given->text[PERSONAL_ACCOUNT][0] == '\0')
		return;
	if (!has_bank && !given->given[PERSONAL_BANK] && thing != 0)
		has_bank = personal_mask(context->store, thing, PERSONAL_BANK,
				   mask)[0] != '\0';
	if (!has_bank)
		command_problem(context, what,
			_("needs its bank; give --bank too"));
}

bool personal_differs(struct store *store, int64_t thing,
	struct personal_given *given)
{
	char sealed[PERSONAL_TEXT_SIZE];
	bool any = false;

	for (int f = 0; f < PERSONAL_FIELD_COUNT; f++) {
		enum store_result result;

		if (!given->given[f])
			continue;
		sealed[0] = '\0';
		result = thing == 0 ? STORE_NOT_FOUND
				    : personal_reveal(store, thing,
					      (enum personal_field)f, sealed);
		given->given[f] = result == STORE_OK
			? strcmp(sealed, given->text[f]) != 0
			: given->text[f][0] != '\0';
		any = any || given->given[f];
	}
	explicit_bzero(sealed, sizeof(sealed));
	return any;
}

enum store_result personal_save(struct store *store, struct document *document,
	int64_t thing, const struct personal_given *given)
{
	enum store_result result = STORE_OK;

	for (int f = 0; f < PERSONAL_FIELD_COUNT && result == STORE_OK; f++)
		if (given->given[f])
			result = personal_write(store, document, thing,
				(enum personal_field)f, given->text[f]);
	return result;
}

const char *personal_shown(struct context *context, int64_t thing,
	enum personal_field field, char mask[PERSONAL_MASK_SIZE])
{
	personal_mask(context->store, thing, field, mask);
	if (context->format == OUTPUT_TABLE &&
		strcmp(mask, PERSONAL_ERASED) == 0)
		return _("(erased)");
	return mask;
}
