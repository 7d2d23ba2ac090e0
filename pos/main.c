/*
 * pos: the till, on a terminal or by a script. The arguments, the mart's
 * file, and which of the two faces the till gets.
 */
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/clock.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "pos/backup.h"
#include "pos/effects.h"
#include "pos/manual.h"
#include "pos/screen/screen.h"
#include "pos/script.h"

enum exit_status { EXIT_DONE, EXIT_REFUSED, EXIT_USAGE, EXIT_WORLD };

#define PATH_SIZE 4096
#define COMPLAINT_MAX 20000
#define WHAT_COLUMNS 200

struct arguments {
	const char *database;
	const char *script;
	const char *receipt;
	const char *profile;
	const char *user;
	bool help;
	bool version;
	bool backup; /* the process that a Z starts */
};

static const char usage[] = N_(
	"usage: pos [-d FILE] [--printer ADDRESS] [--printer-format FORMAT]\n"
	"       pos [-d FILE] --script FILE|-\n"
	"\n"
	"The till. Without --script on this terminal; F1 tells the keys.\n"
	"\n"
	"  -d FILE                  the mart's file; else $MART_DB, else\n"
	"                           $XDG_DATA_HOME/titipan/mart.db\n"
	"  --script FILE            one command a line, one JSON object a\n"
	"                           line back; - reads standard input\n"
	"  --user NAME              logs in with the PIN in $MART_PIN\n"
	"  --printer ADDRESS        where receipts go: file:PATH, a device\n"
	"                           such as /dev/usb/lp0, or null:\n"
	"  --printer-format FORMAT  text, or an ESC/POS profile: 58mm-plain,\n"
	"                           58mm, 80mm, 80mm-42\n"
	"  --help, --version\n");

/* `pos: what: why`, controls in either made harmless. */
static int complain(enum exit_status status, const char *what, const char *why)
{
	assert(what);
	size_t length = text_prefix(what, WHAT_COLUMNS, NULL);
	char *cut = xstrndup(what, length);
	struct buffer text;

	buffer_init(&text, COMPLAINT_MAX);
	text_show(&text, cut);
	buffer_add_str(&text, what[length] != '\0' ? "…" : "");
	free(cut);
	buffer_add_str(&text, ": ");
	text_show(&text, why);
	fprintf(stderr, "pos: %s\n", buffer_str(&text));
	buffer_release(&text);
	return (int)status;
}

/* The value of an option that is given as `--name VALUE` or `--name=VALUE`. */
static bool value_of(char **argv, int *i, const char *name, const char **value)
{
	size_t length = strlen(name);

	if (strncmp(argv[*i], name, length) != 0)
		return false;
	if (argv[*i][length] == '=') {
		*value = argv[*i] + length + 1;
		return true;
	}
	if (argv[*i][length] != '\0')
		return false;
	*value = argv[*i + 1];
	*i += argv[*i + 1] != NULL;
	return true;
}

static int read_arguments(int argc, char **argv, struct arguments *arguments)
{
	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];
		const char *value = "";

		if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
			arguments->help = true;
		else if (strcmp(word, "--version") == 0)
			arguments->version = true;
		else if (strcmp(word, BACKUP_WORD) == 0)
			arguments->backup = true;
		else if (value_of(argv, &i, "-d", &value))
			arguments->database = value;
		else if (value_of(argv, &i, "--script", &value))
			arguments->script = value;
		else if (value_of(argv, &i, "--user", &value))
			arguments->user = value;
		else if (value_of(argv, &i, "--printer-format", &value))
			arguments->profile = value;
		else if (value_of(argv, &i, "--printer", &value))
			arguments->receipt = value;
		else if (strcmp(word, "--devices") == 0)
			return complain(EXIT_USAGE, word,
				_("this is not there yet"));
		else
			return complain(EXIT_USAGE, word,
				_("there is no such option; see pos --help"));
		if (value == NULL)
			return complain(EXIT_USAGE, word,
				_("its value is missing"));
	}
	return EXIT_DONE;
}

static bool set(const char *value)
{
	return value != NULL && value[0] != '\0';
}

static void find_database(const struct arguments *arguments,
	char path[PATH_SIZE])
{
	const char *home = getenv("HOME");

	if (set(arguments->database))
		snprintf(path, PATH_SIZE, "%s", arguments->database);
	else if (set(getenv("MART_DB")))
		snprintf(path, PATH_SIZE, "%s", getenv("MART_DB"));
	else if (set(getenv("XDG_DATA_HOME")))
		snprintf(path, PATH_SIZE, "%s/titipan/mart.db",
			getenv("XDG_DATA_HOME"));
	else
		snprintf(path, PATH_SIZE, "%s/.local/share/titipan/mart.db",
			home == NULL ? "." : home);
}

/* --- the two faces --------------------------------------------------------- */

/* The script cannot be opened, or read to its end: errno says why. */
static int cannot_read(const char *path)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return complain(EXIT_WORLD, path,
			_(file_message(FILE_MISSING)));
	case EISDIR:
		return complain(EXIT_WORLD, path,
			_(file_message(FILE_NOT_REGULAR)));
	case EACCES:
	case EPERM:
		return complain(EXIT_WORLD, path, _(file_message(FILE_DENIED)));
	default:
		return complain(EXIT_WORLD, path, _(file_message(FILE_FAILED)));
	}
}

static int run_script(struct effects *effects, const char *path)
{
	FILE *in = stdin;
	int status;

	if (strcmp(path, "-") != 0)
		in = fopen(path, "re");
	if (in == NULL)
		return cannot_read(path);
	status = script_run(effects, in, stdout);
	if (ferror(in))
		status = complain(EXIT_WORLD, path, _("cannot be read"));
	if (ferror(stdout))
		status = complain(EXIT_WORLD, _("the answers"),
			_("cannot be written"));
	if (in != stdin)
		fclose(in);
	return status;
}

struct face {
	struct effects *effects;
	struct store *store;
};

static unsigned send(void *context, const struct till_event *event)
{
	struct face *face = context;

	return effects_send(face->effects, event);
}

static int64_t now_ms(void *context)
{
	const struct face *face = context;

	return store_now_ms(face->store);
}

static void idle(void *context)
{
	struct face *face = context;

	effects_idle(face->effects);
}

static const char *trouble(void *context)
{
	const struct face *face = context;

	return effects_trouble(face->effects);
}

static void drawn(void *context)
{
	struct face *face = context;

	effects_sync(face->effects);
}

static int run_screen(struct effects *effects, struct store *store)
{
	struct face face = {.effects = effects, .store = store};
	const struct screen_world world = {.context = &face,
		.send = send,
		.trouble = trouble,
		.drawn = drawn,
		.now_ms = now_ms,
		.offset_s = store_zone_offset_s(store),
		.idle = idle};
	const char *why = screen_run(effects_till(effects), &world);

	effects_sync(effects);
	if (why != NULL)
		return complain(EXIT_WORLD, _("the screen"), _(why));
	return EXIT_DONE;
}

/* --user with $MART_PIN; without a PIN the screen asks for both. */
static int log_in(struct effects *effects, const struct arguments *arguments)
{
	const struct till_view *view = till_view(effects_till(effects));
	struct till_event login = {.kind = TILL_LOGIN,
		.text = arguments->user,
		.text2 = getenv("MART_PIN")};
	char text[2 * TILL_ARGUMENT_SIZE + 400];

	if (login.text == NULL ||
		(!set(login.text2) && arguments->script == NULL))
		return EXIT_DONE;
	if (!set(login.text2))
		return complain(EXIT_REFUSED, login.text,
			_("set $MART_PIN, or log in by the script"));
	effects_send(effects, &login);
	if (view->user.id != 0)
		return EXIT_DONE;
	till_message_text(&view->message, language_translate, text,
		sizeof(text));
	return complain(EXIT_REFUSED, login.text, text);
}

static int run(const struct arguments *arguments, struct store *store,
	const char *path)
{
	struct printer *printer =
		printer_new(store, arguments->receipt, arguments->profile);
	struct effects *effects;
	int status;

	if (printer == NULL)
		return complain(EXIT_USAGE,
			arguments->profile != NULL ? arguments->profile
						   : "--printer-format",
			_("there is no such format of receipts"));
	effects = effects_new(store, path, printer);
	status = log_in(effects, arguments);
	if (status == EXIT_DONE)
		status = arguments->script != NULL
			? run_script(effects, arguments->script)
			: run_screen(effects, store);
	effects_free(effects);
	printer_free(printer);
	return status;
}

static int not_opened(const char *path, enum store_result result,
	const char *detail)
{
	const bool more = detail[0] != '\0' &&
		strncmp(detail, path, strlen(detail)) != 0;
	char *why = xasprintf(more ? "%s (%s)" : "%s%s",
		_(store_message(result)), more ? detail : "");

	complain(EXIT_WORLD, path, why);
	free(why);
	return result == STORE_CLOCK_REFUSED ? EXIT_REFUSED : EXIT_WORLD;
}

/* Whether $MART_NOW, if it is set, is a time. */
static bool clock_is_sound(void)
{
	const char *now = getenv("MART_NOW");
	char *why;
	int64_t ms;

	if (!set(now) || clock_parse_instant(now, 0, &ms))
		return true;
	why = xasprintf(_("“%s” is not a time such as 2026-11-30T09:00"), now);
	complain(EXIT_REFUSED, "MART_NOW", why);
	free(why);
	return false;
}

/* What takes a while when the file is of an older version. */
static void tell_stage(void *data, enum store_stage stage, const char *detail)
{
	char *words = text_fill(_(store_stage_words(stage)), detail);

	complain(EXIT_DONE, data, words);
	free(words);
}

static enum store_result open_store(char *path, struct store **store,
	char *detail, size_t size)
{
	const struct store_listener listener = {
		.tell = tell_stage, .context = path};

	return store_open_told(path, getenv("MART_NOW"), &listener, store,
		detail, size);
}

int main(int argc, char **argv)
{
	struct arguments arguments = {.help = false};
	char path[PATH_SIZE], detail[400];
	struct store *store;
	enum store_result result;
	int status;

	language_start();
	signal(SIGPIPE, SIG_IGN);
	/* For the build, which makes the manual page of it. */
	if (argc == 2 && strcmp(argv[1], "--man") == 0) {
		manual_print(stdout, _(usage));
		return EXIT_DONE;
	}
	status = read_arguments(argc, argv, &arguments);
	if (status != EXIT_DONE)
		return status;
	if (arguments.help || arguments.version) {
		if (arguments.help)
			fputs(_(usage), stdout);
		else
			puts("pos (titipan) " TITIPAN_VERSION);
		return fflush(stdout) == 0
			? EXIT_DONE
			: complain(EXIT_WORLD, _("the answers"),
				  _("cannot be written"));
	}
	if (!clock_is_sound())
		return EXIT_REFUSED;
	find_database(&arguments, path);
	if (arguments.backup)
		return backup_work(path);
	result = open_store(path, &store, detail, sizeof(detail));
	if (result == STORE_NO_FILE)
		return complain(EXIT_WORLD, path,
			_("there is no such file; `backoffice init` makes a "
			  "mart"));
	if (result != STORE_OK)
		return not_opened(path, result, detail);
	result = store_doubt(store);
	status = result == STORE_OK
		? run(&arguments, store, path)
		: complain(EXIT_WORLD, path, _(store_message(result)));
	store_close(store);
	return status;
}
