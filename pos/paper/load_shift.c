/* X and Z from the shift's figures. */
#include "pos/paper/load.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "drivers/terminal/language.h"
#include "pos/paper/shift.h"
#include "schema/store/shift.h"
#include "schema/store/user.h"

#define COUNTS_MAX 32
#define GROUPS_MAX 200

struct counts {
	struct shift_paper_count list[COUNTS_MAX];
	size_t count;
};

static void add_count(void *context, const struct shift_pieces *pieces)
{
	struct counts *counts = context;

	if (counts->count < COUNTS_MAX)
		counts->list[counts->count++] = (struct shift_paper_count){
			pieces->denomination, pieces->pieces};
}

static void fill_figures(const struct shift_figures *from,
	struct shift_paper_figures *to)
{
	*to = (struct shift_paper_figures){
		.gross = from->gross,
		.discounts = from->discounts,
		.sales = from->sales,
		.refunds = from->refunds,
		.rounding = from->rounding,
		.tax = from->tax,
		.cash = from->cash,
		.qris = from->qris,
		.qris_waiting = from->qris_waiting,
		.card = from->card,
		.transfer = from->transfer,
		.exchange = from->exchange,
		.opening_float = from->floated,
		.cash_in = from->cash_in,
		.cash_out = from->cash_out,
		.drops = from->drops,
		.payouts = from->payouts,
		.expected = from->expected,
		.receipts = from->receipts,
		.refund_receipts = from->refund_receipts,
		.voids = from->voids,
		.cancels = from->cancels,
		.drawer_openings = from->drawer_openings,
		.copies = from->copies,
	};
}

/* What a Z has more than an X. */
static enum store_result fill_close(struct store *store,
	const struct shift *shift, struct counts *counts,
	struct shift_paper *paper)
{
	enum store_result result;

	result = shift_counts(store, shift->close, add_count, counts);
	if (result != STORE_OK && result != STORE_NOT_FOUND)
		return result;
	paper->is_z = true;
	paper->at_ms = shift->closed_ms;
	paper->number = shift->number;
	paper->counted = shift->counted;
	paper->counts = counts->list;
	paper->count_count = counts->count;
	paper->perpetual_sales = shift->perpetual_sales;
	paper->perpetual_refunds = shift->perpetual_refunds;
	return document_hash(store, shift->close, paper->head);
}

static enum store_result shift_of(struct store *store, int64_t document,
	struct document_header *header, struct shift *shift)
{
	enum store_result result = document_header(store, document, header);

	if (result != STORE_OK)
		return result;
	if (strcmp(header->kind, "shift-close") == 0)
		document = header->shift;
	return shift_get(store, document, shift);
}

/* --- by group and by tax --------------------------------------------------- */

struct groups {
	struct shift_paper_group list[GROUPS_MAX];
	char *names[GROUPS_MAX];
	size_t count;
	bool by_tax;
};

static const char *group_label(const struct groups *groups, const char *name)
{
	if (!groups->by_tax)
		return name[0] ? name : _("Without a group");
	if (strcmp(name, "ppn") == 0)
		return _("With PPN");
	return strcmp(name, "exempt") == 0 ? _("Exempt from PPN")
					   : _("Without PPN");
}

/* What does not fit any more goes under the last. */
static void add_group(void *context, const struct shift_group *group)
{
	struct groups *groups = context;
	struct shift_paper_group *to;

	if (groups->count == GROUPS_MAX) {
		to = &groups->list[GROUPS_MAX - 1];
		to->net = money_plus(to->net, group->net);
		return;
	}
	to = &groups->list[groups->count];
	groups->names[groups->count] =
		xstrdup(group_label(groups, group->name));
	*to = (struct shift_paper_group){
		groups->names[groups->count++], group->net};
}

static void groups_free(struct groups *groups)
{
	for (size_t i = 0; groups && i < groups->count; i++)
		free(groups->names[i]);
	free(groups);
}

/* A mart that keeps its goods in no groups needs no list of one. */
static bool has_groups(const struct groups *groups)
{
	return groups->count > 1 ||
		(groups->count == 1 &&
			strcmp(groups->names[0], _("Without a group")) != 0);
}

static enum store_result fill_groups(struct store *store,
	const struct shift *shift, struct groups *categories,
	struct groups *taxes, struct shift_paper *paper)
{
	enum store_result result = shift_groups(store, shift, SHIFT_BY_CATEGORY,
		add_group, categories);

	taxes->by_tax = true;
	if (result == STORE_OK)
		result = shift_groups(store, shift, SHIFT_BY_TAX, add_group,
			taxes);
	paper->categories = categories->list;
	paper->category_count = has_groups(categories) ? categories->count : 0;
	paper->taxes = taxes->list;
	paper->tax_count = taxes->count;
	return result;
}

static enum store_result fill_controls(struct store *store,
	const struct shift *shift, struct shift_paper_figures *figures)
{
	struct shift_controls controls;
	enum store_result result = shift_controls(store, shift, &controls);

	figures->late_voids = controls.late_voids;
	figures->discounts_given = controls.discounts;
	figures->prices_lowered = controls.prices;
	figures->allowed = controls.allowed;
	return result;
}

static enum store_result make_paper(struct store *store,
	const struct shift *shift, struct shift_paper *plain,
	struct paper **paper)
{
	struct groups *categories = xcalloc(1, sizeof(*categories));
	struct groups *taxes = xcalloc(1, sizeof(*taxes));
	char names[3][DOCUMENT_TEXT_SIZE];
	struct counts counts = {.count = 0};
	enum store_result result =
		fill_groups(store, shift, categories, taxes, plain);

	fill_figures(&shift->figures, &plain->figures);
	if (result == STORE_OK)
		result = fill_controls(store, shift, &plain->figures);
	if (result == STORE_OK && shift->closed) {
		plain->first_document =
			document_format(shift->first_document, names[0]);
		plain->last_document =
			document_format(shift->last_document, names[1]);
		if (shift->previous != 0)
			plain->previous =
				document_format(shift->previous, names[2]);
		memcpy(plain->previous_head, shift->previous_hash,
			sizeof(plain->previous_head));
		result = fill_close(store, shift, &counts, plain);
	}
	if (result == STORE_OK)
		*paper = shift_paper(plain);
	groups_free(categories);
	groups_free(taxes);
	return result;
}

enum store_result paper_load_shift(struct store *store, int64_t document,
	int copy, struct paper **paper)
{
	struct document_header header;
	struct paper_mart_texts texts;
	struct shift_paper plain = {.copy = copy};
	struct shift shift;
	struct user user;
	char name[DOCUMENT_TEXT_SIZE];
	enum store_result result;

	result = shift_of(store, document, &header, &shift);
	if (result == STORE_OK)
		result = user_get(store, shift.user, &user);
	if (result != STORE_OK)
		return result;
	paper_load_mart(store, header.day, &texts);
	plain.mart = texts.mart;
	plain.shift = document_format(shift.document, name);
	plain.cashier = user.name;
	plain.opened_ms = shift.opened_ms;
	plain.at_ms = store_now_ms(store);
	return make_paper(store, &shift, &plain, paper);
}
