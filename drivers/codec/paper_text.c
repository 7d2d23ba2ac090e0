/* Paper as lines of plain UTF-8. Size and weight of letters are lost. */
#include "drivers/codec/paper_text.h"

#include <assert.h>

#include "drivers/codec/paper_int.h"
#include "drivers/system/text.h"

static bool emit_line(void *context, const char *line)
{
	struct buffer *out = context;

	return text_show(out, line) && buffer_add_byte(out, '\n');
}

static bool add_rule(struct buffer *out, int columns)
{
	for (int i = 0; i < columns; i++) {
		if (!buffer_add_byte(out, '-'))
			return false;
	}
	return buffer_add_byte(out, '\n');
}

static bool add_feed(struct buffer *out, int lines)
{
	while (lines-- > 0) {
		if (!buffer_add_byte(out, '\n'))
			return false;
	}
	return true;
}

static bool add_element(const struct paper_element *element, int columns,
	struct buffer *out)
{
	switch (element->kind) {
	case PAPER_LINE:
		return paper_wrap(element->left, columns,
			(element->style & PAPER_CENTRE) != 0, emit_line, out);
	case PAPER_PAIR:
		return paper_lay_pair(element->left, element->right, columns,
			emit_line, out);
	case PAPER_RULE:
		return add_rule(out, columns);
	case PAPER_FEED:
		return add_feed(out, element->count);
	case PAPER_QR:
		if (element->right != NULL)
			return true;
		/* fall through */
	case PAPER_CODE128:
		return paper_wrap(element->left, columns, true, emit_line, out);
	case PAPER_CUT:
	case PAPER_DRAWER:
		return true;
	}
	return false;
}

bool paper_text(const struct paper *paper, int columns, struct buffer *out)
{
	size_t before = out->length;

	assert(columns >= PAPER_TEXT_MIN_COLUMNS &&
		columns <= PAPER_TEXT_MAX_COLUMNS);
	for (size_t i = 0; i < paper_count(paper); i++) {
		if (!add_element(paper_at(paper, i), columns, out)) {
			buffer_truncate(out, before);
			return false;
		}
	}
	return true;
}
