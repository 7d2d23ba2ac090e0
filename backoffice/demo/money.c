/*
 * What producers are paid: the fresh ones every Monday, the others after each
 * month. The manager draws it up, the owner approves it, the manager pays: in
 * cash or by transfer, some in two parts, and one transfer bounces.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/demo/demo_int.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

#define MONTHLY_ON 2 /* of the month: drawn up through its last day */
#define NEXT_PART_DAYS 6
#define BOUNCED_DAYS 2
#define COIN 100 /* the least in a drawer; the rest is paid next time */
#define DRAWER_LEAST 150000 /* that a payout leaves for change */
#define RUPIAH_MAX INT64_C(1000000000000)

/* --- drawing up ------------------------------------------------------------ */

/* What was left of the producer's older settlements is the opening of the new
 * one. */
static void forget_older(struct demo *demo, const char *producer)
{
	for (size_t i = 0; i < demo->owed_count; i++)
		if (strcmp(demo->owed[i].producer, producer) == 0)
			demo->owed[i].left = 0;
}

/* settlement,producer,through,opening,share,losses,fees,withheld,advances,
 * payable,to_pay,... */
static bool read_draft(struct demo *demo, char *line)
{
	struct owed *owed = &demo->owed[demo->owed_count];

	if (demo->owed_count == OWED_MAX)
		return false;
	*owed = (struct owed){.method = "cash", .parts = 1};
	snprintf(owed->number, sizeof(owed->number), "%s", demo_field(&line));
	snprintf(owed->producer, sizeof(owed->producer), "%s",
		demo_field(&line));
	for (int i = 0; i < 8; i++)
		demo_field(&line);
	if (!text_parse_integer(demo_field(&line), 0, RUPIAH_MAX, &owed->left))
		return false;
	owed->approve_day = owed->pay_day = demo->today;
	forget_older(demo, owed->producer);
	demo->owed_count++;
	return true;
}

/* Adds the drafts to those on their way; how many there are. */
static size_t draw_up(struct demo *demo, const char *producer, int32_t through)
{
	const size_t before = demo->owed_count;
	struct words words = {.count = 0};
	char date[CALENDAR_TEXT_SIZE];
	char *line, *rest;

	calendar_format(through, date);
	words_split(&words, "settle --format=csv");
	words_add(&words, "--through=%s", date);
	if (producer)
		words_add(&words, "--producer=%s", producer);
	if (!demo_office(demo, DEMO_MANAGER, &words))
		return 0;
	rest = buffer_take(&demo->run.out);
	line = strchr(rest, '\n');
	while (line && line[1] != '\0') {
		char *next = strchr(++line, '\n');

		if (next)
			*next = '\0';
		if (!read_draft(demo, line))
			runner_fail(&demo->run,
				_("the list of settlements is not understood: "
				  "%s"),
				line);
		line = next;
	}
	free(rest);
	return demo->owed_count - before;
}

static void draw_up_weekly(struct demo *demo)
{
	for (size_t i = 0; i < demo_producer_count; i++) {
		const struct demo_producer *producer = &demo_producers[i];

		if (!producer->weekly ||
			draw_up(demo, producer->code, demo->today - 1) == 0)
			continue;
		demo->owed[demo->owed_count - 1].from_drawer =
			producer->visit_days == 0;
	}
}

/* The first of a month's drafts that is found wrong is cancelled and drawn up
 * anew. */
static void cancel_one(struct demo *demo, size_t index, int32_t through)
{
	struct words words = {.count = 0};
	char producer[8];

	words_split(&words, "settlement cancel");
	words_add(&words, "%s", demo->owed[index].number);
	words_add(&words, "--reason=%s", "tunggu hitung ulang barang");
	demo_office(demo, DEMO_MANAGER, &words);
	snprintf(producer, sizeof(producer), "%s", demo->owed[index].producer);
	demo->owed[index].left = 0;
	demo->owed[index].approved = true;
	draw_up(demo, producer, through);
}

static void draw_up_monthly(struct demo *demo)
{
	const int32_t through = calendar_month_first(demo->today) - 1;
	const size_t first = demo->owed_count;
	bool bounces = demo->months++ == 0;

	if (draw_up(demo, NULL, through) > 5 && demo->months == 1)
		cancel_one(demo, first + 4, through);
	for (size_t i = first; i < demo->owed_count; i++) {
		struct owed *owed = &demo->owed[i];

		owed->approve_day = demo->today + 1;
		owed->pay_day = demo->today + 2 + (int32_t)(i % 4);
		owed->parts = i % 5 == 2 && owed->left > 200000 ? 2 : 1;
		if (i % 3 != 1)
			continue;
		owed->method = "transfer";
		owed->bounces = bounces;
		bounces = false;
	}
}

void demo_settle(struct demo *demo)
{
	demo->minute = 9 * 60;
	if (weekday(demo->today) == 1)
		draw_up_weekly(demo);
	if (calendar_date(demo->today).day == MONTHLY_ON &&
		demo->today > demo->first + 1)
		draw_up_monthly(demo);
}

/* --- paying ---------------------------------------------------------------- */

static void approve(struct demo *demo, struct owed *owed)
{
	struct words words = {.count = 0};

	words_split(&words, "settlement approve");
	words_add(&words, "%s", owed->number);
	owed->approved = demo_office(demo, DEMO_OWNER, &words);
}

/* The number of the payout that the last command wrote. */
static void keep_payout(struct demo *demo, struct owed *owed)
{
	const char *line = strchr(buffer_str(&demo->run.out), '\n');

	if (line)
		snprintf(owed->payout, sizeof(owed->payout), "%.*s",
			(int)strcspn(line + 1, ","), line + 1);
}

static void pay_part(struct demo *demo, struct owed *owed)
{
	const bool cash = strcmp(owed->method, "cash") == 0;
	struct words words = {.count = 0};
	int64_t amount = owed->left;

	if (owed->parts > 1) {
		amount = amount * 3 / 5 / 10000 * 10000;
		owed->pay_day = demo->today + NEXT_PART_DAYS;
		owed->parts--;
	}
	if (owed->from_drawer && demo->cash < amount + DRAWER_LEAST)
		owed->from_drawer = false;
	if (owed->from_drawer)
		amount -= amount % COIN;
	words_split(&words, "payout pay --format=csv");
	words_add(&words, "%s", owed->number);
	words_add(&words, "--amount=%lld", (long long)amount);
	words_add(&words, "--method=%s", owed->method);
	if (cash)
		words_add(&words, "--from=%s",
			owed->from_drawer ? "drawer" : "safe");
	else
		words_add(&words, "--reference=BNK%05lld",
			(long long)++demo->reference);
	demo_office(demo, DEMO_MANAGER, &words);
	if (owed->from_drawer)
		demo->cash -= amount;
	owed->left = owed->from_drawer ? 0 : owed->left - amount;
	if (!owed->bounces)
		return;
	keep_payout(demo, owed);
	owed->bounces = false;
	owed->left += amount;
	owed->parts = 1;
	owed->pay_day = demo->today + BOUNCED_DAYS;
}

/* The bank has sent it back; it is paid in cash instead. */
static void take_back(struct demo *demo, struct owed *owed)
{
	struct words words = {.count = 0};

	words_split(&words, "payout reverse");
	words_add(&words, "%s", owed->payout);
	words_add(&words, "--reason=%s", "nomor rekening salah");
	demo_office(demo, DEMO_MANAGER, &words);
	owed->payout[0] = '\0';
	owed->method = "cash";
}

static void pay_due(struct demo *demo, bool from_drawer)
{
	for (size_t i = 0; i < demo->owed_count; i++) {
		struct owed *owed = &demo->owed[i];

		if (!owed->approved && owed->approve_day <= demo->today)
			approve(demo, owed);
		if (owed->left <= 0 || owed->pay_day > demo->today ||
			!owed->approved || owed->from_drawer != from_drawer)
			continue;
		if (owed->payout[0] != '\0')
			take_back(demo, owed);
		pay_part(demo, owed);
	}
}

void demo_pay(struct demo *demo)
{
	pay_due(demo, false);
}

void demo_pay_from_drawer(struct demo *demo)
{
	pay_due(demo, true);
}

/* What waits for whoever opens the mart next: drafts to approve, approved
 * ones to pay, one paid in part. */
void demo_last_evening(struct demo *demo)
{
	static const char *const waiting[] = {"ELG", "SRK", "PDI", "BTK"};

	demo->minute = 21 * 60 + 15;
	for (size_t i = 0; i < sizeof(waiting) / sizeof(*waiting); i++) {
		struct owed *owed;

		if (draw_up(demo, waiting[i], demo->today) == 0)
			continue;
		owed = &demo->owed[demo->owed_count - 1];
		if (i < 2)
			approve(demo, owed);
		owed->parts = 2;
		if (i == 0 && owed->left > 0)
			pay_part(demo, owed);
	}
}
