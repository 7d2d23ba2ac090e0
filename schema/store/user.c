/*
 * Users and their PINs. A PIN is hashed with Argon2id over a keyed hash of it:
 * the key lies in the node's key file, so that the database alone does not
 * give away four digits. Wrong tries are counted in the file itself before
 * the answer, so that ending the program resets nothing.
 */
#include "schema/store/user.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "schema/store/column.h"
#include "schema/store/event.h"

/* What one hash costs: some 20 ms on a till. */
#define PIN_MEMORY ((size_t)19 * 1024 * 1024)
#define PIN_PASSES 2

/* The third wrong PIN waits so long, each after it twice as long, at most. */
#define FREE_FAILURES 2
#define FIRST_WAIT_MS INT64_C(30000)
#define LONGEST_WAIT_MS INT64_C(3600000)

_Static_assert(USER_PIN_HASH_SIZE >= crypto_pwhash_STRBYTES,
	"room for libsodium's text");
_Static_assert(STORE_PEPPER_SIZE >= crypto_generichash_KEYBYTES_MIN &&
		STORE_PEPPER_SIZE <= crypto_generichash_KEYBYTES_MAX,
	"the pepper is a key of BLAKE2b");

#define USER_COLUMNS "id, generation, document, name, role, producer, active"

static void read_user(sqlite3_stmt *statement, struct user *user)
{
	user->id = sqlite3_column_int64(statement, 0);
	user->generation = sqlite3_column_int64(statement, 1);
	user->document = sqlite3_column_int64(statement, 2);
	column_copy(statement, 3, user->name, sizeof(user->name));
	user->producer = column_integer(statement, 5, 0);
	user->active = sqlite3_column_int64(statement, 6) != 0;
	/* A role that this version does not know may do nothing. */
	if (!role_parse(&user->role, store_text(statement, 4))) {
		user->role = ROLE_MENTOR;
		user->active = false;
	}
}

static enum store_result read_one(struct store *store, sqlite3_stmt *statement,
	struct user *user)
{
	bool found = statement && store_step(store, statement);

	if (found) {
		read_user(statement, user);
		store_reset(statement);
	}
	return store_ended(store, found);
}

enum store_result user_find(struct store *store, const char *name,
	struct user *user)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " USER_COLUMNS " FROM user WHERE name = ?1"
		" ORDER BY active DESC, id LIMIT 1");

	if (statement)
		sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
	return read_one(store, statement, user);
}

enum store_result user_get(struct store *store, int64_t id, struct user *user)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " USER_COLUMNS " FROM user WHERE id = ?1");

	if (statement)
		sqlite3_bind_int64(statement, 1, id);
	return read_one(store, statement, user);
}

enum store_result user_list(struct store *store, user_each *each, void *context)
{
	sqlite3_stmt *statement = store_statement(store,
		"SELECT " USER_COLUMNS " FROM user ORDER BY name, id");

	while (statement && store_step(store, statement)) {
		struct user user;

		read_user(statement, &user);
		each(context, &user);
	}
	return store_failed(store);
}

/* --- PINs --------------------------------------------------------------- */

/* The PIN under the pepper: what Argon2id gets instead of the PIN. */
static bool pepper_pin(struct store *store, const char *pin,
	unsigned char keyed[crypto_generichash_BYTES])
{
	const unsigned char *pepper = store_pepper(store);

	if (!pepper || sodium_init() < 0)
		return false;
	return crypto_generichash(keyed, crypto_generichash_BYTES,
		       (const unsigned char *)pin, strlen(pin), pepper,
		       STORE_PEPPER_SIZE) == 0;
}

enum store_result user_hash_pin(struct store *store, const char *pin,
	char hash[USER_PIN_HASH_SIZE])
{
	unsigned char keyed[crypto_generichash_BYTES];
	int made;

	if (!pepper_pin(store, pin, keyed))
		return store_fail(store, store_doubt(store), "%s.key",
			store_path(store));
	made = crypto_pwhash_str(hash, (const char *)keyed, sizeof(keyed),
		PIN_PASSES, PIN_MEMORY);
	sodium_memzero(keyed, sizeof(keyed));
	if (made != 0)
		return store_fail(store, STORE_IO, "no memory for a PIN");
	return STORE_OK;
}

static bool pin_matches(struct store *store, const char *pin, const char *hash)
{
	unsigned char keyed[crypto_generichash_BYTES];
	bool matches;

	if (!pepper_pin(store, pin, keyed))
		return false;
	matches = crypto_pwhash_str_verify(hash, (const char *)keyed,
			  sizeof(keyed)) == 0;
	sodium_memzero(keyed, sizeof(keyed));
	return matches;
}

static int64_t wait_after(int64_t failures)
{
	int64_t wait_ms = FIRST_WAIT_MS;

	if (failures <= FREE_FAILURES)
		return 0;
	for (int64_t i = FREE_FAILURES + 1;
		i < failures && wait_ms < LONGEST_WAIT_MS; i++)
		wait_ms *= 2;
	return wait_ms < LONGEST_WAIT_MS ? wait_ms : LONGEST_WAIT_MS;
}

/* User 0 stands for every name that nobody has. */
struct failures {
	int64_t count;
	int64_t until;   /* an instant */
	int64_t ignored; /* tries while nobody was let try, since the last
	                    document of it */
};

static struct failures read_failures(struct store *store, int64_t user)
{
	struct failures failures = {0, 0, 0};
	sqlite3_stmt *statement = store_statement(store,
		"SELECT failures, until, ignored FROM login_failure"
		" WHERE user = ?1");

	if (!statement)
		return failures;
	sqlite3_bind_int64(statement, 1, user);
	if (store_step(store, statement)) {
		failures.count = sqlite3_column_int64(statement, 0);
		failures.until = sqlite3_column_int64(statement, 1);
		failures.ignored = sqlite3_column_int64(statement, 2);
		store_reset(statement);
	}
	return failures;
}

/* How long this user has to wait. A clock that was set back does not lock
 * anybody out for longer than the longest wait. */
static int64_t wait_left_ms(struct store *store, struct failures failures)
{
	int64_t left = failures.until - store_now_ms(store);
	int64_t most = wait_after(failures.count);

	return left < 0 ? 0 : left < most ? left : most;
}

static void write_failures(struct store *store, int64_t user,
	struct failures failures)
{
	sqlite3_stmt *statement = store_statement(store,
		"INSERT INTO login_failure (user, failures, until, ignored)"
		" VALUES (?1, ?2, ?3, ?4) ON CONFLICT (user) DO UPDATE"
		" SET failures = excluded.failures, until = excluded.until,"
		" ignored = excluded.ignored");

	if (!statement)
		return;
	sqlite3_bind_int64(statement, 1, user);
	sqlite3_bind_int64(statement, 2, failures.count);
	sqlite3_bind_int64(statement, 3, failures.until);
	sqlite3_bind_int64(statement, 4, failures.ignored);
	store_step(store, statement);
}

/* One more wrong PIN, and the documents of it. What was typed as a name that
 * nobody has is not kept: it may well be a PIN. */
static void write_wrong(struct store *store, int64_t user,
	struct failures *failures, const char *where)
{
	const struct author machine = {0};
	int64_t now = store_now_ms(store);
	int64_t wait_ms;

	if (user == 0 && now - failures->until > LONGEST_WAIT_MS)
		failures->count = 0;
	failures->count++;
	wait_ms = wait_after(failures->count);
	event_write(store, EVENT_LOGIN_FAILED, &machine, user,
		failures->count + failures->ignored, where);
	if (wait_ms > 0 && user != 0)
		event_write(store, EVENT_LOCKOUT, &machine, user,
			wait_ms / 1000, where);
	failures->until = now + wait_ms;
	failures->ignored = 0;
}

enum try { TRY_RIGHT, TRY_WRONG, TRY_IGNORED };

/* Notes a try in the file; durable when it answers STORE_OK. */
static enum store_result note_try(struct store *store, int64_t user,
	enum try try, const char *where)
{
	struct failures failures;
	enum store_result result = store_begin(store, "PIN");

	if (result != STORE_OK)
		return result;
	failures = read_failures(store, user);
	if (try == TRY_RIGHT)
		failures = (struct failures){0, 0, 0};
	else if (try == TRY_IGNORED || wait_left_ms(store, failures) > 0)
		failures.ignored++;
	else
		write_wrong(store, user, &failures, where);
	write_failures(store, user, failures);
	result = store_failed(store);
	if (result == STORE_OK)
		return store_commit(store);
	store_rollback(store);
	return result;
}

static void read_hash(struct store *store, int64_t user,
	char hash[USER_PIN_HASH_SIZE])
{
	sqlite3_stmt *statement =
		store_statement(store, "SELECT pin FROM user WHERE id = ?1");

	hash[0] = '\0';
	if (!statement)
		return;
	sqlite3_bind_int64(statement, 1, user);
	if (store_step(store, statement)) {
		column_copy(statement, 0, hash, USER_PIN_HASH_SIZE);
		store_reset(statement);
	}
}

/* Takes as long as a wrong PIN, so that names are not told. */
static enum pin_result nobody(struct store *store, const char *pin,
	const char *where)
{
	char hash[USER_PIN_HASH_SIZE];

	if (user_hash_pin(store, pin, hash) != STORE_OK ||
		note_try(store, 0, TRY_WRONG, where) != STORE_OK)
		return PIN_FAILED;
	return PIN_UNKNOWN;
}

enum pin_result user_check_pin(struct store *store, const char *name,
	const char *pin, const char *where, struct user *user, int64_t *wait_s)
{
	char hash[USER_PIN_HASH_SIZE];
	struct failures failures;
	struct user found;
	enum store_result result = user_find(store, name, &found);
	bool right;

	*wait_s = 0;
	if (result == STORE_NOT_FOUND || (result == STORE_OK && !found.active))
		return nobody(store, pin, where);
	if (result != STORE_OK)
		return PIN_FAILED;
	failures = read_failures(store, found.id);
	*wait_s = (wait_left_ms(store, failures) + 999) / 1000;
	if (*wait_s > 0) {
		/* that it could not be counted lets nobody in */
		(void)note_try(store, found.id, TRY_IGNORED, where);
		return PIN_LOCKED;
	}
	read_hash(store, found.id, hash);
	if (store_failed(store) != STORE_OK)
		return PIN_FAILED;
	right = pin_matches(store, pin, hash);
	if ((!right || failures.count > 0) &&
		note_try(store, found.id, right ? TRY_RIGHT : TRY_WRONG,
			where) != STORE_OK)
		return PIN_FAILED;
	if (!right)
		return PIN_WRONG;
	*user = found;
	return PIN_RIGHT;
}

bool user_pin_is(struct store *store, int64_t user, const char *pin)
{
	char hash[USER_PIN_HASH_SIZE];

	read_hash(store, user, hash);
	return pin_matches(store, pin, hash);
}

/* --- writing ------------------------------------------------------------ */

enum store_result user_write(struct store *store, struct document *document,
	struct user *user, const char *pin_hash)
{
	struct user before = {0};
	char hash[USER_PIN_HASH_SIZE];
	enum store_result result;

	if (user->id == 0) {
		assert(pin_hash); /* nobody comes without a PIN */
		user->id = document_new_thing(store);
	} else {
		result = user_get(store, user->id, &before);
		if (result != STORE_OK && result != STORE_NOT_FOUND)
			return result;
	}
	if (!pin_hash) {
		read_hash(store, user->id, hash);
		pin_hash = hash;
	}
	user->generation = before.generation + 1;
	user->document = document_id(document);
	document_row(document, "user_revision");
	document_integer(document, "user", user->id);
	document_integer(document, "generation", user->generation);
	document_integer_or_null(document, "replaces", before.document);
	document_text(document, "name", user->name);
	document_text(document, "role", role_name(user->role));
	document_text(document, "pin", pin_hash);
	document_integer_or_null(document, "producer", user->producer);
	document_integer(document, "active", user->active);
	return store_failed(store);
}
