/* What sale_write.c and sale_refund.c share. */
#ifndef TITIPAN_STORE_SALE_INT_H
#define TITIPAN_STORE_SALE_INT_H

#include "schema/store/sale.h"

/* Columns of the sale_line row that was begun. */
void sale_write_amounts(struct document *document,
	const struct line_amounts *amounts);
void sale_write_terms(struct document *document, int64_t producer,
	int64_t agreement, const struct terms *terms, int32_t due);
void sale_write_lot(struct document *document,
	const struct stock_pieces *pieces, int sign);

/* Rows for all but the first piece; sign -1 on a refund. */
void sale_write_further_lots(struct document *document, int64_t line,
	int64_t item, const struct stock_pieces *pieces, int sign);

void sale_write_tenders(struct document *document,
	const struct sale_tender tenders[], size_t count, int sign);

/* The sum of their amounts in rupiah. */
int64_t sale_tendered(const struct sale_tender tenders[], size_t count);

/* The number of this node's next receipt, nothing begun in this write. */
int64_t sale_next_number(struct store *store);

bool sale_shift_is_open(struct store *store, int64_t shift);

#endif
