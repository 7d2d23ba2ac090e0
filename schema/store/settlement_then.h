/*
 * What a statement tells besides its lines, as it was when the settlement was
 * drawn up: read off facts inside its cut, so that it is the same for ever.
 */
#ifndef TITIPAN_STORE_SETTLEMENT_THEN_H
#define TITIPAN_STORE_SETTLEMENT_THEN_H

#include "schema/store/sale.h"
#include "schema/store/settlement.h"

/* A setting of the mart in force on the settlement's day, NULL for none; valid
 * until the next call. */
const char *settlement_setting_then(struct store *store,
	const struct settlement *settlement, const char *name);

/* The receipt of a sale, `GTN-1-000153`; "" of what is no sale. */
char *settlement_receipt_then(struct store *store,
	const struct settlement *settlement, int64_t sale,
	char text[SALE_RECEIPT_SIZE]);

/* The last four of the account that the producer is paid to; "" for none. */
#define SETTLEMENT_LAST_FOUR_SIZE 20
enum store_result settlement_bank_then(struct store *store,
	const struct settlement *settlement,
	char last_four[SETTLEMENT_LAST_FOUR_SIZE]);

/*
 * What was sold of the producer (before discounts and refunds) in the week of
 * the settlement's day, last, and in those before it; a week is named by its
 * Monday. False if the settlement has no weeks: none of its goods was sold in
 * them, or it is older than this figure.
 */
#define SETTLEMENT_WEEKS 8
struct settlement_week {
	int32_t monday;
	struct money gross;
};
bool settlement_weeks(struct store *store, const struct settlement *settlement,
	struct settlement_week weeks[SETTLEMENT_WEEKS]);

/* The hash of the statement's text as its approval stored it; false if it is
 * not approved, or was before approvals did that. */
#define SETTLEMENT_TEXT_HASH_SIZE 32
bool settlement_text_hash(struct store *store,
	const struct settlement *settlement,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE]);

/* BLAKE2b-256 of a statement's text. */
void settlement_hash_text(const char *text, size_t length,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE]);

/* The Monday of a day's week. */
int32_t settlement_monday(int32_t day);

#endif
