/*
 * The list below is the only one of fact tables. It is in the order of the
 * names, which is also their order in a document's canonical bytes; a new
 * table takes its place without changing the bytes of older documents, which
 * have no rows in it.
 */
#include "schema/store/facts.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"

static const char *const fact_tables[] = {
	"agreement",
	"agreement_loss",
	"approval",
	"cancellation",
	"cash_count",
	"cash_movement",
	"code_revision",
	"consignor_revision",
	"day_bound",
	"document",
	"event",
	"item_revision",
	"node",
	"payout",
	"personal_datum",
	"price_revision",
	"producer_revision",
	"recall",
	"restoration",
	"sale",
	"sale_discount",
	"sale_line",
	"sale_line_lot",
	"setting_revision",
	"settlement",
	"settlement_cut",
	"settlement_end",
	"settlement_line",
	"settlement_unit",
	"settlement_week",
	"shift_close",
	"stock",
	"stock_line",
	"supplier_revision",
	"suspension",
	"tender",
	"user_revision",
	"voided_line",
};

#define FACT_TABLE_COUNT (sizeof(fact_tables) / sizeof(fact_tables[0]))
#define SQL_MAX 65536

/* Columns that hold an id or an instant, whose size says nothing. */
static const char *const unbounded[] = {
	"agreement",
	"at",
	"desk",
	"document",
	"exchange",
	"first_document",
	"id",
	"item",
	"last",
	"last_document",
	"mentor",
	"previous",
	"producer",
	"recalled",
	"receipt",
	"refund_of",
	"replaces",
	"reverses",
	"revision",
	"seen",
	"settlement",
	"shift",
	"subject",
	"supervisor",
	"supplier",
	"suspension",
	"thing",
	"user",
	"allowed_by",
};

static bool is_bounded(const char *name)
{
	for (size_t i = 0; i < sizeof(unbounded) / sizeof(unbounded[0]); i++)
		if (strcmp(name, unbounded[i]) == 0)
			return false;
	return true;
}

static int by_name(const void *a, const void *b)
{
	const struct fact_column *x = a;
	const struct fact_column *y = b;

	return strcmp(x->name, y->name);
}

static void add_column(struct fact_table *table, const char *name, int key)
{
	struct fact_column *column;

	table->columns = xreallocarray(table->columns, table->column_count + 1,
		sizeof(*table->columns));
	column = &table->columns[table->column_count++];
	column->name = xstrdup(name);
	column->key = key;
	column->bounded = is_bounded(name);
	column->content = strcmp(table->name, "document") != 0 ||
		(strcmp(name, "hash") != 0 && strcmp(name, "signature") != 0);
}

/* Names of a file's columns become part of our statements: a file from
 * elsewhere may have given them any text. */
static bool is_plain_name(const char *name)
{
	return name && name[0] != '\0' &&
		name[strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789")] ==
		'\0';
}

static bool load_columns(struct fact_table *table, sqlite3 *database)
{
	sqlite3_stmt *statement;
	bool good = true;

	if (sqlite3_prepare_v2(database,
		    "SELECT name, pk FROM pragma_table_info(?1)", -1,
		    &statement, NULL) != SQLITE_OK)
		return false;
	sqlite3_bind_text(statement, 1, table->name, -1, SQLITE_STATIC);
	while (good && sqlite3_step(statement) == SQLITE_ROW) {
		const char *name =
			(const char *)sqlite3_column_text(statement, 0);
		int key = sqlite3_column_int(statement, 1);

		good = is_plain_name(name) && key <= FACT_KEYS_MAX &&
			table->column_count < FACT_COLUMNS_MAX - 1;
		if (good)
			add_column(table, name, key);
	}
	if (sqlite3_finalize(statement) != SQLITE_OK || !good ||
		table->column_count == 0)
		return false;
	qsort(table->columns, table->column_count, sizeof(*table->columns),
		by_name);
	for (size_t i = 0; i < table->column_count; i++) {
		int key = table->columns[i].key;

		if (key > 0) {
			table->keys[key - 1] = i;
			table->key_count++;
		}
	}
	return true;
}

static void write_sql(struct fact_table *table)
{
	bool header = strcmp(table->name, "document") == 0;
	const char *document = header ? "id" : "document";
	struct buffer columns, marks, keys, sql;

	buffer_init(&columns, SQL_MAX);
	buffer_init(&marks, SQL_MAX);
	buffer_init(&keys, SQL_MAX);
	buffer_init(&sql, SQL_MAX);
	for (size_t i = 0; i < table->column_count; i++) {
		const char *comma = i ? ", " : "";

		buffer_printf(&columns, "%s%s", comma, table->columns[i].name);
		buffer_printf(&marks, "%s?%zu", comma, i + 1);
	}
	for (size_t i = 0; i < table->key_count; i++)
		buffer_printf(&keys, "%s%s", i ? ", " : "",
			table->columns[table->keys[i]].name);
	buffer_printf(&sql, "INSERT INTO %s (%s) VALUES (%s)", table->name,
		buffer_str(&columns), buffer_str(&marks));
	table->insert_sql = buffer_take(&sql);
	buffer_printf(&sql, "SELECT %s FROM %s WHERE %s = ?1 ORDER BY %s",
		buffer_str(&columns), table->name, document, buffer_str(&keys));
	table->select_sql = buffer_take(&sql);
	buffer_printf(&sql,
		"SELECT %s FROM %s WHERE %s BETWEEN ?1 AND ?2 ORDER BY %s",
		buffer_str(&columns), table->name, document, buffer_str(&keys));
	table->range_sql = buffer_take(&sql);
	buffer_release(&columns);
	buffer_release(&marks);
	buffer_release(&keys);
	buffer_release(&sql);
}

bool facts_load(struct facts *facts, sqlite3 *database, bool older)
{
	facts->tables = xcalloc(FACT_TABLE_COUNT, sizeof(*facts->tables));
	facts->count = 0;
	for (size_t i = 0; i < FACT_TABLE_COUNT; i++) {
		struct fact_table *table = &facts->tables[facts->count];

		assert(i == 0 ||
			strcmp(fact_tables[i - 1], fact_tables[i]) < 0);
		table->name = fact_tables[i];
		facts->count++;
		if (load_columns(table, database)) {
			if (strcmp(table->name, "document") == 0)
				facts->header = facts->count - 1;
			write_sql(table);
		} else if (older && table->column_count == 0) {
			facts->count--;
		} else {
			facts_release(facts);
			return false;
		}
	}
	if (facts_find(facts, "document"))
		return true;
	facts_release(facts);
	return false;
}

void facts_release(struct facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		struct fact_table *table = &facts->tables[i];

		for (size_t c = 0; c < table->column_count; c++)
			free(table->columns[c].name);
		free(table->columns);
		free(table->insert_sql);
		free(table->select_sql);
		free(table->range_sql);
	}
	free(facts->tables);
	*facts = (struct facts){0};
}

const struct fact_table *facts_find(const struct facts *facts, const char *name)
{
	size_t low = 0, high = facts->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, facts->tables[middle].name);

		if (order == 0)
			return &facts->tables[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

size_t fact_column_find(const struct fact_table *table, const char *name)
{
	size_t low = 0, high = table->column_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = strcmp(name, table->columns[middle].name);

		if (order == 0)
			return middle;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return table->column_count;
}

/*
 * INSERT OR REPLACE would delete past the delete trigger; but whatever it
 * could replace belongs to a closed document, which takes no rows at all.
 */
void facts_guards(struct buffer *sql)
{
	for (size_t i = 0; i < FACT_TABLE_COUNT; i++) {
		const char *name = fact_tables[i];
		bool header = strcmp(name, "document") == 0;

		buffer_printf(sql,
			"CREATE TRIGGER guard_%s_insert BEFORE INSERT ON %s\n"
			"WHEN EXISTS (SELECT 1 FROM document WHERE id = NEW.%s)\n"
			"BEGIN SELECT RAISE(ABORT, '%s: the document is closed');"
			" END;\n",
			name, name, header ? "id" : "document", name);
		buffer_printf(sql,
			"CREATE TRIGGER guard_%s_update BEFORE UPDATE ON %s\n"
			"BEGIN SELECT RAISE(ABORT, '%s: a fact never changes');"
			" END;\n",
			name, name, name);
		buffer_printf(sql,
			"CREATE TRIGGER guard_%s_delete BEFORE DELETE ON %s\n"
			"BEGIN SELECT RAISE(ABORT, '%s: a fact is never deleted');"
			" END;\n",
			name, name, name);
	}
}
