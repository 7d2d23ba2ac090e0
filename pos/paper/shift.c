/*
 * X and Z. Rows of things that the mart does not do stay away when they are
 * 0; those that every shift has are always there, so that nobody wonders.
 */
#include "pos/paper/shift.h"

#include <assert.h>
#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

/* One row: which figure, whether it is taken off, shown when it is 0, and
 * whether it sums up the rows above. */
struct row {
	const char *label;
	size_t offset;
	bool minus;
	bool always;
	bool sum;
};

#define FIGURE(member) offsetof(struct shift_paper_figures, member)

static const struct row sales_rows[] = {
	{N_("Gross sales"), FIGURE(gross), false, true, false},
	{N_("Discounts"), FIGURE(discounts), true, true, false},
	{N_("Net sales"), FIGURE(sales), false, true, true},
	{N_("Refunds"), FIGURE(refunds), true, true, false},
	{N_("Cash rounding"), FIGURE(rounding), false, true, false},
	{N_("Deposits taken"), FIGURE(deposits_in), false, false, false},
	{N_("Deposits given back"), FIGURE(deposits_out), true, false, false},
	{N_("Vouchers sold"), FIGURE(vouchers_sold), false, false, false},
};

static const struct row tender_rows[] = {
	{N_("Cash"), FIGURE(cash), false, true, false},
	{N_("QRIS"), FIGURE(qris), false, true, false},
	{N_("QRIS waiting"), FIGURE(qris_waiting), false, false, false},
	{N_("Card"), FIGURE(card), false, false, false},
	{N_("Bank transfer"), FIGURE(transfer), false, false, false},
	{N_("Exchange"), FIGURE(exchange), false, false, false},
	{N_("Voucher"), FIGURE(voucher), false, false, false},
	{N_("Member credit"), FIGURE(credit), false, false, false},
};

static const struct row drawer_rows[] = {
	{N_("Float"), FIGURE(opening_float), false, true, false},
	{N_("Cash of sales"), FIGURE(cash), false, true, false},
	{N_("Donations"), FIGURE(donations), false, false, false},
	{N_("Member payments"), FIGURE(member_payments), false, false, false},
	{N_("Cash in"), FIGURE(cash_in), false, false, false},
	{N_("Cash out"), FIGURE(cash_out), true, false, false},
	{N_("Drops to the safe"), FIGURE(drops), true, false, false},
	{N_("Paid to producers"), FIGURE(payouts), true, false, false},
};

#define COUNT_OF(rows) (sizeof(rows) / sizeof(rows)[0])

static struct money figure(const struct shift_paper_figures *figures,
	size_t offset)
{
	return *(const struct money *)((const char *)figures + offset);
}

static void rows(struct paper *paper, const struct shift_paper_figures *figures,
	const struct row *row, size_t count)
{
	for (; count; count--, row++) {
		struct money amount = figure(figures, row->offset);

		if (row->always || money_sign(amount) != 0)
			layout_amount(paper,
				row->sum ? PAPER_BOLD : PAPER_PLAIN,
				_(row->label),
				row->minus ? money_neg(amount) : amount);
	}
}

static struct money tendered(const struct shift_paper_figures *figures)
{
	struct money sum = money_of(0);

	for (size_t i = 0; i < COUNT_OF(tender_rows); i++)
		sum = money_plus(sum, figure(figures, tender_rows[i].offset));
	return sum;
}

static void head(struct paper *paper, const struct shift_paper *shift)
{
	char time[LAYOUT_TIME_SIZE];

	layout_head(paper, &shift->mart, shift->copy);
	if (shift->is_z) {
		char *title = xasprintf(_("Z REPORT no. %lld"),
			(long long)shift->number);

		layout_title(paper, title);
		free(title);
	} else {
		layout_title(paper, _("X REPORT"));
	}
	paper_rule(paper);
	paper_pair(paper, PAPER_PLAIN, _("Cashier"), shift->cashier);
	paper_pair(paper, PAPER_PLAIN, _("Shift"), shift->shift);
	paper_pair(paper, PAPER_PLAIN, _("Opened"),
		layout_time(&shift->mart, shift->opened_ms, time));
	paper_pair(paper, PAPER_PLAIN, shift->is_z ? _("Closed") : _("Now"),
		layout_time(&shift->mart, shift->at_ms, time));
	paper_rule(paper);
}

static void sales(struct paper *paper, const struct shift_paper *shift)
{
	const struct shift_paper_figures *figures = &shift->figures;

	paper_line(paper, PAPER_BOLD, _("SALES"));
	rows(paper, figures, sales_rows, COUNT_OF(sales_rows));
	layout_amount(paper, PAPER_BOLD, _("Together"), tendered(figures));
	if (shift->mart.npwp)
		layout_amount(paper, PAPER_PLAIN, _("PPN included"),
			figures->tax);
	paper_rule(paper);
	paper_line(paper, PAPER_BOLD, _("PAID BY"));
	rows(paper, figures, tender_rows, COUNT_OF(tender_rows));
	layout_amount(paper, PAPER_BOLD, _("Together"), tendered(figures));
	paper_rule(paper);
}

static void groups(struct paper *paper, const char *title,
	const struct shift_paper_group *list, size_t count)
{
	if (count == 0)
		return;
	paper_line(paper, PAPER_BOLD, title);
	for (size_t i = 0; i < count; i++)
		layout_amount(paper, PAPER_PLAIN, list[i].name, list[i].net);
	paper_rule(paper);
}

static void counts(struct paper *paper, const struct shift_paper *shift)
{
	for (size_t i = 0; i < shift->count_count; i++) {
		const struct shift_paper_count *count = &shift->counts[i];
		char denomination[TEXT_NUMBER_SIZE];
		struct money amount;
		char *label;

		text_format_rupiah(count->denomination, denomination);
		label = xasprintf("  %lld x %s", (long long)count->pieces,
			denomination);
		if (money_mul(&amount, money_of(count->denomination),
			    count->pieces))
			layout_amount(paper, PAPER_PLAIN, label, amount);
		free(label);
	}
}

static void drawer(struct paper *paper, const struct shift_paper *shift)
{
	struct money difference;

	paper_line(paper, PAPER_BOLD, _("CASH DRAWER"));
	rows(paper, &shift->figures, drawer_rows, COUNT_OF(drawer_rows));
	if (!shift->is_z) {
		paper_line(paper, PAPER_PLAIN,
			_("The drawer is counted at the close."));
		paper_rule(paper);
		return;
	}
	layout_amount(paper, PAPER_BOLD, _("Expected"),
		shift->figures.expected);
	counts(paper, shift);
	layout_amount(paper, PAPER_BOLD, _("Counted"), shift->counted);
	difference = money_minus(shift->counted, shift->figures.expected);
	layout_amount(paper, PAPER_BOLD,
		money_sign(difference) < 0           ? _("Short")
			: money_sign(difference) > 0 ? _("Over")
						     : _("Difference"),
		difference);
	paper_rule(paper);
}

static void events(struct paper *paper, const struct shift_paper *shift)
{
	const struct shift_paper_figures *figures = &shift->figures;

	layout_count(paper, _("Receipts"), figures->receipts);
	layout_count(paper, _("Refund receipts"), figures->refund_receipts);
	layout_count(paper, _("Lines taken off"),
		figures->voids - figures->late_voids);
	layout_count(paper, _("... after the total"), figures->late_voids);
	layout_count(paper, _("Baskets given up"), figures->cancels);
	layout_count(paper, _("Discounts by hand"), figures->discounts_given);
	layout_count(paper, _("Prices lowered"), figures->prices_lowered);
	layout_count(paper, _("Allowed by supervisor"), figures->allowed);
	layout_count(paper, _("Drawer without a sale"),
		figures->drawer_openings);
	layout_count(paper, _("Copies printed"), figures->copies);
	paper_rule(paper);
}

/* What an auditor compares with the file. */
static void witness(struct paper *paper, const struct shift_paper *shift)
{
	char *span = xasprintf("%s .. %s", shift->first_document,
		shift->last_document);
	char *qr;

	paper_line(paper, PAPER_BOLD, _("THIS TILL SINCE ITS FIRST DAY"));
	layout_amount(paper, PAPER_PLAIN, _("Sales"), shift->perpetual_sales);
	layout_amount(paper, PAPER_PLAIN, _("Refunds"),
		money_neg(shift->perpetual_refunds));
	layout_amount(paper, PAPER_BOLD, _("Net"),
		money_minus(shift->perpetual_sales, shift->perpetual_refunds));
	paper_pair(paper, PAPER_PLAIN, _("Documents"), span);
	if (shift->previous) {
		paper_pair(paper, PAPER_PLAIN, _("Z before this"),
			shift->previous);
		layout_short_hash(paper, _("Its proof"), shift->previous_head);
	}
	paper_line(paper, PAPER_PLAIN, _("Proof of the books up to here:"));
	qr = layout_proof(shift->last_document, shift->head);
	paper_qr_beside(paper, qr);
	layout_whole_hash(paper, shift->head);
	paper_rule(paper);
	layout_signatures(paper, _("Cashier"), _("Supervisor"));
	free(qr);
	free(span);
}

struct paper *shift_paper(const struct shift_paper *shift)
{
	struct paper *paper = paper_new();

	head(paper, shift);
	sales(paper, shift);
	groups(paper, _("BY GROUP, refunds taken off"), shift->categories,
		shift->category_count);
	if (shift->mart.npwp)
		groups(paper, _("BY TAX, refunds taken off"), shift->taxes,
			shift->tax_count);
	drawer(paper, shift);
	events(paper, shift);
	if (shift->is_z)
		witness(paper, shift);
	layout_foot(paper, &shift->mart, shift->copy);
	return paper;
}
