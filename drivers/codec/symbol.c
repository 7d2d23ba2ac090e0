/* Modules out of libzint's matrix; nothing else of the library is used, so
 * that the same modules go to every device. */
#include "drivers/codec/symbol.h"

#include <stdlib.h>
#include <string.h>
#include <zint.h>

#include "drivers/system/alloc.h"

#define QR_LEVEL_M 2

static bool is_possible(const char *text)
{
	size_t length = strnlen(text, SYMBOL_MAX_TEXT + 1);

	if (length == 0 || length > SYMBOL_MAX_TEXT)
		return false;
	for (; *text != '\0'; text++) {
		if (text[0] < 0x20 || text[0] > 0x7E)
			return false;
	}
	return true;
}

static void copy_modules(const struct zint_symbol *from, struct symbol *to)
{
	to->columns = from->width;
	to->rows = from->rows;
	to->dark = xcalloc((size_t)to->columns * (size_t)to->rows, 1);
	for (int row = 0; row < to->rows; row++) {
		for (int column = 0; column < to->columns; column++) {
			unsigned byte = from->encoded_data[row][column / 8];

			to->dark[row * to->columns + column] =
				(unsigned char)(byte >> (column % 8) & 1U);
		}
	}
}

bool symbol_init(struct symbol *symbol, enum symbol_kind kind, const char *text)
{
	struct zint_symbol *made;
	int result;

	if (!is_possible(text))
		return false;
	made = ZBarcode_Create();
	if (made == NULL)
		return false;
	made->symbology = kind == SYMBOL_QR ? BARCODE_QRCODE : BARCODE_CODE128;
	made->option_1 = kind == SYMBOL_QR ? QR_LEVEL_M : -1;
	made->show_hrt = 0;
	result = ZBarcode_Encode(made, (const unsigned char *)text, 0);
	if (result < ZINT_ERROR)
		copy_modules(made, symbol);
	ZBarcode_Delete(made);
	return result < ZINT_ERROR;
}

void symbol_release(struct symbol *symbol)
{
	free(symbol->dark);
	symbol->dark = NULL;
}

bool symbol_is_dark(const struct symbol *symbol, int column, int row)
{
	return column >= 0 && column < symbol->columns && row >= 0 &&
		row < symbol->rows &&
		symbol->dark[row * symbol->columns + column] != 0;
}

int symbol_run(const struct symbol *symbol, int column, int row)
{
	int run = 0;

	while (symbol_is_dark(symbol, column + run, row))
		run++;
	return run;
}
