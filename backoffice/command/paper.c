/* paper: what a till printed, shown again: to read, to send, to keep. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/nouns.h"
#include "backoffice/command/papers.h"
#include "backoffice/command/settlement.h"
#include "backoffice/paper/payout.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "pos/paper/load.h"
#include "schema/store/sale.h"

#define COLUMNS 42
#define COLUMNS_MIN 32
#define PAPER_MAX ((size_t)8 * 1024 * 1024)

/* It says that it is a copy; only the till prints a paper that does not. */
static enum store_result load(struct context *context, struct paper **paper)
{
	const char *text = command_operand(context, 0);
	struct payout payout;
	int64_t document;
	enum store_result result;

	if (!document_parse(text, &document)) {
		result = sale_find(context->store, text, &document);
		if (result != STORE_OK)
			return result;
	}
	result = paper_load_document(context->store, document,
		LAYOUT_COPY_SHOWN, paper);
	if (result != STORE_NOT_FOUND)
		return result;
	result = payout_get(context->store, document, &payout);
	return result == STORE_OK ? payout_paper(context->store, &payout, paper)
				  : result;
}

static enum command_result run_paper(struct context *context)
{
	const int columns = (int)command_number(context, "width", COLUMNS);
	const enum papers_form form =
		papers_form_of(command_text(context, "o"));
	enum command_result ended = papers_check(context);
	enum store_result result;
	struct paper *paper;
	struct buffer out;

	if (ended != COMMAND_DONE)
		return ended;
	if (columns < COLUMNS_MIN) {
		command_problem(context, "--width", _("is from %d to %d"),
			COLUMNS_MIN, PAPER_TEXT_MAX_COLUMNS);
		return COMMAND_USAGE;
	}
	if (form == PAPERS_PDF) {
		command_problem(context, command_text(context, "o"), "%s",
			_("such a paper is .txt, .png or .escpos"));
		return COMMAND_USAGE;
	}
	result = load(context, &paper);
	if (result == STORE_NOT_FOUND)
		return command_refuse(context, command_operand(context, 0),
			"%s", _("there is no paper of that number"));
	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	buffer_init(&out, PAPER_MAX);
	if (papers_draw(context, paper, form, columns, &out)) {
		ended = papers_write(context, &out);
	} else {
		command_problem(context, command_operand(context, 0), "%s",
			_("it is too long for this form"));
		ended = COMMAND_FAILED;
	}
	buffer_release(&out);
	paper_free(paper);
	return ended;
}

static const struct option_spec paper_options[] = {
	{.name = "o",
		.kind = OPTION_PATH,
		.value = "FILE",
		.help = N_("where to write it: FILE.txt, .png or .escpos; - is "
			   "the terminal")},
	{.name = "width",
		.kind = OPTION_INTEGER,
		.value = "32|42|48",
		.help = N_("columns of a text"),
		.max = PAPER_TEXT_MAX_COLUMNS},
	PAPERS_PRINTER_OPTION,
	OPTION_END,
};

const struct command paper_commands[] = {
	{.path = "paper",
		.operands = "RECEIPT|N",
		.operands_min = 1,
		.operands_max = 1,
		.summary = N_("a receipt, an X or Z, a slip of cash or of a "
			      "payout again, as a copy"),
		.options = paper_options,
		.needs = NEEDS_READ,
		.action = ACTION_READ,
		.run = run_paper},
	COMMAND_END,
};
