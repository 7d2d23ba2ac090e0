/*
 * Payouts. All that may refuse one is looked at under the writer's lock, so
 * two people who pay the same settlement at once cannot pay it twice.
 */
#include "schema/store/payout.h"

#include <string.h>

#include "drivers/system/text.h"
#include "schema/store/column.h"

static const char *const source_names[] = {
	[PAYOUT_DRAWER] = N_("drawer"),
	[PAYOUT_SAFE] = N_("safe"),
	[PAYOUT_BANK] = N_("bank"),
};

static const char *const refusals[] = {
	[PAYOUT_ALLOWED] = "",
	[PAYOUT_NOT_APPROVED] = N_("the settlement is not approved"),
	[PAYOUT_NOT_LAST] =
		N_("a later settlement of this producer carries the "
		   "rest; pay on that one"),
	[PAYOUT_NOTHING_DUE] = N_("nothing is left to pay on it"),
	[PAYOUT_NOT_POSITIVE] = N_("the amount must be more than 0"),
	[PAYOUT_TOO_MUCH] = N_("that is more than is left to pay"),
	[PAYOUT_CONFLICT] =
		N_("you are linked to this producer; another person "
		   "has to do it"),
	[PAYOUT_OTHER_DESK] = N_("another desk of the mart settles it"),
	[PAYOUT_NO_SHIFT] = N_("no shift is open, so there is no drawer to pay "
			       "from; take it from the safe"),
	[PAYOUT_MANY_SHIFTS] = N_("several shifts are open; say which with "
				  "--shift"),
	[PAYOUT_NOT_A_SHIFT] = N_("that is no open shift of this till"),
	[PAYOUT_IS_REVERSAL] = N_("it is itself a reversal; pay again instead"),
	[PAYOUT_CAME_BACK] = N_("it was reversed before"),
};

_Static_assert(sizeof(refusals) / sizeof(*refusals) == PAYOUT_REFUSALS,
	"a message for each refusal");
_Static_assert(sizeof(source_names) / sizeof(*source_names) == PAYOUT_SOURCES,
	"a word for each source");

const char *payout_source_name(enum payout_source source)
{
	return source_names[source];
}

const char *payout_status_name(enum payout_status status)
{
	static const char *const names[] = {
		[PAYOUT_PAID] = N_("paid"),
		[PAYOUT_REVERSED] = N_("reversed"),
		[PAYOUT_REVERSAL] = N_("reversal"),
	};

	return names[status];
}

const char *payout_refusal_message(enum payout_refusal refusal)
{
	return refusals[refusal];
}

/* --- reading ---------------------------------------------------------- */

#define PAYOUT_SELECT \
	"SELECT p.document, p.settlement, p.producer, c.code, p.method, " \
	"p.source, p.amount, p.reference, p.reason, p.reverses, d.shift, " \
	"d.at, d.day, p.late, p.document IN (SELECT r.reverses FROM payout r " \
	"WHERE r.reverses IS NOT NULL) " \
	"FROM payout p JOIN document d ON d.id = p.document " \
	"LEFT JOIN producer c ON c.id = p.producer "

static enum payout_source source_of(const char *word)
{
	enum payout_source source = PAYOUT_DRAWER;

	while (source < PAYOUT_BANK && strcmp(source_names[source], word) != 0)
		source++;
	return source;
}

static void read_payout(sqlite3_stmt *q, struct payout *out)
{
	*out = (struct payout){
		.id = sqlite3_column_int64(q, 0),
		.settlement = sqlite3_column_int64(q, 1),
		.producer = sqlite3_column_int64(q, 2),
		.transfer = strcmp(store_text(q, 4), "transfer") == 0,
		.source = source_of(store_text(q, 5)),
		.amount = column_money(q, 6),
		.reverses = sqlite3_column_int64(q, 9),
		.shift = sqlite3_column_int64(q, 10),
		.at_ms = sqlite3_column_int64(q, 11),
		.day = sqlite3_column_int(q, 12),
		.late = sqlite3_column_int(q, 13) != 0,
	};
	column_copy(q, 3, out->code, sizeof(out->code));
	column_copy(q, 7, out->reference, sizeof(out->reference));
	column_copy(q, 8, out->reason, sizeof(out->reason));
	out->status = out->reverses != 0         ? PAYOUT_REVERSAL
		: sqlite3_column_int(q, 14) != 0 ? PAYOUT_REVERSED
						 : PAYOUT_PAID;
}

enum store_result payout_get(struct store *store, int64_t id,
	struct payout *payout)
{
	enum store_result failed;
	sqlite3_stmt *q =
		store_statement(store, PAYOUT_SELECT "WHERE p.document = ?1");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, id);
	if (store_step(store, q)) {
		read_payout(q, payout);
		store_reset(q);
		return STORE_OK;
	}
	failed = store_failed(store);
	return failed != STORE_OK ? failed : STORE_NOT_FOUND;
}

enum store_result payout_list(struct store *store, int64_t settlement,
	struct days days, payout_each *each, void *context)
{
	struct payout payout;
	sqlite3_stmt *q = store_statement(store,
		PAYOUT_SELECT "WHERE ?1 IN (0, p.settlement) "
			      "AND d.day BETWEEN ?2 AND ?3 "
			      "ORDER BY d.at, p.document");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement);
	sqlite3_bind_int64(q, 2, days.from);
	sqlite3_bind_int64(q, 3, days.to);
	while (store_step(store, q)) {
		read_payout(q, &payout);
		each(context, &payout);
	}
	return store_failed(store);
}

struct money payout_left(const struct settlement *settlement)
{
	struct money left;

	if (!money_sub(&left, settlement->to_pay, settlement->paid))
		return money_of(0);
	return money_max(left, money_of(0));
}

/* --- writing ---------------------------------------------------------- */

/* The open shift whose drawer is meant: *shift is what was named, or 0. */
static enum payout_refusal find_drawer(struct store *store, int64_t *shift)
{
	const int64_t bounds[] = {store_node(store), *shift};
	int64_t open = store_integer(store,
		"SELECT count(*) FROM shift_total WHERE opened = 1 AND closed = 0 "
		"AND ?2 IN (0, shift) AND shift >> 40 IN " STORE_OWN_NODES("?1"),
		2, bounds, 0);

	if (open == 0)
		return *shift == 0 ? PAYOUT_NO_SHIFT : PAYOUT_NOT_A_SHIFT;
	if (open > 1)
		return PAYOUT_MANY_SHIFTS;
	*shift = store_integer(store,
		"SELECT shift FROM shift_total WHERE opened = 1 AND closed = 0 "
		"AND ?2 IN (0, shift) AND shift >> 40 IN " STORE_OWN_NODES("?1"),
		2, bounds, 0);
	return PAYOUT_ALLOWED;
}

static void write_payout(struct store *store, const char *kind,
	struct author author, struct payout *out)
{
	struct document *document;

	author.shift = out->shift;
	document = document_begin(store, kind, &author);
	out->id = document_id(document);
	out->at_ms = store_now_ms(store);
	out->day = store_today(store);
	document_row(document, "payout");
	document_integer(document, "settlement", out->settlement);
	document_integer(document, "producer", out->producer);
	document_text(document, "method", out->transfer ? "transfer" : "cash");
	document_text(document, "source", source_names[out->source]);
	document_integer(document, "amount", money_rupiah(out->amount));
	document_text(document, "reference",
		out->reference[0] ? out->reference : NULL);
	document_integer_or_null(document, "reverses", out->reverses);
	document_text(document, "reason", out->reason[0] ? out->reason : NULL);
	document_integer_or_null(document, "late", out->late);
}

static enum payout_refusal may_pay(struct store *store,
	const struct settlement *settlement, const struct payout_plan *plan,
	const struct payout *out)
{
	struct money left = payout_left(settlement);

	if (settlement->desk != store_desk(store))
		return PAYOUT_OTHER_DESK;
	if (settlement_conflict(store, &plan->author, ACTION_PAYOUT,
		    settlement->producer))
		return PAYOUT_CONFLICT;
	if (!settlement_is_live(settlement) ||
		settlement->status == SETTLEMENT_DRAFT)
		return PAYOUT_NOT_APPROVED;
	if (!settlement->last)
		return PAYOUT_NOT_LAST;
	if (money_sign(left) == 0)
		return PAYOUT_NOTHING_DUE;
	if (money_sign(out->amount) <= 0)
		return PAYOUT_NOT_POSITIVE;
	if (money_compare(out->amount, left) > 0)
		return PAYOUT_TOO_MUCH;
	return PAYOUT_ALLOWED;
}

enum store_result payout_pay(struct store *store,
	const struct settlement *settlement, const struct payout_plan *plan,
	struct payout *out, enum payout_refusal *refusal)
{
	*out = (struct payout){
		.settlement = settlement->id,
		.producer = settlement->producer,
		.transfer = plan->transfer,
		.source = plan->transfer ? PAYOUT_BANK : plan->source,
		.amount = plan->has_amount ? plan->amount
					   : payout_left(settlement),
		.status = PAYOUT_PAID,
	};
	snprintf(out->code, sizeof(out->code), "%s", settlement->code);
	snprintf(out->reference, sizeof(out->reference), "%s",
		plan->reference ? plan->reference : "");
	*refusal = may_pay(store, settlement, plan, out);
	if (*refusal == PAYOUT_ALLOWED && out->source == PAYOUT_DRAWER) {
		out->shift = plan->shift;
		*refusal = find_drawer(store, &out->shift);
	}
	if (*refusal == PAYOUT_ALLOWED)
		write_payout(store, "payout", plan->author, out);
	return store_failed(store);
}

static enum payout_refusal may_reverse(struct store *store,
	const struct payout *payout, const struct settlement *settlement,
	const struct author *author)
{
	if (settlement->desk != store_desk(store))
		return PAYOUT_OTHER_DESK;
	if (settlement_conflict(store, author, ACTION_PAYOUT, payout->producer))
		return PAYOUT_CONFLICT;
	if (payout->status == PAYOUT_REVERSAL)
		return PAYOUT_IS_REVERSAL;
	if (payout->status == PAYOUT_REVERSED)
		return PAYOUT_CAME_BACK;
	return PAYOUT_ALLOWED;
}

enum store_result payout_reverse(struct store *store,
	const struct payout *payout, const struct payout_return *plan,
	struct payout *out, enum payout_refusal *refusal)
{
	struct settlement settlement;
	enum store_result result =
		settlement_get(store, payout->settlement, &settlement);

	if (result != STORE_OK)
		return result;
	*out = *payout;
	out->id = 0;
	out->amount = money_neg(payout->amount);
	out->source = plan->has_source ? plan->source : payout->source;
	out->reverses = payout->id;
	out->shift = 0;
	out->status = PAYOUT_REVERSAL;
	out->late = !settlement.last;
	snprintf(out->reason, sizeof(out->reason), "%s",
		plan->reason ? plan->reason : "");
	*refusal = may_reverse(store, payout, &settlement, &plan->author);
	if (*refusal == PAYOUT_ALLOWED && out->source == PAYOUT_DRAWER) {
		out->shift = plan->shift;
		*refusal = find_drawer(store, &out->shift);
	}
	if (*refusal == PAYOUT_ALLOWED)
		write_payout(store, "payout-reversal", plan->author, out);
	return store_failed(store);
}
