/*
 * Refunds. Everything is read under the lock, so that of two tills that
 * refund one receipt at once the second sees what the first gave back.
 */
#include "schema/store/sale_refund.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "schema/store/agreement.h"
#include "schema/store/sale_int.h"
#include "schema/store/store_int.h"

struct refund_line refund_line_of(const struct sale_line *line)
{
	return (struct refund_line){
		.sold = line->amounts,
		.sold_quantity = line->quantity,
		.taken = line->taken,
		.taken_quantity = line->taken_quantity,
	};
}

bool refund_quantity_fits(const struct sale_line *line,
	struct quantity quantity)
{
	struct item item = {.id = 0};

	snprintf(item.unit, sizeof(item.unit), "%s", line->unit);
	return !item_is_counted(&item) ||
		quantity_is_multiple(quantity, quantity_of(QUANTITY_ONE));
}

void refund_receipt_of(struct store *store, const struct sale *sale,
	struct refund_receipt *receipt, struct money *kept)
{
	struct money noncash = money_of(0), paid = money_of(0);

	for (size_t i = 0; i < sale->tender_count; i++) {
		paid = money_plus(paid, sale->tenders[i].amount);
		if (sale->tenders[i].kind != SALE_CASH)
			noncash = money_plus(noncash, sale->tenders[i].amount);
	}
	for (size_t i = 0; i < SALE_TENDER_KINDS; i++)
		paid = money_minus(paid, sale->returned_tenders[i]);
	*kept = money_of(0);
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		struct money taken = money_minus(line->taken.gross,
			money_plus(line->taken.discount_producer,
				line->taken.discount_mart));

		*kept = money_plus(*kept, money_minus(line->net, taken));
	}
	*receipt = (struct refund_receipt){
		.noncash = noncash,
		.completed_by_cash = sale->cash_completed,
		.rounding = sale_rounding(store, sale->header.day),
		.paid = paid,
	};
}

/* --- the lots it came from ------------------------------------------------- */

/* The lots of a sale's line in the order in which they were taken. */
static enum store_result lots_of(struct store *store, int64_t document,
	const struct sale_line *line, struct stock_pieces *pieces)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT coalesce(lot, ''), coalesce(expiry, 0), quantity, -1 "
		"FROM sale_line WHERE document = ?1 AND line = ?2 "
		"UNION ALL "
		"SELECT lot, expiry, quantity, expiry = 0 "
		"FROM sale_line_lot WHERE document = ?1 AND line = ?2 "
		"ORDER BY 4, 2, 1");
	int64_t first;

	pieces->count = 0;
	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, document);
	sqlite3_bind_int64(query, 2, line->line);
	while (pieces->count < STOCK_PIECES_MAX && store_step(store, query)) {
		struct stock_piece *piece = &pieces->piece[pieces->count++];

		snprintf(piece->lot, sizeof(piece->lot), "%s",
			store_text(query, 0));
		piece->expiry = sqlite3_column_int(query, 1);
		piece->quantity = quantity_of(sqlite3_column_int64(query, 2));
	}
	store_reset(query);
	/* What went to further lots is not of the line's own. */
	first = quantity_thousandths(line->quantity);
	for (size_t i = 1; i < pieces->count; i++)
		first -= quantity_thousandths(pieces->piece[i].quantity);
	if (pieces->count > 0)
		pieces->piece[0].quantity = quantity_of(first);
	return store_failed(store);
}

/* The last taken first: passes over what came back before. */
static void take_back(const struct stock_pieces *sold,
	struct quantity taken_before, struct quantity quantity,
	struct stock_pieces *back)
{
	int64_t skip = quantity_thousandths(taken_before);
	int64_t wanted = quantity_thousandths(quantity);

	back->count = 0;
	for (size_t i = sold->count; i-- > 0 && wanted > 0;) {
		int64_t here = quantity_thousandths(sold->piece[i].quantity);
		int64_t passed = here < skip ? here : skip;

		skip -= passed;
		here -= passed;
		if (here > wanted)
			here = wanted;
		if (here == 0)
			continue;
		back->piece[back->count] = sold->piece[i];
		back->piece[back->count++].quantity = quantity_of(here);
		wanted -= here;
	}
	assert(wanted == 0);
}

/* --- one line -------------------------------------------------------------- */

/* What is known of one return while it is written. */
struct part {
	const struct refund_return *asked;
	struct sale_line *line;
	struct line_amounts amounts; /* positive */
	struct money net;
	struct money cost;
	struct stock_pieces pieces;
};

static struct line_amounts negated(const struct line_amounts *amounts)
{
	return (struct line_amounts){
		.gross = money_neg(amounts->gross),
		.discount_producer = money_neg(amounts->discount_producer),
		.discount_mart = money_neg(amounts->discount_mart),
		.tax = money_neg(amounts->tax),
		.tax_base = money_neg(amounts->tax_base),
		.share = money_neg(amounts->share),
	};
}

static struct line_amounts added(const struct line_amounts *a,
	const struct line_amounts *b)
{
	return (struct line_amounts){
		.gross = money_plus(a->gross, b->gross),
		.discount_producer =
			money_plus(a->discount_producer, b->discount_producer),
		.discount_mart = money_plus(a->discount_mart, b->discount_mart),
		.tax = money_plus(a->tax, b->tax),
		.tax_base = money_plus(a->tax_base, b->tax_base),
		.share = money_plus(a->share, b->share),
	};
}

/* The cost of own goods by the to-date rule, as all else. */
static struct money cost_back(const struct sale_line *line,
	struct quantity quantity)
{
	struct money to_date = money_of(0);

	if (!line->has_cost ||
		!money_half_up(&to_date, line->cost,
			quantity_thousandths(line->taken_quantity) +
				quantity_thousandths(quantity),
			quantity_thousandths(line->quantity)))
		return money_of(0);
	return money_minus(to_date, line->taken_cost);
}

static struct sale_line *find_line(struct sale *sale, int64_t number)
{
	for (size_t i = 0; i < sale->line_count; i++)
		if (sale->lines[i].line == number)
			return &sale->lines[i];
	return NULL;
}

/* Reckons one return and takes it off what the line in memory still has. */
static enum sale_outcome reckon(struct store *store, struct sale *sale,
	const struct refund_return *asked, struct part *part,
	struct sale_written *written)
{
	struct stock_pieces sold;
	struct refund_line line;

	part->asked = asked;
	part->line = find_line(sale, asked->line);
	if (part->line == NULL)
		return REFUND_NO_LINE;
	if (!refund_quantity_fits(part->line, asked->quantity))
		return REFUND_LINE_PART;
	line = refund_line_of(part->line);
	written->part =
		refund_part(&line, asked->quantity, &part->amounts, &part->net);
	if (written->part != REFUND_OK)
		return REFUND_LINE_REFUSED;
	part->cost = cost_back(part->line, asked->quantity);
	written->failure = lots_of(store, sale->document, part->line, &sold);
	if (written->failure != STORE_OK)
		return SALE_FAILED;
	take_back(&sold, part->line->taken_quantity, asked->quantity,
		&part->pieces);
	part->line->taken = added(&part->line->taken, &part->amounts);
	part->line->taken_cost = money_plus(part->line->taken_cost, part->cost);
	part->line->taken_quantity =
		quantity_of(quantity_thousandths(part->line->taken_quantity) +
			quantity_thousandths(asked->quantity));
	return SALE_OK;
}

static void write_returned_line(struct document *document,
	const struct part *part, int64_t number, int32_t today)
{
	const struct sale_line *line = part->line;
	struct line_amounts amounts = negated(&part->amounts);

	document_row(document, "sale_line");
	document_integer(document, "line", number);
	document_integer(document, "item", line->item);
	document_integer(document, "revision", line->revision);
	document_integer(document, "quantity",
		-quantity_thousandths(part->asked->quantity));
	document_integer(document, "price", money_rupiah(line->price));
	sale_write_amounts(document, &amounts);
	document_text(document, "taxed",
		line->taxed            ? "ppn"
			: line->exempt ? "exempt"
				       : NULL);
	sale_write_terms(document, line->producer, line->agreement,
		&line->terms, line->due > today ? line->due : today);
	if (line->has_cost)
		document_integer(document, "cost", -money_rupiah(part->cost));
	sale_write_lot(document, &part->pieces, -1);
	document_integer(document, "refund_line", line->line);
	sale_write_further_lots(document, number, line->item, &part->pieces,
		-1);
}

/* --- goods that do not go back on the shelf -------------------------------- */

/* What the mart owes for a lost piece, at today's price and terms. */
static void write_credit(struct store *store, struct document *document,
	const struct item *item, const struct agreement_terms *terms,
	struct quantity quantity)
{
	int32_t today = store_today(store);
	struct line_input input = {.price = item->price,
		.quantity = quantity,
		.taxed = item->tax == ITEM_TAX_PPN &&
			agreement_mart_is_pkp(store, today),
		.terms = terms->terms};
	struct line_result line;

	if (line_price(&input, agreement_ppn(store, today), &line) != LINE_OK)
		return;
	document_integer(document, "credited", quantity_thousandths(quantity));
	document_integer(document, "price", money_rupiah(item->price));
	document_integer(document, "agreement", terms->document);
	document_text(document, "terms", terms_kind_name(terms->terms.kind));
	document_integer(document, "value", terms->terms.value);
	document_integer(document, "gross", money_rupiah(line.stored.gross));
	document_integer_or_null(document, "tax_base",
		money_rupiah(line.stored.tax_base));
	document_integer(document, "share", money_rupiah(line.stored.share));
}

static void write_loss_piece(struct store *store, struct document *document,
	const struct part *part, size_t i, int64_t number,
	const struct item *item, const struct agreement_terms *terms)
{
	const struct stock_piece *piece = &part->pieces.piece[i];
	bool damaged = part->asked->fate == REFUND_DAMAGED;
	enum loss_owner owner =
		terms->owner[damaged ? CAUSE_DAMAGE : CAUSE_DEFECT];

	document_row(document, "stock_line");
	document_integer(document, "line", number);
	document_integer(document, "item", part->line->item);
	document_text(document, "lot", piece->lot);
	document_integer(document, "expiry", piece->expiry);
	document_integer(document, "quantity",
		-quantity_thousandths(piece->quantity));
	document_text(document, "movement", damaged ? "damage" : "defect");
	if (part->line->producer == 0) {
		document_integer(document, "cost",
			i == 0 ? -money_rupiah(part->cost) : 0);
		return;
	}
	document_integer(document, "producer", part->line->producer);
	document_text(document, "owner",
		owner == LOSS_MART ? "mart" : "producer");
	if (owner == LOSS_MART)
		write_credit(store, document, item, terms, piece->quantity);
}

static enum sale_outcome write_loss(struct store *store,
	struct document *document, const struct part *part, int64_t *number,
	struct sale_written *written)
{
	struct item item;
	struct agreement_terms terms = {.document = 0};

	written->failure = item_get(store, part->line->item, &item);
	if (written->failure != STORE_OK)
		return SALE_FAILED;
	/* The goods are his who had them when they were sold. */
	item.producer = part->line->producer;
	written->failure =
		agreement_resolve(store, &item, store_today(store), &terms);
	if (written->failure == STORE_NOT_FOUND)
		return SALE_NO_AGREEMENT;
	if (written->failure != STORE_OK)
		return SALE_FAILED;
	if (!item.has_price)
		item.price = part->line->price;
	for (size_t i = 0; i < part->pieces.count; i++)
		write_loss_piece(store, document, part, i, ++*number, &item,
			&terms);
	return SALE_OK;
}

/* --- the whole ------------------------------------------------------------- */

static enum sale_outcome write_parts(struct store *store,
	const struct refund_plan *plan, struct sale *sale,
	struct document *document, struct stock_moves *stock,
	struct sale_written *written)
{
	int64_t losses = 0;

	for (size_t i = 0; i < plan->return_count; i++) {
		struct part part;
		enum sale_outcome outcome =
			reckon(store, sale, &plan->returns[i], &part, written);

		if (outcome != SALE_OK)
			return outcome;
		write_returned_line(document, &part, (int64_t)i + 1,
			store_today(store));
		written->totals.net = money_plus(written->totals.net, part.net);
		written->totals.tax =
			money_plus(written->totals.tax, part.amounts.tax);
		written->totals.discounts =
			money_plus(written->totals.discounts,
				money_minus(part.amounts.gross, part.net));
		if (part.asked->fate == REFUND_TO_SHELF) {
			stock_give_back(stock, part.line->item,
				part.line->has_cost, &part.pieces, part.cost);
			continue;
		}
		outcome = write_loss(store, document, &part, &losses, written);
		if (outcome != SALE_OK)
			return outcome;
	}
	return SALE_OK;
}

static enum sale_outcome write_refund(struct store *store,
	const struct refund_plan *plan, struct sale *sale,
	int64_t receipts_before, struct stock_moves *stock,
	struct sale_written *written)
{
	struct document *document =
		document_begin(store, "refund", &plan->author);
	int64_t given = sale_tendered(plan->tenders, plan->tender_count);
	struct refund_receipt receipt;
	struct money kept, due, rounding;
	enum sale_outcome outcome;

	if (plan->token != NULL)
		document_set_token(document, plan->token);
	written->document = document_id(document);
	written->number = sale_next_number(store) + receipts_before;
	sale_receipt_text(store, store_node(store), written->number,
		written->receipt);
	outcome = write_parts(store, plan, sale, document, stock, written);
	if (outcome != SALE_OK)
		return outcome;
	refund_receipt_of(store, sale, &receipt, &kept);
	written->part = refund_due(&receipt, kept, written->totals.net, &due,
		&rounding);
	if (written->part != REFUND_OK)
		return REFUND_LINE_REFUSED;
	if (money_compare(due, plan->due) != 0)
		return REFUND_CHANGED;
	assert(given >= money_rupiah(due));
	written->rounding = money_of(money_rupiah(written->totals.net) - given);
	sale_write_tenders(document, plan->tenders, plan->tender_count, -1);
	document_row(document, "sale");
	document_integer(document, "number", written->number);
	document_integer(document, "total", -money_rupiah(written->totals.net));
	document_integer_or_null(document, "discounts",
		-money_rupiah(written->totals.discounts));
	document_integer_or_null(document, "tax",
		-money_rupiah(written->totals.tax));
	document_integer(document, "rounding", money_rupiah(written->rounding));
	document_integer(document, "cash_completed", 0);
	document_integer(document, "refund_of", plan->sale);
	document_text(document, "reason", plan->reason);
	return SALE_OK;
}

enum sale_outcome refund_write(struct store *store,
	const struct refund_plan *plan, int64_t receipts_before,
	struct stock_moves *stock, struct sale_written *written)
{
	struct sale *sale = NULL;
	enum sale_outcome outcome;

	assert(plan->return_count > 0);
	*written = (struct sale_written){.failure = STORE_OK};
	if (!sale_shift_is_open(store, plan->author.shift))
		return SALE_SHIFT_CLOSED;
	written->failure = sale_read(store, plan->sale, &sale);
	if (written->failure == STORE_NOT_FOUND)
		return REFUND_NO_RECEIPT;
	if (written->failure != STORE_OK)
		return SALE_FAILED;
	outcome = sale->refund_of != 0
		? REFUND_OF_A_REFUND
		: write_refund(store, plan, sale, receipts_before, stock,
			  written);
	sale_free(sale);
	return outcome;
}
