/* Scrolling and selection. top and selected are put right at each use, for
 * the caller's rows may come and go between two keys. */
#include "drivers/terminal/listbox.h"

#include <stddef.h>

void listbox_init(struct listbox *list, const struct listbox_rows *rows,
	void *context)
{
	*list = (struct listbox){
		.rows = rows, .context = context, .selected = -1, .height = 1};
	listbox_select(list, 0);
}

static bool is_selectable(const struct listbox *list, int index)
{
	return list->rows->selectable == NULL ||
		list->rows->selectable(list->context, index);
}

/* The first selectable row from index on in steps of +1 or -1, or -1. */
static int find_from(const struct listbox *list, int index, int step)
{
	int count = list->rows->count(list->context);

	for (; index >= 0 && index < count; index += step) {
		if (is_selectable(list, index))
			return index;
	}
	return -1;
}

static int clamp(int value, int low, int high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

/* Selects near index, looking first in the direction of step. */
static void select_towards(struct listbox *list, int index, int step)
{
	int count = list->rows->count(list->context);
	int found;

	index = clamp(index, 0, count - 1);
	found = find_from(list, index, step);
	list->selected = found >= 0 ? found : find_from(list, index, -step);
}

void listbox_select(struct listbox *list, int index)
{
	select_towards(list, index, 1);
}

int listbox_selected(struct listbox *list)
{
	int count = list->rows->count(list->context);

	if (list->selected < 0 || list->selected >= count ||
		!is_selectable(list, list->selected))
		select_towards(list, list->selected, 1);
	return list->selected;
}

bool listbox_key(struct listbox *list, const struct key *key)
{
	int at = listbox_selected(list);
	int page = list->height > 1 ? list->height - 1 : 1;
	int count = list->rows->count(list->context);

	if (key->kind == PRESS_UP)
		select_towards(list, at - 1, -1);
	else if (key->kind == PRESS_DOWN)
		select_towards(list, at + 1, 1);
	else if (key->kind == PRESS_PAGE_UP)
		select_towards(list, at - page, -1);
	else if (key->kind == PRESS_PAGE_DOWN)
		select_towards(list, at + page, 1);
	else if (key->kind == PRESS_HOME)
		select_towards(list, 0, 1);
	else if (key->kind == PRESS_END)
		select_towards(list, count - 1, -1);
	else
		return false;
	return true;
}

/* The selected row in sight, and no empty rows below the last one. At the
 * first selectable row the headings above it come into sight too. */
static void scroll(struct listbox *list, int count, int height)
{
	if (list->selected >= 0 && list->selected < list->top)
		list->top = list->selected;
	if (list->selected >= list->top + height)
		list->top = list->selected - height + 1;
	if (list->selected >= 0 && list->selected < height &&
		list->selected == find_from(list, 0, 1))
		list->top = 0;
	list->top = clamp(list->top, 0, count > height ? count - height : 0);
}

void listbox_draw(struct listbox *list, struct terminal *terminal, int row,
	int column, int height, int width)
{
	int count = list->rows->count(list->context);
	int selected = listbox_selected(list);

	if (height <= 0 || width <= 1)
		return;
	list->height = height;
	scroll(list, count, height);
	for (int i = 0; i < height; i++) {
		int index = list->top + i;

		if (index < count)
			list->rows->draw(list->context, terminal, index,
				row + i, column, width - 1, index == selected);
		else
			terminal_put(terminal, row + i, column, width - 1, "",
				STYLE_NORMAL);
		terminal_put(terminal, row + i, column + width - 1, 1, "",
			STYLE_NORMAL);
	}
	if (list->top > 0)
		terminal_put(terminal, row, column + width - 1, 1, "^",
			STYLE_BOLD);
	if (list->top + height < count)
		terminal_put(terminal, row + height - 1, column + width - 1, 1,
			"v", STYLE_BOLD);
}
