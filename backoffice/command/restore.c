/*
 * restore: a backup, or a file that was copied back by hand, becomes a mart
 * that may be written again; what is missing since is told by its numbers.
 */
#include "schema/store/restore.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/command_int.h"
#include "backoffice/command/nouns.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

#define CODE_ROOM 200
#define ASIDE_SIZE 4200

static const char *restore_file(const struct context *context)
{
	return command_operand(context, 0);
}

/* --- what a paper says ----------------------------------------------------- */

static bool read_last_document(struct context *context,
	struct restore_found *found)
{
	const char *given = command_text(context, "last-document");
	int64_t id;

	if (!given)
		return true;
	if (!document_parse(given, &id) || document_node(id) != found->node) {
		command_problem(context, "--last-document",
			_("“%s” is no document of node %d, such as %d-123"),
			given, (int)found->node, (int)found->node);
		return false;
	}
	if (id > found->seen) {
		found->seen = id;
		found->seen_by = "paper";
	}
	return true;
}

/* `GTN-1-000153`, or its last number alone. */
static bool read_last_receipt(struct context *context,
	struct restore_found *found)
{
	const char *given = command_text(context, "last-receipt");
	const char *number = given ? strrchr(given, '-') : NULL;
	char *start = xasprintf("%s-%" PRId64 "-", found->code, found->node);
	int64_t last = 0;
	const bool right = !given ||
		((!number || strncmp(given, start, strlen(start)) == 0) &&
			text_parse_integer(number ? number + 1 : given, 1,
				INT64_C(1000000000), &last));

	if (!right)
		command_problem(context, "--last-receipt",
			_("“%s” is no receipt such as %s000123"), given, start);
	if (right && last > found->receipt_seen)
		found->receipt_seen = last;
	free(start);
	return right;
}

/* --- whose keys ------------------------------------------------------------ */

static enum command_result read_code(struct context *context,
	struct recovery *recovery)
{
	char text[CODE_ROOM];
	int group = 0;

	if (!command_secret(context, _("recovery code"), _("Recovery code: "),
		    "MART_RECOVERY_CODE", text, sizeof(text)))
		return COMMAND_REFUSED;
	switch (recovery_code_parse(text, recovery->secret, &group)) {
	case RECOVERY_READ:
		recovery_derive(recovery);
		return COMMAND_DONE;
	case RECOVERY_SLIP:
		return command_refuse(context, _("recovery code"),
			_("there is a slip in group %d of 9"), group);
	case RECOVERY_SHORT:
	case RECOVERY_LONG:
		break;
	}
	return command_refuse(context, _("recovery code"),
		_("it has nine groups of four characters"));
}

static enum command_result with_code(struct context *context,
	struct restore *restore)
{
	const struct restore_found *found = restore_found(restore);
	struct recovery recovery;
	char name[RECOVERY_NAME_SIZE];
	enum command_result result = read_code(context, &recovery);
	enum store_result opened;

	if (result != COMMAND_DONE)
		return result;
	opened = restore_keys(restore, RESTORE_KEYS_CODE, &recovery);
	recovery_forget(&recovery);
	if (opened == STORE_OK)
		return COMMAND_DONE;
	recovery_name(found->backup.sealed_to, name);
	return command_refuse(context, _("recovery code"),
		_("is not the one of this backup, which was sealed to code %s"),
		name);
}

static void find_owner(void *data, const struct user *user)
{
	struct user *owner = data;

	if (user->role == ROLE_OWNER && user->active && owner->id == 0)
		*owner = *user;
}

/* New keys: the owner gets a new PIN here and now, everybody else from him. */
static enum command_result without_keys(struct context *context,
	struct restore *restore, struct user *owner, char pin[PIN_MAX + 1])
{
	struct store *store = restore_store(restore);

	if (restore_keys(restore, RESTORE_KEYS_NONE, NULL) != STORE_OK)
		return COMMAND_FAILED;
	if (command_given(context, "user")) {
		const char *name = command_text(context, "user");

		if (user_find(store, name, owner) != STORE_OK ||
			owner->role != ROLE_OWNER || !owner->active)
			return command_refuse(context, name,
				_("is no owner of this mart"));
	} else {
		user_list(store, find_owner, owner);
	}
	if (owner->id == 0)
		return command_refuse(context, "restore",
			_("this mart has no owner"));
	context->author.user = owner->id;
	return command_new_pin(context, owner->name, ROLE_OWNER,
		       store_is_rehearsal(store), pin)
		? COMMAND_DONE
		: COMMAND_REFUSED;
}

/* The keys lie beside: a manager of the mart may put them to use. */
static enum command_result with_keys(struct context *context,
	struct restore *restore)
{
	const char *name = command_text(context, "user");
	struct store *store = restore_store(restore);
	char pin[PIN_MAX + 1], prompt[200];
	struct user user = {.id = 0};

	if (restore_keys(restore, RESTORE_KEYS_BESIDE, NULL) != STORE_OK)
		return COMMAND_FAILED;
	if (!name)
		return command_misused(context, "--user",
			_("must be given: who does “%s”?"), "restore");
	snprintf(prompt, sizeof(prompt), _("PIN of %s: "), name);
	if (!command_secret(context, "PIN", prompt, "MART_PIN", pin,
		    sizeof(pin)))
		return COMMAND_REFUSED;
	if (user_find(store, name, &user) != STORE_OK || !user.active ||
		!user_pin_is(store, user.id, pin))
		return command_refuse(context, name, _("wrong name or PIN"));
	if (!rights_may(user.role, ACTION_BACKUP))
		return command_refuse(context, name,
			_("only a manager or an owner may restore"));
	context->author.user = user.id;
	return COMMAND_DONE;
}

static enum command_result choose_keys(struct context *context,
	struct restore *restore, struct user *owner, char pin[PIN_MAX + 1])
{
	const struct restore_found *found = restore_found(restore);

	if (command_given(context, "without-code"))
		return without_keys(context, restore, owner, pin);
	if (found->keys_beside)
		return with_keys(context, restore);
	if (found->backup.readable && found->backup.sealed)
		return with_code(context, restore);
	return command_refuse(context, restore_file(context),
		_("no keys are in it or beside it. With --without-code it "
		  "becomes a mart all the same: the owner gets a new PIN, "
		  "everybody else's is void until he gives him one, and "
		  "personal data are lost"));
}

/* --- may it take that place? ----------------------------------------------- */

static enum command_result check_place(struct context *context,
	const struct restore_found *found, const char *target)
{
	if (found->other_mart)
		return command_refuse(context, target,
			_("another mart is there; say --to another file"));
	if (!found->there_whole || command_given(context, "replace"))
		return COMMAND_DONE;
	if (found->in_place)
		return command_refuse(context, target,
			_("this mart is whole and in use; nothing is to be "
			  "restored"));
	return command_refuse(context, target,
		_("the mart that is there is whole and has %d documents, the "
		  "backup %d; --replace goes back all the same"),
		(int)found->documents_there, (int)found->documents);
}

/* --- what is said ---------------------------------------------------------- */

static void say_missing(struct context *context,
	const struct restore_found *found)
{
	char first[DOCUMENT_TEXT_SIZE], last[DOCUMENT_TEXT_SIZE];

	document_format(found->last + 1, first);
	document_format(found->seen, last);
	if (found->forked)
		command_warn(context, last,
			_("this machine had written other documents up to this "
			  "one; which are missing is not known by number"));
	else if (found->seen == 0)
		command_warn(context, document_format(found->last, last),
			_("what was written after this document is not known "
			  "here: nothing that remembers it is left. The last "
			  "Z and receipt on paper tell"));
	else if (found->seen > found->last)
		command_say(context,
			_("Missing: documents %s to %s, %d of them."), first,
			last, (int)(found->seen - found->last));
	else
		command_say(context,
			_("No document is missing, as far as this machine "
			  "remembers."));
	if (found->receipt_seen > found->receipt)
		command_say(context,
			_("Missing: receipts %s-%d-%06d to %s-%d-%06d."),
			found->code, (int)found->node, (int)found->receipt + 1,
			found->code, (int)found->node,
			(int)found->receipt_seen);
}

static void say_done(struct context *context, const struct restore_found *found,
	const char *target, int64_t node, const char *aside)
{
	char text[DOCUMENT_TEXT_SIZE];

	command_say(context,
		_("%s: %s, %s, is a mart again, as node %d in the place of "
		  "node %d."),
		target, found->code, found->name, (int)node, (int)found->node);
	command_say(context,
		_("It holds %d documents, the last of node %d "
		  "is %s."),
		(int)found->documents, (int)found->node,
		document_format(found->last, text));
	say_missing(context, found);
	command_say(context, _("The next receipt is %s-%d-000001."),
		found->code, (int)node);
	if (aside[0])
		command_say(context, _("What was there before is kept as %s…"),
			aside);
}

/* --- the command ----------------------------------------------------------- */

/* Opening it is its safe start, and obeys what was to be forgotten. */
static enum command_result open_once(struct context *context,
	const char *target)
{
	char detail[500] = "";
	const char *now = getenv("MART_NOW");
	struct store *store;
	enum store_result result = store_open(target,
		now && now[0] ? now : NULL, &store, detail, sizeof(detail));

	if (result == STORE_OK) {
		store_close(store);
		return COMMAND_DONE;
	}
	command_problem(context, target, detail[0] ? "%s (%s)" : "%s%s",
		language_translate(store_message(result)), detail);
	return COMMAND_FAILED;
}

static enum command_result finish(struct context *context,
	struct restore *restore, const char *target)
{
	struct restore_found *found = restore_found(restore);
	struct user owner = {.id = 0};
	char pin[PIN_MAX + 1] = "";
	char aside[ASIDE_SIZE];
	int64_t node = 0;
	enum store_result result;
	enum command_result chosen = check_place(context, found, target);

	if (chosen == COMMAND_DONE &&
		(!read_last_document(context, found) ||
			!read_last_receipt(context, found)))
		chosen = COMMAND_REFUSED;
	if (chosen == COMMAND_DONE)
		chosen = choose_keys(context, restore, &owner, pin);
	if (chosen != COMMAND_DONE)
		return chosen;
	result = restore_finish(restore, &context->author, &owner, pin, &node,
		aside, sizeof(aside));
	explicit_bzero(pin, sizeof(pin));
	if (result != STORE_OK) {
		command_problem(context, target, "%s (%s)",
			language_translate(store_message(result)),
			restore_detail(restore));
		return COMMAND_FAILED;
	}
	say_done(context, found, target, node, aside);
	if (command_given(context, "without-code"))
		command_warn(context, target,
			_("it was restored without its keys: nobody vouches "
			  "for this node, every PIN but that of %s is void "
			  "(user edit NAME --new-pin), and personal data "
			  "cannot be read any more"),
			owner.name);
	return open_once(context, target);
}

static enum command_result run_restore(struct context *context)
{
	const char *file = restore_file(context);
	const char *to = command_text(context, "to");
	const char *target = to ? to : context->file;
	const char *now = getenv("MART_NOW");
	struct restore *restore;
	enum store_result opened;
	enum command_result result;

	if (!check_clock(context))
		return COMMAND_REFUSED;
	opened = restore_open(file, target, now && now[0] ? now : NULL,
		&restore);
	if (opened == STORE_OK) {
		result = finish(context, restore, target);
	} else {
		command_problem(context, file, "%s (%s)",
			language_translate(store_message(opened)),
			restore_detail(restore));
		result = opened == STORE_NO_FILE ||
				opened == STORE_NOT_A_MART ||
				opened == STORE_HALF_MADE ||
				opened == STORE_NEWER ||
				opened == STORE_CLOCK_REFUSED
			? COMMAND_REFUSED
			: COMMAND_FAILED;
	}
	restore_close(restore);
	return result;
}

static const struct option_spec restore_options[] = {
	{.name = "to",
		.kind = OPTION_PATH,
		.value = "FILE",
		.help = N_("where the mart is to be; the mart's file if not "
			   "given")},
	{.name = "last-document",
		.kind = OPTION_TEXT,
		.value = "N",
		.help = N_("the newest document on any paper, so that what is "
			   "missing is told by number")},
	{.name = "last-receipt",
		.kind = OPTION_TEXT,
		.value = "RECEIPT",
		.help = N_("the newest receipt on paper")},
	{.name = "without-code",
		.kind = OPTION_FLAG,
		.help = N_("without the recovery code: the owner gets a new "
			   "PIN, every other one is void, personal data are "
			   "lost")},
	{.name = "replace",
		.kind = OPTION_FLAG,
		.help = N_("also where a whole mart is, which has more than "
			   "the backup")},
	OPTION_END,
};

const struct command restore_commands[] = {
	{.path = "restore",
		.operands = "FILE",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("make a mart of a backup, or of a file that was "
			      "copied back; says what is missing since"),
		.options = restore_options,
		.needs = NEEDS_NOTHING,
		.run = run_restore},
	COMMAND_END,
};
