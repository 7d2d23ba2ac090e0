/* The rules of a user, for `user add`, `user edit` and `import users`. What
 * breaks one is named by command_problem() under `what`. */
#ifndef TITIPAN_COMMAND_USER_H
#define TITIPAN_COMMAND_USER_H

#include "backoffice/command/command.h"

/* The words of `--role` in the order of enum role, ended by NULL. */
extern const char *const user_role_words[];

/* Whether the person at work may give somebody such a role. */
bool user_check_role(struct context *context, const char *what, enum role role);

/* Whether the PIN of the one may be too short for the other's role; nobody
 * knows, for only its hash is kept, so a new one is needed. */
bool user_needs_longer_pin(const struct user *before, const struct user *after);

/* Whether he may make the one the other: both roles, an owner stays, and
 * nobody unlinks himself from a producer. */
void user_check_change(struct context *context, const char *what,
	const struct user *before, const struct user *after);

#endif
