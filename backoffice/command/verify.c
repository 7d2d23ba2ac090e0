/* verify: prove that the mart's file is whole. */
#include "schema/store/verify.h"

#include <stdlib.h>

#include "backoffice/command/nouns.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/event.h"

/* what holds one %s. */
static void tell_finding(void *data, const char *what, const char *which)
{
	struct context *context = data;
	char *words = text_fill(language_translate(what), which);

	command_problem(context, "verify", "%s", words);
	free(words);
}

/* Who asks by name leaves a document of what came out. */
static void record(struct context *context, const struct verify_report *report)
{
	char count[TEXT_NUMBER_SIZE];
	enum store_result result;

	if (context->user.id == 0)
		return;
	result = event_record(context->store, EVENT_VERIFY, &context->author, 0,
		report->findings,
		text_format_decimal(report->documents, 0, count));
	if (result != STORE_OK)
		command_store_says(context, context->file, result);
}

static enum command_result run_verify(struct context *context)
{
	const bool quick = command_given(context, "quick");
	struct verify_report report = {0};
	char count[TEXT_NUMBER_SIZE];
	enum store_result result = store_verify(context->store, quick,
		tell_finding, context, &report);

	if (result != STORE_OK) {
		command_store_says(context, context->file, result);
		return COMMAND_REFUSED;
	}
	record(context, &report);
	if (report.findings > 0) {
		text_format_decimal(report.findings, 0, count);
		command_warn(context, "verify",
			P_("%s finding", "%s findings", report.findings),
			count);
		return COMMAND_REFUSED;
	}
	if (report.unvouched > 0)
		command_warn(context, "verify",
			_("node %d was restored without its keys: nobody "
			  "vouches that it took its place rightly"),
			(int)report.unvouched_node);
	text_format_decimal(report.documents, 0, count);
	command_say(context,
		P_("%s document, all holds", "%s documents, all holds",
			report.documents),
		count);
	return COMMAND_DONE;
}

static const struct option_spec verify_options[] = {
	{.name = "quick",
		.kind = OPTION_FLAG,
		.help = N_("only the newest documents of each node")},
	OPTION_END,
};

const struct command verify_commands[] = {
	{.path = "verify",
		.summary = N_("prove that no document was changed or lost"),
		.options = verify_options,
		.needs = NEEDS_PROOF,
		.action = ACTION_READ,
		.run = run_verify},
	COMMAND_END,
};
