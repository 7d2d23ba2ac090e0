/*
 * Back to the file from before a migration. What the machine noted since then
 * by itself goes along, so the numbers go on from there; anything that a
 * person did since would be lost, and refuses it.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/buffer.h"
#include "drivers/system/text.h"
#include "schema/store/migrate.h"
#include "schema/store/migrate_int.h"
#include "schema/store/swap.h"

/* An event is small; another node's are not taken along. */
#define EVENT_MAX (1U << 20)

#define NUMBERS_MAX 100

static const char *const messages[] = {
	[BACK_ALLOWED] = N_("done%s"),
	[BACK_NOT_MIGRATED] = N_("this file was not brought up to date from an "
				 "older version, so there is nothing to go "
				 "back to%s"),
	[BACK_NO_BACKUP] = N_("the file from before is not there, or is not "
			      "of this mart: %s"),
	[BACK_LATER] = N_("documents were written since, which would be lost: "
			  "%s"),
};

const char *back_message(enum back_refusal refusal)
{
	return messages[refusal];
}

/* --- which file, and what came after it --------------------------------- */

struct plan {
	int64_t migration; /* the document */
	char *backup;
};

static bool find_migration(struct store *store, struct plan *plan,
	struct back *back)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT d.id, e.subject, e.count FROM document d"
		" JOIN event e ON e.document = d.id"
		" WHERE d.kind IN ('migrate', 'rollback') AND d.id >> 40 = ?1"
		" ORDER BY d.id DESC LIMIT 1");

	if (!statement)
		return false;
	sqlite3_bind_int64(statement, 1, store_node(store));
	if (!store_step(store, statement))
		return false;
	plan->migration = sqlite3_column_int64(statement, 0);
	back->to = sqlite3_column_int(statement, 1);
	back->from = sqlite3_column_int(statement, 2);
	store_reset(statement);
	return back->from == store->version && back->to < back->from;
}

/* The backup that ends with the document before the migration. */
static bool find_backup(struct store *store, struct plan *plan,
	struct back *back)
{
	unsigned char hash[DOCUMENT_HASH_SIZE];

	if (document_hash(store, plan->migration - 1, hash) != STORE_OK)
		return false;
	for (int number = 1; number <= NUMBERS_MAX; number++) {
		char *name = migrate_backup_name(store->path, back->to, number);

		if (migrate_ends_with(store, name, plan->migration - 1, hash)) {
			plan->backup = name;
			return true;
		}
		if (number == 1)
			snprintf(back->which, sizeof(back->which), "%s", name);
		free(name);
	}
	return false;
}

/* Whether a document is nothing but an event. */
static bool is_event(struct store *store, int64_t id)
{
	bool is = true;

	for (size_t i = 0; is && i < store->facts.count; i++) {
		const struct fact_table *table = &store->facts.tables[i];
		sqlite3_stmt *statement;

		if (i == store->facts.header ||
			strcmp(table->name, "event") == 0)
			continue;
		statement = store_statement(store, table->select_sql);
		if (!statement)
			return false;
		sqlite3_bind_int64(statement, 1, id);
		is = !store_step(store, statement);
		store_reset(statement);
	}
	return is;
}

/* What was written after the backup was made: on this node what follows its
 * head and is no event, on others what the backup does not have. */
static bool find_later(struct store *store, struct store *old,
	const struct plan *plan, struct back *back)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT d.id, d.kind FROM document d"
		" WHERE d.id >> 40 <> ?1 OR d.id > ?2 ORDER BY d.id");
	struct buffer which;

	if (!statement)
		return false;
	sqlite3_bind_int64(statement, 1, store_node(store));
	sqlite3_bind_int64(statement, 2, plan->migration - 1);
	buffer_init(&which, sizeof(back->which) - 8);
	while (store_step(store, statement)) {
		const int64_t id = sqlite3_column_int64(statement, 0);
		char text[DOCUMENT_TEXT_SIZE];
		unsigned char hash[DOCUMENT_HASH_SIZE];

		if (document_node(id) == store_node(store)
				? is_event(store, id)
				: document_hash(old, id, hash) == STORE_OK)
			continue;
		back->documents++;
		buffer_printf(&which, "%s%s %s", which.length ? ", " : "",
			document_format(id, text), store_text(statement, 1));
	}
	snprintf(back->which, sizeof(back->which), "%" PRId64 ": %s%s",
		back->documents, buffer_str(&which),
		buffer_overflowed(&which) ? " ..." : "");
	buffer_release(&which);
	return store->failure == STORE_OK;
}

/* --- making it ---------------------------------------------------------- */

static enum store_result take_along(struct store *store, struct store *copy,
	int64_t from)
{
	enum store_result result = STORE_OK;
	struct buffer bytes;

	buffer_init(&bytes, EVENT_MAX);
	for (int64_t id = from; result == STORE_OK && id <= store->last; id++) {
		buffer_clear(&bytes);
		result = document_export(store, id, &bytes);
		if (result == STORE_OK)
			result = document_apply(copy, bytes.data, bytes.length);
	}
	buffer_release(&bytes);
	return result;
}

static enum store_result fill(struct store *store, struct store *copy,
	const struct plan *plan, const struct author *author,
	const struct back *back)
{
	enum store_result result = migrate_begin_copy(copy, store);

	if (result == STORE_OK)
		result = take_along(store, copy, plan->migration);
	if (result == STORE_OK)
		result = write_read_last(copy); /* migrate_event follows them */
	if (result == STORE_OK) {
		migrate_event(copy, EVENT_ROLLBACK, author, back->from,
			back->to);
		return store_commit(copy);
	}
	store_rollback(copy);
	return result;
}

/* The backup with what is taken along, proved. */
static enum store_result make(struct store *store, struct store *old,
	const char *name, const struct plan *plan, const struct author *author,
	const struct back *back)
{
	struct store *copy = store_new(name);
	enum store_result result;

	swap_remove(name);
	result = store_connect(copy, true);
	if (result == STORE_OK)
		result = migrate_copy_pages(old, copy, NULL);
	if (result == STORE_OK)
		result = store_load(copy);
	if (result == STORE_OK)
		result = fill(store, copy, plan, author, back);
	if (result != STORE_OK)
		store_fail(store, result, "%s",
			copy->detail[0] ? copy->detail : old->detail);
	if (result == STORE_OK)
		result = store_prove_copy(store, copy);
	if (result == STORE_OK)
		result = swap_prepare(copy);
	store_free(copy);
	return result;
}

static enum store_result exchange(struct store *store, const char *name,
	struct back *back)
{
	char *aside = NULL;
	enum store_result result = STORE_EXISTS;

	for (int number = 1; result == STORE_EXISTS && number <= NUMBERS_MAX;
		number++) {
		free(aside);
		aside = migrate_backup_name(store->path, back->from, number);
		if (access(aside, F_OK) != 0)
			result = STORE_OK;
	}
	if (result == STORE_OK)
		result = swap_in(store, name, aside);
	snprintf(back->kept, sizeof(back->kept), "%s", aside);
	free(aside);
	return result;
}

static enum store_result go_back(struct store *store, struct store *old,
	const struct plan *plan, const struct author *author, struct back *back)
{
	char *name = xasprintf("%s.rollback", store->path);
	enum store_result result = STORE_OK;

	if (!find_later(store, old, plan, back))
		result = store_failed(store);
	else if (back->documents > 0)
		back->refusal = BACK_LATER;
	if (result == STORE_OK && back->refusal == BACK_ALLOWED) {
		result = make(store, old, name, plan, author, back);
		if (result == STORE_OK)
			result = exchange(store, name, back);
		if (result == STORE_NEWER) {
			/* an event that the old schema cannot hold */
			back->refusal = BACK_LATER;
			snprintf(back->which, sizeof(back->which), "%s",
				store->detail);
			result = STORE_OK;
		}
		swap_remove(name);
	}
	free(name);
	return result;
}

enum store_result migrate_back(struct store *store, const struct author *author,
	struct back *back)
{
	struct plan plan = {0};
	struct store *old = NULL;
	enum store_result result;

	*back = (struct back){.refusal = BACK_NOT_MIGRATED};
	/* For the turnstile and the look at the head: what is written, is
	 * written to the copy, and the exchange wants no transaction open. */
	result = store_begin(store, "rollback");
	if (result != STORE_OK)
		return result;
	sqlite3_exec(store->database, "ROLLBACK", NULL, NULL, NULL);
	if (find_migration(store, &plan, back)) {
		back->refusal = BACK_NO_BACKUP;
		if (find_backup(store, &plan, back))
			back->refusal = BACK_ALLOWED;
	}
	result = store_failed(store);
	if (result == STORE_OK && back->refusal == BACK_ALLOWED) {
		old = store_new(plan.backup);
		result = store_reach(old);
		if (result != STORE_OK)
			store_fail(store, result, "%s", old->detail);
	}
	if (result == STORE_OK && back->refusal == BACK_ALLOWED)
		result = go_back(store, old, &plan, author, back);
	if (old)
		store_free(old);
	free(plan.backup);
	store_rollback(store);
	return result;
}
