/*
 * Room on the disk, and the ballast: FILE.ballast, some megabytes that are
 * taken when there is plenty, to be given back when there is none. A log that
 * cannot grow cannot be emptied into a file that cannot grow either; the
 * ballast is the room in which an open sale, the close of the shift and the
 * emptying of the log still happen.
 *
 * ROOM_BALLAST: the log is emptied when it has some 4 MB, and a till's worst
 * hour on a full disk (fifty sales, the Z, a settlement) writes 4 MB more into
 * it and less than that into the file; twice that, for two tills.
 * ROOM_SALE: what a day may write besides (the log, papers, other programs)
 * before somebody looks: below it a new sale is not begun.
 *
 * A rehearsal has no ballast, unless it is made by hand.
 */
#ifndef TITIPAN_STORE_ROOM_H
#define TITIPAN_STORE_ROOM_H

#include "schema/store/store.h"

#define ROOM_BALLAST (INT64_C(16) << 20)
#define ROOM_SALE (INT64_C(8) << 20)

struct store_room {
	int64_t free;    /* bytes that this user may still write */
	int64_t ballast; /* bytes that lie in FILE.ballast */
	bool sale;       /* a new sale may be begun */
};

/* Looks, and makes a ballast that is missing where there is plenty again. */
void store_room(struct store *store, struct store_room *room);

/* Makes the ballast now. STORE_NO_ROOM when that would leave no room for
 * sales; STORE_EXISTS when it is there. */
enum store_result store_ballast_make(struct store *store);

/* Gives it back. False when there is none. */
bool store_ballast_release(struct store *store);

/*
 * After STORE_FULL: whether the ballast was given back since this was last
 * asked, by this call or by a commit that needed it, so that the same write
 * may be tried once more.
 */
bool store_make_room(struct store *store);

#endif
