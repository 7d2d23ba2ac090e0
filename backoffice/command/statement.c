/* statement: the paper of a settlement, to a file or to the terminal. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/nouns.h"
#include "backoffice/command/papers.h"
#include "backoffice/command/settlement.h"
#include "backoffice/paper/statement.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

/* What became of a form. */
enum outcome {
	MADE,
	TOO_LONG,
	TOO_LONG_FOR_FORM,
	NOT_AS_APPROVED,
	NO_TEXTS,  /* the Indonesian ones */
	NOT_LOADED /* see *failure */
};

static enum outcome prove(struct context *context,
	const struct statement_data *data,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE])
{
	unsigned char approved[SETTLEMENT_TEXT_HASH_SIZE];

	if (!statement_hash(data, hash))
		return TOO_LONG;
	if (settlement_text_hash(context->store, &data->settlement, approved) &&
		memcmp(hash, approved, sizeof(approved)) != 0)
		return NOT_AS_APPROVED;
	return MADE;
}

bool statement_proof(struct context *context,
	const struct settlement *settlement,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE])
{
	const char *language = language_name();
	struct statement_data data;
	bool made = false;

	if (!language_use("id"))
		return false;
	if (statement_load(context->store, settlement, &data) == STORE_OK) {
		made = statement_hash(&data, hash);
		statement_release(&data);
	}
	language_use(language);
	return made;
}

static bool draw(struct context *context, const struct statement_data *data,
	enum papers_form form, const unsigned char *hash, struct buffer *out)
{
	const int columns =
		(int)command_number(context, "width", STATEMENT_WIDE);
	const bool wide = form == PAPERS_TEXT && columns >= STATEMENT_WIDE;
	struct paper *paper;
	bool drawn;

	if (form == PAPERS_PDF)
		return statement_pdf(data, hash, out);
	paper = wide ? statement_wide(data) : statement_narrow(data);
	drawn = papers_draw(context, paper, form, columns, out);
	paper_free(paper);
	return drawn;
}

/* The paper is in the mart's language, what is said about it in the person's.
 */
static enum outcome make(struct context *context,
	const struct settlement *settlement, struct buffer *out,
	enum store_result *failure)
{
	const enum papers_form form =
		papers_form_of(command_text(context, "o"));
	const char *language = language_name();
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE];
	struct statement_data data;
	enum outcome outcome;

	if (!language_use("id"))
		return NO_TEXTS;
	*failure = statement_load(context->store, settlement, &data);
	if (*failure == STORE_OK) {
		outcome = prove(context, &data, hash);
		if (outcome == MADE && !draw(context, &data, form, hash, out))
			outcome = TOO_LONG_FOR_FORM;
		statement_release(&data);
	} else {
		outcome = NOT_LOADED;
	}
	language_use(language);
	return outcome;
}

static enum command_result say_why(struct context *context,
	enum outcome outcome, enum store_result failure)
{
	static const char *const why[] = {
		[TOO_LONG] = N_("the statement is too long"),
		[TOO_LONG_FOR_FORM] = N_("it is too long for this form; ask "
					 "for FILE.pdf"),
		[NOT_AS_APPROVED] =
			N_("THIS IS NOT WHAT WAS APPROVED: its text does not "
			   "have the hash that the approval holds. Pay nothing "
			   "on it, and run `backoffice verify`"),
		[NO_TEXTS] = N_("the Indonesian texts are missing: install "
				"the program again"),
	};

	if (outcome == NOT_LOADED)
		return command_store_says(context, context->file, failure);
	command_problem(context, command_operand(context, 0), "%s",
		_(why[outcome]));
	return COMMAND_FAILED;
}

static enum command_result run_statement(struct context *context)
{
	const int columns =
		(int)command_number(context, "width", STATEMENT_WIDE);
	struct settlement settlement = {0};
	struct buffer out;
	enum store_result failure = STORE_OK;
	enum outcome outcome;
	enum command_result ended;

	if (columns < STATEMENT_NARROW) {
		command_problem(context, "--width", _("is from %d to %d"),
			STATEMENT_NARROW, PAPER_TEXT_MAX_COLUMNS);
		return COMMAND_REFUSED;
	}
	ended = papers_check(context);
	if (ended == COMMAND_DONE)
		ended = settlement_operand(context, &settlement);
	if (ended != COMMAND_DONE)
		return ended;
	buffer_init(&out, STATEMENT_MAX);
	outcome = make(context, &settlement, &out, &failure);
	ended = outcome == MADE ? papers_write(context, &out)
				: say_why(context, outcome, failure);
	buffer_release(&out);
	if (ended != COMMAND_DONE)
		return ended;
	if (settlement.status == SETTLEMENT_DRAFT)
		command_warn(context, command_operand(context, 0),
			_("this is a draft: nobody has approved it yet"));
	else if (!settlement_is_live(&settlement))
		command_warn(context, command_operand(context, 0),
			_("it was cancelled or reversed: it is not paid"));
	return COMMAND_DONE;
}

static const struct option_spec statement_options[] = {
	{.name = "o",
		.kind = OPTION_PATH,
		.value = "FILE",
		.help = N_("where to write it: FILE.pdf, .txt, .png or "
			   ".escpos; - is the terminal")},
	{.name = "width",
		.kind = OPTION_INTEGER,
		.value = "32|80",
		.help = N_("columns of a text: 32 for 58 mm paper, 80 for a "
			   "page"),
		.max = PAPER_TEXT_MAX_COLUMNS},
	PAPERS_PRINTER_OPTION,
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
		.action = ACTION_READ,
		.run = run_statement},
	COMMAND_END,
};
