/*
 * Sums of pages: each page in the file has one, what is not as it was written
 * is refused when it is read, and what other programs may do to a file does
 * not count as damage.
 */
#include "tests/unit/mart.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "schema/store/backup.h"
#include "schema/store/page_sum.h"
#include "schema/store/verify.h"

#define PAGE 4096

/* --- a file's pages ------------------------------------------------------ */

static void read_bytes(const char *path, int64_t at, void *bytes, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_int_equal(pread(fd, bytes, size, at), size);
	close(fd);
}

static void write_bytes(const char *path, int64_t at, const void *bytes,
	size_t size)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	assert_int_equal(pwrite(fd, bytes, size, at), size);
	close(fd);
}

static void flip(const char *path, int64_t at, unsigned char bits)
{
	unsigned char byte;

	read_bytes(path, at, &byte, 1);
	byte ^= bits;
	write_bytes(path, at, &byte, 1);
}

struct counts {
	int64_t pages, summed, zero;
};

static struct counts count_pages(const char *path)
{
	struct counts counts = {0};
	struct stat status;
	unsigned char page[PAGE];

	assert_int_equal(stat(path, &status), 0);
	counts.pages = status.st_size / PAGE;
	for (int64_t i = 0; i < counts.pages; i++) {
		uint64_t sum = 0;

		read_bytes(path, i * PAGE, page, PAGE);
		for (int b = 8; b > 0; b--)
			sum = sum << 8 | page[PAGE - 9 + b];
		counts.zero += sum == 0;
		counts.summed += sum == page_sum(i + 1, page, PAGE);
	}
	return counts;
}

static void assert_all_summed(const char *path)
{
	struct counts counts = count_pages(path);

	assert_true(counts.pages > 0);
	assert_int_equal(counts.summed, counts.pages);
}

/* --- a mart --------------------------------------------------------------- */

static enum store_result note(struct store *store)
{
	const struct author author = {.user = 1};
	struct document *document;
	enum store_result result = store_begin(store, "note");

	if (result != STORE_OK)
		return result;
	document = document_begin(store, "drawer", &author);
	document_row(document, "event");
	document_text(document, "detail", "x");
	return store_commit(store);
}

static void ignore(void *context, const char *what, const char *which)
{
	(void)context;
	(void)what;
	(void)which;
}

static int64_t findings(const char *path)
{
	struct store *store = mart_open_at(path);
	struct verify_report report;

	assert_int_equal(store_verify(store, false, ignore, NULL, &report),
		STORE_OK);
	store_close(store);
	return report.findings;
}

static enum store_result try_open(const char *path, char detail[256])
{
	struct store *store = NULL;
	enum store_result result =
		store_open(path, MART_NOW, &store, detail, 256);

	store_close(store);
	return result;
}

static void test_every_page_has_its_sum(void **state)
{
	struct mart mart;
	struct store *store;
	char copy[160];

	(void)state;
	mart_make(&mart);
	assert_all_summed(mart.path);
	store = mart_open(&mart);
	assert_int_equal(note(store), STORE_OK);
	snprintf(copy, sizeof(copy), "%s/copy.db", mart.folder);
	assert_int_equal(store_backup(store, copy, NULL), STORE_OK);
	store_close(store);
	assert_all_summed(mart.path);
	assert_all_summed(copy);
	mart_remove(&mart);
}

/* Page 1 is refused at opening; others when they are read, here by verify. */
static void test_a_flipped_bit_is_refused(void **state)
{
	struct mart mart;
	struct stat status;
	char detail[256] = "";

	(void)state;
	mart_make(&mart);
	assert_int_equal(findings(mart.path), 0);
	assert_int_equal(stat(mart.path, &status), 0);
	flip(mart.path, 200, 4);
	assert_int_equal(try_open(mart.path, detail), STORE_DAMAGED);
	assert_string_equal(detail, "page 1");
	flip(mart.path, 200, 4);
	/* Each bit of the number of reserved bytes: not a file without sums. */
	for (int bit = 0; bit < 8; bit++) {
		flip(mart.path, 20, (unsigned char)(1 << bit));
		assert_int_equal(try_open(mart.path, detail), STORE_DAMAGED);
		flip(mart.path, 20, (unsigned char)(1 << bit));
	}
	/* The sum itself. */
	flip(mart.path, PAGE - 1, 1);
	assert_int_equal(try_open(mart.path, detail), STORE_DAMAGED);
	flip(mart.path, PAGE - 1, 1);
	flip(mart.path, status.st_size - PAGE + 17, 128);
	if (try_open(mart.path, detail) == STORE_OK)
		assert_true(findings(mart.path) > 0);
	flip(mart.path, status.st_size - PAGE + 17, 128);
	assert_int_equal(findings(mart.path), 0);
	mart_remove(&mart);
}

static void test_pages_that_changed_places_are_refused(void **state)
{
	struct mart mart;
	unsigned char a[PAGE], b[PAGE];

	(void)state;
	mart_make(&mart);
	read_bytes(mart.path, 20 * PAGE, a, PAGE);
	read_bytes(mart.path, 21 * PAGE, b, PAGE);
	write_bytes(mart.path, 20 * PAGE, b, PAGE);
	write_bytes(mart.path, 21 * PAGE, a, PAGE);
	assert_int_equal(count_pages(mart.path).summed,
		count_pages(mart.path).pages - 2);
	assert_true(findings(mart.path) > 0);
	mart_remove(&mart);
}

static void copy_file(const char *from, const char *to)
{
	static unsigned char bytes[1 << 22];
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	ssize_t size = read(in, bytes, sizeof(bytes));

	assert_true(size > 0 && (size_t)size < sizeof(bytes));
	assert_int_equal(write(out, bytes, (size_t)size), size);
	close(in);
	close(out);
}

/* The sqlite3 shell looks at a mart that ended uncleanly and, as it leaves,
 * moves the log into the file: that is no damage. */
static void test_another_program_may_move_the_log(void **state)
{
	static const char *const beside[] = {"", "-wal", ".key", ".head"};
	struct mart mart;
	struct store *store;
	struct counts counts;
	sqlite3 *shell;
	char copy[160];

	(void)state;
	mart_make(&mart);
	store = mart_open(&mart);
	assert_int_equal(note(store), STORE_OK);
	snprintf(copy, sizeof(copy), "%s/copy.db", mart.folder);
	for (size_t i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
		char from[192], to[192];

		snprintf(from, sizeof(from), "%s%s", mart.path, beside[i]);
		snprintf(to, sizeof(to), "%s%s", copy, beside[i]);
		copy_file(from, to);
	}
	assert_int_equal(sqlite3_open(copy, &shell), SQLITE_OK);
	assert_int_equal(sqlite3_exec(shell, "SELECT count(*) FROM document",
				 NULL, NULL, NULL),
		SQLITE_OK);
	sqlite3_close(shell);
	counts = count_pages(copy);
	assert_true(counts.zero > 0);
	assert_int_equal(counts.zero + counts.summed, counts.pages);
	assert_int_equal(findings(copy), 0);
	store_close(store);
	mart_remove(&mart);
}

/* --- files of SQLite through the VFS -------------------------------------- */

static sqlite3 *through_sums(const char *path, bool reserve)
{
	sqlite3 *database;

	assert_int_equal(sqlite3_open_v2(path, &database,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
				 page_sum_vfs()),
		SQLITE_OK);
	if (reserve)
		assert_int_equal(page_sum_reserve(database), SQLITE_OK);
	return database;
}

static void run(sqlite3 *database, const char *sql)
{
	char *message = NULL;

	if (sqlite3_exec(database, sql, NULL, NULL, &message) != SQLITE_OK)
		fail_msg("%s: %s", sql, message);
}

static const char much[] =
	"PRAGMA cache_size=10; BEGIN; CREATE TABLE t (a, b);"
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	" WHERE i < 3000)"
	" INSERT INTO t SELECT i, randomblob(700) FROM n; COMMIT;";

/* What does not fit into the cache is written before page 1, which says that
 * there are sums. */
static void test_pages_before_the_first_are_summed(void **state)
{
	struct mart mart;
	sqlite3 *database;
	char other[160], sql[256];

	(void)state;
	mart_folder(&mart);
	database = through_sums(mart.path, true);
	run(database, much);
	assert_all_summed(mart.path);
	snprintf(other, sizeof(other), "%s/other.db", mart.folder);
	snprintf(sql, sizeof(sql), "VACUUM INTO '%s'", other);
	run(database, sql);
	assert_all_summed(other);
	run(database, "UPDATE t SET b = randomblob(900) WHERE a % 7 = 0");
	run(database, "DELETE FROM t WHERE a % 3 = 0; VACUUM");
	assert_all_summed(mart.path);
	sqlite3_close(database);
	mart_remove(&mart);
}

static void test_a_file_without_sums_is_as_before(void **state)
{
	struct mart mart;
	sqlite3 *database;

	(void)state;
	mart_folder(&mart);
	database = through_sums(mart.path, false);
	run(database, much);
	sqlite3_close(database);
	assert_int_equal(count_pages(mart.path).summed, 0);
	database = through_sums(mart.path, false);
	run(database, "PRAGMA integrity_check; DELETE FROM t");
	/* It gets them by being made anew. */
	assert_int_equal(page_sum_reserve(database), SQLITE_OK);
	run(database, "VACUUM");
	assert_all_summed(mart.path);
	sqlite3_close(database);
	mart_remove(&mart);
}

/* SQLite of later versions may read a part of a page. */
static void test_parts_of_pages_are_proved_too(void **state)
{
	struct mart mart;
	sqlite3 *database;
	sqlite3_file *file = NULL;
	unsigned char part[3 * PAGE], whole[3 * PAGE];

	(void)state;
	mart_folder(&mart);
	database = through_sums(mart.path, true);
	run(database, much);
	assert_int_equal(sqlite3_file_control(database, "main",
				 SQLITE_FCNTL_FILE_POINTER, &file),
		SQLITE_OK);
	read_bytes(mart.path, 4 * PAGE, whole, sizeof(whole));
	assert_int_equal(file->pMethods->xRead(file, part, 7000,
				 4 * PAGE + 100),
		SQLITE_OK);
	memset(whole + PAGE - 8, 0, 8);
	assert_memory_equal(part, whole + 100, 7000);
	flip(mart.path, 5 * PAGE + 4000, 2);
	assert_int_equal(file->pMethods->xRead(file, part, 7000,
				 4 * PAGE + 100),
		SQLITE_IOERR_DATA);
	assert_int_equal(page_sum_damaged(database), 6);
	assert_int_equal(file->pMethods->xRead(file, part, 100, 4 * PAGE + 100),
		SQLITE_OK);
	sqlite3_close(database);
	mart_remove(&mart);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_page_has_its_sum),
		cmocka_unit_test(test_a_flipped_bit_is_refused),
		cmocka_unit_test(test_pages_that_changed_places_are_refused),
		cmocka_unit_test(test_another_program_may_move_the_log),
		cmocka_unit_test(test_pages_before_the_first_are_summed),
		cmocka_unit_test(test_a_file_without_sums_is_as_before),
		cmocka_unit_test(test_parts_of_pages_are_proved_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
