/*
 * ESC/POS. Commands are written here and nowhere else; texts go through the
 * code page's whitelist. Only commands that the cheapest printers know are
 * used: layout is done with blanks, not with the printer's alignment.
 *
 * Code 128 stays in code set B: in set C a pair of digits is one byte, and
 * "1604" would be 10 04, which many printers take for a status request
 * anywhere in the stream.
 */
#include "drivers/codec/paper_escpos.h"

#include <assert.h>
#include <string.h>

#include "drivers/codec/codepage.h"
#include "drivers/codec/paper_int.h"

#define CODE128_MAX 250
#define CODE128_HEIGHT_DOTS 64
#define QR_MAX 1000
#define QR_MODULE_DOTS 5
#define FEED_WITHOUT_CUTTER 4

static const struct escpos_profile profiles[] = {
	{"58mm-plain", 32, 384, ESCPOS_ASCII, false, false, false, false, 2},
	{"58mm", 32, 384, ESCPOS_CP858, false, true, true, true, 2},
	{"58mm-raster", 32, 384, ESCPOS_ASCII, false, false, false, true, 2},
	{"80mm", 48, 576, ESCPOS_CP858, true, true, true, true, 2},
	{"80mm-42", 42, 512, ESCPOS_CP858, true, true, true, true, 2},
	{"80mm-raster", 48, 576, ESCPOS_ASCII, true, false, false, true, 2},
};

const struct escpos_profile *escpos_profiles(void)
{
	return profiles;
}

size_t escpos_profile_count(void)
{
	return sizeof(profiles) / sizeof(profiles[0]);
}

const struct escpos_profile *escpos_profile_find(const char *name)
{
	for (size_t i = 0; i < escpos_profile_count(); i++) {
		if (strcmp(profiles[i].name, name) == 0)
			return &profiles[i];
	}
	return NULL;
}

struct job {
	const struct escpos_profile *profile;
	enum codepage page;
	struct buffer *out;
};

#define COMMAND(job, ...) \
	buffer_add((job)->out, (const unsigned char[]){__VA_ARGS__}, \
		sizeof((const unsigned char[]){__VA_ARGS__}))

static bool emit_line(void *context, const char *line)
{
	struct job *job = context;

	return codepage_bytes(job->page, line, job->out) && COMMAND(job, '\n');
}

static bool begin_style(struct job *job, unsigned style)
{
	return ((style & PAPER_BOLD) == 0 || COMMAND(job, 0x1B, 'E', 1)) &&
		((style & PAPER_DOUBLE) == 0 || COMMAND(job, 0x1D, '!', 0x11));
}

static bool end_style(struct job *job, unsigned style)
{
	return ((style & PAPER_BOLD) == 0 || COMMAND(job, 0x1B, 'E', 0)) &&
		((style & PAPER_DOUBLE) == 0 || COMMAND(job, 0x1D, '!', 0));
}

static bool add_plain(struct job *job, const char *left, const char *right,
	unsigned style)
{
	int columns = (style & PAPER_DOUBLE) != 0 ? job->profile->columns / 2
						  : job->profile->columns;

	if (right != NULL)
		return paper_lay_pair(left, right, columns, emit_line, job);
	return paper_wrap(left, columns, (style & PAPER_CENTRE) != 0, emit_line,
		job);
}

/* Characters are replaced before the layout, which counts columns. */
static bool add_text(struct job *job, const char *left, const char *right,
	unsigned style)
{
	struct buffer plain_left;
	struct buffer plain_right;
	bool fitted;

	buffer_init(&plain_left, PAPER_MAX_TEXT * 4);
	buffer_init(&plain_right, PAPER_MAX_TEXT * 4);
	codepage_plain(job->page, left, &plain_left);
	if (right != NULL)
		codepage_plain(job->page, right, &plain_right);
	fitted = begin_style(job, style) &&
		add_plain(job, buffer_str(&plain_left),
			right != NULL ? buffer_str(&plain_right) : NULL,
			style) &&
		end_style(job, style);
	buffer_release(&plain_left);
	buffer_release(&plain_right);
	return fitted;
}

static bool add_rule(struct job *job)
{
	for (int i = 0; i < job->profile->columns; i++) {
		if (!COMMAND(job, '-'))
			return false;
	}
	return COMMAND(job, '\n');
}

/* Modules of Code 128 set B: start, data, check of 11 each, stop of 13. The
 * paper's margins are the quiet zones. */
static size_t code128_modules(size_t length)
{
	return (length + 2) * 11 + 13;
}

/* Dots a module, 3 if they fit, else 2; 0 where bars cannot be printed. */
static unsigned char code128_module_dots(const struct escpos_profile *profile,
	const char *text)
{
	size_t length = strlen(text);
	size_t dots = (size_t)profile->dots;

	if (!profile->native_code128 || length == 0 || length > CODE128_MAX)
		return 0;
	for (size_t i = 0; i < length; i++) {
		if (text[i] < 0x20 || text[i] > 0x7E)
			return 0;
	}
	if (code128_modules(length) * 3 <= dots)
		return 3;
	return code128_modules(length) * 2 <= dots ? 2 : 0;
}

/* *drawn says whether it is on the paper; if not, out is as before. False
 * when out is full. */
static bool add_drawn(struct job *job, enum symbol_kind kind, const char *text,
	bool *drawn)
{
	const bool bars = kind == SYMBOL_CODE128;
	const size_t before = job->out->length;
	struct symbol symbol;
	int module;

	*drawn = false;
	if (!job->profile->has_raster || !symbol_init(&symbol, kind, text))
		return true;
	/* The paper's margins are most of the bars' quiet zones. */
	module = paper_module_dots(&symbol, bars ? 0 : SYMBOL_QR_QUIET,
		job->profile->dots, bars ? 2 : 3, bars ? 3 : QR_MODULE_DOTS);
	if (module > 0)
		*drawn = paper_raster(&symbol, job->profile->dots, module,
			bars ? CODE128_HEIGHT_DOTS : module, job->out);
	symbol_release(&symbol);
	if (!*drawn)
		buffer_truncate(job->out, before);
	return !*drawn || COMMAND(job, '\n');
}

static bool add_code128_drawn(struct job *job, const char *text)
{
	bool drawn;

	/* The text stands below the bars, or in their place. */
	return add_drawn(job, SYMBOL_CODE128, text, &drawn) &&
		add_text(job, text, NULL, PAPER_CENTRE);
}

static bool add_code128(struct job *job, const char *text)
{
	unsigned char module = code128_module_dots(job->profile, text);
	struct buffer data;
	bool fitted;

	if (module == 0)
		return add_code128_drawn(job, text);
	buffer_init(&data, CODE128_MAX * 2 + 2);
	buffer_add_str(&data, "{B");
	for (; *text != '\0'; text++) {
		/* A brace opens a function code: doubled it is itself. */
		buffer_add_str(&data, *text == '{' ? "{" : "");
		buffer_add(&data, text, 1);
	}
	if (data.length > UINT8_MAX) {
		buffer_release(&data);
		return add_text(job, text, NULL, PAPER_CENTRE);
	}
	fitted = COMMAND(job, 0x1B, 'a', 1) &&
		COMMAND(job, 0x1D, 'h', CODE128_HEIGHT_DOTS) &&
		COMMAND(job, 0x1D, 'w', module) && COMMAND(job, 0x1D, 'H', 2) &&
		COMMAND(job, 0x1D, 'k', 73, (unsigned char)data.length) &&
		buffer_add(job->out, data.data, data.length) &&
		COMMAND(job, '\n', 0x1B, 'a', 0);
	buffer_release(&data);
	return fitted;
}

static bool qr_is_possible(const struct escpos_profile *profile,
	const char *text)
{
	size_t length = strlen(text);

	if (!profile->native_qr || length == 0 || length > QR_MAX)
		return false;
	for (; *text != '\0'; text++) {
		if (text[0] < 0x20 || text[0] > 0x7E)
			return false;
	}
	return true;
}

/* instead: what stands for it if it cannot be drawn, NULL for its text. */
static bool add_qr_drawn(struct job *job, const char *text, const char *instead)
{
	bool drawn;

	if (!add_drawn(job, SYMBOL_QR, text, &drawn))
		return false;
	return drawn || instead != NULL ||
		add_text(job, text, NULL, PAPER_CENTRE);
}

static bool add_qr(struct job *job, const char *text, const char *instead)
{
	size_t length = strlen(text) + 3;

	if (!qr_is_possible(job->profile, text))
		return add_qr_drawn(job, text, instead);
	return COMMAND(job, 0x1B, 'a', 1) &&
		COMMAND(job, 0x1D, '(', 'k', 4, 0, '1', 'A', '2', 0) &&
		COMMAND(job, 0x1D, '(', 'k', 3, 0, '1', 'C', QR_MODULE_DOTS) &&
		COMMAND(job, 0x1D, '(', 'k', 3, 0, '1', 'E', '1') &&
		COMMAND(job, 0x1D, '(', 'k', (unsigned char)(length & 0xFF),
			(unsigned char)(length >> 8), '1', 'P', '0') &&
		buffer_add_str(job->out, text) &&
		COMMAND(job, 0x1D, '(', 'k', 3, 0, '1', 'Q', '0') &&
		COMMAND(job, '\n', 0x1B, 'a', 0);
}

static bool add_feed(struct job *job, int lines)
{
	return COMMAND(job, 0x1B, 'd', (unsigned char)lines);
}

static bool add_cut(struct job *job)
{
	if (!job->profile->has_cutter)
		return add_feed(job, FEED_WITHOUT_CUTTER);
	return COMMAND(job, 0x1D, 'V', 66, 0);
}

/* 50 ms on, 500 ms off, in units of 2 ms. */
static bool add_drawer(struct job *job)
{
	unsigned char pin = job->profile->drawer_pin == 5 ? 1 : 0;

	return COMMAND(job, 0x1B, 'p', pin, 25, 250);
}

static bool add_element(struct job *job, const struct paper_element *element)
{
	switch (element->kind) {
	case PAPER_LINE:
	case PAPER_PAIR:
		return add_text(job, element->left, element->right,
			element->style);
	case PAPER_RULE:
		return add_rule(job);
	case PAPER_FEED:
		return add_feed(job, element->count);
	case PAPER_CUT:
		return add_cut(job);
	case PAPER_CODE128:
		return add_code128(job, element->left);
	case PAPER_QR:
		return add_qr(job, element->left, element->right);
	case PAPER_DRAWER:
		return add_drawer(job);
	}
	return false;
}

/* Asian models start in two-byte mode, where accents become ideographs. */
static bool add_start(struct job *job)
{
	return COMMAND(job, 0x1B, '@') && COMMAND(job, 0x1C, '.') &&
		(job->page == CODEPAGE_ASCII || COMMAND(job, 0x1B, 't', 19));
}

bool paper_escpos(const struct paper *paper,
	const struct escpos_profile *profile, struct buffer *out)
{
	size_t before = out->length;
	struct job job = {profile,
		profile->code_page == ESCPOS_CP858 ? CODEPAGE_CP858
						   : CODEPAGE_ASCII,
		out};
	bool fitted = add_start(&job);

	for (size_t i = 0; fitted && i < paper_count(paper); i++)
		fitted = add_element(&job, paper_at(paper, i));
	if (!fitted)
		buffer_truncate(out, before);
	return fitted;
}
