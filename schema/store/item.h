/*
 * Items: what is sold, under which codes, at which price, for whom.
 * Name card, consignor, prices and codes are revised separately, so that two
 * tills that change different things do not undo each other.
 */
#ifndef TITIPAN_STORE_ITEM_H
#define TITIPAN_STORE_ITEM_H

#include "schema/rules/money.h"
#include "schema/rules/quantity.h"
#include "schema/store/document.h"

#define ITEM_SKU_SIZE 64
#define ITEM_NAME_SIZE 160
#define ITEM_UNIT_SIZE 16
#define ITEM_CATEGORY_SIZE 64
#define ITEM_CODE_SIZE 64

enum item_tax { ITEM_TAX_NONE, ITEM_TAX_PPN, ITEM_TAX_EXEMPT };

struct item {
	int64_t id;
	int64_t generation;
	int64_t revision; /* the document of the name card in force */
	char sku[ITEM_SKU_SIZE];
	char name[ITEM_NAME_SIZE];
	char unit[ITEM_UNIT_SIZE];
	char category[ITEM_CATEGORY_SIZE]; /* "" for none */
	enum item_tax tax;
	int64_t shelf_life_days; /* 0: does not expire */
	int64_t producer;        /* 0: the mart's own goods */
	bool has_price;
	struct money price; /* retail, tax included, a unit */
	bool has_member_price;
	struct money member_price;
	bool active;
};

/* `none`, `ppn`, `exempt`: what facts and `--tax` say. */
const char *item_tax_name(enum item_tax tax);

/* The units that an item may have, ended by NULL. */
extern const char *const item_units[];

/* Whether the unit is counted in whole pieces (pcs) and not measured (kg). */
bool item_is_counted(const struct item *item);

enum store_result item_get(struct store *store, int64_t id, struct item *item);

/* By SKU exactly. */
enum store_result item_find_sku(struct store *store, const char *sku,
	struct item *item);

/*
 * Every active item that a code names: as a code of a package (in any of the
 * lengths of its GTIN), else as a SKU. quantity is what the package holds,
 * 1.000 for a SKU. Stops when each says false. STORE_NOT_FOUND if none.
 */
typedef bool item_each_code(void *context, const struct item *item,
	struct quantity quantity);
enum store_result item_find_code(struct store *store, const char *code,
	item_each_code *each, void *context);

/* Active items whose name, SKU or producer holds the text, best first; at
 * most limit of them. */
typedef bool item_each(void *context, const struct item *item);
enum store_result item_search(struct store *store, const char *text,
	size_t limit, item_each *each, void *context);

/* All items by SKU; producer 0: of everybody. */
enum store_result item_list(struct store *store, int64_t producer,
	item_each *each, void *context);

/* The codes of an item, joined by a blank, packs as CODE=QTY. */
enum store_result item_codes(struct store *store, int64_t id,
	struct buffer *out);

/* Units of all lots on hand (may be below 0). */
enum store_result item_on_hand(struct store *store, int64_t id,
	struct quantity *on_hand);

/* Rows for a document inside store_begin. item_write_card draws a new id into
 * item->id when it is 0. Each finds what it replaces by itself. */
enum store_result item_write_card(struct store *store,
	struct document *document, struct item *item);
enum store_result item_write_consignor(struct store *store,
	struct document *document, int64_t item, int64_t producer);
enum store_result item_write_price(struct store *store,
	struct document *document, int64_t item, const char *list,
	const struct money *price);
enum store_result item_write_code(struct store *store,
	struct document *document, int64_t item, const char *code,
	struct quantity quantity, bool active);

#endif
