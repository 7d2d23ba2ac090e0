/* Slips of the till. */
#include "pos/paper/slip.h"

#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

static void who_and_when(struct paper *paper, const struct paper_mart *mart,
	int64_t at_ms, const char *cashier)
{
	char time[LAYOUT_TIME_SIZE];

	paper_pair(paper, PAPER_PLAIN, layout_time(mart, at_ms, time), cashier);
}

struct paper *suspend_slip(const struct suspend_slip *slip)
{
	struct paper *paper = paper_new();

	layout_head(paper, &slip->mart, slip->copy);
	layout_title(paper, _("PUT ASIDE - not paid"));
	paper_linef(paper, PAPER_BOLD | PAPER_DOUBLE | PAPER_CENTRE,
		_("No. %lld"), (long long)slip->number);
	paper_rule(paper);
	who_and_when(paper, &slip->mart, slip->at_ms, slip->cashier);
	if (slip->customer)
		paper_pair(paper, PAPER_PLAIN, _("Customer"), slip->customer);
	paper_rule(paper);
	for (size_t i = 0; i < slip->line_count; i++) {
		const struct slip_line *line = &slip->lines[i];
		char *how = layout_quantity(line->quantity, line->unit,
			line->price);
		char *indented = xasprintf("  %s", how);

		paper_line(paper, PAPER_PLAIN, line->name);
		layout_amount(paper, PAPER_PLAIN, indented, line->net);
		free(indented);
		free(how);
	}
	paper_rule(paper);
	layout_amount(paper, PAPER_BOLD, _("TOTAL"), slip->total);
	if (slip->barcode) {
		paper_feed(paper, 1);
		paper_code128(paper, slip->barcode);
	}
	layout_foot(paper, &slip->mart, slip->copy);
	return paper;
}

static const struct {
	const char *title;
	const char *giver;
	const char *taker;
} cash_slips[CASH_SLIP_KINDS] = {
	[CASH_SLIP_FLOAT] = {N_("FLOAT"), N_("Handed over by"), N_("Cashier")},
	[CASH_SLIP_IN] = {N_("CASH IN"), N_("Handed over by"), N_("Cashier")},
	[CASH_SLIP_OUT] = {N_("CASH OUT"), N_("Cashier"), N_("Received by")},
	[CASH_SLIP_DROP] = {N_("CASH DROP TO THE SAFE"), N_("Cashier"),
		N_("Received by")},
};

struct paper *cash_slip(const struct cash_slip *slip)
{
	struct paper *paper = paper_new();
	char amount[TEXT_NUMBER_SIZE];

	layout_head(paper, &slip->mart, slip->copy);
	layout_title(paper, _(cash_slips[slip->kind].title));
	paper_rule(paper);
	who_and_when(paper, &slip->mart, slip->at_ms, slip->cashier);
	paper_pair(paper, PAPER_PLAIN, _("Document"), slip->document);
	if (slip->reason)
		paper_pair(paper, PAPER_PLAIN, _("Reason"), slip->reason);
	paper_feed(paper, 1);
	text_format_rupiah(money_rupiah(slip->amount), amount);
	paper_linef(paper, PAPER_BOLD | PAPER_DOUBLE | PAPER_CENTRE, "Rp%s",
		amount);
	layout_signatures(paper, _(cash_slips[slip->kind].giver),
		_(cash_slips[slip->kind].taker));
	layout_foot(paper, &slip->mart, slip->copy);
	return paper;
}
