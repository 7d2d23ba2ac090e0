/*
 * The tables of facts: their columns as the file has them, and the triggers
 * that keep them from being changed.
 */
#ifndef TITIPAN_STORE_FACTS_H
#define TITIPAN_STORE_FACTS_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>

#include "drivers/system/buffer.h"

/* More than any table of facts has. */
#define FACT_COLUMNS_MAX 64
#define FACT_KEYS_MAX 8

struct fact_column {
	char *name;
	int key;      /* place in the primary key from 1, or 0 */
	bool bounded; /* an amount or quantity, not the id of something */
	bool content; /* part of what is hashed */
};

struct fact_table {
	const char *name;
	struct fact_column *columns; /* by name */
	size_t column_count;
	size_t keys[FACT_KEYS_MAX]; /* indexes of the key's columns in order */
	size_t key_count;
	char *insert_sql; /* every column, bound in the order of columns */
	char *select_sql; /* of one document ?1, in order of the key */
	char *range_sql;  /* of documents ?1 to ?2, in order of the key */
};

/* All tables of facts by name, `document` among them. */
struct facts {
	struct fact_table *tables;
	size_t count;
	size_t header; /* index of `document` */
};

/* Reads the columns from the file. False when the file lacks one of the
 * tables; where older says that its schema is an older one, what it lacks is
 * left out. */
bool facts_load(struct facts *facts, sqlite3 *database, bool older);
void facts_release(struct facts *facts);

/* The table of this name, or NULL. */
const struct fact_table *facts_find(const struct facts *facts,
	const char *name);

/* The index of a column, or column_count. */
size_t fact_column_find(const struct fact_table *table, const char *name);

/* Appends the CREATE TRIGGER statements that guard every fact. */
void facts_guards(struct buffer *sql);

#endif
