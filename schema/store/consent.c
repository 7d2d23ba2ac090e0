/* Consent: the event's detail is `PURPOSE DAY: NOTE`, its count 1 for given. */
#include "schema/store/consent.h"

#include <stdio.h>
#include <string.h>

#include "schema/rules/calendar.h"
#include "schema/store/column.h"
#include "schema/store/event.h"

const char *const consent_purpose_words[] = {
	[CONSENT_CONTACT] = "contact",
	[CONSENT_PAYOUT] = "payout",
	[CONSENT_IDENTITY] = "identity",
	[CONSENT_PROGRAMME] = "programme",
	[CONSENT_PURPOSE_COUNT] = NULL,
};

int64_t consent_write(struct store *store, const struct author *author,
	int64_t thing, enum consent_purpose purpose, bool given, int32_t day,
	const char *note)
{
	char detail[EVENT_DETAIL_MAX + 1];
	char text[CALENDAR_TEXT_SIZE];

	calendar_format(day, text);
	snprintf(detail, sizeof(detail), "%s %s%s%s",
		consent_purpose_words[purpose], text, note ? ": " : "",
		note ? note : "");
	return event_write(store, EVENT_CONSENT, author, thing, given, detail);
}

static void read_one(sqlite3_stmt *statement,
	struct consent consents[CONSENT_PURPOSE_COUNT])
{
	const char *detail = store_text(statement, 2);

	for (int p = 0; p < CONSENT_PURPOSE_COUNT; p++) {
		size_t length = strlen(consent_purpose_words[p]);
		int32_t day;

		if (strncmp(detail, consent_purpose_words[p], length) != 0 ||
			strlen(detail) < length + CALENDAR_TEXT_SIZE ||
			!calendar_parse(&day, detail + length + 1,
				CALENDAR_TEXT_SIZE - 1))
			continue;
		consents[p] = (struct consent){
			.document = sqlite3_column_int64(statement, 0),
			.given = column_integer(statement, 1, 0) != 0,
			.day = day};
	}
}

enum store_result consent_read(struct store *store, int64_t thing,
	struct consent consents[CONSENT_PURPOSE_COUNT])
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT e.document, e.count, e.detail FROM event e"
		" JOIN document d ON d.id = e.document"
		" WHERE e.subject = ?1 AND d.kind = 'consent'"
		" ORDER BY e.document");

	memset(consents, 0, CONSENT_PURPOSE_COUNT * sizeof(*consents));
	if (statement)
		sqlite3_bind_int64(statement, 1, thing);
	while (statement && store_step(store, statement))
		read_one(statement, consents);
	return store_failed(store);
}
