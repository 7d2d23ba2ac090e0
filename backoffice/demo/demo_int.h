/* What the parts of the demo share: the shelves as its people see them, the
 * drawer, and chance that is the same every time. */
#ifndef TITIPAN_DEMO_DEMO_INT_H
#define TITIPAN_DEMO_DEMO_INT_H

#include "backoffice/demo/catalogue.h"
#include "backoffice/demo/runner.h"

#define LOTS_MAX 24
#define ONE 1000 /* thousandths */
#define PAST_MAX 400
#define OWED_MAX 600
#define EXPECTED_MAX 400

/* Sunday is 0. */
static inline int weekday(int32_t day)
{
	return (day + 4) % 7;
}

/* An item of the catalogue on its shelf. Quantities are thousandths. */
struct shelf {
	const struct demo_item *item;
	const struct demo_producer *producer; /* NULL: the mart's own */
	char sku[16];
	char code[16];   /* on the package, or printed by the mart */
	char carton[16]; /* "" if it comes in none */
	int64_t price;
	int64_t on_hand;
	int64_t sellable; /* of which not expired */
	struct {
		int32_t expiry; /* 0: does not expire */
		int64_t thousandths;
	} lots[LOTS_MAX];
	size_t lot_count;
};

/* A receipt whose first line may come back. */
struct past {
	char receipt[24];
	const struct shelf *shelf;
	int32_t day;
	int64_t price;
	bool cash;
	bool back; /* it came back already */
};

/* What the till must answer, in the order of its receipts. */
struct expected {
	int64_t total; /* negative: a refund */
	struct past sale;
};

/* A settlement on its way to the producer. */
struct owed {
	char number[24];
	char producer[8];
	int64_t left; /* rupiah */
	int32_t approve_day;
	int32_t pay_day;
	int parts;
	const char *method; /* cash, transfer */
	bool from_drawer;
	bool bounces;
	bool approved;
	char payout[24]; /* of the transfer that bounces */
};

struct demo {
	struct runner run;
	struct shelf *shelves;
	int32_t first; /* the first day of trade */
	int32_t end;   /* the last day; nothing is sold on it */
	int32_t today;
	uint64_t chance;
	/* the till */
	struct buffer script;
	const struct demo_user *cashier;
	int64_t cash; /* that must be in the drawer */
	struct expected expected[EXPECTED_MAX];
	size_t expected_count;
	int64_t difference; /* that the last count must show */
	bool counted;
	struct past past[PAST_MAX];
	size_t past_count;
	int64_t reference; /* of QRIS payments */
	/* the office */
	struct owed owed[OWED_MAX];
	size_t owed_count;
	int months; /* settled so far */
	int minute; /* of the clock in the office */
};

/* From 0 to below - 1, the same in every run. */
int64_t demo_chance(struct demo *demo, int64_t below);

/* Whether something of this many in a thousand happens. */
bool demo_happens(struct demo *demo, int in_thousand);

/* Runs a command in the office a minute after the one before. */
bool demo_office(struct demo *demo, int user, struct words *words);

/* The next field of a line of CSV that holds no quotes; parts it in place. */
char *demo_field(char **at);

/* opening.c: users, producers, agreements, items. */
void demo_open_mart(struct demo *demo);

/* goods.c: the shelves as the mart's file has them, the first goods, and each
 * morning. */
void demo_fill_shelves(struct demo *demo);
void demo_read_shelves(struct demo *demo);
void demo_morning(struct demo *demo);

/* till.c: a cashier's part of a day, from one minute to another. */
struct turn {
	int user;
	int from;
	int to;
	int baskets;
	bool opens;
	bool closes;
};
void demo_turn(struct demo *demo, const struct turn *turn);

/* basket.c: what one customer does at the till. */
void demo_customer(struct demo *demo, int64_t second);
void demo_say(struct demo *demo, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void demo_clock(struct demo *demo, int64_t second);

/* money.c: settlements that are due, approvals, payouts. */
void demo_settle(struct demo *demo);
void demo_pay(struct demo *demo);
void demo_pay_from_drawer(struct demo *demo);
void demo_last_evening(struct demo *demo);

#endif
