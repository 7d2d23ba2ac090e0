/* The pen on a page. */
#include "backoffice/paper/page.h"

#include <assert.h>
#include <cairo-pdf.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"

#define FONT "DejaVu Sans"
#define FIXED_FONT "DejaVu Sans Mono"

/* A layout for each size and weight: to change the font of one is dear. */
#define FACES_MAX 24

struct face {
	double size;
	bool bold;
	bool fixed;
	PangoLayout *layout;
};

struct page {
	cairo_surface_t *surface;
	cairo_t *cairo;
	struct face faces[FACES_MAX];
	size_t face_count;
	struct buffer *out; /* NULL: a dry run */
	int number;
};

static const double inks[][3] = {
	[PAGE_BLACK] = {0.10, 0.11, 0.12},
	[PAGE_GREY] = {0.38, 0.41, 0.43},
	[PAGE_ACCENT] = {0.07, 0.38, 0.31},
	[PAGE_LINE] = {0.76, 0.81, 0.79},
	[PAGE_TINT] = {0.93, 0.96, 0.95},
};

static void use_ink(struct page *page, enum page_ink ink)
{
	cairo_set_source_rgb(page->cairo, inks[ink][0], inks[ink][1],
		inks[ink][2]);
}

static cairo_status_t take_bytes(void *context, const unsigned char *bytes,
	unsigned length)
{
	struct buffer *out = context;

	if (out != NULL && !buffer_add(out, bytes, length))
		return CAIRO_STATUS_WRITE_ERROR;
	return CAIRO_STATUS_SUCCESS;
}

/* No other font steps in, and no text decides to run from the right. */
static void set_plain(PangoLayout *layout)
{
	PangoAttrList *list = pango_attr_list_new();

	pango_attr_list_insert(list, pango_attr_fallback_new(FALSE));
	pango_layout_set_attributes(layout, list);
	pango_attr_list_unref(list);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
}

static void set_metadata(struct page *page, const char *title,
	const char *author, int64_t at_ms)
{
	const time_t at = (time_t)(at_ms / 1000);
	struct tm utc;
	char *time;

	gmtime_r(&at, &utc);
	time = xasprintf("%04d-%02d-%02dT%02d:%02d:%02dZ", utc.tm_year + 1900,
		utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min,
		utc.tm_sec);
	cairo_pdf_surface_set_metadata(page->surface, CAIRO_PDF_METADATA_TITLE,
		title);
	cairo_pdf_surface_set_metadata(page->surface, CAIRO_PDF_METADATA_AUTHOR,
		author);
	cairo_pdf_surface_set_metadata(page->surface,
		CAIRO_PDF_METADATA_CREATOR, "Titipan");
	cairo_pdf_surface_set_metadata(page->surface,
		CAIRO_PDF_METADATA_CREATE_DATE, time);
	free(time);
}

struct page *page_new(struct buffer *out, const char *title, const char *author,
	int64_t at_ms)
{
	struct page *page = xcalloc(1, sizeof(*page));
	cairo_font_options_t *options = cairo_font_options_create();
	char *clean_title = text_cleaned_copy(title, NULL);
	char *clean_author = text_cleaned_copy(author, NULL);

	page->out = out;
	page->number = 1;
	page->surface = cairo_pdf_surface_create_for_stream(take_bytes, out,
		PAGE_WIDTH, PAGE_HEIGHT);
	set_metadata(page, clean_title, clean_author, at_ms);
	page->cairo = cairo_create(page->surface);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_set_font_options(page->cairo, options);
	cairo_font_options_destroy(options);
	free(clean_title);
	free(clean_author);
	return page;
}

bool page_finish(struct page *page)
{
	bool drawn;

	cairo_show_page(page->cairo);
	drawn = cairo_status(page->cairo) == CAIRO_STATUS_SUCCESS;
	for (size_t i = 0; i < page->face_count; i++)
		g_object_unref(page->faces[i].layout);
	cairo_destroy(page->cairo);
	cairo_surface_finish(page->surface);
	drawn = drawn &&
		cairo_surface_status(page->surface) == CAIRO_STATUS_SUCCESS;
	cairo_surface_destroy(page->surface);
	free(page);
	return drawn;
}

void page_next(struct page *page)
{
	if (page->out != NULL)
		cairo_show_page(page->cairo);
	page->number++;
}

int page_number(const struct page *page)
{
	return page->number;
}

static PangoLayout *new_layout(const struct page *page,
	const struct page_text *how)
{
	PangoLayout *layout = pango_cairo_create_layout(page->cairo);
	PangoFontDescription *font =
		pango_font_description_from_string(how->fixed ? FIXED_FONT
							      : FONT);

	pango_cairo_context_set_resolution(pango_layout_get_context(layout),
		72.0);
	set_plain(layout);
	pango_font_description_set_absolute_size(font, how->size * PANGO_SCALE);
	pango_font_description_set_weight(font,
		how->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	return layout;
}

static PangoLayout *layout_of(struct page *page, const struct page_text *how)
{
	struct face *face = page->faces;

	for (; face < page->faces + page->face_count; face++) {
		if (fabs(face->size - how->size) < 0.01 &&
			face->bold == how->bold && face->fixed == how->fixed)
			return face->layout;
	}
	assert(page->face_count < FACES_MAX);
	*face = (struct face){
		how->size, how->bold, how->fixed, new_layout(page, how)};
	page->face_count++;
	return face->layout;
}

/* The layout with this text in it; *height gets how high it is. */
static PangoLayout *set_text(struct page *page, double width,
	const struct page_text *how, const char *text, double *height)
{
	static const PangoAlignment sides[] = {[PAGE_LEFT] = PANGO_ALIGN_LEFT,
		[PAGE_CENTRE] = PANGO_ALIGN_CENTER,
		[PAGE_RIGHT] = PANGO_ALIGN_RIGHT};
	PangoLayout *layout = layout_of(page, how);
	char *clean = text_cleaned_copy(text, NULL);
	int ignored, units;

	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_alignment(layout, sides[how->side]);
	pango_layout_set_text(layout, clean, -1);
	pango_layout_get_size(layout, &ignored, &units);
	*height = (double)units / PANGO_SCALE;
	free(clean);
	return layout;
}

double page_write(struct page *page, double x, double y, double width,
	const struct page_text *how, const char *text)
{
	double height;
	PangoLayout *layout = set_text(page, width, how, text, &height);

	if (page->out != NULL) {
		use_ink(page, how->ink);
		cairo_move_to(page->cairo, x, y);
		pango_cairo_show_layout(page->cairo, layout);
	}
	return height;
}

double page_text_height(struct page *page, double width,
	const struct page_text *how, const char *text)
{
	double height;

	set_text(page, width, how, text, &height);
	return height;
}

bool page_is_dry(const struct page *page)
{
	return page->out == NULL;
}

void page_rule(struct page *page, double x, double y, double width,
	double thickness, enum page_ink ink)
{
	page_fill(page, x, y - thickness / 2, width, thickness, ink);
}

void page_fill(struct page *page, double x, double y, double width,
	double height, enum page_ink ink)
{
	if (page->out == NULL)
		return;
	use_ink(page, ink);
	cairo_rectangle(page->cairo, x, y, width, height);
	cairo_fill(page->cairo);
}

void page_qr(struct page *page, double x, double y, double size,
	const char *text)
{
	struct symbol symbol;
	double module;

	if (page->out == NULL || !symbol_init(&symbol, SYMBOL_QR, text))
		return;
	module = size / (symbol.columns + 2 * SYMBOL_QR_QUIET);
	use_ink(page, PAGE_BLACK);
	for (int row = 0; row < symbol.rows; row++) {
		for (int column = 0; column < symbol.columns; column++) {
			int run = symbol_run(&symbol, column, row);

			if (run > 0)
				cairo_rectangle(page->cairo,
					x + (SYMBOL_QR_QUIET + column) * module,
					y + (SYMBOL_QR_QUIET + row) * module,
					run * module, module);
			column += run;
		}
	}
	cairo_fill(page->cairo);
	symbol_release(&symbol);
}
