/*
 * The paper that a producer gets with a settlement: what came in, what was
 * sold, what is his, what is paid now and what comes later, in his words.
 *
 * Three forms of the same data: a text of 80 columns, a narrow paper for
 * receipt printers, a page (PDF). Its language is the mart's, Indonesian,
 * whoever prints it: say language_use("id") before.
 *
 * The wide text's bytes are for ever: their hash is stored with the approval,
 * and every later print is compared with it. So what it says may not be
 * reworded for settlements that were approved; tests/e2e/test_statement holds
 * a text that must not change.
 */
#ifndef TITIPAN_PAPER_STATEMENT_H
#define TITIPAN_PAPER_STATEMENT_H

#include "backoffice/paper/statement_data.h"
#include "drivers/codec/paper.h"

/* As wide as 58 mm paper, and as a page. */
#define STATEMENT_NARROW 32
#define STATEMENT_WIDE 80

/* More bytes no form of a statement has. */
#define STATEMENT_MAX ((size_t)8 * 1024 * 1024)

/* Papers for the caller to free: for STATEMENT_WIDE columns and more, and for
 * fewer. */
struct paper *statement_wide(const struct statement_data *data);
struct paper *statement_narrow(const struct statement_data *data);

/* What both forms end with: objections, signatures, QR and head of the chain. */
void statement_foot(struct paper *paper, const struct statement_data *data);

/* BLAKE2b-256 of the wide text in STATEMENT_WIDE columns; false if the text is
 * too long to be made. */
bool statement_hash(const struct statement_data *data,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE]);

/*
 * Appends the statement as a PDF of A4 pages. The same data gives the same
 * bytes. text_hash is printed on it. False if it cannot be drawn or out is
 * full; out is then as before.
 */
bool statement_pdf(const struct statement_data *data,
	const unsigned char text_hash[SETTLEMENT_TEXT_HASH_SIZE],
	struct buffer *out);

#endif
