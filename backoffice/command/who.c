/*
 * Who stands behind a command: the PIN of --user, whether his role may do it,
 * the PIN of --supervisor who lends his right for this one command, and what
 * becomes of a refusal: a document.
 */
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/command_int.h"
#include "drivers/terminal/language.h"
#include "drivers/terminal/secret.h"

/* --- PINs --------------------------------------------------------------- */

static bool read_secret(struct context *context, const char *prompt,
	const char *variable, char pin[PIN_MAX + 1])
{
	if (secret_read(prompt, pin, PIN_MAX + 1))
		return true;
	command_problem(context, "PIN",
		_("there is no terminal to ask on; set $%s"), variable);
	return false;
}

bool command_secret(struct context *context, const char *what,
	const char *prompt, const char *variable, char *text, size_t size)
{
	const char *given = getenv(variable);

	if (given && given[0] != '\0') {
		snprintf(text, size, "%s", given);
		return true;
	}
	if (secret_read(prompt, text, size))
		return true;
	command_problem(context, what,
		_("there is no terminal to ask on; set $%s"), variable);
	return false;
}

static bool check_new_pin(struct context *context, const char *pin,
	const char *who, enum role role, bool rehearsal)
{
	const char *why = NULL;

	switch (pin_check(pin, role, who)) {
	case PIN_ACCEPTED:
		return true;
	case PIN_NOT_DIGITS:
		command_problem(context, "PIN", _("must be %d to %d digits"),
			PIN_MIN, PIN_MAX);
		return false;
	case PIN_TOO_SHORT:
		command_problem(context, "PIN",
			_("of a user of role “%s” must be %d digits or more"),
			role_words(role), pin_min(role));
		return false;
	case PIN_GUESSABLE:
		why = _("is one that anybody tries first; take another");
		break;
	case PIN_IN_NAME:
		why = _("stands in the user's name; take another");
		break;
	}
	if (rehearsal)
		command_warn(context, "PIN", "%s", why);
	else
		command_problem(context, "PIN", "%s", why);
	return rehearsal;
}

bool command_new_pin(struct context *context, const char *who, enum role role,
	bool rehearsal, char pin[PIN_MAX + 1])
{
	const char *given = getenv("MART_NEW_PIN");
	char again[PIN_MAX + 1];
	char prompt[200];

	if (given && given[0] != '\0') {
		snprintf(pin, PIN_MAX + 1, "%s", given);
		return check_new_pin(context, given, who, role, rehearsal);
	}
	snprintf(prompt, sizeof(prompt), _("New PIN of %s: "), who);
	if (!read_secret(context, prompt, "MART_NEW_PIN", pin) ||
		!check_new_pin(context, pin, who, role, rehearsal))
		return false;
	snprintf(prompt, sizeof(prompt), _("New PIN of %s, again: "), who);
	if (!read_secret(context, prompt, "MART_NEW_PIN", again))
		return false;
	if (strcmp(pin, again) == 0)
		return true;
	command_problem(context, "PIN", _("the two are not the same"));
	return false;
}

static enum command_result refuse_pin(struct context *context, const char *name,
	enum pin_result result, int64_t wait_s)
{
	switch (result) {
	case PIN_LOCKED:
		return command_refuse(context, name,
			_("too many wrong PINs; try again in %d s"),
			(int)wait_s);
	case PIN_FAILED:
		command_warn(context, name, _("the PIN cannot be checked: %s"),
			store_detail(context->store));
		return COMMAND_FAILED;
	case PIN_WRONG:
	case PIN_UNKNOWN:
	case PIN_RIGHT:
		break;
	}
	return command_refuse(context, name, _("wrong name or PIN"));
}

/* The user of this name, by the PIN in the variable or typed. */
static enum command_result ask_pin(struct context *context, const char *name,
	const char *variable, struct user *user)
{
	const char *pin = getenv(variable);
	char typed[PIN_MAX + 1];
	char prompt[200];
	int64_t wait_s = 0;
	enum pin_result result;

	if (!pin || pin[0] == '\0') {
		snprintf(prompt, sizeof(prompt), _("PIN of %s: "), name);
		if (!read_secret(context, prompt, variable, typed))
			return COMMAND_REFUSED;
		pin = typed;
	}
	result = user_check_pin(context->store, name, pin,
		context->command->path, user, &wait_s);
	if (result != PIN_RIGHT)
		return refuse_pin(context, name, result, wait_s);
	if ((int)strlen(pin) < pin_min(user->role))
		command_warn(context, name,
			_("this PIN is too short for the role; `user pin` "
			  "changes it"));
	return COMMAND_DONE;
}

/* --- rights ------------------------------------------------------------- */

enum role command_role(const struct context *context)
{
	return context->supervisor.id != 0 ? context->supervisor.role
					   : context->user.role;
}

void command_forbidden(struct context *context, enum action action,
	enum refusal_cause cause, int64_t subject)
{
	if (context->forbidden.action != ACTION_NONE)
		return;
	context->forbidden.action = action;
	context->forbidden.cause = cause;
	context->forbidden.subject = subject;
}

void who_record_refusal(struct context *context)
{
	enum store_result result;

	if (context->forbidden.action == ACTION_NONE ||
		context->problems == 0 || context->user.id == 0)
		return;
	result = refusal_record(context->store, &context->author,
		context->forbidden.action, context->forbidden.cause,
		context->forbidden.subject);
	if (result != STORE_OK)
		command_warn(context, context->file,
			_("that this was refused could not be recorded: %s"),
			language_translate(store_message(result)));
}

enum command_result who_is_missing(struct context *context)
{
	command_warn(context, "--user", _("must be given: who does “%s”?"),
		context->command->path);
	return COMMAND_USAGE;
}

static enum command_result refuse_role(struct context *context,
	const struct user *user, enum action action)
{
	command_forbidden(context, action, REFUSAL_ROLE, 0);
	return command_refuse(context, user->name,
		_("the role “%s” may not %s; “%s” or above may"),
		role_words(user->role), action_words(action),
		role_words(rights_lowest(action)));
}

/* Another lends his right for this one command. */
static enum command_result borrow(struct context *context, const char *name,
	enum action action)
{
	struct user other;
	enum command_result result;

	if (!rights_may_borrow(context->user.role)) {
		command_forbidden(context, action, REFUSAL_ROLE, 0);
		return command_refuse(context, context->user.name,
			_("the role “%s” only reads; nobody can lend it a "
			  "right"),
			role_words(context->user.role));
	}
	result = ask_pin(context, name, "MART_SUPERVISOR_PIN", &other);
	if (result != COMMAND_DONE)
		return result;
	if (!rights_may(other.role, action))
		return refuse_role(context, &other, action);
	context->supervisor = other;
	context->author.supervisor = other.id;
	return COMMAND_DONE;
}

enum command_result command_authorize(struct context *context,
	enum action action)
{
	const char *name = command_text(context, "user");
	const char *supervisor = command_text(context, "supervisor");
	enum command_result result;

	if (!name)
		return who_is_missing(context);
	if (context->user.id == 0) {
		result = ask_pin(context, name, "MART_PIN", &context->user);
		if (result != COMMAND_DONE)
			return result;
		context->author.user = context->user.id;
	}
	if (rights_may(context->user.role, action) ||
		(context->supervisor.id != 0 &&
			rights_may(context->supervisor.role, action)))
		return COMMAND_DONE;
	return supervisor ? borrow(context, supervisor, action)
			  : refuse_role(context, &context->user, action);
}

bool command_conflict(struct context *context, int64_t producer,
	const char *what)
{
	const enum action action = context->command->action;
	const struct user *who = &context->user;

	if (!rights_conflict(action, who->producer, producer))
		who = &context->supervisor;
	if (!rights_conflict(action, who->producer, producer))
		return false;
	command_forbidden(context, action, REFUSAL_LINKED, producer);
	command_problem(context, what,
		_("%s is linked to this producer; somebody else must do it"),
		who->name);
	return true;
}
