/* Users, their PINs, the waits after wrong ones, and sealed personal data. */
#include <sqlite3.h>
#include <sys/stat.h>

#include "schema/store/event.h"
#include "schema/store/personal.h"
#include "schema/store/producer.h"
#include "schema/store/refusal.h"
#include "schema/store/user.h"
#include "tests/unit/mart.h"

static int setup(void **state)
{
	static struct mart mart;

	mart_make(&mart);
	*state = &mart;
	return 0;
}

static int teardown(void **state)
{
	mart_remove(*state);
	return 0;
}

static struct author owner(struct store *store)
{
	struct user user;
	struct author author = {0};

	assert_int_equal(user_find(store, MART_OWNER, &user), STORE_OK);
	author.user = user.id;
	return author;
}

static void add_user(struct store *store, struct user *user, const char *pin)
{
	struct author author = owner(store);
	char hash[USER_PIN_HASH_SIZE];

	assert_int_equal(user_hash_pin(store, pin, hash), STORE_OK);
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(user_write(store,
				 document_begin(store, "user", &author), user,
				 hash),
		STORE_OK);
	assert_int_equal(store_commit(store), STORE_OK);
}

static void added_and_edited(void **state)
{
	struct store *store = mart_open(*state);
	struct user user = {
		.name = "budi", .role = ROLE_MANAGER, .active = true};
	struct user found;
	struct author author;
	int64_t wait_s;

	add_user(store, &user, "246810");
	assert_int_equal(user_find(store, "budi", &found), STORE_OK);
	assert_int_equal(found.id, user.id);
	assert_int_equal(found.role, ROLE_MANAGER);
	assert_int_equal(found.generation, 1);
	/* another role, the same PIN */
	author = owner(store);
	user.role = ROLE_CASHIER;
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(user_write(store,
				 document_begin(store, "user", &author), &user,
				 NULL),
		STORE_OK);
	assert_int_equal(store_commit(store), STORE_OK);
	assert_int_equal(user_check_pin(store, "budi", "246810", "test", &found,
				 &wait_s),
		PIN_RIGHT);
	assert_int_equal(found.role, ROLE_CASHIER);
	assert_int_equal(found.generation, 2);
	assert_int_equal(user_find(store, "nobody", &found), STORE_NOT_FOUND);
	store_close(store);
}

/* How many documents of a kind there are. */
static int count_of(const struct mart *mart, const char *kind)
{
	sqlite3 *database = NULL;
	sqlite3_stmt *statement = NULL;
	int count;

	assert_int_equal(sqlite3_open_v2(mart->path, &database,
				 SQLITE_OPEN_READONLY, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(database,
				 "SELECT count(*) FROM document WHERE kind = ?1",
				 -1, &statement, NULL),
		SQLITE_OK);
	sqlite3_bind_text(statement, 1, kind, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	count = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(database);
	return count;
}

static void wrong_pins_wait(void **state)
{
	struct mart *mart = *state;
	struct store *store = mart_open(mart);
	struct user user;
	int64_t wait_s = -1;

	assert_int_equal(user_check_pin(store, "hantu", "246810", "test", &user,
				 &wait_s),
		PIN_UNKNOWN);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(user_check_pin(store, MART_OWNER, "999999",
					 "test", &user, &wait_s),
			PIN_WRONG);
	}
	/* the third waits, also for another process and for the right PIN */
	store_close(store);
	store = mart_open(mart);
	assert_int_equal(user_check_pin(store, MART_OWNER, MART_PIN, "test",
				 &user, &wait_s),
		PIN_LOCKED);
	assert_int_equal(wait_s, 30);
	/* each wrong one is a document, a try during the wait is none */
	assert_int_equal(count_of(mart, "login-failed"), 4);
	assert_int_equal(count_of(mart, "lockout"), 1);
	store_close(store);
}

/* However often somebody types, the file does not grow by it. */
static void tries_do_not_fill_the_disk(void **state)
{
	struct mart *mart = *state;
	struct store *store = mart_open(mart);
	struct author author = owner(store);
	struct user user;
	int64_t wait_s;
	int before = count_of(mart, "login-failed");

	for (size_t i = 0; i < 30; i++) {
		assert_int_equal(user_check_pin(store, "hantu", "246810",
					 "test", &user, &wait_s),
			PIN_UNKNOWN);
		assert_int_equal(user_check_pin(store, MART_OWNER, "999999",
					 "test", &user, &wait_s),
			PIN_LOCKED);
	}
	assert_in_range(count_of(mart, "login-failed") - before, 1, 3);
	assert_int_equal(count_of(mart, "refused"), 0);
	for (size_t i = 0; i < REFUSALS_A_DAY + 20; i++)
		assert_int_equal(refusal_record(store, &author, ACTION_PAYOUT,
					 REFUSAL_LINKED, 0),
			STORE_OK);
	assert_int_equal(count_of(mart, "refused"), REFUSALS_A_DAY);
	store_close(store);
}

/* The clock of a rehearsal stands still, so time passes by opening again. */
static struct store *open_at(const struct mart *mart, const char *now)
{
	struct store *store = NULL;
	char detail[256];

	assert_int_equal(store_open(mart->path, now, &store, detail,
				 sizeof(detail)),
		STORE_OK);
	return store;
}

static void waits_double_and_end(void **state)
{
	struct mart *mart = *state;
	struct store *store = open_at(mart, "2026-11-02T09:01");
	struct user user;
	int64_t wait_s = 0;

	assert_int_equal(user_check_pin(store, MART_OWNER, "999999", "test",
				 &user, &wait_s),
		PIN_WRONG);
	assert_int_equal(user_check_pin(store, MART_OWNER, MART_PIN, "test",
				 &user, &wait_s),
		PIN_LOCKED);
	assert_int_equal(wait_s, 60);
	store_close(store);
	store = open_at(mart, "2026-11-02T09:03");
	assert_int_equal(user_check_pin(store, MART_OWNER, MART_PIN, "test",
				 &user, &wait_s),
		PIN_RIGHT);
	assert_int_equal(user_check_pin(store, MART_OWNER, "999999", "test",
				 &user, &wait_s),
		PIN_WRONG); /* counted from one again */
	assert_int_equal(user_check_pin(store, MART_OWNER, MART_PIN, "test",
				 &user, &wait_s),
		PIN_RIGHT);
	store_close(store);
}

/* A producer whose phone is sealed. */
static int64_t seal_phone(struct store *store, const char *phone)
{
	struct author author = owner(store);
	struct producer producer = {.code = "SRI", .name = "Sri"};
	struct document *document;

	assert_int_equal(store_begin(store, "test"), STORE_OK);
	document = document_begin(store, "producer", &author);
	assert_int_equal(producer_write(store, document, &producer), STORE_OK);
	assert_int_equal(personal_write(store, document, producer.id,
				 PERSONAL_PHONE, phone),
		STORE_OK);
	assert_int_equal(store_commit(store), STORE_OK);
	return producer.id;
}

static void sealed(void **state)
{
	struct mart *mart = *state;
	struct store *store = mart_open(mart);
	struct stat status;
	char people[128];
	char mask[PERSONAL_MASK_SIZE], text[PERSONAL_TEXT_SIZE];
	int64_t thing = seal_phone(store, "081234567890");

	assert_string_equal(personal_mask(store, thing, PERSONAL_PHONE, mask),
		"*******7890");
	assert_string_equal(personal_mask(store, thing, PERSONAL_NIK, mask),
		"");
	assert_true(personal_is_mask("*******7890"));
	assert_false(personal_is_mask("081234567890"));
	assert_int_equal(personal_reveal(store, thing, PERSONAL_PHONE, text),
		STORE_OK);
	assert_string_equal(text, "081234567890");
	assert_int_equal(personal_reveal(store, thing, PERSONAL_NIK, text),
		STORE_NOT_FOUND);
	snprintf(people, sizeof(people), "%s.people", mart->path);
	assert_int_equal(stat(people, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	/* without the key nobody reads it again, not even its last four */
	assert_int_equal(unlink(people), 0);
	assert_int_equal(personal_reveal(store, thing, PERSONAL_PHONE, text),
		STORE_NOT_FOUND);
	assert_string_equal(personal_mask(store, thing, PERSONAL_PHONE, mask),
		"*******");
	store_close(store);
}

/* The file of keys, whole, into text. */
static void read_people(const struct mart *mart, char *text, size_t size)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s.people", mart->path);
	file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, size - 1, file)] = '\0';
	fclose(file);
}

static void write_people(const struct mart *mart, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s.people", mart->path);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void new_keys_are_added_and_rolled_back(void **state)
{
	struct mart *mart = *state;
	struct store *store = mart_open(mart);
	struct author author = owner(store);
	struct document *document;
	char before[2000], after[2100], text[PERSONAL_TEXT_SIZE];
	int64_t first = seal_phone(store, "081111111111"), thing;

	read_people(mart, before, sizeof(before));
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	document = document_begin(store, "producer", &author);
	thing = document_new_thing(store);
	assert_int_equal(personal_write(store, document, thing, PERSONAL_NIK,
				 "1809011504850001"),
		STORE_OK);
	store_rollback(store);
	read_people(mart, after, sizeof(after));
	assert_string_equal(before, after);
	/* a power cut tore the last line */
	snprintf(after, sizeof(after), "%s987 abcd", before);
	write_people(mart, after);
	thing = seal_phone(store, "082222222222");
	store_close(store);
	store = mart_open(mart);
	assert_int_equal(personal_reveal(store, first, PERSONAL_PHONE, text),
		STORE_OK);
	assert_string_equal(text, "081111111111");
	assert_int_equal(personal_reveal(store, thing, PERSONAL_PHONE, text),
		STORE_OK);
	assert_string_equal(text, "082222222222");
	store_close(store);
}

static void forgotten_for_good(void **state)
{
	struct mart *mart = *state;
	struct store *store = mart_open(mart);
	struct author author = owner(store);
	int64_t thing = seal_phone(store, "081234567890");
	int64_t other = seal_phone(store, "085555555555");
	char before[2000], after[2000];
	char mask[PERSONAL_MASK_SIZE], text[PERSONAL_TEXT_SIZE];

	read_people(mart, before, sizeof(before));
	assert_int_equal(event_record(store, EVENT_FORGET, &author, thing, 0,
				 "asked for it"),
		STORE_OK);
	assert_string_equal(personal_mask(store, thing, PERSONAL_PHONE, mask),
		PERSONAL_ERASED);
	assert_int_equal(personal_obey_forgets(store), STORE_OK);
	read_people(mart, after, sizeof(after));
	snprintf(text, sizeof(text), "\n%lld -\n", (long long)thing);
	assert_non_null(strstr(after, text));
	assert_int_equal(personal_reveal(store, thing, PERSONAL_PHONE, text),
		STORE_NOT_FOUND);
	assert_int_equal(personal_reveal(store, other, PERSONAL_PHONE, text),
		STORE_OK);
	/* a backup brings the key back, and it goes again */
	write_people(mart, before);
	assert_int_equal(personal_reveal(store, thing, PERSONAL_PHONE, text),
		STORE_OK);
	assert_int_equal(personal_obey_forgets(store), STORE_OK);
	assert_int_equal(personal_reveal(store, thing, PERSONAL_PHONE, text),
		STORE_NOT_FOUND);
	/* and nothing more is sealed of him */
	assert_int_equal(store_begin(store, "test"), STORE_OK);
	assert_int_equal(personal_write(store,
				 document_begin(store, "producer", &author),
				 thing, PERSONAL_PHONE, "0811"),
		STORE_NOT_FOUND);
	store_rollback(store);
	store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(added_and_edited),
		cmocka_unit_test(wrong_pins_wait),
		cmocka_unit_test(tries_do_not_fill_the_disk),
		cmocka_unit_test(waits_double_and_end),
		cmocka_unit_test(sealed),
		cmocka_unit_test(new_keys_are_added_and_rolled_back),
		cmocka_unit_test(forgotten_for_good),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
