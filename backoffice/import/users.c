/*
 * import users: who works here. A file holds no PINs, so whoever is new can do
 * nothing until `user edit NAME --new-pin` gives one.
 */
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/lookup.h"
#include "backoffice/command/user.h"
#include "backoffice/import/import.h"
#include "backoffice/import/map.h"
#include "backoffice/import/users.h"
#include "drivers/system/alloc.h"
#include "drivers/terminal/language.h"

const struct import_column user_import_columns[USER_COLUMN_COUNT] = {
	[USER_NAME] = {"name", "nama|user|username|pengguna|nama pengguna",
		CELL_TEXT, true},
	[USER_ROLE] = {"role", "peran|jabatan|level|hak akses", CELL_TEXT,
		true},
	[USER_PRODUCER] = {"producer", "produsen|penitip", CELL_TEXT, false},
	[USER_ACTIVE] = {"active", "aktif", CELL_TEXT, false},
};

/* In the order of enum role. */
static const char *const role_words[] = {"cashier|kasir", "supervisor|pengawas",
	"manager|manajer", "owner|pemilik", "auditor", "mentor|pendamping",
	NULL};
static const char *const answer_words[] = {
	"yes|ya|y|1|true|aktif", "no|tidak|n|0|false|nonaktif", NULL};

struct users {
	struct import *import;
	struct context *context;
	struct map *names; /* -> the line */
	struct user before;
	struct user user;
	bool owner_goes; /* an owner did, in a row before */
};

static void take_name(struct users *users)
{
	struct import *import = users->import;
	struct context *context = users->context;
	struct user *user = &users->user;
	int64_t line;

	*user = (struct user){.active = true};
	users->before = *user;
	if (!import_text(import, USER_NAME, user->name, sizeof(user->name))) {
		if (import_cell(import, USER_NAME)[0] == '\0')
			command_problem(context,
				import_where(import, USER_NAME), _("is empty"));
		return;
	}
	if (!check_one_word(context, import_where(import, USER_NAME),
		    user->name))
		return;
	line = map_find(users->names, user->name);
	if (line != 0) {
		command_problem(context, import_where(import, USER_NAME),
			_("“%s” is in line %lld already"), user->name,
			(long long)line);
		return;
	}
	map_add(users->names, user->name, (int64_t)import_line(import));
	if (user_find(context->store, user->name, user) == STORE_OK)
		users->before = *user;
}

static void take_rest(struct users *users)
{
	struct import *import = users->import;
	struct context *context = users->context;
	struct user *user = &users->user;
	struct producer producer;
	char code[PRODUCER_CODE_SIZE];
	int index;

	if (import_word(import, USER_ROLE, role_words, &index))
		user->role = (enum role)index;
	else if (user->id == 0 && import_cell(import, USER_ROLE)[0] == '\0')
		command_problem(context, import_where(import, USER_ROLE),
			_("is empty"));
	if (import_word(import, USER_ACTIVE, answer_words, &index))
		user->active = index == 0;
	if (import_text(import, USER_PRODUCER, code, sizeof(code)) &&
		find_producer(context, import_where(import, USER_PRODUCER),
			code, &producer))
		user->producer = producer.id;
}

/* Each row is judged by the mart as it is, so only one owner may go. */
static void check_owners(struct users *users)
{
	const struct user *user = &users->user;

	if (users->before.role != ROLE_OWNER || user->id == 0 ||
		(user->role == ROLE_OWNER && user->active))
		return;
	if (users->owner_goes)
		command_problem(users->context,
			import_where(users->import, USER_ROLE),
			_("is the second owner who would go; change one at a "
			  "time"));
	users->owner_goes = true;
}

static void take_row(struct import *import, void *context)
{
	struct users *users = context;
	struct user *user = &users->user;
	size_t before = import_objections(import);
	bool differs;

	take_name(users);
	take_rest(users);
	differs = user->role != users->before.role ||
		user->producer != users->before.producer ||
		user->active != users->before.active;
	if (user->id == 0)
		user_check_role(users->context, import_where(import, USER_ROLE),
			user->role);
	else if (differs)
		user_check_change(users->context,
			import_where(import, USER_ROLE), &users->before, user);
	check_owners(users);
	if (user->id != 0 && user_needs_longer_pin(&users->before, user))
		command_problem(users->context, import_where(import, USER_ROLE),
			_("%s needs a longer PIN for this role; `user edit %s "
			  "--role %s` gives one"),
			user->name, user->name, role_name(user->role));
	if (import_objections(import) != before)
		return;
	if (user->id != 0 && !differs) {
		import->unchanged++;
		return;
	}
	import_tell(import, user->id == 0 ? WHAT_ADD : WHAT_CHANGE, user->name,
		NULL, "%s", role_name(user->role));
	if (user->id == 0)
		import_tell(import, WHAT_NOTE, user->name, NULL,
			_("has no PIN yet; `user edit %s --new-pin` gives one"),
			user->name);
	user_write(users->context->store, import_document(import), user,
		user->id == 0 ? USER_NO_PIN : NULL);
}

enum command_result import_users(struct context *context)
{
	struct import *import = xcalloc(1, sizeof(*import));
	struct users users = {
		.import = import, .context = context, .names = map_new()};
	enum command_result result = import_open(import, context, "user",
		user_import_columns, USER_COLUMN_COUNT);

	if (result == COMMAND_DONE)
		result = import_end(import,
			import_each(import, take_row, &users));
	else
		import_close(import);
	map_free(users.names);
	free(import);
	return result;
}
