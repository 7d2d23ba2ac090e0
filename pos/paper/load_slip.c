/* Slips of cash from their document; and any document's paper by its kind. */
#include "pos/paper/load.h"

#include <string.h>

#include "pos/paper/slip.h"
#include "schema/store/shift.h"
#include "schema/store/user.h"

static enum cash_slip_kind slip_kind(enum shift_cash kind)
{
	switch (kind) {
	case SHIFT_CASH_IN:
		return CASH_SLIP_IN;
	case SHIFT_CASH_OUT:
		return CASH_SLIP_OUT;
	case SHIFT_DROP:
		break;
	}
	return CASH_SLIP_DROP;
}

enum store_result paper_load_cash(struct store *store, int64_t document,
	int copy, struct paper **paper)
{
	struct document_header header;
	struct shift_movement movement;
	struct paper_mart_texts texts;
	struct user user;
	char number[DOCUMENT_TEXT_SIZE];
	enum store_result result = shift_movement(store, document, &movement);

	if (result == STORE_OK)
		result = document_header(store, document, &header);
	if (result == STORE_OK)
		result = user_get(store, header.user, &user);
	if (result != STORE_OK)
		return result;
	paper_load_mart(store, header.day, &texts);
	*paper = cash_slip(&(struct cash_slip){.mart = texts.mart,
		.kind = slip_kind(movement.kind),
		.document = document_format(document, number),
		.at_ms = header.at_ms,
		.cashier = user.name,
		.amount = movement.amount,
		.reason = movement.reason[0] ? movement.reason : NULL,
		.copy = copy});
	return STORE_OK;
}

static const struct {
	const char *kind;
	enum store_result (*load)(struct store *store, int64_t document,
		int copy, struct paper **paper);
} kinds[] = {
	{"sale", paper_load_receipt},
	{"refund", paper_load_receipt},
	{"shift-open", paper_load_shift},
	{"shift-close", paper_load_shift},
	{"cash-in", paper_load_cash},
	{"cash-out", paper_load_cash},
	{"drop", paper_load_cash},
};

enum store_result paper_load_document(struct store *store, int64_t document,
	int copy, struct paper **paper)
{
	struct document_header header;
	enum store_result result = document_header(store, document, &header);

	if (result != STORE_OK)
		return result;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (strcmp(kinds[i].kind, header.kind) == 0)
			return kinds[i].load(store, document, copy, paper);
	}
	return STORE_NOT_FOUND;
}
