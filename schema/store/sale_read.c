/*
 * Reading receipts back, by document, by number, and in their order.
 */
#include "schema/store/sale.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/store/agreement.h"
#include "schema/store/column.h"
#include "schema/store/sale_int.h"
#include "schema/store/store_int.h"

static const char *const discount_names[] = {
	[DISCOUNT_PROMOTION] = "promotion",
	[DISCOUNT_MEMBER] = "member",
	[DISCOUNT_LINE] = "line",
	[DISCOUNT_BASKET] = "basket",
	[DISCOUNT_PRICE] = "price",
};

const char *sale_discount_name(enum discount_kind kind)
{
	assert((size_t)kind < sizeof(discount_names) / sizeof(char *));
	return discount_names[kind];
}

bool sale_discount_parse(const char *word, enum discount_kind *kind)
{
	for (size_t i = 0; i < sizeof(discount_names) / sizeof(char *); i++)
		if (strcmp(word, discount_names[i]) == 0) {
			*kind = (enum discount_kind)i;
			return true;
		}
	return false;
}

bool sale_tender_parse(const char *word, enum sale_tender_kind *kind)
{
	for (size_t i = 0; i < SALE_TENDER_KINDS; i++)
		if (strcmp(word, sale_tender_name((enum sale_tender_kind)i)) ==
			0) {
			*kind = (enum sale_tender_kind)i;
			return true;
		}
	return false;
}

static char *column_text(sqlite3_stmt *query, int column)
{
	if (column_is_null(query, column))
		return NULL;
	return xstrdup(store_text(query, column));
}

/* Six amounts from this column on. */
static struct line_amounts column_amounts(sqlite3_stmt *query, int column)
{
	return (struct line_amounts){
		.gross = column_money(query, column),
		.discount_producer = column_money(query, column + 1),
		.discount_mart = column_money(query, column + 2),
		.tax = column_money(query, column + 3),
		.tax_base = column_money(query, column + 4),
		.share = column_money(query, column + 5),
	};
}

static void read_line(sqlite3_stmt *query, struct sale_line *line)
{
	const char *terms = store_text(query, 16);
	const char *taxed = store_text(query, 13);

	line->line = sqlite3_column_int64(query, 0);
	line->item = sqlite3_column_int64(query, 1);
	line->revision = sqlite3_column_int64(query, 2);
	column_copy(query, 3, line->sku, sizeof(line->sku));
	column_copy(query, 4, line->name, sizeof(line->name));
	column_copy(query, 5, line->unit, sizeof(line->unit));
	line->quantity = column_quantity(query, 6);
	line->amounts = column_amounts(query, 7);
	line->taxed = strcmp(taxed, "ppn") == 0;
	line->exempt = strcmp(taxed, "exempt") == 0;
	line->producer = sqlite3_column_int64(query, 14);
	line->agreement = sqlite3_column_int64(query, 15);
	if (terms[0] == '\0' || !terms_kind_parse(terms, &line->terms.kind))
		line->terms.kind = TERMS_OWN;
	line->terms.value = sqlite3_column_int64(query, 17);
	line->terms.principal = sqlite3_column_int(query, 18) == 1;
	line->due = sqlite3_column_int(query, 19);
	line->has_cost = !column_is_null(query, 20);
	line->cost = column_money(query, 20);
	line->refund_line = sqlite3_column_int64(query, 21);
	line->price = column_money(query, 22);
	line->taken_quantity = column_quantity(query, 23);
	line->taken = column_amounts(query, 24);
	line->taken_cost = column_money(query, 30);
	line->net = money_minus(line->amounts.gross,
		money_plus(line->amounts.discount_producer,
			line->amounts.discount_mart));
}

static void read_lines(struct store *store, struct sale *sale)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT l.line, l.item, l.revision, i.sku, i.name, i.unit,"
		" l.quantity, l.gross, l.discount_producer, l.discount_mart,"
		" l.tax, l.tax_base, l.share, l.taxed, l.producer,"
		" l.agreement, l.terms, l.value, l.principal, l.due, l.cost,"
		" l.refund_line, l.price, r.quantity, r.gross,"
		" r.discount_producer, r.discount_mart, r.tax, r.tax_base,"
		" r.share, r.cost "
		"FROM sale_line l "
		"LEFT JOIN item_revision i"
		" ON i.document = l.revision AND i.item = l.item "
		"LEFT JOIN refunded r"
		" ON r.sale = l.document AND r.line = l.line "
		"WHERE l.document = ?1 ORDER BY l.line");
	size_t room = 0;

	if (query == NULL)
		return;
	sqlite3_bind_int64(query, 1, sale->document);
	while (store_step(store, query)) {
		if (sale->line_count == room) {
			room = room == 0 ? 8 : 2 * room;
			sale->lines = xreallocarray(sale->lines, room,
				sizeof(*sale->lines));
		}
		sale->lines[sale->line_count] = (struct sale_line){.line = 0};
		read_line(query, &sale->lines[sale->line_count]);
		sale->tax = money_plus(sale->tax,
			sale->lines[sale->line_count].amounts.tax);
		sale->line_count++;
	}
}

static void add_discount(struct sale_line *line, sqlite3_stmt *query)
{
	struct sale_discount *discount;
	size_t count = line->discount_count;

	line->discounts = xreallocarray(line->discounts, count + 1,
		sizeof(*line->discounts));
	line->discount_count++;
	discount = &line->discounts[count];
	*discount = (struct sale_discount){.amount = column_money(query, 2),
		.producer_percent = sqlite3_column_int(query, 3),
		.allowed_by = sqlite3_column_int64(query, 4),
		.reason = column_text(query, 5)};
	if (!sale_discount_parse(store_text(query, 1), &discount->kind))
		discount->kind = DISCOUNT_LINE;
}

static void read_discounts(struct store *store, struct sale *sale)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT line, kind, amount, producer_percent, allowed_by,"
		" reason FROM sale_discount WHERE document = ?1 "
		"ORDER BY line, number");
	size_t i = 0;

	if (query == NULL)
		return;
	sqlite3_bind_int64(query, 1, sale->document);
	while (store_step(store, query)) {
		int64_t line = sqlite3_column_int64(query, 0);

		while (i < sale->line_count && sale->lines[i].line < line)
			i++;
		if (i < sale->line_count && sale->lines[i].line == line)
			add_discount(&sale->lines[i], query);
	}
}

static void read_tenders(struct store *store, struct sale *sale)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT kind, amount, given, reference FROM tender "
		"WHERE document = ?1 ORDER BY line");

	if (query == NULL)
		return;
	sqlite3_bind_int64(query, 1, sale->document);
	while (store_step(store, query)) {
		struct sale_tender *tender;

		sale->tenders = xreallocarray(sale->tenders,
			sale->tender_count + 1, sizeof(*sale->tenders));
		tender = &sale->tenders[sale->tender_count++];
		*tender = (struct sale_tender){.amount = column_money(query, 1),
			.has_given = !column_is_null(query, 2),
			.given = column_money(query, 2),
			.reference = column_text(query, 3)};
		if (!sale_tender_parse(store_text(query, 0), &tender->kind))
			tender->kind = SALE_TRANSFER;
	}
}

static void read_returned(struct store *store, struct sale *sale)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT kind, amount FROM refund_tender WHERE sale = ?1");
	enum sale_tender_kind kind;

	if (query == NULL)
		return;
	sqlite3_bind_int64(query, 1, sale->document);
	while (store_step(store, query))
		if (sale_tender_parse(store_text(query, 0), &kind))
			sale->returned_tenders[kind] = column_money(query, 1);
}

static bool read_head(struct store *store, struct sale *sale)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT number, total, rounding, cash_completed, refund_of,"
		" exchange, recalled, customer, reason FROM sale "
		"WHERE document = ?1");
	bool found;

	if (query == NULL)
		return false;
	sqlite3_bind_int64(query, 1, sale->document);
	found = store_step(store, query);
	if (found) {
		sale->number = sqlite3_column_int64(query, 0);
		sale->total = column_money(query, 1);
		sale->rounding = column_money(query, 2);
		sale->cash_completed = sqlite3_column_int(query, 3) == 1;
		sale->refund_of = sqlite3_column_int64(query, 4);
		sale->exchange = sqlite3_column_int64(query, 5);
		sale->recalled = sqlite3_column_int64(query, 6);
		sale->customer = column_text(query, 7);
		sale->reason = column_text(query, 8);
	}
	store_reset(query);
	return found;
}

enum store_result sale_read(struct store *store, int64_t document,
	struct sale **out)
{
	struct sale *sale = xcalloc(1, sizeof(*sale));
	enum store_result result;

	sale->document = document;
	if (!read_head(store, sale)) {
		result = store_failed(store);
		sale_free(sale);
		return result == STORE_OK ? STORE_NOT_FOUND : result;
	}
	sale_receipt_text(store, document_node(document), sale->number,
		sale->receipt);
	if (sale->refund_of != 0)
		sale_receipt(store, sale->refund_of, sale->refund_of_receipt);
	if (sale->exchange != 0)
		sale_receipt(store, sale->exchange, sale->exchange_receipt);
	read_lines(store, sale);
	read_discounts(store, sale);
	read_tenders(store, sale);
	read_returned(store, sale);
	result = store_failed(store);
	if (result == STORE_OK)
		result = document_header(store, document, &sale->header);
	sale->header.kind = NULL;
	if (result != STORE_OK) {
		sale_free(sale);
		return result;
	}
	*out = sale;
	return STORE_OK;
}

void sale_free(struct sale *sale)
{
	if (sale == NULL)
		return;
	for (size_t i = 0; i < sale->line_count; i++) {
		struct sale_line *line = &sale->lines[i];

		for (size_t j = 0; j < line->discount_count; j++)
			free(line->discounts[j].reason);
		free(line->discounts);
	}
	for (size_t i = 0; i < sale->tender_count; i++)
		free(sale->tenders[i].reference);
	free(sale->lines);
	free(sale->tenders);
	free(sale->customer);
	free(sale->reason);
	free(sale);
}

char *sale_receipt_text(struct store *store, int64_t node, int64_t number,
	char text[SALE_RECEIPT_SIZE])
{
	const char *code = store_setting(store, "code", store_today(store));

	snprintf(text, SALE_RECEIPT_SIZE, "%s-%lld-%06lld",
		code == NULL ? "" : code, (long long)node, (long long)number);
	return text;
}

char *sale_receipt(struct store *store, int64_t document,
	char text[SALE_RECEIPT_SIZE])
{
	int64_t number = store_integer(store,
		"SELECT number FROM sale WHERE document = ?1", 1, &document, 0);

	text[0] = '\0';
	if (number == 0)
		return text;
	return sale_receipt_text(store, document_node(document), number, text);
}

/* Cuts `-N` off the end of text. */
static bool cut_number(char *text, int64_t *number)
{
	char *dash = strrchr(text, '-');

	if (dash == NULL ||
		!text_parse_integer(dash + 1, 1, TEXT_NUMBER_MAX, number))
		return false;
	*dash = '\0';
	return true;
}

/* The numbers of a node's receipts rise with its documents: halves the range
 * until the receipt, or where it would be, is found. 0: there is none. */
static int64_t find_number(struct store *store, int64_t node, int64_t number)
{
	int64_t low = node << DOCUMENT_SEQUENCE_BITS;
	const int64_t range[] = {low, (node + 1) << DOCUMENT_SEQUENCE_BITS};
	int64_t high = 1 +
		store_integer(store,
			"SELECT max(document) FROM sale"
			" WHERE document >= ?1 AND document < ?2",
			2, range, low - 1);

	while (low < high) {
		int64_t middle = low + (high - low) / 2;
		const int64_t part[] = {middle, high};
		int64_t next = store_integer(store,
			"SELECT document FROM sale"
			" WHERE document >= ?1 AND document < ?2"
			" ORDER BY document LIMIT 1",
			2, part, high);
		int64_t is = next == high ? INT64_MAX
					  : store_integer(store,
						    "SELECT number FROM sale"
						    " WHERE document = ?1",
						    1, &next, 0);

		if (is == number)
			return next;
		if (is > number)
			high = middle;
		else
			low = next + 1;
	}
	return 0;
}

enum store_result sale_find(struct store *store, const char *receipt,
	int64_t *document)
{
	const char *code = store_setting(store, "code", store_today(store));
	char text[SALE_RECEIPT_SIZE];
	int64_t number, node, found;

	if (strlen(receipt) >= sizeof(text))
		return STORE_NOT_FOUND;
	snprintf(text, sizeof(text), "%s", receipt);
	if (!cut_number(text, &number) || !cut_number(text, &node) ||
		node >= (INT64_C(1) << 22) || code == NULL ||
		strcasecmp(text, code) != 0)
		return STORE_NOT_FOUND;
	found = find_number(store, node, number);
	if (found == 0) {
		enum store_result result = store_failed(store);

		return result == STORE_OK ? STORE_NOT_FOUND : result;
	}
	*document = found;
	return STORE_OK;
}

enum store_result sale_last(struct store *store, int64_t *document)
{
	int64_t node = store_node(store);
	const int64_t range[] = {node << DOCUMENT_SEQUENCE_BITS,
		(node + 1) << DOCUMENT_SEQUENCE_BITS};
	int64_t last = store_integer(store,
		"SELECT document FROM sale "
		"WHERE document >= ?1 AND document < ?2 "
		"ORDER BY document DESC LIMIT 1",
		2, range, 0);
	enum store_result result = store_failed(store);

	if (result != STORE_OK)
		return result;
	if (last == 0)
		return STORE_NOT_FOUND;
	*document = last;
	return STORE_OK;
}

enum store_result sale_list(struct store *store, int64_t before, size_t limit,
	sale_each *each, void *context)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT s.document, s.number, d.at, s.total, s.refund_of "
		"FROM sale s JOIN document d ON d.id = s.document "
		"WHERE s.document >= ?1 AND s.document < ?2 "
		"ORDER BY s.document DESC LIMIT ?3");
	int64_t node = store_node(store);
	bool found = false;

	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, node << DOCUMENT_SEQUENCE_BITS);
	sqlite3_bind_int64(query, 2,
		before != 0 ? before : (node + 1) << DOCUMENT_SEQUENCE_BITS);
	sqlite3_bind_int64(query, 3, (int64_t)limit);
	while (store_step(store, query)) {
		struct sale_brief brief = {
			.document = sqlite3_column_int64(query, 0),
			.at_ms = sqlite3_column_int64(query, 2),
			.total = column_money(query, 3),
			.refund = sqlite3_column_int64(query, 4) != 0};

		found = true;
		sale_receipt_text(store, node, sqlite3_column_int64(query, 1),
			brief.receipt);
		if (!each(context, &brief))
			break;
	}
	store_reset(query);
	return store_ended(store, found);
}

struct rounding sale_rounding(struct store *store, int32_t day)
{
	struct rounding rule = {.unit = 100, .direction = ROUNDING_DOWN};
	const char *text = store_setting(store, "rounding", day);

	if (text != NULL)
		(void)text_parse_integer(text, 1, MONEY_MAX, &rule.unit);
	text = store_setting(store, "rounding_direction", day);
	if (text != NULL && strcmp(text, "nearest") == 0)
		rule.direction = ROUNDING_NEAREST;
	else if (text != NULL && strcmp(text, "up") == 0)
		rule.direction = ROUNDING_UP;
	return rule;
}
