/*
 * The open basket beside the database, so that kill -9 loses nothing of it.
 *
 * Each running till holds one slot, the file DATABASE.basket-N under its own
 * lock, N from 1 on. A record is appended before anything is shown; each has
 * its length and a checksum, so that a torn end is passed over:
 *
 *	LLLLLLLL SSSSSSSSSSSSSSSS\n     length of the text, FNV-1a of it, in hex
 *	text\n                          changes upon the records before
 */
#ifndef TITIPAN_POS_BASKETLOG_H
#define TITIPAN_POS_BASKETLOG_H

#include "pos/till/basket.h"

struct basketlog;

/* Answers whether a basket that was found is over: sold, or not ours. */
typedef bool basketlog_is_over(void *context, const struct till_basket *basket);

/* Takes no slot yet. over is asked about each basket that is found. */
struct basketlog *basketlog_new(const char *database, basketlog_is_over *over,
	void *context);

/* Gives the slot up, and frees; the slot keeps what it holds. */
void basketlog_free(struct basketlog *log);

/*
 * Takes the slot that holds an open basket of this user, else a free one.
 * True when basket was filled; false: it is empty, a fresh slot was taken if
 * there was one (without, the basket will not survive a crash).
 */
bool basketlog_take(struct basketlog *log, int64_t user,
	struct till_basket *basket);

/* Appends one record; false when it could not be written (errno). */
bool basketlog_append(struct basketlog *log, const char *text, size_t length);

/* Empties the slot: its basket is over. */
void basketlog_clear(struct basketlog *log);

/* Gives the slot up. */
void basketlog_leave(struct basketlog *log);

/* Makes what was appended durable; cheap when nothing was. */
void basketlog_sync(struct basketlog *log);

/* How many other slots hold an open basket of this user. */
size_t basketlog_elsewhere(struct basketlog *log, int64_t user);

#endif
