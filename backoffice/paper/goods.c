/* What is handed over, counted by both: no prices of consigned goods. */
#include "backoffice/paper/goods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

/* `01-12-2026`, as the time above it; "" for none. */
static void show_day(int32_t day, char text[LAYOUT_TIME_SIZE])
{
	struct date date;

	text[0] = '\0';
	if (day == 0 || !calendar_holds(day))
		return;
	date = calendar_date(day);
	snprintf(text, LAYOUT_TIME_SIZE, "%02d-%02d-%04d", date.day, date.month,
		date.year);
}

static void lot_line(struct paper *paper, const struct stock_line *line)
{
	char day[LAYOUT_TIME_SIZE];

	show_day(line->expiry, day);
	if (line->lot[0] != '\0' && day[0] != '\0')
		paper_linef(paper, PAPER_PLAIN, _("  lot %s, expires %s"),
			line->lot, day);
	else if (line->lot[0] != '\0')
		paper_linef(paper, PAPER_PLAIN, _("  lot %s"), line->lot);
	else if (day[0] != '\0')
		paper_linef(paper, PAPER_PLAIN, _("  expires %s"), day);
}

/* What it cost, and a unit of it; adds to the total. */
static void cost_line(struct paper *paper, const struct stock_line *line,
	struct money *total)
{
	struct money unit;
	char *text;

	if (!money_half_up(&unit, line->cost, QUANTITY_ONE,
		    quantity_thousandths(line->quantity)) ||
		!money_add(total, *total, line->cost))
		return;
	text = layout_quantity(line->quantity, line->item.unit, unit);
	layout_amount(paper, PAPER_PLAIN, text, line->cost);
	free(text);
}

static void goods_line(struct paper *paper, const struct goods_slip *slip,
	const struct stock_line *line, struct money *total)
{
	char number[TEXT_NUMBER_SIZE];
	char quantity[TEXT_NUMBER_SIZE + ITEM_UNIT_SIZE];
	char name[ITEM_SKU_SIZE + ITEM_NAME_SIZE + 2];

	text_show_quantity(quantity_thousandths(line->quantity), number);
	snprintf(quantity, sizeof(quantity), "%s %s", number, line->item.unit);
	snprintf(name, sizeof(name), "%s  %s", line->item.sku, line->item.name);
	paper_pair(paper, PAPER_PLAIN, name, quantity);
	lot_line(paper, line);
	if (slip->own)
		cost_line(paper, line, total);
}

struct paper *goods_slip(const struct goods_slip *slip)
{
	struct paper *paper = paper_new();
	struct money total = money_of(0);
	char at[LAYOUT_TIME_SIZE];

	layout_head(paper, &slip->mart, 0);
	layout_title(paper,
		slip->out ? slip->own ? _("GOODS RETURNED TO "
					  "THE SUPPLIER")
				      : _("GOODS RETURNED TO "
					  "THE PRODUCER")
			  : _("GOODS RECEIVED"));
	paper_pair(paper, PAPER_PLAIN, _("Document"), slip->document);
	paper_pair(paper, PAPER_PLAIN, _("Date"),
		layout_time(&slip->mart, slip->at_ms, at));
	paper_pair(paper, PAPER_PLAIN,
		slip->own ? _("Supplier") : _("Producer"), slip->party_name);
	if (slip->party_code[0] != '\0')
		paper_pair(paper, PAPER_PLAIN, _("Code"), slip->party_code);
	paper_pair(paper, PAPER_PLAIN, _("Written by"), slip->user);
	if (slip->reason)
		paper_pair(paper, PAPER_PLAIN, _("Reason"), slip->reason);
	paper_rule(paper);
	for (size_t i = 0; i < slip->line_count; i++)
		goods_line(paper, slip, &slip->lines[i], &total);
	paper_rule(paper);
	if (slip->own)
		layout_amount(paper, PAPER_BOLD, _("Total"), total);
	layout_signatures(paper, slip->out ? _("Handed over") : _("Received"),
		slip->own           ? _("Supplier")
			: slip->out ? _("Taken back by the producer")
				    : _("Left by the producer"));
	layout_foot(paper, &slip->mart, 0);
	return paper;
}
