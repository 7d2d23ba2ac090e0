/* Money, quantity and the largest remainder: bounds, signs and halves. */
#include "schema/rules/quantity.h"
#include "tests/unit/rules_support.h"

static void half_up_of_the_magnitude(void **state)
{
	static const struct {
		int64_t value, times, by, half_up, floor;
	} cases[] = {
		{0, 5, 3, 0, 0},
		{1, 1, 2, 1, 0},
		{-1, 1, 2, -1, -1},
		{1, -1, 2, -1, -1},
		{1, 1, 3, 0, 0},
		{-1, 1, 3, 0, -1},
		{5, 1, 3, 2, 1},
		{-5, 1, 3, -2, -2},
		{-6, 1, 3, -2, -2},
		{78000, 237, 1000, 18486, 18486},
		{18486, 2000, 10000, 3697, 3697},
		{43486, 70, 10000, 304, 304},
		{INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX},
		{INT64_MIN, 1, 1, INT64_MIN, INT64_MIN},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		int64_t got;

		assert_true(round_half_up(&got, cases[i].value, cases[i].times,
			cases[i].by));
		assert_int_equal(got, cases[i].half_up);
		assert_true(round_floor(&got, cases[i].value, cases[i].times,
			cases[i].by));
		assert_int_equal(got, cases[i].floor);
	}
}

static void numbers_past_64_bits_are_refused(void **state)
{
	int64_t got = 7;

	(void)state;
	assert_false(round_half_up(&got, INT64_MAX, 2, 1));
	assert_false(round_half_up(&got, INT64_MIN, INT64_MIN, 1));
	assert_false(round_half_up(&got, INT64_MIN, INT64_MAX, 1));
	assert_false(round_floor(&got, INT64_MIN, -1, 1));
	assert_int_equal(got, 7);
}

static void money_past_the_bound_is_refused(void **state)
{
	struct money most = money_of(MONEY_MAX);
	struct money least = money_of(-MONEY_MAX);
	struct money one = money_of(1);
	struct money got = money_of(7);

	(void)state;
	assert_false(money_from(&got, MONEY_MAX + 1));
	assert_false(money_from(&got, -MONEY_MAX - 1));
	assert_false(money_from(&got, INT64_MIN));
	assert_false(money_add(&got, most, one));
	assert_false(money_add(&got, least, money_of(-1)));
	assert_false(money_sub(&got, least, one));
	assert_false(money_sub(&got, most, money_of(-1)));
	assert_false(money_mul(&got, most, 2));
	assert_false(money_mul(&got, most, INT64_MAX));
	assert_false(money_mul(&got, most, INT64_MIN));
	assert_false(money_half_up(&got, most, 2, 1));
	assert_false(money_floor(&got, most, 2, 1));
	assert_false(money_percent(&got, most, 10001));
	assert_false(money_sum(&got, (struct money[]){most, one}, 2));
	assert_rupiah(got, 7);

	assert_true(money_from(&got, MONEY_MAX));
	assert_rupiah(got, MONEY_MAX);
	assert_true(money_add(&got, most, least));
	assert_rupiah(got, 0);
	assert_true(money_sub(&got, most, one));
	assert_rupiah(got, MONEY_MAX - 1);
	assert_true(money_mul(&got, money_of(-12500), 3));
	assert_rupiah(got, -37500);
	assert_true(money_sum(&got, (struct money[]){most, one, least}, 3));
	assert_rupiah(got, 1);
	assert_true(money_sum(&got, NULL, 0));
	assert_rupiah(got, 0);
}

static void money_is_compared_and_parted(void **state)
{
	struct money two = money_of(2), three = money_of(3);

	(void)state;
	assert_true(money_compare(two, three) < 0);
	assert_true(money_compare(three, two) > 0);
	assert_int_equal(money_compare(two, two), 0);
	assert_int_equal(money_sign(two), 1);
	assert_int_equal(money_sign(money_of(0)), 0);
	assert_int_equal(money_sign(money_neg(two)), -1);
	assert_rupiah(money_min(two, three), 2);
	assert_rupiah(money_min(three, two), 2);
	assert_rupiah(money_max(two, three), 3);
	assert_rupiah(money_max(three, two), 3);
	assert_rupiah(money_plus(two, three), 5);
	assert_rupiah(money_minus(two, three), -1);
	assert_rupiah(money_part_half_up(three, 1, 2), 2);
	assert_rupiah(money_part_floor(three, 1, 2), 1);
}

static void quantities_are_bounded(void **state)
{
	struct quantity most = quantity_of(QUANTITY_MAX);
	struct quantity one = quantity_of(1);
	struct quantity got = quantity_of(7);
	struct quantity wild = {INT64_MAX};

	(void)state;
	assert_false(quantity_from(&got, QUANTITY_MAX + 1));
	assert_false(quantity_from(&got, -QUANTITY_MAX - 1));
	assert_false(quantity_add(&got, most, one));
	assert_false(quantity_add(&got, wild, one));
	assert_false(quantity_sub(&got, quantity_neg(most), one));
	assert_false(quantity_sub(&got, quantity_of(-2), wild));
	assert_thousandths(got, 7);

	assert_true(quantity_from(&got, -QUANTITY_MAX));
	assert_true(quantity_add(&got, got, most));
	assert_thousandths(got, 0);
	assert_true(quantity_sub(&got, most, one));
	assert_thousandths(got, QUANTITY_MAX - 1);
	assert_thousandths(quantity_minus(one, most), 1 - QUANTITY_MAX);
	assert_int_equal(quantity_sign(most), 1);
	assert_int_equal(quantity_sign(quantity_of(0)), 0);
	assert_int_equal(quantity_sign(quantity_neg(most)), -1);
	assert_true(quantity_compare(one, most) < 0);
	assert_true(quantity_compare(most, one) > 0);
	assert_int_equal(quantity_compare(one, one), 0);
	assert_thousandths(quantity_min(one, most), 1);
	assert_thousandths(quantity_min(most, one), 1);
	assert_true(quantity_is_multiple(quantity_of(3000), quantity_of(1000)));
	assert_false(quantity_is_multiple(quantity_of(237), quantity_of(1000)));
}

static void price_times_quantity(void **state)
{
	struct money got = money_of(7);

	(void)state;
	assert_true(quantity_amount(&got, money_of(12500), quantity_of(2000)));
	assert_rupiah(got, 25000);
	assert_true(quantity_amount(&got, money_of(78000), quantity_of(237)));
	assert_rupiah(got, 18486);
	assert_true(quantity_amount(&got, money_of(1), quantity_of(500)));
	assert_rupiah(got, 1);
	assert_false(quantity_amount(&got, money_of(MONEY_MAX),
		quantity_of(QUANTITY_MAX)));
	assert_rupiah(got, 1);
}

/* Every spread in the worked examples. */
static void spreads_of_the_examples(void **state)
{
	static const struct {
		int64_t total;
		size_t count;
		int64_t weights[5];
		int64_t parts[5];
	} cases[] = {
		{5000, 3, {25000, 18486, 10000}, {2337, 1728, 935}},
		{7500, 3, {12500, 8000, 7500}, {3348, 2143, 2009}},
		{2000, 4, {6000, 5000, 4000, 2000}, {706, 588, 471, 235}},
		{10000001, 4, {40, 30, 20, 10},
			{4000001, 3000000, 2000000, 1000000}},
		{3000000, 3, {1250000, 700000, 333333},
			{1642336, 919708, 437956}},
		{2000000, 3, {500000, 500000, 100000},
			{909091, 909091, 181818}},
		/* ties: the lower index; a weight of 0 bears nothing */
		{1, 3, {1, 1, 1}, {1, 0, 0}},
		{2, 3, {1, 1, 1}, {1, 1, 0}},
		{1, 3, {0, 1, 1}, {0, 1, 0}},
		{3, 5, {0, 1, 0, 1, 0}, {0, 2, 0, 1, 0}},
		{-5000, 3, {25000, 18486, 10000}, {-2337, -1728, -935}},
		{6, 2, {4, 2}, {4, 2}},
		{0, 3, {0, 0, 0}, {0, 0, 0}},
		{0, 2, {5, 7}, {0, 0}},
		{0, 0, {0}, {0}},
		{MONEY_MAX, 2, {MONEY_MAX, MONEY_MAX},
			{MONEY_MAX / 2, MONEY_MAX / 2}},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct money parts[5];

		assert_int_equal(spread(money_of(cases[i].total),
					 cases[i].weights, cases[i].count,
					 parts),
			SPREAD_OK);
		for (size_t j = 0; j < cases[i].count; j++)
			assert_rupiah(parts[j], cases[i].parts[j]);
	}
}

static void what_cannot_be_spread(void **state)
{
	struct money parts[2] = {money_of(7), money_of(7)};
	struct money one = money_of(1);

	(void)state;
	assert_int_equal(spread(one, (int64_t[]){0, 0}, 2, parts),
		SPREAD_NO_WEIGHT);
	assert_int_equal(spread(one, NULL, 0, parts), SPREAD_NO_WEIGHT);
	assert_int_equal(spread(one, (int64_t[]){1, -1}, 2, parts),
		SPREAD_BAD_WEIGHT);
	assert_int_equal(spread(one, (int64_t[]){1, MONEY_MAX + 1}, 2, parts),
		SPREAD_BAD_WEIGHT);
	assert_int_equal(spread(one, NULL, SPREAD_PARTS_MAX + 1, parts),
		SPREAD_TOO_MANY);
	assert_rupiah(parts[0], 7);
	assert_rupiah(parts[1], 7);
}

/*
 * Any spread adds up; each part is its floor or one more; and no part that was
 * passed over has a larger remainder (or an equal one and a lower index) than
 * a part that got one.
 */
static void spreads_add_up(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		int64_t weights[12], rest[12], sum = 0, given = 0;
		bool more[12];
		struct money parts[12];
		size_t count = (size_t)rules_between(&seed, 1, 12);
		int64_t limit = round % 2 ? 9 : 1000000;
		int64_t total = rules_between(&seed, 0, limit);

		for (size_t i = 0; i < count; i++) {
			weights[i] = rules_between(&seed, 0, limit);
			sum += weights[i];
		}
		if (sum == 0)
			continue;
		assert_int_equal(spread(money_of(total), weights, count, parts),
			SPREAD_OK);
		for (size_t i = 0; i < count; i++) {
			int64_t part = money_rupiah(parts[i]);
			int64_t least = total * weights[i] / sum;

			rest[i] = total * weights[i] % sum;
			more[i] = part == least + 1;
			assert_true(part == least || more[i]);
			assert_true(total > sum || part <= weights[i]);
			given += part;
		}
		assert_int_equal(given, total);
		for (size_t i = 0; i < count; i++)
			for (size_t j = i + 1; j < count; j++) {
				if (more[j] && !more[i])
					assert_true(rest[j] > rest[i]);
				if (more[i] && !more[j])
					assert_true(rest[i] >= rest[j]);
			}
	}
}

static void a_large_spread_adds_up(void **state)
{
	static int64_t weights[100000];
	static struct money parts[100000];
	uint64_t seed = 2;
	struct money sum;

	(void)state;
	for (size_t i = 0; i < LENGTH(weights); i++)
		weights[i] = rules_between(&seed, 0, MONEY_MAX);
	assert_int_equal(spread(money_of(MONEY_MAX - 1), weights,
				 LENGTH(weights), parts),
		SPREAD_OK);
	assert_true(money_sum(&sum, parts, LENGTH(parts)));
	assert_rupiah(sum, MONEY_MAX - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(half_up_of_the_magnitude),
		cmocka_unit_test(numbers_past_64_bits_are_refused),
		cmocka_unit_test(money_past_the_bound_is_refused),
		cmocka_unit_test(money_is_compared_and_parted),
		cmocka_unit_test(quantities_are_bounded),
		cmocka_unit_test(price_times_quantity),
		cmocka_unit_test(spreads_of_the_examples),
		cmocka_unit_test(what_cannot_be_spread),
		cmocka_unit_test(spreads_add_up),
		cmocka_unit_test(a_large_spread_adds_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
