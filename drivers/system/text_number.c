/* Numbers as people and files write them, bounded, without the locale. */
#include "drivers/system/text.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MAX_PLACES 9
#define GROUP 3

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* value * 10 + digit, unless that passes max. */
static bool push_digit(uint64_t *value, char digit, uint64_t max)
{
	uint64_t unit = (uint64_t)(digit - '0');

	if (unit > max || *value > (max - unit) / 10)
		return false;
	*value = *value * 10 + unit;
	return true;
}

bool text_parse_integer(const char *text, int64_t min, int64_t max,
	int64_t *value)
{
	bool negative = *text == '-';
	uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
	uint64_t magnitude = 0;
	int64_t signed_value;

	text += negative ? 1 : 0;
	if (!is_digit(*text))
		return false;
	for (; *text != '\0'; text++) {
		if (!is_digit(*text) || !push_digit(&magnitude, *text, limit))
			return false;
	}
	/* Negated while unsigned: -INT64_MIN does not exist. */
	signed_value = (int64_t)(negative ? 0 - magnitude : magnitude);
	if (signed_value < min || signed_value > max)
		return false;
	*value = signed_value;
	return true;
}

/*
 * Points must part groups of three: `12.500`, not `1.25` or `12.5000`, and
 * not `0.500` either, by which somebody may mean a half.
 */
static bool points_are_right(const char *text)
{
	size_t first = strspn(text, "0123456789");

	if (text[first] == '\0')
		return first > 0;
	if (first == 0 || first > GROUP || text[0] == '0')
		return false;
	for (text += first; *text != '\0'; text += 1 + GROUP) {
		if (*text != '.' || strspn(text + 1, "0123456789") != GROUP)
			return false;
	}
	return true;
}

bool text_parse_rupiah(const char *text, int64_t *rupiah)
{
	uint64_t value = 0;

	if (strncasecmp(text, "Rp", 2) == 0) {
		text += 2;
		text += *text == '.' ? 1 : 0;
		text += *text == ' ' ? 1 : 0;
	}
	if (!points_are_right(text))
		return false;
	for (; *text != '\0'; text++) {
		if (*text != '.' &&
			!push_digit(&value, *text, (uint64_t)TEXT_NUMBER_MAX))
			return false;
	}
	*rupiah = (int64_t)value;
	return true;
}

bool text_parse_decimal(const char *text, int places, int64_t max,
	int64_t *scaled)
{
	uint64_t value = 0;
	bool marked = false;
	int decimals = 0;

	assert(places >= 0 && places <= MAX_PLACES && max >= 0);
	if (!is_digit(*text))
		return false;
	for (; *text != '\0'; text++) {
		if (!marked && (*text == '.' || *text == ',')) {
			marked = true;
			continue;
		}
		if (!is_digit(*text) || (marked && ++decimals > places) ||
			!push_digit(&value, *text, (uint64_t)max))
			return false;
	}
	if (marked && decimals == 0)
		return false;
	for (; decimals < places; decimals++) {
		if (!push_digit(&value, '0', (uint64_t)max))
			return false;
	}
	*scaled = (int64_t)value;
	return true;
}

bool text_is_long_number(const char *text)
{
	int digits = 0;

	for (; is_digit(*text) || *text == '.' || *text == ','; text++)
		digits += is_digit(*text) ? 1 : 0;
	return *text == '\0' && digits > 9;
}

bool text_parse_signed_decimal(const char *text, int places, int64_t max,
	int64_t *scaled)
{
	int64_t magnitude;

	if (*text != '-')
		return text_parse_decimal(text, places, max, scaled);
	if (!text_parse_decimal(text + 1, places, max, &magnitude))
		return false;
	*scaled = -magnitude;
	return true;
}

static uint64_t magnitude_of(int64_t value)
{
	return value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
}

/* Digits with a point before each group of three; returns where it ended. */
static char *put_grouped(uint64_t value, char *out)
{
	char digits[TEXT_NUMBER_SIZE];
	int count = snprintf(digits, sizeof(digits), "%" PRIu64, value);

	for (int i = 0; i < count; i++) {
		if (i > 0 && (count - i) % GROUP == 0)
			*out++ = '.';
		*out++ = digits[i];
	}
	*out = '\0';
	return out;
}

char *text_format_rupiah(int64_t rupiah, char text[TEXT_NUMBER_SIZE])
{
	char *out = text;

	if (rupiah < 0)
		*out++ = '-';
	put_grouped(magnitude_of(rupiah), out);
	return text;
}

/* `mark` and the decimals of value below scale, without zeros at the end. */
static void put_decimals(uint64_t part, int places, char mark, char *out)
{
	if (part == 0) {
		*out = '\0';
		return;
	}
	while (part % 10 == 0) {
		part /= 10;
		places--;
	}
	snprintf(out, 2 + MAX_PLACES, "%c%0*" PRIu64, mark, places, part);
}

static uint64_t power_of_ten(int places)
{
	uint64_t scale = 1;

	assert(places >= 0 && places <= MAX_PLACES);
	while (places-- > 0)
		scale *= 10;
	return scale;
}

char *text_format_decimal(int64_t scaled, int places,
	char text[TEXT_NUMBER_SIZE])
{
	uint64_t scale = power_of_ten(places);
	uint64_t magnitude = magnitude_of(scaled);
	int count = snprintf(text, TEXT_NUMBER_SIZE, "%s%" PRIu64,
		scaled < 0 ? "-" : "", magnitude / scale);

	put_decimals(magnitude % scale, places, '.', text + count);
	return text;
}

char *text_format_quantity(int64_t thousandths, char text[TEXT_NUMBER_SIZE])
{
	return text_format_decimal(thousandths, 3, text);
}

char *text_show_quantity(int64_t thousandths, char text[TEXT_NUMBER_SIZE])
{
	uint64_t magnitude = magnitude_of(thousandths);
	char *out = text;

	if (thousandths < 0)
		*out++ = '-';
	out = put_grouped(magnitude / 1000, out);
	put_decimals(magnitude % 1000, 3, ',', out);
	return text;
}
