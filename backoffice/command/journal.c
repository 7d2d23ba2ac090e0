/* journal: who did what, document by document. Its export is a file of its
 * own, journal_export.c. */
#include "schema/store/journal.h"

#include <string.h>

#include "backoffice/command/journal.h"
#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/settlement.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/sale.h"
#include "schema/store/user.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static const struct output_column columns[] = {
	{"at", N_("Time"), OUTPUT_INSTANT},
	{"document", N_("Document"), OUTPUT_DOCUMENT},
	{"kind", N_("Kind"), OUTPUT_TEXT},
	{"user", N_("User"), OUTPUT_TEXT},
	{"supervisor", N_("Allowed by"), OUTPUT_TEXT},
	{"subject", N_("About"), OUTPUT_TEXT},
	{"count", N_("Count"), OUTPUT_INTEGER},
	{"detail", N_("Detail"), OUTPUT_TEXT},
};

/* What an event's subject is the id of. */
enum about { ABOUT_NOTHING, ABOUT_USER, ABOUT_DOCUMENT, ABOUT_PRODUCER };

static const enum about abouts[EVENT_KIND_COUNT] = {
	[EVENT_LOGIN] = ABOUT_USER,
	[EVENT_LOGOUT] = ABOUT_USER,
	[EVENT_LOGIN_FAILED] = ABOUT_USER,
	[EVENT_LOCKOUT] = ABOUT_USER,
	[EVENT_REFUSED] = ABOUT_DOCUMENT,
	[EVENT_REPRINT] = ABOUT_DOCUMENT,
	[EVENT_CLOCK_BACK] = ABOUT_DOCUMENT,
	[EVENT_CLOCK_CORRECTED] = ABOUT_DOCUMENT,
	[EVENT_CLOCK_CONFIRMED] = ABOUT_DOCUMENT,
	[EVENT_RESTORE] = ABOUT_DOCUMENT,
	[EVENT_REVEAL] = ABOUT_PRODUCER,
	[EVENT_FORGET] = ABOUT_PRODUCER,
	[EVENT_CONSENT] = ABOUT_PRODUCER,
};

struct listing {
	struct context *context;
	struct output *output;
	struct user user; /* the last that was looked up */
};

static const char *user_name(struct listing *listing, int64_t id)
{
	if (id == 0)
		return NULL;
	if (listing->user.id != id &&
		user_get(listing->context->store, id, &listing->user) !=
			STORE_OK) {
		listing->user.id = 0;
		return NULL;
	}
	return listing->user.name;
}

static void put_subject(struct listing *listing,
	const struct journal_entry *entry)
{
	enum about about = entry->event_known ? abouts[entry->event]
					      : ABOUT_NOTHING;
	char text[DOCUMENT_TEXT_SIZE];

	if (entry->subject == 0)
		about = ABOUT_NOTHING;
	switch (about) {
	case ABOUT_NOTHING:
		output_null(listing->output);
		return;
	case ABOUT_USER:
		output_text(listing->output,
			user_name(listing, entry->subject));
		return;
	case ABOUT_DOCUMENT:
		output_text(listing->output,
			document_format(entry->subject, text));
		return;
	case ABOUT_PRODUCER:
		output_text(listing->output,
			producer_code(listing->context, entry->subject));
		return;
	}
}

/* A receipt's number says more than its document's. */
static void put_detail(struct listing *listing,
	const struct journal_entry *entry)
{
	char receipt[SALE_RECEIPT_SIZE];

	if (entry->is_event) {
		output_text(listing->output,
			entry->detail[0] ? entry->detail : NULL);
		return;
	}
	sale_receipt(listing->context->store, entry->header.id, receipt);
	output_text(listing->output, receipt[0] ? receipt : NULL);
}

static bool is_wanted(struct context *context, const char *kind)
{
	const size_t count = command_count(context, "kind");

	for (size_t i = 0; i < count; i++)
		if (strcmp(command_nth(context, "kind", i), kind) == 0)
			return true;
	return count == 0;
}

static bool list_one(void *data, const struct journal_entry *entry)
{
	struct listing *listing = data;
	struct output *output = listing->output;
	char text[DOCUMENT_TEXT_SIZE];

	if (!is_wanted(listing->context, entry->header.kind) ||
		(command_given(listing->context, "events") && !entry->is_event))
		return true;
	output_instant(output, entry->header.at_ms);
	output_text(output, document_format(entry->header.id, text));
	output_text(output,
		listing->context->format == OUTPUT_TABLE && entry->event_known
			? language_translate(event_title(entry->event))
			: command_shown(listing->context, entry->header.kind));
	output_text(output, user_name(listing, entry->header.user));
	output_text(output, user_name(listing, entry->header.supervisor));
	put_subject(listing, entry);
	if (entry->count != 0)
		output_integer(output, entry->count);
	else
		output_null(output);
	put_detail(listing, entry);
	output_row_end(output);
	return true;
}

static enum command_result run_list(struct context *context)
{
	struct days span;
	struct listing listing = {.context = context};
	enum store_result result;
	enum command_result ended;

	if (!command_days(context, &span))
		return COMMAND_REFUSED;
	listing.output = command_list(context, columns, COUNT(columns));
	result = journal_list(context->store, &span, list_one, &listing);
	ended = command_list_end(context, listing.output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

static const struct option_spec list_options[] = {
	{.name = "from",
		.kind = OPTION_DATE,
		.value = "DATE",
		.help = N_("the first day")},
	{.name = "to",
		.kind = OPTION_DATE,
		.value = "DATE",
		.help = N_("the last day")},
	{.name = "kind",
		.kind = OPTION_TEXT,
		.value = "KIND",
		.help = N_("only documents of this kind, such as sale or "
			   "drawer"),
		.flags = OPTION_REPEAT},
	{.name = "events",
		.kind = OPTION_FLAG,
		.help = N_("only what happened beside the trade: logins, the "
			   "drawer, copies, backups, clocks")},
	OPTION_END,
};

static const struct option_spec export_options[] = {
	{.name = "from",
		.kind = OPTION_DATE,
		.value = "DATE",
		.help = N_("the first day")},
	{.name = "to",
		.kind = OPTION_DATE,
		.value = "DATE",
		.help = N_("the last day")},
	{.name = "o",
		.kind = OPTION_PATH,
		.value = "FILE",
		.help = N_("where to; - is stdout"),
		.flags = OPTION_REQUIRED},
	OPTION_END,
};

const struct command journal_commands[] = {
	{.path = "journal list",
		.summary = N_("who did what, document by document"),
		.options = list_options,
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_list},
	{.path = "journal export",
		.summary = N_("every document with its hash and signature, for "
			      "an auditor"),
		.options = export_options,
		.needs = NEEDS_WRITE,
		.action = ACTION_READ,
		.run = journal_export},
	COMMAND_END,
};
