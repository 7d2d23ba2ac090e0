/* The statement for a printer of 58 mm: short lines, the same figures. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/paper/statement.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

static char *rupiah(struct money amount, char text[TEXT_NUMBER_SIZE])
{
	return text_format_rupiah(money_rupiah(amount), text);
}

static void amount(struct paper *paper, const char *label, struct money money)
{
	char *text = statement_signed(money);

	paper_pair(paper, PAPER_PLAIN, label, text);
	free(text);
}

static void add_head(struct paper *paper, const struct statement_data *data)
{
	const struct paper_mart *mart = &data->mart.mart;
	char day[STATEMENT_DAY_SIZE];
	char *number = xasprintf(_("No. N-%s"), data->number);
	char *whose = xasprintf(_("Producer: %s"), data->producer.code);
	char *until = xasprintf(_("to %s"),
		statement_day(data->settlement.through, day));

	layout_notices(paper, mart, 0);
	paper_pair(paper, PAPER_BOLD, mart->name, number);
	paper_line(paper, PAPER_BOLD, _("CONSIGNMENT STATEMENT"));
	paper_pair(paper, PAPER_PLAIN, whose, until);
	paper_linef(paper, PAPER_PLAIN, " %s", data->producer.name);
	paper_rule(paper);
	free(until);
	free(whose);
	free(number);
}

/* --- goods ------------------------------------------------------------ */

/* The counts of one line of the paper, so far. */
struct counts {
	struct paper *paper;
	struct buffer line;
};

static void end_counts(struct counts *counts)
{
	paper_line(counts->paper, PAPER_PLAIN, buffer_str(&counts->line));
	buffer_clear(&counts->line);
}

/* A word and its count stay together. */
static void add_count(struct counts *counts, const char *word,
	struct quantity quantity, bool always)
{
	char number[TEXT_NUMBER_SIZE];
	char *text;

	if (!always && quantity_sign(quantity) == 0)
		return;
	text = xasprintf(" %s %s", word,
		text_show_quantity(quantity_thousandths(quantity), number));
	if (counts->line.length > 0) {
		if (text_width(buffer_str(&counts->line)) + 1 +
				text_width(text) >
			STATEMENT_NARROW)
			end_counts(counts);
		else
			buffer_add_str(&counts->line, " ");
	}
	buffer_add_str(&counts->line, text);
	free(text);
}

static void add_units(struct paper *paper, const struct settlement_units *u)
{
	char settled[TEXT_NUMBER_SIZE], held[TEXT_NUMBER_SIZE];
	struct counts out = {.paper = paper};

	buffer_init(&out.line, PAPER_MAX_TEXT);
	add_count(&out, _("Carried over"), u->opening, true);
	add_count(&out, _("Brought in"), u->received, false);
	add_count(&out, _("Brought back"), u->refunded, false);
	end_counts(&out);
	add_count(&out, _("Bought"), u->sold, true);
	add_count(&out, _("Taken home"), u->returned, false);
	add_count(&out, _("Damaged"), u->damaged, false);
	add_count(&out, _("Expired"), u->expired, false);
	add_count(&out, _("Missing"), u->missing, false);
	add_count(&out, _("Samples"), u->sampled, false);
	add_count(&out, _("Remaining"), u->left, true);
	end_counts(&out);
	buffer_release(&out.line);
	if (quantity_sign(u->left) < 0)
		paper_line(paper, PAPER_PLAIN,
			_("  (more sold than came in; it is paid all the "
			  "same)"));
	if (quantity_sign(u->held) == 0 && quantity_sign(u->held_before) == 0)
		return;
	paper_linef(paper, PAPER_PLAIN, _(" Settled here %s, not yet %s"),
		text_show_quantity(quantity_thousandths(u->settled), settled),
		text_show_quantity(quantity_thousandths(u->held), held));
}

static void add_sale(struct paper *paper, const struct settlement_row *row)
{
	char *rate = statement_rate(row);
	char *plain = statement_times(row);
	char *times = xasprintf(" %s", plain);
	char *label = strncmp(row->rate, "cost:", 5) == 0
		? xasprintf(_(" Mart's part (yours %s)"), rate)
		: xasprintf(_(" Mart's commission %s"), rate);
	char text[TEXT_NUMBER_SIZE];

	paper_pair(paper, PAPER_PLAIN, times, rupiah(row->gross, text));
	paper_pair(paper, PAPER_PLAIN, _(" Your discount"),
		rupiah(money_neg(row->discount_producer), text));
	if (money_sign(row->tax) != 0)
		amount(paper, _(" PPN for the state"), money_neg(row->tax));
	amount(paper, label, money_neg(row->commission));
	paper_pair(paper, PAPER_PLAIN, _(" Your part"),
		rupiah(row->share, text));
	free(label);
	free(times);
	free(plain);
	free(rate);
}

/* The item's name, and its price where there is one alone. */
static void add_item(struct paper *paper, const struct settlement_item *item,
	const struct settlement_row *rows, size_t count)
{
	const struct settlement_row *first = NULL;
	char text[TEXT_NUMBER_SIZE];
	bool one = true;
	char *price;

	for (size_t i = 0; i < count && rows[i].item.id == item->id; i++) {
		if (!statement_is_sale(&rows[i]))
			continue;
		one = one &&
			(!first ||
				money_compare(first->price, rows[i].price) ==
					0);
		first = first ? first : &rows[i];
	}
	if (!first || !one) {
		paper_line(paper, PAPER_BOLD, item->name);
		return;
	}
	price = xasprintf("@%s", rupiah(first->price, text));
	paper_pair(paper, PAPER_BOLD, item->name, price);
	free(price);
}

static void add_goods(struct paper *paper, const struct statement_data *data)
{
	size_t r = 0, u = 0;

	while (r < data->row_count || u < data->unit_count) {
		bool row = r < data->row_count &&
			(u == data->unit_count ||
				settlement_item_compare(&data->rows[r].item,
					&data->units[u].item) <= 0);
		const struct settlement_item *item = row ? &data->rows[r].item
							 : &data->units[u].item;
		const int64_t id = item->id;

		if (id != 0)
			add_item(paper, item, &data->rows[r],
				data->row_count - r);
		if (u < data->unit_count && data->units[u].item.id == id)
			add_units(paper, &data->units[u++]);
		for (; r < data->row_count && data->rows[r].item.id == id; r++)
			if (statement_is_sale(&data->rows[r]))
				add_sale(paper, &data->rows[r]);
	}
}

/* --- what comes off and on -------------------------------------------- */

static void add_entries(struct paper *paper, const struct statement_data *data)
{
	const char *headed = NULL;

	for (size_t i = 0; i < data->entry_count; i++) {
		const struct statement_entry *entry = &data->entries[i];
		const char *heading = statement_entry_heading(entry->kind);
		char *plain, *label;

		if (!heading)
			continue;
		if (heading != headed)
			paper_line(paper, PAPER_BOLD, heading);
		headed = heading;
		plain = statement_entry_label(entry, true);
		label = xasprintf(" %s", plain);
		amount(paper, label, entry->amount);
		free(label);
		free(plain);
	}
}

static void add_held(struct paper *paper, const struct statement_data *data)
{
	char first[STATEMENT_DAY_SIZE], last[STATEMENT_DAY_SIZE];
	char text[TEXT_NUMBER_SIZE];

	if (!data->has_held)
		return;
	if (data->held_may_return)
		paper_linef(paper, PAPER_PLAIN,
			_("Sold %s to %s, may come back:"),
			statement_short_day(data->held_first, first),
			statement_short_day(data->held_last, last));
	else
		paper_linef(paper, PAPER_PLAIN, _("Sold after %s:"),
			statement_short_day(data->settlement.through, first));
	paper_linef(paper, PAPER_PLAIN, _(" %s, with the next statement"),
		rupiah(data->settlement.held, text));
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
		paper_linef(paper, PAPER_PLAIN, _(" to your account %s"),
			data->bank);
	if (money_compare(s->payable, s->to_pay) != 0)
		amount(paper, _("Carried to the next statement"), s->payable);
	add_held(paper, data);
}

struct paper *statement_narrow(const struct statement_data *data)
{
	struct paper *paper = paper_new();

	add_head(paper, data);
	add_goods(paper, data);
	add_entries(paper, data);
	add_sum(paper, data);
	statement_foot(paper, data);
	return paper;
}
