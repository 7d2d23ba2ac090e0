/* What all papers of the till have in common: head, notices, amounts. */
#ifndef TITIPAN_PAPER_LAYOUT_H
#define TITIPAN_PAPER_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/codec/paper.h"
#include "schema/rules/money.h"
#include "schema/rules/quantity.h"

/* Whose paper it is. Texts are the caller's, UTF-8. */
struct paper_mart {
	const char *name;
	const char *address; /* NULL: none is known */
	const char *npwp; /* NULL: not registered for PPN, so no tax is shown */
	int32_t offset_s; /* the mart's zone, seconds east of UTC */
	bool rehearsal;   /* no paper of it is worth anything, and says so */
};

#define LAYOUT_HASH_SIZE 32
#define LAYOUT_TIME_SIZE 24

/* A copy that is only shown, by the office, and counts as none. */
#define LAYOUT_COPY_SHOWN (-1)

/* What must not be missed: that it is a rehearsal, and that it is copy number
 * `copy` (0: the first print). */
void layout_notices(struct paper *paper, const struct paper_mart *mart,
	int copy);

/* The notices, then the mart's name and address. */
void layout_head(struct paper *paper, const struct paper_mart *mart, int copy);

/* The same notices again, so that the foot cut off is worth nothing either;
 * then room to tear, and the cut. */
void layout_foot(struct paper *paper, const struct paper_mart *mart, int copy);

/* A bold heading of its own paper: `LAPORAN Z no. 41`. */
void layout_title(struct paper *paper, const char *title);

/* A label and an amount with thousands points at the right margin. */
void layout_amount(struct paper *paper, unsigned style, const char *label,
	struct money amount);

/* A label and a count at the right margin. */
void layout_count(struct paper *paper, const char *label, int64_t count);

/* `2 x 12.500`, `0,237 kg x 78.000`; pieces have no unit on paper. The caller
 * frees it. */
char *layout_quantity(struct quantity quantity, const char *unit,
	struct money price);

/* Whether this unit is what everything is counted in, and so left unsaid. */
bool layout_is_pieces(const char *unit);

/* `02-11-2026 09:15` in the mart's zone. Returns text. */
char *layout_time(const struct paper_mart *mart, int64_t at_ms,
	char text[LAYOUT_TIME_SIZE]);

/* `Minggu, 22 November 2026`. Returns text. */
#define LAYOUT_DAY_SIZE 80
char *layout_day(int32_t day, char text[LAYOUT_DAY_SIZE]);

/* The first twelve digits of a document's hash beside a label. */
void layout_short_hash(struct paper *paper, const char *label,
	const unsigned char hash[LAYOUT_HASH_SIZE]);

/* All 64 digits, in groups that can be read aloud. */
void layout_whole_hash(struct paper *paper,
	const unsigned char hash[LAYOUT_HASH_SIZE]);

/* A document and its hash as a QR holds them: `1-57 9f86...`. The caller frees
 * it. */
char *layout_proof(const char *number,
	const unsigned char hash[LAYOUT_HASH_SIZE]);

/* Two lines to sign on, with what each signer is. */
void layout_signatures(struct paper *paper, const char *first,
	const char *second);

#endif
