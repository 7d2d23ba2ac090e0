/* backoffice item: what is sold, under which codes, at which price. */
#include <string.h>

#include "backoffice/command/item_card.h"
#include "backoffice/command/nouns.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/gtin.h"

static const char *const tax_words[] = {"none", "ppn", "exempt", NULL};

#define DETAIL_OPTIONS \
	{ \
		"member-price", OPTION_MONEY, "RP", \
			N_("the price of a member; 0 takes it away") \
		, 0, 0, NULL \
	} \
	, \
	{ \
		"barcode", OPTION_TEXT, "CODE", N_("a code on the package") \
		, OPTION_REPEAT, ITEM_CODE_SIZE - 1, NULL \
	} \
	, \
	{ \
		"pack", OPTION_TEXT, "CODE=QTY", \
			N_("the code of a package that holds several") \
		, OPTION_REPEAT, ITEM_CODE_SIZE + 20, NULL \
	} \
	, \
	{ \
		"producer", OPTION_TEXT, "CODE", \
			N_("who consigns it; without: the mart's own goods") \
		, OPTION_CLEARS, PRODUCER_CODE_SIZE - 1, NULL \
	} \
	, \
	{ \
		"unit", OPTION_WORD, "pcs|kg|…", \
			N_("what it is counted or measured in; pcs if not given") \
		, 0, 0, item_units \
	} \
	, \
	{ \
		"category", OPTION_TEXT, "NAME", \
			N_("a group of goods that agreements can name") \
		, OPTION_CLEARS, ITEM_CATEGORY_SIZE - 1, NULL \
	} \
	, \
	{ \
		"tax", OPTION_WORD, "none|ppn|exempt", \
			N_("how it is taxed; none if not given") \
		, 0, 0, tax_words \
	} \
	, \
	{ \
		"shelf-life-days", OPTION_INTEGER, "N", \
			N_("days from receipt to expiry; 0: does not expire") \
		, 0, 36500, NULL \
	} \
	, {"kit", OPTION_LATER, NULL, NULL, 0, 0, NULL}, \
	{ \
		"deposit", OPTION_LATER, NULL, NULL, 0, 0, NULL \
	}

static const struct option_spec add_options[] = {
	{"sku", OPTION_TEXT, "SKU", N_("the mart's own code of it"),
		OPTION_REQUIRED, ITEM_SKU_SIZE - 1, NULL},
	{"name", OPTION_TEXT, "NAME", N_("as receipts and labels show it"),
		OPTION_REQUIRED, ITEM_NAME_SIZE - 1, NULL},
	{"price", OPTION_MONEY, "RP", N_("what a unit costs, tax included"),
		OPTION_REQUIRED, 0, NULL},
	DETAIL_OPTIONS,
	OPTION_END,
};

static const struct option_spec edit_options[] = {
	{"sku", OPTION_TEXT, "SKU", N_("the mart's own code of it"),
		OPTION_OPERAND, ITEM_SKU_SIZE - 1, NULL},
	{"name", OPTION_TEXT, "NAME", N_("as receipts and labels show it"), 0,
		ITEM_NAME_SIZE - 1, NULL},
	{"price", OPTION_MONEY, "RP", N_("what a unit costs, tax included"), 0,
		0, NULL},
	DETAIL_OPTIONS,
	{"remove-barcode", OPTION_TEXT, "CODE",
		N_("a code (also of a pack) that does not name it any more"),
		OPTION_REPEAT, ITEM_CODE_SIZE - 1, NULL},
	{"active", OPTION_WORD, "yes|no", N_("no: is not sold any more"), 0, 0,
		yes_no_words},
	OPTION_END,
};

/* --- codes -------------------------------------------------------------- */

/* The card of the item that is meant, while its codes are looked at. */
struct code_list {
	struct context *context;
	struct item_card card;
	const char *code; /* the one that is being looked for */
	bool has_own;     /* the item has it already, in some quantity */
};

/* One barcode on several items is normal; the till asks. It is told. */
static bool see_owner(void *context, const struct item *item,
	struct quantity quantity)
{
	struct code_list *list = context;

	(void)quantity;
	if (item->id == list->card.item.id)
		list->has_own = true;
	else
		command_warn(list->context, list->code,
			_("is a code of %s too; the till will ask which"),
			item->sku);
	return true;
}

static void see_code(struct code_list *list, const char *code)
{
	char gtin[GTIN_SIZE];

	if (gtin_normalise(code, gtin) == GTIN_WRONG_CHECK)
		command_warn(list->context, code,
			_("its last digit is not that of a GTIN; perhaps it is "
			  "mistyped"));
	list->code = code;
	item_find_code(list->context->store, code, see_owner, list);
}

static void take_code(struct code_list *list, const char *code)
{
	if (item_card_add_code(list->context, "--barcode", &list->card, code,
		    quantity_of(QUANTITY_ONE)))
		see_code(list, code);
}

static void take_pack(struct code_list *list, const char *given)
{
	const char *code;

	if (item_card_add_pack(list->context, "--pack", &list->card, given,
		    &code))
		see_code(list, code);
}

static void take_removal(struct code_list *list, const char *code)
{
	list->code = code;
	list->has_own = false;
	item_find_code(list->context->store, code, see_owner, list);
	if (list->has_own)
		item_card_remove_code(&list->card, code);
	else
		command_problem(list->context, "--remove-barcode",
			_("“%s” is no code of this item"), code);
}

static void take_codes(struct code_list *list, bool edit)
{
	struct context *context = list->context;
	size_t count = command_count(context, "barcode");

	for (size_t i = 0; i < count; i++)
		take_code(list, command_nth(context, "barcode", i));
	count = command_count(context, "pack");
	for (size_t i = 0; i < count; i++)
		take_pack(list, command_nth(context, "pack", i));
	count = edit ? command_count(context, "remove-barcode") : 0;
	for (size_t i = 0; i < count; i++)
		take_removal(list, command_nth(context, "remove-barcode", i));
}

/* --- the card ----------------------------------------------------------- */

static void take_text(struct context *context, const char *option, char *text,
	size_t size)
{
	const char *given = command_text(context, option);

	if (given)
		snprintf(text, size, "%s", given);
}

static void take_sku(struct context *context, struct item *item)
{
	const char *sku = command_text(context, "sku");
	struct item other;

	if (!sku || !check_code(context, "--sku", sku))
		return;
	if (item_find_sku(context->store, sku, &other) == STORE_OK &&
		other.id != item->id)
		command_problem(context, "--sku",
			_("“%s” is the SKU of %s already"), sku, other.name);
	snprintf(item->sku, sizeof(item->sku), "%s", sku);
}

static void take_prices(struct context *context, struct item *item)
{
	if (command_given(context, "price")) {
		item->price = money_of(command_number(context, "price", 0));
		item->has_price = true;
		item_card_check_price(context, "--price", item);
	}
	if (command_given(context, "member-price")) {
		item->member_price =
			money_of(command_number(context, "member-price", 0));
		item->has_member_price = money_sign(item->member_price) > 0;
	}
	item_card_check_member_price(context, "--member-price", item);
}

static void take_producer(struct context *context, struct item_card *card)
{
	const char *code = command_text(context, "producer");
	struct producer producer;

	if (!code)
		return;
	if (code[0] == '\0')
		card->item.producer = 0;
	else if (find_producer(context, "--producer", code, &producer))
		card->item.producer = producer.id;
	item_card_check_producer(context, "--producer", card);
}

static void take_options(struct code_list *codes, bool edit)
{
	struct context *context = codes->context;
	struct item *item = &codes->card.item;

	take_sku(context, item);
	take_text(context, "name", item->name, sizeof(item->name));
	take_text(context, "unit", item->unit, sizeof(item->unit));
	take_text(context, "category", item->category, sizeof(item->category));
	item->tax = (enum item_tax)command_word(context, "tax", (int)item->tax);
	item->shelf_life_days = command_number(context, "shelf-life-days",
		item->shelf_life_days);
	take_prices(context, item);
	take_producer(context, &codes->card);
	item_card_check_linked(context, item->sku, &codes->card);
	item_card_check_tax(context, "--tax", item);
	item_card_check_unit(context, "--unit", &codes->card);
	take_codes(codes, edit);
}

/* --- writing ------------------------------------------------------------ */

/* Inside command_begin; ends the write. */
static enum command_result save(struct context *context, struct item_card *card,
	const char *done)
{
	const struct item *item = &card->item;
	char text[DOCUMENT_TEXT_SIZE];
	char price[TEXT_NUMBER_SIZE];
	struct document *document;
	enum store_result result;

	document = document_begin(context->store, "item", &context->author);
	document_format(document_id(document), text);
	result = item_card_write(context->store, document, card);
	if (result != STORE_OK) {
		store_rollback(context->store);
		return command_store_says(context, item->sku, result);
	}
	if (!command_commit(context))
		return COMMAND_FAILED;
	command_say(context, "%s %s %s: %s, Rp%s/%s", text, item->sku, done,
		item->name,
		text_format_rupiah(money_rupiah(item->price), price),
		item->unit);
	return COMMAND_DONE;
}

static enum command_result add_run(struct context *context)
{
	struct code_list codes = {.context = context};
	enum command_result result = COMMAND_REFUSED;

	if (!command_begin(context))
		return COMMAND_FAILED;
	item_card_new(&codes.card);
	take_options(&codes, false);
	if (context->problems == 0)
		result = save(context, &codes.card, _("added"));
	else
		store_rollback(context->store);
	item_card_release(&codes.card);
	return result;
}

static enum command_result edit_run(struct context *context)
{
	const char *sku = command_operand(context, 0);
	struct code_list codes = {.context = context};
	enum command_result result = COMMAND_REFUSED;
	struct item item;

	if (!command_begin(context))
		return COMMAND_FAILED;
	if (!find_item(context, sku, sku, &item)) {
		store_rollback(context->store);
		return COMMAND_REFUSED;
	}
	item_card_of(&codes.card, &item);
	codes.card.item.active =
		command_word(context, "active", item.active ? 0 : 1) == 0;
	take_options(&codes, true);
	if (!item_card_differs(&codes.card))
		command_problem(context, sku, _("nothing would change"));
	if (context->problems == 0)
		result = save(context, &codes.card, _("changed"));
	else
		store_rollback(context->store);
	item_card_release(&codes.card);
	return result;
}

/* --- showing ------------------------------------------------------------ */

static const struct output_column item_columns[] = {
	{"sku", N_("SKU"), OUTPUT_TEXT},
	{"name", N_("Name"), OUTPUT_TEXT},
	{"price", N_("Price"), OUTPUT_MONEY},
	{"unit", N_("Unit"), OUTPUT_TEXT},
	{"producer", N_("Producer"), OUTPUT_TEXT},
	{"category", N_("Category"), OUTPUT_TEXT},
	{"tax", N_("Tax"), OUTPUT_TEXT},
	{"barcodes", N_("Barcodes"), OUTPUT_TEXT},
	{"member_price", N_("Member"), OUTPUT_MONEY},
	{"shelf_life_days", N_("Keeps"), OUTPUT_INTEGER},
	{"active", N_("Active"), OUTPUT_BOOLEAN},
};

struct listing {
	struct context *context;
	struct output *output;
	bool all;
};

static bool list_item(void *context, const struct item *item)
{
	struct listing *listing = context;
	struct output *output = listing->output;
	struct buffer codes;

	if (!item->active && !listing->all)
		return true;
	buffer_init(&codes, 10000);
	item_codes(listing->context->store, item->id, &codes);
	output_text(output, item->sku);
	output_text(output, item->name);
	if (item->has_price)
		output_money(output, money_rupiah(item->price));
	else
		output_null(output);
	output_text(output, item->unit);
	output_text(output, producer_code(listing->context, item->producer));
	output_text(output, item->category);
	output_text(output, item_tax_name(item->tax));
	output_text(output, buffer_str(&codes));
	if (item->has_member_price)
		output_money(output, money_rupiah(item->member_price));
	else
		output_null(output);
	output_integer(output, item->shelf_life_days);
	output_boolean(output, item->active);
	output_row_end(output);
	buffer_release(&codes);
	return true;
}

static const struct option_spec list_options[] = {
	{"producer", OPTION_TEXT, "CODE", N_("only of this producer"), 0,
		PRODUCER_CODE_SIZE - 1, NULL},
	{"search", OPTION_TEXT, "TEXT",
		N_("only those whose name, SKU or producer holds it, best "
		   "first"),
		0, 0, NULL},
	{"all", OPTION_FLAG, NULL, N_("also what is not sold any more"), 0, 0,
		NULL},
	OPTION_END,
};

/* The most items that --search gives. */
#define SEARCH_MAX 500

static enum command_result list_run(struct context *context)
{
	const char *code = command_text(context, "producer");
	const char *text = command_text(context, "search");
	struct producer producer = {.id = 0};
	struct listing listing = {
		.context = context, .all = command_given(context, "all")};
	enum store_result result;
	enum command_result ended;

	if (code && text)
		return command_refuse(context, "--search",
			_("searches all producers; leave --producer away"));
	if (code && !find_producer(context, "--producer", code, &producer))
		return COMMAND_REFUSED;
	listing.output = command_list(context, item_columns,
		sizeof(item_columns) / sizeof(*item_columns));
	if (text)
		result = item_search(context->store, text, SEARCH_MAX,
			list_item, &listing);
	else
		result = item_list(context->store, producer.id, list_item,
			&listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

static void show_page(struct context *context, const struct item *item)
{
	char number[TEXT_NUMBER_SIZE];
	struct quantity on_hand = quantity_of(0);
	struct producer producer;
	struct buffer codes;

	command_say(context, "%s  %s%s", item->sku, item->name,
		item->active ? "" : _(" (not sold any more)"));
	if (item->has_price)
		command_say(context, "%s: Rp%s/%s", _("Price"),
			text_format_rupiah(money_rupiah(item->price), number),
			item->unit);
	if (item->has_member_price)
		command_say(context, "%s: Rp%s", _("Member price"),
			text_format_rupiah(money_rupiah(item->member_price),
				number));
	if (item->producer == 0)
		command_say(context, _("The mart's own goods"));
	else if (producer_get(context->store, item->producer, &producer) ==
		STORE_OK)
		command_say(context, "%s: %s  %s", _("Producer"), producer.code,
			producer.name);
	if (item->category[0] != '\0')
		command_say(context, "%s: %s", _("Category"), item->category);
	command_say(context, "%s: %s", _("Tax"), item_tax_name(item->tax));
	if (item->shelf_life_days > 0)
		command_say(context, _("Keeps %lld days"),
			(long long)item->shelf_life_days);
	buffer_init(&codes, 10000);
	item_codes(context->store, item->id, &codes);
	if (codes.length > 0)
		command_say(context, "%s: %s", _("Barcodes"),
			buffer_str(&codes));
	buffer_release(&codes);
	item_on_hand(context->store, item->id, &on_hand);
	command_say(context, "%s: %s %s", _("On hand"),
		text_show_quantity(quantity_thousandths(on_hand), number),
		item->unit);
}

static enum command_result show_run(struct context *context)
{
	const char *sku = command_operand(context, 0);
	struct listing listing = {.context = context, .all = true};
	struct item item;

	if (!find_item(context, sku, sku, &item))
		return COMMAND_REFUSED;
	if (context->format == OUTPUT_TABLE) {
		show_page(context, &item);
		return COMMAND_DONE;
	}
	listing.output = command_list(context, item_columns,
		sizeof(item_columns) / sizeof(*item_columns));
	list_item(&listing, &item);
	return command_list_end(context, listing.output);
}

static const struct option_spec show_options[] = {
	{"sku", OPTION_TEXT, "SKU", NULL, OPTION_OPERAND, ITEM_SKU_SIZE - 1,
		NULL},
	OPTION_END,
};

const struct command item_commands[] = {
	{"item add", NULL, 0, 0, N_("add something that is sold"), add_options,
		NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_ITEM, add_run},
	{"item edit", "SKU", 1, 1, N_("change its name, price, codes, …"),
		edit_options, NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_ITEM,
		edit_run},
	{"item list", NULL, 0, 0, N_("what is sold"), list_options, NEEDS_READ,
		ACTION_READ, list_run},
	{"item show", "SKU", 1, 1, N_("all that is known of one"), show_options,
		NEEDS_READ, ACTION_READ, show_run},
	COMMAND_END,
};
