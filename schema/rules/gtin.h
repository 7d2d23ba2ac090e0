/*
 * What a scanned code of digits is: a GTIN (GS1 General Specifications, 7.9:
 * check digit modulo 10, weights 3 and 1 from the right), or a code the shop
 * made up.  UPC-A, EAN-8, EAN-13 and ITF-14 of one article normalise to the
 * same 14 digits, so any of them finds it.
 *
 * A code that is no GTIN is normal (shops give 96 or 212121 to their goods):
 * it is looked up as it stands.  One that has the length of a GTIN and a
 * wrong check digit is looked up as it stands too, but the person who enters
 * it is told: it is probably a typing error.
 */
#ifndef TITIPAN_SCHEMA_RULES_GTIN_H
#define TITIPAN_SCHEMA_RULES_GTIN_H

#include <stddef.h>

/* Fourteen digits and a NUL. */
#define GTIN_SIZE 15

enum gtin_kind {
	GTIN_VALID,       /* 8, 12, 13 or 14 digits with a right check digit */
	GTIN_WRONG_CHECK, /* such a length, another last digit: a shop's code */
	GTIN_NONE,        /* other length, or not all digits: a shop's code */
};

/*
 * Reads the NUL-ended code.  Only GTIN_VALID writes gtin: 14 digits, zeros
 * put in front.
 */
enum gtin_kind gtin_normalise(const char *code, char gtin[GTIN_SIZE]);

/*
 * The digit '0'..'9' that completes count digits (those before the check
 * digit); all must be digits (asserted).
 */
char gtin_check_digit(const char *digits, size_t count);

#endif
