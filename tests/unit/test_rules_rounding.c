/* Cash rounding and how a payment is completed. */
#include <string.h>

#include "schema/rules/rounding.h"
#include "tests/unit/rules_support.h"

static const struct rounding down = {100, ROUNDING_DOWN};
static const struct rounding nearest = {100, ROUNDING_NEAREST};
static const struct rounding up = {100, ROUNDING_UP};

static void amounts_are_rounded(void **state)
{
	static const struct {
		int64_t amount, down, nearest, up;
	} cases[] = {
		{0, 0, 0, 0},
		{1, 0, 0, 100},
		{49, 0, 0, 100},
		{50, 0, 0, 100}, /* a tie goes to the buyer */
		{51, 0, 100, 100},
		{100, 100, 100, 100},
		{43486, 43400, 43500, 43500},
		{43450, 43400, 43400, 43500},
		{9990, 9900, 10000, 10000},
	};
	struct money got;

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct money amount = money_of(cases[i].amount);

		assert_true(rounding_apply(down, amount, &got));
		assert_rupiah(got, cases[i].down);
		assert_true(rounding_apply(nearest, amount, &got));
		assert_rupiah(got, cases[i].nearest);
		assert_true(rounding_apply(up, amount, &got));
		assert_rupiah(got, cases[i].up);
	}
	assert_true(rounding_apply((struct rounding){1, ROUNDING_UP},
		money_of(43486), &got));
	assert_rupiah(got, 43486);
	assert_false(rounding_apply((struct rounding){7, ROUNDING_UP},
		money_of(MONEY_MAX), &got));
	assert_true(rounding_apply((struct rounding){100,
					   (enum rounding_direction)9},
		money_of(43486), &got));
	assert_rupiah(got, 43400);
}

struct step {
	enum tender_kind kind;
	int64_t amount;
	enum tender_outcome outcome;
	/* TENDER_MORE: wanted in cash, by another tender; done: R, change */
	int64_t first, second;
};

struct payment {
	const char *name;
	int64_t total;
	const struct rounding *rule;
	struct step steps[4];
	size_t count;
};

#define CASH TENDER_CASH
#define QRIS TENDER_NONCASH

static const struct payment payments[] = {
	{"a", 43486, &down, {{CASH, 50000, TENDER_DONE_CASH, -86, 6600}}, 1},
	{"b", 43486, &down, {{QRIS, 43486, TENDER_DONE_NONCASH, 0, 0}}, 1},
	{"c", 43486, &down,
		{{QRIS, 20000, TENDER_MORE, 23400, 23486},
			{CASH, 30000, TENDER_DONE_CASH, -86, 6600}},
		2},
	{"d", 43486, &down,
		{{CASH, 20000, TENDER_MORE, 23400, 23486},
			{QRIS, 23486, TENDER_DONE_NONCASH, 0, 0}},
		2},
	{"e", 43486, &down,
		{{CASH, 20000, TENDER_MORE, 23400, 23486},
			{CASH, 25000, TENDER_DONE_CASH, -86, 1600}},
		2},
	{"f", 43486, &down,
		{{CASH, 43399, TENDER_MORE, 1, 87},
			{CASH, 1, TENDER_DONE_CASH, -86, 0}},
		2},
	{"f by QRIS", 43486, &down,
		{{CASH, 43399, TENDER_MORE, 1, 87},
			{QRIS, 88, TENDER_EXCEEDS, 0, 0},
			{QRIS, 87, TENDER_DONE_NONCASH, 0, 0}},
		3},
	{"36 left", 43486, &down,
		{{QRIS, 43450, TENDER_MORE, 0, 36},
			{CASH, 100, TENDER_BELOW_COIN, 0, 0},
			{QRIS, 36, TENDER_DONE_NONCASH, 0, 0}},
		3},
	{"PPN in cash", 9990, &down, {{CASH, 9900, TENDER_DONE_CASH, -90, 0}},
		1},
	{"nothing to pay", 0, &down, {{CASH, 0, TENDER_DONE_CASH, 0, 0}}, 1},
	{"a coin of 50 first, then QRIS that leaves 36", 43486, &down,
		{{CASH, 20050, TENDER_MORE, 23350, 23436},
			{QRIS, 23400, TENDER_MORE, 0, 36},
			{CASH, 0, TENDER_DONE_CASH, -86, 50}},
		3},
	{"cash of 0 is not enough", 43486, &down,
		{{CASH, 0, TENDER_MORE, 43400, 43486}}, 1},
	{"exchange", 15975, &down,
		{{QRIS, 12100, TENDER_MORE, 3800, 3875},
			{CASH, 3800, TENDER_DONE_CASH, -75, 0}},
		2},
	{"nearest goes up", 43486, &nearest,
		{{CASH, 43400, TENDER_MORE, 100, 86},
			{CASH, 100, TENDER_DONE_CASH, 14, 0}},
		2},
	{"nearest goes down", 43450, &nearest,
		{{CASH, 50000, TENDER_DONE_CASH, -50, 6600}}, 1},
	{"up", 43401, &up, {{CASH, 50000, TENDER_DONE_CASH, 99, 6500}}, 1},
	{"up, cash above the total", 43486, &up,
		{{CASH, 43490, TENDER_MORE, 10, 0},
			{QRIS, 1, TENDER_EXCEEDS, 0, 0},
			{CASH, 10, TENDER_DONE_CASH, 14, 0}},
		3},
	{"up from below a coin", 36, &up,
		{{CASH, 100, TENDER_DONE_CASH, 64, 0}}, 1},
	{"no amounts", 43486, &down,
		{{QRIS, 0, TENDER_AMOUNT, 0, 0},
			{CASH, -1, TENDER_AMOUNT, 0, 0},
			{QRIS, -1, TENDER_AMOUNT, 0, 0},
			{QRIS, 43487, TENDER_EXCEEDS, 0, 0}},
		4},
};

static void take(const struct step *step, struct rounding rule,
	struct tender_state *paid)
{
	struct tender_answer answer, before;

	memset(&answer, 0x5a, sizeof(answer));
	before = answer;
	assert_int_equal(tender_offer(paid, step->kind, money_of(step->amount),
				 rule, &answer),
		step->outcome);
	if (step->outcome == TENDER_MORE) {
		assert_rupiah(answer.wanted_cash, step->first);
		assert_rupiah(answer.wanted_noncash, step->second);
		assert_rupiah(answer.rounding, 0);
		assert_rupiah(answer.change, 0);
	} else if (step->outcome == TENDER_DONE_CASH ||
		step->outcome == TENDER_DONE_NONCASH) {
		assert_rupiah(answer.rounding, step->first);
		assert_rupiah(answer.change, step->second);
		/* what stays in the drawer and with the acquirer is Tot + R */
		assert_int_equal(money_rupiah(answer.state.cash) +
				money_rupiah(answer.state.noncash) -
				step->second,
			money_rupiah(paid->total) + step->first);
	} else {
		assert_memory_equal(&answer, &before, sizeof(answer));
		return;
	}
	*paid = answer.state;
}

static void payments_of_the_examples(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(payments); i++) {
		const struct payment *p = &payments[i];
		struct tender_state paid = {.total = money_of(p->total)};

		print_message("%s\n", p->name);
		for (size_t j = 0; j < p->count; j++)
			take(&p->steps[j], *p->rule, &paid);
	}
}

static void what_is_wanted(void **state)
{
	struct tender_state paid = {
		.total = money_of(43486), .noncash = money_of(43450)};
	struct tender_answer answer;

	(void)state;
	assert_true(tender_wanted(&paid, down, &answer));
	assert_true(answer.cash_refused);
	assert_rupiah(answer.wanted_cash, 0);
	assert_rupiah(answer.wanted_noncash, 36);
	paid.noncash = money_of(20000);
	assert_true(tender_wanted(&paid, down, &answer));
	assert_false(answer.cash_refused);
	assert_rupiah(answer.wanted_cash, 23400);
	paid.noncash = paid.total;
	assert_true(tender_wanted(&paid, down, &answer));
	assert_false(answer.cash_refused);
	assert_rupiah(answer.wanted_noncash, 0);
}

static void past_the_bound(void **state)
{
	struct rounding wide = {MONEY_MAX / 10 * 6, ROUNDING_UP};
	struct tender_state paid = {.total = money_of(MONEY_MAX)};
	struct tender_answer answer;

	(void)state;
	assert_false(tender_wanted(&paid, wide, &answer));
	assert_int_equal(tender_offer(&paid, CASH, money_of(1), wide, &answer),
		TENDER_OVERFLOW);
	assert_int_equal(tender_offer(&paid, QRIS, money_of(1), wide, &answer),
		TENDER_OVERFLOW);
	paid.cash = money_of(1);
	assert_int_equal(tender_offer(&paid, CASH, money_of(MONEY_MAX), down,
				 &answer),
		TENDER_OVERFLOW);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(amounts_are_rounded),
		cmocka_unit_test(payments_of_the_examples),
		cmocka_unit_test(what_is_wanted),
		cmocka_unit_test(past_the_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
