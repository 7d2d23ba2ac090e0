/* X and Z from the shift's figures. */
#include "pos/paper/load.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "pos/paper/shift.h"
#include "schema/store/shift.h"
#include "schema/store/user.h"

#define COUNTS_MAX 32

struct counts {
	struct shift_paper_count list[COUNTS_MAX];
	size_t count;
};

static void add_count(void *context, const struct shift_pieces *pieces)
{
	struct counts *counts = context;

	if (counts->count < COUNTS_MAX)
		counts->list[counts->count++] = (struct shift_paper_count){
			pieces->denomination, pieces->pieces};
}

static void fill_figures(const struct shift_figures *from,
	struct shift_paper_figures *to)
{
	*to = (struct shift_paper_figures){
		.gross = from->gross,
		.discounts = from->discounts,
		.sales = from->sales,
		.refunds = from->refunds,
		.rounding = from->rounding,
		.tax = from->tax,
		.cash = from->cash,
		.qris = from->qris,
		.qris_waiting = from->qris_waiting,
		.card = from->card,
		.transfer = from->transfer,
		.exchange = from->exchange,
		.opening_float = from->floated,
		.cash_in = from->cash_in,
		.cash_out = from->cash_out,
		.drops = from->drops,
		.payouts = from->payouts,
		.expected = from->expected,
		.receipts = from->receipts,
		.refund_receipts = from->refund_receipts,
		.voids = from->voids,
		.cancels = from->cancels,
		.drawer_openings = from->drawer_openings,
		.copies = from->copies,
	};
}

/* What a Z has more than an X. */
static enum store_result fill_close(struct store *store,
	const struct shift *shift, struct counts *counts,
	struct shift_paper *paper)
{
	enum store_result result;

	result = shift_counts(store, shift->close, add_count, counts);
	if (result != STORE_OK && result != STORE_NOT_FOUND)
		return result;
	paper->is_z = true;
	paper->at_ms = shift->closed_ms;
	paper->number = shift->number;
	paper->counted = shift->counted;
	paper->counts = counts->list;
	paper->count_count = counts->count;
	paper->perpetual_sales = shift->perpetual_sales;
	paper->perpetual_refunds = shift->perpetual_refunds;
	return document_hash(store, shift->close, paper->head);
}

static enum store_result shift_of(struct store *store, int64_t document,
	struct document_header *header, struct shift *shift)
{
	enum store_result result = document_header(store, document, header);

	if (result != STORE_OK)
		return result;
	if (strcmp(header->kind, "shift-close") == 0)
		document = header->shift;
	return shift_get(store, document, shift);
}

enum store_result paper_load_shift(struct store *store, int64_t document,
	int copy, struct paper **paper)
{
	struct document_header header;
	struct paper_mart_texts texts;
	struct shift_paper plain = {.copy = copy};
	struct counts counts = {.count = 0};
	struct shift shift;
	struct user user;
	char names[3][DOCUMENT_TEXT_SIZE];
	enum store_result result;

	result = shift_of(store, document, &header, &shift);
	if (result == STORE_OK)
		result = user_get(store, shift.user, &user);
	if (result != STORE_OK)
		return result;
	paper_load_mart(store, header.day, &texts);
	plain.mart = texts.mart;
	plain.shift = document_format(shift.document, names[0]);
	plain.cashier = user.name;
	plain.opened_ms = shift.opened_ms;
	plain.at_ms = store_now_ms(store);
	fill_figures(&shift.figures, &plain.figures);
	if (shift.closed) {
		plain.first_document =
			document_format(shift.first_document, names[1]);
		plain.last_document =
			document_format(shift.last_document, names[2]);
		result = fill_close(store, &shift, &counts, &plain);
	}
	if (result == STORE_OK)
		*paper = shift_paper(&plain);
	return result;
}
