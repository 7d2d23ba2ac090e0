/* What the files of restore share. */
#ifndef TITIPAN_STORE_RESTORE_INT_H
#define TITIPAN_STORE_RESTORE_INT_H

#include "schema/store/restore.h"

/* The exchange: paths of a mart's file, to which the endings of the files
 * beside it are added. work is synced; the target's turnstile is held. */
struct restore_place {
	const char *target;
	const char *work;  /* what is to stand there */
	const char *aside; /* where what stood there goes */
};
enum store_result restore_put_in_place(const struct restore_place *place);

#endif
