/*
 * Settlements: drawing up, approving, ending.
 *
 * What is open stands in the book of accruals, so the cost of a settlement
 * follows the number of open rows and not the history. The writer's lock is
 * held from the first look at the accruals to the commit: no sale can come in
 * between, and the cut that is stored is exactly what was seen.
 */
#include "schema/store/settlement.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "schema/rules/rights.h"
#include "schema/rules/settlement.h"
#include "schema/store/agreement.h"
#include "schema/store/books.h"
#include "schema/store/column.h"
#include "schema/store/settlement_then.h"

/* --- drawing up ------------------------------------------------------- */

/* A row of the book of accruals of one producer at this desk. */
struct accrual {
	int32_t due;
	int64_t item;
	int64_t price;
	char terms[SETTLEMENT_TERMS_SIZE];
	int64_t value;
	char kind[SETTLEMENT_TERMS_SIZE];
	int64_t receipt;
	int64_t quantity;
	int64_t gross;
	int64_t discount_producer;
	int64_t tax_base;
	int64_t share;
};

struct accruals {
	struct accrual *rows; /* those that are due */
	size_t count;
	struct money share;
	struct money losses;
	struct money held;
	bool fits; /* no sum passed its bound */
};

static void read_accrual(sqlite3_stmt *q, struct accrual *row)
{
	row->due = sqlite3_column_int(q, 0);
	row->item = sqlite3_column_int64(q, 1);
	row->price = sqlite3_column_int64(q, 2);
	column_copy(q, 3, row->terms, sizeof(row->terms));
	row->value = sqlite3_column_int64(q, 4);
	column_copy(q, 5, row->kind, sizeof(row->kind));
	row->receipt = sqlite3_column_int64(q, 6);
	row->quantity = sqlite3_column_int64(q, 7);
	row->gross = sqlite3_column_int64(q, 8);
	row->discount_producer = sqlite3_column_int64(q, 9);
	row->tax_base = sqlite3_column_int64(q, 10);
	row->share = sqlite3_column_int64(q, 11);
}

static bool add_to(struct money *sum, int64_t rupiah)
{
	struct money amount;

	return money_from(&amount, rupiah) && money_add(sum, *sum, amount);
}

static bool is_loss(const struct accrual *row)
{
	return strcmp(row->kind, "loss") == 0 ||
		strcmp(row->kind, "found") == 0;
}

/* Keeps a row that is due, and adds it to where it belongs. */
static void take_accrual(struct accruals *a, const struct accrual *row,
	int32_t through)
{
	if (row->due > through) {
		a->fits = add_to(&a->held, row->share) && a->fits;
		return;
	}
	if ((a->count & (a->count + 1)) == 0)
		a->rows = xreallocarray(a->rows, 2 * a->count + 1,
			sizeof(*a->rows));
	a->rows[a->count++] = *row;
	a->fits = add_to(is_loss(row) ? &a->losses : &a->share, row->share) &&
		a->fits;
}

static enum store_result load_accruals(struct store *store, int64_t producer,
	int32_t through, struct accruals *a)
{
	struct accrual row;
	sqlite3_stmt *q = store_statement(store,
		"SELECT due, item, price, terms, value, kind, receipt, quantity, "
		"gross, discount_producer, tax_base, share FROM accrual "
		"WHERE producer = ?1 AND desk = ?2 "
		"ORDER BY producer, desk, due, item, price, terms, value, kind, "
		"receipt");

	*a = (struct accruals){.fits = true};
	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, producer);
	sqlite3_bind_int64(q, 2, store_desk(store));
	while (store_step(store, q)) {
		read_accrual(q, &row);
		take_accrual(a, &row, through);
	}
	return store_failed(store);
}

/* Whether an earlier settlement took the sale that this refund gave back. */
static bool is_clawback(struct store *store, int64_t producer,
	const struct settlement_reach *reach, const struct accrual *row)
{
	int64_t due;
	sqlite3_stmt *q;

	if (reach->count == 0 || strcmp(row->kind, "refund") != 0)
		return false;
	q = store_statement(store,
		"SELECT min(due) FROM sale_line WHERE document = ?1 "
		"AND producer = ?2 AND item = ?3 AND price = ?4 "
		"AND terms = ?5 AND value = ?6");
	if (!q)
		return false;
	sqlite3_bind_int64(q, 1, row->receipt);
	sqlite3_bind_int64(q, 2, producer);
	sqlite3_bind_int64(q, 3, row->item);
	sqlite3_bind_int64(q, 4, row->price);
	sqlite3_bind_text(q, 5, row->terms, -1, SQLITE_STATIC);
	sqlite3_bind_int64(q, 6, row->value);
	if (!store_step(store, q))
		return false;
	due = sqlite3_column_int64(q, 0);
	store_reset(q);
	return settlement_reach_holds(store, reach, row->receipt, (int32_t)due);
}

static enum store_result sum_clawback(struct store *store,
	const struct accruals *a, struct settlement *out, bool *fits)
{
	struct settlement_reach reach;
	enum store_result result =
		settlement_reach_load(store, out->previous, &reach);

	for (size_t i = 0; result == STORE_OK && i < a->count; i++) {
		if (is_clawback(store, out->producer, &reach, &a->rows[i]))
			*fits = add_to(&out->clawback, -a->rows[i].share) &&
				*fits;
	}
	settlement_reach_release(&reach);
	return result == STORE_OK ? store_failed(store) : result;
}

/* The last live settlement: its rest is the opening; a draft refuses. *pays
 * is whether money can be paid on that one. */
static enum store_result open_with_previous(struct store *store,
	struct settlement *out, bool *pays, enum settle_refusal *refusal)
{
	struct settlement previous;
	enum store_result result;

	*pays = false;
	out->previous = settlement_last(store, out->producer);
	result = store_failed(store);
	if (result != STORE_OK || out->previous == 0)
		return result;
	result = settlement_get(store, out->previous, &previous);
	if (result != STORE_OK)
		return result;
	*pays = money_sign(previous.to_pay) > 0;
	if (previous.status == SETTLEMENT_DRAFT)
		*refusal = SETTLE_OPEN_DRAFT;
	else if (!money_sub(&out->opening, previous.payable, previous.paid))
		*refusal = SETTLE_TOO_LARGE;
	return STORE_OK;
}

static bool reckon(struct settlement *out)
{
	const struct settlement_input input = {
		.opening = out->opening,
		.share = out->share,
		.losses = out->losses,
		.instalment = money_of(MONEY_MAX),
		.minimum = out->minimum,
	};
	struct settlement_result result;

	if (settlement_reckon(&input, &result) != SETTLEMENT_OK)
		return false;
	out->fees = money_of(0);
	out->withheld = result.withheld;
	out->advances = result.advance;
	out->payable = result.payable;
	out->to_pay = result.to_pay;
	return true;
}

/* Everything but the writing; *a is the caller's to free. */
static enum store_result prepare(struct store *store, int64_t producer,
	int32_t through, struct accruals *a, struct settlement *out,
	enum settle_refusal *refusal)
{
	struct agreement_payment payment = {0};
	enum store_result result;
	bool pays;

	*a = (struct accruals){0};
	*out = (struct settlement){.producer = producer,
		.through = through,
		.desk = store_desk(store),
		.day = store_today(store),
		.at_ms = store_now_ms(store),
		.status = SETTLEMENT_DRAFT,
		.last = true};
	*refusal = SETTLE_ALLOWED;
	result = open_with_previous(store, out, &pays, refusal);
	if (result != STORE_OK || *refusal != SETTLE_ALLOWED)
		return result;
	result = load_accruals(store, producer, through, a);
	if (result != STORE_OK)
		return result;
	result = agreement_payment(store, producer, out->day, &payment);
	if (result != STORE_OK && result != STORE_NOT_FOUND)
		return result;
	out->minimum = payment.minimum_payout;
	out->share = a->share;
	out->losses = a->losses;
	out->held = a->held;
	result = sum_clawback(store, a, out, &a->fits);
	if (result == STORE_OK && (!a->fits || !reckon(out)))
		*refusal = SETTLE_TOO_LARGE;
	/* A rest alone stays with the settlement it is of, unless only a new
	 * one can pay it: a minimum that was lowered. */
	else if (a->count == 0 && (pays || money_sign(out->to_pay) <= 0))
		*refusal = SETTLE_NOTHING;
	return result;
}

enum store_result settlement_reckon_now(struct store *store, int64_t producer,
	int32_t through, struct settlement *out, enum settle_refusal *refusal)
{
	struct accruals a;
	enum store_result result =
		prepare(store, producer, through, &a, out, refusal);

	free(a.rows);
	return result;
}

/* --- writing ---------------------------------------------------------- */

static void write_head(struct document *document,
	const struct settlement *settlement)
{
	document_row(document, "settlement");
	document_integer(document, "producer", settlement->producer);
	document_integer(document, "through", settlement->through);
	document_integer_or_null(document, "previous", settlement->previous);
	const struct {
		const char *column;
		struct money amount;
	} amounts[] = {
		{"opening", settlement->opening},
		{"share", settlement->share},
		{"losses", settlement->losses},
		{"fees", settlement->fees},
		{"withheld", settlement->withheld},
		{"advances", settlement->advances},
		{"payable", settlement->payable},
		{"to_pay", settlement->to_pay},
		{"minimum", settlement->minimum},
		{"clawback", settlement->clawback},
		{"held", settlement->held},
	};
	for (size_t i = 0; i < sizeof(amounts) / sizeof(*amounts); i++)
		document_integer(document, amounts[i].column,
			money_rupiah(amounts[i].amount));
}

/* sign -1 gives the accrual back. */
static void write_line(struct document *document, int64_t line,
	const struct settlement *settlement, const struct accrual *row,
	int64_t sign)
{
	document_row(document, "settlement_line");
	document_integer(document, "line", line);
	document_integer(document, "settlement", settlement->id);
	document_integer(document, "producer", settlement->producer);
	document_integer(document, "desk", settlement->desk);
	document_integer(document, "due", row->due);
	document_integer(document, "item", row->item);
	document_integer(document, "price", row->price);
	document_text(document, "terms", row->terms);
	document_integer(document, "value", row->value);
	document_text(document, "kind", row->kind);
	document_integer(document, "receipt", row->receipt);
	document_integer(document, "quantity", sign * row->quantity);
	document_integer(document, "gross", sign * row->gross);
	document_integer(document, "discount_producer",
		sign * row->discount_producer);
	document_integer(document, "tax_base", sign * row->tax_base);
	document_integer(document, "share", sign * row->share);
}

/* The last document of every node, as seen under the writer's lock. */
static enum store_result write_cut(struct store *store,
	struct document *document)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT n.node, (SELECT max(d.id) FROM document d "
		"WHERE d.id > n.node << 40 AND d.id < (n.node + 1) << 40) "
		"FROM (SELECT DISTINCT node FROM node) n ORDER BY n.node");

	if (!q)
		return store_failed(store);
	while (store_step(store, q)) {
		if (sqlite3_column_type(q, 1) == SQLITE_NULL)
			continue;
		document_row(document, "settlement_cut");
		document_integer(document, "node", sqlite3_column_int64(q, 0));
		document_integer(document, "last", sqlite3_column_int64(q, 1));
	}
	return store_failed(store);
}

static enum store_result write_units(struct store *store,
	struct document *document, const struct settlement *settlement)
{
	static const char *const columns[] = {"item", "received", "sold",
		"refunded", "returned", "damaged", "expired", "missing",
		"sampled", "held"};
	sqlite3_stmt *q = store_statement(store,
		"SELECT f.item, f.received, f.sold, f.refunded, f.returned, "
		"f.damaged, f.expired, f.missing, f.sampled, "
		"(SELECT coalesce(SUM(a.quantity), 0) FROM accrual a "
		"WHERE a.producer = f.producer AND a.desk = ?2 AND a.due > ?3 "
		"AND a.item = f.item AND a.kind = 'sale') "
		"FROM item_flow f WHERE f.producer = ?1 ORDER BY f.item");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->producer);
	sqlite3_bind_int64(q, 2, settlement->desk);
	sqlite3_bind_int64(q, 3, settlement->through);
	while (store_step(store, q)) {
		document_row(document, "settlement_unit");
		for (int i = 0; i < (int)(sizeof(columns) / sizeof(*columns));
			i++)
			document_integer(document, columns[i],
				sqlite3_column_int64(q, i));
	}
	return store_failed(store);
}

/* The weeks that settlement_weeks() tells. */
static enum store_result write_weeks(struct store *store,
	struct document *document, const struct settlement *settlement)
{
	const int32_t last = settlement_monday(settlement->day);
	sqlite3_stmt *q = store_statement(store,
		"SELECT week, gross FROM producer_week WHERE producer = ?1 "
		"AND week BETWEEN ?2 AND ?3 ORDER BY week");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->producer);
	sqlite3_bind_int(q, 2, last - 7 * (SETTLEMENT_WEEKS - 1));
	sqlite3_bind_int(q, 3, last);
	while (store_step(store, q)) {
		document_row(document, "settlement_week");
		document_integer(document, "week", sqlite3_column_int64(q, 0));
		document_integer(document, "gross", sqlite3_column_int64(q, 1));
	}
	return store_failed(store);
}

enum store_result settlement_draft(struct store *store,
	const struct author *author, int64_t producer, int32_t through,
	struct settlement *out, enum settle_refusal *refusal)
{
	struct accruals a = {0};
	struct document *document;
	enum store_result result = STORE_OK;

	*refusal = SETTLE_CONFLICT;
	if (!settlement_conflict(store, author, ACTION_SETTLE_DRAFT, producer))
		result = prepare(store, producer, through, &a, out, refusal);
	if (result != STORE_OK || *refusal != SETTLE_ALLOWED) {
		free(a.rows);
		return result;
	}
	document = document_begin(store, "settlement", author);
	out->id = document_id(document);
	out->author = *author;
	write_head(document, out);
	for (size_t i = 0; i < a.count; i++)
		write_line(document, (int64_t)i + 1, out, &a.rows[i], 1);
	free(a.rows);
	result = write_cut(store, document);
	/* The flows of items and the weeks are rolled books; the cut is their
	 * mark. */
	if (result == STORE_OK)
		result = store_roll(store);
	if (result == STORE_OK)
		result = write_units(store, document, out);
	return result == STORE_OK ? write_weeks(store, document, out) : result;
}

/* Whether anybody of the one had a hand in the other. */
static bool share_a_person(const struct author *a, const struct author *b)
{
	const int64_t first[] = {a->user, a->supervisor};
	const int64_t second[] = {b->user, b->supervisor};

	for (size_t i = 0; i < 2; i++)
		for (size_t j = 0; j < 2; j++)
			if (first[i] != 0 && second[j] != 0 &&
				!rights_second_person(first[i], second[j]))
				return true;
	return false;
}

/* What approval and ending ask alike. */
static enum settle_refusal common_refusal(struct store *store,
	const struct author *author, enum action action,
	const struct settlement *settlement)
{
	if (settlement->desk != store_desk(store))
		return SETTLE_OTHER_DESK;
	if (settlement_conflict(store, author, action, settlement->producer))
		return SETTLE_CONFLICT;
	return SETTLE_ALLOWED;
}

enum store_result settlement_approve(struct store *store,
	const struct author *author, const struct settlement *settlement,
	const unsigned char *text_hash, enum settle_refusal *refusal)
{
	struct document *document;

	*refusal = common_refusal(store, author, ACTION_SETTLE_APPROVE,
		settlement);
	if (*refusal == SETTLE_ALLOWED &&
		settlement->status != SETTLEMENT_DRAFT)
		*refusal = SETTLE_NOT_DRAFT;
	if (*refusal == SETTLE_ALLOWED &&
		share_a_person(&settlement->author, author))
		*refusal = SETTLE_SAME_PERSON;
	if (*refusal != SETTLE_ALLOWED)
		return store_failed(store);
	document = document_begin(store, "approval", author);
	document_row(document, "approval");
	document_integer(document, "settlement", settlement->id);
	document_integer(document, "producer", settlement->producer);
	if (text_hash)
		document_blob(document, "statement", text_hash,
			SETTLEMENT_TEXT_HASH_SIZE);
	return store_failed(store);
}

/* Ends it and gives its accruals back. */
static enum store_result write_end(struct store *store,
	const struct author *author, const struct settlement *settlement,
	const char *kind, const char *how, const char *reason)
{
	struct accrual row;
	int64_t line = 0;
	struct document *document = document_begin(store, kind, author);
	sqlite3_stmt *q = store_statement(store,
		"SELECT due, item, price, terms, value, kind, receipt, quantity, "
		"gross, discount_producer, tax_base, share "
		"FROM settlement_line WHERE document = ?1 ORDER BY line");

	if (!q)
		return store_failed(store);
	document_row(document, "settlement_end");
	document_integer(document, "settlement", settlement->id);
	document_integer(document, "producer", settlement->producer);
	document_text(document, "how", how);
	document_text(document, "reason", reason);
	sqlite3_bind_int64(q, 1, settlement->id);
	while (store_step(store, q)) {
		read_accrual(q, &row);
		write_line(document, ++line, settlement, &row, -1);
	}
	return store_failed(store);
}

enum store_result settlement_cancel(struct store *store,
	const struct author *author, const struct settlement *settlement,
	const char *reason, enum settle_refusal *refusal)
{
	*refusal =
		common_refusal(store, author, ACTION_SETTLE_DRAFT, settlement);
	if (*refusal == SETTLE_ALLOWED &&
		settlement->status != SETTLEMENT_DRAFT)
		*refusal = SETTLE_NOT_DRAFT;
	if (*refusal != SETTLE_ALLOWED)
		return store_failed(store);
	return write_end(store, author, settlement, "settlement-cancel",
		"cancelled", reason);
}

enum store_result settlement_reverse(struct store *store,
	const struct author *author, const struct settlement *settlement,
	const char *reason, enum settle_refusal *refusal)
{
	*refusal = common_refusal(store, author, ACTION_SETTLE_REVERSE,
		settlement);
	if (*refusal == SETTLE_ALLOWED &&
		(!settlement_is_live(settlement) ||
			settlement->status == SETTLEMENT_DRAFT))
		*refusal = SETTLE_NOT_APPROVED;
	if (*refusal == SETTLE_ALLOWED && !settlement->last)
		*refusal = SETTLE_NOT_LAST;
	if (*refusal == SETTLE_ALLOWED && money_sign(settlement->paid) != 0)
		*refusal = SETTLE_PAID;
	if (*refusal != SETTLE_ALLOWED)
		return store_failed(store);
	return write_end(store, author, settlement, "settlement-reversal",
		"reversed", reason);
}
