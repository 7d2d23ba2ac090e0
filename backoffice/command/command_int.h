/* What the parser, the help and the runner of commands share. */
#ifndef TITIPAN_COMMAND_COMMAND_INT_H
#define TITIPAN_COMMAND_COMMAND_INT_H

#include "backoffice/command/command.h"

/* The longest path of a command, with its NUL. */
#define COMMAND_PATH_SIZE 64

/* The options that every command has. */
extern const struct option_spec global_options[];

/*
 * The words that name the command, wherever global options stand between
 * them: "stock receive". path is as much as begins a known path, *command the
 * one of exactly this path or NULL, *later whether it is one that is not there
 * yet. bad, if not NULL, is the first word that leads nowhere.
 */
struct command_path {
	char path[COMMAND_PATH_SIZE];
	int words; /* how many of argv they are */
	int last;  /* the index of the last in argv, or 0 */
	const struct command *command;
	bool later;
	const char *bad;
};
void command_path_find(int argc, char **argv, struct command_path *found);

/* Whether argv holds this flag before any `--`. */
bool command_flag_anywhere(int argc, char **argv, const char *flag);

/*
 * Reads argv for the command. COMMAND_DONE, COMMAND_USAGE with a message, or
 * COMMAND_REFUSED with a message for each bad value. *arguments is the
 * caller's in every case, to be freed by arguments_free.
 */
enum command_result arguments_read(struct context *context, int argc,
	char **argv, const struct command_path *path,
	struct arguments **arguments);
void arguments_free(struct arguments *arguments);

/* Whether $MART_NOW, if set, is a time; says so. */
bool check_clock(struct context *context);

/* Once it is known who writes: whether the date is in question, and --date-is
 * answers it. COMMAND_DONE, or what to end with: the message is said. */
enum command_result command_check_date(struct context *context);

/* Reads the values of OPTION_INSTANT, now that the mart's zone is known. */
enum command_result arguments_read_instants(struct context *context,
	int32_t offset_s);

/* A role and a right as a person says them: "cashier", "change users". */
const char *role_words(enum role role);
const char *action_words(enum action action);

/* Says that --user must be given; COMMAND_USAGE. */
enum command_result who_is_missing(struct context *context);

/* Writes the document of what was forbidden, if anything was. */
void who_record_refusal(struct context *context);

/* Help on everything, on a noun ("stock"), on a command. */
void help_all(FILE *out);
void help_noun(FILE *out, const char *noun);
void help_command(FILE *out, const struct command *command);

/* The manual page backoffice(1). */
void manual_print(FILE *out);

#endif
