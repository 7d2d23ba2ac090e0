/*
 * Exchanging the mart's file by another one, so that at every moment there is
 * the old file or the new one under its name, and nobody goes on with the old.
 *
 * The turnstile keeps writers out; a reader is kept out by SQLite's own lock.
 * So the file leaves WAL mode first, which SQLite allows only when no other
 * connection is left, and the lock is kept until the name is the new file's:
 * whoever opens meanwhile waits, and then finds that its file has moved
 * (store_is_replaced) and looks again. The new file comes in WAL mode and
 * finds no log or index of the old one.
 */
#ifndef TITIPAN_STORE_SWAP_H
#define TITIPAN_STORE_SWAP_H

#include "schema/store/store_core.h"

/*
 * Puts the synced file `name` in the place of the store's, whose turnstile is
 * held. The old one stays under the name `aside` if that is given. Afterwards
 * the store has the new file open and loaded. STORE_IN_USE when another
 * process has it open for some five seconds; on any failure the old file is in
 * its place, and open.
 */
enum store_result swap_in(struct store *store, const char *name,
	const char *aside);

/* Out of WAL mode, and locked until this connection is closed. STORE_IN_USE as
 * above. */
enum store_result swap_lock_out(struct store *store);

/* Makes a closed file ready for it: in WAL mode, with nothing beside it, and
 * on the disk. */
enum store_result swap_prepare(struct store *copy);

/* Removes a file and what SQLite puts beside it. */
void swap_remove(const char *name);

#endif
