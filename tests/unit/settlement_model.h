/*
 * A small model of settlements that knows nothing of cuts, chains or books: a
 * list of what each producer earned and which settlement holds it. Whatever is
 * done to it is done to a real file, and both must agree.
 */
#ifndef TITIPAN_UNIT_SETTLEMENT_MODEL_H
#define TITIPAN_UNIT_SETTLEMENT_MODEL_H

#include "tests/unit/mart.h"

#include "schema/store/payout.h"

#define PRODUCERS 3
#define ITEMS 3 /* of each producer */
#define EVENTS_MAX 4000
#define PAPERS_MAX 600

#define BUDI 1001
#define ANI 1002

struct event {
	int producer;
	int item;
	int64_t document;
	int64_t line;
	int32_t due;
	int64_t share;
	int64_t quantity;
	const char *kind;
	int refund_of; /* the event it gave back, -1 none */
	int64_t left;  /* of a sale: thousandths not given back */
	int paper;     /* that holds it; -1: open */
};

struct paper_model {
	int producer;
	int64_t id;
	int32_t through;
	int previous; /* -1: none */
	int64_t opening, share, losses, payable, to_pay, paid, clawback;
	bool approved, ended;
};

struct model {
	struct mart mart;
	struct store *store;
	int32_t day;
	int64_t producer[PRODUCERS];
	int64_t item[PRODUCERS][ITEMS];
	int64_t number; /* of the last receipt */
	struct event event[EVENTS_MAX];
	int events;
	struct paper_model paper[PAPERS_MAX];
	int papers;
	int64_t minimum[PRODUCERS];
	int64_t ledger[PRODUCERS]; /* earned less paid out */
	struct {
		int64_t id;
		int paper;
		int64_t amount;
		bool back;
	} payout[PAPERS_MAX];
	int payouts;
	uint64_t chance;
};
extern struct model model;

uint64_t model_draw(uint64_t below);
int32_t model_day_of(int year, int month, int day);

/* An empty mart with its producers and items on 2 November 2026. */
int model_start(void **state);
int model_stop(void **state);

/* The same mart on another day. */
void model_open_on(int32_t day);

struct document *model_begin(const char *kind);
void model_commit(void);

/* Hold days and a minimum; also what tells how far back a walk has to go. */
void model_agree(int p, int64_t hold, int64_t minimum);

/* One line sold at 20 % (price a multiple of 5), some of it given back; the
 * event's number. */
int model_sell_of(int p, int item, int64_t pieces, int64_t price, int32_t hold);
int model_give_back(int sale, int64_t pieces, int64_t price);

/* A movement of goods; price 0: no loss is credited. */
void model_stock(int p, int item, const char *kind, const char *movement,
	int64_t pieces, int64_t price);

/* The newest paper of a producer that was not ended, or -1; and its rest. */
int model_last_live(int p);
int64_t model_unpaid(int paper);

/* These do it on the file, and fail the test where it differs. */
enum settle_refusal model_settle(int p, int32_t through);
enum settle_refusal model_approve(int paper, int64_t user);
enum settle_refusal model_end(int paper);
enum payout_refusal model_pay(int paper, int64_t amount);
enum payout_refusal model_bounce(int number);

/* The lines are the model's events; units balance; ledger = unpaid + open. */
void model_check_lines(int paper);
void model_check_units(int paper);
void model_check_balance(int p);

#endif
