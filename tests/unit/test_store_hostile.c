/*
 * A mart's file that somebody else had in hand: what was planted in it does
 * not run and is named; what it could make SQLite do is taken away; whoever
 * else is on the machine cannot read it.
 */
#include "tests/unit/mart.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "schema/store/head.h"
#include "schema/store/page_sum.h"
#include "schema/store/store_int.h"
#include "schema/store/verify.h"

static struct mart mart;

static int make(void **state)
{
	(void)state;
	mart_make(&mart);
	store_close(mart_open(&mart)); /* its start document */
	return 0;
}

static int drop(void **state)
{
	(void)state;
	mart_remove(&mart);
	return 0;
}

/* As a program that knows our pages would open it, with none of our care. */
static int foreign(const char *sql)
{
	sqlite3 *database = NULL;
	int code;

	assert_int_equal(sqlite3_open_v2(mart.path, &database,
				 SQLITE_OPEN_READWRITE, page_sum_vfs()),
		SQLITE_OK);
	sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	code = sqlite3_exec(database, sql, NULL, NULL, NULL);
	sqlite3_close(database);
	return code;
}

/* The next opening is the first after an unclean end. */
static void forget_boot(void)
{
	struct head head;
	int fd = head_open(mart.path, false);

	assert_int_equal(head_read(fd, &head), HEAD_OK);
	head.boot[0] = '\0';
	assert_true(head_write(fd, &head));
	close(fd);
}

struct findings {
	int count;
	char first[300];
};

static void take_finding(void *context, const char *what, const char *which)
{
	struct findings *findings = context;

	if (findings->count++ == 0)
		snprintf(findings->first, sizeof(findings->first), "%s | %s",
			what, which);
}

/* --- what is planted ----------------------------------------------------- */

static void what_is_planted_never_runs(void **state)
{
	static const struct {
		const char *sql;
		const char *name;
	} planted[] = {
		{"CREATE TRIGGER wash AFTER INSERT ON document BEGIN"
		 " INSERT INTO local_setting VALUES ('ran', 'yes'); END",
			"trigger wash"},
		{"CREATE VIEW aaa AS SELECT * FROM document", "view aaa"},
		{"CREATE VIRTUAL TABLE zzz USING fts5(x)", "table zzz"},
		{"ALTER TABLE local_setting ADD COLUMN made TEXT"
		 " AS (upper(name)) VIRTUAL",
			"table local_setting"},
		{"DROP TRIGGER guard_sale_update", "trigger guard_sale_update"},
		{"CREATE INDEX mine ON document (kind)", "index mine"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(planted) / sizeof(*planted); i++) {
		struct findings findings = {0};
		struct verify_report report;
		struct store *store;

		mart_make(&mart);
		store_close(mart_open(&mart));
		assert_int_equal(foreign(planted[i].sql), SQLITE_OK);
		forget_boot();
		store = mart_open(&mart);
		assert_int_equal(store_doubt(store), STORE_STRANGE_SCHEMA);
		assert_non_null(strstr(store_detail(store), planted[i].name));
		assert_int_equal(store_begin(store, "test"),
			STORE_STRANGE_SCHEMA);
		assert_null(store_local(store, "ran"));
		assert_int_equal(store_verify(store, true, take_finding,
					 &findings, &report),
			STORE_OK);
		if (!strstr(findings.first, planted[i].name))
			fail_msg("%s: found first: %s", planted[i].name,
				findings.first);
		store_close(store);
		mart_remove(&mart);
	}
}

/* The name of a column of facts goes into our statements. */
static void no_column_s_name_is_run(void **state)
{
	struct store *store = NULL;
	char detail[300];

	(void)state;
	assert_int_equal(foreign("ALTER TABLE event ADD COLUMN \"a, (SELECT"
				 " value FROM local_setting) AS b\" TEXT"),
		SQLITE_OK);
	assert_int_equal(store_open(mart.path, MART_NOW, &store, detail,
				 sizeof(detail)),
		STORE_DAMAGED);
	assert_null(store);
}

static void as_it_is_shipped_it_opens(void **state)
{
	struct store *store;

	(void)state;
	forget_boot();
	store = mart_open(&mart);
	assert_int_equal(store_doubt(store), STORE_OK);
	assert_int_equal(verify_schema(store), STORE_OK);
	store_close(store);
}

/* --- what SQLite may not do ---------------------------------------------- */

static void the_connection_is_narrow(void **state)
{
	static const char *const refused[] = {
		"ATTACH ':memory:' AS other",
		"SELECT load_extension('x')",
		"SELECT \"no such column\" FROM document",
		"UPDATE sqlite_master SET sql = ''",
		"SELECT zeroblob(100000000)",
		"VACUUM INTO '/nowhere/x'",
	};
	static const struct {
		int limit;
		int most;
	} limits[] = {
		{SQLITE_LIMIT_ATTACHED, 0},
		{SQLITE_LIMIT_SQL_LENGTH, 100000},
		{SQLITE_LIMIT_EXPR_DEPTH, 100},
		{SQLITE_LIMIT_TRIGGER_DEPTH, 10},
		{SQLITE_LIMIT_VARIABLE_NUMBER, 200},
		{SQLITE_LIMIT_LENGTH, 64 << 20},
	};
	struct store *store = mart_open(&mart);
	sqlite3 *database = store_handle(store);

	(void)state;
	sqlite3_exec(database, "PRAGMA writable_schema=ON", NULL, NULL, NULL);
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		if (sqlite3_exec(database, refused[i], NULL, NULL, NULL) ==
			SQLITE_OK)
			fail_msg("it was done: %s", refused[i]);
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		assert_in_range(sqlite3_limit(database, limits[i].limit, -1), 0,
			limits[i].most);
	assert_int_equal(
		store_integer(store, "PRAGMA cell_size_check", 0, NULL, 0), 1);
	assert_int_equal(store_integer(store, "PRAGMA recursive_triggers", 0,
				 NULL, 0),
		1);
	assert_int_equal(
		store_integer(store, "PRAGMA trusted_schema", 0, NULL, 1), 0);
	store_close(store);
}

/* Also where recursive_triggers is off, which REPLACE relies on. */
static void no_statement_changes_a_fact(void **state)
{
	static const char *const refused[] = {
		"UPDATE document SET day = 1",
		"DELETE FROM document",
		"INSERT OR REPLACE INTO document SELECT * FROM document",
		"REPLACE INTO setting_revision SELECT * FROM setting_revision",
		"INSERT OR IGNORE INTO event (document, detail)"
		" SELECT id, 'x' FROM document",
		"UPDATE OR REPLACE setting_revision SET value = 'x'",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		if (foreign(refused[i]) != SQLITE_CONSTRAINT)
			fail_msg("it was done: %s", refused[i]);
}

/* --- names that no person typed ------------------------------------------ */

static void a_name_of_a_megabyte_is_cut(void **state)
{
	struct store *store;
	const char *value;

	(void)state;
	assert_int_equal(foreign("DROP TRIGGER guard_setting_revision_insert;"
				 "INSERT INTO setting_revision"
				 " (document, name, from_day, value) VALUES"
				 " (1, 'name', 9, printf('%.*c', 1000000, 'x')),"
				 " (1, 'code', 9, 'A' || char(0) || 'B'),"
				 " (1, 'ppn', 9, CAST(x'FF80C0' AS TEXT))"),
		SQLITE_OK);
	store = mart_open(&mart);
	value = store_setting(store, "name", INT32_MAX);
	assert_non_null(value);
	assert_in_range(strlen(value), 400, 511);
	value = store_setting(store, "code", INT32_MAX);
	assert_string_equal(value, "A");
	assert_non_null(store_setting(store, "ppn", INT32_MAX));
	store_close(store);
}

/* --- who else is on the machine ------------------------------------------ */

static void nobody_else_reads_it(void **state)
{
	DIR *folder;
	const struct dirent *entry;
	mode_t before = umask(0);
	struct store *store;
	int seen = 0;

	(void)state;
	mart_make(&mart);
	store = mart_open(&mart);
	folder = opendir(mart.folder);
	while ((entry = readdir(folder))) {
		struct stat status;

		if (entry->d_name[0] == '.')
			continue;
		assert_int_equal(fstatat(dirfd(folder), entry->d_name, &status,
					 AT_SYMLINK_NOFOLLOW),
			0);
		if ((status.st_mode & 077) != 0)
			fail_msg("%s: mode %o", entry->d_name,
				(unsigned)status.st_mode & 0777);
		seen++;
	}
	assert_true(seen >= 5); /* file, log, its index, key, head, lock */
	closedir(folder);
	store_close(store);
	mart_remove(&mart);
	umask(before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_planted_never_runs),
		cmocka_unit_test_setup_teardown(no_column_s_name_is_run, make,
			drop),
		cmocka_unit_test_setup_teardown(as_it_is_shipped_it_opens, make,
			drop),
		cmocka_unit_test_setup_teardown(the_connection_is_narrow, make,
			drop),
		cmocka_unit_test_setup_teardown(no_statement_changes_a_fact,
			make, drop),
		cmocka_unit_test_setup_teardown(a_name_of_a_megabyte_is_cut,
			make, drop),
		cmocka_unit_test(nobody_else_reads_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
