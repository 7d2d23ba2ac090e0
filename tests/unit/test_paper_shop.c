/*
 * The till's papers as a customer reads them, against kept texts in
 * tests/unit/papers: PAPER-COLUMNS-LANGUAGE.txt. After a change that was
 * meant, run the program with PAPERS_WRITE=1 and read what it wrote.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libintl.h>

#include "drivers/codec/paper_escpos.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/file.h"
#include "drivers/terminal/language.h"
#include "pos/paper/receipt.h"
#include "pos/paper/shift.h"
#include "pos/paper/slip.h"

#define PAPERS "tests/unit/papers"
#define MORNING_MS INT64_C(1793585700000) /* 2026-11-02 09:15 in Jakarta */

static const struct paper_mart mart = {
	.name = "Mart Gedong Tataan",
	.offset_s = 7 * 3600,
	.rehearsal = false,
};

static void fill_hash(unsigned char hash[LAYOUT_HASH_SIZE])
{
	for (size_t i = 0; i < LAYOUT_HASH_SIZE; i++)
		hash[i] = (unsigned char)(i * 37 + 11);
}

/* Two lines in cash, one of them weighed: 43.486, paid 50.000. */
static struct receipt_paper plain(void)
{
	static const struct receipt_line lines[] = {
		{"Kripik pisang", "pcs", {2000}, {12500}, {25000}, NULL, 0},
		{"Kopi robusta", "kg", {237}, {78000}, {18486}, NULL, 0},
	};
	static const struct receipt_tender tenders[] = {
		{RECEIPT_CASH, {50000}, NULL},
	};
	struct receipt_paper receipt = {
		.mart = mart,
		.number = "GTN-1-000153",
		.at_ms = MORNING_MS,
		.cashier = "kasir",
		.lines = lines,
		.line_count = 2,
		.total = {43486},
		.rounding = {-86},
		.tenders = tenders,
		.tender_count = 1,
		.change = {6600},
	};

	fill_hash(receipt.hash);
	return receipt;
}

static struct paper *plain_paper(void)
{
	struct receipt_paper receipt = plain();

	return receipt_paper(&receipt);
}

/* A registered mart, long names, discounts on a line and on the basket, two
 * ways of paying, a copy of a rehearsal. */
static struct paper *full_paper(void)
{
	static const struct receipt_discount promotion[] = {
		{"Promo November", {1000}},
		{NULL, {500}},
	};
	static const struct receipt_line lines[] = {
		{"Kue tapis isi kacang hijau khas Pringsewu (isi 12)", "pcs",
			{3000}, {12450}, {37350}, promotion, 2},
		{"Beras Rojolele", "pcs", {1000}, {10020}, {10020}, NULL, 0},
		{"Kain tapis motif naga dengan benang emas", "pcs", {1000},
			{1250000}, {1250000}, NULL, 0},
	};
	static const struct receipt_tender tenders[] = {
		{RECEIPT_QRIS, {1000000}, "7781-2209"},
		{RECEIPT_CASH, {300000}, NULL},
	};
	struct receipt_paper receipt = {
		.mart = mart,
		.number = "GTN-1-000154",
		.at_ms = MORNING_MS,
		.cashier = "kasir",
		.customer = "Bu Ratna",
		.lines = lines,
		.line_count = 3,
		.basket_discount = {5000},
		.total = {1290870},
		.rounding = {-70},
		.tenders = tenders,
		.tender_count = 2,
		.change = {9200},
		.tax = {127428},
		.copy = 2,
	};

	receipt.mart.address = "Jl. Ahmad Yani 12, Gedong Tataan, Pesawaran";
	receipt.mart.npwp = "0123456789012345";
	receipt.mart.rehearsal = true;
	fill_hash(receipt.hash);
	return receipt_paper(&receipt);
}

static struct paper *refund_paper(void)
{
	static const struct receipt_line lines[] = {
		{"Kopi robusta", "kg", {237}, {78000}, {18486}, NULL, 0},
	};
	static const struct receipt_tender tenders[] = {
		{RECEIPT_CASH, {18400}, NULL},
	};
	struct receipt_paper receipt = plain();

	receipt.number = "GTN-1-000155";
	receipt.refund = true;
	receipt.refund_of = "GTN-1-000153";
	receipt.reason = "Bungkus robek";
	receipt.lines = lines;
	receipt.line_count = 1;
	receipt.total = (struct money){18486};
	receipt.tenders = tenders;
	receipt.change = (struct money){0};
	return receipt_paper(&receipt);
}

/* A refund's due of 12.100 pays for new goods of 15.975. */
static struct paper *exchange_paper(void)
{
	static const struct receipt_line lines[] = {
		{"Gerabah Natar", "pcs", {1000}, {15975}, {15975}, NULL, 0},
	};
	static const struct receipt_tender tenders[] = {
		{RECEIPT_EXCHANGE, {12100}, NULL},
		{RECEIPT_CASH, {3800}, NULL},
	};
	struct receipt_paper receipt = plain();

	receipt.number = "GTN-1-000157";
	receipt.exchange_of = "GTN-1-000156";
	receipt.lines = lines;
	receipt.line_count = 1;
	receipt.total = (struct money){15975};
	receipt.rounding = (struct money){-75};
	receipt.tenders = tenders;
	receipt.tender_count = 2;
	receipt.change = (struct money){0};
	return receipt_paper(&receipt);
}

/* Its other half: what came back, and what of it was paid out. */
static struct paper *exchange_refund_paper(void)
{
	static const struct receipt_line lines[] = {
		{"Kripik pisang", "pcs", {1000}, {12500}, {12500}, NULL, 0},
	};
	static const struct receipt_tender tenders[] = {
		{RECEIPT_EXCHANGE, {10000}, NULL},
		{RECEIPT_CASH, {2500}, NULL},
	};
	struct receipt_paper receipt = plain();

	receipt.number = "GTN-1-000156";
	receipt.refund = true;
	receipt.refund_of = "GTN-1-000153";
	receipt.lines = lines;
	receipt.line_count = 1;
	receipt.total = (struct money){12500};
	receipt.rounding = (struct money){0};
	receipt.tenders = tenders;
	receipt.tender_count = 2;
	receipt.change = (struct money){0};
	return receipt_paper(&receipt);
}

/* A whole day with one of everything. */
static struct shift_paper day(void)
{
	struct shift_paper shift = {
		.mart = mart,
		.shift = "1-52",
		.cashier = "kasir",
		.opened_ms = MORNING_MS,
		.at_ms = MORNING_MS + INT64_C(25500000),
		.figures =
			{
				.gross = {238458},
				.discounts = {15000},
				.sales = {223458},
				.refunds = {18486},
				.rounding = {-86},
				.deposits_in = {40000},
				.deposits_out = {40000},
				.vouchers_sold = {50000},
				.cash = {128400},
				.qris = {40500},
				.qris_waiting = {48486},
				.voucher = {15000},
				.credit = {22500},
				.opening_float = {200000},
				.donations = {600},
				.member_payments = {20000},
				.cash_in = {100000},
				.cash_out = {15000},
				.drops = {150000},
				.payouts = {86000},
				.expected = {198000},
				.receipts = 8,
				.refund_receipts = 1,
				.voids = 2,
				.late_voids = 1,
				.cancels = 1,
				.discounts_given = 2,
				.prices_lowered = 1,
				.allowed = 1,
			},
	};
	return shift;
}

static struct paper *x_paper(void)
{
	struct shift_paper shift = day();

	return shift_paper(&shift);
}

static struct paper *z_paper(void)
{
	static const struct shift_paper_count counts[] = {
		{100000, 1}, {50000, 1}, {20000, 2}, {500, 15}};
	static const struct shift_paper_group categories[] = {
		{"Makanan ringan dan oleh-oleh khas Lampung", {151486}},
		{"Minuman", {28486}}, {"Tanpa kelompok", {25000}}};
	struct shift_paper shift = day();

	shift.is_z = true;
	shift.number = 41;
	shift.counted = (struct money){197500};
	shift.counts = counts;
	shift.count_count = 4;
	shift.perpetual_sales = (struct money){48217650};
	shift.perpetual_refunds = (struct money){318600};
	shift.categories = categories;
	shift.category_count = 3;
	shift.previous = "1-51";
	fill_hash(shift.previous_head);
	shift.first_document = "1-52";
	shift.last_document = "1-90";
	fill_hash(shift.head);
	return shift_paper(&shift);
}

static struct paper *suspend_paper(void)
{
	static const struct slip_line lines[] = {
		{"Kripik pisang", "pcs", {2000}, {12500}, {25000}},
		{"Kopi robusta", "kg", {237}, {78000}, {18486}},
	};
	struct suspend_slip slip = {
		.mart = mart,
		.number = 3,
		.at_ms = MORNING_MS,
		.cashier = "kasir",
		.customer = "Ibu berbaju merah",
		.lines = lines,
		.line_count = 2,
		.total = {43486},
	};
	return suspend_slip(&slip);
}

static struct paper *drop_paper(void)
{
	struct cash_slip slip = {
		.mart = mart,
		.kind = CASH_SLIP_DROP,
		.document = "1-57",
		.at_ms = MORNING_MS,
		.cashier = "kasir",
		.amount = {150000},
	};
	return cash_slip(&slip);
}

static void choose_language(const char *language)
{
	extern int _nl_msg_cat_cntr; /* tells libintl that LANGUAGE changed */

	setenv("LANGUAGE", language, 1);
	_nl_msg_cat_cntr++;
}

static void compare(const char *name, const char *text)
{
	struct buffer kept;
	char path[256];

	snprintf(path, sizeof(path), PAPERS "/%s", name);
	if (getenv("PAPERS_WRITE")) {
		assert_int_equal(file_write_atomic(path, text, strlen(text),
					 0644),
			FILE_DONE);
		return;
	}
	buffer_init(&kept, 100000);
	assert_int_equal(file_read_all(path, 100000, &kept), FILE_DONE);
	assert_string_equal(text, buffer_str(&kept));
	buffer_release(&kept);
}

static void check(const char *name, struct paper *make(void))
{
	static const struct {
		int columns;
		const char *language;
	} ways[] = {{32, "id"}, {48, "id"}, {32, "en"}};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		struct buffer text;
		char file[128];
		struct paper *paper;

		choose_language(ways[i].language);
		paper = make();
		assert_false(paper_overflowed(paper));
		buffer_init(&text, 100000);
		assert_true(paper_text(paper, ways[i].columns, &text));
		snprintf(file, sizeof(file), "%s-%d-%s.txt", name,
			ways[i].columns, ways[i].language);
		compare(file, buffer_str(&text));
		buffer_release(&text);
		paper_free(paper);
	}
}

static void test_papers(void **state)
{
	(void)state;
	check("receipt", plain_paper);
	check("receipt-full", full_paper);
	check("refund", refund_paper);
	check("exchange", exchange_paper);
	check("exchange-refund", exchange_refund_paper);
	check("x", x_paper);
	check("z", z_paper);
	check("suspend", suspend_paper);
	check("drop", drop_paper);
}

/* Every profile takes every paper; the receipt's number is in the bytes. */
static void test_escpos(void **state)
{
	(void)state;
	choose_language("id");
	for (size_t i = 0; i < escpos_profile_count(); i++) {
		const struct escpos_profile *profile = &escpos_profiles()[i];
		struct paper *paper = full_paper();
		struct buffer bytes;

		buffer_init(&bytes, 100000);
		assert_true(paper_escpos(paper, profile, &bytes));
		assert_memory_equal(bytes.data, "\x1b@", 2);
		assert_non_null(memmem(bytes.data, bytes.length, "GTN-1-000154",
			12));
		assert_non_null(memmem(bytes.data, bytes.length, "SALINAN 2",
			9));
		buffer_release(&bytes);
		paper_free(paper);
	}
}

/* A name with control bytes cannot reach the printer as a command. */
static void test_hostile_name(void **state)
{
	static const struct receipt_line lines[] = {
		{"Jahat\x1bp0\x10\x14", "pcs", {1000}, {100}, {100}, NULL, 0},
	};
	struct receipt_paper receipt = plain();
	struct paper *paper;
	struct buffer bytes;

	(void)state;
	receipt.lines = lines;
	receipt.line_count = 1;
	paper = receipt_paper(&receipt);
	buffer_init(&bytes, 100000);
	assert_true(paper_escpos(paper, &escpos_profiles()[0], &bytes));
	assert_null(memmem(bytes.data, bytes.length, "\x1bp", 2));
	assert_null(memmem(bytes.data, bytes.length, "\x10\x14", 2));
	buffer_release(&bytes);
	paper_free(paper);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_papers),
		cmocka_unit_test(test_escpos),
		cmocka_unit_test(test_hostile_name),
	};
	const char *programs = getenv("TITIPAN_BIN");
	char catalogues[512];

	language_start();
	if (programs != NULL) {
		snprintf(catalogues, sizeof(catalogues), "%s/locale", programs);
		bindtextdomain("titipan", catalogues);
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
