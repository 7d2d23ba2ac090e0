/*
 * import items: a shop's own catalogue. Each row is an item card that obeys
 * the rules of `item add`; what differs from the mart is written as one
 * document. Stock is taken in once, as the opening stock of goods that have
 * never moved here: a receipt for each producer, and one for own goods.
 */
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/item_card.h"
#include "backoffice/import/import.h"
#include "backoffice/import/items.h"
#include "backoffice/import/map.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"
#include "schema/rules/gtin.h"

const struct import_column item_import_columns[ITEM_COLUMN_COUNT] = {
	[ITEM_SKU] = {"sku",
		"kode|code|plu|kode barang|kode item|kode produk|item code"
		"|product code|no barang|artikel",
		CELL_TEXT, true},
	[ITEM_NAME] = {"name",
		"nama|description|deskripsi|nama barang|nama produk|nama item"
		"|item name|product name|product|produk|uraian",
		CELL_TEXT, true},
	[ITEM_PRICE] = {"price",
		"harga|retail|harga jual|harga eceran|selling price|unit price"
		"|retail price|sell price",
		CELL_RUPIAH, true},
	[ITEM_MEMBER_PRICE] = {"member_price",
		"harga anggota|harga member|member", CELL_RUPIAH, false},
	[ITEM_BARCODE] = {"barcode",
		"barcodes|ean|upc|gtin|ean13|kode batang|upc ean isbn",
		CELL_TEXT, false},
	[ITEM_UNIT] = {"unit", "satuan|uom|units", CELL_TEXT, false},
	[ITEM_PRODUCER] = {"producer",
		"produsen|penitip|kode penitip|kode produsen|producer code"
		"|consignor|ikm",
		CELL_TEXT, false},
	[ITEM_CATEGORY] = {"category",
		"kategori|kelompok|golongan|group|departemen|department|jenis",
		CELL_TEXT, false},
	[ITEM_TAX] = {"tax", "pajak|ppn|vat", CELL_TEXT, false},
	[ITEM_SHELF_LIFE] = {"shelf_life_days",
		"shelf life|masa simpan|umur simpan|daya simpan hari",
		CELL_TEXT, false},
	[ITEM_ON_HAND] = {"on_hand",
		"stok|stock|qty|quantity|jumlah|sisa|stok akhir|saldo stok",
		CELL_QUANTITY, false},
	[ITEM_COST] = {"cost",
		"harga beli|harga pokok|hpp|modal|harga modal|cost price"
		"|purchase price|buying price",
		CELL_RUPIAH, false},
	[ITEM_ACTIVE] = {"active", "aktif", CELL_TEXT, false},
};

static const char *const tax_words[] = {
	"none|tidak|non ppn|tanpa ppn", "ppn|ya|vat", "exempt|bebas", NULL};
static const char *const active_words[] = {
	"yes|ya|y|1|true|aktif", "no|tidak|n|0|false|nonaktif", NULL};

/* What other programs write for our units. */
static const struct {
	const char *theirs;
	const char *ours;
} unit_synonyms[] = {
	{"buah", "pcs"},
	{"bh", "pcs"},
	{"biji", "pcs"},
	{"pc", "pcs"},
	{"pce", "pcs"},
	{"piece", "pcs"},
	{"unit", "pcs"},
	{"ea", "pcs"},
	{"each", "pcs"},
	{"kilo", "kg"},
	{"kilogram", "kg"},
	{"gr", "g"},
	{"gram", "g"},
	{"ltr", "l"},
	{"liter", "l"},
	{"litre", "l"},
	{"meter", "m"},
	{"mtr", "m"},
	{"bks", "bungkus"},
	{"btl", "botol"},
	{"lbr", "lembar"},
	{"lsn", "lusin"},
	{"ktk", "box"},
	{"kotak", "box"},
	{"ctn", "dus"},
	{"karton", "dus"},
};

/* Whose goods they are: number 0 is the mart itself. */
struct party {
	int64_t producer;
	bool active;
	struct document *receipt; /* of opening stock; NULL: none yet */
	int64_t lines;
	char code[PRODUCER_CODE_SIZE];
};

struct items {
	struct import *import;
	struct context *context;
	struct map *skus;      /* -> the line */
	struct map *codes;     /* -> the line */
	struct map *producers; /* a code -> index of parties + 1 */
	struct party *parties;
	size_t party_count;
	bool mart_has_items;
	int zero_price; /* -1 ask, 0 skip, 1 none */
	int own_cost;   /* -1 ask, 0 zero, 1 skip */
	int64_t supplier;
	struct item_card card;
	size_t party; /* of the row */
	bool skip;    /* the row is left out */
};

/* --- one row's card ----------------------------------------------------- */

static void take_sku(struct items *items)
{
	struct import *import = items->import;
	struct context *context = items->context;
	char sku[ITEM_SKU_SIZE] = "";
	int64_t line;
	struct item found;

	item_card_new(&items->card);
	if (!import_text(import, ITEM_SKU, sku, sizeof(sku))) {
		if (import_cell(import, ITEM_SKU)[0] == '\0')
			command_problem(context, import_where(import, ITEM_SKU),
				_("is empty"));
		return;
	}
	if (!check_code(context, import_where(import, ITEM_SKU), sku))
		return;
	line = map_find(items->skus, sku);
	if (line != 0) {
		command_problem(context, import_where(import, ITEM_SKU),
			_("“%s” is in line %lld already"), sku,
			(long long)line);
		return;
	}
	map_add(items->skus, sku, (int64_t)import_line(import));
	if (items->mart_has_items &&
		item_find_sku(context->store, sku, &found) == STORE_OK)
		item_card_of(&items->card, &found);
	snprintf(items->card.item.sku, sizeof(items->card.item.sku), "%s", sku);
}

static void take_name(struct items *items)
{
	struct import *import = items->import;
	struct item *item = &items->card.item;

	if (!import_text(import, ITEM_NAME, item->name, sizeof(item->name)) &&
		import_cell(import, ITEM_NAME)[0] == '\0')
		command_problem(items->context, import_where(import, ITEM_NAME),
			_("is empty"));
}

/* No price, or 0: a person decides what becomes of the item. */
static void take_no_price(struct items *items)
{
	struct import *import = items->import;

	if (items->card.item.has_price &&
		import_cell(import, ITEM_PRICE)[0] == '\0')
		return; /* it says nothing, and the mart knows one */
	if (items->zero_price < 0) {
		import_ask(import, ASK_PRICE, items->card.item.sku, ITEM_PRICE,
			_("%s has no price"), items->card.item.name);
		return;
	}
	items->skip = items->zero_price == 0;
	if (items->skip)
		import_tell(import, WHAT_SKIP, items->card.item.sku, "price",
			_("%s has no price"), items->card.item.name);
}

static void take_prices(struct items *items)
{
	struct import *import = items->import;
	struct item *item = &items->card.item;
	int64_t rupiah = 0;
	int before = items->context->problems;
	bool read = import_number(import, ITEM_PRICE, TEXT_NUMBER_MAX, &rupiah);

	if (read && rupiah > 0) {
		item->price = money_of(rupiah);
		item->has_price = true;
		item_card_check_price(items->context,
			import_where(import, ITEM_PRICE), item);
	} else if (items->context->problems == before &&
		(read || import_cell(import, ITEM_PRICE)[0] == '\0')) {
		take_no_price(items);
	}
	if (import_number(import, ITEM_MEMBER_PRICE, TEXT_NUMBER_MAX,
		    &rupiah) &&
		rupiah > 0) {
		item->member_price = money_of(rupiah);
		item->has_member_price = true;
	}
	item_card_check_member_price(items->context,
		import_where(import,
			import_has(import, ITEM_MEMBER_PRICE)
				? ITEM_MEMBER_PRICE
				: ITEM_PRICE),
		item);
}

static void take_unit(struct items *items)
{
	struct import *import = items->import;
	size_t count = sizeof(unit_synonyms) / sizeof(*unit_synonyms);
	const char *cell = import_cell(import, ITEM_UNIT);
	struct item *item = &items->card.item;
	int index;

	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(cell, unit_synonyms[i].theirs) == 0) {
			snprintf(item->unit, sizeof(item->unit), "%s",
				unit_synonyms[i].ours);
			return;
		}
	}
	if (import_word(import, ITEM_UNIT, item_units, &index))
		snprintf(item->unit, sizeof(item->unit), "%s",
			item_units[index]);
}

/* The party of a producer, looked up once; 0 if there is none. */
static size_t find_party(struct items *items, const char *what,
	const char *code)
{
	size_t known = (size_t)map_find(items->producers, code);
	struct producer producer;
	struct party *party;

	if (known != 0)
		return known - 1;
	if (!find_producer(items->context, what, code, &producer))
		return 0;
	items->parties = xreallocarray(items->parties, items->party_count + 1,
		sizeof(*items->parties));
	party = &items->parties[items->party_count++];
	*party = (struct party){
		.producer = producer.id, .active = producer.active};
	snprintf(party->code, sizeof(party->code), "%s", producer.code);
	map_add(items->producers, code, (int64_t)items->party_count);
	return items->party_count - 1;
}

static void take_producer(struct items *items)
{
	struct import *import = items->import;
	struct item_card *card = &items->card;
	char code[PRODUCER_CODE_SIZE];
	int index;

	/* what is not sold any more may be of one who left */
	if (import_word(import, ITEM_ACTIVE, active_words, &index))
		card->item.active = index == 0;
	items->party = 0;
	if (import_text(import, ITEM_PRODUCER, code, sizeof(code))) {
		items->party = find_party(items,
			import_where(import, ITEM_PRODUCER), code);
		card->item.producer = items->parties[items->party].producer;
		item_card_check_producer(items->context,
			import_where(import, ITEM_PRODUCER), card);
	} else if (card->item.producer != 0) {
		items->party = find_party(items,
			import_where(import, ITEM_PRODUCER),
			producer_code(items->context, card->item.producer));
	}
}

static void take_details(struct items *items)
{
	struct import *import = items->import;
	struct item *item = &items->card.item;
	int index;

	take_unit(items);
	item_card_check_unit(items->context, import_where(import, ITEM_UNIT),
		&items->card);
	import_text(import, ITEM_CATEGORY, item->category,
		sizeof(item->category));
	if (import_word(import, ITEM_TAX, tax_words, &index))
		item->tax = (enum item_tax)index;
	import_integer(import, ITEM_SHELF_LIFE, 36500, &item->shelf_life_days);
	if (item->tax == ITEM_TAX_PPN)
		item_card_check_tax(items->context,
			import_where(import, ITEM_TAX), item);
}

/* --- its codes ---------------------------------------------------------- */

/* 8.99123E+12: a spreadsheet took the code for a number and cut it. */
static bool is_cut_code(const char *code)
{
	size_t digits = strspn(code, "0123456789.,");

	return digits > 0 && strchr("Ee", code[digits]) && code[digits] &&
		code[digits + 1] == '+' &&
		strspn(code + digits + 2, "0123456789") ==
		strlen(code + digits + 2) &&
		strcspn(code, ".,") < digits;
}

struct owner_search {
	struct items *items;
	const char *code;
};

static bool see_owner(void *context, const struct item *item,
	struct quantity quantity)
{
	struct owner_search *search = context;
	struct items *items = search->items;

	(void)quantity;
	if (item->id != items->card.item.id)
		import_tell(items->import, WHAT_NOTE, items->card.item.sku,
			"barcode",
			_("%s is a code of %s too; the till will ask which"),
			search->code, item->sku);
	return true;
}

/* What a person may want to know of a code that is right. */
static void note_code(struct items *items, const char *code)
{
	struct import *import = items->import;
	const char *sku = items->card.item.sku;
	struct owner_search search = {items, code};
	int64_t line = map_find(items->codes, code);
	char gtin[GTIN_SIZE];

	if (gtin_normalise(code, gtin) == GTIN_WRONG_CHECK)
		import_tell(import, WHAT_NOTE, sku, "barcode",
			_("the last digit of %s is not that of a GTIN; perhaps "
			  "it is mistyped"),
			code);
	if (line != 0)
		import_tell(import, WHAT_NOTE, sku, "barcode",
			_("%s is a code of line %lld too; the till will ask "
			  "which"),
			code, (long long)line);
	else
		map_add(items->codes, code, (int64_t)import_line(import));
	if (items->mart_has_items)
		item_find_code(items->context->store, code, see_owner, &search);
}

/* Whether the mart has this code of the item already, in that quantity. */
static bool has_code(const char *codes, const char *given)
{
	size_t length = strlen(given);

	while (*codes) {
		size_t here = strcspn(codes, " ");

		if (here == length && strncmp(codes, given, length) == 0)
			return true;
		codes += here + (codes[here] == ' ' ? 1 : 0);
	}
	return false;
}

static void take_code(struct items *items, const char *given,
	const char *had_codes)
{
	struct context *context = items->context;
	const char *what = import_where(items->import, ITEM_BARCODE);
	const char *code = given;
	bool added;

	if (has_code(had_codes, given))
		return;
	if (is_cut_code(given)) {
		command_problem(context, what,
			_("“%s” was cut by a spreadsheet; make the column text "
			  "and export it again"),
			given);
		return;
	}
	if (strchr(given, '='))
		added = item_card_add_pack(context, what, &items->card, given,
			&code);
	else
		added = item_card_add_code(context, what, &items->card, given,
			quantity_of(QUANTITY_ONE));
	if (added)
		note_code(items, code);
}

static void take_codes(struct items *items)
{
	char *cell = xstrdup(import_cell(items->import, ITEM_BARCODE));
	struct buffer had;
	char *at = cell;

	buffer_init(&had, 10000);
	if (items->card.item.id != 0 && *at)
		item_codes(items->context->store, items->card.item.id, &had);
	while (*at) {
		size_t length = strcspn(at, " ");
		char *next = at + length + (at[length] == ' ' ? 1 : 0);

		at[length] = '\0';
		take_code(items, at, buffer_str(&had));
		at = next;
	}
	buffer_release(&had);
	free(cell);
}

/* A SKU that is also the package code of another item does not find this
 * one. */
static void note_sku(struct items *items)
{
	const char *sku = items->card.item.sku;
	int64_t line = map_find(items->codes, sku);

	if (line != 0 && line != (int64_t)import_line(items->import))
		import_tell(items->import, WHAT_NOTE, sku, "sku",
			_("is a barcode of line %lld; the till finds that item "
			  "by it"),
			(long long)line);
	for (size_t i = 0; i < items->card.code_count; i++) {
		const char *code = items->card.codes[i].code;

		line = map_find(items->skus, code);
		if (line != 0 && strcmp(code, sku) != 0)
			import_tell(items->import, WHAT_NOTE, sku, "barcode",
				_("%s is the SKU of line %lld; the till finds "
				  "this item by it"),
				code, (long long)line);
	}
}

/* --- opening stock ------------------------------------------------------ */

static void see_moved(void *context, const struct stock_event *event)
{
	bool *moved = context;

	(void)event;
	*moved = true;
}

/* Whether the quantity is to be taken in. Goods that moved here before have a
 * stock of their own. */
static bool is_opening(struct items *items, int64_t thousandths)
{
	struct store *store = items->context->store;
	const struct item *item = &items->card.item;
	struct quantity on_hand = quantity_of(0);
	char books[TEXT_NUMBER_SIZE], file[TEXT_NUMBER_SIZE];
	bool moved = false;

	if (item->id == 0)
		return thousandths > 0;
	item_on_hand(store, item->id, &on_hand);
	if (quantity_thousandths(on_hand) == thousandths)
		return false;
	stock_history(store, item->id, CALENDAR_ALWAYS, see_moved, &moved);
	if (!moved)
		return thousandths > 0;
	import_ask(items->import, ASK_STOCK, item->sku, ITEM_ON_HAND,
		_("the books say %s, the file %s"),
		text_show_quantity(quantity_thousandths(on_hand), books),
		text_show_quantity(thousandths, file));
	return false;
}

/* What a unit of own goods cost; false: it is not taken in. */
static bool find_cost(struct items *items, struct stock_want *want)
{
	struct import *import = items->import;
	int64_t rupiah = 0;

	want->has_unit_cost = true;
	if (import_number(import, ITEM_COST, TEXT_NUMBER_MAX, &rupiah)) {
		want->unit_cost = money_of(rupiah);
		return true;
	}
	want->unit_cost = money_of(0);
	if (import_cell(import, ITEM_COST)[0] != '\0' ||
		import_cell(import, ITEM_PRODUCER)[0] != '\0')
		return false; /* what is wrong with it was named */
	if (items->own_cost < 0)
		import_ask(import, ASK_COST, items->card.item.sku, ITEM_ON_HAND,
			_("nobody consigns %s, and what it cost is not known"),
			items->card.item.name);
	return items->own_cost == 0;
}

/* As the export writes what the books say, also below 0. */
static bool is_as_known(struct items *items)
{
	const struct item *item = &items->card.item;
	struct quantity on_hand = quantity_of(0);
	char books[TEXT_NUMBER_SIZE];

	if (item->id == 0)
		return false;
	item_on_hand(items->context->store, item->id, &on_hand);
	text_format_quantity(quantity_thousandths(on_hand), books);
	return strcmp(import_cell(items->import, ITEM_ON_HAND), books) == 0;
}

/* The stock of the row, if it is to be taken in. */
static bool read_stock(struct items *items, struct stock_want *want)
{
	struct import *import = items->import;
	const char *what;
	int64_t thousandths = 0;
	enum stock_outcome outcome;

	if (is_as_known(items))
		return false;
	if (!import_number(import, ITEM_ON_HAND, QUANTITY_MAX, &thousandths))
		return false;
	what = import_where(import, ITEM_ON_HAND);
	*want = (struct stock_want){.quantity = quantity_of(thousandths)};
	outcome = stock_check_quantity(&items->card.item, want->quantity);
	if (outcome != STOCK_DONE) {
		command_problem(items->context, what, "%s",
			language_translate(stock_message(outcome)));
		return false;
	}
	if (!is_opening(items, thousandths))
		return false;
	if (items->card.item.producer == 0)
		return find_cost(items, want);
	if (!items->parties[items->party].active) {
		command_problem(items->context,
			import_where(import, ITEM_ON_HAND),
			_("%s leaves no goods here any more"),
			items->parties[items->party].code);
		return false;
	}
	return true;
}

/* The receipt of the row's party, begun when it is first needed. */
static struct document *receipt_of(struct items *items, struct party *party)
{
	struct context *context = items->context;
	const char *supplier = command_text(context, "supplier");

	if (party->receipt)
		return party->receipt;
	party->receipt =
		document_begin(context->store, "receive", &context->author);
	if (party->producer == 0) {
		supplier = supplier ? supplier : _("opening stock");
		if (supplier_find(context->store, supplier, &items->supplier) ==
			STORE_NOT_FOUND)
			supplier_write(context->store, party->receipt, supplier,
				&items->supplier);
	}
	stock_write_head(party->receipt, party->producer,
		party->producer ? 0 : items->supplier, _("opening stock"));
	return party->receipt;
}

static void write_stock(struct items *items, struct stock_want *want)
{
	struct context *context = items->context;
	struct party *party = &items->parties[items->party];
	int32_t today = store_today(context->store);
	struct document *receipt = receipt_of(items, party);
	char quantity[TEXT_NUMBER_SIZE];
	enum stock_outcome outcome;

	want->item = items->card.item;
	if (want->item.shelf_life_days > 0 &&
		!calendar_add(&want->expiry, today, want->item.shelf_life_days))
		want->expiry = 0;
	outcome = stock_write_received(context->store, receipt, ++party->lines,
		want, party->producer ? 0 : items->supplier);
	if (outcome != STOCK_DONE) {
		command_problem(context,
			import_where(items->import, ITEM_ON_HAND), "%s",
			language_translate(stock_message(outcome)));
		return;
	}
	import_tell(items->import, WHAT_STOCK, want->item.sku, "on_hand",
		"%s %s %s",
		text_show_quantity(quantity_thousandths(want->quantity),
			quantity),
		want->item.unit, party->code);
}

/* --- the row ------------------------------------------------------------ */

static void tell_price(struct items *items, const char *column, bool had,
	struct money before, bool has, struct money after)
{
	char old[TEXT_NUMBER_SIZE] = "-", new[TEXT_NUMBER_SIZE] = "-";

	if (had == has && (!has || money_compare(before, after) == 0))
		return;
	if (had)
		text_format_rupiah(money_rupiah(before), old);
	if (has)
		text_format_rupiah(money_rupiah(after), new);
	import_tell(items->import, WHAT_CHANGE, items->card.item.sku, column,
		"%s -> %s", old, new);
}

static void tell_text(struct items *items, const char *column,
	const char *before, const char *after)
{
	if (strcmp(before, after) != 0)
		import_tell(items->import, WHAT_CHANGE, items->card.item.sku,
			column, "%s -> %s", before, after);
}

/* Each difference; they count as one change. */
static void tell_changes(struct items *items)
{
	const struct item *a = &items->card.before;
	const struct item *b = &items->card.item;
	size_t count = items->import->count[WHAT_CHANGE];
	char producer[PRODUCER_CODE_SIZE], old[40], new[40];

	snprintf(producer, sizeof(producer), "%s",
		producer_code(items->context, a->producer));
	snprintf(old, sizeof(old), "%lld", (long long)a->shelf_life_days);
	snprintf(new, sizeof(new), "%lld", (long long)b->shelf_life_days);
	tell_text(items, "name", a->name, b->name);
	tell_price(items, "price", a->has_price, a->price, b->has_price,
		b->price);
	tell_price(items, "member_price", a->has_member_price, a->member_price,
		b->has_member_price, b->member_price);
	for (size_t i = 0; i < items->card.code_count; i++)
		tell_text(items, "barcode", "", items->card.codes[i].code);
	tell_text(items, "unit", a->unit, b->unit);
	tell_text(items, "producer", producer,
		producer_code(items->context, b->producer));
	tell_text(items, "category", a->category, b->category);
	tell_text(items, "tax", item_tax_name(a->tax), item_tax_name(b->tax));
	tell_text(items, "shelf_life_days", old, new);
	tell_text(items, "active", yes_no_words[a->active ? 0 : 1],
		yes_no_words[b->active ? 0 : 1]);
	items->import->count[WHAT_CHANGE] = count + 1;
}

static void write_row(struct items *items)
{
	struct import *import = items->import;
	struct item_card *card = &items->card;
	char price[TEXT_NUMBER_SIZE] = "-";

	if (!item_card_differs(card)) {
		import->unchanged++;
		return;
	}
	if (card->item.id == 0 && card->item.has_price)
		text_format_rupiah(money_rupiah(card->item.price), price);
	if (card->item.id == 0)
		import_tell(import, WHAT_ADD, card->item.sku, NULL,
			"%s, Rp%s/%s %s", card->item.name, price,
			card->item.unit, items->parties[items->party].code);
	else
		tell_changes(items);
	item_card_write(items->context->store, import_document(import), card);
}

static void take_row(struct import *import, void *context)
{
	struct items *items = context;
	size_t before = import_objections(import);
	struct stock_want want;
	bool stocked;

	items->skip = false;
	take_sku(items);
	take_name(items);
	take_prices(items);
	take_producer(items);
	take_details(items);
	take_codes(items);
	note_sku(items);
	if (items->skip)
		return;
	item_card_check_linked(items->context, import_where(import, ITEM_PRICE),
		&items->card);
	stocked = read_stock(items, &want) &&
		!command_conflict(items->context, items->card.item.producer,
			import_where(import, ITEM_ON_HAND));
	if (import_objections(import) != before)
		return;
	write_row(items);
	if (stocked)
		write_stock(items, &want);
}

/* --- the command -------------------------------------------------------- */

static bool see_item(void *context, const struct item *item)
{
	bool *has = context;

	(void)item;
	*has = true;
	return false;
}

static void tell_receipts(const struct items *items)
{
	for (size_t i = 0; i < items->party_count; i++) {
		const struct party *party = &items->parties[i];
		char text[DOCUMENT_TEXT_SIZE];

		if (party->receipt && !items->import->output)
			command_say(items->context,
				_("  %s: opening stock of %s, %lld lines"),
				document_format(document_id(party->receipt),
					text),
				party->producer ? party->code : _("the mart"),
				(long long)party->lines);
	}
}

static enum command_result run(struct items *items)
{
	struct context *context = items->context;
	struct import *import = items->import;
	enum command_result result;

	if (import_has(import, ITEM_ON_HAND) &&
		!rights_may(command_role(context), ACTION_RECEIVE)) {
		command_forbidden(context, ACTION_RECEIVE, REFUSAL_ROLE, 0);
		return command_refuse(context, import->path,
			_("the role “%s” may not take goods in; --map on_hand= "
			  "leaves the stock out"),
			role_name(command_role(context)));
	}
	item_list(context->store, 0, see_item, &items->mart_has_items);
	result = import_each(import, take_row, items);
	if (result == COMMAND_DONE &&
		(import->dry_run || import_objections(import) == 0))
		tell_receipts(items);
	return result;
}

static void items_release(struct items *items)
{
	item_card_release(&items->card);
	map_free(items->skus);
	map_free(items->codes);
	map_free(items->producers);
	free(items->parties);
}

enum command_result import_items(struct context *context)
{
	struct import *import = xcalloc(1, sizeof(*import));
	struct items items = {
		.import = import,
		.context = context,
		.zero_price = command_word(context, "zero-price", -1),
		.own_cost = command_word(context, "own-cost", -1),
		.skus = map_new(),
		.codes = map_new(),
		.producers = map_new(),
		.parties = xcalloc(1, sizeof(struct party)),
		.party_count = 1,
	};
	enum command_result result = import_open(import, context, "item",
		item_import_columns, ITEM_COLUMN_COUNT);
	bool begun = result == COMMAND_DONE;

	if (begun)
		result = run(&items);
	items_release(&items);
	if (begun)
		result = import_end(import, result);
	else
		import_close(import);
	free(import);
	return result;
}
