/* Looking things up for the till. Nothing here writes, but wrong PINs, which
 * are counted. */
#include "pos/shop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/random.h"
#include "drivers/system/text.h"
#include "schema/store/agreement.h"
#include "schema/store/basket.h"
#include "schema/store/day.h"
#include "schema/store/room.h"
#include "schema/store/sale_refund.h"
#include "schema/store/user.h"

struct shop {
	struct store *store;
	struct basketlog *log;
	char detail[TILL_DETAIL_SIZE];
};

static bool basket_is_over(void *context, const struct till_basket *basket);

struct shop *shop_new(struct store *store, const char *database)
{
	struct shop *shop = xcalloc(1, sizeof(*shop));

	shop->store = store;
	shop->log = basketlog_new(database, basket_is_over, shop);
	return shop;
}

void shop_free(struct shop *shop)
{
	if (shop == NULL)
		return;
	basketlog_free(shop->log);
	free(shop);
}

struct basketlog *shop_basketlog(struct shop *shop)
{
	return shop->log;
}

static void note(struct shop *shop, enum store_result result)
{
	snprintf(shop->detail, sizeof(shop->detail), "%s: %s",
		store_message(result), store_detail(shop->store));
}

static enum till_found failed(struct shop *shop, enum store_result result)
{
	note(shop, result);
	return TILL_FOUND_FAILED;
}

static const char *detail(void *context)
{
	const struct shop *shop = context;

	return shop->detail;
}

/* --- items ----------------------------------------------------------------- */

/* Items are collected first, and asked about afterwards. */
struct found {
	struct item items[TILL_CHOICES_MAX];
	struct quantity packs[TILL_CHOICES_MAX];
	size_t count;
	size_t room;
};

static bool collect_code(void *context, const struct item *item,
	struct quantity quantity)
{
	struct found *found = context;

	if (found->count == found->room)
		return false;
	found->packs[found->count] = quantity;
	found->items[found->count++] = *item;
	return true;
}

static bool collect(void *context, const struct item *item)
{
	return collect_code(context, item, quantity_of(QUANTITY_ONE));
}

static enum store_result describe(struct store *store, const struct item *item,
	struct quantity pack, struct till_item *out)
{
	int32_t today = store_today(store);
	struct agreement_terms terms;
	enum store_result result =
		agreement_resolve(store, item, today, &terms);

	*out = (struct till_item){.id = item->id,
		.counted = item_is_counted(item),
		.has_price = item->has_price,
		.price = item->price,
		.pack = pack,
		.consigned = item->producer != 0,
		.agreed = result == STORE_OK,
		.taxed = item->tax == ITEM_TAX_PPN &&
			agreement_mart_is_pkp(store, today)};
	snprintf(out->sku, sizeof(out->sku), "%s", item->sku);
	snprintf(out->name, sizeof(out->name), "%s", item->name);
	snprintf(out->unit, sizeof(out->unit), "%s", item->unit);
	if (result == STORE_OK)
		out->terms = terms.terms;
	if (result == STORE_OK || result == STORE_NOT_FOUND)
		result = item_on_hand(store, item->id, &out->on_hand);
	if (result == STORE_OK || result == STORE_NOT_FOUND)
		result = stock_only_expired(store, item->id, today,
			&out->only_expired);
	return result;
}

static enum till_found describe_all(struct shop *shop,
	const struct found *found, struct till_item items[], size_t *count)
{
	for (size_t i = 0; i < found->count; i++) {
		enum store_result result = describe(shop->store,
			&found->items[i], found->packs[i], &items[i]);

		if (result != STORE_OK)
			return failed(shop, result);
	}
	*count = found->count;
	return found->count == 0 ? TILL_FOUND_NOTHING : TILL_FOUND;
}

static enum till_found look_up(struct shop *shop, const char *text, bool code,
	struct till_item items[], size_t *count)
{
	struct found *found = xcalloc(1, sizeof(*found));
	enum store_result result;
	enum till_found answer;

	found->room = *count < TILL_CHOICES_MAX ? *count : TILL_CHOICES_MAX;
	result = code
		? item_find_code(shop->store, text, collect_code, found)
		: item_search(shop->store, text, found->room, collect, found);
	if (result == STORE_NOT_FOUND)
		answer = TILL_FOUND_NOTHING;
	else if (result != STORE_OK)
		answer = failed(shop, result);
	else
		answer = describe_all(shop, found, items, count);
	free(found);
	return answer;
}

static enum till_found find(void *context, const char *code,
	struct till_item items[], size_t *count)
{
	return look_up(context, code, true, items, count);
}

static enum till_found search(void *context, const char *text,
	struct till_item items[], size_t *count)
{
	return look_up(context, text, false, items, count);
}

/* --- rules and people ------------------------------------------------------ */

static void rules(void *context, struct till_rules *rules)
{
	struct shop *shop = context;
	int32_t today = store_today(shop->store);
	const char *text;

	*rules = (struct till_rules){
		.rounding = sale_rounding(shop->store, today),
		.ppn = agreement_ppn(shop->store, today),
		.discount_limit_bp = 2000,
		.rehearsal = store_is_rehearsal(shop->store)};
	text = store_setting(shop->store, "cashier_discount", today);
	if (text != NULL)
		(void)text_parse_integer(text, 0, BASIS_POINTS,
			&rules->discount_limit_bp);
	text = store_setting(shop->store, "name", today);
	snprintf(rules->mart, sizeof(rules->mart), "%s",
		text == NULL ? "" : text);
}

static enum till_pin check_pin(void *context, const char *name, const char *pin,
	struct till_user *out, int64_t *wait_s)
{
	struct shop *shop = context;
	struct user user;

	switch (user_check_pin(shop->store, name, pin, "till", &user, wait_s)) {
	case PIN_RIGHT:
		*out = (struct till_user){.id = user.id,
			.revision = user.document,
			.role = user.role};
		snprintf(out->name, sizeof(out->name), "%s", user.name);
		return TILL_PIN_RIGHT;
	case PIN_WRONG:
	case PIN_UNKNOWN:
		return TILL_PIN_WRONG;
	case PIN_LOCKED:
		return TILL_PIN_LOCKED;
	case PIN_FAILED:
		break;
	}
	snprintf(shop->detail, sizeof(shop->detail), "%s",
		store_detail(shop->store));
	return TILL_PIN_FAILED;
}

static void date(void *context, struct till_date *date)
{
	static const enum till_date_question questions[] = {
		[DAY_FINE] = TILL_DATE_FINE,
		[DAY_AHEAD] = TILL_DATE_AHEAD,
		[DAY_BACK] = TILL_DATE_BACK,
		[DAY_CLOSED] = TILL_DATE_CLOSED,
	};
	struct shop *shop = context;
	struct day_state state;

	*date = (struct till_date){.question = TILL_DATE_FINE};
	if (day_look(shop->store, &state) != STORE_OK)
		return;
	*date = (struct till_date){.question = questions[state.question],
		.today = state.today,
		.last = state.question == DAY_CLOSED ? state.closed
						     : state.last_day};
}

static int64_t open_shift(void *context, int64_t user)
{
	struct shop *shop = context;
	int64_t shift;

	if (shift_open_of(shop->store, user, &shift) != STORE_OK)
		return 0;
	return shift;
}

void shop_figures(const struct shift *shift, struct till_figures *out)
{
	const struct shift_figures *f = &shift->figures;

	*out = (struct till_figures){.number = shift->number,
		.receipts = f->receipts,
		.refund_receipts = f->refund_receipts,
		.gross = f->gross,
		.discounts = f->discounts,
		.sales = f->sales,
		.refunds = f->refunds,
		.rounding = f->rounding,
		.tax = f->tax,
		.cash = f->cash,
		.qris = f->qris,
		.qris_waiting = f->qris_waiting,
		.card = f->card,
		.transfer = f->transfer,
		.floated = f->floated,
		.cash_in = f->cash_in,
		.cash_out = f->cash_out,
		.drops = f->drops,
		.payouts = f->payouts,
		.expected = f->expected,
		.counted = shift->counted,
		.difference = shift->closed
			? money_minus(shift->counted, f->expected)
			: money_of(0),
		.is_counted = shift->closed,
		.voids = f->voids,
		.cancels = f->cancels,
		.drawer_openings = f->drawer_openings,
		.copies = f->copies};
}

static bool figures(void *context, int64_t document,
	struct till_figures *figures)
{
	struct shop *shop = context;
	struct shift shift;
	enum store_result result = shift_get(shop->store, document, &shift);

	if (result != STORE_OK) {
		note(shop, result);
		return false;
	}
	shop_figures(&shift, figures);
	return true;
}

/* --- receipts -------------------------------------------------------------- */

static enum till_receipt_found receipt_failed(struct shop *shop,
	enum store_result result)
{
	if (result == STORE_NOT_FOUND)
		return TILL_RECEIPT_NONE;
	note(shop, result);
	return TILL_RECEIPT_FAILED;
}

static void fill_line(const struct sale_line *line,
	struct till_receipt_line *out)
{
	*out = (struct till_receipt_line){.line = line->line,
		.counted = !refund_quantity_fits(line, quantity_of(1)),
		.sold = line->quantity,
		.left = quantity_minus(line->quantity, line->taken_quantity),
		.price = line->price,
		.net = line->net,
		.refund = refund_line_of(line)};
	snprintf(out->sku, sizeof(out->sku), "%s", line->sku);
	snprintf(out->name, sizeof(out->name), "%s", line->name);
	snprintf(out->unit, sizeof(out->unit), "%s", line->unit);
}

static void fill_receipt(struct shop *shop, const struct sale *sale,
	struct till_receipt *out)
{
	*out = (struct till_receipt){.document = sale->document,
		.day = sale->header.day,
		.count = sale->line_count};
	snprintf(out->receipt, sizeof(out->receipt), "%s", sale->receipt);
	for (size_t i = 0; i < sale->line_count; i++)
		fill_line(&sale->lines[i], &out->lines[i]);
	refund_receipt_of(shop->store, sale, &out->paid, &out->kept);
	for (size_t i = 0; i < sale->tender_count; i++) {
		struct money *left = &out->left[sale->tenders[i].kind];

		*left = money_plus(*left, sale->tenders[i].amount);
	}
	for (size_t i = 0; i < TILL_TENDER_KINDS; i++)
		out->left[i] =
			money_minus(out->left[i], sale->returned_tenders[i]);
}

static enum till_receipt_found receipt(void *context, const char *number,
	struct till_receipt *out)
{
	struct shop *shop = context;
	struct sale *sale;
	int64_t document;
	enum store_result result = sale_find(shop->store, number, &document);

	if (result == STORE_OK)
		result = sale_read(shop->store, document, &sale);
	if (result != STORE_OK)
		return receipt_failed(shop, result);
	if (sale->refund_of != 0 || sale->line_count > TILL_LINES_MAX) {
		sale_free(sale);
		return TILL_RECEIPT_IS_REFUND;
	}
	fill_receipt(shop, sale, out);
	sale_free(sale);
	return TILL_RECEIPT_FOUND;
}

static enum till_receipt_found paper(void *context, const char *number,
	int64_t *document)
{
	struct shop *shop = context;
	enum store_result result = number[0] == '\0'
		? sale_last(shop->store, document)
		: sale_find(shop->store, number, document);

	return result == STORE_OK ? TILL_RECEIPT_FOUND
				  : receipt_failed(shop, result);
}

/* --- suspended sales ------------------------------------------------------- */

struct waiting {
	struct till_suspended *list;
	int64_t users[TILL_SUSPENDED_MAX];
	size_t count;
	size_t room;
};

static bool collect_waiting(void *context, const struct suspended *suspended)
{
	struct waiting *waiting = context;
	struct till_suspended *one = &waiting->list[waiting->count];

	if (waiting->count == waiting->room)
		return false;
	*one = (struct till_suspended){.document = suspended->document,
		.number = suspended->number,
		.at_ms = suspended->at_ms};
	document_format(suspended->document, one->text);
	waiting->users[waiting->count++] = suspended->user;
	return true;
}

static enum till_found suspended_text_of(void *context, int64_t document,
	struct buffer *out)
{
	struct shop *shop = context;
	enum store_result result = suspended_text(shop->store, document, out);

	if (result == STORE_NOT_FOUND)
		return TILL_FOUND_NOTHING;
	return result == STORE_OK ? TILL_FOUND : failed(shop, result);
}

static void add_up(struct shop *shop, struct till_basket *basket,
	struct till_suspended *one)
{
	struct buffer text;
	struct basket_failure failure;

	buffer_init(&text, TILL_BASKET_TEXT_MAX);
	if (suspended_text_of(shop, one->document, &text) == TILL_FOUND &&
		till_basket_read(basket, buffer_str(&text)) &&
		till_basket_reprice(basket,
			agreement_ppn(shop->store, store_today(shop->store)),
			&failure) == BASKET_OK) {
		one->total = basket->totals.net;
		for (size_t i = 0; i < basket->line_count; i++)
			if (!quantity_add(&one->units, one->units,
				    basket->lines[i].quantity))
				break;
	}
	buffer_release(&text);
}

static enum till_found suspended(void *context, struct till_suspended list[],
	size_t *count)
{
	struct shop *shop = context;
	struct waiting waiting = {.list = list,
		.room = *count < TILL_SUSPENDED_MAX ? *count
						    : TILL_SUSPENDED_MAX};
	enum store_result result =
		suspended_list(shop->store, collect_waiting, &waiting);
	struct till_basket basket;

	*count = waiting.count;
	if (result == STORE_NOT_FOUND)
		return TILL_FOUND_NOTHING;
	if (result != STORE_OK)
		return failed(shop, result);
	till_basket_init(&basket);
	for (size_t i = 0; i < waiting.count; i++) {
		struct user user;

		add_up(shop, &basket, &list[i]);
		if (user_get(shop->store, waiting.users[i], &user) == STORE_OK)
			snprintf(list[i].by, sizeof(list[i].by), "%s",
				user.name);
	}
	till_basket_release(&basket);
	return TILL_FOUND;
}

/* --- open baskets ---------------------------------------------------------- */

/* Sold, suspended or cancelled, and only the log does not know; or a copy of
 * a suspended sale whose recall was not saved. */
static bool basket_is_over(void *context, const struct till_basket *basket)
{
	struct shop *shop = context;
	struct buffer text;
	int64_t document;
	bool waits;

	if (!basket->has_token ||
		document_by_token(shop->store, basket->token, &document) ==
			STORE_OK)
		return true;
	if (basket->recalled == 0)
		return false;
	buffer_init(&text, TILL_BASKET_TEXT_MAX);
	waits = suspended_text(shop->store, basket->recalled, &text) ==
		STORE_OK;
	buffer_release(&text);
	return waits;
}

static bool left_open(void *context, int64_t user, struct till_basket *basket)
{
	struct shop *shop = context;

	return basketlog_take(shop->log, user, basket);
}

static size_t baskets_elsewhere(void *context, int64_t user)
{
	struct shop *shop = context;

	return basketlog_elsewhere(shop->log, user);
}

static void token(void *context, unsigned char token[TILL_TOKEN_SIZE])
{
	(void)context;
	random_fill(token, TILL_TOKEN_SIZE);
}

static bool room(void *context, int64_t *megabytes)
{
	struct shop *shop = context;
	struct store_room disk;

	store_room(shop->store, &disk);
	*megabytes = disk.free >> 20;
	return disk.sale;
}

const struct till_shop shop_table = {
	.find = find,
	.search = search,
	.rules = rules,
	.check_pin = check_pin,
	.date = date,
	.open_shift = open_shift,
	.figures = figures,
	.receipt = receipt,
	.paper = paper,
	.suspended = suspended,
	.suspended_text = suspended_text_of,
	.left_open = left_open,
	.baskets_elsewhere = baskets_elsewhere,
	.token = token,
	.room = room,
	.detail = detail,
};
