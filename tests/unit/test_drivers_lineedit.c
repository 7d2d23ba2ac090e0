/* The one-line editor, key by key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "drivers/terminal/lineedit.h"

static enum lineedit_answer press(struct lineedit *edit, enum press kind)
{
	struct key key = {.kind = kind};

	return lineedit_key(edit, &key);
}

static enum lineedit_answer type(struct lineedit *edit, uint32_t character)
{
	struct key key = {.kind = PRESS_CHARACTER, .character = character};

	return lineedit_key(edit, &key);
}

static enum lineedit_answer control(struct lineedit *edit, uint32_t letter)
{
	struct key key = {.kind = PRESS_CONTROL, .character = letter};

	return lineedit_key(edit, &key);
}

static void inserts_at_the_cursor(void **state)
{
	struct lineedit edit;

	(void)state;
	lineedit_init(&edit, 5);
	assert_true(lineedit_is_empty(&edit));
	assert_int_equal(type(&edit, 'a'), LINEEDIT_CHANGED);
	type(&edit, 'c');
	assert_int_equal(press(&edit, PRESS_LEFT), LINEEDIT_MOVED);
	type(&edit, 0xE9);
	assert_string_equal(lineedit_text(&edit), "aéc");
	press(&edit, PRESS_HOME);
	type(&edit, '1');
	press(&edit, PRESS_END);
	type(&edit, '2');
	assert_string_equal(lineedit_text(&edit), "1aéc2");
	assert_int_equal(type(&edit, '3'), LINEEDIT_FULL);
	assert_string_equal(lineedit_text(&edit), "1aéc2");
}

static void removes_on_either_side(void **state)
{
	struct lineedit edit;

	(void)state;
	lineedit_init(&edit, 20);
	lineedit_set(&edit, "satu dua é");
	assert_int_equal(press(&edit, PRESS_BACKSPACE), LINEEDIT_CHANGED);
	assert_string_equal(lineedit_text(&edit), "satu dua ");
	assert_int_equal(control(&edit, 'W'), LINEEDIT_CHANGED);
	assert_string_equal(lineedit_text(&edit), "satu ");
	press(&edit, PRESS_HOME);
	assert_int_equal(press(&edit, PRESS_BACKSPACE), LINEEDIT_MOVED);
	press(&edit, PRESS_DELETE);
	assert_string_equal(lineedit_text(&edit), "atu ");
	press(&edit, PRESS_RIGHT);
	press(&edit, PRESS_RIGHT);
	control(&edit, 'U');
	assert_string_equal(lineedit_text(&edit), "u ");
	press(&edit, PRESS_END);
	assert_int_equal(press(&edit, PRESS_DELETE), LINEEDIT_MOVED);
	lineedit_clear(&edit);
	assert_string_equal(lineedit_text(&edit), "");
	assert_int_equal(control(&edit, 'W'), LINEEDIT_MOVED);
}

static void other_keys_are_the_callers(void **state)
{
	struct lineedit edit;

	(void)state;
	lineedit_init(&edit, 5);
	lineedit_set(&edit,
		"12\x1B\xFF"
		"34567");
	assert_string_equal(lineedit_text(&edit), "12345");
	assert_int_equal(press(&edit, PRESS_ENTER), LINEEDIT_IGNORED);
	assert_int_equal(press(&edit, PRESS_FUNCTION), LINEEDIT_IGNORED);
	assert_int_equal(control(&edit, 'A'), LINEEDIT_IGNORED);
	lineedit_clear(&edit);
	assert_int_equal(type(&edit, 0x1B), LINEEDIT_IGNORED);
	assert_int_equal(type(&edit, 0x9B), LINEEDIT_IGNORED);
	assert_true(lineedit_is_empty(&edit));
}

static void holds_the_longest_text(void **state)
{
	struct lineedit edit;

	(void)state;
	lineedit_init(&edit, LINEEDIT_MAX);
	for (int i = 0; i < LINEEDIT_MAX; i++)
		assert_int_equal(type(&edit, 0x1F600), LINEEDIT_CHANGED);
	assert_int_equal(type(&edit, 0x1F600), LINEEDIT_FULL);
	assert_int_equal(strlen(lineedit_text(&edit)), LINEEDIT_MAX * 4);
	press(&edit, PRESS_BACKSPACE);
	assert_int_equal(strlen(lineedit_text(&edit)), LINEEDIT_MAX * 4 - 4);
}

static void the_view_shows_the_cursor(void **state)
{
	struct lineedit edit;
	size_t first;
	int cursor;

	(void)state;
	lineedit_init(&edit, 50);
	lineedit_set(&edit, "abcdefghij");
	lineedit_view(&edit, 20, &first, &cursor);
	assert_int_equal(first, 0);
	assert_int_equal(cursor, 10);
	lineedit_view(&edit, 5, &first, &cursor);
	assert_string_equal(lineedit_text(&edit) + first, "ghij");
	assert_int_equal(cursor, 4);
	lineedit_set(&edit, "ab漢字");
	lineedit_view(&edit, 4, &first, &cursor);
	assert_string_equal(lineedit_text(&edit) + first, "字");
	assert_int_equal(cursor, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(inserts_at_the_cursor),
		cmocka_unit_test(removes_on_either_side),
		cmocka_unit_test(other_keys_are_the_callers),
		cmocka_unit_test(holds_the_longest_text),
		cmocka_unit_test(the_view_shows_the_cursor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
