/*
 * From argv to a command that runs: the file, and the ways in which a command
 * says no. Who it is and what he may is who.c's.
 */
#include "backoffice/command/command.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/command_int.h"
#include "drivers/system/alloc.h"
#include "drivers/system/clock.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/day.h"

#define MESSAGE_MAX 4000
#define WHAT_COLUMNS 200
#define WHY_COLUMNS 1000

/* --- messages ----------------------------------------------------------- */

/* As much of it as a person reads; a file may hand in megabytes. */
static void show_cut(struct buffer *shown, const char *text, int columns)
{
	size_t length = text_prefix(text, columns, NULL);
	char *cut = xstrndup(text, length);

	text_show(shown, cut);
	buffer_add_str(shown, text[length] != '\0' ? "…" : "");
	free(cut);
}

static void tell(const char *what, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));
static void tell(const char *what, const char *format, va_list arguments)
{
	char *plain = xvasprintf(format, arguments);
	struct buffer shown;

	buffer_init(&shown, 2 * MESSAGE_MAX);
	show_cut(&shown, what, WHAT_COLUMNS);
	buffer_add_str(&shown, ": ");
	show_cut(&shown, plain, WHY_COLUMNS);
	fflush(stdout);
	fprintf(stderr, "backoffice: %s\n", buffer_str(&shown));
	buffer_release(&shown);
	free(plain);
}

void command_problem(struct context *context, const char *what, const char *why,
	...)
{
	va_list arguments;

	context->problems++;
	if (context->problems_shown > 0 &&
		context->problems > context->problems_shown)
		return;
	va_start(arguments, why);
	tell(what, why, arguments);
	va_end(arguments);
}

enum command_result command_refuse(struct context *context, const char *what,
	const char *why, ...)
{
	va_list arguments;

	va_start(arguments, why);
	tell(what, why, arguments);
	va_end(arguments);
	context->problems++;
	return COMMAND_REFUSED;
}

enum command_result command_misused(struct context *context, const char *what,
	const char *why, ...)
{
	va_list arguments;

	va_start(arguments, why);
	tell(what, why, arguments);
	va_end(arguments);
	context->problems++;
	return COMMAND_USAGE;
}

void command_warn(struct context *context, const char *what, const char *why,
	...)
{
	va_list arguments;

	(void)context;
	va_start(arguments, why);
	tell(what, why, arguments);
	va_end(arguments);
}

/* What a person can put right by typing something else. */
static bool is_persons_mistake(enum store_result result)
{
	return result == STORE_NOT_FOUND || result == STORE_EXISTS ||
		result == STORE_CLOCK_REFUSED || day_is_refusal(result);
}

static enum command_result store_says(struct context *context, const char *what,
	enum store_result result, const char *detail)
{
	/* a path that is named already is no detail */
	bool more = detail[0] != '\0' &&
		strncmp(detail, what, strlen(detail)) != 0;

	if (result == STORE_NO_FILE)
		command_problem(context, what,
			_("there is no mart in this file; `backoffice init` "
			  "makes one"));
	else
		command_problem(context, what, more ? "%s (%s)" : "%s%s",
			language_translate(store_message(result)),
			more ? detail : "");
	if (result == STORE_FULL)
		command_warn(context, what, "%s",
			_("delete files that are not the mart's, or give the "
			  "kept room back: `backoffice ballast release`"));
	return is_persons_mistake(result) ? COMMAND_REFUSED : COMMAND_FAILED;
}

enum command_result command_store_says(struct context *context,
	const char *what, enum store_result result)
{
	return store_says(context, what, result,
		context->store ? store_detail(context->store) : "");
}

void command_say(struct context *context, const char *format, ...)
{
	struct buffer plain, shown;
	va_list arguments;

	buffer_init(&plain, MESSAGE_MAX);
	buffer_init(&shown, 2 * MESSAGE_MAX);
	va_start(arguments, format);
	buffer_vprintf(&plain, format, arguments);
	va_end(arguments);
	text_show(&shown, buffer_str(&plain));
	fprintf(context->out, "%s\n", buffer_str(&shown));
	buffer_release(&plain);
	buffer_release(&shown);
}

/* --- what commands do --------------------------------------------------- */

bool command_begin(struct context *context)
{
	enum store_result result =
		store_begin(context->store, context->command->path);

	if (result == STORE_OK)
		return true;
	command_store_says(context, context->file, result);
	return false;
}

bool command_commit(struct context *context)
{
	enum store_result result = store_commit(context->store);

	if (result == STORE_OK)
		return true;
	command_store_says(context, context->file, result);
	return false;
}

struct output *command_list(struct context *context,
	const struct output_column columns[], size_t count)
{
	const struct output_reader reader = {
		.translate = language_translate,
		.offset_s = store_zone_offset_s(context->store),
	};

	return output_begin(context->out, context->format, columns, count,
		&reader);
}

enum command_result command_list_end(struct context *context,
	struct output *output)
{
	if (output_end(output))
		return COMMAND_DONE;
	command_warn(context, _("output"), _("cannot be written: %s"),
		strerror(errno));
	return COMMAND_FAILED;
}

/* --- before the command ------------------------------------------------- */

/* The file of -d, $MART_DB, or the default. The caller frees. */
static char *find_file(const struct context *context)
{
	const char *given = command_text(context, "d");
	const char *variable = getenv("MART_DB");
	const char *data = getenv("XDG_DATA_HOME");
	const char *home = getenv("HOME");

	if (given)
		return xstrdup(given);
	if (variable && variable[0] != '\0')
		return xstrdup(variable);
	if (data && data[0] == '/')
		return xasprintf("%s/titipan/mart.db", data);
	return xasprintf("%s/.local/share/titipan/mart.db", home ? home : "");
}

bool check_clock(struct context *context)
{
	const char *given = getenv("MART_NOW");
	int64_t ms;

	if (!given || given[0] == '\0' || clock_parse_instant(given, 0, &ms))
		return true;
	command_problem(context, "MART_NOW",
		_("“%s” is not a time such as 2026-11-30T09:00"), given);
	return false;
}

/* What takes a while when the file is of an older version. */
static void tell_stage(void *data, enum store_stage stage, const char *detail)
{
	struct context *context = data;
	char *words = text_fill(_(store_stage_words(stage)), detail);

	command_warn(context, context->file, "%s", words);
	free(words);
}

static enum command_result open_store(struct context *context)
{
	const struct store_listener listener = {
		.tell = tell_stage, .context = context};
	const char *set_clock = getenv("MART_NOW");
	char detail[500] = "";
	enum store_result result;

	if (!check_clock(context))
		return COMMAND_REFUSED;
	result = store_open_told(context->file,
		set_clock && set_clock[0] != '\0' ? set_clock : NULL, &listener,
		&context->store, detail, sizeof(detail));

	if (result != STORE_OK) {
		enum command_result ended =
			store_says(context, context->file, result, detail);

		return context->command->needs == NEEDS_PROOF &&
				(result == STORE_DAMAGED || result == STORE_IO)
			? COMMAND_REFUSED
			: ended;
	}
	result = store_doubt(context->store);
	if (result != STORE_OK && result != STORE_NO_KEY &&
		result != STORE_DENIED)
		command_warn(context, context->file, "%s",
			_(store_message(result)));
	return arguments_read_instants(context,
		store_zone_offset_s(context->store));
}

static enum command_result run(struct context *context)
{
	const struct command *command = context->command;
	enum command_result result = COMMAND_DONE;

	if (command->needs >= NEEDS_WRITE && !command_given(context, "user"))
		return who_is_missing(context);
	if (command->needs > NEEDS_NOTHING_NAMES_ALL) {
		result = open_store(context);
		if (result != COMMAND_DONE)
			return result;
	}
	if (context->store && command_given(context, "user"))
		result = command_authorize(context, command->action);
	if (result == COMMAND_DONE && command->needs >= NEEDS_WRITE)
		result = command_check_date(context);
	if (result == COMMAND_DONE)
		result = command->run(context);
	who_record_refusal(context);
	if (fflush(context->out) != 0 && result == COMMAND_DONE) {
		command_warn(context, _("output"), _("cannot be written: %s"),
			strerror(errno));
		result = COMMAND_FAILED;
	}
	return result;
}

static int run_command(int argc, char **argv, const struct command_path *path)
{
	struct context context = {
		.command = path->command,
		.format = OUTPUT_TABLE,
		.out = stdout,
	};
	struct arguments *arguments = NULL;
	char *file = NULL;
	enum command_result result =
		arguments_read(&context, argc, argv, path, &arguments);

	if (result == COMMAND_DONE) {
		context.format = (enum output_format)command_word(&context,
			"format", OUTPUT_TABLE);
		context.format_given = command_given(&context, "format");
		file = find_file(&context);
		context.file = file;
		result = run(&context);
	}
	store_close(context.store);
	arguments_free(arguments);
	free(file);
	return (int)result;
}

/* A path that is no command. */
static int explain(const struct command_path *path)
{
	if (path->later) {
		command_warn(NULL, path->path, _("is not there yet"));
	} else if (path->bad && path->path[0] == '\0') {
		command_warn(NULL, path->bad,
			_("there is no such command; `backoffice --help` lists "
			  "them"));
	} else if (path->bad) {
		command_warn(NULL, path->path,
			_("“%s” is none of its commands; `backoffice %s "
			  "--help` lists them"),
			path->bad, path->path);
	} else if (path->path[0] != '\0') {
		command_warn(NULL, path->path,
			_("what about it? `backoffice %s --help` lists its "
			  "commands"),
			path->path);
	} else {
		command_warn(NULL, _("the screens"),
			_("are not there yet; `backoffice --help` lists the "
			  "commands"));
	}
	return COMMAND_USAGE;
}

/* Whether stdout took what was said on it. */
static int answered(void)
{
	if (fflush(stdout) == 0)
		return COMMAND_DONE;
	command_warn(NULL, _("output"), _("cannot be written: %s"),
		strerror(errno));
	return COMMAND_FAILED;
}

/* A command that forgot to say what it is would be anybody's. */
static void check_tables(void)
{
	for (size_t t = 0; command_tables[t]; t++)
		for (const struct command *c = command_tables[t]; c->path; c++)
			assert(c->needs <= NEEDS_NOTHING_NAMES_ALL ||
				c->action != ACTION_NONE);
}

int command_main(int argc, char **argv)
{
	struct command_path path;

	check_tables();
	command_path_find(argc, argv, &path);
	if (command_flag_anywhere(argc, argv, "--version")) {
		puts("titipan " TITIPAN_VERSION);
		return answered();
	}
	/* For the build, which makes the manual page of it. */
	if (argc == 2 && strcmp(argv[1], "--man") == 0) {
		manual_print(stdout);
		return COMMAND_DONE;
	}
	if (command_flag_anywhere(argc, argv, "--help") && !path.later) {
		if (path.command)
			help_command(stdout, path.command);
		else if (path.path[0] != '\0')
			help_noun(stdout, path.path);
		else if (!path.bad)
			help_all(stdout);
		else
			return explain(&path);
		return answered();
	}
	if (path.later || !path.command)
		return explain(&path);
	return run_command(argc, argv, &path);
}
