/*
 * A symbol as a raster for receipt printers that know no bar codes. Sent in
 * bands, because cheap printers hold few rows.
 *
 * Many printers look for DLE EOT, DLE ENQ and DLE DC4 anywhere in the stream,
 * inside a picture too. Moving the symbol by a dot makes other bytes of the
 * same picture, so the first place near the middle without them is taken.
 */
#include "drivers/codec/paper_int.h"

#include <string.h>

#define BAND_ROWS 64
#define LINE_BYTES_MAX 128
#define PLACES 8

int paper_module_dots(const struct symbol *symbol, int quiet, int dots,
	int least, int most)
{
	int fit = dots / (symbol->columns + 2 * quiet);

	if (fit < least)
		return 0;
	return fit < most ? fit : most;
}

static void set_dots(unsigned char *line, int from, int count)
{
	for (int dot = from; dot < from + count; dot++)
		line[dot / 8] |= (unsigned char)(0x80U >> (dot % 8));
}

static void draw_line(const struct symbol *symbol, int row, int left,
	int module_dots, unsigned char line[LINE_BYTES_MAX])
{
	memset(line, 0, LINE_BYTES_MAX);
	for (int column = 0; column < symbol->columns; column++) {
		if (symbol_is_dark(symbol, column, row))
			set_dots(line, left + column * module_dots,
				module_dots);
	}
}

static bool add_band_head(int bytes, int rows, struct buffer *out)
{
	const unsigned char head[] = {0x1D, 'v', '0', 0,
		(unsigned char)(bytes & 0xFF), (unsigned char)(bytes >> 8),
		(unsigned char)(rows & 0xFF), (unsigned char)(rows >> 8)};

	return buffer_add(out, head, sizeof(head));
}

static bool draw(const struct symbol *symbol, int left, int module_dots,
	int row_dots, struct buffer *out)
{
	const int bytes = (left + symbol->columns * module_dots + 7) / 8;
	const int rows = symbol->rows * row_dots;
	unsigned char line[LINE_BYTES_MAX];

	for (int row = 0; row < rows; row++) {
		int left_rows = rows - row;

		if (row % BAND_ROWS == 0 &&
			!add_band_head(bytes,
				left_rows < BAND_ROWS ? left_rows : BAND_ROWS,
				out))
			return false;
		draw_line(symbol, row / row_dots, left, module_dots, line);
		if (!buffer_add(out, line, (size_t)bytes))
			return false;
	}
	return true;
}

/* A DLE before EOT, ENQ or DC4. */
static bool is_a_request(const char *bytes, size_t length)
{
	for (size_t i = 1; i < length; i++) {
		if (bytes[i - 1] == 0x10 &&
			(bytes[i] == 0x04 || bytes[i] == 0x05 ||
				bytes[i] == 0x14))
			return true;
	}
	return false;
}

bool paper_raster(const struct symbol *symbol, int dots, int module_dots,
	int row_dots, struct buffer *out)
{
	const int middle = (dots - symbol->columns * module_dots) / 2;
	const size_t before = out->length;

	if (middle < 0 || dots > LINE_BYTES_MAX * 8)
		return false;
	for (int place = 0; place < PLACES; place++) {
		int left = middle >= PLACES ? middle - place : middle + place;

		if (left + symbol->columns * module_dots > dots)
			break;
		buffer_truncate(out, before);
		if (!draw(symbol, left, module_dots, row_dots, out))
			return false;
		if (!is_a_request(buffer_str(out) + before,
			    out->length - before))
			return true;
	}
	return false;
}
