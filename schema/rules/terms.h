/*
 * Which agreement applies to a sale.
 *
 * The narrowest level that has one in force that day wins: item, then
 * producer and category, then producer, then category, then the mart's own
 * default.  Within one level the one that began last wins; of two that began
 * the same day the later generation, then the later document.
 */
#ifndef TITIPAN_SCHEMA_RULES_TERMS_H
#define TITIPAN_SCHEMA_RULES_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An agreement without an end. */
#define TERMS_NO_END INT32_MAX

/* Narrowest first. */
enum terms_level {
	TERMS_LEVEL_ITEM,
	TERMS_LEVEL_PRODUCER_CATEGORY,
	TERMS_LEVEL_PRODUCER,
	TERMS_LEVEL_CATEGORY,
	TERMS_LEVEL_MART,
};

/* One agreement; 0 stands for "any".  Its level is read off what is set. */
struct terms_candidate {
	int64_t item;
	int64_t producer;
	int64_t category;
	int32_t from_day; /* the first day */
	int32_t to_day;   /* the last day, or TERMS_NO_END */
	int64_t generation;
	int64_t document; /* the key of the document that made it */
};

/* What is sold; category 0 if it has none. */
struct terms_sale {
	int64_t item;
	int64_t producer;
	int64_t category;
	int32_t day;
};

/* The level of an agreement, by what it names. */
enum terms_level terms_level_of(const struct terms_candidate *candidate);

/* Whether it is for this sale and in force that day. */
bool terms_applies(const struct terms_candidate *candidate,
	const struct terms_sale *sale);

/*
 * The agreement that applies among candidates[0..count) (in any order; those
 * of other sales are passed over).  False: none; *index untouched.
 */
bool terms_resolve(const struct terms_candidate candidates[], size_t count,
	const struct terms_sale *sale, size_t *index);

/* A stable word for a level: item, producer-category, producer, … */
const char *terms_level_name(enum terms_level level);

#endif
