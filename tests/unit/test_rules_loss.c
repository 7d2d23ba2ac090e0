/* Losses, daily goods, cost of own goods, cost-plus prices and tiers. */
#include "schema/rules/cost.h"
#include "schema/rules/loss.h"
#include "schema/rules/price.h"
#include "tests/unit/rules_support.h"

#define PIECES(n) quantity_of((n)*1000)

static const struct terms percent_20 = {TERMS_PERCENT, 2000, false};
static const struct terms cost_12000 = {TERMS_COST, 12000, false};

static void what_the_mart_owes_for_a_loss(void **state)
{
	struct money credit = money_of(7);

	(void)state;
	/* shrink of 3, damage of 1, agreed cost, with PPN inside, own goods */
	assert_int_equal(loss_credit(money_of(12500), PIECES(3), false,
				 percent_20, rules_ppn, &credit),
		LINE_OK);
	assert_rupiah(credit, 30000);
	assert_int_equal(loss_credit(money_of(12500), PIECES(1), false,
				 percent_20, rules_ppn, &credit),
		LINE_OK);
	assert_rupiah(credit, 10000);
	assert_int_equal(loss_credit(money_of(15000), PIECES(1), false,
				 cost_12000, rules_ppn, &credit),
		LINE_OK);
	assert_rupiah(credit, 12000);
	assert_int_equal(loss_credit(money_of(11100), PIECES(1), true,
				 percent_20, rules_ppn, &credit),
		LINE_OK);
	assert_rupiah(credit, 8000);
	assert_int_equal(loss_credit(money_of(12500), PIECES(1), false,
				 (struct terms){TERMS_OWN, 0, false}, rules_ppn,
				 &credit),
		LINE_OK);
	assert_rupiah(credit, 0);
	credit = money_of(7);
	assert_int_equal(loss_credit(money_of(12500), PIECES(0), false,
				 percent_20, rules_ppn, &credit),
		LINE_QUANTITY_NOT_POSITIVE);
	assert_rupiah(credit, 7);
}

static void an_allowance_is_whole_units(void **state)
{
	static const struct {
		int64_t missing, received, allowance_bp, step;
		enum loss_owner owner;
		int64_t producer, mart;
	} cases[] = {
		{7000, 200000, 200, 1000, LOSS_MART, 4000, 3000},
		{3000, 200000, 200, 1000, LOSS_MART, 3000, 0},
		{7000, 249000, 200, 1000, LOSS_MART, 4000, 3000},
		{7000, 200000, 200, 1000, LOSS_PRODUCER, 7000, 0},
		{3000, 200000, 0, 1000, LOSS_MART, 0, 3000},
		/* daily goods, 50 in, 2 missing: 1 his; a kg by gram */
		{2000, 50000, 200, 1000, LOSS_MART, 1000, 1000},
		{2000, 50000, 0, 1000, LOSS_MART, 0, 2000},
		{500, 12345, 200, 1, LOSS_MART, 246, 254},
		{0, 0, 10000, 1, LOSS_MART, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct loss_split split =
			loss_share(quantity_of(cases[i].missing),
				quantity_of(cases[i].received),
				cases[i].allowance_bp,
				quantity_of(cases[i].step), cases[i].owner);

		assert_thousandths(split.producer, cases[i].producer);
		assert_thousandths(split.mart, cases[i].mart);
	}
}

static void a_surplus_takes_back_credit(void **state)
{
	struct loss_credited loss = {
		.quantity = PIECES(3), .credit = money_of(30000)};
	struct quantity used;
	struct money taken;

	(void)state;
	loss_take_back(&loss, PIECES(2), &used, &taken);
	assert_thousandths(used, 2000);
	assert_rupiah(taken, 20000);
	loss.back_quantity = used;
	loss.back = taken;
	loss_take_back(&loss, PIECES(5), &used, &taken);
	assert_thousandths(used, 1000);
	assert_rupiah(taken, 10000);
	loss.back_quantity = PIECES(3);
	loss.back = money_of(30000);
	loss_take_back(&loss, PIECES(5), &used, &taken);
	assert_thousandths(used, 0);
	assert_rupiah(taken, 0);
}

static void daily_goods(void **state)
{
	struct quantity missing;
	struct money credit;

	(void)state;
	assert_true(loss_daily_missing(PIECES(50), PIECES(41), PIECES(6),
		PIECES(1), &missing));
	assert_thousandths(missing, 2000);
	assert_int_equal(loss_credit(money_of(2500), missing, false, percent_20,
				 rules_ppn, &credit),
		LINE_OK);
	assert_int_equal(41 * 2000 + money_rupiah(credit), 86000);
	assert_true(loss_daily_missing(PIECES(50), PIECES(45), PIECES(6),
		PIECES(1), &missing));
	assert_thousandths(missing, -2000);
	assert_false(loss_daily_missing(quantity_of(0),
		quantity_of(QUANTITY_MAX), quantity_of(1), quantity_of(0),
		&missing));
}

static void cost_is_the_moving_average(void **state)
{
	struct cost_on_hand on_hand = {
		PIECES(7), money_of(42001), money_of(6500)};
	struct money cost = money_of(7);

	(void)state;
	assert_true(cost_of(&on_hand, PIECES(1), &cost));
	assert_rupiah(cost, 6000); /* hu(6000.14) */
	assert_true(cost_of(&on_hand, PIECES(7), &cost));
	assert_rupiah(cost, 42001);
	assert_true(cost_of(&on_hand, PIECES(9), &cost));
	assert_rupiah(cost, 54001);
	on_hand.value = money_of(-1);
	assert_true(cost_of(&on_hand, PIECES(2), &cost));
	assert_rupiah(cost, 13000);
	on_hand.quantity = PIECES(0);
	on_hand.value = money_of(0);
	assert_true(cost_of(&on_hand, quantity_of(500), &cost));
	assert_rupiah(cost, 3250);
	on_hand.quantity = quantity_of(1);
	on_hand.value = money_of(MONEY_MAX);
	assert_false(cost_of(&on_hand, PIECES(2), &cost));
	assert_rupiah(cost, 3250);
}

/* What leaves piece by piece costs exactly what came in. */
static void cost_leaves_nothing_behind(void **state)
{
	uint64_t seed = 5;

	(void)state;
	for (int round = 0; round < 1000; round++) {
		int64_t value = rules_between(&seed, 0, 1000000);
		int64_t left = rules_between(&seed, 1, 20000);

		while (left > 0) {
			int64_t out = rules_between(&seed, 1, left);
			struct cost_on_hand on_hand = {quantity_of(left),
				money_of(value), money_of(0)};
			struct money cost;

			assert_true(cost_of(&on_hand, quantity_of(out), &cost));
			value -= money_rupiah(cost);
			left -= out;
			assert_true(value >= 0);
		}
		assert_int_equal(value, 0);
	}
}

static void cost_plus(void **state)
{
	static const struct {
		int64_t cost, plus_bp, unit, price;
	} cases[] = {
		{11350, 2500, 100, 14200},
		{11360, 2500, 100, 14200}, /* exactly */
		{11361, 2500, 100, 14300}, /* 14,201.25 */
		{0, 2500, 100, 0},
		{1, 0, 100, 100},
		{12345, 0, 1, 12345},
		{3, 3333, 1, 4},
	};
	struct money price = money_of(7);

	(void)state;
	assert_false(price_cost_plus(&price, money_of(MONEY_MAX), 1, 100));
	assert_false(price_cost_plus(&price, money_of(MONEY_MAX), 0, 7));
	assert_false(price_cost_plus(&price, money_of(MONEY_MAX), 10000, 1));
	assert_false(price_cost_plus(&price, money_of(1), INT64_MAX, 100));
	assert_false(price_cost_plus(&price, money_of(1), 0, INT64_MAX));
	assert_rupiah(price, 7);
	for (size_t i = 0; i < LENGTH(cases); i++) {
		assert_true(price_cost_plus(&price, money_of(cases[i].cost),
			cases[i].plus_bp, cases[i].unit));
		assert_rupiah(price, cases[i].price);
	}
}

static const struct tier *month_tiers(void)
{
	static struct tier tiers[3];

	tiers[0] = (struct tier){money_of(1000000), 2000};
	tiers[1] = (struct tier){money_of(3000000), 1800};
	tiers[2] = (struct tier){money_of(MONEY_MAX), 1500};
	return tiers;
}

static void tiers_by_volume(void **state)
{
	const struct tier *tiers = month_tiers();
	struct money c = money_of(7);

	(void)state;
	assert_rupiah(tier_commission_on(tiers, 3, money_of(990013)), 198003);
	assert_rupiah(tier_commission_on(tiers, 3, money_of(1015014)), 202703);
	assert_rupiah(tier_commission_on(tiers, 3, money_of(4000000)), 710000);
	assert_rupiah(tier_commission_on(tiers, 3, money_of(0)), 0);
	assert_rupiah(tier_commission_on(tiers, 3, money_of(-5)), 0);
	assert_rupiah(tier_commission_on(tiers, 3, money_of(MONEY_MAX)),
		200000 + 360000 + (MONEY_MAX - 3000000) / 100 * 15);
	assert_true(tier_commission(&c, tiers, 3, money_of(990013),
		money_of(25001)));
	assert_rupiah(c, 4700); /* so S is 20,301 */
	assert_false(tier_commission(&c, tiers, 3, money_of(MONEY_MAX),
		money_of(1)));
	assert_rupiah(c, 4700);
}

static void tiers_by_price(void **state)
{
	const struct tier *tiers = month_tiers();

	(void)state;
	assert_int_equal(tier_rate(tiers, 3, money_of(0)), 2000);
	assert_int_equal(tier_rate(tiers, 3, money_of(-1)), 2000);
	assert_int_equal(tier_rate(tiers, 3, money_of(1000000)), 2000);
	assert_int_equal(tier_rate(tiers, 3, money_of(1000001)), 1800);
	assert_int_equal(tier_rate(tiers, 3, money_of(MONEY_MAX)), 1500);
}

static void tier_tables_are_checked(void **state)
{
	struct tier tiers[PRICE_TIERS_MAX + 1] = {
		{money_of(1000), 2000}, {money_of(MONEY_MAX), 1000}};

	(void)state;
	assert_true(tier_table_valid(tiers, 2));
	assert_false(tier_table_valid(tiers, 1)); /* has an end */
	assert_false(tier_table_valid(tiers, 0));
	assert_false(tier_table_valid(tiers, PRICE_TIERS_MAX + 1));
	tiers[1].rate_bp = 10001;
	assert_false(tier_table_valid(tiers, 2));
	tiers[1].rate_bp = -1;
	assert_false(tier_table_valid(tiers, 2));
	tiers[1] = tiers[0];
	assert_false(tier_table_valid(tiers, 2));
	tiers[0].limit = money_of(0);
	assert_false(tier_table_valid(tiers, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_the_mart_owes_for_a_loss),
		cmocka_unit_test(an_allowance_is_whole_units),
		cmocka_unit_test(a_surplus_takes_back_credit),
		cmocka_unit_test(daily_goods),
		cmocka_unit_test(cost_is_the_moving_average),
		cmocka_unit_test(cost_leaves_nothing_behind),
		cmocka_unit_test(cost_plus),
		cmocka_unit_test(tiers_by_volume),
		cmocka_unit_test(tiers_by_price),
		cmocka_unit_test(tier_tables_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
