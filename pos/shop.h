/* The mart as the till asks it, answered from the database and the log of
 * open baskets. */
#ifndef TITIPAN_POS_SHOP_H
#define TITIPAN_POS_SHOP_H

#include "pos/basketlog.h"
#include "pos/till/shop.h"
#include "schema/store/shift.h"
#include "schema/store/store.h"

struct shop;

/* The store must outlive it. database is its path, for the baskets' log. */
struct shop *shop_new(struct store *store, const char *database);
void shop_free(struct shop *shop);

struct basketlog *shop_basketlog(struct shop *shop);

/* The table for till_new, whose context is the shop. */
extern const struct till_shop shop_table;

/* A shift's figures as the till shows them. */
void shop_figures(const struct shift *shift, struct till_figures *figures);

#endif
