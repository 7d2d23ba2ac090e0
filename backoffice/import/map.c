/*
 * An open hash table of offsets into one run of texts, at most half full, so
 * that 100,000 SKUs take a few megabytes and no allocation each.
 */
#include "backoffice/import/map.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/buffer.h"

#define TEXTS_MAX ((size_t)1 << 30)
#define FIRST_SLOTS 1024

struct slot {
	uint32_t hash;
	uint32_t text; /* offset, where number is not 0 */
	int64_t number;
};

struct map {
	struct slot *slots;
	size_t slot_count; /* a power of two */
	size_t count;
	struct buffer texts;
};

struct map *map_new(void)
{
	struct map *map = xcalloc(1, sizeof(*map));

	map->slot_count = FIRST_SLOTS;
	map->slots = xcalloc(map->slot_count, sizeof(*map->slots));
	buffer_init(&map->texts, TEXTS_MAX);
	return map;
}

void map_free(struct map *map)
{
	if (!map)
		return;
	buffer_release(&map->texts);
	free(map->slots);
	free(map);
}

/* FNV-1a */
static uint32_t hash_of(const char *text)
{
	uint32_t hash = 2166136261U;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619U;
	return hash;
}

/* The slot of the text, or the empty one where it would be. */
static struct slot *find(const struct map *map, const char *text, uint32_t hash)
{
	size_t at = hash & (map->slot_count - 1);

	while (map->slots[at].number != 0) {
		if (map->slots[at].hash == hash &&
			strcmp(map->texts.data + map->slots[at].text, text) ==
				0)
			break;
		at = (at + 1) & (map->slot_count - 1);
	}
	return &map->slots[at];
}

int64_t map_find(const struct map *map, const char *text)
{
	return find(map, text, hash_of(text))->number;
}

static void grow(struct map *map)
{
	struct slot *old = map->slots;
	size_t count = map->slot_count;

	map->slot_count *= 2;
	map->slots = xcalloc(map->slot_count, sizeof(*map->slots));
	for (size_t i = 0; i < count; i++) {
		size_t at = old[i].hash & (map->slot_count - 1);

		if (old[i].number == 0)
			continue;
		while (map->slots[at].number != 0)
			at = (at + 1) & (map->slot_count - 1);
		map->slots[at] = old[i];
	}
	free(old);
}

void map_add(struct map *map, const char *text, int64_t number)
{
	uint32_t hash = hash_of(text);
	struct slot *slot;

	assert(number != 0);
	if (2 * ++map->count > map->slot_count)
		grow(map);
	slot = find(map, text, hash);
	assert(slot->number == 0);
	*slot = (struct slot){hash, (uint32_t)map->texts.length, number};
	buffer_add(&map->texts, text, strlen(text) + 1);
	assert(!buffer_overflowed(&map->texts));
}
