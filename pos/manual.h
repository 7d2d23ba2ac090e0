/* pos(1), the manual page of the till. */
#ifndef TITIPAN_POS_MANUAL_H
#define TITIPAN_POS_MANUAL_H

#include <stdio.h>

/* usage is what --help says. */
void manual_print(FILE *out, const char *usage);

#endif
