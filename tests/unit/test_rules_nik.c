/* NIK and account numbers: which are plausible. Made-up ones. */
#include "schema/rules/nik.h"
#include "tests/unit/rules_support.h"

static void niks(void **state)
{
	static const struct {
		const char *nik;
		enum nik_refusal refusal;
	} cases[] = {
		{"1809011504850001", NIK_ACCEPTED},
		{"1809015504850001", NIK_ACCEPTED}, /* a woman */
		{"1809012902000001", NIK_ACCEPTED}, /* 2000 was a leap year */
		{"1809012902040001", NIK_ACCEPTED},
		{"1809017112990001", NIK_ACCEPTED},
		{"", NIK_NOT_DIGITS},
		{"180901150485000", NIK_NOT_DIGITS},
		{"18090115048500011", NIK_NOT_DIGITS},
		{"180901150485000x", NIK_NOT_DIGITS},
		{"18 0901150485000", NIK_NOT_DIGITS},
		{"0009011504850001", NIK_NO_REGION},
		{"1000011504850001", NIK_NO_REGION},
		{"2209011504850001", NIK_NO_REGION},
		{"9809011504850001", NIK_NO_REGION},
		{"1800011504850001", NIK_NO_REGION},
		{"1809001504850001", NIK_NO_REGION},
		{"1809010004850001", NIK_NO_DATE},
		{"1809014004850001", NIK_NO_DATE},
		{"1809013104850001", NIK_NO_DATE},
		{"1809012902850001", NIK_NO_DATE},
		{"1809017204850001", NIK_NO_DATE},
		{"1809011500850001", NIK_NO_DATE},
		{"1809011513850001", NIK_NO_DATE},
		{"1809011504850000", NIK_NO_SERIAL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(nik_check(cases[i].nik), cases[i].refusal);
}

static void accounts(void **state)
{
	static const char *const bad[] = {"", "12345", "1 2-3.4 5",
		"12345678901234567890 1", "1234a567", "-----"};
	char number[ACCOUNT_NUMBER_SIZE] = "as it was";

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_false(account_number_read(bad[i], number));
		assert_string_equal(number, "as it was");
	}
	assert_true(account_number_read("0123-45.6789 01", number));
	assert_string_equal(number, "012345678901");
	assert_true(account_number_read("12345678901234567890", number));
	assert_string_equal(number, "12345678901234567890");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(niks),
		cmocka_unit_test(accounts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
