/*
 * Text: UTF-8, its width on a screen or paper, cleaning of what people and
 * files hand in, and bounded parsing and printing of numbers.
 *
 * Money is int64_t rupiah here, quantities are int64_t thousandths; the rules
 * wrap them in types of their own. Nothing here depends on the locale.
 */
#ifndef TITIPAN_SYSTEM_TEXT_H
#define TITIPAN_SYSTEM_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/system/buffer.h"

/* Marks a message of a const table for the catalogue; translated on use. */
#define N_(msgid) msgid

/* The bound on every amount and quantity, as a magnitude. */
#define TEXT_NUMBER_MAX INT64_C(1000000000000)

/* Enough for any number below, with points, mark, sign and NUL. */
#define TEXT_NUMBER_SIZE 32

/*
 * Decodes the character at *text, of which length bytes are left, into
 * *character, and returns how many bytes it takes. Returns 0 at length 0 and
 * when the bytes are not UTF-8 (RFC 3629: no surrogates, no overlong forms,
 * nothing past U+10FFFF); *character is then not written.
 */
size_t text_decode(const char *text, size_t length, uint32_t *character);

/* Writes 1 to 4 bytes (no NUL) for a Unicode scalar value; returns how many. */
size_t text_encode(uint32_t character, char bytes[4]);

/* All of the length bytes are UTF-8. A NUL byte counts as a character. */
bool text_is_utf8(const char *text, size_t length);

/*
 * Columns of one character: 0 for combining marks and other invisible ones, 2
 * for wide ones, 1 for the rest (East Asian "ambiguous" included); 1 also for
 * controls, which are shown as '?'. The same numbers as the screen's.
 */
int text_character_width(uint32_t character);

/* Columns that text_fit and the terminal need; a broken byte counts 1. */
int text_width(const char *text);

/*
 * How many bytes of text fill at most columns, whole characters with their
 * combining marks. *used (may be NULL) gets the columns they take.
 */
size_t text_prefix(const char *text, int columns, int *used);

enum text_side { TEXT_LEFT, TEXT_RIGHT };

/*
 * Appends text in exactly columns columns: padded with spaces on the other
 * side, or cut at its end. Controls, broken bytes, characters that nobody sees
 * and the marks that turn the direction of reading around come out as '?', so
 * what is appended is safe for a terminal; joiners are left out, because
 * terminals disagree on their width. False when out is full.
 */
bool text_fit(struct buffer *out, const char *text, int columns,
	enum text_side side);

/* As text_fit, but of its own width: neither padded nor cut. */
bool text_show(struct buffer *out, const char *text);

enum text_cleaned {
	TEXT_CLEAN,   /* it was clean and is unchanged */
	TEXT_CHANGED, /* something was removed or folded */
	TEXT_EMPTY    /* nothing is left, or nothing was there */
};

/*
 * Cleans a person-entered text in place (it never grows): terminal escape
 * sequences, control characters, bidirectional marks, invisible characters,
 * broken UTF-8, and marks past the sixth on one character go; every run of
 * blanks, tabs and line ends becomes one space; none stays at either end. A
 * text of which nothing would be seen becomes "". Cleaning twice changes
 * nothing more.
 */
enum text_cleaned text_clean(char *text);

/* text_clean of a copy, which the caller frees. *what may be NULL. */
char *text_cleaned_copy(const char *text, enum text_cleaned *what);

/* Words of a table with value in the place of their one %s; without one, the
 * words. The caller frees. */
char *text_fill(const char *words, const char *value);

/* --- numbers: false leaves the output unwritten ----------------------- */

/*
 * An optional minus and decimal digits, nothing else (no plus, blanks, points
 * or hexadecimal), with min <= value <= max.
 */
bool text_parse_integer(const char *text, int64_t min, int64_t max,
	int64_t *value);

/*
 * Rupiah as people write them: `12500`, `12.500`, `Rp 12.500`, `Rp.12500`.
 * Points must stand before each group of three digits, or nowhere. Decimals,
 * signs, and more than TEXT_NUMBER_MAX are refused.
 */
bool text_parse_rupiah(const char *text, int64_t *rupiah);

/*
 * A decimal number with `.` or `,` as its mark and at most `places` digits
 * after it (0 to 9), as value * 10^places: `0,237` of 3 places is 237, `17.5`
 * of 2 places is 1750. No sign, no thousands points, at least one digit on
 * each side of a mark; scaled values above max are refused.
 */
bool text_parse_decimal(const char *text, int places, int64_t max,
	int64_t *scaled);

/* Whether it is digits and marks alone, ten digits or more: a number that the
 * two above refuse for its size. */
bool text_is_long_number(const char *text);

/* As text_parse_decimal, and a minus in front is allowed: |value| <= max. */
bool text_parse_signed_decimal(const char *text, int places, int64_t max,
	int64_t *scaled);

/* 12500 -> `12.500`, -12500 -> `-12.500`. Returns text. Any int64_t. */
char *text_format_rupiah(int64_t rupiah, char text[TEXT_NUMBER_SIZE]);

/*
 * A scaled number with no more decimals than it needs, for machines: of 3
 * places 237 -> `0.237`, 3000 -> `3`, -1500 -> `-1.5`. Returns text.
 */
char *text_format_decimal(int64_t scaled, int places,
	char text[TEXT_NUMBER_SIZE]);

/* Thousandths for machines: text_format_decimal of 3 places. */
char *text_format_quantity(int64_t thousandths, char text[TEXT_NUMBER_SIZE]);

/* Thousandths for people: `0,237`, `3`, `1.250,5` (the Indonesian way). */
char *text_show_quantity(int64_t thousandths, char text[TEXT_NUMBER_SIZE]);

#endif
