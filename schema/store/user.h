/* Users: who may do what, and the PIN that proves it. */
#ifndef TITIPAN_STORE_USER_H
#define TITIPAN_STORE_USER_H

#include "schema/rules/pin.h"
#include "schema/rules/rights.h"
#include "schema/store/document.h"

#define USER_NAME_SIZE 64

struct user {
	int64_t id;
	int64_t generation;
	int64_t document; /* of the revision in force */
	char name[USER_NAME_SIZE];
	enum role role;
	int64_t producer; /* who this person is or is linked to; 0: nobody */
	bool active;
};

/* By name, active or not. STORE_NOT_FOUND. */
enum store_result user_find(struct store *store, const char *name,
	struct user *user);
enum store_result user_get(struct store *store, int64_t id, struct user *user);

enum pin_result {
	PIN_RIGHT,
	PIN_WRONG,
	PIN_LOCKED,  /* too many wrong ones: *wait_s seconds to go */
	PIN_UNKNOWN, /* no such active user; looks like PIN_WRONG to a person */
	PIN_FAILED   /* the store failed; store_detail says how */
};

/*
 * Whether this is the user's PIN. Wrong ones are counted in the file before
 * the answer is given: each after the third doubles the wait, from 30 s on.
 * A wrong one is a document (`login-failed`, and `lockout` where it starts a
 * wait) that says where it was typed: `till`, `settle`. Tries during a wait,
 * and names that nobody has while such names are tried too often, are counted
 * only. Takes the writer's lock itself, so not inside store_begin.
 */
enum pin_result user_check_pin(struct store *store, const char *name,
	const char *pin, const char *where, struct user *user, int64_t *wait_s);

/* The same of a file that nobody uses yet: nothing is counted or written. */
bool user_pin_is(struct store *store, int64_t user, const char *pin);

/*
 * Adds a row for a new or an edited user to a document inside store_begin;
 * user->id 0 draws a new id into it. pin NULL keeps the one in force. Costs
 * some 20 ms for a PIN: hash it before store_begin with user_hash_pin.
 */
#define USER_PIN_HASH_SIZE 128
/* In the place of a hash: no PIN is right, until there is another. */
#define USER_NO_PIN "-"
enum store_result user_hash_pin(struct store *store, const char *pin,
	char hash[USER_PIN_HASH_SIZE]);
enum store_result user_write(struct store *store, struct document *document,
	struct user *user, const char *pin_hash);

typedef void user_each(void *context, const struct user *user);
enum store_result user_list(struct store *store, user_each *each,
	void *context);

#endif
