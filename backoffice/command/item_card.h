/*
 * What makes an item right, whoever hands it in: `item add`, `item edit` and
 * `import items` obey the same rules. A rule that is broken is named by
 * command_problem() under `what`: an option, or a line and column of a file.
 */
#ifndef TITIPAN_COMMAND_ITEM_CARD_H
#define TITIPAN_COMMAND_ITEM_CARD_H

#include "backoffice/command/lookup.h"

struct item_code {
	char code[ITEM_CODE_SIZE];
	struct quantity quantity;
	bool active;
};

/* An item as it was (id 0: it is new) and as it is to be. */
struct item_card {
	struct item before;
	struct item item;
	struct item_code *codes; /* to write */
	size_t code_count;
	size_t code_room;
};

/* Empties it for a new item, or for one that is there; keeps its memory. */
void item_card_new(struct item_card *card);
void item_card_of(struct item_card *card, const struct item *item);
void item_card_release(struct item_card *card);

/* The price is more than 0, and no less than a member's. */
void item_card_check_price(struct context *context, const char *what,
	const struct item *item);
void item_card_check_member_price(struct context *context, const char *what,
	const struct item *item);

/* A producer who left gets no new goods, and goods of one producer on hand do
 * not become another's. */
void item_card_check_producer(struct context *context, const char *what,
	const struct item_card *card);

/* Who is linked to the producer, before or after, does not set what he gets:
 * whose goods they are and their prices. */
void item_card_check_linked(struct context *context, const char *what,
	const struct item_card *card);

/* Goods on hand that are counted do not become measured, nor otherwise. */
void item_card_check_unit(struct context *context, const char *what,
	const struct item_card *card);

/* It does not bear PPN that nobody could settle rightly. */
void item_card_check_tax(struct context *context, const char *what,
	const struct item *item);

/* Adds a code that can be typed and is not given twice; false otherwise. */
bool item_card_add_code(struct context *context, const char *what,
	struct item_card *card, const char *code, struct quantity quantity);

/* The same of `CODE=QTY`. *code, if not NULL, is the added code. */
bool item_card_add_pack(struct context *context, const char *what,
	struct item_card *card, const char *given, const char **code);

/* A code that does not name it any more; it is not checked. */
void item_card_remove_code(struct item_card *card, const char *code);

/* Whether anything would be written. */
bool item_card_differs(const struct item_card *card);

/*
 * Writes only what differs, so that two desks that change different things do
 * not undo each other; draws an id for a new item.
 */
enum store_result item_card_write(struct store *store,
	struct document *document, struct item_card *card);

#endif
