/* Random bytes from the kernel, for tokens, keys and node numbers. */
#ifndef TITIPAN_SYSTEM_RANDOM_H
#define TITIPAN_SYSTEM_RANDOM_H

#include <stddef.h>

/* Fills all of it; a kernel that cannot ends the program. */
void random_fill(void *bytes, size_t length);

#endif
