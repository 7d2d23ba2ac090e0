/*
 * Shifts. Sales, voids and movements of cash keep the book shift_total; here
 * it is read, and the documents that open, change and end a shift are written.
 */
#include "schema/store/shift.h"

#include <assert.h>
#include <string.h>

#include "drivers/system/text.h"
#include "schema/store/column.h"
#include "schema/store/day.h"

static const char *const messages[] = {
	[SHIFT_OK] = N_("saved"),
	[SHIFT_IS_OPEN] = N_("a shift of this user is open already"),
	[SHIFT_NOT_OPEN] = N_("this shift has been closed; open a new one"),
	[SHIFT_TOO_MUCH] = N_("there is not that much in the drawer"),
	[SHIFT_FAILED] = N_("the database failed"),
};

const char *shift_message(enum shift_outcome outcome)
{
	assert((size_t)outcome < sizeof(messages) / sizeof(messages[0]));
	return messages[outcome];
}

/* --- reading --------------------------------------------------------------- */

enum store_result shift_open_of(struct store *store, int64_t user,
	int64_t *shift)
{
	const int64_t arguments[] = {user, store_node(store)};
	int64_t found = store_integer(store,
		"SELECT t.shift FROM shift_total t "
		"JOIN document d ON d.id = t.shift "
		"WHERE t.opened = 1 AND t.closed = 0 AND d.user = ?1"
		" AND t.shift >> 40 IN " STORE_OWN_NODES(
			"?2") " ORDER BY t.shift DESC LIMIT 1",
		2, arguments, 0);

	if (found == 0)
		return store_ended(store, false);
	*shift = found;
	return STORE_OK;
}

static struct money expected_of(const struct shift_figures *figures)
{
	return money_of(money_rupiah(figures->floated) +
		money_rupiah(figures->cash) + money_rupiah(figures->cash_in) -
		money_rupiah(figures->cash_out) - money_rupiah(figures->drops) -
		money_rupiah(figures->payouts));
}

static void read_figures(sqlite3_stmt *query, struct shift_figures *figures)
{
	figures->receipts = sqlite3_column_int64(query, 4);
	figures->refund_receipts = sqlite3_column_int64(query, 5);
	figures->gross = column_money(query, 6);
	figures->discounts = column_money(query, 7);
	figures->sales = money_minus(figures->gross, figures->discounts);
	figures->refunds = column_money(query, 8);
	figures->rounding = column_money(query, 9);
	figures->tax = column_money(query, 10);
	figures->cash = column_money(query, 11);
	figures->qris = column_money(query, 12);
	figures->card = column_money(query, 13);
	figures->transfer = column_money(query, 14);
	figures->exchange = column_money(query, 15);
	figures->floated = column_money(query, 16);
	figures->cash_in = column_money(query, 17);
	figures->cash_out = column_money(query, 18);
	figures->drops = column_money(query, 19);
	figures->payouts = column_money(query, 20);
	figures->voids = sqlite3_column_int64(query, 21);
	figures->cancels = sqlite3_column_int64(query, 22);
	figures->drawer_openings = sqlite3_column_int64(query, 23);
	figures->copies = sqlite3_column_int64(query, 24);
	/* said to be there, and no reference proves it */
	figures->qris_waiting = column_money(query, 25);
	figures->qris = money_minus(figures->qris, figures->qris_waiting);
	figures->expected = expected_of(figures);
}

static void copy_hash(sqlite3_stmt *query, int column,
	unsigned char hash[DOCUMENT_HASH_SIZE])
{
	if (sqlite3_column_bytes(query, column) == DOCUMENT_HASH_SIZE)
		memcpy(hash, sqlite3_column_blob(query, column),
			DOCUMENT_HASH_SIZE);
}

/* The close of a shift, if it has one. It is looked for from the shift on. */
static void read_close(struct store *store, struct shift *shift)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT c.document, d.at, c.number, c.counted,"
		" c.perpetual_sales, c.perpetual_refunds, c.first_document,"
		" c.last_document, c.previous, c.previous_hash "
		"FROM shift_close c JOIN document d ON d.id = c.document "
		"WHERE c.document > ?1 AND d.shift = ?1 "
		"ORDER BY c.document LIMIT 1");

	if (query == NULL)
		return;
	sqlite3_bind_int64(query, 1, shift->document);
	if (store_step(store, query)) {
		shift->close = sqlite3_column_int64(query, 0);
		shift->closed_ms = sqlite3_column_int64(query, 1);
		shift->number = sqlite3_column_int64(query, 2);
		shift->counted = column_money(query, 3);
		shift->perpetual_sales = column_money(query, 4);
		shift->perpetual_refunds = column_money(query, 5);
		shift->first_document = sqlite3_column_int64(query, 6);
		shift->last_document = sqlite3_column_int64(query, 7);
		shift->previous = column_integer(query, 8, 0);
		copy_hash(query, 9, shift->previous_hash);
	}
	store_reset(query);
}

enum store_result shift_get(struct store *store, int64_t document,
	struct shift *out)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT t.shift, d.user, d.at, t.closed, t.receipts,"
		" t.refund_receipts, t.gross, t.discounts, t.refunds,"
		" t.rounding, t.tax, t.cash, t.qris, t.card, t.transfer,"
		" t.exchange, t.float, t.cash_in, t.cash_out, t.drops,"
		" t.payouts, t.voids, t.cancels, t.drawer_openings, t.copies,"
		" t.qris_waiting "
		"FROM shift_total t JOIN document d ON d.id = t.shift "
		"WHERE t.shift = ?1 AND t.opened = 1");
	struct shift shift = {.document = document};
	bool found;
	enum store_result result;

	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, document);
	found = store_step(store, query);
	if (found) {
		shift.user = sqlite3_column_int64(query, 1);
		shift.opened_ms = sqlite3_column_int64(query, 2);
		shift.closed = sqlite3_column_int(query, 3) == 1;
		read_figures(query, &shift.figures);
	}
	store_reset(query);
	if (found && shift.closed)
		read_close(store, &shift);
	result = store_ended(store, found);
	if (result == STORE_OK)
		*out = shift;
	return result;
}

enum store_result shift_list(struct store *store, struct days days,
	shift_each *each, void *context)
{
	int64_t last = 0;

	/* One at a time, so that each may ask for whatever it likes. */
	for (;;) {
		struct shift shift;
		enum store_result result;
		const int64_t arguments[] = {last, days.from, days.to};
		int64_t next = store_integer(store,
			"SELECT t.shift FROM shift_total t "
			"CROSS JOIN document d ON d.id = t.shift "
			"WHERE t.shift > ?1 AND t.opened = 1 "
			"AND d.day BETWEEN ?2 AND ?3 "
			"ORDER BY t.shift LIMIT 1",
			3, arguments, 0);

		if (next == 0)
			return store_failed(store);
		result = shift_get(store, next, &shift);
		if (result != STORE_OK)
			return result;
		if (!each(context, &shift))
			return STORE_OK;
		last = next;
	}
}

enum store_result shift_counts(struct store *store, int64_t close,
	shift_each_pieces *each, void *context)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT denomination, pieces FROM cash_count "
		"WHERE document = ?1 ORDER BY denomination DESC");

	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, close);
	while (store_step(store, query))
		each(context,
			&(struct shift_pieces){
				.denomination = sqlite3_column_int64(query, 0),
				.pieces = sqlite3_column_int64(query, 1)});
	return store_failed(store);
}

enum store_result shift_movement(struct store *store, int64_t document,
	struct shift_movement *movement)
{
	static const char *const kinds[] = {[SHIFT_CASH_IN] = "cash-in",
		[SHIFT_CASH_OUT] = "cash-out",
		[SHIFT_DROP] = "drop"};
	bool found = false;
	sqlite3_stmt *query = store_statement(store,
		"SELECT kind, amount, reason FROM cash_movement "
		"WHERE document = ?1");

	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, document);
	if (!store_step(store, query))
		return store_ended(store, false);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(store_text(query, 0), kinds[i]) != 0)
			continue;
		movement->kind = (enum shift_cash)i;
		found = true;
	}
	movement->amount = column_money(query, 1);
	column_copy(query, 2, movement->reason, sizeof(movement->reason));
	store_reset(query);
	return store_ended(store, found);
}

/* --- writing --------------------------------------------------------------- */

static void write_movement(struct document *document, const char *kind,
	struct money amount, const char *reason)
{
	document_row(document, "cash_movement");
	document_text(document, "kind", kind);
	document_integer(document, "amount", money_rupiah(amount));
	document_text(document, "reason", reason);
}

enum shift_outcome shift_write_open(struct store *store,
	const struct author *author, struct money opening_float, int64_t *id,
	enum store_result *failure)
{
	struct document *document;
	int64_t open;

	*failure = shift_open_of(store, author->user, &open);
	if (*failure == STORE_OK)
		return SHIFT_IS_OPEN;
	if (*failure != STORE_NOT_FOUND)
		return SHIFT_FAILED;
	document = document_begin(store, "shift-open", author);
	document_is_shift(document);
	write_movement(document, "float", opening_float, NULL);
	*failure = day_close_before(store, document);
	*id = document_id(document);
	return *failure == STORE_OK ? SHIFT_OK : SHIFT_FAILED;
}

/* Inside the lock: whether the author's shift can still take a document. */
static enum shift_outcome look_at(struct store *store,
	const struct author *author, struct shift *shift,
	enum store_result *failure)
{
	*shift = (struct shift){.document = 0};
	*failure = shift_get(store, author->shift, shift);
	if (*failure == STORE_NOT_FOUND)
		return SHIFT_NOT_OPEN;
	if (*failure != STORE_OK)
		return SHIFT_FAILED;
	return shift->closed ? SHIFT_NOT_OPEN : SHIFT_OK;
}

enum shift_outcome shift_write_cash(struct store *store,
	const struct author *author, enum shift_cash kind, struct money amount,
	const char *reason, int64_t *id, enum store_result *failure)
{
	static const char *const words[] = {
		[SHIFT_CASH_IN] = "cash-in",
		[SHIFT_CASH_OUT] = "cash-out",
		[SHIFT_DROP] = "drop",
	};
	struct document *document;
	struct shift shift;
	enum shift_outcome outcome = look_at(store, author, &shift, failure);

	if (outcome != SHIFT_OK)
		return outcome;
	if (kind != SHIFT_CASH_IN &&
		money_compare(amount, shift.figures.expected) > 0)
		return SHIFT_TOO_MUCH;
	document = document_begin(store, words[kind], author);
	write_movement(document, words[kind], amount, reason);
	*id = document_id(document);
	return SHIFT_OK;
}

/* The close before, of this node: Z numbers and perpetual totals go on. */
static void read_previous(struct store *store, struct shift *closed)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT c.number, c.perpetual_sales, c.perpetual_refunds,"
		" c.document, d.hash "
		"FROM shift_close c JOIN document d ON d.id = c.document "
		"WHERE c.document >= ?1 AND c.document < ?2 "
		"ORDER BY c.document DESC LIMIT 1");
	int64_t node = store_node(store);

	closed->number = 1;
	closed->perpetual_sales = closed->figures.sales;
	closed->perpetual_refunds = closed->figures.refunds;
	if (query == NULL)
		return;
	sqlite3_bind_int64(query, 1, node << DOCUMENT_SEQUENCE_BITS);
	sqlite3_bind_int64(query, 2, (node + 1) << DOCUMENT_SEQUENCE_BITS);
	if (store_step(store, query)) {
		closed->number = 1 + sqlite3_column_int64(query, 0);
		closed->perpetual_sales = money_plus(closed->perpetual_sales,
			column_money(query, 1));
		closed->perpetual_refunds =
			money_plus(closed->perpetual_refunds,
				column_money(query, 2));
		closed->previous = sqlite3_column_int64(query, 3);
		copy_hash(query, 4, closed->previous_hash);
	}
	store_reset(query);
}

static void write_close(struct document *document, const struct shift *closed)
{
	document_row(document, "shift_close");
	document_integer(document, "number", closed->number);
	document_integer(document, "expected",
		money_rupiah(closed->figures.expected));
	document_integer(document, "counted", money_rupiah(closed->counted));
	document_integer(document, "perpetual_sales",
		money_rupiah(closed->perpetual_sales));
	document_integer(document, "perpetual_refunds",
		money_rupiah(closed->perpetual_refunds));
	document_integer(document, "first_document", closed->first_document);
	document_integer(document, "last_document", closed->last_document);
	document_integer_or_null(document, "previous", closed->previous);
	if (closed->previous != 0)
		document_blob(document, "previous_hash", closed->previous_hash,
			sizeof(closed->previous_hash));
}

enum shift_outcome shift_write_close(struct store *store,
	const struct author *author, struct money counted,
	const struct shift_pieces pieces[], size_t count, struct shift *closed,
	enum store_result *failure)
{
	struct document *document;
	enum shift_outcome outcome = look_at(store, author, closed, failure);

	if (outcome != SHIFT_OK)
		return outcome;
	closed->counted = counted;
	closed->closed = true;
	closed->closed_ms = store_now_ms(store);
	read_previous(store, closed);
	*failure = store_failed(store);
	if (*failure != STORE_OK)
		return SHIFT_FAILED;
	document = document_begin(store, "shift-close", author);
	closed->close = document_id(document);
	closed->first_document = closed->document;
	closed->last_document = closed->close;
	write_close(document, closed);
	for (size_t i = 0; i < count; i++) {
		document_row(document, "cash_count");
		document_integer(document, "denomination",
			pieces[i].denomination);
		document_integer(document, "pieces", pieces[i].pieces);
	}
	return SHIFT_OK;
}
