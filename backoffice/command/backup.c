/*
 * backup: a proved copy of the live file with its keys sealed in it; the list
 * of backups; where those go that the till makes after each Z.
 */
#include "schema/store/backup.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "backoffice/command/nouns.h"
#include "backoffice/command/recovery.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/recovery.h"
#include "schema/store/verify.h"

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* --- making one ------------------------------------------------------------ */

static void tell_removed(void *data, const char *name)
{
	command_say(data, _("Removed, as newer ones are there: %s"), name);
}

static void tell_made(struct context *context, const struct backup *made)
{
	char name[RECOVERY_NAME_SIZE];

	command_say(context, _("Copied to %s and verified."), made->path);
	if (made->sealed) {
		recovery_name(made->sealed_to, name);
		command_say(context,
			_("The keys are in it, sealed to recovery code %s."),
			name);
	} else if (store_doubt(context->store) == STORE_NO_KEY) {
		command_warn(context, made->path,
			_("this file has no key, so no keys are sealed in "
			  "the copy but those that were in it"));
	} else {
		command_warn(context, made->path,
			_("the keys are not in it: this mart has no recovery "
			  "code; `backoffice recovery-code` makes one"));
	}
	if (!made->recorded && store_doubt(context->store) != STORE_NO_KEY)
		command_warn(context, made->path,
			_("the backup is good, but the mart's documents do "
			  "not tell of it: nothing could be written"));
}

static enum command_result make_automatic(struct context *context)
{
	struct backup made;
	enum store_result result = backup_automatic(context->store, &made);

	if (result == STORE_NOT_FOUND)
		return command_refuse(context, "backup",
			_("automatic backups are off; say where to: "
			  "backup FILE|FOLDER"));
	if (result == STORE_NO_FILE)
		return command_refuse(context, made.path,
			_("the folder is not there"));
	if (result != STORE_OK)
		return command_store_says(context, made.path, result);
	tell_made(context, &made);
	return COMMAND_DONE;
}

static enum command_result make_backup(struct context *context,
	const char *target)
{
	const bool folder = is_folder(target);
	struct backup made;
	enum store_result result =
		backup_make(context->store, &context->author, target, &made);

	if (result == STORE_NO_FILE)
		return command_refuse(context, target,
			_("the folder is not there"));
	if (result != STORE_OK)
		return command_store_says(context, target, result);
	tell_made(context, &made);
	if (folder)
		backup_rotate(context->store, made.path, tell_removed, context);
	return COMMAND_DONE;
}

/* --- the automatic ones ---------------------------------------------------- */

static enum command_result set_automatic(struct context *context)
{
	const char *given = command_text(context, "auto");
	char folder[PATH_MAX];
	enum command_result who;
	enum store_result result;
	const bool off = strcmp(given, "off") == 0;

	if (!off && !realpath(given, folder))
		return command_refuse(context, given, "%s", strerror(errno));
	if (!off && !is_folder(folder))
		return command_refuse(context, given, _("is not a folder"));
	who = command_authorize(context, ACTION_BACKUP);
	if (who != COMMAND_DONE)
		return who;
	result = backup_set_folder(context->store, off ? NULL : folder);
	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	if (off)
		command_say(context,
			_("No backup is made by itself any more."));
	else
		command_say(context, _("After each Z a backup goes to %s."),
			folder);
	return COMMAND_DONE;
}

/* --- the list -------------------------------------------------------------- */

static const struct output_column columns[] = {
	{"file", N_("File"), OUTPUT_TEXT},
	{"made", N_("Made"), OUTPUT_INSTANT},
	{"node", N_("Node"), OUTPUT_INTEGER},
	{"documents", N_("Documents"), OUTPUT_INTEGER},
	{"last", N_("Last"), OUTPUT_DOCUMENT},
	{"head", N_("Head"), OUTPUT_TEXT},
	{"bytes", N_("Bytes"), OUTPUT_INTEGER},
	{"recovery_code", N_("Recovery code"), OUTPUT_TEXT},
	{"whole", N_("Whole"), OUTPUT_BOOLEAN},
};

static void count_finding(void *context, const char *what, const char *which)
{
	(void)context;
	(void)what;
	(void)which;
}

/* Looks at it now: a stick forgets. The newest documents, not all. */
static bool is_whole(const char *path)
{
	char detail[500];
	struct verify_report report = {.findings = 1};
	struct store *store;

	if (store_open(path, NULL, &store, detail, sizeof(detail)) != STORE_OK)
		return false;
	if (store_verify(store, true, count_finding, NULL, &report) != STORE_OK)
		report.findings = 1;
	store_close(store);
	return report.findings == 0;
}

static void list_mark(struct output *output, const struct backup *backup)
{
	char text[DOCUMENT_TEXT_SIZE], name[RECOVERY_NAME_SIZE], head[17];

	sodium_bin2hex(head, sizeof(head), backup->hash, 8);
	output_instant(output, backup->at_ms);
	output_integer(output, backup->node);
	output_integer(output, backup->documents);
	output_text(output, document_format(backup->last, text));
	output_text(output, head);
	output_integer(output, backup->bytes);
	if (backup->sealed)
		recovery_name(backup->sealed_to, name);
	output_text(output, backup->sealed ? name : NULL);
	output_boolean(output, is_whole(backup->path));
}

static bool list_one(void *data, const struct backup *backup)
{
	struct output *output = data;

	output_text(output, backup->path);
	if (backup->readable) {
		list_mark(output, backup);
	} else {
		for (int i = 0; i < 5; i++)
			output_null(output);
		output_integer(output, backup->bytes);
		output_null(output);
		output_boolean(output, false);
	}
	output_row_end(output);
	return true;
}

static enum command_result list_backups(struct context *context)
{
	const bool given = command_operand_count(context) > 0;
	char *folder = given ? xstrdup(command_operand(context, 0))
			     : backup_folder(context->store);
	struct output *output;
	enum store_result result;

	if (!folder)
		return command_refuse(context, "backup",
			_("automatic backups are off; say which folder: "
			  "backup --list FOLDER"));
	if (given && !is_folder(folder)) {
		free(folder);
		return command_refuse(context, command_operand(context, 0),
			_("the folder is not there"));
	}
	output = command_list(context, columns,
		sizeof(columns) / sizeof(columns[0]));
	result = backup_list(folder, list_one, output);
	if (result == STORE_NO_FILE && !given)
		result = STORE_NOT_FOUND; /* none was made yet */
	if (result != STORE_OK && result != STORE_NOT_FOUND) {
		output_end(output);
		command_store_says(context, folder, result);
		free(folder);
		return COMMAND_FAILED;
	}
	free(folder);
	return command_list_end(context, output);
}

static enum command_result run_backup(struct context *context)
{
	const bool list = command_given(context, "list");
	const bool automatic = command_given(context, "auto");

	if (automatic && (list || command_operand_count(context) > 0))
		return command_misused(context, "--auto",
			_("stands alone: it only says where backups go"));
	if (automatic)
		return set_automatic(context);
	if (list)
		return list_backups(context);
	return command_operand_count(context) > 0
		? make_backup(context, command_operand(context, 0))
		: make_automatic(context);
}

static const struct option_spec backup_options[] = {
	{.name = "list",
		.kind = OPTION_FLAG,
		.help = N_("which backups are in the folder, and whether they "
			   "are whole")},
	{.name = "auto",
		.kind = OPTION_PATH,
		.value = "FOLDER|off",
		.help = N_("where the backups go that are made after each Z; "
			   "needs --user, a manager")},
	OPTION_END,
};

/* --- the recovery code ----------------------------------------------------- */

void recovery_tell(struct context *context, const struct recovery *recovery)
{
	char text[RECOVERY_TEXT_SIZE];

	recovery_code_format(recovery->secret, text);
	command_say(context,
		_("The recovery code. It is shown now and never again:"));
	for (int line = 0; line < 3; line++)
		command_say(context, "  %.14s", text + (ptrdiff_t)line * 15);
	command_say(context,
		_("Write it down and keep it away from this machine. With it "
		  "a backup is this mart again, with its PINs and personal "
		  "data, when the machine is lost: backoffice restore FILE"));
	sodium_memzero(text, sizeof(text));
}

static enum command_result run_recovery_code(struct context *context)
{
	struct recovery recovery;

	if (!command_begin(context))
		return COMMAND_FAILED;
	recovery_make(&recovery);
	recovery_write(context->store, &context->author, &recovery);
	if (!command_commit(context)) {
		recovery_forget(&recovery);
		return COMMAND_FAILED;
	}
	recovery_tell(context, &recovery);
	recovery_forget(&recovery);
	command_say(context,
		_("Backups that were made until now still need the older "
		  "code; make a new one: backoffice backup FILE"));
	return COMMAND_DONE;
}

const struct command backup_commands[] = {
	{.path = "backup",
		.operands = "FILE|FOLDER",
		.operands_max = 1,
		.summary = N_("copy the mart's file while it is in use, and "
			      "prove the copy; in a folder, older ones go"),
		.options = backup_options,
		.needs = NEEDS_READ,
		.action = ACTION_BACKUP,
		.run = run_backup},
	{.path = "recovery-code",
		.summary = N_("make a new recovery code for the backups from "
			      "now on"),
		.needs = NEEDS_WRITE,
		.action = ACTION_EDIT_SETTING,
		.run = run_recovery_code},
	COMMAND_END,
};
