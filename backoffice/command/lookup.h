/* What several nouns need of a command line: codes, goods, things by name. */
#ifndef TITIPAN_COMMAND_LOOKUP_H
#define TITIPAN_COMMAND_LOOKUP_H

#include "backoffice/command/command.h"
#include "schema/rules/calendar.h"
#include "schema/store/item.h"
#include "schema/store/producer.h"
#include "schema/store/stock.h"

/* The words of `--active` and the like: index 0 is yes. */
extern const char *const yes_no_words[];

/* A problem unless the text can be typed as one word: printable ASCII without
 * blanks, and without what would be read as something else (= * or a dash in
 * front). */
bool check_code(struct context *context, const char *what, const char *text);

/* A problem unless it has no blanks (a user's name). */
bool check_one_word(struct context *context, const char *what,
	const char *text);

/* NPWP of 15 or 16 digits, points, dashes and blanks left out; written to
 * digits (32 bytes). A problem otherwise. */
bool check_npwp(struct context *context, const char *what, const char *text,
	char digits[32]);

/* Why a text is no quantity, no amount: it is too large, or no number. */
void bad_quantity(struct context *context, const char *what, const char *text);
void bad_amount(struct context *context, const char *what, const char *text);

/* By code or SKU. False with a problem if there is none, or with the store's
 * message. */
bool find_producer(struct context *context, const char *what, const char *code,
	struct producer *producer);
bool find_item(struct context *context, const char *what, const char *sku,
	struct item *item);

/* A producer's code for a list; "" for 0. Valid until the next call. */
const char *producer_code(struct context *context, int64_t producer);

/*
 * Reads `SKU=QTY[@LOT[:EXPIRY]][*COST]` into want. Expiry and cost are
 * refused unless allowed. The item must be there. A problem for each fault.
 */
struct goods_rule {
	bool expiry;
	bool cost;
};
bool read_goods(struct context *context, const char *text,
	struct goods_rule rule, struct stock_want *want);

/* --from and --to: among the options of a command, or all that it has. */
#define COMMAND_DAY_OPTIONS \
	{ \
		.name = "from", .kind = OPTION_DATE, .value = "DATE", \
		.help = N_("the first day") \
	} \
	, \
	{ \
		.name = "to", .kind = OPTION_DATE, .value = "DATE", \
		.help = N_("the last day") \
	}
extern const struct option_spec command_day_options[];

/* Reads them; all days where they are not given. False, with a problem, if
 * they are the wrong way round. */
bool command_days(struct context *context, struct days *days);

/* Terms as lists show them: `20`, `17.5`, `cost:12000`. Returns text. */
#define RATE_TEXT_SIZE 40
char *rate_text(enum terms_kind kind, int64_t value, char text[RATE_TEXT_SIZE]);

#endif
