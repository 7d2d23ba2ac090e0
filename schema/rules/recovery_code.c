/*
 * Base 32 with a check in each group: the sum of the characters' values, each
 * with an odd weight, and the group's number. An odd weight turns any change
 * of one character into another sum; the number of the group tells groups
 * that changed places.
 */
#include "schema/rules/recovery_code.h"

#include <string.h>

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

#define BITS 5
#define DATA_LENGTH (RECOVERY_GROUP_LENGTH - 1)
#define TEXT_LENGTH (RECOVERY_GROUPS * RECOVERY_GROUP_LENGTH)
#define NO_VALUE 0xFFU

/* The five bits from this place on. */
static unsigned bits_at(const unsigned char *bytes, size_t place)
{
	unsigned value = 0;

	for (size_t i = place; i < place + BITS; i++)
		value = value << 1 |
			((unsigned)bytes[i / 8] >> (7 - i % 8) & 1U);
	return value;
}

static void put_bits(unsigned char *bytes, size_t place, unsigned value)
{
	for (size_t i = 0; i < BITS; i++) {
		const size_t at = place + i;

		if ((value >> (BITS - 1 - i) & 1U) != 0)
			bytes[at / 8] |= (unsigned char)(0x80U >> at % 8);
	}
}

static unsigned check_of(const unsigned char values[DATA_LENGTH], size_t group)
{
	unsigned sum = (unsigned)group;

	for (size_t i = 0; i < DATA_LENGTH; i++)
		sum += values[i] * (2 * (unsigned)i + 3);
	return sum % 32;
}

void recovery_code_format(const unsigned char secret[RECOVERY_SECRET_SIZE],
	char text[RECOVERY_TEXT_SIZE])
{
	size_t place = 0;
	char *at = text;

	for (size_t group = 0; group < RECOVERY_GROUPS; group++) {
		unsigned char values[DATA_LENGTH];

		for (size_t i = 0; i < DATA_LENGTH; i++, place += BITS) {
			values[i] = (unsigned char)bits_at(secret, place);
			*at++ = alphabet[values[i]];
		}
		*at++ = alphabet[check_of(values, group)];
		*at++ = group + 1 < RECOVERY_GROUPS ? ' ' : '\0';
	}
}

static unsigned value_of(char letter)
{
	const char *found;

	if (letter >= 'a' && letter <= 'z')
		letter = (char)(letter - 'a' + 'A');
	if (letter == 'O')
		letter = '0';
	if (letter == 'I' || letter == 'L')
		letter = '1';
	found = strchr(alphabet, letter);
	return found != NULL ? (unsigned)(found - alphabet) : NO_VALUE;
}

/* The values without what stands between them; how many there are. */
static size_t read_values(const char *text, unsigned char values[TEXT_LENGTH])
{
	size_t count = 0;

	for (; *text != '\0'; text++) {
		if (strchr(" -\t\r\n", *text) != NULL)
			continue;
		if (count < TEXT_LENGTH)
			values[count] = (unsigned char)value_of(*text);
		count++;
	}
	return count;
}

enum recovery_read recovery_code_parse(const char *text,
	unsigned char secret[RECOVERY_SECRET_SIZE], int *group)
{
	unsigned char values[TEXT_LENGTH];
	unsigned char bytes[RECOVERY_SECRET_SIZE] = {0};
	const size_t count = read_values(text, values);
	size_t place = 0;

	if (count < TEXT_LENGTH)
		return RECOVERY_SHORT;
	if (count > TEXT_LENGTH)
		return RECOVERY_LONG;
	for (size_t g = 0; g < RECOVERY_GROUPS; g++) {
		const unsigned char *of = &values[g * RECOVERY_GROUP_LENGTH];

		if (memchr(of, NO_VALUE, RECOVERY_GROUP_LENGTH) != NULL ||
			of[DATA_LENGTH] != check_of(of, g)) {
			*group = (int)g + 1;
			return RECOVERY_SLIP;
		}
		for (size_t i = 0; i < DATA_LENGTH; i++, place += BITS)
			put_bits(bytes, place, of[i]);
	}
	memcpy(secret, bytes, sizeof(bytes));
	return RECOVERY_READ;
}
