/*
 * The demo mart: three months of a village mart's trade, made by the programs
 * themselves. Goods, settlements and payouts go through commands of
 * `backoffice`, sales through `pos --script`, each with the clock of its own
 * moment; nothing is written behind their backs.
 *
 * The same last day gives the same documents, but for what must differ:
 * tokens, keys, hashes, signatures, sealed data and the salt of PINs.
 */
#ifndef TITIPAN_DEMO_DEMO_H
#define TITIPAN_DEMO_DEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/system/buffer.h"

/* How many days it trades where nobody says otherwise, and at most. */
#define DEMO_DAYS 91
#define DEMO_DAYS_MAX 366

struct demo_user {
	const char *name;
	const char *role;
	const char *pin;
};

/* Owner, manager, supervisor and two cashiers, in this order. */
enum {
	DEMO_OWNER,
	DEMO_MANAGER,
	DEMO_SUPERVISOR,
	DEMO_CASHIER_1,
	DEMO_CASHIER_2,
	DEMO_USERS
};
extern const struct demo_user demo_users[DEMO_USERS];

/* The demo's recovery code: the same for everybody, to try a restore with. */
#define DEMO_RECOVERY_CODE "9N04 N4N7 108X D7MS WN2F F90Z G341 C1JE 6R0J"

enum demo_result {
	DEMO_DONE,
	DEMO_STOPPED, /* by Ctrl-C or another signal */
	DEMO_FAILED   /* a program refused or could not be run; why says */
};

/*
 * Makes the mart as folder/mart.db with its files beside it; the folder must
 * be there, empty, and is used for work files too. It trades on so many days,
 * up to the evening before end. progress (may be NULL) is told the percent done.
 * why gets words for DEMO_FAILED.
 */
enum demo_result demo_make(const char *folder, int32_t end, int days,
	void (*progress)(int percent), struct buffer *why);

#endif
