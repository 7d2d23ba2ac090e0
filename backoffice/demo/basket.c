/*
 * What one customer does: picks goods that are on the shelves, pays, sometimes
 * brings something back. Lines of the till's script, and what it must answer.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "backoffice/demo/demo_int.h"
#include "schema/rules/calendar.h"

#define LINES_MAX 8
#define TRIES 6
#define BACK_DAYS 6 /* within which goods are brought back */

struct line {
	struct shelf *shelf;
	int64_t thousandths;
	int64_t gross;
};

struct basket {
	struct line lines[LINES_MAX];
	size_t count;
	int64_t total;
	bool plain; /* whole pieces, no discount: may come back */
};

void demo_say(struct demo *demo, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	buffer_vprintf(&demo->script, format, arguments);
	va_end(arguments);
	buffer_add_byte(&demo->script, '\n');
}

void demo_clock(struct demo *demo, int64_t second)
{
	char date[CALENDAR_TEXT_SIZE];
	int minute = (int)(second / 60);

	calendar_format(demo->today, date);
	demo_say(demo, "now %sT%02d:%02d:%02d", date, minute / 60, minute % 60,
		(int)(second % 60));
}

/* --- choosing -------------------------------------------------------------- */

/* Souvenirs and snacks go at the weekend, what a kitchen needs on all days. */
static int64_t weight(const struct demo *demo, const struct shelf *shelf)
{
	const bool weekend = weekday(demo->today) == 0 ||
		weekday(demo->today) == 6;
	int64_t pace = shelf->item->pace;

	if (shelf->sellable < ONE)
		return 0;
	return weekend && shelf->producer ? 2 * pace : pace;
}

static struct shelf *choose_shelf(struct demo *demo)
{
	int64_t sum = 0, at;

	for (size_t i = 0; i < demo_item_count; i++)
		sum += weight(demo, &demo->shelves[i]);
	if (sum == 0)
		return NULL;
	at = demo_chance(demo, sum);
	for (size_t i = 0;; i++) {
		at -= weight(demo, &demo->shelves[i]);
		if (at < 0)
			return &demo->shelves[i];
	}
}

/* Cheap things go by the handful, dear ones one at a time; weighed ones by
 * five grams. */
static int64_t choose_quantity(struct demo *demo, const struct shelf *shelf)
{
	int64_t wanted = ONE;

	if (shelf->item->flags & DEMO_KG)
		wanted = 200 + 5 * demo_chance(demo, 250);
	else if (shelf->price <= 5000)
		wanted = ONE * (1 + demo_chance(demo, 5));
	else if (shelf->price <= 40000 && demo_happens(demo, 250))
		wanted = ONE * (2 + demo_chance(demo, 2));
	return wanted < shelf->sellable ? wanted : ONE;
}

static bool is_in(const struct basket *basket, const struct shelf *shelf)
{
	for (size_t i = 0; i < basket->count; i++)
		if (basket->lines[i].shelf == shelf)
			return true;
	return false;
}

static void add(struct demo *demo, struct basket *basket, struct shelf *shelf,
	int64_t thousandths)
{
	const int64_t whole = thousandths / ONE;
	int64_t gross = (shelf->price * thousandths + ONE / 2) / ONE;

	basket->lines[basket->count++] =
		(struct line){shelf, thousandths, gross};
	basket->total += gross;
	if (shelf->item->flags & DEMO_KG) {
		basket->plain = false;
		demo_say(demo, "type %d.%03d*%s", (int)whole,
			(int)(thousandths % ONE), shelf->code);
	} else if (whole == 24 && shelf->carton[0] != '\0') {
		demo_say(demo, "scan %s", shelf->carton);
	} else if (whole == 1) {
		demo_say(demo, "scan %s", shelf->code);
	} else {
		demo_say(demo, "type %d*%s", (int)whole, shelf->code);
	}
}

/* Takes the goods off the shelves: only when they are really sold. */
static void take(const struct basket *basket)
{
	for (size_t i = 0; i < basket->count; i++)
		basket->lines[i].shelf->sellable -=
			basket->lines[i].thousandths;
}

static void fill(struct demo *demo, struct basket *basket)
{
	size_t wanted =
		1 + (size_t)demo_chance(demo, 3) + (size_t)demo_chance(demo, 4);

	*basket = (struct basket){.plain = true};
	for (int i = 0; i < TRIES * LINES_MAX && basket->count < wanted; i++) {
		struct shelf *shelf = choose_shelf(demo);

		if (!shelf)
			return;
		if (is_in(basket, shelf))
			continue;
		if (shelf->carton[0] != '\0' && shelf->sellable >= 40 * ONE &&
			demo_happens(demo, 25))
			add(demo, basket, shelf, 24 * ONE);
		else
			add(demo, basket, shelf, choose_quantity(demo, shelf));
	}
}

/* --- paying ---------------------------------------------------------------- */

/* The note or notes that a person puts down. */
static int64_t notes_for(struct demo *demo, int64_t due)
{
	static const int64_t steps[] = {
		1000, 5000, 10000, 20000, 50000, 100000};
	int64_t step = steps[demo_chance(demo, 6)];

	if (demo_happens(demo, 300))
		return due;
	return (due + step - 1) / step * step;
}

static void expect(struct demo *demo, int64_t total, const struct past *sale)
{
	if (demo->expected_count == EXPECTED_MAX)
		return;
	demo->expected[demo->expected_count].total = total;
	demo->expected[demo->expected_count++].sale =
		sale ? *sale : (struct past){.back = true};
}

/* Cash is rounded down to a hundred. */
static void pay_cash(struct demo *demo, int64_t due)
{
	due -= due % 100;
	demo_say(demo, "tender cash %lld", (long long)notes_for(demo, due));
	demo->cash += due;
}

static void pay(struct demo *demo, const struct basket *basket)
{
	const struct line *first = &basket->lines[0];
	const int64_t total = basket->total;
	const int64_t how = demo_chance(demo, 100);
	struct past sale = {.shelf = first->shelf,
		.day = demo->today,
		.price = first->shelf->price,
		.back = !basket->plain};

	if (how < 64) {
		sale.cash = true;
		pay_cash(demo, total);
	} else if (how < 93) {
		demo_say(demo, "tender qris %lld QR%06lld", (long long)total,
			(long long)++demo->reference);
	} else if (how < 96) {
		demo_say(demo, "tender card %lld EDC%05lld", (long long)total,
			(long long)++demo->reference);
	} else if (how < 97 || total < 20000) {
		demo_say(demo, "tender transfer %lld TRF%05lld",
			(long long)total, (long long)++demo->reference);
	} else {
		int64_t part = total / 2000 * 1000;

		demo_say(demo, "tender qris %lld QR%06lld", (long long)part,
			(long long)++demo->reference);
		pay_cash(demo, total - part);
		sale.back = true;
	}
	if (how >= 93)
		sale.back = true;
	expect(demo, total, &sale);
	take(basket);
}

/* --- what else happens in a basket ----------------------------------------- */

static void take_line_out(struct demo *demo, struct basket *basket)
{
	static const char *const reasons[] = {
		"salah ambil", "pembeli batal", "salah scan", "uang kurang"};

	basket->count--;
	basket->total -= basket->lines[basket->count].gross;
	demo_say(demo, "line %d void %s", (int)basket->count + 1,
		reasons[demo_chance(demo, 4)]);
}

/* A small one the cashier gives; a quarter off needs the supervisor. */
static void discount(struct demo *demo, struct basket *basket)
{
	const struct line *first = &basket->lines[0];
	int64_t small = first->gross / 20 / 500 * 500;

	if (small == 0 || (first->shelf->item->flags & DEMO_KG))
		return;
	if (demo_happens(demo, 250) && first->gross % 2000 == 0 &&
		first->gross < 100000) {
		demo_say(demo, "supervisor %s %s",
			demo_users[DEMO_SUPERVISOR].name,
			demo_users[DEMO_SUPERVISOR].pin);
		demo_say(demo, "line 1 discount 25%% kemasan penyok");
		basket->total -= first->gross / 4;
	} else if (first->shelf->producer == NULL ||
		first->shelf->producer->commission >= 12) {
		demo_say(demo, "line 1 discount %lld pelanggan tetap",
			(long long)small);
		basket->total -= small;
	} else {
		return;
	}
	basket->plain = false;
}

static void sell(struct demo *demo)
{
	struct basket basket;

	fill(demo, &basket);
	if (basket.count == 0)
		return;
	if (basket.count > 1 && demo_happens(demo, 25))
		take_line_out(demo, &basket);
	if (demo_happens(demo, 30))
		discount(demo, &basket);
	if (demo_happens(demo, 12))
		demo_say(demo, "customer Rombongan Contoh");
	pay(demo, &basket);
	if (demo_happens(demo, 6))
		demo_say(demo, "reprint");
}

/* Somebody has forgotten the purse; the next one is served meanwhile. */
static void put_aside(struct demo *demo, int64_t second)
{
	struct basket first, next;

	fill(demo, &first);
	if (first.count == 0)
		return;
	demo_say(demo, "suspend");
	take(&first); /* the next one does not get the same pieces */
	fill(demo, &next);
	if (next.count > 0)
		pay(demo, &next);
	for (size_t i = 0; i < first.count; i++)
		first.lines[i].shelf->sellable += first.lines[i].thousandths;
	demo_clock(demo, second + 90);
	demo_say(demo, "recall 1");
	pay(demo, &first);
}

static void give_up(struct demo *demo)
{
	static const char *const reasons[] = {"pembeli tidak jadi",
		"dompet tertinggal", "QRIS gagal, pembeli pergi"};
	struct basket basket;

	fill(demo, &basket);
	if (basket.count > 0)
		demo_say(demo, "cancel %s", reasons[demo_chance(demo, 3)]);
}

/* --- goods that come back -------------------------------------------------- */

static struct past *choose_past(struct demo *demo)
{
	for (int i = 0; i < TRIES && demo->past_count > 0; i++) {
		struct past *past = &demo->past[demo_chance(demo,
			(int64_t)demo->past_count)];

		if (!past->back && past->day < demo->today &&
			past->day + BACK_DAYS >= demo->today)
			return past;
	}
	return NULL;
}

static void bring_back(struct demo *demo)
{
	static const char *const reasons[] = {"kemasan bocor", "remuk",
		"salah beli", "rasa berubah", "ukuran tidak pas"};
	struct past *past = choose_past(demo);
	const bool keeps = past && past->shelf->item->keep_days == 0;
	const int64_t why = demo_chance(demo, 4);

	if (!past || past->price >= 500000)
		return;
	demo_say(demo, "refund %s 1=1:%s because %s", past->receipt,
		keeps              ? "shelf"
			: why == 3 ? "defect"
				   : "damage",
		keeps ? reasons[4] : reasons[why]);
	if (past->cash) {
		demo_say(demo, "tender cash %lld", (long long)past->price);
		demo->cash -= past->price;
	} else if (demo_happens(demo, 300)) {
		demo_say(demo, "supervisor %s %s",
			demo_users[DEMO_SUPERVISOR].name,
			demo_users[DEMO_SUPERVISOR].pin);
		demo_say(demo, "tender cash %lld", (long long)past->price);
		demo->cash -= past->price;
	} else {
		demo_say(demo, "tender qris %lld QR%06lld",
			(long long)past->price, (long long)++demo->reference);
	}
	past->back = true;
	expect(demo, -past->price, NULL);
}

/* Another one instead; the difference in cash. */
static void exchange(struct demo *demo)
{
	struct past *past = choose_past(demo);
	struct shelf *other = choose_shelf(demo);
	struct basket basket = {.plain = true};
	int64_t due;

	if (!past || !past->cash || !other || past->shelf == other ||
		(other->item->flags & DEMO_KG) || past->price >= 500000)
		return;
	demo_say(demo, "exchange %s 1=1:shelf", past->receipt);
	past->back = true;
	add(demo, &basket, other, ONE);
	due = other->price - past->price;
	if (due > 0)
		pay_cash(demo, due);
	else
		demo_say(demo, "tender cash 0");
	if (due < 0)
		demo->cash += due;
	expect(demo, other->price, NULL);
	take(&basket);
}

void demo_customer(struct demo *demo, int64_t second)
{
	const int64_t what = demo_chance(demo, 1000);

	demo_clock(demo, second);
	if (what < 18)
		bring_back(demo);
	else if (what < 22)
		exchange(demo);
	else if (what < 34)
		give_up(demo);
	else if (what < 56)
		put_aside(demo, second);
	else
		sell(demo);
}
