/*
 * Growing bytes with a maximum. Invariants: length <= max; data is NULL or
 * holds room bytes with room > length and data[length] == 0.
 */
#include "drivers/system/buffer.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"

#define FIRST_ROOM 64

void buffer_init(struct buffer *b, size_t max)
{
	assert(max < SIZE_MAX);
	*b = (struct buffer){.max = max};
}

void buffer_release(struct buffer *b)
{
	free(b->data);
	buffer_init(b, b->max);
}

void buffer_wipe(struct buffer *b)
{
	if (b->data)
		explicit_bzero(b->data, b->room);
	buffer_release(b);
}

void buffer_clear(struct buffer *b)
{
	b->overflowed = false;
	buffer_truncate(b, 0);
}

/* Makes room for length more bytes and a NUL, or says that max is passed. */
static bool reserve(struct buffer *b, size_t length)
{
	size_t needed;
	size_t room;

	assert(b->length <= b->max);
	if (length > b->max - b->length) {
		b->overflowed = true;
		return false;
	}
	needed = b->length + length + 1;
	if (needed <= b->room)
		return true;
	room = b->room > 0 ? b->room : FIRST_ROOM;
	while (room < needed)
		room = room > b->max / 2 ? b->max + 1 : room * 2;
	b->data = xrealloc(b->data, room);
	b->room = room;
	return true;
}

bool buffer_add(struct buffer *b, const void *bytes, size_t length)
{
	if (!reserve(b, length))
		return false;
	if (length > 0)
		memcpy(b->data + b->length, bytes, length);
	b->length += length;
	b->data[b->length] = '\0';
	return true;
}

bool buffer_fill(struct buffer *b, unsigned char byte, size_t count)
{
	if (!reserve(b, count))
		return false;
	memset(b->data + b->length, byte, count);
	b->length += count;
	b->data[b->length] = '\0';
	return true;
}

bool buffer_add_byte(struct buffer *b, unsigned char byte)
{
	return buffer_add(b, &byte, 1);
}

bool buffer_add_str(struct buffer *b, const char *text)
{
	return buffer_add(b, text, strlen(text));
}

bool buffer_vprintf(struct buffer *b, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	assert(length >= 0);
	if (!reserve(b, (size_t)length))
		return false;
	vsnprintf(b->data + b->length, (size_t)length + 1, format, arguments);
	b->length += (size_t)length;
	return true;
}

bool buffer_printf(struct buffer *b, const char *format, ...)
{
	va_list arguments;
	bool fitted;

	va_start(arguments, format);
	fitted = buffer_vprintf(b, format, arguments);
	va_end(arguments);
	return fitted;
}

void buffer_truncate(struct buffer *b, size_t length)
{
	assert(length <= b->length);
	b->length = length;
	if (b->data != NULL)
		b->data[length] = '\0';
}

const char *buffer_str(const struct buffer *b)
{
	return b->data != NULL ? b->data : "";
}

bool buffer_overflowed(const struct buffer *b)
{
	return b->overflowed;
}

char *buffer_take(struct buffer *b)
{
	char *taken = b->data != NULL ? b->data : xstrdup("");

	buffer_init(b, b->max);
	return taken;
}
