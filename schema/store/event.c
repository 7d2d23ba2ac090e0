/* Events: one table of kinds, one row each. */
#include "schema/store/event.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "schema/store/store_int.h"

static const struct {
	const char *word;
	const char *title;
} kinds[] = {
	[EVENT_START] = {"start", N_("start")},
	[EVENT_LOGIN] = {"login", N_("login")},
	[EVENT_LOGOUT] = {"logout", N_("logout")},
	[EVENT_LOGIN_FAILED] = {"login-failed", N_("wrong PIN")},
	[EVENT_LOCKOUT] = {"lockout", N_("locked out")},
	[EVENT_REFUSED] = {"refused", N_("not allowed")},
	[EVENT_DRAWER] = {"drawer", N_("drawer opened")},
	[EVENT_REPRINT] = {"reprint", N_("copy printed")},
	[EVENT_CLOCK_BACK] = {"clock-back", N_("clock behind")},
	[EVENT_CLOCK_CORRECTED] = {"clock-corrected", N_("clock put back")},
	[EVENT_CLOCK_CONFIRMED] = {"clock-confirmed", N_("date confirmed")},
	[EVENT_BACKUP] = {"backup", N_("backup")},
	[EVENT_RESTORE] = {"restore", N_("restore")},
	[EVENT_RECOVERY_CODE] = {"recovery-code", N_("recovery code")},
	[EVENT_EXPORT] = {"export", N_("export")},
	[EVENT_VERIFY] = {"verify", N_("verification")},
	[EVENT_MIGRATE] = {"migrate", N_("upgrade of the file")},
	[EVENT_ROLLBACK] = {"rollback", N_("return to before an upgrade")},
	[EVENT_REVEAL] = {"reveal", N_("personal data shown")},
	[EVENT_FORGET] = {"forget", N_("personal data erased")},
	[EVENT_CONSENT] = {"consent", N_("consent")},
};
_Static_assert(sizeof(kinds) / sizeof(kinds[0]) == EVENT_KIND_COUNT,
	"each kind of event has its words");

const char *event_word(enum event_kind kind)
{
	assert((size_t)kind < EVENT_KIND_COUNT);
	return kinds[kind].word;
}

const char *event_title(enum event_kind kind)
{
	assert((size_t)kind < EVENT_KIND_COUNT);
	return kinds[kind].title;
}

bool event_parse(enum event_kind *kind, const char *word)
{
	for (size_t i = 0; i < EVENT_KIND_COUNT; i++) {
		if (strcmp(kinds[i].word, word) != 0)
			continue;
		*kind = (enum event_kind)i;
		return true;
	}
	return false;
}

/* Details may be what somebody typed. */
static void write_detail(struct document *document, const char *detail)
{
	enum text_cleaned what;
	char *clean = text_cleaned_copy(detail, &what);
	size_t length = strlen(clean);

	if (length > EVENT_DETAIL_MAX) {
		length = EVENT_DETAIL_MAX;
		while (length > 0 &&
			((unsigned char)clean[length] & 0xC0) == 0x80)
			length--;
		clean[length] = '\0';
	}
	document_text(document, "detail", length > 0 ? clean : NULL);
	free(clean);
}

struct document *event_begin(struct store *store, enum event_kind kind,
	const struct author *author, int64_t subject, int64_t count,
	const char *detail)
{
	struct document *document =
		document_begin(store, event_word(kind), author);

	document_row(document, "event");
	document_integer_or_null(document, "subject", subject);
	document_integer_or_null(document, "count", count);
	if (detail)
		write_detail(document, detail);
	return document;
}

int64_t event_write(struct store *store, enum event_kind kind,
	const struct author *author, int64_t subject, int64_t count,
	const char *detail)
{
	return document_id(event_begin(store, kind, author, subject, count,
		detail));
}

enum store_result event_record(struct store *store, enum event_kind kind,
	const struct author *author, int64_t subject, int64_t count,
	const char *detail)
{
	enum store_result result = store_begin(store, event_word(kind));

	if (result != STORE_OK)
		return result;
	event_write(store, kind, author, subject, count, detail);
	return store_commit(store);
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
