/* backoffice init: a new mart in a new file. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backoffice/command/command_int.h"
#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/recovery.h"
#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"

#define CODE_MAX 12

static const char *const legal_form_words[] = {
	"koperasi", "pt", "cv", "perorangan", "bumdes", NULL};
static const char *const direction_words[] = {"down", "nearest", "up", NULL};

static const struct option_spec init_options[] = {
	{"code", OPTION_TEXT, "CODE", N_("short, in every receipt number: GTN"),
		OPTION_REQUIRED, CODE_MAX, NULL},
	{"name", OPTION_TEXT, "NAME", N_("the mart's name on every paper"),
		OPTION_REQUIRED, 120, NULL},
	{"owner", OPTION_TEXT, "USER",
		N_("the first user; the PIN is asked, or read from "
		   "$MART_NEW_PIN"),
		OPTION_REQUIRED, USER_NAME_SIZE - 1, NULL},
	{"legal-form", OPTION_WORD, "koperasi|pt|cv|perorangan|bumdes",
		N_("what body runs it; koperasi if not given"), 0, 0,
		legal_form_words},
	{"timezone", OPTION_TEXT, "ZONE",
		N_("Asia/Jakarta if not given; also Asia/Makassar, "
		   "Asia/Jayapura, +07:00"),
		0, 40, NULL},
	{"rounding", OPTION_MONEY, "RP",
		N_("the smallest coin in cash; 100 if not given"), 0, 0, NULL},
	{"rounding-direction", OPTION_WORD, "down|nearest|up",
		N_("how cash is rounded; down if not given"), 0, 0,
		direction_words},
	{"npwp", OPTION_TEXT, "N",
		N_("the tax number of a mart that is registered for PPN"), 0,
		40, NULL},
	{"pkp-since", OPTION_DATE, "DATE",
		N_("since when it is registered for PPN"), 0, 0, NULL},
	{"rehearsal", OPTION_FLAG, NULL,
		N_("a mart to try things on; its papers say so"), 0, 0, NULL},
	OPTION_END,
};

/* Upper-case letters and digits: the dash parts a receipt's number. */
static void check_mart_code(struct context *context, char code[CODE_MAX + 1])
{
	const char *given = command_text(context, "code");
	bool right = true;
	size_t i = 0;

	if (!given)
		return; /* it is a problem already */
	for (; i < CODE_MAX && given[i]; i++) {
		bool lower = given[i] >= 'a' && given[i] <= 'z';

		if (!lower && !(given[i] >= 'A' && given[i] <= 'Z') &&
			!(given[i] >= '0' && given[i] <= '9'))
			right = false;
		code[i] = (char)(lower ? given[i] - 'a' + 'A' : given[i]);
	}
	code[i] = '\0';
	if (!right)
		command_problem(context, "--code",
			_("“%s” has more than letters and digits"), given);
}

/* unread: one of the values may be there and could not be read. */
static void check_tax(struct context *context, struct store_plan *plan,
	bool unread, char npwp[32])
{
	const char *given = command_text(context, "npwp");

	if (!unread && !given != !command_given(context, "pkp-since"))
		command_problem(context, given ? "--npwp" : "--pkp-since",
			_("--npwp and --pkp-since go together"));
	if (!given || !check_npwp(context, "--npwp", given, npwp))
		return;
	plan->npwp = npwp;
	plan->pkp_since = (int32_t)command_number(context, "pkp-since", 0);
}

/* The folder of the default file is made; a folder that -d names must be. */
static void make_folder(const struct context *context)
{
	char *folder = xstrdup(context->file);
	char *slash = strrchr(folder, '/');

	if (slash && slash != folder && !command_given(context, "d")) {
		*slash = '\0';
		file_make_directory(folder);
	}
	free(folder);
}

static bool folder_is_there(const char *file)
{
	char *folder = xstrdup(file);
	char *slash = strrchr(folder, '/');
	bool there = true;

	if (slash && slash != folder) {
		*slash = '\0';
		there = access(folder, F_OK) == 0 ||
			(errno != ENOENT && errno != ENOTDIR);
	}
	free(folder);
	return there;
}

/* A new code; on a rehearsal the one that is asked for, so that it can be
 * repeated. */
static bool choose_code(struct context *context, const struct store_plan *plan,
	struct recovery *recovery)
{
	const char *given = plan->rehearsal ? getenv("MART_RECOVERY_CODE")
					    : NULL;
	int group;

	if (!given || given[0] == '\0') {
		recovery_make(recovery);
		return true;
	}
	if (recovery_code_parse(given, recovery->secret, &group) ==
		RECOVERY_READ) {
		recovery_derive(recovery);
		return true;
	}
	command_problem(context, "MART_RECOVERY_CODE",
		_("it has nine groups of four characters"));
	return false;
}

static enum command_result create(struct context *context,
	const struct store_plan *wanted)
{
	struct store_plan plan = *wanted;
	char key[RECOVERY_KEY_TEXT_SIZE];
	struct recovery recovery;
	const char *set_clock = getenv("MART_NOW");
	char detail[500] = "";
	enum store_result result;

	make_folder(context);
	if (!folder_is_there(context->file)) {
		command_problem(context, context->file,
			_("its folder is not there; make it first"));
		return COMMAND_FAILED;
	}
	if (!choose_code(context, &plan, &recovery))
		return COMMAND_REFUSED;
	recovery_key_text(recovery.public_key, key);
	plan.recovery_key = key;
	result = store_create(context->file,
		set_clock && set_clock[0] ? set_clock : NULL, &plan, detail,
		sizeof(detail));
	if (result == STORE_OK) {
		command_say(context, _("%s: %s, node 1, owner %s, in %s"),
			plan.code, plan.name, plan.owner, context->file);
		recovery_tell(context, &recovery);
		recovery_forget(&recovery);
		return COMMAND_DONE;
	}
	if (result == STORE_EXISTS)
		return command_refuse(context, context->file,
			_("is there already; a new mart needs a new file"));
	command_problem(context, context->file, detail[0] ? "%s (%s)" : "%s%s",
		language_translate(store_message(result)), detail);
	return result == STORE_CLOCK_REFUSED ? COMMAND_REFUSED : COMMAND_FAILED;
}

static enum command_result init_run(struct context *context)
{
	char code[CODE_MAX + 1];
	char npwp[32];
	char pin[PIN_MAX + 1];
	int32_t offset_s;
	const char *zone = command_text(context, "timezone");
	struct store_plan plan = {
		.code = code,
		.name = command_text(context, "name"),
		.legal_form =
			legal_form_words[command_word(context, "legal-form", 0)],
		.timezone = zone ? zone : "Asia/Jakarta",
		.owner = command_text(context, "owner"),
		.rounding_unit = command_number(context, "rounding", 100),
		.rounding_direction = direction_words[command_word(context,
			"rounding-direction", 0)],
		.rehearsal = command_given(context, "rehearsal"),
	};
	const bool unread = context->problems > 0;

	check_mart_code(context, code);
	if (plan.owner)
		check_one_word(context, "--owner", plan.owner);
	if (!clock_zone_offset(plan.timezone, &offset_s))
		command_problem(context, "--timezone",
			_("“%s” is not known; for instance Asia/Jakarta"),
			plan.timezone);
	if (plan.rounding_unit < 1 || plan.rounding_unit > 100000)
		command_problem(context, "--rounding",
			_("the smallest coin is from 1 to 100000 rupiah"));
	check_tax(context, &plan, unread, npwp);
	check_clock(context);
	/* a PIN is asked for only when all the rest is right */
	if (context->problems > 0 && !getenv("MART_NEW_PIN"))
		return COMMAND_REFUSED;
	if (!command_new_pin(context, plan.owner ? plan.owner : "", ROLE_OWNER,
		    plan.rehearsal, pin))
		return COMMAND_REFUSED;
	if (context->problems > 0)
		return COMMAND_REFUSED;
	plan.owner_pin = pin;
	return create(context, &plan);
}

const struct command init_commands[] = {
	{"init", NULL, 0, 0, N_("make a new mart"), init_options,
		NEEDS_NOTHING_NAMES_ALL, ACTION_EDIT_SETTING, init_run},
	COMMAND_END,
};
