/*
 * The store itself: whose file it opens, that facts cannot be changed, that
 * what COMMIT could not say is found out, that documents of several nodes give
 * the same books in any order, and that verify names what is wrong.
 */
#include "tests/unit/mart.h"

#include <fcntl.h>
#include <sqlite3.h>

#include "schema/store/backup.h"
#include "schema/store/books.h"
#include "schema/store/enrol.h"
#include "schema/store/page_sum.h"
#include "schema/store/verify.h"

/* --- a disk that fails on request --------------------------------------- */

static sqlite3_vfs shim;
static sqlite3_vfs *real_vfs;
static sqlite3_io_methods shim_methods;
static const sqlite3_io_methods *real_methods;
static int fail_sync;  /* countdown of syncs of the log, 0: never */
static int fail_write; /* the same of writes */

static bool strikes(int *countdown)
{
	return *countdown > 0 && --*countdown == 0;
}

static int shim_sync(sqlite3_file *file, int flags)
{
	int code = real_methods->xSync(file, flags);

	return strikes(&fail_sync) ? SQLITE_IOERR_FSYNC : code;
}

static int shim_write(sqlite3_file *file, const void *bytes, int count,
	sqlite3_int64 at)
{
	if (strikes(&fail_write))
		return SQLITE_IOERR_WRITE;
	return real_methods->xWrite(file, bytes, count, at);
}

static int shim_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
	int flags, int *out)
{
	int code = real_vfs->xOpen(real_vfs, name, file, flags, out);

	(void)vfs;
	if (code != SQLITE_OK || !(flags & SQLITE_OPEN_WAL))
		return code;
	real_methods = file->pMethods;
	shim_methods = *real_methods;
	shim_methods.xSync = shim_sync;
	shim_methods.xWrite = shim_write;
	file->pMethods = &shim_methods;
	return code;
}

static int install_disk(void **state)
{
	(void)state;
	real_vfs = sqlite3_vfs_find(NULL);
	shim = *real_vfs;
	shim.zName = "failing";
	shim.xOpen = shim_open;
	return sqlite3_vfs_register(&shim, 1);
}

static int remove_disk(void **state)
{
	(void)state;
	fail_sync = fail_write = 0;
	return sqlite3_vfs_unregister(&shim);
}

/* --- small documents ---------------------------------------------------- */

static enum store_result note(struct store *store, const char *detail)
{
	const struct author author = {.user = 1};
	struct document *document;
	enum store_result result = store_begin(store, "note");

	if (result != STORE_OK)
		return result;
	document = document_begin(store, "drawer", &author);
	document_row(document, "event");
	document_text(document, "detail", detail);
	return store_commit(store);
}

/* Goods of a made-up item, so that the books move. */
static enum store_result receive(struct store *store, int64_t item,
	int64_t quantity)
{
	const struct author author = {.user = 1};
	struct document *document;
	enum store_result result = store_begin(store, "receive");

	if (result != STORE_OK)
		return result;
	document = document_begin(store, "receive", &author);
	document_row(document, "stock");
	document_row(document, "stock_line");
	document_integer(document, "line", 1);
	document_integer(document, "item", item);
	document_text(document, "lot", "");
	document_integer(document, "expiry", 0);
	document_integer(document, "quantity", quantity);
	document_text(document, "movement", "received");
	document_integer(document, "producer", 7);
	document_integer(document, "share", quantity / 1000);
	document_integer(document, "credited", quantity);
	document_integer(document, "gross", quantity / 1000);
	document_integer(document, "price", 1);
	document_text(document, "terms", "cost");
	document_integer(document, "value", 1);
	return store_commit(store);
}

/* Prices of one item from two nodes: the later generation wins. */
static enum store_result reprice(struct store *store, int64_t price,
	int64_t generation)
{
	const struct author author = {.user = 1};
	struct document *document;
	enum store_result result = store_begin(store, "price");

	if (result != STORE_OK)
		return result;
	document = document_begin(store, "item", &author);
	document_row(document, "price_revision");
	document_integer(document, "item", 5);
	document_text(document, "list", "retail");
	document_integer(document, "generation", generation);
	document_integer(document, "price", price);
	return store_commit(store);
}

struct findings {
	int64_t count;
	char first[256]; /* that is not about a trigger */
};

static void keep_first(void *context, const char *what, const char *which)
{
	struct findings *findings = context;
	const char *mark = strstr(what, "%s");

	findings->count++;
	assert_non_null(mark);
	if (!findings->first[0] && strncmp(which, "trigger ", 8) != 0)
		snprintf(findings->first, sizeof(findings->first), "%.*s%s%s",
			(int)(mark - what), what, which, mark + 2);
}

static struct findings verify(struct store *store)
{
	struct findings findings = {0};
	struct verify_report report;

	assert_int_equal(store_verify(store, false, keep_first, &findings,
				 &report),
		STORE_OK);
	assert_true(report.findings >= findings.count);
	return findings;
}

/* Somebody who knows of the pages' sums. */
static sqlite3 *shell(const char *path)
{
	sqlite3 *database;

	assert_int_equal(sqlite3_open_v2(path, &database,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
				 page_sum_vfs()),
		SQLITE_OK);
	return database;
}

static void drop_triggers(sqlite3 *database)
{
	sqlite3_stmt *names;

	for (;;) {
		char sql[256] = "";

		assert_int_equal(sqlite3_prepare_v2(database,
					 "SELECT name FROM sqlite_master"
					 " WHERE type = 'trigger' LIMIT 1",
					 -1, &names, NULL),
			SQLITE_OK);
		if (sqlite3_step(names) == SQLITE_ROW)
			snprintf(sql, sizeof(sql), "DROP TRIGGER %s",
				sqlite3_column_text(names, 0));
		sqlite3_finalize(names);
		if (!sql[0])
			return;
		assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL),
			SQLITE_OK);
	}
}

/* --- whose file ---------------------------------------------------------- */

static enum store_result try_open(const char *path)
{
	struct store *store = NULL;
	char detail[256];
	enum store_result result =
		store_open(path, MART_NOW, &store, detail, sizeof(detail));

	store_close(store);
	return result;
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void test_refuses_other_files(void **state)
{
	struct mart mart;
	char other[160];
	sqlite3 *database;

	(void)state;
	mart_make(&mart);
	snprintf(other, sizeof(other), "%s/other.db", mart.folder);
	assert_int_equal(try_open(other), STORE_NO_FILE);
	write_file(other, "");
	assert_int_equal(try_open(other), STORE_HALF_MADE);
	write_file(other, "a shopping list that is no database at all\n");
	assert_int_equal(try_open(other), STORE_NOT_A_MART);
	unlink(other);
	database = shell(other);
	sqlite3_exec(database, "CREATE TABLE t (a)", NULL, NULL, NULL);
	sqlite3_close(database);
	assert_int_equal(try_open(other), STORE_NOT_A_MART);
	snprintf(other, sizeof(other), "%s/link.db", mart.folder);
	assert_int_equal(symlink(mart.path, other), 0);
	assert_int_equal(try_open(other), STORE_LINK);
	database = shell(mart.path);
	sqlite3_exec(database, "PRAGMA user_version=9999", NULL, NULL, NULL);
	sqlite3_close(database);
	assert_int_equal(try_open(mart.path), STORE_NEWER);
	mart_remove(&mart);
}

static void test_creates_only_new_files(void **state)
{
	const struct store_plan plan = {.code = "A",
		.name = "A",
		.legal_form = "pt",
		.timezone = "UTC",
		.owner = "ani",
		.owner_pin = "1234",
		.rounding_unit = 100,
		.rounding_direction = "down"};
	struct store *store = NULL;
	struct mart mart;
	char detail[256];

	(void)state;
	mart_make(&mart);
	assert_int_equal(store_create(mart.path, NULL, &plan, detail,
				 sizeof(detail)),
		STORE_EXISTS);
	unlink(mart.path);
	/* Its key is still there: somebody has to decide about it. */
	assert_int_equal(store_create(mart.path, NULL, &plan, detail,
				 sizeof(detail)),
		STORE_EXISTS);
	mart_remove(&mart);
	mart_folder(&mart);
	assert_int_equal(store_create(mart.path, MART_NOW, &plan, detail,
				 sizeof(detail)),
		STORE_CLOCK_REFUSED);
	assert_int_equal(store_create(mart.path, NULL, &plan, detail,
				 sizeof(detail)),
		STORE_OK);
	assert_int_equal(store_open(mart.path, MART_NOW, &store, detail,
				 sizeof(detail)),
		STORE_CLOCK_REFUSED);
	mart_remove(&mart);
}

/* --- facts ---------------------------------------------------------------- */

static void test_facts_refuse_change(void **state)
{
	static const char *const attempts[] = {
		"UPDATE event SET detail = 'y'",
		"DELETE FROM event",
		"UPDATE document SET day = 1",
		"DELETE FROM document",
		"INSERT OR REPLACE INTO event SELECT document, subject, count,"
		" 'y' FROM event",
		"INSERT OR REPLACE INTO document SELECT * FROM document",
		"INSERT INTO tender SELECT max(id), 9, 'cash', 1, NULL, NULL"
		" FROM document",
		"UPDATE OR REPLACE setting_revision SET value = '1'",
	};
	struct mart mart;
	struct store *store;
	sqlite3 *database;

	(void)state;
	mart_make(&mart);
	store = mart_open(&mart);
	assert_int_equal(note(store, "x"), STORE_OK);
	database = shell(mart.path);
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
		assert_int_equal(sqlite3_exec(database, attempts[i], NULL, NULL,
					 NULL),
			SQLITE_CONSTRAINT);
	sqlite3_close(database);
	assert_int_equal(verify(store).count, 0);
	store_close(store);
	mart_remove(&mart);
}

static void test_verify_names_the_document(void **state)
{
	static const struct {
		const char *sql;
		const char *names;
	} cases[] = {
		{"UPDATE event SET detail = 'y' WHERE document & 255 = 4",
			"1-4"},
		{"UPDATE document SET day = day + 1 WHERE id & 255 = 5", "1-5"},
		{"UPDATE document SET signature = randomblob(64)"
		 " WHERE id & 255 = 4",
			"1-4"},
		{"UPDATE document SET hash = randomblob(32)"
		 " WHERE id & 255 = 4",
			"1-4"},
		{"UPDATE document SET signature = randomblob(64)"
		 " WHERE id & 255 = 7",
			"1-7"},
		{"DELETE FROM document WHERE id & 255 = 4", "1-4"},
		{"DELETE FROM event WHERE document & 255 = 4", "1-4"},
		{"DELETE FROM event WHERE document & 255 = 7;"
		 "DELETE FROM document WHERE id & 255 = 7",
			"1-7"},
		{"INSERT INTO tender VALUES ((1 << 40) + 99, 1, 'cash', 0,"
		 " NULL, NULL)",
			"1-99"},
		{"INSERT INTO event VALUES (5 << 40, 1, 1, 'x')", "5-0"},
		{"UPDATE on_hand SET quantity = quantity + 1", "on_hand"},
		{"DELETE FROM item_flow", "item_flow"},
		{"INSERT INTO roll_mark VALUES ('item_flow', 1, (1 << 40) + 99)"
		 " ON CONFLICT DO UPDATE SET last = excluded.last",
			"roll_mark"},
		{"INSERT INTO ledger_day VALUES (1, 1, 1, 1, 1)", "ledger_day"},
		{"DROP INDEX sale_refund_of", "sale_refund_of"},
		{"DROP VIEW accrual_delta", "accrual_delta"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct mart mart;
		struct store *store;
		sqlite3 *database;
		struct findings findings;

		mart_make(&mart);
		store = mart_open(&mart); /* 1-1 mart, 1-2 start */
		for (int n = 3; n <= 7; n++)
			assert_int_equal(n == 6 ? receive(store, 5, 2000)
						: note(store, "x"),
				STORE_OK);
		assert_int_equal(store_roll(store), STORE_OK);
		assert_int_equal(verify(store).count, 0);
		store_close(store);
		database = shell(mart.path);
		drop_triggers(database);
		if (sqlite3_exec(database, cases[i].sql, NULL, NULL, NULL) !=
			SQLITE_OK)
			fail_msg("%s: %s", cases[i].sql,
				sqlite3_errmsg(database));
		sqlite3_close(database);
		store = mart_open(&mart);
		findings = verify(store);
		if (!strstr(findings.first, cases[i].names))
			fail_msg("%s: \"%s\" does not name %s", cases[i].sql,
				findings.first, cases[i].names);
		store_close(store);
		mart_remove(&mart);
	}
}

/* --- the file against its head -------------------------------------------- */

static void copy_file(const char *from, const char *to)
{
	char bytes[65536];
	FILE *in = fopen(from, "r");
	FILE *out = fopen(to, "w");
	size_t count;

	assert_non_null(in);
	assert_non_null(out);
	while ((count = fread(bytes, 1, sizeof(bytes), in)) > 0)
		assert_int_equal(fwrite(bytes, 1, count, out), count);
	fclose(in);
	fclose(out);
}

static void test_a_file_copied_back_is_noticed(void **state)
{
	struct mart mart;
	struct store *store;
	char old[160], wal[160];

	(void)state;
	mart_make(&mart);
	snprintf(old, sizeof(old), "%s.bak", mart.path);
	snprintf(wal, sizeof(wal), "%s-wal", mart.path);
	store = mart_open(&mart);
	assert_int_equal(note(store, "before"), STORE_OK);
	assert_int_equal(store_backup(store, old, NULL), STORE_OK);
	assert_int_equal(store_backup(store, old, NULL), STORE_EXISTS);
	assert_int_equal(note(store, "after"), STORE_OK);
	store_close(store);
	copy_file(old, mart.path);
	unlink(wal);
	store = mart_open(&mart);
	assert_int_equal(note(store, "x"), STORE_ROLLED_BACK);
	assert_non_null(strstr(verify(store).first, "is missing"));
	store_close(store);
	mart_remove(&mart);
}

/* --- in doubt ------------------------------------------------------------- */

static int64_t count_documents(struct mart *mart)
{
	sqlite3 *database = shell(mart->path);
	sqlite3_stmt *statement;
	int64_t count;

	assert_int_equal(sqlite3_prepare_v2(database,
				 "SELECT count(*) FROM document", -1,
				 &statement, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	count = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(database);
	return count;
}

/* Every write and sync of a commit fails once: the answer is what the file
 * says afterwards, and the next document goes in. */
static void test_the_answer_after_a_failed_commit_is_certain(void **state)
{
	struct mart mart;
	struct store *store;
	int saved = 0, refused = 0;

	(void)state;
	mart_make(&mart);
	store = mart_open(&mart);
	for (int strike = 1; strike <= 40; strike++) {
		int64_t before = count_documents(&mart);
		enum store_result result;

		if (strike % 4 == 0)
			fail_sync = 1;
		else
			fail_write = strike;
		result = note(store, "x");
		fail_sync = fail_write = 0;
		if (result == STORE_OK)
			saved++;
		else
			refused++;
		assert_int_equal(count_documents(&mart),
			before + (result == STORE_OK));
		assert_int_equal(note(store, "y"), STORE_OK);
	}
	assert_true(saved > 0 && refused > 0);
	assert_int_equal(verify(store).count, 0);
	store_close(store);
	mart_remove(&mart);
}

/* --- several nodes -------------------------------------------------------- */

#define NODES 3

/* The same on every machine for the same seed. */
static int draw(unsigned *seed, int below)
{
	*seed = *seed * 1103515245u + 12345u;
	return (int)(*seed >> 16) % below;
}

static void write_some(struct store *stores[NODES], unsigned *seed, int count)
{
	for (int i = 0; i < count; i++) {
		struct store *store = stores[draw(seed, NODES)];
		int kind = draw(seed, 3);
		int64_t amount = draw(seed, 20) * 1000 - 9000;

		if (kind == 0)
			assert_int_equal(note(store, "x"), STORE_OK);
		else if (kind == 1)
			assert_int_equal(receive(store, draw(seed, 4), amount),
				STORE_OK);
		else
			assert_int_equal(reprice(store, 100 + draw(seed, 9),
						 1 + draw(seed, 5)),
				STORE_OK);
	}
}

/* Takes the next document of a node to another file; false when there is
 * none. */
static bool carry(struct store *from, struct store *to, int64_t node,
	int64_t *next)
{
	struct buffer bytes;
	enum store_result result;

	buffer_init(&bytes, 1 << 20);
	result = document_export(from, (node << 40) + *next, &bytes);
	if (result == STORE_OK) {
		assert_int_equal(store_begin(to, "apply"), STORE_OK);
		bytes.data[bytes.length / 2] ^= 1;
		assert_int_not_equal(
			document_apply(to, bytes.data, bytes.length), STORE_OK);
		bytes.data[bytes.length / 2] ^= 1;
		result = document_apply(to, bytes.data, bytes.length);
		assert_int_equal(result, STORE_OK);
		/* The same again changes nothing. */
		assert_int_equal(document_apply(to, bytes.data, bytes.length),
			STORE_OK);
		assert_int_equal(store_commit(to), STORE_OK);
		++*next;
	}
	buffer_release(&bytes);
	return result == STORE_OK;
}

static char *books_as_text(const char *path)
{
	static const char *const tables[] = {"on_hand", "item_flow", "price",
		"user", "ledger_day", "shift_total", "accrual"};
	sqlite3 *database = shell(path);
	sqlite3_str *text = sqlite3_str_new(NULL);

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		char *sql = sqlite3_mprintf("SELECT * FROM %s ORDER BY 1, 2, 3",
			tables[i]);
		sqlite3_stmt *statement;

		assert_int_equal(sqlite3_prepare_v2(database, sql, -1,
					 &statement, NULL),
			SQLITE_OK);
		while (sqlite3_step(statement) == SQLITE_ROW)
			for (int c = 0; c < sqlite3_column_count(statement);
				c++)
				sqlite3_str_appendf(text, "%s|",
					sqlite3_column_text(statement, c));
		sqlite3_finalize(statement);
		sqlite3_free(sql);
	}
	sqlite3_close(database);
	return sqlite3_str_finish(text);
}

/* Merges all nodes into an empty file in an order drawn from the seed. */
static char *merge(struct mart *mart, struct store *stores[NODES],
	unsigned seed)
{
	char path[160], detail[256];
	int64_t next[NODES] = {1, 1, 1};
	bool more[NODES] = {true, true, true};
	struct store *store;

	snprintf(path, sizeof(path), "%s/merged-%u.db", mart->folder, seed);
	assert_int_equal(store_create_receiver(path, 4095, detail,
				 sizeof(detail)),
		STORE_OK);
	store = NULL;
	assert_int_equal(store_open(path, NULL, &store, detail, sizeof(detail)),
		STORE_OK);
	/* The node that gave out the others' keys has to begin. */
	while (next[0] <= 4)
		assert_true(carry(stores[0], store, 1, &next[0]));
	while (more[0] || more[1] || more[2]) {
		int n = draw(&seed, NODES);

		if (more[n])
			more[n] = carry(stores[n], store, n + 1, &next[n]);
	}
	assert_int_equal(store_roll(store), STORE_OK);
	assert_int_equal(verify(store).count, 0);
	store_close(store);
	return books_as_text(path);
}

static void test_any_order_gives_the_same_books(void **state)
{
	const struct author author = {.user = 1};
	struct store *stores[NODES];
	struct mart mart;
	unsigned seed = 20261102;
	char *expected;

	(void)state;
	mart_make(&mart);
	stores[0] = mart_open(&mart);
	for (int n = 1; n < NODES; n++) {
		char path[160];
		int64_t node = 0;

		snprintf(path, sizeof(path), "%s/node-%d.db", mart.folder, n);
		assert_int_equal(store_enrol(stores[0], path, "till", &author,
					 &node),
			STORE_OK);
		assert_int_equal(node, n + 1);
		stores[n] = mart_open_at(path);
		assert_int_equal(store_node(stores[n]), n + 1);
	}
	write_some(stores, &seed, 120);
	expected = merge(&mart, stores, 1);
	for (unsigned order = 2; order < 6; order++) {
		char *books = merge(&mart, stores, order);

		assert_string_equal(books, expected);
		sqlite3_free(books);
	}
	sqlite3_free(expected);
	for (int n = 0; n < NODES; n++) {
		assert_int_equal(verify(stores[n]).count, 0);
		store_close(stores[n]);
	}
	mart_remove(&mart);
}

static void test_rebuild_gives_the_same_books(void **state)
{
	struct store *stores[NODES];
	struct mart mart;
	unsigned seed = 7;
	char *before, *after;

	(void)state;
	mart_make(&mart);
	for (int n = 0; n < NODES; n++)
		stores[n] = mart_open(&mart);
	write_some(stores, &seed, 60);
	assert_int_equal(store_roll(stores[0]), STORE_OK);
	before = books_as_text(mart.path);
	assert_int_equal(store_begin(stores[1], "rebuild"), STORE_OK);
	assert_int_equal(store_rebuild_books(stores[1]), STORE_OK);
	assert_int_equal(store_commit(stores[1]), STORE_OK);
	after = books_as_text(mart.path);
	assert_string_equal(before, after);
	sqlite3_free(before);
	sqlite3_free(after);
	for (int n = 0; n < NODES; n++)
		store_close(stores[n]);
	mart_remove(&mart);
}

static void test_document_names(void **state)
{
	static const char *const bad[] = {"", "1", "1-", "-1", "0-1", "1-0",
		"1-1x", "1 -1", "4194304-1", "1-1099511627776", "N1-1"};
	char text[DOCUMENT_TEXT_SIZE];
	int64_t id = 0;

	(void)state;
	assert_true(document_parse("2-153", &id));
	assert_int_equal(id, (INT64_C(2) << 40) + 153);
	assert_string_equal(document_format(id, text), "2-153");
	assert_true(document_parse("N-2-153", &id));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(document_parse(bad[i], &id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refuses_other_files),
		cmocka_unit_test(test_creates_only_new_files),
		cmocka_unit_test(test_facts_refuse_change),
		cmocka_unit_test(test_verify_names_the_document),
		cmocka_unit_test(test_a_file_copied_back_is_noticed),
		cmocka_unit_test_setup_teardown(
			test_the_answer_after_a_failed_commit_is_certain,
			install_disk, remove_disk),
		cmocka_unit_test(test_any_order_gives_the_same_books),
		cmocka_unit_test(test_rebuild_gives_the_same_books),
		cmocka_unit_test(test_document_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
