/* What a settlement pays: the formulas of settlement.h, in their order. */
#include "schema/rules/settlement.h"

#include <assert.h>

#include "schema/rules/calendar.h"

static bool is_percent(int64_t basis_points)
{
	return basis_points >= 0 && basis_points <= BASIS_POINTS;
}

static bool input_is_sound(const struct settlement_input *input)
{
	return money_sign(input->fees) >= 0 && is_percent(input->withhold_bp) &&
		money_sign(input->withheld_from_mart) >= 0 &&
		money_sign(input->advance_outstanding) >= 0 &&
		money_sign(input->instalment) >= 0 &&
		is_percent(input->advance_cap_bp) &&
		money_sign(input->minimum) >= 0;
}

static struct money not_below_zero(struct money amount)
{
	return money_max(money_of(0), amount);
}

/* E - F - W, checked as a whole: what the period brings before advances. */
static bool reckon_period(const struct settlement_input *input,
	struct settlement_result *now, struct money *period)
{
	now->withheld =
		money_minus(money_part_half_up(not_below_zero(input->share),
				    input->withhold_bp, BASIS_POINTS),
			input->withheld_from_mart);
	return money_add(&now->earned, input->share, input->losses) &&
		money_sum(period,
			(const struct money[]){now->earned,
				money_neg(input->fees),
				money_neg(now->withheld)},
			3);
}

enum settlement_outcome settlement_reckon(const struct settlement_input *input,
	struct settlement_result *result)
{
	struct settlement_result now;
	struct money period, payable;

	if (!input_is_sound(input))
		return SETTLEMENT_INPUT;
	if (!reckon_period(input, &now, &period) ||
		!money_add(&payable, input->opening, period))
		return SETTLEMENT_OVERFLOW;
	now.cap_base = not_below_zero(money_sign(input->opening) < 0 ? payable
								     : period);
	now.advance = money_min(input->advance_outstanding,
		money_min(input->instalment,
			money_part_floor(now.cap_base, input->advance_cap_bp,
				BASIS_POINTS)));
	/* 0 <= A <= period wherever A > 0, so nothing passes the bound. */
	now.result = money_minus(period, now.advance);
	now.payable = money_minus(payable, now.advance);
	now.to_pay = money_compare(now.payable, input->minimum) >= 0
		? now.payable
		: money_of(0);
	*result = now;
	return SETTLEMENT_OK;
}

bool settlement_split(struct money result, const int64_t further_bp[],
	size_t further, struct money parts[])
{
	bool negative = money_sign(result) < 0;
	struct money magnitude = negative ? money_neg(result) : result;
	int64_t sum_bp = 0;

	if (further >= SETTLEMENT_PAYEES_MAX)
		return false;
	for (size_t i = 0; i < further; i++) {
		if (!is_percent(further_bp[i]))
			return false;
		sum_bp += further_bp[i];
	}
	if (!is_percent(sum_bp))
		return false;
	parts[0] = result;
	for (size_t i = 0; i < further; i++) {
		struct money part = money_part_floor(magnitude, further_bp[i],
			BASIS_POINTS);

		parts[i + 1] = negative ? money_neg(part) : part;
		parts[0] = money_minus(parts[0], parts[i + 1]);
	}
	return true;
}

bool settlement_recover(struct money advance, const struct money outstanding[],
	size_t count, struct money taken[])
{
	struct money rest = advance;

	assert(money_sign(advance) >= 0);
	for (size_t i = 0; i < count; i++)
		rest = money_minus(rest, money_min(rest, outstanding[i]));
	if (money_sign(rest) > 0)
		return false;
	rest = advance;
	for (size_t i = 0; i < count; i++) {
		taken[i] = money_min(rest, outstanding[i]);
		rest = money_minus(rest, taken[i]);
	}
	return true;
}

bool settlement_rent(struct money *due, struct money rent, int days,
	int days_in_month)
{
	if (days < 0 || days > days_in_month || days_in_month == 0)
		return false;
	return money_half_up(due, rent, days, days_in_month);
}

bool settlement_sale_due(int32_t *due, int32_t sale_day, int32_t hold_days)
{
	return hold_days >= 0 && calendar_add(due, sale_day, hold_days);
}

int32_t settlement_refund_due(int32_t refund_day, int32_t sale_due)
{
	return refund_day > sale_due ? refund_day : sale_due;
}
