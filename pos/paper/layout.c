/*
 * The parts that every paper is made of. Nothing here knows how wide the
 * paper is: that is the renderer's.
 */
#include "pos/paper/layout.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

#define HASH_GROUP 2 /* bytes */

void layout_notices(struct paper *paper, const struct paper_mart *mart,
	int copy)
{
	if (mart->rehearsal)
		paper_line(paper, PAPER_BOLD | PAPER_CENTRE,
			_("REHEARSAL - not in the books"));
	if (copy == LAYOUT_COPY_SHOWN)
		paper_line(paper, PAPER_BOLD | PAPER_CENTRE, _("COPY"));
	else if (copy > 0)
		paper_linef(paper, PAPER_BOLD | PAPER_CENTRE, _("COPY %d"),
			copy);
}

void layout_head(struct paper *paper, const struct paper_mart *mart, int copy)
{
	assert(mart->name);
	layout_notices(paper, mart, copy);
	paper_line(paper, PAPER_BOLD | PAPER_CENTRE, mart->name);
	if (mart->address)
		paper_line(paper, PAPER_CENTRE, mart->address);
	if (mart->npwp)
		paper_linef(paper, PAPER_CENTRE, "NPWP %s", mart->npwp);
}

void layout_foot(struct paper *paper, const struct paper_mart *mart, int copy)
{
	layout_notices(paper, mart, copy);
	paper_feed(paper, 3);
	paper_cut(paper);
}

void layout_title(struct paper *paper, const char *title)
{
	paper_line(paper, PAPER_BOLD | PAPER_CENTRE, title);
}

void layout_amount(struct paper *paper, unsigned style, const char *label,
	struct money amount)
{
	char text[TEXT_NUMBER_SIZE];

	paper_pair(paper, style, label,
		text_format_rupiah(money_rupiah(amount), text));
}

void layout_count(struct paper *paper, const char *label, int64_t count)
{
	char text[TEXT_NUMBER_SIZE];

	paper_pair(paper, PAPER_PLAIN, label, text_format_rupiah(count, text));
}

bool layout_is_pieces(const char *unit)
{
	return strcmp(unit, "pcs") == 0;
}

char *layout_quantity(struct quantity quantity, const char *unit,
	struct money price)
{
	char count[TEXT_NUMBER_SIZE];
	char amount[TEXT_NUMBER_SIZE];
	bool pieces = layout_is_pieces(unit);

	text_show_quantity(quantity_thousandths(quantity), count);
	text_format_rupiah(money_rupiah(price), amount);
	return xasprintf("%s%s%s x %s", count, pieces ? "" : " ",
		pieces ? "" : unit, amount);
}

char *layout_time(const struct paper_mart *mart, int64_t at_ms,
	char text[LAYOUT_TIME_SIZE])
{
	int64_t minute = (at_ms / 1000 + mart->offset_s) / 60 % (24 * 60);
	int32_t day;
	struct date date;

	if (at_ms < 0 ||
		!calendar_day_of_instant(&day, at_ms, mart->offset_s)) {
		snprintf(text, LAYOUT_TIME_SIZE, "?");
		return text;
	}
	date = calendar_date(day);
	snprintf(text, LAYOUT_TIME_SIZE, "%02d-%02d-%04d %02d:%02d",
		date.day % 100, date.month % 100, date.year % 10000,
		(int)(minute / 60), (int)(minute % 60));
	return text;
}

char *layout_day(int32_t day, char text[LAYOUT_DAY_SIZE])
{
	/* 1970-01-01 was a Thursday. */
	static const char *const weekdays[] = {
		N_("Thursday"),
		N_("Friday"),
		N_("Saturday"),
		N_("Sunday"),
		N_("Monday"),
		N_("Tuesday"),
		N_("Wednesday")
	};
	static const char *const months[] = {
		N_("January"),
		N_("February"),
		N_("March"),
		N_("April"),
		N_("May"),
		N_("June"),
		N_("July"),
		N_("August"),
		N_("September"),
		N_("October"),
		N_("November"),
		N_("December")
	};
	struct date date;

	if (!calendar_holds(day)) {
		snprintf(text, LAYOUT_DAY_SIZE, "?");
		return text;
	}
	date = calendar_date(day);
	snprintf(text, LAYOUT_DAY_SIZE, "%s, %d %s %d",
		_(weekdays[(day % 7 + 7) % 7]), date.day,
		_(months[date.month - 1]), date.year);
	return text;
}

/* Bytes from..from + count of a hash as hexadecimal groups. */
static char *groups(const unsigned char *hash, size_t from, size_t count,
	char *text)
{
	char *at = text;

	for (size_t i = 0; i < count; i++) {
		if (i && i % HASH_GROUP == 0)
			*at++ = ' ';
		at += snprintf(at, 3, "%02x", hash[from + i]);
	}
	return text;
}

void layout_short_hash(struct paper *paper, const char *label,
	const unsigned char hash[LAYOUT_HASH_SIZE])
{
	char text[2 * LAYOUT_HASH_SIZE + LAYOUT_HASH_SIZE / HASH_GROUP];

	paper_pair(paper, PAPER_PLAIN, label, groups(hash, 0, 6, text));
}

void layout_whole_hash(struct paper *paper,
	const unsigned char hash[LAYOUT_HASH_SIZE])
{
	char text[2 * LAYOUT_HASH_SIZE + LAYOUT_HASH_SIZE / HASH_GROUP];

	for (size_t from = 0; from < LAYOUT_HASH_SIZE; from += 8)
		paper_line(paper, PAPER_CENTRE, groups(hash, from, 8, text));
}

char *layout_proof(const char *number,
	const unsigned char hash[LAYOUT_HASH_SIZE])
{
	char hex[2 * LAYOUT_HASH_SIZE + 1];

	for (size_t i = 0; i < LAYOUT_HASH_SIZE; i++)
		snprintf(hex + 2 * i, 3, "%02x", hash[i]);
	return xasprintf("%s %s", number, hex);
}

void layout_signatures(struct paper *paper, const char *first,
	const char *second)
{
	paper_feed(paper, 1);
	paper_pair(paper, PAPER_PLAIN, first, second);
	paper_feed(paper, 3);
	paper_pair(paper, PAPER_PLAIN, "(............)", "(............)");
}
