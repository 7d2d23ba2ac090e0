/*
 * The words of a script's lines: a table of commands, and their arguments.
 */
#include "pos/script_int.h"

#include <stdio.h>
#include <string.h>

#include "drivers/system/text.h"

bool script_cut(struct script_line *line, char *text)
{
	char *at = text;

	line->count = 0;
	while (*at != '\0') {
		at += strspn(at, " \t\r\n");
		if (*at == '\0' || *at == '#')
			break;
		if (line->count == SCRIPT_WORDS_MAX)
			return false;
		line->words[line->count++] = at;
		at += strcspn(at, " \t\r\n");
		if (*at != '\0')
			*at++ = '\0';
	}
	return true;
}

/* The words from `from` on, joined by blanks. */
static void join(const struct script_line *line, size_t from, char *text,
	size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = from; i < line->count && used + 1 < size; i++) {
		int length = snprintf(text + used, size - used, "%s%s",
			i > from ? " " : "", line->words[i]);

		used += (size_t)length;
	}
	text_clean(text);
}

static const char *const no_amount =
	N_("that is no amount: whole rupiah, for instance 12500");
static const char *const no_quantity =
	N_("that is no quantity: for instance 3 or 0.25");
static const char *const no_discount =
	N_("that is no discount: for instance 10% or 5000");
static const char *const too_large = N_("that number is too large");
static const char *const missing = N_("something is missing after the command");
static const char *const too_many = N_("there is too much on this line");
static const char *const not_yet = N_("this is not there yet");

/* Why a word is no number. */
static const char *refused(const char *word, const char *why)
{
	return text_is_long_number(word) ? too_large : why;
}

static bool money_word(const char *word, struct money *amount)
{
	int64_t rupiah;

	if (!text_parse_rupiah(word, &rupiah))
		return false;
	*amount = money_of(rupiah);
	return true;
}

static bool quantity_word(const char *word, struct quantity *quantity)
{
	int64_t thousandths;

	if (!text_parse_decimal(word, 3, QUANTITY_MAX, &thousandths))
		return false;
	*quantity = quantity_of(thousandths);
	return true;
}

static bool discount_word(const char *word, struct basket_discount *discount)
{
	size_t length = strlen(word);
	struct money amount;
	char number[32];

	if (length > 1 && length < sizeof(number) && word[length - 1] == '%') {
		snprintf(number, sizeof(number), "%.*s", (int)(length - 1),
			word);
		discount->kind = BASKET_DISCOUNT_PERCENT;
		return text_parse_decimal(number, 2, 10 * BASIS_POINTS,
			&discount->value);
	}
	if (!money_word(word, &amount))
		return false;
	discount->kind = BASKET_DISCOUNT_AMOUNT;
	discount->value = money_rupiah(amount);
	return true;
}

/* --- arguments, one function a shape --------------------------------------- */

static const char *none(struct script_line *line)
{
	return line->count > 1 ? too_many : NULL;
}

static const char *status(struct script_line *line)
{
	line->is_status = true;
	return none(line);
}

static const char *name_and_pin(struct script_line *line)
{
	if (line->count != 3)
		return line->count < 3 ? missing : too_many;
	snprintf(line->text, sizeof(line->text), "%s", line->words[1]);
	snprintf(line->text2, sizeof(line->text2), "%s", line->words[2]);
	return NULL;
}

static const char *one_word(struct script_line *line)
{
	if (line->count < 2)
		return missing;
	join(line, 1, line->text, sizeof(line->text));
	return line->text[0] == '\0' ? N_("there is nothing in it") : NULL;
}

static const char *words(struct script_line *line)
{
	join(line, 1, line->text, sizeof(line->text));
	return NULL;
}

static const char *amount(struct script_line *line)
{
	if (line->count < 2)
		return missing;
	return money_word(line->words[1], &line->event.amount)
		? NULL
		: refused(line->words[1], no_amount);
}

static const char *only_amount(struct script_line *line)
{
	return line->count > 2 ? too_many : amount(line);
}

static const char *amount_and_words(struct script_line *line)
{
	join(line, 2, line->text, sizeof(line->text));
	return amount(line);
}

static const char *discount(struct script_line *line)
{
	if (line->count < 2)
		return missing;
	join(line, 2, line->text, sizeof(line->text));
	return discount_word(line->words[1], &line->event.discount)
		? NULL
		: no_discount;
}

/* line N qty Q | void [REASON] | price RP | discount PCT%|RP [REASON] */
static const char *basket_line(struct script_line *line)
{
	struct till_event *event = &line->event;
	const char *verb = line->count > 2 ? line->words[2] : "";
	const char *value = line->count > 3 ? line->words[3] : "";

	if (line->count < 3)
		return missing;
	if (!text_parse_integer(line->words[1], 1, 1000000, &event->line))
		return N_("there is no such line");
	join(line, strcmp(verb, "void") == 0 ? 3 : 4, line->text,
		sizeof(line->text));
	if (strcmp(verb, "void") == 0) {
		event->kind = TILL_LINE_VOID;
		return NULL;
	}
	if (strcmp(verb, "qty") != 0 && strcmp(verb, "price") != 0 &&
		strcmp(verb, "discount") != 0)
		return N_("a line takes qty, void, price or discount");
	if (line->count < 4)
		return missing;
	if (strcmp(verb, "qty") == 0) {
		event->kind = TILL_LINE_QUANTITY;
		return quantity_word(value, &event->quantity)
			? NULL
			: refused(value, no_quantity);
	}
	if (strcmp(verb, "price") == 0) {
		event->kind = TILL_LINE_PRICE;
		return money_word(value, &event->amount)
			? NULL
			: refused(value, no_amount);
	}
	event->kind = TILL_LINE_DISCOUNT;
	return discount_word(value, &event->discount) ? NULL : no_discount;
}

/* tender KIND AMOUNT [REF] | tender remove N */
static const char *tender(struct script_line *line)
{
	struct till_event *event = &line->event;

	if (line->count < 3)
		return missing;
	if (strcmp(line->words[1], "remove") == 0) {
		event->kind = TILL_TENDER_REMOVE;
		return text_parse_integer(line->words[2], 1, 1000000,
			       &event->line)
			? NULL
			: N_("there is no such payment");
	}
	if (strcmp(line->words[1], "voucher") == 0 ||
		strcmp(line->words[1], "credit") == 0)
		return not_yet;
	if (strcmp(line->words[1], "exchange") == 0 ||
		!till_tender_parse(line->words[1], &event->tender))
		return N_("pay by cash, qris, card or transfer");
	join(line, 3, line->text, sizeof(line->text));
	if (strlen(line->text) >= TILL_REFERENCE_SIZE)
		return N_("the reference is too long");
	return money_word(line->words[2], &event->amount)
		? NULL
		: refused(line->words[2], no_amount);
}

/* LINE=QTY[:shelf|damage|defect] */
static bool return_word(char *word, struct till_return *back)
{
	char *equals = strchr(word, '=');
	char *colon = equals == NULL ? NULL : strchr(equals, ':');

	if (equals == NULL)
		return false;
	*equals = '\0';
	if (colon != NULL)
		*colon = '\0';
	*back = (struct till_return){.fate = TILL_FATE_SHELF};
	return text_parse_integer(word, 1, 1000000, &back->line) &&
		quantity_word(equals + 1, &back->quantity) &&
		(colon == NULL || till_fate_parse(colon + 1, &back->fate));
}

/* refund RECEIPT [LINE=QTY[:FATE]]... [because REASON] */
static const char *returns(struct script_line *line)
{
	struct till_event *event = &line->event;

	if (line->count < 2)
		return missing;
	snprintf(line->text, sizeof(line->text), "%s", line->words[1]);
	event->returns = line->returns;
	for (size_t i = 2; i < line->count; i++) {
		if (strcmp(line->words[i], "because") == 0) {
			join(line, i + 1, line->text2, sizeof(line->text2));
			return NULL;
		}
		if (event->return_count == TILL_LINES_MAX)
			return too_many;
		if (!return_word(line->words[i],
			    &line->returns[event->return_count++]))
			return N_("say what comes back as LINE=QUANTITY, "
				  "for instance 1=2 or 1=2:damage");
	}
	return NULL;
}

/* 100000=3,50000=2,... in one word or several */
static const char *pieces(struct script_line *line, char *list)
{
	char *at = list;

	while (*at != '\0') {
		char *next = at + strcspn(at, ", ");
		char *equals;
		int64_t denomination, count;
		size_t i = 0;

		if (*next != '\0')
			*next++ = '\0';
		equals = strchr(at, '=');
		if (equals == NULL)
			return *at == '\0' ? NULL : no_amount;
		*equals = '\0';
		if (!text_parse_rupiah(at, &denomination) ||
			!text_parse_integer(equals + 1, 0, 1000000, &count))
			return no_amount;
		while (i < TILL_DENOMINATIONS &&
			till_denominations[i] != denomination)
			i++;
		if (i == TILL_DENOMINATIONS)
			return N_("there is no such coin or note");
		line->pieces[i] += count;
		at = next + strspn(next, ", ");
	}
	line->event.pieces = line->pieces;
	return NULL;
}

static const char *count(struct script_line *line)
{
	if (line->count < 2)
		return missing;
	if (strchr(line->words[1], '=') == NULL)
		return only_amount(line);
	join(line, 1, line->text, sizeof(line->text));
	return pieces(line, line->text);
}

static const char *later(struct script_line *line)
{
	(void)line;
	return not_yet;
}

static const struct word {
	const char *word;
	enum till_event_kind kind;
	const char *(*read)(struct script_line *line);
} commands[] = {
	{"login", TILL_LOGIN, name_and_pin},
	{"logout", TILL_LOGOUT, none},
	{"supervisor", TILL_SUPERVISOR, name_and_pin},
	{"open", TILL_OPEN, only_amount},
	{"scan", TILL_SCAN, one_word},
	{"type", TILL_TYPE, one_word},
	{"line", TILL_LINE_QUANTITY, basket_line},
	{"discount", TILL_DISCOUNT, discount},
	{"customer", TILL_CUSTOMER, words},
	{"tender", TILL_TENDER, tender},
	{"suspend", TILL_SUSPEND, none},
	{"recall", TILL_RECALL, one_word},
	{"cancel", TILL_CANCEL, words},
	{"refund", TILL_REFUND, returns},
	{"exchange", TILL_EXCHANGE, returns},
	{"cash-in", TILL_CASH_IN, amount_and_words},
	{"cash-out", TILL_CASH_OUT, amount_and_words},
	{"drop", TILL_DROP, amount_and_words},
	{"drawer", TILL_DRAWER, words},
	{"price-check", TILL_PRICE_CHECK, one_word},
	{"reprint", TILL_REPRINT, words},
	{"confirm-date", TILL_CONFIRM_DATE, one_word},
	{"x", TILL_X, none},
	{"close", TILL_CLOSE, count},
	{"status", TILL_KEY, status},
	{"member", TILL_KEY, later},
	{"qris", TILL_KEY, later},
	{"donate", TILL_KEY, later},
	{"deposit", TILL_KEY, later},
	{"voucher", TILL_KEY, later},
	{"training", TILL_KEY, later},
};

const char *script_read(struct script_line *line)
{
	line->event =
		(struct till_event){.text = line->text, .text2 = line->text2};
	line->text[0] = '\0';
	line->text2[0] = '\0';
	line->is_status = false;
	memset(line->pieces, 0, sizeof(line->pieces));
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (strcmp(line->words[0], commands[i].word) == 0) {
			line->event.kind = commands[i].kind;
			return commands[i].read(line);
		}
	return N_("there is no such command");
}
