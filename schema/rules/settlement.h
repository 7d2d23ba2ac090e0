/*
 * What a settlement pays.
 *
 *   E  = sum of S of sales less refunds + losses credited - surplus taken back
 *   W  = hu(max(0, sum of S of sales less refunds) * rate)   a dated rule, or 0
 *        less what the producer himself withheld from the mart's commission
 *   capbase = max(0, min(O, 0) + E - F - W)
 *   A  = min(advance outstanding, instalment, fl(capbase * cap / 10000))
 *   payable = O + E - F - W - A
 *   to pay  = payable if payable >= minimum, else 0: all of it is the next O
 *
 * A positive opening O was capped in its own period and is not in capbase.
 */
#ifndef TITIPAN_SCHEMA_RULES_SETTLEMENT_H
#define TITIPAN_SCHEMA_RULES_SETTLEMENT_H

#include <stdint.h>

#include "schema/rules/money.h"

/* The most payees of one producer, the producer himself included. */
#define SETTLEMENT_PAYEES_MAX 16

struct settlement_input {
	struct money opening; /* O: last payable less what was paid on it */
	struct money share;   /* S of sales less refunds (may be below 0) */
	struct money losses;  /* credited losses less surplus taken back */
	struct money fees;    /* F: rent and listing fees, 0 or more */
	int64_t withhold_bp;  /* the dated withholding rule; 0: none */
	struct money withheld_from_mart;  /* PPh he withheld from us; 0.. */
	struct money advance_outstanding; /* 0 or more */
	struct money instalment; /* 0 or more; MONEY_MAX: no instalment */
	int64_t advance_cap_bp;  /* 0..10000 */
	struct money minimum;    /* 0 or more */
};

struct settlement_result {
	struct money earned;   /* E */
	struct money withheld; /* W; below 0 if he withheld from the mart */
	struct money cap_base;
	struct money advance; /* A */
	struct money result; /* E - F - W - A: the period without its opening */
	struct money payable;
	struct money to_pay;
};

enum settlement_outcome {
	SETTLEMENT_OK,
	SETTLEMENT_INPUT, /* an amount below 0, a percent not in 0..10000 */
	SETTLEMENT_OVERFLOW,
};

/* result is untouched unless SETTLEMENT_OK. */
RULES_MUST_CHECK enum settlement_outcome settlement_reckon(
	const struct settlement_input *input, struct settlement_result *result);

/*
 * Splits a period's result (either sign) among payees: each further payee
 * gets fl(|result| * percent / 10000) with its sign, the first the rest.
 * parts[0] is the first payee, parts[i + 1] that of further_bp[i].
 * False: more than SETTLEMENT_PAYEES_MAX, a percent below 0 or a sum above
 * 100 %; parts untouched.
 */
RULES_MUST_CHECK bool settlement_split(struct money result,
	const int64_t further_bp[], size_t further, struct money parts[]);

/*
 * Spends advance, the A of a settlement, on the outstanding advances, which
 * come oldest first: taken[i] <= outstanding[i].  False: they do not hold so
 * much; taken untouched.
 */
RULES_MUST_CHECK bool settlement_recover(struct money advance,
	const struct money outstanding[], size_t count, struct money taken[]);

/* hu(rent * days / days_in_month): rent of a part month; false: days. */
RULES_MUST_CHECK bool settlement_rent(struct money *due, struct money rent,
	int days, int days_in_month);

/* sale day + hold days (0 or more); false: outside the calendar. */
RULES_MUST_CHECK bool settlement_sale_due(int32_t *due, int32_t sale_day,
	int32_t hold_days);

/* A refund is due on the later of its day and its sale line's due day. */
int32_t settlement_refund_due(int32_t refund_day, int32_t sale_due);

#endif
