/*
 * Measures the store and the till below the screen, on a mart that tool_mart
 * made, each beside its limit: the bare work that any program would have to
 * do, in the same run and turn by turn.
 *
 *	tool_store sale FILE COUNT      a sale of five lines / its rows alone
 *	tool_store scan FILE COUNT      what a scan does below the screen
 *	tool_store code FILE COUNT      a barcode's item, price and terms / bare
 *	tool_store search FILE COUNT    typed texts, letter by letter
 *	tool_store totals FILE          what every producer is owed / a C loop
 *	tool_store settle FILE          a whole run / its rows alone
 *	tool_store z FILE SALES         the close of a shift after so many sales
 *	tool_store last FILE            the newest document, as a number
 *	tool_store bare FILE LAST       the rows of items written after it, bare,
 *	                                and their search index
 *	tool_store sales|scans|codes FILE COUNT   ours alone, for other tools
 *
 * Writes into FILE: give it a copy. Answers lines `name value`, microseconds.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "pos/effects.h"
#include "schema/store/agreement.h"
#include "schema/store/books.h"
#include "schema/store/producer.h"
#include "schema/store/settlement.h"
#include "schema/store/store_int.h"

#define MART_NOW "2026-02-01T09:00"
#define CASHIER "rini"
#define PIN "135790"
#define LINES 5
#define BATCH 100

static struct store *store;
static sqlite3 *peer;
static uint64_t state = 42;

static void must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "tool_store: %s: %s%s\n", what,
		store ? store_detail(store) : "",
		peer ? sqlite3_errmsg(peer) : "");
	exit(1);
}

static uint64_t draw(uint64_t below)
{
	uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (z ^ (z >> 31)) % below;
}

static int64_t ns_of(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static int64_t now_ns(void)
{
	return ns_of(CLOCK_MONOTONIC);
}

/* Of what waits for no disk: the work, which other programs do not lengthen. */
static int64_t work_ns(void)
{
	return ns_of(CLOCK_PROCESS_CPUTIME_ID);
}

struct times {
	int64_t *ns;
	size_t count;
	size_t room;
};

static void keep(struct times *times, int64_t ns)
{
	if (times->count == times->room) {
		times->room = times->room ? 2 * times->room : 1024;
		times->ns =
			realloc(times->ns, times->room * sizeof(*times->ns));
		must(times->ns != NULL, "memory");
	}
	times->ns[times->count++] = ns;
}

static int by_size(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void tell(const char *name, struct times *times)
{
	size_t n = times->count;

	qsort(times->ns, n, sizeof(*times->ns), by_size);
	printf("%s_median %.2f\n%s_p99 %.2f\n", name,
		(double)times->ns[n / 2] / 1e3, name,
		(double)times->ns[n * 99 / 100] / 1e3);
	free(times->ns);
	*times = (struct times){0};
}

static void open_mart(const char *path)
{
	char detail[300] = "";

	if (store_open(path, MART_NOW, &store, detail, sizeof(detail)) !=
		STORE_OK)
		must(false, detail);
}

/* --- the bare side ------------------------------------------------------ */

/* A second file beside the mart with the same tables of facts, nothing else:
 * no triggers, no chain. */
static void open_peer(const char *path, const char *const tables[])
{
	char name[400];
	sqlite3_stmt *q;

	snprintf(name, sizeof(name), "%s.peer", path);
	unlink(name);
	must(sqlite3_open(name, &peer) == SQLITE_OK &&
			sqlite3_exec(peer,
				"PRAGMA journal_mode=WAL;"
				"PRAGMA synchronous=FULL;"
				"PRAGMA wal_autocheckpoint=0;"
				"PRAGMA cache_size=-4000",
				NULL, NULL, NULL) == SQLITE_OK,
		"peer");
	for (; *tables; tables++) {
		q = store_statement(store,
			"SELECT sql FROM sqlite_master"
			" WHERE tbl_name = ?1 AND type = 'table'");
		sqlite3_bind_text(q, 1, *tables, -1, SQLITE_STATIC);
		must(store_step(store, q) &&
				sqlite3_exec(peer, store_text(q, 0), NULL, NULL,
					NULL) == SQLITE_OK,
			*tables);
		store_reset(q);
	}
}

static void close_peer(const char *path)
{
	static const char *const endings[] = {"", "-wal", "-shm"};
	char name[400];

	sqlite3_close(peer);
	peer = NULL;
	for (size_t i = 0; i < 3; i++) {
		snprintf(name, sizeof(name), "%s.peer%s", path, endings[i]);
		unlink(name);
	}
}

/* The rows of some documents in one table, ready to be inserted again. */
struct rows {
	sqlite3_stmt *insert;
	sqlite3_value **values;
	size_t count;
	size_t room;
	int columns;
};

static void prepare_rows(struct rows *rows, const char *table)
{
	char sql[200];
	size_t used;
	sqlite3_stmt *q;

	snprintf(sql, sizeof(sql), "SELECT * FROM %s", table);
	must(sqlite3_prepare_v2(peer, sql, -1, &q, NULL) == SQLITE_OK, table);
	rows->columns = sqlite3_column_count(q);
	sqlite3_finalize(q);
	used = (size_t)snprintf(sql, sizeof(sql), "INSERT INTO %s VALUES (?1",
		table);
	for (int i = 1; i < rows->columns; i++)
		used += (size_t)snprintf(sql + used, sizeof(sql) - used, ",?%d",
			i + 1);
	snprintf(sql + used, sizeof(sql) - used, ")");
	must(sqlite3_prepare_v2(peer, sql, -1, &rows->insert, NULL) ==
			SQLITE_OK,
		sql);
}

static void load_rows(struct rows *rows, const char *table, int64_t from,
	int64_t to)
{
	char sql[200];
	sqlite3_stmt *q;

	snprintf(sql, sizeof(sql),
		"SELECT * FROM %s WHERE %s BETWEEN ?1 AND ?2", table,
		strcmp(table, "document") == 0 ? "id" : "document");
	must(sqlite3_prepare_v2(store_handle(store), sql, -1, &q, NULL) ==
			SQLITE_OK,
		sql);
	sqlite3_bind_int64(q, 1, from);
	sqlite3_bind_int64(q, 2, to);
	rows->count = 0;
	while (sqlite3_step(q) == SQLITE_ROW)
		for (int i = 0; i < rows->columns; i++) {
			if (rows->count == rows->room) {
				rows->room = rows->room ? 2 * rows->room : 256;
				rows->values = realloc(rows->values,
					rows->room * sizeof(*rows->values));
				must(rows->values != NULL, "memory");
			}
			rows->values[rows->count++] =
				sqlite3_value_dup(sqlite3_column_value(q, i));
		}
	sqlite3_finalize(q);
}

static void insert_rows(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i += (size_t)rows->columns) {
		for (int c = 0; c < rows->columns; c++)
			sqlite3_bind_value(rows->insert, c + 1,
				rows->values[i + (size_t)c]);
		must(sqlite3_step(rows->insert) == SQLITE_DONE, "bare insert");
		sqlite3_reset(rows->insert);
	}
}

static void free_rows(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		sqlite3_value_free(rows->values[i]);
	rows->count = 0;
}

#define TABLES_MAX 8

/* Writes the rows of documents bare, in one durable transaction; its time. */
static int64_t write_bare(const char *const tables[], struct rows rows[],
	int64_t from, int64_t to)
{
	int64_t began;

	for (size_t i = 0; tables[i]; i++)
		load_rows(&rows[i], tables[i], from, to);
	began = now_ns();
	sqlite3_exec(peer, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	for (size_t i = 0; tables[i]; i++)
		insert_rows(&rows[i]);
	must(sqlite3_exec(peer, "COMMIT", NULL, NULL, NULL) == SQLITE_OK,
		"bare commit");
	began = now_ns() - began;
	for (size_t i = 0; tables[i]; i++)
		free_rows(&rows[i]);
	return began;
}

static void release_rows(const char *const tables[], struct rows rows[])
{
	for (size_t i = 0; tables[i]; i++) {
		sqlite3_finalize(rows[i].insert);
		free(rows[i].values);
	}
}

/* --- the till ----------------------------------------------------------- */

static struct printer *printer;
static struct effects *effects;

static void send(struct till_event event)
{
	if (!event.text)
		event.text = "";
	if (!event.text2)
		event.text2 = "";
	effects_send(effects, &event);
	if (till_view(effects_till(effects))->refused)
		must(false, till_view(effects_till(effects))->message.msgid);
}

static void open_till(const char *path)
{
	printer = printer_new(store, NULL, NULL);
	effects = effects_new(store, path, printer);
	send((struct till_event){
		.kind = TILL_LOGIN, .text = CASHIER, .text2 = PIN});
	if (till_view(effects_till(effects))->shift == 0)
		send((struct till_event){
			.kind = TILL_OPEN, .amount = money_of(200000)});
}

static void close_till(void)
{
	effects_free(effects);
	printer_free(printer);
}

/* Barcodes of random items. */
struct codes {
	char (*text)[16];
	size_t count;
};

static struct codes load_codes(void)
{
	struct codes codes = {0};
	sqlite3_stmt *q;
	size_t room = 1 << 20;

	codes.text = calloc(room, sizeof(*codes.text));
	must(codes.text != NULL, "memory");
	sqlite3_prepare_v2(store_handle(store),
		"SELECT code FROM code WHERE code LIKE '899%' ORDER BY code",
		-1, &q, NULL);
	while (codes.count < room && sqlite3_step(q) == SQLITE_ROW)
		snprintf(codes.text[codes.count++], sizeof(codes.text[0]), "%s",
			store_text(q, 0));
	sqlite3_finalize(q);
	must(codes.count > 0, "codes");
	return codes;
}

static void scan(const struct codes *codes)
{
	send((struct till_event){
		.kind = TILL_SCAN, .text = codes->text[draw(codes->count)]});
}

static void pay(void)
{
	const struct till_view *view = till_view(effects_till(effects));

	send((struct till_event){.kind = TILL_TENDER,
		.tender = TILL_BY_CASH,
		.amount = view->basket->totals.net});
}

static const char *const sale_tables[] = {
	"document", "sale", "sale_line", "tender", NULL};

static int64_t used_pages(void)
{
	return store_integer(store, "PRAGMA page_count", 0, NULL, 0) -
		store_integer(store, "PRAGMA freelist_count", 0, NULL, 0);
}

static void measure_sale(const char *path, size_t count)
{
	struct codes codes = load_codes();
	struct rows rows[TABLES_MAX] = {{0}};
	struct times ours = {0}, bare = {0};
	int64_t pages;

	open_till(path);
	open_peer(path, sale_tables);
	for (size_t i = 0; sale_tables[i]; i++)
		prepare_rows(&rows[i], sale_tables[i]);
	pages = used_pages();
	for (size_t i = 0; i < count; i++) {
		int64_t began, document;

		for (size_t l = 0; l < LINES; l++)
			scan(&codes);
		effects_sync(effects);
		began = now_ns();
		pay();
		keep(&ours, now_ns() - began);
		document = store_integer(store,
			"SELECT max(document) FROM sale", 0, NULL, 0);
		keep(&bare, write_bare(sale_tables, rows, document, document));
		if (i % 50 == 49) {
			effects_idle(effects);
			sqlite3_wal_checkpoint_v2(peer, NULL,
				SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
		}
	}
	tell("ours", &ours);
	tell("bare", &bare);
	printf("bytes %.0f\n",
		(double)(used_pages() - pages) * 4096 / (double)count);
	release_rows(sale_tables, rows);
	close_peer(path);
	close_till();
	free(codes.text);
}

/* Only ours, and nothing around it: for strace and callgrind. */
static void run_sales(const char *path, size_t count)
{
	struct codes codes = load_codes();

	open_till(path);
	for (size_t i = 0; i < count; i++) {
		for (size_t l = 0; l < LINES; l++)
			scan(&codes);
		pay();
	}
	close_till();
	free(codes.text);
}

static void measure_scan(const char *path, size_t count)
{
	struct codes codes = load_codes();
	struct times ours = {0};

	open_till(path);
	for (size_t i = 0; i < count; i++) {
		int64_t began = now_ns();

		scan(&codes);
		keep(&ours, now_ns() - began);
		if (i % LINES == LINES - 1)
			send((struct till_event){.kind = TILL_CANCEL});
	}
	tell("ours", &ours);
	close_till();
	free(codes.text);
}

/* Only ours; the basket stays small. */
static void run_scans(const char *path, size_t count)
{
	struct codes codes = load_codes();

	open_till(path);
	for (size_t i = 0; i < count; i++) {
		scan(&codes);
		if (i % LINES == LINES - 1)
			send((struct till_event){.kind = TILL_CANCEL});
	}
	close_till();
	free(codes.text);
}

/* --- look-ups ----------------------------------------------------------- */

static bool take_item(void *context, const struct item *item,
	struct quantity quantity)
{
	struct agreement_terms terms;
	size_t *found = context;

	(void)quantity;
	*found += agreement_resolve(store, item, store_today(store), &terms) ==
		STORE_OK;
	return true;
}

static void measure_code(size_t count)
{
	struct codes codes = load_codes();
	struct times ours = {0}, bare = {0};
	size_t found = 0, rows = 0;
	sqlite3_stmt *q;

	sqlite3_prepare_v3(store_handle(store),
		"SELECT i.id, i.name, p.price, c.producer FROM code k"
		" JOIN item i ON i.id = k.item"
		" LEFT JOIN price p ON p.item = i.id AND p.list = 'retail'"
		" LEFT JOIN consignor c ON c.id = i.id WHERE k.code = ?1",
		-1, SQLITE_PREPARE_PERSISTENT, &q, NULL);
	for (size_t i = 0; i < count; i++) {
		const char *code = codes.text[draw(codes.count)];
		int64_t began = work_ns();

		sqlite3_bind_text(q, 1, code, -1, SQLITE_STATIC);
		while (sqlite3_step(q) == SQLITE_ROW)
			rows += sqlite3_column_int64(q, 2) > 0 &&
				store_text(q, 1)[0];
		sqlite3_reset(q);
		keep(&bare, work_ns() - began);
		code = codes.text[draw(codes.count)];
		began = work_ns();
		item_find_code(store, code, take_item, &found);
		keep(&ours, work_ns() - began);
	}
	must(found >= count && rows >= count, "codes");
	sqlite3_finalize(q);
	tell("ours", &ours);
	tell("bare", &bare);
	free(codes.text);
}

/* Only ours: for callgrind. */
static void run_codes(size_t count)
{
	struct codes codes = load_codes();
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		item_find_code(store, codes.text[draw(codes.count)], take_item,
			&found);
	must(found >= count, "codes");
	free(codes.text);
}

static bool count_item(void *context, const struct item *item)
{
	size_t *found = context;

	*found += item->active;
	return true;
}

static void measure_search(size_t count)
{
	static const char *const typed[] = {"keripik pisang", "kopi robusta",
		"sambal bawang", "umkm liwa 17", "s0042", "gurih", "no 31",
		"tapis", "zzz", "emping \"or", "50 g", "premium 125 g no 7",
		"robusta bubuk", "* near(", "rengginang ketan asin"};
	struct times all = {0}, shorts = {0};
	size_t found = 0;

	for (size_t i = 0; i < count; i++) {
		const char *text = typed[draw(sizeof(typed) / sizeof(*typed))];
		char part[64];

		for (size_t n = 1; n <= strlen(text); n++) {
			int64_t began;

			snprintf(part, sizeof(part), "%.*s", (int)n, text);
			began = work_ns();
			must(item_search(store, part, 20, count_item, &found) ==
					STORE_OK,
				part);
			keep(n < 3 ? &shorts : &all, work_ns() - began);
		}
	}
	tell("parts", &all);
	tell("beginnings", &shorts);
}

/* --- settling ----------------------------------------------------------- */

static void add_balance(void *context, const struct producer *producer,
	const struct producer_balance *balance)
{
	int64_t *sum = context;

	(void)producer;
	*sum += money_rupiah(balance->accrued);
}

struct packed {
	uint32_t producer;
	int32_t quantity;
	int64_t share;
};

/* What the C loop goes through: every line ever sold, 16 bytes each. */
static struct packed *pack(size_t *count)
{
	size_t room = (size_t)store_integer(store,
		"SELECT count(*) FROM sale_line", 0, NULL, 0);
	struct packed *packed = calloc(room + 1, sizeof(*packed));
	sqlite3_stmt *q;

	must(packed != NULL, "memory");
	*count = 0;
	sqlite3_prepare_v2(store_handle(store),
		"SELECT producer & 4095, quantity, share FROM sale_line", -1,
		&q, NULL);
	while (*count < room && sqlite3_step(q) == SQLITE_ROW)
		packed[(*count)++] = (struct packed){
			.producer = (uint32_t)sqlite3_column_int(q, 0),
			.quantity = sqlite3_column_int(q, 1),
			.share = sqlite3_column_int64(q, 2)};
	sqlite3_finalize(q);
	return packed;
}

static void measure_totals(void)
{
	struct times ours = {0}, loop = {0};
	static int64_t totals[4096];
	int64_t sum = 0;
	size_t count;
	struct packed *packed = pack(&count);

	for (size_t i = 0; i < 21; i++) {
		int64_t began = work_ns();

		producer_list(store, store_today(store), add_balance, &sum);
		keep(&ours, work_ns() - began);
		began = work_ns();
		for (size_t l = 0; l < count; l++)
			totals[packed[l].producer & 4095] += packed[l].share;
		keep(&loop, work_ns() - began);
	}
	for (size_t i = 0; i < 4096; i++)
		sum += totals[i] > 0;
	must(sum > 0, "totals");
	tell("ours", &ours);
	tell("loop", &loop);
	printf("lines %zu\nopen_rows %" PRId64 "\n", count,
		store_integer(store, "SELECT count(*) FROM accrual", 0, NULL,
			0));
	free(packed);
}

#define PRODUCERS_MAX 4096

struct drafts {
	int64_t producer[PRODUCERS_MAX];
	size_t count;
};

static void add_draft(void *context, int64_t producer, const char *code)
{
	struct drafts *drafts = context;

	(void)code;
	must(drafts->count < PRODUCERS_MAX, "producers");
	drafts->producer[drafts->count++] = producer;
}

static const char *const settle_tables[] = {"document", "settlement",
	"settlement_cut", "settlement_line", "settlement_unit", NULL};

static void settle_batch(const struct drafts *drafts, size_t first)
{
	const struct author owner = {
		.user = (INT64_C(1) << DOCUMENT_SEQUENCE_BITS) + 1};
	struct settlement drawn;
	enum settle_refusal refusal;

	must(store_begin(store, "settle") == STORE_OK, "begin");
	for (size_t i = first; i < drafts->count && i < first + BATCH; i++)
		must(settlement_draft(store, &owner, drafts->producer[i],
			     store_today(store), &drawn, &refusal) == STORE_OK,
			"settle");
	must(store_commit(store) == STORE_OK, "commit");
}

static void measure_settle(const char *path)
{
	struct rows rows[TABLES_MAX] = {{0}};
	struct drafts drafts = {.count = 0};
	int64_t ours = 0, bare = 0, lines = 0;

	open_peer(path, settle_tables);
	for (size_t i = 0; settle_tables[i]; i++)
		prepare_rows(&rows[i], settle_tables[i]);
	settlement_candidates(store, store_today(store), add_draft, &drafts);
	for (size_t i = 0; i < drafts.count; i += BATCH) {
		int64_t before = store_integer(store,
			"SELECT max(id) FROM document", 0, NULL, 0);
		int64_t began = now_ns();
		int64_t after;

		settle_batch(&drafts, i);
		ours += now_ns() - began;
		after = store_integer(store, "SELECT max(id) FROM document", 0,
			NULL, 0);
		bare += write_bare(settle_tables, rows, before + 1, after);
		lines += store_integer(store,
			"SELECT count(*) FROM settlement_line"
			" WHERE document > ?1",
			1, &before, 0);
	}
	printf("ours %.2f\nbare %.2f\nproducers %zu\nlines %" PRId64 "\n",
		(double)ours / 1e3, (double)bare / 1e3, drafts.count, lines);
	release_rows(settle_tables, rows);
	close_peer(path);
}

/* --- the close of a shift ----------------------------------------------- */

static void measure_z(const char *path, size_t sales)
{
	struct codes codes = load_codes();
	int64_t began;

	sqlite3_exec(store_handle(store), "PRAGMA synchronous=OFF", NULL, NULL,
		NULL);
	open_till(path);
	for (size_t i = 0; i < sales; i++) {
		for (size_t l = 0; l < LINES; l++)
			scan(&codes);
		pay();
		effects_idle(effects);
	}
	sqlite3_exec(store_handle(store), "PRAGMA synchronous=FULL", NULL, NULL,
		NULL);
	began = now_ns();
	send((struct till_event){.kind = TILL_X});
	send((struct till_event){
		.kind = TILL_CLOSE, .amount = money_of(200000)});
	printf("ours %.2f\n", (double)(now_ns() - began) / 1e3);
	close_till();
	free(codes.text);
}

/* --- what was imported -------------------------------------------------- */

static const char *const item_tables[] = {"document", "item_revision",
	"consignor_revision", "price_revision", "code_revision", NULL};

static void measure_bare(const char *path, int64_t last)
{
	struct rows rows[TABLES_MAX] = {{0}};
	int64_t began;

	open_peer(path, item_tables);
	for (size_t i = 0; item_tables[i]; i++)
		prepare_rows(&rows[i], item_tables[i]);
	printf("bare %.2f\n",
		(double)write_bare(item_tables, rows, last + 1, INT64_MAX) /
			1e3);
	release_rows(item_tables, rows);
	close_peer(path);
	must(store_begin(store, "index") == STORE_OK &&
			sqlite3_exec(store_handle(store),
				"INSERT OR IGNORE INTO item_text_due"
				" SELECT id FROM item",
				NULL, NULL, NULL) == SQLITE_OK &&
			store_commit(store) == STORE_OK,
		"index");
	began = now_ns();
	must(store_roll(store) == STORE_OK, "roll");
	printf("index %.2f\n", (double)(now_ns() - began) / 1e3);
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";
	size_t count = argc > 3 ? (size_t)strtoull(argv[3], NULL, 10) : 1000;

	if (argc < 3)
		return 2;
	open_mart(argv[2]);
	if (strcmp(what, "sale") == 0)
		measure_sale(argv[2], count);
	else if (strcmp(what, "sales") == 0)
		run_sales(argv[2], count);
	else if (strcmp(what, "scan") == 0)
		measure_scan(argv[2], count);
	else if (strcmp(what, "scans") == 0)
		run_scans(argv[2], count);
	else if (strcmp(what, "code") == 0)
		measure_code(count);
	else if (strcmp(what, "codes") == 0)
		run_codes(count);
	else if (strcmp(what, "search") == 0)
		measure_search(count);
	else if (strcmp(what, "totals") == 0)
		measure_totals();
	else if (strcmp(what, "settle") == 0)
		measure_settle(argv[2]);
	else if (strcmp(what, "last") == 0)
		printf("last %" PRId64 "\n",
			store_integer(store, "SELECT max(id) FROM document", 0,
				NULL, 0));
	else if (strcmp(what, "bare") == 0)
		measure_bare(argv[2], (int64_t)count);
	else if (strcmp(what, "z") == 0)
		measure_z(argv[2], count);
	else
		must(false, "what?");
	store_close(store);
	return 0;
}
