/* What a PIN has to be, by role. */
#include "schema/rules/pin.h"
#include "tests/unit/rules_support.h"

static void of_digits(void **state)
{
	static const char *const bad[] = {"", "123", "1234567890123", "12a4",
		"12 4", "-1234", "１２３４"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(pin_check(bad[i], ROLE_CASHIER, "rini"),
			PIN_NOT_DIGITS);
	assert_int_equal(pin_check("2604", ROLE_CASHIER, "rini"), PIN_ACCEPTED);
	assert_int_equal(pin_check("482615907364", ROLE_OWNER, "ani"),
		PIN_ACCEPTED);
}

static void who_allows_things_has_six(void **state)
{
	(void)state;
	for (int r = 0; r < ROLE_COUNT; r++) {
		enum role role = (enum role)r;
		bool six = role == ROLE_SUPERVISOR || role == ROLE_MANAGER ||
			role == ROLE_OWNER;

		assert_int_equal(pin_min(role), six ? 6 : 4);
		assert_int_equal(pin_check("26049", role, "rini"),
			six ? PIN_TOO_SHORT : PIN_ACCEPTED);
		assert_int_equal(pin_check("260498", role, "rini"),
			PIN_ACCEPTED);
	}
}

static void none_that_is_tried_first(void **state)
{
	static const char *const bad[] = {"000000", "7777777", "123456",
		"456789", "7890123", "654321", "210987", "012345678901"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(pin_check(bad[i], ROLE_MANAGER, "budi"),
			PIN_GUESSABLE);
		assert_int_equal(pin_check(bad[i], ROLE_CASHIER, "budi"),
			PIN_ACCEPTED);
	}
	assert_int_equal(pin_check("246810", ROLE_OWNER, "ani"), PIN_ACCEPTED);
	assert_int_equal(pin_check("112233", ROLE_OWNER, "ani"), PIN_ACCEPTED);
	assert_int_equal(pin_check("081234", ROLE_OWNER, "ani081234"),
		PIN_IN_NAME);
	assert_int_equal(pin_check("0812", ROLE_CASHIER, "ani0812"),
		PIN_ACCEPTED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_digits),
		cmocka_unit_test(who_allows_things_has_six),
		cmocka_unit_test(none_that_is_tried_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
