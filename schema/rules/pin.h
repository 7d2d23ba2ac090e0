/*
 * What a PIN has to be. Four digits are given away in minutes by whoever gets
 * hold of the file and its key, so those who allow things, supervisors,
 * managers and owners, have six or more; and none that is tried first.
 */
#ifndef TITIPAN_SCHEMA_RULES_PIN_H
#define TITIPAN_SCHEMA_RULES_PIN_H

#include "schema/rules/rights.h"

#define PIN_MIN 4
#define PIN_MIN_ALLOWING 6 /* of those who allow things */
#define PIN_MAX 12

enum pin_refusal {
	PIN_ACCEPTED,
	PIN_NOT_DIGITS, /* PIN_MIN to PIN_MAX digits and nothing else */
	PIN_TOO_SHORT,  /* fewer than pin_min of the role */
	PIN_GUESSABLE,  /* 000000, 123456, 987654: of a role that allows */
	PIN_IN_NAME     /* it stands in the user's name: the same roles */
};

/* How many digits a PIN of this role has at least. */
int pin_min(enum role role);

/* Whether this PIN is one for a user of this role and name; the first rule
 * that it breaks. */
enum pin_refusal pin_check(const char *pin, enum role role, const char *name);

#endif
