/* Amounts, quantities, percents, and the numbers of other people's files:
 * what is read prints as a text that reads the same. */
#include "backoffice/import/number.h"
#include "drivers/system/text.h"
#include "tests/fuzz/fuzz.h"

static void check_plain(const char *text)
{
	char again[TEXT_NUMBER_SIZE];
	int64_t value = 1, same = 2;

	if (text_parse_integer(text, INT64_MIN, INT64_MAX, &value)) {
		snprintf(again, sizeof(again), "%lld", (long long)value);
		FUZZ_CHECK(text_parse_integer(again, INT64_MIN, INT64_MAX,
			&same));
		FUZZ_CHECK(value == same);
	} else {
		FUZZ_CHECK(value == 1);
	}
	value = 1;
	if (text_parse_rupiah(text, &value)) {
		FUZZ_CHECK(value >= 0 && value <= TEXT_NUMBER_MAX);
		FUZZ_CHECK(text_parse_rupiah(text_format_rupiah(value, again),
			&same));
		FUZZ_CHECK(value == same);
	} else {
		FUZZ_CHECK(value == 1);
	}
}

static void check_decimal(const char *text, int places)
{
	char again[TEXT_NUMBER_SIZE];
	int64_t value = 1, same = 2;

	if (!text_parse_signed_decimal(text, places, TEXT_NUMBER_MAX, &value)) {
		FUZZ_CHECK(value == 1);
		FUZZ_CHECK(!text_parse_decimal(text, places, TEXT_NUMBER_MAX,
			&value));
		FUZZ_CHECK(value == 1);
		return;
	}
	FUZZ_CHECK(value <= TEXT_NUMBER_MAX && value >= -TEXT_NUMBER_MAX);
	FUZZ_CHECK(text_parse_signed_decimal(text_format_decimal(value, places,
						     again),
		places, TEXT_NUMBER_MAX, &same));
	FUZZ_CHECK(value == same);
	if (value >= 0 && text[0] != '-')
		FUZZ_CHECK(text_parse_decimal(text, places, TEXT_NUMBER_MAX,
				   &same) &&
			value == same);
}

static void check_file_number(const char *text, int places)
{
	struct number_habit habit = {0};
	char again[TEXT_NUMBER_SIZE];
	enum number_mark mark;
	int64_t value = 1, same = 2;

	number_habit_see(&habit, text, places, 7);
	mark = number_habit_mark(&habit);
	for (enum number_mark m = NUMBER_UNKNOWN; m <= NUMBER_POINT; m++) {
		value = 1;
		if (number_read(text, m, places, TEXT_NUMBER_MAX, &value) !=
			NUMBER_READ) {
			FUZZ_CHECK(value == 1);
			continue;
		}
		FUZZ_CHECK(value >= 0 && value <= TEXT_NUMBER_MAX);
		FUZZ_CHECK(number_read(text_format_decimal(value, places,
					       again),
				   NUMBER_POINT, places, TEXT_NUMBER_MAX,
				   &same) == NUMBER_READ);
		FUZZ_CHECK(value == same);
		/* what one value says by itself, it is read by */
		FUZZ_CHECK(m != NUMBER_UNKNOWN || habit.open == 0 ||
			mark != NUMBER_UNKNOWN);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = fuzz_text(bytes, size);

	check_plain(text);
	for (int places = 0; places <= 9; places++)
		check_decimal(text, places);
	check_file_number(text, 0);
	check_file_number(text, 3);
	(void)text_is_long_number(text);
	free(text);
	return 0;
}
