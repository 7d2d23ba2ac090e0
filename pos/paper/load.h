/*
 * Papers of stored documents, as they were or will be printed. The same
 * document gives the same paper at any time but for its copy number.
 */
#ifndef TITIPAN_PAPER_LOAD_H
#define TITIPAN_PAPER_LOAD_H

#include "drivers/codec/paper.h"
#include "pos/paper/layout.h"
#include "schema/store/store.h"

#define PAPER_MART_TEXT_SIZE 200

/* The mart as of a day; mart points into the struct, so it is not to be
 * copied. */
struct paper_mart_texts {
	struct paper_mart mart;
	char name[PAPER_MART_TEXT_SIZE];
	char address[PAPER_MART_TEXT_SIZE];
	char npwp[PAPER_MART_TEXT_SIZE];
};
void paper_load_mart(struct store *store, int32_t day,
	struct paper_mart_texts *texts);

/* The receipt of a sale or a refund. copy 0: the first print. On STORE_OK the
 * caller frees *paper; else it is not written. */
enum store_result paper_load_receipt(struct store *store, int64_t document,
	int copy, struct paper **paper);

/*
 * The Z of a shift that is closed, the X of one that is open. document is the
 * shift's opening or its close.
 */
enum store_result paper_load_shift(struct store *store, int64_t document,
	int copy, struct paper **paper);

/* The slip of cash put into or taken out of a drawer. */
enum store_result paper_load_cash(struct store *store, int64_t document,
	int copy, struct paper **paper);

/* The paper of any of these. STORE_NOT_FOUND: there is no such document, or
 * its kind has no paper here. */
enum store_result paper_load_document(struct store *store, int64_t document,
	int copy, struct paper **paper);

#endif
