/*
 * NIK, the number of a person in Indonesia: 16 digits, region of the first
 * registration (6: province, kabupaten, kecamatan), date of birth DDMMYY with
 * 40 added to the day for women, and a serial number (4).
 */
#ifndef TITIPAN_SCHEMA_RULES_NIK_H
#define TITIPAN_SCHEMA_RULES_NIK_H

#include <stdbool.h>
#include <stddef.h>

#define NIK_DIGITS 16

enum nik_refusal {
	NIK_ACCEPTED,
	NIK_NOT_DIGITS, /* 16 of them and nothing else */
	NIK_NO_REGION,  /* no province begins so, or 00 for a part of it */
	NIK_NO_DATE,    /* no such day in any century */
	NIK_NO_SERIAL   /* 0000 */
};

/* The first rule that the number breaks. It cannot tell whether it was ever
 * given to anybody. */
enum nik_refusal nik_check(const char *nik);

/*
 * A bank account's number: blanks, points and dashes are left out; 6 to 20
 * digits are written with a NUL. False: it is none, output untouched.
 */
#define ACCOUNT_NUMBER_SIZE 21
bool account_number_read(const char *text, char number[ACCOUNT_NUMBER_SIZE]);

#endif
