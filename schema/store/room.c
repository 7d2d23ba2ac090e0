/* How full the disk is, and the file that can be taken off it. */
#include "schema/store/room.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "schema/store/store_core.h"

/* A missing ballast is made again by itself when this much more is free than
 * it and the sales need, so that it does not come and go. */
#define ROOM_PLENTY (ROOM_BALLAST + 2 * ROOM_SALE)

static char *ballast_path(const struct store *store)
{
	return xasprintf("%s.ballast", store->path);
}

static int64_t ballast_size(const struct store *store)
{
	char *path = ballast_path(store);
	struct stat status;
	int64_t size = 0;

	if (lstat(path, &status) == 0 && S_ISREG(status.st_mode))
		size = (int64_t)status.st_blocks * 512;
	free(path);
	return size;
}

static bool is_wanted(const struct store *store)
{
	return store->has_key && !store->rehearsal;
}

static int64_t room_for_sales(const struct store *store, int64_t ballast)
{
	return is_wanted(store) && ballast < ROOM_BALLAST
		? ROOM_SALE + ROOM_BALLAST - ballast
		: ROOM_SALE;
}

void store_room(struct store *store, struct store_room *room)
{
	room->free = file_room(store->path);
	room->ballast = ballast_size(store);
	if (is_wanted(store) && room->ballast == 0 &&
		room->free >= ROOM_PLENTY &&
		store_ballast_make(store) == STORE_OK) {
		room->free = file_room(store->path);
		room->ballast = ballast_size(store);
	}
	store->failure = STORE_OK;
	room->sale = room->free >= room_for_sales(store, room->ballast);
}

enum store_result store_ballast_make(struct store *store)
{
	const int64_t there = ballast_size(store);
	const int64_t free_bytes = file_room(store->path);
	char *path;
	enum file_result result;

	if (there >= ROOM_BALLAST)
		return store_fail(store, STORE_EXISTS, "%s.ballast",
			store->path);
	if (free_bytes < ROOM_BALLAST - there + ROOM_SALE)
		return store_fail(store, STORE_NO_ROOM,
			"%" PRId64 " MB < %" PRId64 " MB", free_bytes >> 20,
			(ROOM_BALLAST - there + ROOM_SALE) >> 20);
	path = ballast_path(store);
	result = file_allocate(path, ROOM_BALLAST);
	free(path);
	return result == FILE_DONE
		? STORE_OK
		: store_fail(store,
			  result == FILE_NO_SPACE ? STORE_NO_ROOM
						  : STORE_DENIED,
			  "%s.ballast", store->path);
}

bool store_ballast_release(struct store *store)
{
	char *path = ballast_path(store);
	bool was = ballast_size(store) > 0 && unlink(path) == 0;

	free(path);
	store->made_room = store->made_room || was;
	return was;
}

bool store_make_room(struct store *store)
{
	bool made = store_ballast_release(store) || store->made_room;

	store->made_room = false;
	return made;
}
