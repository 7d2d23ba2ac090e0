/* PINs: their length by role, and those that anybody would try first. */
#include "schema/rules/pin.h"

#include <string.h>

static bool allows(enum role role)
{
	return rights_may(role, ACTION_DISCOUNT_OVER_LIMIT);
}

int pin_min(enum role role)
{
	return allows(role) ? PIN_MIN_ALLOWING : PIN_MIN;
}

/* Each digit is the one before it plus the same step: 0 for 777777, 1 for
 * 456789 and 890123, 9 for 654321. */
static bool is_run(const char *pin)
{
	int step = (pin[1] - pin[0] + 10) % 10;

	for (size_t i = 1; pin[i] != '\0'; i++)
		if ((pin[i] - pin[i - 1] + 10) % 10 != step)
			return false;
	return step == 0 || step == 1 || step == 9;
}

enum pin_refusal pin_check(const char *pin, enum role role, const char *name)
{
	size_t length = strspn(pin, "0123456789");

	if (pin[length] != '\0' || length < PIN_MIN || length > PIN_MAX)
		return PIN_NOT_DIGITS;
	if ((int)length < pin_min(role))
		return PIN_TOO_SHORT;
	if (allows(role) && is_run(pin))
		return PIN_GUESSABLE;
	if (allows(role) && strstr(name, pin))
		return PIN_IN_NAME;
	return PIN_ACCEPTED;
}
