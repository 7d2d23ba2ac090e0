/* The slip of a payout, or of one that came back. */
#include "backoffice/paper/payout.h"

#include "backoffice/paper/statement.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "pos/paper/load.h"
#include "schema/store/producer.h"

static const char *way(const struct payout *payout)
{
	if (payout->transfer)
		return _("by transfer");
	return payout->source == PAYOUT_DRAWER ? _("in cash, from the drawer")
					       : _("in cash, from the safe");
}

enum store_result payout_paper(struct store *store, const struct payout *payout,
	struct paper **paper)
{
	const bool back = money_sign(payout->amount) < 0;
	struct money amount = back ? money_neg(payout->amount) : payout->amount;
	struct paper_mart_texts mart;
	struct producer producer;
	char number[DOCUMENT_TEXT_SIZE], text[TEXT_NUMBER_SIZE];
	char time[LAYOUT_TIME_SIZE];
	unsigned char hash[DOCUMENT_HASH_SIZE];
	enum store_result result =
		producer_get(store, payout->producer, &producer);

	if (result == STORE_OK)
		result = document_hash(store, payout->id, hash);
	if (result != STORE_OK)
		return result;
	paper_load_mart(store, payout->day, &mart);
	*paper = paper_new();
	layout_head(*paper, &mart.mart, 0);
	layout_title(*paper,
		back ? _("PAYMENT THAT CAME BACK")
		     : _("PAYMENT TO A PRODUCER"));
	paper_rule(*paper);
	paper_pair(*paper, PAPER_PLAIN, _("No."),
		document_format(payout->id, number));
	paper_pair(*paper, PAPER_PLAIN, _("Time"),
		layout_time(&mart.mart, payout->at_ms, time));
	paper_linef(*paper, PAPER_PLAIN, _("Producer: %s %s"), producer.code,
		producer.name);
	paper_linef(*paper, PAPER_PLAIN, _("For statement N-%s"),
		document_format(payout->settlement, number));
	paper_line(*paper, PAPER_PLAIN, way(payout));
	if (payout->reference[0])
		paper_linef(*paper, PAPER_PLAIN, _("Reference: %s"),
			payout->reference);
	if (payout->reason[0])
		paper_linef(*paper, PAPER_PLAIN, _("Reason: %s"),
			payout->reason);
	paper_rule(*paper);
	paper_pair(*paper, PAPER_BOLD, back ? _("Came back Rp") : _("Paid Rp"),
		text_format_rupiah(money_rupiah(amount), text));
	layout_signatures(*paper, _("The mart"), _("Received by"));
	layout_short_hash(*paper, _("Authenticity"), hash);
	layout_foot(*paper, &mart.mart, 0);
	return STORE_OK;
}
