/*
 * Walking back and forth between payouts, settlements, receipts and lots.
 */
#include "schema/store/trace.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "schema/store/payout.h"
#include "schema/store/sale.h"
#include "schema/store/store_int.h"

struct trace {
	struct store *store;
	trace_each *each;
	void *context;
	char from[DOCUMENT_TEXT_SIZE]; /* of the settlement being walked */
};

static void say(const struct trace *trace, const struct trace_step *step)
{
	trace->each(trace->context, step);
}

/* --- back: payout, settlement, receipts ------------------------------- */

static void say_source(void *context, const struct settlement_source *source)
{
	struct trace *trace = context;
	char document[DOCUMENT_TEXT_SIZE], receipt[SALE_RECEIPT_SIZE] = "";

	document_format(source->document, document);
	if (source->number != 0)
		sale_receipt_text(trace->store, document_node(source->document),
			source->number, receipt);
	say(trace,
		&(const struct trace_step){
			.from = trace->from,
			.to = receipt[0] ? receipt : document,
			.document = source->document,
			.receipt = receipt,
			.sku = source->row.item.sku,
			.has_quantity = source->row.item.id != 0,
			.quantity = source->row.quantity,
			.has_amount = true,
			.amount = source->row.share,
			.kind = source->row.kind,
		});
}

/* A payout is walked to its settlement; without a sign when the settlement is
 * walked to its payouts. */
static void say_payout_back(void *context, const struct payout *payout)
{
	const struct trace *trace = context;
	char from[DOCUMENT_TEXT_SIZE], to[DOCUMENT_TEXT_SIZE];

	if (payout->late)
		return;
	say(trace,
		&(const struct trace_step){
			.from = document_format(payout->id, from),
			.to = document_format(payout->settlement, to),
			.document = payout->settlement,
			.receipt = "",
			.sku = "",
			.has_amount = true,
			.amount = payout->amount,
			.kind = "payout",
		});
}

/* The settlement's lines, and those before it while they left a rest. */
static enum store_result walk_back(struct trace *trace, int64_t id)
{
	struct settlement s;
	enum store_result result = settlement_get(trace->store, id, &s);

	while (result == STORE_OK) {
		char previous[DOCUMENT_TEXT_SIZE];

		document_format(s.id, trace->from);
		result =
			settlement_sources(trace->store, &s, say_source, trace);
		if (result != STORE_OK || money_sign(s.opening) == 0)
			break;
		say(trace,
			&(const struct trace_step){
				.from = trace->from,
				.to = document_format(s.previous, previous),
				.document = s.previous,
				.receipt = "",
				.sku = "",
				.has_amount = true,
				.amount = s.opening,
				.kind = "opening",
			});
		result = payout_list(trace->store, s.previous, CALENDAR_ALWAYS,
			say_payout_back, trace);
		if (result == STORE_OK)
			result = settlement_get(trace->store, s.previous, &s);
	}
	return result;
}

enum store_result trace_payout(struct store *store, int64_t id,
	trace_each *each, void *context)
{
	struct trace trace = {.store = store, .each = each, .context = context};
	struct payout payout;
	enum store_result result = payout_get(store, id, &payout);

	if (result != STORE_OK)
		return result;
	payout.late = false;
	say_payout_back(&trace, &payout);
	return walk_back(&trace, payout.settlement);
}

enum store_result trace_settlement(struct store *store, int64_t id,
	trace_each *each, void *context)
{
	struct trace trace = {.store = store, .each = each, .context = context};
	struct settlement settlement;
	enum store_result result = settlement_get(store, id, &settlement);

	if (result == STORE_OK)
		result = payout_list(store, id, CALENDAR_ALWAYS,
			say_payout_back, &trace);
	return result == STORE_OK ? walk_back(&trace, id) : result;
}

/* --- forward: receipt, settlement, payouts ---------------------------- */

static void say_payout_forward(void *context, const struct payout *payout)
{
	const struct trace *trace = context;
	char to[DOCUMENT_TEXT_SIZE];

	say(trace,
		&(const struct trace_step){
			.from = trace->from,
			.to = document_format(payout->id, to),
			.document = payout->id,
			.receipt = "",
			.sku = "",
			.has_amount = true,
			.amount = payout->amount,
			.kind = payout->late ? "correction" : "payout",
		});
}

/* Payouts on it, and on those that carry its rest. */
static enum store_result walk_forward(struct trace *trace, int64_t id)
{
	enum store_result result = STORE_OK;

	while (result == STORE_OK && id != 0) {
		struct settlement s;
		char next[DOCUMENT_TEXT_SIZE];
		struct money rest;

		document_format(id, trace->from);
		result = payout_list(trace->store, id, CALENDAR_ALWAYS,
			say_payout_forward, trace);
		if (result == STORE_OK)
			result = settlement_get(trace->store, id, &s);
		if (result != STORE_OK)
			break;
		id = settlement_after(trace->store, &s);
		rest = money_minus(s.payable, s.paid);
		if (id == 0 || money_sign(rest) == 0)
			break;
		say(trace,
			&(const struct trace_step){
				.from = trace->from,
				.to = document_format(id, next),
				.document = id,
				.receipt = "",
				.sku = "",
				.has_amount = true,
				.amount = rest,
				.kind = "opening",
			});
	}
	return result;
}

/* Settlements that a receipt led to, each once. */
struct reached {
	int64_t *ids;
	size_t count;
};

static void reach(struct reached *reached, int64_t id)
{
	for (size_t i = 0; i < reached->count; i++) {
		if (reached->ids[i] == id)
			return;
	}
	reached->ids = xreallocarray(reached->ids, reached->count + 1,
		sizeof(*reached->ids));
	reached->ids[reached->count++] = id;
}

/* The consigned lines of the receipt and of the refunds of it. */
static enum store_result say_lines(struct trace *trace, int64_t receipt,
	struct reached *reached)
{
	sqlite3_stmt *q = store_statement(trace->store,
		"SELECT l.document, l.producer, l.due, i.sku, l.quantity, "
		"coalesce(l.share, 0) FROM (SELECT ?1 AS document UNION "
		"SELECT document FROM sale WHERE refund_of = ?1) r "
		"CROSS JOIN sale_line l ON l.document = r.document "
		"LEFT JOIN item i ON i.id = l.item "
		"WHERE l.producer IS NOT NULL ORDER BY l.document, l.line");

	if (!q)
		return store_failed(trace->store);
	sqlite3_bind_int64(q, 1, receipt);
	while (store_step(trace->store, q)) {
		const int64_t document = sqlite3_column_int64(q, 0);
		const int64_t quantity = sqlite3_column_int64(q, 4);
		char number[SALE_RECEIPT_SIZE], to[DOCUMENT_TEXT_SIZE] = "";
		int64_t settlement = settlement_of_line(trace->store,
			sqlite3_column_int64(q, 1), document,
			sqlite3_column_int(q, 2));

		if (settlement != 0) {
			reach(reached, settlement);
			document_format(settlement, to);
		}
		sale_receipt(trace->store, document, number);
		say(trace,
			&(const struct trace_step){
				.from = number,
				.to = to,
				.document = document,
				.receipt = number,
				.sku = store_text(q, 3),
				.has_quantity = true,
				.quantity = quantity_of(quantity),
				.has_amount = true,
				.amount = money_of(sqlite3_column_int64(q, 5)),
				.kind = quantity < 0 ? "refund" : "sale",
			});
	}
	return store_failed(trace->store);
}

enum store_result trace_receipt(struct store *store, int64_t document,
	trace_each *each, void *context)
{
	struct trace trace = {.store = store, .each = each, .context = context};
	struct reached reached = {0};
	char number[SALE_RECEIPT_SIZE];
	enum store_result result;

	if (sale_receipt(store, document, number)[0] == '\0')
		return STORE_NOT_FOUND;
	result = say_lines(&trace, document, &reached);
	for (size_t i = 0; result == STORE_OK && i < reached.count; i++)
		result = walk_forward(&trace, reached.ids[i]);
	free(reached.ids);
	return result;
}

/* --- lots ------------------------------------------------------------- */

/* What of a line's share falls on the part of it that came out of this lot; a
  * line of one lot gives all of it. */
static int64_t part_of(int64_t share, int64_t quantity, int64_t whole)
{
	int64_t part = 0;

	if (whole == 0 ||
		!round_half_up(&part, share,
			quantity < 0 ? -quantity : quantity,
			whole < 0 ? -whole : whole))
		return 0;
	return part;
}

static void say_goods(struct trace *trace, const char *lot, sqlite3_stmt *q)
{
	const int64_t document = sqlite3_column_int64(q, 0);
	const int64_t quantity = sqlite3_column_int64(q, 3);
	const bool in = quantity > 0;
	char text[DOCUMENT_TEXT_SIZE];

	document_format(document, text);
	say(trace,
		&(const struct trace_step){
			.from = in ? text : lot,
			.to = in ? lot : text,
			.document = document,
			.receipt = "",
			.sku = store_text(q, 2),
			.has_quantity = true,
			.quantity = quantity_of(quantity),
			.has_amount = sqlite3_column_type(q, 4) != SQLITE_NULL,
			.amount = money_of(sqlite3_column_int64(q, 4)),
			.kind = store_text(q, 1),
		});
}

static enum store_result walk_goods(struct trace *trace, const char *lot,
	size_t *steps)
{
	sqlite3_stmt *q = store_statement(trace->store,
		"SELECT l.document, l.movement, i.sku, l.quantity, l.share "
		"FROM stock_line l LEFT JOIN item i ON i.id = l.item "
		"WHERE l.lot = ?1 ORDER BY l.document, l.line");

	if (!q)
		return store_failed(trace->store);
	sqlite3_bind_text(q, 1, lot, -1, SQLITE_STATIC);
	while (store_step(trace->store, q)) {
		say_goods(trace, lot, q);
		++*steps;
	}
	return store_failed(trace->store);
}

/* Columns: document, sku, quantity out of this lot, share and quantity of the
 * whole line. */
static void say_sold(struct trace *trace, const char *lot, sqlite3_stmt *q)
{
	const int64_t document = sqlite3_column_int64(q, 0);
	const int64_t quantity = sqlite3_column_int64(q, 2);
	char number[SALE_RECEIPT_SIZE];

	sale_receipt(trace->store, document, number);
	say(trace,
		&(const struct trace_step){
			.from = lot,
			.to = number,
			.document = document,
			.receipt = number,
			.sku = store_text(q, 1),
			.has_quantity = true,
			.quantity = quantity_of(quantity),
			.has_amount = sqlite3_column_type(q, 3) != SQLITE_NULL,
			.amount = money_of(part_of(sqlite3_column_int64(q, 3),
				quantity, sqlite3_column_int64(q, 4))),
			.kind = quantity < 0 ? "refund" : "sale",
		});
}

static enum store_result walk_sales(struct trace *trace, const char *lot,
	size_t *steps)
{
	sqlite3_stmt *q = store_statement(trace->store,
		"SELECT o.document, i.sku, o.quantity, l.share, l.quantity "
		"FROM (SELECT l.document, l.line, l.quantity - coalesce("
		"(SELECT SUM(m.quantity) FROM sale_line_lot m "
		"WHERE m.document = l.document AND m.line = l.line), 0) "
		"AS quantity FROM sale_line l WHERE l.lot = ?1 UNION ALL "
		"SELECT m.document, m.line, m.quantity FROM sale_line_lot m "
		"WHERE m.lot = ?1) o "
		"JOIN sale_line l ON l.document = o.document "
		"AND l.line = o.line LEFT JOIN item i ON i.id = l.item "
		"WHERE o.quantity <> 0 ORDER BY o.document, o.line");

	if (!q)
		return store_failed(trace->store);
	sqlite3_bind_text(q, 1, lot, -1, SQLITE_STATIC);
	while (store_step(trace->store, q)) {
		say_sold(trace, lot, q);
		++*steps;
	}
	return store_failed(trace->store);
}

enum store_result trace_lot(struct store *store, const char *lot,
	trace_each *each, void *context)
{
	struct trace trace = {.store = store, .each = each, .context = context};
	size_t steps = 0;
	enum store_result result = walk_goods(&trace, lot, &steps);

	if (result == STORE_OK)
		result = walk_sales(&trace, lot, &steps);
	return result == STORE_OK && steps == 0 ? STORE_NOT_FOUND : result;
}
