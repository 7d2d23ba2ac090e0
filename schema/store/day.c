/* The business day; the rules are told in the header. */
#include "schema/store/day.h"

#include <assert.h>
#include <string.h>

#include "drivers/system/text.h"
#include "schema/rules/calendar.h"
#include "schema/store/column.h"
#include "schema/store/event.h"
#include "schema/store/store_core.h"

/* A clock that is set by the network steps so much and nobody need know. */
#define STEP_MS INT64_C(60000)
/* Where a step back passes midnight, the day before goes on so long. */
#define MIDNIGHT_MS INT64_C(3600000)
#define DAY_MS INT64_C(86400000)

static const char *const messages[] = {
	[DAY_OK] = N_("saved"),
	[DAY_NOT_ASKED] = N_("there is no question about the date"),
	[DAY_OTHER] = N_("the clock says another date; set the clock of this "
			 "machine"),
	[DAY_STAYS_CLOSED] = N_("this day is closed and stays so; set the "
				"clock of this machine"),
	[DAY_TO_COME] = N_("this day has not come yet"),
	[DAY_CLOSED_BEFORE] = N_("this day is closed already"),
	[DAY_SHIFT_OPEN] = N_("a shift is still open; today is closed after "
			      "the last Z"),
	[DAY_FAILED] = N_("the database failed"),
};

const char *day_message(enum day_outcome outcome)
{
	assert((size_t)outcome < sizeof(messages) / sizeof(messages[0]));
	return messages[outcome];
}

/* --- where this node stands ------------------------------------------------ */

/* The last row of this node's bounds. */
struct bound {
	bool any;
	int32_t closed;
	bool has_jump;
	int32_t before_jump;
};

/* No day is before it, so nothing is closed. */
#define NOTHING_CLOSED CALENDAR_DAY_MIN

static enum store_result read_bound(struct store *store, struct bound *bound)
{
	int64_t node = store_node(store);
	sqlite3_stmt *query;

	*bound = (struct bound){.closed = NOTHING_CLOSED};
	/* A file that goes back to an older schema has no such days. */
	if (!facts_find(&store->facts, "day_bound"))
		return STORE_OK;
	query = store_statement(store,
		"SELECT bound, before_jump FROM day_bound "
		"WHERE document > ?1 AND document < ?2 "
		"ORDER BY document DESC LIMIT 1");
	if (!query)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, node << DOCUMENT_SEQUENCE_BITS);
	sqlite3_bind_int64(query, 2, (node + 1) << DOCUMENT_SEQUENCE_BITS);
	if (store_step(store, query)) {
		bound->any = true;
		bound->closed = (int32_t)sqlite3_column_int64(query, 0);
		bound->has_jump = !column_is_null(query, 1);
		bound->before_jump =
			(int32_t)column_integer(query, 1, NOTHING_CLOSED);
	}
	store_reset(query);
	return store_failed(store);
}

/* Whether this very day was closed; one after the bound can only be so where
 * a correction has opened the days before it. */
static bool is_closed(struct store *store, const struct bound *bound,
	int32_t day)
{
	const int64_t arguments[] = {day,
		store_node(store) << DOCUMENT_SEQUENCE_BITS,
		(store_node(store) + 1) << DOCUMENT_SEQUENCE_BITS};

	return bound->has_jump &&
		store_integer(store,
			"SELECT count(*) FROM day_bound WHERE closed = ?1"
			" AND document > ?2 AND document < ?3",
			3, arguments, 0) > 0;
}

static int64_t start_of(const struct store *store, int32_t day)
{
	return day * DAY_MS - store->zone_offset_s * INT64_C(1000);
}

static enum day_question question_of(struct store *store,
	const struct bound *bound, const struct day_state *state)
{
	if (state->today <= bound->closed ||
		is_closed(store, bound, state->today))
		return DAY_CLOSED;
	if (store->rehearsal)
		return DAY_FINE;
	if (state->today > state->last_day + 1)
		return DAY_AHEAD;
	if (store_now_ms(store) <
		start_of(store, state->last_day) - MIDNIGHT_MS)
		return DAY_BACK;
	return DAY_FINE;
}

/* From the last document as store_begin or day_look has read it. */
static enum store_result look(struct store *store, struct day_state *state,
	struct bound *bound)
{
	enum store_result result = read_bound(store, bound);

	*state = (struct day_state){.today = store_today(store),
		.any_closed = bound->closed > NOTHING_CLOSED,
		.closed = bound->closed};
	state->last_day = document_sequence(store->last) > 0 ? store->last_day
							     : state->today;
	state->question = question_of(store, bound, state);
	return result == STORE_OK ? store_failed(store) : result;
}

enum store_result day_look(struct store *store, struct day_state *state)
{
	enum store_result result = STORE_OK;
	struct bound bound;

	if (!store->in_write)
		result = write_read_last(store);
	if (result == STORE_OK)
		result = look(store, state, &bound);
	return result;
}

/* --- writing --------------------------------------------------------------- */

static void write_bound(struct document *document, const struct bound *bound)
{
	document_row(document, "day_bound");
	document_integer(document, "bound", bound->closed);
	if (bound->has_jump)
		document_integer(document, "before_jump", bound->before_jump);
}

static void write_closed(struct document *document, struct bound *bound,
	int32_t day)
{
	bound->closed = day;
	write_bound(document, bound);
	document_integer(document, "closed", day);
}

static enum day_outcome failed(enum store_result result,
	enum store_result *failure)
{
	*failure = result;
	return DAY_FAILED;
}

enum day_outcome day_write_answer(struct store *store,
	const struct author *author, int32_t day, int64_t *id,
	enum store_result *failure)
{
	struct day_state state;
	struct bound bound;
	struct document *document;
	char text[CALENDAR_TEXT_SIZE];
	enum store_result result = look(store, &state, &bound);

	if (result != STORE_OK)
		return failed(result, failure);
	if (day != state.today)
		return DAY_OTHER;
	if (state.question == DAY_FINE)
		return DAY_NOT_ASKED;
	if (state.question == DAY_CLOSED &&
		(!bound.has_jump || day <= bound.before_jump ||
			is_closed(store, &bound, day)))
		return DAY_STAYS_CLOSED;
	calendar_format(day, text);
	if (state.question == DAY_AHEAD) {
		bound.has_jump = true;
		bound.before_jump = bound.closed;
	} else if (bound.has_jump && bound.closed >= day) {
		bound.closed = bound.before_jump;
	}
	document = event_begin(store,
		state.question == DAY_AHEAD ? EVENT_CLOCK_CONFIRMED
					    : EVENT_CLOCK_CORRECTED,
		author, store->last, state.today - state.last_day, text);
	write_bound(document, &bound);
	store->day_answered = true;
	*id = document_id(document);
	return DAY_OK;
}

enum day_outcome day_write_close(struct store *store,
	const struct author *author, int32_t day, int64_t *id,
	enum store_result *failure)
{
	const int64_t node[] = {store_node(store) << DOCUMENT_SEQUENCE_BITS,
		(store_node(store) + 1) << DOCUMENT_SEQUENCE_BITS};
	struct day_state state;
	struct bound bound;
	struct document *document;
	enum store_result result = look(store, &state, &bound);

	if (result != STORE_OK)
		return failed(result, failure);
	if (day > state.today)
		return DAY_TO_COME;
	if (day <= bound.closed || is_closed(store, &bound, day))
		return DAY_CLOSED_BEFORE;
	if (day == state.today &&
		store_integer(store,
			"SELECT count(*) FROM shift_total WHERE opened = 1"
			" AND closed = 0 AND shift > ?1 AND shift < ?2",
			2, node, 0) > 0)
		return DAY_SHIFT_OPEN;
	result = store_failed(store);
	if (result != STORE_OK)
		return failed(result, failure);
	document = document_begin(store, "day-close", author);
	write_closed(document, &bound, day);
	*id = document_id(document);
	return DAY_OK;
}

enum store_result day_close_before(struct store *store,
	struct document *shift_open)
{
	const int64_t before[] = {store_node(store) << DOCUMENT_SEQUENCE_BITS,
		(store_node(store) + 1) << DOCUMENT_SEQUENCE_BITS,
		store_today(store)};
	struct bound bound;
	enum store_result result = read_bound(store, &bound);
	int64_t day = store_integer(store,
		"SELECT day FROM document WHERE id > ?1 AND id < ?2"
		" AND day < ?3 ORDER BY id DESC LIMIT 1",
		3, before, NOTHING_CLOSED);

	if (result == STORE_OK)
		result = store_failed(store);
	if (result == STORE_OK && day > bound.closed)
		write_closed(shift_open, &bound, (int32_t)day);
	return result;
}

/* --- the guard at a commit ------------------------------------------------- */

/* Whether all that is to be written only tells what happened. */
static bool are_events(const struct store *store)
{
	enum event_kind kind;

	for (size_t i = 0; i < store->document_count; i++)
		if (!event_parse(&kind, store->documents[i]->kind))
			return false;
	return true;
}

static enum store_result refuse(struct store *store,
	const struct day_state *state)
{
	static const enum store_result results[] = {
		[DAY_FINE] = STORE_OK,
		[DAY_AHEAD] = STORE_CLOCK_AHEAD,
		[DAY_BACK] = STORE_CLOCK_BACK,
		[DAY_CLOSED] = STORE_DAY_CLOSED,
	};
	char today[CALENDAR_TEXT_SIZE], last[CALENDAR_TEXT_SIZE];

	calendar_format(state->today, today);
	calendar_format(state->question == DAY_CLOSED ? state->closed
						      : state->last_day,
		last);
	return store_fail(store, results[state->question], "%s, %s", last,
		today);
}

static void tell_step_back(struct store *store)
{
	const struct author machine = {0};
	int64_t back_ms = store->last_ms - store_now_ms(store);

	if (document_sequence(store->last) > 0 && back_ms > STEP_MS)
		event_write(store, EVENT_CLOCK_BACK, &machine, store->last,
			back_ms / 1000, NULL);
}

enum store_result day_guard(struct store *store)
{
	struct day_state state;
	struct bound bound;
	enum store_result result = look(store, &state, &bound);

	if (result != STORE_OK)
		return result;
	store->day = state.today;
	if (state.question != DAY_FINE && !store->day_answered) {
		if (!are_events(store))
			return refuse(store, &state);
		store->day = state.last_day;
		if (store->day <= bound.closed)
			store->day = bound.closed + 1;
		while (is_closed(store, &bound, store->day))
			store->day++;
	}
	tell_step_back(store);
	return STORE_OK;
}
