/* Settlements: November, December and January of the worked example. */
#include "schema/rules/settlement.h"
#include "tests/unit/rules_support.h"

struct month {
	const char *name;
	/* in */
	int64_t opening, share, losses, fees, withhold_bp, from_mart;
	int64_t outstanding, instalment, cap_bp, minimum;
	/* out */
	int64_t earned, withheld, cap_base, advance, result, payable, to_pay;
};

static const struct month months[] = {
	{"November", 8000, 790000, 30000, 50000, 50, 0, /**/
		300000, MONEY_MAX, 3000, 50000,         /**/
		820000, 3950, 766050, 229815, 536235, 544235, 544235},
	{"December, part of November unpaid", 244235, -40000, 0, 50000, 0, 0,
		70185, MONEY_MAX, 3000, 50000, /**/
		-40000, 0, 0, 0, -90000, 154235, 154235},
	{"December, November paid", 0, -40000, 0, 50000, 0, 0, /**/
		70185, MONEY_MAX, 3000, 50000,                 /**/
		-40000, 0, 0, 0, -90000, -90000, 0},
	{"January", -90000, 300000, 0, 50000, 0, 0, /**/
		70185, MONEY_MAX, 3000, 50000,      /**/
		300000, 0, 160000, 48000, 202000, 112000, 112000},
	{"a PT that withholds PPh 23", 0, 80000, 0, 0, 0, 400, /**/
		0, 0, 3000, 0,                                 /**/
		80000, -400, 80400, 0, 80400, 80400, 80400},
	{"no tax on a period below 0", 0, -1000, 500, 0, 50, 0, /**/
		0, 0, 3000, 0,                                  /**/
		-500, 0, 0, 0, -500, -500, 0},
	{"an instalment", 0, 1000000, 0, 0, 0, 0, 300000, 25000, 3000, 0,
		1000000, 0, 1000000, 25000, 975000, 975000, 975000},
	{"the last of an advance", 0, 1000000, 0, 0, 0, 0, 7, 25000, 3000, 0,
		1000000, 0, 1000000, 7, 999993, 999993, 999993},
	{"under the minimum", 0, 49999, 0, 0, 0, 0, 0, 0, 0, 50000, /**/
		49999, 0, 49999, 0, 49999, 49999, 0},
	{"just the minimum", 0, 50000, 0, 0, 0, 0, 0, 0, 0, 50000, /**/
		50000, 0, 50000, 0, 50000, 50000, 50000},
	{"nothing", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
};

static struct settlement_input input_of(const struct month *m)
{
	return (struct settlement_input){
		.opening = money_of(m->opening),
		.share = money_of(m->share),
		.losses = money_of(m->losses),
		.fees = money_of(m->fees),
		.withhold_bp = m->withhold_bp,
		.withheld_from_mart = money_of(m->from_mart),
		.advance_outstanding = money_of(m->outstanding),
		.instalment = money_of(m->instalment),
		.advance_cap_bp = m->cap_bp,
		.minimum = money_of(m->minimum),
	};
}

static void settlements_of_the_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(months); i++) {
		const struct month *m = &months[i];
		struct settlement_input input = input_of(m);
		struct settlement_result r;

		print_message("%s\n", m->name);
		assert_int_equal(settlement_reckon(&input, &r), SETTLEMENT_OK);
		assert_rupiah(r.earned, m->earned);
		assert_rupiah(r.withheld, m->withheld);
		assert_rupiah(r.cap_base, m->cap_base);
		assert_rupiah(r.advance, m->advance);
		assert_rupiah(r.result, m->result);
		assert_rupiah(r.payable, m->payable);
		assert_rupiah(r.to_pay, m->to_pay);
	}
}

static void inputs_are_refused(void **state)
{
	struct settlement_input sound = input_of(&months[0]);
	struct money below = money_of(-1);
	struct settlement_input bad[9];
	struct settlement_result result;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++)
		bad[i] = sound;
	bad[0].fees = below;
	bad[1].withhold_bp = -1;
	bad[2].withhold_bp = 10001;
	bad[3].withheld_from_mart = below;
	bad[4].advance_outstanding = below;
	bad[5].instalment = below;
	bad[6].advance_cap_bp = -1;
	bad[7].advance_cap_bp = 10001;
	bad[8].minimum = below;
	for (size_t i = 0; i < LENGTH(bad); i++)
		assert_int_equal(settlement_reckon(&bad[i], &result),
			SETTLEMENT_INPUT);
	for (size_t i = 0; i < 3; i++)
		bad[i] = sound;
	bad[0].share = money_of(MONEY_MAX);  /* E */
	bad[1].share = money_of(-MONEY_MAX); /* E - F */
	bad[1].losses = money_of(0);
	bad[2].opening = money_of(MONEY_MAX); /* O + E - F - W */
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(settlement_reckon(&bad[i], &result),
			SETTLEMENT_OVERFLOW);
}

static void payees(void **state)
{
	static const int64_t b_30[] = {3000};
	struct money parts[3] = {money_of(7), money_of(7), money_of(7)};

	(void)state;
	assert_true(settlement_split(money_of(536235), b_30, 1, parts));
	assert_rupiah(parts[0], 375365);
	assert_rupiah(parts[1], 160870);
	/* with the opening's own split: 5,600 and 2,400 */
	assert_int_equal(money_rupiah(parts[0]) + 5600, 380965);
	assert_int_equal(money_rupiah(parts[1]) + 2400, 163270);
	/* December: -90,000; P1 80,965 - 63,000, B 163,270 - 27,000 */
	assert_true(settlement_split(money_of(-90000), b_30, 1, parts));
	assert_int_equal(80965 + money_rupiah(parts[0]), 17965);
	assert_int_equal(163270 + money_rupiah(parts[1]), 136270);
	/* a floor of the magnitude */
	assert_true(settlement_split(money_of(-1), b_30, 1, parts));
	assert_rupiah(parts[0], -1);
	assert_rupiah(parts[1], 0);
	assert_true(settlement_split(money_of(100), (int64_t[]){3333, 6667}, 2,
		parts));
	assert_rupiah(parts[0], 1);
	assert_rupiah(parts[1], 33);
	assert_rupiah(parts[2], 66);
	assert_true(settlement_split(money_of(100), NULL, 0, parts));
	assert_rupiah(parts[0], 100);
}

static void payees_are_refused(void **state)
{
	static const int64_t many[SETTLEMENT_PAYEES_MAX] = {0};
	struct money parts[3] = {money_of(7)};
	struct money x = money_of(1);

	(void)state;
	assert_false(settlement_split(x, (int64_t[]){-1}, 1, parts));
	assert_false(settlement_split(x, (int64_t[]){10001}, 1, parts));
	assert_false(settlement_split(x, (int64_t[]){5000, 5001}, 2, parts));
	assert_false(settlement_split(x, many, LENGTH(many), parts));
	assert_rupiah(parts[0], 7);
}

static void oldest_advance_first(void **state)
{
	struct money outstanding[] = {
		money_of(100000), money_of(0), money_of(200000)};
	struct money taken[3] = {money_of(7), money_of(7), money_of(7)};

	(void)state;
	assert_false(settlement_recover(money_of(300001), outstanding, 3,
		taken));
	assert_rupiah(taken[0], 7);
	assert_true(settlement_recover(money_of(229815), outstanding, 3,
		taken));
	assert_rupiah(taken[0], 100000);
	assert_rupiah(taken[1], 0);
	assert_rupiah(taken[2], 129815);
	assert_true(settlement_recover(money_of(0), NULL, 0, taken));
}

static void rent_and_due_days(void **state)
{
	struct money due = money_of(7);
	int32_t day = 7;

	(void)state;
	assert_true(settlement_rent(&due, money_of(50000), 30, 30));
	assert_rupiah(due, 50000);
	assert_true(settlement_rent(&due, money_of(50000), 10, 31));
	assert_rupiah(due, 16129);
	assert_true(settlement_rent(&due, money_of(50000), 0, 31));
	assert_rupiah(due, 0);
	assert_false(settlement_rent(&due, money_of(50000), 32, 31));
	assert_false(settlement_rent(&due, money_of(50000), -1, 31));
	assert_false(settlement_rent(&due, money_of(50000), 0, 0));
	/* sold on 27 Nov with 3 days is due on the 30th */
	assert_true(settlement_sale_due(&day, 20784, 3));
	assert_int_equal(day, 20787);
	assert_false(settlement_sale_due(&day, 20784, -1));
	assert_false(settlement_sale_due(&day, 20784, INT32_MAX));
	assert_int_equal(settlement_refund_due(20790, 20787), 20790);
	assert_int_equal(settlement_refund_due(20785, 20787), 20787);
}

/* Payees' parts add up, and recovered advances never pass the cap. */
static void settlements_hold_together(void **state)
{
	uint64_t seed = 6;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct month m = {
			.opening = rules_between(&seed, -100000, 100000),
			.share = rules_between(&seed, -100000, 1000000),
			.losses = rules_between(&seed, -10000, 10000),
			.fees = rules_between(&seed, 0, 100000),
			.withhold_bp = rules_between(&seed, 0, 300),
			.outstanding = rules_between(&seed, 0, 300000),
			.instalment = rules_between(&seed, 0, 300000),
			.cap_bp = rules_between(&seed, 0, 10000),
		};
		int64_t further[] = {rules_between(&seed, 0, 5000),
			rules_between(&seed, 0, 5000)};
		struct settlement_input input = input_of(&m);
		struct settlement_result r;
		struct money parts[3], sum;

		assert_int_equal(settlement_reckon(&input, &r), SETTLEMENT_OK);
		assert_int_equal(money_rupiah(r.payable),
			m.opening + money_rupiah(r.result));
		assert_int_equal(money_rupiah(r.payable),
			m.opening + m.share + m.losses - m.fees -
				money_rupiah(r.withheld) -
				money_rupiah(r.advance));
		assert_true(money_compare(r.advance, r.cap_base) <= 0);
		assert_true(money_sign(r.advance) >= 0);
		assert_true(money_sign(r.advance) == 0 ||
			money_sign(r.payable) >= 0);
		assert_true(settlement_split(r.result, further, 2, parts));
		assert_true(money_sum(&sum, parts, 3));
		assert_int_equal(money_compare(sum, r.result), 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settlements_of_the_examples),
		cmocka_unit_test(inputs_are_refused),
		cmocka_unit_test(payees),
		cmocka_unit_test(payees_are_refused),
		cmocka_unit_test(oldest_advance_first),
		cmocka_unit_test(rent_and_due_days),
		cmocka_unit_test(settlements_hold_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
