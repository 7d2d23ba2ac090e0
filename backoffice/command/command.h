/*
 * What a command of the back office is, and what it may ask of the program
 * around it.
 *
 * Each noun has one file with a const table of struct command; commands.c
 * lists the tables. From a table come the parser, the rights, `--help`, and
 * the refusal of everything that is not in it. By the time a command runs,
 * its options are read and their values checked, the file is open, and, if it
 * writes, the person behind `--user` has given a PIN and has the right.
 *
 *	static enum command_result run(struct context *context)
 *	{
 *		check what was given; command_problem() for each bad thing
 *		if (context->problems > 0)
 *			return COMMAND_REFUSED;
 *		if (!command_begin(context))
 *			return COMMAND_FAILED;
 *		look at the file; store_rollback() and refuse, or
 *		document_begin(context->store, "item", &context->author); ...
 *		if (!command_commit(context))
 *			return COMMAND_FAILED;
 *		say what was done
 *	}
 */
#ifndef TITIPAN_COMMAND_COMMAND_H
#define TITIPAN_COMMAND_COMMAND_H

#include <stdio.h>

#include "drivers/codec/output.h"
#include "schema/rules/rights.h"
#include "schema/store/document.h"
#include "schema/store/refusal.h"
#include "schema/store/user.h"

/* The program's exit status. */
enum command_result {
	COMMAND_DONE = 0,
	COMMAND_REFUSED = 1, /* a rule, or bad input; nothing changed */
	COMMAND_USAGE = 2,
	COMMAND_FAILED = 3 /* disk, database, device, network */
};

enum option_kind {
	OPTION_FLAG,     /* no value */
	OPTION_TEXT,     /* cleaned; max bytes */
	OPTION_PATH,     /* as it stands */
	OPTION_WORD,     /* one of words */
	OPTION_INTEGER,  /* 0 to max */
	OPTION_MONEY,    /* rupiah, 0 or more */
	OPTION_QUANTITY, /* thousandths, 0 or more */
	OPTION_PERCENT,  /* basis points, 0 to 100 % */
	OPTION_DATE,     /* YYYY-MM-DD, a day number */
	OPTION_INSTANT,  /* milliseconds UTC; read when the zone is known */
	OPTION_LATER     /* known, and not there yet: says so, ends 2 */
};

#define OPTION_REQUIRED 1U
#define OPTION_REPEAT 2U  /* may stand more than once */
#define OPTION_OPERAND 8U /* may be given in the place of the operand */
#define OPTION_CLEARS 4U  /* "" takes the value away (text and dates) */

/* What a text option holds at most where its max is 0. */
#define OPTION_TEXT_MAX 200

struct option_spec {
	const char *name; /* without dashes; one letter: -o, else --name */
	enum option_kind kind;
	const char *value; /* as help shows it: CODE, DATE; NULL for a flag */
	const char *help;  /* msgid; NULL: not shown */
	unsigned flags;
	int64_t max;
	const char *const *words; /* of OPTION_WORD, ended by NULL */
};

/* Ends a table of options. */
#define OPTION_END \
	{ \
		.name = NULL \
	}

enum command_needs {
	NEEDS_NOTHING,           /* no file is opened */
	NEEDS_NOTHING_NAMES_ALL, /* the same; see NEEDS_WRITE_NAMES_ALL */
	NEEDS_READ,              /* the file */
	NEEDS_PROOF, /* the file; that it is damaged is the answer, no failure */
	NEEDS_WRITE, /* the file, --user with PIN, and the right */
	/* As NEEDS_WRITE, but it runs with bad values too, which then count as
	 * not given, so that it names every other problem as well. It must ask
	 * context->problems before it writes. */
	NEEDS_WRITE_NAMES_ALL
};

struct context;

struct command {
	const char *path;     /* "stock receive" */
	const char *operands; /* as help shows them: "SKU=QTY…"; NULL: none */
	size_t operands_min;
	size_t operands_max;               /* SIZE_MAX: any number */
	const char *summary;               /* msgid, one line */
	const struct option_spec *options; /* ended by OPTION_END; NULL: none */
	enum command_needs needs;
	/* What --user must have the right to; asked too where a command only
	 * reads and --user is given. Each command but NEEDS_NOTHING names one. */
	enum action action;
	enum command_result (*run)(struct context *context);
};

/* Ends a table of commands. */
#define COMMAND_END \
	{ \
		.path = NULL \
	}

/* All tables, ended by NULL, in the order in which help shows them. */
extern const struct command *const command_tables[];

/* Paths that are promised and not there yet, ended by NULL. */
extern const char *const command_later[];

struct arguments;

struct context {
	const struct command *command;
	struct arguments *arguments;
	const char *file;       /* the mart's */
	struct store *store;    /* NULL with NEEDS_NOTHING */
	struct user user;       /* of --user; id 0 if it was not given */
	struct user supervisor; /* whose PIN lends the right; id 0: his own */
	struct author author;   /* both, for documents */
	struct {
		enum action action; /* ACTION_NONE: nothing was refused */
		enum refusal_cause cause;
		int64_t subject;
	} forbidden; /* the first, to be recorded when the command ends */
	enum output_format format;
	bool format_given;
	FILE *out;
	int problems;
	int problems_shown; /* so many are named, all are counted; 0: all */
};

/* --- what was typed ---------------------------------------------------- */

/* All of these assert that the command has such an option, of such a kind. */
bool command_given(const struct context *context, const char *option);

/* The value of a text, path or word; NULL if not given. */
const char *command_text(const struct context *context, const char *option);

/* The index of a word in its option's words, or otherwise. */
int command_word(const struct context *context, const char *option,
	int otherwise);

/* Rupiah, thousandths, basis points, a day, an instant, an integer. */
int64_t command_number(const struct context *context, const char *option,
	int64_t otherwise);

/* Of an option that repeats: how often, and each text. */
size_t command_count(const struct context *context, const char *option);
const char *command_nth(const struct context *context, const char *option,
	size_t index);

/* What is neither an option nor the command's name; as typed. */
size_t command_operand_count(const struct context *context);
const char *command_operand(const struct context *context, size_t index);

/* --- saying no --------------------------------------------------------- */

/* `backoffice: what: why` on stderr; counts in context->problems. Controls in
 * the text are not sent to the terminal. */
void command_problem(struct context *context, const char *what, const char *why,
	...) __attribute__((format(printf, 3, 4)));

/* The same, and COMMAND_REFUSED. */
enum command_result command_refuse(struct context *context, const char *what,
	const char *why, ...) __attribute__((format(printf, 3, 4)));

/* The same for options that do not go together; COMMAND_USAGE. */
enum command_result command_misused(struct context *context, const char *what,
	const char *why, ...) __attribute__((format(printf, 3, 4)));

/* The store's message and detail as `backoffice: what: why`. COMMAND_REFUSED
 * for what a person can put right by typing otherwise, else COMMAND_FAILED. */
enum command_result command_store_says(struct context *context,
	const char *what, enum store_result result);

/* Tells on stderr without refusing: `backoffice: what: why`. */
void command_warn(struct context *context, const char *what, const char *why,
	...) __attribute__((format(printf, 3, 4)));

/* --- doing ------------------------------------------------------------- */

/* store_begin and store_commit with their messages. On false of
 * command_commit nothing is written (or the message says it is unknown). */
bool command_begin(struct context *context);
bool command_commit(struct context *context);

/* --- who may: who.c ----------------------------------------------------- */

/*
 * Asks for the PIN of --user, if it was not asked yet, and whether he may do
 * this, himself or with the PIN of --supervisor. COMMAND_DONE, or it has said
 * why not. A command whose action is stated in its table need not call it;
 * one that does more when an option asks for it does, before store_begin.
 */
enum command_result command_authorize(struct context *context,
	enum action action);

/* The role that counts: of the user, or of whoever lends his right. */
enum role command_role(const struct context *context);

/* Whether the user, or who lends his right, is linked to the producer, so that
 * this command's action is not his for this producer; says so. */
bool command_conflict(struct context *context, int64_t producer,
	const char *what);

/* Notes a refusal for want of a right. It becomes a document when the command
 * has ended, if it ended refused. Saying it is the caller's. */
void command_forbidden(struct context *context, enum action action,
	enum refusal_cause cause, int64_t subject);

/* A new PIN for a user of this role: $MART_NEW_PIN, or asked twice on the
 * terminal. False, with a message, if there is none or it breaks a rule of
 * schema/rules/pin.h; on a rehearsal a guessable one is only warned of. */
bool command_new_pin(struct context *context, const char *who, enum role role,
	bool rehearsal, char pin[PIN_MAX + 1]);

/* Another secret of at most size - 1 bytes: the variable's, or asked on the
 * terminal. False, with a message, if there is none. */
bool command_secret(struct context *context, const char *what,
	const char *prompt, const char *variable, char *text, size_t size);

/* --- answering --------------------------------------------------------- */

/* A list in the format that was asked for. */
struct output *command_list(struct context *context,
	const struct output_column columns[], size_t count);

/* output_end with its message. */
enum command_result command_list_end(struct context *context,
	struct output *output);

/* A line on stdout for a person, controls made harmless. */
void command_say(struct context *context, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* --- for main.c -------------------------------------------------------- */

/* Runs what argv asks for; the exit status. */
int command_main(int argc, char **argv);

#endif
