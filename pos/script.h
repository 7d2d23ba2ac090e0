/*
 * The till without a screen: one command a line in, one JSON object a line
 * out. What the words mean is in script_words.c; the till does the rest.
 */
#ifndef TITIPAN_POS_SCRIPT_H
#define TITIPAN_POS_SCRIPT_H

#include <stdio.h>

#include "pos/effects.h"

#define SCRIPT_LINE_MAX 8192

/*
 * Reads commands until the end of the input; each answer is written out before
 * the next line is read. Returns 0, or 1 if any line was refused, or 3 if the
 * database failed or the answers cannot be written.
 */
int script_run(struct effects *effects, FILE *in, FILE *out);

#endif
