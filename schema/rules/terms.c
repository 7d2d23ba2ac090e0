/* Which agreement applies: one pass, keeping the best so far. */
#include "schema/rules/terms.h"

static const char *const level_names[] = {
	[TERMS_LEVEL_ITEM] = "item",
	[TERMS_LEVEL_PRODUCER_CATEGORY] = "producer-category",
	[TERMS_LEVEL_PRODUCER] = "producer",
	[TERMS_LEVEL_CATEGORY] = "category",
	[TERMS_LEVEL_MART] = "mart",
};

const char *terms_level_name(enum terms_level level)
{
	return level_names[level];
}

enum terms_level terms_level_of(const struct terms_candidate *candidate)
{
	if (candidate->item != 0)
		return TERMS_LEVEL_ITEM;
	if (candidate->producer != 0)
		return candidate->category != 0 ? TERMS_LEVEL_PRODUCER_CATEGORY
						: TERMS_LEVEL_PRODUCER;
	return candidate->category != 0 ? TERMS_LEVEL_CATEGORY
					: TERMS_LEVEL_MART;
}

static bool names(int64_t wanted, int64_t sold)
{
	return wanted == 0 || wanted == sold;
}

bool terms_applies(const struct terms_candidate *candidate,
	const struct terms_sale *sale)
{
	return names(candidate->item, sale->item) &&
		names(candidate->producer, sale->producer) &&
		names(candidate->category, sale->category) &&
		candidate->from_day <= sale->day &&
		sale->day <= candidate->to_day;
}

static bool is_better(const struct terms_candidate *a,
	const struct terms_candidate *b)
{
	enum terms_level level_a = terms_level_of(a);
	enum terms_level level_b = terms_level_of(b);

	if (level_a != level_b)
		return level_a < level_b;
	if (a->from_day != b->from_day)
		return a->from_day > b->from_day;
	if (a->generation != b->generation)
		return a->generation > b->generation;
	return a->document > b->document;
}

bool terms_resolve(const struct terms_candidate candidates[], size_t count,
	const struct terms_sale *sale, size_t *index)
{
	const struct terms_candidate *best = NULL;

	for (size_t i = 0; i < count; i++) {
		if (!terms_applies(&candidates[i], sale))
			continue;
		if (!best || is_better(&candidates[i], best))
			best = &candidates[i];
	}
	if (!best)
		return false;
	*index = (size_t)(best - candidates);
	return true;
}
