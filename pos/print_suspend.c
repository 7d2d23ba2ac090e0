/* The basket is the till's text: it is read, and reckoned, as a recall does. */
#include "pos/print_suspend.h"

#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "pos/paper/load.h"
#include "pos/paper/slip.h"
#include "pos/till/basket.h"
#include "schema/store/basket.h"
#include "schema/store/user.h"

struct search {
	int64_t document;
	struct suspended found; /* document 0: not there */
};

static bool look(void *context, const struct suspended *suspended)
{
	struct search *search = context;

	if (suspended->document == search->document)
		search->found = *suspended;
	return search->found.document == 0;
}

/* Taxes are not on the slip. */
static bool read_basket(const char *text, struct till_basket *basket)
{
	struct basket_failure failure;

	return till_basket_read(basket, text) &&
		till_basket_reprice(basket, (struct tax_rate){0, 1},
			&failure) == BASKET_OK;
}

static struct paper *slip_of(struct store *store,
	const struct till_basket *basket, const struct suspended *suspended,
	const char *cashier, int copy)
{
	struct slip_line *lines =
		xcalloc(basket->line_count + 1, sizeof(*lines));
	struct paper_mart_texts texts;
	char number[DOCUMENT_TEXT_SIZE];
	char *barcode =
		xasprintf("N-%s", document_format(suspended->document, number));
	struct suspend_slip slip = {.number = suspended->number,
		.at_ms = suspended->at_ms,
		.cashier = cashier,
		.customer = basket->customer[0] ? basket->customer : NULL,
		.lines = lines,
		.line_count = basket->line_count,
		.total = basket->totals.net,
		.barcode = barcode,
		.copy = copy};
	struct paper *paper;

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct till_line *line = &basket->lines[i];

		lines[i] = (struct slip_line){.name = line->item.name,
			.unit = line->item.unit,
			.quantity = line->quantity,
			.price = line->price,
			.net = line->net};
	}
	paper_load_mart(store, store_today(store), &texts);
	slip.mart = texts.mart;
	paper = suspend_slip(&slip);
	free(barcode);
	free(lines);
	return paper;
}

enum store_result print_load_suspend(struct store *store, int64_t document,
	int copy, struct paper **paper)
{
	struct search search = {.document = document};
	struct till_basket basket;
	struct buffer text;
	struct user user;
	enum store_result result = suspended_list(store, look, &search);

	if (result == STORE_OK && search.found.document == 0)
		result = STORE_NOT_FOUND;
	if (result == STORE_OK)
		result = user_get(store, search.found.user, &user);
	if (result != STORE_OK)
		return result;
	till_basket_init(&basket);
	buffer_init(&text, TILL_BASKET_TEXT_MAX);
	result = suspended_text(store, document, &text);
	if (result == STORE_OK && !read_basket(buffer_str(&text), &basket))
		result = STORE_DAMAGED;
	if (result == STORE_OK)
		*paper =
			slip_of(store, &basket, &search.found, user.name, copy);
	buffer_release(&text);
	till_basket_release(&basket);
	return result;
}
