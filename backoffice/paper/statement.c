/*
 * The statement of a settlement. The facts are read into one struct first;
 * then the parts of the paper are added from top to bottom. Only the lines of
 * money differ by width: a table on a page, a few short lines on a roll.
 */
#include "backoffice/paper/statement.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "pos/paper/load.h"
#include "schema/rules/calendar.h"
#include "schema/store/sale.h"
#include "schema/store/settlement_lines.h"

/* Days after the last settled day in which the producer may object. */
#define DISPUTE_DAYS 14

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

struct statement {
	struct store *store;
	const struct settlement *s;
	struct paper_mart_texts mart;
	struct settlement_producer producer;
	struct settlement previous; /* id 0: none */
	struct settlement_reach before;
	struct settlement_row *rows;
	size_t row_count;
	struct settlement_units *units;
	size_t unit_count;
	int32_t held_last; /* the last due day of what is held */
	unsigned char hash[DOCUMENT_HASH_SIZE];
	bool wide;
	struct paper *paper;
	bool headed; /* of the section that is being added */
};

char *statement_day(int32_t day, char text[STATEMENT_DAY_SIZE])
{
	const struct date date = calendar_date(day);

	snprintf(text, STATEMENT_DAY_SIZE, "%02d-%02d-%04d",
		(int)((unsigned)date.day % 100U),
		(int)((unsigned)date.month % 100U),
		(int)((unsigned)date.year % 10000U));
	return text;
}

/* On a roll the year is left out of a line that has little room. */
static char *short_day(const struct statement *st, int32_t day,
	char text[STATEMENT_DAY_SIZE])
{
	statement_day(day, text);
	if (!st->wide)
		text[5] = '\0';
	return text;
}

static char *rupiah(struct money amount, char text[TEXT_NUMBER_SIZE])
{
	return text_format_rupiah(money_rupiah(amount), text);
}

/* With a plus where it adds to what the producer gets. */
static void amount(struct statement *st, const char *label, struct money money)
{
	char number[TEXT_NUMBER_SIZE], text[TEXT_NUMBER_SIZE + 1];

	snprintf(text, sizeof(text), "%s%s", money_sign(money) > 0 ? "+" : "",
		rupiah(money, number));
	paper_pair(st->paper, PAPER_PLAIN, label, text);
}

/* --- head ------------------------------------------------------------- */

static void add_head(struct statement *st)
{
	char number[DOCUMENT_TEXT_SIZE], day[STATEMENT_DAY_SIZE];
	char *labelled;

	layout_head(st->paper, &st->mart.mart, 0);
	paper_feed(st->paper, 1);
	layout_title(st->paper, _("CONSIGNMENT STATEMENT"));
	labelled = xasprintf(_("No. N-%s"), document_format(st->s->id, number));
	paper_line(st->paper, PAPER_BOLD | PAPER_CENTRE, labelled);
	free(labelled);
	paper_rule(st->paper);
	paper_linef(st->paper, PAPER_PLAIN, _("Producer: %s %s"),
		st->producer.code, st->producer.name);
	if (st->producer.owner[0])
		paper_linef(st->paper, PAPER_PLAIN, "  %s", st->producer.owner);
	paper_linef(st->paper, PAPER_PLAIN, _("Sales up to %s"),
		statement_day(st->s->through, day));
	paper_linef(st->paper, PAPER_PLAIN, _("Drawn up %s"),
		statement_day(st->s->day, day));
	if (st->previous.id)
		paper_linef(st->paper, PAPER_PLAIN,
			_("Statement before: N-%s of %s"),
			document_format(st->previous.id, number),
			statement_day(st->previous.day, day));
	paper_rule(st->paper);
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

/* before + in + brought back = sold + ... + left: what does not balance would
 * be seen by everybody. */
static void add_units(struct statement *st, const struct settlement_units *u)
{
	char settled[TEXT_NUMBER_SIZE], held[TEXT_NUMBER_SIZE];
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
	paper_line(st->paper, PAPER_PLAIN, buffer_str(&out));
	buffer_release(&out);
	if (quantity_sign(u->left) < 0)
		paper_line(st->paper, PAPER_PLAIN,
			_("  (more sold than came in; it is paid all the "
			  "same)"));
	if (quantity_sign(u->held) == 0 && quantity_sign(u->held_before) == 0)
		return;
	text_show_quantity(quantity_thousandths(u->settled), settled);
	text_show_quantity(quantity_thousandths(u->held), held);
	paper_linef(st->paper, PAPER_PLAIN, _("  Settled here %s, not yet %s"),
		settled, held);
	if (quantity_sign(u->held_before) != 0)
		paper_linef(st->paper, PAPER_PLAIN,
			_("  (%s of them sold before the last statement)"),
			text_show_quantity(quantity_thousandths(u->held_before),
				held));
}

/* `20%`, `17,5%`; with an agreed cost `@12.000`. */
static char *rate_text(const struct settlement_row *row)
{
	char number[TEXT_NUMBER_SIZE];
	char *text, *point;

	if (strncmp(row->rate, "cost:", 5) == 0)
		return xasprintf("@%s",
			text_format_rupiah(strtoll(row->rate + 5, NULL, 10),
				number));
	text = xasprintf("%s%%", row->rate);
	point = strchr(text, '.');
	if (point)
		*point = ',';
	return text;
}

static const int cell_columns[] = {18, 12, 11, 9, 8, 10, 12};

/* A figure is never cut: one that is too wide pushes the rest on. */
static void add_cells(struct statement *st,
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
	paper_line(st->paper, PAPER_PLAIN, buffer_str(&line));
	buffer_release(&line);
}

static void add_cell_heads(struct statement *st)
{
	const char *const heads[] = {_("Bought x price"), _("Value"),
		_("Your discount"), _("PPN"), _("Mart %"), _("Mart"),
		_("Your part")};

	add_cells(st, heads);
}

static void add_sale_wide(struct statement *st,
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

	add_cells(st, cells);
}

static void add_sale_narrow(struct statement *st,
	const struct settlement_row *row, const char *times, const char *rate)
{
	char *label = strncmp(row->rate, "cost:", 5) == 0
		? xasprintf(_("  Mart's part (yours %s)"), rate)
		: xasprintf(_("  Mart's commission %s"), rate);
	char text[TEXT_NUMBER_SIZE];

	paper_pair(st->paper, PAPER_PLAIN, times, rupiah(row->gross, text));
	if (money_sign(row->discount_producer) != 0)
		amount(st, _("  Discount borne by you"),
			money_neg(row->discount_producer));
	if (money_sign(row->tax) != 0)
		amount(st, _("  PPN for the state"), money_neg(row->tax));
	amount(st, label, money_neg(row->commission));
	paper_pair(st->paper, PAPER_PLAIN, _("  Your part"),
		rupiah(row->share, text));
	free(label);
}

static void add_sale(struct statement *st, const struct settlement_row *row)
{
	char count[TEXT_NUMBER_SIZE], price[TEXT_NUMBER_SIZE];
	char *rate = rate_text(row);
	char *times = xasprintf("  %s x %s",
		text_show_quantity(quantity_thousandths(row->quantity), count),
		rupiah(row->price, price));

	if (st->wide)
		add_sale_wide(st, row, times, rate);
	else
		add_sale_narrow(st, row, times, rate);
	free(times);
	free(rate);
}

/* Rows and units are both in the order of their items. */
static void add_goods(struct statement *st)
{
	size_t r = 0, u = 0;

	if (st->wide && st->row_count > 0)
		add_cell_heads(st);
	while (r < st->row_count || u < st->unit_count) {
		bool row = r < st->row_count &&
			(u == st->unit_count ||
				settlement_item_compare(&st->rows[r].item,
					&st->units[u].item) <= 0);
		const struct settlement_item *item = row ? &st->rows[r].item
							 : &st->units[u].item;
		const int64_t id = item->id;

		if (id != 0)
			paper_linef(st->paper, PAPER_BOLD, "%s  %s", item->sku,
				item->name);
		if (u < st->unit_count && st->units[u].item.id == id)
			add_units(st, &st->units[u++]);
		for (; r < st->row_count && st->rows[r].item.id == id; r++) {
			if (strcmp(st->rows[r].kind, "sale") == 0)
				add_sale(st, &st->rows[r]);
		}
	}
	paper_rule(st->paper);
}

/* --- what comes off and on -------------------------------------------- */

static void head_once(struct statement *st, const char *heading)
{
	if (!st->headed)
		paper_line(st->paper, PAPER_BOLD, heading);
	st->headed = true;
}

static void add_refund(void *context, const struct settlement_source *refund)
{
	struct statement *st = context;
	char day[STATEMENT_DAY_SIZE], count[TEXT_NUMBER_SIZE];
	char receipt[SALE_RECEIPT_SIZE];
	char *label;

	head_once(st, _("Brought back by buyers"));
	label = xasprintf("  %s %s %sx %s", short_day(st, refund->day, day),
		sale_receipt(st->store, refund->refund_of, receipt),
		text_show_quantity(-quantity_thousandths(refund->row.quantity),
			count),
		refund->row.item.sku);
	amount(st, label, refund->row.share);
	free(label);
	if (refund->reason[0])
		paper_linef(st->paper, PAPER_PLAIN, "    (%s)", refund->reason);
	if (settlement_is_clawback(st->store, &st->before, refund))
		paper_line(st->paper, PAPER_PLAIN,
			_("    (was in an earlier statement)"));
}

static void add_credit(void *context, const struct settlement_source *credit)
{
	struct statement *st = context;
	char day[STATEMENT_DAY_SIZE], text[DOCUMENT_TEXT_SIZE];
	char *label;

	short_day(st, credit->due, day);
	if (credit->row.item.id == 0) {
		head_once(st, _("Other"));
		label = xasprintf(_("  %s payment on N-%s that came back"), day,
			document_format(credit->refund_of, text));
	} else {
		char count[TEXT_NUMBER_SIZE];

		head_once(st, _("Lost or damaged, made good by the mart"));
		label = xasprintf("  %s %sx %s", day,
			text_show_quantity(
				quantity_thousandths(credit->row.quantity),
				count),
			credit->row.item.sku);
	}
	amount(st, label, credit->row.share);
	free(label);
}

static void add_payment(void *context, const struct settlement_payment *payment)
{
	struct statement *st = context;
	char day[STATEMENT_DAY_SIZE];
	const bool back = money_sign(payment->amount) < 0;
	const bool cash = strcmp(payment->method, "cash") == 0;
	char *label = xasprintf("  %s %s", short_day(st, payment->day, day),
		back           ? _("came back")
			: cash ? _("paid in cash")
			       : _("paid by transfer"));

	amount(st, label, money_neg(payment->amount));
	free(label);
}

/* What the last statement left, and how it came to that. */
static enum store_result add_opening(struct statement *st)
{
	char number[DOCUMENT_TEXT_SIZE];
	char *label;

	if (st->previous.id == 0)
		return STORE_OK;
	label = xasprintf(_("Statement N-%s"),
		document_format(st->previous.id, number));
	amount(st, label, st->previous.payable);
	free(label);
	return settlement_payments(st->store, st->s, add_payment, st);
}

static enum store_result add_changes(struct statement *st)
{
	enum store_result result;

	st->headed = false;
	result = settlement_refunds(st->store, st->s, add_refund, st);
	st->headed = false;
	if (result == STORE_OK)
		result = settlement_credits(st->store, st->s, add_credit, st);
	return result;
}

/* --- the sum ---------------------------------------------------------- */

static void add_part(struct statement *st, const char *label,
	struct money money)
{
	if (money_sign(money) != 0)
		amount(st, label, money);
}

static void add_held(struct statement *st)
{
	char day[STATEMENT_DAY_SIZE];
	char *label;

	if (st->held_last == INT32_MIN)
		return;
	label = xasprintf(_("Not payable yet (may be brought back until %s)"),
		statement_day(st->held_last, day));
	amount(st, label, st->s->held);
	free(label);
	paper_line(st->paper, PAPER_PLAIN,
		_("  comes with the next statement"));
}

static void add_sum(struct statement *st)
{
	const struct settlement *s = st->s;
	char text[TEXT_NUMBER_SIZE];
	char *why;

	paper_rule(st->paper);
	add_part(st, _("Your part in all"), s->share);
	add_part(st, _("Made good by the mart"), s->losses);
	add_part(st, _("Rent and fees"), money_neg(s->fees));
	add_part(st, _("Tax withheld"), money_neg(s->withheld));
	add_part(st, _("Advance paid back"), money_neg(s->advances));
	if (s->previous)
		amount(st, _("Balance brought forward"), s->opening);
	paper_pair(st->paper, PAPER_BOLD, _("PAID NOW"),
		rupiah(s->to_pay, text));
	if (money_compare(s->payable, s->to_pay) != 0) {
		amount(st, _("Carried to the next statement"), s->payable);
		if (money_sign(s->payable) > 0) {
			why = xasprintf(_("  (less than the agreed minimum of "
					  "Rp%s)"),
				rupiah(s->minimum, text));
			paper_line(st->paper, PAPER_PLAIN, why);
			free(why);
		}
	}
	add_held(st);
	paper_rule(st->paper);
}

static void add_foot(struct statement *st)
{
	char day[STATEMENT_DAY_SIZE];

	paper_linef(st->paper, PAPER_PLAIN, _("Objections until %s"),
		statement_day(st->s->day + DISPUTE_DAYS, day));
	layout_signatures(st->paper, _("The mart"), _("Received by"));
	paper_feed(st->paper, 1);
	layout_whole_hash(st->paper, st->hash);
	layout_foot(st->paper, &st->mart.mart, 0);
}

/* --- from the facts --------------------------------------------------- */

static void note_held(void *context, const struct settlement_source *source)
{
	struct statement *st = context;

	if (source->due > st->held_last)
		st->held_last = source->due;
}

static enum store_result load(struct statement *st)
{
	struct store *store = st->store;
	const struct settlement *s = st->s;
	enum store_result result =
		settlement_producer_then(store, s, &st->producer);

	paper_load_mart(store, s->day, &st->mart);
	if (result == STORE_OK && s->previous)
		result = settlement_get(store, s->previous, &st->previous);
	if (result == STORE_OK)
		result = settlement_reach_load(store, s->previous, &st->before);
	if (result == STORE_OK)
		result = settlement_rows(store, s, &st->rows, &st->row_count);
	if (result == STORE_OK)
		result =
			settlement_units(store, s, &st->units, &st->unit_count);
	st->held_last = INT32_MIN;
	if (result == STORE_OK)
		result = settlement_held(store, s, note_held, st);
	if (result == STORE_OK)
		result = document_hash(store, s->id, st->hash);
	return result;
}

enum store_result statement_paper(struct store *store,
	const struct settlement *settlement, bool wide, struct paper **paper)
{
	struct statement st = {
		.store = store,
		.s = settlement,
		.wide = wide,
		.paper = paper_new(),
	};
	enum store_result result = load(&st);

	if (result == STORE_OK) {
		add_head(&st);
		add_goods(&st);
		result = add_changes(&st);
	}
	if (result == STORE_OK)
		result = add_opening(&st);
	if (result == STORE_OK) {
		add_sum(&st);
		add_foot(&st);
	}
	settlement_reach_release(&st.before);
	free(st.rows);
	free(st.units);
	if (result == STORE_OK)
		*paper = st.paper;
	else
		paper_free(st.paper);
	return result;
}
