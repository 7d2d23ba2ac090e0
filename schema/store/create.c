/*
 * Making a new mart, and bringing an older file's schema up to date.
 *
 * A new file is filled under a temporary name and linked into place as the
 * last step, after its key and head, so a mart is there whole or not at all.
 */
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "schema/rules/calendar.h"
#include "schema/store/books.h"
#include "schema/store/migrations.h"
#include "schema/store/recovery.h"
#include "schema/store/store_core.h"
#include "schema/store/user.h"

#define SQL_MAX (1U << 20)
#define CREATE_MARK ".making"

static enum store_result run(struct store *store, const char *sql)
{
	int code = sqlite3_exec(store->database, sql, NULL, NULL, NULL);

	if (code == SQLITE_OK)
		return STORE_OK;
	return store_fail_sqlite(store, code);
}

/* --- migrations --------------------------------------------------------- */

/* Triggers follow from the program's tables of facts and books, so they are
 * taken off before a migration and made anew after it. */
static enum store_result drop_triggers(struct store *store)
{
	struct buffer sql;
	sqlite3_stmt *statement;
	enum store_result result = STORE_OK;

	if (sqlite3_prepare_v2(store->database,
		    "SELECT name FROM sqlite_master WHERE type = 'trigger'", -1,
		    &statement, NULL) != SQLITE_OK)
		return store_fail_sqlite(store,
			sqlite3_errcode(store->database));
	buffer_init(&sql, SQL_MAX);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		char *drop = sqlite3_mprintf("DROP TRIGGER \"%w\";",
			sqlite3_column_text(statement, 0));

		buffer_add_str(&sql, drop ? drop : "");
		sqlite3_free(drop);
	}
	sqlite3_finalize(statement);
	if (buffer_str(&sql)[0])
		result = run(store, buffer_str(&sql));
	buffer_release(&sql);
	return result;
}

static enum store_result make_triggers(struct store *store)
{
	struct buffer sql;
	enum store_result result;

	buffer_init(&sql, SQL_MAX);
	facts_guards(&sql);
	books_triggers(&sql);
	result = buffer_overflowed(&sql) ? STORE_DAMAGED
					 : run(store, buffer_str(&sql));
	buffer_release(&sql);
	return result;
}

enum store_result store_migrate(struct store *store, int from)
{
	char pragma[96];
	enum store_result result = drop_triggers(store);

	for (size_t i = (size_t)from; result == STORE_OK && i < migration_count;
		i++)
		result = run(store, migrations[i].sql);
	if (result == STORE_OK)
		result = make_triggers(store);
	if (result != STORE_OK)
		return result;
	snprintf(pragma, sizeof(pragma),
		"PRAGMA application_id=%d; PRAGMA user_version=%zu;",
		APPLICATION_ID, migration_count);
	return run(store, pragma);
}

enum store_result store_old_schema(struct store *store, int version)
{
	enum store_result result = STORE_OK;

	for (int i = 0; result == STORE_OK && i < version; i++)
		result = run(store, migrations[i].sql);
	return result;
}

/* --- a new mart --------------------------------------------------------- */

static void setting(struct document *document, const char *name,
	int32_t from_day, const char *value, const char *source)
{
	document_row(document, "setting_revision");
	document_text(document, "name", name);
	document_integer(document, "from_day", from_day);
	document_text(document, "value", value);
	document_text(document, "source", source);
}

static int32_t day_of(int year, int month, int day)
{
	int32_t number = 0;

	if (!calendar_day(&number, (struct date){year, month, day}))
		abort();
	return number;
}

static void write_settings(struct document *document,
	const struct store_plan *plan)
{
	char number[32];

	setting(document, "code", 0, plan->code, NULL);
	setting(document, "name", 0, plan->name, NULL);
	setting(document, "legal_form", 0, plan->legal_form, NULL);
	setting(document, "timezone", 0, plan->timezone, NULL);
	snprintf(number, sizeof(number), "%" PRId64, plan->rounding_unit);
	setting(document, "rounding", 0, number, NULL);
	setting(document, "rounding_direction", 0, plan->rounding_direction,
		NULL);
	/* Discounts by hand that a cashier may give alone, in basis points. */
	setting(document, "cashier_discount", 0, "2000", NULL);
	/* The part of a tax-inclusive price that is PPN. */
	setting(document, "ppn", day_of(2022, 4, 1), "11/111", "UU 7/2021");
	setting(document, "ppn", day_of(2025, 1, 1), "11/111", "PMK 131/2024");
	if (plan->npwp) {
		snprintf(number, sizeof(number), "%" PRId32, plan->pkp_since);
		setting(document, "npwp", 0, plan->npwp, NULL);
		setting(document, "pkp_since", 0, number, NULL);
	}
	if (plan->rehearsal)
		setting(document, "rehearsal", 0, "1", NULL);
	if (plan->recovery_key)
		setting(document, RECOVERY_SETTING, 0, plan->recovery_key,
			NULL);
}

static enum store_result write_first_document(struct store *store,
	const struct store_plan *plan, const char *pin_hash)
{
	struct user owner = {.role = ROLE_OWNER, .active = true};
	struct author author = {0};
	struct document *document;

	owner.id = document_new_thing(store);
	author.user = owner.id;
	snprintf(owner.name, sizeof(owner.name), "%s", plan->owner);
	document = document_begin(store, "mart", &author);
	document_row(document, "node");
	document_integer(document, "node", store->key.node);
	document_blob(document, "public_key", store->key.public_key,
		sizeof(store->key.public_key));
	document_text(document, "name", plan->name);
	write_settings(document, plan);
	return user_write(store, document, &owner, pin_hash);
}

/* Fills the new file at store->path in one transaction. */
static enum store_result fill(struct store *store,
	const struct store_plan *plan)
{
	char pin_hash[USER_PIN_HASH_SIZE];
	enum store_result result = store_connect(store, true);

	if (result == STORE_OK)
		result = run(store, "BEGIN IMMEDIATE");
	if (result == STORE_OK)
		result = store_migrate(store, 0);
	if (result == STORE_OK)
		result = store_load(store);
	if (result == STORE_OK)
		result = user_hash_pin(store, plan->owner_pin, pin_hash);
	if (result != STORE_OK)
		return result;
	clock_zone_offset(plan->timezone, &store->zone_offset_s);
	store->last = store->key.node << DOCUMENT_SEQUENCE_BITS;
	store->in_write = true;
	result = write_first_document(store, plan, pin_hash);
	result = result == STORE_OK ? store_commit(store) : result;
	if (result == STORE_OK)
		result = run(store, "PRAGMA journal_mode=WAL");
	return result;
}

static bool write_first_head(const struct store *store, const char *path)
{
	struct head head = {.last = store->last};
	int fd = head_open(path, true);
	bool ok;

	memcpy(head.hash, store->last_hash, sizeof(head.hash));
	ok = head_write(fd, &head) && fsync(fd) == 0 &&
		file_sync_dir(path) == FILE_DONE;
	if (fd >= 0)
		close(fd);
	return ok;
}

static void drop(const char *path, const char *ending)
{
	char *name = xasprintf("%s%s", path, ending);

	unlink(name);
	free(name);
}

static bool is_taken(const char *path, const char *ending)
{
	char *name = xasprintf("%s%s", path, ending);
	bool taken = faccessat(AT_FDCWD, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;

	free(name);
	return taken;
}

/*
 * FILE.making stands while the files beside it may be there without FILE: a
 * key with it belongs to no mart yet, without it to one that was lost.
 */
static enum store_result mark_making(struct store *store, const char *path)
{
	char *name = xasprintf("%s%s", path, CREATE_MARK);
	enum store_result result =
		store_result_of_file(file_write_atomic(name, "", 0, 0600));

	if (result != STORE_OK)
		store_fail(store, result, "%s", name);
	free(name);
	return result;
}

/* Key, head, and last the file itself. */
static enum store_result put_in_place(struct store *store, const char *path)
{
	enum store_result result = mark_making(store, path);

	if (result != STORE_OK)
		return result;
	result = node_key_write(&store->key, path);
	if (result != STORE_OK)
		return store_fail(store, result, "%s.key", path);
	if (!write_first_head(store, path) || link(store->path, path) != 0) {
		result = store_fail(store,
			is_taken(path, "") ? STORE_EXISTS : STORE_IO, "%s",
			path);
		drop(path, ".key");
		drop(path, ".head");
		drop(path, CREATE_MARK);
		return result;
	}
	result = store_result_of_file(file_sync_dir(path));
	if (result == STORE_OK)
		drop(path, CREATE_MARK);
	return result;
}

void create_drop_mark(const char *path)
{
	drop(path, CREATE_MARK);
}

static enum store_result refuse_leftovers(struct store *store, const char *path)
{
	static const char *const endings[] = {"", ".key", ".head", "-wal"};

	/* The power went while a mart was made here: its key is nobody's. */
	if (!is_taken(path, "") && is_taken(path, CREATE_MARK)) {
		drop(path, ".key");
		drop(path, ".head");
	}
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		if (is_taken(path, endings[i]))
			return store_fail(store, STORE_EXISTS, "%s%s", path,
				endings[i]);
	return STORE_OK;
}

static enum store_result plan_clock(struct store *store,
	const struct store_plan *plan, const char *text)
{
	int32_t offset = 0;
	int64_t instant;

	clock_zone_offset(plan->timezone, &offset);
	if (!text || !*text)
		return STORE_OK;
	if (!plan->rehearsal || !clock_parse_instant(text, offset, &instant))
		return store_fail(store, STORE_CLOCK_REFUSED, "MART_NOW=%s",
			text);
	store->clock = clock_fixed(instant);
	return STORE_OK;
}

enum store_result store_create(const char *path, const char *set_clock,
	const struct store_plan *plan, char *detail, size_t size)
{
	char *name = xasprintf("%s.new-%ld", path, (long)getpid());
	struct store *store = store_new(name);
	enum store_result result = STORE_IO;

	if (sodium_init() >= 0)
		result = refuse_leftovers(store, path);
	if (result == STORE_OK)
		result = plan_clock(store, plan, set_clock);
	if (result == STORE_OK) {
		node_key_make(&store->key, 1);
		store->has_key = true;
		result = fill(store, plan);
		store_disconnect(store);
	}
	if (result == STORE_OK)
		result = put_in_place(store, path);
	snprintf(detail, size, "%s", store->detail);
	drop(name, "");
	drop(name, "-wal");
	drop(name, "-shm");
	drop(name, "-journal");
	store_free(store);
	free(name);
	return result;
}
