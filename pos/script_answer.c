/* What each command answers. Names are stable; rupiah are integers,
 * quantities decimals. */
#include "pos/script_int.h"

#include <stdio.h>

#include "drivers/codec/output.h"
#include "drivers/system/text.h"

void script_text(struct buffer *out, const char *name, const char *text)
{
	buffer_printf(out, ",\"%s\":", name);
	output_json_string(out, text);
}

void script_integer(struct buffer *out, const char *name, int64_t value)
{
	buffer_printf(out, ",\"%s\":%lld", name, (long long)value);
}

static void rupiah(struct buffer *out, const char *name, struct money amount)
{
	script_integer(out, name, money_rupiah(amount));
}

static void quantity(struct buffer *out, const char *name,
	struct quantity quantity)
{
	char text[TEXT_NUMBER_SIZE];

	buffer_printf(out, ",\"%s\":%s", name,
		text_format_quantity(quantity_thousandths(quantity), text));
}

static void line_fields(struct buffer *out, const struct till_line *line)
{
	script_text(out, "item", line->item.sku);
	script_text(out, "name", line->item.name);
	quantity(out, "qty", line->quantity);
	script_text(out, "unit", line->item.unit);
	rupiah(out, "price", line->price);
	rupiah(out, "discount", line->discount);
	rupiah(out, "net", line->net);
}

/* The line as it now stands, or after a void how many there are. */
static void answer_line(struct buffer *out, const struct till_view *view)
{
	const struct till_basket *basket = view->basket;

	if (view->has_line) {
		script_integer(out, "number", (int64_t)view->line + 1);
		line_fields(out, &basket->lines[view->line]);
	}
	script_integer(out, "lines", (int64_t)basket->line_count);
	rupiah(out, "total", basket->totals.net);
}

static void answer_basket(struct buffer *out, const struct till_view *view)
{
	rupiah(out, "discount", view->basket->totals.discounts);
	answer_line(out, view);
}

static void answer_sold(struct buffer *out, const struct till_view *view)
{
	const struct till_sold *sold = &view->sold;

	script_text(out, "receipt", sold->receipt);
	script_text(out, "document", sold->document);
	if (sold->kind == TILL_ORDER_EXCHANGE)
		script_text(out, "refund", sold->refund);
	rupiah(out, "total", sold->total);
	rupiah(out, "rounding", sold->rounding);
	rupiah(out, "tendered", sold->tendered);
	rupiah(out, "change", sold->change);
	rupiah(out, "tax", sold->tax);
}

static void answer_tender(struct buffer *out, const struct till_view *view)
{
	if (view->document != 0) {
		answer_sold(out, view);
		return;
	}
	rupiah(out, "total", view->basket->totals.net);
	rupiah(out, "paid", view->paid);
	rupiah(out, "wanted_cash", view->wanted_cash);
	rupiah(out, "wanted_noncash", view->wanted_noncash);
	script_integer(out, "tenders", (int64_t)view->basket->tender_count);
}

static void answer_slip(struct buffer *out, const struct till_view *view)
{
	const struct till_return_slip *slip = &view->basket->slip;

	rupiah(out, "due", slip->due);
	for (size_t i = 0; !slip->exchange && i < TILL_TENDER_KINDS; i++)
		if (money_sign(slip->split[i]) > 0)
			rupiah(out, till_tender_name((enum till_tender_kind)i),
				slip->split[i]);
}

static void answer_document(struct buffer *out, const struct till_view *view)
{
	if (view->document != 0)
		script_text(out, "document", view->document_text);
}

static void answer_suspend(struct buffer *out, const struct till_view *view)
{
	script_integer(out, "suspended", view->number);
	answer_document(out, view);
}

static void answer_recall(struct buffer *out, const struct till_view *view)
{
	answer_document(out, view);
	script_integer(out, "lines", (int64_t)view->basket->line_count);
	rupiah(out, "total", view->basket->totals.net);
}

static void answer_reprint(struct buffer *out, const struct till_view *view)
{
	answer_document(out, view);
	script_integer(out, "copy", view->number);
}

static void figures(struct buffer *out, const struct till_figures *f)
{
	struct money none = money_of(0);
	const struct {
		const char *name;
		struct money amount;
	} rows[] = {
		{"gross", f->gross},
		{"discounts", money_neg(f->discounts)},
		{"sales", f->sales},
		{"refunds", f->refunds},
		{"rounding", f->rounding},
		{"tax", f->tax},
		{"deposits_in", none},
		{"deposits_out", none},
		{"vouchers_sold", none},
		{"cash", f->cash},
		{"qris", f->qris},
		{"qris_waiting", f->qris_waiting},
		{"card", f->card},
		{"transfer", f->transfer},
		{"voucher", none},
		{"credit", none},
		{"donations", none},
		{"member_payments", none},
		{"cash_in", f->cash_in},
		{"cash_out", f->cash_out},
		{"drops", f->drops},
		{"payouts", f->payouts},
		{"float", f->floated},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		rupiah(out, rows[i].name, rows[i].amount);
	/* the drawer is counted blind: nothing is expected before */
	if (f->is_counted) {
		rupiah(out, "expected", f->expected);
		rupiah(out, "counted", f->counted);
		rupiah(out, "difference", f->difference);
	} else {
		buffer_add_str(out,
			",\"expected\":null,\"counted\":null,"
			"\"difference\":null");
	}
	script_integer(out, "receipts", f->receipts);
	script_integer(out, "refund_receipts", f->refund_receipts);
}

static void answer_figures(struct buffer *out, const struct till_view *view)
{
	answer_document(out, view);
	if (view->figures.is_counted) {
		script_integer(out, "z", view->figures.number);
		script_integer(out, "waiting", (int64_t)view->waiting);
	}
	figures(out, &view->figures);
}

static void item_fields(struct buffer *out, const struct till_item *item)
{
	buffer_add_str(out, "{\"sku\":");
	output_json_string(out, item->sku);
	script_text(out, "name", item->name);
	rupiah(out, "price", item->price);
	script_text(out, "unit", item->unit);
	quantity(out, "pack", item->pack);
	quantity(out, "on_hand", item->on_hand);
	buffer_add_byte(out, '}');
}

void script_choices(struct buffer *out, const struct till_view *view)
{
	buffer_add_str(out, ",\"choices\":[");
	for (size_t i = 0; i < view->choice_count; i++) {
		if (i > 0)
			buffer_add_byte(out, ',');
		item_fields(out, &view->choices[i]);
	}
	buffer_add_byte(out, ']');
}

static void answer_price(struct buffer *out, const struct till_view *view)
{
	const struct till_item *item = &view->choices[0];

	if (view->choice_count != 1) {
		script_choices(out, view);
		return;
	}
	script_text(out, "item", item->sku);
	script_text(out, "name", item->name);
	rupiah(out, "price", item->price);
	script_text(out, "unit", item->unit);
	quantity(out, "on_hand", item->on_hand);
}

static void answer_user(struct buffer *out, const struct till_view *view)
{
	script_text(out, "user", view->user.name);
	script_text(out, "role", role_name(view->user.role));
	buffer_printf(out, ",\"shift\":%s",
		view->shift != 0 ? "true" : "false");
	script_integer(out, "lines", (int64_t)view->basket->line_count);
	rupiah(out, "total", view->basket->totals.net);
	script_integer(out, "waiting", (int64_t)view->waiting);
}

static void answer_status(struct buffer *out, const struct till_view *view)
{
	const struct till_basket *basket = view->basket;

	if (view->user.id == 0) {
		buffer_add_str(out, ",\"user\":null,\"shift\":false");
		return;
	}
	answer_user(out, view);
	buffer_add_str(out, ",\"basket\":[");
	for (size_t i = 0; i < basket->line_count; i++) {
		buffer_printf(out, "%s{\"number\":%zu", i > 0 ? "," : "",
			i + 1);
		line_fields(out, &basket->lines[i]);
		buffer_add_byte(out, '}');
	}
	buffer_add_byte(out, ']');
	script_integer(out, "voids", (int64_t)basket->void_count);
	rupiah(out, "paid", view->paid);
	rupiah(out, "wanted_cash", view->wanted_cash);
	rupiah(out, "wanted_noncash", view->wanted_noncash);
	if (basket->slip.sale != 0)
		answer_slip(out, view);
}

static void nothing(struct buffer *out, const struct till_view *view)
{
	(void)out;
	(void)view;
}

static void (*const answers[])(struct buffer *out,
	const struct till_view *view) = {
	[TILL_KEY] = nothing,
	[TILL_LOGIN] = answer_user,
	[TILL_LOGOUT] = answer_document,
	[TILL_SUPERVISOR] = nothing,
	[TILL_OPEN] = answer_document,
	[TILL_SCAN] = answer_line,
	[TILL_TYPE] = answer_line,
	[TILL_LINE_QUANTITY] = answer_line,
	[TILL_LINE_VOID] = answer_line,
	[TILL_LINE_PRICE] = answer_line,
	[TILL_LINE_DISCOUNT] = answer_line,
	[TILL_DISCOUNT] = answer_basket,
	[TILL_CUSTOMER] = nothing,
	[TILL_TENDER] = answer_tender,
	[TILL_TENDER_REMOVE] = answer_tender,
	[TILL_SUSPEND] = answer_suspend,
	[TILL_RECALL] = answer_recall,
	[TILL_CANCEL] = answer_document,
	[TILL_REFUND] = answer_slip,
	[TILL_EXCHANGE] = answer_slip,
	[TILL_CASH_IN] = answer_document,
	[TILL_CASH_OUT] = answer_document,
	[TILL_DROP] = answer_document,
	[TILL_DRAWER] = answer_document,
	[TILL_PRICE_CHECK] = answer_price,
	[TILL_REPRINT] = answer_reprint,
	[TILL_CONFIRM_DATE] = answer_document,
	[TILL_X] = answer_figures,
	[TILL_CLOSE] = answer_figures,
};

void script_answer(struct buffer *out, const struct till_view *view,
	const struct script_line *line)
{
	if (line->is_status)
		answer_status(out, view);
	else
		answers[line->event.kind](out, view);
}
