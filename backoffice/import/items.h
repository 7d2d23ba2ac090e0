/* The columns of items: what `import items` reads and `export items` writes. */
#ifndef TITIPAN_IMPORT_ITEMS_H
#define TITIPAN_IMPORT_ITEMS_H

#include "backoffice/import/import.h"

enum item_import_column {
	ITEM_SKU,
	ITEM_NAME,
	ITEM_PRICE,
	ITEM_MEMBER_PRICE,
	ITEM_BARCODE,
	ITEM_UNIT,
	ITEM_PRODUCER,
	ITEM_CATEGORY,
	ITEM_TAX,
	ITEM_SHELF_LIFE,
	ITEM_ON_HAND,
	ITEM_COST,
	ITEM_ACTIVE,
	ITEM_COLUMN_COUNT
};

extern const struct import_column item_import_columns[ITEM_COLUMN_COUNT];

#endif
