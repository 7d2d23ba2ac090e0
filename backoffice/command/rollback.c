/* rollback: back to the file from before this version of the program. */
#include "backoffice/command/nouns.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/migrate.h"

#include <stdlib.h>

static enum command_result run_rollback(struct context *context)
{
	struct back back;
	enum store_result result =
		migrate_back(context->store, &context->author, &back);
	char *words;

	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	if (back.refusal != BACK_ALLOWED) {
		words = text_fill(_(back_message(back.refusal)), back.which);
		command_problem(context, context->file, "%s", words);
		free(words);
		return COMMAND_REFUSED;
	}
	command_say(context,
		_("The file is as it was before this version (schema %d). The "
		  "newer one is kept in %s."),
		back.to, back.kept);
	command_say(context,
		_("Install the older version of the program now: this one "
		  "brings the file up to date again as soon as it opens it."));
	return COMMAND_DONE;
}

const struct command rollback_commands[] = {
	{.path = "rollback",
		.summary = N_("go back to the file from before an upgrade, "
			      "while nothing was written since"),
		.needs = NEEDS_WRITE,
		.action = ACTION_BACKUP,
		.run = run_rollback},
	COMMAND_END,
};
