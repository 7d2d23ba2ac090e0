/*
 * One line of input. Characters are kept as UTF-32 so that a cursor step is
 * an index; the UTF-8 is made anew at each change (the line is short).
 */
#include "drivers/terminal/lineedit.h"

#include <assert.h>
#include <string.h>

#include "drivers/system/text.h"

static enum lineedit_answer changed(struct lineedit *edit)
{
	size_t at = 0;

	for (int i = 0; i < edit->length; i++)
		at += text_encode(edit->characters[i], edit->text + at);
	assert(at < sizeof(edit->text));
	edit->text[at] = '\0';
	return LINEEDIT_CHANGED;
}

void lineedit_init(struct lineedit *edit, int max)
{
	assert(max >= 1 && max <= LINEEDIT_MAX);
	memset(edit, 0, sizeof(*edit));
	edit->max = max;
}

void lineedit_clear(struct lineedit *edit)
{
	lineedit_init(edit, edit->max);
}

static bool is_insertable(uint32_t character)
{
	return character >= 0x20 && character != 0x7F &&
		(character < 0x80 || character > 0x9F) &&
		character <= 0x10FFFF &&
		(character < 0xD800 || character > 0xDFFF);
}

void lineedit_set(struct lineedit *edit, const char *text)
{
	size_t length = strlen(text);

	lineedit_clear(edit);
	while (length > 0 && edit->length < edit->max) {
		uint32_t character = 0;
		size_t taken = text_decode(text, length, &character);

		if (taken > 0 && is_insertable(character))
			edit->characters[edit->length++] = character;
		taken += taken == 0 ? 1 : 0;
		text += taken;
		length -= taken;
	}
	edit->cursor = edit->length;
	changed(edit);
}

/* Removes `count` characters from `from` on, and puts the cursor there. */
static enum lineedit_answer remove_range(struct lineedit *edit, int from,
	int count)
{
	int after = edit->length - from - count;

	assert(from >= 0 && count >= 0 && after >= 0);
	edit->cursor = from;
	if (count == 0)
		return LINEEDIT_MOVED;
	memmove(edit->characters + from, edit->characters + from + count,
		(size_t)after * sizeof(edit->characters[0]));
	edit->length -= count;
	return changed(edit);
}

static enum lineedit_answer insert(struct lineedit *edit, uint32_t character)
{
	int after = edit->length - edit->cursor;

	if (!is_insertable(character))
		return LINEEDIT_IGNORED;
	if (edit->length == edit->max)
		return LINEEDIT_FULL;
	memmove(edit->characters + edit->cursor + 1,
		edit->characters + edit->cursor,
		(size_t)after * sizeof(edit->characters[0]));
	edit->characters[edit->cursor++] = character;
	edit->length++;
	return changed(edit);
}

static enum lineedit_answer move(struct lineedit *edit, int cursor)
{
	if (cursor >= 0 && cursor <= edit->length)
		edit->cursor = cursor;
	return LINEEDIT_MOVED;
}

/* Where the word that ends at the cursor begins. */
static int word_start(const struct lineedit *edit)
{
	int at = edit->cursor;

	while (at > 0 && edit->characters[at - 1] == ' ')
		at--;
	while (at > 0 && edit->characters[at - 1] != ' ')
		at--;
	return at;
}

static enum lineedit_answer control(struct lineedit *edit, uint32_t letter)
{
	int from = letter == 'U' ? 0 : word_start(edit);

	if (letter != 'U' && letter != 'W')
		return LINEEDIT_IGNORED;
	return remove_range(edit, from, edit->cursor - from);
}

enum lineedit_answer lineedit_key(struct lineedit *edit, const struct key *key)
{
	if (key->kind == PRESS_CHARACTER)
		return insert(edit, key->character);
	if (key->kind == PRESS_CONTROL)
		return control(edit, key->character);
	if (key->kind == PRESS_BACKSPACE)
		return edit->cursor > 0
			? remove_range(edit, edit->cursor - 1, 1)
			: LINEEDIT_MOVED;
	if (key->kind == PRESS_DELETE)
		return edit->cursor < edit->length
			? remove_range(edit, edit->cursor, 1)
			: LINEEDIT_MOVED;
	if (key->kind == PRESS_LEFT)
		return move(edit, edit->cursor - 1);
	if (key->kind == PRESS_RIGHT)
		return move(edit, edit->cursor + 1);
	if (key->kind == PRESS_HOME)
		return move(edit, 0);
	if (key->kind == PRESS_END)
		return move(edit, edit->length);
	return LINEEDIT_IGNORED;
}

const char *lineedit_text(const struct lineedit *edit)
{
	return edit->text;
}

bool lineedit_is_empty(const struct lineedit *edit)
{
	return edit->length == 0;
}

void lineedit_view(const struct lineedit *edit, int columns, size_t *first_byte,
	int *cursor_column)
{
	char encoded[4];
	int first = edit->cursor;
	int width = 0;
	size_t byte = 0;

	/* Back from the cursor while it still has a column of its own. */
	while (first > 0) {
		int next = text_character_width(edit->characters[first - 1]);

		if (width + next > columns - 1)
			break;
		width += next;
		first--;
	}
	for (int i = 0; i < first; i++)
		byte += text_encode(edit->characters[i], encoded);
	*first_byte = byte;
	*cursor_column = width;
}
