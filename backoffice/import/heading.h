/* Which field of a file is which of our columns. */
#ifndef TITIPAN_IMPORT_HEADING_H
#define TITIPAN_IMPORT_HEADING_H

#include "backoffice/import/import.h"

/* Finds the separator and the heading of import->text, and by --map and the
 * columns' names and synonyms import->place. False with a problem for each
 * thing that is missing or stands for two. */
bool heading_read(struct import *import);

#endif
