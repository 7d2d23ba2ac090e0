/* The columns of users: what `import users` reads and `export users` writes.
 * A PIN is in no file. */
#ifndef TITIPAN_IMPORT_USERS_H
#define TITIPAN_IMPORT_USERS_H

#include "backoffice/import/import.h"

enum user_import_column {
	USER_NAME,
	USER_ROLE,
	USER_PRODUCER,
	USER_ACTIVE,
	USER_COLUMN_COUNT
};

extern const struct import_column user_import_columns[USER_COLUMN_COUNT];

#endif
