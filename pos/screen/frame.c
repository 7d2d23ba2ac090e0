/*
 * What every picture has, from the top:
 *
 *	head      mart, cashier, clock; the notice of a rehearsal
 *	list      what the mode shows
 *	total     in figures three rows high
 *	input     one line, the cursor in it
 *	message   with a mark, until the next key that matters
 *	foot      the keys of this mode
 */
#include "pos/screen/screen_int.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

#define FOOT_ROWS 2
#define CELL_COLUMNS 13 /* six keys in 80 columns */

char *show_money(struct money amount, char text[TEXT_NUMBER_SIZE])
{
	return text_format_rupiah(money_rupiah(amount), text);
}

char *show_rupiah(struct money amount, char text[TEXT_NUMBER_SIZE])
{
	char digits[TEXT_NUMBER_SIZE];

	text_format_rupiah(money_rupiah(amount), digits);
	if (snprintf(text, TEXT_NUMBER_SIZE, "Rp%s", digits) < 0)
		text[0] = '\0';
	return text;
}

char *show_units(struct quantity quantity, const char *unit, bool counted,
	char text[SHOW_UNITS_SIZE])
{
	char digits[TEXT_NUMBER_SIZE];

	text_show_quantity(quantity_thousandths(quantity), digits);
	snprintf(text, SHOW_UNITS_SIZE, "%s%s%.*s", digits, counted ? "" : " ",
		counted ? 0 : TILL_UNIT_SIZE, unit);
	return text;
}

const char *tender_label(enum till_tender_kind kind)
{
	static const char *const labels[TILL_TENDER_KINDS] = {
		[TILL_BY_CASH] = N_("Cash"),
		[TILL_BY_QRIS] = N_("QRIS"),
		[TILL_BY_CARD] = N_("Card"),
		[TILL_BY_TRANSFER] = N_("Bank transfer"),
		[TILL_BY_EXCHANGE] = N_("Exchange"),
	};
	return _(labels[kind]);
}

void area_text(struct screen *screen, const struct area *area, int row,
	const char *text, enum style style)
{
	if (row >= 0 && row < area->height)
		terminal_put(screen->terminal, area->row + row, area->column,
			area->width, text, style);
}

int area_words(struct screen *screen, const struct area *area, int row,
	const char *text, enum style style)
{
	while (*text != '\0') {
		size_t fits = text_prefix(text, area->width, NULL);
		char *line;

		if (text[fits] != '\0')
			while (fits > 1 && text[fits - 1] != ' ')
				fits--;
		line = xstrndup(text, fits);
		area_text(screen, area, row++, line, style);
		free(line);
		text += fits;
	}
	return row;
}

void area_amount(struct screen *screen, const struct area *area, int row,
	const char *label, struct money amount, enum style style)
{
	char text[TEXT_NUMBER_SIZE];
	int wide = TEXT_NUMBER_SIZE / 2;

	if (row < 0 || row >= area->height || area->width <= wide)
		return;
	terminal_put(screen->terminal, area->row + row, area->column,
		area->width - wide, label, style);
	terminal_put_right(screen->terminal, area->row + row,
		area->column + area->width - wide, wide,
		show_money(amount, text), style);
}

void input_draw(struct screen *screen, int row, int column, int width,
	const char *text, bool hidden)
{
	char dots[TILL_INPUT_SIZE];
	const char *from = text;
	int used;

	if (hidden) {
		size_t length = strlen(text);

		length = length < sizeof(dots) ? length : sizeof(dots) - 1;
		memset(dots, '*', length);
		dots[length] = '\0';
		from = dots;
	}
	if (width < 2)
		return;
	while ((used = text_width(from)) > width - 1) {
		uint32_t character;
		size_t bytes = text_decode(from, strlen(from), &character);

		from += bytes ? bytes : 1;
	}
	terminal_put(screen->terminal, row, column, width, from, STYLE_BOLD);
	terminal_cursor(screen->terminal, row, column + used);
}

static void clock_text(const struct screen *screen, char *text, size_t size)
{
	int64_t now_ms = screen->world->now_ms(screen->world->context);
	int32_t offset_s = screen->world->offset_s;
	int64_t minute = (now_ms / 1000 + offset_s) / 60 % (24 * 60);
	int32_t day;
	struct date date = {1970, 1, 1};

	if (calendar_day_of_instant(&day, now_ms, offset_s))
		date = calendar_date(day);
	snprintf(text, size, "%02d-%02d-%04d %02d:%02d ", date.day, date.month,
		date.year, (int)(minute / 60), (int)(minute % 60));
}

/* Returns how many rows the head takes. */
static int head(struct screen *screen)
{
	const struct till_view *view = screen->view;
	struct terminal *terminal = screen->terminal;
	int columns = terminal_columns(terminal);
	char clock[64];
	char who[160];

	clock_text(screen, clock, sizeof(clock));
	if (view->user.id == 0)
		snprintf(who, sizeof(who), "%s", _("LOCKED"));
	else
		snprintf(who, sizeof(who), _("Cashier: %s"), view->user.name);
	terminal_putf(terminal, 0, 0, columns, STYLE_REVERSE, " %s",
		view->rules.mart);
	terminal_put(terminal, 0, columns / 2 - 10, 28, who, STYLE_REVERSE);
	terminal_put_right(terminal, 0, columns - 20, 20, clock, STYLE_REVERSE);
	if (!view->rules.rehearsal)
		return 1;
	terminal_putf(terminal, 1, 0, columns, STYLE_BOLD, "%*s",
		(columns + text_width(_("REHEARSAL - not in the books"))) / 2,
		_("REHEARSAL - not in the books"));
	return 2;
}

/* The screen's own word first, then what the till refuses or warns of, then a
 * device in trouble, then the rest. */
static void message(struct screen *screen, int row)
{
	static const struct {
		const char *mark;
		enum style style;
	} looks[] = {
		[TILL_QUIET] = {" ", STYLE_NORMAL},
		[TILL_INFO] = {" i ", STYLE_NORMAL},
		[TILL_WARNING] = {" ! ", STYLE_BOLD},
		[TILL_REFUSAL] = {" X ", STYLE_ERROR},
	};
	const struct till_message *message = &screen->view->message;
	enum till_severity severity = message->severity;
	char text[3 * TILL_ARGUMENT_SIZE];

	if (screen->note) {
		severity = TILL_WARNING;
		snprintf(text, sizeof(text), "%s", _(screen->note));
	} else if (screen->trouble && severity < TILL_WARNING) {
		severity = TILL_WARNING;
		snprintf(text, sizeof(text), "%s", _(screen->trouble));
	} else {
		till_message_text(message, language_translate, text,
			sizeof(text));
	}
	terminal_putf(screen->terminal, row, 0,
		terminal_columns(screen->terminal), looks[severity].style,
		"%s%s", looks[severity].mark, text);
}

static void foot(struct screen *screen, int row)
{
	const struct binding *binding;
	int columns = terminal_columns(screen->terminal);
	int across = columns / CELL_COLUMNS;
	int cell = 0;

	for (size_t i = 0; (binding = binding_at(screen->view, i)) != NULL;
		i++) {
		int at = cell % across * (columns / across);
		const char *name;
		int width;

		if (!binding->label || cell >= across * FOOT_ROWS)
			continue;
		name = _(binding->name);
		width = text_width(name);
		terminal_put(screen->terminal, row + cell / across, at, width,
			name, STYLE_REVERSE);
		terminal_put(screen->terminal, row + cell / across, at + width,
			columns / across - width - 1, "", STYLE_NORMAL);
		terminal_putf(screen->terminal, row + cell / across, at + width,
			columns / across - width - 1, STYLE_NORMAL, " %s",
			_(binding->label));
		cell++;
	}
}

/* `Scan atau ketik kode barang > 3 x 8991`; where a dialog asks, the line
 * belongs to it. */
static void input(struct screen *screen, int row)
{
	const struct till_view *view = screen->view;
	int columns = terminal_columns(screen->terminal);
	char label[128];
	char times[TEXT_NUMBER_SIZE];
	int width;

	if (view->shift == 0 ||
		(view->mode != TILL_SELLING && view->mode != TILL_SHOWING))
		return;
	snprintf(label, sizeof(label), " %s > ",
		_("Scan or type an item's code"));
	width = text_width(label);
	terminal_put(screen->terminal, row, 0, width, label, STYLE_NORMAL);
	if (view->has_multiplier) {
		char text[64];

		text_show_quantity(quantity_thousandths(view->multiplier),
			times);
		snprintf(text, sizeof(text), "%s x ", times);
		terminal_put(screen->terminal, row, width, 0, text,
			STYLE_REVERSE);
		width += text_width(text) + 1;
	}
	input_draw(screen, row, width, columns - width, view->input,
		view->input_hidden);
}

struct area frame_draw(struct screen *screen)
{
	int rows = terminal_rows(screen->terminal);
	int columns = terminal_columns(screen->terminal);
	int top = head(screen);
	int bottom = rows - FOOT_ROWS - 2; /* input, message */

	terminal_rule(screen->terminal, bottom - 1, 0, columns);
	input(screen, bottom);
	message(screen, bottom + 1);
	foot(screen, bottom + 2);
	if (screen->view->mode == TILL_LOCKED ||
		screen->view->mode == TILL_STARTING)
		return (struct area){top, 0, bottom - 1 - top, columns};
	bottom -= 2 + TERMINAL_DIGIT_ROWS;
	terminal_rule(screen->terminal, bottom, 0, columns);
	total_draw(screen, bottom + 1);
	return (struct area){top, 0, bottom - top, columns};
}

struct area frame_box(struct screen *screen, const struct area *list,
	int height, int width, const char *title)
{
	struct area box;

	box.height = height < list->height ? height : list->height;
	box.width = width < list->width ? width : list->width;
	box.row = list->row + list->height - box.height;
	box.column = list->column + (list->width - box.width) / 2;
	terminal_box(screen->terminal, box.row, box.column, box.height,
		box.width, title);
	return (struct area){
		box.row + 1, box.column + 2, box.height - 2, box.width - 4};
}
