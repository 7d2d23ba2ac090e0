/* The rules of an item, and writing of it what differs. */
#include "backoffice/command/item_card.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

void item_card_new(struct item_card *card)
{
	card->before = (struct item){0};
	card->item = (struct item){.unit = "pcs", .active = true};
	card->code_count = 0;
}

void item_card_of(struct item_card *card, const struct item *item)
{
	card->before = *item;
	card->item = *item;
	card->code_count = 0;
}

void item_card_release(struct item_card *card)
{
	free(card->codes);
	*card = (struct item_card){0};
}

/* --- rules -------------------------------------------------------------- */

void item_card_check_price(struct context *context, const char *what,
	const struct item *item)
{
	if (item->has_price && money_sign(item->price) == 0)
		command_problem(context, what, _("must be more than 0"));
}

void item_card_check_member_price(struct context *context, const char *what,
	const struct item *item)
{
	if (item->has_member_price && item->has_price &&
		money_compare(item->member_price, item->price) > 0)
		command_problem(context, what, _("is more than the price"));
}

void item_card_check_producer(struct context *context, const char *what,
	const struct item_card *card)
{
	const struct item *item = &card->item;
	struct quantity on_hand = quantity_of(0);
	struct producer producer;

	if (item->producer == card->before.producer)
		return;
	if (item->producer != 0 && item->active &&
		producer_get(context->store, item->producer, &producer) ==
			STORE_OK &&
		!producer.active)
		command_problem(context, what,
			_("%s leaves no goods here any more"), producer.code);
	if (item->id == 0)
		return;
	item_on_hand(context->store, item->id, &on_hand);
	if (quantity_sign(on_hand) != 0)
		command_problem(context, what,
			_("there are goods of the one before on hand; return "
			  "or count them first"));
}

static bool same_price(bool has_a, struct money a, bool has_b, struct money b)
{
	return has_a == has_b && (!has_a || money_compare(a, b) == 0);
}

void item_card_check_linked(struct context *context, const char *what,
	const struct item_card *card)
{
	const struct item *a = &card->before;
	const struct item *b = &card->item;

	if (a->producer == b->producer &&
		same_price(a->has_price, a->price, b->has_price, b->price) &&
		same_price(a->has_member_price, a->member_price,
			b->has_member_price, b->member_price))
		return;
	if (!command_conflict(context, b->producer, what))
		command_conflict(context, a->producer, what);
}

void item_card_check_unit(struct context *context, const char *what,
	const struct item_card *card)
{
	struct quantity on_hand = quantity_of(0);

	if (card->item.id == 0 ||
		item_is_counted(&card->item) == item_is_counted(&card->before))
		return;
	item_on_hand(context->store, card->item.id, &on_hand);
	if (quantity_sign(on_hand) != 0)
		command_problem(context, what,
			_("there are goods on hand, counted in “%s”; return "
			  "or write them off first"),
			card->before.unit);
}

void item_card_check_tax(struct context *context, const char *what,
	const struct item *item)
{
	bool both = false;

	agreement_both_pkp(context->store, item, store_today(context->store),
		&both);
	if (both)
		command_problem(context, what, "%s",
			language_translate(stock_message(STOCK_BOTH_PKP)));
}

/* --- codes -------------------------------------------------------------- */

static void add_code(struct item_card *card, const char *code,
	struct quantity quantity, bool active)
{
	struct item_code *added;

	if (card->code_count == card->code_room) {
		card->code_room = card->code_room ? 2 * card->code_room : 4;
		card->codes = xreallocarray(card->codes, card->code_room,
			sizeof(*card->codes));
	}
	added = &card->codes[card->code_count++];
	snprintf(added->code, sizeof(added->code), "%s", code);
	added->quantity = quantity;
	added->active = active;
}

bool item_card_add_code(struct context *context, const char *what,
	struct item_card *card, const char *code, struct quantity quantity)
{
	if (!check_code(context, what, code))
		return false;
	if (strlen(code) >= ITEM_CODE_SIZE) {
		command_problem(context, what,
			_("is too long: at most %d bytes"), ITEM_CODE_SIZE - 1);
		return false;
	}
	for (size_t i = 0; i < card->code_count; i++) {
		if (strcmp(card->codes[i].code, code) == 0) {
			command_problem(context, what, _("“%s” is given twice"),
				code);
			return false;
		}
	}
	add_code(card, code, quantity, true);
	return true;
}

bool item_card_add_pack(struct context *context, const char *what,
	struct item_card *card, const char *given, const char **code)
{
	char *copy = xstrdup(given);
	char *quantity = strrchr(copy, '=');
	int64_t thousandths = 0;
	bool added = false;

	if (quantity)
		*quantity++ = '\0';
	if (!quantity ||
		!text_parse_decimal(quantity, 3, QUANTITY_MAX, &thousandths) ||
		thousandths == 0)
		command_problem(context, what,
			_("“%s” is not CODE=QUANTITY, for instance "
			  "8991234567891=12"),
			given);
	else if (item_is_counted(&card->item) &&
		!quantity_is_multiple(quantity_of(thousandths),
			quantity_of(QUANTITY_ONE)))
		command_problem(context, what,
			_("“%s”: the item is counted in whole pieces"), given);
	else
		added = item_card_add_code(context, what, card, copy,
			quantity_of(thousandths));
	if (added && code)
		*code = card->codes[card->code_count - 1].code;
	free(copy);
	return added;
}

void item_card_remove_code(struct item_card *card, const char *code)
{
	add_code(card, code, quantity_of(QUANTITY_ONE), false);
}

/* --- writing ------------------------------------------------------------ */

static bool same_text(const struct item *a, const struct item *b)
{
	return strcmp(a->sku, b->sku) == 0 && strcmp(a->name, b->name) == 0 &&
		strcmp(a->unit, b->unit) == 0 &&
		strcmp(a->category, b->category) == 0 && a->tax == b->tax &&
		a->shelf_life_days == b->shelf_life_days &&
		a->active == b->active;
}

static bool same_retail(const struct item *a, const struct item *b)
{
	return same_price(a->has_price, a->price, b->has_price, b->price);
}

static bool same_member(const struct item *a, const struct item *b)
{
	return same_price(a->has_member_price, a->member_price,
		b->has_member_price, b->member_price);
}

bool item_card_differs(const struct item_card *card)
{
	const struct item *a = &card->before;
	const struct item *b = &card->item;

	return !same_text(a, b) || a->producer != b->producer ||
		!same_retail(a, b) || !same_member(a, b) ||
		card->code_count > 0;
}

enum store_result item_card_write(struct store *store,
	struct document *document, struct item_card *card)
{
	const struct item *before = &card->before;
	struct item *item = &card->item;
	enum store_result result = STORE_OK;

	if (item->id == 0 || !same_text(before, item))
		result = item_write_card(store, document, item);
	if (result == STORE_OK && item->producer != before->producer)
		result = item_write_consignor(store, document, item->id,
			item->producer);
	if (result == STORE_OK && !same_retail(before, item))
		result = item_write_price(store, document, item->id, "retail",
			item->has_price ? &item->price : NULL);
	if (result == STORE_OK && !same_member(before, item))
		result = item_write_price(store, document, item->id, "member",
			item->has_member_price ? &item->member_price : NULL);
	for (size_t i = 0; result == STORE_OK && i < card->code_count; i++)
		result = item_write_code(store, document, item->id,
			card->codes[i].code, card->codes[i].quantity,
			card->codes[i].active);
	return result;
}
