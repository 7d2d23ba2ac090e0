/*
 * The statement as a text of 80 columns, from top to bottom. The words and
 * their order are frozen: see statement.h.
 */
#include "backoffice/paper/statement.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/codec/paper_text.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static char *rupiah(struct money amount, char text[TEXT_NUMBER_SIZE])
{
	return text_format_rupiah(money_rupiah(amount), text);
}

/* With a plus where it adds to what the producer gets. */
static void amount(struct paper *paper, const char *label, struct money money)
{
	char *text = statement_signed(money);

	paper_pair(paper, PAPER_PLAIN, label, text);
	free(text);
}

/* --- head ------------------------------------------------------------- */

static void add_head(struct paper *paper, const struct statement_data *data)
{
	char number[DOCUMENT_TEXT_SIZE], day[STATEMENT_DAY_SIZE];

	layout_head(paper, &data->mart.mart, 0);
	paper_feed(paper, 1);
	layout_title(paper, _("CONSIGNMENT STATEMENT"));
	paper_linef(paper, PAPER_BOLD | PAPER_CENTRE, _("No. N-%s"),
		data->number);
	paper_rule(paper);
	paper_linef(paper, PAPER_PLAIN, _("Producer: %s %s"),
		data->producer.code, data->producer.name);
	if (data->producer.owner[0])
		paper_linef(paper, PAPER_PLAIN, "  %s", data->producer.owner);
	if (data->producer.village[0])
		paper_linef(paper, PAPER_PLAIN, "  %s", data->producer.village);
	paper_linef(paper, PAPER_PLAIN, _("Sales up to %s"),
		statement_day(data->settlement.through, day));
	paper_linef(paper, PAPER_PLAIN, _("Drawn up %s"),
		statement_day(data->settlement.day, day));
	if (data->previous.id)
		paper_linef(paper, PAPER_PLAIN,
			_("Statement before: N-%s of %s"),
			document_format(data->previous.id, number),
			statement_day(data->previous.day, day));
	paper_rule(paper);
}

/* --- goods ------------------------------------------------------------ */

static void add_term(struct buffer *out, const char **joint, const char *word,
	struct quantity quantity, bool always)
{
	char text[TEXT_NUMBER_SIZE];

	if (!always && quantity_sign(quantity) == 0)
		return;
	buffer_printf(out, "%s%s %s", *joint, word,
		text_show_quantity(quantity_thousandths(quantity), text));
	*joint = " + ";
}

static void add_held_units(struct paper *paper,
	const struct settlement_units *u)
{
	char settled[TEXT_NUMBER_SIZE], held[TEXT_NUMBER_SIZE];

	if (quantity_sign(u->held) == 0 && quantity_sign(u->held_before) == 0)
		return;
	text_show_quantity(quantity_thousandths(u->settled), settled);
	text_show_quantity(quantity_thousandths(u->held), held);
	paper_linef(paper, PAPER_PLAIN, _("  Settled here %s, not yet %s"),
		settled, held);
	if (quantity_sign(u->held_before) != 0)
		paper_linef(paper, PAPER_PLAIN,
			_("  (%s of them sold before the last statement)"),
			text_show_quantity(quantity_thousandths(u->held_before),
				held));
}

/* before + in + brought back = sold + ... + left: what does not balance would
 * be seen by everybody. */
static void add_units(struct paper *paper, const struct settlement_units *u)
{
	const char *joint = "  ";
	struct buffer out;

	buffer_init(&out, PAPER_MAX_TEXT);
	add_term(&out, &joint, _("Carried over"), u->opening, true);
	add_term(&out, &joint, _("Brought in"), u->received, false);
	add_term(&out, &joint, _("Brought back"), u->refunded, false);
	joint = " = ";
	add_term(&out, &joint, _("Bought"), u->sold, true);
	add_term(&out, &joint, _("Taken home"), u->returned, false);
	add_term(&out, &joint, _("Damaged"), u->damaged, false);
	add_term(&out, &joint, _("Expired"), u->expired, false);
	add_term(&out, &joint, _("Missing"), u->missing, false);
	add_term(&out, &joint, _("Samples"), u->sampled, false);
	add_term(&out, &joint, _("Remaining"), u->left, true);
	paper_line(paper, PAPER_PLAIN, buffer_str(&out));
	buffer_release(&out);
	if (quantity_sign(u->left) < 0)
		paper_line(paper, PAPER_PLAIN,
			_("  (more sold than came in; it is paid all the "
			  "same)"));
	add_held_units(paper, u);
}

static const int cell_columns[] = {18, 12, 11, 9, 8, 10, 12};

/* A figure is never cut: one that is too wide pushes the rest on. */
static void add_cells(struct paper *paper, unsigned style,
	const char *const cells[COUNT(cell_columns)])
{
	struct buffer line;

	buffer_init(&line, PAPER_MAX_TEXT);
	for (size_t i = 0; i < COUNT(cell_columns); i++) {
		if (text_width(cells[i]) >= cell_columns[i])
			buffer_printf(&line, " %s", cells[i]);
		else
			text_fit(&line, cells[i], cell_columns[i], TEXT_RIGHT);
	}
	paper_line(paper, style, buffer_str(&line));
	buffer_release(&line);
}

static void add_cell_heads(struct paper *paper)
{
	const char *const heads[] = {_("Bought x price"), _("Value"),
		_("Your discount"), _("PPN"), _("Mart %"), _("Mart"),
		_("Your part")};

	add_cells(paper, PAPER_PLAIN, heads);
}

static void add_money_cells(struct paper *paper, unsigned style,
	const struct settlement_row *row, const char *times, const char *rate)
{
	char gross[TEXT_NUMBER_SIZE], off[TEXT_NUMBER_SIZE];
	char tax[TEXT_NUMBER_SIZE], taken[TEXT_NUMBER_SIZE];
	char share[TEXT_NUMBER_SIZE];
	const char *const cells[] = {times, rupiah(row->gross, gross),
		rupiah(money_neg(row->discount_producer), off),
		rupiah(money_neg(row->tax), tax), rate,
		rupiah(money_neg(row->commission), taken),
		rupiah(row->share, share)};

	add_cells(paper, style, cells);
}

static void add_sale(struct paper *paper, const struct settlement_row *row)
{
	char *rate = statement_rate(row);
	char *times = statement_times(row);

	add_money_cells(paper, PAPER_PLAIN, row, times, rate);
	free(times);
	free(rate);
}

/* Rows and units are both in the order of their items. */
static void add_goods(struct paper *paper, const struct statement_data *data)
{
	size_t r = 0, u = 0;

	if (data->row_count > 0)
		add_cell_heads(paper);
	while (r < data->row_count || u < data->unit_count) {
		bool row = r < data->row_count &&
			(u == data->unit_count ||
				settlement_item_compare(&data->rows[r].item,
					&data->units[u].item) <= 0);
		const struct settlement_item *item = row ? &data->rows[r].item
							 : &data->units[u].item;
		const int64_t id = item->id;

		if (id != 0)
			paper_linef(paper, PAPER_BOLD, "%s  %s", item->sku,
				item->name);
		if (u < data->unit_count && data->units[u].item.id == id)
			add_units(paper, &data->units[u++]);
		for (; r < data->row_count && data->rows[r].item.id == id; r++)
			if (statement_is_sale(&data->rows[r]))
				add_sale(paper, &data->rows[r]);
	}
	paper_rule(paper);
	if (data->row_count > 0)
		add_money_cells(paper, PAPER_BOLD, &data->sold, _("Together"),
			"");
}

/* --- what comes off and on -------------------------------------------- */

static void add_entry(struct paper *paper, const struct statement_entry *entry)
{
	char *plain = statement_entry_label(entry, false);
	char *label = xasprintf("  %s", plain);

	amount(paper, label, entry->amount);
	if (entry->reason[0])
		paper_linef(paper, PAPER_PLAIN, "    (%s)", entry->reason);
	if (entry->settled_before)
		paper_line(paper, PAPER_PLAIN,
			_("    (was in an earlier statement)"));
	free(label);
	free(plain);
}

/* What the last statement left, and how it came to that. */
static void add_opening(struct paper *paper, const struct statement_data *data)
{
	char number[DOCUMENT_TEXT_SIZE];
	char *label;

	if (data->previous.id == 0)
		return;
	label = xasprintf(_("Statement N-%s"),
		document_format(data->previous.id, number));
	amount(paper, label, data->previous.payable);
	free(label);
}

static void add_entries(struct paper *paper, const struct statement_data *data,
	bool payments)
{
	const char *headed = NULL;

	for (size_t i = 0; i < data->entry_count; i++) {
		const struct statement_entry *entry = &data->entries[i];
		const char *heading = statement_entry_heading(entry->kind);

		if ((entry->kind == STATEMENT_PAYMENT) != payments)
			continue;
		if (heading && heading != headed)
			paper_line(paper, PAPER_BOLD, heading);
		headed = heading;
		add_entry(paper, entry);
	}
}

/* --- the sum ---------------------------------------------------------- */

static void add_held(struct paper *paper, const struct statement_data *data)
{
	char day[STATEMENT_DAY_SIZE];
	char *label;

	if (!data->has_held)
		return;
	if (data->held_may_return)
		label = xasprintf(
			_("Not payable yet (may be brought back until %s)"),
			statement_day(data->held_due, day));
	else
		label = xasprintf(_("Sold after %s, not on this statement"),
			statement_day(data->settlement.through, day));
	amount(paper, label, data->settlement.held);
	free(label);
	paper_line(paper, PAPER_PLAIN, _("  comes with the next statement"));
}

static void add_rest(struct paper *paper, const struct statement_data *data)
{
	const struct settlement *s = &data->settlement;
	char text[TEXT_NUMBER_SIZE];

	if (money_compare(s->payable, s->to_pay) == 0)
		return;
	amount(paper, _("Carried to the next statement"), s->payable);
	if (money_sign(s->payable) > 0)
		paper_linef(paper, PAPER_PLAIN,
			_("  (less than the agreed minimum of Rp%s)"),
			rupiah(s->minimum, text));
}

static void add_sum(struct paper *paper, const struct statement_data *data)
{
	const struct settlement *s = &data->settlement;
	char text[TEXT_NUMBER_SIZE];

	paper_rule(paper);
	for (size_t i = 0; i < data->sum_count; i++)
		amount(paper, _(data->sums[i].label), data->sums[i].amount);
	paper_pair(paper, PAPER_BOLD, _("PAID NOW"), rupiah(s->to_pay, text));
	if (data->bank[0] && money_sign(s->to_pay) > 0)
		paper_linef(paper, PAPER_PLAIN, _("  to your account %s"),
			data->bank);
	add_rest(paper, data);
	add_held(paper, data);
	paper_rule(paper);
}

void statement_foot(struct paper *paper, const struct statement_data *data)
{
	char day[STATEMENT_DAY_SIZE];
	char *qr = statement_qr(data);

	paper_linef(paper, PAPER_PLAIN, _("Objections until %s"),
		statement_day(data->objections_until, day));
	layout_signatures(paper, _("The mart"), _("Received by"));
	paper_feed(paper, 1);
	paper_qr_beside(paper, qr);
	layout_whole_hash(paper, data->hash);
	layout_foot(paper, &data->mart.mart, 0);
	free(qr);
}

struct paper *statement_wide(const struct statement_data *data)
{
	struct paper *paper = paper_new();

	add_head(paper, data);
	add_goods(paper, data);
	add_entries(paper, data, false);
	add_opening(paper, data);
	add_entries(paper, data, true);
	add_sum(paper, data);
	statement_foot(paper, data);
	return paper;
}

bool statement_hash(const struct statement_data *data,
	unsigned char hash[SETTLEMENT_TEXT_HASH_SIZE])
{
	struct paper *paper = statement_wide(data);
	struct buffer text;
	bool made;

	buffer_init(&text, STATEMENT_MAX);
	made = !paper_overflowed(paper) &&
		paper_text(paper, STATEMENT_WIDE, &text);
	if (made)
		settlement_hash_text(buffer_str(&text), text.length, hash);
	buffer_release(&text);
	paper_free(paper);
	return made;
}
