/* From the facts to the papers' plain structs. */
#include "pos/paper/load.h"

#include <stdio.h>
#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "drivers/terminal/language.h"
#include "pos/paper/receipt.h"
#include "schema/store/agreement.h"
#include "schema/store/sale.h"
#include "schema/store/user.h"

_Static_assert(LAYOUT_HASH_SIZE == DOCUMENT_HASH_SIZE, "one kind of hash");
_Static_assert((int)RECEIPT_TENDER_KINDS == (int)SALE_TENDER_KINDS &&
		(int)RECEIPT_EXCHANGE == (int)SALE_EXCHANGE,
	"papers and facts name tenders in one order");

/* A setting in force, or NULL; copied because the next call forgets it. */
static const char *setting(struct store *store, const char *name, int32_t day,
	char text[PAPER_MART_TEXT_SIZE])
{
	const char *value = store_setting(store, name, day);

	if (!value || *value == '\0')
		return NULL;
	snprintf(text, PAPER_MART_TEXT_SIZE, "%s", value);
	return text;
}

void paper_load_mart(struct store *store, int32_t day,
	struct paper_mart_texts *texts)
{
	struct paper_mart *mart = &texts->mart;

	*texts = (struct paper_mart_texts){0};
	mart->name = setting(store, "name", day, texts->name);
	if (!mart->name)
		mart->name = texts->name;
	mart->address = setting(store, "address", day, texts->address);
	if (agreement_mart_is_pkp(store, day))
		mart->npwp = setting(store, "npwp", day, texts->npwp);
	mart->offset_s = store_zone_offset_s(store);
	mart->rehearsal = store_is_rehearsal(store);
}

/* A refund is stored negative and printed positive. */
static struct money towards(const struct sale *sale, struct money amount)
{
	return sale->refund_of ? money_neg(amount) : amount;
}

/* The texts and arrays that a receipt_paper points to. */
struct parts {
	struct receipt_line *lines;
	struct receipt_discount **discounts; /* one array a line */
	struct receipt_tender *tenders;
};

static const char *discount_label(enum discount_kind kind)
{
	switch (kind) {
	case DISCOUNT_PROMOTION:
		return _("Promotion");
	case DISCOUNT_MEMBER:
		return _("Member price");
	case DISCOUNT_LINE:
	case DISCOUNT_PRICE:
	case DISCOUNT_BASKET:
		break;
	}
	return NULL;
}

/* A sale tells each discount; a refund only what came back of all of them.
 * *basket grows by what the line bears of the basket's discount. */
static void line_discounts(const struct sale *sale,
	const struct sale_line *from, struct receipt_line *to,
	struct receipt_discount **made, struct money *basket)
{
	struct receipt_discount *list =
		xcalloc(from->discount_count + 1, sizeof(*list));
	size_t count = 0;
	struct money whole =
		money_plus(towards(sale, from->amounts.discount_producer),
			towards(sale, from->amounts.discount_mart));

	if (sale->refund_of && money_sign(whole) > 0)
		list[count++].amount = whole;
	for (size_t i = 0; i < from->discount_count; i++) {
		const struct sale_discount *discount = &from->discounts[i];

		if (sale->refund_of)
			break;
		if (discount->kind == DISCOUNT_BASKET)
			*basket = money_plus(*basket, discount->amount);
		else
			list[count++] = (struct receipt_discount){
				discount_label(discount->kind),
				discount->amount};
	}
	to->discounts = *made = list;
	to->discount_count = count;
}

static void lines(const struct sale *sale, struct parts *parts,
	struct receipt_paper *receipt)
{
	parts->lines = xcalloc(sale->line_count, sizeof(*parts->lines));
	parts->discounts = xcalloc(sale->line_count, sizeof(void *));
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *from = &sale->lines[i];
		struct receipt_line *to = &parts->lines[i];

		*to = (struct receipt_line){.name = from->name,
			.unit = from->unit,
			.quantity = sale->refund_of
				? quantity_neg(from->quantity)
				: from->quantity,
			.price = from->price,
			.gross = towards(sale, from->amounts.gross)};
		line_discounts(sale, from, to, &parts->discounts[i],
			&receipt->basket_discount);
	}
	receipt->lines = parts->lines;
	receipt->line_count = sale->line_count;
}

static void tenders(const struct sale *sale, struct parts *parts,
	struct receipt_paper *receipt)
{
	parts->tenders = xcalloc(sale->tender_count, sizeof(*parts->tenders));
	for (size_t i = 0; i < sale->tender_count; i++) {
		const struct sale_tender *from = &sale->tenders[i];
		struct money given = from->has_given ? from->given
						     : from->amount;

		parts->tenders[i] = (struct receipt_tender){
			.kind = (enum receipt_tender_kind)from->kind,
			.amount = towards(sale, given),
			.reference = from->reference};
		receipt->change = money_plus(receipt->change,
			money_minus(given, from->amount));
	}
	receipt->tenders = parts->tenders;
	receipt->tender_count = sale->tender_count;
}

static void parts_free(const struct sale *sale, struct parts *parts)
{
	for (size_t i = 0; i < sale->line_count; i++)
		free(parts->discounts[i]);
	free(parts->discounts);
	free(parts->lines);
	free(parts->tenders);
}

static struct paper *receipt_of(struct store *store, const struct sale *sale,
	const struct user *user, const unsigned char *hash, int copy)
{
	struct paper_mart_texts texts;
	struct receipt_paper receipt = {.number = sale->receipt,
		.at_ms = sale->header.at_ms,
		.cashier = user->name,
		.customer = sale->customer,
		.refund = sale->refund_of != 0,
		.reason = sale->reason,
		.total = towards(sale, sale->total),
		.rounding = towards(sale, sale->rounding),
		.tax = towards(sale, sale->tax),
		.copy = copy};
	struct parts parts;
	struct paper *paper;

	paper_load_mart(store, sale->header.day, &texts);
	receipt.mart = texts.mart;
	if (sale->refund_of)
		receipt.refund_of = sale->refund_of_receipt;
	if (sale->exchange)
		receipt.exchange_of = sale->exchange_receipt;
	for (size_t i = 0; i < LAYOUT_HASH_SIZE; i++)
		receipt.hash[i] = hash[i];
	lines(sale, &parts, &receipt);
	tenders(sale, &parts, &receipt);
	paper = receipt_paper(&receipt);
	parts_free(sale, &parts);
	return paper;
}

enum store_result paper_load_receipt(struct store *store, int64_t document,
	int copy, struct paper **paper)
{
	unsigned char hash[DOCUMENT_HASH_SIZE];
	struct user user;
	struct sale *sale;
	enum store_result result = sale_read(store, document, &sale);

	if (result != STORE_OK)
		return result;
	result = document_hash(store, document, hash);
	if (result == STORE_OK)
		result = user_get(store, sale->header.user, &user);
	if (result == STORE_OK)
		*paper = receipt_of(store, sale, &user, hash, copy);
	sale_free(sale);
	return result;
}
