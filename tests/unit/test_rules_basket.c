/* Baskets with a discount over all of them, and free units in a group. */
#include "schema/rules/basket.h"
#include "schema/rules/promotion.h"
#include "tests/unit/rules_support.h"

#define PERCENT_20 \
	{ \
		TERMS_PERCENT, 2000, false \
	}
#define PIECES(n) quantity_of((n)*1000)

static struct basket_line krp(void)
{
	return (struct basket_line){
		.line = {.price = money_of(12500),
			.quantity = PIECES(2),
			.terms = PERCENT_20},
		.discountable = true,
		.producer_percent = 50,
	};
}

static struct basket_line kopi(void)
{
	return (struct basket_line){
		.line = {.price = money_of(78000),
			.quantity = quantity_of(237),
			.terms = PERCENT_20},
		.discountable = true,
	};
}

static struct basket_line tea(void)
{
	return (struct basket_line){
		.line = {.price = money_of(10000), .quantity = PIECES(1)},
		.discountable = true,
	};
}

static void the_basket_of_the_examples(void **state)
{
	static const int64_t nets[] = {22663, 16758, 9065};
	static const int64_t shares[] = {19066, 14789, 0};
	static const int64_t expected_parts[] = {2337, 1728, 935};
	struct basket_line lines[] = {krp(), kopi(), tea()};
	struct basket_discount discount = {BASKET_DISCOUNT_AMOUNT, 5000};
	struct line_result results[3];
	struct money parts[3];
	struct basket_totals totals;
	struct basket_failure failure;
	int64_t borne = 0, commission = 0;

	(void)state;
	assert_int_equal(basket_price(lines, 3, discount, rules_ppn, results,
				 parts, &totals, &failure),
		BASKET_OK);
	for (size_t i = 0; i < 3; i++) {
		assert_rupiah(results[i].derived.net, nets[i]);
		assert_rupiah(results[i].stored.share, shares[i]);
		assert_rupiah(parts[i], expected_parts[i]);
		borne += money_rupiah(results[i].derived.discount_net);
		commission += money_rupiah(results[i].derived.commission);
	}
	assert_rupiah(totals.gross, 53486);
	assert_rupiah(totals.discounts, 5000);
	assert_rupiah(totals.basket_discount, 5000);
	assert_rupiah(totals.net, 48486);
	assert_rupiah(totals.tax, 0);
	assert_rupiah(totals.share, 33855);
	/* Dr 4190 and Cr 4110 of the receipt */
	assert_int_equal(borne, 2897);
	assert_int_equal(commission, 8463);
}

static void a_percent_is_one_amount(void **state)
{
	struct basket_line lines[] = {krp(), kopi(), tea()};
	struct basket_discount discount = {BASKET_DISCOUNT_PERCENT, 1000};
	struct line_result results[3];
	struct basket_totals totals;
	struct basket_failure failure;

	(void)state;
	assert_int_equal(basket_price(lines, 3, discount, rules_ppn, results,
				 NULL, &totals, &failure),
		BASKET_OK);
	assert_rupiah(totals.basket_discount, 5349); /* hu(5348.6) */
	assert_rupiah(totals.net, 48137);
	/* A line that may not be discounted weighs nothing. */
	lines[1].discountable = false;
	assert_int_equal(basket_price(lines, 3, discount, rules_ppn, results,
				 NULL, &totals, &failure),
		BASKET_OK);
	assert_rupiah(totals.basket_discount, 3500);
	assert_rupiah(results[1].derived.net, 18486);
	discount.value = 10000;
	assert_int_equal(basket_price(lines, 3, discount, rules_ppn, results,
				 NULL, &totals, &failure),
		BASKET_OK);
	assert_rupiah(totals.net, 18486);
}

/* Weights are the nets after the lines' own discounts. */
static void own_discounts_come_first(void **state)
{
	struct line_discount own = {DISCOUNT_LINE, money_of(15000), 0};
	struct basket_line lines[] = {krp(), tea()};
	struct basket_discount discount = {BASKET_DISCOUNT_AMOUNT, 2000};
	struct line_result results[2];
	struct money parts[2];
	struct basket_totals totals;
	struct basket_failure failure;

	(void)state;
	lines[0].line.discounts = &own;
	lines[0].line.discount_count = 1;
	assert_int_equal(basket_price(lines, 2, discount, rules_ppn, results,
				 parts, &totals, &failure),
		BASKET_OK);
	assert_rupiah(parts[0], 1000);
	assert_rupiah(parts[1], 1000);
	assert_rupiah(results[0].stored.discount_producer, 500);
	assert_rupiah(results[0].stored.discount_mart, 15500);
	assert_rupiah(totals.discounts, 17000);
}

/* Three lines of 1,500: the receipt's PPN is 149 x 3, not 446. */
static void tax_is_a_line_at_a_time(void **state)
{
	struct basket_line lines[3] = {tea(), tea(), tea()};
	struct basket_discount none = {BASKET_DISCOUNT_NONE, 0};
	struct line_result results[3];
	struct basket_totals totals;
	struct basket_failure failure;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		lines[i].line.price = money_of(1500);
		lines[i].line.taxed = true;
	}
	assert_int_equal(basket_price(lines, 3, none, rules_ppn, results, NULL,
				 &totals, &failure),
		BASKET_OK);
	assert_rupiah(totals.tax, 447);
	assert_int_equal(basket_price(NULL, 0, none, rules_ppn, NULL, NULL,
				 &totals, &failure),
		BASKET_OK);
	assert_rupiah(totals.net, 0);
}

static enum basket_outcome outcome_of(const struct basket_line lines[],
	size_t count, enum basket_discount_kind kind, int64_t value,
	struct basket_failure *failure)
{
	struct basket_discount discount = {kind, value};
	static struct line_result results[BASKET_LINES_MAX];
	struct basket_totals totals = {.net = money_of(7)};
	enum basket_outcome outcome = basket_price(lines, count, discount,
		rules_ppn, results, NULL, &totals, failure);

	assert_rupiah(totals.net, 7);
	return outcome;
}

static void discounts_are_refused_by_name(void **state)
{
	struct basket_line lines[] = {krp(), tea()};
	struct basket_failure f;

	(void)state;
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_AMOUNT, 35001,
				 &f),
		BASKET_DISCOUNT_EXCEEDS);
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_AMOUNT, -1, &f),
		BASKET_DISCOUNT_VALUE);
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_PERCENT, -1, &f),
		BASKET_DISCOUNT_VALUE);
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_PERCENT, 10001,
				 &f),
		BASKET_DISCOUNT_VALUE);
	assert_int_equal(outcome_of(lines, 2, (enum basket_discount_kind)99, 0,
				 &f),
		BASKET_DISCOUNT_VALUE);
	lines[0].discountable = false;
	lines[1].discountable = false;
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_AMOUNT, 1, &f),
		BASKET_DISCOUNT_EXCEEDS);
	assert_int_equal(outcome_of(lines, BASKET_LINES_MAX + 1,
				 BASKET_DISCOUNT_NONE, 0, &f),
		BASKET_TOO_MANY_LINES);
}

static void a_refused_line_is_named(void **state)
{
	struct basket_line lines[] = {tea(), krp()};
	struct line_discount many[LINE_DISCOUNTS_MAX] = {
		{DISCOUNT_LINE, money_of(0), 0}};
	struct basket_failure f = {9, LINE_OK};

	(void)state;
	lines[1].line.quantity = quantity_of(0);
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_NONE, 0, &f),
		BASKET_LINE_REFUSED);
	assert_int_equal(f.line, 1);
	assert_int_equal(f.why, LINE_QUANTITY_NOT_POSITIVE);
	/* No room for the basket's part beside the line's own. */
	lines[1] = krp();
	lines[1].line.discounts = many;
	lines[1].line.discount_count = LENGTH(many);
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_AMOUNT, 5000, &f),
		BASKET_LINE_REFUSED);
	assert_int_equal(f.line, 1);
	assert_int_equal(f.why, LINE_TOO_MANY_DISCOUNTS);
	/* Nobody bears a producer's part of own goods. */
	lines[0].producer_percent = 50;
	lines[1] = krp();
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_AMOUNT, 5000, &f),
		BASKET_LINE_REFUSED);
	assert_int_equal(f.line, 0);
	assert_int_equal(f.why, LINE_DISCOUNT_NO_PRODUCER);
}

static void totals_past_the_bound_are_refused(void **state)
{
	struct basket_line lines[] = {tea(), tea()};
	struct basket_failure f;

	(void)state;
	lines[0].line.price = money_of(MONEY_MAX);
	/* the nets */
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_NONE, 0, &f),
		BASKET_OVERFLOW);
	/* the gross alone */
	lines[1].discountable = false;
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_NONE, 0, &f),
		BASKET_OVERFLOW);
	/* the shares of two agreed costs above their prices */
	for (size_t i = 0; i < 2; i++) {
		lines[i] = tea();
		lines[i].line.terms =
			(struct terms){TERMS_COST, MONEY_MAX, false};
	}
	assert_int_equal(outcome_of(lines, 2, BASKET_DISCOUNT_NONE, 0, &f),
		BASKET_OVERFLOW);
}

static void buy_two_get_one(void **state)
{
	struct money prices[] = {
		money_of(12500), money_of(8000), money_of(7500)};
	struct money discounts[3];

	(void)state;
	assert_true(promotion_free_unit(prices, 3, discounts));
	assert_rupiah(discounts[0], 3348);
	assert_rupiah(discounts[1], 2143);
	assert_rupiah(discounts[2], 2009);
	assert_true(promotion_free_unit(prices, 1, discounts));
	assert_rupiah(discounts[0], 12500);
	assert_false(promotion_free_unit(prices, 0, discounts));
	assert_false(promotion_free_unit(prices, PROMOTION_GROUP_MAX + 1,
		discounts));
	prices[1] = money_of(-1);
	assert_false(promotion_free_unit(prices, 3, discounts));
	assert_rupiah(discounts[0], 12500);
}

/* What the buyer is asked is the gross less the discount, always. */
static void baskets_add_up(void **state)
{
	uint64_t seed = 4;

	(void)state;
	for (int round = 0; round < 5000; round++) {
		struct basket_line lines[8];
		struct line_result results[8];
		struct money parts[8];
		size_t count = (size_t)rules_between(&seed, 1, 8);
		struct basket_discount discount = {BASKET_DISCOUNT_PERCENT,
			rules_between(&seed, 0, 10000)};
		struct basket_totals totals;
		struct basket_failure failure;
		int64_t tax = 0, net = 0, given = 0;

		for (size_t i = 0; i < count; i++) {
			lines[i] = krp();
			lines[i].line.price =
				money_of(rules_between(&seed, 0, 50000));
			lines[i].line.taxed = rules_between(&seed, 0, 1);
			lines[i].discountable = rules_between(&seed, 0, 3) > 0;
		}
		assert_int_equal(basket_price(lines, count, discount, rules_ppn,
					 results, parts, &totals, &failure),
			BASKET_OK);
		for (size_t i = 0; i < count; i++) {
			net += money_rupiah(results[i].derived.net);
			tax += money_rupiah(results[i].stored.tax);
			given += money_rupiah(parts[i]);
			assert_int_equal(rules_unbalanced(&results[i],
						 &lines[i].line.terms),
				0);
		}
		assert_rupiah(totals.net, net);
		assert_rupiah(totals.tax, tax);
		assert_rupiah(totals.basket_discount, given);
		assert_int_equal(money_rupiah(totals.gross) - given, net);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_basket_of_the_examples),
		cmocka_unit_test(a_percent_is_one_amount),
		cmocka_unit_test(own_discounts_come_first),
		cmocka_unit_test(tax_is_a_line_at_a_time),
		cmocka_unit_test(discounts_are_refused_by_name),
		cmocka_unit_test(a_refused_line_is_named),
		cmocka_unit_test(totals_past_the_bound_are_refused),
		cmocka_unit_test(buy_two_get_one),
		cmocka_unit_test(baskets_add_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
