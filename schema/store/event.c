/* Events at the till. */
#include "schema/store/event.h"

#include "schema/store/store_int.h"

static int64_t write_event(struct store *store, const char *kind,
	const struct author *author, int64_t subject, int64_t count,
	const char *detail)
{
	struct document *document = document_begin(store, kind, author);

	document_row(document, "event");
	document_integer_or_null(document, "subject", subject);
	document_integer_or_null(document, "count", count);
	document_text(document, "detail", detail);
	return document_id(document);
}

int64_t event_write_login(struct store *store, const struct author *author)
{
	return write_event(store, "login", author, author->user, 0, NULL);
}

int64_t event_write_logout(struct store *store, const struct author *author)
{
	return write_event(store, "logout", author, author->user, 0, NULL);
}

int64_t event_write_drawer(struct store *store, const struct author *author,
	const char *reason)
{
	return write_event(store, "drawer", author, 0, 0, reason);
}

int64_t event_copies(struct store *store, int64_t document)
{
	return store_integer(store,
		"SELECT coalesce(max(e.count), 0) FROM event e "
		"JOIN document d ON d.id = e.document "
		"WHERE e.subject = ?1 AND d.kind = 'reprint'"
		" AND e.document > ?1",
		1, &document, 0);
}

int64_t event_write_reprint(struct store *store, const struct author *author,
	int64_t document, int64_t *copy)
{
	*copy = event_copies(store, document) + 1;
	return write_event(store, "reprint", author, document, *copy, NULL);
}
