/* backup: a proved copy of the live file, with its key beside it. */
#include "backoffice/command/nouns.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/verify.h"

static enum command_result run_backup(struct context *context)
{
	const char *target = command_operand(context, 0);
	enum store_result result = store_backup(context->store, target);

	if (result != STORE_OK)
		return command_store_says(context, target, result);
	command_say(context, _("Copied to %s and verified."), target);
	return COMMAND_DONE;
}

const struct command backup_commands[] = {
	{.path = "backup",
		.operands = "FILE",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("copy the mart's file while it is in use, and "
			      "prove the copy"),
		.needs = NEEDS_READ,
		.action = ACTION_BACKUP,
		.run = run_backup},
	COMMAND_END,
};
