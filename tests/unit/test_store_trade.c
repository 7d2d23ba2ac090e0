/* Items, agreements and goods on a real file. */
#include <sqlite3.h>

#include "drivers/system/buffer.h"
#include "schema/store/item.h"
#include "schema/store/producer.h"
#include "schema/store/stock.h"
#include "schema/store/user.h"
#include "tests/unit/mart.h"

/* One mart for all: P1 consigns KRP (pieces, two lots), the mart owns TEH. */
static struct mart mart;
static struct store *store;
static struct author author;
static struct producer p1 = {.code = "P1", .name = "Bu Sri", .active = true};
static struct item krp = {.sku = "KRP",
	.name = "Kripik 100% pisang",
	.unit = "pcs",
	.category = "camilan",
	.active = true};
static struct item teh = {
	.sku = "TEH", .name = "Teh melati", .unit = "pcs", .active = true};
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

static void agree(struct agreement agreement)
{
	agreement_write(begin("agreement"), &agreement);
	commit();
}

static void add_goods(void)
{
	struct document *document = begin("item");
	struct money price = money_of(12500), own = money_of(10000);

	assert_int_equal(producer_write(store, document, &p1), STORE_OK);
	assert_int_equal(item_write_card(store, document, &krp), STORE_OK);
	item_write_consignor(store, document, krp.id, p1.id);
	item_write_price(store, document, krp.id, "retail", &price);
	item_write_code(store, document, krp.id, "8991234567891",
		quantity_of(1000), true);
	item_write_code(store, document, krp.id, "18991234567898",
		quantity_of(24000), true);
	assert_int_equal(item_write_card(store, document, &teh), STORE_OK);
	item_write_price(store, document, teh.id, "retail", &own);
	item_write_code(store, document, teh.id, "96385074", quantity_of(1000),
		true);
	assert_int_equal(supplier_write(store, document, "Toko Jaya",
				 &supplier),
		STORE_OK);
	commit();
	assert_int_equal(item_get(store, krp.id, &krp), STORE_OK);
	assert_int_equal(item_get(store, teh.id, &teh), STORE_OK);
}

static int setup(void **state)
{
	struct user owner;

	(void)state;
	mart_make(&mart);
	store = mart_open(&mart);
	assert_int_equal(user_find(store, MART_OWNER, &owner), STORE_OK);
	author.user = owner.id;
	add_goods();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	store_close(store);
	mart_remove(&mart);
	return 0;
}

/* --- items -------------------------------------------------------------- */

struct found {
	int count;
	struct item item;
	struct quantity quantity;
};

static bool keep_code(void *context, const struct item *item,
	struct quantity quantity)
{
	struct found *found = context;

	found->count++;
	found->item = *item;
	found->quantity = quantity;
	return true;
}

static bool keep(void *context, const struct item *item)
{
	return keep_code(context, item, quantity_of(0));
}

static struct found by_code(const char *code)
{
	struct found found = {0};
	enum store_result result =
		item_find_code(store, code, keep_code, &found);

	assert_int_equal(result, found.count > 0 ? STORE_OK : STORE_NOT_FOUND);
	return found;
}

static void codes_of_all_lengths(void **state)
{
	struct found found = by_code("08991234567891");

	(void)state;
	assert_int_equal(found.count, 1);
	assert_int_equal(found.item.id, krp.id);
	assert_int_equal(quantity_thousandths(found.quantity), 1000);
	found = by_code("18991234567898");
	assert_int_equal(quantity_thousandths(found.quantity), 24000);
	assert_int_equal(by_code("96385074").item.id, teh.id);
	assert_int_equal(by_code("00000096385074").item.id, teh.id);
	assert_int_equal(by_code("TEH").item.id, teh.id);
	assert_int_equal(by_code("8991234567892").count, 0);
}

static void one_code_on_two_items(void **state)
{
	struct document *document = begin("item");

	(void)state;
	item_write_code(store, document, teh.id, "8991234567891",
		quantity_of(1000), true);
	commit();
	assert_int_equal(by_code("8991234567891").count, 2);
	document = begin("item");
	item_write_code(store, document, teh.id, "8991234567891",
		quantity_of(1000), false);
	commit();
	assert_int_equal(by_code("8991234567891").count, 1);
}

static struct found search(const char *text)
{
	struct found found = {0};

	assert_int_equal(item_search(store, text, 10, keep, &found), STORE_OK);
	return found;
}

static void searches(void **state)
{
	(void)state;
	assert_int_equal(search("PISANG").item.id, krp.id);
	assert_int_equal(search("bu sri").item.id, krp.id);
	assert_int_equal(search("100%").count, 1);
	/* % and _ are no wildcards */
	assert_int_equal(search("k%pisang").count, 0);
	assert_int_equal(search("T_H").count, 0);
	assert_int_equal(search("teh").item.id, teh.id);
}

/* --- agreements --------------------------------------------------------- */

static void nothing_agreed(void **state)
{
	struct agreement_terms terms;

	(void)state;
	assert_int_equal(agreement_resolve(store, &krp, store_today(store),
				 &terms),
		STORE_NOT_FOUND);
	assert_int_equal(agreement_resolve(store, &teh, store_today(store),
				 &terms),
		STORE_OK);
	assert_int_equal(terms.terms.kind, TERMS_OWN);
}

/* Each aspect comes from the narrowest level that says something of it. */
static void aspects_by_themselves(void **state)
{
	int32_t today = store_today(store);
	struct agreement a = agreement_empty();
	struct agreement_source why[ASPECT_COUNT];
	struct agreement_payment payment;
	struct agreement_terms terms;

	(void)state;
	a.from_day = today;
	a.has_terms = true;
	a.kind = TERMS_PERCENT;
	a.value = 2000;
	a.hold_days = 3;
	a.minimum_payout = 50000;
	agree(a);
	a = agreement_empty();
	a.from_day = today;
	a.producer = p1.id;
	snprintf(a.category, sizeof(a.category), "camilan");
	a.discount_percent = 50;
	a.owner[CAUSE_EXPIRY] = LOSS_PRODUCER;
	agree(a);
	a = agreement_empty();
	a.from_day = today + 10;
	a.producer = p1.id;
	a.item = krp.id;
	a.has_terms = true;
	a.kind = TERMS_COST;
	a.value = 9000;
	agree(a);
	assert_int_equal(agreement_explain(store, &krp, today, INT64_MAX,
				 &terms, why),
		STORE_OK);
	assert_int_equal(terms.terms.kind, TERMS_PERCENT);
	assert_int_equal(terms.terms.value, 2000);
	assert_int_equal(terms.hold_days, 3);
	assert_int_equal(terms.discount_percent, 50);
	assert_int_equal(terms.owner[CAUSE_EXPIRY], LOSS_PRODUCER);
	assert_int_equal(terms.owner[CAUSE_DAMAGE], LOSS_MART);
	assert_int_equal(terms.owner[CAUSE_DEFECT], LOSS_PRODUCER);
	assert_int_equal(why[ASPECT_TERMS].level, TERMS_LEVEL_MART);
	assert_int_equal(why[ASPECT_DISCOUNT].level,
		TERMS_LEVEL_PRODUCER_CATEGORY);
	assert_int_equal(why[ASPECT_ALLOWANCE].document, 0);
	assert_int_equal(agreement_resolve(store, &krp, today + 10, &terms),
		STORE_OK);
	assert_int_equal(terms.terms.kind, TERMS_COST);
	assert_int_equal(terms.level, TERMS_LEVEL_ITEM);
	assert_int_equal(agreement_payment(store, p1.id, today, &payment),
		STORE_OK);
	assert_int_equal(payment.hold_days, 3);
	assert_int_equal(money_rupiah(payment.minimum_payout), 50000);
	/* what was agreed later was not known before */
	assert_int_equal(agreement_explain(store, &krp, today,
				 store_now_ms(store) - 1, &terms, why),
		STORE_NOT_FOUND);
}

/* --- goods -------------------------------------------------------------- */

static struct stock_want want(const struct item *item, int64_t pieces)
{
	return (struct stock_want){
		.item = *item, .quantity = quantity_of(pieces * 1000)};
}

static int64_t on_hand(const struct item *item)
{
	struct quantity quantity = quantity_of(0);

	assert_int_equal(item_on_hand(store, item->id, &quantity), STORE_OK);
	return quantity_thousandths(quantity) / 1000;
}

static enum stock_outcome receive(struct stock_want goods, int64_t from)
{
	struct document *document = begin("receive");
	enum stock_outcome outcome;

	stock_write_head(document, goods.item.producer, from, NULL);
	outcome = stock_write_received(store, document, 1, &goods, from);
	if (outcome == STOCK_DONE)
		commit();
	else
		store_rollback(store);
	return outcome;
}

/* Goods leave; what was written is read back into lines. */
struct written {
	size_t count;
	struct stock_line lines[8];
};

static void keep_line(void *context, const struct stock_line *line)
{
	struct written *written = context;

	assert_true(written->count < 8);
	written->lines[written->count++] = *line;
}

static enum stock_outcome leave(struct stock_want goods, struct stock_leave how,
	struct written *written)
{
	struct document *document = begin(how.lost ? "waste" : "return");
	struct stock_moves *moves = stock_moves_new();
	int64_t id = document_id(document);
	int64_t line = 1;
	enum stock_outcome outcome;

	memset(written, 0, sizeof(*written));
	stock_write_head(document, 0, how.supplier, NULL);
	outcome =
		stock_write_leave(store, document, moves, &goods, &how, &line);
	stock_moves_free(moves);
	if (outcome != STOCK_DONE) {
		store_rollback(store);
		return outcome;
	}
	commit();
	assert_int_equal(stock_lines(store, id, keep_line, written), STORE_OK);
	return outcome;
}

static void consigned_in_and_out(void **state)
{
	const struct stock_leave back = {.lost = false};
	struct stock_want goods = want(&krp, 10);
	struct written written;

	(void)state;
	goods.has_lot = true;
	snprintf(goods.lot, sizeof(goods.lot), "B");
	goods.expiry = store_today(store) + 60;
	assert_int_equal(receive(goods, 0), STOCK_DONE);
	snprintf(goods.lot, sizeof(goods.lot), "A");
	goods.expiry = store_today(store) + 30;
	assert_int_equal(receive(goods, 0), STOCK_DONE);
	assert_int_equal(on_hand(&krp), 20);
	/* the first to expire goes first */
	assert_int_equal(leave(want(&krp, 12), back, &written), STOCK_DONE);
	assert_int_equal(written.count, 2);
	assert_string_equal(written.lines[0].lot, "A");
	assert_int_equal(quantity_thousandths(written.lines[1].quantity), 2000);
	assert_int_equal(leave(want(&krp, 9), back, &written), STOCK_TOO_MUCH);
	goods = want(&krp, 1);
	goods.has_lot = true;
	snprintf(goods.lot, sizeof(goods.lot), "A");
	assert_int_equal(leave(goods, back, &written), STOCK_TOO_MUCH);
	assert_int_equal(on_hand(&krp), 8);
}

/* Price 12,500 at 20 %: the mart's loss of 3 is 30,000 to the producer. */
static void losses_are_credited(void **state)
{
	struct stock_leave lost = {.lost = true, .cause = CAUSE_DAMAGE};
	struct producer_balance balance;
	struct money ledger;
	struct written written;

	(void)state;
	assert_int_equal(leave(want(&krp, 3), lost, &written), STOCK_DONE);
	assert_int_equal(written.count, 1);
	assert_int_equal(written.lines[0].owner, LOSS_MART);
	assert_int_equal(money_rupiah(written.lines[0].share), 30000);
	lost.cause = CAUSE_EXPIRY;
	assert_int_equal(leave(want(&krp, 1), lost, &written), STOCK_DONE);
	assert_int_equal(written.lines[0].owner, LOSS_PRODUCER);
	assert_int_equal(money_rupiah(written.lines[0].share), 0);
	assert_int_equal(producer_balance(store, p1.id, store_today(store),
				 &balance, &ledger),
		STORE_OK);
	assert_int_equal(money_rupiah(balance.payable), 30000);
	assert_int_equal(money_rupiah(balance.accrued), 30000);
	assert_int_equal(money_rupiah(ledger), 30000);
}

/* 50 at 6,000 and 25 at 6,600 are 6,200 each. */
static void own_goods_cost(void **state)
{
	const struct stock_leave lost = {.lost = true, .cause = CAUSE_DAMAGE};
	struct stock_want goods = want(&teh, 50);
	struct written written;

	(void)state;
	goods.has_unit_cost = true;
	goods.unit_cost = money_of(6000);
	assert_int_equal(receive(goods, supplier), STOCK_DONE);
	goods.quantity = quantity_of(25000);
	goods.unit_cost = money_of(6600);
	assert_int_equal(receive(goods, supplier), STOCK_DONE);
	assert_int_equal(leave(want(&teh, 2), lost, &written), STOCK_DONE);
	assert_int_equal(money_rupiah(written.lines[0].cost), 12400);
	assert_false(written.lines[0].has_owner);
}

static void keep_balance(void *context, const struct stock_event *event)
{
	*(int64_t *)context = event->balance;
}

static void history_ends_at_on_hand(void **state)
{
	int64_t balance = -1;

	(void)state;
	assert_int_equal(stock_history(store, krp.id, CALENDAR_ALWAYS,
				 keep_balance, &balance),
		STORE_OK);
	assert_int_equal(balance / 1000, on_hand(&krp));
}

static void whole_pieces(void **state)
{
	struct item kg = {.unit = "kg"};

	(void)state;
	assert_int_equal(stock_check_quantity(&krp, quantity_of(1500)),
		STOCK_NOT_WHOLE);
	assert_int_equal(stock_check_quantity(&krp, quantity_of(2000)),
		STOCK_DONE);
	assert_int_equal(stock_check_quantity(&kg, quantity_of(1)), STOCK_DONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_of_all_lengths),
		cmocka_unit_test(one_code_on_two_items),
		cmocka_unit_test(searches),
		cmocka_unit_test(nothing_agreed),
		cmocka_unit_test(aspects_by_themselves),
		cmocka_unit_test(consigned_in_and_out),
		cmocka_unit_test(losses_are_credited),
		cmocka_unit_test(own_goods_cost),
		cmocka_unit_test(history_ends_at_on_hand),
		cmocka_unit_test(whole_pieces),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
