/*
 * Sales and refunds on a real file: which lots goods leave and come back to,
 * what own goods cost, that nothing is refunded twice, and that a sale belongs
 * to an open shift.
 */
#include "tests/unit/mart.h"

#include "schema/store/agreement.h"
#include "schema/store/basket.h"
#include "schema/store/item.h"
#include "schema/store/producer.h"
#include "schema/store/sale_refund.h"
#include "schema/store/shift.h"
#include "schema/store/stock.h"
#include "schema/store/store_int.h"
#include "schema/store/user.h"
#include "schema/store/verify.h"

static struct mart mart;
static struct store *store;
static struct author author;
static struct producer p1 = {.code = "P1", .name = "Bu Sri", .active = true};
static struct item krp = {
	.sku = "KRP", .name = "Kripik", .unit = "pcs", .active = true};
static struct item teh = {
	.sku = "TEH", .name = "Teh", .unit = "pcs", .active = true};
static int64_t supplier;

static struct document *begin(const char *kind)
{
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	return document_begin(store, kind, &author);
}

static void commit(void)
{
	assert_int_equal(store_commit(store), STORE_OK);
}

static void receive(const struct item *item, int64_t pieces, const char *lot,
	int32_t expiry, int64_t unit_cost)
{
	struct stock_want want = {.item = *item,
		.quantity = quantity_of(pieces * QUANTITY_ONE),
		.has_lot = lot[0] != '\0',
		.expiry = expiry,
		.has_unit_cost = unit_cost != 0,
		.unit_cost = money_of(unit_cost)};
	struct document *document = begin("receive");

	snprintf(want.lot, sizeof(want.lot), "%s", lot);
	assert_int_equal(stock_write_received(store, document, 1, &want,
				 unit_cost != 0 ? supplier : 0),
		STOCK_DONE);
	commit();
}

static void open_shift(void)
{
	enum store_result failure;
	int64_t shift;

	author.shift = 0;
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(shift_write_open(store, &author, money_of(0), &shift,
				 &failure),
		SHIFT_OK);
	commit();
	author.shift = shift;
}

static int setup(void **state)
{
	struct money price = money_of(12500), own = money_of(10000);
	struct agreement agreement = agreement_empty();
	struct document *document;
	struct user owner;

	(void)state;
	mart_make(&mart);
	store = mart_open(&mart);
	assert_int_equal(user_find(store, MART_OWNER, &owner), STORE_OK);
	author = (struct author){.user = owner.id};
	p1.id = krp.id = teh.id = 0;
	document = begin("item");
	assert_int_equal(producer_write(store, document, &p1), STORE_OK);
	assert_int_equal(item_write_card(store, document, &krp), STORE_OK);
	item_write_consignor(store, document, krp.id, p1.id);
	item_write_price(store, document, krp.id, "retail", &price);
	assert_int_equal(item_write_card(store, document, &teh), STORE_OK);
	item_write_price(store, document, teh.id, "retail", &own);
	assert_int_equal(supplier_write(store, document, "Jaya", &supplier),
		STORE_OK);
	commit();
	agreement.line = 1;
	agreement.has_terms = true;
	agreement.kind = TERMS_PERCENT;
	agreement.value = 2000;
	agreement.from_day = store_today(store);
	agreement_write(begin("agreement"), &agreement);
	commit();
	assert_int_equal(item_get(store, krp.id, &krp), STORE_OK);
	assert_int_equal(item_get(store, teh.id, &teh), STORE_OK);
	open_shift();
	return 0;
}

static int teardown(void **state)
{
	struct verify_report report;

	(void)state;
	assert_int_equal(store_verify(store, false, NULL, NULL, &report),
		STORE_OK);
	assert_int_equal(report.findings, 0);
	store_close(store);
	mart_remove(&mart);
	return 0;
}

/* --- selling and refunding ------------------------------------------------- */

/* Sells pieces of one item for QRIS. */
static enum sale_outcome sell(const struct item *item, int64_t pieces,
	struct sale_written *written)
{
	struct stock_moves *moves = stock_moves_new();
	struct sale_want want = {.item = item->id,
		.quantity = quantity_of(pieces * QUANTITY_ONE),
		.price = item->price};
	struct sale_tender tender = {.kind = SALE_QRIS,
		.amount = money_of(money_rupiah(item->price) * pieces)};
	struct sale_plan plan = {.author = author,
		.lines = &want,
		.line_count = 1,
		.tenders = &tender,
		.tender_count = 1};
	enum sale_outcome outcome;

	assert_int_equal(store_begin(store, "sale"), STORE_OK);
	outcome = sale_write(store, &plan, moves, written);
	if (outcome == SALE_OK)
		commit();
	else
		store_rollback(store);
	stock_moves_free(moves);
	return outcome;
}

static enum sale_outcome refund(int64_t sale, int64_t pieces,
	enum refund_fate fate, int64_t due)
{
	struct stock_moves *moves = stock_moves_new();
	struct refund_return back = {.line = 1,
		.quantity = quantity_of(pieces * QUANTITY_ONE),
		.fate = fate};
	struct sale_tender tender = {
		.kind = SALE_QRIS, .amount = money_of(due)};
	struct refund_plan plan = {.author = author,
		.sale = sale,
		.returns = &back,
		.return_count = 1,
		.due = money_of(due),
		.tenders = &tender,
		.tender_count = 1};
	struct sale_written written;
	enum sale_outcome outcome;

	assert_int_equal(store_begin(store, "refund"), STORE_OK);
	outcome = refund_write(store, &plan, 0, moves, &written);
	if (outcome == SALE_OK)
		commit();
	else
		store_rollback(store);
	stock_moves_free(moves);
	return outcome;
}

static int64_t on_hand(const struct item *item, const char *lot)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT quantity FROM on_hand WHERE item = ?1 AND lot = ?2");
	int64_t pieces = 0;

	assert_non_null(query);
	sqlite3_bind_int64(query, 1, item->id);
	sqlite3_bind_text(query, 2, lot, -1, SQLITE_STATIC);
	if (store_step(store, query))
		pieces = sqlite3_column_int64(query, 0) / QUANTITY_ONE;
	store_reset(query);
	return pieces;
}

static int64_t sum_of(const char *sql, int64_t argument)
{
	return store_integer(store, sql, 1, &argument, 0);
}

static void first_to_expire_goes_first(void **state)
{
	struct sale_written sale;
	int32_t today = store_today(store);

	(void)state;
	receive(&krp, 5, "LATE", today + 30, 0);
	receive(&krp, 4, "OLD", today - 1, 0);
	receive(&krp, 3, "SOON", today, 0);
	receive(&krp, 2, "", 0, 0);
	assert_int_equal(sell(&krp, 12, &sale), SALE_OK);
	/* 3 + 5 + 2, and 2 that the book does not have; never what expired */
	assert_int_equal(on_hand(&krp, "SOON"), 0);
	assert_int_equal(on_hand(&krp, "LATE"), 0);
	assert_int_equal(on_hand(&krp, "OLD"), 4);
	assert_int_equal(on_hand(&krp, ""), -2);
	/* the last taken comes back first */
	assert_int_equal(refund(sale.document, 5, REFUND_TO_SHELF, 62500),
		SALE_OK);
	assert_int_equal(on_hand(&krp, ""), 2);
	assert_int_equal(on_hand(&krp, "LATE"), 1);
	assert_int_equal(refund(sale.document, 7, REFUND_DEFECT, 87500),
		SALE_OK);
	assert_int_equal(on_hand(&krp, "LATE"), 1);
	assert_int_equal(on_hand(&krp, "SOON"), 0);
	assert_int_equal(sum_of("SELECT count(*) FROM stock_line "
				"WHERE movement = 'defect' AND item = ?1",
				 krp.id),
		2);
}

static void never_more_than_was_sold(void **state)
{
	struct sale_written sale;

	(void)state;
	receive(&krp, 10, "", 0, 0);
	assert_int_equal(sell(&krp, 3, &sale), SALE_OK);
	assert_int_equal(refund(sale.document, 4, REFUND_TO_SHELF, 50000),
		REFUND_LINE_REFUSED);
	assert_int_equal(refund(sale.document, 2, REFUND_TO_SHELF, 25000),
		SALE_OK);
	/* as another till would that asked before: its due is the same, but
	 * two are no longer there */
	assert_int_equal(refund(sale.document, 2, REFUND_TO_SHELF, 25000),
		REFUND_LINE_REFUSED);
	assert_int_equal(refund(sale.document, 1, REFUND_TO_SHELF, 12400),
		REFUND_CHANGED);
	assert_int_equal(refund(sale.document, 1, REFUND_TO_SHELF, 12500),
		SALE_OK);
	assert_int_equal(refund(sale.document + 1, 1, REFUND_TO_SHELF, 12500),
		REFUND_OF_A_REFUND);
	assert_int_equal(refund(sale.document + 99, 1, REFUND_TO_SHELF, 12500),
		REFUND_NO_RECEIPT);
	assert_int_equal(sum_of("SELECT coalesce(sum(share), 0) FROM accrual "
				"WHERE producer = ?1",
				 p1.id),
		0);
}

static void own_goods_cost_the_average(void **state)
{
	struct sale_written sale;
	struct sale *read;

	(void)state;
	receive(&teh, 10, "", 0, 6000);
	receive(&teh, 5, "", 0, 9000);
	assert_int_equal(sell(&teh, 3, &sale), SALE_OK);
	assert_int_equal(sale_read(store, sale.document, &read), STORE_OK);
	assert_int_equal(money_rupiah(read->lines[0].cost), 21000);
	assert_int_equal(read->lines[0].producer, 0);
	sale_free(read);
	assert_int_equal(refund(sale.document, 1, REFUND_DAMAGED, 10000),
		SALE_OK);
	assert_int_equal(refund(sale.document, 2, REFUND_TO_SHELF, 20000),
		SALE_OK);
	/* 105.000 came in, one of 7.000 was thrown away */
	assert_int_equal(sum_of("SELECT value FROM inventory WHERE item = ?1",
				 teh.id),
		98000);
	/* when the book says none is left, the last price paid counts */
	assert_int_equal(sell(&teh, 14, &sale), SALE_OK);
	assert_int_equal(sell(&teh, 1, &sale), SALE_OK);
	assert_int_equal(sum_of("SELECT cost FROM sale_line "
				"WHERE document = ?1",
				 sale.document),
		9000);
}

static void a_sale_wants_an_open_shift(void **state)
{
	struct sale_written sale;
	struct shift closed;
	enum store_result failure;
	int64_t first;

	(void)state;
	assert_int_equal(sell(&teh, 1, &sale), SALE_OK);
	first = sale.number;
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(shift_write_close(store, &author, money_of(0), NULL, 0,
				 &closed, &failure),
		SHIFT_OK);
	commit();
	assert_int_equal(closed.number, 1);
	assert_int_equal(money_rupiah(closed.perpetual_sales), 10000);
	assert_int_equal(sell(&teh, 1, &sale), SALE_SHIFT_CLOSED);
	open_shift();
	assert_int_equal(sell(&teh, 1, &sale), SALE_OK);
	assert_int_equal(sale.number, first + 1);
}

static void receipts_are_found(void **state)
{
	struct sale_written sale;
	int64_t document;

	(void)state;
	assert_int_equal(sell(&krp, 1, &sale), SALE_OK);
	assert_string_equal(sale.receipt, "GTN-1-000001");
	assert_int_equal(sale_find(store, "gtn-1-000001", &document), STORE_OK);
	assert_int_equal(document, sale.document);
	assert_int_equal(sale_find(store, "GTN-1-1", &document), STORE_OK);
	assert_int_equal(sale_find(store, "GTN-2-000001", &document),
		STORE_NOT_FOUND);
	assert_int_equal(sale_find(store, "XYZ-1-000001", &document),
		STORE_NOT_FOUND);
	assert_int_equal(sale_find(store, "GTN-1-", &document),
		STORE_NOT_FOUND);
	assert_int_equal(sale_find(store, "", &document), STORE_NOT_FOUND);
	assert_int_equal(sale_last(store, &document), STORE_OK);
	assert_int_equal(document, sale.document);
}

static bool count_waiting(void *context, const struct suspended *suspended)
{
	(void)suspended;
	++*(int *)context;
	return true;
}

static void suspended_once_recalled_once(void **state)
{
	struct suspended first, second;
	int64_t document;
	int waiting = 0;

	(void)state;
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(basket_write_suspend(store, &author, NULL, "{}",
				 &first),
		SALE_OK);
	commit();
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(basket_write_suspend(store, &author, NULL, "{}",
				 &second),
		SALE_OK);
	commit();
	assert_int_equal(first.number, 1);
	assert_int_equal(second.number, 2);
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(basket_write_recall(store, &author, first.document,
				 &document),
		SALE_OK);
	commit();
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(basket_write_recall(store, &author, first.document,
				 &document),
		SALE_NOT_RECALLED);
	store_rollback(store);
	assert_int_equal(suspended_list(store, count_waiting, &waiting),
		STORE_OK);
	assert_int_equal(waiting, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(first_to_expire_goes_first,
			setup, teardown),
		cmocka_unit_test_setup_teardown(never_more_than_was_sold, setup,
			teardown),
		cmocka_unit_test_setup_teardown(own_goods_cost_the_average,
			setup, teardown),
		cmocka_unit_test_setup_teardown(a_sale_wants_an_open_shift,
			setup, teardown),
		cmocka_unit_test_setup_teardown(receipts_are_found, setup,
			teardown),
		cmocka_unit_test_setup_teardown(suspended_once_recalled_once,
			setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
