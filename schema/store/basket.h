/*
 * Baskets that were not sold: put aside, taken up again, given up. The text of
 * a suspended basket is the till's business.
 */
#ifndef TITIPAN_STORE_BASKET_H
#define TITIPAN_STORE_BASKET_H

#include "schema/store/sale.h"

struct suspended {
	int64_t document;
	int64_t number; /* what it is called by; free again once recalled */
	int64_t at_ms;
	int64_t user;
};

/* The suspended baskets that wait, by number; stops when each says false. */
typedef bool suspended_each(void *context, const struct suspended *suspended);
enum store_result suspended_list(struct store *store, suspended_each *each,
	void *context);

/* Appends the text of a waiting one. STORE_NOT_FOUND. */
enum store_result suspended_text(struct store *store, int64_t document,
	struct buffer *out);

/* Adds a suspend document inside store_begin: the lowest number that no
 * waiting basket has. *written gets it. */
enum sale_outcome basket_write_suspend(struct store *store,
	const struct author *author, const unsigned char *token,
	const char *text, struct suspended *written);

/* Adds a recall; SALE_NOT_RECALLED when another took it first. */
enum sale_outcome basket_write_recall(struct store *store,
	const struct author *author, int64_t suspension, int64_t *document);

/* Adds a cancellation with its lines as voided ones. */
enum sale_outcome basket_write_cancel(struct store *store,
	const struct author *author, const unsigned char *token,
	const struct sale_void voids[], size_t count, const char *reason,
	int64_t *document);

#endif
