/*
 * The search book: the texts of the active items, and two indexes over them.
 * It is a rolled book, but not one of sums: what is not up to date is a list
 * of items (item_text_due), which triggers on the books `item`, `consignor`
 * and `producer` write.
 */
#ifndef TITIPAN_STORE_SEARCH_H
#define TITIPAN_STORE_SEARCH_H

#include "drivers/system/buffer.h"
#include "schema/store/store.h"

/* Appends the CREATE TRIGGER statements that note items and index texts. */
void search_triggers(struct buffer *sql);

/* Whether some item's text is not up to date. */
bool search_is_behind(struct store *store);

/* Brings at most `items` of them up to date; inside the writer's lock. */
bool search_roll(struct store *store, int64_t items);

/* The same for all, outside or inside of a write. Where this machine may not
 * write, the texts stay as they are: a search then finds the older ones. */
void search_catch_up(struct store *store);

/* Makes all of it anew, inside the writer's lock. */
bool search_rebuild(struct store *store);

/* *differs gets the name of the table that is not what the items say, or
 * NULL; false when it cannot be read. */
bool search_check(struct store *store, const char **differs);

#endif
