/*
 * What the fuzz targets share. A target is one file, fuzz_NAME.c, with one
 * function; its corpus is the folder corpus/NAME. Nothing else names it: a new
 * parser joins by its file and a few seeds.
 *
 * Built with clang (`make fuzz-long`) each becomes a fuzzer; with gcc, feed.c
 * is its main() and gives it the corpus, so that `make check` runs what was
 * once found.
 *
 * A target looks at more than that nothing crashes: what was parsed prints as
 * what was read, what was refused has changed nothing, what adds up adds up.
 */
#ifndef TITIPAN_FUZZ_FUZZ_H
#define TITIPAN_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes one input; returns 0. The bytes are not ended by a NUL. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Once before the first input; a target may leave it out. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* A property that must hold for every input. */
#define FUZZ_CHECK(condition) \
	do { \
		if (!(condition)) { \
			dprintf(2, "%s:%d: does not hold: %s\n", __FILE__, \
				__LINE__, #condition); \
			abort(); \
		} \
	} while (0)

/* The input, or a part of it, as a text on the heap with nothing behind its
 * NUL, so that a look past the end is seen. A NUL inside ends it. */
static inline char *fuzz_text(const uint8_t *bytes, size_t size)
{
	size_t length = strnlen((const char *)bytes, size);
	char *text = malloc(length + 1);

	if (!text)
		abort();
	if (length > 0)
		memcpy(text, bytes, length);
	text[length] = '\0';
	return text;
}

/* An input that is taken apart from its front. */
struct fuzz_input {
	const uint8_t *bytes;
	size_t left;
};

static inline unsigned fuzz_byte(struct fuzz_input *input)
{
	if (input->left == 0)
		return 0;
	input->left--;
	return *input->bytes++;
}

/* Up to the next byte of 0xFF, which stands in no UTF-8, or the end; at most
 * size - 1 bytes. */
static inline const char *fuzz_word(struct fuzz_input *input, char *text,
	size_t size)
{
	size_t length = 0;

	while (input->left > 0) {
		unsigned byte = fuzz_byte(input);

		if (byte == 0xFF || byte == 0)
			break;
		if (length + 1 < size)
			text[length++] = (char)byte;
	}
	text[length] = '\0';
	return text;
}

/* A number that is often small, sometimes at an edge. */
static inline int64_t fuzz_number(struct fuzz_input *input)
{
	static const int64_t edges[] = {0, 1, -1, INT64_MAX, INT64_MIN,
		INT64_C(1000000000000), INT64_C(-1000000000000),
		INT64_C(1000000000001), INT64_C(9999999999), INT32_MAX};
	unsigned shape = fuzz_byte(input);
	int64_t value = 0;

	if (shape < sizeof(edges) / sizeof(*edges))
		return edges[shape];
	for (unsigned i = 0; i < 1 + shape % 6; i++)
		value = value << 8 | fuzz_byte(input);
	return value;
}

#endif
