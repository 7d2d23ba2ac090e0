/*
 * Makes a large mart for measurements: 100,000 items of 2,085 producers under
 * their agreements, and so many sale lines over the years before 2026-02-01.
 *
 *	tool_mart FILE LINES [ITEMS]
 *
 * Everything is written as documents by the store's own calls, so the file is
 * one that verify accepts; only the syncs are left out. The same arguments
 * give the same trade (tokens and keys differ). Every thirty days all
 * producers are settled, for the last time eleven days before the end: so what
 * is open at the end is the same whatever history stands behind it.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schema/store/agreement.h"
#include "schema/store/books.h"
#include "schema/store/producer.h"
#include "schema/store/sale_refund.h"
#include "schema/store/settlement.h"
#include "schema/store/shift.h"
#include "schema/store/stock.h"
#include "schema/store/store_int.h"
#include "schema/store/user.h"

#define PRODUCERS 2085
#define ITEMS_DEFAULT 100000
#define SALES_A_DAY 900
#define LINES_A_SALE 5
#define BATCH 225
#define LAST_DAY 20485 /* 2026-02-01, where the programs' clock stands */
#define OPEN_DAYS 11
#define SETTLE_EVERY 30
#define PIN "135790"

struct maker {
	const char *path;
	struct store *store;
	int64_t items;
	int64_t *item;  /* ids */
	int64_t *price; /* rupiah */
	int64_t producer[PRODUCERS];
	struct author owner;
	struct author manager;
	struct author cashier;
	uint64_t state;
};

static void must(bool ok, struct maker *maker, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "tool_mart: %s: %s\n", what,
		maker->store ? store_detail(maker->store) : "");
	exit(1);
}

/* splitmix64 */
static uint64_t draw(struct maker *maker, uint64_t below)
{
	uint64_t z = maker->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return (z ^ (z >> 31)) % below;
}

static void day_text(int32_t day, char text[32])
{
	/* Civil from days, after 1970 only. */
	int64_t z = day + 719468, era = z / 146097, doe = z % 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int64_t month = mp < 10 ? mp + 3 : mp - 9;

	snprintf(text, 32, "%04" PRId64 "-%02" PRId64 "-%02" PRId64 "T09:00",
		yoe + era * 400 + (month <= 2), month,
		doy - (153 * mp + 2) / 5 + 1);
}

static void open_on(struct maker *maker, int32_t day)
{
	char detail[300] = "", now[32];

	day_text(day, now);
	store_close(maker->store);
	maker->store = NULL;
	if (store_open(maker->path, now, &maker->store, detail,
		    sizeof(detail)) != STORE_OK) {
		fprintf(stderr, "tool_mart: %s\n", detail);
		exit(1);
	}
	sqlite3_exec(store_handle(maker->store),
		"PRAGMA synchronous=OFF; PRAGMA cache_size=-65536", NULL, NULL,
		NULL);
}

static void begin(struct maker *maker)
{
	must(store_begin(maker->store, "make") == STORE_OK, maker, "begin");
}

static void commit(struct maker *maker)
{
	must(store_commit(maker->store) == STORE_OK, maker, "commit");
	store_idle(maker->store);
}

/* --- people, producers, items ------------------------------------------- */

static struct author add_user(struct maker *maker, const char *name,
	enum role role)
{
	struct user user = {.role = role, .active = true};
	char hash[USER_PIN_HASH_SIZE];

	snprintf(user.name, sizeof(user.name), "%s", name);
	must(user_hash_pin(maker->store, PIN, hash) == STORE_OK, maker, name);
	begin(maker);
	must(user_write(maker->store,
		     document_begin(maker->store, "user", &maker->owner), &user,
		     hash) == STORE_OK,
		maker, name);
	commit(maker);
	return (struct author){.user = user.id};
}

static void add_producer(struct maker *maker, size_t i)
{
	static const char *const villages[] = {
		"Kedaton", "Metro", "Liwa", "Kalianda", "Pringsewu", "Krui"};
	struct producer p = {.stage = STAGE_SOLD, .active = true};
	struct agreement a = agreement_empty();
	struct document *document;

	snprintf(p.code, sizeof(p.code), "P%04zu", i + 1);
	snprintf(p.name, sizeof(p.name), "UMKM %s %zu", villages[i % 6], i + 1);
	document = document_begin(maker->store, "producer", &maker->owner);
	must(producer_write(maker->store, document, &p) == STORE_OK, maker,
		p.code);
	maker->producer[i] = p.id;
	document = document_begin(maker->store, "agreement", &maker->owner);
	a.line = 1;
	a.producer = p.id;
	a.from_day = 0;
	a.to_day = TERMS_NO_END;
	a.has_terms = true;
	a.kind = TERMS_PERCENT;
	a.value = 1500 + 500 * (int64_t)(i % 3);
	a.hold_days = 0;
	agreement_write(document, &a);
}

static void name_item(int64_t i, char *name, size_t size)
{
	static const char *const what[] = {"Keripik", "Kopi", "Gula", "Sambal",
		"Dodol", "Kemplang", "Madu", "Tapis", "Batik", "Sirup", "Abon",
		"Kue", "Rengginang", "Teh", "Emping", "Bandrek"};
	static const char *const of[] = {"Pisang", "Singkong", "Aren", "Durian",
		"Nangka", "Robusta", "Ikan", "Jahe", "Bawang", "Kelapa",
		"Talas", "Jagung", "Salak", "Manggis", "Udang", "Kacang",
		"Beras", "Ketan"};
	static const char *const how[] = {"Manis", "Asin", "Pedas", "Gurih",
		"Cokelat", "Original", "Bubuk", "Bakar", "Goreng", "Kering",
		"Premium"};

	snprintf(name, size, "%s %s %s %d g no %" PRId64, what[i % 16],
		of[i / 16 % 18], how[i / 288 % 11], (int)(50 + 25 * (i % 13)),
		i / 3168);
}

/* The barcode on the package of an item, with its check digit. */
static void code_item(int64_t i, int prefix, char code[16])
{
	int sum = 0;

	snprintf(code, 16, "%03d%09d", prefix % 1000,
		(int)((i * 7 + 13) % 1000000000));
	for (int d = 0; d < 12; d++)
		sum += (code[d] - '0') * (d % 2 ? 3 : 1);
	code[12] = (char)('0' + (10 - sum % 10) % 10);
	code[13] = '\0';
}

static void add_item(struct maker *maker, struct document *document, int64_t i)
{
	struct item item = {.active = true};
	struct money price = money_of(1000 + 500 * (i * 31 % 97));
	char code[16];

	snprintf(item.sku, sizeof(item.sku), "S%06" PRId64, i);
	name_item(i, item.name, sizeof(item.name));
	snprintf(item.unit, sizeof(item.unit), "pcs");
	snprintf(item.category, sizeof(item.category), "makanan");
	must(item_write_card(maker->store, document, &item) == STORE_OK, maker,
		item.sku);
	item_write_consignor(maker->store, document, item.id,
		i % 20 == 19 ? 0 : maker->producer[i % PRODUCERS]);
	item_write_price(maker->store, document, item.id, "retail", &price);
	code_item(i, 899, code);
	item_write_code(maker->store, document, item.id, code,
		quantity_of(1000), true);
	code_item(i, 200, code);
	item_write_code(maker->store, document, item.id, code,
		quantity_of(1000), true);
	if (i % 4 == 0) {
		code_item(i, 799, code);
		item_write_code(maker->store, document, item.id, code,
			quantity_of(12000), true);
	}
	maker->item[i] = item.id;
	maker->price[i] = money_rupiah(price);
}

static void add_stock(struct maker *maker, int64_t i)
{
	struct document *document =
		document_begin(maker->store, "receive", &maker->owner);
	struct stock_want want = {.quantity = quantity_of(50000000)};
	int64_t supplier = 0;

	must(item_get(maker->store, maker->item[i], &want.item) == STORE_OK,
		maker, "item");
	if (i % 20 == 19)
		supplier = maker->producer[0];
	if (i % 10 == 0) {
		want.has_lot = true;
		snprintf(want.lot, sizeof(want.lot), "L%" PRId64, i % 7);
		want.expiry = LAST_DAY + 400;
	}
	want.has_unit_cost = supplier != 0;
	want.unit_cost = money_of(maker->price[i] / 2);
	stock_write_head(document, want.item.producer, supplier, NULL);
	must(stock_write_received(maker->store, document, 1, &want, supplier) ==
			STOCK_DONE,
		maker, "receive");
}

static void make_goods(struct maker *maker)
{
	for (size_t i = 0; i < PRODUCERS; i += 100) {
		begin(maker);
		for (size_t j = i; j < PRODUCERS && j < i + 100; j++)
			add_producer(maker, j);
		commit(maker);
	}
	for (int64_t i = 0; i < maker->items; i += 1000) {
		struct document *document;

		begin(maker);
		document = document_begin(maker->store, "item", &maker->owner);
		for (int64_t j = i; j < maker->items && j < i + 1000; j++)
			add_item(maker, document, j);
		commit(maker);
		begin(maker);
		for (int64_t j = i; j < maker->items && j < i + 1000; j++)
			add_stock(maker, j);
		commit(maker);
	}
}

/* --- trade -------------------------------------------------------------- */

/* Four of five lines are of one item in twelve. */
static int64_t draw_item(struct maker *maker)
{
	uint64_t all = (uint64_t)maker->items;

	if (draw(maker, 5) < 4)
		return (int64_t)(draw(maker, all / 12) * 12 % all);
	return (int64_t)draw(maker, all);
}

static void sell(struct maker *maker, int64_t shift, int64_t before,
	struct stock_moves *stock)
{
	struct sale_want wants[LINES_A_SALE];
	struct sale_tender tender = {.kind = SALE_CASH, .has_given = true};
	struct sale_written written;
	int64_t total = 0;

	for (size_t i = 0; i < LINES_A_SALE; i++) {
		int64_t item = draw_item(maker);
		int64_t pieces = 1 + (int64_t)draw(maker, 4) / 3;

		wants[i] = (struct sale_want){.item = maker->item[item],
			.quantity = quantity_of(pieces * 1000),
			.price = money_of(maker->price[item])};
		total += pieces * maker->price[item];
	}
	if (draw(maker, 10) == 0)
		tender = (struct sale_tender){.kind = SALE_QRIS};
	tender.amount = tender.given = money_of(total);
	must(sale_write_paired(maker->store,
		     &(struct sale_plan){.author = {.user = maker->cashier.user,
						 .shift = shift},
			     .lines = wants,
			     .line_count = LINES_A_SALE,
			     .tenders = &tender,
			     .tender_count = 1,
			     .cash_completed = tender.kind == SALE_CASH},
		     &(struct sale_pair){.receipts_before = before}, stock,
		     &written) == SALE_OK,
		maker, "sale");
}

/* The whole first line of the newest sale comes back. */
static void give_back(struct maker *maker, int64_t shift)
{
	struct stock_moves *stock = stock_moves_new();
	struct refund_return back = {.line = 1};
	struct sale_tender tender = {.kind = SALE_CASH};
	struct sale_written written;
	struct sale *sale;
	int64_t document;

	must(sale_last(maker->store, &document) == STORE_OK &&
			sale_read(maker->store, document, &sale) == STORE_OK,
		maker, "the last sale");
	if (sale->tenders[0].kind == SALE_CASH && !sale->refund_of) {
		back.quantity = sale->lines[0].quantity;
		tender.amount = sale->lines[0].net;
		begin(maker);
		must(refund_write(maker->store,
			     &(struct refund_plan){
				     .author = {.user = maker->cashier.user,
					     .shift = shift},
				     .sale = document,
				     .returns = &back,
				     .return_count = 1,
				     .due = tender.amount,
				     .tenders = &tender,
				     .tender_count = 1},
			     0, stock, &written) == SALE_OK,
			maker, "refund");
		commit(maker);
	}
	sale_free(sale);
	stock_moves_free(stock);
}

static int64_t open_shift(struct maker *maker)
{
	enum store_result failure;
	int64_t shift;

	begin(maker);
	must(shift_write_open(maker->store, &maker->cashier, money_of(200000),
		     &shift, &failure) == SHIFT_OK,
		maker, "shift");
	commit(maker);
	return shift;
}

static void trade(struct maker *maker, int64_t sales)
{
	int64_t shift = open_shift(maker);
	struct author author = {.user = maker->cashier.user, .shift = shift};
	enum store_result failure;
	struct shift closed;

	for (int64_t i = 0; i < sales; i += BATCH) {
		struct stock_moves *stock = stock_moves_new();

		begin(maker);
		for (int64_t j = 0; j < BATCH && i + j < sales; j++)
			sell(maker, shift, j, stock);
		commit(maker);
		stock_moves_free(stock);
		give_back(maker, shift);
	}
	begin(maker);
	must(shift_write_close(maker->store, &author, money_of(200000), NULL, 0,
		     &closed, &failure) == SHIFT_OK,
		maker, "close");
	commit(maker);
}

struct drafts {
	int64_t producer[PRODUCERS];
	size_t count;
};

static void add_draft(void *context, int64_t producer, const char *code)
{
	struct drafts *drafts = context;

	(void)code;
	drafts->producer[drafts->count++] = producer;
}

static void settle(struct maker *maker)
{
	int32_t today = store_today(maker->store);
	struct drafts drafts = {.count = 0};
	struct settlement drawn[100], s;
	enum settle_refusal refusal;

	settlement_candidates(maker->store, today, add_draft, &drafts);
	for (size_t i = 0; i < drafts.count; i += 100) {
		size_t count = 0;

		begin(maker);
		for (size_t j = i; j < drafts.count && j < i + 100; j++) {
			must(settlement_draft(maker->store, &maker->owner,
				     drafts.producer[j], today, &drawn[count],
				     &refusal) == STORE_OK,
				maker, "settle");
			count += refusal == SETTLE_ALLOWED;
		}
		commit(maker);
		begin(maker);
		for (size_t j = 0; j < count; j++)
			must(settlement_get(maker->store, drawn[j].id, &s) ==
						STORE_OK &&
					settlement_approve(maker->store,
						&maker->manager, &s, NULL,
						&refusal) == STORE_OK &&
					refusal == SETTLE_ALLOWED,
				maker, "approve");
		commit(maker);
	}
}

static void make_mart(struct maker *maker, int64_t lines)
{
	const struct store_plan plan = {.code = "BES",
		.name = "Mart Besar",
		.legal_form = "koperasi",
		.timezone = "Asia/Jakarta",
		.owner = "ani",
		.owner_pin = PIN,
		.rounding_unit = 100,
		.rounding_direction = "down",
		.rehearsal = true};
	int64_t sales = lines / LINES_A_SALE;
	int32_t days = (int32_t)((sales + SALES_A_DAY - 1) / SALES_A_DAY);
	char detail[300], now[32];

	day_text(LAST_DAY - days - 1, now);
	if (store_create(maker->path, now, &plan, detail, sizeof(detail)) !=
		STORE_OK) {
		fprintf(stderr, "tool_mart: %s\n", detail);
		exit(1);
	}
	open_on(maker, LAST_DAY - days - 1);
	maker->owner.user = (INT64_C(1) << DOCUMENT_SEQUENCE_BITS) + 1;
	maker->manager = add_user(maker, "budi", ROLE_MANAGER);
	maker->cashier = add_user(maker, "rini", ROLE_CASHIER);
	make_goods(maker);
	for (int32_t left = days; left > 0; left--) {
		int64_t today = sales < SALES_A_DAY ? sales : SALES_A_DAY;

		open_on(maker, LAST_DAY - left);
		if (left < days && left % SETTLE_EVERY == OPEN_DAYS)
			settle(maker);
		trade(maker, today);
		sales -= today;
		if (left % 50 == 0)
			fprintf(stderr, "tool_mart: %d days left\n", (int)left);
	}
	must(store_roll(maker->store) == STORE_OK, maker, "roll");
	store_close(maker->store);
}

int main(int argc, char **argv)
{
	struct maker maker = {.items = ITEMS_DEFAULT, .state = 1};

	if (argc < 3)
		return 2;
	maker.path = argv[1];
	if (argc > 3)
		maker.items = strtoll(argv[3], NULL, 10);
	maker.item = calloc((size_t)maker.items, sizeof(*maker.item));
	maker.price = calloc((size_t)maker.items, sizeof(*maker.price));
	if (!maker.item || !maker.price)
		return 1;
	make_mart(&maker, strtoll(argv[2], NULL, 10));
	free(maker.item);
	free(maker.price);
	return 0;
}
