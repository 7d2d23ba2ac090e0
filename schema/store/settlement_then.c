/* A statement's surroundings as of its cut. A document belongs to the cut if
 * its node is in it and it is not after the node's last. */
#include "schema/store/settlement_then.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "schema/store/column.h"

_Static_assert(SETTLEMENT_TEXT_HASH_SIZE == crypto_generichash_BYTES,
	"BLAKE2b-256");

#define IN_CUT(revision) \
	"JOIN settlement_cut c ON c.document = ?1 AND c.node = " revision \
	".document >> 40 AND " revision ".document <= c.last "

const char *settlement_setting_then(struct store *store,
	const struct settlement *settlement, const char *name)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT r.value FROM setting_revision r " IN_CUT(
			"r") "WHERE r.name = ?2 AND r.from_day <= ?3 "
			     "ORDER BY r.from_day DESC, r.document DESC LIMIT 1");
	const char *text;

	if (!q)
		return NULL;
	sqlite3_bind_int64(q, 1, settlement->id);
	sqlite3_bind_text(q, 2, name, -1, SQLITE_STATIC);
	sqlite3_bind_int(q, 3, settlement->day);
	if (!store_step(store, q))
		return NULL;
	/* Not reset, so that the text stays; the next call does it. */
	text = store_text(q, 0);
	return *text != '\0' ? text : NULL;
}

char *settlement_receipt_then(struct store *store,
	const struct settlement *settlement, int64_t sale,
	char text[SALE_RECEIPT_SIZE])
{
	const int64_t number = store_integer(store,
		"SELECT number FROM sale WHERE document = ?1", 1, &sale, 0);
	const char *code = settlement_setting_then(store, settlement, "code");

	text[0] = '\0';
	if (number != 0)
		snprintf(text, SALE_RECEIPT_SIZE, "%s-%lld-%06lld",
			code == NULL ? "" : code,
			(long long)document_node(sale), (long long)number);
	return text;
}

enum store_result settlement_bank_then(struct store *store,
	const struct settlement *settlement,
	char last_four[SETTLEMENT_LAST_FOUR_SIZE])
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT r.last_four FROM personal_datum r " IN_CUT(
			"r") "WHERE r.thing = ?2 AND r.field = 'account' "
			     "ORDER BY r.document DESC LIMIT 1");

	last_four[0] = '\0';
	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->id);
	sqlite3_bind_int64(q, 2, settlement->producer);
	if (store_step(store, q)) {
		column_copy(q, 0, last_four, SETTLEMENT_LAST_FOUR_SIZE);
		store_reset(q);
	}
	return store_failed(store);
}

int32_t settlement_monday(int32_t day)
{
	/* Day 0 was a Thursday. */
	return day - (day + 3) % 7;
}

bool settlement_weeks(struct store *store, const struct settlement *settlement,
	struct settlement_week weeks[SETTLEMENT_WEEKS])
{
	const int32_t last = settlement_monday(settlement->day);
	bool any = false;
	sqlite3_stmt *q = store_statement(store,
		"SELECT week, gross FROM settlement_week WHERE document = ?1");

	for (int i = 0; i < SETTLEMENT_WEEKS; i++)
		weeks[i] = (struct settlement_week){
			.monday = last - 7 * (SETTLEMENT_WEEKS - 1 - i)};
	if (!q)
		return false;
	sqlite3_bind_int64(q, 1, settlement->id);
	while (store_step(store, q)) {
		int32_t week = sqlite3_column_int(q, 0);
		int32_t at = (week - weeks[0].monday) / 7;

		if (week < weeks[0].monday || at >= SETTLEMENT_WEEKS)
			continue;
		weeks[at].gross = column_money(q, 1);
		any = true;
	}
	return any;
}

bool settlement_text_hash(struct store *store,
	const struct settlement *settlement,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE])
{
	bool known = false;
	sqlite3_stmt *q = store_statement(store,
		"SELECT statement FROM approval WHERE settlement = ?1 "
		"AND length(statement) = 32 ORDER BY document LIMIT 1");

	if (!q)
		return false;
	sqlite3_bind_int64(q, 1, settlement->id);
	if (store_step(store, q)) {
		memcpy(hash, sqlite3_column_blob(q, 0),
			SETTLEMENT_TEXT_HASH_SIZE);
		known = true;
		store_reset(q);
	}
	return known;
}

void settlement_hash_text(const char *text, size_t length,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE])
{
	crypto_generichash(hash, SETTLEMENT_TEXT_HASH_SIZE,
		(const unsigned char *)text, length, NULL, 0);
}
