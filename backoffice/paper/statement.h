/*
 * The paper that a producer gets with a settlement: what came in, what was
 * sold, what is his, what is paid now and what comes later, in his words.
 *
 * It is made of facts inside the settlement's cut and of the settlement
 * itself, so one number gives the same paper for ever: whether it was approved
 * or paid since is not on it.
 */
#ifndef TITIPAN_PAPER_STATEMENT_H
#define TITIPAN_PAPER_STATEMENT_H

#include "drivers/codec/paper.h"
#include "schema/store/settlement.h"

/* As wide as 58 mm paper, and as a page. */
#define STATEMENT_NARROW 32
#define STATEMENT_WIDE 80

/* On STORE_OK the caller frees *paper; wide lays its tables out for
 * STATEMENT_WIDE columns, else they suit any paper of a till. */
enum store_result statement_paper(struct store *store,
	const struct settlement *settlement, bool wide, struct paper **paper);

/* `30-11-2026`. */
#define STATEMENT_DAY_SIZE 16
char *statement_day(int32_t day, char text[STATEMENT_DAY_SIZE]);

#endif
