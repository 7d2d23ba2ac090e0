/*
 * Everything that a statement tells, read off the facts once. The text, the
 * narrow paper and the page are drawn from this alone, so that their figures
 * cannot differ.
 *
 * All of it lies inside the settlement's cut or is the settlement itself: one
 * number gives the same statement for ever. Whether it was approved or paid
 * since is not on it.
 */
#ifndef TITIPAN_PAPER_STATEMENT_DATA_H
#define TITIPAN_PAPER_STATEMENT_DATA_H

#include "pos/paper/load.h"
#include "schema/store/personal.h"
#include "schema/store/settlement_lines.h"
#include "schema/store/settlement_then.h"

/* What stands in one line with an amount, beside sales. */
enum statement_entry_kind {
	STATEMENT_REFUND,     /* brought back by a buyer */
	STATEMENT_CREDIT,     /* lost or damaged, made good by the mart */
	STATEMENT_CORRECTION, /* a payment on an earlier one that came back */
	STATEMENT_PAYMENT     /* on the statement before this one */
};

struct statement_entry {
	enum statement_entry_kind kind;
	int32_t day;
	struct quantity quantity; /* positive */
	struct money amount;      /* as it changes what the producer gets */
	char sku[ITEM_SKU_SIZE];
	char receipt[SALE_RECEIPT_SIZE]; /* refund: the sale's */
	char reason[ITEM_NAME_SIZE];     /* refund: "" for none */
	bool settled_before; /* refund: its sale was in an earlier statement */
	int64_t of;          /* correction: the settlement */
	const char *method;  /* payment: cash, transfer */
};

/* A line of the sum: what leads to the amount that is paid. */
enum statement_sum_kind { STATEMENT_PART, STATEMENT_BETWEEN };
struct statement_sum {
	const char *label; /* msgid */
	struct money amount;
	enum statement_sum_kind kind;
};
#define STATEMENT_SUMS_MAX 10

struct statement_data {
	struct store *store;
	struct settlement settlement;
	struct settlement previous; /* id 0: none */
	struct settlement_producer producer;
	struct paper_mart_texts mart;
	char bank[PERSONAL_MASK_SIZE]; /* `*******1234`; "": paid in cash */
	struct settlement_row *rows;   /* by item; sales before the rest */
	size_t row_count;
	struct settlement_units *units; /* by item */
	size_t unit_count;
	struct statement_entry *entries; /* by kind */
	size_t entry_count;
	struct settlement_row sold; /* the sums of the rows that are sales */
	struct statement_sum sums[STATEMENT_SUMS_MAX]; /* without those of 0 */
	size_t sum_count;
	bool has_held;
	int32_t held_first; /* the sales that are not payable yet */
	int32_t held_last;
	int32_t held_due;     /* the last day on which they may come back */
	bool held_may_return; /* false: they were just sold too late for this */
	int32_t objections_until;
	bool has_weeks;
	struct settlement_week weeks[SETTLEMENT_WEEKS];
	char number[DOCUMENT_TEXT_SIZE]; /* `1-57` */
	unsigned char hash[DOCUMENT_HASH_SIZE];
};

/* On STORE_OK the caller releases *data, which holds no pointer into
 * settlement. */
enum store_result statement_load(struct store *store,
	const struct settlement *settlement, struct statement_data *data);
void statement_release(struct statement_data *data);

/* --- how all forms say it; texts are the caller's to free ------------- */

/* `30-11-2026`; short: `30-11`. Returns text. */
#define STATEMENT_DAY_SIZE 16
char *statement_day(int32_t day, char text[STATEMENT_DAY_SIZE]);
char *statement_short_day(int32_t day, char text[STATEMENT_DAY_SIZE]);

/* `12-10-2026 GTN-2-000153 1x KRP`. */
char *statement_entry_label(const struct statement_entry *entry,
	bool short_days);

/* The heading over the entries of a kind; NULL where there is none. */
const char *statement_entry_heading(enum statement_entry_kind kind);

/* `+8.000`, `-10.000`, `0`. */
char *statement_signed(struct money amount);

/* `80 x 12.500`. */
char *statement_times(const struct settlement_row *row);

/* `20%`, `17,5%`; with an agreed cost `@12.000`. */
char *statement_rate(const struct settlement_row *row);

/* What the number and the head of the chain look like in a QR code. */
char *statement_qr(const struct statement_data *data);

bool statement_is_sale(const struct settlement_row *row);

#endif
