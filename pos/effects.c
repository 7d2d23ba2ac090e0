/*
 * Effects. The order in which they are carried out is the till's promise: the
 * log, the document, then what people see.
 */
#include "pos/effects.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "pos/backup.h"
#include "pos/save.h"
#include "pos/shop.h"
#include "schema/store/refusal.h"

static const char backup_failed[] =
	N_("the backup after the Z was not made; tell the manager");

struct effects {
	struct store *store;
	struct shop *shop;
	struct printer *printer;
	struct till *till;
	const char *trouble;
	enum store_result failure;
	char *database;
	struct backup_run *backup; /* under way after a Z, or NULL */
	bool backup_failed;        /* to be told with the next answer */
};

struct effects *effects_new(struct store *store, const char *database,
	struct printer *printer)
{
	struct effects *effects = xcalloc(1, sizeof(*effects));

	effects->store = store;
	effects->shop = shop_new(store, database);
	effects->printer = printer;
	effects->database = xstrdup(database);
	effects->till = till_new(&shop_table, effects->shop);
	return effects;
}

/* A till that is left right after its Z waits for the backup, since the
 * machine may be switched off next. */
static void finish_backup(struct effects *effects)
{
	bool made = true;

	if (effects->backup == NULL)
		return;
	if (!backup_ended(effects->backup, false, &made)) {
		fprintf(stderr, "pos: %s\n",
			_("the backup after the Z is being made; a moment"));
		backup_ended(effects->backup, true, &made);
	}
	if (!made)
		fprintf(stderr, "pos: %s\n", _(backup_failed));
}

void effects_free(struct effects *effects)
{
	if (effects == NULL)
		return;
	finish_backup(effects);
	till_free(effects->till);
	shop_free(effects->shop);
	free(effects->database);
	free(effects);
}

const struct till *effects_till(const struct effects *effects)
{
	return effects->till;
}

const char *effects_trouble(const struct effects *effects)
{
	return effects->trouble;
}

enum store_result effects_failure(const struct effects *effects)
{
	return effects->failure;
}

static void write_log(struct effects *effects)
{
	struct buffer text;

	buffer_init(&text, TILL_BASKET_TEXT_MAX);
	if (till_take_changes(effects->till, &text) && text.length > 0)
		(void)basketlog_append(shop_basketlog(effects->shop),
			buffer_str(&text), text.length);
	buffer_release(&text);
}

static void print(struct effects *effects, const struct till_effects *wanted)
{
	bool drawer = (wanted->set & TILL_EFFECT_DRAWER) != 0;
	const char *why = NULL;

	if (wanted->refund != 0)
		(void)printer_print(effects->printer, wanted->refund,
			wanted->paper, 0, false, &why);
	if ((wanted->set & TILL_EFFECT_PRINT) != 0)
		(void)printer_print(effects->printer, wanted->document,
			wanted->paper, wanted->copy, drawer, &why);
	else if (drawer)
		(void)printer_open_drawer(effects->printer, &why);
	if (why != NULL)
		effects->trouble = why;
}

/* What cannot be recorded is refused all the same. */
static void record_refusal(struct effects *effects,
	const struct till_effects *wanted)
{
	const struct author author = {.user = wanted->forbidden.user,
		.shift = wanted->forbidden.shift};
	enum store_result result = refusal_record(effects->store, &author,
		wanted->forbidden.action, REFUSAL_ROLE, 0);

	if (result != STORE_OK)
		effects->trouble = store_message(result);
}

unsigned effects_send(struct effects *effects, const struct till_event *event)
{
	const struct till_effects *wanted = till_handle(effects->till, event);
	unsigned set = wanted->set;
	struct till_saved saved;
	bool closed = false;

	effects->trouble = NULL;
	effects->failure = STORE_OK;
	for (;;) {
		struct till_effects now = *wanted;

		set |= now.set;
		if ((now.set & TILL_EFFECT_LOG) != 0)
			write_log(effects);
		if ((now.set & TILL_EFFECT_LOG_CLEAR) != 0)
			basketlog_clear(shop_basketlog(effects->shop));
		if ((now.set & TILL_EFFECT_LOG_LEAVE) != 0)
			basketlog_leave(shop_basketlog(effects->shop));
		print(effects, &now);
		if ((now.set & TILL_EFFECT_FORBIDDEN) != 0)
			record_refusal(effects, &now);
		if ((now.set & TILL_EFFECT_SAVE) == 0)
			break;
		effects->failure = save_order(effects->store, effects->printer,
			&now.order, till_view(effects->till)->basket, &saved);
		wanted = till_handle(effects->till,
			&(struct till_event){
				.kind = TILL_SAVED, .saved = &saved});
		closed = closed ||
			(now.order.kind == TILL_ORDER_CLOSE && saved.ok);
	}
	if (closed && effects->backup == NULL)
		effects->backup =
			backup_start(effects->store, effects->database);
	if (effects->backup_failed && effects->trouble == NULL) {
		effects->trouble = backup_failed;
		effects->backup_failed = false;
	}
	return set;
}

const char *effects_set_clock(struct effects *effects, const char *instant)
{
	enum store_result result = store_set_clock(effects->store, instant);

	return result == STORE_OK ? NULL : store_message(result);
}

void effects_sync(struct effects *effects)
{
	basketlog_sync(shop_basketlog(effects->shop));
}

void effects_idle(struct effects *effects)
{
	bool made = true;

	if (effects->backup != NULL &&
		backup_ended(effects->backup, false, &made)) {
		effects->backup = NULL;
		effects->backup_failed = !made;
	}
	effects_sync(effects);
	store_idle(effects->store);
}
