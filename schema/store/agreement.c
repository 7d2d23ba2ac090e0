/*
 * Agreements: every candidate for an item is read once, and each aspect is
 * then resolved among those that say something about it. There are few: the
 * mart's, the producer's and the item's own, one for each time they changed.
 */
#include "schema/store/agreement.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/store/column.h"
#include "schema/store/producer.h"

static const char *const cause_words[CAUSE_COUNT] = {
	"damage", "expiry", "shrink", "sample", "defect", "theft"};

static const char *const terms_words[] = {
	[TERMS_OWN] = "own",
	[TERMS_PERCENT] = "percent",
	[TERMS_PERCENT_BEFORE_PPN] = "percent-before-ppn",
	[TERMS_COST] = "cost",
};

static const char *const owner_words[] = {
	[LOSS_MART] = "mart", [LOSS_PRODUCER] = "producer"};

const char *loss_cause_name(enum loss_cause cause)
{
	return cause_words[cause];
}

const char *loss_owner_name(enum loss_owner owner)
{
	return owner_words[owner];
}

bool loss_cause_parse(const char *word, enum loss_cause *cause)
{
	for (int i = 0; i < CAUSE_COUNT; i++) {
		if (strcmp(cause_words[i], word) == 0) {
			*cause = (enum loss_cause)i;
			return true;
		}
	}
	return false;
}

const char *terms_kind_name(enum terms_kind kind)
{
	return terms_words[kind];
}

bool terms_kind_parse(const char *word, enum terms_kind *kind)
{
	for (size_t i = 0; i < sizeof(terms_words) / sizeof(*terms_words);
		i++) {
		if (strcmp(terms_words[i], word) == 0) {
			*kind = (enum terms_kind)i;
			return true;
		}
	}
	return false;
}

struct agreement agreement_empty(void)
{
	struct agreement agreement = {
		.line = 1,
		.to_day = TERMS_NO_END,
		.principal = AGREEMENT_UNSAID,
		.discount_percent = AGREEMENT_UNSAID,
		.hold_days = AGREEMENT_UNSAID,
		.minimum_payout = AGREEMENT_UNSAID,
		.shrink_allowance_bp = AGREEMENT_UNSAID,
	};

	for (int i = 0; i < CAUSE_COUNT; i++)
		agreement.owner[i] = AGREEMENT_UNSAID;
	return agreement;
}

/* --- reading ------------------------------------------------------------ */

#define AGREEMENT_COLUMNS \
	"document, line, producer, category, item, from_day, to_day, terms," \
	" value, principal, discount_percent, hold_days, minimum_payout," \
	" shrink_allowance"

static void read_agreement(sqlite3_stmt *s, struct agreement *a)
{
	*a = agreement_empty();
	a->document = sqlite3_column_int64(s, 0);
	a->line = sqlite3_column_int64(s, 1);
	a->producer = column_integer(s, 2, 0);
	column_copy(s, 3, a->category, sizeof(a->category));
	a->item = column_integer(s, 4, 0);
	a->from_day = sqlite3_column_int(s, 5);
	a->to_day = (int32_t)column_integer(s, 6, TERMS_NO_END);
	a->has_terms = terms_kind_parse(store_text(s, 7), &a->kind);
	a->value = column_integer(s, 8, 0);
	a->principal = (int)column_integer(s, 9, AGREEMENT_UNSAID);
	a->discount_percent = (int)column_integer(s, 10, AGREEMENT_UNSAID);
	a->hold_days = (int32_t)column_integer(s, 11, AGREEMENT_UNSAID);
	a->minimum_payout = column_integer(s, 12, AGREEMENT_UNSAID);
	a->shrink_allowance_bp = column_integer(s, 13, AGREEMENT_UNSAID);
}

static void read_losses(struct store *store, struct agreement *agreement)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT cause, owner FROM agreement_loss"
		" WHERE document = ?1 AND line = ?2");

	if (!statement)
		return;
	sqlite3_bind_int64(statement, 1, agreement->document);
	sqlite3_bind_int64(statement, 2, agreement->line);
	while (store_step(store, statement)) {
		enum loss_cause cause;

		if (!loss_cause_parse(store_text(statement, 0), &cause))
			continue;
		agreement->owner[cause] = strcmp(store_text(statement, 1),
						  owner_words[LOSS_PRODUCER]) ==
				0
			? LOSS_PRODUCER
			: LOSS_MART;
	}
}

/* The agreements among which one item's aspects are looked for. */
struct candidates {
	struct agreement *agreements;
	struct terms_candidate *keys; /* the same, as the rule takes them */
	struct terms_candidate *some; /* room for those of one aspect */
	size_t *origin;               /* where each of some stands */
	size_t count;
};

static void candidates_free(struct candidates *c)
{
	free(c->agreements);
	free(c->keys);
	free(c->some);
	free(c->origin);
}

/* Categories are texts: 1 stands for the item's own, 2 for another. */
static int64_t category_key(const char *category, const char *of_item)
{
	if (category[0] == '\0')
		return 0;
	return strcmp(category, of_item) == 0 ? 1 : 2;
}

/* The producer's own and the mart's, one seek each. */
#define CANDIDATES(whose) \
	"SELECT " AGREEMENT_COLUMNS " FROM agreement a WHERE " whose \
	" AND from_day <= ?2 AND (to_day IS NULL OR to_day >= ?2)" \
	" AND (item IS NULL OR item = ?1)" \
	" AND (?3 IS NULL OR (SELECT d.at FROM document d" \
	"  WHERE d.id = a.document) <= ?3)"
static const char of_producer[] = CANDIDATES("producer = ?4");
static const char of_anybody[] = CANDIDATES("producer IS NULL");

static void collect(struct store *store, const char *sql,
	const struct item *item, int32_t day, int64_t known_ms,
	struct candidates *c)
{
	sqlite3_stmt *statement = store_statement(store, sql);

	if (!statement)
		return;
	sqlite3_bind_int64(statement, 1, item->id);
	sqlite3_bind_int64(statement, 2, day);
	if (known_ms != INT64_MAX)
		sqlite3_bind_int64(statement, 3, known_ms);
	if (sql == of_producer)
		sqlite3_bind_int64(statement, 4, item->producer);
	while (store_step(store, statement)) {
		if ((c->count & (c->count - 1)) == 0)
			c->agreements = xreallocarray(c->agreements,
				c->count ? 2 * c->count : 1,
				sizeof(*c->agreements));
		read_agreement(statement, &c->agreements[c->count++]);
	}
}

static enum store_result candidates_read(struct store *store,
	const struct item *item, int32_t day, int64_t known_ms,
	struct candidates *c)
{
	*c = (struct candidates){0};
	collect(store, of_producer, item, day, known_ms, c);
	collect(store, of_anybody, item, day, known_ms, c);
	c->keys = xcalloc(c->count + 1, sizeof(*c->keys));
	c->some = xcalloc(c->count + 1, sizeof(*c->some));
	c->origin = xcalloc(c->count + 1, sizeof(*c->origin));
	for (size_t i = 0; i < c->count; i++) {
		struct agreement *a = &c->agreements[i];

		read_losses(store, a);
		c->keys[i] = (struct terms_candidate){
			.item = a->item,
			.producer = a->producer,
			.category = category_key(a->category, item->category),
			.from_day = a->from_day,
			.to_day = a->to_day,
			.document = a->document,
		};
	}
	return store_failed(store);
}

/* --- resolving ---------------------------------------------------------- */

static bool says(const struct agreement *a, int aspect)
{
	switch (aspect) {
	case ASPECT_TERMS:
		return a->has_terms;
	case ASPECT_ROLE:
		return a->principal != AGREEMENT_UNSAID;
	case ASPECT_DISCOUNT:
		return a->discount_percent != AGREEMENT_UNSAID;
	case ASPECT_HOLD:
		return a->hold_days != AGREEMENT_UNSAID;
	case ASPECT_ALLOWANCE:
		return a->shrink_allowance_bp != AGREEMENT_UNSAID;
	default: /* the causes of loss */
		return a->owner[aspect - ASPECT_LOSS] != AGREEMENT_UNSAID;
	}
}

/* The agreement that decides an aspect, or NULL. */
static const struct agreement *resolve(const struct candidates *c,
	const struct terms_sale *sale, int aspect)
{
	size_t count = 0;
	size_t best;

	for (size_t i = 0; i < c->count; i++) {
		if (says(&c->agreements[i], aspect)) {
			c->some[count] = c->keys[i];
			c->origin[count++] = i;
		}
	}
	if (!terms_resolve(c->some, count, sale, &best))
		return NULL;
	return &c->agreements[c->origin[best]];
}

static void apply(struct agreement_terms *out, const struct agreement *a,
	int aspect)
{
	switch (aspect) {
	case ASPECT_TERMS:
		out->terms.kind = a->kind;
		out->terms.value = a->value;
		out->document = a->document;
		break;
	case ASPECT_ROLE:
		out->terms.principal = a->principal == 1;
		break;
	case ASPECT_DISCOUNT:
		out->discount_percent = a->discount_percent;
		break;
	case ASPECT_HOLD:
		out->hold_days = a->hold_days;
		break;
	case ASPECT_ALLOWANCE:
		out->shrink_allowance_bp = a->shrink_allowance_bp;
		break;
	default: /* the causes of loss */
		out->owner[aspect - ASPECT_LOSS] =
			(enum loss_owner)a->owner[aspect - ASPECT_LOSS];
		break;
	}
}

static enum terms_level level_of(const struct agreement *a)
{
	const struct terms_candidate key = {
		.item = a->item,
		.producer = a->producer,
		.category = a->category[0] != '\0',
	};

	return terms_level_of(&key);
}

/* What holds where nobody said anything: the mart bears every loss but goods
 * that were bad when they came. */
static struct agreement_terms default_terms(void)
{
	struct agreement_terms terms = {
		.terms.kind = TERMS_OWN,
		.level = TERMS_LEVEL_MART,
	};

	for (int i = 0; i < CAUSE_COUNT; i++)
		terms.owner[i] = LOSS_MART;
	terms.owner[CAUSE_DEFECT] = LOSS_PRODUCER;
	return terms;
}

enum store_result agreement_explain(struct store *store,
	const struct item *item, int32_t day, int64_t known_ms,
	struct agreement_terms *out, struct agreement_source why[ASPECT_COUNT])
{
	const struct terms_sale sale = {
		.item = item->id,
		.producer = item->producer,
		.category = item->category[0] != '\0',
		.day = day,
	};
	struct agreement_terms found = default_terms();
	struct candidates candidates;
	enum store_result result;

	memset(why, 0, sizeof(*why) * ASPECT_COUNT);
	if (item->producer == 0) {
		*out = found;
		return STORE_OK;
	}
	result = candidates_read(store, item, day, known_ms, &candidates);
	for (int i = 0; result == STORE_OK && i < ASPECT_COUNT; i++) {
		const struct agreement *a = resolve(&candidates, &sale, i);

		if (!a)
			continue;
		apply(&found, a, i);
		why[i].document = a->document;
		why[i].level = level_of(a);
	}
	candidates_free(&candidates);
	if (result != STORE_OK)
		return result;
	if (why[ASPECT_TERMS].document == 0)
		return STORE_NOT_FOUND;
	found.level = why[ASPECT_TERMS].level;
	*out = found;
	return STORE_OK;
}

enum store_result agreement_resolve(struct store *store,
	const struct item *item, int32_t day, struct agreement_terms *out)
{
	struct agreement_source why[ASPECT_COUNT];

	return agreement_explain(store, item, day, INT64_MAX, out, why);
}

enum store_result agreement_payment(struct store *store, int64_t producer,
	int32_t day, struct agreement_payment *out)
{
	/* An item that nothing but its producer is known of. */
	const struct item any = {.producer = producer};
	const struct terms_sale sale = {.producer = producer, .day = day};
	struct candidates candidates;
	const struct agreement *a;
	size_t kept = 0;
	enum store_result result =
		candidates_read(store, &any, day, INT64_MAX, &candidates);

	if (result == STORE_OK) {
		out->hold_days = 0;
		out->minimum_payout = money_of(0);
		a = resolve(&candidates, &sale, ASPECT_HOLD);
		if (a)
			out->hold_days = a->hold_days;
		for (size_t i = 0; i < candidates.count; i++) {
			if (candidates.agreements[i].minimum_payout ==
				AGREEMENT_UNSAID)
				continue;
			candidates.some[kept] = candidates.keys[i];
			candidates.origin[kept++] = i;
		}
		if (terms_resolve(candidates.some, kept, &sale, &kept)) {
			a = &candidates.agreements[candidates.origin[kept]];
			out->minimum_payout = money_of(a->minimum_payout);
		}
	}
	candidates_free(&candidates);
	return result;
}

/* --- writing and listing ------------------------------------------------ */

static void write_if_said(struct document *document, const char *column,
	int64_t value)
{
	if (value != AGREEMENT_UNSAID)
		document_integer(document, column, value);
}

void agreement_write(struct document *document, const struct agreement *a)
{
	document_row(document, "agreement");
	document_integer(document, "line", a->line);
	document_integer_or_null(document, "producer", a->producer);
	document_text(document, "category",
		a->category[0] != '\0' ? a->category : NULL);
	document_integer_or_null(document, "item", a->item);
	document_integer(document, "from_day", a->from_day);
	if (a->to_day != TERMS_NO_END)
		document_integer(document, "to_day", a->to_day);
	if (a->has_terms) {
		document_text(document, "terms", terms_kind_name(a->kind));
		document_integer(document, "value", a->value);
	}
	write_if_said(document, "principal", a->principal);
	write_if_said(document, "discount_percent", a->discount_percent);
	write_if_said(document, "hold_days", a->hold_days);
	write_if_said(document, "minimum_payout", a->minimum_payout);
	write_if_said(document, "shrink_allowance", a->shrink_allowance_bp);
	for (int i = 0; i < CAUSE_COUNT; i++) {
		if (a->owner[i] == AGREEMENT_UNSAID)
			continue;
		document_row(document, "agreement_loss");
		document_integer(document, "line", a->line);
		document_text(document, "cause", cause_words[i]);
		document_text(document, "owner", owner_words[a->owner[i]]);
	}
}

enum store_result agreement_list(struct store *store, int64_t producer,
	agreement_each *each, void *context)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " AGREEMENT_COLUMNS " FROM agreement"
		" WHERE ?1 = 0 OR producer = ?1"
		" ORDER BY from_day, document, line");

	if (statement)
		sqlite3_bind_int64(statement, 1, producer);
	while (statement && store_step(store, statement)) {
		struct agreement agreement;

		read_agreement(statement, &agreement);
		read_losses(store, &agreement);
		each(context, &agreement);
	}
	return store_failed(store);
}

/* --- PPN ---------------------------------------------------------------- */

/* What an inclusive price holds of PPN where the mart says nothing else:
 * 12 % on 11/12 of the price, since 2025 (PMK 131/2024). */
#define PPN_NUMERATOR 11
#define PPN_DENOMINATOR 111

struct tax_rate agreement_ppn(struct store *store, int32_t day)
{
	struct tax_rate rate = {PPN_NUMERATOR, PPN_DENOMINATOR};
	const char *setting = store_setting(store, "ppn", day);
	const char *slash = setting ? strchr(setting, '/') : NULL;
	int64_t numerator, denominator;
	char *text;

	if (!slash)
		return rate;
	text = xstrndup(setting, (size_t)(slash - setting));
	if (text_parse_integer(text, 0, BASIS_POINTS, &numerator) &&
		text_parse_integer(slash + 1, 1, BASIS_POINTS, &denominator) &&
		numerator < denominator)
		rate = (struct tax_rate){numerator, denominator};
	free(text);
	return rate;
}

bool agreement_mart_is_pkp(struct store *store, int32_t day)
{
	const char *since = store_setting(store, "pkp_since", day);
	int64_t from;

	return since &&
		text_parse_integer(since, INT32_MIN, INT32_MAX, &from) &&
		from <= day;
}

enum store_result agreement_both_pkp(struct store *store,
	const struct item *item, int32_t day, bool *both)
{
	struct producer producer;
	enum store_result result;

	*both = false;
	if (item->producer == 0 || item->tax != ITEM_TAX_PPN ||
		!agreement_mart_is_pkp(store, day))
		return STORE_OK;
	result = producer_get(store, item->producer, &producer);
	if (result == STORE_OK)
		*both = producer_is_pkp(&producer, day);
	return result == STORE_NOT_FOUND ? STORE_OK : result;
}
