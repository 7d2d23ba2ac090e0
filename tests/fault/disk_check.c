/* The store and the till as they are in the programs, on a folder. */
#include "tests/fault/disk_check.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"
#include "pos/effects.h"
#include "pos/script.h"
#include "schema/store/personal.h"
#include "schema/store/store_int.h"
#include "schema/store/verify.h"

#define PIN "246810"
#define ANSWERS_SIZE 16384

static bool fail(char why[CHECK_WHY_SIZE], const char *format, ...)
	__attribute__((format(printf, 2, 3)));
static bool fail(char why[CHECK_WHY_SIZE], const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(why, CHECK_WHY_SIZE, format, arguments);
	va_end(arguments);
	return false;
}

/* --- what SQLite sees ----------------------------------------------------- */

static sqlite3_stmt *query(sqlite3 *database, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) !=
		SQLITE_OK)
		return NULL;
	return statement;
}

static int64_t read_documents(sqlite3 *database,
	struct check_document **documents)
{
	sqlite3_stmt *statement =
		query(database, "SELECT hash FROM document ORDER BY id");
	size_t count = 0;
	int code;

	*documents = NULL;
	while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
		*documents =
			xrealloc(*documents, (count + 1) * sizeof(**documents));
		(*documents)[count].ends = false;
		memcpy((*documents)[count++].hash,
			sqlite3_column_blob(statement, 0), DOCUMENT_HASH_SIZE);
	}
	sqlite3_finalize(statement);
	return code == SQLITE_DONE ? (int64_t)count : -1;
}

static sqlite3 *open_database(const char *folder)
{
	char *path = xasprintf("%s/%s", folder, CHECK_FILE);
	sqlite3 *database = NULL;
	int code =
		sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, NULL);

	free(path);
	if (code == SQLITE_OK) {
		sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1,
			NULL);
		return database;
	}
	sqlite3_close(database);
	return NULL;
}

int64_t check_documents(const char *folder, struct check_document **documents)
{
	sqlite3 *database = open_database(folder);
	int64_t count = -1;

	*documents = NULL;
	if (database)
		count = read_documents(database, documents);
	sqlite3_close(database);
	return count;
}

bool check_state(const char *folder, struct buffer *out)
{
	/* Neither what opening, logging in and closing write, nor anything by
	 * which two runs of the same differ: instants, tokens. */
	static const char *const facts[] = {
		"SELECT 'document', kind, count(*) FROM document"
		" WHERE user <> 0 AND kind NOT IN ('login', 'logout')"
		" GROUP BY kind",
		"SELECT 'account', account, party, sum(amount) FROM posting"
		" GROUP BY account, party",
		"SELECT 'shelf', item, lot, expiry, quantity FROM on_hand",
		"SELECT 'item', id, sku, name FROM item",
		"SELECT 'price', item, list, price FROM price",
		"SELECT 'user', id, name, role, active FROM user",
		"SELECT 'producer', id, code, name FROM producer",
	};
	sqlite3 *database = open_database(folder);
	bool good = database != NULL;

	for (size_t i = 0; good && i < sizeof(facts) / sizeof(facts[0]); i++) {
		char *sorted = xasprintf("SELECT * FROM (%s) ORDER BY 1, 2, 3",
			facts[i]);
		sqlite3_stmt *statement = query(database, sorted);
		int code = SQLITE_ERROR;

		if (!statement)
			fprintf(stderr, "%s: %s\n", facts[i],
				sqlite3_errmsg(database));
		while (statement &&
			(code = sqlite3_step(statement)) == SQLITE_ROW)
			for (int c = 0; c < sqlite3_column_count(statement);
				c++)
				buffer_printf(out, "%s%c",
					store_text(statement, c),
					c + 1 < sqlite3_column_count(statement)
						? ' '
						: '\n');
		sqlite3_finalize(statement);
		good = code == SQLITE_DONE;
		free(sorted);
	}
	sqlite3_close(database);
	return good;
}

/* --- documents ------------------------------------------------------------ */

/* How many documents of the truth are there, from the first on; and that
 * nothing else is but the opening's own. */
static bool look_at_documents(struct store *store,
	const struct check_wanted *wanted, char why[CHECK_WHY_SIZE])
{
	const struct check_truth *truth = wanted->truth;
	struct check_document *documents;
	int64_t count = read_documents(store_handle(store), &documents);
	/* what the machine itself wrote as it opened the file */
	int64_t own = store_integer(store,
		"SELECT count(*) FROM document WHERE id > (SELECT"
		" ifnull(max(id), 0) FROM document WHERE user <> 0)",
		0, NULL, 0);
	size_t same = 0;

	if (count < 0)
		return fail(why, "the documents cannot be read");
	while (same < (size_t)count && same < truth->count &&
		memcmp(documents[same].hash, truth->documents[same].hash,
			DOCUMENT_HASH_SIZE) == 0)
		same++;
	free(documents);
	if (same < wanted->floor)
		return fail(why, "%zu documents of %zu that were acknowledged",
			same, wanted->floor);
	if ((size_t)count > same + (size_t)own && same < truth->count)
		return fail(why, "document %zu is another than was written",
			same + 1);
	if (same > 0 && !truth->documents[same - 1].ends)
		return fail(why, "half a transaction: it ends at document %zu",
			same);
	return true;
}

static void first_finding(void *context, const char *what, const char *which)
{
	char *said = context;

	if (said[0] == '\0')
		snprintf(said, 300, "%s: %s", what, which);
}

static bool prove(struct store *store, char why[CHECK_WHY_SIZE])
{
	struct verify_report report = {.findings = 0};
	char said[300] = "";
	enum store_result result =
		store_verify(store, false, first_finding, said, &report);

	if (result != STORE_OK)
		return fail(why, "verify: %s", store_message(result));
	if (report.findings > 0)
		return fail(why, "verify: %s", said);
	return true;
}

static bool look_at_datum(struct store *store, int64_t thing, const char *field,
	char why[CHECK_WHY_SIZE])
{
	enum store_result result = STORE_NOT_FOUND;
	char text[PERSONAL_TEXT_SIZE];

	if (personal_is_forgotten(store, thing))
		return true;
	for (int i = 0; i < PERSONAL_FIELD_COUNT; i++)
		if (strcmp(personal_field_words[i], field) == 0)
			result = personal_reveal(store, thing,
				(enum personal_field)i, text);
	if (result == STORE_OK)
		return true;
	return fail(why, "the key of a person: %s", store_message(result));
}

/* What was sealed for a person can be read: its key is there too. */
static bool look_at_people(struct store *store, char why[CHECK_WHY_SIZE])
{
	sqlite3_stmt *statement = query(store_handle(store),
		"SELECT DISTINCT thing, field FROM personal_datum");
	bool good = true;

	while (good && sqlite3_step(statement) == SQLITE_ROW)
		good = look_at_datum(store, sqlite3_column_int64(statement, 0),
			(const char *)sqlite3_column_text(statement, 1), why);
	sqlite3_finalize(statement);
	return good;
}

/* --- the till ------------------------------------------------------------- */

/* Answers of a till to a script. False when a line was refused. */
static bool say(struct store *store, const char *path, const char *script,
	char answers[ANSWERS_SIZE])
{
	struct printer *printer = printer_new(store, NULL, NULL);
	struct effects *effects = effects_new(store, path, printer);
	char *text = xstrdup(script);
	FILE *in = fmemopen(text, strlen(text), "r");
	FILE *out = fmemopen(answers, ANSWERS_SIZE, "w");
	int status = script_run(effects, in, out);

	fclose(in);
	fclose(out);
	free(text);
	effects_free(effects);
	printer_free(printer);
	return status == 0;
}

static int64_t number_after(const char *text, const char *name)
{
	const char *at = strstr(text, name);

	return at ? strtoll(at + strlen(name), NULL, 10) : -1;
}

static bool look_at_basket(const char *status,
	const struct check_wanted *wanted, char why[CHECK_WHY_SIZE])
{
	struct check_basket found = {
		.lines = number_after(status, "\"lines\":"),
		.total = number_after(status, "\"total\":"),
	};

	for (size_t i = 0; i < wanted->basket_count; i++)
		if (wanted->baskets[i].lines == found.lines &&
			wanted->baskets[i].total == found.total)
			return true;
	if (wanted->basket_count == 0)
		return true;
	return fail(why, "the basket: %lld lines, %lld; shown was %lld, %lld",
		(long long)found.lines, (long long)found.total,
		(long long)wanted->baskets[0].lines,
		(long long)wanted->baskets[0].total);
}

/* The basket that is open, and that the next sale works. */
static bool sell(struct store *store, const char *path,
	const struct check_wanted *wanted, char why[CHECK_WHY_SIZE])
{
	char answers[ANSWERS_SIZE];
	char *login = xasprintf("login %s %s\nstatus\n", wanted->cashier, PIN);
	bool good = say(store, path, login, answers);
	bool shift = strstr(answers, "\"shift\":true") != NULL;
	char *sale = xasprintf("%s%s%sscan AIR\ntender cash 10000000\n", login,
		shift ? "" : "open 0\n",
		strstr(answers, "\"due\":") ? "cancel other\n" : "");

	if (!good)
		fail(why, "the till: %.400s", answers);
	good = good && look_at_basket(answers, wanted, why);
	if (good && !say(store, path, sale, answers))
		good = fail(why, "the next sale: %.500s", answers);
	free(login);
	free(sale);
	return good;
}

/* --- the whole ------------------------------------------------------------ */

static bool make_again(const char *path, char why[CHECK_WHY_SIZE])
{
	const struct store_plan plan = {.code = "SPL",
		.name = "Mart",
		.legal_form = "koperasi",
		.timezone = "Asia/Jakarta",
		.owner = "ani",
		.owner_pin = PIN,
		.rounding_unit = 100,
		.rounding_direction = "down",
		.rehearsal = true};
	char detail[400] = "";
	enum store_result result = store_create(path, getenv("MART_NOW"), &plan,
		detail, sizeof(detail));

	if (result == STORE_OK)
		return true;
	return fail(why, "init again: %s (%s)", store_message(result), detail);
}

static bool look(struct store *store, const char *path,
	const struct check_wanted *wanted, char why[CHECK_WHY_SIZE])
{
	enum store_result doubt = store_doubt(store);

	if (doubt != STORE_OK)
		return fail(why, "opened, but: %s", store_message(doubt));
	return (!wanted->truth || look_at_documents(store, wanted, why)) &&
		prove(store, why) && look_at_people(store, why) &&
		(!wanted->cashier || sell(store, path, wanted, why));
}

static bool check_mart(const char *path, const struct check_wanted *wanted,
	char why[CHECK_WHY_SIZE])
{
	struct store *store;
	char detail[300] = "";
	enum store_result result = store_open(path, getenv("MART_NOW"), &store,
		detail, sizeof(detail));
	bool good;

	if (result == STORE_NO_FILE && wanted->floor == 0)
		return make_again(path, why);
	if (result != STORE_OK)
		return fail(why, "cannot be opened: %s (%s)",
			store_message(result), detail);
	good = look(store, path, wanted, why);
	store_close(store);
	return good;
}

/* Whatever else has the name of a mart in this folder is whole: a copy. */
static bool check_copy(const char *path, char why[CHECK_WHY_SIZE])
{
	struct store *store;
	char detail[300] = "";
	enum store_result result = store_open(path, getenv("MART_NOW"), &store,
		detail, sizeof(detail));
	bool good;

	if (result != STORE_OK)
		return fail(why, "the copy cannot be opened: %s (%s)",
			store_message(result), detail);
	good = prove(store, why);
	store_close(store);
	return good;
}

bool check_folder(const char *folder, const struct check_wanted *wanted,
	char why[CHECK_WHY_SIZE])
{
	char *path = xasprintf("%s/%s", folder, CHECK_FILE);
	bool good = check_mart(path, wanted, why);
	DIR *entries = opendir(folder);
	struct dirent *entry;

	free(path);
	while (good && entries && (entry = readdir(entries)) != NULL) {
		size_t length = strlen(entry->d_name);

		if (length < 4 || strcmp(entry->d_name, CHECK_FILE) == 0 ||
			strcmp(entry->d_name + length - 3, ".db") != 0)
			continue;
		path = xasprintf("%s/%s", folder, entry->d_name);
		good = check_copy(path, why);
		free(path);
	}
	if (entries)
		closedir(entries);
	return good;
}
