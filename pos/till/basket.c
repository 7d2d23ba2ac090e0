/*
 * The open basket: its amounts are reckoned as a whole after each change.
 */
#include "pos/till/basket.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"

static const char *const tender_names[TILL_TENDER_KINDS] = {
	[TILL_BY_CASH] = "cash",
	[TILL_BY_QRIS] = "qris",
	[TILL_BY_CARD] = "card",
	[TILL_BY_TRANSFER] = "transfer",
	[TILL_BY_EXCHANGE] = "exchange",
};

static const char *const fate_names[] = {
	[TILL_FATE_SHELF] = "shelf",
	[TILL_FATE_DAMAGE] = "damage",
	[TILL_FATE_DEFECT] = "defect",
};

static bool find_word(const char *const words[], size_t count, const char *word,
	size_t *index)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(words[i], word) == 0) {
			*index = i;
			return true;
		}
	return false;
}

const char *till_tender_name(enum till_tender_kind kind)
{
	assert((size_t)kind < TILL_TENDER_KINDS);
	return tender_names[kind];
}

bool till_tender_parse(const char *word, enum till_tender_kind *kind)
{
	size_t index;

	if (!find_word(tender_names, TILL_TENDER_KINDS, word, &index))
		return false;
	*kind = (enum till_tender_kind)index;
	return true;
}

const char *till_fate_name(enum till_fate fate)
{
	return fate_names[fate];
}

bool till_fate_parse(const char *word, enum till_fate *fate)
{
	size_t index;

	if (!find_word(fate_names, 3, word, &index))
		return false;
	*fate = (enum till_fate)index;
	return true;
}

void till_basket_init(struct till_basket *basket)
{
	*basket = (struct till_basket){
		.lines = xcalloc(TILL_LINES_MAX, sizeof(*basket->lines)),
		.voids = xcalloc(TILL_VOIDS_MAX, sizeof(*basket->voids))};
	till_basket_clear(basket);
}

void till_basket_release(struct till_basket *basket)
{
	free(basket->lines);
	free(basket->voids);
}

void till_basket_clear(struct till_basket *basket)
{
	struct till_line *lines = basket->lines;
	struct till_void *voids = basket->voids;

	*basket = (struct till_basket){
		.lines = lines, .voids = voids, .lines_from = TILL_LINES_MAX};
}

void till_basket_copy(struct till_basket *target,
	const struct till_basket *source)
{
	struct till_line *lines = target->lines;
	struct till_void *voids = target->voids;

	*target = *source;
	target->lines = lines;
	target->voids = voids;
	memcpy(lines, source->lines, source->line_count * sizeof(*lines));
	memcpy(voids, source->voids, source->void_count * sizeof(*voids));
}

bool till_basket_is_empty(const struct till_basket *basket)
{
	return basket->line_count == 0 && basket->void_count == 0 &&
		basket->tender_count == 0 && basket->slip.sale == 0;
}

void till_basket_ask_total(struct till_basket *basket)
{
	if (basket->total_asked || basket->line_count == 0)
		return;
	basket->total_asked = true;
	basket->head_changed = true;
}

void till_basket_touch(struct till_basket *basket, size_t from, size_t to)
{
	basket->head_changed = true;
	if (from < basket->lines_from)
		basket->lines_from = from;
	if (to > basket->lines_to)
		basket->lines_to = to;
}

/* Rupiah off a line by what a person said; false: out of bounds. */
static bool reckon_off(const struct till_line *line, struct money gross,
	struct money *off)
{
	struct money lower;

	switch (line->off.kind) {
	case TILL_OFF_NONE:
		*off = money_of(0);
		return true;
	case TILL_OFF_AMOUNT:
		return money_from(off, line->off.value);
	case TILL_OFF_PERCENT:
		return money_percent(off, gross, line->off.value);
	case TILL_OFF_PRICE:
		return money_from(&lower, line->off.value) &&
			quantity_amount(&lower, lower, line->quantity) &&
			money_sub(off, gross, lower);
	}
	return false;
}

/* The inputs and outputs of one reckoning, on the heap. */
struct work {
	struct basket_line *lines;
	struct line_discount *discounts;
	struct line_result *results;
	struct money *parts;
};

static void work_init(struct work *work, size_t count)
{
	work->lines = xcalloc(count + 1, sizeof(*work->lines));
	work->discounts = xcalloc(count + 1, sizeof(*work->discounts));
	work->results = xcalloc(count + 1, sizeof(*work->results));
	work->parts = xcalloc(count + 1, sizeof(*work->parts));
}

static void work_release(struct work *work)
{
	free(work->lines);
	free(work->discounts);
	free(work->results);
	free(work->parts);
}

static bool fill(const struct till_basket *basket, struct work *work,
	struct basket_failure *failure)
{
	for (size_t i = 0; i < basket->line_count; i++) {
		const struct till_line *line = &basket->lines[i];
		struct money gross, off;

		*failure = (struct basket_failure){
			.line = i, .why = LINE_OVERFLOW};
		if (!quantity_amount(&gross, line->price, line->quantity) ||
			!reckon_off(line, gross, &off))
			return false;
		work->discounts[i] = (struct line_discount){
			.kind = DISCOUNT_LINE, .amount = off};
		work->lines[i] = (struct basket_line){
			.line = {.price = line->price,
				.quantity = line->quantity,
				.taxed = line->item.taxed,
				.terms = line->item.terms,
				.discounts = &work->discounts[i],
				.discount_count = money_sign(off) != 0},
			.discountable = true};
	}
	return true;
}

static void take_results(struct till_basket *basket, const struct work *work)
{
	for (size_t i = 0; i < basket->line_count; i++) {
		struct till_line *line = &basket->lines[i];
		const struct line_result *result = &work->results[i];

		line->gross = result->stored.gross;
		line->line_off = work->discounts[i].amount;
		line->basket_off = work->parts[i];
		line->discount = money_plus(line->line_off, line->basket_off);
		line->net = result->derived.net;
		line->tax = result->stored.tax;
		line->below_share = money_sign(line->discount) > 0 &&
			line_is_below_share(result);
	}
}

enum basket_outcome till_basket_reprice(struct till_basket *basket,
	struct tax_rate ppn, struct basket_failure *failure)
{
	struct work work;
	enum basket_outcome outcome = BASKET_LINE_REFUSED;

	work_init(&work, basket->line_count);
	if (fill(basket, &work, failure))
		outcome = basket_price(work.lines, basket->line_count,
			basket->discount, ppn, work.results, work.parts,
			&basket->totals, failure);
	if (outcome == BASKET_OK)
		take_results(basket, &work);
	work_release(&work);
	return outcome;
}
