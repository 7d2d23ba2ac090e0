/*
 * Settlements: reading them, and what a chain of them has taken. They are
 * drawn up, approved and ended in settlement_write.c.
 */
#include "schema/store/settlement.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/rules/rights.h"
#include "schema/store/column.h"

static const char *const status_names[] = {
	[SETTLEMENT_DRAFT] = N_("draft"),
	[SETTLEMENT_APPROVED] = N_("approved"),
	[SETTLEMENT_PART_PAID] = N_("part-paid"),
	[SETTLEMENT_PAID] = N_("paid"),
	[SETTLEMENT_CLOSED] = N_("closed"),
	[SETTLEMENT_CANCELLED] = N_("cancelled"),
	[SETTLEMENT_REVERSED] = N_("reversed"),
};

static const char *const refusals[] = {
	[SETTLE_ALLOWED] = "",
	[SETTLE_NOTHING] = N_("nothing is due and nothing is carried over"),
	[SETTLE_OPEN_DRAFT] =
		N_("the last settlement is still a draft; approve "
		   "or cancel it first"),
	[SETTLE_CONFLICT] =
		N_("you are linked to this producer; another person "
		   "has to do it"),
	[SETTLE_TOO_LARGE] = N_("an amount is too large"),
	[SETTLE_NOT_DRAFT] = N_("it is no longer a draft"),
	[SETTLE_NOT_APPROVED] = N_("it is not approved"),
	[SETTLE_SAME_PERSON] = N_("you drew it up; another person has to "
				  "approve it"),
	[SETTLE_NOT_LAST] =
		N_("a later settlement of this producer carries it; "
		   "end that one first"),
	[SETTLE_PAID] = N_("money was paid on it; reverse its payouts first"),
	[SETTLE_OTHER_DESK] = N_("another desk of the mart settles it"),
};

_Static_assert(sizeof(status_names) / sizeof(*status_names) ==
		SETTLEMENT_STATUS_COUNT,
	"a word for each status");
_Static_assert(sizeof(refusals) / sizeof(*refusals) == SETTLE_REFUSALS,
	"a message for each refusal");

const char *settlement_status_name(enum settlement_status status)
{
	return status_names[status];
}

const char *settle_refusal_message(enum settle_refusal refusal)
{
	return refusals[refusal];
}

bool settlement_is_live(const struct settlement *settlement)
{
	return settlement->status != SETTLEMENT_CANCELLED &&
		settlement->status != SETTLEMENT_REVERSED;
}

/* --- reading ---------------------------------------------------------- */

/* Columns in the order of read_settlement; `later` tells whether a live
 * settlement opens with this one's rest. */
#define SETTLEMENT_SELECT(later) \
	"SELECT s.document, s.producer, p.code, d.user, d.desk, d.at, d.day, " \
	"s.through, coalesce(s.previous, 0), s.opening, s.share, s.losses, " \
	"s.fees, s.withheld, s.advances, s.payable, s.to_pay, s.minimum, " \
	"s.clawback, s.held, coalesce(t.paid, 0), coalesce(t.approved, 0), " \
	"coalesce(t.cancelled, 0), coalesce(t.reversed, 0), " \
	"s.document IN (" later "), coalesce(d.supervisor, 0) " \
	"FROM settlement s " \
	"JOIN document d ON d.id = s.document " \
	"LEFT JOIN settlement_state t ON t.settlement = s.document " \
	"LEFT JOIN producer p ON p.id = s.producer "

#define LIVE_PREVIOUS \
	"SELECT n.previous FROM settlement_state l " \
	"JOIN settlement n ON n.document = l.settlement " \
	"WHERE l.cancelled = 0 AND l.reversed = 0 " \
	"AND n.previous IS NOT NULL"

static enum settlement_status status_of(const struct settlement *settlement,
	bool approved, bool cancelled, bool reversed, bool carried)
{
	if (cancelled)
		return SETTLEMENT_CANCELLED;
	if (reversed)
		return SETTLEMENT_REVERSED;
	if (!approved)
		return SETTLEMENT_DRAFT;
	if (money_sign(settlement->to_pay) > 0 &&
		money_compare(settlement->paid, settlement->to_pay) >= 0)
		return SETTLEMENT_PAID;
	if (carried || money_sign(settlement->to_pay) <= 0)
		return SETTLEMENT_CLOSED;
	return money_sign(settlement->paid) > 0 ? SETTLEMENT_PART_PAID
						: SETTLEMENT_APPROVED;
}

static void read_settlement(sqlite3_stmt *q, struct settlement *out)
{
	struct money *const amounts[] = {&out->opening, &out->share,
		&out->losses, &out->fees, &out->withheld, &out->advances,
		&out->payable, &out->to_pay, &out->minimum, &out->clawback,
		&out->held, &out->paid};
	bool carried = sqlite3_column_int(q, 24) != 0;

	*out = (struct settlement){0};
	out->id = sqlite3_column_int64(q, 0);
	out->producer = sqlite3_column_int64(q, 1);
	column_copy(q, 2, out->code, sizeof(out->code));
	out->author.user = sqlite3_column_int64(q, 3);
	out->author.supervisor = sqlite3_column_int64(q, 25);
	out->desk = sqlite3_column_int64(q, 4);
	out->at_ms = sqlite3_column_int64(q, 5);
	out->day = sqlite3_column_int(q, 6);
	out->through = sqlite3_column_int(q, 7);
	out->previous = sqlite3_column_int64(q, 8);
	for (size_t i = 0; i < sizeof(amounts) / sizeof(*amounts); i++)
		*amounts[i] = column_money(q, 9 + (int)i);
	out->status = status_of(out, sqlite3_column_int(q, 21) != 0,
		sqlite3_column_int(q, 22) != 0, sqlite3_column_int(q, 23) != 0,
		carried);
	out->last = settlement_is_live(out) && !carried;
}

enum store_result settlement_get(struct store *store, int64_t id,
	struct settlement *settlement)
{
	enum store_result failed;
	bool found;
	sqlite3_stmt *q = store_statement(store,
		SETTLEMENT_SELECT(LIVE_PREVIOUS
			" AND l.producer = s.producer") "WHERE s.document = ?1");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, id);
	found = store_step(store, q);
	if (found) {
		read_settlement(q, settlement);
		store_reset(q);
		return STORE_OK;
	}
	failed = store_failed(store);
	return failed != STORE_OK ? failed : STORE_NOT_FOUND;
}

enum store_result settlement_name(struct store *store,
	struct settlement *settlement)
{
	sqlite3_stmt *q = store_statement(store,
		"SELECT code FROM producer WHERE id = ?1");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, settlement->producer);
	if (store_step(store, q)) {
		column_copy(q, 0, settlement->code, sizeof(settlement->code));
		store_reset(q);
	}
	return store_failed(store);
}

enum store_result settlement_list(struct store *store, int64_t producer,
	struct days days, settlement_each *each, void *context)
{
	struct settlement settlement;
	sqlite3_stmt *q = store_statement(store,
		SETTLEMENT_SELECT(LIVE_PREVIOUS) "WHERE ?1 IN (0, s.producer) "
						 "AND d.day BETWEEN ?2 AND ?3 "
						 "ORDER BY d.at, s.document");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, producer);
	sqlite3_bind_int64(q, 2, days.from);
	sqlite3_bind_int64(q, 3, days.to);
	while (store_step(store, q)) {
		read_settlement(q, &settlement);
		each(context, &settlement);
	}
	return store_failed(store);
}

int64_t settlement_last(struct store *store, int64_t producer)
{
	return store_integer(store,
		"SELECT l.settlement FROM settlement_state l "
		"JOIN document d ON d.id = l.settlement AND d.desk = ?2 "
		"WHERE l.producer = ?1 AND l.drafted > 0 "
		"AND l.cancelled = 0 AND l.reversed = 0 "
		"AND l.settlement NOT IN ("
		"SELECT n.previous FROM settlement_state m "
		"JOIN settlement n ON n.document = m.settlement "
		"WHERE m.producer = ?1 AND m.cancelled = 0 "
		"AND m.reversed = 0 AND n.previous IS NOT NULL) "
		"ORDER BY l.settlement DESC LIMIT 1",
		2, (const int64_t[]){producer, store_desk(store)}, 0);
}

/* --- what a chain has taken ------------------------------------------- */

enum store_result settlement_reach_load(struct store *store, int64_t id,
	struct settlement_reach *reach)
{
	*reach = (struct settlement_reach){0};
	while (id != 0) {
		int32_t through;
		int64_t previous;
		sqlite3_stmt *q = store_statement(store,
			"SELECT through, coalesce(previous, 0) "
			"FROM settlement WHERE document = ?1");

		if (!q)
			return store_failed(store);
		sqlite3_bind_int64(q, 1, id);
		if (!store_step(store, q))
			return store_failed(store);
		through = sqlite3_column_int(q, 0);
		previous = sqlite3_column_int64(q, 1);
		store_reset(q);
		if (reach->count == 0 ||
			through > reach->steps[reach->count - 1].through) {
			reach->steps = xreallocarray(reach->steps,
				reach->count + 1, sizeof(*reach->steps));
			reach->steps[reach->count].settlement = id;
			reach->steps[reach->count].through = through;
			reach->count++;
		}
		id = previous;
	}
	return STORE_OK;
}

void settlement_reach_release(struct settlement_reach *reach)
{
	free(reach->steps);
	*reach = (struct settlement_reach){0};
}

bool settlement_reach_holds(struct store *store,
	const struct settlement_reach *reach, int64_t document, int32_t due)
{
	for (size_t i = 0; i < reach->count; i++) {
		if (due > reach->steps[i].through)
			continue;
		if (document <=
			store_integer(store,
				"SELECT last FROM settlement_cut "
				"WHERE document = ?1 AND node = ?2",
				2,
				(const int64_t[]){reach->steps[i].settlement,
					document_node(document)},
				0))
			return true;
	}
	return false;
}

bool settlement_conflict(struct store *store, const struct author *author,
	enum action action, int64_t producer)
{
	const int64_t persons[] = {author->user, author->supervisor};

	for (size_t i = 0; i < sizeof(persons) / sizeof(persons[0]); i++) {
		const int64_t linked = store_integer(store,
			"SELECT coalesce(producer, 0) FROM user WHERE id = ?1",
			1, &persons[i], 0);

		if (rights_conflict(action, linked, producer))
			return true;
	}
	return false;
}

/* --- who is to be settled --------------------------------------------- */

struct candidate {
	int64_t producer;
	char *code;
};

enum store_result settlement_candidates(struct store *store, int32_t through,
	settlement_candidate *each, void *context)
{
	struct candidate *found = NULL;
	size_t count = 0;
	enum store_result result;
	sqlite3_stmt *q = store_statement(store,
		"SELECT c.producer, coalesce(p.code, '?') FROM ("
		"SELECT DISTINCT producer FROM accrual "
		"WHERE desk = ?1 AND due <= ?2 "
		"UNION SELECT DISTINCT producer FROM settlement_state) c "
		"LEFT JOIN producer p ON p.id = c.producer "
		"ORDER BY 2, 1");

	if (!q)
		return store_failed(store);
	sqlite3_bind_int64(q, 1, store_desk(store));
	sqlite3_bind_int64(q, 2, through);
	while (store_step(store, q)) {
		found = xreallocarray(found, count + 1, sizeof(*found));
		found[count].producer = sqlite3_column_int64(q, 0);
		found[count].code = xstrdup(store_text(q, 1));
		count++;
	}
	result = store_failed(store);
	for (size_t i = 0; i < count; i++) {
		if (result == STORE_OK)
			each(context, found[i].producer, found[i].code);
		free(found[i].code);
	}
	free(found);
	return result;
}
