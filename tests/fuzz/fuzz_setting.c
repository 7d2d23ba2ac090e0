/* A rule of the mart as another till's document may hold it: the first byte
 * chooses which, the rest is its value. What is read of it is a rule that the
 * arithmetic can hold, or the one that stands where there is none. */
#include <sqlite3.h>

#include "drivers/system/text.h"
#include "schema/rules/calendar.h"
#include "schema/rules/rounding.h"
#include "schema/store/agreement.h"
#include "schema/store/sale.h"
#include "schema/store/store_core.h"
#include "tests/fuzz/fuzz_store.h"

#define DAY 20760

static struct store *store;

static void release(void)
{
	store_close(store);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	fuzz_make_mart();
	store = fuzz_open();
	atexit(release);
	return 0;
}

static void put(const char *name, const uint8_t *value, size_t size)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO setting_revision"
		" (document, name, from_day, value)"
		" VALUES (3 << 40, ?1, 1, ?2)");

	FUZZ_CHECK(statement);
	sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	sqlite3_bind_text(statement, 2, (const char *)value, (int)size,
		SQLITE_STATIC);
	store_step(store, statement);
	FUZZ_CHECK(store_failed(store) == STORE_OK);
}

static void check_rules(void)
{
	struct rounding rounding = sale_rounding(store, DAY);
	struct tax_rate ppn = agreement_ppn(store, DAY);
	struct money rounded;
	char receipt[SALE_RECEIPT_SIZE];

	FUZZ_CHECK(rounding.unit >= 1 && rounding.unit <= MONEY_MAX);
	FUZZ_CHECK(rounding.direction <= ROUNDING_UP);
	FUZZ_CHECK(!rounding_apply(rounding, money_of(123456), &rounded) ||
		money_rupiah(rounded) % rounding.unit == 0);
	FUZZ_CHECK(ppn.numerator >= 0 && ppn.denominator > ppn.numerator);
	(void)agreement_mart_is_pkp(store, DAY);
	sale_receipt_text(store, 1, 7, receipt);
	FUZZ_CHECK(strlen(receipt) < sizeof(receipt));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const names[] = {"rounding", "rounding_direction",
		"ppn", "pkp_since", "code", "name", "timezone",
		"cashier_discount"};
	struct facts facts = store->facts;

	if (size == 0)
		return 0;
	FUZZ_CHECK(store_begin(store, "setting") == STORE_OK);
	put(names[bytes[0] % 8], bytes + 1, size - 1);
	check_rules();
	/* as the next opening would read it */
	for (size_t i = 0; i < facts.count; i++)
		sqlite3_finalize(store->inserts[i]);
	free(store->inserts);
	store->inserts = NULL;
	FUZZ_CHECK(store_load(store) == STORE_OK);
	FUZZ_CHECK(store->zone_offset_s >= -14 * 3600 &&
		store->zone_offset_s <= 14 * 3600);
	facts_release(&facts);
	store_rollback(store);
	return 0;
}
