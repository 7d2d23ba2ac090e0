/* backoffice user: who works here and what each may do. */
#include <string.h>

#include "backoffice/command/command_int.h"
#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/rights.h"
#include "backoffice/command/user.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/shift.h"

const char *const user_role_words[] = {
	"cashier", "supervisor", "manager", "owner", "auditor", "mentor", NULL};

#define ROLE_VALUE "cashier|supervisor|manager|owner|auditor|mentor"

static const struct option_spec add_options[] = {
	{"name", OPTION_TEXT, "NAME", NULL, OPTION_OPERAND, 0, NULL},
	{"role", OPTION_WORD, ROLE_VALUE, N_("what the user may do"),
		OPTION_REQUIRED, 0, user_role_words},
	{"producer", OPTION_TEXT, "CODE",
		N_("the producer this person is or is linked to"), 0, 31, NULL},
	OPTION_END,
};

static const struct option_spec edit_options[] = {
	{"name", OPTION_TEXT, "NAME", NULL, OPTION_OPERAND, 0, NULL},
	{"role", OPTION_WORD, ROLE_VALUE, N_("what the user may do"), 0, 0,
		user_role_words},
	{"producer", OPTION_TEXT, "CODE",
		N_("the producer this person is or is linked to; \"\" for "
		   "none"),
		OPTION_CLEARS, 31, NULL},
	{"new-pin", OPTION_FLAG, NULL,
		N_("give a new PIN: asked, or read from $MART_NEW_PIN; whoever "
		   "comes to a role that allows things gets one anyway"),
		0, 0, NULL},
	{"active", OPTION_WORD, "yes|no",
		N_("no: this person does not work here any more"), 0, 0,
		yes_no_words},
	OPTION_END,
};

bool user_check_role(struct context *context, const char *what, enum role role)
{
	const enum role own = command_role(context);

	if (rights_may_edit_user(own, role))
		return true;
	command_forbidden(context, ACTION_EDIT_USER, REFUSAL_ROLE, 0);
	command_problem(context, what,
		_("the role “%s” may not add or change a user of role “%s”; the owner may"),
		role_words(own), role_words(role));
	return false;
}

static void read_producer(struct context *context, struct user *user)
{
	const char *code = command_text(context, "producer");
	struct producer producer;

	if (!code)
		return;
	if (code[0] == '\0')
		user->producer = 0;
	else if (find_producer(context, "--producer", code, &producer))
		user->producer = producer.id;
}

/* Writes the user; *document is what it was written in. */
static enum command_result save(struct context *context, struct user *user,
	const char *pin_hash, const char *done)
{
	char text[DOCUMENT_TEXT_SIZE];
	struct document *document =
		document_begin(context->store, "user", &context->author);
	enum store_result result =
		user_write(context->store, document, user, pin_hash);

	document_format(document_id(document), text);
	if (result != STORE_OK) {
		store_rollback(context->store);
		return command_store_says(context, user->name, result);
	}
	if (!command_commit(context))
		return COMMAND_FAILED;
	command_say(context, "%s %s %s (%s)", text, user->name, done,
		role_name(user->role));
	return COMMAND_DONE;
}

static bool hash_pin(struct context *context, const struct user *user,
	char hash[USER_PIN_HASH_SIZE])
{
	char pin[PIN_MAX + 1];
	enum store_result result;

	if (!command_new_pin(context, user->name, user->role,
		    store_is_rehearsal(context->store), pin))
		return false;
	result = user_hash_pin(context->store, pin, hash);
	if (result != STORE_OK)
		command_store_says(context, user->name, result);
	return result == STORE_OK;
}

static enum command_result add_run(struct context *context)
{
	char name[USER_NAME_SIZE];
	char hash[USER_PIN_HASH_SIZE];
	struct user user = {
		.role = (enum role)command_word(context, "role", 0),
		.active = true,
	};
	struct user other;

	snprintf(name, sizeof(name), "%s", command_operand(context, 0));
	if (strlen(command_operand(context, 0)) >= sizeof(name))
		command_problem(context, name, _("is too long a name"));
	if (text_clean(name) != TEXT_CLEAN)
		command_problem(context, _("name"), _("“%s” is no name"),
			command_operand(context, 0));
	else
		check_one_word(context, _("name"), name);
	snprintf(user.name, sizeof(user.name), "%s", name);
	user_check_role(context, name, user.role);
	read_producer(context, &user);
	if (user_find(context->store, name, &other) == STORE_OK)
		command_problem(context, name,
			_("is the name of a user already; `user edit` changes "
			  "him"));
	if (context->problems > 0 || !hash_pin(context, &user, hash))
		return COMMAND_REFUSED;
	if (!command_begin(context))
		return COMMAND_FAILED;
	if (user_find(context->store, name, &other) == STORE_OK) {
		store_rollback(context->store);
		return command_refuse(context, name,
			_("was added by somebody else just now"));
	}
	return save(context, &user, hash, _("added"));
}

/* How many active owners there are besides one user. */
struct owners {
	int64_t besides;
	int count;
};

static void count_owner(void *context, const struct user *user)
{
	struct owners *owners = context;

	if (user->role == ROLE_OWNER && user->active &&
		user->id != owners->besides)
		owners->count++;
}

static void check_last_owner(struct context *context, const char *what,
	const struct user *before, const struct user *after)
{
	struct owners owners = {.besides = before->id};

	if (before->role != ROLE_OWNER ||
		(after->role == ROLE_OWNER && after->active))
		return;
	user_list(context->store, count_owner, &owners);
	if (owners.count == 0)
		command_problem(context, what,
			_("is the only owner; a mart needs one"));
}

bool user_needs_longer_pin(const struct user *before, const struct user *after)
{
	return pin_min(after->role) > pin_min(before->role);
}

void user_check_change(struct context *context, const char *what,
	const struct user *before, const struct user *after)
{
	if (user_check_role(context, what, before->role))
		user_check_role(context, what, after->role);
	if (after->producer != before->producer)
		command_conflict(context, before->producer, what);
	check_last_owner(context, what, before, after);
}

/* Nobody else can count his drawer. */
static void tell_open_shift(struct context *context, const struct user *before,
	const struct user *after)
{
	char text[DOCUMENT_TEXT_SIZE];
	int64_t shift;

	if (before->active && !after->active &&
		shift_open_of(context->store, after->id, &shift) == STORE_OK)
		command_warn(context, after->name,
			_("has an open shift, %s; `--active yes` lets him come "
			  "back and count the drawer"),
			document_format(shift, text));
}

static enum command_result edit_run(struct context *context)
{
	const char *name = command_operand(context, 0);
	bool new_pin;
	char hash[USER_PIN_HASH_SIZE];
	struct user before, user;

	if (user_find(context->store, name, &before) != STORE_OK)
		return command_refuse(context, name,
			_("there is no such user"));
	user = before;
	user.role = (enum role)command_word(context, "role", (int)user.role);
	user.active = command_word(context, "active", user.active ? 0 : 1) == 0;
	read_producer(context, &user);
	user_check_change(context, name, &before, &user);
	new_pin = command_given(context, "new-pin") ||
		user_needs_longer_pin(&before, &user);
	if (!new_pin && user.role == before.role &&
		user.active == before.active &&
		user.producer == before.producer)
		command_problem(context, name, _("nothing would change"));
	if (context->problems > 0 ||
		(new_pin && !hash_pin(context, &user, hash)))
		return COMMAND_REFUSED;
	tell_open_shift(context, &before, &user);
	if (!command_begin(context))
		return COMMAND_FAILED;
	return save(context, &user, new_pin ? hash : NULL, _("changed"));
}

static enum command_result pin_run(struct context *context)
{
	struct user user = context->user;
	char hash[USER_PIN_HASH_SIZE];

	if (!hash_pin(context, &user, hash))
		return COMMAND_REFUSED;
	if (!command_begin(context))
		return COMMAND_FAILED;
	return save(context, &user, hash, _("has a new PIN"));
}

static const struct output_column user_columns[] = {
	{"name", N_("Name"), OUTPUT_TEXT},
	{"role", N_("Role"), OUTPUT_TEXT},
	{"producer", N_("Producer"), OUTPUT_TEXT},
	{"active", N_("Active"), OUTPUT_BOOLEAN},
};

struct listing {
	struct context *context;
	struct output *output;
};

static void list_user(void *context, const struct user *user)
{
	struct listing *listing = context;

	output_text(listing->output, user->name);
	output_text(listing->output, role_name(user->role));
	output_text(listing->output,
		producer_code(listing->context, user->producer));
	output_boolean(listing->output, user->active);
	output_row_end(listing->output);
}

static enum command_result list_run(struct context *context)
{
	struct listing listing = {context,
		command_list(context, user_columns,
			sizeof(user_columns) / sizeof(*user_columns))};
	enum store_result result =
		user_list(context->store, list_user, &listing);
	enum command_result ended = command_list_end(context, listing.output);

	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

const struct command user_commands[] = {
	{"user add", "NAME", 1, 1, N_("add somebody who works here"),
		add_options, NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_USER, add_run},
	{"user edit", "NAME", 1, 1, N_("change a user's role, PIN or link"),
		edit_options, NEEDS_WRITE, ACTION_EDIT_USER, edit_run},
	{"user pin", NULL, 0, 0, N_("change one's own PIN"), NULL, NEEDS_WRITE,
		ACTION_CHANGE_PIN, pin_run},
	{"user rights", NULL, 0, 0, N_("which role may do what"), NULL,
		NEEDS_NOTHING, ACTION_READ, rights_run},
	{"user list", NULL, 0, 0, N_("who may do what"), NULL, NEEDS_READ,
		ACTION_READ, list_run},
	COMMAND_END,
};
