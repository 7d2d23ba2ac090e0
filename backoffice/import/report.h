/* What an import says: how it reads the file, what it would change, what is to
 * be decided, and how it ended. */
#ifndef TITIPAN_IMPORT_REPORT_H
#define TITIPAN_IMPORT_REPORT_H

#include "backoffice/import/import.h"

/* How the file is read: encoding, separator, columns, what is ignored. */
void report_begin(struct import *import);

#endif
