/*
 * First to expire, first out; and the moving average. Both read the books and
 * what the same write has moved since, so two lines of one item on a receipt
 * are two sales one after the other.
 */
#include "schema/store/sale_stock.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "schema/rules/cost.h"
#include "schema/store/store_int.h"

/* What one piece of this write added (positive) to a lot and to the value. */
struct move {
	int64_t item;
	char lot[STOCK_LOT_SIZE];
	int32_t expiry;
	int64_t thousandths;
	int64_t rupiah;
	bool own;
};

struct stock_moves {
	struct move *moves;
	size_t count;
	size_t room;
};

struct stock_moves *stock_moves_new(void)
{
	return xcalloc(1, sizeof(struct stock_moves));
}

void stock_moves_free(struct stock_moves *moves)
{
	if (moves == NULL)
		return;
	free(moves->moves);
	free(moves);
}

static void note(struct stock_moves *moves, int64_t item,
	const struct stock_piece *piece, int64_t thousandths, int64_t rupiah,
	bool own)
{
	struct move *move;

	if (moves->count == moves->room) {
		moves->room = moves->room == 0 ? 16 : 2 * moves->room;
		moves->moves = xreallocarray(moves->moves, moves->room,
			sizeof(*moves->moves));
	}
	move = &moves->moves[moves->count++];
	*move = (struct move){.item = item,
		.expiry = piece->expiry,
		.thousandths = thousandths,
		.rupiah = rupiah,
		.own = own};
	snprintf(move->lot, sizeof(move->lot), "%s", piece->lot);
}

static int64_t moved_of_lot(const struct stock_moves *moves, int64_t item,
	const char *lot, int32_t expiry)
{
	int64_t sum = 0;

	for (size_t i = 0; i < moves->count; i++) {
		const struct move *move = &moves->moves[i];

		if (move->item == item && move->expiry == expiry &&
			strcmp(move->lot, lot) == 0)
			sum += move->thousandths;
	}
	return sum;
}

static void add_piece(struct stock_pieces *pieces, const char *lot,
	int32_t expiry, int64_t thousandths)
{
	struct stock_piece *piece;

	for (size_t i = 0; i < pieces->count; i++) {
		piece = &pieces->piece[i];
		if (piece->expiry == expiry && strcmp(piece->lot, lot) == 0) {
			piece->quantity = quantity_of(thousandths +
				quantity_thousandths(piece->quantity));
			return;
		}
	}
	assert(pieces->count < STOCK_PIECES_MAX);
	piece = &pieces->piece[pieces->count++];
	snprintf(piece->lot, sizeof(piece->lot), "%s", lot);
	piece->expiry = expiry;
	piece->quantity = quantity_of(thousandths);
}

static enum store_result take_lots(struct store *store,
	const struct stock_moves *moves, int64_t item, int32_t day,
	int64_t wanted, struct stock_pieces *pieces)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT lot, expiry, quantity FROM on_hand "
		"WHERE item = ?1 AND (expiry = 0 OR expiry >= ?2) "
		"ORDER BY expiry = 0, expiry, lot");

	pieces->count = 0;
	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, item);
	sqlite3_bind_int64(query, 2, day);
	while (wanted > 0 && store_step(store, query)) {
		const char *lot = store_text(query, 0);
		int32_t expiry = sqlite3_column_int(query, 1);
		int64_t here = sqlite3_column_int64(query, 2) +
			moved_of_lot(moves, item, lot, expiry);

		if (here <= 0 || pieces->count == STOCK_PIECES_MAX - 1)
			continue;
		here = here < wanted ? here : wanted;
		add_piece(pieces, lot, expiry, here);
		wanted -= here;
	}
	store_reset(query);
	if (wanted > 0)
		add_piece(pieces, "", 0, wanted);
	return store_failed(store);
}

/* The last price a unit that own goods were bought at. */
static enum store_result last_cost(struct store *store, int64_t item,
	struct money *unit)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT cost, quantity FROM stock_line "
		"WHERE item = ?1 AND cost > 0 AND quantity > 0 "
		"ORDER BY document DESC, line DESC LIMIT 1");

	*unit = money_of(0);
	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, item);
	if (store_step(store, query) &&
		!money_half_up(unit, money_of(sqlite3_column_int64(query, 0)),
			QUANTITY_ONE, sqlite3_column_int64(query, 1)))
		*unit = money_of(0);
	store_reset(query);
	return store_failed(store);
}

static enum store_result take_cost(struct store *store,
	const struct stock_moves *moves, int64_t item, struct quantity quantity,
	struct money *cost)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT quantity, value FROM inventory WHERE item = ?1");
	int64_t thousandths = 0, rupiah = 0;
	struct cost_on_hand hand = {.last_unit = money_of(0)};
	enum store_result result = STORE_OK;

	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, item);
	if (store_step(store, query)) {
		thousandths = sqlite3_column_int64(query, 0);
		rupiah = sqlite3_column_int64(query, 1);
	}
	store_reset(query);
	for (size_t i = 0; i < moves->count; i++)
		if (moves->moves[i].item == item && moves->moves[i].own) {
			thousandths += moves->moves[i].thousandths;
			rupiah += moves->moves[i].rupiah;
		}
	if (!quantity_from(&hand.quantity, thousandths) ||
		!money_from(&hand.value, rupiah))
		return store_fail(store, STORE_DAMAGED, "inventory");
	if (thousandths <= 0 || rupiah < 0)
		result = last_cost(store, item, &hand.last_unit);
	if (!cost_of(&hand, quantity, cost))
		*cost = money_of(0);
	return result == STORE_OK ? store_failed(store) : result;
}

enum store_result stock_take(struct store *store, struct stock_moves *moves,
	int64_t item, bool own, int32_t day, struct quantity quantity,
	struct stock_pieces *pieces, struct money *cost)
{
	enum store_result result = take_lots(store, moves, item, day,
		quantity_thousandths(quantity), pieces);

	*cost = money_of(0);
	if (result == STORE_OK && own)
		result = take_cost(store, moves, item, quantity, cost);
	if (result != STORE_OK)
		return result;
	for (size_t i = 0; i < pieces->count; i++)
		note(moves, item, &pieces->piece[i],
			-quantity_thousandths(pieces->piece[i].quantity),
			i == 0 ? -money_rupiah(*cost) : 0, own);
	return STORE_OK;
}

void stock_give_back(struct stock_moves *moves, int64_t item, bool own,
	const struct stock_pieces *pieces, struct money cost)
{
	for (size_t i = 0; i < pieces->count; i++)
		note(moves, item, &pieces->piece[i],
			quantity_thousandths(pieces->piece[i].quantity),
			i == 0 ? money_rupiah(cost) : 0, own);
}

enum store_result stock_only_expired(struct store *store, int64_t item,
	int32_t day, bool *expired)
{
	const int64_t arguments[] = {item, day};

	*expired = store_integer(store,
			   "SELECT count(*) > 0"
			   " AND sum(expiry = 0 OR expiry >= ?2) = 0 "
			   "FROM on_hand WHERE item = ?1 AND quantity > 0",
			   2, arguments, 0) == 1;
	return store_failed(store);
}
