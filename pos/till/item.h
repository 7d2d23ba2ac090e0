/*
 * What the till knows of an item, as its shop tells it: enough to show it, to
 * price it, and to say why it may not be sold.
 */
#ifndef TITIPAN_TILL_ITEM_H
#define TITIPAN_TILL_ITEM_H

#include "schema/rules/line.h"

#define TILL_SKU_SIZE 64
#define TILL_NAME_SIZE 160
#define TILL_UNIT_SIZE 16

struct till_item {
	int64_t id;
	char sku[TILL_SKU_SIZE];
	char name[TILL_NAME_SIZE];
	char unit[TILL_UNIT_SIZE];
	bool counted; /* in whole pieces; else measured (kg) */
	bool has_price;
	struct money price;   /* retail, tax included, a unit */
	struct quantity pack; /* what the code names of it, 1.000 for a SKU */
	struct quantity on_hand; /* all lots, may be below 0; a hint */
	bool only_expired;       /* what is on hand has all expired */
	bool consigned;
	bool agreed;        /* false: consigned, and nothing is agreed */
	bool taxed;         /* bears PPN today */
	struct terms terms; /* as they stand now; frozen at the sale */
};

#endif
