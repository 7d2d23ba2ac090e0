/* GTIN check digits and their one form of 14 digits. */
#include "schema/rules/gtin.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

/* GTIN-8, GTIN-12 (UPC-A), GTIN-13 (EAN-13), GTIN-14 (ITF-14). */
static bool is_gtin_length(size_t length)
{
	return length == 8 || (length >= 12 && length <= 14);
}

char gtin_check_digit(const char *digits, size_t count)
{
	unsigned sum = 0;

	for (size_t i = 0; i < count; i++) {
		unsigned weight = (count - i) % 2 == 1 ? 3 : 1;

		assert(digits[i] >= '0' && digits[i] <= '9');
		sum += weight * (unsigned)(digits[i] - '0');
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

enum gtin_kind gtin_normalise(const char *code, char gtin[GTIN_SIZE])
{
	size_t length = strspn(code, "0123456789");

	if (code[length] != '\0' || !is_gtin_length(length))
		return GTIN_NONE;
	if (gtin_check_digit(code, length - 1) != code[length - 1])
		return GTIN_WRONG_CHECK;
	memset(gtin, '0', GTIN_SIZE - 1);
	memcpy(gtin + GTIN_SIZE - 1 - length, code, length + 1);
	return GTIN_VALID;
}
