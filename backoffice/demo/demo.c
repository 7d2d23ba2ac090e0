/* The demo's calendar: which day brings what. */
#include "backoffice/demo/demo.h"

#include <stdlib.h>

#include "backoffice/demo/demo_int.h"
#include "drivers/system/alloc.h"
#include "schema/rules/calendar.h"

#define SCRIPT_MAX ((size_t)4 * 1024 * 1024)
#define SEED UINT64_C(0x746974697061)

const struct demo_user demo_users[DEMO_USERS] = {
	[DEMO_OWNER] = {"ani", "owner", "482615"},
	[DEMO_MANAGER] = {"budi", "manager", "915038"},
	[DEMO_SUPERVISOR] = {"sari", "supervisor", "739152"},
	[DEMO_CASHIER_1] = {"rini", "cashier", "2604"},
	[DEMO_CASHIER_2] = {"dedi", "cashier", "1507"},
};

/* splitmix64: chance that is the same in every run. */
int64_t demo_chance(struct demo *demo, int64_t below)
{
	uint64_t x = demo->chance += UINT64_C(0x9E3779B97F4A7C15);

	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	x ^= x >> 31;
	return (int64_t)(x % (uint64_t)below);
}

bool demo_happens(struct demo *demo, int in_thousand)
{
	return demo_chance(demo, 1000) < in_thousand;
}

bool demo_office(struct demo *demo, int user, struct words *words)
{
	runner_now(&demo->run, demo->today, demo->minute++);
	return runner_office(&demo->run, user, words);
}

/* --- a day ----------------------------------------------------------------- */

/* Customers of a whole day: more at the weekend, when wages are paid and in
 * the holidays at the end of the year; rain keeps some away. */
static int customers(struct demo *demo)
{
	static const int usual[] = {52, 36, 34, 36, 38, 46, 60};
	const struct date date = calendar_date(demo->today);
	int count = usual[weekday(demo->today)];

	if (date.day >= 25 || date.day <= 5)
		count = count * 115 / 100;
	if ((date.month == 12 && date.day >= 15) ||
		(date.month == 1 && date.day <= 5))
		count = count * 125 / 100;
	if (demo_happens(demo, 150))
		count = count * 80 / 100;
	return count + (int)demo_chance(demo, 9) - 4;
}

/* Two shifts; the cashiers change places every week, and the supervisor
 * stands in on one's day off. */
static int seller(const struct demo *demo, bool late)
{
	const bool swapped = (demo->today + 4) / 7 % 2 != 0;
	const int user = swapped == late ? DEMO_CASHIER_1 : DEMO_CASHIER_2;

	if ((user == DEMO_CASHIER_1 && weekday(demo->today) == 2) ||
		(user == DEMO_CASHIER_2 && weekday(demo->today) == 4))
		return DEMO_SUPERVISOR;
	return user;
}

static void trade(struct demo *demo)
{
	const int count = customers(demo);
	const int early = count * 45 / 100;
	const bool drawer_pays = weekday(demo->today) == 1;
	struct turn turn = {.user = seller(demo, false),
		.from = 8 * 60,
		.to = 14 * 60 + 30,
		.baskets = early,
		.opens = true,
		.closes = true};

	if (drawer_pays) {
		turn.to = 11 * 60;
		turn.baskets = early / 2;
		turn.closes = false;
		demo_turn(demo, &turn);
		demo->minute = 11 * 60 + 5;
		demo_pay_from_drawer(demo);
		turn.from = 11 * 60 + 40;
		turn.to = 14 * 60 + 30;
		turn.opens = false;
		turn.closes = true;
	}
	demo_turn(demo, &turn);
	demo_turn(demo,
		&(struct turn){.user = seller(demo, true),
			.from = 14 * 60 + 45,
			.to = 21 * 60,
			.baskets = count - early,
			.opens = true,
			.closes = true});
}

static void day(struct demo *demo)
{
	demo->minute = 7 * 60;
	demo_read_shelves(demo);
	demo_morning(demo);
	demo_read_shelves(demo);
	demo_settle(demo);
	demo_pay(demo);
	trade(demo);
}

enum demo_result demo_make(const char *folder, int32_t end, int days,
	void (*progress)(int percent), struct buffer *why)
{
	struct demo *demo = xcalloc(1, sizeof(*demo));
	enum demo_result result = DEMO_DONE;

	demo->shelves = xcalloc(demo_item_count, sizeof(*demo->shelves));
	demo->chance = SEED;
	demo->end = end;
	demo->first = end - days;
	demo->today = demo->first - 1;
	buffer_init(&demo->script, SCRIPT_MAX);
	runner_init(&demo->run, folder, why);
	demo_open_mart(demo);
	for (int i = 0; i < days && !demo->run.failed; i++) {
		if (progress)
			progress(10 + i * 90 / days);
		demo->today = demo->first + i;
		day(demo);
	}
	demo_last_evening(demo);
	if (demo->run.failed)
		result = demo->run.stopped ? DEMO_STOPPED : DEMO_FAILED;
	runner_release(&demo->run);
	buffer_release(&demo->script);
	free(demo->shelves);
	free(demo);
	return result;
}
