/*
 * The recovery code as the owner writes it down: nine groups of four
 * characters, 135 secret bits. The alphabet has no I, L, O and U, and a
 * reader takes small letters, O for 0, I and L for 1, and any blanks and
 * dashes between. The last character of each group is its check, so that a
 * slip is told by the number of its group.
 */
#ifndef TITIPAN_SCHEMA_RULES_RECOVERY_CODE_H
#define TITIPAN_SCHEMA_RULES_RECOVERY_CODE_H

#include <stddef.h>

/* 17 bytes, of which the last bit is not used and 0 when read. */
#define RECOVERY_SECRET_SIZE 17
#define RECOVERY_GROUPS 9
#define RECOVERY_GROUP_LENGTH 4

/* With a blank between the groups, and the NUL. */
#define RECOVERY_TEXT_SIZE (RECOVERY_GROUPS * (RECOVERY_GROUP_LENGTH + 1))

void recovery_code_format(const unsigned char secret[RECOVERY_SECRET_SIZE],
	char text[RECOVERY_TEXT_SIZE]);

enum recovery_read {
	RECOVERY_READ,
	RECOVERY_SHORT, /* too few characters */
	RECOVERY_LONG,  /* too many */
	RECOVERY_SLIP   /* a group does not agree with its check */
};

/* *group gets the number, from 1, of the first group with a slip. Outputs are
 * written on their own result only. */
enum recovery_read recovery_code_parse(const char *text,
	unsigned char secret[RECOVERY_SECRET_SIZE], int *group);

#endif
