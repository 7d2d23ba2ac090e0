/* What a file may not do to the program that opens it. */
#ifndef TITIPAN_STORE_HARDEN_H
#define TITIPAN_STORE_HARDEN_H

#include <sqlite3.h>

/*
 * Takes from a connection all that our own SQL has no need of: loading code,
 * writing to the schema's own tables, functions with side effects in views and
 * triggers, attaching further files, and statements, values and recursions
 * larger than ours. Cells of a page are checked when it is read. To be called
 * before the file is touched. SQLITE_OK, or what failed.
 */
int harden(sqlite3 *database);

#endif
