/* Refusals: an event each, up to a number a day. */
#include "schema/store/refusal.h"

#include <assert.h>
#include <stdio.h>

#include "schema/store/event.h"
#include "schema/store/store_int.h"

static const char *const causes[] = {
	[REFUSAL_ROLE] = "role",
	[REFUSAL_LINKED] = "linked",
	[REFUSAL_SAME_PERSON] = "same-person",
};

/* One more of this user today; how many that are. */
static int64_t count_one(struct store *store, int64_t user)
{
	const int64_t today = store_today(store);
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO refusal_count (user, day, count)"
		" VALUES (?1, ?2, 1) ON CONFLICT (user) DO UPDATE SET"
		" count = iif(day = excluded.day, count, 0) + 1,"
		" day = excluded.day");

	if (statement) {
		sqlite3_bind_int64(statement, 1, user);
		sqlite3_bind_int64(statement, 2, today);
		store_step(store, statement);
	}
	return store_integer(store,
		"SELECT count FROM refusal_count WHERE user = ?1", 1, &user, 0);
}

enum store_result refusal_record(struct store *store,
	const struct author *author, enum action action,
	enum refusal_cause cause, int64_t subject)
{
	char detail[EVENT_DETAIL_MAX];
	enum store_result result = store_begin(store, "refused");

	assert(action != ACTION_NONE);
	if (result != STORE_OK)
		return result;
	snprintf(detail, sizeof(detail), "%s: %s", action_name(action),
		causes[cause]);
	if (count_one(store, author->user) <= REFUSALS_A_DAY)
		event_write(store, EVENT_REFUSED, author, subject, 0, detail);
	result = store_failed(store);
	if (result == STORE_OK)
		return store_commit(store);
	store_rollback(store);
	return result;
}
