/* The columns of producers: what `import producers` reads and `export
 * producers` writes. The phone is sealed: it is read, and never written. */
#ifndef TITIPAN_IMPORT_PRODUCERS_H
#define TITIPAN_IMPORT_PRODUCERS_H

#include "backoffice/import/import.h"

enum producer_import_column {
	PRODUCER_CODE,
	PRODUCER_NAME,
	PRODUCER_OWNER_NAME,
	PRODUCER_PHONE,
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
	PRODUCER_COLUMN_COUNT
};

extern const struct import_column producer_import_columns[PRODUCER_COLUMN_COUNT];

#endif
