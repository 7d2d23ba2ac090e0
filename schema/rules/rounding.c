/*
 * Cash rounding.  The state of a payment is three sums; what completes it is
 * reckoned anew from them at each tender, so tenders come in any order.
 */
#include "schema/rules/rounding.h"

#include <assert.h>

/* The unit if this remainder goes up, else 0. */
static int64_t step_up(struct rounding rule, int64_t rest)
{
	switch (rule.direction) {
	case ROUNDING_DOWN:
		return 0;
	case ROUNDING_NEAREST:
		return 2 * rest > rule.unit ? rule.unit : 0;
	case ROUNDING_UP:
		return rest > 0 ? rule.unit : 0;
	}
	return 0;
}

bool rounding_apply(struct rounding rule, struct money amount,
	struct money *rounded)
{
	int64_t rest;

	assert(rule.unit >= 1 && rule.unit <= MONEY_MAX);
	assert(money_sign(amount) >= 0);
	rest = money_rupiah(amount) % rule.unit;
	return money_from(rounded,
		money_rupiah(amount) - rest + step_up(rule, rest));
}

/* What the state means, and rd(C) for the closing cash tender. */
struct closing {
	struct money left_for_cash; /* C = Tot - Q */
	struct money rounded;       /* rd(C) */
	struct money left; /* Tot - Q - cash, below 0 if cash is more */
	bool below_coin;   /* rd(C) = 0 < C */
};

static bool reckon_closing(const struct tender_state *state,
	struct rounding rule, struct closing *closing)
{
	closing->left_for_cash = money_minus(state->total, state->noncash);
	closing->left = money_minus(closing->left_for_cash, state->cash);
	if (!rounding_apply(rule, closing->left_for_cash, &closing->rounded))
		return false;
	closing->below_coin = money_sign(closing->rounded) == 0 &&
		money_sign(closing->left_for_cash) > 0;
	return true;
}

static void assert_state(const struct tender_state *state)
{
	assert(money_sign(state->total) >= 0);
	assert(money_sign(state->noncash) >= 0);
	assert(money_sign(state->cash) >= 0);
	assert(money_compare(state->noncash, state->total) <= 0);
}

/* What is still wanted in this state. */
static struct tender_answer ask(const struct tender_state *state,
	const struct closing *closing)
{
	struct money none = money_of(0);

	return (struct tender_answer){
		.state = *state,
		.wanted_cash = money_max(none,
			money_minus(closing->rounded, state->cash)),
		.wanted_noncash = money_max(none, closing->left),
		.cash_refused = closing->below_coin,
	};
}

bool tender_wanted(const struct tender_state *state, struct rounding rule,
	struct tender_answer *answer)
{
	struct closing closing;

	assert_state(state);
	if (!reckon_closing(state, rule, &closing))
		return false;
	*answer = ask(state, &closing);
	return true;
}

static enum tender_outcome offer_cash(const struct tender_state *state,
	struct money amount, struct rounding rule, struct tender_answer *answer)
{
	struct tender_state after = *state;
	struct closing closing;

	if (!money_add(&after.cash, state->cash, amount) ||
		!reckon_closing(&after, rule, &closing))
		return TENDER_OVERFLOW;
	if (closing.below_coin)
		return TENDER_BELOW_COIN;
	if (money_compare(after.cash, closing.rounded) < 0) {
		*answer = ask(&after, &closing);
		return TENDER_MORE;
	}
	*answer = (struct tender_answer){
		.state = after,
		.rounding = money_minus(closing.rounded, closing.left_for_cash),
		.change = money_minus(after.cash, closing.rounded),
	};
	return TENDER_DONE_CASH;
}

static enum tender_outcome offer_noncash(const struct tender_state *state,
	struct money amount, struct rounding rule, struct tender_answer *answer)
{
	struct tender_state after = *state;
	struct money left =
		money_minus(money_minus(state->total, state->noncash),
			state->cash);
	int excess = money_compare(amount, left);

	if (excess > 0)
		return TENDER_EXCEEDS;
	after.noncash = money_plus(state->noncash, amount);
	if (excess < 0)
		return tender_wanted(&after, rule, answer) ? TENDER_MORE
							   : TENDER_OVERFLOW;
	*answer = (struct tender_answer){.state = after};
	return TENDER_DONE_NONCASH;
}

enum tender_outcome tender_offer(const struct tender_state *state,
	enum tender_kind kind, struct money amount, struct rounding rule,
	struct tender_answer *answer)
{
	assert_state(state);
	if (money_sign(amount) < 0)
		return TENDER_AMOUNT;
	if (kind == TENDER_CASH)
		return offer_cash(state, amount, rule, answer);
	if (money_sign(amount) == 0)
		return TENDER_AMOUNT;
	return offer_noncash(state, amount, rule, answer);
}
