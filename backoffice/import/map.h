/* Texts of a file, each with a number: the line on which it stood first, the
 * id of what it names. Grows; nothing is taken out. */
#ifndef TITIPAN_IMPORT_MAP_H
#define TITIPAN_IMPORT_MAP_H

#include <stdbool.h>
#include <stdint.h>

struct map;

struct map *map_new(void);
void map_free(struct map *map);

/* The number of a text, or 0. */
int64_t map_find(const struct map *map, const char *text);

/* Adds a text that is not there yet (asserted); number is not 0. */
void map_add(struct map *map, const char *text, int64_t number);

#endif
