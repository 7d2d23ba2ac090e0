/* ASCII and CP858. Nothing below 0x20 can come out of here, nor 0x7F. */
#include "drivers/codec/codepage.h"

#include <string.h>

#include "drivers/system/text.h"

#define FIRST_UPPER 0x80
#define UPPER_COUNT 128

/* clang-format off */
/* Unicode of the bytes 0x80 to 0xFF (IBM code page 858). */
static const uint16_t cp858[UPPER_COUNT] = {
	0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7,
	0x00EA, 0x00EB, 0x00E8, 0x00EF, 0x00EE, 0x00EC, 0x00C4, 0x00C5,
	0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
	0x00FF, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x00D7, 0x0192,
	0x00E1, 0x00ED, 0x00F3, 0x00FA, 0x00F1, 0x00D1, 0x00AA, 0x00BA,
	0x00BF, 0x00AE, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
	0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2, 0x00C0,
	0x00A9, 0x2563, 0x2551, 0x2557, 0x255D, 0x00A2, 0x00A5, 0x2510,
	0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x00E3, 0x00C3,
	0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x00A4,
	0x00F0, 0x00D0, 0x00CA, 0x00CB, 0x00C8, 0x20AC, 0x00CD, 0x00CE,
	0x00CF, 0x2518, 0x250C, 0x2588, 0x2584, 0x00A6, 0x00CC, 0x2580,
	0x00D3, 0x00DF, 0x00D4, 0x00D2, 0x00F5, 0x00D5, 0x00B5, 0x00FE,
	0x00DE, 0x00DA, 0x00DB, 0x00D9, 0x00FD, 0x00DD, 0x00AF, 0x00B4,
	0x00AD, 0x00B1, 0x2017, 0x00BE, 0x00B6, 0x00A7, 0x00F7, 0x00B8,
	0x00B0, 0x00A8, 0x00B7, 0x00B9, 0x00B3, 0x00B2, 0x25A0, 0x00A0,};

/* Plain letters of U+00C0 to U+017F. */
#define PLAIN_FIRST 0xC0
static const char plain_letters[] =
	"AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTsaaaaaaaceeeeiiii"
	"dnooooo/ouuuuytyAaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGg"
	"GgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOo"
	"OoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";
/* clang-format on */

/* Signs that word processors put in the place of ASCII ones. */
static const struct substitute {
	uint16_t character;
	char byte;
} substitutes[] = {
	{0x00A0, ' '},
	{0x00AD, '-'},
	{0x2010, '-'},
	{0x2011, '-'},
	{0x2012, '-'},
	{0x2013, '-'},
	{0x2014, '-'},
	{0x2015, '-'},
	{0x2018, '\''},
	{0x2019, '\''},
	{0x201A, ','},
	{0x201C, '"'},
	{0x201D, '"'},
	{0x201E, '"'},
	{0x2022, '*'},
	{0x2026, '.'},
	{0x202F, ' '},
	{0x2032, '\''},
	{0x2033, '"'},
	{0x2044, '/'},
	{0x2212, '-'},
	{0x3000, ' '},
};

static unsigned char upper_byte(uint32_t character)
{
	for (int i = 0; i < UPPER_COUNT; i++) {
		if (cp858[i] == character)
			return (unsigned char)(FIRST_UPPER + i);
	}
	return 0;
}

unsigned char codepage_byte(enum codepage page, uint32_t character)
{
	unsigned char upper;

	if (character < FIRST_UPPER)
		return character >= 0x20 && character <= 0x7E
			? (unsigned char)character
			: '?';
	for (size_t i = 0; i < sizeof(substitutes) / sizeof(*substitutes);
		i++) {
		if (substitutes[i].character == character)
			return (unsigned char)substitutes[i].byte;
	}
	upper = page == CODEPAGE_CP858 ? upper_byte(character) : 0;
	if (upper != 0)
		return upper;
	if (character >= PLAIN_FIRST &&
		character - PLAIN_FIRST < sizeof(plain_letters) - 1)
		return (unsigned char)plain_letters[character - PLAIN_FIRST];
	return text_character_width(character) == 0 ? 0 : '?';
}

static uint32_t character_of(unsigned char byte)
{
	return byte < FIRST_UPPER ? byte : cp858[byte - FIRST_UPPER];
}

bool codepage_plain(enum codepage page, const char *text, struct buffer *out)
{
	size_t length = strlen(text);

	while (length > 0) {
		uint32_t character = 0;
		size_t taken = text_decode(text, length, &character);
		unsigned char byte = taken > 0 ? codepage_byte(page, character)
					       : (unsigned char)'?';
		char encoded[4];

		taken += taken == 0 ? 1 : 0;
		if (byte != 0 &&
			!buffer_add(out, encoded,
				text_encode(character_of(byte), encoded)))
			return false;
		text += taken;
		length -= taken;
	}
	return true;
}

bool codepage_bytes(enum codepage page, const char *plain, struct buffer *out)
{
	size_t length = strlen(plain);

	while (length > 0) {
		uint32_t character = 0;
		size_t taken = text_decode(plain, length, &character);
		unsigned char byte = taken > 0 ? codepage_byte(page, character)
					       : (unsigned char)'?';

		taken += taken == 0 ? 1 : 0;
		if (byte != 0 && !buffer_add_byte(out, byte))
			return false;
		plain += taken;
		length -= taken;
	}
	return true;
}
