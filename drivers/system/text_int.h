/* What text.c and text_clean.c share. */
#ifndef TITIPAN_SYSTEM_TEXT_INT_H
#define TITIPAN_SYSTEM_TEXT_INT_H

#include <stdbool.h>
#include <stdint.h>

/* Characters that nobody sees or that turn the reading around: cleaning
 * removes them, a screen and a paper show `?` for those that got past it. */
bool text_is_hidden(uint32_t character);

#endif
