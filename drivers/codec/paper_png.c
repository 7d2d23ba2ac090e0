/*
 * A paper drawn on a surface of one bit a dot. The paper is gone through twice
 * by the same code: first only to know how high the picture is.
 *
 * In the surface a set bit is white, so what is printed is cleared from it.
 */
#include "drivers/codec/paper_png.h"

#include <assert.h>
#include <pango/pangocairo.h>

#include "drivers/codec/paper_int.h"
#include "drivers/system/text.h"

#define FONT "DejaVu Sans Mono"
#define EDGE_DOTS 24
#define RULE_DOTS 2
#define BARS_DOTS 80
#define QR_MODULE_DOTS 6

struct picture {
	cairo_t *cairo; /* NULL: only measured */
	PangoLayout *layout;
	int columns;
	int dots;
	int row;       /* how far down */
	int line_dots; /* of a plain line */
	unsigned style;
};

/* --- letters ---------------------------------------------------------- */

/* The size at which this many columns are just not wider than the paper. */
static void set_font(struct picture *picture, const struct paper_element *of)
{
	const bool twice = of != NULL && (of->style & PAPER_DOUBLE) != 0;
	const bool bold = of != NULL && (of->style & PAPER_BOLD) != 0;
	const int column = picture->dots / picture->columns * (twice ? 2 : 1);
	/* A letter is 0.602 of its size wide; a size in whole dots is drawn
	 * sharp. */
	const int size_dots = column * 1000 / 602;
	PangoFontDescription *font = pango_font_description_from_string(FONT);

	pango_font_description_set_absolute_size(font,
		(double)size_dots * PANGO_SCALE);
	pango_font_description_set_weight(font,
		bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(picture->layout, font);
	pango_font_description_free(font);
}

/* No other font steps in for letters that this one has not, and no text
 * decides by itself to run from the right. */
static void set_plain(PangoLayout *layout)
{
	PangoAttrList *list = pango_attr_list_new();

	pango_attr_list_insert(list, pango_attr_fallback_new(FALSE));
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
}

static int line_dots(const struct picture *picture)
{
	return (picture->style & PAPER_DOUBLE) != 0 ? picture->line_dots * 2
						    : picture->line_dots;
}

/* One character at its column: a printer knows nothing else, and an amount
 * stands at the right edge whatever the letters before it. */
static void draw_character(struct picture *picture, const char *bytes,
	size_t length, int column, int width)
{
	const int size = picture->dots / picture->columns *
		((picture->style & PAPER_DOUBLE) != 0 ? 2 : 1);
	int letter_width, letter_height, left, above;

	pango_layout_set_text(picture->layout, bytes, (int)length);
	pango_layout_get_pixel_size(picture->layout, &letter_width,
		&letter_height);
	left = (width * size - letter_width) / 2;
	above = (line_dots(picture) - letter_height) / 2;
	cairo_move_to(picture->cairo, column * size + left,
		picture->row + above);
	pango_cairo_show_layout(picture->cairo, picture->layout);
}

static void draw_line(struct picture *picture, const char *line)
{
	struct buffer shown;
	const char *at;
	int column = 0;

	buffer_init(&shown, PAPER_MAX_TEXT * 8);
	text_show(&shown, line);
	for (at = buffer_str(&shown); *at != '\0';) {
		int width;
		size_t length = text_prefix(at, 1, &width);

		if (length == 0) /* two columns wide */
			length = text_prefix(at, 2, &width);
		if (length == 0)
			break;
		if (*at != ' ')
			draw_character(picture, at, length, column, width);
		column += width;
		at += length;
	}
	buffer_release(&shown);
}

static bool add_line(void *context, const char *line)
{
	struct picture *picture = context;

	if (picture->cairo != NULL)
		draw_line(picture, line);
	picture->row += line_dots(picture);
	return picture->row <= PAPER_PNG_MAX_ROWS;
}

static bool add_text(struct picture *picture,
	const struct paper_element *element)
{
	int columns = (element->style & PAPER_DOUBLE) != 0
		? picture->columns / 2
		: picture->columns;

	picture->style = element->style;
	set_font(picture, element);
	if (element->kind == PAPER_PAIR)
		return paper_lay_pair(element->left, element->right, columns,
			add_line, picture);
	return paper_wrap(element->left, columns,
		(element->style & PAPER_CENTRE) != 0, add_line, picture);
}

/* The text of what could not be drawn. */
static bool add_centred(struct picture *picture, const char *text)
{
	picture->style = PAPER_CENTRE;
	set_font(picture, NULL);
	return paper_wrap(text, picture->columns, true, add_line, picture);
}

/* --- drawings --------------------------------------------------------- */

static void fill(struct picture *picture, int left, int top, int width,
	int height)
{
	if (picture->cairo == NULL)
		return;
	cairo_rectangle(picture->cairo, left, top, width, height);
	cairo_fill(picture->cairo);
}

static bool add_rule(struct picture *picture)
{
	fill(picture, 0, picture->row + picture->line_dots / 2 - RULE_DOTS / 2,
		picture->dots, RULE_DOTS);
	picture->row += picture->line_dots;
	return true;
}

static void draw_symbol(struct picture *picture, const struct symbol *symbol,
	int module_dots, int row_dots)
{
	const int left = (picture->dots - symbol->columns * module_dots) / 2;

	/* White above it, too. */
	picture->row += picture->line_dots / 2;
	for (int row = 0; row < symbol->rows; row++) {
		for (int column = 0; column < symbol->columns; column++) {
			int run = symbol_run(symbol, column, row);

			if (run == 0)
				continue;
			fill(picture, left + column * module_dots,
				picture->row + row * row_dots,
				run * module_dots, row_dots);
			column += run;
		}
	}
	picture->row += symbol->rows * row_dots + picture->line_dots / 2;
}

static bool add_symbol(struct picture *picture, enum symbol_kind kind,
	const struct paper_element *element)
{
	const bool bars = kind == SYMBOL_CODE128;
	struct symbol symbol;
	int module = 0;

	if (symbol_init(&symbol, kind, element->left)) {
		/* The white edge of the picture is part of the quiet zone. */
		module = paper_module_dots(&symbol, 0, picture->dots,
			bars ? 2 : 3, bars ? 3 : QR_MODULE_DOTS);
		if (module > 0)
			draw_symbol(picture, &symbol, module,
				bars ? BARS_DOTS : module);
		symbol_release(&symbol);
	}
	if (bars || (module == 0 && element->right == NULL))
		return add_centred(picture, element->left);
	return true;
}

/* --- the paper -------------------------------------------------------- */

static bool add_element(struct picture *picture,
	const struct paper_element *element)
{
	switch (element->kind) {
	case PAPER_LINE:
	case PAPER_PAIR:
		return add_text(picture, element);
	case PAPER_RULE:
		return add_rule(picture);
	case PAPER_FEED:
		picture->row += element->count * picture->line_dots;
		return true;
	case PAPER_CODE128:
		return add_symbol(picture, SYMBOL_CODE128, element);
	case PAPER_QR:
		return add_symbol(picture, SYMBOL_QR, element);
	case PAPER_CUT:
	case PAPER_DRAWER:
		return true;
	}
	return false;
}

/* Feeds and the cut at the end are for the printer's knife. */
static size_t shown_elements(const struct paper *paper)
{
	size_t count = paper_count(paper);

	while (count > 0) {
		enum paper_kind kind = paper_at(paper, count - 1)->kind;

		if (kind != PAPER_FEED && kind != PAPER_CUT &&
			kind != PAPER_DRAWER)
			break;
		count--;
	}
	return count;
}

static bool add_all(struct picture *picture, const struct paper *paper,
	size_t count)
{
	bool fits = true;

	picture->row = 0;
	for (size_t i = 0; fits && i < count; i++)
		fits = add_element(picture, paper_at(paper, i)) &&
			picture->row <= PAPER_PNG_MAX_ROWS;
	return fits;
}

/* A surface that is white, and its context with the edges outside of 0. */
static cairo_surface_t *white_surface(const struct picture *picture, int rows,
	cairo_t **cairo)
{
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_A1,
		picture->dots + 2 * EDGE_DOTS, rows + 2 * EDGE_DOTS);
	cairo_font_options_t *options = cairo_font_options_create();

	*cairo = cairo_create(surface);
	cairo_set_operator(*cairo, CAIRO_OPERATOR_SOURCE);
	cairo_set_source_rgba(*cairo, 0, 0, 0, 1);
	cairo_paint(*cairo);
	cairo_set_operator(*cairo, CAIRO_OPERATOR_DEST_OUT);
	cairo_translate(*cairo, EDGE_DOTS, EDGE_DOTS);
	cairo_set_antialias(*cairo, CAIRO_ANTIALIAS_NONE);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_NONE);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_FULL);
	cairo_set_font_options(*cairo, options);
	cairo_font_options_destroy(options);
	return surface;
}

static cairo_status_t take_bytes(void *context, const unsigned char *bytes,
	unsigned length)
{
	return buffer_add(context, bytes, length) ? CAIRO_STATUS_SUCCESS
						  : CAIRO_STATUS_WRITE_ERROR;
}

static enum paper_png_result draw(struct picture *picture,
	const struct paper *paper, size_t count, struct buffer *out)
{
	const size_t before = out->length;
	enum paper_png_result result = PAPER_PNG_DONE;
	cairo_t *cairo;
	cairo_surface_t *surface = white_surface(picture, picture->row, &cairo);

	picture->cairo = cairo;
	pango_cairo_update_layout(cairo, picture->layout);
	(void)add_all(picture, paper, count);
	cairo_surface_flush(surface);
	if (cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
		result = PAPER_PNG_FAILED;
	else if (cairo_surface_write_to_png_stream(surface, take_bytes, out) !=
		CAIRO_STATUS_SUCCESS)
		result = buffer_overflowed(out) ? PAPER_PNG_TOO_LONG
						: PAPER_PNG_FAILED;
	if (result != PAPER_PNG_DONE)
		buffer_truncate(out, before);
	cairo_destroy(cairo);
	cairo_surface_destroy(surface);
	return result;
}

enum paper_png_result paper_png(const struct paper *paper, int columns,
	int dots, struct buffer *out)
{
	const size_t count = shown_elements(paper);
	struct picture picture = {.columns = columns, .dots = dots};
	enum paper_png_result result = PAPER_PNG_TOO_LONG;
	cairo_t *cairo;
	cairo_surface_t *none = white_surface(&picture, 1, &cairo);

	assert(columns > 0 && dots >= 8 * columns);
	picture.line_dots = dots / columns * 2 + 2;
	picture.layout = pango_cairo_create_layout(cairo);
	set_plain(picture.layout);
	if (add_all(&picture, paper, count))
		result = draw(&picture, paper, count, out);
	g_object_unref(picture.layout);
	cairo_destroy(cairo);
	cairo_surface_destroy(none);
	return result;
}
