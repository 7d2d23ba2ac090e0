/* The till's operations: what a basket becomes, and what is refused and then
 * leaves everything as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/fake_shop.h"

#define assert_rupiah(amount, expected) \
	assert_int_equal(money_rupiah(amount), (expected))

static struct fake_shop shop;
static struct till *till;
static const struct till_view *view;

static int setup(void **state)
{
	(void)state;
	till = fake_till(&shop, 9);
	view = till_view(till);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	till_free(till);
	return 0;
}

static void scan(const char *code)
{
	fake_text(till, &shop, TILL_TYPE, code);
}

static void discount(int64_t line, enum basket_discount_kind kind,
	int64_t value)
{
	fake_send(till, &shop,
		&(struct till_event){
			.kind = line == 0 ? TILL_DISCOUNT : TILL_LINE_DISCOUNT,
			.line = line,
			.discount = {kind, value},
			.text = "",
			.text2 = ""},
		true);
}

static void change(enum till_event_kind kind, int64_t line, int64_t amount,
	int64_t thousandths)
{
	fake_send(till, &shop,
		&(struct till_event){.kind = kind,
			.line = line,
			.amount = money_of(amount),
			.quantity = quantity_of(thousandths),
			.text = "",
			.text2 = ""},
		true);
}

static void refused_as(const char *words)
{
	assert_true(view->refused);
	if (strstr(view->message.msgid, words) == NULL)
		fail_msg("refused by: %s", view->message.msgid);
}

static void done(void)
{
	if (view->refused)
		fail_msg("refused: %s", view->message.msgid);
}

static void scans_add_up(void **state)
{
	(void)state;
	scan("8991234567891");
	scan("8991234567891");
	scan("3*KRP");
	assert_int_equal(view->basket->line_count, 1);
	scan("8991234567907");
	assert_int_equal(quantity_thousandths(view->basket->lines[0].quantity),
		17000);
	scan("0,237*KOPI");
	scan("0.5*KOPI");
	assert_int_equal(view->basket->line_count, 3);
	assert_rupiah(view->basket->lines[1].net, 18486);
	/* a line that was given a discount is left alone */
	scan("TEH");
	discount(4, BASKET_DISCOUNT_PERCENT, 1000);
	scan("TEH");
	assert_int_equal(view->basket->line_count, 5);
}

static void what_cannot_be_scanned(void **state)
{
	static const struct {
		const char *text;
		const char *words;
	} cases[] = {{"12345", "unknown"}, {"96", "several"},
		{"BASI", "expired"}, {"BARU", "no price"},
		{"LIAR", "nothing is agreed"}, {"KOPI", "weigh"},
		{"0.5*KRP", "whole pieces"}, {"0*KRP", "above 0"},
		{"100000*KRP", "too large"}, {"8991234567891*KRP", "too large"},
		{"x*KRP", "no quantity"}, {"-1*KRP", "no quantity"}};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		scan(cases[i].text);
		refused_as(cases[i].words);
		assert_int_equal(view->basket->line_count, 0);
		assert_false(view->basket->has_token);
	}
	scan("96");
	assert_int_equal(view->choice_count, 2);
}

static void discounts_have_limits(void **state)
{
	(void)state;
	scan("2*KRP");
	discount(1, BASKET_DISCOUNT_PERCENT, 2001);
	refused_as("supervisor");
	assert_rupiah(view->basket->totals.net, 25000);
	discount(1, BASKET_DISCOUNT_PERCENT, 2000);
	done();
	assert_rupiah(view->basket->totals.net, 20000);
	/* the same percent of more */
	change(TILL_LINE_QUANTITY, 1, 0, 3000);
	assert_rupiah(view->basket->lines[0].discount, 7500);
	/* together they are over: neither was allowed by anybody */
	discount(0, BASKET_DISCOUNT_AMOUNT, 100);
	refused_as("supervisor");
	fake_text(till, &shop, TILL_SUPERVISOR, "sari");
	discount(1, BASKET_DISCOUNT_PERCENT, 4000);
	done();
	assert_int_equal(view->basket->lines[0].off.allowed_by, 2);
	/* and for that line only */
	discount(0, BASKET_DISCOUNT_PERCENT, 2500);
	refused_as("supervisor");
	fake_text(till, &shop, TILL_SUPERVISOR, "sari");
	discount(1, BASKET_DISCOUNT_AMOUNT, 37501);
	refused_as("more than the price");
	fake_text(till, &shop, TILL_SUPERVISOR, "kasir");
	refused_as("no supervisor");
}

static void under_the_producers_price(void **state)
{
	(void)state;
	scan("2*MADU");
	change(TILL_LINE_PRICE, 1, 12100, 0);
	done();
	assert_rupiah(view->basket->totals.net, 24200);
	change(TILL_LINE_PRICE, 1, 11990, 0);
	refused_as("supervisor");
	change(TILL_LINE_PRICE, 1, 15001, 0);
	refused_as("above the agreed one");
	change(TILL_LINE_PRICE, 1, 15000, 0);
	assert_rupiah(view->basket->totals.net, 30000);
}

/* A void moves a basket discount onto what is left: then it may be too much. */
static void a_void_may_want_permission(void **state)
{
	(void)state;
	scan("KRP");
	scan("TEH");
	discount(0, BASKET_DISCOUNT_AMOUNT, 4000);
	done();
	change(TILL_LINE_VOID, 1, 0, 0);
	refused_as("supervisor");
	assert_int_equal(view->basket->line_count, 2);
	assert_int_equal(view->basket->void_count, 0);
	fake_text(till, &shop, TILL_SUPERVISOR, "sari");
	change(TILL_LINE_VOID, 1, 0, 0);
	done();
	assert_int_equal(view->basket->line_count, 1);
	assert_int_equal(view->basket->void_count, 1);
}

static void payments(void **state)
{
	(void)state;
	assert_int_equal(fake_tender(till, &shop, TILL_BY_CASH, 0),
		TILL_ORDER_NONE);
	refused_as("empty");
	scan("2*KRP");
	scan("0.237*KOPI");
	assert_rupiah(view->wanted_cash, 43400);
	assert_rupiah(view->wanted_noncash, 43486);
	fake_tender(till, &shop, TILL_BY_QRIS, 43487);
	refused_as("only");
	fake_tender(till, &shop, TILL_BY_QRIS, 20000);
	change(TILL_LINE_VOID, 1, 0, 0);
	refused_as("payments back");
	scan("TEH");
	done();
	change(TILL_TENDER_REMOVE, 1, 0, 0);
	assert_rupiah(view->paid, 0);
	fake_tender(till, &shop, TILL_BY_QRIS, 30000);
	assert_int_equal(fake_tender(till, &shop, TILL_BY_CASH, 30000),
		TILL_ORDER_SALE);
	assert_rupiah(view->sold.tendered, 60000);
	assert_rupiah(view->sold.change, 6600);
	assert_int_equal(view->basket->line_count, 0);
	assert_true(till_basket_is_empty(view->basket));
}

/* Nothing is said before it is saved, and a sale that was not stays open. */
static void a_sale_that_is_not_saved(void **state)
{
	struct till_event pay = {.kind = TILL_TENDER,
		.tender = TILL_BY_CASH,
		.amount = money_of(12500),
		.text = ""};
	unsigned char token[TILL_TOKEN_SIZE];
	const struct till_effects *effects;

	(void)state;
	scan("KRP");
	memcpy(token, view->basket->token, sizeof(token));
	effects = till_handle(till, &pay);
	assert_int_equal(effects->set &
			(TILL_EFFECT_PRINT | TILL_EFFECT_DRAWER |
				TILL_EFFECT_LOG_CLEAR),
		0);
	effects = till_handle(till,
		&(struct till_event){.kind = TILL_SAVED,
			.saved = &(struct till_saved){
				.msgid = "full", .detail = ""}});
	assert_int_equal(
		effects->set & (TILL_EFFECT_PRINT | TILL_EFFECT_DRAWER), 0);
	refused_as("full");
	assert_int_equal(view->basket->line_count, 1);
	assert_int_equal(view->basket->tender_count, 0);
	assert_true(view->basket->attempted);
	assert_memory_equal(view->basket->token, token, sizeof(token));
	assert_int_equal(fake_send(till, &shop, &pay, true), TILL_ORDER_SALE);
	assert_true(till_basket_is_empty(view->basket));
}

static void refunds(void **state)
{
	struct till_return two = {.line = 1, .quantity = quantity_of(2000)};
	struct till_event refund = {.kind = TILL_REFUND,
		.text = "GTN-1-000001",
		.text2 = "",
		.returns = &two,
		.return_count = 1};

	(void)state;
	two.quantity = quantity_of(4000);
	fake_send(till, &shop, &refund, true);
	refused_as("still come back");
	two.quantity = quantity_of(500);
	fake_send(till, &shop, &refund, true);
	refused_as("whole pieces");
	two.quantity = quantity_of(2000);
	fake_send(till, &shop, &refund, true);
	done();
	assert_rupiah(view->basket->slip.due, 20000);
	assert_rupiah(view->basket->slip.split[TILL_BY_CASH], 20000);
	scan("KRP");
	refused_as("finish the refund");
	fake_send(till, &shop, &refund, true);
	refused_as("finish what is open");
	assert_int_equal(view->basket->slip.count, 1);
	fake_tender(till, &shop, TILL_BY_CASH, 20100);
	refused_as("give back");
	fake_tender(till, &shop, TILL_BY_QRIS, 20000);
	refused_as("supervisor");
	assert_int_equal(fake_tender(till, &shop, TILL_BY_CASH, 5000),
		TILL_ORDER_NONE);
	assert_int_equal(fake_tender(till, &shop, TILL_BY_CASH, 15000),
		TILL_ORDER_REFUND);
	refund.text = "GTN-1-000002";
	fake_send(till, &shop, &refund, true);
	refused_as("refund itself");
}

static void an_exchange(void **state)
{
	struct till_return one = {.line = 1, .quantity = quantity_of(1000)};

	(void)state;
	fake_send(till, &shop,
		&(struct till_event){.kind = TILL_EXCHANGE,
			.text = "GTN-1-000001",
			.text2 = "",
			.returns = &one,
			.return_count = 1},
		true);
	assert_rupiah(view->basket->slip.due, 10000);
	fake_tender(till, &shop, TILL_BY_CASH, 0);
	refused_as("empty");
	scan("KRP");
	assert_rupiah(view->wanted_cash, 2500);
	assert_int_equal(fake_tender(till, &shop, TILL_BY_CASH, 5000),
		TILL_ORDER_EXCHANGE);
	assert_rupiah(view->sold.change, 2500);
	assert_rupiah(view->sold.tendered, 15000);
}

static void put_aside_and_taken_up(void **state)
{
	unsigned char token[TILL_TOKEN_SIZE];

	(void)state;
	scan("2*KRP");
	scan("TEH");
	change(TILL_LINE_VOID, 2, 0, 0);
	discount(1, BASKET_DISCOUNT_PERCENT, 1000);
	memcpy(token, view->basket->token, sizeof(token));
	assert_int_equal(fake_text(till, &shop, TILL_SUSPEND, ""),
		TILL_ORDER_SUSPEND);
	assert_true(till_basket_is_empty(view->basket));
	assert_int_equal(view->waiting, 1);
	fake_text(till, &shop, TILL_RECALL, "2");
	refused_as("no suspended");
	assert_int_equal(fake_text(till, &shop, TILL_RECALL, "1"),
		TILL_ORDER_RECALL);
	assert_rupiah(view->basket->totals.net, 22500);
	assert_int_equal(view->basket->void_count, 1);
	assert_int_equal(view->basket->recalled, 55);
	assert_memory_not_equal(view->basket->token, token, sizeof(token));
}

/* The log's changes, one upon the other, are the basket. */
static void the_log_tells_the_basket(void **state)
{
	struct till_basket copy;
	struct buffer text, whole, again;

	(void)state;
	till_basket_init(&copy);
	buffer_init(&text, TILL_BASKET_TEXT_MAX);
	buffer_init(&whole, TILL_BASKET_TEXT_MAX);
	buffer_init(&again, TILL_BASKET_TEXT_MAX);
	for (int i = 0; i < 9; i++) {
		scan(i % 2 == 0 ? "2*KRP" : "0.1*KOPI");
		if (i == 3)
			discount(1, BASKET_DISCOUNT_AMOUNT, 500);
		if (i == 5)
			change(TILL_LINE_VOID, 2, 0, 0);
		if (i == 7)
			discount(0, BASKET_DISCOUNT_PERCENT, 100);
		buffer_clear(&text);
		assert_true(till_take_changes(till, &text));
		assert_true(till_basket_read(&copy, buffer_str(&text)));
	}
	fake_tender(till, &shop, TILL_BY_CASH, 100);
	buffer_clear(&text);
	assert_true(till_take_changes(till, &text));
	assert_true(till_basket_read(&copy, buffer_str(&text)));
	assert_true(till_basket_write(view->basket, &whole));
	assert_true(till_basket_write(&copy, &again));
	assert_string_equal(buffer_str(&whole), buffer_str(&again));
	assert_false(till_basket_read(&copy, "{\"lines\":["));
	assert_false(till_basket_read(&copy,
		"{\"clear\":true,\"line_count\":1}"));
	buffer_release(&text);
	buffer_release(&whole);
	buffer_release(&again);
	till_basket_release(&copy);
}

static void who_may_be_here(void **state)
{
	(void)state;
	fake_text(till, &shop, TILL_LOGOUT, "");
	assert_int_equal(view->user.id, 0);
	scan("KRP");
	refused_as("nobody");
	fake_text(till, &shop, TILL_LOGIN, "rina");
	refused_as("may not use");
	fake_text(till, &shop, TILL_LOGIN, "nobody");
	refused_as("wrong");
	shop.shift = 0;
	fake_text(till, &shop, TILL_LOGIN, "kasir");
	scan("KRP");
	refused_as("no shift");
	change(TILL_OPEN, 0, 1000, 0);
	done();
	change(TILL_OPEN, 0, 1000, 0);
	refused_as("open already");
	shop.baskets_elsewhere = 1;
	change(TILL_CLOSE, 0, 1000, 0);
	refused_as("another window");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(scans_add_up, setup, teardown),
		cmocka_unit_test_setup_teardown(what_cannot_be_scanned, setup,
			teardown),
		cmocka_unit_test_setup_teardown(discounts_have_limits, setup,
			teardown),
		cmocka_unit_test_setup_teardown(under_the_producers_price,
			setup, teardown),
		cmocka_unit_test_setup_teardown(a_void_may_want_permission,
			setup, teardown),
		cmocka_unit_test_setup_teardown(payments, setup, teardown),
		cmocka_unit_test_setup_teardown(a_sale_that_is_not_saved, setup,
			teardown),
		cmocka_unit_test_setup_teardown(refunds, setup, teardown),
		cmocka_unit_test_setup_teardown(an_exchange, setup, teardown),
		cmocka_unit_test_setup_teardown(put_aside_and_taken_up, setup,
			teardown),
		cmocka_unit_test_setup_teardown(the_log_tells_the_basket, setup,
			teardown),
		cmocka_unit_test_setup_teardown(who_may_be_here, setup,
			teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
