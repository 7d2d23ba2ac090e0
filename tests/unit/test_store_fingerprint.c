/* Fingerprints of lists and of their sums: the same when every key's amounts
 * add up to the same, and only then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "schema/store/fingerprint.h"

static sqlite3 *database;

static int begin(void **state)
{
	(void)state;
	return sodium_init() < 0 ||
		sqlite3_open(":memory:", &database) != SQLITE_OK;
}

static int end(void **state)
{
	(void)state;
	return sqlite3_close(database);
}

/* Rows `key, key, amount, amount` as VALUES writes them. */
static bool add(struct fingerprint *fingerprint, const char *values)
{
	sqlite3_stmt *rows;
	bool amounts = true;
	char sql[1000];

	snprintf(sql, sizeof(sql), "VALUES %s", values);
	assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &rows, NULL),
		SQLITE_OK);
	while (sqlite3_step(rows) == SQLITE_ROW)
		amounts = fingerprint_add(fingerprint, rows, 2) && amounts;
	sqlite3_finalize(rows);
	return amounts;
}

static bool same(const char *list, const char *table)
{
	struct fingerprint a, b;

	fingerprint_init(&a);
	b = fingerprint_like(&a);
	assert_true(add(&a, list));
	assert_true(add(&b, table));
	return fingerprint_same(&a, &b);
}

static void sums_are_the_same(void **state)
{
	(void)state;
	assert_true(same("(1,'a',3,0), (2,'b',1,-7), (1,'a',-1,5)",
		"(2,'b',1,-7), (1,'a',2,5)"));
	assert_true(same("(1,'a',3,4), (1,'a',-3,-4)", "(7,'z',0,0)"));
	assert_true(same("(1,'a',576460752303423488,-576460752303423488)",
		"(1,'a',576460752303423480,-576460752303423480),"
		" (1,'a',8,-8)"));
}

static void other_sums_differ(void **state)
{
	static const char *const others[] = {
		"(1,'a',2,5), (2,'b',1,-6)",             /* an amount */
		"(1,'a',5,2), (2,'b',1,-7)",             /* its column */
		"(1,'b',2,5), (2,'a',1,-7)",             /* the key */
		"(1,'a',2,5)",                           /* a row less */
		"(1,'a',2,5), (2,'b',1,-7), (3,'',1,0)", /* a row more */
		"('1','a',2,5), (2,'b',1,-7)",           /* the key's type */
		"(1,'a',2,5), (2,NULL,1,-7)",
		"(1,'a',-2,-5), (2,'b',-1,7)",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(same("(1,'a',2,5), (2,'b',1,-7)", others[i]));
	/* a long key, which is hashed by itself */
	assert_true(same("(1,printf('%.*c',99,'x'),1,0)",
		"(1,printf('%.*c',99,'x'),1,0)"));
	assert_false(same("(1,printf('%.*c',99,'x'),1,0)",
		"(1,printf('%.*c',98,'x')||'y',1,0)"));
}

/* What differs by the prime itself would be the same: it is not taken. */
static void strange_amounts_are_told(void **state)
{
	static const char *const strange[] = {"(1,'a',2305843009213693951,0)",
		"(1,'a',-576460752303423489,0)", "(1,'a',0,1.5)",
		"(1,'a',NULL,1)", "(1,'a','1',1)", "(1,'a',0,x'00')"};

	(void)state;
	for (size_t i = 0; i < sizeof(strange) / sizeof(strange[0]); i++) {
		struct fingerprint fingerprint;

		fingerprint_init(&fingerprint);
		assert_false(add(&fingerprint, strange[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_are_the_same),
		cmocka_unit_test(other_sums_differ),
		cmocka_unit_test(strange_amounts_are_told),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
