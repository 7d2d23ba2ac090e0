/* Which agreement applies, and who may do what. */
#include "schema/rules/rights.h"
#include "schema/rules/terms.h"
#include "tests/unit/rules_support.h"

enum {
	KRP = 11,
	KOPI = 12,
	P1 = 21,
	P2 = 22,
	FOOD = 31,
	DRINK = 32,
};

static const struct terms_candidate agreements[] = {
	/* item, producer, category, from, to, generation, document */
	{0, 0, 0, 0, TERMS_NO_END, 1, 1},
	{0, 0, FOOD, 0, TERMS_NO_END, 1, 2},
	{0, P1, 0, 0, TERMS_NO_END, 1, 3},
	{0, P1, FOOD, 10, 19, 1, 4},
	{KRP, P1, 0, 15, 15, 1, 5},
	{KRP, 0, 0, 17, 17, 1, 6},
	/* the same level: a later day, a later generation, a later document */
	{0, P2, 0, 0, TERMS_NO_END, 1, 7},
	{0, P2, 0, 5, TERMS_NO_END, 1, 8},
	{0, P2, 0, 5, TERMS_NO_END, 3, 9},
	{0, P2, 0, 5, TERMS_NO_END, 3, 11},
	{0, P2, 0, 5, TERMS_NO_END, 3, 10},
	{0, P2, 0, 5, TERMS_NO_END, 2, 12},
};

static void the_narrowest_in_force_applies(void **state)
{
	static const struct {
		struct terms_sale sale;
		size_t index;
		enum terms_level level;
	} cases[] = {
		{{KRP, P1, FOOD, 9}, 2, TERMS_LEVEL_PRODUCER},
		{{KRP, P1, FOOD, 10}, 3, TERMS_LEVEL_PRODUCER_CATEGORY},
		{{KRP, P1, FOOD, 15}, 4, TERMS_LEVEL_ITEM},
		{{KRP, P1, FOOD, 16}, 3, TERMS_LEVEL_PRODUCER_CATEGORY},
		{{KRP, P1, FOOD, 17}, 5, TERMS_LEVEL_ITEM},
		{{KRP, P1, FOOD, 19}, 3, TERMS_LEVEL_PRODUCER_CATEGORY},
		{{KRP, P1, FOOD, 20}, 2, TERMS_LEVEL_PRODUCER},
		{{KRP, P1, DRINK, 12}, 2, TERMS_LEVEL_PRODUCER},
		{{KOPI, 29, FOOD, 12}, 1, TERMS_LEVEL_CATEGORY},
		{{KOPI, 29, DRINK, 12}, 0, TERMS_LEVEL_MART},
		{{KOPI, 29, 0, 12}, 0, TERMS_LEVEL_MART},
		{{KRP, P2, FOOD, 15}, 9, TERMS_LEVEL_PRODUCER},
		{{KOPI, P2, FOOD, 4}, 6, TERMS_LEVEL_PRODUCER},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		size_t index = 99;

		assert_true(terms_resolve(agreements, LENGTH(agreements),
			&cases[i].sale, &index));
		assert_int_equal(index, cases[i].index);
		assert_int_equal(terms_level_of(&agreements[index]),
			cases[i].level);
	}
}

static void none_may_apply(void **state)
{
	struct terms_sale sale = {KRP, P1, FOOD, -1};
	size_t index = 99;

	(void)state;
	assert_false(terms_resolve(agreements, LENGTH(agreements), &sale,
		&index));
	assert_false(terms_resolve(agreements, 0, &sale, &index));
	assert_int_equal(index, 99);
	assert_string_equal(terms_level_name(TERMS_LEVEL_PRODUCER_CATEGORY),
		"producer-category");
	assert_string_equal(terms_level_name(TERMS_LEVEL_MART), "mart");
}

static void roles_stand_one_above_the_other(void **state)
{
	(void)state;
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT_OF; a++) {
		enum action action = (enum action)a;

		assert_true(rights_may(ROLE_OWNER, action));
		for (int r = ROLE_CASHIER; r < ROLE_OWNER; r++)
			if (rights_may((enum role)r, action))
				assert_true(rights_may((enum role)(r + 1),
					action));
		assert_true(rights_may(rights_lowest(action), action));
		assert_true(action_name(action)[0] != '\0');
	}
}

static void rights_by_role(void **state)
{
	static const struct {
		enum action action;
		enum role lowest;
	} cases[] = {
		{ACTION_SELL, ROLE_CASHIER},
		{ACTION_REFUND, ROLE_CASHIER},
		{ACTION_VOID, ROLE_CASHIER},
		{ACTION_CANCEL, ROLE_CASHIER},
		{ACTION_NO_SALE, ROLE_CASHIER},
		{ACTION_CASH_IN_OUT, ROLE_CASHIER},
		{ACTION_DROP, ROLE_CASHIER},
		{ACTION_DISCOUNT_SMALL, ROLE_CASHIER},
		{ACTION_DISCOUNT_OVER_LIMIT, ROLE_SUPERVISOR},
		{ACTION_PRICE_BELOW, ROLE_SUPERVISOR},
		{ACTION_REFUND_OTHER_TENDER, ROLE_SUPERVISOR},
		{ACTION_RECEIVE, ROLE_MANAGER},
		{ACTION_SETTLE_APPROVE, ROLE_MANAGER},
		{ACTION_PAYOUT, ROLE_MANAGER},
		{ACTION_EDIT_AGREEMENT, ROLE_MANAGER},
		{ACTION_EDIT_USER, ROLE_MANAGER},
		{ACTION_EDIT_SETTING, ROLE_OWNER},
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++)
		assert_int_equal(rights_lowest(cases[i].action),
			cases[i].lowest);
}

static void readers_only_read(void **state)
{
	(void)state;
	for (int a = ACTION_NONE + 1; a < ACTION_COUNT_OF; a++) {
		enum action action = (enum action)a;
		bool own = action == ACTION_CHANGE_PIN;
		bool assigned = action == ACTION_READ_ASSIGNED;
		bool reads = action == ACTION_READ || assigned;

		assert_int_equal(rights_may(ROLE_AUDITOR, action),
			reads || own);
		assert_int_equal(rights_may(ROLE_MENTOR, action),
			assigned || own);
	}
}

static void who_may_make_whom(void **state)
{
	(void)state;
	for (int r = 0; r < ROLE_COUNT; r++) {
		enum role other = (enum role)r;

		assert_true(rights_may_edit_user(ROLE_OWNER, other));
		assert_false(rights_may_edit_user(ROLE_SUPERVISOR, other));
		assert_false(rights_may_edit_user(ROLE_AUDITOR, other));
		assert_int_equal(rights_may_edit_user(ROLE_MANAGER, other),
			other == ROLE_CASHIER || other == ROLE_SUPERVISOR ||
				other == ROLE_MENTOR);
	}
}

static void two_persons(void **state)
{
	(void)state;
	assert_true(rights_second_person(1, 2));
	assert_false(rights_second_person(2, 2));
	assert_true(rights_conflict(ACTION_PAYOUT, P1, P1));
	assert_false(rights_conflict(ACTION_PAYOUT, P1, P2));
	assert_false(rights_conflict(ACTION_PAYOUT, 0, P2));
	assert_false(rights_conflict(ACTION_PAYOUT, 0, 0));
	/* a cashier sells his sister's goods as anybody's */
	assert_false(rights_conflict(ACTION_SELL, P1, P1));
	assert_false(rights_conflict(ACTION_READ, P1, P1));
	/* who only reads borrows nothing */
	assert_true(rights_may_borrow(ROLE_CASHIER));
	assert_true(rights_may_borrow(ROLE_MANAGER));
	assert_false(rights_may_borrow(ROLE_AUDITOR));
	assert_false(rights_may_borrow(ROLE_MENTOR));
}

static void roles_have_words(void **state)
{
	(void)state;
	for (int r = 0; r < ROLE_COUNT; r++) {
		enum role role = ROLE_COUNT;

		assert_true(role_parse(&role, role_name((enum role)r)));
		assert_int_equal(role, r);
	}
	enum role role = ROLE_COUNT;

	assert_false(role_parse(&role, "kasir"));
	assert_false(role_parse(&role, ""));
	assert_int_equal(role, ROLE_COUNT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_narrowest_in_force_applies),
		cmocka_unit_test(none_may_apply),
		cmocka_unit_test(roles_stand_one_above_the_other),
		cmocka_unit_test(rights_by_role),
		cmocka_unit_test(readers_only_read),
		cmocka_unit_test(who_may_make_whom),
		cmocka_unit_test(two_persons),
		cmocka_unit_test(roles_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
