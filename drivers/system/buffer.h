/*
 * A growing run of bytes with a mandatory maximum.
 *
 * Every call that adds says false when the content would pass the maximum,
 * and has then changed nothing. Whoever builds in many steps may ignore the
 * answers and ask buffer_overflowed() once at the end.
 */
#ifndef TITIPAN_SYSTEM_BUFFER_H
#define TITIPAN_SYSTEM_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buffer {
	char *data; /* length bytes and a NUL; NULL while nothing was added */
	size_t length;
	size_t room;
	size_t max;
	bool overflowed;
};

/* An empty buffer for at most max bytes (the closing NUL not counted). */
void buffer_init(struct buffer *b, size_t max);

/* Frees the content; the buffer may be initialised again. */
void buffer_release(struct buffer *b);

/* The same of a content that was secret: it is overwritten first. */
void buffer_wipe(struct buffer *b);

/* Empties it, keeps the memory and the maximum, forgets an overflow. */
void buffer_clear(struct buffer *b);

bool buffer_add(struct buffer *b, const void *bytes, size_t length);
bool buffer_add_byte(struct buffer *b, unsigned char byte);
bool buffer_fill(struct buffer *b, unsigned char byte, size_t count);
bool buffer_add_str(struct buffer *b, const char *text);
bool buffer_printf(struct buffer *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
bool buffer_vprintf(struct buffer *b, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Cuts the content to its first length bytes; length <= b->length. */
void buffer_truncate(struct buffer *b, size_t length);

/* The content, ended by a NUL; "" when empty. Valid until the next change. */
const char *buffer_str(const struct buffer *b);

/* Something did not fit since the last buffer_init or buffer_clear. */
bool buffer_overflowed(const struct buffer *b);

/* The content as a heap string for the caller to free; b is then empty. */
char *buffer_take(struct buffer *b);

#endif
