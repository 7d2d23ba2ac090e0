/*
 * The heading: the separator is the one by which most headings are known. A
 * heading is known by our name, by a synonym, or by what --map says; where two
 * could be one of ours a person says which.
 */
#include "backoffice/import/heading.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

#define NAME_SIZE 200
#define MAPS_MAX 40

/* One pair of --map; column is column_count for what is none of ours. */
struct mapping {
	size_t column;
	char theirs[NAME_SIZE]; /* normal; "" leaves the column out */
};

struct mappings {
	struct mapping map[MAPS_MAX];
	size_t count;
};

/* Lower case, blanks for - _ and points, cleaned. */
static void make_normal(const char *text, char normal[NAME_SIZE])
{
	size_t length = 0;

	for (; *text && length < NAME_SIZE - 1; text++) {
		if (strchr("-_.:", *text))
			normal[length++] = ' ';
		else
			normal[length++] = (char)tolower((unsigned char)*text);
	}
	normal[length] = '\0';
	text_clean(normal);
}

static bool is_one_of(const char *words, const char *word)
{
	size_t length = strlen(word);

	while (*words && length > 0) {
		size_t here = strcspn(words, "|");

		if (here == length && strncmp(words, word, length) == 0)
			return true;
		words += here + (words[here] == '|' ? 1 : 0);
	}
	return false;
}

static bool is_name(const struct import_column *column, const char *normal)
{
	char name[NAME_SIZE];

	make_normal(column->name, name);
	return strcmp(name, normal) == 0 || is_one_of(column->synonyms, normal);
}

/* --- --map -------------------------------------------------------------- */

static size_t find_column(const struct import *import, const char *normal)
{
	size_t i = 0;
	char name[NAME_SIZE];

	for (; i < import->column_count; i++) {
		make_normal(import->columns[i].name, name);
		if (strcmp(name, normal) == 0)
			break;
	}
	return i;
}

static void read_pair(struct import *import, struct mappings *maps,
	const char *pair, size_t length)
{
	struct mapping *map = &maps->map[maps->count];
	char *text = xstrndup(pair, length);
	char *theirs = strchr(text, '=');
	char ours[NAME_SIZE];

	if (theirs)
		*theirs++ = '\0';
	make_normal(text, ours);
	map->column = find_column(import, ours);
	if (!theirs || maps->count + 1 == MAPS_MAX) {
		command_problem(import->context, "--map",
			_("“%s” is not OURS=THEIRS"), text);
	} else if (map->column == import->column_count) {
		command_problem(import->context, "--map",
			_("“%s” is no column that is imported"), text);
	} else {
		make_normal(theirs, map->theirs);
		maps->count++;
	}
	free(text);
}

static void read_maps(struct import *import, struct mappings *maps)
{
	size_t given = command_count(import->context, "map");

	maps->count = 0;
	for (size_t i = 0; i < given; i++) {
		const char *pair = command_nth(import->context, "map", i);

		while (*pair) {
			size_t length = strcspn(pair, ",");

			read_pair(import, maps, pair, length);
			pair += length + (pair[length] == ',' ? 1 : 0);
		}
	}
}

static const struct mapping *map_of(const struct mappings *maps, size_t column)
{
	for (size_t i = 0; i < maps->count; i++) {
		if (maps->map[i].column == column)
			return &maps->map[i];
	}
	return NULL;
}

static bool is_mapped(const struct mappings *maps, const char *normal)
{
	for (size_t i = 0; i < maps->count; i++) {
		if (strcmp(maps->map[i].theirs, normal) == 0)
			return true;
	}
	return false;
}

/* --- the separator ------------------------------------------------------ */

struct sniff {
	struct import *import;
	const struct mappings *maps;
	size_t known;
	size_t line;
	bool keep;
};

static bool see_heading(void *context, const struct csv_row *row)
{
	struct sniff *sniff = context;
	struct import *import = sniff->import;

	sniff->line = row->line;
	sniff->known = 0;
	for (size_t i = 0; i < row->count; i++) {
		char normal[NAME_SIZE];
		bool known;

		make_normal(output_undefused(row->fields[i]), normal);
		known = is_mapped(sniff->maps, normal);
		for (size_t c = 0; !known && c < import->column_count; c++)
			known = is_name(&import->columns[c], normal);
		sniff->known += known ? 1 : 0;
		if (sniff->keep)
			import->headings[i] = text_cleaned_copy(
				output_undefused(row->fields[i]), NULL);
	}
	if (sniff->keep)
		import->width = row->count;
	return false;
}

/* Excel's own first line `sep=;`: taken as said, and left out. */
static bool take_sep_line(struct import *import)
{
	const char *text = import->text;

	if (import->length < 6 || strncasecmp(text, "sep=", 4) != 0 ||
		!strchr(",;\t", text[4]) || !strchr("\r\n", text[5]))
		return false;
	import->separator = text[4];
	return true;
}

static void find_separator(struct import *import, struct sniff *sniff)
{
	static const char separators[] = ",;\t";
	size_t most = 0, line;

	import->separator = separators[0];
	for (const char *s = separators; *s; s++) {
		sniff->known = 0;
		csv_read(import->text, import->length, *s, see_heading, sniff,
			&line);
		if (sniff->known > most) {
			most = sniff->known;
			import->separator = *s;
		}
	}
}

/* --- the columns -------------------------------------------------------- */

/* The first two headings that are this column, from 1. */
static void find_headings(const struct import *import,
	const struct mappings *maps, size_t column, size_t found[2])
{
	const struct mapping *map = map_of(maps, column);
	char normal[NAME_SIZE];

	found[0] = found[1] = 0;
	for (size_t i = 0; i < import->width; i++) {
		bool same;

		make_normal(import->headings[i], normal);
		same = map ? map->theirs[0] && strcmp(map->theirs, normal) == 0
			   : !is_mapped(maps, normal) &&
				is_name(&import->columns[column], normal);
		if (same && found[0] == 0)
			found[0] = i + 1;
		else if (same && found[1] == 0)
			found[1] = i + 1;
	}
}

static void place_column(struct import *import, const struct mappings *maps,
	size_t column)
{
	const char *name = import->columns[column].name;
	const struct mapping *map = map_of(maps, column);
	size_t found[2];

	find_headings(import, maps, column, found);
	import->place[column] = found[0];
	if (map && map->theirs[0] && found[0] == 0)
		command_problem(import->context, "--map",
			_("%s has no column “%s”"), import->path, map->theirs);
	else if (found[1] != 0)
		command_problem(import->context, import->path,
			_("“%s” and “%s” could both be %s; --map %s=HEADING "
			  "says which"),
			import->headings[found[0] - 1],
			import->headings[found[1] - 1], name, name);
	else if (found[0] == 0 && import->columns[column].required)
		command_problem(import->context, import->path,
			_("has no column %s; --map %s=HEADING says which it "
			  "is"),
			name, name);
}

static void refuse_file(struct import *import, size_t line,
	enum csv_outcome outcome)
{
	snprintf(import->where, sizeof(import->where), "%s:%zu", import->path,
		line);
	command_problem(import->context, import->where, "%s",
		language_translate(csv_message(outcome)));
}

bool heading_read(struct import *import)
{
	int before = import->context->problems;
	struct mappings *maps = xcalloc(1, sizeof(*maps));
	struct sniff sniff = {.import = import, .maps = maps};
	enum csv_outcome outcome;
	size_t line = 0;

	read_maps(import, maps);
	if (take_sep_line(import)) {
		import->text += 5;
		import->length -= 5;
	} else {
		find_separator(import, &sniff);
	}
	sniff.keep = true;
	outcome = csv_read(import->text, import->length, import->separator,
		see_heading, &sniff, &line);
	import->heading_line = sniff.line;
	if (outcome == CSV_READ)
		command_problem(import->context, import->path,
			_("there is nothing in it"));
	else if (outcome != CSV_STOPPED)
		refuse_file(import, line, outcome);
	for (size_t i = 0; import->width > 0 && i < import->column_count; i++)
		place_column(import, maps, i);
	free(maps);
	return import->context->problems == before;
}
