/* Refunds: the worked examples, then any sale refunded in any parts. */
#include <string.h>

#include "schema/rules/refund.h"
#include "tests/unit/rules_support.h"

static const struct rounding down = {100, ROUNDING_DOWN};

static void add_amounts(struct line_amounts *to,
	const struct line_amounts *more)
{
	to->gross = money_plus(to->gross, more->gross);
	to->discount_producer =
		money_plus(to->discount_producer, more->discount_producer);
	to->discount_mart = money_plus(to->discount_mart, more->discount_mart);
	to->tax = money_plus(to->tax, more->tax);
	to->tax_base = money_plus(to->tax_base, more->tax_base);
	to->share = money_plus(to->share, more->share);
}

static void assert_same(const struct line_amounts *a,
	const struct line_amounts *b)
{
	assert_int_equal(money_compare(a->gross, b->gross), 0);
	assert_int_equal(
		money_compare(a->discount_producer, b->discount_producer), 0);
	assert_int_equal(money_compare(a->discount_mart, b->discount_mart), 0);
	assert_int_equal(money_compare(a->tax, b->tax), 0);
	assert_int_equal(money_compare(a->tax_base, b->tax_base), 0);
	assert_int_equal(money_compare(a->share, b->share), 0);
}

/* Debits less credits of a refund part, given back as due with rounding r. */
static int64_t unbalanced(const struct line_amounts *part, bool own,
	struct money due, struct money r)
{
	struct line_derived d = line_derive(part, own);
	int64_t debits = money_rupiah(part->tax);

	debits += own ? money_rupiah(d.net) - money_rupiah(part->tax)
		      : money_rupiah(part->share) + money_rupiah(d.commission) -
			money_rupiah(d.discount_net);
	return debits + money_rupiah(r) - money_rupiah(due);
}

struct example_refund {
	size_t line; /* of the sale */
	int64_t quantity;
	int64_t G, dp, dm, F, T, tb, S, c, K, due, r, dn;
};

/* PKP: KUE 3 x 12,450, promotion 1,000 shared:50; own rice 10,020 exempt. */
static const struct line_amounts kue = {
	{37350}, {500}, {500}, {3602}, {3652}, {26558}};
static const struct line_amounts rice = {{10020}, {0}, {0}, {0}, {0}, {0}};

static const struct example_refund two_steps[] = {
	{0, 1000, 12450, 167, 167, 12116, 1201, 1217, 8853, 2213, 34254, 12100,
		-16, 151},
	{0, 2000, 24900, 333, 333, 24234, 2401, 2435, 17705, 4427, 10020, 24200,
		-34, 299},
	{1, 1000, 10020, 0, 0, 10020, 0, 0, 0, 0, 0, 10000, -20, 0},
};

static void check_part(const struct example_refund *e,
	const struct line_amounts *part, bool own)
{
	struct line_derived d = line_derive(part, own);

	assert_rupiah(part->gross, e->G);
	assert_rupiah(part->discount_producer, e->dp);
	assert_rupiah(part->discount_mart, e->dm);
	assert_rupiah(d.net, e->F);
	assert_rupiah(part->tax, e->T);
	assert_rupiah(part->tax_base, e->tb);
	assert_rupiah(part->share, e->S);
	assert_rupiah(d.commission, e->c);
	assert_rupiah(d.discount_net, e->dn);
}

static void in_two_steps(void **state)
{
	struct refund_line lines[] = {
		{.sold = kue, .sold_quantity = quantity_of(3000)},
		{.sold = rice, .sold_quantity = quantity_of(1000)},
	};
	struct refund_receipt receipt = {.completed_by_cash = true,
		.rounding = down,
		.paid = money_of(46300)};
	int64_t kept = 46370, all_r = 0;

	(void)state;
	for (size_t i = 0; i < LENGTH(two_steps); i++) {
		const struct example_refund *e = &two_steps[i];
		struct refund_line *line = &lines[e->line];
		struct line_amounts part;
		struct money net, due, r;

		assert_int_equal(refund_part(line, quantity_of(e->quantity),
					 &part, &net),
			REFUND_OK);
		check_part(e, &part, e->line == 1);
		assert_rupiah(net, e->F);
		kept -= e->F;
		assert_int_equal(kept, e->K);
		assert_int_equal(refund_due(&receipt, money_of(kept), net, &due,
					 &r),
			REFUND_OK);
		assert_rupiah(due, e->due);
		assert_rupiah(r, e->r);
		assert_int_equal(unbalanced(&part, e->line == 1, due, r), 0);
		add_amounts(&line->taken, &part);
		assert_true(quantity_add(&line->taken_quantity,
			line->taken_quantity, quantity_of(e->quantity)));
		receipt.paid = money_minus(receipt.paid, due);
		all_r += e->r;
	}
	assert_same(&lines[0].taken, &kue);
	assert_rupiah(receipt.paid, 0);
	assert_int_equal(all_r, -70);
}

/* Sale 1c: QRIS 20,000 and cash 23,400 for KRP 25,000 and KOPI 18,486. */
static void a_sale_paid_both_ways(void **state)
{
	struct refund_receipt receipt = {.noncash = money_of(20000),
		.completed_by_cash = true,
		.rounding = down,
		.paid = money_of(43400)};
	struct money due, r, cash, noncash, given, extra;

	(void)state;
	/* KOPI back */
	assert_int_equal(refund_due(&receipt, money_of(25000), money_of(18486),
				 &due, &r),
		REFUND_OK);
	assert_rupiah(due, 18400);
	assert_rupiah(r, -86);
	refund_split(due, money_of(23400), money_of(20000), 100, &cash,
		&noncash);
	assert_rupiah(cash, 18400);
	assert_rupiah(noncash, 0);
	/* KRP back instead: as paid, or all in cash */
	assert_int_equal(refund_due(&receipt, money_of(18486), money_of(25000),
				 &due, &r),
		REFUND_OK);
	assert_rupiah(due, 24914);
	assert_rupiah(r, -86);
	refund_split(due, money_of(23400), money_of(20000), 100, &cash,
		&noncash);
	assert_rupiah(cash, 23400);
	assert_rupiah(noncash, 1514);
	assert_true(refund_in_cash(due, 100, &given, &extra));
	assert_rupiah(given, 25000);
	assert_rupiah(money_plus(r, extra), 0);
	/* then KOPI: together 43,400 */
	receipt.paid = money_minus(receipt.paid, given);
	assert_int_equal(refund_due(&receipt, money_of(0), money_of(18486),
				 &due, &r),
		REFUND_OK);
	assert_rupiah(due, 18400);
	assert_rupiah(r, -86);
	refund_split(due, money_of(23400 - 25000), money_of(20000), 100, &cash,
		&noncash);
	assert_rupiah(cash, 0);
	assert_rupiah(noncash, 18400);
}

/* Sales 1a, 1b and 1d: the KOPI of each comes back. */
static void by_who_completed_the_sale(void **state)
{
	struct refund_receipt receipt = {.completed_by_cash = true,
		.rounding = down,
		.paid = money_of(43400)};
	struct money due, r;

	(void)state;
	assert_int_equal(refund_due(&receipt, money_of(25000), money_of(18486),
				 &due, &r),
		REFUND_OK);
	assert_rupiah(due, 18400);
	receipt = (struct refund_receipt){.noncash = money_of(43486),
		.rounding = down,
		.paid = money_of(43486)};
	assert_int_equal(refund_due(&receipt, money_of(25000), money_of(18486),
				 &due, &r),
		REFUND_OK);
	assert_rupiah(due, 18486);
	assert_rupiah(r, 0);
	receipt.noncash = money_of(23486);
	assert_int_equal(refund_due(&receipt, money_of(25000), money_of(18486),
				 &due, &r),
		REFUND_OK);
	assert_rupiah(due, 18486);
	assert_rupiah(r, 0);
}

/* Cash given by coins that are no multiple comes back by the same coins. */
static void splits_as_paid(void **state)
{
	static const struct {
		int64_t due, cash_left, noncash_left, cash, noncash;
	} cases[] = {
		{43486, 20050, 23436, 20050, 23436},
		{18486, 20000, 23486, 18400, 86},
		{18486, 0, 43486, 0, 18486},
		{18400, 43400, 0, 18400, 0},
		{18486, 18486, 0, 18486, 0},
		{500, 100, 200, 300, 200}, /* cash beyond what was cash */
		{500, 100, -200, 500, 0},
		{0, 0, 0, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct money cash, noncash;

		refund_split(money_of(cases[i].due),
			money_of(cases[i].cash_left),
			money_of(cases[i].noncash_left), 100, &cash, &noncash);
		assert_rupiah(cash, cases[i].cash);
		assert_rupiah(noncash, cases[i].noncash);
	}
}

static void exchanges(void **state)
{
	struct refund_exchange x;

	(void)state;
	assert_true(refund_exchange(money_of(12100), money_of(15975), 100, &x));
	assert_rupiah(x.tender, 12100);
	assert_rupiah(x.wanted, 3875);
	assert_rupiah(x.paid_out, 0);
	assert_rupiah(x.extra, 0);
	assert_true(refund_exchange(money_of(12100), money_of(8950), 100, &x));
	assert_rupiah(x.tender, 8950);
	assert_rupiah(x.wanted, 0);
	assert_rupiah(x.paid_out, 3200);
	assert_rupiah(x.extra, 50);
	/* r of the refund was -16: Dr 6110 34 */
	assert_int_equal(-16 + money_rupiah(x.extra), 34);
	assert_false(refund_exchange(money_of(MONEY_MAX), money_of(0), 7, &x));
}

static void parts_are_refused_by_name(void **state)
{
	struct refund_line line = {.sold = kue,
		.sold_quantity = quantity_of(3000),
		.taken_quantity = quantity_of(2000)};
	struct line_amounts part;
	struct money net = money_of(7);

	(void)state;
	assert_int_equal(refund_part(&line, quantity_of(0), &part, &net),
		REFUND_NOT_POSITIVE);
	assert_int_equal(refund_part(&line, quantity_of(-1), &part, &net),
		REFUND_NOT_POSITIVE);
	assert_int_equal(refund_part(&line, quantity_of(1001), &part, &net),
		REFUND_MORE_THAN_LEFT);
	line.taken_quantity = quantity_of(6000);
	assert_int_equal(refund_part(&line, quantity_of(1), &part, &net),
		REFUND_MORE_THAN_LEFT);
	/* 1 g of 1 kg: gross 0, but half a rupiah of discount */
	line = (struct refund_line){.sold = {.gross = money_of(499),
					    .discount_mart = money_of(0),
					    .discount_producer = money_of(0)},
		.sold_quantity = quantity_of(1000)};
	assert_int_equal(refund_part(&line, quantity_of(1), &part, &net),
		REFUND_OK);
	assert_rupiah(net, 0);
	line.sold = (struct line_amounts){.gross = money_of(1200),
		.discount_producer = money_of(600),
		.discount_mart = money_of(600)};
	assert_int_equal(refund_part(&line, quantity_of(1), &part, &net),
		REFUND_TOO_SMALL); /* 1 - 1 - 1 */
	/* 1 - 0 - 0 of a line that was given away: the rest would be -1 */
	line.sold = (struct line_amounts){.gross = money_of(3),
		.discount_producer = money_of(1),
		.discount_mart = money_of(2)};
	assert_int_equal(refund_part(&line, quantity_of(200), &part, &net),
		REFUND_TOO_SMALL);
	assert_rupiah(net, 0);
	assert_int_equal(refund_part(&line, quantity_of(1000), &part, &net),
		REFUND_OK);
}

/* Books that cannot be true are refused, not computed with. */
static void wild_amounts_are_refused(void **state)
{
	struct money wild = money_of(-MONEY_MAX);
	struct refund_line sound = {
		.sold = kue, .sold_quantity = quantity_of(3000)};
	struct refund_line lines[6];
	struct line_amounts part;
	struct money net = money_of(7);

	(void)state;
	for (size_t i = 0; i < LENGTH(lines); i++)
		lines[i] = sound;
	lines[0].taken.gross = wild;
	lines[1].taken.discount_producer = wild;
	lines[2].taken.discount_mart = wild;
	lines[3].taken.tax = wild;
	lines[4].taken.tax_base = wild;
	lines[5].taken.share = wild;
	for (size_t i = 0; i < LENGTH(lines); i++)
		assert_int_equal(refund_part(&lines[i], quantity_of(1000),
					 &part, &net),
			REFUND_OVERFLOW);
	/* net past the bound though each amount is in it */
	sound.sold.discount_mart = money_of(-MONEY_MAX);
	sound.sold.gross = money_of(MONEY_MAX);
	assert_int_equal(refund_part(&sound, quantity_of(3000), &part, &net),
		REFUND_OVERFLOW);
	assert_rupiah(net, 7);
}

static void dues_are_refused_by_name(void **state)
{
	struct refund_receipt receipt = {.completed_by_cash = true,
		.rounding = down,
		.paid = money_of(10000)};
	struct money due = money_of(7), r;
	struct money most = money_of(MONEY_MAX);

	(void)state;
	assert_int_equal(refund_due(&receipt, money_of(-1), money_of(1), &due,
				 &r),
		REFUND_MORE_THAN_LEFT);
	assert_int_equal(refund_due(&receipt, money_of(10100), money_of(1),
				 &due, &r),
		REFUND_TOO_SMALL);
	receipt.rounding = (struct rounding){7, ROUNDING_UP};
	assert_int_equal(refund_due(&receipt, most, money_of(1), &due, &r),
		REFUND_OVERFLOW);
	receipt.rounding.unit = 1000;
	receipt.noncash = money_of(MONEY_MAX - 100);
	assert_int_equal(refund_due(&receipt, most, money_of(1), &due, &r),
		REFUND_OVERFLOW);
	receipt.completed_by_cash = false;
	receipt.paid = money_of(-1);
	assert_int_equal(refund_due(&receipt, most, money_of(1), &due, &r),
		REFUND_OVERFLOW);
	assert_rupiah(due, 7);
}

#define SALE_LINES 3

/* A random sale, paid in a random way. */
struct random_sale {
	struct refund_line lines[SALE_LINES];
	bool own[SALE_LINES];
	struct refund_receipt receipt;
	int64_t total, rounding;
};

static void random_line(uint64_t *seed, struct random_sale *sale, size_t i)
{
	struct line_result result;

	for (;;) {
		struct line_discount discount = {DISCOUNT_PROMOTION,
			money_of(rules_between(seed, 0, 3000)),
			(int)rules_between(seed, 0, 100)};
		struct line_input line = {
			.price = money_of(rules_between(seed, 1, 30000)),
			.quantity = quantity_of(rules_between(seed, 1, 5000)),
			.taxed = rules_between(seed, 0, 1),
			.terms = {(enum terms_kind)rules_between(seed, 0, 3),
				rules_between(seed, 0, 9000), false},
			.discounts = &discount,
			.discount_count = (size_t)rules_between(seed, 0, 1),
		};

		if (rules_between(seed, 0, 1))
			line.quantity =
				quantity_of(1000 * rules_between(seed, 1, 9));
		if (line_price(&line, rules_ppn, &result) != LINE_OK)
			continue;
		sale->own[i] = line.terms.kind == TERMS_OWN;
		sale->lines[i] = (struct refund_line){
			.sold = result.stored, .sold_quantity = line.quantity};
		sale->total += money_rupiah(result.derived.net);
		return;
	}
}

static void random_payment(uint64_t *seed, struct random_sale *sale)
{
	struct rounding rule = {rules_between(seed, 0, 1) ? 100 : 500,
		(enum rounding_direction)rules_between(seed, 0, 2)};
	int64_t noncash = rules_between(seed, 0, 2)
		? 0
		: rules_between(seed, 0, sale->total);
	struct tender_state paid = {
		.total = money_of(sale->total), .noncash = money_of(noncash)};
	struct tender_answer answer;
	enum tender_outcome outcome = tender_offer(&paid, TENDER_CASH,
		money_of(1000000), rule, &answer);

	if (outcome != TENDER_DONE_CASH) {
		assert_int_equal(outcome, TENDER_BELOW_COIN);
		assert_int_equal(tender_offer(&paid, TENDER_NONCASH,
					 money_of(sale->total - noncash), rule,
					 &answer),
			TENDER_DONE_NONCASH);
	}
	sale->rounding = money_rupiah(answer.rounding);
	sale->receipt = (struct refund_receipt){
		.noncash = answer.state.noncash,
		.completed_by_cash = outcome == TENDER_DONE_CASH,
		.rounding = rule,
		.paid = money_of(sale->total + sale->rounding),
	};
}

/* What the kept goods would have cost, reckoned again from the rule. */
static int64_t cost_of_kept(const struct random_sale *sale, int64_t kept)
{
	int64_t noncash = money_rupiah(sale->receipt.noncash);
	struct money rounded;

	if (!sale->receipt.completed_by_cash || kept <= noncash)
		return kept;
	assert_true(rounding_apply(sale->receipt.rounding,
		money_of(kept - noncash), &rounded));
	return noncash + money_rupiah(rounded);
}

/* Refunds some of line i, or all that is left; true if it was not refused. */
static bool refund_some(uint64_t *seed, struct random_sale *sale, size_t i,
	bool all, int64_t *kept, int64_t *all_r)
{
	struct refund_line *line = &sale->lines[i];
	int64_t left = quantity_thousandths(quantity_minus(line->sold_quantity,
		line->taken_quantity));
	struct quantity now;
	struct line_amounts part;
	struct money net, due, r;

	if (left == 0)
		return true;
	now = quantity_of(all ? left : rules_between(seed, 1, left));
	if (refund_part(line, now, &part, &net) != REFUND_OK ||
		refund_due(&sale->receipt, money_of(*kept - money_rupiah(net)),
			net, &due, &r) != REFUND_OK)
		return false;
	assert_true(money_sign(net) >= 0);
	assert_int_equal(unbalanced(&part, sale->own[i], due, r), 0);
	add_amounts(&line->taken, &part);
	assert_true(quantity_add(&line->taken_quantity, line->taken_quantity,
		now));
	sale->receipt.paid = money_minus(sale->receipt.paid, due);
	*kept -= money_rupiah(net);
	*all_r += money_rupiah(r);
	assert_rupiah(sale->receipt.paid, cost_of_kept(sale, *kept));
	return true;
}

/*
 * Whatever was refunded in whatever order, what is left can be refunded, and
 * all parts together are the sale: its amounts, its payment, its rounding.
 */
static void all_parts_are_the_whole(void **state)
{
	uint64_t seed = 7;

	(void)state;
	for (int round = 0; round < 100000; round++) {
		struct random_sale sale;
		int64_t kept, all_r = 0;

		memset(&sale, 0, sizeof(sale));
		for (size_t i = 0; i < SALE_LINES; i++)
			random_line(&seed, &sale, i);
		random_payment(&seed, &sale);
		kept = sale.total;
		for (int step = 0; step < 6; step++)
			(void)refund_some(&seed, &sale,
				(size_t)rules_between(&seed, 0, SALE_LINES - 1),
				false, &kept, &all_r);
		for (size_t i = 0; i < SALE_LINES; i++) {
			assert_true(refund_some(&seed, &sale, i, true, &kept,
				&all_r));
			assert_same(&sale.lines[i].taken, &sale.lines[i].sold);
		}
		assert_int_equal(kept, 0);
		assert_rupiah(sale.receipt.paid, 0);
		assert_int_equal(all_r, sale.rounding);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_two_steps),
		cmocka_unit_test(a_sale_paid_both_ways),
		cmocka_unit_test(by_who_completed_the_sale),
		cmocka_unit_test(splits_as_paid),
		cmocka_unit_test(exchanges),
		cmocka_unit_test(parts_are_refused_by_name),
		cmocka_unit_test(wild_amounts_are_refused),
		cmocka_unit_test(dues_are_refused_by_name),
		cmocka_unit_test(all_parts_are_the_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
