/*
 * Paper that is owed to a printer: which document and which copy, never the
 * bytes. A job is queued in the transaction of its document, so that no crash
 * forgets it; it is `sending` from before the first byte until the printer
 * has taken the last, and what was found `sending` after a crash is `unknown`.
 */
#ifndef TITIPAN_STORE_PRINT_JOB_H
#define TITIPAN_STORE_PRINT_JOB_H

#include "schema/store/store.h"

enum print_state {
	PRINT_QUEUED,
	PRINT_SENDING,
	PRINT_PRINTED,
	PRINT_UNKNOWN, /* some of it may be on paper */
	PRINT_FAILED,  /* nothing of it is */
	PRINT_STATES
};

/* Queues a job inside store_begin. paper: receipt, z. */
enum store_result print_job_add(struct store *store, int64_t document,
	const char *paper, int64_t copy);

/* Sets the state of the job of this paper and copy; takes the lock itself. */
enum store_result print_job_set(struct store *store, int64_t document,
	const char *paper, int64_t copy, enum print_state state);

#endif
