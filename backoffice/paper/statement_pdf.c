/*
 * The statement on A4 pages, from what matters most: how much is paid and why,
 * the weeks, then the goods, the sales, what came off and on, the signatures
 * and the proof. A table that goes on repeats its heads on the next page.
 *
 * It is drawn twice by the same calls, first dry, to know the pages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/paper/page.h"
#include "backoffice/paper/statement.h"
#include "backoffice/paper/table.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

#define LEFT 42.0
#define WIDTH (PAGE_WIDTH - 2 * LEFT)
#define BOTTOM (PAGE_HEIGHT - 46.0)
#define GAP 11.0

static const struct page_text name_text = {
	15, true, false, PAGE_BLACK, PAGE_LEFT};
static const struct page_text title_text = {
	12, true, false, PAGE_ACCENT, PAGE_RIGHT};
static const struct page_text number_text = {
	11, true, false, PAGE_BLACK, PAGE_RIGHT};
static const struct page_text small_text = {
	8, false, false, PAGE_GREY, PAGE_LEFT};
static const struct page_text small_right = {
	8, false, false, PAGE_GREY, PAGE_RIGHT};
static const struct page_text plain_text = {
	9, false, false, PAGE_BLACK, PAGE_LEFT};
static const struct page_text plain_right = {
	9, false, false, PAGE_BLACK, PAGE_RIGHT};
static const struct page_text bold_text = {
	9, true, false, PAGE_BLACK, PAGE_LEFT};
static const struct page_text bold_right = {
	9, true, false, PAGE_BLACK, PAGE_RIGHT};
static const struct page_text who_text = {
	12, true, false, PAGE_BLACK, PAGE_LEFT};
static const struct page_text heading_text = {
	10.5, true, false, PAGE_ACCENT, PAGE_LEFT};
static const struct page_text pay_text = {
	20, true, false, PAGE_BLACK, PAGE_RIGHT};
static const struct page_text pay_label = {
	9.5, true, false, PAGE_ACCENT, PAGE_LEFT};
static const struct page_text notice_text = {
	9, true, false, PAGE_BLACK, PAGE_CENTRE};
static const struct page_text code_text = {
	7.5, false, true, PAGE_BLACK, PAGE_LEFT};
static const struct page_text tiny_text = {
	6.5, false, false, PAGE_GREY, PAGE_LEFT};
static const struct page_text tiny_centre = {
	6.5, false, false, PAGE_GREY, PAGE_CENTRE};

struct drawing {
	struct page *page;
	const struct statement_data *data;
	const unsigned char *text_hash;
	int pages; /* 0 in the dry run */
	double y;
};

static char *rupiah(struct money amount, char text[TEXT_NUMBER_SIZE])
{
	return text_format_rupiah(money_rupiah(amount), text);
}

/* --- pages ------------------------------------------------------------ */

static void add_notice(struct drawing *d)
{
	if (!d->data->mart.mart.rehearsal)
		return;
	page_fill(d->page, LEFT, d->y - 3, WIDTH, 17, PAGE_TINT);
	page_write(d->page, LEFT, d->y, WIDTH, &notice_text,
		_("REHEARSAL - not in the books"));
	d->y += 22;
}

static void add_page_foot(struct drawing *d)
{
	char *place =
		xasprintf(_("Page %d of %d"), page_number(d->page), d->pages);
	char *what = xasprintf("%s · N-%s · %s", d->data->mart.mart.name,
		d->data->number, d->data->producer.code);

	page_rule(d->page, LEFT, PAGE_HEIGHT - 40, WIDTH, 0.5, PAGE_LINE);
	page_write(d->page, LEFT, PAGE_HEIGHT - 36, WIDTH * 0.75, &small_text,
		what);
	page_write(d->page, LEFT + WIDTH * 0.75, PAGE_HEIGHT - 36, WIDTH * 0.25,
		&small_right, place);
	free(what);
	free(place);
}

static void next_page(struct drawing *d)
{
	char *what;

	add_page_foot(d);
	page_next(d->page);
	d->y = 34;
	add_notice(d);
	what = xasprintf(_("Statement N-%s, continued"), d->data->number);
	page_write(d->page, LEFT, d->y, WIDTH, &small_text, what);
	page_rule(d->page, LEFT, d->y + 14, WIDTH, 0.5, PAGE_LINE);
	d->y += 24;
	free(what);
}

/* Begins a page unless so much is left on this one. */
static bool make_room(void *context, double height)
{
	struct drawing *d = context;

	if (d->y + height <= BOTTOM)
		return false;
	next_page(d);
	return true;
}

static void add_heading(struct drawing *d, const char *text, const char *why,
	double with)
{
	make_room(d, 32 + with);
	d->y += page_write(d->page, LEFT, d->y, WIDTH, &heading_text, text);
	if (why)
		d->y += page_write(d->page, LEFT, d->y + 1, WIDTH, &small_text,
				why) +
			1;
	d->y += 4;
}

/* --- the head --------------------------------------------------------- */

static void add_mart(struct drawing *d)
{
	const struct paper_mart *mart = &d->data->mart.mart;
	const double half = WIDTH * 0.55;
	char day[STATEMENT_DAY_SIZE];
	char *number = xasprintf(_("No. N-%s"), d->data->number);
	char *drawn = xasprintf(_("Drawn up %s"),
		statement_day(d->data->settlement.day, day));
	double y = d->y, right = d->y;

	y += page_write(d->page, LEFT, y, half, &name_text, mart->name);
	if (mart->address)
		y += page_write(d->page, LEFT, y, half, &small_text,
			mart->address);
	if (mart->npwp) {
		char *npwp = xasprintf("NPWP %s", mart->npwp);

		y += page_write(d->page, LEFT, y, half, &small_text, npwp);
		free(npwp);
	}
	right += page_write(d->page, LEFT + half, right, WIDTH - half,
		&title_text, _("CONSIGNMENT STATEMENT"));
	right += page_write(d->page, LEFT + half, right, WIDTH - half,
		&number_text, number);
	right += page_write(d->page, LEFT + half, right, WIDTH - half,
		&small_right, drawn);
	d->y = (y > right ? y : right) + 7;
	page_rule(d->page, LEFT, d->y, WIDTH, 1.2, PAGE_ACCENT);
	d->y += 10;
	free(drawn);
	free(number);
}

static void add_producer(struct drawing *d, double width)
{
	const struct statement_data *data = d->data;
	char day[STATEMENT_DAY_SIZE], number[DOCUMENT_TEXT_SIZE];
	char *who =
		xasprintf("%s · %s", data->producer.code, data->producer.name);
	char *until = xasprintf(_("Sales up to %s"),
		statement_day(data->settlement.through, day));
	char *before = xasprintf(_("Statement before: N-%s of %s"),
		document_format(data->previous.id, number),
		statement_day(data->previous.id ? data->previous.day : 0, day));
	const char *const lines[] = {data->producer.owner,
		data->producer.village, until, data->previous.id ? before : ""};

	d->y += page_write(d->page, LEFT, d->y, width, &small_text,
		_("For the producer"));
	d->y += page_write(d->page, LEFT, d->y, width, &who_text, who) + 1;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		if (lines[i][0])
			d->y += page_write(d->page, LEFT, d->y, width,
				&plain_text, lines[i]);
	}
	free(before);
	free(until);
	free(who);
}

/* --- why so much is paid ---------------------------------------------- */

static double add_sum_lines(struct drawing *d, double x, double y, double width)
{
	for (size_t i = 0; i < d->data->sum_count; i++) {
		const struct statement_sum *sum = &d->data->sums[i];
		const bool bold = sum->kind == STATEMENT_BETWEEN;
		char *amount = statement_signed(sum->amount);
		double height;

		if (bold)
			page_rule(d->page, x, y, width, 0.5, PAGE_LINE);
		height = page_write(d->page, x, y + 1, width * 0.68,
			bold ? &bold_text : &plain_text, _(sum->label));
		page_write(d->page, x + width * 0.6, y + 1, width * 0.4,
			bold ? &bold_right : &plain_right, amount);
		y += height + 3;
		free(amount);
	}
	return y;
}

/* What goes with the amount: to where, and what is left. */
static double add_pay_notes(struct drawing *d, double x, double y, double width)
{
	const struct settlement *s = &d->data->settlement;
	char number[TEXT_NUMBER_SIZE];
	char *text;

	if (money_sign(s->to_pay) > 0) {
		text = d->data->bank[0]
			? xasprintf(_("to your account %s"), d->data->bank)
			: xstrdup(_("in cash, at the mart"));
		y += page_write(d->page, x, y, width, &small_text, text);
		free(text);
	}
	if (money_compare(s->payable, s->to_pay) == 0)
		return y;
	text = xasprintf(_("Carried to the next statement: %s"),
		rupiah(s->payable, number));
	y += page_write(d->page, x, y, width, &bold_text, text);
	free(text);
	if (money_sign(s->payable) > 0) {
		text = xasprintf(_("less than the agreed minimum of Rp%s"),
			rupiah(s->minimum, number));
		y += page_write(d->page, x, y, width, &small_text, text);
		free(text);
	}
	return y;
}

static double add_held_note(struct drawing *d, double x, double y, double width)
{
	char day[STATEMENT_DAY_SIZE], number[TEXT_NUMBER_SIZE];
	char *text;

	if (!d->data->has_held)
		return y;
	text = xasprintf(_("Not payable yet: %s"),
		rupiah(d->data->settlement.held, number));
	y += page_write(d->page, x, y + 3, width, &bold_text, text) + 3;
	free(text);
	if (d->data->held_may_return)
		text = xasprintf(_("may be brought back until %s; comes with "
				   "the next statement"),
			statement_day(d->data->held_due, day));
	else
		text = xasprintf(
			_("sold after %s; comes with the next statement"),
			statement_day(d->data->settlement.through, day));
	y += page_write(d->page, x, y, width, &small_text, text);
	free(text);
	return y;
}

/* The box, drawn over its tint once its height is known. */
static double add_pay_box(struct drawing *d, double x, double y, double width)
{
	const double inside = x + 10, in_width = width - 20;
	char number[TEXT_NUMBER_SIZE];
	char *pay =
		xasprintf("Rp %s", rupiah(d->data->settlement.to_pay, number));

	y = add_sum_lines(d, inside, y, in_width);
	y += 4;
	page_fill(d->page, x, y, width, 46, PAGE_TINT);
	page_fill(d->page, x, y, 3, 46, PAGE_ACCENT);
	page_write(d->page, inside, y + 5, in_width, &pay_label, _("PAID NOW"));
	page_write(d->page, inside, y + 16, in_width, &pay_text, pay);
	y = add_pay_notes(d, inside, y + 50, in_width);
	y = add_held_note(d, inside, y, in_width);
	free(pay);
	return y;
}

/* --- the weeks -------------------------------------------------------- */

static void add_week(struct drawing *d, const struct settlement_week *week,
	double x, double width, double base, double height)
{
	char day[STATEMENT_DAY_SIZE], number[TEXT_NUMBER_SIZE];

	page_fill(d->page, x + width * 0.16, base - height, width * 0.68,
		height, PAGE_ACCENT);
	if (money_sign(week->gross) > 0)
		page_write(d->page, x - 4, base - height - 9, width + 8,
			&tiny_centre, rupiah(week->gross, number));
	page_write(d->page, x - 4, base + 2, width + 8, &tiny_centre,
		statement_short_day(week->monday, day));
}

static double add_weeks(struct drawing *d, double y, double width)
{
	const double tall = 58, base = y + 26 + tall;
	const double each = width / SETTLEMENT_WEEKS;
	int64_t most = 1;

	if (!d->data->has_weeks)
		return y;
	page_write(d->page, LEFT, y, width, &bold_text,
		_("Sold in each week, rupiah"));
	for (int i = 0; i < SETTLEMENT_WEEKS; i++) {
		int64_t gross = money_rupiah(d->data->weeks[i].gross);

		most = gross > most ? gross : most;
	}
	for (int i = 0; i < SETTLEMENT_WEEKS; i++) {
		int64_t gross = money_rupiah(d->data->weeks[i].gross);

		add_week(d, &d->data->weeks[i], LEFT + i * each, each, base,
			gross > 0 ? tall * (double)gross / (double)most : 0);
	}
	page_rule(d->page, LEFT, base, width, 0.7, PAGE_GREY);
	page_write(d->page, LEFT, base + 12, width, &tiny_centre,
		_("week from Monday"));
	return base + 24;
}

static void add_top(struct drawing *d)
{
	const double left_width = WIDTH * 0.50, gap = 22;
	const double top = d->y;
	double right;

	add_producer(d, left_width);
	d->y = add_weeks(d, d->y + 12, left_width);
	right = add_pay_box(d, LEFT + left_width + gap, top,
		WIDTH - left_width - gap);
	d->y = (d->y > right ? d->y : right) + GAP;
}

/* --- tables ----------------------------------------------------------- */

static char *count_text(struct quantity quantity)
{
	char text[TEXT_NUMBER_SIZE];

	return xstrdup(text_show_quantity(quantity_thousandths(quantity),
		text));
}

static char *money_text(struct money amount)
{
	char text[TEXT_NUMBER_SIZE];

	return xstrdup(rupiah(amount, text));
}

static char *item_text(const struct settlement_item *item)
{
	return xasprintf("%s  %s", item->sku, item->name);
}

static char *held_text(const struct settlement_units *u)
{
	char settled[TEXT_NUMBER_SIZE], held[TEXT_NUMBER_SIZE];
	char before[TEXT_NUMBER_SIZE];

	if (quantity_sign(u->left) < 0)
		return xstrdup(_("more sold than came in; it is paid all the "
				 "same"));
	if (quantity_sign(u->held) == 0 && quantity_sign(u->held_before) == 0)
		return NULL;
	text_show_quantity(quantity_thousandths(u->settled), settled);
	text_show_quantity(quantity_thousandths(u->held), held);
	text_show_quantity(quantity_thousandths(u->held_before), before);
	if (quantity_sign(u->held_before) == 0)
		return xasprintf(_("settled here %s, not yet %s"), settled,
			held);
	return xasprintf(_("settled here %s, not yet %s (%s of them sold "
			   "before the last statement)"),
		settled, held, before);
}

static const struct table_column unit_columns[] = {
	{N_("Goods"), 150, PAGE_LEFT, true},
	{N_("Carried over"), 36, PAGE_RIGHT, true},
	{N_("Brought in"), 36, PAGE_RIGHT, true},
	{N_("Brought back"), 40, PAGE_RIGHT, false},
	{N_("Bought"), 36, PAGE_RIGHT, true},
	{N_("Taken home"), 40, PAGE_RIGHT, false},
	{N_("Damaged"), 36, PAGE_RIGHT, false},
	{N_("Expired"), 50, PAGE_RIGHT, false},
	{N_("Missing"), 36, PAGE_RIGHT, false},
	{N_("Samples"), 38, PAGE_RIGHT, false},
	{N_("Remaining"), 36, PAGE_RIGHT, true},
};

static void add_units(struct drawing *d)
{
	struct table *table = table_new(unit_columns,
		sizeof(unit_columns) / sizeof(*unit_columns));

	for (size_t i = 0; i < d->data->unit_count; i++) {
		const struct settlement_units *u = &d->data->units[i];
		const struct quantity counts[] = {u->opening, u->received,
			u->refunded, u->sold, u->returned, u->damaged,
			u->expired, u->missing, u->sampled, u->left};

		table_row(table, false);
		table_cell(table, item_text(&u->item), true);
		for (size_t c = 0; c < sizeof(counts) / sizeof(*counts); c++)
			table_cell(table, count_text(counts[c]),
				quantity_sign(counts[c]) != 0);
		table_note(table, held_text(u));
	}
	if (d->data->unit_count > 0) {
		add_heading(d, _("1. Your goods: what came, what went"),
			_("Before + in + brought back = bought + gone + "
			  "remaining"),
			60);
		d->y = table_draw(table, d->page, LEFT, d->y, WIDTH, make_room,
			       &d->y, d) +
			GAP;
	}
	table_free(table);
}

static const struct table_column sale_columns[] = {
	{N_("Goods"), 140, PAGE_LEFT, true},
	{N_("Bought x price"), 78, PAGE_RIGHT, true},
	{N_("Value"), 58, PAGE_RIGHT, true},
	{N_("Your discount"), 52, PAGE_RIGHT, false},
	{N_("PPN"), 48, PAGE_RIGHT, false},
	{N_("Per cent"), 44, PAGE_RIGHT, true},
	{N_("Mart's commission"), 56, PAGE_RIGHT, true},
	{N_("Your part"), 62, PAGE_RIGHT, true},
};

static void add_sale_row(struct table *table, const struct settlement_row *row,
	bool sum)
{
	const struct money off = money_neg(row->discount_producer);
	const struct money tax = money_neg(row->tax);

	table_row(table, sum);
	table_cell(table, sum ? xstrdup(_("Together")) : item_text(&row->item),
		true);
	table_cell(table, sum ? xstrdup("") : statement_times(row), true);
	table_cell(table, money_text(row->gross), true);
	table_cell(table, money_text(off), money_sign(off) != 0);
	table_cell(table, money_text(tax), money_sign(tax) != 0);
	table_cell(table, sum ? xstrdup("") : statement_rate(row), true);
	table_cell(table, money_text(money_neg(row->commission)), true);
	table_cell(table, money_text(row->share), true);
}

static void add_sales(struct drawing *d)
{
	struct table *table = table_new(sale_columns,
		sizeof(sale_columns) / sizeof(*sale_columns));
	bool any = false;

	for (size_t i = 0; i < d->data->row_count; i++) {
		if (!statement_is_sale(&d->data->rows[i]))
			continue;
		add_sale_row(table, &d->data->rows[i], false);
		any = true;
	}
	if (any) {
		add_sale_row(table, &d->data->sold, true);
		add_heading(d, _("2. Your part of what was sold"),
			_("Value - your discount - PPN - the mart's commission "
			  "= your part"),
			60);
		d->y = table_draw(table, d->page, LEFT, d->y, WIDTH, make_room,
			       &d->y, d) +
			GAP;
	}
	table_free(table);
}

/* --- what comes off and on -------------------------------------------- */

static void add_line(struct drawing *d, const char *label, const char *note,
	struct money money)
{
	char *amount = statement_signed(money);
	double height;

	make_room(d, 26);
	height =
		page_write(d->page, LEFT, d->y, WIDTH - 90, &plain_text, label);
	page_write(d->page, LEFT + WIDTH - 90, d->y, 90, &plain_right, amount);
	d->y += height + 1;
	if (note)
		d->y += page_write(d->page, LEFT + 12, d->y, WIDTH - 102,
				&small_text, note) +
			1;
	free(amount);
}

static void add_entry(struct drawing *d, const struct statement_entry *entry)
{
	char *label = statement_entry_label(entry, false);
	char *note = NULL;

	if (entry->reason[0] && entry->settled_before)
		note = xasprintf("%s; %s", entry->reason,
			_("was in an earlier statement"));
	else if (entry->reason[0])
		note = xstrdup(entry->reason);
	else if (entry->settled_before)
		note = xstrdup(_("was in an earlier statement"));
	add_line(d, label, note, entry->amount);
	free(note);
	free(label);
}

static void add_entries(struct drawing *d)
{
	const char *headed = NULL;

	for (size_t i = 0; i < d->data->entry_count; i++) {
		const struct statement_entry *entry = &d->data->entries[i];
		const char *heading = statement_entry_heading(entry->kind);

		if (!heading)
			continue;
		if (heading != headed) {
			d->y += headed ? GAP / 2 : 0;
			add_heading(d, heading, NULL, 20);
		}
		headed = heading;
		add_entry(d, entry);
	}
	d->y += headed ? GAP : 0;
}

/* What the last statement left, and how it came to that. */
static void add_opening(struct drawing *d)
{
	char number[DOCUMENT_TEXT_SIZE];
	char *label;

	if (d->data->previous.id == 0)
		return;
	add_heading(d, _("The statement before and its payments"), NULL, 20);
	label = xasprintf(_("Statement N-%s"),
		document_format(d->data->previous.id, number));
	add_line(d, label, NULL, d->data->previous.payable);
	free(label);
	for (size_t i = 0; i < d->data->entry_count; i++) {
		if (d->data->entries[i].kind == STATEMENT_PAYMENT)
			add_entry(d, &d->data->entries[i]);
	}
	page_rule(d->page, LEFT + WIDTH - 90, d->y + 1, 90, 0.5, PAGE_LINE);
	d->y += 3;
	add_line(d, _("Balance brought forward"), NULL,
		d->data->settlement.opening);
	d->y += GAP;
}

/* --- the foot: proof on the left, signatures on the right -------------- */

#define QR_SIZE 104.0
#define PROOF_WIDTH 300.0

/* 64 digits in groups of 4, two lines. */
static double add_hash(struct drawing *d, double x, double y,
	const unsigned char hash[DOCUMENT_HASH_SIZE])
{
	char line[3 * DOCUMENT_HASH_SIZE];

	for (size_t from = 0; from < DOCUMENT_HASH_SIZE;
		from += DOCUMENT_HASH_SIZE / 2) {
		char *at = line;

		for (size_t i = 0; i < DOCUMENT_HASH_SIZE / 2; i++)
			at += snprintf(at, 4, "%02x%s", hash[from + i],
				i % 2 ? " " : "");
		y += page_write(d->page, x, y, PROOF_WIDTH, &code_text, line);
	}
	return y;
}

static void add_proof(struct drawing *d)
{
	const double x = LEFT + QR_SIZE, width = PROOF_WIDTH - QR_SIZE;
	char *qr = statement_qr(d->data);
	double y = d->y;

	page_qr(d->page, LEFT - 10, y - 10, QR_SIZE, qr);
	y += page_write(d->page, x, y, width, &bold_text,
		     _("Proof of this statement")) +
		2;
	y += page_write(d->page, x, y, width, &tiny_text,
		_("Head of the books when it was drawn up, also in the QR:"));
	y = add_hash(d, x, y, d->data->hash) + 4;
	y += page_write(d->page, x, y, width, &tiny_text,
		_("Hash of its text (BLAKE2b-256 of the form of 80 columns):"));
	add_hash(d, x, y, d->text_hash);
	free(qr);
}

static void add_signatures(struct drawing *d)
{
	const double x = LEFT + PROOF_WIDTH + 14;
	const double each = (WIDTH - PROOF_WIDTH - 14 - 12) / 2;
	const char *const who[] = {_("The mart"), _("Received by")};
	char day[STATEMENT_DAY_SIZE];
	char *until = xasprintf(_("Objections until %s"),
		statement_day(d->data->objections_until, day));

	page_write(d->page, x, d->y, 2 * each + 12, &bold_text, until);
	for (int i = 0; i < 2; i++) {
		const double left = x + i * (each + 12);

		page_write(d->page, left, d->y + 18, each, &plain_text, who[i]);
		page_rule(d->page, left, d->y + 82, each, 0.6, PAGE_GREY);
	}
	free(until);
}

static void add_foot(struct drawing *d)
{
	make_room(d, 98);
	page_rule(d->page, LEFT, d->y, WIDTH, 0.5, PAGE_LINE);
	d->y += 10;
	add_proof(d);
	add_signatures(d);
}

static bool draw(const struct statement_data *data,
	const unsigned char *text_hash, int *pages, struct buffer *out)
{
	char *title =
		xasprintf("%s N-%s", _("CONSIGNMENT STATEMENT"), data->number);
	struct drawing d = {.data = data,
		.text_hash = text_hash,
		.pages = *pages,
		.page = page_new(out, title, data->mart.mart.name,
			data->settlement.at_ms),
		.y = 38};

	free(title);
	add_notice(&d);
	add_mart(&d);
	add_top(&d);
	add_units(&d);
	add_sales(&d);
	add_entries(&d);
	add_opening(&d);
	add_foot(&d);
	add_page_foot(&d);
	*pages = page_number(d.page);
	return page_finish(d.page);
}

bool statement_pdf(const struct statement_data *data,
	const unsigned char text_hash[SETTLEMENT_TEXT_HASH_SIZE],
	struct buffer *out)
{
	const size_t before = out->length;
	int pages = 0;

	if (draw(data, text_hash, &pages, NULL) &&
		draw(data, text_hash, &pages, out))
		return true;
	buffer_truncate(out, before);
	return false;
}
