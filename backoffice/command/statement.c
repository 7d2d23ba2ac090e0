/* statement: the paper of a settlement, to a file or to the terminal. */
#include <string.h>

#include "backoffice/command/nouns.h"
#include "backoffice/command/settlement.h"
#include "backoffice/paper/statement.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

#define STATEMENT_MAX (8 * 1024 * 1024)

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcasecmp(text + length - tail, end) == 0;
}

static enum command_result write_out(struct context *context, const char *path,
	const struct buffer *text)
{
	enum file_result result;

	if (!path || strcmp(path, "-") == 0) {
		fwrite(buffer_str(text), 1, text->length, context->out);
		return COMMAND_DONE;
	}
	result = file_write_atomic(path, buffer_str(text), text->length, 0600);
	if (result == FILE_DONE)
		return COMMAND_DONE;
	command_problem(context, path, "%s",
		language_translate(file_message(result)));
	return COMMAND_FAILED;
}

static enum command_result run_statement(struct context *context)
{
	const char *path = command_text(context, "o");
	const int columns =
		(int)command_number(context, "width", STATEMENT_WIDE);
	struct settlement settlement;
	struct paper *paper;
	struct buffer text;
	enum store_result result;
	enum command_result ended;

	if (path && ends_with(path, ".pdf")) {
		command_problem(context, path,
			_("PDF is not there yet; give a name that ends in "
			  ".txt"));
		return COMMAND_USAGE;
	}
	if (columns < STATEMENT_NARROW) {
		command_problem(context, "--width", _("is from %d to %d"),
			STATEMENT_NARROW, PAPER_TEXT_MAX_COLUMNS);
		return COMMAND_USAGE;
	}
	ended = settlement_operand(context, &settlement);
	if (ended != COMMAND_DONE)
		return ended;
	result = statement_paper(context->store, &settlement,
		columns >= STATEMENT_WIDE, &paper);
	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	buffer_init(&text, STATEMENT_MAX);
	if (paper_overflowed(paper) || !paper_text(paper, columns, &text)) {
		command_problem(context, command_operand(context, 0),
			_("the statement is too long"));
		ended = COMMAND_FAILED;
	} else {
		ended = write_out(context, path, &text);
	}
	buffer_release(&text);
	paper_free(paper);
	if (settlement.status == SETTLEMENT_DRAFT)
		command_warn(context, command_operand(context, 0),
			_("this is a draft: nobody has approved it yet"));
	else if (!settlement_is_live(&settlement))
		command_warn(context, command_operand(context, 0),
			_("it was cancelled or reversed: it is not paid"));
	return ended;
}

static const struct option_spec statement_options[] = {
	{.name = "o",
		.kind = OPTION_PATH,
		.value = "FILE.txt",
		.help = N_("where to write it; - is the terminal")},
	{.name = "width",
		.kind = OPTION_INTEGER,
		.value = "32|80",
		.help = N_("columns: 32 for 58 mm paper, 80 for a page"),
		.max = PAPER_TEXT_MAX_COLUMNS},
	{.name = "print", .kind = OPTION_LATER},
	{.name = "message", .kind = OPTION_LATER},
	OPTION_END,
};

const struct command statement_commands[] = {
	{.path = "statement",
		.operands = "N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("the paper that a producer gets with a "
			      "settlement"),
		.options = statement_options,
		.needs = NEEDS_READ,
		.run = run_statement},
	COMMAND_END,
};
