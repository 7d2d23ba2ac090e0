/*
 * The office in the morning: what has expired is written off, who comes brings
 * new goods and takes old ones back, and now and then something breaks or a
 * price rises.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/demo/demo_int.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

#define SUPPLIER "Grosir Contoh Jaya"
#define MONTH 30
#define OWN_VISIT_DAYS 7
#define TAKE_BACK_DAYS 5 /* before its goods expire a producer takes them */

/* --- the shelves as the mart's file has them -------------------------------- */

char *demo_field(char **at)
{
	char *start = *at;

	*at += strcspn(*at, ",\r");
	if (**at != '\0')
		*(*at)++ = '\0';
	return start;
}

static struct shelf *find_shelf(struct demo *demo, const char *sku)
{
	for (size_t i = 0; i < demo_item_count; i++)
		if (strcmp(demo->shelves[i].sku, sku) == 0)
			return &demo->shelves[i];
	return NULL;
}

/* sku,producer,lot,expiry,on_hand,price */
static bool read_line(struct demo *demo, char *line)
{
	struct shelf *shelf = find_shelf(demo, demo_field(&line));
	const char *expiry;
	int64_t thousandths;
	int32_t day = 0;

	if (!shelf || shelf->lot_count == LOTS_MAX)
		return false;
	demo_field(&line);
	demo_field(&line);
	expiry = demo_field(&line);
	if (!text_parse_signed_decimal(demo_field(&line), 3, INT64_C(1) << 40,
		    &thousandths))
		return false;
	if (expiry[0] != '\0' && !calendar_parse(&day, expiry, strlen(expiry)))
		return false;
	shelf->on_hand += thousandths;
	if (day == 0 || day >= demo->today)
		shelf->sellable += thousandths;
	shelf->lots[shelf->lot_count].expiry = day;
	shelf->lots[shelf->lot_count++].thousandths = thousandths;
	return true;
}

void demo_read_shelves(struct demo *demo)
{
	struct words words = {.count = 0};
	char *line, *rest;

	for (size_t i = 0; i < demo_item_count; i++) {
		demo->shelves[i].lot_count = 0;
		demo->shelves[i].on_hand = 0;
		demo->shelves[i].sellable = 0;
	}
	words_split(&words, "stock show --format=csv");
	if (!demo_office(demo, -1, &words))
		return;
	rest = buffer_take(&demo->run.out);
	line = strchr(rest, '\n');
	while (line && line[1] != '\0') {
		char *next = strchr(++line, '\n');

		if (next)
			*next = '\0';
		if (!read_line(demo, line))
			runner_fail(&demo->run,
				_("the list of goods is not understood: %s"),
				line);
		line = next;
	}
	free(rest);
}

/* --- goods in -------------------------------------------------------------- */

/* Quantity as a command takes it: 12 or 7.5. */
static void add_goods(struct words *words, const struct shelf *shelf,
	int64_t thousandths, const char *more)
{
	if (thousandths % ONE == 0)
		words_add(words, "%s=%d%s", shelf->sku,
			(int)(thousandths / ONE), more);
	else
		words_add(words, "%s=%d.%03d%s", shelf->sku,
			(int)(thousandths / ONE), (int)(thousandths % ONE),
			more);
}

/* What a shelf is filled up to: what sells until the next visit and half as
 * much again. */
static int64_t full(const struct shelf *shelf, int visit_days)
{
	const int days = visit_days > 0 ? visit_days : 1;
	int64_t units = shelf->item->pace * (int64_t)days * 3 / 2 / MONTH + 2;

	return units * ONE;
}

/* How much is brought; nothing while the shelf is more than half full. */
static int64_t wanted(const struct shelf *shelf, int visit_days)
{
	const int64_t up_to = full(shelf, visit_days);
	int64_t units;

	if (shelf->sellable * 2 > up_to)
		return 0;
	units = (up_to - shelf->sellable) / ONE;
	if (shelf->carton[0] != '\0')
		units = (units + 23) / 24 * 24;
	else if (units > 10)
		units = (units + 4) / 5 * 5;
	return units * ONE;
}

static bool is_of(const struct shelf *shelf,
	const struct demo_producer *producer)
{
	return shelf->producer == producer;
}

static void receive(struct demo *demo, const struct demo_producer *producer)
{
	const int every = producer ? producer->visit_days : OWN_VISIT_DAYS;
	struct words words = {.count = 0};
	char more[40];
	size_t heading;

	words_split(&words, "stock receive");
	if (producer)
		words_add(&words, "--producer=%s", producer->code);
	else
		words_add(&words, "--supplier=%s", SUPPLIER);
	heading = words.count;
	for (size_t i = 0; i < demo_item_count; i++) {
		const struct shelf *shelf = &demo->shelves[i];
		const int64_t thousandths = wanted(shelf, every);

		if (!is_of(shelf, producer) || thousandths == 0)
			continue;
		more[0] = '\0';
		if (!producer)
			snprintf(more, sizeof(more), "*%d",
				shelf->item->price * 84 / 100 / 50 * 50);
		else if (shelf->item->flags & DEMO_LOT)
			snprintf(more, sizeof(more), "@K%05d",
				(int)demo->today);
		add_goods(&words, shelf, thousandths, more);
	}
	if (words.count > heading)
		demo_office(demo, DEMO_MANAGER, &words);
	else
		words_clear(&words);
}

void demo_fill_shelves(struct demo *demo)
{
	demo->minute = 16 * 60;
	for (size_t i = 0; i < demo_producer_count; i++)
		receive(demo, &demo_producers[i]);
	receive(demo, NULL);
}

/* --- goods out ------------------------------------------------------------- */

/* What expires before `day` of an item. */
static int64_t expiring(const struct shelf *shelf, int32_t day)
{
	int64_t sum = 0;

	for (size_t i = 0; i < shelf->lot_count; i++)
		if (shelf->lots[i].expiry != 0 && shelf->lots[i].expiry < day &&
			shelf->lots[i].thousandths > 0)
			sum += shelf->lots[i].thousandths;
	return sum;
}

static void take_off(const struct demo *demo, struct shelf *shelf, int32_t day)
{
	for (size_t i = 0; i < shelf->lot_count; i++) {
		const int32_t expiry = shelf->lots[i].expiry;

		if (expiry == 0 || expiry >= day ||
			shelf->lots[i].thousandths <= 0)
			continue;
		if (expiry >= demo->today)
			shelf->sellable -= shelf->lots[i].thousandths;
		shelf->lots[i].thousandths = 0;
	}
}

static void write_off_expired(struct demo *demo)
{
	struct words words = {.count = 0};
	size_t heading;

	words_split(&words, "stock waste --reason expiry");
	heading = words.count;
	for (size_t i = 0; i < demo_item_count; i++) {
		const int64_t gone = expiring(&demo->shelves[i], demo->today);

		if (gone > 0)
			add_goods(&words, &demo->shelves[i], gone, "");
	}
	if (words.count > heading)
		demo_office(demo, DEMO_MANAGER, &words);
	else
		words_clear(&words);
}

static bool comes_today(const struct demo *demo, size_t index)
{
	static const bool fresh_days[] = {
		true, false, true, false, false, true, true};
	const struct demo_producer *producer = &demo_producers[index];

	if (producer->visit_days == 0)
		return fresh_days[weekday(demo->today)];
	return (demo->today + (int)index * 3) % producer->visit_days == 0;
}

/* Takes along what would expire before the next visit. */
static void take_back(struct demo *demo, const struct demo_producer *producer)
{
	const bool fresh = producer->visit_days == 0;
	const int32_t until = demo->today + (fresh ? 1 : TAKE_BACK_DAYS);
	struct words words = {.count = 0};
	size_t heading;

	words_split(&words, "stock return");
	words_add(&words, "--producer=%s", producer->code);
	words_add(&words, "--reason=%s",
		fresh ? "sisa kemarin" : "mendekati kedaluwarsa");
	heading = words.count;
	for (size_t i = 0; i < demo_item_count; i++) {
		struct shelf *shelf = &demo->shelves[i];
		const int64_t old = expiring(shelf, until);

		if (!is_of(shelf, producer) || old == 0)
			continue;
		add_goods(&words, shelf, old, "");
		take_off(demo, shelf, until);
	}
	if (words.count > heading)
		demo_office(demo, DEMO_MANAGER, &words);
	else
		words_clear(&words);
}

/* --- now and then ---------------------------------------------------------- */

static struct shelf *any_shelf(struct demo *demo)
{
	for (int i = 0; i < 20; i++) {
		struct shelf *shelf = &demo->shelves[demo_chance(demo,
			(int64_t)demo_item_count)];

		if (shelf->sellable >= 3 * ONE && shelf->price < 300000)
			return shelf;
	}
	return NULL;
}

/* Each cause every so many days, beginning on its own. */
static void lose_something(struct demo *demo)
{
	static const struct {
		const char *cause;
		int every;
		int first;
	} causes[] = {{"damage", 6, 4}, {"sample", 10, 2}, {"shrink", 13, 7},
		{"defect", 17, 9}, {"theft", 40, 23}};

	for (size_t i = 0; i < sizeof(causes) / sizeof(*causes); i++) {
		struct words words = {.count = 0};
		struct shelf *shelf;

		if ((demo->today - demo->first) % causes[i].every !=
			causes[i].first)
			continue;
		shelf = any_shelf(demo);
		if (!shelf)
			continue;
		words_split(&words, "stock waste --reason");
		words_add(&words, "%s", causes[i].cause);
		words_add(&words, "%s=1", shelf->sku);
		demo_office(demo, DEMO_MANAGER, &words);
	}
}

static void raise_a_price(struct demo *demo)
{
	struct shelf *shelf = any_shelf(demo);
	const int64_t step = shelf && shelf->price >= 100000 ? 5000 : 500;
	struct words words = {.count = 0};

	if (!shelf || !demo_happens(demo, 350))
		return;
	shelf->price += (shelf->price / 20 + step - 1) / step * step;
	words_split(&words, "item edit");
	words_add(&words, "%s", shelf->sku);
	words_add(&words, "--price=%d", (int)shelf->price);
	demo_office(demo, DEMO_MANAGER, &words);
}

/* Agreements that begin on a day, end on one, or are of one item. */
static void agree_anew(struct demo *demo)
{
	static const struct {
		int day;
		int from_days; /* after this day */
		int to_days;   /* after this day; 0: no end */
		const char *words;
	} changes[] = {
		{20, 1, 0, "--producer ELG --commission 14"},
		{30, 0, 13, "--producer MLT --item MLT05 --commission 15"},
		{45, 5, 0, "--producer SRK --category cokelat --commission 20"},
		{60, 2, 0, "--producer BTK --hold-days 3"},
		{70, 0, 0, "--producer PDI --item PDI01 --agreed-cost 57000"},
		{80, 10, 0, "--producer KRG --commission 17"},
	};
	const int today = demo->today - demo->first;
	char date[CALENDAR_TEXT_SIZE];

	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		struct words words = {.count = 0};

		if (changes[i].day != today)
			continue;
		words_split(&words, "agreement set");
		words_split(&words, changes[i].words);
		calendar_format(demo->today + changes[i].from_days, date);
		words_add(&words, "--from=%s", date);
		if (changes[i].to_days > 0) {
			calendar_format(demo->today + changes[i].to_days, date);
			words_add(&words, "--to=%s", date);
		}
		demo_office(demo, DEMO_OWNER, &words);
	}
}

void demo_morning(struct demo *demo)
{
	for (size_t i = 0; i < demo_producer_count; i++) {
		if (!comes_today(demo, i))
			continue;
		take_back(demo, &demo_producers[i]);
		receive(demo, &demo_producers[i]);
	}
	write_off_expired(demo);
	if (weekday(demo->today) == 4)
		receive(demo, NULL);
	lose_something(demo);
	raise_a_price(demo);
	agree_anew(demo);
}
