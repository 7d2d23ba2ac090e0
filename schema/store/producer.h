/* Producers: who consigns goods, and where each stands with the mart. */
#ifndef TITIPAN_STORE_PRODUCER_H
#define TITIPAN_STORE_PRODUCER_H

#include "schema/rules/money.h"
#include "schema/store/document.h"

#define PRODUCER_CODE_SIZE 32
#define PRODUCER_NAME_SIZE 160
#define PRODUCER_TEXT_SIZE 120
#define PRODUCER_NUMBER_SIZE 32

/* How far a small producer has come. */
enum producer_stage {
	STAGE_REGISTERED,
	STAGE_TRAINED,
	STAGE_LICENSED,
	STAGE_LISTED,
	STAGE_SOLD
};

/* The words of the stages in order, ended by NULL. */
extern const char *const producer_stage_words[];

/* Texts are "" and numbers 0 where nothing is known. */
struct producer {
	int64_t id;
	int64_t generation;
	int64_t document; /* of the revision in force */
	char code[PRODUCER_CODE_SIZE];
	char name[PRODUCER_NAME_SIZE];
	char owner_name[PRODUCER_NAME_SIZE];
	char region[PRODUCER_TEXT_SIZE];       /* Kemendagri, 18.09.01 */
	char region_bps[PRODUCER_NUMBER_SIZE]; /* BPS */
	char village[PRODUCER_TEXT_SIZE];
	char sentra[PRODUCER_TEXT_SIZE];
	char sector[PRODUCER_TEXT_SIZE];
	char nib[PRODUCER_NUMBER_SIZE];
	char npwp[PRODUCER_NUMBER_SIZE];
	bool is_pkp;
	int32_t pkp_since; /* a day; when is_pkp */
	bool ovop;         /* One Village One Product */
	int64_t workers;
	enum producer_stage stage;
	bool active;
	int64_t mentor; /* the user who assists him; 0: nobody */
};

enum store_result producer_get(struct store *store, int64_t id,
	struct producer *producer);

/* By code exactly; of several with one code an active one. */
enum store_result producer_find(struct store *store, const char *code,
	struct producer *producer);

/* Whether he is registered for PPN on a day. */
bool producer_is_pkp(const struct producer *producer, int32_t day);

/*
 * A row for a new or an edited producer in a document inside store_begin;
 * producer->id 0 draws a new id into it.
 */
enum store_result producer_write(struct store *store, struct document *document,
	struct producer *producer);

/*
 * What the mart owes a producer:
 *	payable = unpaid + accrued, and that is what the ledger says.
 */
struct producer_balance {
	struct money payable;
	struct money unpaid;  /* of his last settlement that stands */
	struct money accrued; /* earned and in no settlement */
	struct money held;    /* of that, not due yet */
};

/*
 * All producers by code with their balances, in one query; today decides what
 * is held.
 */
typedef void producer_each(void *context, const struct producer *producer,
	const struct producer_balance *balance);
enum store_result producer_list(struct store *store, int32_t today,
	producer_each *each, void *context);

/* Of one producer, with the ledger's own balance of 2110 for comparison. */
enum store_result producer_balance(struct store *store, int64_t producer,
	int32_t today, struct producer_balance *balance, struct money *ledger);

#endif
