/*
 * Paper as ESC/POS bytes, the language of receipt printers.
 *
 * The text of an element reaches the printer as bytes of a whitelist only:
 * 0x20 to 0x7E and the letters of the printer's code page. So no name or
 * import can open the drawer, cut, or ask the printer for anything.
 */
#ifndef TITIPAN_CODEC_PAPER_ESCPOS_H
#define TITIPAN_CODEC_PAPER_ESCPOS_H

#include <stdbool.h>
#include <stddef.h>

#include "drivers/codec/paper.h"
#include "drivers/system/buffer.h"

enum escpos_code_page {
	ESCPOS_ASCII, /* accents lose their mark: é -> e */
	ESCPOS_CP858  /* ESC t 19 */
};

struct escpos_profile {
	const char *name; /* as the setting stores it */
	int columns;      /* font A */
	int dots;         /* printable width */
	enum escpos_code_page code_page;
	bool has_cutter;
	bool native_code128; /* GS k 73 */
	bool native_qr;      /* GS ( k */
	bool has_raster;     /* GS v 0: bars and QR that are not native */
	int drawer_pin;      /* 2 or 5 */
};

/* The built-in profiles, escpos_profile_count() of them; the first is the
 * plainest and prints something readable on any printer. */
const struct escpos_profile *escpos_profiles(void);
size_t escpos_profile_count(void);

/* NULL when there is none of that name. */
const struct escpos_profile *escpos_profile_find(const char *name);

/*
 * Appends one job: initialise, then the paper's elements. What the profile
 * cannot print natively (bars, QR) is drawn where it has raster, else it comes
 * out as its text, as do bars that are too wide for the paper. False when out
 * is full; out is then as before.
 */
bool paper_escpos(const struct paper *paper,
	const struct escpos_profile *profile, struct buffer *out);

#endif
