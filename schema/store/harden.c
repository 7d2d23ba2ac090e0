/* The switches and bounds, each a row of a table. */
#include "schema/store/harden.h"

#include <stddef.h>

static const struct {
	int option;
	int value;
} switches[] = {
	{SQLITE_DBCONFIG_DEFENSIVE, 1},
	{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	{SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
	{SQLITE_DBCONFIG_DQS_DML, 0},
	{SQLITE_DBCONFIG_DQS_DDL, 0},
	{SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0},
};

/* Some way above what our own statements reach; none of them grows with the
 * data. */
static const struct {
	int limit;
	int value;
} limits[] = {
	{SQLITE_LIMIT_LENGTH,
		64 << 20}, /* one value: a basket's text is 1 MB */
	{SQLITE_LIMIT_SQL_LENGTH, 100000},
	{SQLITE_LIMIT_COLUMN, 200},
	{SQLITE_LIMIT_EXPR_DEPTH, 100},
	{SQLITE_LIMIT_COMPOUND_SELECT, 100},
	{SQLITE_LIMIT_FUNCTION_ARG, 20},
	{SQLITE_LIMIT_ATTACHED, 0},
	{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 2000},
	{SQLITE_LIMIT_VARIABLE_NUMBER, 200},
	{SQLITE_LIMIT_TRIGGER_DEPTH, 10},
	{SQLITE_LIMIT_WORKER_THREADS, 0},
};

int harden(sqlite3 *database)
{
	for (size_t i = 0; i < sizeof(switches) / sizeof(*switches); i++) {
		int code = sqlite3_db_config(database, switches[i].option,
			switches[i].value, NULL);

		if (code != SQLITE_OK)
			return code;
	}
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		sqlite3_limit(database, limits[i].limit, limits[i].value);
	return sqlite3_exec(database,
		"PRAGMA cell_size_check=ON; PRAGMA recursive_triggers=ON", NULL,
		NULL, NULL);
}
