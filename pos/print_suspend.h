/* The slip of a basket that was put aside, read back from its document. */
#ifndef TITIPAN_POS_PRINT_SUSPEND_H
#define TITIPAN_POS_PRINT_SUSPEND_H

#include "drivers/codec/paper.h"
#include "schema/store/store.h"

/* As long as it waits to be taken up. On STORE_OK the caller frees *paper. */
enum store_result print_load_suspend(struct store *store, int64_t document,
	int copy, struct paper **paper);

#endif
