/*
 * The backup after a Z, made by another process of this program, so that the
 * cashier never waits for it: the Z is saved and printed before it begins.
 */
#ifndef TITIPAN_POS_BACKUP_H
#define TITIPAN_POS_BACKUP_H

#include <stdbool.h>

#include "schema/store/store.h"

struct backup_run;

/* NULL where backups are not made by themselves. */
struct backup_run *backup_start(struct store *store, const char *database);

/* Whether it has ended (wait: when it has); *made says whether it came off.
 * Frees it then. */
bool backup_ended(struct backup_run *run, bool wait, bool *made);

/* What the other process does; its exit status. */
int backup_work(const char *database);

/* The word on its command line. */
#define BACKUP_WORD "--backup-after-z"

#endif
