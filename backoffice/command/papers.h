/* What the commands that make papers share: the forms, and where they go. */
#ifndef TITIPAN_COMMAND_PAPERS_H
#define TITIPAN_COMMAND_PAPERS_H

#include "backoffice/command/command.h"
#include "drivers/codec/paper.h"
#include "schema/store/settlement_then.h"

/* By the end of the file's name; without one, and for -, it is text. */
enum papers_form {
	PAPERS_TEXT,
	PAPERS_PDF,   /* .pdf */
	PAPERS_PNG,   /* .png: what the printer would print */
	PAPERS_ESCPOS /* .escpos: bytes for a receipt printer */
};
enum papers_form papers_form_of(const char *path); /* NULL is allowed */

/* Each such command has -o and this; the text form has its own width. */
#define PAPERS_PRINTER_OPTION \
	{ \
		.name = "printer-format", .kind = OPTION_TEXT, \
		.value = "58mm|80mm|…", \
		.help = N_("whose paper a .png or .escpos is for") \
		, .max = 40 \
	}

/* Whether there is such a printer format; COMMAND_DONE, or says what not. */
enum command_result papers_check(struct context *context);

/* Appends a paper in a form that is not a PDF; columns: of the text. False if
 * it is too long for it. */
bool papers_draw(struct context *context, const struct paper *paper,
	enum papers_form form, int columns, struct buffer *out);

/* To the file of -o, or to the terminal. */
enum command_result papers_write(struct context *context,
	const struct buffer *bytes);

/* The hash of a settlement's statement; false if it cannot be made. */
bool statement_proof(struct context *context,
	const struct settlement *settlement,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE]);

#endif
