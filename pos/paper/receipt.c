/* The customer's receipt, from the top down. */
#include "pos/paper/receipt.h"

#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

const char *receipt_tender_name(enum receipt_tender_kind kind)
{
	static const char *const names[RECEIPT_TENDER_KINDS] = {
		[RECEIPT_CASH] = N_("Cash"),
		[RECEIPT_QRIS] = N_("QRIS"),
		[RECEIPT_CARD] = N_("Card"),
		[RECEIPT_TRANSFER] = N_("Bank transfer"),
		[RECEIPT_EXCHANGE] = N_("Exchange"),
	};
	return _(names[kind]);
}

static void head(struct paper *paper, const struct receipt_paper *receipt)
{
	char time[LAYOUT_TIME_SIZE];

	layout_head(paper, &receipt->mart, receipt->copy);
	if (receipt->refund)
		layout_title(paper, _("REFUND"));
	paper_rule(paper);
	paper_pair(paper, PAPER_PLAIN,
		layout_time(&receipt->mart, receipt->at_ms, time),
		receipt->number);
	paper_pair(paper, PAPER_PLAIN, _("Cashier"), receipt->cashier);
	if (receipt->customer)
		paper_pair(paper, PAPER_PLAIN, _("Customer"),
			receipt->customer);
	if (receipt->refund_of)
		paper_pair(paper, PAPER_PLAIN, _("Goods of receipt"),
			receipt->refund_of);
	if (receipt->exchange_of)
		paper_pair(paper, PAPER_PLAIN, _("Exchange for refund"),
			receipt->exchange_of);
	if (receipt->reason)
		paper_pair(paper, PAPER_PLAIN, _("Reason"), receipt->reason);
	paper_rule(paper);
}

/* One piece stands on one line with its price; anything else tells how the
 * amount came about on a second one. */
static void line(struct paper *paper, const struct receipt_line *line)
{
	bool one_piece = layout_is_pieces(line->unit) &&
		quantity_compare(line->quantity, quantity_of(QUANTITY_ONE)) ==
			0;
	char amount[TEXT_NUMBER_SIZE];

	text_format_rupiah(money_rupiah(line->gross), amount);
	if (one_piece) {
		paper_pair(paper, PAPER_PLAIN, line->name, amount);
	} else {
		char *how = layout_quantity(line->quantity, line->unit,
			line->price);
		char *indented = xasprintf("  %s", how);

		paper_line(paper, PAPER_PLAIN, line->name);
		paper_pair(paper, PAPER_PLAIN, indented, amount);
		free(indented);
		free(how);
	}
	for (size_t i = 0; i < line->discount_count; i++) {
		const struct receipt_discount *discount = &line->discounts[i];
		char *label = xasprintf("  %s",
			discount->label ? discount->label : _("Discount"));

		layout_amount(paper, PAPER_PLAIN, label,
			money_neg(discount->amount));
		free(label);
	}
}

static void total(struct paper *paper, const struct receipt_paper *receipt)
{
	if (money_sign(receipt->basket_discount) > 0) {
		layout_amount(paper, PAPER_PLAIN, _("Subtotal"),
			money_plus(receipt->total, receipt->basket_discount));
		layout_amount(paper, PAPER_PLAIN, _("Discount"),
			money_neg(receipt->basket_discount));
	}
	layout_amount(paper, PAPER_BOLD | PAPER_DOUBLE,
		receipt->refund ? _("REFUND") : _("TOTAL"), receipt->total);
	if (receipt->mart.npwp)
		layout_amount(paper, PAPER_PLAIN, _("PPN included"),
			receipt->tax);
	if (money_sign(receipt->rounding) != 0) {
		layout_amount(paper, PAPER_PLAIN,
			money_sign(receipt->rounding) < 0 ? _("Rounded down")
							  : _("Rounded up"),
			receipt->rounding);
		if (!receipt->refund)
			layout_amount(paper, PAPER_BOLD, _("To pay"),
				money_plus(receipt->total, receipt->rounding));
	}
}

/* What the amount is to the buyer; the caller frees it. */
static char *tender_label(const struct receipt_paper *receipt,
	enum receipt_tender_kind kind)
{
	if (!receipt->refund)
		return xstrdup(receipt_tender_name(kind));
	if (kind == RECEIPT_EXCHANGE)
		return xstrdup(_("Towards new goods"));
	return xasprintf(_("Given back (%s)"), receipt_tender_name(kind));
}

static void tenders(struct paper *paper, const struct receipt_paper *receipt)
{
	for (size_t i = 0; i < receipt->tender_count; i++) {
		const struct receipt_tender *tender = &receipt->tenders[i];
		char *label = tender_label(receipt, tender->kind);

		layout_amount(paper, receipt->refund ? PAPER_BOLD : PAPER_PLAIN,
			label, tender->amount);
		if (tender->reference)
			paper_linef(paper, PAPER_PLAIN, "  ref. %s",
				tender->reference);
		free(label);
	}
	if (money_sign(receipt->change) > 0)
		layout_amount(paper, PAPER_BOLD, _("CHANGE"), receipt->change);
}

static void foot(struct paper *paper, const struct receipt_paper *receipt)
{
	paper_rule(paper);
	if (receipt->refund) {
		layout_signatures(paper, _("Customer"), _("Cashier"));
	} else {
		paper_line(paper, PAPER_CENTRE, _("Thank you"));
		paper_line(paper, PAPER_CENTRE,
			_("Bring this receipt to exchange or return goods"));
	}
	paper_feed(paper, 1);
	paper_code128(paper, receipt->number);
	layout_short_hash(paper, _("Authenticity"), receipt->hash);
	layout_foot(paper, &receipt->mart, receipt->copy);
}

struct paper *receipt_paper(const struct receipt_paper *receipt)
{
	struct paper *paper = paper_new();

	head(paper, receipt);
	for (size_t i = 0; i < receipt->line_count; i++)
		line(paper, &receipt->lines[i]);
	paper_rule(paper);
	total(paper, receipt);
	tenders(paper, receipt);
	foot(paper, receipt);
	return paper;
}
