/* What the files of the dialogues share: keys.c, keys_ask.c, keys_list.c. */
#ifndef TITIPAN_TILL_KEYS_INT_H
#define TITIPAN_TILL_KEYS_INT_H

#include "pos/till/till_int.h"

/* A mode's answer to a key. */
typedef void till_keys(struct till *till, const struct till_event *event);

/* Runs an operation for a key. Where it wants a permission the till asks for
 * it and runs it again. True when it was done or is to be saved. */
bool keys_run(struct till *till, const struct till_event *event);

/* As keys_run, and then home, unless it is being saved. */
bool keys_run_home(struct till *till, const struct till_event *event);

/* Takes a key that edits the input line; false: it is no such key. */
bool keys_edit(struct till *till, const struct till_event *event);

/* Enter or Tab where they mean nothing: says which key does. */
void keys_not_here(struct till *till);

/* Up, down, ...: moves *cursor within count rows; false: no such key. */
bool keys_move(enum till_key key, size_t *cursor, size_t count);

void keys_ask(struct till *till, enum till_ask ask);
void keys_pay(struct till *till, enum till_tender_kind kind,
	struct money amount);
void keys_search(struct till *till);
void keys_receipt(struct till *till, const char *number, bool exchange);
void keys_show(struct till *till, enum till_shown shown);

/* Several items of one code: shows them, to choose by arrows. */
void keys_choose(struct till *till);

/* Reads the input as rupiah, a quantity, a discount; refuses otherwise. */
bool keys_money(struct till *till, const char *text, struct money *amount);
bool keys_quantity(struct till *till, const char *text,
	struct quantity *quantity);
bool keys_discount(struct till *till, const char *text,
	struct basket_discount *discount);

/* keys_ask.c */
till_keys keys_locked, keys_starting, keys_asking, keys_paying, keys_permitting,
	keys_confirming;

/* keys_list.c */
till_keys keys_choosing, keys_recalling, keys_returning, keys_giving_back,
	keys_counting, keys_showing;

#endif
