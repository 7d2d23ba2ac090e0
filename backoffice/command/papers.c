/* From a paper to a file: the form is told by the file's name. */
#include "backoffice/command/papers.h"

#include <string.h>
#include <strings.h>

#include "drivers/codec/paper_escpos.h"
#include "drivers/codec/paper_png.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

#define PRINTER "58mm"

static bool ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcasecmp(text + length - tail, end) == 0;
}

enum papers_form papers_form_of(const char *path)
{
	if (path == NULL)
		return PAPERS_TEXT;
	if (ends_with(path, ".pdf"))
		return PAPERS_PDF;
	if (ends_with(path, ".png"))
		return PAPERS_PNG;
	return ends_with(path, ".escpos") ? PAPERS_ESCPOS : PAPERS_TEXT;
}

static const struct escpos_profile *printer(struct context *context)
{
	const char *name = command_text(context, "printer-format");

	return escpos_profile_find(name != NULL ? name : PRINTER);
}

enum command_result papers_check(struct context *context)
{
	if (printer(context) != NULL)
		return COMMAND_DONE;
	command_problem(context, command_text(context, "printer-format"), "%s",
		_("there is no such format of receipts"));
	return COMMAND_USAGE;
}

bool papers_draw(struct context *context, const struct paper *paper,
	enum papers_form form, int columns, struct buffer *out)
{
	const struct escpos_profile *profile = printer(context);

	if (paper_overflowed(paper))
		return false;
	switch (form) {
	case PAPERS_TEXT:
		return paper_text(paper, columns, out);
	case PAPERS_PNG:
		return paper_png(paper, profile->columns, profile->dots, out) ==
			PAPER_PNG_DONE;
	case PAPERS_ESCPOS:
		return paper_escpos(paper, profile, out);
	case PAPERS_PDF:
		break;
	}
	return false;
}

enum command_result papers_write(struct context *context,
	const struct buffer *bytes)
{
	const char *path = command_text(context, "o");
	enum file_result result;

	if (!path || strcmp(path, "-") == 0) {
		fwrite(buffer_str(bytes), 1, bytes->length, context->out);
		return COMMAND_DONE;
	}
	result =
		file_write_atomic(path, buffer_str(bytes), bytes->length, 0600);
	if (result == FILE_DONE)
		return COMMAND_DONE;
	command_problem(context, path, "%s",
		language_translate(file_message(result)));
	return COMMAND_FAILED;
}
