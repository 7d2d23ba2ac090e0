/*
 * Writing a sale: each line is resolved at this moment (see sale.h), priced
 * as a basket, and frozen.
 *
 * Invariants: total + rounding = sum of the tenders; the lines' net = total;
 * nothing is written unless all lines could be resolved.
 */
#include "schema/store/sale.h"

#include <assert.h>
#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/store/agreement.h"
#include "schema/store/sale_int.h"
#include "schema/store/store_int.h"

static const char *const tender_names[SALE_TENDER_KINDS] = {
	[SALE_CASH] = "cash",
	[SALE_QRIS] = "qris",
	[SALE_CARD] = "card",
	[SALE_TRANSFER] = "transfer",
	[SALE_EXCHANGE] = "exchange",
};

const char *sale_tender_name(enum sale_tender_kind kind)
{
	assert((size_t)kind < SALE_TENDER_KINDS);
	return tender_names[kind];
}

static const char *const messages[] = {
	[SALE_OK] = N_("saved"),
	[SALE_SHIFT_CLOSED] = N_("this shift has been closed; open a new one"),
	[SALE_NO_AGREEMENT] = N_(
		"nothing is agreed with the producer of an item; it cannot be "
		"sold"),
	[SALE_NOT_RECALLED] =
		N_("this suspended sale has been taken up elsewhere"),
	[SALE_AMOUNTS] = N_("an amount is out of bounds"),
	[REFUND_NO_RECEIPT] = N_("there is no such receipt"),
	[REFUND_OF_A_REFUND] = N_("this receipt is a refund itself"),
	[REFUND_NO_LINE] = N_("the receipt has no such line"),
	[REFUND_LINE_PART] = N_("this item goes back in whole pieces only"),
	[REFUND_LINE_REFUSED] = N_("that much cannot go back"),
	[REFUND_NOTHING_LEFT] = N_("everything of this receipt has come back"),
	[REFUND_CHANGED] = N_(
		"another till refunded of this receipt meanwhile; ask again"),
	[SALE_FAILED] = N_("the database failed"),
};

const char *sale_message(enum sale_outcome outcome)
{
	assert((size_t)outcome < sizeof(messages) / sizeof(messages[0]));
	return messages[outcome];
}

/* A plan with everything that is frozen on its lines. */
struct frozen {
	struct item *items;
	struct agreement_terms *terms;
	struct basket_line *lines;
	struct line_discount *discounts;
	struct line_result *results;
	struct money *parts;
	struct basket_totals totals;
};

static void frozen_init(struct frozen *frozen, size_t count)
{
	frozen->items = xcalloc(count + 1, sizeof(*frozen->items));
	frozen->terms = xcalloc(count + 1, sizeof(*frozen->terms));
	frozen->lines = xcalloc(count + 1, sizeof(*frozen->lines));
	frozen->discounts = xcalloc(count + 1, sizeof(*frozen->discounts));
	frozen->results = xcalloc(count + 1, sizeof(*frozen->results));
	frozen->parts = xcalloc(count + 1, sizeof(*frozen->parts));
}

static void frozen_release(struct frozen *frozen)
{
	free(frozen->items);
	free(frozen->terms);
	free(frozen->lines);
	free(frozen->discounts);
	free(frozen->results);
	free(frozen->parts);
}

static enum sale_outcome fail(struct sale_written *written,
	enum store_result result)
{
	written->failure = result;
	return SALE_FAILED;
}

static enum sale_outcome resolve(struct store *store,
	const struct sale_plan *plan, struct frozen *frozen,
	struct sale_written *written)
{
	int32_t today = store_today(store);
	bool pkp = agreement_mart_is_pkp(store, today);

	for (size_t i = 0; i < plan->line_count; i++) {
		const struct sale_want *want = &plan->lines[i];
		struct item *item = &frozen->items[i];
		enum store_result result = item_get(store, want->item, item);

		if (result != STORE_OK)
			return fail(written, result);
		result = agreement_resolve(store, item, today,
			&frozen->terms[i]);
		if (result == STORE_NOT_FOUND)
			return SALE_NO_AGREEMENT;
		if (result != STORE_OK)
			return fail(written, result);
		frozen->discounts[i] = (struct line_discount){
			.kind = DISCOUNT_LINE, .amount = want->off};
		frozen->lines[i] = (struct basket_line){
			.line = {.price = want->price,
				.quantity = want->quantity,
				.taxed = pkp && item->tax == ITEM_TAX_PPN,
				.terms = frozen->terms[i].terms,
				.discounts = &frozen->discounts[i],
				.discount_count =
					money_sign(want->off) > 0 ? 1 : 0},
			.discountable = true};
	}
	return SALE_OK;
}

static enum sale_outcome freeze(struct store *store,
	const struct sale_plan *plan, struct frozen *frozen,
	struct sale_written *written)
{
	struct basket_failure failure;
	enum sale_outcome outcome = resolve(store, plan, frozen, written);

	if (outcome != SALE_OK)
		return outcome;
	if (basket_price(frozen->lines, plan->line_count, plan->discount,
		    agreement_ppn(store, store_today(store)), frozen->results,
		    frozen->parts, &frozen->totals, &failure) != BASKET_OK)
		return SALE_AMOUNTS;
	return SALE_OK;
}

static void write_discount(struct document *document, int64_t line,
	int64_t number, enum discount_kind kind, struct money amount,
	int64_t allowed_by, const char *reason)
{
	document_row(document, "sale_discount");
	document_integer(document, "line", line);
	document_integer(document, "number", number);
	document_text(document, "kind", sale_discount_name(kind));
	document_integer(document, "amount", money_rupiah(amount));
	document_integer(document, "producer_percent", 0);
	document_integer_or_null(document, "allowed_by", allowed_by);
	document_text(document, "reason", reason);
}

static void write_discounts(struct document *document,
	const struct sale_plan *plan, size_t i, struct money part)
{
	const struct sale_want *want = &plan->lines[i];
	int64_t line = (int64_t)i + 1, number = 0;

	if (money_sign(want->off) > 0)
		write_discount(document, line, ++number,
			want->off_is_price ? DISCOUNT_PRICE : DISCOUNT_LINE,
			want->off, want->off_allowed_by, want->off_reason);
	if (money_sign(part) > 0)
		write_discount(document, line, ++number, DISCOUNT_BASKET, part,
			plan->discount_allowed_by, plan->discount_reason);
}

void sale_write_amounts(struct document *document,
	const struct line_amounts *amounts)
{
	document_integer(document, "gross", money_rupiah(amounts->gross));
	document_integer_or_null(document, "discount_producer",
		money_rupiah(amounts->discount_producer));
	document_integer_or_null(document, "discount_mart",
		money_rupiah(amounts->discount_mart));
	document_integer_or_null(document, "tax", money_rupiah(amounts->tax));
	document_integer_or_null(document, "tax_base",
		money_rupiah(amounts->tax_base));
	document_integer_or_null(document, "share",
		money_rupiah(amounts->share));
}

void sale_write_terms(struct document *document, int64_t producer,
	int64_t agreement, const struct terms *terms, int32_t due)
{
	if (producer == 0)
		return;
	document_integer(document, "producer", producer);
	document_integer(document, "agreement", agreement);
	document_text(document, "terms", terms_kind_name(terms->kind));
	document_integer(document, "value", terms->value);
	document_integer_or_null(document, "principal", terms->principal);
	document_integer(document, "due", due);
}

void sale_write_lot(struct document *document,
	const struct stock_pieces *pieces, int sign)
{
	const struct stock_piece *first = &pieces->piece[0];
	int64_t elsewhere = 0;

	for (size_t i = 1; i < pieces->count; i++)
		elsewhere += quantity_thousandths(pieces->piece[i].quantity);
	document_text(document, "lot",
		first->lot[0] == '\0' ? NULL : first->lot);
	document_integer_or_null(document, "expiry", first->expiry);
	document_integer_or_null(document, "elsewhere", sign * elsewhere);
}

void sale_write_further_lots(struct document *document, int64_t line,
	int64_t item, const struct stock_pieces *pieces, int sign)
{
	for (size_t i = 1; i < pieces->count; i++) {
		const struct stock_piece *piece = &pieces->piece[i];

		document_row(document, "sale_line_lot");
		document_integer(document, "line", line);
		document_integer(document, "item", item);
		document_text(document, "lot", piece->lot);
		document_integer(document, "expiry", piece->expiry);
		document_integer(document, "quantity",
			sign * quantity_thousandths(piece->quantity));
	}
}

static enum store_result write_line(struct store *store,
	struct document *document, const struct sale_plan *plan,
	const struct frozen *frozen, size_t i, struct stock_moves *stock)
{
	const struct sale_want *want = &plan->lines[i];
	const struct item *item = &frozen->items[i];
	const struct agreement_terms *terms = &frozen->terms[i];
	int32_t today = store_today(store);
	bool own = item->producer == 0;
	struct stock_pieces pieces;
	struct money cost;
	enum store_result result = stock_take(store, stock, item->id, own,
		today, want->quantity, &pieces, &cost);

	if (result != STORE_OK)
		return result;
	document_row(document, "sale_line");
	document_integer(document, "line", (int64_t)i + 1);
	document_integer(document, "item", item->id);
	document_integer(document, "revision", item->revision);
	document_integer(document, "quantity",
		quantity_thousandths(want->quantity));
	document_integer(document, "price", money_rupiah(want->price));
	sale_write_amounts(document, &frozen->results[i].stored);
	if (frozen->lines[i].line.taxed)
		document_text(document, "taxed", "ppn");
	else if (item->tax == ITEM_TAX_EXEMPT)
		document_text(document, "taxed", "exempt");
	sale_write_terms(document, item->producer, terms->document,
		&terms->terms, today + terms->hold_days);
	if (own)
		document_integer(document, "cost", money_rupiah(cost));
	sale_write_lot(document, &pieces, 1);
	write_discounts(document, plan, i, frozen->parts[i]);
	sale_write_further_lots(document, (int64_t)i + 1, item->id, &pieces, 1);
	return STORE_OK;
}

void sale_write_voids(struct document *document, const struct sale_void voids[],
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		document_row(document, "voided_line");
		document_integer(document, "number", (int64_t)i + 1);
		document_integer(document, "item", voids[i].item);
		document_integer(document, "quantity",
			quantity_thousandths(voids[i].quantity));
		document_integer(document, "price",
			money_rupiah(voids[i].price));
		document_integer(document, "net", money_rupiah(voids[i].net));
		document_integer_or_null(document, "allowed_by",
			voids[i].allowed_by);
		document_text(document, "reason", voids[i].reason);
		document_integer_or_null(document, "after_total",
			voids[i].after_total);
	}
}

void sale_write_tenders(struct document *document,
	const struct sale_tender tenders[], size_t count, int sign)
{
	for (size_t i = 0; i < count; i++) {
		const struct sale_tender *tender = &tenders[i];

		document_row(document, "tender");
		document_integer(document, "line", (int64_t)i + 1);
		document_text(document, "kind", sale_tender_name(tender->kind));
		document_integer(document, "amount",
			sign * money_rupiah(tender->amount));
		if (tender->has_given)
			document_integer(document, "given",
				money_rupiah(tender->given));
		document_text(document, "reference", tender->reference);
	}
}

int64_t sale_tendered(const struct sale_tender tenders[], size_t count)
{
	int64_t sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += money_rupiah(tenders[i].amount);
	return sum;
}

int64_t sale_next_number(struct store *store)
{
	int64_t node = store_node(store);
	const int64_t range[] = {node << DOCUMENT_SEQUENCE_BITS,
		(node + 1) << DOCUMENT_SEQUENCE_BITS};

	return 1 +
		store_integer(store,
			"SELECT number FROM sale "
			"WHERE document >= ?1 AND document < ?2 "
			"ORDER BY document DESC LIMIT 1",
			2, range, 0);
}

bool sale_shift_is_open(struct store *store, int64_t shift)
{
	return store_integer(store,
		       "SELECT opened = 1 AND closed = 0 FROM shift_total "
		       "WHERE shift = ?1",
		       1, &shift, 0) == 1;
}

static void write_head(struct document *document, const struct sale_plan *plan,
	const struct sale_pair *pair, const struct sale_written *written)
{
	const struct basket_totals *totals = &written->totals;

	document_row(document, "sale");
	document_integer(document, "number", written->number);
	document_integer(document, "total", money_rupiah(totals->net));
	document_integer_or_null(document, "discounts",
		money_rupiah(totals->discounts));
	document_integer_or_null(document, "tax", money_rupiah(totals->tax));
	document_integer(document, "rounding", money_rupiah(plan->rounding));
	document_integer(document, "cash_completed", plan->cash_completed);
	document_integer_or_null(document, "exchange", pair->refund);
	document_integer_or_null(document, "recalled", plan->recalled);
	document_text(document, "customer", plan->customer);
}

static enum sale_outcome write_frozen(struct store *store,
	const struct sale_plan *plan, const struct frozen *frozen,
	const struct sale_pair *pair, struct stock_moves *stock,
	struct sale_written *written)
{
	struct document *document =
		document_begin(store, "sale", &plan->author);

	if (plan->token != NULL)
		document_set_token(document, plan->token);
	written->document = document_id(document);
	written->number = sale_next_number(store) + pair->receipts_before;
	written->totals = frozen->totals;
	written->rounding = plan->rounding;
	sale_receipt_text(store, store_node(store), written->number,
		written->receipt);
	for (size_t i = 0; i < plan->line_count; i++) {
		enum store_result result =
			write_line(store, document, plan, frozen, i, stock);

		if (result != STORE_OK)
			return fail(written, result);
	}
	assert(money_rupiah(frozen->totals.net) +
			money_rupiah(plan->rounding) ==
		sale_tendered(plan->tenders, plan->tender_count));
	sale_write_tenders(document, plan->tenders, plan->tender_count, 1);
	sale_write_voids(document, plan->voids, plan->void_count);
	write_head(document, plan, pair, written);
	return SALE_OK;
}

enum sale_outcome sale_write_paired(struct store *store,
	const struct sale_plan *plan, const struct sale_pair *pair,
	struct stock_moves *stock, struct sale_written *written)
{
	struct frozen frozen;
	enum sale_outcome outcome;

	assert(plan->line_count > 0 && plan->line_count <= BASKET_LINES_MAX);
	*written = (struct sale_written){.failure = STORE_OK};
	if (!sale_shift_is_open(store, plan->author.shift))
		return SALE_SHIFT_CLOSED;
	frozen_init(&frozen, plan->line_count);
	outcome = freeze(store, plan, &frozen, written);
	if (outcome == SALE_OK)
		outcome = write_frozen(store, plan, &frozen, pair, stock,
			written);
	frozen_release(&frozen);
	return outcome;
}

enum sale_outcome sale_write(struct store *store, const struct sale_plan *plan,
	struct stock_moves *stock, struct sale_written *written)
{
	return sale_write_paired(store, plan, &(struct sale_pair){.refund = 0},
		stock, written);
}
