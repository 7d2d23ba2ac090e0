/* Numbers of persons and of their accounts. */
#include "schema/rules/nik.h"

#include <string.h>

#include "schema/rules/calendar.h"

/* The provinces of Indonesia by their first two digits: 11 to 21, 31 to 36,
 * 51 to 53, 61 to 65, 71 to 76, 81, 82, 91 to 97. */
static bool is_province(int code)
{
	static const struct {
		int first;
		int last;
	} ranges[] = {{11, 21}, {31, 36}, {51, 53}, {61, 65}, {71, 76},
		{81, 82}, {91, 97}};

	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (code >= ranges[i].first && code <= ranges[i].last)
			return true;
	return false;
}

static int two_digits(const char *at)
{
	return (at[0] - '0') * 10 + at[1] - '0';
}

/* 29-02-00 was a day in 2000. */
static bool is_date(int day, int month, int year)
{
	int32_t number;

	return calendar_day(&number, (struct date){2000 + year, month, day}) ||
		calendar_day(&number, (struct date){1900 + year, month, day});
}

enum nik_refusal nik_check(const char *nik)
{
	int day;

	if (strspn(nik, "0123456789") != NIK_DIGITS || nik[NIK_DIGITS] != '\0')
		return NIK_NOT_DIGITS;
	if (!is_province(two_digits(nik)) || two_digits(nik + 2) == 0 ||
		two_digits(nik + 4) == 0)
		return NIK_NO_REGION;
	day = two_digits(nik + 6);
	if (day > 40)
		day -= 40;
	if (!is_date(day, two_digits(nik + 8), two_digits(nik + 10)))
		return NIK_NO_DATE;
	return strcmp(nik + 12, "0000") == 0 ? NIK_NO_SERIAL : NIK_ACCEPTED;
}

bool account_number_read(const char *text, char number[ACCOUNT_NUMBER_SIZE])
{
	char digits[ACCOUNT_NUMBER_SIZE];
	size_t count = 0;

	for (const char *c = text; *c != '\0'; c++) {
		if (strchr(" .-", *c))
			continue;
		if (*c < '0' || *c > '9' || count + 1 >= sizeof(digits))
			return false;
		digits[count++] = *c;
	}
	if (count < 6)
		return false;
	digits[count] = '\0';
	memcpy(number, digits, count + 1);
	return true;
}
