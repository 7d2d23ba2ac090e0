/*
 * Movements of goods that are no sale. Consigned goods that come in post
 * nothing; own goods come in at what they cost. What leaves by loss is borne
 * by whom the agreement names.
 */
#include "schema/store/stock.h"

#include <assert.h>
#include <string.h>

#include "drivers/system/text.h"
#include "schema/store/column.h"
#include "schema/store/producer.h"

const char *stock_message(enum stock_outcome outcome)
{
	static const char *const messages[] = {
		[STOCK_DONE] = N_("done"),
		[STOCK_TOO_MUCH] = N_("is more than is on hand"),
		[STOCK_NOT_WHOLE] = N_("is counted in whole pieces"),
		[STOCK_NO_TERMS] =
			N_("no agreement says what the producer gets "
			   "for it; `agreement set` first"),
		[STOCK_NO_PRICE] = N_("has no price, so a loss cannot be "
				      "credited; `item edit --price` first"),
		[STOCK_BOTH_PKP] =
			N_("bears PPN while the mart and its producer "
			   "are both registered for it; who owes it "
			   "is not settled in law, so it is refused"),
		[STOCK_OUT_OF_BOUND] = N_("comes to more than the books hold"),
		[STOCK_STORE_FAILED] = N_("the file could not be read"),
	};

	return messages[outcome];
}

/* --- suppliers ---------------------------------------------------------- */

enum store_result supplier_find(struct store *store, const char *name,
	int64_t *supplier)
{
	bool found = false;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT id FROM supplier WHERE name = ?1 ORDER BY id LIMIT 1");

	if (statement) {
		sqlite3_bind_text(statement, 1, name, -1, SQLITE_TRANSIENT);
		found = store_step(store, statement);
	}
	if (found) {
		*supplier = sqlite3_column_int64(statement, 0);
		store_reset(statement);
	}
	return store_ended(store, found);
}

enum store_result supplier_write(struct store *store, struct document *document,
	const char *name, int64_t *supplier)
{
	*supplier = document_new_thing(store);
	document_row(document, "supplier_revision");
	document_integer(document, "supplier", *supplier);
	document_integer(document, "generation", 1);
	document_text(document, "name", name);
	return store_failed(store);
}

enum store_result supplier_name(struct store *store, int64_t supplier,
	char name[SUPPLIER_NAME_SIZE])
{
	bool found = false;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT name FROM supplier WHERE id = ?1");

	if (statement) {
		sqlite3_bind_int64(statement, 1, supplier);
		found = store_step(store, statement);
	}
	if (found) {
		column_copy(statement, 0, name, SUPPLIER_NAME_SIZE);
		store_reset(statement);
	}
	return store_ended(store, found);
}

/* --- goods in ----------------------------------------------------------- */

enum stock_outcome stock_check_quantity(const struct item *item,
	struct quantity quantity)
{
	if (item_is_counted(item) &&
		!quantity_is_multiple(quantity, quantity_of(QUANTITY_ONE)))
		return STOCK_NOT_WHOLE;
	return STOCK_DONE;
}

enum store_result stock_available(struct store *store, int64_t item,
	const char *lot, struct quantity *available)
{
	int64_t thousandths = 0;
	enum store_result result;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT coalesce(SUM(quantity), 0) FROM on_hand"
		" WHERE item = ?1 AND (?2 IS NULL OR lot = ?2)");

	if (statement) {
		sqlite3_bind_int64(statement, 1, item);
		sqlite3_bind_text(statement, 2, lot, -1, SQLITE_TRANSIENT);
		if (store_step(store, statement)) {
			thousandths = sqlite3_column_int64(statement, 0);
			store_reset(statement);
		}
	}
	result = store_failed(store);
	if (result == STORE_OK && !quantity_from(available, thousandths))
		return store_fail(store, STORE_DAMAGED,
			"the stock of an item is out of bounds");
	return result;
}

enum store_result stock_unit_cost(struct store *store, int64_t item,
	struct money *cost)
{
	struct money value = money_of(0);
	int64_t thousandths = 0;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT quantity, value FROM inventory"
		" WHERE item = ?1 AND quantity > 0");

	if (statement) {
		sqlite3_bind_int64(statement, 1, item);
		if (store_step(store, statement)) {
			thousandths = sqlite3_column_int64(statement, 0);
			value = column_money(statement, 1);
			store_reset(statement);
		}
	}
	return store_ended(store,
		thousandths > 0 &&
			money_half_up(cost, value, QUANTITY_ONE, thousandths));
}

void stock_write_head(struct document *document, int64_t producer,
	int64_t supplier, const char *reason)
{
	document_row(document, "stock");
	document_integer_or_null(document, "producer", producer);
	document_integer_or_null(document, "supplier", supplier);
	document_text(document, "reason", reason);
}

static void write_line(struct document *document, int64_t line,
	const struct stock_want *want, const char *lot, int32_t expiry,
	int64_t thousandths, const char *movement)
{
	document_row(document, "stock_line");
	document_integer(document, "line", line);
	document_integer(document, "item", want->item.id);
	document_text(document, "lot", lot);
	document_integer(document, "expiry", expiry);
	document_integer(document, "quantity", thousandths);
	document_text(document, "movement", movement);
	document_integer_or_null(document, "producer", want->item.producer);
}

/* That somebody's goods may be here at all. */
static enum stock_outcome check_terms(struct store *store,
	const struct item *item, struct agreement_terms *terms)
{
	int32_t today = store_today(store);
	bool both = false;
	enum store_result result = agreement_resolve(store, item, today, terms);

	if (result == STORE_NOT_FOUND)
		return STOCK_NO_TERMS;
	if (result == STORE_OK)
		result = agreement_both_pkp(store, item, today, &both);
	if (result != STORE_OK)
		return STOCK_STORE_FAILED;
	return both ? STOCK_BOTH_PKP : STOCK_DONE;
}

enum stock_outcome stock_write_received(struct store *store,
	struct document *document, int64_t line, const struct stock_want *want,
	int64_t supplier)
{
	struct agreement_terms terms;
	struct money cost = money_of(0);
	enum stock_outcome outcome;

	assert((supplier != 0) == (want->item.producer == 0));
	assert((supplier != 0) == want->has_unit_cost);
	outcome = check_terms(store, &want->item, &terms);
	if (outcome != STOCK_DONE)
		return outcome;
	if (want->has_unit_cost &&
		!quantity_amount(&cost, want->unit_cost, want->quantity))
		return STOCK_OUT_OF_BOUND;
	write_line(document, line, want, want->has_lot ? want->lot : "",
		want->expiry, quantity_thousandths(want->quantity), "received");
	if (supplier != 0) {
		document_integer(document, "supplier", supplier);
		document_integer(document, "cost", money_rupiah(cost));
	}
	return STOCK_DONE;
}

/* --- goods out ---------------------------------------------------------- */

/* The pieces of one lot, first to expire first. */
static enum store_result take_lot(struct store *store,
	const struct stock_want *want, struct stock_pieces *pieces)
{
	int64_t wanted = quantity_thousandths(want->quantity);
	sqlite3_stmt *statement = store_statement(store,
		"SELECT expiry, quantity FROM on_hand"
		" WHERE item = ?1 AND lot = ?2 AND quantity > 0"
		" ORDER BY expiry = 0, expiry");

	pieces->count = 0;
	if (!statement)
		return store_failed(store);
	sqlite3_bind_int64(statement, 1, want->item.id);
	sqlite3_bind_text(statement, 2, want->lot, -1, SQLITE_TRANSIENT);
	while (wanted > 0 && pieces->count < STOCK_PIECES_MAX &&
		store_step(store, statement)) {
		int64_t here = sqlite3_column_int64(statement, 1);
		struct stock_piece *piece = &pieces->piece[pieces->count++];

		here = here < wanted ? here : wanted;
		snprintf(piece->lot, sizeof(piece->lot), "%s", want->lot);
		piece->expiry = sqlite3_column_int(statement, 0);
		piece->quantity = quantity_of(here);
		wanted -= here;
	}
	store_reset(statement);
	return store_failed(store);
}

/* Which lots the goods come from, and what own goods take of their value. */
static enum stock_outcome take(struct store *store, struct stock_moves *moves,
	const struct stock_want *want, struct stock_pieces *pieces,
	struct money *cost)
{
	struct quantity available;
	enum store_result result = stock_available(store, want->item.id,
		want->has_lot ? want->lot : NULL, &available);

	if (result != STORE_OK)
		return STOCK_STORE_FAILED;
	if (quantity_compare(want->quantity, available) > 0)
		return STOCK_TOO_MUCH;
	/* from the first day on, so that what has expired goes first */
	result = stock_take(store, moves, want->item.id,
		want->item.producer == 0, INT32_MIN, want->quantity, pieces,
		cost);
	if (result == STORE_OK && want->has_lot)
		result = take_lot(store, want, pieces);
	return result == STORE_OK ? STOCK_DONE : STOCK_STORE_FAILED;
}

/* The credit for a loss that the mart bears, as line_price reckons it. */
static enum stock_outcome reckon_credit(struct store *store,
	const struct stock_want *want, const struct agreement_terms *terms,
	struct line_amounts *amounts)
{
	int32_t today = store_today(store);
	const struct line_input line = {
		.price = want->item.price,
		.quantity = want->quantity,
		.taxed = want->item.tax == ITEM_TAX_PPN &&
			agreement_mart_is_pkp(store, today),
		.terms = terms->terms,
	};
	struct line_result reckoned;

	if (!want->item.has_price)
		return STOCK_NO_PRICE;
	if (line_price(&line, agreement_ppn(store, today), &reckoned) !=
		LINE_OK)
		return STOCK_OUT_OF_BOUND;
	*amounts = reckoned.stored;
	return STOCK_DONE;
}

/* Of an amount for n thousandths, the part of those from before to upto, so
 * that the parts of all pieces add up to the amount. */
static int64_t part_of(struct money amount, int64_t before, int64_t upto,
	int64_t n)
{
	struct money a = money_of(0), b = money_of(0);
	bool fits = money_half_up(&a, amount, before, n) &&
		money_half_up(&b, amount, upto, n);

	assert(fits); /* fractions of at most 1 */
	(void)fits;
	return money_rupiah(b) - money_rupiah(a);
}

/* What each piece of goods that leave carries of the whole. */
struct leaving {
	const struct stock_want *want;
	const struct stock_leave *leave;
	const struct agreement_terms *terms;
	bool credited;
	struct line_amounts amounts;
	struct money cost;
};

static void write_piece(struct document *document, const struct leaving *l,
	const struct stock_piece *piece, int64_t line, int64_t before)
{
	const struct stock_want *want = l->want;
	int64_t here = quantity_thousandths(piece->quantity);
	int64_t all = quantity_thousandths(want->quantity);
	int64_t upto = before + here;

	write_line(document, line, want, piece->lot, piece->expiry, -here,
		l->leave->lost ? loss_cause_name(l->leave->cause) : "returned");
	if (want->item.producer == 0) {
		document_integer_or_null(document, "supplier",
			l->leave->supplier);
		document_integer(document, "cost",
			-part_of(l->cost, before, upto, all));
		return;
	}
	if (!l->leave->lost)
		return;
	document_text(document, "owner",
		loss_owner_name(l->terms->owner[l->leave->cause]));
	if (!l->credited)
		return;
	document_integer(document, "credited", here);
	document_integer(document, "price", money_rupiah(want->item.price));
	document_integer(document, "agreement", l->terms->document);
	document_text(document, "terms", terms_kind_name(l->terms->terms.kind));
	document_integer(document, "value", l->terms->terms.value);
	document_integer(document, "gross",
		part_of(l->amounts.gross, before, upto, all));
	document_integer_or_null(document, "tax_base",
		part_of(l->amounts.tax_base, before, upto, all));
	document_integer(document, "share",
		part_of(l->amounts.share, before, upto, all));
}

enum stock_outcome stock_write_leave(struct store *store,
	struct document *document, struct stock_moves *moves,
	const struct stock_want *want, const struct stock_leave *leave,
	int64_t *line)
{
	struct agreement_terms terms = {0};
	struct leaving leaving = {.want = want,
		.leave = leave,
		.terms = &terms,
		.cost = money_of(0)};
	struct stock_pieces pieces;
	enum stock_outcome outcome;
	int64_t before = 0;

	if (leave->lost && want->item.producer != 0) {
		outcome = check_terms(store, &want->item, &terms);
		if (outcome != STOCK_DONE)
			return outcome;
		/* A loss told by hand is credited in full where the mart is
		 * the owner: the shrink allowance is reckoned by counts, on
		 * what was received since the one before. */
		leaving.credited = terms.owner[leave->cause] == LOSS_MART;
	}
	if (leaving.credited) {
		outcome = reckon_credit(store, want, &terms, &leaving.amounts);
		if (outcome != STOCK_DONE)
			return outcome;
	}
	outcome = take(store, moves, want, &pieces, &leaving.cost);
	if (outcome != STOCK_DONE)
		return outcome;
	if (leave->supplier != 0 && want->has_unit_cost &&
		!quantity_amount(&leaving.cost, want->unit_cost,
			want->quantity))
		return STOCK_OUT_OF_BOUND;
	for (size_t i = 0; i < pieces.count; i++) {
		write_piece(document, &leaving, &pieces.piece[i], (*line)++,
			before);
		before += quantity_thousandths(pieces.piece[i].quantity);
	}
	assert(before == quantity_thousandths(want->quantity));
	return STOCK_DONE;
}

enum store_result stock_lines(struct store *store, int64_t document,
	stock_each_line *each, void *context)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT item, lot, expiry, abs(quantity), movement, owner,"
		" coalesce(share, 0), abs(coalesce(cost, 0)) FROM stock_line"
		" WHERE document = ?1 ORDER BY line");

	if (statement)
		sqlite3_bind_int64(statement, 1, document);
	while (statement && store_step(store, statement)) {
		struct stock_line line = {.item.sku = "?"};

		item_get(store, sqlite3_column_int64(statement, 0), &line.item);
		column_copy(statement, 1, line.lot, sizeof(line.lot));
		line.expiry = sqlite3_column_int(statement, 2);
		line.quantity = column_quantity(statement, 3);
		column_copy(statement, 4, line.movement, sizeof(line.movement));
		line.has_owner = !column_is_null(statement, 5);
		line.owner = strcmp(store_text(statement, 5),
				     loss_owner_name(LOSS_PRODUCER)) == 0
			? LOSS_PRODUCER
			: LOSS_MART;
		line.share = column_money(statement, 6);
		line.cost = column_money(statement, 7);
		each(context, &line);
	}
	return store_failed(store);
}

/* --- what there is ------------------------------------------------------ */

enum store_result stock_show(struct store *store, int64_t item,
	int64_t producer, stock_each *each, void *context)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT i.id, i.sku, i.name, i.unit, i.category, i.active,"
		" c.producer, p.code, r.price, h.lot, h.expiry, h.quantity"
		" FROM item i"
		" LEFT JOIN on_hand h ON h.item = i.id"
		" LEFT JOIN consignor c ON c.id = i.id"
		" LEFT JOIN producer p ON p.id = c.producer"
		" LEFT JOIN price r ON r.item = i.id AND r.list = 'retail'"
		" WHERE (i.active = 1 OR h.quantity IS NOT NULL)"
		" AND (?1 = 0 OR i.id = ?1) AND (?2 = 0 OR c.producer = ?2)"
		" ORDER BY i.sku, i.id, h.expiry = 0, h.expiry, h.lot");

	if (statement) {
		sqlite3_bind_int64(statement, 1, item);
		sqlite3_bind_int64(statement, 2, producer);
	}
	while (statement && store_step(store, statement)) {
		struct stock_row row = {0};

		row.item.id = sqlite3_column_int64(statement, 0);
		column_copy(statement, 1, row.item.sku, sizeof(row.item.sku));
		column_copy(statement, 2, row.item.name, sizeof(row.item.name));
		column_copy(statement, 3, row.item.unit, sizeof(row.item.unit));
		column_copy(statement, 4, row.item.category,
			sizeof(row.item.category));
		row.item.active = sqlite3_column_int64(statement, 5) != 0;
		row.item.producer = column_integer(statement, 6, 0);
		column_copy(statement, 7, row.producer, sizeof(row.producer));
		row.item.has_price = !column_is_null(statement, 8);
		row.item.price = column_money(statement, 8);
		column_copy(statement, 9, row.lot, sizeof(row.lot));
		row.expiry = (int32_t)column_integer(statement, 10, 0);
		row.on_hand = column_quantity(statement, 11);
		each(context, &row);
	}
	return store_failed(store);
}

enum store_result stock_history(struct store *store, int64_t item,
	struct days days, stock_each_event *each, void *context)
{
	int64_t balance = 0;
	sqlite3_stmt *statement = store_statement(store,
		"WITH moved AS ("
		" SELECT document, movement, lot, quantity"
		" FROM stock_line WHERE item = ?1"
		" UNION ALL"
		" SELECT l.document, iif(l.quantity < 0, 'refunded', 'sold'),"
		"  coalesce(l.lot, ''), coalesce((SELECT SUM(m.quantity)"
		"   FROM sale_line_lot m WHERE m.document = l.document"
		"   AND m.line = l.line), 0) - l.quantity"
		" FROM sale_line l WHERE l.item = ?1"
		" UNION ALL"
		" SELECT m.document, iif(m.quantity < 0, 'refunded', 'sold'),"
		"  m.lot, -m.quantity"
		" FROM sale_line_lot m JOIN sale_line l"
		"  ON l.document = m.document AND l.line = m.line"
		" WHERE l.item = ?1)"
		" SELECT d.at, v.document, d.kind, v.movement, v.lot,"
		"  SUM(v.quantity), d.day"
		" FROM moved v JOIN document d ON d.id = v.document"
		" GROUP BY v.document, v.movement, v.lot"
		" ORDER BY d.at, v.document, v.movement, v.lot");

	if (statement)
		sqlite3_bind_int64(statement, 1, item);
	while (statement && store_step(store, statement)) {
		struct stock_event event = {
			.at_ms = sqlite3_column_int64(statement, 0),
			.document = sqlite3_column_int64(statement, 1),
			.kind = store_text(statement, 2),
			.movement = store_text(statement, 3),
			.lot = store_text(statement, 4),
			.quantity = column_quantity(statement, 5),
		};
		int32_t day;

		balance += quantity_thousandths(event.quantity);
		event.balance = balance;
		day = sqlite3_column_int(statement, 6);
		if (day >= days.from && day <= days.to)
			each(context, &event);
	}
	return store_failed(store);
}

bool stock_has_goods_of(struct store *store, int64_t producer)
{
	return store_integer(store,
		       "SELECT EXISTS (SELECT 1 FROM consignor c"
		       " JOIN on_hand h ON h.item = c.id"
		       " WHERE c.producer = ?1 AND h.quantity <> 0)",
		       1, &producer, 0) != 0;
}
