/* user rights: the table of schema/rules/rights.c as people read it. */
#include <string.h>

#include "backoffice/command/command_int.h"
#include "backoffice/command/rights.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

static const struct output_column columns[] = {
	{"action", N_("To do"), OUTPUT_TEXT},
	{"cashier", N_("cashier"), OUTPUT_BOOLEAN},
	{"supervisor", N_("supervisor"), OUTPUT_BOOLEAN},
	{"manager", N_("manager"), OUTPUT_BOOLEAN},
	{"owner", N_("owner"), OUTPUT_BOOLEAN},
	{"auditor", N_("auditor"), OUTPUT_BOOLEAN},
	{"mentor", N_("mentor"), OUTPUT_BOOLEAN},
	{"if_linked", N_("If linked"), OUTPUT_BOOLEAN},
	{"commands", N_("Commands"), OUTPUT_TEXT},
};
_Static_assert(sizeof(columns) / sizeof(columns[0]) == ROLE_COUNT + 3,
	"a column for each role, in the order of enum role");

#define COMMANDS_MAX 4000

/* The commands that ask for this right; `pos` for what is done there. */
static void name_commands(struct buffer *names, enum action action)
{
	const char *between = "";

	if (action <= ACTION_DROP) {
		buffer_add_str(names, "pos");
		return;
	}
	for (size_t t = 0; command_tables[t]; t++) {
		for (const struct command *c = command_tables[t]; c->path;
			c++) {
			if (c->action != action || c->needs < NEEDS_READ)
				continue;
			buffer_printf(names, "%s%s", between, c->path);
			between = ", ";
		}
	}
}

enum command_result rights_run(struct context *context)
{
	const struct output_reader reader = {.translate = language_translate};
	bool people = context->format == OUTPUT_TABLE;
	/* who works on a terminal asks `--help` which commands there are */
	struct output *output = output_begin(context->out, context->format,
		columns, ROLE_COUNT + (people ? 2 : 3), &reader);

	for (int a = ACTION_NONE + 1; a < ACTION_COUNT_OF; a++) {
		const enum action action = (enum action)a;
		struct buffer names;

		output_text(output,
			people ? action_words(action) : action_name(action));
		for (int r = 0; r < ROLE_COUNT; r++)
			output_boolean(output,
				rights_may((enum role)r, action));
		output_boolean(output, !rights_conflict(action, 1, 1));
		if (!people) {
			buffer_init(&names, COMMANDS_MAX);
			name_commands(&names, action);
			output_text(output, buffer_str(&names));
			buffer_release(&names);
		}
		output_row_end(output);
	}
	return command_list_end(context, output);
}
