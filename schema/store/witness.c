/* Both walks go node by node, as the rows lie, and remember the row before. */
#include "schema/store/witness.h"

#include <string.h>

#include "drivers/system/text.h"
#include "schema/store/column.h"
#include "schema/store/facts.h"

struct check {
	struct store *store;
	witness_finding *finding;
	void *context;
};

/* --- closed days ----------------------------------------------------------- */

/* The first document after `from`, up to `to`, of a day that is closed. */
static void check_days(struct check *check, int64_t from, int64_t to,
	int64_t bound)
{
	const int64_t arguments[] = {from, to, bound};
	int64_t late = store_integer(check->store,
		"SELECT id FROM document WHERE id > ?1 AND id <= ?2"
		" AND day <= ?3 ORDER BY id LIMIT 1",
		3, arguments, 0);

	if (late != 0)
		check->finding(check->context,
			N_("document %s: it joined a day that was closed"),
			late);
}

/* What a person says of the date holds from the document on in which he says
 * it, a closed day from the one after. */
static enum store_result check_bounds(struct check *check)
{
	sqlite3_stmt *query = store_statement(check->store,
		"SELECT document - (closed IS NULL), bound,"
		" coalesce(lead(document - (closed IS NULL)) OVER ("
		"PARTITION BY document >> 40 ORDER BY document),"
		" ((document >> 40) + 1 << 40) - 1) "
		"FROM day_bound ORDER BY document");

	while (query && store_step(check->store, query))
		check_days(check, sqlite3_column_int64(query, 0),
			sqlite3_column_int64(query, 2),
			sqlite3_column_int64(query, 1));
	return store_failed(check->store);
}

/* A day stays closed even where a correction opened those before it. */
static enum store_result check_closed(struct check *check)
{
	int64_t late = store_integer(check->store,
		"SELECT d.id FROM document d WHERE EXISTS (SELECT 1"
		" FROM day_bound b WHERE b.closed = d.day"
		" AND b.document < d.id AND b.document >> 40 = d.id >> 40)"
		" ORDER BY d.id LIMIT 1",
		0, NULL, 0);

	if (late != 0)
		check->finding(check->context,
			N_("document %s: it joined a day that was closed"),
			late);
	return store_failed(check->store);
}

/* --- Z reports ------------------------------------------------------------- */

struct z {
	int64_t document; /* 0: none before it */
	unsigned char hash[DOCUMENT_HASH_SIZE];
	int64_t number;
	int64_t sales;
	int64_t refunds;
};

static bool names(const struct z *z, sqlite3_stmt *query)
{
	/* Those of an older version of the program name none. */
	if (column_is_null(query, 6) && column_is_null(query, 7))
		return true;
	return sqlite3_column_int64(query, 6) == z->document &&
		sqlite3_column_bytes(query, 7) == DOCUMENT_HASH_SIZE &&
		memcmp(sqlite3_column_blob(query, 7), z->hash,
			DOCUMENT_HASH_SIZE) == 0;
}

static const char *wrong_with(const struct z *before, const struct z *z,
	sqlite3_stmt *query)
{
	if (z->number != before->number + 1)
		return N_("document %s: its Z number does not follow the one "
			  "before it");
	if (!names(before, query))
		return N_("document %s: it does not name the Z before it");
	if (z->sales != before->sales + sqlite3_column_int64(query, 4) ||
		z->refunds != before->refunds + sqlite3_column_int64(query, 5))
		return N_("document %s: its perpetual totals are not those of "
			  "its shifts");
	return NULL;
}

static enum store_result check_zs(struct check *check)
{
	sqlite3_stmt *query = store_statement(check->store,
		"SELECT c.document, c.number, c.perpetual_sales,"
		" c.perpetual_refunds,"
		" coalesce(t.gross, 0) - coalesce(t.discounts, 0),"
		" coalesce(t.refunds, 0), c.previous, c.previous_hash, d.hash "
		"FROM shift_close c JOIN document d ON d.id = c.document "
		"LEFT JOIN shift_total t ON t.shift = d.shift "
		"ORDER BY c.document");
	struct z before = {.document = 0};

	while (query && store_step(check->store, query)) {
		struct z z = {.document = sqlite3_column_int64(query, 0),
			.number = sqlite3_column_int64(query, 1),
			.sales = sqlite3_column_int64(query, 2),
			.refunds = sqlite3_column_int64(query, 3)};
		const char *wrong;

		if (sqlite3_column_bytes(query, 8) == DOCUMENT_HASH_SIZE)
			memcpy(z.hash, sqlite3_column_blob(query, 8),
				DOCUMENT_HASH_SIZE);
		if (document_node(z.document) != document_node(before.document))
			before = (struct z){.document = 0};
		wrong = wrong_with(&before, &z, query);
		if (wrong)
			check->finding(check->context, wrong, z.document);
		before = z;
	}
	return store_failed(check->store);
}

enum store_result witness_check(struct store *store, witness_finding *finding,
	void *context)
{
	struct check check = {store, finding, context};
	enum store_result result;

	/* A file of an older schema has none of this. */
	if (!facts_find(store_facts(store), "day_bound"))
		return STORE_OK;
	result = check_bounds(&check);
	if (result == STORE_OK)
		result = check_closed(&check);
	return result == STORE_OK ? check_zs(&check) : result;
}
