/* Sale lines: every table of the worked examples, then what is refused. */
#include <string.h>

#include "schema/rules/line.h"
#include "tests/unit/rules_support.h"

/* One line of the tables, with at most one discount. */
struct example {
	const char *name;
	int64_t price, quantity;
	bool taxed;
	struct terms terms;
	int64_t discount;
	int producer_percent;
	/* expected */
	int64_t G, dp, dm, N, T, tb, B, c, S, m, dn;
};

#define PERCENT(bp) \
	{ \
		TERMS_PERCENT, bp, false \
	}
#define BEFORE(bp) \
	{ \
		TERMS_PERCENT_BEFORE_PPN, bp, false \
	}
#define COST(rp) \
	{ \
		TERMS_COST, rp, false \
	}
#define OWN \
	{ \
		TERMS_OWN, 0, false \
	}

static const struct example examples[] = {
	/* 1: plain */
	{"KRP", 12500, 2000, false, PERCENT(2000), 0, 0, /**/
		25000, 0, 0, 25000, 0, 0, 25000, 5000, 20000, 5000, 0},
	{"KOPI", 78000, 237, false, PERCENT(2000), 0, 0, /**/
		18486, 0, 0, 18486, 0, 0, 18486, 3697, 14789, 3697, 0},
	/* 2: discounts */
	{"10 % mart", 12500, 2000, false, PERCENT(2000), 2500, 0, /**/
		25000, 0, 2500, 22500, 0, 0, 25000, 5000, 20000, 2500, 2500},
	{"producer", 12500, 2000, false, PERCENT(2000), 2500, 100, /**/
		25000, 2500, 0, 22500, 0, 0, 22500, 4500, 18000, 4500, 0},
	{"shared:50", 12500, 2000, false, PERCENT(2000), 2501, 50, /**/
		25000, 1250, 1251, 22499, 0, 0, 23750, 4750, 19000, 3499, 1251},
	/* 2: basket discount 5,000 */
	{"basket P1", 12500, 2000, false, PERCENT(2000), 2337, 50, /**/
		25000, 1168, 1169, 22663, 0, 0, 23832, 4766, 19066, 3597, 1169},
	{"basket P2", 78000, 237, false, PERCENT(2000), 1728, 0, /**/
		18486, 0, 1728, 16758, 0, 0, 18486, 3697, 14789, 1969, 1728},
	{"basket tea", 10000, 1000, false, OWN, 935, 0, /**/
		10000, 0, 935, 9065, 0, 0, 10000, 0, 0, 9065, 0},
	/* 2: buy 2 get 1 */
	{"P1", 12500, 1000, false, PERCENT(2000), 3348, 100, /**/
		12500, 3348, 0, 9152, 0, 0, 9152, 1830, 7322, 1830, 0},
	{"P2", 8000, 1000, false, PERCENT(2000), 2143, 50, /**/
		8000, 1071, 1072, 5857, 0, 0, 6929, 1386, 5543, 314, 1072},
	{"P3", 7500, 1000, false, PERCENT(2000), 2009, 0, /**/
		7500, 0, 2009, 5491, 0, 0, 7500, 1500, 6000, -509, 2009},
	/* 3: PPN */
	{"after PPN", 11100, 1000, true, PERCENT(2000), 0, 0, /**/
		11100, 0, 0, 11100, 1100, 1100, 10000, 2000, 8000, 2000, 0},
	{"before PPN", 11100, 1000, true, BEFORE(2000), 0, 0, /**/
		11100, 0, 0, 11100, 1100, 1100, 10000, 2220, 7780, 2220, 0},
	{"10 % mart, PPN", 11100, 1000, true, PERCENT(2000), 1110, 0, /**/
		11100, 0, 1110, 9990, 990, 1100, 10000, 2000, 8000, 1000, 1000},
	{"10 % producer, PPN", 11100, 1000, true, PERCENT(2000), 1110, 100,
		11100, 1110, 0, 9990, 990, 990, 9000, 1800, 7200, 1800, 0},
	{"1,500 with PPN", 1500, 1000, true, OWN, 0, 0, /**/
		1500, 0, 0, 1500, 149, 149, 1351, 0, 0, 1351, 0},
	/* 4: agreed cost */
	{"harga titip", 15000, 1000, false, COST(12000), 4000, 0, /**/
		15000, 0, 4000, 11000, 0, 0, 15000, 3000, 12000, -1000, 4000},
	{"harga titip, PPN", 15000, 1000, true, COST(12000), 4000, 0, /**/
		15000, 0, 4000, 11000, 1090, 1486, 13514, 1514, 12000, -2090,
		3604},
	{"harga titip, producer", 15000, 1000, false, COST(12000), 1000, 100,
		15000, 1000, 0, 14000, 0, 0, 14000, 3000, 11000, 3000, 0},
	{"cost-plus", 14200, 1000, false, COST(11350), 0, 0, /**/
		14200, 0, 0, 14200, 0, 0, 14200, 2850, 11350, 2850, 0},
	{"cost below discount", 15000, 1000, false, COST(500), 1000, 100, /**/
		15000, 1000, 0, 14000, 0, 0, 14000, 14000, 0, 14000, 0},
	/* 5: the line of the refund */
	{"KUE", 12450, 3000, true, PERCENT(2000), 1000, 50, /**/
		37350, 500, 500, 36350, 3602, 3652, 33198, 6640, 26558, 6190,
		450},
	/* 9: snack box */
	{"box P2", 5000, 1000, false, PERCENT(2500), 588, 50, /**/
		5000, 294, 294, 4412, 0, 0, 4706, 1177, 3529, 883, 294},
	{"box P3", 4000, 1000, false, COST(3200), 471, 0, /**/
		4000, 0, 471, 3529, 0, 0, 4000, 800, 3200, 329, 471},
	/* the ends of the rates */
	{"all commission", 12500, 1000, false, PERCENT(10000), 0, 0, /**/
		12500, 0, 0, 12500, 0, 0, 12500, 12500, 0, 12500, 0},
	{"no commission", 12500, 1000, true, BEFORE(0), 0, 0, /**/
		12500, 0, 0, 12500, 1239, 1239, 11261, 0, 11261, 0, 0},
	{"for nothing", 12500, 1000, true, PERCENT(2000), 12500, 100, /**/
		12500, 12500, 0, 0, 0, 0, 0, 0, 0, 0, 0},
	{"a price of 0", 0, 1000, false, PERCENT(2000), 0, 0, /**/
		0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
};

static void check_amounts(const struct example *e, const struct line_result *r)
{
	assert_rupiah(r->stored.gross, e->G);
	assert_rupiah(r->stored.discount_producer, e->dp);
	assert_rupiah(r->stored.discount_mart, e->dm);
	assert_rupiah(r->derived.net, e->N);
	assert_rupiah(r->stored.tax, e->T);
	assert_rupiah(r->stored.tax_base, e->tb);
	assert_rupiah(r->derived.base, e->B);
	assert_rupiah(r->derived.commission, e->c);
	assert_rupiah(r->stored.share, e->S);
	assert_rupiah(r->derived.margin, e->m);
	assert_rupiah(r->derived.discount_net, e->dn);
}

static void lines_of_the_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(examples); i++) {
		const struct example *e = &examples[i];
		struct line_discount discount = {DISCOUNT_PROMOTION,
			money_of(e->discount), e->producer_percent};
		struct line_input line = {
			.price = money_of(e->price),
			.quantity = quantity_of(e->quantity),
			.taxed = e->taxed,
			.terms = e->terms,
			.discounts = &discount,
			.discount_count = e->discount != 0,
		};
		struct line_result result;

		print_message("%s\n", e->name);
		assert_int_equal(line_price(&line, rules_ppn, &result),
			LINE_OK);
		check_amounts(e, &result);
		assert_int_equal(rules_unbalanced(&result, &e->terms), 0);
		assert_int_equal(line_is_below_share(&result), e->m < 0);
		line.terms.principal = true;
		assert_int_equal(line_price(&line, rules_ppn, &result),
			LINE_OK);
		check_amounts(e, &result);
		assert_int_equal(rules_unbalanced(&result, &line.terms), 0);
	}
}

/* Several discounts on a line: each is split by itself, odd rupiah to mart. */
static void several_discounts(void **state)
{
	struct line_discount discounts[] = {
		{DISCOUNT_PROMOTION, money_of(101), 50},
		{DISCOUNT_MEMBER, money_of(101), 50},
		{DISCOUNT_LINE, money_of(7), 0},
		{DISCOUNT_BASKET, money_of(3), 33},
	};
	struct line_input line = {
		.price = money_of(1000),
		.quantity = quantity_of(1000),
		.terms = PERCENT(1000),
		.discounts = discounts,
		.discount_count = LENGTH(discounts),
	};
	struct line_result result;

	(void)state;
	assert_int_equal(line_price(&line, rules_ppn, &result), LINE_OK);
	assert_rupiah(result.stored.discount_producer, 100);
	assert_rupiah(result.stored.discount_mart, 112);
	assert_rupiah(result.derived.net, 788);
}

static struct line_input sound_line(void)
{
	return (struct line_input){
		.price = money_of(10000),
		.quantity = quantity_of(1000),
		.taxed = true,
		.terms = PERCENT(2000),
	};
}

static void expect(const struct line_input *line, struct tax_rate ppn,
	enum line_outcome expected)
{
	struct line_result result, before;

	memset(&result, 0x5a, sizeof(result));
	before = result;
	assert_int_equal(line_price(line, ppn, &result), expected);
	assert_memory_equal(&result, &before, sizeof(result));
}

static void inputs_are_refused_by_name(void **state)
{
	struct line_input line = sound_line();

	(void)state;
	line.price = money_of(-1);
	expect(&line, rules_ppn, LINE_PRICE_NEGATIVE);
	line = sound_line();
	line.quantity = quantity_of(0);
	expect(&line, rules_ppn, LINE_QUANTITY_NOT_POSITIVE);
	line.quantity = quantity_of(-1000);
	expect(&line, rules_ppn, LINE_QUANTITY_NOT_POSITIVE);
	line = sound_line();
	expect(&line, (struct tax_rate){-1, 111}, LINE_TAX_RATE);
	expect(&line, (struct tax_rate){111, 111}, LINE_TAX_RATE);
	expect(&line, (struct tax_rate){0, 0}, LINE_TAX_RATE);
	line.quantity = quantity_of(QUANTITY_MAX);
	expect(&line, rules_ppn, LINE_OVERFLOW);
	line = sound_line();
	line.taxed = false;
	line.terms = (struct terms)COST(MONEY_MAX);
	line.quantity = quantity_of(2000);
	expect(&line, rules_ppn, LINE_OVERFLOW);
	line = sound_line();
	line.terms = (struct terms)BEFORE(9500);
	expect(&line, rules_ppn, LINE_SHARE_NEGATIVE);
}

static void terms_are_refused_by_name(void **state)
{
	static const struct terms bad[] = {
		PERCENT(-1),
		PERCENT(10001),
		BEFORE(-1),
		BEFORE(10001),
		COST(-1),
		COST(MONEY_MAX + 1),
		{(enum terms_kind)99, 0, false},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct line_input line = sound_line();

		line.terms = bad[i];
		expect(&line, rules_ppn, LINE_TERMS_VALUE);
	}
}

static void discounts_are_refused_by_name(void **state)
{
	struct line_discount discounts[LINE_DISCOUNTS_MAX + 1] = {
		{DISCOUNT_LINE, money_of(-1), 0}};
	struct line_input line = sound_line();

	(void)state;
	line.discounts = discounts;
	line.discount_count = 1;
	expect(&line, rules_ppn, LINE_DISCOUNT_NEGATIVE);
	discounts[0] = (struct line_discount){DISCOUNT_LINE, money_of(1), -1};
	expect(&line, rules_ppn, LINE_DISCOUNT_PERCENT);
	discounts[0].producer_percent = 101;
	expect(&line, rules_ppn, LINE_DISCOUNT_PERCENT);
	discounts[0].producer_percent = 1;
	line.terms = (struct terms)OWN;
	expect(&line, rules_ppn, LINE_DISCOUNT_NO_PRODUCER);
	line.terms = (struct terms)PERCENT(2000);
	discounts[0].amount = money_of(10001);
	expect(&line, rules_ppn, LINE_NET_NEGATIVE);
	discounts[0].amount = money_of(10000);
	discounts[1] = (struct line_discount){DISCOUNT_LINE, money_of(1), 0};
	line.discount_count = 2;
	expect(&line, rules_ppn, LINE_NET_NEGATIVE);
	line.discount_count = LINE_DISCOUNTS_MAX + 1;
	expect(&line, rules_ppn, LINE_TOO_MANY_DISCOUNTS);
}

static void the_limit_by_hand(void **state)
{
	struct money gross = money_of(12500);

	(void)state;
	assert_true(discount_within(money_of(2500), gross, 2000));
	assert_false(discount_within(money_of(2501), gross, 2000));
	assert_true(discount_within(money_of(0), gross, 0));
	assert_true(discount_within(gross, gross, 10000));
}

/* N = T + S + m, c = m + dn, postings at zero, whatever the line. */
static void lines_hold_together(void **state)
{
	uint64_t seed = 3;
	int priced = 0;

	(void)state;
	for (int round = 0; round < 100000; round++) {
		struct line_discount discounts[3];
		struct line_input line = {
			.price = money_of(rules_between(&seed, 0, 99999)),
			.quantity = quantity_of(rules_between(&seed, 1, 9999)),
			.taxed = rules_between(&seed, 0, 1),
			.terms = {(enum terms_kind)rules_between(&seed, 0, 3),
				rules_between(&seed, 0, 10000),
				rules_between(&seed, 0, 1)},
			.discounts = discounts,
			.discount_count = (size_t)rules_between(&seed, 0, 3),
		};
		struct line_result r;
		bool own = line.terms.kind == TERMS_OWN;

		for (size_t i = 0; i < line.discount_count; i++)
			discounts[i] = (struct line_discount){
				DISCOUNT_PROMOTION,
				money_of(rules_between(&seed, 0, 20000)),
				own ? 0 : (int)rules_between(&seed, 0, 100)};
		if (line_price(&line, rules_ppn, &r) != LINE_OK)
			continue;
		priced++;
		assert_true(money_sign(r.derived.net) >= 0);
		assert_true(money_sign(r.stored.share) >= 0);
		assert_int_equal(money_rupiah(r.derived.net),
			money_rupiah(r.stored.tax) +
				money_rupiah(r.stored.share) +
				money_rupiah(r.derived.margin));
		assert_int_equal(rules_unbalanced(&r, &line.terms), 0);
		assert_true(own ||
			money_rupiah(r.derived.discount_net) ==
				money_rupiah(r.stored.discount_mart) -
					money_rupiah(r.stored.tax_base) +
					money_rupiah(r.stored.tax));
	}
	assert_true(priced > 50000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_of_the_examples),
		cmocka_unit_test(several_discounts),
		cmocka_unit_test(inputs_are_refused_by_name),
		cmocka_unit_test(terms_are_refused_by_name),
		cmocka_unit_test(discounts_are_refused_by_name),
		cmocka_unit_test(the_limit_by_hand),
		cmocka_unit_test(lines_hold_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
