/*
 * What stands behind a settlement.
 *
 * The facts behind the lines are found by the settlement's cut and through day
 * and those of the live ones before it. To keep that from reading the whole
 * history, the walk of a node begins at the first document that the step
 * before may have left open: one after its cut, or one whose due day, at most
 * the longest hold after its own day, is after its through day. Days of a node
 * rise with its sequence unless a clock was put back; so the sums are compared
 * with the stored lines, and if they differ all documents are read.
 */
#include "schema/store/settlement_lines.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/rules/line.h"
#include "schema/store/column.h"

#define NODES_MAX 4096

/* --- names as they were ----------------------------------------------- */

static bool read_item(struct store *store, sqlite3_stmt *q,
	struct settlement_item *out)
{
	if (!store_step(store, q))
		return false;
	column_copy(q, 0, out->sku, sizeof(out->sku));
	column_copy(q, 1, out->name, sizeof(out->name));
	column_copy(q, 2, out->unit, sizeof(out->unit));
	store_reset(q);
	return true;
}

/* The name in force is mostly the one of then; only else look for it. */
static void item_then(struct store *store, int64_t settlement, int64_t id,
	struct settlement_item *out)
{
	static const char *const queries[] = {
		"SELECT i.sku, i.name, i.unit FROM item i "
		"JOIN settlement_cut c ON c.document = ?1 "
		"AND c.node = i.document >> 40 AND i.document <= c.last "
		"WHERE i.id = ?2",
		"SELECT r.sku, r.name, r.unit FROM item_revision r "
		"JOIN settlement_cut c ON c.document = ?1 "
		"AND c.node = r.document >> 40 AND r.document <= c.last "
		"WHERE r.item = ?2 "
		"ORDER BY r.generation DESC, r.document DESC LIMIT 1",
		"SELECT sku, name, unit FROM item WHERE ?1 <> 0 AND id = ?2",
	};

	if (out->id == id && id != 0)
		return;
	*out = (struct settlement_item){.id = id};
	if (id == 0)
		return;
	for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++) {
		sqlite3_stmt *q = store_statement(store, queries[i]);

		if (!q)
			return;
		sqlite3_bind_int64(q, 1, settlement);
		sqlite3_bind_int64(q, 2, id);
		if (read_item(store, q, out))
			return;
	}
	out->sku[0] = '?';
}

enum store_result settlement_producer_then(struct store *store,
	const struct settlement *settlement, struct settlement_producer *out)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT r.code, r.name, r.owner_name, r.village "
		"FROM producer_revision r "
		"JOIN settlement_cut c ON c.document = ?1 "
		"AND c.node = r.document >> 40 AND r.document <= c.last "
		"WHERE r.producer = ?2 "
		"ORDER BY r.generation DESC, r.document DESC LIMIT 1");

	*out = (struct settlement_producer){.code = "?"};
	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->id);
	sqlite3_bind_int64(q, 2, settlement->producer);
	if (!store_step(store, q))
		return store_failed(store);
	column_copy(q, 0, out->code, sizeof(out->code));
	column_copy(q, 1, out->name, sizeof(out->name));
	column_copy(q, 2, out->owner, sizeof(out->owner));
	column_copy(q, 3, out->village, sizeof(out->village));
	store_reset(q);
	return STORE_OK;
}

/* In the order of statements. */
static const char *const kinds[] = {N_("sale"), N_("refund"), N_("loss"),
	N_("found"), N_("trueup"), N_("correction")};

static const char *kind_constant(const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strcmp(kinds[i], kind) == 0)
			return kinds[i];
	}
	return "correction";
}

static void format_rate(char rate[SETTLEMENT_RATE_SIZE], const char *terms,
	int64_t value)
{
	char number[TEXT_NUMBER_SIZE];

	rate[0] = '\0';
	if (strncmp(terms, "percent", 7) == 0) {
		text_format_decimal(value, 2, number);
		snprintf(rate, SETTLEMENT_RATE_SIZE, "%s", number);
	} else if (strcmp(terms, "cost") == 0) {
		text_format_decimal(value, 0, number);
		snprintf(rate, SETTLEMENT_RATE_SIZE, "cost:%s", number);
	}
}

/* Columns from `column` on: kind, terms, value, price, quantity, gross,
 * discount_producer, tax_base, share. */
#define ROW_COLUMNS 9
static void read_row(sqlite3_stmt *q, int column, struct settlement_row *row)
{
	row->kind = kind_constant(store_text(q, column));
	format_rate(row->rate, store_text(q, column + 1),
		sqlite3_column_int64(q, column + 2));
	row->price = column_money(q, column + 3);
	row->quantity = column_quantity(q, column + 4);
	row->gross = column_money(q, column + 5);
	row->discount_producer = column_money(q, column + 6);
	row->tax = column_money(q, column + 7);
	row->share = column_money(q, column + 8);
	row->base = money_minus(money_minus(row->gross, row->discount_producer),
		row->tax);
	/* What a late reversal of a payout gives back bears no commission. */
	row->commission = strcmp(row->kind, "correction") == 0
		? money_of(0)
		: money_minus(row->base, row->share);
}

/* --- by item and price ------------------------------------------------ */

static int kind_order(const char *kind)
{
	int i = 0;

	while (strcmp(kinds[i], kind) != 0)
		i++;
	return i;
}

int settlement_item_compare(const struct settlement_item *a,
	const struct settlement_item *b)
{
	int none = (a->id == 0) - (b->id == 0);
	int sku = none ? none : strcmp(a->sku, b->sku);

	return sku ? sku : (a->id > b->id) - (a->id < b->id);
}

static int compare_rows(const void *left, const void *right)
{
	const struct settlement_row *a = left, *b = right;
	int by = settlement_item_compare(&a->item, &b->item);

	if (by == 0)
		by = kind_order(a->kind) - kind_order(b->kind);
	if (by == 0)
		by = money_compare(a->price, b->price);
	return by ? by : strcmp(a->rate, b->rate);
}

enum store_result settlement_rows(struct store *store,
	const struct settlement *settlement, struct settlement_row **rows,
	size_t *count)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT item, kind, min(terms), value, price, SUM(quantity), "
		"SUM(gross), SUM(discount_producer), SUM(tax_base), SUM(share) "
		"FROM settlement_line WHERE document = ?1 "
		"GROUP BY item, kind, terms = 'cost', terms = 'none', value, "
		"price");

	*rows = NULL;
	*count = 0;
	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->id);
	while (store_step(store, q)) {
		struct settlement_row *row;

		*rows = xreallocarray(*rows, *count + 1, sizeof(**rows));
		row = &(*rows)[(*count)++];
		*row = (struct settlement_row){0};
		item_then(store, settlement->id, sqlite3_column_int64(q, 0),
			&row->item);
		read_row(q, 1, row);
	}
	if (*count > 0)
		qsort(*rows, *count, sizeof(**rows), compare_rows);
	return store_failed(store);
}

static int compare_units(const void *left, const void *right)
{
	const struct settlement_units *a = left, *b = right;

	return settlement_item_compare(&a->item, &b->item);
}

/* Columns from 1 on are the period's flows, then opening, settled, held,
 * held before. False when there is nothing to tell. */
static bool read_units(sqlite3_stmt *q, struct settlement_units *u)
{
	struct quantity *const fields[] = {&u->received, &u->sold, &u->refunded,
		&u->returned, &u->damaged, &u->expired, &u->missing,
		&u->sampled, &u->opening, &u->settled, &u->held,
		&u->held_before};
	const size_t count = sizeof(fields) / sizeof(*fields);
	int64_t left;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		*fields[i] = quantity_of(sqlite3_column_int64(q, (int)i + 1));
		any = any || quantity_sign(*fields[i]) != 0;
	}
	left = quantity_thousandths(u->opening) +
		quantity_thousandths(u->received) +
		quantity_thousandths(u->refunded);
	for (size_t i = 0; i < count; i++) {
		if (fields[i] != &u->received && fields[i] != &u->refunded &&
			i < 8)
			left -= quantity_thousandths(*fields[i]);
	}
	u->left = quantity_of(left);
	return any;
}

enum store_result settlement_units(struct store *store,
	const struct settlement *settlement, struct settlement_units **units,
	size_t *count)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT u.item, u.received - coalesce(p.received, 0), "
		"u.sold - coalesce(p.sold, 0), "
		"u.refunded - coalesce(p.refunded, 0), "
		"u.returned - coalesce(p.returned, 0), "
		"u.damaged - coalesce(p.damaged, 0), "
		"u.expired - coalesce(p.expired, 0), "
		"u.missing - coalesce(p.missing, 0), "
		"u.sampled - coalesce(p.sampled, 0), "
		"coalesce(p.received + p.refunded - p.sold - p.returned "
		"- p.damaged - p.expired - p.missing - p.sampled, 0), "
		"(SELECT coalesce(SUM(l.quantity), 0) FROM settlement_line l "
		"WHERE l.document = u.document AND l.item = u.item "
		"AND l.kind = 'sale'), u.held, coalesce(p.held, 0) "
		"FROM settlement_unit u LEFT JOIN settlement_unit p "
		"ON p.document = ?2 AND p.item = u.item "
		"WHERE u.document = ?1");

	*units = NULL;
	*count = 0;
	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->id);
	sqlite3_bind_int64(q, 2, settlement->previous);
	while (store_step(store, q)) {
		struct settlement_units u = {0};

		if (!read_units(q, &u))
			continue;
		item_then(store, settlement->id, sqlite3_column_int64(q, 0),
			&u.item);
		*units = xreallocarray(*units, *count + 1, sizeof(**units));
		(*units)[(*count)++] = u;
	}
	if (*count > 0)
		qsort(*units, *count, sizeof(**units), compare_units);
	return store_failed(store);
}

/* --- the facts -------------------------------------------------------- */

/* document, line, number, refund_of, at, day, due, reason, item, row ... */
static const char *const source_queries[] = {
	"SELECT l.document, l.line, s.number, coalesce(s.refund_of, 0), d.at, "
	"d.day, l.due, s.reason, l.item, "
	"iif(l.quantity < 0, 'refund', 'sale'), l.terms, l.value, l.price, "
	"l.quantity, l.gross, coalesce(l.discount_producer, 0), "
	"coalesce(l.tax_base, 0), coalesce(l.share, 0) "
	"FROM sale_line l CROSS JOIN sale s ON s.document = l.document "
	"CROSS JOIN document d ON d.id = l.document "
	"WHERE l.document BETWEEN ?1 AND ?2 AND l.producer = ?3 "
	"AND d.desk = ?4 ORDER BY l.document, l.line",
	"SELECT l.document, l.line, 0, 0, d.at, d.day, d.day, NULL, l.item, "
	"'loss', l.terms, l.value, l.price, l.credited, l.gross, 0, "
	"coalesce(l.tax_base, 0), l.share "
	"FROM stock_line l CROSS JOIN document d ON d.id = l.document "
	"WHERE l.document BETWEEN ?1 AND ?2 AND l.producer = ?3 "
	"AND d.desk = ?4 AND l.share IS NOT NULL "
	"ORDER BY l.document, l.line",
	"SELECT p.document, 0, 0, p.settlement, d.at, d.day, d.day, p.reason, "
	"0, 'correction', 'none', 0, 0, 0, 0, 0, 0, -p.amount "
	"FROM payout p CROSS JOIN document d ON d.id = p.document "
	"WHERE p.document BETWEEN ?1 AND ?2 AND p.producer = ?3 "
	"AND d.desk = ?4 AND p.late = 1 ORDER BY p.document",
};

struct range {
	int64_t first;
	int64_t last;
};

struct walk {
	struct store *store;
	const struct settlement *settlement;
	struct settlement_reach before; /* what earlier ones have taken */
	bool held; /* those not due, instead of those taken */
	struct settlement_source *found;
	size_t count;
};

static void read_source(struct store *store, int64_t settlement,
	sqlite3_stmt *q, struct settlement_source *out)
{
	*out = (struct settlement_source){
		.document = sqlite3_column_int64(q, 0),
		.line = sqlite3_column_int64(q, 1),
		.number = sqlite3_column_int64(q, 2),
		.refund_of = sqlite3_column_int64(q, 3),
		.at_ms = sqlite3_column_int64(q, 4),
		.day = sqlite3_column_int(q, 5),
		.due = sqlite3_column_int(q, 6),
	};
	column_copy(q, 7, out->reason, sizeof(out->reason));
	read_row(q, 9, &out->row);
	item_then(store, settlement, sqlite3_column_int64(q, 8),
		&out->row.item);
}

static void walk_range(struct walk *walk, const char *sql,
	const struct range *range)
{
	sqlite3_stmt *q = store_statement(walk->store, sql);
	int32_t through = walk->settlement->through;

	if (!q)
		return;
	sqlite3_bind_int64(q, 1, range->first);
	sqlite3_bind_int64(q, 2, range->last);
	sqlite3_bind_int64(q, 3, walk->settlement->producer);
	sqlite3_bind_int64(q, 4, walk->settlement->desk);
	while (store_step(walk->store, q)) {
		int32_t due = sqlite3_column_int(q, 6);

		if ((due > through) != walk->held)
			continue;
		if (settlement_reach_holds(walk->store, &walk->before,
			    sqlite3_column_int64(q, 0), due))
			continue;
		if ((walk->count & (walk->count + 1)) == 0)
			walk->found = xreallocarray(walk->found,
				2 * walk->count + 1, sizeof(*walk->found));
		read_source(walk->store, walk->settlement->id, q,
			&walk->found[walk->count++]);
	}
}

/* The first document of a node whose day is after `day`; its days rise. */
static int64_t first_after(struct store *store, const struct range *range,
	int64_t day)
{
	int64_t low = range->first, high = range->last + 1;

	while (low < high) {
		int64_t middle = low + (high - low) / 2;

		if (store_integer(store,
			    "SELECT day FROM document WHERE id = ?1", 1,
			    (const int64_t[]){middle}, INT64_MAX) > day)
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* The walk of each node of the cut; whole: from its first document on. */
static size_t load_ranges(struct walk *walk, bool whole,
	struct range ranges[NODES_MAX])
{
	struct store *store = walk->store;
	const struct settlement_reach *before = &walk->before;
	int64_t hold = store_integer(store,
		"SELECT coalesce(max(hold_days), 0) FROM agreement", 0, NULL,
		0);
	size_t count = 0;
	sqlite3_stmt *q = store_statement(store,
		"SELECT node, last FROM settlement_cut WHERE document = ?1 "
		"ORDER BY node");

	if (!q)
		return 0;
	sqlite3_bind_int64(q, 1, walk->settlement->id);
	while (store_step(store, q)) {
		int64_t node = sqlite3_column_int64(q, 0);
		struct range *range = &ranges[count++];
		int64_t left, seen;

		assert(count <= NODES_MAX);
		range->first = (node << DOCUMENT_SEQUENCE_BITS) + 1;
		range->last = sqlite3_column_int64(q, 1);
		if (whole || (before->count == 0 && !walk->held))
			continue;
		left = first_after(store, range,
			(before->count && !walk->held
					? before->steps[0].through
					: walk->settlement->through) -
				hold);
		seen = walk->held
			? range->last
			: store_integer(store,
				  "SELECT last FROM settlement_cut "
				  "WHERE document = ?1 AND node = ?2",
				  2,
				  (const int64_t[]){
					  before->steps[0].settlement, node},
				  range->first - 1);
		range->first = left <= seen ? left : seen + 1;
	}
	return count;
}

static int64_t magnitude(int64_t value)
{
	return value < 0 ? -value : value;
}

/* Whether what was found is what the settlement stored. Without their signs,
 * so that a sale and its refund, both missed, do not hide each other. */
static bool took_all(const struct walk *walk)
{
	const int64_t id = walk->settlement->id;
	int64_t share = 0, quantity = 0;

	for (size_t i = 0; i < walk->count; i++) {
		const struct settlement_row *row = &walk->found[i].row;

		share += magnitude(money_rupiah(row->share));
		quantity += magnitude(quantity_thousandths(row->quantity));
	}
	return share ==
		store_integer(walk->store,
			"SELECT coalesce(SUM(abs(share)), 0) "
			"FROM settlement_line WHERE document = ?1",
			1, &id, 0) &&
		quantity ==
		store_integer(walk->store,
			"SELECT coalesce(SUM(abs(quantity)), 0) "
			"FROM settlement_line WHERE document = ?1",
			1, &id, 0);
}

/* The same of what was held: all that is stored is its share and its sales. */
static bool held_all(const struct walk *walk)
{
	const int64_t id = walk->settlement->id;
	int64_t share = 0, sold = 0;

	for (size_t i = 0; i < walk->count; i++) {
		const struct settlement_row *row = &walk->found[i].row;

		share += money_rupiah(row->share);
		if (strcmp(row->kind, "sale") == 0)
			sold += quantity_thousandths(row->quantity);
	}
	return share == money_rupiah(walk->settlement->held) &&
		sold ==
		store_integer(walk->store,
			"SELECT coalesce(SUM(held), 0) "
			"FROM settlement_unit WHERE document = ?1",
			1, &id, 0);
}

static enum store_result walk_facts(struct store *store,
	const struct settlement *settlement, bool held,
	settlement_source_each *each, void *context)
{
	struct walk walk = {
		.store = store, .settlement = settlement, .held = held};
	struct range *ranges = xcalloc(NODES_MAX, sizeof(*ranges));
	enum store_result result = settlement_reach_load(store,
		settlement->previous, &walk.before);

	for (int whole = 0; result == STORE_OK && whole < 2; whole++) {
		size_t nodes = load_ranges(&walk, whole != 0, ranges);

		walk.count = 0;
		for (size_t n = 0; n < nodes; n++) {
			for (size_t i = 0; i < sizeof(source_queries) /
					sizeof(*source_queries);
				i++)
				walk_range(&walk, source_queries[i],
					&ranges[n]);
		}
		result = store_failed(store);
		if (held ? held_all(&walk) : took_all(&walk))
			break;
	}
	for (size_t i = 0; result == STORE_OK && i < walk.count; i++)
		each(context, &walk.found[i]);
	settlement_reach_release(&walk.before);
	free(walk.found);
	free(ranges);
	return result;
}

enum store_result settlement_sources(struct store *store,
	const struct settlement *settlement, settlement_source_each *each,
	void *context)
{
	return walk_facts(store, settlement, false, each, context);
}

enum store_result settlement_held(struct store *store,
	const struct settlement *settlement, settlement_source_each *each,
	void *context)
{
	return walk_facts(store, settlement, true, each, context);
}

/* --- refunds and payments --------------------------------------------- */

enum store_result settlement_refunds(struct store *store,
	const struct settlement *settlement, settlement_source_each *each,
	void *context)
{
	struct walk walk = {.store = store, .settlement = settlement};
	enum store_result result = settlement_reach_load(store,
		settlement->previous, &walk.before);
	sqlite3_stmt *q = store_statement(store,
		"SELECT l.document, l.line, s.number, s.refund_of, d.at, d.day, "
		"l.due, s.reason, l.item, 'refund', l.terms, l.value, l.price, "
		"l.quantity, l.gross, coalesce(l.discount_producer, 0), "
		"coalesce(l.tax_base, 0), coalesce(l.share, 0) "
		"FROM (SELECT DISTINCT receipt FROM settlement_line "
		"WHERE document = ?1 AND kind = 'refund') r "
		"CROSS JOIN sale s ON s.refund_of = r.receipt "
		"CROSS JOIN document d ON d.id = s.document AND d.desk = ?3 "
		"CROSS JOIN settlement_cut c ON c.document = ?1 "
		"AND c.node = s.document >> 40 AND s.document <= c.last "
		"CROSS JOIN sale_line l ON l.document = s.document "
		"WHERE l.producer = ?2 AND l.due <= ?4 "
		"ORDER BY d.day, l.document, l.line");

	if (result != STORE_OK || !q) {
		settlement_reach_release(&walk.before);
		return result != STORE_OK ? result : store_failed(store);
	}
	sqlite3_bind_int64(q, 1, settlement->id);
	sqlite3_bind_int64(q, 2, settlement->producer);
	sqlite3_bind_int64(q, 3, settlement->desk);
	sqlite3_bind_int64(q, 4, settlement->through);
	while (store_step(store, q)) {
		struct settlement_source source;

		if (settlement_reach_holds(store, &walk.before,
			    sqlite3_column_int64(q, 0),
			    sqlite3_column_int(q, 6)))
			continue;
		read_source(store, settlement->id, q, &source);
		each(context, &source);
	}
	settlement_reach_release(&walk.before);
	return store_failed(store);
}

enum store_result settlement_credits(struct store *store,
	const struct settlement *settlement, settlement_source_each *each,
	void *context)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT ?1, 0, 0, receipt, 0, due, due, NULL, item, kind, "
		"min(terms), value, price, SUM(quantity), SUM(gross), "
		"SUM(discount_producer), SUM(tax_base), SUM(share) "
		"FROM settlement_line WHERE document = ?1 "
		"AND kind NOT IN ('sale', 'refund') "
		"GROUP BY kind, due, item, receipt ORDER BY kind, due, item");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->id);
	while (store_step(store, q)) {
		struct settlement_source source;

		read_source(store, settlement->id, q, &source);
		each(context, &source);
	}
	return store_failed(store);
}

bool settlement_is_clawback(struct store *store,
	const struct settlement_reach *reach,
	const struct settlement_source *refund)
{
	int64_t due = store_integer(store,
		"SELECT s.due FROM sale_line r "
		"JOIN sale_line s ON s.document = ?3 AND s.line = r.refund_line "
		"WHERE r.document = ?1 AND r.line = ?2",
		3,
		(const int64_t[]){
			refund->document, refund->line, refund->refund_of},
		INT32_MAX);

	return settlement_reach_holds(store, reach, refund->refund_of,
		(int32_t)due);
}

enum store_result settlement_payments(struct store *store,
	const struct settlement *settlement, settlement_payment_each *each,
	void *context)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT p.document, d.day, p.method, p.amount "
		"FROM settlement_cut c "
		"CROSS JOIN payout p ON p.document > coalesce((SELECT b.last "
		"FROM settlement_cut b WHERE b.document = ?2 "
		"AND b.node = c.node), c.node << 40) AND p.document <= c.last "
		"CROSS JOIN document d ON d.id = p.document "
		"WHERE c.document = ?1 AND p.settlement = ?2 AND p.late IS NULL "
		"ORDER BY p.document");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->id);
	sqlite3_bind_int64(q, 2, settlement->previous);
	while (store_step(store, q)) {
		const struct settlement_payment payment = {
			.document = sqlite3_column_int64(q, 0),
			.day = sqlite3_column_int(q, 1),
			.method = store_text(q, 2),
			.amount = column_money(q, 3),
		};

		each(context, &payment);
	}
	return store_failed(store);
}

/* --- walking forward -------------------------------------------------- */

int64_t settlement_of_line(struct store *store, int64_t producer,
	int64_t document, int32_t due)
{
	return store_integer(store,
		"SELECT s.document FROM settlement_state t "
		"JOIN settlement s ON s.document = t.settlement "
		"JOIN settlement_cut c ON c.document = s.document "
		"AND c.node = ?2 >> 40 AND c.last >= ?2 "
		"JOIN document h ON h.id = s.document "
		"JOIN document d ON d.id = ?2 AND d.desk = h.desk "
		"WHERE t.producer = ?1 AND t.cancelled = 0 AND t.reversed = 0 "
		"AND s.through >= ?3 ORDER BY c.last, s.document LIMIT 1",
		3, (const int64_t[]){producer, document, due}, 0);
}

int64_t settlement_after(struct store *store,
	const struct settlement *settlement)
{
	return store_integer(store,
		"SELECT s.document FROM settlement_state t "
		"JOIN settlement s ON s.document = t.settlement "
		"WHERE t.producer = ?1 AND t.cancelled = 0 AND t.reversed = 0 "
		"AND s.previous = ?2",
		2, (const int64_t[]){settlement->producer, settlement->id}, 0);
}
