/*
 * The one reader of command lines. Options may stand anywhere after the words
 * that name the command, global ones also before and between them. Every bad
 * value is named before the command is refused.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/command_int.h"
#include "backoffice/command/lookup.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

/* A command line of more words than this is a mistake. */
#define ARGUMENTS_MAX 20000

static const char *const format_words[] = {"table", "csv", "json", NULL};

const struct option_spec global_options[] = {
	{"d", OPTION_PATH, "FILE", N_("the mart's file ($MART_DB)"), 0, 0,
		NULL},
	{"user", OPTION_TEXT, "NAME",
		N_("who does it; the PIN is asked, or read from $MART_PIN"), 0,
		USER_NAME_SIZE - 1, NULL},
	{"supervisor", OPTION_TEXT, "NAME",
		N_("who lends his right for this one command; his PIN is "
		   "asked, or read from $MART_SUPERVISOR_PIN"),
		0, USER_NAME_SIZE - 1, NULL},
	{"format", OPTION_WORD, "table|csv|json", N_("how lists are printed"),
		0, 0, format_words},
	{"date-is", OPTION_DATE, "DATE",
		N_("that the clock's date is right, when it is asked for"), 0,
		0, NULL},
	{"help", OPTION_FLAG, NULL, N_("this text"), 0, 0, NULL},
	{"version", OPTION_FLAG, NULL, N_("which version this is"), 0, 0, NULL},
	OPTION_END,
};

struct value {
	const struct option_spec *spec;
	char *text;
	int64_t number;
	bool bad; /* it was named as a problem */
};

struct arguments {
	struct value *values;
	size_t value_count;
	char **operands;
	size_t operand_count;
};

/* --- the words that name a command -------------------------------------- */

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0';
}

/* The name of an option word without dashes and value, as a length. */
static const char *option_name(const char *word, size_t *length)
{
	const char *name = word + (word[1] == '-' ? 2 : 1);

	*length = strcspn(name, "=");
	return name;
}

/* Whether the word is this option: --name, --name=…, or -o for one letter. */
static bool is_spec(const struct option_spec *spec, const char *word)
{
	size_t length;
	const char *name = option_name(word, &length);
	bool is_long = word[1] == '-';

	return (strlen(spec->name) > 1) == is_long &&
		strlen(spec->name) == length &&
		strncmp(spec->name, name, length) == 0;
}

static const struct option_spec *find_spec(const struct option_spec *specs,
	const char *word)
{
	for (; specs && specs->name; specs++) {
		if (is_spec(specs, word))
			return specs;
	}
	return NULL;
}

static bool begins_path(const char *known, const char *path)
{
	size_t length = strlen(path);

	return strncmp(known, path, length) == 0 &&
		(known[length] == '\0' || known[length] == ' ');
}

static bool is_known_start(const char *path)
{
	for (size_t t = 0; command_tables[t]; t++) {
		for (const struct command *c = command_tables[t]; c->path;
			c++) {
			if (begins_path(c->path, path))
				return true;
		}
	}
	for (size_t i = 0; command_later[i]; i++) {
		if (begins_path(command_later[i], path))
			return true;
	}
	return false;
}

static void look_up(struct command_path *found)
{
	for (size_t t = 0; command_tables[t]; t++) {
		for (const struct command *c = command_tables[t]; c->path;
			c++) {
			if (strcmp(c->path, found->path) == 0)
				found->command = c;
		}
	}
	for (size_t i = 0; command_later[i]; i++) {
		if (strcmp(command_later[i], found->path) == 0)
			found->later = true;
	}
}

void command_path_find(int argc, char **argv, struct command_path *found)
{
	*found = (struct command_path){.path = ""};
	for (int i = 1; i < argc; i++) {
		char longer[COMMAND_PATH_SIZE];
		int length;

		if (is_option(argv[i])) {
			const struct option_spec *spec =
				find_spec(global_options, argv[i]);

			if (!spec)
				break;
			if (spec->kind != OPTION_FLAG && !strchr(argv[i], '='))
				i++;
			continue;
		}
		length = snprintf(longer, sizeof(longer), "%s%s%s", found->path,
			found->path[0] ? " " : "", argv[i]);
		if (length >= (int)sizeof(longer) || !is_known_start(longer)) {
			found->bad = argv[i];
			break;
		}
		memcpy(found->path, longer, (size_t)length + 1);
		found->last = i;
		found->words++;
	}
	look_up(found);
}

bool command_flag_anywhere(int argc, char **argv, const char *flag)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], flag) == 0)
			return true;
	}
	return false;
}

/* --- values ------------------------------------------------------------- */

static const char *spec_label(const struct option_spec *spec, char *text,
	size_t size)
{
	snprintf(text, size, "%s%s", strlen(spec->name) > 1 ? "--" : "-",
		spec->name);
	return text;
}

static void bad_word(struct context *context, const struct option_spec *spec,
	const char *label, const char *given)
{
	struct buffer words;

	buffer_init(&words, 1000);
	for (size_t i = 0; spec->words[i]; i++) {
		buffer_add_str(&words, i > 0 ? ", " : "");
		buffer_add_str(&words, spec->words[i]);
	}
	command_problem(context, label, _("“%s” is none of: %s"), given,
		buffer_str(&words));
	buffer_release(&words);
}

static bool read_word(const struct option_spec *spec, const char *given,
	int64_t *number)
{
	for (size_t i = 0; spec->words[i]; i++) {
		if (strcmp(spec->words[i], given) == 0) {
			*number = (int64_t)i;
			return true;
		}
	}
	return false;
}

/* `20`, `17.5`, `20%`. */
static bool read_percent(const char *given, int64_t *number)
{
	size_t length = strlen(given);
	char *text = xstrndup(given,
		length > 0 && given[length - 1] == '%' ? length - 1 : length);
	bool right = text_parse_decimal(text, 2, BASIS_POINTS, number);

	free(text);
	return right;
}

static bool read_date(const char *given, int64_t *number)
{
	int32_t day;

	if (!calendar_parse(&day, given, strlen(given)))
		return false;
	*number = day;
	return true;
}

static void read_text(struct context *context, const char *label,
	struct value *value)
{
	int64_t max = value->spec->max ? value->spec->max : OPTION_TEXT_MAX;

	if (text_clean(value->text) == TEXT_EMPTY)
		command_problem(context, label, _("there is nothing in it"));
	else if (strlen(value->text) > (size_t)max)
		command_problem(context, label,
			_("is too long: at most %d bytes"), (int)max);
}

/* The kinds that are a number; one that is none is named. */
static void read_number(struct context *context, const char *label,
	struct value *value)
{
	const char *given = value->text;
	int64_t *number = &value->number;
	int64_t max = value->spec->max ? value->spec->max : TEXT_NUMBER_MAX;

	switch (value->spec->kind) {
	case OPTION_INTEGER:
		if (!text_parse_integer(given, 0, max, number))
			command_problem(context, label,
				_("“%s” is not a whole number from 0 to %lld"),
				given, (long long)max);
		break;
	case OPTION_MONEY:
		if (!text_parse_rupiah(given, number))
			bad_amount(context, label, given);
		break;
	case OPTION_QUANTITY:
		if (!text_parse_decimal(given, 3, max, number))
			bad_quantity(context, label, given);
		break;
	case OPTION_PERCENT:
		if (!read_percent(given, number))
			command_problem(context, label,
				_("“%s” is not a percent from 0 to 100 with "
				  "at most two decimals"),
				given);
		break;
	case OPTION_DATE:
		if (!read_date(given, number))
			command_problem(context, label,
				_("“%s” is not a date such as 2026-11-30"),
				given);
		break;
	case OPTION_FLAG:
	case OPTION_TEXT:
	case OPTION_PATH:
	case OPTION_WORD:
	case OPTION_INSTANT:
	case OPTION_LATER:
		break;
	}
}

static void read_value(struct context *context, struct value *value)
{
	const struct option_spec *spec = value->spec;
	int before = context->problems;
	char label[64];

	spec_label(spec, label, sizeof(label));
	if (value->text[0] == '\0' && (spec->flags & OPTION_CLEARS))
		return;
	if (spec->kind == OPTION_TEXT)
		read_text(context, label, value);
	else if (spec->kind == OPTION_PATH && value->text[0] == '\0')
		command_problem(context, label, _("there is nothing in it"));
	else if (spec->kind == OPTION_WORD &&
		!read_word(spec, value->text, &value->number))
		bad_word(context, spec, label, value->text);
	else
		read_number(context, label, value);
	value->bad = context->problems > before;
}

enum command_result arguments_read_instants(struct context *context,
	int32_t offset_s)
{
	enum command_result result = COMMAND_DONE;
	struct arguments *a = context->arguments;

	for (size_t i = 0; i < a->value_count; i++) {
		struct value *value = &a->values[i];
		char label[64];

		if (value->spec->kind != OPTION_INSTANT ||
			clock_parse_instant(value->text, offset_s,
				&value->number))
			continue;
		command_problem(context,
			spec_label(value->spec, label, sizeof(label)),
			_("“%s” is not a time such as 2026-11-30T09:00"),
			value->text);
		value->bad = true;
		result = COMMAND_REFUSED;
	}
	return result;
}

/* --- the line ----------------------------------------------------------- */

static enum command_result usage(struct context *context, const char *what,
	const char *why)
{
	command_warn(context, what, "%s", why);
	if (context->command)
		command_warn(context, context->command->path,
			_("`backoffice %s --help` tells how it is used"),
			context->command->path);
	return COMMAND_USAGE;
}

static bool was_given(const struct arguments *a, const struct option_spec *spec)
{
	for (size_t i = 0; i < a->value_count; i++) {
		if (a->values[i].spec == spec)
			return true;
	}
	return false;
}

/* One option at argv[*i], which moves to the last word it took. */
static enum command_result take_option(struct context *context,
	struct arguments *a, int argc, char **argv, int *i)
{
	const char *word = argv[*i];
	const struct option_spec *spec =
		find_spec(context->command->options, word);
	const char *given = strchr(word, '=');
	struct value *value;

	if (!spec)
		spec = find_spec(global_options, word);
	if (!spec)
		return usage(context, word, _("there is no such option"));
	if (spec->kind == OPTION_LATER)
		return usage(context, word, _("is not there yet"));
	if (was_given(a, spec) && !(spec->flags & OPTION_REPEAT))
		return usage(context, word, _("is given twice"));
	if (spec->kind == OPTION_FLAG) {
		if (given)
			return usage(context, word, _("takes no value"));
		given = "";
	} else if (given) {
		given++;
	} else if (*i + 1 < argc && strncmp(argv[*i + 1], "--", 2) != 0) {
		given = argv[++*i];
	} else {
		return usage(context, word, _("needs a value"));
	}
	a->values = xreallocarray(a->values, a->value_count + 1,
		sizeof(*a->values));
	value = &a->values[a->value_count++];
	*value = (struct value){.spec = spec, .text = xstrdup(given)};
	if (spec->kind != OPTION_FLAG)
		read_value(context, value);
	return COMMAND_DONE;
}

/* `--sku KRP` in the place of the operand SKU. */
static void take_operand_option(struct arguments *a)
{
	for (size_t i = 0; i < a->value_count && a->operand_count == 0; i++) {
		if (a->values[i].spec->flags & OPTION_OPERAND)
			a->operands[a->operand_count++] = a->values[i].text;
	}
}

static enum command_result check_complete(struct context *context,
	struct arguments *a)
{
	const struct command *command = context->command;
	char label[64];

	take_operand_option(a);
	for (const struct option_spec *spec = command->options;
		spec && spec->name; spec++) {
		if ((spec->flags & OPTION_REQUIRED) && !was_given(a, spec))
			return usage(context,
				spec_label(spec, label, sizeof(label)),
				_("must be given"));
	}
	if (a->operand_count < command->operands_min)
		return usage(context, command->path,
			_("something is missing after it"));
	if (a->operand_count > command->operands_max)
		return usage(context, a->operands[command->operands_max],
			_("is one word too many"));
	if (context->problems > 0 &&
		command->needs != NEEDS_NOTHING_NAMES_ALL &&
		command->needs != NEEDS_WRITE_NAMES_ALL)
		return COMMAND_REFUSED;
	return COMMAND_DONE;
}

enum command_result arguments_read(struct context *context, int argc,
	char **argv, const struct command_path *path, struct arguments **out)
{
	struct arguments *a = xcalloc(1, sizeof(*a));
	int words = path->words;
	bool only_operands = false;

	*out = a;
	context->arguments = a;
	if (argc > ARGUMENTS_MAX)
		return usage(context, argv[0], _("too many words"));
	a->operands = xcalloc((size_t)argc, sizeof(*a->operands));
	for (int i = 1; i < argc; i++) {
		enum command_result result;

		if (only_operands || !is_option(argv[i])) {
			if (words > 0)
				words--;
			else
				a->operands[a->operand_count++] = argv[i];
		} else if (strcmp(argv[i], "--") == 0) {
			only_operands = true;
		} else {
			result = take_option(context, a, argc, argv, &i);
			if (result != COMMAND_DONE)
				return result;
		}
	}
	return check_complete(context, a);
}

void arguments_free(struct arguments *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->value_count; i++)
		free(a->values[i].text);
	free(a->values);
	free(a->operands);
	free(a);
}

/* --- asking for them ---------------------------------------------------- */

/* The value number index of an option, or NULL. */
static const struct value *find_value(const struct context *context,
	const char *option, size_t index)
{
	const struct arguments *a = context->arguments;
	const struct option_spec *spec = context->command->options;

	for (size_t i = 0; i < a->value_count; i++) {
		if (strcmp(a->values[i].spec->name, option) == 0 &&
			!a->values[i].bad && index-- == 0)
			return &a->values[i];
	}
	while (spec && spec->name && strcmp(spec->name, option) != 0)
		spec++;
	if (!spec || !spec->name) {
		spec = global_options;
		while (spec->name && strcmp(spec->name, option) != 0)
			spec++;
	}
	assert(spec->name); /* else a misspelt option in our code */
	return NULL;
}

bool command_given(const struct context *context, const char *option)
{
	return find_value(context, option, 0) != NULL;
}

const char *command_text(const struct context *context, const char *option)
{
	return command_nth(context, option, 0);
}

int command_word(const struct context *context, const char *option,
	int otherwise)
{
	const struct value *value = find_value(context, option, 0);

	assert(!value || value->spec->kind == OPTION_WORD);
	return value ? (int)value->number : otherwise;
}

int64_t command_number(const struct context *context, const char *option,
	int64_t otherwise)
{
	const struct value *value = find_value(context, option, 0);

	assert(!value ||
		(value->spec->kind != OPTION_TEXT &&
			value->spec->kind != OPTION_PATH));
	return value && value->text[0] != '\0' ? value->number : otherwise;
}

size_t command_count(const struct context *context, const char *option)
{
	size_t count = 0;

	while (find_value(context, option, count))
		count++;
	return count;
}

const char *command_nth(const struct context *context, const char *option,
	size_t index)
{
	const struct value *value = find_value(context, option, index);

	return value ? value->text : NULL;
}

size_t command_operand_count(const struct context *context)
{
	return context->arguments->operand_count;
}

const char *command_operand(const struct context *context, size_t index)
{
	assert(index < context->arguments->operand_count);
	return context->arguments->operands[index];
}
