/*
 * The migrations, compiled in from schema/migrations in the order of their
 * numbers, which run 1, 2, 3, ... without a gap.
 */
#ifndef TITIPAN_STORE_MIGRATIONS_H
#define TITIPAN_STORE_MIGRATIONS_H

#include <stddef.h>

struct migration {
	int number;
	const char *name; /* `mart` of 0001_mart.sql */
	const char *sql;
};

extern const struct migration migrations[];
extern const size_t migration_count;

#endif
