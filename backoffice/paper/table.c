/* Tables. A row is never split over two pages. */
#include "backoffice/paper/table.h"

#include <assert.h>
#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "drivers/terminal/language.h"

#define PAD 3.0
#define LINE_PAD 2.2

struct cell {
	char *text;
	bool counts;
};

struct row {
	struct cell cells[TABLE_COLUMNS_MAX];
	char *note;
	bool sum;
};

struct table {
	const struct table_column *columns;
	size_t column_count;
	struct row *rows;
	size_t row_count;
	size_t cell_count;                /* of the last row */
	double widths[TABLE_COLUMNS_MAX]; /* 0: left out */
};

struct table *table_new(const struct table_column *columns, size_t count)
{
	struct table *table = xcalloc(1, sizeof(*table));

	assert(count <= TABLE_COLUMNS_MAX);
	table->columns = columns;
	table->column_count = count;
	return table;
}

void table_free(struct table *table)
{
	for (size_t i = 0; i < table->row_count; i++) {
		for (size_t c = 0; c < table->column_count; c++)
			free(table->rows[i].cells[c].text);
		free(table->rows[i].note);
	}
	free(table->rows);
	free(table);
}

void table_row(struct table *table, bool sum)
{
	if ((table->row_count & (table->row_count + 1)) == 0)
		table->rows = xreallocarray(table->rows,
			2 * table->row_count + 1, sizeof(*table->rows));
	table->rows[table->row_count++] = (struct row){.sum = sum};
	table->cell_count = 0;
}

/* The cell keeps the text and frees it.
 * NOLINTNEXTLINE(readability-non-const-parameter): so it is no constant */
void table_cell(struct table *table, char *text, bool counts)
{
	assert(table->cell_count < table->column_count);
	table->rows[table->row_count - 1].cells[table->cell_count++] =
		(struct cell){text, counts};
}

void table_note(struct table *table, char *text)
{
	table->rows[table->row_count - 1].note = text;
}

static bool is_shown(const struct table *table, size_t column)
{
	if (table->columns[column].always)
		return true;
	for (size_t i = 0; i < table->row_count; i++) {
		if (table->rows[i].cells[column].counts)
			return true;
	}
	return false;
}

/* What the columns that are left out had goes to the first one. */
static void set_widths(struct table *table, double width)
{
	double all = 0, used = 0;

	for (size_t c = 0; c < table->column_count; c++)
		all += table->columns[c].width;
	for (size_t c = 1; c < table->column_count; c++) {
		table->widths[c] = is_shown(table, c)
			? width * table->columns[c].width / all
			: 0;
		used += table->widths[c];
	}
	table->widths[0] = width - used;
}

static struct page_text style_of(const struct table *table, size_t column,
	const struct row *row)
{
	return (struct page_text){.size = row ? 8.5 : 7.5,
		.bold = row != NULL && row->sum,
		.ink = row && row->cells[column].counts ? PAGE_BLACK
							: PAGE_GREY,
		.side = table->columns[column].side};
}

static const char *cell_text(const struct table *table, size_t column,
	const struct row *row)
{
	if (row == NULL)
		return _(table->columns[column].title);
	return row->cells[column].text ? row->cells[column].text : "";
}

/* Of the heads (row NULL) or of a row without its note. */
static double row_height(const struct table *table, struct page *page,
	const struct row *row)
{
	double most = 0;

	for (size_t c = 0; c < table->column_count; c++) {
		struct page_text style = style_of(table, c, row);
		double height;

		if (table->widths[c] <= 0)
			continue;
		height = page_text_height(page, table->widths[c] - 2 * PAD,
			&style, cell_text(table, c, row));
		most = height > most ? height : most;
	}
	return most + 2 * LINE_PAD;
}

static void draw_cells(const struct table *table, struct page *page, double x,
	double y, double height, const struct row *row)
{
	for (size_t c = 0; c < table->column_count; c++) {
		struct page_text style = style_of(table, c, row);
		const char *text = cell_text(table, c, row);
		double own, width = table->widths[c] - 2 * PAD;

		if (table->widths[c] <= 0)
			continue;
		/* Heads stand at the bottom of their line. */
		own = row ? height - 2 * LINE_PAD
			  : page_text_height(page, width, &style, text);
		page_write(page, x + PAD, y + height - LINE_PAD - own, width,
			&style, text);
		x += table->widths[c];
	}
}

static double draw_heads(const struct table *table, struct page *page, double x,
	double y, double width)
{
	const double height = row_height(table, page, NULL);

	page_fill(page, x, y, width, height, PAGE_TINT);
	draw_cells(table, page, x, y, height, NULL);
	page_rule(page, x, y + height, width, 0.8, PAGE_ACCENT);
	return y + height + 1;
}

static const struct page_text note_style = {.size = 7.5, .ink = PAGE_GREY};

static double note_height(struct page *page, const struct row *row,
	double width)
{
	return row->note ? page_text_height(page, width - 2 * PAD - 10,
				   &note_style, row->note) +
			LINE_PAD
			 : 0;
}

double table_draw(struct table *table, struct page *page, double x, double y,
	double width, table_room_fn *room, double *at, void *context)
{
	set_widths(table, width);
	y = draw_heads(table, page, x, y, width);
	for (size_t i = 0; i < table->row_count; i++) {
		const struct row *row = &table->rows[i];
		const double height = row_height(table, page, row);
		const double note = note_height(page, row, width);

		*at = y;
		if (room(context, height + note))
			y = draw_heads(table, page, x, *at, width);
		if (row->sum)
			page_rule(page, x, y, width, 0.8, PAGE_GREY);
		if (!page_is_dry(page))
			draw_cells(table, page, x, y, height, row);
		y += height;
		if (row->note)
			page_write(page, x + PAD + 10, y - LINE_PAD,
				width - 2 * PAD - 10, &note_style, row->note);
		y += note;
		page_rule(page, x, y, width, 0.4, PAGE_LINE);
	}
	*at = y;
	return y;
}
