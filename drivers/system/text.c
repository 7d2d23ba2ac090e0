/*
 * UTF-8 and its width. What is not UTF-8 is handled byte by byte: each broken
 * byte counts as one '?', so no input is refused here and none gets through.
 */
#include "drivers/system/text.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

#include "drivers/system/text_int.h"

#define HIGHEST UINT32_C(0x10FFFF)

/* Length and smallest character of a sequence, by its first byte. */
static size_t sequence_length(unsigned char first, uint32_t *bits,
	uint32_t *smallest)
{
	if (first < 0x80) {
		*bits = first;
		*smallest = 0;
		return 1;
	}
	if ((first & 0xE0) == 0xC0) {
		*bits = first & 0x1F;
		*smallest = 0x80;
		return 2;
	}
	if ((first & 0xF0) == 0xE0) {
		*bits = first & 0x0F;
		*smallest = 0x800;
		return 3;
	}
	if ((first & 0xF8) == 0xF0) {
		*bits = first & 0x07;
		*smallest = 0x10000;
		return 4;
	}
	return 0;
}

size_t text_decode(const char *text, size_t length, uint32_t *character)
{
	const unsigned char *bytes = (const unsigned char *)text;
	uint32_t value = 0;
	uint32_t smallest = 0;
	size_t taken;

	if (length == 0)
		return 0;
	taken = sequence_length(bytes[0], &value, &smallest);
	if (taken == 0 || taken > length)
		return 0;
	for (size_t i = 1; i < taken; i++) {
		if ((bytes[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (bytes[i] & 0x3F);
	}
	if (value < smallest || value > HIGHEST ||
		(value >= 0xD800 && value <= 0xDFFF))
		return 0;
	*character = value;
	return taken;
}

size_t text_encode(uint32_t character, char bytes[4])
{
	if (character < 0x80) {
		bytes[0] = (char)character;
		return 1;
	}
	if (character < 0x800) {
		bytes[0] = (char)(0xC0 | character >> 6);
		bytes[1] = (char)(0x80 | (character & 0x3F));
		return 2;
	}
	if (character < 0x10000) {
		bytes[0] = (char)(0xE0 | character >> 12);
		bytes[1] = (char)(0x80 | (character >> 6 & 0x3F));
		bytes[2] = (char)(0x80 | (character & 0x3F));
		return 3;
	}
	bytes[0] = (char)(0xF0 | character >> 18);
	bytes[1] = (char)(0x80 | (character >> 12 & 0x3F));
	bytes[2] = (char)(0x80 | (character >> 6 & 0x3F));
	bytes[3] = (char)(0x80 | (character & 0x3F));
	return 4;
}

bool text_is_utf8(const char *text, size_t length)
{
	uint32_t character;

	while (length > 0) {
		size_t taken = text_decode(text, length, &character);

		if (taken == 0)
			return false;
		text += taken;
		length -= taken;
	}
	return true;
}

/*
 * The C library's own table, which the screen uses too, but always that of
 * UTF-8: in the plain C locale wcwidth knows nothing beyond ASCII. -1 where
 * the character cannot be shown.
 */
static int library_width(uint32_t character)
{
	static locale_t utf8;
	locale_t before;
	int width;

	if (utf8 == (locale_t)0)
		utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	if (utf8 == (locale_t)0)
		return 1;
	before = uselocale(utf8);
	width = wcwidth((wchar_t)character);
	uselocale(before);
	return width;
}

/* Columns as shown, or -1 for what is shown as '?'. */
static int shown_width(uint32_t character)
{
	if (character < 0x20 || character == 0x7F)
		return -1;
	if (character < 0x7F)
		return 1;
	return library_width(character);
}

int text_character_width(uint32_t character)
{
	int width = shown_width(character);

	return width >= 0 ? width : 1;
}

/* One step through text: its bytes and columns, and what is shown of it. */
struct glyph {
	size_t bytes;
	int columns;
	bool shown_as_mark;
	bool left_out;
};

/* Joins two signs into one, or chooses how one is drawn: terminals disagree on
 * how wide that is, and what follows would stand in another column. */
static bool changes_width(uint32_t character)
{
	return character == 0x200D ||
		(character >= 0xFE00 && character <= 0xFE0F);
}

static struct glyph next_glyph(const char *text, size_t length)
{
	struct glyph glyph = {1, 1, true, false};
	uint32_t character = 0;
	size_t bytes = text_decode(text, length, &character);
	int columns;

	if (bytes == 0)
		return glyph;
	glyph.bytes = bytes;
	columns = shown_width(character);
	if (columns < 0 || (character > 0x7E && text_is_hidden(character)))
		return glyph;
	glyph.columns = columns;
	glyph.shown_as_mark = false;
	glyph.left_out = changes_width(character);
	return glyph;
}

int text_width(const char *text)
{
	size_t length = strlen(text);
	int columns = 0;

	while (length > 0) {
		struct glyph glyph = next_glyph(text, length);

		columns += glyph.columns;
		text += glyph.bytes;
		length -= glyph.bytes;
	}
	return columns;
}

size_t text_prefix(const char *text, int columns, int *used)
{
	size_t length = strlen(text);
	size_t at = 0;
	int taken = 0;

	while (at < length) {
		struct glyph glyph = next_glyph(text + at, length - at);

		if (glyph.columns > columns - taken)
			break;
		taken += glyph.columns;
		at += glyph.bytes;
	}
	if (used != NULL)
		*used = taken;
	return at;
}

static bool add_shown(struct buffer *out, const char *text, size_t length)
{
	while (length > 0) {
		struct glyph glyph = next_glyph(text, length);
		bool fitted = glyph.left_out ? true
			: glyph.shown_as_mark
			? buffer_add_byte(out, '?')
			: buffer_add(out, text, glyph.bytes);

		if (!fitted)
			return false;
		text += glyph.bytes;
		length -= glyph.bytes;
	}
	return true;
}

static bool add_spaces(struct buffer *out, int count)
{
	return count <= 0 || buffer_printf(out, "%*s", count, "");
}

bool text_fit(struct buffer *out, const char *text, int columns,
	enum text_side side)
{
	size_t before = out->length;
	int used = 0;
	size_t length = text_prefix(text, columns, &used);
	int padding = columns - used;

	if (add_spaces(out, side == TEXT_RIGHT ? padding : 0) &&
		add_shown(out, text, length) &&
		add_spaces(out, side == TEXT_LEFT ? padding : 0))
		return true;
	buffer_truncate(out, before);
	return false;
}

bool text_show(struct buffer *out, const char *text)
{
	size_t before = out->length;

	if (add_shown(out, text, strlen(text)))
		return true;
	buffer_truncate(out, before);
	return false;
}
