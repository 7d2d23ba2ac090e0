/* The date, when the mart's file and the clock do not agree on it. */
#include <string.h>

#include "pos/till/till_int.h"
#include "schema/rules/calendar.h"

bool till_confirm_date(struct till *till, const struct till_event *event)
{
	struct till_date date;
	struct till_order *order;
	char today[CALENDAR_TEXT_SIZE];
	int64_t by;

	if (till->view.user.id == 0)
		return till_refuse(till, N_("nobody is logged in"));
	till->shop->date(till->context, &date);
	if (date.question == TILL_DATE_FINE)
		return till_refuse(till,
			N_("there is no question about the date"));
	calendar_format(date.today, today);
	if (strcmp(event->text, today) != 0)
		return till_refuse_text(till, N_("the clock says %s"), today);
	if (!till_may(till,
		    date.question == TILL_DATE_AHEAD ? ACTION_CONFIRM_DATE
						     : ACTION_CORRECT_DATE,
		    &by))
		return false;
	till->reason[0] = '\0';
	order = till_save(till, TILL_ORDER_DATE);
	order->day = date.today;
	order->supervisor = by;
	return true;
}

bool till_ask_date(struct till *till)
{
	struct till_view *view = &till->view;

	if (view->user.id == 0)
		return false;
	till->shop->date(till->context, &view->date);
	if (view->date.question == TILL_DATE_FINE)
		return false;
	till->ask = ASK_DATE;
	till->input[0] = '\0';
	view->mode = TILL_CONFIRMING;
	view->prompt = N_("Is this the date of today?");
	return true;
}
