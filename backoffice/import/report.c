/*
 * The report: lines for a person, or rows for a machine. A dry run tells each
 * change on stdout; a real one only what a person should know. Problems go to
 * stderr, each with its line and column.
 */
#include "backoffice/import/report.h"

#include <stdarg.h>
#include <string.h>

#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

static const struct output_column columns[] = {
	{"line", NULL, OUTPUT_INTEGER},
	{"what", NULL, OUTPUT_TEXT},
	{"key", NULL, OUTPUT_TEXT},
	{"column", NULL, OUTPUT_TEXT},
	{"text", NULL, OUTPUT_TEXT},
};

/* The words of machine formats, and the marks of the table. */
static const struct {
	const char *word;
	char mark;
} whats[WHAT_COUNT] = {
	[WHAT_FILE] = {"file", ' '},
	[WHAT_ADD] = {"add", '+'},
	[WHAT_CHANGE] = {"change", '~'},
	[WHAT_STOCK] = {"stock", 's'},
	[WHAT_SKIP] = {"skip", '-'},
	[WHAT_NOTE] = {"note", '*'},
	[WHAT_QUESTION] = {"question", '?'},
};

/* How each question is answered. */
static const char *const answers[ASK_COUNT] = {
	[ASK_DECIMAL] = N_("say --decimal comma (12.500,00) or --decimal point "
			   "(12,500.00)"),
	[ASK_PRICE] = N_("say --zero-price skip to leave these items out, or "
			 "--zero-price none to add them without a price; the "
			 "till refuses them until they have one"),
	[ASK_STOCK] = N_("say --map on_hand= to leave the file's stock out; a "
			 "count corrects the books"),
	[ASK_COST] = N_("give a column cost, or say --own-cost zero to take "
			"these goods in at no cost, or --own-cost skip to "
			"leave their stock out"),
};

static void tell(struct import *import, enum import_what what, const char *key,
	const char *column, const char *text)
{
	struct context *context = import->context;
	struct output *output = import->output;

	import->count[what]++;
	if (output) {
		output_integer(output, (int64_t)import_line(import));
		output_text(output, whats[what].word);
		output_text(output, key);
		output_text(output, column);
		output_text(output, text);
		output_row_end(output);
		return;
	}
	if (import->count[what] > IMPORT_SHOWN_MAX)
		return;
	if (what == WHAT_FILE)
		command_say(context, "  %s", text);
	else
		command_say(context, "%c %zu %s%s%s%s%s", whats[what].mark,
			import_line(import), key, column ? " " : "",
			column ? column : "", text[0] ? ": " : "", text);
}

void import_tell(struct import *import, enum import_what what, const char *key,
	const char *column, const char *format, ...)
{
	struct buffer text;
	va_list arguments;

	/* what is really done is told as a whole, at the end */
	if (!import->dry_run && !import->output &&
		(what == WHAT_ADD || what == WHAT_CHANGE ||
			what == WHAT_STOCK)) {
		import->count[what]++;
		return;
	}
	buffer_init(&text, 10000);
	va_start(arguments, format);
	buffer_vprintf(&text, format, arguments);
	va_end(arguments);
	tell(import, what, key, column, buffer_str(&text));
	buffer_release(&text);
}

void import_ask(struct import *import, enum import_question question,
	const char *key, size_t column, const char *format, ...)
{
	struct buffer text;
	va_list arguments;

	import->questions[question]++;
	buffer_init(&text, 10000);
	va_start(arguments, format);
	buffer_vprintf(&text, format, arguments);
	va_end(arguments);
	if (import->dry_run)
		tell(import, WHAT_QUESTION, key, import->columns[column].name,
			buffer_str(&text));
	else
		command_problem(import->context, import_where(import, column),
			"%s", buffer_str(&text));
	buffer_release(&text);
}

/* --- how it is read ----------------------------------------------------- */

static void tell_columns(struct import *import)
{
	struct buffer known, ignored;

	buffer_init(&known, 20000);
	buffer_init(&ignored, 20000);
	for (size_t i = 0; i < import->column_count; i++) {
		if (!import_has(import, i))
			continue;
		buffer_printf(&known, "%s%s=%s", known.length ? ", " : "",
			import->columns[i].name,
			import->headings[import->place[i] - 1]);
	}
	for (size_t f = 1; f <= import->width; f++) {
		bool used = import->headings[f - 1][0] == '\0';

		for (size_t i = 0; i < import->column_count; i++)
			used |= import->place[i] == f;
		if (!used)
			buffer_printf(&ignored, "%s%s",
				ignored.length ? ", " : "",
				import->headings[f - 1]);
	}
	import_tell(import, WHAT_FILE, NULL, NULL, _("columns: %s"),
		buffer_str(&known));
	if (ignored.length > 0)
		import_tell(import, WHAT_FILE, NULL, NULL, _("ignored: %s"),
			buffer_str(&ignored));
	buffer_release(&known);
	buffer_release(&ignored);
}

void report_begin(struct import *import)
{
	static const char *const encodings[] = {
		[CSV_UTF8] = "UTF-8",
		[CSV_UTF8_BOM] = "UTF-8",
		[CSV_WINDOWS_1252] = "Windows-1252",
	};
	const char *separator = import->separator == '\t' ? _("tabs")
		: import->separator == ';'                ? ";"
							  : ",";

	if (import->context->format != OUTPUT_TABLE)
		import->output = command_list(import->context, columns,
			sizeof(columns) / sizeof(*columns));
	import_tell(import, WHAT_FILE, NULL, NULL,
		_("read as %s, parted by %s"), encodings[import->encoding],
		separator);
	tell_columns(import);
}

/* --- the end ------------------------------------------------------------ */

size_t import_objections(const struct import *import)
{
	size_t count = (size_t)import->context->problems + import->open_cells;

	for (size_t i = 0; import->dry_run && i < ASK_COUNT; i++)
		count += import->questions[i];
	return count;
}

/* How what was asked is answered. */
static void tell_answers(struct import *import)
{
	for (size_t i = 0; i < ASK_COUNT; i++) {
		char count[80];

		if (import->questions[i] == 0)
			continue;
		snprintf(count, sizeof(count), _("to decide (%zu)"),
			import->questions[i]);
		command_warn(import->context, count, "%s",
			language_translate(answers[i]));
	}
}

static void tell_problems(const struct import *import)
{
	int more = import->context->problems - IMPORT_SHOWN_MAX;

	if (more > 0)
		command_warn(import->context, import->path,
			_("and %d problems more"), more);
	if (import->context->problems > 0)
		command_warn(import->context, import->path,
			import->dry_run ? _("%d problems")
					: _("%d problems; nothing is imported"),
			import->context->problems);
}

static void tell_counts(struct import *import, const char *heading)
{
	size_t shown = 0;

	for (size_t i = 0; i < WHAT_COUNT; i++)
		shown += import->count[i] > IMPORT_SHOWN_MAX &&
				(import->dry_run || i == WHAT_NOTE)
			? import->count[i] - IMPORT_SHOWN_MAX
			: 0;
	if (import->output)
		return;
	if (shown > 0)
		command_say(import->context,
			_("... and %zu lines more; --format csv lists all"),
			shown);
	command_say(import->context,
		_("%s: %zu rows: %zu added, %zu changed, %zu unchanged, %zu "
		  "left out, %zu with stock"),
		heading, import->rows, import->count[WHAT_ADD],
		import->count[WHAT_CHANGE], import->unchanged,
		import->count[WHAT_SKIP], import->count[WHAT_STOCK]);
}

static enum command_result rehearsed(struct import *import)
{
	tell_counts(import, _("would be"));
	tell_answers(import);
	tell_problems(import);
	return import_objections(import) ? COMMAND_REFUSED : COMMAND_DONE;
}

static enum command_result commit(struct import *import)
{
	struct context *context = import->context;
	char text[DOCUMENT_TEXT_SIZE] = "";

	if (import->document)
		document_format(document_id(import->document), text);
	if (import->count[WHAT_ADD] + import->count[WHAT_CHANGE] +
			import->count[WHAT_STOCK] ==
		0) {
		tell_counts(import, _("nothing to do"));
		return COMMAND_DONE;
	}
	/* the commit needs memory of its own */
	buffer_release(&import->bytes);
	if (!command_commit(context))
		return COMMAND_FAILED;
	tell_counts(import, text[0] ? text : _("done"));
	return COMMAND_DONE;
}

enum command_result import_end(struct import *import,
	enum command_result result)
{
	if (result == COMMAND_DONE && import->dry_run) {
		result = rehearsed(import);
	} else if (result == COMMAND_DONE && import_objections(import) == 0) {
		result = commit(import);
	} else {
		tell_answers(import);
		tell_problems(import);
		if (result == COMMAND_DONE)
			result = COMMAND_REFUSED;
	}
	import_close(import);
	return result;
}
