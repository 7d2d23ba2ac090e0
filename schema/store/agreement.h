/*
 * What is agreed with producers, resolved for one item on one day.
 *
 * Each aspect (the terms, who bears announced discounts, hold days, minimum,
 * losses) is looked for by itself from the narrowest level outwards: item,
 * producer and category, producer, category, mart. So a producer's agreement
 * that only says a percentage keeps the mart's hold days.
 */
#ifndef TITIPAN_STORE_AGREEMENT_H
#define TITIPAN_STORE_AGREEMENT_H

#include "schema/rules/line.h"
#include "schema/rules/loss.h"
#include "schema/rules/terms.h"
#include "schema/store/document.h"
#include "schema/store/item.h"

/* Why goods leave without a sale; the words of `--reason`. */
enum loss_cause {
	CAUSE_DAMAGE,
	CAUSE_EXPIRY,
	CAUSE_SHRINK,
	CAUSE_SAMPLE,
	CAUSE_DEFECT,
	CAUSE_THEFT,
	CAUSE_COUNT
};
const char *loss_cause_name(enum loss_cause cause);
bool loss_cause_parse(const char *word, enum loss_cause *cause);

/* `mart`, `producer`: what facts and `--loss CAUSE=` say. */
const char *loss_owner_name(enum loss_owner owner);

/* What applies to a sale or a loss of one item now. */
struct agreement_terms {
	struct terms terms;
	int64_t document; /* whose terms these are */
	enum terms_level level;
	int discount_percent; /* the producer's part of announced discounts */
	int32_t hold_days;
	enum loss_owner owner[CAUSE_COUNT];
	int64_t shrink_allowance_bp;
};

/* STORE_NOT_FOUND: no agreement gives terms for it that day. Own goods
 * (producer 0) are always found, with TERMS_OWN. */
enum store_result agreement_resolve(struct store *store,
	const struct item *item, int32_t day, struct agreement_terms *out);

/* What is looked for by itself; the causes of loss follow ASPECT_LOSS. */
enum agreement_aspect {
	ASPECT_TERMS,
	ASPECT_ROLE, /* agent or principal */
	ASPECT_DISCOUNT,
	ASPECT_HOLD,
	ASPECT_ALLOWANCE,
	ASPECT_LOSS,
	ASPECT_COUNT = ASPECT_LOSS + CAUSE_COUNT
};

/* Where an aspect was found; document 0: nowhere, the default holds. */
struct agreement_source {
	int64_t document;
	enum terms_level level;
};

/*
 * As agreement_resolve, and tells for each aspect why. Agreements made after
 * the instant known_ms are not looked at (INT64_MAX: all are).
 */
enum store_result agreement_explain(struct store *store,
	const struct item *item, int32_t day, int64_t known_ms,
	struct agreement_terms *out, struct agreement_source why[ASPECT_COUNT]);

/* What applies to a producer as a whole. */
struct agreement_payment {
	struct money minimum_payout;
	int32_t hold_days;
};
enum store_result agreement_payment(struct store *store, int64_t producer,
	int32_t day, struct agreement_payment *out);

/* The word that a fact stores for a kind of terms, and back. */
const char *terms_kind_name(enum terms_kind kind);
bool terms_kind_parse(const char *word, enum terms_kind *kind);

/* One agreement as it was made. What it does not say is AGREEMENT_UNSAID. */
#define AGREEMENT_UNSAID (-1)
struct agreement {
	int64_t document;
	int64_t line;
	int64_t producer; /* 0: any, as are the next two */
	char category[ITEM_CATEGORY_SIZE];
	int64_t item;
	int32_t from_day;
	int32_t to_day; /* inclusive, or TERMS_NO_END */
	bool has_terms;
	enum terms_kind kind;
	int64_t value;
	int principal;        /* 0 agent, 1 principal */
	int discount_percent; /* the producer's part */
	int32_t hold_days;
	int64_t minimum_payout;
	int64_t shrink_allowance_bp;
	int owner[CAUSE_COUNT]; /* an enum loss_owner */
};

/* An agreement that says nothing yet and has no end. */
struct agreement agreement_empty(void);

/* Adds it as line 1, 2, ... (agreement->line) to a document. */
void agreement_write(struct document *document,
	const struct agreement *agreement);

/* Those that are of a producer (0: all of them, the mart's too), oldest
 * first. */
typedef void agreement_each(void *context, const struct agreement *agreement);
enum store_result agreement_list(struct store *store, int64_t producer,
	agreement_each *each, void *context);

/* Whether an item bears PPN while both the mart and its consignor are
 * registered for it: then it cannot be settled rightly, and is refused. */
enum store_result agreement_both_pkp(struct store *store,
	const struct item *item, int32_t day, bool *both);

/* The PPN rate of a day, and whether the mart is registered for it. */
struct tax_rate agreement_ppn(struct store *store, int32_t day);
bool agreement_mart_is_pkp(struct store *store, int32_t day);

#endif
