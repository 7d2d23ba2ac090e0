/*
 * store_begin, the documents of the order, its print job, store_commit: all or
 * nothing. A basket whose saving once ended in doubt is first looked for by
 * its token, so that it is sold once.
 */
#include "pos/save.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "pos/shop.h"
#include "schema/store/basket.h"
#include "schema/store/day.h"
#include "schema/store/event.h"
#include "schema/store/room.h"
#include "schema/store/sale_refund.h"
#include "schema/store/shift.h"
#include "schema/store/user.h"

static_assert((int)TILL_BY_CASH == (int)SALE_CASH &&
		(int)TILL_BY_QRIS == (int)SALE_QRIS &&
		(int)TILL_BY_CARD == (int)SALE_CARD &&
		(int)TILL_BY_TRANSFER == (int)SALE_TRANSFER &&
		(int)TILL_BY_EXCHANGE == (int)SALE_EXCHANGE &&
		(int)TILL_TENDER_KINDS == (int)SALE_TENDER_KINDS,
	"the kinds of tenders are the same list");
static_assert((int)TILL_FATE_SHELF == (int)REFUND_TO_SHELF &&
		(int)TILL_FATE_DAMAGE == (int)REFUND_DAMAGED &&
		(int)TILL_FATE_DEFECT == (int)REFUND_DEFECT,
	"the fates of goods are the same list");

/* Everything that one saving works on. */
struct work {
	struct store *store;
	struct printer *printer;
	const struct till_order *order;
	const struct till_basket *basket;
	struct till_saved *saved;
	struct author author;
	struct stock_moves *stock;
	struct sale_want *wants;
	struct sale_void *voids;
	struct refund_return *returns;
	struct sale_tender tenders[TILL_TENDERS_MAX + 1];
	char references[TILL_TENDERS_MAX][TILL_REFERENCE_SIZE];
	size_t tender_count;
	const char *print;   /* the paper to queue, NULL for none */
	const char *refused; /* to be recorded as such, or NULL */
	enum store_result failure;
};

static const char *or_null(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

static void work_init(struct work *work, const struct till_basket *basket)
{
	work->stock = stock_moves_new();
	work->wants = xcalloc(basket->line_count + 1, sizeof(*work->wants));
	work->voids = xcalloc(basket->line_count + basket->void_count + 1,
		sizeof(*work->voids));
	work->returns = xcalloc(basket->slip.count + 1, sizeof(*work->returns));
}

static void work_release(struct work *work)
{
	stock_moves_free(work->stock);
	free(work->wants);
	free(work->voids);
	free(work->returns);
}

static const enum store_result unknown_failure = STORE_IO;

/* A rule refused: says why. */
static bool refuse(struct work *work, const char *msgid)
{
	work->saved->msgid = msgid;
	return false;
}

static bool refuse_sale(struct work *work, enum sale_outcome outcome,
	const enum store_result *failure)
{
	if (outcome == SALE_OK)
		return true;
	if (outcome == SALE_FAILED)
		work->failure = *failure == STORE_OK ? STORE_IO : *failure;
	return refuse(work,
		outcome == SALE_FAILED ? store_message(work->failure)
				       : sale_message(outcome));
}

static bool refuse_shift(struct work *work, enum shift_outcome outcome,
	const enum store_result *failure)
{
	if (outcome == SHIFT_OK)
		return true;
	if (outcome == SHIFT_FAILED)
		work->failure = *failure == STORE_OK ? STORE_IO : *failure;
	return refuse(work,
		outcome == SHIFT_FAILED ? store_message(work->failure)
					: shift_message(outcome));
}

/* --- the basket's rows ----------------------------------------------------- */

static void fill_wants(struct work *work)
{
	for (size_t i = 0; i < work->basket->line_count; i++) {
		const struct till_line *line = &work->basket->lines[i];

		work->wants[i] = (struct sale_want){.item = line->item.id,
			.quantity = line->quantity,
			.price = line->price,
			.off = line->line_off,
			.off_is_price = line->off.kind == TILL_OFF_PRICE,
			.off_allowed_by = line->off.allowed_by,
			.off_reason = or_null(line->off.reason)};
	}
}

static size_t fill_voids(struct work *work, bool lines_too)
{
	const struct till_basket *basket = work->basket;
	size_t count = 0;

	for (size_t i = 0; i < basket->void_count; i++)
		work->voids[count++] =
			(struct sale_void){.item = basket->voids[i].item,
				.quantity = basket->voids[i].quantity,
				.price = basket->voids[i].price,
				.net = basket->voids[i].net,
				.allowed_by = basket->voids[i].allowed_by,
				.after_total = basket->voids[i].after_total,
				.reason = or_null(basket->voids[i].reason)};
	for (size_t i = 0; lines_too && i < basket->line_count; i++)
		work->voids[count++] =
			(struct sale_void){.item = basket->lines[i].item.id,
				.quantity = basket->lines[i].quantity,
				.price = basket->lines[i].price,
				.net = basket->lines[i].net,
				.allowed_by = work->author.supervisor,
				.after_total = basket->total_asked};
	return count;
}

static void add_tender(struct work *work, const struct till_tender *tender,
	bool sale)
{
	size_t i = work->tender_count++;
	struct sale_tender *out = &work->tenders[i];

	*out = (struct sale_tender){.kind = (enum sale_tender_kind)tender->kind,
		.amount = tender->amount,
		.has_given = sale && tender->kind == TILL_BY_CASH,
		.given = tender->amount};
	if (tender->reference[0] != '\0') {
		snprintf(work->references[i], sizeof(work->references[i]), "%s",
			tender->reference);
		out->reference = work->references[i];
	}
}

/* Change is taken off the cash, the last handed over first. */
static void take_change_off(struct work *work, struct money change)
{
	for (size_t i = work->tender_count; i-- > 0;) {
		struct sale_tender *tender = &work->tenders[i];
		struct money part;

		if (tender->kind != SALE_CASH)
			continue;
		part = money_min(change, tender->amount);
		tender->amount = money_minus(tender->amount, part);
		change = money_minus(change, part);
	}
	assert(money_sign(change) == 0);
}

static void fill_tenders(struct work *work, bool sale)
{
	work->tender_count = 0;
	for (size_t i = 0; i < work->basket->tender_count; i++)
		add_tender(work, &work->basket->tenders[i], sale);
}

/* Who allowed something in this basket, for the document's header. */
static int64_t supervisor_of(const struct till_order *order,
	const struct till_basket *basket)
{
	int64_t by = order->supervisor;

	if (by == 0)
		by = basket->discount_allowed_by;
	if (by == 0)
		by = basket->slip.allowed_by;
	for (size_t i = 0; by == 0 && i < basket->line_count; i++)
		by = basket->lines[i].off.allowed_by;
	for (size_t i = 0; by == 0 && i < basket->void_count; i++)
		by = basket->voids[i].allowed_by;
	return by;
}

static const unsigned char *token_of(const struct till_basket *basket)
{
	return basket->has_token ? basket->token : NULL;
}

/* --- sale, refund, exchange ------------------------------------------------ */

static bool write_sale(struct work *work, const struct sale_pair *pair,
	struct sale_written *written)
{
	const struct till_order *order = work->order;
	const struct till_basket *basket = work->basket;
	struct sale_plan plan = {.author = work->author,
		.token = token_of(basket),
		.lines = work->wants,
		.line_count = basket->line_count,
		.discount = basket->discount,
		.discount_allowed_by = basket->discount_allowed_by,
		.discount_reason = or_null(basket->discount_reason),
		.voids = work->voids,
		.tenders = work->tenders,
		.rounding = order->rounding,
		.cash_completed = order->cash_completed,
		.recalled = basket->recalled,
		.customer = or_null(basket->customer)};

	fill_wants(work);
	plan.void_count = fill_voids(work, false);
	fill_tenders(work, true);
	take_change_off(work, order->change);
	if (money_sign(order->exchange) > 0)
		work->tenders[work->tender_count++] = (struct sale_tender){
			.kind = SALE_EXCHANGE, .amount = order->exchange};
	plan.tender_count = work->tender_count;
	plan.author.supervisor = supervisor_of(order, basket);
	return refuse_sale(work,
		sale_write_paired(work->store, &plan, pair, work->stock,
			written),
		&written->failure);
}

static bool write_refund(struct work *work, const unsigned char *token,
	struct sale_written *written)
{
	const struct till_return_slip *slip = &work->basket->slip;
	struct refund_plan plan = {.author = work->author,
		.token = token,
		.sale = slip->sale,
		.returns = work->returns,
		.return_count = slip->count,
		.due = slip->due,
		.tenders = work->tenders,
		.tender_count = work->tender_count,
		.reason = or_null(slip->reason)};

	for (size_t i = 0; i < slip->count; i++)
		work->returns[i] = (struct refund_return){
			.line = slip->returns[i].line,
			.quantity = slip->returns[i].quantity,
			.fate = (enum refund_fate)slip->returns[i].fate};
	plan.author.supervisor = supervisor_of(work->order, work->basket);
	return refuse_sale(work,
		refund_write(work->store, &plan, 0, work->stock, written),
		&written->failure);
}

static void tell(struct work *work, const struct sale_written *written,
	bool refund)
{
	struct till_saved *saved = work->saved;

	saved->document = written->document;
	saved->total = refund ? money_neg(written->totals.net)
			      : written->totals.net;
	saved->tax = refund ? money_neg(written->totals.tax)
			    : written->totals.tax;
	saved->rounding = written->rounding;
	snprintf(saved->receipt, sizeof(saved->receipt), "%s",
		written->receipt);
	work->print = "receipt";
}

static bool save_sale(struct work *work)
{
	struct sale_written written;

	if (!write_sale(work, &(struct sale_pair){.refund = 0}, &written))
		return false;
	tell(work, &written, false);
	return true;
}

static bool save_refund(struct work *work)
{
	struct sale_written written;

	fill_tenders(work, false);
	if (!write_refund(work, token_of(work->basket), &written))
		return false;
	tell(work, &written, true);
	return true;
}

/* The refund first: its due pays the sale by account 1190. The token is the
 * sale's. */
static bool save_exchange(struct work *work)
{
	struct sale_written refund, sale;
	const struct till_order *order = work->order;

	work->tender_count = 0;
	if (money_sign(order->exchange) > 0)
		work->tenders[work->tender_count++] = (struct sale_tender){
			.kind = SALE_EXCHANGE, .amount = order->exchange};
	if (money_sign(order->paid_out) > 0)
		work->tenders[work->tender_count++] = (struct sale_tender){
			.kind = SALE_CASH, .amount = order->paid_out};
	if (!write_refund(work, NULL, &refund) ||
		!write_sale(work,
			&(struct sale_pair){.refund = refund.document,
				.receipts_before = 1},
			&sale))
		return false;
	tell(work, &sale, false);
	work->saved->refund_document = refund.document;
	snprintf(work->saved->refund_receipt,
		sizeof(work->saved->refund_receipt), "%s", refund.receipt);
	return true;
}

/* --- baskets that are not sold --------------------------------------------- */

static bool save_suspend(struct work *work)
{
	struct suspended written = {.document = 0};
	struct buffer text;
	enum sale_outcome outcome = SALE_AMOUNTS;

	buffer_init(&text, TILL_BASKET_TEXT_MAX);
	if (till_basket_write(work->basket, &text))
		outcome = basket_write_suspend(work->store, &work->author,
			token_of(work->basket), buffer_str(&text), &written);
	buffer_release(&text);
	work->saved->document = written.document;
	work->saved->number = written.number;
	work->print = "suspend";
	return refuse_sale(work, outcome, &unknown_failure);
}

static bool save_recall(struct work *work)
{
	return refuse_sale(work,
		basket_write_recall(work->store, &work->author,
			work->order->document, &work->saved->document),
		&unknown_failure);
}

static bool save_cancel(struct work *work)
{
	size_t count = fill_voids(work, true);

	return refuse_sale(work,
		basket_write_cancel(work->store, &work->author,
			token_of(work->basket), work->voids, count,
			or_null(work->order->reason), &work->saved->document),
		&unknown_failure);
}

/* --- shift and drawer ------------------------------------------------------ */

static bool save_open(struct work *work)
{
	enum store_result failure;

	return refuse_shift(work,
		shift_write_open(work->store, &work->author,
			work->order->amount, &work->saved->document, &failure),
		&failure);
}

static bool save_close(struct work *work)
{
	struct shift_pieces pieces[TILL_DENOMINATIONS];
	struct shift closed;
	enum store_result failure;
	size_t count = 0;

	for (size_t i = 0;
		work->order->pieces != NULL && i < TILL_DENOMINATIONS; i++)
		if (work->order->pieces[i] > 0)
			pieces[count++] = (struct shift_pieces){
				.denomination = till_denominations[i],
				.pieces = work->order->pieces[i]};
	if (!refuse_shift(work,
		    shift_write_close(work->store, &work->author,
			    work->order->amount, pieces, count, &closed,
			    &failure),
		    &failure))
		return false;
	work->saved->document = closed.close;
	work->saved->number = closed.number;
	shop_figures(&closed, &work->saved->figures);
	work->print = "z";
	return true;
}

static bool move_cash(struct work *work, enum shift_cash kind)
{
	enum store_result failure;
	enum shift_outcome outcome = shift_write_cash(work->store,
		&work->author, kind, work->order->amount,
		or_null(work->order->reason), &work->saved->document, &failure);

	work->print = "cash";
	if (outcome == SHIFT_TOO_MUCH)
		work->refused = kind == SHIFT_DROP ? "drop:over-drawer"
						   : "cash-out:over-drawer";
	return refuse_shift(work, outcome, &failure);
}

static bool save_cash_in(struct work *work)
{
	return move_cash(work, SHIFT_CASH_IN);
}

static bool save_cash_out(struct work *work)
{
	return move_cash(work, SHIFT_CASH_OUT);
}

static bool save_drop(struct work *work)
{
	return move_cash(work, SHIFT_DROP);
}

static bool save_drawer(struct work *work)
{
	work->saved->document = event_write(work->store, EVENT_DRAWER,
		&work->author, 0, 0, or_null(work->order->reason));
	return true;
}

static bool save_reprint(struct work *work)
{
	struct till_saved *saved = work->saved;

	saved->number = event_copies(work->store, work->order->document) + 1;
	saved->document = event_write(work->store, EVENT_REPRINT, &work->author,
		work->order->document, saved->number, NULL);
	sale_receipt(work->store, work->order->document, saved->receipt);
	work->print = "receipt";
	return true;
}

static bool save_date(struct work *work)
{
	enum store_result failure;
	enum day_outcome outcome = day_write_answer(work->store, &work->author,
		work->order->day, &work->saved->document, &failure);

	if (outcome == DAY_OK)
		return true;
	if (outcome == DAY_FAILED)
		work->failure = failure;
	return refuse(work,
		outcome == DAY_FAILED ? store_message(failure)
				      : day_message(outcome));
}

static bool save_login(struct work *work)
{
	work->saved->document = event_write(work->store, EVENT_LOGIN,
		&work->author, work->author.user, 0, NULL);
	return true;
}

static bool save_logout(struct work *work)
{
	work->saved->document = event_write(work->store, EVENT_LOGOUT,
		&work->author, work->author.user, 0, NULL);
	return true;
}

/* --- the transaction ------------------------------------------------------- */

struct saving {
	const char *purpose;
	bool (*save)(struct work *work);
	bool sells; /* writes the basket under its token */
};

static const struct saving savings[] = {
	[TILL_ORDER_SALE] = {"sale", save_sale, true},
	[TILL_ORDER_REFUND] = {"refund", save_refund, true},
	[TILL_ORDER_EXCHANGE] = {"exchange", save_exchange, true},
	[TILL_ORDER_SUSPEND] = {"suspend", save_suspend, true},
	[TILL_ORDER_RECALL] = {"recall", save_recall, false},
	[TILL_ORDER_CANCEL] = {"cancel", save_cancel, true},
	[TILL_ORDER_OPEN] = {"shift-open", save_open, false},
	[TILL_ORDER_CLOSE] = {"shift-close", save_close, false},
	[TILL_ORDER_CASH_IN] = {"cash-in", save_cash_in, false},
	[TILL_ORDER_CASH_OUT] = {"cash-out", save_cash_out, false},
	[TILL_ORDER_DROP] = {"drop", save_drop, false},
	[TILL_ORDER_DRAWER] = {"drawer", save_drawer, false},
	[TILL_ORDER_REPRINT] = {"reprint", save_reprint, false},
	[TILL_ORDER_DATE] = {"date", save_date, false},
	[TILL_ORDER_LOGIN] = {"login", save_login, false},
	[TILL_ORDER_LOGOUT] = {"logout", save_logout, false},
};

/* A saving that ended in doubt has happened after all: tells it from there. */
static bool was_saved(struct work *work)
{
	struct sale *sale;
	int64_t document;

	if (!work->basket->attempted || !work->basket->has_token ||
		document_by_token(work->store, work->basket->token,
			&document) != STORE_OK)
		return false;
	work->saved->document = document;
	if (sale_read(work->store, document, &sale) == STORE_OK) {
		work->saved->total = sale->total;
		work->saved->tax = sale->tax;
		work->saved->rounding = sale->rounding;
		snprintf(work->saved->receipt, sizeof(work->saved->receipt),
			"%s", sale->receipt);
		snprintf(work->saved->refund_receipt,
			sizeof(work->saved->refund_receipt), "%s",
			sale->exchange_receipt);
		sale_free(sale);
	}
	return true;
}

static bool queue_paper(struct work *work)
{
	bool copy = work->order->kind == TILL_ORDER_REPRINT;
	enum store_result result;

	if (work->print == NULL)
		return true;
	result = printer_queue(work->printer,
		copy ? work->order->document : work->saved->document,
		work->print, copy ? work->saved->number : 0);
	if (result == STORE_OK && work->saved->refund_document != 0)
		result = printer_queue(work->printer,
			work->saved->refund_document, work->print, 0);
	if (result == STORE_OK)
		return true;
	work->failure = result;
	return refuse(work, store_message(result));
}

/* Since the login somebody took his role away, gave him another PIN, or he
 * works here no more: he has to log in again. */
static bool is_stale(struct work *work)
{
	struct user user;

	work->saved->stale = user_get(work->store, work->order->user, &user) !=
			STORE_OK ||
		!user.active || user.document != work->order->revision;
	if (work->saved->stale)
		refuse(work, N_("your access was changed; log in again"));
	return work->saved->stale;
}

static void transact(struct work *work, const struct saving *saving)
{
	enum store_result result = store_begin(work->store, saving->purpose);

	if (result == STORE_OK) {
		if (saving->sells && was_saved(work)) {
			store_rollback(work->store);
			work->saved->ok = true;
			return;
		}
		if (is_stale(work) || !saving->save(work) ||
			!queue_paper(work)) {
			store_rollback(work->store);
			return;
		}
		result = store_commit(work->store);
	}
	work->failure = day_is_refusal(result) ? STORE_OK : result;
	work->saved->ok = result == STORE_OK;
	if (result != STORE_OK) {
		work->saved->msgid = store_message(result);
		work->saved->in_doubt = result == STORE_IN_DOUBT;
	}
}

static enum store_result save_once(struct store *store, struct printer *printer,
	const struct till_order *order, const struct till_basket *basket,
	struct till_saved *saved)
{
	struct work work = {.store = store,
		.printer = printer,
		.order = order,
		.basket = basket,
		.saved = saved,
		.author = {.user = order->user,
			.supervisor = order->supervisor,
			.shift = order->shift},
		.failure = STORE_OK};

	assert(order->kind > TILL_ORDER_NONE &&
		order->kind <= TILL_ORDER_LOGOUT);
	*saved = (struct till_saved){.msgid = ""};
	work_init(&work, basket);
	transact(&work, &savings[order->kind]);
	/* Who feels his way to what is in the drawer leaves a trace. */
	if (work.refused)
		event_record(store, EVENT_REFUSED, &work.author, 0, 0,
			work.refused);
	if (saved->ok)
		document_format(saved->document, saved->document_text);
	work_release(&work);
	return work.failure;
}

enum store_result save_order(struct store *store, struct printer *printer,
	const struct till_order *order, const struct till_basket *basket,
	struct till_saved *saved)
{
	enum store_result result =
		save_once(store, printer, order, basket, saved);

	/* The ballast is there so that what is open can be finished. */
	if (result == STORE_FULL && store_make_room(store))
		result = save_once(store, printer, order, basket, saved);
	saved->full = result == STORE_FULL;
	return result;
}
