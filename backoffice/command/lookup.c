/* Codes, goods and things by name, with the words that refuse them. */
#include "backoffice/command/lookup.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

const char *const yes_no_words[] = {"yes", "no", NULL};

bool check_code(struct context *context, const char *what, const char *text)
{
	bool right = text[0] != '-' && text[0] != '\0';

	for (const char *c = text; *c; c++) {
		if (*c <= ' ' || *c > '~' || strchr("=*", *c))
			right = false;
	}
	if (!right)
		command_problem(context, what,
			_("“%s” cannot be typed as a code: letters and digits "
			  "without blanks, = or *"),
			text);
	return right;
}

bool check_one_word(struct context *context, const char *what, const char *text)
{
	if (!strchr(text, ' ') && text[0] != '-')
		return true;
	command_problem(context, what, _("“%s” must be one word"), text);
	return false;
}

bool check_npwp(struct context *context, const char *what, const char *text,
	char digits[32])
{
	size_t count = 0;

	for (const char *c = text; *c && count < 31; c++) {
		if (strchr(".- ", *c))
			continue;
		digits[count++] = *c;
	}
	digits[count] = '\0';
	if ((count == 15 || count == 16) &&
		strspn(digits, "0123456789") == count)
		return true;
	command_problem(context, what, _("“%s” is no NPWP of 15 or 16 digits"),
		text);
	return false;
}

bool find_producer(struct context *context, const char *what, const char *code,
	struct producer *producer)
{
	enum store_result result =
		producer_find(context->store, code, producer);

	if (result == STORE_OK)
		return true;
	if (result == STORE_NOT_FOUND)
		command_problem(context, what, _("there is no producer “%s”"),
			code);
	else
		command_store_says(context, what, result);
	return false;
}

bool find_item(struct context *context, const char *what, const char *sku,
	struct item *item)
{
	enum store_result result = item_find_sku(context->store, sku, item);

	if (result == STORE_OK)
		return true;
	if (result == STORE_NOT_FOUND)
		command_problem(context, what, _("there is no item “%s”"), sku);
	else
		command_store_says(context, what, result);
	return false;
}

const char *producer_code(struct context *context, int64_t producer)
{
	static struct producer found;

	if (producer == 0)
		return "";
	if (found.id != producer &&
		producer_get(context->store, producer, &found) != STORE_OK)
		return "?"; /* not here yet: another node's document */
	return found.code;
}

char *rate_text(enum terms_kind kind, int64_t value, char text[RATE_TEXT_SIZE])
{
	char number[TEXT_NUMBER_SIZE];

	switch (kind) {
	case TERMS_OWN:
		text[0] = '\0';
		break;
	case TERMS_PERCENT:
	case TERMS_PERCENT_BEFORE_PPN:
		snprintf(text, RATE_TEXT_SIZE, "%s",
			text_format_decimal(value, 2, number));
		break;
	case TERMS_COST:
		snprintf(text, RATE_TEXT_SIZE, "cost:%lld", (long long)value);
		break;
	}
	return text;
}

/* --- SKU=QTY[@LOT[:EXPIRY]][*COST] -------------------------------------- */

/* Cuts text at the first (or last) mark; what follows it, or NULL. */
static char *cut_first(char *text, char mark)
{
	char *at = strchr(text, mark);

	if (at)
		*at++ = '\0';
	return at;
}

static char *cut_last(char *text, char mark)
{
	char *at = strrchr(text, mark);

	if (at)
		*at++ = '\0';
	return at;
}

static void read_lot(struct context *context, const char *what,
	struct goods_rule rule, char *lot, struct stock_want *want)
{
	char *expiry = cut_last(lot, ':');

	want->has_lot = lot[0] != '\0';
	if (want->has_lot && !check_code(context, what, lot))
		return;
	if (strlen(lot) >= sizeof(want->lot))
		command_problem(context, what, _("the lot is too long"));
	snprintf(want->lot, sizeof(want->lot), "%s", lot);
	if (!expiry)
		return;
	if (!rule.expiry)
		command_problem(context, what,
			_("only goods that come in have an expiry date"));
	else if (!calendar_parse(&want->expiry, expiry, strlen(expiry)))
		command_problem(context, what,
			_("“%s” is not a date such as 2026-11-30"), expiry);
}

static void read_cost(struct context *context, const char *what,
	struct goods_rule rule, const char *cost, struct stock_want *want)
{
	int64_t rupiah = 0;

	if (!rule.cost)
		command_problem(context, what,
			_("a cost (*RP) belongs to the mart's own goods"));
	else if (!text_parse_rupiah(cost, &rupiah))
		bad_amount(context, what, cost);
	want->has_unit_cost = true;
	want->unit_cost = money_of(rupiah);
}

void bad_quantity(struct context *context, const char *what, const char *text)
{
	command_problem(context, what,
		text_is_long_number(text)
			? _("“%s” is too large for a quantity; is it a "
			    "barcode?")
			: _("“%s” is no quantity; write for instance 3 or "
			    "0.25"),
		text);
}

void bad_amount(struct context *context, const char *what, const char *text)
{
	command_problem(context, what,
		text_is_long_number(text)
			? _("“%s” is too large an amount")
			: _("“%s” is not an amount in whole rupiah"),
		text);
}

static void read_quantity(struct context *context, const char *what,
	const char *text, struct stock_want *want)
{
	int64_t thousandths = 0;

	if (!text_parse_decimal(text, 3, QUANTITY_MAX, &thousandths))
		bad_quantity(context, what, text);
	else if (thousandths == 0)
		command_problem(context, what,
			_("the quantity must be more than 0"));
	else if (want->item.id != 0 &&
		stock_check_quantity(&want->item, quantity_of(thousandths)) !=
			STOCK_DONE)
		command_problem(context, what, _("is counted in whole pieces"));
	want->quantity = quantity_of(thousandths);
}

bool read_goods(struct context *context, const char *text,
	struct goods_rule rule, struct stock_want *want)
{
	int before = context->problems;
	char *sku = xstrdup(text);
	char *quantity = cut_first(sku, '=');
	char *cost = quantity ? cut_last(quantity, '*') : NULL;
	char *lot = quantity ? cut_first(quantity, '@') : NULL;

	*want = (struct stock_want){.quantity = quantity_of(0)};
	if (!quantity || sku[0] == '\0') {
		command_problem(context, text,
			_("is not SKU=QUANTITY, for instance KRP=10"));
	} else {
		if (find_item(context, text, sku, &want->item) &&
			!want->item.active)
			command_problem(context, text,
				_("this item is not sold any more"));
		read_quantity(context, text, quantity, want);
		if (lot)
			read_lot(context, text, rule, lot, want);
		if (cost)
			read_cost(context, text, rule, cost, want);
	}
	free(sku);
	return context->problems == before;
}

const struct option_spec command_day_options[] = {
	COMMAND_DAY_OPTIONS,
	OPTION_END,
};

bool command_days(struct context *context, struct days *days)
{
	*days = CALENDAR_ALWAYS;
	days->from = (int32_t)command_number(context, "from", days->from);
	days->to = (int32_t)command_number(context, "to", days->to);
	if (days->from <= days->to)
		return true;
	command_problem(context, "--from", _("is after --to"));
	return false;
}
