/* The mart in a table. */
#include "tests/unit/fake_shop.h"

#include <stdio.h>
#include <string.h>

static const struct row {
	const char *code;
	const char *sku;
	int64_t price; /* 0: none */
	int64_t pack;
	bool counted;
	bool consigned;
	bool agreed;
	bool expired;
	enum terms_kind terms;
	int64_t value;
} rows[] = {
	{"8991234567891", "KRP", 12500, 1000, true, true, true, false,
		TERMS_PERCENT, 2000},
	{"8991234567907", "KRP", 12500, 12000, true, true, true, false,
		TERMS_PERCENT, 2000},
	{"", "KOPI", 78000, 1000, false, true, true, false, TERMS_PERCENT,
		2000},
	{"", "TEH", 10000, 1000, true, false, true, false, TERMS_OWN, 0},
	{"", "MADU", 15000, 1000, true, true, true, false, TERMS_COST, 12000},
	{"96", "SUSU", 7000, 1000, true, false, true, false, TERMS_OWN, 0},
	{"96", "SUSUC", 7500, 1000, true, false, true, false, TERMS_OWN, 0},
	{"", "BASI", 5000, 1000, true, false, true, true, TERMS_OWN, 0},
	{"", "BARU", 0, 1000, true, false, true, false, TERMS_OWN, 0},
	{"", "LIAR", 5000, 1000, true, true, false, false, TERMS_OWN, 0},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* Both rows of KRP are one item. */
static int64_t id_of(const char *sku)
{
	for (size_t i = 0; i < ROWS; i++)
		if (strcmp(rows[i].sku, sku) == 0)
			return (int64_t)i + 1;
	return 0;
}

static void fill(const struct row *row, bool pack, struct till_item *item)
{
	*item = (struct till_item){.id = id_of(row->sku),
		.counted = row->counted,
		.has_price = row->price != 0,
		.price = money_of(row->price),
		.pack = quantity_of(pack ? row->pack : QUANTITY_ONE),
		.on_hand = quantity_of(100000),
		.only_expired = row->expired,
		.consigned = row->consigned,
		.agreed = row->agreed,
		.terms = {.kind = row->terms, .value = row->value}};
	snprintf(item->sku, sizeof(item->sku), "%s", row->sku);
	snprintf(item->name, sizeof(item->name), "Barang %s", row->sku);
	snprintf(item->unit, sizeof(item->unit), "%s",
		row->counted ? "pcs" : "kg");
}

static enum till_found find(void *context, const char *code,
	struct till_item items[], size_t *count)
{
	size_t found = 0;

	(void)context;
	for (size_t i = 0; i < ROWS && found < *count; i++)
		if (rows[i].code[0] != '\0' && strcmp(rows[i].code, code) == 0)
			fill(&rows[i], true, &items[found++]);
	for (size_t i = 0; i < ROWS && found == 0; i++)
		if (strcmp(rows[i].sku, code) == 0)
			fill(&rows[i], false, &items[found++]);
	*count = found;
	return found == 0 ? TILL_FOUND_NOTHING : TILL_FOUND;
}

static enum till_found search(void *context, const char *text,
	struct till_item items[], size_t *count)
{
	size_t found = 0;

	(void)context;
	for (size_t i = 0; i < ROWS && found < *count; i++)
		if (strstr(rows[i].sku, text) != NULL && i != 1)
			fill(&rows[i], false, &items[found++]);
	*count = found;
	return found == 0 ? TILL_FOUND_NOTHING : TILL_FOUND;
}

static void rules(void *context, struct till_rules *out)
{
	(void)context;
	*out = (struct till_rules){
		.rounding = {.unit = 100, .direction = ROUNDING_DOWN},
		.ppn = {11, 111},
		.discount_limit_bp = 2000,
		.mart = "Mart"};
}

static enum till_pin check_pin(void *context, const char *name, const char *pin,
	struct till_user *user, int64_t *wait_s)
{
	static const struct {
		const char *name;
		enum role role;
	} users[] = {{"kasir", ROLE_CASHIER}, {"sari", ROLE_SUPERVISOR},
		{"rina", ROLE_AUDITOR}};

	(void)context;
	*wait_s = 0;
	for (size_t i = 0; i < 3; i++)
		if (strcmp(users[i].name, name) == 0 &&
			strcmp(pin, "246810") == 0) {
			*user = (struct till_user){
				.id = (int64_t)i + 1, .role = users[i].role};
			snprintf(user->name, sizeof(user->name), "%s", name);
			return TILL_PIN_RIGHT;
		}
	return TILL_PIN_WRONG;
}

static int64_t open_shift(void *context, int64_t user)
{
	const struct fake_shop *shop = context;

	(void)user;
	return shop->shift;
}

static bool figures(void *context, int64_t shift, struct till_figures *out)
{
	(void)context;
	(void)shift;
	*out = (struct till_figures){.receipts = 1};
	return true;
}

static enum till_receipt_found receipt(void *context, const char *number,
	struct till_receipt *out)
{
	(void)context;
	if (strcmp(number, "GTN-1-000002") == 0)
		return TILL_RECEIPT_IS_REFUND;
	if (strcmp(number, "GTN-1-000001") != 0)
		return TILL_RECEIPT_NONE;
	*out = (struct till_receipt){.document = 77,
		.count = 1,
		.paid = {.completed_by_cash = true,
			.rounding = {.unit = 100},
			.paid = money_of(30000)},
		.kept = money_of(30000),
		.left = {money_of(30000)}};
	snprintf(out->receipt, sizeof(out->receipt), "%s", number);
	out->lines[0] = (struct till_receipt_line){.line = 1,
		.sku = "TEH",
		.name = "Barang TEH",
		.unit = "pcs",
		.counted = true,
		.sold = quantity_of(3000),
		.left = quantity_of(3000),
		.price = money_of(10000),
		.net = money_of(30000),
		.refund = {.sold = {.gross = money_of(30000)},
			.sold_quantity = quantity_of(3000)}};
	return TILL_RECEIPT_FOUND;
}

static enum till_receipt_found paper(void *context, const char *number,
	int64_t *document)
{
	struct till_receipt receipt_found;

	if (number[0] == '\0')
		number = "GTN-1-000001";
	*document = 77;
	return receipt(context, number, &receipt_found);
}

static enum till_found suspended(void *context, struct till_suspended list[],
	size_t *count)
{
	const struct fake_shop *shop = context;

	*count = shop->suspended[0] != '\0';
	if (*count == 0)
		return TILL_FOUND_NOTHING;
	list[0] = (struct till_suspended){
		.document = 55, .number = 1, .text = "1-55"};
	return TILL_FOUND;
}

static enum till_found suspended_text(void *context, int64_t document,
	struct buffer *out)
{
	const struct fake_shop *shop = context;

	if (document != 55 || shop->suspended[0] == '\0')
		return TILL_FOUND_NOTHING;
	buffer_add_str(out, shop->suspended);
	return TILL_FOUND;
}

static bool left_open(void *context, int64_t user, struct till_basket *basket)
{
	(void)context;
	(void)user;
	(void)basket;
	return false;
}

static size_t baskets_elsewhere(void *context, int64_t user)
{
	const struct fake_shop *shop = context;

	(void)user;
	return shop->baskets_elsewhere;
}

static void token(void *context, unsigned char token[TILL_TOKEN_SIZE])
{
	struct fake_shop *shop = context;

	memset(token, 0, TILL_TOKEN_SIZE);
	token[0] = (unsigned char)++shop->token;
}

static const char *detail(void *context)
{
	(void)context;
	return "nothing";
}

static void date(void *context, struct till_date *out)
{
	const struct fake_shop *shop = context;

	*out = shop->date;
}

static bool room(void *context, int64_t *megabytes)
{
	const struct fake_shop *shop = context;

	*megabytes = shop->full ? 3 : 3000;
	return !shop->full;
}

const struct till_shop fake_shop = {
	.find = find,
	.search = search,
	.rules = rules,
	.check_pin = check_pin,
	.open_shift = open_shift,
	.figures = figures,
	.receipt = receipt,
	.paper = paper,
	.suspended = suspended,
	.suspended_text = suspended_text,
	.date = date,
	.left_open = left_open,
	.baskets_elsewhere = baskets_elsewhere,
	.token = token,
	.room = room,
	.detail = detail,
};

/* What a database would do with an order. */
static void save(struct till *till, struct fake_shop *shop,
	const struct till_order *order, struct till_saved *saved)
{
	struct buffer text;

	saved->document = 1000 + order->kind;
	saved->number = 1;
	saved->total = till_view(till)->basket->totals.net;
	snprintf(saved->receipt, sizeof(saved->receipt), "GTN-1-000009");
	if (order->kind == TILL_ORDER_SUSPEND) {
		buffer_init(&text, sizeof(shop->suspended) - 1);
		till_basket_write(till_view(till)->basket, &text);
		snprintf(shop->suspended, sizeof(shop->suspended), "%s",
			buffer_str(&text));
		buffer_release(&text);
	} else if (order->kind == TILL_ORDER_RECALL) {
		shop->suspended[0] = '\0';
	} else if (order->kind == TILL_ORDER_DATE) {
		shop->date.question = TILL_DATE_FINE;
	} else if (order->kind == TILL_ORDER_OPEN) {
		shop->shift = saved->document;
	} else if (order->kind == TILL_ORDER_CLOSE) {
		shop->shift = 0;
	}
}

enum till_order_kind fake_send(struct till *till, struct fake_shop *shop,
	const struct till_event *event, bool ok)
{
	const struct till_effects *effects = till_handle(till, event);
	enum till_order_kind last = TILL_ORDER_NONE;

	while ((effects->set & TILL_EFFECT_SAVE) != 0) {
		struct till_order order = effects->order;
		struct till_saved saved = {.ok = ok, .msgid = "no"};

		last = order.kind;
		if (ok)
			save(till, shop, &order, &saved);
		effects = till_handle(till,
			&(struct till_event){
				.kind = TILL_SAVED, .saved = &saved});
	}
	return last;
}

enum till_order_kind fake_text(struct till *till, struct fake_shop *shop,
	enum till_event_kind kind, const char *text)
{
	return fake_send(till, shop,
		&(struct till_event){
			.kind = kind, .text = text, .text2 = "246810"},
		true);
}

enum till_order_kind fake_key(struct till *till, struct fake_shop *shop,
	enum till_key key, const char *text)
{
	return fake_send(till, shop,
		&(struct till_event){
			.kind = TILL_KEY, .key = key, .text = text},
		true);
}

enum till_order_kind fake_tender(struct till *till, struct fake_shop *shop,
	enum till_tender_kind kind, int64_t rupiah)
{
	return fake_send(till, shop,
		&(struct till_event){.kind = TILL_TENDER,
			.tender = kind,
			.amount = money_of(rupiah),
			.text = ""},
		true);
}

struct till *fake_till(struct fake_shop *shop, int64_t shift)
{
	struct till *till;

	*shop = (struct fake_shop){.shift = shift};
	till = till_new(&fake_shop, shop);
	fake_text(till, shop, TILL_LOGIN, "kasir");
	return till;
}
