/* `--help` at every level, written from the tables of commands. */
#include <string.h>

#include "backoffice/command/command_int.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

/* Columns in which a command or an option stands before its text. */
#define LEFT_COLUMNS 34

/* One line of two columns; the text goes below a left side that is too wide. */
static void two_columns(FILE *out, const char *left, const char *right)
{
	int width = text_width(left);

	if (width > LEFT_COLUMNS - 2)
		fprintf(out, "  %s\n%*s%s\n", left, LEFT_COLUMNS + 2, "",
			right);
	else
		fprintf(out, "  %s%*s%s\n", left, LEFT_COLUMNS - width, "",
			right);
}

static void option_line(FILE *out, const struct option_spec *spec)
{
	struct buffer left, right;

	if (!spec->help)
		return;
	buffer_init(&left, 500);
	buffer_init(&right, 1000);
	buffer_printf(&left, "%s%s%s%s", strlen(spec->name) > 1 ? "--" : "-",
		spec->name, spec->value ? " " : "",
		spec->value ? spec->value : "");
	buffer_add_str(&right, language_translate(spec->help));
	if (spec->flags & OPTION_REPEAT)
		buffer_printf(&right, " %s", _("(may be repeated)"));
	if (spec->flags & OPTION_REQUIRED)
		buffer_printf(&right, " %s", _("(must be given)"));
	two_columns(out, buffer_str(&left), buffer_str(&right));
	buffer_release(&left);
	buffer_release(&right);
}

static void option_lines(FILE *out, const struct option_spec *specs)
{
	for (; specs && specs->name; specs++)
		option_line(out, specs);
}

static void command_line(FILE *out, const struct command *command)
{
	struct buffer left;

	buffer_init(&left, 500);
	buffer_add_str(&left, command->path);
	if (command->operands)
		buffer_printf(&left, " %s", command->operands);
	two_columns(out, buffer_str(&left),
		language_translate(command->summary));
	buffer_release(&left);
}

void help_command(FILE *out, const struct command *command)
{
	fprintf(out, _("Usage: backoffice %s%s%s%s\n\n"), command->path,
		command->options ? _(" [OPTION…]") : "",
		command->operands ? " " : "",
		command->operands ? command->operands : "");
	fprintf(out, "%s\n\n", language_translate(command->summary));
	if (command->options) {
		option_lines(out, command->options);
		fputc('\n', out);
	}
	if (command->needs >= NEEDS_WRITE)
		fprintf(out, _("It needs --user: at least %s.\n\n"),
			role_words(rights_lowest(command->action)));
	fputs(_("With every command:\n"), out);
	option_lines(out, global_options);
}

void help_noun(FILE *out, const char *noun)
{
	size_t length = strlen(noun);

	fprintf(out, _("Usage: backoffice %s COMMAND [OPTION…]\n\n"), noun);
	for (size_t t = 0; command_tables[t]; t++) {
		for (const struct command *c = command_tables[t]; c->path;
			c++) {
			if (strncmp(c->path, noun, length) == 0 &&
				(c->path[length] == ' ' ||
					c->path[length] == '\0'))
				command_line(out, c);
		}
	}
	fprintf(out, _("\n`backoffice %s COMMAND --help` lists its options.\n"),
		noun);
}

void help_all(FILE *out)
{
	fputs(_("Usage: backoffice COMMAND [OPTION…]\n\n"
		"The manager's tool of a mart that sells consigned goods.\n\n"),
		out);
	for (size_t t = 0; command_tables[t]; t++) {
		for (const struct command *c = command_tables[t]; c->path; c++)
			command_line(out, c);
		fputc('\n', out);
	}
	fputs(_("With every command:\n"), out);
	option_lines(out, global_options);
	fputs(_("\n`backoffice COMMAND --help` lists a command's options.\n"
		"It ends 0: done; 1: refused, nothing changed; 2: wrong usage;\n"
		"3: the disk, the database or a device failed.\n"),
		out);
}
