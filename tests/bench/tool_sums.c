/*
 * What the sums of pages cost: the same work on the same file once through
 * their VFS and once past it, in the processor's time. Prints microseconds as
 * `NAME_with N` and `NAME_without N`, the least of several rounds.
 *
 *	tool_sums FILE      a mart, which is only read
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "schema/store/page_sum.h"

#define ROUNDS 15
#define CODES "1000"
#define SALES 400
#define SALES_A_CHECKPOINT 100

static sqlite3 *database;

static void must(bool done)
{
	if (done)
		return;
	fprintf(stderr, "tool_sums: %s\n", sqlite3_errmsg(database));
	exit(1);
}

static void run(const char *sql)
{
	must(sqlite3_exec(database, sql, NULL, NULL, NULL) == SQLITE_OK);
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *statement;

	must(sqlite3_prepare_v2(database, sql, -1, &statement, NULL) ==
		SQLITE_OK);
	return statement;
}

/* --- the work ------------------------------------------------------------- */

static void read_all(void)
{
	sqlite3_stmt *rows = prepare("SELECT sum(quantity), sum(price)"
				     " FROM sale_line NOT INDEXED");

	must(sqlite3_step(rows) == SQLITE_ROW);
	sqlite3_finalize(rows);
}

/* What a mart sells in a day, each code ten times, in an order that has nothing
 * to do with the pages'. */
static void look_up(void)
{
	sqlite3_stmt *codes = prepare("SELECT code FROM temp.some ORDER BY n");
	sqlite3_stmt *items = prepare("SELECT item.id, item.name FROM code"
				      " JOIN item ON item.id = code.item"
				      " WHERE code.code = ?1");

	while (sqlite3_step(codes) == SQLITE_ROW) {
		sqlite3_bind_value(items, 1, sqlite3_column_value(codes, 0));
		must(sqlite3_step(items) == SQLITE_ROW);
		sqlite3_reset(items);
	}
	sqlite3_finalize(codes);
	sqlite3_finalize(items);
}

/* Rows of a sale in each commit, the checkpoints that move them into the file
 * with them. */
static void sell(void)
{
	sqlite3_stmt *insert = prepare("INSERT INTO sold (item, hash)"
				       " VALUES (abs(random()) % 100000,"
				       " randomblob(96))");

	for (int sale = 1; sale <= SALES; sale++) {
		run("BEGIN IMMEDIATE");
		for (int row = 0; row < 8; row++) {
			must(sqlite3_step(insert) == SQLITE_DONE);
			sqlite3_reset(insert);
		}
		run("COMMIT");
		if (sale % SALES_A_CHECKPOINT == 0)
			must(sqlite3_wal_checkpoint_v2(database, NULL,
				     SQLITE_CHECKPOINT_PASSIVE, NULL,
				     NULL) == SQLITE_OK);
	}
	sqlite3_finalize(insert);
}

/* --- both ways ------------------------------------------------------------ */

static void connect(const char *path, bool sums)
{
	must(sqlite3_open_v2(path, &database,
		     SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		     sums ? page_sum_vfs() : NULL) == SQLITE_OK);
	run("PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;"
	    "PRAGMA cache_size=-4000; PRAGMA temp_store=MEMORY");
}

static double took_us(void (*work)(void))
{
	struct timespec from, to;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	work();
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	return (double)(to.tv_sec - from.tv_sec) * 1e6 +
		(double)(to.tv_nsec - from.tv_nsec) / 1e3;
}

static double read_mart(const char *path, bool sums, void (*work)(void))
{
	double took;

	connect(path, sums);
	run("CREATE TEMP TABLE some AS SELECT code, random() AS n FROM"
	    " (SELECT code FROM code ORDER BY random() LIMIT " CODES "),"
	    " (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9))");
	took = took_us(work);
	sqlite3_close(database);
	return took;
}

/* In a file of its own, as what is written past the sums is not to be read
 * through them. */
static double write_anew(const char *path, bool sums, void (*work)(void))
{
	char name[300];
	double took;

	snprintf(name, sizeof(name), "%s.sold", path);
	unlink(name);
	connect(name, sums);
	if (sums)
		must(page_sum_reserve(database) == SQLITE_OK);
	run("PRAGMA journal_mode=WAL; CREATE TABLE sold ("
	    "id INTEGER PRIMARY KEY, item INTEGER, hash BLOB);"
	    "CREATE INDEX sold_item ON sold (item)");
	took = took_us(work);
	sqlite3_close(database);
	unlink(name);
	return took;
}

static void compare(const char *name, const char *path,
	double (*measure)(const char *, bool, void (*)(void)),
	void (*work)(void))
{
	double least[2] = {0, 0};

	for (int round = 0; round < 2 * ROUNDS; round++) {
		const bool sums = round % 2 == 0;
		const double took = measure(path, sums, work);

		if (least[sums] == 0 || took < least[sums])
			least[sums] = took;
	}
	printf("%s_with %.0f\n%s_without %.0f\n", name, least[1], name,
		least[0]);
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	compare("read", argv[1], read_mart, read_all);
	compare("code", argv[1], read_mart, look_up);
	compare("sale", argv[1], write_anew, sell);
	return 0;
}
