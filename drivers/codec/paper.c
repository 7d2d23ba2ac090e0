/*
 * The list of elements. Bounded in number and in the length of each text; a
 * text past its bound is left out whole rather than cut, for half an amount
 * is worse than none, and the paper says that it overflowed.
 */
#include "drivers/codec/paper.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"

#define FIRST_ROOM 32
#define MAX_FEED 20

struct paper {
	struct paper_element *elements;
	size_t count;
	size_t room;
	bool overflowed;
};

struct paper *paper_new(void)
{
	return xcalloc(1, sizeof(struct paper));
}

void paper_free(struct paper *paper)
{
	if (paper == NULL)
		return;
	for (size_t i = 0; i < paper->count; i++) {
		free(paper->elements[i].left);
		free(paper->elements[i].right);
	}
	free(paper->elements);
	free(paper);
}

static bool fits(const char *text)
{
	return text == NULL ||
		strnlen(text, PAPER_MAX_TEXT + 1) <= PAPER_MAX_TEXT;
}

static void add(struct paper *paper, enum paper_kind kind, unsigned style,
	const char *left, const char *right, int count)
{
	struct paper_element *element;

	if (paper->count == PAPER_MAX_ELEMENTS || !fits(left) || !fits(right)) {
		paper->overflowed = true;
		return;
	}
	if (paper->count == paper->room) {
		paper->room = paper->room > 0 ? paper->room * 2 : FIRST_ROOM;
		paper->elements = xreallocarray(paper->elements, paper->room,
			sizeof(*paper->elements));
	}
	element = &paper->elements[paper->count++];
	*element = (struct paper_element){.kind = kind,
		.style = style,
		.left = left != NULL ? xstrdup(left) : NULL,
		.right = right != NULL ? xstrdup(right) : NULL,
		.count = count};
}

void paper_line(struct paper *paper, unsigned style, const char *text)
{
	add(paper, PAPER_LINE, style, text, NULL, 0);
}

void paper_linef(struct paper *paper, unsigned style, const char *format, ...)
{
	char text[PAPER_MAX_TEXT + 2]; /* one too many shows an overflow */
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	paper_line(paper, style, text);
}

void paper_pair(struct paper *paper, unsigned style, const char *left,
	const char *right)
{
	assert((style & PAPER_CENTRE) == 0);
	add(paper, PAPER_PAIR, style, left, right, 0);
}

void paper_rule(struct paper *paper)
{
	add(paper, PAPER_RULE, PAPER_PLAIN, NULL, NULL, 0);
}

void paper_feed(struct paper *paper, int lines)
{
	assert(lines >= 1 && lines <= MAX_FEED);
	add(paper, PAPER_FEED, PAPER_PLAIN, NULL, NULL, lines);
}

void paper_cut(struct paper *paper)
{
	add(paper, PAPER_CUT, PAPER_PLAIN, NULL, NULL, 0);
}

void paper_code128(struct paper *paper, const char *text)
{
	add(paper, PAPER_CODE128, PAPER_PLAIN, text, NULL, 0);
}

void paper_qr(struct paper *paper, const char *text)
{
	add(paper, PAPER_QR, PAPER_PLAIN, text, NULL, 0);
}

void paper_qr_beside(struct paper *paper, const char *text)
{
	add(paper, PAPER_QR, PAPER_PLAIN, text, "", 0);
}

void paper_drawer(struct paper *paper)
{
	add(paper, PAPER_DRAWER, PAPER_PLAIN, NULL, NULL, 0);
}

bool paper_overflowed(const struct paper *paper)
{
	return paper->overflowed;
}

size_t paper_count(const struct paper *paper)
{
	return paper->count;
}

const struct paper_element *paper_at(const struct paper *paper, size_t index)
{
	assert(index < paper->count);
	return &paper->elements[index];
}
