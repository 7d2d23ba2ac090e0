/*
 * Keys. The one that matters: whatever a scanner can send (digits, letters,
 * Enter, Tab, and runs told apart by timing) never pays, voids, or changes a
 * quantity, price or discount, in any mode that keys can reach.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/fake_shop.h"

#define SEEDS 20000
#define WALK 30
#define HARMLESS 60

static uint64_t next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static size_t below(uint64_t *state, size_t count)
{
	return (size_t)(next(state) % count);
}

/* --- the state that harmless keys may not touch ---------------------------- */

struct picture {
	struct till_line lines[TILL_LINES_MAX];
	size_t line_count;
	size_t void_count;
	size_t tender_count;
	struct basket_discount discount;
	struct till_return_slip slip;
	int64_t shift;
};

static void take_picture(const struct till *till, struct picture *picture)
{
	const struct till_basket *basket = till_view(till)->basket;

	memcpy(picture->lines, basket->lines,
		basket->line_count * sizeof(basket->lines[0]));
	picture->line_count = basket->line_count;
	picture->void_count = basket->void_count;
	picture->tender_count = basket->tender_count;
	picture->discount = basket->discount;
	picture->slip = basket->slip;
	picture->shift = till_view(till)->shift;
}

/* Items may be added, the last line may grow by one more scan of its item. */
static void assert_only_added(const struct till *till,
	const struct picture *before)
{
	const struct till_basket *basket = till_view(till)->basket;

	assert_true(basket->line_count >= before->line_count);
	assert_int_equal(basket->void_count, before->void_count);
	assert_int_equal(basket->tender_count, before->tender_count);
	assert_int_equal(basket->discount.kind, before->discount.kind);
	assert_int_equal(basket->discount.value, before->discount.value);
	assert_int_equal(basket->slip.sale, before->slip.sale);
	assert_int_equal(basket->slip.count, before->slip.count);
	for (size_t i = 0; i < before->line_count; i++) {
		const struct till_line *was = &before->lines[i];
		const struct till_line *is = &basket->lines[i];
		int64_t more = quantity_thousandths(is->quantity) -
			quantity_thousandths(was->quantity);

		assert_int_equal(is->item.id, was->item.id);
		assert_int_equal(money_rupiah(is->price),
			money_rupiah(was->price));
		assert_int_equal(is->off.kind, was->off.kind);
		assert_int_equal(is->off.value, was->off.value);
		assert_true(more >= 0);
		assert_true(more == 0 || i + 1 == before->line_count);
	}
}

/* --- random keys ----------------------------------------------------------- */

static const char *const texts[] = {"1", "2", "7", "0", "3", "a", "KRP", "TEH",
	"8991234567891", "8991234567907", "96", "SUSU", "50000", "100000", "12",
	"kasir", "sari", "246810", "GTN", "000001", "KOPI", "MADU"};

#define TEXTS (sizeof(texts) / sizeof(texts[0]))

/* What a walk adds to them: things only a person types. */
static const char *const typed[] = {
	"10%", "GTN-1-000001", "0,5", "rusak", "50.000", "12.500"};

static enum till_order_kind harmless(struct till *till, struct fake_shop *shop,
	uint64_t *random)
{
	static const enum till_key keys[] = {TILL_KEY_TEXT, TILL_KEY_TEXT,
		TILL_KEY_ENTER, TILL_KEY_TAB, TILL_KEY_SCANNED};
	enum till_key key = keys[below(random, 5)];
	const char *text = texts[below(random, TEXTS)];

	return fake_key(till, shop, key,
		key == TILL_KEY_TEXT || key == TILL_KEY_SCANNED ? text : "");
}

/* Any key, so that every mode is come by. */
static void walk(struct till *till, struct fake_shop *shop, uint64_t *random)
{
	enum till_key key = (enum till_key)below(random, TILL_KEY_COUNT);
	const char *text = below(random, 3) == 0 ? typed[below(random, 6)]
						 : texts[below(random, TEXTS)];

	if (key == TILL_KEY_LOGOUT && below(random, 4) > 0)
		key = TILL_KEY_TEXT;
	fake_key(till, shop, key,
		key == TILL_KEY_TEXT || key == TILL_KEY_SCANNED ? text : "");
}

static bool is_harmless_order(enum till_order_kind kind)
{
	return kind == TILL_ORDER_NONE || kind == TILL_ORDER_LOGIN ||
		kind == TILL_ORDER_RECALL;
}

static void harmless_keys_only_look_up(void **state)
{
	static struct picture before;
	bool seen[TILL_PERMITTING + 1] = {false};

	(void)state;
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		uint64_t random = seed * UINT64_C(0x9E3779B97F4A7C15) | 1;
		struct fake_shop shop;
		struct till *till = fake_till(&shop, seed % 5 == 0 ? 0 : 9);
		size_t steps = below(&random, WALK);

		/* some begin with a sale put aside, some in the counting */
		if (seed % 3 == 0) {
			fake_text(till, &shop, TILL_SCAN, "KRP");
			fake_text(till, &shop, TILL_SUSPEND, "");
		}
		if (seed % 7 == 0)
			fake_key(till, &shop, TILL_KEY_CLOSE, "");
		if (seed % 11 == 0)
			fake_key(till, &shop, TILL_KEY_REFUND, "");
		if (seed % 13 == 0) {
			fake_text(till, &shop, TILL_SCAN, "MADU");
			fake_key(till, &shop, TILL_KEY_TEXT, "12.500");
			fake_key(till, &shop, TILL_KEY_DISCOUNT, "");
		}

		for (size_t i = 0; i < steps; i++)
			walk(till, &shop, &random);
		seen[till_view(till)->mode] = true;
		take_picture(till, &before);
		for (size_t i = 0; i < HARMLESS; i++) {
			enum till_order_kind order =
				harmless(till, &shop, &random);

			assert_true(is_harmless_order(order));
			/* a recall or a login brings its own basket */
			if (order != TILL_ORDER_NONE)
				take_picture(till, &before);
			assert_only_added(till, &before);
			take_picture(till, &before);
		}
		till_free(till);
	}
	/* the walk came by every mode, or the test says little */
	for (size_t i = 0; i <= TILL_PERMITTING; i++)
		if (!seen[i])
			fail_msg("no walk came by mode %zu", i);
}

/* --- single dialogues ------------------------------------------------------ */

static void a_working_day_by_keys(void **state)
{
	struct fake_shop shop;
	struct till *till = fake_till(&shop, 0);
	const struct till_view *view = till_view(till);

	(void)state;
	assert_int_equal(view->mode, TILL_STARTING);
	fake_key(till, &shop, TILL_KEY_TEXT, "100000");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_int_equal(view->mode, TILL_STARTING);
	assert_int_equal(fake_key(till, &shop, TILL_KEY_CONFIRM, ""),
		TILL_ORDER_OPEN);
	assert_int_equal(view->mode, TILL_SELLING);
	fake_key(till, &shop, TILL_KEY_TEXT, "3");
	fake_key(till, &shop, TILL_KEY_MULTIPLY, "");
	assert_true(view->has_multiplier);
	/* the wedge's characters came first, then they are told apart */
	fake_key(till, &shop, TILL_KEY_TEXT, "5");
	fake_key(till, &shop, TILL_KEY_TEXT, "8991234567891");
	fake_key(till, &shop, TILL_KEY_SCANNED, "8991234567891");
	assert_string_equal(view->input, "5");
	assert_false(view->has_multiplier);
	assert_int_equal(money_rupiah(view->basket->totals.net), 37500);
	fake_key(till, &shop, TILL_KEY_CLEAR, "");
	fake_key(till, &shop, TILL_KEY_CASH, "");
	assert_int_equal(view->mode, TILL_PAYING);
	fake_key(till, &shop, TILL_KEY_TEXT, "40000");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_int_equal(view->mode, TILL_PAYING);
	assert_int_equal(fake_key(till, &shop, TILL_KEY_CONFIRM, ""),
		TILL_ORDER_SALE);
	assert_int_equal(view->mode, TILL_SHOWING);
	assert_int_equal(money_rupiah(view->sold.change), 2500);
	fake_key(till, &shop, TILL_KEY_SCANNED, "TEH");
	assert_int_equal(view->mode, TILL_SELLING);
	assert_int_equal(view->basket->line_count, 1);
	till_free(till);
}

static void choosing_never_takes_a_scan_for_an_answer(void **state)
{
	struct fake_shop shop;
	struct till *till = fake_till(&shop, 9);
	const struct till_view *view = till_view(till);

	(void)state;
	fake_key(till, &shop, TILL_KEY_TEXT, "96");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_int_equal(view->mode, TILL_CHOOSING);
	assert_int_equal(view->choice_count, 2);
	fake_key(till, &shop, TILL_KEY_TEXT, "8991234567891");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_int_equal(view->mode, TILL_CHOOSING);
	assert_int_equal(view->basket->line_count, 0);
	fake_key(till, &shop, TILL_KEY_DOWN, "");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_int_equal(view->mode, TILL_SELLING);
	assert_string_equal(view->basket->lines[0].item.sku, "SUSUC");
	till_free(till);
}

/* Who looks a name up does not know the code to type behind the weight. */
static void what_was_searched_is_weighed(void **state)
{
	struct fake_shop shop;
	struct till *till = fake_till(&shop, 9);
	const struct till_view *view = till_view(till);

	(void)state;
	fake_key(till, &shop, TILL_KEY_SEARCH, "");
	fake_key(till, &shop, TILL_KEY_TEXT, "KOPI");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_false(view->refused);
	assert_int_equal(view->mode, TILL_ASKING);
	fake_key(till, &shop, TILL_KEY_SCANNED, "8991234567891");
	assert_int_equal(view->basket->line_count, 0);
	fake_key(till, &shop, TILL_KEY_TEXT, "0,237");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_int_equal(view->basket->line_count, 0);
	fake_key(till, &shop, TILL_KEY_CONFIRM, "");
	assert_int_equal(view->mode, TILL_SELLING);
	assert_int_equal(view->basket->line_count, 1);
	assert_int_equal(money_rupiah(view->basket->totals.net), 18486);
	fake_key(till, &shop, TILL_KEY_SEARCH, "");
	fake_key(till, &shop, TILL_KEY_TEXT, "KOPI");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	fake_key(till, &shop, TILL_KEY_TEXT, "0");
	fake_key(till, &shop, TILL_KEY_MULTIPLY, "");
	assert_true(view->refused);
	fake_key(till, &shop, TILL_KEY_ESCAPE, "");
	assert_int_equal(view->basket->line_count, 1);
	till_free(till);
}

static void a_supervisor_allows_what_was_tried(void **state)
{
	struct fake_shop shop;
	struct till *till = fake_till(&shop, 9);
	const struct till_view *view = till_view(till);

	(void)state;
	fake_text(till, &shop, TILL_SCAN, "KRP");
	fake_key(till, &shop, TILL_KEY_TEXT, "40%");
	fake_key(till, &shop, TILL_KEY_DISCOUNT, "");
	assert_int_equal(view->mode, TILL_PERMITTING);
	fake_key(till, &shop, TILL_KEY_TEXT, "sari");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_int_equal(view->field, 1);
	assert_true(view->input_hidden);
	fake_key(till, &shop, TILL_KEY_TEXT, "246810");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	assert_int_equal(money_rupiah(view->basket->lines[0].discount), 0);
	fake_key(till, &shop, TILL_KEY_CONFIRM, "");
	assert_int_equal(view->mode, TILL_SELLING);
	assert_int_equal(money_rupiah(view->basket->lines[0].discount), 5000);
	assert_int_equal(view->basket->lines[0].off.allowed_by, 2);
	till_free(till);
}

static void goods_come_back_by_keys(void **state)
{
	struct fake_shop shop;
	struct till *till = fake_till(&shop, 9);
	const struct till_view *view = till_view(till);

	(void)state;
	fake_key(till, &shop, TILL_KEY_REFUND, "");
	fake_key(till, &shop, TILL_KEY_SCANNED, "GTN-1-000001");
	assert_int_equal(view->mode, TILL_RETURNING);
	fake_key(till, &shop, TILL_KEY_CONFIRM, "");
	assert_true(view->refused);
	fake_key(till, &shop, TILL_KEY_TEXT, "2");
	fake_key(till, &shop, TILL_KEY_MULTIPLY, "");
	fake_key(till, &shop, TILL_KEY_VOID, "");
	assert_int_equal(view->returns[0].fate, TILL_FATE_DAMAGE);
	fake_key(till, &shop, TILL_KEY_CONFIRM, "");
	assert_int_equal(view->mode, TILL_GIVING_BACK);
	assert_int_equal(money_rupiah(view->basket->slip.due), 20000);
	assert_int_equal(fake_key(till, &shop, TILL_KEY_CONFIRM, ""),
		TILL_ORDER_REFUND);
	till_free(till);
}

static void the_drawer_is_counted_blind(void **state)
{
	struct fake_shop shop;
	struct till *till = fake_till(&shop, 9);
	const struct till_view *view = till_view(till);

	(void)state;
	fake_key(till, &shop, TILL_KEY_CLOSE, "");
	assert_int_equal(view->mode, TILL_COUNTING);
	fake_key(till, &shop, TILL_KEY_TEXT, "3");
	fake_key(till, &shop, TILL_KEY_MULTIPLY, "");
	fake_key(till, &shop, TILL_KEY_TEXT, "2");
	fake_key(till, &shop, TILL_KEY_CONFIRM, "");
	assert_true(view->refused);
	fake_key(till, &shop, TILL_KEY_MULTIPLY, "");
	assert_int_equal(money_rupiah(view->counted), 400000);
	assert_int_equal(fake_key(till, &shop, TILL_KEY_CONFIRM, ""),
		TILL_ORDER_CLOSE);
	assert_int_equal(view->shown, TILL_SHOWN_Z);
	till_free(till);
}

static void the_date_is_asked_for(void **state)
{
	struct fake_shop shop;
	struct till *till = fake_till(&shop, 0);
	const struct till_view *view = till_view(till);

	(void)state;
	fake_text(till, &shop, TILL_LOGOUT, "");
	shop.date = (struct till_date){
		.question = TILL_DATE_AHEAD, .today = 20765, .last = 20760};
	fake_key(till, &shop, TILL_KEY_TEXT, "kasir");
	fake_key(till, &shop, TILL_KEY_ENTER, "");
	fake_key(till, &shop, TILL_KEY_TEXT, "246810");
	fake_key(till, &shop, TILL_KEY_CONFIRM, "");
	assert_int_equal(view->mode, TILL_CONFIRMING);
	assert_int_equal(view->date.today, 20765);
	fake_key(till, &shop, TILL_KEY_ESCAPE, "");
	assert_int_equal(view->mode, TILL_STARTING);
	assert_int_equal(view->date.question, TILL_DATE_FINE);

	/* What is not saved asks again; a cashier may say yes. */
	fake_send(till, &shop,
		&(struct till_event){
			.kind = TILL_OPEN, .amount = money_of(100000)},
		false);
	assert_int_equal(view->mode, TILL_CONFIRMING);
	assert_int_equal(fake_key(till, &shop, TILL_KEY_CONFIRM, ""),
		TILL_ORDER_DATE);
	assert_int_equal(view->mode, TILL_STARTING);

	/* Where the clock went back, a manager must. */
	shop.date = (struct till_date){
		.question = TILL_DATE_BACK, .today = 20759, .last = 20765};
	fake_send(till, &shop,
		&(struct till_event){
			.kind = TILL_OPEN, .amount = money_of(100000)},
		false);
	assert_int_equal(fake_key(till, &shop, TILL_KEY_CONFIRM, ""),
		TILL_ORDER_NONE);
	assert_int_equal(view->mode, TILL_PERMITTING);
	assert_true(view->refused);
	till_free(till);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(harmless_keys_only_look_up),
		cmocka_unit_test(a_working_day_by_keys),
		cmocka_unit_test(choosing_never_takes_a_scan_for_an_answer),
		cmocka_unit_test(what_was_searched_is_weighed),
		cmocka_unit_test(a_supervisor_allows_what_was_tried),
		cmocka_unit_test(goods_come_back_by_keys),
		cmocka_unit_test(the_drawer_is_counted_blind),
		cmocka_unit_test(the_date_is_asked_for),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
