// time-limit: 300
/*
 * Settlements on a real file: the worked month, random histories against the
 * model, and walks from payouts to receipts and back.
 */
#include "tests/unit/settlement_model.h"

#include "schema/store/trace.h"
#include "schema/store/user.h"
#include "schema/store/verify.h"

/* --- the worked month ---------------------------------------------------- */

/* A producer's November: hold 3 days, minimum 50,000, a rest of 8,000, a
 * refund of what October settled, three pieces lost by the mart. */
static void november(void **state)
{
	struct settlement s;
	int october;

	(void)state;
	model_agree(0, 3, 50000);
	model_stock(0, 0, "receive", "received", 200, 0);
	october = model_sell_of(0, 0, 6, 12500, 3);
	model_sell_of(0, 1, 1, 10000, 4);
	model_open_on(model_day_of(2026, 11, 5));
	model_settle(0, model.day);
	assert_int_equal(model_approve(0, BUDI), SETTLE_SAME_PERSON);
	assert_int_equal(model_pay(0, 60000), PAYOUT_NOT_APPROVED);
	assert_int_equal(model_approve(0, ANI), SETTLE_ALLOWED);
	assert_int_equal(model_pay(0, 60000), PAYOUT_ALLOWED);
	model_open_on(model_day_of(2026, 11, 7));
	model_settle(0, model.day);
	model_approve(1, ANI);
	assert_int_equal(model_pay(1, 8000), PAYOUT_NOTHING_DUE);
	model_open_on(model_day_of(2026, 11, 10));
	model_sell_of(0, 0, 50, 12500, 3);
	model_give_back(october, 1, 12500);
	model_open_on(model_day_of(2026, 11, 27));
	model_sell_of(0, 0, 30, 12500, 3);
	model_stock(0, 0, "waste", "shrink", -3, 12500);
	model_open_on(model_day_of(2026, 11, 28));
	model_sell_of(0, 0, 10, 12500, 3);
	model_open_on(model_day_of(2026, 11, 30));
	model_settle(0, model.day);
	assert_int_equal(settlement_get(model.store, model.paper[2].id, &s),
		STORE_OK);
	assert_int_equal(money_rupiah(s.opening), 8000);
	assert_int_equal(money_rupiah(s.share), 790000);
	assert_int_equal(money_rupiah(s.losses), 30000);
	assert_int_equal(money_rupiah(s.payable), 828000);
	assert_int_equal(money_rupiah(s.clawback), 10000);
	assert_int_equal(money_rupiah(s.held), 100000);
	model_check_lines(2);
	model_check_units(2);
	model_approve(2, ANI);
	model_check_balance(0);
	assert_int_equal(model.ledger[0], 928000);
	assert_int_equal(model_end(2), SETTLE_ALLOWED);
	model_check_balance(0);
	model_settle(0, model.day);
	model_approve(3, ANI);
	assert_int_equal(model_pay(3, 828001), PAYOUT_TOO_MUCH);
	assert_int_equal(model_pay(3, 300000), PAYOUT_ALLOWED);
	assert_int_equal(model_pay(3, 163270), PAYOUT_ALLOWED);
	assert_int_equal(model_bounce(2), PAYOUT_ALLOWED);
	assert_int_equal(model_bounce(2), PAYOUT_CAME_BACK);
	assert_int_equal(model_end(3), SETTLE_PAID);
	model_check_balance(0);
	assert_int_equal(model.ledger[0], 628000);
}

/* --- random histories ----------------------------------------------------- */

static void random_sale(int p)
{
	const int64_t price = 500 * (int64_t)(1 + model_draw(3));

	model_sell_of(p, (int)model_draw(ITEMS), (int64_t)(1 + model_draw(5)),
		price, p == 0 ? 0 : (int32_t)model_draw(6));
}

static void random_refund(int p)
{
	int tries = 20, sale = -1;

	while (tries-- > 0 && model.events > 0) {
		sale = (int)model_draw((uint64_t)model.events);
		if (model.event[sale].producer == p &&
			model.event[sale].left > 0)
			break;
		sale = -1;
	}
	if (sale >= 0) {
		const struct event *e = &model.event[sale];
		const int64_t pieces = e->quantity / 1000;

		model_give_back(sale,
			1 + (int64_t)model_draw((uint64_t)(e->left / 1000)),
			e->share / 4 * 5 / pieces);
	}
}

static void random_paper(int p)
{
	const int last = model_last_live(p);

	switch (model_draw(6)) {
	case 0:
	case 1:
		/* Also through a day before the last one's. */
		model_settle(p, model.day - (int32_t)model_draw(4));
		if (model_last_live(p) >= 0) {
			model_check_lines(model_last_live(p));
			model_check_units(model_last_live(p));
		}
		break;
	case 2:
		if (last >= 0 && !model.paper[last].approved)
			model_approve(last, ANI);
		break;
	case 3:
		if (last >= 0 && model_draw(3) == 0)
			model_end(last);
		break;
	case 4:
		if (last >= 0)
			model_pay(last,
				1 +
					(int64_t)model_draw((
						uint64_t)(model_unpaid(last) > 0
							? model_unpaid(last)
							: 1)));
		break;
	default:
		if (model.payouts > 0 && model_draw(2) == 0)
			model_bounce((int)model_draw((uint64_t)model.payouts));
		break;
	}
}

static void step(void)
{
	const int p = (int)model_draw(PRODUCERS);

	switch (model_draw(8)) {
	case 0:
	case 1:
	case 2:
		random_sale(p);
		break;
	case 3:
		random_refund(p);
		break;
	case 4:
		if (model_draw(2))
			model_stock(p, (int)model_draw(ITEMS), "receive",
				"received", (int64_t)(1 + model_draw(20)), 0);
		else
			model_stock(p, (int)model_draw(ITEMS), "waste",
				"damage", -(int64_t)(1 + model_draw(2)),
				model_draw(2)
					? 500 * (int64_t)(1 + model_draw(3))
					: 0);
		break;
	default:
		random_paper(p);
		break;
	}
	model_check_balance(p);
}

static void say_finding(void *context, const char *what, const char *which)
{
	(void)context;
	print_error("%s: %s\n", what, which);
}

static void histories_agree_with_the_model(void **state)
{
	struct verify_report report;

	(void)state;
	model_agree(1, 6, 3000);
	model_agree(2, 6, 0);
	for (int i = 0; i < 1500; i++) {
		if (model_draw(20) == 0)
			/* Sometimes the clock was put back. */
			model_open_on(model.day - 1 + (int32_t)model_draw(5));
		step();
	}
	for (int i = 0; i < model.papers; i++) {
		if (!model.paper[i].ended) {
			model_check_lines(i);
			model_check_units(i);
		}
	}
	assert_true(model.papers > 50);
	assert_true(model.payouts > 5);
	assert_int_equal(store_verify(model.store, false, say_finding, NULL,
				 &report),
		STORE_OK);
	assert_int_equal(report.findings, 0);
}

/* --- walking -------------------------------------------------------------- */

struct walked {
	int64_t from_settlements; /* steps of settlements, opening or share */
	int64_t payouts;
	int receipts;
};

static void walk(void *context, const struct trace_step *step)
{
	struct walked *walked = context;

	if (strcmp(step->kind, "payout") == 0)
		walked->payouts += money_rupiah(step->amount);
	else if (strcmp(step->kind, "opening") != 0)
		walked->from_settlements += money_rupiah(step->amount);
	walked->receipts += step->receipt[0] != '\0';
}

/* All shares behind a chain of settlements, less what was paid on those before
 * the last, are the last one's payable. */
static void a_payout_walks_back_to_the_rupiah(void **state)
{
	struct walked walked = {0};
	int sale;

	(void)state;
	sale = model_sell_of(0, 0, 10, 1000, 0);
	model_settle(0, model.day);
	model_approve(0, ANI);
	model_pay(0, 3000);
	model_sell_of(0, 1, 5, 1000, 0);
	model_open_on(model.day + 1);
	model_give_back(sale, 2, 1000);
	model_settle(0, model.day);
	model_approve(1, ANI);
	assert_int_equal(model.paper[1].payable, 5000 + 4000 - 1600);
	model_pay(1, 7400);
	assert_int_equal(trace_payout(model.store, model.payout[1].id, walk,
				 &walked),
		STORE_OK);
	assert_int_equal(walked.payouts, 7400 + 3000);
	assert_int_equal(walked.from_settlements, 7400 + 3000);
	assert_int_equal(walked.receipts, 3);

	/* The sale went to both: by its share, and by the rest of it. */
	walked = (struct walked){0};
	assert_int_equal(trace_receipt(model.store, model.event[sale].document,
				 walk, &walked),
		STORE_OK);
	assert_int_equal(walked.from_settlements, 8000 - 1600);
	assert_true(walked.payouts >= 7400 + 3000);
	assert_int_equal(trace_payout(model.store, 12345, walk, &walked),
		STORE_NOT_FOUND);
}

static void the_users_producer_is_not_his_to_settle(void **state)
{
	struct author author = {0};
	struct user user = {.role = ROLE_MANAGER, .active = true};
	struct document *document;
	struct settlement s;
	enum settle_refusal refusal;

	(void)state;
	model_sell_of(0, 0, 1, 1000, 0);
	document = model_begin("user");
	snprintf(user.name, sizeof(user.name), "sri");
	user.producer = model.producer[0];
	assert_int_equal(user_write(model.store, document, &user, "x"),
		STORE_OK);
	model_commit();
	author.user = user.id;
	assert_int_equal(store_begin(model.store, "settle"), STORE_OK);
	assert_int_equal(settlement_draft(model.store, &author,
				 model.producer[0], model.day, &s, &refusal),
		STORE_OK);
	assert_int_equal(refusal, SETTLE_CONFLICT);
	store_rollback(model.store);
	model_settle(0, model.day);
	assert_int_equal(model_approve(0, user.id), SETTLE_CONFLICT);
	model_approve(0, ANI);
	assert_int_equal(model_approve(0, ANI), SETTLE_NOT_DRAFT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(november, model_start,
			model_stop),
		cmocka_unit_test_setup_teardown(histories_agree_with_the_model,
			model_start, model_stop),
		cmocka_unit_test_setup_teardown(
			a_payout_walks_back_to_the_rupiah, model_start,
			model_stop),
		cmocka_unit_test_setup_teardown(
			the_users_producer_is_not_his_to_settle, model_start,
			model_stop),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
