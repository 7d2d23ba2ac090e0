/* The columns of producers: what `import producers` reads and `export
 * producers` writes. What is sealed is written as its mask, and a mask that is
 * read says nothing. */
#ifndef TITIPAN_IMPORT_PRODUCERS_H
#define TITIPAN_IMPORT_PRODUCERS_H

#include "backoffice/import/import.h"

enum producer_import_column {
	PRODUCER_CODE,
	PRODUCER_NAME,
	PRODUCER_OWNER_NAME,
	PRODUCER_PHONE, /* and what follows, in the order of personal_field */
	PRODUCER_NIK,
	PRODUCER_BANK,
	PRODUCER_ACCOUNT,
	PRODUCER_ACCOUNT_HOLDER,
	PRODUCER_REGION,
	PRODUCER_REGION_BPS,
	PRODUCER_VILLAGE,
	PRODUCER_SENTRA,
	PRODUCER_SECTOR,
	PRODUCER_NIB,
	PRODUCER_NPWP,
	PRODUCER_PKP_SINCE,
	PRODUCER_OVOP,
	PRODUCER_WORKERS,
	PRODUCER_STAGE,
	PRODUCER_ACTIVE,
	PRODUCER_MENTOR,
	PRODUCER_COLUMN_COUNT
};

extern const struct import_column producer_import_columns[PRODUCER_COLUMN_COUNT];

#endif
