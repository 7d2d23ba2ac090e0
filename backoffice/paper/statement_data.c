/* From the facts to the one struct of a statement. */
#include "backoffice/paper/statement_data.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

/* Days after it was drawn up in which the producer may object. */
#define OBJECTION_DAYS 14

/* --- words ------------------------------------------------------------ */

char *statement_day(int32_t day, char text[STATEMENT_DAY_SIZE])
{
	const struct date date = calendar_date(day);

	snprintf(text, STATEMENT_DAY_SIZE, "%02d-%02d-%04d",
		(int)((unsigned)date.day % 100U),
		(int)((unsigned)date.month % 100U),
		(int)((unsigned)date.year % 10000U));
	return text;
}

char *statement_short_day(int32_t day, char text[STATEMENT_DAY_SIZE])
{
	statement_day(day, text);
	text[5] = '\0';
	return text;
}

char *statement_signed(struct money amount)
{
	char number[TEXT_NUMBER_SIZE];

	return xasprintf("%s%s", money_sign(amount) > 0 ? "+" : "",
		text_format_rupiah(money_rupiah(amount), number));
}

char *statement_times(const struct settlement_row *row)
{
	char count[TEXT_NUMBER_SIZE], price[TEXT_NUMBER_SIZE];

	return xasprintf("%s x %s",
		text_show_quantity(quantity_thousandths(row->quantity), count),
		text_format_rupiah(money_rupiah(row->price), price));
}

char *statement_rate(const struct settlement_row *row)
{
	char number[TEXT_NUMBER_SIZE];
	char *text, *point;

	if (strncmp(row->rate, "cost:", 5) == 0)
		return xasprintf("@%s",
			text_format_rupiah(strtoll(row->rate + 5, NULL, 10),
				number));
	text = xasprintf("%s%%", row->rate);
	point = strchr(text, '.');
	if (point)
		*point = ',';
	return text;
}

char *statement_qr(const struct statement_data *data)
{
	char number[DOCUMENT_TEXT_SIZE + 2];

	snprintf(number, sizeof(number), "N-%s", data->number);
	return layout_proof(number, data->hash);
}

bool statement_is_sale(const struct settlement_row *row)
{
	return strcmp(row->kind, "sale") == 0;
}

const char *statement_entry_heading(enum statement_entry_kind kind)
{
	switch (kind) {
	case STATEMENT_REFUND:
		return _("Brought back by buyers");
	case STATEMENT_CREDIT:
		return _("Lost or damaged, made good by the mart");
	case STATEMENT_CORRECTION:
		return _("Other");
	case STATEMENT_PAYMENT:
		break;
	}
	return NULL;
}

static const char *payment_word(const struct statement_entry *entry)
{
	if (money_sign(entry->amount) > 0)
		return _("came back");
	return strcmp(entry->method, "cash") == 0 ? _("paid in cash")
						  : _("paid by transfer");
}

char *statement_entry_label(const struct statement_entry *entry,
	bool short_days)
{
	char day[STATEMENT_DAY_SIZE], count[TEXT_NUMBER_SIZE];
	char number[DOCUMENT_TEXT_SIZE];

	if (short_days)
		statement_short_day(entry->day, day);
	else
		statement_day(entry->day, day);
	text_show_quantity(quantity_thousandths(entry->quantity), count);
	switch (entry->kind) {
	case STATEMENT_REFUND:
		return xasprintf("%s %s %sx %s", day, entry->receipt, count,
			entry->sku);
	case STATEMENT_CREDIT:
		return xasprintf("%s %sx %s", day, count, entry->sku);
	case STATEMENT_CORRECTION:
		return xasprintf(_("%s payment on N-%s that came back"), day,
			document_format(entry->of, number));
	case STATEMENT_PAYMENT:
		return xasprintf("%s %s", day, payment_word(entry));
	}
	abort();
}

/* --- facts ------------------------------------------------------------ */

/* A setting as of then, copied; NULL if there is none. */
static const char *copy_setting(const struct statement_data *data,
	const char *name, char text[PAPER_MART_TEXT_SIZE])
{
	const char *value =
		settlement_setting_then(data->store, &data->settlement, name);

	if (value == NULL)
		return NULL;
	snprintf(text, PAPER_MART_TEXT_SIZE, "%s", value);
	return text;
}

static bool mart_was_pkp(const struct statement_data *data)
{
	char since[PAPER_MART_TEXT_SIZE];
	int64_t from;

	return copy_setting(data, "pkp_since", since) != NULL &&
		text_parse_integer(since, INT32_MIN, INT32_MAX, &from) &&
		from <= data->settlement.day;
}

static void load_mart(struct statement_data *data)
{
	struct paper_mart_texts *texts = &data->mart;
	struct paper_mart *mart = &texts->mart;

	*texts = (struct paper_mart_texts){0};
	mart->name = copy_setting(data, "name", texts->name);
	if (!mart->name)
		mart->name = texts->name;
	mart->address = copy_setting(data, "address", texts->address);
	if (mart_was_pkp(data))
		mart->npwp = copy_setting(data, "npwp", texts->npwp);
	mart->offset_s = store_zone_offset_s(data->store);
	mart->rehearsal = store_is_rehearsal(data->store);
}

static struct statement_entry *new_entry(struct statement_data *data,
	enum statement_entry_kind kind, int32_t day)
{
	struct statement_entry *entry;

	if ((data->entry_count & (data->entry_count + 1)) == 0)
		data->entries = xreallocarray(data->entries,
			2 * data->entry_count + 1, sizeof(*data->entries));
	entry = &data->entries[data->entry_count++];
	*entry = (struct statement_entry){.kind = kind, .day = day};
	return entry;
}

struct loading {
	struct statement_data *data;
	struct settlement_reach before;
};

static void take_refund(void *context, const struct settlement_source *refund)
{
	struct loading *loading = context;
	struct statement_data *data = loading->data;
	struct statement_entry *entry =
		new_entry(data, STATEMENT_REFUND, refund->day);

	entry->quantity = quantity_neg(refund->row.quantity);
	entry->amount = refund->row.share;
	snprintf(entry->sku, sizeof(entry->sku), "%s", refund->row.item.sku);
	snprintf(entry->reason, sizeof(entry->reason), "%s", refund->reason);
	settlement_receipt_then(data->store, &data->settlement,
		refund->refund_of, entry->receipt);
	entry->settled_before =
		settlement_is_clawback(data->store, &loading->before, refund);
}

static void take_credit(void *context, const struct settlement_source *credit)
{
	struct loading *loading = context;
	const bool goods = credit->row.item.id != 0;
	struct statement_entry *entry = new_entry(loading->data,
		goods ? STATEMENT_CREDIT : STATEMENT_CORRECTION, credit->due);

	entry->quantity = credit->row.quantity;
	entry->amount = credit->row.share;
	entry->of = credit->refund_of;
	snprintf(entry->sku, sizeof(entry->sku), "%s", credit->row.item.sku);
}

static void take_payment(void *context,
	const struct settlement_payment *payment)
{
	struct loading *loading = context;
	struct statement_entry *entry =
		new_entry(loading->data, STATEMENT_PAYMENT, payment->day);

	entry->amount = money_neg(payment->amount);
	entry->method = strcmp(payment->method, "cash") == 0 ? "cash"
							     : "transfer";
}

static void take_held(void *context, const struct settlement_source *source)
{
	struct loading *loading = context;
	struct statement_data *data = loading->data;

	if (!data->has_held || source->day < data->held_first)
		data->held_first = source->day;
	if (!data->has_held || source->day > data->held_last)
		data->held_last = source->day;
	if (!data->has_held || source->due > data->held_due)
		data->held_due = source->due;
	if (source->due > source->day)
		data->held_may_return = true;
	data->has_held = true;
}

static enum store_result load_entries(struct statement_data *data)
{
	struct store *store = data->store;
	const struct settlement *s = &data->settlement;
	struct loading loading = {.data = data};
	enum store_result result =
		settlement_reach_load(store, s->previous, &loading.before);

	if (result == STORE_OK)
		result = settlement_refunds(store, s, take_refund, &loading);
	if (result == STORE_OK)
		result = settlement_credits(store, s, take_credit, &loading);
	if (result == STORE_OK && data->previous.id)
		result = settlement_payments(store, s, take_payment, &loading);
	if (result == STORE_OK)
		result = settlement_held(store, s, take_held, &loading);
	settlement_reach_release(&loading.before);
	return result;
}

/* --- sums ------------------------------------------------------------- */

static void add_up_sales(struct statement_data *data)
{
	struct settlement_row *sum = &data->sold;

	for (size_t i = 0; i < data->row_count; i++) {
		const struct settlement_row *row = &data->rows[i];

		if (!statement_is_sale(row))
			continue;
		sum->gross = money_plus(sum->gross, row->gross);
		sum->discount_producer = money_plus(sum->discount_producer,
			row->discount_producer);
		sum->tax = money_plus(sum->tax, row->tax);
		sum->commission = money_plus(sum->commission, row->commission);
		sum->share = money_plus(sum->share, row->share);
	}
}

static void add_sum(struct statement_data *data, enum statement_sum_kind kind,
	const char *label, struct money amount)
{
	if (money_sign(amount) != 0)
		data->sums[data->sum_count++] =
			(struct statement_sum){label, amount, kind};
}

static struct money entries_of(const struct statement_data *data,
	enum statement_entry_kind kind)
{
	struct money sum = money_of(0);

	for (size_t i = 0; i < data->entry_count; i++) {
		if (data->entries[i].kind == kind)
			sum = money_plus(sum, data->entries[i].amount);
	}
	return sum;
}

static void load_sums(struct statement_data *data)
{
	const struct settlement *s = &data->settlement;
	const struct money back = entries_of(data, STATEMENT_REFUND);
	const struct money other = entries_of(data, STATEMENT_CORRECTION);

	add_up_sales(data);
	if (money_sign(back) != 0 || money_sign(other) != 0) {
		add_sum(data, STATEMENT_PART, N_("Your part of what was sold"),
			data->sold.share);
		add_sum(data, STATEMENT_PART, N_("Brought back by buyers"),
			back);
		add_sum(data, STATEMENT_PART, N_("Other"), other);
		add_sum(data, STATEMENT_BETWEEN, N_("Your part in all"),
			s->share);
	} else {
		add_sum(data, STATEMENT_PART, N_("Your part in all"), s->share);
	}
	add_sum(data, STATEMENT_PART, N_("Made good by the mart"), s->losses);
	add_sum(data, STATEMENT_PART, N_("Rent and fees"), money_neg(s->fees));
	add_sum(data, STATEMENT_PART, N_("Tax withheld"),
		money_neg(s->withheld));
	add_sum(data, STATEMENT_PART, N_("Advance paid back"),
		money_neg(s->advances));
	add_sum(data, STATEMENT_PART, N_("Balance brought forward"),
		s->opening);
}

enum store_result statement_load(struct store *store,
	const struct settlement *settlement, struct statement_data *data)
{
	const struct settlement *s = settlement;
	char last_four[SETTLEMENT_LAST_FOUR_SIZE];
	enum store_result result;

	*data = (struct statement_data){.store = store,
		.settlement = *settlement,
		.objections_until = settlement->day + OBJECTION_DAYS};
	document_format(s->id, data->number);
	load_mart(data);
	result = settlement_producer_then(store, s, &data->producer);
	if (result == STORE_OK)
		result = settlement_bank_then(store, s, last_four);
	if (result == STORE_OK)
		personal_mask_of(last_four, data->bank);
	if (result == STORE_OK && s->previous)
		result = settlement_get(store, s->previous, &data->previous);
	if (result == STORE_OK)
		result = settlement_rows(store, s, &data->rows,
			&data->row_count);
	if (result == STORE_OK)
		result = settlement_units(store, s, &data->units,
			&data->unit_count);
	if (result == STORE_OK)
		result = load_entries(data);
	if (result == STORE_OK)
		result = document_hash(store, s->id, data->hash);
	data->has_weeks = settlement_weeks(store, s, data->weeks);
	if (result == STORE_OK)
		load_sums(data);
	else
		statement_release(data);
	return result;
}

void statement_release(struct statement_data *data)
{
	free(data->rows);
	free(data->units);
	free(data->entries);
	*data = (struct statement_data){0};
}
