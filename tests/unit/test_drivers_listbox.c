/* Selection in the list box; drawing is tested on a screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "drivers/terminal/listbox.h"

/* Rows of which every tenth is a heading. */
static int count_rows(void *context)
{
	return *(int *)context;
}

static bool is_no_heading(void *context, int index)
{
	(void)context;
	return index % 10 != 0;
}

static const struct listbox_rows with_headings = {
	count_rows, NULL, is_no_heading};
static const struct listbox_rows plain = {count_rows, NULL, NULL};

static bool press(struct listbox *list, enum press kind)
{
	struct key key = {.kind = kind};

	return listbox_key(list, &key);
}

static void moves_over_headings(void **state)
{
	struct listbox list;
	int rows = 25;

	(void)state;
	listbox_init(&list, &with_headings, &rows);
	assert_int_equal(listbox_selected(&list), 1);
	assert_true(press(&list, PRESS_UP));
	assert_int_equal(listbox_selected(&list), 1);
	listbox_select(&list, 9);
	press(&list, PRESS_DOWN);
	assert_int_equal(listbox_selected(&list), 11);
	press(&list, PRESS_UP);
	assert_int_equal(listbox_selected(&list), 9);
	press(&list, PRESS_END);
	assert_int_equal(listbox_selected(&list), 24);
	press(&list, PRESS_DOWN);
	assert_int_equal(listbox_selected(&list), 24);
	press(&list, PRESS_HOME);
	assert_int_equal(listbox_selected(&list), 1);
	rows = 31; /* the last one is a heading */
	press(&list, PRESS_END);
	press(&list, PRESS_DOWN);
	assert_int_equal(list.selected, 29);
	assert_false(press(&list, PRESS_ENTER));
	assert_false(press(&list, PRESS_LEFT));
}

static void pages_by_its_height(void **state)
{
	struct listbox list;
	int rows = 25;

	(void)state;
	listbox_init(&list, &plain, &rows);
	list.height = 8;
	press(&list, PRESS_PAGE_DOWN);
	assert_int_equal(listbox_selected(&list), 7);
	press(&list, PRESS_PAGE_UP);
	press(&list, PRESS_PAGE_UP);
	assert_int_equal(listbox_selected(&list), 0);
}

static void rows_may_go(void **state)
{
	struct listbox list;
	int rows = 25;

	(void)state;
	listbox_init(&list, &plain, &rows);
	listbox_select(&list, 24);
	rows = 3;
	assert_int_equal(listbox_selected(&list), 2);
	rows = 0;
	assert_int_equal(listbox_selected(&list), -1);
	assert_true(press(&list, PRESS_DOWN));
	assert_int_equal(listbox_selected(&list), -1);
	rows = 5;
	assert_int_equal(listbox_selected(&list), 0);
	rows = 1;
	listbox_init(&list, &with_headings, &rows);
	assert_int_equal(listbox_selected(&list), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves_over_headings),
		cmocka_unit_test(pages_by_its_height),
		cmocka_unit_test(rows_may_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
