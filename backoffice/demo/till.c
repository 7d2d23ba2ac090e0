/*
 * A cashier's part of a day: one run of `pos --script`. What the till answers
 * is held against what was meant, receipt by receipt, and the count at the
 * close against the drawer.
 */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "backoffice/demo/demo_int.h"
#include "drivers/terminal/language.h"

#define FLOAT INT64_C(300000)
#define DROP_OVER INT64_C(1500000)

/* --- the answers ----------------------------------------------------------- */

static void remember(struct demo *demo, const struct past *sale,
	const char *receipt)
{
	struct past *past;

	if (sale->back)
		return;
	if (demo->past_count == PAST_MAX) {
		memmove(demo->past, demo->past + PAST_MAX / 2,
			PAST_MAX / 2 * sizeof(*demo->past));
		demo->past_count = PAST_MAX / 2;
	}
	past = &demo->past[demo->past_count++];
	*past = *sale;
	snprintf(past->receipt, sizeof(past->receipt), "%s", receipt);
}

static int64_t integer(const json_t *answer, const char *name)
{
	return json_integer_value(json_object_get(answer, name));
}

static void check_receipt(struct demo *demo, const json_t *answer,
	const char *receipt, size_t *next)
{
	const struct expected *expected = &demo->expected[*next];

	if (*next == demo->expected_count ||
		integer(answer, "total") != expected->total) {
		runner_fail(&demo->run,
			_("receipt %s has another total than it should"),
			receipt);
		return;
	}
	remember(demo, &expected->sale, receipt);
	(*next)++;
}

static void check_answer(struct demo *demo, const json_t *answer, size_t *next)
{
	const char *status =
		json_string_value(json_object_get(answer, "status"));
	const char *command =
		json_string_value(json_object_get(answer, "command"));
	const char *reason =
		json_string_value(json_object_get(answer, "reason"));
	const char *receipt =
		json_string_value(json_object_get(answer, "receipt"));

	if (!status || !command || strcmp(status, "ok") != 0)
		runner_fail(&demo->run, _("the till refused line %d, %s: %s"),
			(int)integer(answer, "line"), command ? command : "",
			reason ? reason : "");
	else if (strcmp(command, "tender") == 0 && receipt)
		check_receipt(demo, answer, receipt, next);
	else if (strcmp(command, "close") == 0 &&
		integer(answer, "difference") != demo->difference)
		runner_fail(&demo->run,
			_("the drawer has another difference than it should"));
}

static void check_answers(struct demo *demo)
{
	const char *at = buffer_str(&demo->run.out);
	size_t next = 0;

	while (*at != '\0' && !demo->run.failed) {
		size_t length = strcspn(at, "\n");
		json_t *answer = json_loadb(at, length, 0, NULL);

		if (answer)
			check_answer(demo, answer, &next);
		else
			runner_fail(&demo->run,
				_("the till's answer is no JSON: %.*s"),
				(int)length, at);
		json_decref(answer);
		at += length + (at[length] == '\n');
	}
	if (next != demo->expected_count)
		runner_fail(&demo->run, _("the till wrote too few receipts"));
}

/* --- the drawer ------------------------------------------------------------ */

static void open_drawer(struct demo *demo)
{
	demo_say(demo, "open %lld", (long long)FLOAT);
	demo->cash = FLOAT;
}

/* Small things that are bought, change that is fetched, notes put away. */
static void move_cash(struct demo *demo)
{
	static const struct {
		int rupiah;
		const char *why;
	} bought[] = {{15000, "beli es batu"}, {25000, "beli kantong plastik"},
		{20000, "iuran kebersihan"}, {12000, "beli lakban"},
		{50000, "ongkos antar barang"}};
	const int64_t which = demo_chance(demo, 5);

	if (demo_happens(demo, 250)) {
		demo_say(demo, "cash-out %d %s", bought[which].rupiah,
			bought[which].why);
		demo->cash -= bought[which].rupiah;
	}
	if (demo_happens(demo, 120)) {
		demo_say(demo, "cash-in 100000 uang receh dari bank");
		demo->cash += 100000;
	}
	if (demo_happens(demo, 200))
		demo_say(demo, "drawer tukar uang kecil");
	if (demo->cash > DROP_OVER) {
		int64_t amount = (demo->cash - FLOAT) / 500000 * 500000;

		demo_say(demo, "drop %lld", (long long)amount);
		demo->cash -= amount;
	}
}

/* 100000=3,50000=2,...: as the drawer is counted, mostly right. */
static void count_drawer(struct demo *demo)
{
	static const int64_t pieces[] = {
		100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100};
	static const int64_t wrong[] = {-2000, -1000, -500, -500, 500, 1000};
	struct buffer count;
	int64_t left;

	demo->difference = demo_happens(demo, 180) ? wrong[demo_chance(demo, 6)]
						   : 0;
	left = demo->cash + demo->difference;
	buffer_init(&count, 500);
	for (size_t i = 0; i < sizeof(pieces) / sizeof(*pieces); i++) {
		if (left < pieces[i])
			continue;
		buffer_printf(&count, "%s%lld=%lld",
			count.length > 0 ? "," : "", (long long)pieces[i],
			(long long)(left / pieces[i]));
		left %= pieces[i];
	}
	if (demo_happens(demo, 300))
		demo_say(demo, "x");
	demo_say(demo, "close %s", buffer_str(&count));
	buffer_release(&count);
}

/* --- the turn -------------------------------------------------------------- */

static void serve(struct demo *demo, const struct turn *turn)
{
	const int64_t from = turn->from * INT64_C(60);
	const int64_t step =
		(turn->to - turn->from) * INT64_C(60) / (turn->baskets + 1);

	for (int i = 0; i < turn->baskets; i++) {
		demo_customer(demo, from + step * i + demo_chance(demo, step));
		if (i % 20 == 13)
			move_cash(demo);
		if (demo_happens(demo, 8))
			demo_say(demo, "price-check %s",
				demo->shelves[demo_chance(demo,
						      (int64_t)demo_item_count)]
					.code);
	}
}

void demo_turn(struct demo *demo, const struct turn *turn)
{
	const struct demo_user *user = &demo_users[turn->user];

	buffer_clear(&demo->script);
	demo->expected_count = 0;
	demo_clock(demo, turn->from * INT64_C(60) - 600);
	demo_say(demo, "login %s %s", user->name, user->pin);
	if (turn->opens)
		open_drawer(demo);
	serve(demo, turn);
	demo_clock(demo, turn->to * INT64_C(60));
	if (turn->closes)
		count_drawer(demo);
	demo_say(demo, "logout");
	runner_now(&demo->run, demo->today, turn->from - 10);
	if (runner_till(&demo->run, &demo->script))
		check_answers(demo);
}
