/*
 * The indexes hold no texts of their own (content = 'item_text'), so a text
 * that goes must be told to them as it was. No trigger does that: SQLite does
 * not let one write into a virtual table of an untrusted schema.
 */
#include "schema/store/search.h"

#include <assert.h>
#include <stdlib.h>

#include "schema/store/books.h"
#include "schema/store/store_core.h"

#define ROLL_ITEMS 2000

static const char notes[] =
	"CREATE TRIGGER search_item_insert AFTER INSERT ON item BEGIN\n"
	"INSERT INTO item_text_due (id) VALUES (NEW.id)"
	" ON CONFLICT DO NOTHING; END;\n"
	"CREATE TRIGGER search_item_update AFTER UPDATE ON item BEGIN\n"
	"INSERT INTO item_text_due (id) VALUES (NEW.id)"
	" ON CONFLICT DO NOTHING; END;\n"
	"CREATE TRIGGER search_consignor_insert AFTER INSERT ON consignor BEGIN\n"
	"INSERT INTO item_text_due (id) VALUES (NEW.id)"
	" ON CONFLICT DO NOTHING; END;\n"
	"CREATE TRIGGER search_consignor_update AFTER UPDATE ON consignor BEGIN\n"
	"INSERT INTO item_text_due (id) VALUES (NEW.id)"
	" ON CONFLICT DO NOTHING; END;\n"
	"CREATE TRIGGER search_producer_insert AFTER INSERT ON producer BEGIN\n"
	"INSERT INTO item_text_due (id)"
	" SELECT id FROM consignor WHERE producer = NEW.id"
	" ON CONFLICT DO NOTHING; END;\n"
	"CREATE TRIGGER search_producer_update AFTER UPDATE ON producer\n"
	"WHEN NEW.name <> OLD.name BEGIN\n"
	"INSERT INTO item_text_due (id)"
	" SELECT id FROM consignor WHERE producer = NEW.id"
	" ON CONFLICT DO NOTHING; END;\n";

void search_triggers(struct buffer *sql)
{
	buffer_add_str(sql, notes);
}

static bool run(struct store *store, const char *sql, int64_t argument)
{
	sqlite3_stmt *statement = store_statement(store, sql);

	if (!statement)
		return false;
	if (sqlite3_bind_parameter_count(statement) > 0)
		sqlite3_bind_int64(statement, 1, argument);
	store_step(store, statement);
	return store->failure == STORE_OK;
}

bool search_is_behind(struct store *store)
{
	return store_integer(store, "SELECT 1 FROM item_text_due LIMIT 1", 0,
		       NULL, 0) == 1;
}

#define DUE "(SELECT id FROM item_text_due WHERE id <= ?1)"
#define FORGET(index) \
	"INSERT INTO " index " (" index ", rowid, sku, name, producer)" \
	" SELECT 'delete', id, sku, name, producer FROM item_text" \
	" WHERE id IN " DUE
#define LEARN(index) \
	"INSERT INTO " index " (rowid, sku, name, producer)" \
	" SELECT id, sku, name, producer FROM item_text WHERE id IN " DUE

static const char *const steps[] = {
	FORGET("item_search"),
	FORGET("item_word"),
	"DELETE FROM item_text WHERE id IN " DUE,
	"INSERT INTO item_text (id, sku, name, producer)"
	" SELECT n.id, n.sku, n.name, n.producer"
	" FROM item_text_due d CROSS JOIN item_text_now n ON n.id = d.id"
	" WHERE d.id <= ?1",
	LEARN("item_search"),
	LEARN("item_word"),
	"DELETE FROM item_text_due WHERE id <= ?1",
};

bool search_roll(struct store *store, int64_t items)
{
	/* The last of the items, by id, that this round takes. */
	int64_t last = store_integer(store,
		"SELECT max(id) FROM"
		" (SELECT id FROM item_text_due ORDER BY id LIMIT ?1)",
		1, &items, INT64_MIN);

	for (size_t i = 0; store->failure == STORE_OK &&
		i < sizeof(steps) / sizeof(steps[0]);
		i++)
		run(store, steps[i], last);
	return store->failure == STORE_OK;
}

void search_catch_up(struct store *store)
{
	while (search_is_behind(store)) {
		if (store_in_write(store)) {
			search_roll(store, INT64_MAX);
			break;
		}
		if (store_begin(store, "search") != STORE_OK)
			break;
		if (!search_roll(store, ROLL_ITEMS)) {
			store_rollback(store);
			break;
		}
		if (store_commit(store) != STORE_OK)
			break;
		store_idle(store);
	}
	store->failure = STORE_OK;
}

bool search_rebuild(struct store *store)
{
	assert(store_in_write(store));
	return run(store, "DELETE FROM item_text", 0) &&
		run(store, "DELETE FROM item_text_due", 0) &&
		run(store,
			"INSERT INTO item_text (id, sku, name, producer)"
			" SELECT id, sku, name, producer FROM item_text_now",
			0) &&
		run(store,
			"INSERT INTO item_search (item_search)"
			" VALUES ('rebuild')",
			0) &&
		run(store,
			"INSERT INTO item_word (item_word) VALUES ('rebuild')",
			0);
}

static bool same(struct store *store, const char *is, const char *ought)
{
	sqlite3 *database = store_handle(store);
	sqlite3_stmt *a = NULL, *b = NULL;
	bool equal = false;

	if (sqlite3_prepare_v2(database, is, -1, &a, NULL) == SQLITE_OK &&
		sqlite3_prepare_v2(database, ought, -1, &b, NULL) == SQLITE_OK)
		equal = books_same_rows(store, a, b);
	else
		store_fail_sqlite(store, sqlite3_errcode(database));
	sqlite3_finalize(a);
	sqlite3_finalize(b);
	return equal;
}

/* Makes both indexes a second time, and compares what stands in them. */
static const char again[] =
	"CREATE VIRTUAL TABLE temp.search_again USING fts5 ("
	"sku, name, producer, content = '', tokenize = 'trigram',"
	" columnsize = 0);"
	"CREATE VIRTUAL TABLE temp.word_again USING fts5 ("
	"sku, name, producer, content = '', tokenize = 'unicode61',"
	" columnsize = 0, detail = 'none');"
	"INSERT INTO temp.search_again (rowid, sku, name, producer)"
	" SELECT id, sku, name, producer FROM item_text;"
	"INSERT INTO temp.word_again (rowid, sku, name, producer)"
	" SELECT id, sku, name, producer FROM item_text;"
	"CREATE VIRTUAL TABLE temp.search_is"
	" USING fts5vocab (main, item_search, instance);"
	"CREATE VIRTUAL TABLE temp.search_ought"
	" USING fts5vocab (temp, search_again, instance);"
	"CREATE VIRTUAL TABLE temp.word_is"
	" USING fts5vocab (main, item_word, instance);"
	"CREATE VIRTUAL TABLE temp.word_ought"
	" USING fts5vocab (temp, word_again, instance);";

static const char forget[] = "DROP TABLE IF EXISTS temp.search_is;"
			     "DROP TABLE IF EXISTS temp.search_ought;"
			     "DROP TABLE IF EXISTS temp.word_is;"
			     "DROP TABLE IF EXISTS temp.word_ought;"
			     "DROP TABLE IF EXISTS temp.search_again;"
			     "DROP TABLE IF EXISTS temp.word_again;";

bool search_check(struct store *store, const char **differs)
{
	sqlite3 *database = store_handle(store);

	*differs = NULL;
	if (!same(store,
		    "SELECT id, sku, name, producer FROM item_text"
		    " WHERE id NOT IN (SELECT id FROM item_text_due)"
		    " ORDER BY id",
		    "SELECT id, sku, name, producer FROM item_text_now"
		    " WHERE id NOT IN (SELECT id FROM item_text_due)"
		    " ORDER BY id"))
		*differs = "item_text";
	if (sqlite3_exec(database, again, NULL, NULL, NULL) != SQLITE_OK)
		store_fail_sqlite(store, sqlite3_errcode(database));
	else if (!*differs &&
		!same(store,
			"SELECT term, doc, col, offset FROM temp.search_is",
			"SELECT term, doc, col, offset"
			" FROM temp.search_ought"))
		*differs = "item_search";
	else if (!*differs &&
		!same(store, "SELECT term, doc FROM temp.word_is",
			"SELECT term, doc FROM temp.word_ought"))
		*differs = "item_word";
	if (sqlite3_exec(database, forget, NULL, NULL, NULL) != SQLITE_OK)
		store_fail_sqlite(store, sqlite3_errcode(database));
	return store->failure == STORE_OK;
}
