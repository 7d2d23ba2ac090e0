/* Manual pages: text in, roff out. */
#include "drivers/codec/roff.h"

#include <stdint.h>
#include <string.h>

/* One character of UTF-8, and behind it; a broken byte is a question mark. */
static uint32_t next_character(const char **at)
{
	const unsigned char *bytes = (const unsigned char *)*at;
	const int more = bytes[0] >= 0xf0 ? 3
		: bytes[0] >= 0xe0        ? 2
		: bytes[0] >= 0xc0        ? 1
					  : 0;
	uint32_t character = bytes[0];

	if (more > 0)
		character &= 0x3fU >> more;
	for (int i = 1; i <= more; i++) {
		if ((bytes[i] & 0xc0) != 0x80) {
			*at += i;
			return '?';
		}
		character = character << 6 | (bytes[i] & 0x3f);
	}
	*at += more + 1;
	return character;
}

static void put(FILE *out, uint32_t character)
{
	if (character >= 0x80)
		fprintf(out, "\\[u%04X]", (unsigned)character);
	else if (character == '\\')
		fputs("\\e", out);
	else if (character == '-')
		fputs("\\-", out);
	else if (character == '"')
		fputs("\\(dq", out);
	else if (character == '`')
		fputs("\\(ga", out);
	else if (character == '\'')
		fputs("\\(aq", out);
	else if (character == '^')
		fputs("\\(ha", out);
	else if (character == '~')
		fputs("\\(ti", out);
	else
		fputc((int)character, out);
}

/* A line's first character must not make it a request. */
static void put_text(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	while (*text != '\0')
		put(out, next_character(&text));
}

void roff_page(FILE *out, const char *name, const char *summary)
{
	fprintf(out,

		".\\\" Written by the program itself, from its tables.\n"
		".TH %s 1 \"" TITIPAN_DATE "\" \"titipan " TITIPAN_VERSION
		"\" \"Titipan\"\n.SH NAME\n%s \\- ",
		name, name);
	put_text(out, summary);
	fputc('\n', out);
}

static void head(FILE *out, const char *macro, const char *heading,
	const char *text)
{
	fprintf(out, ".%s ", macro);
	put_text(out, heading);
	fputc('\n', out);
	if (text == NULL)
		return;
	put_text(out, text);
	fputc('\n', out);
}

void roff_section(FILE *out, const char *heading, const char *text)
{
	head(out, "SH", heading, text);
}

void roff_subsection(FILE *out, const char *heading, const char *text)
{
	head(out, "SS", heading, text);
}

void roff_paragraph(FILE *out, const char *text)
{
	fputs(".PP\n", out);
	put_text(out, text);
	fputc('\n', out);
}

void roff_item(FILE *out, const char *term, const char *operands,
	const char *text)
{
	fputs(".TP\n\\fB", out);
	put_text(out, term);
	fputs("\\fR", out);
	if (operands != NULL) {
		fputc(' ', out);
		put_text(out, operands);
	}
	fputc('\n', out);
	put_text(out, text);
	fputc('\n', out);
}

void roff_lines(FILE *out, const char *text)
{
	fputs(".nf\n", out);
	while (*text != '\0') {
		const size_t length = strcspn(text, "\n");
		const char *end = text + length;

		if (length == 0 || *text == '.' || *text == '\'')
			fputs("\\&", out);
		while (text < end)
			put(out, next_character(&text));
		fputc('\n', out);
		text += *text == '\n';
	}
	fputs(".fi\n", out);
}
