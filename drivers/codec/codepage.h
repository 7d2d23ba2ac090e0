/*
 * Letters of a printer's code page. One character of a text becomes one byte
 * of a whitelist: 0x20 to 0x7E, and above 0x7F what the code page prints.
 */
#ifndef TITIPAN_CODEC_CODEPAGE_H
#define TITIPAN_CODEC_CODEPAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/system/buffer.h"

enum codepage {
	CODEPAGE_ASCII,
	CODEPAGE_CP858 /* CP850 with the euro sign */
};

/* The byte of a character: itself, its plain letter (é -> e, ’ -> '), or '?'.
 * 0 for characters that take no room, such as combining marks. */
unsigned char codepage_byte(enum codepage page, uint32_t character);

/*
 * Appends text with every character replaced by what will be printed, still
 * as UTF-8 and each one column wide, so that it can be laid out.
 */
bool codepage_plain(enum codepage page, const char *text, struct buffer *out);

/* Appends the bytes of a text that codepage_plain made. */
bool codepage_bytes(enum codepage page, const char *plain, struct buffer *out);

#endif
