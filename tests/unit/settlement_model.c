/* The model of settlements, and the file beside it. */
#include "tests/unit/settlement_model.h"

#include "schema/rules/calendar.h"
#include "schema/store/ledger.h"
#include "schema/store/producer.h"
#include "schema/store/settlement_lines.h"

struct model model;

/* --- the mart ----------------------------------------------------------- */

uint64_t model_draw(uint64_t below)
{
	model.chance ^= model.chance << 13;
	model.chance ^= model.chance >> 7;
	model.chance ^= model.chance << 17;
	return model.chance % below;
}

int32_t model_day_of(int year, int month, int day)
{
	int32_t number;

	assert_true(calendar_day(&number, (struct date){year, month, day}));
	return number;
}

void model_open_on(int32_t day)
{
	char clock[CALENDAR_TEXT_SIZE], detail[256];

	store_close(model.store);
	model.day = day;
	calendar_format(day, clock);
	if (store_open(model.mart.path, clock, &model.store, detail,
		    sizeof(detail)) != STORE_OK)
		fail_msg("open: %s", detail);
}

struct document *model_begin(const char *kind)
{
	const struct author author = {.user = BUDI};

	assert_int_equal(store_begin(model.store, kind), STORE_OK);
	return document_begin(model.store, kind, &author);
}

void model_commit(void)
{
	enum store_result result = store_commit(model.store);

	if (result != STORE_OK)
		fail_msg("commit: %s: %s", store_message(result),
			store_detail(model.store));
}

static void add_producer(int p)
{
	struct document *document = model_begin("producer");
	struct producer producer = {.active = true};

	snprintf(producer.code, sizeof(producer.code), "P%d", p + 1);
	snprintf(producer.name, sizeof(producer.name), "Penitip %d", p + 1);
	assert_int_equal(producer_write(model.store, document, &producer),
		STORE_OK);
	model.producer[p] = producer.id;
	for (int i = 0; i < ITEMS; i++) {
		struct item item = {.active = true};

		snprintf(item.sku, sizeof(item.sku), "P%d-%d", p + 1, i);
		snprintf(item.name, sizeof(item.name), "Barang %d", i);
		snprintf(item.unit, sizeof(item.unit), "pcs");
		assert_int_equal(item_write_card(model.store, document, &item),
			STORE_OK);
		assert_int_equal(item_write_consignor(model.store, document,
					 item.id, model.producer[p]),
			STORE_OK);
		model.item[p][i] = item.id;
	}
	model_commit();
}

int model_start(void **state)
{
	(void)state;
	memset(&model, 0, sizeof(model));
	model.chance = 88172645463325252ULL;
	/* SEED=N tries another history. */
	if (getenv("SEED"))
		model.chance += strtoull(getenv("SEED"), NULL, 10) * 7919;
	mart_make(&model.mart);
	model_open_on(model_day_of(2026, 11, 2));
	for (int p = 0; p < PRODUCERS; p++)
		add_producer(p);
	return 0;
}

int model_stop(void **state)
{
	(void)state;
	store_close(model.store);
	mart_remove(&model.mart);
	return 0;
}

/* Hold days and a minimum; also what tells how far back a walk has to go. */
void model_agree(int p, int64_t hold, int64_t minimum)
{
	struct document *document = model_begin("agreement");

	document_row(document, "agreement");
	document_integer(document, "line", 1);
	document_integer(document, "producer", model.producer[p]);
	document_integer(document, "from_day", model.day);
	document_integer(document, "hold_days", hold);
	document_integer(document, "minimum_payout", minimum);
	model_commit();
	model.minimum[p] = minimum;
}

/* --- facts -------------------------------------------------------------- */

static struct event *note(int p, int item, const char *kind)
{
	struct event *e = &model.event[model.events++];

	assert_true(model.events < EVENTS_MAX);
	*e = (struct event){.producer = p,
		.item = item,
		.kind = kind,
		.refund_of = -1,
		.paper = -1};
	return e;
}

/* A line at 20 %, base after PPN; gross, share and quantity signed alike. */
static void write_line(struct document *document, const struct event *e,
	int64_t price, int64_t gross, int64_t refund_line)
{
	document_row(document, "sale_line");
	document_integer(document, "line", e->line);
	document_integer(document, "item", model.item[e->producer][e->item]);
	document_integer(document, "revision", 1);
	document_integer(document, "quantity", e->quantity);
	document_integer(document, "price", price);
	document_integer(document, "gross", gross);
	document_integer(document, "share", e->share);
	document_integer(document, "producer", model.producer[e->producer]);
	document_integer(document, "agreement", 1);
	document_text(document, "terms", "percent");
	document_integer(document, "value", 2000);
	document_integer(document, "due", e->due);
	document_integer_or_null(document, "refund_line", refund_line);
	model.ledger[e->producer] += e->share;
}

static void write_receipt(struct document *document, int64_t total,
	int64_t refund_of)
{
	document_row(document, "sale");
	document_integer(document, "number", ++model.number);
	document_integer(document, "total", total);
	document_integer(document, "rounding", 0);
	document_integer(document, "cash_completed", 0);
	document_integer_or_null(document, "refund_of", refund_of);
	document_row(document, "tender");
	document_integer(document, "line", 1);
	document_text(document, "kind", "qris");
	document_integer(document, "amount", total);
}

/* One line sold; its event's number. price is a multiple of 5. */
int model_sell_of(int p, int item, int64_t pieces, int64_t price, int32_t hold)
{
	struct document *document = model_begin("sale");
	struct event *e = note(p, item, "sale");

	e->document = document_id(document);
	e->line = 1;
	e->due = model.day + hold;
	e->quantity = pieces * 1000;
	e->left = e->quantity;
	e->share = pieces * price / 5 * 4;
	write_receipt(document, pieces * price, 0);
	write_line(document, e, price, pieces * price, 0);
	model_commit();
	return model.events - 1;
}

int model_give_back(int sale, int64_t pieces, int64_t price)
{
	struct document *document = model_begin("refund");
	struct event *sold = &model.event[sale];
	struct event *e = note(sold->producer, sold->item, "refund");

	e->document = document_id(document);
	e->line = 1;
	e->due = sold->due > model.day ? sold->due : model.day;
	e->quantity = -pieces * 1000;
	e->share = -pieces * price / 5 * 4;
	e->refund_of = sale;
	sold->left -= pieces * 1000;
	write_receipt(document, -pieces * price, sold->document);
	write_line(document, e, price, -pieces * price, 1);
	model_commit();
	return model.events - 1;
}

void model_stock(int p, int item, const char *kind, const char *movement,
	int64_t pieces, int64_t price)
{
	struct document *document = model_begin(kind);

	document_row(document, "stock");
	document_integer(document, "producer", model.producer[p]);
	document_row(document, "stock_line");
	document_integer(document, "line", 1);
	document_integer(document, "item", model.item[p][item]);
	document_text(document, "lot", "");
	document_integer(document, "expiry", 0);
	document_integer(document, "quantity", pieces * 1000);
	document_text(document, "movement", movement);
	document_integer(document, "producer", model.producer[p]);
	if (price) {
		struct event *e = note(p, item, "loss");

		e->document = document_id(document);
		e->line = 1;
		e->due = model.day;
		e->quantity = -pieces * 1000;
		e->share = -pieces * price / 5 * 4;
		document_text(document, "owner", "mart");
		document_integer(document, "credited", -pieces * 1000);
		document_integer(document, "price", price);
		document_integer(document, "agreement", 1);
		document_text(document, "terms", "percent");
		document_integer(document, "value", 2000);
		document_integer(document, "gross", -pieces * price);
		document_integer(document, "share", e->share);
		model.ledger[p] += e->share;
	}
	model_commit();
}

/* --- the model's answers ------------------------------------------------ */

int model_last_live(int p)
{
	for (int i = model.papers - 1; i >= 0; i--) {
		if (model.paper[i].producer == p && !model.paper[i].ended)
			return i;
	}
	return -1;
}

int64_t model_unpaid(int paper)
{
	return paper < 0 ? 0
			 : model.paper[paper].payable - model.paper[paper].paid;
}

/* What a settlement would take and hold; share and losses apart. */
static int model_settlement(int p, int32_t through, struct paper_model *m,
	int64_t *held)
{
	int taken = 0;

	*m = (struct paper_model){.producer = p,
		.through = through,
		.previous = model_last_live(p)};
	*held = 0;
	m->opening = model_unpaid(m->previous);
	for (int i = 0; i < model.events; i++) {
		const struct event *e = &model.event[i];

		if (e->producer != p || e->paper >= 0)
			continue;
		if (e->due > through) {
			*held += e->share;
			continue;
		}
		taken++;
		if (strcmp(e->kind, "loss") == 0)
			m->losses += e->share;
		else
			m->share += e->share;
		if (e->refund_of >= 0 && model.event[e->refund_of].paper >= 0)
			m->clawback -= e->share;
	}
	m->payable = m->opening + m->share + m->losses;
	if (m->payable > 0 && m->payable >= model.minimum[p])
		m->to_pay = m->payable;
	return taken;
}

/* --- checks ------------------------------------------------------------- */

struct sums {
	int64_t share, quantity, gross;
	int count;
	int paper;
};

static void check_source(void *context, const struct settlement_source *source)
{
	struct sums *sums = context;

	for (int i = 0; i < model.events; i++) {
		const struct event *e = &model.event[i];

		if (e->document == source->document &&
			e->line == source->line) {
			assert_int_equal(e->paper, sums->paper);
			assert_int_equal(e->share,
				money_rupiah(source->row.share));
			assert_string_equal(e->kind, source->row.kind);
		}
	}
	sums->share += money_rupiah(source->row.share);
	sums->gross += money_rupiah(source->row.gross);
	sums->quantity += quantity_thousandths(source->row.quantity);
	sums->count++;
}

static void count_refund(void *context, const struct settlement_source *source)
{
	int64_t *share = context;

	*share += money_rupiah(source->row.share);
}

/* The lines are exactly the events that the model says are on the paper. Only
 * while it is live: an ended paper's events may be on another one since. */
void model_check_lines(int paper)
{
	struct settlement s;
	struct settlement_row *rows;
	size_t count;
	struct sums sums = {.paper = paper};
	int64_t refunds = 0, refund_lines = 0;
	int events = 0;

	assert_int_equal(settlement_get(model.store, model.paper[paper].id, &s),
		STORE_OK);
	assert_int_equal(settlement_sources(model.store, &s, check_source,
				 &sums),
		STORE_OK);
	for (int i = 0; i < model.events; i++)
		events += model.event[i].paper == paper;
	assert_int_equal(sums.count, events);
	assert_int_equal(settlement_rows(model.store, &s, &rows, &count),
		STORE_OK);
	for (size_t i = 0; i < count; i++) {
		sums.share -= money_rupiah(rows[i].share);
		sums.gross -= money_rupiah(rows[i].gross);
		sums.quantity -= quantity_thousandths(rows[i].quantity);
		if (strcmp(rows[i].kind, "refund") == 0)
			refund_lines += money_rupiah(rows[i].share);
	}
	free(rows);
	assert_int_equal(sums.share, 0);
	assert_int_equal(sums.gross, 0);
	assert_int_equal(sums.quantity, 0);
	assert_int_equal(settlement_refunds(model.store, &s, count_refund,
				 &refunds),
		STORE_OK);
	assert_int_equal(refunds, refund_lines);
}

/* What the paper's sales, and all sales and refunds so far, come to. */
static void model_units(int paper, int64_t *settled, int64_t *flow)
{
	*settled = *flow = 0;
	for (int i = 0; i < model.events; i++) {
		const struct event *e = &model.event[i];

		if (e->paper == paper && strcmp(e->kind, "sale") == 0)
			*settled += e->quantity;
	}
	for (int i = 0; i < model.events; i++) {
		const struct event *e = &model.event[i];

		if (e->producer == model.paper[paper].producer &&
			e->document < model.paper[paper].id &&
			(strcmp(e->kind, "sale") == 0 ||
				strcmp(e->kind, "refund") == 0))
			*flow += e->quantity;
	}
}

/* Units since the first day that left with buyers, by the chain of papers. */
static int64_t chain_flow(int paper)
{
	int64_t flow = 0;

	for (; paper >= 0; paper = model.paper[paper].previous) {
		struct settlement s;
		struct settlement_units *units;
		size_t count;

		assert_int_equal(settlement_get(model.store,
					 model.paper[paper].id, &s),
			STORE_OK);
		assert_int_equal(settlement_units(model.store, &s, &units,
					 &count),
			STORE_OK);
		for (size_t i = 0; i < count; i++)
			flow += quantity_thousandths(units[i].sold) -
				quantity_thousandths(units[i].refunded);
		free(units);
	}
	return flow;
}

/* Each statement opens where the one before it closed. */
void model_check_units(int paper)
{
	struct settlement s;
	struct settlement_units *units;
	size_t count;
	int64_t settled = 0, model_settled, model_flow;

	assert_int_equal(settlement_get(model.store, model.paper[paper].id, &s),
		STORE_OK);
	assert_int_equal(settlement_units(model.store, &s, &units, &count),
		STORE_OK);
	for (size_t i = 0; i < count; i++) {
		const struct settlement_units *u = &units[i];

		settled += quantity_thousandths(u->settled);
		assert_int_equal(quantity_thousandths(u->opening) +
				quantity_thousandths(u->received) +
				quantity_thousandths(u->refunded),
			quantity_thousandths(u->sold) +
				quantity_thousandths(u->returned) +
				quantity_thousandths(u->damaged) +
				quantity_thousandths(u->expired) +
				quantity_thousandths(u->missing) +
				quantity_thousandths(u->sampled) +
				quantity_thousandths(u->left));
		assert_int_equal(quantity_thousandths(u->sold) +
				quantity_thousandths(u->held_before),
			quantity_thousandths(u->settled) +
				quantity_thousandths(u->held));
	}
	free(units);
	model_units(paper, &model_settled, &model_flow);
	assert_int_equal(settled, model_settled);
	assert_int_equal(chain_flow(paper), model_flow);
}

/* ledger payable = unpaid of the last live settlement + open accruals */
void model_check_balance(int p)
{
	struct producer_balance balance;
	struct money ledger;
	int64_t open = 0;

	for (int i = 0; i < model.events; i++) {
		if (model.event[i].producer == p && model.event[i].paper < 0)
			open += model.event[i].share;
	}
	assert_int_equal(ledger_payable(model.store, model.producer[p],
				 &ledger),
		STORE_OK);
	assert_int_equal(money_rupiah(ledger), model.ledger[p]);
	assert_int_equal(money_rupiah(ledger),
		model_unpaid(model_last_live(p)) + open);
	assert_int_equal(producer_balance(model.store, model.producer[p],
				 model.day, &balance, &ledger),
		STORE_OK);
	assert_int_equal(money_rupiah(balance.payable), model.ledger[p]);
	/* A draft's lines count as earned there until it is approved. */
	if (model_last_live(p) >= 0 &&
		!model.paper[model_last_live(p)].approved)
		return;
	assert_int_equal(money_rupiah(balance.accrued), open);
	assert_int_equal(money_rupiah(balance.unpaid),
		model_unpaid(model_last_live(p)));
}

/* --- settlements, against the model -------------------------------------- */

enum settle_refusal model_settle(int p, int32_t through)
{
	const struct author author = {.user = BUDI};
	struct paper_model m;
	struct settlement s;
	enum settle_refusal refusal;
	int64_t held;
	int taken = model_settlement(p, through, &m, &held);

	assert_int_equal(store_begin(model.store, "settle"), STORE_OK);
	assert_int_equal(settlement_draft(model.store, &author,
				 model.producer[p], through, &s, &refusal),
		STORE_OK);
	if (m.previous >= 0 && !model.paper[m.previous].approved)
		assert_int_equal(refusal, SETTLE_OPEN_DRAFT);
	else if (taken == 0 &&
		(m.to_pay == 0 ||
			(m.previous >= 0 && model.paper[m.previous].to_pay > 0)))
		assert_int_equal(refusal, SETTLE_NOTHING);
	else
		assert_int_equal(refusal, SETTLE_ALLOWED);
	if (refusal != SETTLE_ALLOWED) {
		store_rollback(model.store);
		return refusal;
	}
	model_commit();
	assert_int_equal(settlement_get(model.store, s.id, &s), STORE_OK);
	assert_int_equal(money_rupiah(s.opening), m.opening);
	assert_int_equal(money_rupiah(s.share), m.share);
	assert_int_equal(money_rupiah(s.losses), m.losses);
	assert_int_equal(money_rupiah(s.payable), m.payable);
	assert_int_equal(money_rupiah(s.clawback), m.clawback);
	assert_int_equal(money_rupiah(s.held), held);
	assert_int_equal(s.status, SETTLEMENT_DRAFT);
	m.id = s.id;
	assert_true(model.papers < PAPERS_MAX);
	for (int i = 0; i < model.events; i++) {
		struct event *e = &model.event[i];

		if (e->producer == p && e->paper < 0 && e->due <= through)
			e->paper = model.papers;
	}
	model.paper[model.papers++] = m;
	return refusal;
}

enum settle_refusal model_approve(int paper, int64_t user)
{
	const struct author author = {.user = user};
	struct settlement s;
	enum settle_refusal refusal;

	assert_int_equal(store_begin(model.store, "approve"), STORE_OK);
	assert_int_equal(settlement_get(model.store, model.paper[paper].id, &s),
		STORE_OK);
	assert_int_equal(settlement_approve(model.store, &author, &s, NULL,
				 &refusal),
		STORE_OK);
	if (refusal != SETTLE_ALLOWED) {
		store_rollback(model.store);
		return refusal;
	}
	model_commit();
	model.paper[paper].approved = true;
	return refusal;
}

/* Cancels a draft, reverses what was approved. */
enum settle_refusal model_end(int paper)
{
	const struct author author = {.user = BUDI};
	struct settlement s;
	enum settle_refusal refusal;

	assert_int_equal(store_begin(model.store, "end"), STORE_OK);
	assert_int_equal(settlement_get(model.store, model.paper[paper].id, &s),
		STORE_OK);
	assert_int_equal(s.status == SETTLEMENT_DRAFT
			? settlement_cancel(model.store, &author, &s, "salah",
				  &refusal)
			: settlement_reverse(model.store, &author, &s, "salah",
				  &refusal),
		STORE_OK);
	if (refusal != SETTLE_ALLOWED) {
		store_rollback(model.store);
		return refusal;
	}
	model_commit();
	model.paper[paper].ended = true;
	for (int i = 0; i < model.events; i++) {
		if (model.event[i].paper == paper)
			model.event[i].paper = -1;
	}
	return refusal;
}

enum payout_refusal model_pay(int paper, int64_t amount)
{
	struct payout_plan plan = {
		.author = {.user = BUDI},
		.source = PAYOUT_SAFE,
		.has_amount = true,
	};
	struct settlement s;
	struct payout payout;
	enum payout_refusal refusal;

	plan.amount = money_of(amount);
	assert_int_equal(store_begin(model.store, "pay"), STORE_OK);
	assert_int_equal(settlement_get(model.store, model.paper[paper].id, &s),
		STORE_OK);
	assert_int_equal(payout_pay(model.store, &s, &plan, &payout, &refusal),
		STORE_OK);
	if (refusal != PAYOUT_ALLOWED) {
		store_rollback(model.store);
		return refusal;
	}
	model_commit();
	model.paper[paper].paid += amount;
	model.ledger[model.paper[paper].producer] -= amount;
	model.payout[model.payouts].id = payout.id;
	model.payout[model.payouts].paper = paper;
	model.payout[model.payouts++].amount = amount;
	return refusal;
}

enum payout_refusal model_bounce(int number)
{
	const struct payout_return plan = {
		.author = {.user = BUDI},
		.reason = "kembali",
	};
	const int paper = model.payout[number].paper;
	const int p = model.paper[paper].producer;
	struct payout payout, reversal;
	enum payout_refusal refusal;

	assert_int_equal(store_begin(model.store, "bounce"), STORE_OK);
	assert_int_equal(payout_get(model.store, model.payout[number].id,
				 &payout),
		STORE_OK);
	assert_int_equal(payout_reverse(model.store, &payout, &plan, &reversal,
				 &refusal),
		STORE_OK);
	if (refusal != PAYOUT_ALLOWED) {
		store_rollback(model.store);
		return refusal;
	}
	model_commit();
	assert_int_equal(reversal.late, paper != model_last_live(p));
	model.payout[number].back = true;
	model.ledger[p] += model.payout[number].amount;
	if (reversal.late) {
		struct event *e = note(p, 0, "correction");

		e->document = reversal.id;
		e->due = model.day;
		e->share = model.payout[number].amount;
	} else {
		model.paper[paper].paid -= model.payout[number].amount;
	}
	return refusal;
}
