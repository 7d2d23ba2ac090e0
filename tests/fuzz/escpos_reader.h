/*
 * A printer that knows the commands that we send and nothing else: any other
 * control byte is an error, and so is a line that is wider than the paper.
 * Shares no code with what writes them.
 */
#ifndef TITIPAN_FUZZ_ESCPOS_READER_H
#define TITIPAN_FUZZ_ESCPOS_READER_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct escpos_found {
	size_t at; /* of the first thing that is wrong */
	int drawer;
	int cuts;
	int lines;
	FILE *text; /* the lines as they are printed; NULL: nowhere */
};

struct escpos_command {
	const char *bytes; /* `?` is any byte */
	size_t length;
	enum { ESCPOS_PLAIN, ESCPOS_BARS, ESCPOS_QR, ESCPOS_RASTER } data;
};

#define ESCPOS_COMMAND(text, data) \
	{ \
		text, sizeof(text) - 1, data \
	}

static const struct escpos_command escpos_commands[] = {
	ESCPOS_COMMAND("\x1b@", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1c.", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1bt\x13", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1b"
		       "E\x01",
		ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1b"
		       "E\x00",
		ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1d!\x11", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1d!\x00", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1b"
		       "a\x01",
		ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1b"
		       "a\x00",
		ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1b"
		       "d?",
		ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1dVB\x00", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1bp?\x19\xfa", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1dh?", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1dw?", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1dH\x02", ESCPOS_PLAIN),
	ESCPOS_COMMAND("\x1dkI?", ESCPOS_BARS),
	ESCPOS_COMMAND("\x1d(k??", ESCPOS_QR),
	ESCPOS_COMMAND("\x1dv0\x00????", ESCPOS_RASTER),
};

static inline const struct escpos_command *escpos_command_at(
	const uint8_t *bytes, size_t size)
{
	size_t count = sizeof(escpos_commands) / sizeof(*escpos_commands);

	for (size_t c = 0; c < count; c++) {
		const struct escpos_command *command = &escpos_commands[c];
		size_t same = 0;

		if (command->length > size)
			continue;
		while (same < command->length &&
			(command->bytes[same] == '?' ||
				(uint8_t)command->bytes[same] == bytes[same]))
			same++;
		if (same == command->length)
			return command;
	}
	return NULL;
}

/* How many bytes of data follow the command, or SIZE_MAX. */
static inline size_t escpos_data(const struct escpos_command *command,
	const uint8_t *bytes, size_t left)
{
	const uint8_t *data = bytes + command->length;
	size_t size = 0;

	switch (command->data) {
	case ESCPOS_PLAIN:
		return 0;
	case ESCPOS_BARS:
		size = bytes[3];
		break;
	case ESCPOS_QR:
		size = bytes[3] | (size_t)bytes[4] << 8;
		break;
	case ESCPOS_RASTER:
		size = (bytes[4] | (size_t)bytes[5] << 8) *
			(bytes[6] | (size_t)bytes[7] << 8);
		return size <= left - command->length ? size : SIZE_MAX;
	}
	if (size > left - command->length)
		return SIZE_MAX;
	/* `1A`, `1P0` and the like; the rest is text */
	for (size_t i = command->data == ESCPOS_QR ? 3 : 0; i < size; i++) {
		if (data[i] < 0x20 || data[i] > 0x7E)
			return bytes[5] == '1' && bytes[6] == 'A' && size == 4
				? size
				: SIZE_MAX;
	}
	return size;
}

/* NULL, or what is wrong at found->at. */
static inline const char *escpos_read(const uint8_t *bytes, size_t size,
	int columns, struct escpos_found *found)
{
	int column = 0, wide = 1;
	FILE *text = found->text;

	*found = (struct escpos_found){.text = text};
	for (size_t at = 0; at < size; found->at = at) {
		const struct escpos_command *command;
		size_t data;

		if (bytes[at] == '\n' || bytes[at] >= 0x20) {
			if (text)
				fputc(bytes[at] < 0x7F ? bytes[at] : '~', text);
			column = bytes[at] == '\n' ? 0 : column + wide;
			found->lines += bytes[at] == '\n';
			if (bytes[at] == 0x7F)
				return "a byte of DEL";
			if (column > columns)
				return "a line wider than the paper";
			at++;
			continue;
		}
		command = escpos_command_at(bytes + at, size - at);
		if (!command)
			return "a control byte that is no command of ours";
		data = escpos_data(command, bytes + at, size - at);
		if (data == SIZE_MAX)
			return "a command with data that is not ours";
		found->drawer += bytes[at + 1] == 'p';
		found->cuts += bytes[at] == 0x1D && bytes[at + 1] == 'V';
		if (bytes[at + 1] == '!')
			wide = bytes[at + 2] ? 2 : 1;
		at += command->length + data;
	}
	return NULL;
}

#endif
