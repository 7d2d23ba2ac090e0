/*
 * Draws what a terminal shows as a PNG: `tmux capture-pane -e -N -p` on
 * standard input, the picture's file as the one argument. Knows the colours
 * and attributes that tmux writes; 256 colours and the rest are left plain.
 */
#include <ctype.h>
#include <stdbool.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS_MAX 300
#define ROWS_MAX 120
#define CELL_WIDTH 9
#define CELL_HEIGHT 19
#define MARGIN 8
#define FONT "DejaVu Sans Mono"
#define FONT_SIZE 15

#define DEFAULT (-1)

struct style {
	int ink;   /* 0 to 15, or DEFAULT */
	int paper; /* the same */
	bool bold, dim, underlined, reversed;
};

struct cell {
	char text[8]; /* one character of UTF-8 */
	struct style style;
};

static struct cell cells[ROWS_MAX][COLUMNS_MAX];
static int row_count, column_count;

/* Readable on a dark ground, and on paper. */
static const unsigned colours[16] = {0x1b1e23, 0xe06c60, 0x7fbf5f, 0xd9a84e,
	0x5f9fe0, 0xc080d0, 0x4fb8b8, 0xd6d9de, 0x6a7080, 0xff8878, 0x9fdf7f,
	0xf8c86e, 0x80bfff, 0xe0a0f0, 0x70d8d8, 0xffffff};
#define PAPER 0
#define INK 7

/* --- reading -------------------------------------------------------------- */

static void set_style(struct style *style, int code)
{
	if (code == 0)
		*style = (struct style){.ink = DEFAULT, .paper = DEFAULT};
	else if (code == 1)
		style->bold = true;
	else if (code == 2)
		style->dim = true;
	else if (code == 4)
		style->underlined = true;
	else if (code == 7)
		style->reversed = true;
	else if (code >= 30 && code <= 37)
		style->ink = code - 30;
	else if (code == 39)
		style->ink = DEFAULT;
	else if (code >= 40 && code <= 47)
		style->paper = code - 40;
	else if (code == 49)
		style->paper = DEFAULT;
	else if (code >= 90 && code <= 97)
		style->ink = code - 90 + 8;
	else if (code >= 100 && code <= 107)
		style->paper = code - 100 + 8;
}

/* Behind an escape sequence; `ESC [ 1 ; 31 m` changes the style. */
static const char *read_escape(const char *at, struct style *style)
{
	if (*at != '[')
		return *at == '\0' ? at : at + 1;
	at++;
	while (*at != '\0' && !isalpha((unsigned char)*at)) {
		char *end;
		const long code = strtol(at, &end, 10);

		set_style(style, (int)code);
		at = end == at ? at + 1 : end;
		at += *at == ';';
	}
	if (*at == 'm' && at[-1] == '[')
		set_style(style, 0);
	return *at == '\0' ? at : at + 1;
}

static void read_line(const char *at, struct style *style)
{
	struct cell *row = cells[row_count++];
	int column = 0;

	while (*at != '\0' && *at != '\n' && column < COLUMNS_MAX) {
		size_t length = 1;

		if (*at == '\033') {
			at = read_escape(at + 1, style);
			continue;
		}
		while (((unsigned char)at[length] & 0xc0) == 0x80 && length < 4)
			length++;
		memcpy(row[column].text, at, length);
		row[column++].style = *style;
		at += length;
	}
	if (column > column_count)
		column_count = column;
}

/* --- drawing -------------------------------------------------------------- */

static void set_colour(cairo_t *cairo, unsigned colour, bool dim)
{
	const double share = dim ? 0.6 : 1.0;

	cairo_set_source_rgb(cairo, (colour >> 16 & 255) / 255.0 * share,
		(colour >> 8 & 255) / 255.0 * share,
		(colour & 255) / 255.0 * share);
}

static void draw_cell(cairo_t *cairo, PangoLayout *layout, int row, int column)
{
	const struct cell *cell = &cells[row][column];
	const struct style *style = &cell->style;
	const double x = MARGIN + column * CELL_WIDTH;
	const double y = MARGIN + row * CELL_HEIGHT;
	int ink = style->ink == DEFAULT ? INK : style->ink;
	int paper = style->paper == DEFAULT ? PAPER : style->paper;
	PangoFontDescription *font;

	if (style->reversed) {
		const int other = ink;

		ink = paper;
		paper = other;
	}
	if (paper != PAPER) {
		set_colour(cairo, colours[paper], false);
		cairo_rectangle(cairo, x, y, CELL_WIDTH, CELL_HEIGHT);
		cairo_fill(cairo);
	}
	if (cell->text[0] == '\0' || cell->text[0] == ' ')
		return;
	font = pango_font_description_from_string(FONT);
	pango_font_description_set_absolute_size(font, FONT_SIZE * PANGO_SCALE);
	pango_font_description_set_weight(font,
		style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_text(layout, cell->text, -1);
	set_colour(cairo, colours[ink], style->dim);
	cairo_move_to(cairo, x, y);
	pango_cairo_show_layout(cairo, layout);
	if (style->underlined) {
		cairo_rectangle(cairo, x, y + CELL_HEIGHT - 2, CELL_WIDTH, 1);
		cairo_fill(cairo);
	}
}

static int draw(const char *path)
{
	cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24,
			2 * MARGIN + column_count * CELL_WIDTH,
			2 * MARGIN + row_count * CELL_HEIGHT);
	cairo_t *cairo = cairo_create(surface);
	PangoLayout *layout = pango_cairo_create_layout(cairo);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_status_t status;

	/* The same on every machine, whatever it prefers. */
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(pango_layout_get_context(layout),
		options);
	cairo_font_options_destroy(options);
	set_colour(cairo, colours[PAPER], false);
	cairo_paint(cairo);
	for (int row = 0; row < row_count; row++)
		for (int column = 0; column < column_count; column++)
			draw_cell(cairo, layout, row, column);
	status = cairo_surface_write_to_png(surface, path);
	g_object_unref(layout);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	if (status == CAIRO_STATUS_SUCCESS)
		return 0;
	fprintf(stderr, "%s: %s\n", path, cairo_status_to_string(status));
	return 1;
}

int main(int argc, char **argv)
{
	struct style style = {.ink = DEFAULT, .paper = DEFAULT};
	char *line = NULL;
	size_t size = 0;

	if (argc != 2) {
		fputs("usage: tool_picture FILE.png <CAPTURE\n", stderr);
		return 2;
	}
	while (row_count < ROWS_MAX && getline(&line, &size, stdin) >= 0)
		read_line(line, &style);
	free(line);
	return draw(argv[1]);
}
