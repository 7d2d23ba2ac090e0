/*
 * Which backups of a folder stay: the newest of each of the last seven days
 * that have one, of the last four weeks (from Monday) and of the last twelve
 * months.
 */
#ifndef TITIPAN_SCHEMA_RULES_ROTATION_H
#define TITIPAN_SCHEMA_RULES_ROTATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROTATION_DAYS 7
#define ROTATION_WEEKS 4
#define ROTATION_MONTHS 12

struct rotation {
	int32_t day; /* of the calendar; the newest backup stands first */
	bool stays;  /* the answer */
};

/* backups are in the order of their time, the newest first. The first always
 * stays. */
void rotation_choose(struct rotation backups[], size_t count);

#endif
