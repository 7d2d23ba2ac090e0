/*
 * Items. The books `item`, `consignor`, `price` and `code` hold the revisions
 * in force; what is read here is joined from them.
 */
#include "schema/store/item.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/rules/gtin.h"
#include "schema/store/column.h"
#include "schema/store/search.h"

static const char *const tax_words[] = {"none", "ppn", "exempt"};

#define ITEM_COLUMNS \
	"i.id, i.generation, i.document, i.sku, i.name, i.unit, i.category," \
	" i.tax, i.shelf_life_days, c.producer, r.price, m.price, i.active"
#define ITEM_COLUMN_COUNT 13

#define ITEM_JOINS \
	" LEFT JOIN consignor c ON c.id = i.id" \
	" LEFT JOIN price r ON r.item = i.id AND r.list = 'retail'" \
	" LEFT JOIN price m ON m.item = i.id AND m.list = 'member'"

const char *item_tax_name(enum item_tax tax)
{
	return tax_words[tax];
}

static enum item_tax read_tax(const char *word)
{
	for (size_t i = 0; i < sizeof(tax_words) / sizeof(*tax_words); i++) {
		if (strcmp(tax_words[i], word) == 0)
			return (enum item_tax)i;
	}
	return ITEM_TAX_NONE;
}

static void read_item(sqlite3_stmt *s, struct item *item)
{
	item->id = sqlite3_column_int64(s, 0);
	item->generation = sqlite3_column_int64(s, 1);
	item->revision = sqlite3_column_int64(s, 2);
	column_copy(s, 3, item->sku, sizeof(item->sku));
	column_copy(s, 4, item->name, sizeof(item->name));
	column_copy(s, 5, item->unit, sizeof(item->unit));
	column_copy(s, 6, item->category, sizeof(item->category));
	item->tax = read_tax(store_text(s, 7));
	item->shelf_life_days = column_integer(s, 8, 0);
	item->producer = column_integer(s, 9, 0);
	item->has_price = !column_is_null(s, 10);
	item->price = column_money(s, 10);
	item->has_member_price = !column_is_null(s, 11);
	item->member_price = column_money(s, 11);
	item->active = sqlite3_column_int64(s, 12) != 0;
}

const char *const item_units[] = {"pcs", "kg", "g", "ons", "l", "ml", "m",
	"pack", "box", "bottle", "dozen", "pair", "set", "sheet", "bungkus",
	"botol", "dus", "gelas", "ikat", "lembar", "lusin", "pak", "pasang",
	"renteng", "sachet", "sisir", "tabung", NULL};

bool item_is_counted(const struct item *item)
{
	static const char *const measured[] = {
		"kg", "g", "ons", "l", "ml", "m"};

	for (size_t i = 0; i < sizeof(measured) / sizeof(*measured); i++) {
		if (strcmp(measured[i], item->unit) == 0)
			return false;
	}
	return true;
}

static enum store_result read_one(struct store *store, sqlite3_stmt *statement,
	struct item *item)
{
	bool found = statement && store_step(store, statement);

	if (found) {
		read_item(statement, item);
		store_reset(statement);
	}
	return store_ended(store, found);
}

enum store_result item_get(struct store *store, int64_t id, struct item *item)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " ITEM_COLUMNS " FROM item i" ITEM_JOINS
		" WHERE i.id = ?1");

	if (statement)
		sqlite3_bind_int64(statement, 1, id);
	return read_one(store, statement, item);
}

enum store_result item_find_sku(struct store *store, const char *sku,
	struct item *item)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " ITEM_COLUMNS " FROM item i" ITEM_JOINS
		" WHERE i.sku = ?1 ORDER BY i.active DESC, i.id LIMIT 1");

	if (statement)
		sqlite3_bind_text(statement, 1, sku, -1, SQLITE_STATIC);
	return read_one(store, statement, item);
}

/* --- by code ------------------------------------------------------------ */

/* What stands on packages for one article: the code as it is, and its GTIN in
 * 14, 13, 12 and 8 digits as far as the zeros in front allow. */
struct code_forms {
	char gtin[GTIN_SIZE];
	const char *form[5];
	int count;
};

static void make_forms(const char *code, struct code_forms *forms)
{
	static const int shorter[] = {0, 1, 2, 6}; /* zeros to leave out */

	forms->form[0] = code;
	forms->count = 1;
	if (gtin_normalise(code, forms->gtin) != GTIN_VALID)
		return;
	for (size_t i = 0; i < sizeof(shorter) / sizeof(*shorter); i++) {
		size_t zeros = strspn(forms->gtin, "0");

		if (zeros < (size_t)shorter[i])
			break;
		forms->form[forms->count++] = forms->gtin + shorter[i];
	}
}

/* How many items a code names on packages; *stopped when each said so. */
static int each_of_code(struct store *store, const char *code,
	item_each_code *each, void *context, bool *stopped)
{
	int found = 0;
	struct code_forms forms;
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " ITEM_COLUMNS ", k.quantity FROM code k"
		" JOIN item i ON i.id = k.item" ITEM_JOINS
		" WHERE k.code IN (?1, ?2, ?3, ?4, ?5)"
		" AND k.active = 1 AND i.active = 1"
		" GROUP BY i.id, k.quantity ORDER BY i.name, i.id");

	if (!statement)
		return 0;
	make_forms(code, &forms);
	for (int i = 0; i < 5; i++)
		sqlite3_bind_text(statement, i + 1,
			forms.form[i < forms.count ? i : 0], -1,
			SQLITE_TRANSIENT);
	while (store_step(store, statement)) {
		struct item item;

		read_item(statement, &item);
		found++;
		if (!each(context, &item,
			    column_quantity(statement, ITEM_COLUMN_COUNT))) {
			store_reset(statement);
			*stopped = true;
			break;
		}
	}
	return found;
}

enum store_result item_find_code(struct store *store, const char *code,
	item_each_code *each, void *context)
{
	sqlite3_stmt *statement;
	bool stopped = false;
	int found = each_of_code(store, code, each, context, &stopped);

	if (found > 0)
		return store_failed(store);
	statement = store_statement(store,
		"SELECT " ITEM_COLUMNS " FROM item i" ITEM_JOINS
		" WHERE i.sku = ?1 AND i.active = 1 ORDER BY i.id");
	if (statement)
		sqlite3_bind_text(statement, 1, code, -1, SQLITE_TRANSIENT);
	while (!stopped && statement && store_step(store, statement)) {
		struct item item;

		read_item(statement, &item);
		found++;
		stopped = !each(context, &item, quantity_of(QUANTITY_ONE));
		if (stopped)
			store_reset(statement);
	}
	return store_ended(store, found > 0);
}

/* --- searching and listing ---------------------------------------------- */

/* Appends text for LIKE … ESCAPE '\', so that % and _ mean themselves. */
static void add_escaped(struct buffer *pattern, const char *text)
{
	for (; *text; text++) {
		if (strchr("%_\\", *text))
			buffer_add_byte(pattern, '\\');
		buffer_add_byte(pattern, (unsigned char)*text);
	}
}

static char *make_pattern(const char *before, const char *text)
{
	struct buffer pattern;

	buffer_init(&pattern, 4 * strlen(text) + 10);
	buffer_add_str(&pattern, before);
	add_escaped(&pattern, text);
	buffer_add_str(&pattern, "%");
	return buffer_take(&pattern);
}

static void bind_taken(sqlite3_stmt *statement, int parameter, char *text)
{
	sqlite3_bind_text(statement, parameter, text, -1, SQLITE_TRANSIENT);
	free(text);
}

static enum store_result each_of(struct store *store, sqlite3_stmt *statement,
	item_each *each, void *context)
{
	while (statement && store_step(store, statement)) {
		struct item item;

		read_item(statement, &item);
		if (!each(context, &item)) {
			store_reset(statement);
			break;
		}
	}
	return store_failed(store);
}

/* Texts shorter than this many characters are looked for as the beginning of
 * a word. */
#define TRIGRAM 3

/* Of each way to find items, so many are looked at; from these the best are
 * taken. Without it one common word would be sorted over the whole shop. */
#define SEARCH_LOOKED_AT 60

/* The ways, each `text, what sorts after all that begin with it, how many`;
 * an index takes a phrase for the text. */
static const char by_sku[] =
	"SELECT id FROM item_text"
	" WHERE sku COLLATE NOCASE >= ?1 AND sku COLLATE NOCASE < ?2"
	" ORDER BY sku COLLATE NOCASE LIMIT ?3";
static const char by_name[] =
	"SELECT id FROM item_text"
	" WHERE name COLLATE NOCASE >= ?1 AND name COLLATE NOCASE < ?2"
	" ORDER BY name COLLATE NOCASE LIMIT ?3";
static const char by_part[] = "SELECT rowid FROM item_search"
			      " WHERE item_search MATCH ?1 LIMIT ?3";
static const char by_word[] = "SELECT rowid FROM item_word"
			      " WHERE item_word MATCH ?1 LIMIT ?3";

/* The best of the items in the JSON array ?5. */
static const char the_best[] =
	"WITH hit (id) AS (SELECT DISTINCT value FROM json_each(?5)),"
	" best AS (SELECT t.id,"
	"  CASE WHEN t.sku = ?1 COLLATE NOCASE THEN 0"
	"  WHEN t.name LIKE ?2 ESCAPE '\\' THEN 1"
	"  WHEN t.sku LIKE ?2 ESCAPE '\\' THEN 2"
	"  WHEN t.name LIKE ?3 ESCAPE '\\' THEN 3"
	"  WHEN t.producer LIKE ?2 ESCAPE '\\' THEN 4"
	"  ELSE 5 END AS place, t.name COLLATE NOCASE AS name"
	" FROM hit CROSS JOIN item_text t ON t.id = hit.id"
	" ORDER BY place, 3, t.id LIMIT ?4)"
	" SELECT " ITEM_COLUMNS
	" FROM best b CROSS JOIN item i ON i.id = b.id" ITEM_JOINS
	" WHERE i.active = 1 ORDER BY b.place, b.name, i.id";

/* A text as a phrase of the index's query language, in which nothing but the
 * quotation mark means anything. */
static char *make_phrase(const char *before, const char *text,
	const char *after)
{
	struct buffer phrase;

	buffer_init(&phrase, 2 * strlen(text) + 16);
	buffer_printf(&phrase, "\"%s", before);
	for (; *text; text++) {
		if (*text == '"')
			buffer_add_byte(&phrase, '"');
		buffer_add_byte(&phrase, (unsigned char)*text);
	}
	buffer_printf(&phrase, "\"%s", after);
	return buffer_take(&phrase);
}

/* What sorts after every text that begins with this one. */
static char *make_end(const char *text)
{
	struct buffer end;

	buffer_init(&end, strlen(text) + 16);
	buffer_add_str(&end, text);
	buffer_add_str(&end, "\xF4\x8F\xBF\xBF");
	return buffer_take(&end);
}

static size_t count_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

/* Adds what one way finds to the JSON array; how many. Takes text. */
static size_t find(struct store *store, const char *way, char *text,
	const char *end, size_t looked_at, struct buffer *found)
{
	sqlite3_stmt *statement = store_statement(store, way);
	size_t count = 0;

	if (!statement) {
		free(text);
		return 0;
	}
	bind_taken(statement, 1, text);
	sqlite3_bind_text(statement, 2, end, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 3, (int64_t)looked_at);
	while (store_step(store, statement)) {
		buffer_printf(found, "%s%" PRId64, found->length > 1 ? "," : "",
			(int64_t)sqlite3_column_int64(statement, 0));
		count++;
	}
	return count;
}

/* What can be found, way by way, as long as it could still come into the list:
 * names that begin with the text come before all but its SKU, and to go through
 * an index for a long text of common words takes milliseconds. */
static char *find_all(struct store *store, const char *text, size_t limit)
{
	bool is_part = count_characters(text) >= TRIGRAM;
	size_t looked_at = limit > SEARCH_LOOKED_AT ? limit : SEARCH_LOOKED_AT;
	char *end = make_end(text);
	struct buffer found;
	size_t count;

	buffer_init(&found, 24 * 4 * looked_at + 2);
	buffer_add_str(&found, "[");
	find(store, by_sku, xstrdup(text), end, looked_at, &found);
	count = find(store, by_name, xstrdup(text), end, looked_at, &found);
	if (count < limit) {
		count = find(store, is_part ? by_part : by_word,
			make_phrase("", text, is_part ? "" : "*"), end,
			looked_at, &found);
		/* More than are looked at: those where a word begins so. */
		if (is_part && count == looked_at)
			find(store, by_part, make_phrase(" ", text, ""), end,
				looked_at, &found);
	}
	buffer_add_str(&found, "]");
	free(end);
	return buffer_take(&found);
}

enum store_result item_search(struct store *store, const char *text,
	size_t limit, item_each *each, void *context)
{
	sqlite3_stmt *statement;
	char *found;

	search_catch_up(store);
	found = find_all(store, text, limit);
	statement = store_statement(store, the_best);
	if (!statement) {
		free(found);
		return store_failed(store);
	}
	sqlite3_bind_text(statement, 1, text, -1, SQLITE_TRANSIENT);
	bind_taken(statement, 2, make_pattern("", text));
	bind_taken(statement, 3, make_pattern("% ", text));
	sqlite3_bind_int64(statement, 4, (int64_t)limit);
	bind_taken(statement, 5, found);
	return each_of(store, statement, each, context);
}

enum store_result item_list(struct store *store, int64_t producer,
	item_each *each, void *context)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " ITEM_COLUMNS " FROM item i" ITEM_JOINS
		" WHERE ?1 = 0 OR c.producer = ?1 ORDER BY i.sku, i.id");

	if (statement)
		sqlite3_bind_int64(statement, 1, producer);
	return each_of(store, statement, each, context);
}

enum store_result item_codes(struct store *store, int64_t id,
	struct buffer *out)
{
	const char *blank = "";
	sqlite3_stmt *statement = store_statement(store,
		"SELECT code, quantity FROM code"
		" WHERE item = ?1 AND active = 1 ORDER BY quantity, code");

	if (statement)
		sqlite3_bind_int64(statement, 1, id);
	while (statement && store_step(store, statement)) {
		int64_t quantity = sqlite3_column_int64(statement, 1);
		char text[TEXT_NUMBER_SIZE];

		buffer_printf(out, "%s%s", blank, store_text(statement, 0));
		if (quantity != QUANTITY_ONE)
			buffer_printf(out, "=%s",
				text_format_quantity(quantity, text));
		blank = " ";
	}
	return store_failed(store);
}

enum store_result item_on_hand(struct store *store, int64_t id,
	struct quantity *on_hand)
{
	int64_t thousandths = store_integer(store,
		"SELECT SUM(quantity) FROM on_hand WHERE item = ?1", 1, &id, 0);
	enum store_result result = store_failed(store);

	if (result != STORE_OK)
		return result;
	if (!quantity_from(on_hand, thousandths))
		return store_fail(store, STORE_DAMAGED,
			"the stock of an item is out of bounds");
	return STORE_OK;
}

/* --- writing ------------------------------------------------------------ */

/* The revision in force of one thing: its generation and document. */
struct revision {
	int64_t generation;
	int64_t document;
};

static struct revision read_revision(struct store *store, int64_t item,
	sqlite3_stmt *statement)
{
	struct revision revision = {0, 0};

	if (store_is_new_thing(store, item))
		return revision; /* an import spares itself the look */
	if (statement && store_step(store, statement)) {
		revision.generation = sqlite3_column_int64(statement, 0);
		revision.document = sqlite3_column_int64(statement, 1);
		store_reset(statement);
	}
	return revision;
}

static void write_revision(struct document *document, struct revision before)
{
	document_integer(document, "generation", before.generation + 1);
	document_integer_or_null(document, "replaces", before.document);
}

enum store_result item_write_card(struct store *store,
	struct document *document, struct item *item)
{
	struct revision before = {0, 0};

	if (item->id == 0) {
		item->id = document_new_thing(store);
	} else {
		sqlite3_stmt *statement = store_statement(store,
			"SELECT generation, document FROM item WHERE id = ?1");

		if (statement)
			sqlite3_bind_int64(statement, 1, item->id);
		before = read_revision(store, item->id, statement);
	}
	item->generation = before.generation + 1;
	item->revision = document_id(document);
	document_row(document, "item_revision");
	document_integer(document, "item", item->id);
	write_revision(document, before);
	document_text(document, "sku", item->sku);
	document_text(document, "name", item->name);
	document_text(document, "unit", item->unit);
	document_text(document, "category",
		item->category[0] ? item->category : NULL);
	document_text(document, "tax", item_tax_name(item->tax));
	document_integer_or_null(document, "shelf_life_days",
		item->shelf_life_days);
	document_integer(document, "active", item->active);
	return store_failed(store);
}

enum store_result item_write_consignor(struct store *store,
	struct document *document, int64_t item, int64_t producer)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT generation, document FROM consignor WHERE id = ?1");

	if (statement)
		sqlite3_bind_int64(statement, 1, item);
	document_row(document, "consignor_revision");
	document_integer(document, "item", item);
	write_revision(document, read_revision(store, item, statement));
	document_integer_or_null(document, "producer", producer);
	return store_failed(store);
}

enum store_result item_write_price(struct store *store,
	struct document *document, int64_t item, const char *list,
	const struct money *price)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT generation, document FROM price"
		" WHERE item = ?1 AND list = ?2");

	if (statement) {
		sqlite3_bind_int64(statement, 1, item);
		sqlite3_bind_text(statement, 2, list, -1, SQLITE_TRANSIENT);
	}
	document_row(document, "price_revision");
	document_integer(document, "item", item);
	document_text(document, "list", list);
	write_revision(document, read_revision(store, item, statement));
	if (price)
		document_integer(document, "price", money_rupiah(*price));
	return store_failed(store);
}

enum store_result item_write_code(struct store *store,
	struct document *document, int64_t item, const char *code,
	struct quantity quantity, bool active)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT generation, document FROM code"
		" WHERE code = ?1 AND item = ?2");

	if (statement) {
		sqlite3_bind_text(statement, 1, code, -1, SQLITE_TRANSIENT);
		sqlite3_bind_int64(statement, 2, item);
	}
	document_row(document, "code_revision");
	document_integer(document, "item", item);
	document_text(document, "code", code);
	write_revision(document, read_revision(store, item, statement));
	document_integer(document, "quantity", quantity_thousandths(quantity));
	document_integer(document, "active", active);
	return store_failed(store);
}
