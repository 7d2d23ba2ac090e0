/* Dates, instants, zones, document numbers, bar codes: what is read prints as
 * what reads the same. */
#include "drivers/system/clock.h"
#include "schema/rules/calendar.h"
#include "schema/rules/gtin.h"
#include "schema/store/document.h"
#include "tests/fuzz/fuzz.h"

static void check_day(const char *text)
{
	char again[CALENDAR_TEXT_SIZE];
	int32_t day = 1;

	if (!calendar_parse(&day, text, strlen(text))) {
		FUZZ_CHECK(day == 1);
		return;
	}
	FUZZ_CHECK(calendar_holds(day));
	calendar_format(day, again);
	FUZZ_CHECK(strcmp(text, again) == 0);
}

static void check_instant(const char *text)
{
	char again[CLOCK_TEXT_SIZE];
	int64_t instant = 1, same = 2;
	int32_t offset = 3;

	if (clock_parse_instant(text, 25200, &instant)) {
		clock_format_utc(instant, again);
		FUZZ_CHECK(clock_parse_instant(again, 0, &same) ||
			instant < 0 || strlen(again) != 20);
		FUZZ_CHECK(same == 2 || same == instant);
		clock_format_local(instant, 25200, again);
	} else {
		FUZZ_CHECK(instant == 1);
	}
	if (clock_zone_offset(text, &offset))
		FUZZ_CHECK(offset >= -14 * 3600 && offset <= 14 * 3600 &&
			offset % 60 == 0);
	else
		FUZZ_CHECK(offset == 3);
}

static void check_document(const char *text)
{
	char again[DOCUMENT_TEXT_SIZE];
	int64_t id = -1;

	if (!document_parse(text, &id)) {
		FUZZ_CHECK(id == -1);
		return;
	}
	FUZZ_CHECK(id > 0);
	if (strncmp(text, "N-", 2) == 0)
		text += 2;
	FUZZ_CHECK(strcmp(document_format(id, again), text) == 0);
}

static void check_code(const char *text)
{
	char gtin[GTIN_SIZE] = "x";
	char again[GTIN_SIZE];

	if (gtin_normalise(text, gtin) != GTIN_VALID) {
		FUZZ_CHECK(strcmp(gtin, "x") == 0);
		return;
	}
	FUZZ_CHECK(strlen(gtin) == 14);
	FUZZ_CHECK(gtin_check_digit(gtin, 13) == gtin[13]);
	FUZZ_CHECK(strcmp(gtin + 14 - strlen(text), text) == 0);
	FUZZ_CHECK(gtin_normalise(gtin, again) == GTIN_VALID &&
		strcmp(gtin, again) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char *text = fuzz_text(bytes, size);

	check_day(text);
	check_instant(text);
	check_document(text);
	check_code(text);
	free(text);
	return 0;
}
