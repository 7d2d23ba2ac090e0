/* backoffice agreement: what was agreed with producers, from which day. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

static const char *const base_words[] = {"after-ppn", "before-ppn", NULL};
static const char *const role_words[] = {"agent", "principal", NULL};

#define HOLD_DAYS_MAX 366

static const struct option_spec set_options[] = {
	{"producer", OPTION_TEXT, "CODE",
		N_("with whom; without: the mart's default"), 0,
		PRODUCER_CODE_SIZE - 1, NULL},
	{"category", OPTION_TEXT, "NAME", N_("only for goods of this category"),
		0, ITEM_CATEGORY_SIZE - 1, NULL},
	{"item", OPTION_TEXT, "SKU", N_("only for this item"), 0,
		ITEM_SKU_SIZE - 1, NULL},
	{"from", OPTION_DATE, "DATE", N_("the first day; today if not given"),
		0, 0, NULL},
	{"to", OPTION_DATE, "DATE", N_("the last day; without: no end"), 0, 0,
		NULL},
	{"commission", OPTION_PERCENT, "PCT", N_("percent that the mart keeps"),
		0, 0, NULL},
	{"agreed-cost", OPTION_MONEY, "RP",
		N_("rupiah a unit that the producer gets"), 0, 0, NULL},
	{"commission-base", OPTION_WORD, "after-ppn|before-ppn",
		N_("what the commission is reckoned on; after-ppn if not "
		   "given"),
		0, 0, base_words},
	{"role", OPTION_WORD, "agent|principal",
		N_("whose sale it is in the books; agent if not given"), 0, 0,
		role_words},
	{"discount-borne", OPTION_TEXT, "mart|producer|shared:PCT",
		N_("who bears announced discounts; the mart if not given"), 0,
		0, NULL},
	{"loss", OPTION_TEXT, "CAUSE=mart|producer",
		N_("who bears damage, expiry, shrink, sample, defect, theft"),
		OPTION_REPEAT, 0, NULL},
	{"allowance", OPTION_TEXT, "shrink=PCT",
		N_("shrink that the producer bears, percent of what was "
		   "received"),
		0, 0, NULL},
	{"hold-days", OPTION_INTEGER, "N",
		N_("days after a sale before it is settled"), 0, HOLD_DAYS_MAX,
		NULL},
	{"minimum-payout", OPTION_MONEY, "RP",
		N_("less than this is carried to the next settlement"), 0, 0,
		NULL},
	{"cost-plus", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"cost", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"tier-price", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"tier-month", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"tier-basis", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"qris-fee", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"cycle", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"rent", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"listing-fee", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"advance-cap", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"clawback-cap", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"withhold", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"payee", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"collect-days", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	{"daily", OPTION_LATER, NULL, NULL, 0, 0, NULL},
	OPTION_END,
};

/* --- set ---------------------------------------------------------------- */

static void take_level(struct context *context, struct agreement *a)
{
	const char *code = command_text(context, "producer");
	const char *category = command_text(context, "category");
	const char *sku = command_text(context, "item");
	struct producer producer = {.id = 0};
	struct item item;

	if (code && find_producer(context, "--producer", code, &producer))
		a->producer = producer.id;
	if (sku && category)
		command_problem(context, "--category",
			_("an agreement is for an item or for a category"));
	if (category)
		snprintf(a->category, sizeof(a->category), "%s", category);
	if (!sku || !find_item(context, "--item", sku, &item))
		return;
	if (item.producer == 0)
		command_problem(context, "--item",
			_("“%s” is the mart's own; nobody is owed for it"),
			sku);
	else if (code && producer.id != 0 && item.producer != producer.id)
		command_problem(context, "--item",
			_("“%s” is not consigned by %s"), sku, code);
	a->item = item.id;
	/* if somebody else consigns it one day, this does not follow it */
	a->producer = item.producer;
}

static void take_days(struct context *context, struct agreement *a)
{
	int32_t today = store_today(context->store);

	a->from_day = (int32_t)command_number(context, "from", today);
	a->to_day = (int32_t)command_number(context, "to", TERMS_NO_END);
	if (a->from_day < today)
		command_problem(context, "--from",
			_("“%s” is past; an agreement begins today or later, "
			  "and what was sold keeps its terms"),
			command_text(context, "from"));
	if (a->to_day < a->from_day)
		command_problem(context, "--to", _("is before the first day"));
}

/* That a percentage leaves the producer something on every sale. */
static void check_percent(struct context *context, const struct agreement *a)
{
	int64_t most = line_percent_max(a->kind,
		agreement_ppn(context->store, a->from_day));
	char text[TEXT_NUMBER_SIZE];

	if (a->value > most)
		command_problem(context, "--commission",
			_("of a price with PPN it can be %s at most, or "
			  "nothing is left for the producer"),
			text_format_decimal(most, 2, text));
}

static void take_terms(struct context *context, struct agreement *a)
{
	bool percent = command_given(context, "commission");
	bool cost = command_given(context, "agreed-cost");
	int base = command_word(context, "commission-base", 0);
	int role = command_word(context, "role", AGREEMENT_UNSAID);

	a->has_terms = percent || cost;
	a->principal = role;
	if (percent && cost)
		command_problem(context, "--agreed-cost",
			_("a commission or an agreed cost, not both"));
	if (!percent && command_given(context, "commission-base"))
		command_problem(context, "--commission-base",
			_("belongs to --commission"));
	if (cost) {
		a->kind = TERMS_COST;
		a->value = command_number(context, "agreed-cost", 0);
		if (a->value == 0)
			command_problem(context, "--agreed-cost",
				_("must be more than 0"));
	} else if (percent) {
		a->kind = base == 1 ? TERMS_PERCENT_BEFORE_PPN : TERMS_PERCENT;
		a->value = command_number(context, "commission", 0);
		check_percent(context, a);
	}
}

/* mart, producer, shared:PCT */
static void take_discount(struct context *context, struct agreement *a)
{
	const char *given = command_text(context, "discount-borne");
	int64_t percent = 0;

	if (!given)
		return;
	if (strcmp(given, "mart") == 0)
		percent = 0;
	else if (strcmp(given, "producer") == 0)
		percent = 100;
	else if (strncmp(given, "shared:", 7) != 0 ||
		!text_parse_integer(given + 7, 0, 100, &percent))
		command_problem(context, "--discount-borne",
			_("“%s” is none of: mart, producer, shared:50 (the "
			  "producer's whole percent)"),
			given);
	a->discount_percent = (int)percent;
}

/* CAUSE=mart|producer */
static void take_loss(struct context *context, const char *given,
	struct agreement *a)
{
	char *cause_word = xstrdup(given);
	char *owner = strchr(cause_word, '=');
	enum loss_cause cause;

	if (owner)
		*owner++ = '\0';
	if (!owner || !loss_cause_parse(cause_word, &cause) ||
		(strcmp(owner, "mart") != 0 && strcmp(owner, "producer") != 0))
		command_problem(context, "--loss",
			_("“%s” is not for instance damage=mart; causes: "
			  "damage, expiry, shrink, sample, defect, theft"),
			given);
	else if (a->owner[cause] != AGREEMENT_UNSAID)
		command_problem(context, "--loss", _("“%s” is given twice"),
			cause_word);
	else
		a->owner[cause] = strcmp(owner, "mart") == 0 ? LOSS_MART
							     : LOSS_PRODUCER;
	free(cause_word);
}

static void take_losses(struct context *context, struct agreement *a)
{
	const char *allowance = command_text(context, "allowance");
	size_t count = command_count(context, "loss");

	for (size_t i = 0; i < count; i++)
		take_loss(context, command_nth(context, "loss", i), a);
	if (!allowance)
		return;
	if (strncmp(allowance, "shrink=", 7) != 0 ||
		!text_parse_decimal(allowance + 7, 2, BASIS_POINTS,
			&a->shrink_allowance_bp))
		command_problem(context, "--allowance",
			_("“%s” is not for instance shrink=2"), allowance);
}

static bool says_something(const struct agreement *a)
{
	bool says = a->has_terms || a->principal != AGREEMENT_UNSAID ||
		a->discount_percent != AGREEMENT_UNSAID ||
		a->hold_days != AGREEMENT_UNSAID ||
		a->minimum_payout != AGREEMENT_UNSAID ||
		a->shrink_allowance_bp != AGREEMENT_UNSAID;

	for (int i = 0; i < CAUSE_COUNT; i++)
		says = says || a->owner[i] != AGREEMENT_UNSAID;
	return says;
}

static void take_options(struct context *context, struct agreement *a)
{
	take_level(context, a);
	take_days(context, a);
	take_terms(context, a);
	take_discount(context, a);
	take_losses(context, a);
	a->hold_days =
		(int32_t)command_number(context, "hold-days", AGREEMENT_UNSAID);
	a->minimum_payout =
		command_number(context, "minimum-payout", AGREEMENT_UNSAID);
	if (a->minimum_payout != AGREEMENT_UNSAID &&
		(a->item != 0 || a->category[0] != '\0'))
		command_problem(context, "--minimum-payout",
			_("is agreed with a producer, not for some of his "
			  "goods"));
	if (context->problems == 0 && !says_something(a))
		command_problem(context, context->command->path,
			_("nothing is agreed; for instance --commission 20"));
	if (a->producer != 0)
		command_conflict(context, a->producer, "--producer");
}

static const char *level_text(struct context *context,
	const struct agreement *a, char *text, size_t size)
{
	struct item item = {.sku = "?"};

	if (a->item != 0) {
		item_get(context->store, a->item, &item);
		snprintf(text, size, "%s %s", _("item"), item.sku);
	} else if (a->producer != 0) {
		snprintf(text, size, "%s %s%s%s", _("producer"),
			producer_code(context, a->producer),
			a->category[0] ? ", " : "", a->category);
	} else if (a->category[0] != '\0') {
		snprintf(text, size, "%s %s", _("category"), a->category);
	} else {
		snprintf(text, size, "%s", _("the mart's default"));
	}
	return text;
}

static enum command_result set_run(struct context *context)
{
	struct agreement agreement = agreement_empty();
	char text[DOCUMENT_TEXT_SIZE];
	char level[300];
	char day[CALENDAR_TEXT_SIZE];
	struct document *document;

	if (!command_begin(context))
		return COMMAND_FAILED;
	take_options(context, &agreement);
	if (context->problems > 0) {
		store_rollback(context->store);
		return COMMAND_REFUSED;
	}
	document =
		document_begin(context->store, "agreement", &context->author);
	document_format(document_id(document), text);
	agreement_write(document, &agreement);
	if (!command_commit(context))
		return COMMAND_FAILED;
	calendar_format(agreement.from_day, day);
	command_say(context, _("%s agreed: %s, from %s"), text,
		level_text(context, &agreement, level, sizeof(level)), day);
	return COMMAND_DONE;
}

/* --- list and show ------------------------------------------------------ */

static const struct output_column list_columns[] = {
	{"document", N_("Document"), OUTPUT_DOCUMENT},
	{"producer", N_("Producer"), OUTPUT_TEXT},
	{"category", N_("Category"), OUTPUT_TEXT},
	{"item", N_("Item"), OUTPUT_TEXT},
	{"from", N_("From"), OUTPUT_DATE},
	{"to", N_("To"), OUTPUT_DATE},
	{"rate", N_("Rate"), OUTPUT_TEXT},
	{"commission_base", N_("Base"), OUTPUT_TEXT},
	{"role", N_("Role"), OUTPUT_TEXT},
	{"discount_producer_percent", N_("Discount"), OUTPUT_INTEGER},
	{"hold_days", N_("Hold"), OUTPUT_INTEGER},
	{"minimum_payout", N_("Minimum"), OUTPUT_MONEY},
	{"losses", N_("Losses"), OUTPUT_TEXT},
	{"shrink_allowance", N_("Allowance"), OUTPUT_TEXT},
};

struct listing {
	struct context *context;
	struct output *output;
	int32_t today;
	bool in_force; /* only what holds today or will */
};

static void integer_or_null(struct output *output, int64_t value)
{
	if (value == AGREEMENT_UNSAID)
		output_null(output);
	else
		output_integer(output, value);
}

/* `damage=mart shrink=producer` */
static void list_losses(struct output *output, const struct agreement *a)
{
	struct buffer text;
	char number[TEXT_NUMBER_SIZE];

	buffer_init(&text, 500);
	for (int i = 0; i < CAUSE_COUNT; i++) {
		if (a->owner[i] == AGREEMENT_UNSAID)
			continue;
		buffer_printf(&text, "%s%s=%s", text.length > 0 ? " " : "",
			loss_cause_name((enum loss_cause)i),
			loss_owner_name((enum loss_owner)a->owner[i]));
	}
	output_text(output, buffer_str(&text));
	buffer_release(&text);
	if (a->shrink_allowance_bp == AGREEMENT_UNSAID)
		output_null(output);
	else
		output_text(output,
			text_format_decimal(a->shrink_allowance_bp, 2, number));
}

static void list_terms(struct output *output, const struct agreement *a)
{
	char rate[RATE_TEXT_SIZE];

	if (a->has_terms) {
		output_text(output, rate_text(a->kind, a->value, rate));
		output_text(output,
			a->kind == TERMS_PERCENT_BEFORE_PPN ? "before-ppn"
				: a->kind == TERMS_PERCENT  ? "after-ppn"
							    : NULL);
	} else {
		output_null(output);
		output_null(output);
	}
	output_text(output,
		a->principal == AGREEMENT_UNSAID ? NULL
						 : role_words[a->principal]);
}

static void list_agreement(void *context, const struct agreement *a)
{
	struct listing *listing = context;
	struct output *output = listing->output;
	struct item item = {.sku = ""};
	char document[DOCUMENT_TEXT_SIZE];
	char day[CALENDAR_TEXT_SIZE];

	if (listing->in_force && a->to_day < listing->today)
		return;
	if (a->item != 0)
		item_get(listing->context->store, a->item, &item);
	output_text(output, document_format(a->document, document));
	output_text(output, producer_code(listing->context, a->producer));
	output_text(output, a->category);
	output_text(output, item.sku);
	calendar_format(a->from_day, day);
	output_text(output, day);
	if (a->to_day != TERMS_NO_END) {
		calendar_format(a->to_day, day);
		output_text(output, day);
	} else {
		output_null(output);
	}
	list_terms(output, a);
	integer_or_null(output, a->discount_percent);
	integer_or_null(output, a->hold_days);
	if (a->minimum_payout == AGREEMENT_UNSAID)
		output_null(output);
	else
		output_money(output, a->minimum_payout);
	list_losses(output, a);
	output_row_end(output);
}

static enum command_result list_agreements(struct context *context,
	bool in_force)
{
	const char *code = command_text(context, "producer");
	struct producer producer = {.id = 0};
	struct listing listing = {.context = context,
		.today = store_today(context->store),
		.in_force = in_force};
	enum store_result result;
	enum command_result ended;

	if (code && !find_producer(context, "--producer", code, &producer))
		return COMMAND_REFUSED;
	listing.output = command_list(context, list_columns,
		sizeof(list_columns) / sizeof(*list_columns));
	result = agreement_list(context->store, producer.id, list_agreement,
		&listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

static enum command_result list_run(struct context *context)
{
	return list_agreements(context, false);
}

/* --- show --explain ----------------------------------------------------- */

static const struct output_column explain_columns[] = {
	{"aspect", N_("What"), OUTPUT_TEXT},
	{"value", N_("Agreed"), OUTPUT_TEXT},
	{"level", N_("Said for"), OUTPUT_TEXT},
	{"document", N_("Document"), OUTPUT_DOCUMENT},
};

static const char *const aspect_names[] = {
	[ASPECT_TERMS] = "rate",
	[ASPECT_ROLE] = "role",
	[ASPECT_DISCOUNT] = "discount_producer_percent",
	[ASPECT_HOLD] = "hold_days",
	[ASPECT_ALLOWANCE] = "shrink_allowance",
};

/* The same for people. */
static const char *const aspect_words[] = {
	[ASPECT_TERMS] = N_("commission or agreed cost"),
	[ASPECT_ROLE] = N_("role in the books"),
	[ASPECT_DISCOUNT] = N_("producer's percent of promotions"),
	[ASPECT_HOLD] = N_("days held after a sale"),
	[ASPECT_ALLOWANCE] = N_("shrink allowance, percent"),
};

static void aspect_name(struct context *context, struct output *output,
	int aspect)
{
	bool table = context->format == OUTPUT_TABLE;
	const char *cause;

	if (aspect < ASPECT_LOSS) {
		output_text(output,
			table ? language_translate(aspect_words[aspect])
			      : aspect_names[aspect]);
		return;
	}
	cause = loss_cause_name((enum loss_cause)(aspect - ASPECT_LOSS));
	if (table)
		output_textf(output, _("loss by %s, borne by"), cause);
	else
		output_textf(output, "loss_%s", cause);
}

static void aspect_value(const struct agreement_terms *terms, int aspect,
	char *text, size_t size)
{
	char rate[RATE_TEXT_SIZE];

	switch (aspect) {
	case ASPECT_TERMS:
		snprintf(text, size, "%s%s",
			rate_text(terms->terms.kind, terms->terms.value, rate),
			terms->terms.kind == TERMS_PERCENT_BEFORE_PPN
				? " before-ppn"
				: "");
		break;
	case ASPECT_ROLE:
		snprintf(text, size, "%s", role_words[terms->terms.principal]);
		break;
	case ASPECT_DISCOUNT:
		snprintf(text, size, "%d", terms->discount_percent);
		break;
	case ASPECT_HOLD:
		snprintf(text, size, "%d", (int)terms->hold_days);
		break;
	case ASPECT_ALLOWANCE:
		text_format_decimal(terms->shrink_allowance_bp, 2, rate);
		snprintf(text, size, "%s", rate);
		break;
	default: /* the causes of loss */
		snprintf(text, size, "%s",
			loss_owner_name(terms->owner[aspect - ASPECT_LOSS]));
		break;
	}
}

static void explain_aspect(struct context *context, struct output *output,
	const struct agreement_terms *terms,
	const struct agreement_source *source, int aspect)
{
	char text[DOCUMENT_TEXT_SIZE];
	char value[60];

	aspect_name(context, output, aspect);
	aspect_value(terms, aspect, value, sizeof(value));
	output_text(output, value);
	if (source->document == 0) {
		output_text(output, "default");
		output_null(output);
	} else {
		output_text(output, terms_level_name(source->level));
		output_text(output, document_format(source->document, text));
	}
	output_row_end(output);
}

static enum command_result explain(struct context *context, const char *sku)
{
	struct agreement_source why[ASPECT_COUNT];
	struct agreement_terms terms;
	struct output *output;
	struct item item;
	int32_t day = store_today(context->store);
	int64_t at = command_number(context, "at", INT64_MAX);
	enum store_result result;

	if (!find_item(context, "--explain", sku, &item))
		return COMMAND_REFUSED;
	if (at != INT64_MAX &&
		!calendar_day_of_instant(&day, at,
			store_zone_offset_s(context->store)))
		return command_refuse(context, "--at",
			_("is outside the calendar"));
	if (item.producer == 0)
		return command_refuse(context, sku,
			_("is the mart's own; nobody is owed for it"));
	result = agreement_explain(context->store, &item, day, at, &terms, why);
	if (result == STORE_NOT_FOUND)
		return command_refuse(context, sku, "%s",
			language_translate(stock_message(STOCK_NO_TERMS)));
	if (result != STORE_OK)
		return command_store_says(context, sku, result);
	output = command_list(context, explain_columns,
		sizeof(explain_columns) / sizeof(*explain_columns));
	for (int i = 0; i < ASPECT_COUNT; i++)
		explain_aspect(context, output, &terms, &why[i], i);
	return command_list_end(context, output);
}

static const struct option_spec list_options[] = {
	{"producer", OPTION_TEXT, "CODE", N_("only of this producer"), 0,
		PRODUCER_CODE_SIZE - 1, NULL},
	OPTION_END,
};

static const struct option_spec show_options[] = {
	{"producer", OPTION_TEXT, "CODE", N_("only of this producer"), 0,
		PRODUCER_CODE_SIZE - 1, NULL},
	{"explain", OPTION_TEXT, "SKU",
		N_("which rule applies to a sale of it, and why"), 0,
		ITEM_SKU_SIZE - 1, NULL},
	{"at", OPTION_INSTANT, "TIME",
		N_("as it was at this time; now if not given"), 0, 0, NULL},
	OPTION_END,
};

static enum command_result show_run(struct context *context)
{
	const char *sku = command_text(context, "explain");

	if (sku)
		return explain(context, sku);
	if (command_given(context, "at"))
		return command_refuse(context, "--at",
			_("belongs to --explain"));
	return list_agreements(context, true);
}

const struct command agreement_commands[] = {
	{"agreement set", NULL, 0, 0,
		N_("what holds from a day on; the rest stays as it was"),
		set_options, NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_AGREEMENT,
		set_run},
	{"agreement list", NULL, 0, 0, N_("every agreement there ever was"),
		list_options, NEEDS_READ, ACTION_READ, list_run},
	{"agreement show", NULL, 0, 0,
		N_("those that have not ended; or why a sale has its terms"),
		show_options, NEEDS_READ, ACTION_READ, show_run},
	COMMAND_END,
};
