/*
 * Which lots goods are taken from, and what own goods cost, while a write is
 * being built: the books on hand, and what this write has moved already.
 */
#ifndef TITIPAN_STORE_SALE_STOCK_H
#define TITIPAN_STORE_SALE_STOCK_H

#include "schema/rules/money.h"
#include "schema/rules/quantity.h"
#include "schema/store/store.h"

#define STOCK_LOT_SIZE 64
#define STOCK_PIECES_MAX 64 /* lots that one line is spread over */

/* Part of a line, of one lot. */
struct stock_piece {
	char lot[STOCK_LOT_SIZE]; /* "" for none */
	int32_t expiry;           /* 0 for none */
	struct quantity quantity; /* positive */
};

struct stock_pieces {
	struct stock_piece piece[STOCK_PIECES_MAX];
	size_t count;
};

struct stock_moves;
struct stock_moves *stock_moves_new(void);
void stock_moves_free(struct stock_moves *moves);

/*
 * Takes quantity of an item for a sale on a day: from the lots on hand that
 * have not expired, the first to expire first, goods without a date last.
 * What the book does not hold is taken from the goods without a lot, which
 * may go below zero. *cost, for own goods, is the moving average (cost.h).
 */
enum store_result stock_take(struct store *store, struct stock_moves *moves,
	int64_t item, bool own, int32_t day, struct quantity quantity,
	struct stock_pieces *pieces, struct money *cost);

/* Whether all that is on hand of an item on a day has expired. */
enum store_result stock_only_expired(struct store *store, int64_t item,
	int32_t day, bool *expired);

/* Tells moves of goods that came back. cost: own goods, else 0. */
void stock_give_back(struct stock_moves *moves, int64_t item, bool own,
	const struct stock_pieces *pieces, struct money cost);

#endif
