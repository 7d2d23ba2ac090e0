/*
 * Cleaning of texts that people or files hand in. Works in place and only
 * ever removes or shortens, so it needs no memory and cannot overflow.
 */
#include "drivers/system/text.h"

#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text_int.h"

#define ESCAPE 0x1B

/* Marks on one character: scripts need three or four; a stack of hundreds is
 * drawn over the lines above. */
#define MARKS_MAX 6

/*
 * Characters that nobody sees and that change how the rest is read or sorted:
 * bidirectional marks and isolates (spoofing), zero-width space, byte order
 * mark, separators, interlinear marks, tags, and Unicode's noncharacters.
 * Zero-width joiners stay: scripts and signs are written with them.
 */
static const struct range {
	uint32_t first;
	uint32_t last;
} removed_ranges[] = {
	{0x0000, 0x001F},
	{0x007F, 0x009F},
	{0x00AD, 0x00AD},
	{0x061C, 0x061C},
	{0x115F, 0x1160},
	{0x180E, 0x180E},
	{0x200B, 0x200B},
	{0x200E, 0x200F},
	{0x2028, 0x202E},
	{0x2060, 0x206F},
	{0x3164, 0x3164},
	{0xE000, 0xF8FF},
	{0xFDD0, 0xFDEF},
	{0xFEFF, 0xFEFF},
	{0xFFA0, 0xFFA0},
	{0xFFF0, 0xFFFB},
	{0x13430, 0x1343F},
	{0x1BCA0, 0x1BCA3},
	{0x1D173, 0x1D17A},
	{0xE0000, 0xE0FFF},
	{0xF0000, 0x10FFFF},
};

bool text_is_hidden(uint32_t character)
{
	size_t count = sizeof(removed_ranges) / sizeof(removed_ranges[0]);

	for (size_t i = 0; i < count; i++) {
		if (character >= removed_ranges[i].first &&
			character <= removed_ranges[i].last)
			return true;
	}
	return (character & 0xFFFE) == 0xFFFE;
}

/* Blanks of all kinds; line ends and tabs too, so words do not run together */
static bool is_blank(uint32_t character)
{
	return character == ' ' || (character >= 0x09 && character <= 0x0D) ||
		character == 0x85 || character == 0xA0 || character == 0x1680 ||
		(character >= 0x2000 && character <= 0x200A) ||
		character == 0x2028 || character == 0x2029 ||
		character == 0x202F || character == 0x205F ||
		character == 0x3000;
}

/*
 * Bytes of the terminal escape sequence at text (which begins with ESC):
 * `ESC [ ... letter` and `ESC ] ... BEL` whole, so that no "[31m" is left in
 * a name; of any other only the ESC, which takes its meaning away.
 */
static size_t escape_length(const char *text, size_t length)
{
	size_t at = 2;

	if (length < 3)
		return 1;
	if (text[1] == '[') {
		while (at < length && text[at] >= 0x20 && text[at] <= 0x3F)
			at++;
		return at < length && text[at] >= 0x40 && text[at] <= 0x7E
			? at + 1
			: 1;
	}
	if (text[1] == ']') {
		while (at < length && text[at] != 0x07 && text[at] != ESCAPE)
			at++;
		if (at < length && text[at] == 0x07)
			return at + 1;
		return at + 1 < length && text[at + 1] == '\\' ? at + 2 : 1;
	}
	return 1;
}

/* Visible ASCII with single blanks between: nearly every text there is. */
static bool is_plain(const char *text)
{
	char before = ' ';

	for (; *text != '\0'; before = *text++) {
		if (*text < ' ' || *text > '~' ||
			(*text == ' ' && before == ' '))
			return false;
	}
	return before != ' ';
}

enum text_cleaned text_clean(char *text)
{
	size_t length = strlen(text);
	size_t in = 0;
	size_t out = 0;
	bool changed = false;
	bool space_owed = false;
	int marks = 0;

	if (is_plain(text))
		return TEXT_CLEAN;
	while (in < length) {
		uint32_t character = 0;
		size_t taken = text_decode(text + in, length - in, &character);

		if (taken == 0) {
			in++;
			changed = true;
			continue;
		}
		if (is_blank(character)) {
			changed |= space_owed || out == 0 || character != ' ';
			space_owed = out > 0;
			in += taken;
			continue;
		}
		if (text_is_hidden(character)) {
			changed = true;
			in += character == ESCAPE
				? escape_length(text + in, length - in)
				: taken;
			continue;
		}
		marks = text_character_width(character) == 0 ? marks + 1 : 0;
		if (marks > MARKS_MAX) {
			changed = true;
			in += taken;
			continue;
		}
		if (space_owed)
			text[out++] = ' ';
		space_owed = false;
		memmove(text + out, text + in, taken);
		out += taken;
		in += taken;
	}
	text[out] = '\0';
	if (text_width(text) == 0) {
		text[0] = '\0';
		return TEXT_EMPTY;
	}
	return changed || space_owed ? TEXT_CHANGED : TEXT_CLEAN;
}

char *text_cleaned_copy(const char *text, enum text_cleaned *what)
{
	char *copy = xstrdup(text);
	enum text_cleaned cleaned = text_clean(copy);

	if (what != NULL)
		*what = cleaned;
	return copy;
}

char *text_fill(const char *words, const char *value)
{
	const char *gap = strstr(words, "%s");

	return gap ? xasprintf("%.*s%s%s", (int)(gap - words), words, value,
			     gap + 2)
		   : xstrdup(words);
}
