/*
 * Manual pages: roff with the macros of man(7), from plain text. Every text
 * is escaped, so that what a table of commands holds can stand in a page; what
 * is not ASCII is written as roff's names of characters.
 */
#ifndef TITIPAN_CODEC_ROFF_H
#define TITIPAN_CODEC_ROFF_H

#include <stdio.h>

/* The head of a page of section 1, and its NAME. */
void roff_page(FILE *out, const char *name, const char *summary);

/* A heading, "EXIT STATUS", or one below it, and its first paragraph, which
 * may be NULL. */
void roff_section(FILE *out, const char *heading, const char *text);
void roff_subsection(FILE *out, const char *heading, const char *text);

/* A further paragraph of filled text. */
void roff_paragraph(FILE *out, const char *text);

/* A term in bold, and what follows it in plain (may be NULL); its text is
 * indented below. */
void roff_item(FILE *out, const char *term, const char *operands,
	const char *text);

/* Lines as they stand, right below a heading. */
void roff_lines(FILE *out, const char *text);

#endif
