/*
 * Reading a file of people's own: opening it, its rows, its cells. What is
 * found is told in report.c, the heading is understood in heading.c.
 */
#include "backoffice/import/import.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "backoffice/import/heading.h"
#include "backoffice/import/report.h"
#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/quantity.h"

const char *const import_decimal_words[] = {"comma", "point", NULL};

/* --- the file ----------------------------------------------------------- */

static enum command_result read_file(struct import *import)
{
	struct buffer utf8;
	enum file_result result;

	buffer_init(&import->bytes, IMPORT_FILE_MAX);
	result = file_read_all(import->path, IMPORT_FILE_MAX, &import->bytes);
	if (result != FILE_DONE) {
		command_problem(import->context, import->path, "%s",
			language_translate(file_message(result)));
		return result == FILE_FAILED || result == FILE_DENIED
			? COMMAND_FAILED
			: COMMAND_REFUSED;
	}
	import->text = buffer_str(&import->bytes);
	import->length = import->bytes.length;
	import->encoding = csv_encoding_of(import->text, import->length);
	if (import->encoding == CSV_UTF8_BOM) {
		import->text += 3;
		import->length -= 3;
	} else if (import->encoding == CSV_WINDOWS_1252) {
		buffer_init(&utf8, 3 * IMPORT_FILE_MAX);
		csv_from_windows_1252(import->text, import->length, &utf8);
		buffer_release(&import->bytes);
		import->bytes = utf8;
		import->text = buffer_str(&import->bytes);
		import->length = import->bytes.length;
	}
	return COMMAND_DONE;
}

/* --- places ------------------------------------------------------------- */

size_t import_line(const struct import *import)
{
	return import->row ? import->row->line : import->heading_line;
}

bool import_has(const struct import *import, size_t column)
{
	return import->place[column] != 0;
}

/* Once a row, because every check is given its place. */
static void begin_where(struct import *import)
{
	int length = snprintf(import->where, sizeof(import->where),
		"%.700s:%zu: ", import->path, import_line(import));

	import->where_length = (size_t)length;
}

static void make_labels(struct import *import)
{
	for (size_t i = 0; i < import->column_count; i++) {
		const char *ours = import->columns[i].name;
		const char *theirs = import_has(import, i)
			? import->headings[import->place[i] - 1]
			: ours;

		import->labels[i] = strcasecmp(ours, theirs) == 0
			? xstrdup(ours)
			: xasprintf("%s (%.100s)", ours, theirs);
	}
	begin_where(import);
}

/* --- rows --------------------------------------------------------------- */

struct walk {
	struct import *import;
	import_row *each;
	void *context;
	bool counts; /* rows are counted and refused; else only looked at */
};

static bool is_empty(const struct csv_row *row, size_t from)
{
	for (size_t i = from; i < row->count; i++) {
		if (row->fields[i][0] != '\0')
			return false;
	}
	return true;
}

static void refuse_width(const struct import *import, size_t line, size_t count)
{
	char where[400];

	snprintf(where, sizeof(where), "%s:%zu", import->path, line);
	command_problem(import->context, where,
		_("has %zu columns, the heading has %zu"), count,
		import->width);
}

static bool take_row(void *context, const struct csv_row *row)
{
	struct walk *walk = context;
	struct import *import = walk->import;

	if (row->line <= import->heading_line || is_empty(row, 0))
		return true;
	if (row->count < import->width ||
		(row->count > import->width && !is_empty(row, import->width))) {
		if (walk->counts)
			refuse_width(import, row->line, row->count);
		return true;
	}
	import->rows += walk->counts ? 1 : 0;
	import->row = row;
	begin_where(import);
	walk->each(import, walk->context);
	import->row = NULL;
	return true;
}

static enum command_result walk_rows(struct walk *walk)
{
	struct import *import = walk->import;
	char where[400];
	size_t line = 0;
	enum csv_outcome outcome = csv_read(import->text, import->length,
		import->separator, take_row, walk, &line);

	if (outcome == CSV_READ)
		return COMMAND_DONE;
	snprintf(where, sizeof(where), "%s:%zu", import->path, line);
	if (walk->counts)
		command_problem(import->context, where, "%s",
			language_translate(csv_message(outcome)));
	return COMMAND_REFUSED;
}

enum command_result import_each(struct import *import, import_row *each,
	void *context)
{
	return walk_rows(&(struct walk){import, each, context, true});
}

/* --- habits ------------------------------------------------------------- */

static int places_of(const struct import *import, size_t column)
{
	return import->columns[column].cell == CELL_QUANTITY ? 3 : 0;
}

static void see_habits(struct import *import, void *context)
{
	(void)context;
	for (size_t i = 0; i < import->column_count; i++) {
		struct number_habit *habit = &import->habits[i];
		size_t open = habit->open;
		const char *cell;

		if (import->columns[i].cell == CELL_TEXT ||
			!import_has(import, i))
			continue;
		cell = import_cell(import, i);
		number_habit_see(habit, cell, places_of(import, i),
			import_line(import));
		if (open == 0 && habit->open > 0)
			snprintf(import->example[i], sizeof(*import->example),
				"%s", cell);
	}
}

static void ask_habit(struct import *import, size_t column)
{
	const struct number_habit *habit = &import->habits[column];
	const char *name = import->columns[column].name;

	if (habit->comma_line && habit->point_line)
		import_ask(import, ASK_DECIMAL, name, column,
			_("line %zu has a decimal comma, line %zu a decimal "
			  "point"),
			habit->comma_line, habit->point_line);
	else
		import_ask(import, ASK_DECIMAL, name, column,
			_("%zu values can be read in two ways, as “%s” in line "
			  "%zu"),
			habit->open, import->example[column], habit->open_line);
}

static void find_habits(struct import *import)
{
	int given = command_word(import->context, "decimal", -1);
	struct walk walk = {import, see_habits, NULL, false};

	walk_rows(&walk);
	begin_where(import); /* questions of a column stand at its heading */
	for (size_t i = 0; i < import->column_count; i++) {
		import->marks[i] = number_habit_mark(&import->habits[i]);
		if (given >= 0)
			import->marks[i] = given == 0 ? NUMBER_COMMA
						      : NUMBER_POINT;
		else if (number_habit_is_open(&import->habits[i]))
			ask_habit(import, i);
	}
}

/* --- opening ------------------------------------------------------------ */

enum command_result import_open(struct import *import, struct context *context,
	const char *kind, const struct import_column columns[], size_t count)
{
	enum command_result result;

	*import = (struct import){
		.context = context,
		.path = command_operand(context, 0),
		.columns = columns,
		.column_count = count,
		.kind = kind,
		.dry_run = command_given(context, "dry-run"),
	};
	context->problems_shown = IMPORT_SHOWN_MAX;
	result = read_file(import);
	if (result != COMMAND_DONE)
		return result;
	if (!heading_read(import) || context->problems > 0)
		return COMMAND_REFUSED;
	make_labels(import);
	report_begin(import);
	find_habits(import);
	return command_begin(context) ? COMMAND_DONE : COMMAND_FAILED;
}

void import_close(struct import *import)
{
	if (import->output)
		output_end(import->output);
	import->output = NULL;
	for (size_t i = 0; i < import->width; i++)
		free(import->headings[i]);
	import->width = 0;
	for (size_t i = 0; i < import->column_count; i++)
		free(import->labels[i]);
	buffer_release(&import->bytes);
	store_rollback(import->context->store);
}

struct document *import_document(struct import *import)
{
	struct context *context = import->context;

	if (!import->document)
		import->document = document_begin(context->store, import->kind,
			&context->author);
	return import->document;
}

/* --- cells -------------------------------------------------------------- */

const char *import_where(struct import *import, size_t column)
{
	const char *label = import->labels[column];
	size_t length = strlen(label);

	assert(import->where_length + length < sizeof(import->where));
	memcpy(import->where + import->where_length, label, length + 1);
	return import->where;
}

const char *import_cell(struct import *import, size_t column)
{
	const char *text;

	if (!import_has(import, column))
		return "";
	text = output_undefused(import->row->fields[import->place[column] - 1]);
	memcpy(import->cell, text, strlen(text) + 1);
	text_clean(import->cell);
	return import->cell;
}

bool import_text(struct import *import, size_t column, char *text, size_t size)
{
	const char *cell = import_cell(import, column);

	if (cell[0] == '\0')
		return false;
	if (strlen(cell) >= size) {
		command_problem(import->context, import_where(import, column),
			_("is too long: at most %d bytes"), (int)size - 1);
		return false;
	}
	snprintf(text, size, "%s", cell);
	return true;
}

bool import_number(struct import *import, size_t column, int64_t max,
	int64_t *value)
{
	static const char *const messages[] = {
		[NUMBER_READ] = "",
		[NUMBER_NONE] = N_("is not a number"),
		[NUMBER_NEGATIVE] = N_("is less than 0"),
		[NUMBER_TOO_LARGE] = N_("is too large"),
		[NUMBER_TOO_FINE] = N_("has too many decimals"),
		[NUMBER_OTHER_HABIT] =
			N_("is not written with the column's decimal mark"),
		[NUMBER_OPEN] = "",
	};
	const char *cell = import_cell(import, column);
	enum number_reading reading;

	if (cell[0] == '\0')
		return false;
	reading = number_read(cell, import->marks[column],
		places_of(import, column), max, value);
	if (messages[reading][0] != '\0')
		command_problem(import->context, import_where(import, column),
			"“%s” %s", cell, language_translate(messages[reading]));
	import->open_cells += reading == NUMBER_OPEN ? 1 : 0;
	return reading == NUMBER_READ;
}

bool import_integer(struct import *import, size_t column, int64_t max,
	int64_t *value)
{
	const char *cell = import_cell(import, column);

	if (cell[0] == '\0')
		return false;
	if (text_parse_integer(cell, 0, max, value))
		return true;
	command_problem(import->context, import_where(import, column),
		_("“%s” is not a whole number from 0 to %lld"), cell,
		(long long)max);
	return false;
}

/* --- words -------------------------------------------------------------- */

static bool means(const char *words, const char *given)
{
	size_t length = strlen(given);

	while (*words) {
		size_t here = strcspn(words, "|");

		if (here == length && strncasecmp(words, given, length) == 0)
			return true;
		words += here + (words[here] == '|' ? 1 : 0);
	}
	return false;
}

bool import_word(struct import *import, size_t column,
	const char *const words[], int *index)
{
	const char *cell = import_cell(import, column);
	struct buffer known;

	if (cell[0] == '\0')
		return false;
	for (int i = 0; words[i]; i++) {
		if (means(words[i], cell)) {
			*index = i;
			return true;
		}
	}
	buffer_init(&known, 2000);
	for (int i = 0; words[i]; i++)
		buffer_printf(&known, "%s%.*s", i > 0 ? ", " : "",
			(int)strcspn(words[i], "|"), words[i]);
	command_problem(import->context, import_where(import, column),
		_("“%s” is none of: %s"), cell, buffer_str(&known));
	buffer_release(&known);
	return false;
}
