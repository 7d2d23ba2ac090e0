/* backoffice producer: who leaves goods here, and what each is owed. */
#include <string.h>

#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/person.h"
#include "backoffice/command/personal.h"
#include "backoffice/command/producer.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"
#include "schema/store/consent.h"

#define STAGE_VALUE "registered|trained|licensed|listed|sold"

/* What `add` and `edit` both know of; on edit "" takes a value away. */
#define DETAIL_OPTIONS \
	{ \
		"owner-name", OPTION_TEXT, "NAME", N_("who runs it") \
		, OPTION_CLEARS, PRODUCER_NAME_SIZE - 1, NULL \
	} \
	, PERSONAL_OPTIONS, \
	{ \
		"region", OPTION_TEXT, "CODE", \
			N_("Kemendagri code (18.09.01) or name") \
		, OPTION_CLEARS, PRODUCER_TEXT_SIZE - 1, NULL \
	} \
	, \
	{ \
		"region-bps", OPTION_TEXT, "CODE", N_("BPS code") \
		, OPTION_CLEARS, PRODUCER_NUMBER_SIZE - 1, NULL \
	} \
	, \
	{ \
		"village", OPTION_TEXT, "NAME", N_("village") \
		, OPTION_CLEARS, PRODUCER_TEXT_SIZE - 1, NULL \
	} \
	, \
	{ \
		"sentra", OPTION_TEXT, "NAME", N_("producers' cluster") \
		, OPTION_CLEARS, PRODUCER_TEXT_SIZE - 1, NULL \
	} \
	, \
	{ \
		"sector", OPTION_TEXT, "NAME", N_("what is made") \
		, OPTION_CLEARS, PRODUCER_TEXT_SIZE - 1, NULL \
	} \
	, \
	{ \
		"nib", OPTION_TEXT, "N", N_("business number of 13 digits") \
		, OPTION_CLEARS, PRODUCER_NUMBER_SIZE - 1, NULL \
	} \
	, \
	{ \
		"npwp", OPTION_TEXT, "N", N_("tax number") \
		, OPTION_CLEARS, PRODUCER_NUMBER_SIZE - 1, NULL \
	} \
	, \
	{ \
		"pkp-since", OPTION_DATE, "DATE", \
			N_("since when registered for PPN") \
		, OPTION_CLEARS, 0, NULL \
	} \
	, \
	{ \
		"ovop", OPTION_WORD, "yes|no", N_("One Village One Product") \
		, 0, 0, yes_no_words \
	} \
	, \
	{ \
		"mentor", OPTION_TEXT, "USER", \
			N_("the mentor who assists him and may read of him") \
		, OPTION_CLEARS, USER_NAME_SIZE - 1, NULL \
	} \
	, \
	{ \
		"workers", OPTION_INTEGER, "N", \
			N_("how many people work there") \
		, 0, 1000000, NULL \
	} \
	, \
	{ \
		"stage", OPTION_WORD, STAGE_VALUE, \
			N_("how far the producer has come") \
		, 0, 0, producer_stage_words \
	}

static const struct option_spec add_options[] = {
	{"code", OPTION_TEXT, "CODE", N_("short, for labels and slips"),
		OPTION_REQUIRED, PRODUCER_CODE_SIZE - 1, NULL},
	{"name", OPTION_TEXT, "NAME", N_("as papers and receipts show it"),
		OPTION_REQUIRED, PRODUCER_NAME_SIZE - 1, NULL},
	DETAIL_OPTIONS,
	OPTION_END,
};

static const struct option_spec edit_options[] = {
	{"code", OPTION_TEXT, "CODE", N_("short, for labels and slips"),
		OPTION_OPERAND, PRODUCER_CODE_SIZE - 1, NULL},
	{"name", OPTION_TEXT, "NAME", N_("as papers and receipts show it"), 0,
		PRODUCER_NAME_SIZE - 1, NULL},
	DETAIL_OPTIONS,
	{"active", OPTION_WORD, "yes|no",
		N_("no: leaves no goods here any more"), 0, 0, yes_no_words},
	OPTION_END,
};

/* --- reading options ---------------------------------------------------- */

static void take_text(struct context *context, const char *option, char *text,
	size_t size)
{
	const char *given = command_text(context, option);

	if (given)
		snprintf(text, size, "%s", given);
}

void producer_check_digits(struct context *context, const char *what,
	const char *given, size_t digits)
{
	if (given[0] != '\0' &&
		(strlen(given) != digits ||
			strspn(given, "0123456789") != digits))
		command_problem(context, what, _("“%s” is not %d digits"),
			given, (int)digits);
}

void producer_check_phone(struct context *context, const char *what,
	const char *given)
{
	int digits = 0;

	for (const char *c = given; *c; c++) {
		if (*c >= '0' && *c <= '9')
			digits++;
		else if (!strchr("+-() .", *c))
			digits = 100;
	}
	if (given[0] != '\0' && (digits < 6 || digits > 20))
		command_problem(context, what, _("is no telephone number"));
}

void producer_check_erased(struct context *context, const char *what,
	const struct producer *p)
{
	if (p->id != 0 && personal_is_forgotten(context->store, p->id))
		command_problem(context, what,
			_("was erased; nothing more is kept of him"));
}

/* Whoever owes the PPN of goods of one who is registered too is not settled in
 * law, so nothing is reckoned for him rather than reckoned wrongly. */
void producer_check_pkp(struct context *context, const char *what,
	const struct producer *p)
{
	int32_t today = store_today(context->store);
	int32_t day = p->pkp_since > today ? p->pkp_since : today;

	if (!p->is_pkp)
		return;
	if (p->npwp[0] == '\0')
		command_problem(context, what,
			_("who is registered for PPN has an NPWP; give it "
			  "too"));
	if (agreement_mart_is_pkp(context->store, day))
		command_problem(context, what,
			_("the mart is registered for PPN too; who owes the "
			  "tax of consigned goods is then not settled in law, "
			  "so it is refused"));
}

bool producer_differs(const struct producer *a, const struct producer *b)
{
	return strcmp(a->code, b->code) != 0 || strcmp(a->name, b->name) != 0 ||
		strcmp(a->owner_name, b->owner_name) != 0 ||
		strcmp(a->region, b->region) != 0 ||
		strcmp(a->region_bps, b->region_bps) != 0 ||
		strcmp(a->village, b->village) != 0 ||
		strcmp(a->sentra, b->sentra) != 0 ||
		strcmp(a->sector, b->sector) != 0 ||
		strcmp(a->nib, b->nib) != 0 || strcmp(a->npwp, b->npwp) != 0 ||
		a->is_pkp != b->is_pkp || a->pkp_since != b->pkp_since ||
		a->ovop != b->ovop || a->workers != b->workers ||
		a->stage != b->stage || a->active != b->active ||
		a->mentor != b->mentor;
}

static void take_nib(struct context *context, struct producer *p)
{
	const char *given = command_text(context, "nib");

	if (!given)
		return;
	producer_check_digits(context, "--nib", given, 13);
	snprintf(p->nib, sizeof(p->nib), "%s", given);
}

static void take_npwp(struct context *context, struct producer *p)
{
	const char *given = command_text(context, "npwp");

	if (given && given[0] == '\0')
		p->npwp[0] = '\0';
	else if (given)
		check_npwp(context, "--npwp", given, p->npwp);
	if (!command_given(context, "pkp-since"))
		return;
	p->is_pkp = command_text(context, "pkp-since")[0] != '\0';
	p->pkp_since = (int32_t)command_number(context, "pkp-since", 0);
}

void producer_take_mentor(struct context *context, const char *what,
	const char *name, struct producer *p)
{
	struct user user;

	p->mentor = 0;
	if (name[0] == '\0')
		return;
	if (user_find(context->store, name, &user) != STORE_OK ||
		!user.active || user.role != ROLE_MENTOR)
		command_problem(context, what, _("“%s” is no mentor"), name);
	else
		p->mentor = user.id;
}

static void take_personal(struct context *context, const struct producer *p,
	struct personal_given *given)
{
	for (int f = 0; f < PERSONAL_FIELD_COUNT; f++) {
		const char *option = personal_option_names[f];
		const char *text = command_text(context, option);
		char what[40];

		snprintf(what, sizeof(what), "--%s", option);
		if (text)
			personal_take(context, what, (enum personal_field)f,
				text, given);
	}
	personal_check_account(context, "--account", p->id, given);
}

static void take_options(struct context *context, struct producer *p,
	struct personal_given *given)
{
	struct producer other;
	const char *code = command_text(context, "code");

	take_text(context, "code", p->code, sizeof(p->code));
	take_text(context, "name", p->name, sizeof(p->name));
	take_text(context, "owner-name", p->owner_name, sizeof(p->owner_name));
	take_text(context, "region", p->region, sizeof(p->region));
	take_text(context, "region-bps", p->region_bps, sizeof(p->region_bps));
	take_text(context, "village", p->village, sizeof(p->village));
	take_text(context, "sentra", p->sentra, sizeof(p->sentra));
	take_text(context, "sector", p->sector, sizeof(p->sector));
	take_nib(context, p);
	take_npwp(context, p);
	producer_check_pkp(context, "--pkp-since", p);
	take_personal(context, p, given);
	if (command_given(context, "mentor"))
		producer_take_mentor(context, "--mentor",
			command_text(context, "mentor"), p);
	p->ovop = command_word(context, "ovop", p->ovop ? 0 : 1) == 0;
	p->workers = command_number(context, "workers", p->workers);
	p->stage = (enum producer_stage)command_word(context, "stage",
		(int)p->stage);
	if (!code || !check_code(context, "--code", code))
		return;
	if (producer_find(context->store, code, &other) == STORE_OK &&
		other.id != p->id)
		command_problem(context, "--code",
			_("“%s” is the code of %s already"), code, other.name);
}

/* --- writing ------------------------------------------------------------ */

/* Inside command_begin; ends the write. */
static enum command_result save(struct context *context, struct producer *p,
	const struct personal_given *given, const char *done)
{
	char text[DOCUMENT_TEXT_SIZE];
	struct document *document;
	enum store_result result;

	document = document_begin(context->store, "producer", &context->author);
	document_format(document_id(document), text);
	result = producer_write(context->store, document, p);
	if (result == STORE_OK)
		result = personal_save(context->store, document, p->id, given);
	if (result != STORE_OK) {
		store_rollback(context->store);
		return command_store_says(context, p->code, result);
	}
	if (!command_commit(context))
		return COMMAND_FAILED;
	command_say(context, "%s %s %s: %s", text, p->code, done, p->name);
	return COMMAND_DONE;
}

static enum command_result add_run(struct context *context)
{
	struct producer producer = {.active = true};
	struct personal_given given = {0};

	if (!command_begin(context))
		return COMMAND_FAILED;
	take_options(context, &producer, &given);
	if (context->problems == 0)
		return save(context, &producer, &given, _("added"));
	store_rollback(context->store);
	return COMMAND_REFUSED;
}

static enum command_result edit_run(struct context *context)
{
	const char *code = command_operand(context, 0);
	struct producer producer = {0}, before;
	struct personal_given given = {0};

	if (!command_begin(context))
		return COMMAND_FAILED;
	if (!find_producer(context, code, code, &producer)) {
		store_rollback(context->store);
		return COMMAND_REFUSED;
	}
	before = producer;
	producer_check_erased(context, code, &producer);
	take_options(context, &producer, &given);
	producer.active =
		command_word(context, "active", producer.active ? 0 : 1) == 0;
	if (!personal_differs(context->store, producer.id, &given) &&
		!producer_differs(&before, &producer))
		command_problem(context, code, _("nothing would change"));
	if (context->problems == 0)
		return save(context, &producer, &given, _("changed"));
	store_rollback(context->store);
	return COMMAND_REFUSED;
}

/* --- showing ------------------------------------------------------------ */

static const struct output_column list_columns[] = {
	{"code", N_("Code"), OUTPUT_TEXT},
	{"name", N_("Name"), OUTPUT_TEXT},
	{"phone", OUTPUT_NOT_IN_TABLE, OUTPUT_TEXT},
	{"region", OUTPUT_NOT_IN_TABLE, OUTPUT_TEXT},
	{"stage", OUTPUT_NOT_IN_TABLE, OUTPUT_TEXT},
	{"payable", N_("Payable"), OUTPUT_MONEY},
	{"unpaid", N_("Unpaid"), OUTPUT_MONEY},
	{"accrued", N_("Accrued"), OUTPUT_MONEY},
	{"held", N_("Held"), OUTPUT_MONEY},
	{"advance", OUTPUT_NOT_IN_TABLE, OUTPUT_MONEY},
	{"active", OUTPUT_NOT_IN_TABLE, OUTPUT_BOOLEAN},
};

struct listing {
	struct context *context;
	struct output *output;
	bool all;
};

static void list_balance(struct output *output,
	const struct producer_balance *balance)
{
	output_money(output, money_rupiah(balance->payable));
	output_money(output, money_rupiah(balance->unpaid));
	output_money(output, money_rupiah(balance->accrued));
	output_money(output, money_rupiah(balance->held));
	output_money(output, 0); /* nobody has an advance yet */
}

/* A mentor reads of those whom he assists. */
static bool is_to_be_read(const struct context *context,
	const struct producer *p)
{
	return context->user.id == 0 || command_role(context) != ROLE_MENTOR ||
		p->mentor == context->user.id;
}

static void list_producer(void *context, const struct producer *p,
	const struct producer_balance *balance)
{
	struct listing *listing = context;
	struct output *output = listing->output;
	char mask[PERSONAL_MASK_SIZE];

	if (!is_to_be_read(listing->context, p))
		return;
	if (!p->active && !listing->all && money_sign(balance->payable) == 0)
		return;
	output_text(output, p->code);
	output_text(output, p->name);
	output_text(output,
		personal_shown(listing->context, p->id, PERSONAL_PHONE, mask));
	output_text(output, p->region);
	output_text(output, producer_stage_words[p->stage]);
	list_balance(output, balance);
	output_boolean(output, p->active);
	output_row_end(output);
}

static const struct option_spec list_options[] = {
	{"all", OPTION_FLAG, NULL,
		N_("also those who left and are owed nothing"), 0, 0, NULL},
	OPTION_END,
};

static enum command_result list_run(struct context *context)
{
	struct listing listing = {
		.context = context,
		.output = command_list(context, list_columns,
			sizeof(list_columns) / sizeof(*list_columns)),
		.all = command_given(context, "all"),
	};
	enum store_result result = producer_list(context->store,
		store_today(context->store), list_producer, &listing);
	enum command_result ended = command_list_end(context, listing.output);

	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

static const struct output_column show_columns[] = {
	{"code", NULL, OUTPUT_TEXT},
	{"name", NULL, OUTPUT_TEXT},
	{"owner_name", NULL, OUTPUT_TEXT},
	{"phone", NULL, OUTPUT_TEXT},
	{"region", NULL, OUTPUT_TEXT},
	{"region_bps", NULL, OUTPUT_TEXT},
	{"village", NULL, OUTPUT_TEXT},
	{"sentra", NULL, OUTPUT_TEXT},
	{"sector", NULL, OUTPUT_TEXT},
	{"nib", NULL, OUTPUT_TEXT},
	{"npwp", NULL, OUTPUT_TEXT},
	{"pkp_since", NULL, OUTPUT_DATE},
	{"ovop", NULL, OUTPUT_BOOLEAN},
	{"workers", NULL, OUTPUT_INTEGER},
	{"stage", NULL, OUTPUT_TEXT},
	{"active", NULL, OUTPUT_BOOLEAN},
	{"payable", NULL, OUTPUT_MONEY},
	{"unpaid", NULL, OUTPUT_MONEY},
	{"accrued", NULL, OUTPUT_MONEY},
	{"held", NULL, OUTPUT_MONEY},
	{"advance", NULL, OUTPUT_MONEY},
	{"nik", NULL, OUTPUT_TEXT},
	{"bank", NULL, OUTPUT_TEXT},
	{"account", NULL, OUTPUT_TEXT},
	{"account_holder", NULL, OUTPUT_TEXT},
	{"consents", NULL, OUTPUT_TEXT},
	{"mentor", NULL, OUTPUT_TEXT},
};

const char *producer_mentor(struct store *store, const struct producer *p,
	char name[USER_NAME_SIZE])
{
	struct user user;

	name[0] = '\0';
	if (p->mentor != 0 && user_get(store, p->mentor, &user) == STORE_OK)
		snprintf(name, USER_NAME_SIZE, "%s", user.name);
	return name;
}

/* `contact 2026-11-01, payout 2026-11-01`: what stands. */
static void write_consents(struct context *context, int64_t producer,
	struct buffer *text)
{
	struct consent consents[CONSENT_PURPOSE_COUNT];
	char day[CALENDAR_TEXT_SIZE];

	consent_read(context->store, producer, consents);
	for (int p = 0; p < CONSENT_PURPOSE_COUNT; p++) {
		if (!consents[p].given)
			continue;
		calendar_format(consents[p].day, day);
		buffer_printf(text, "%s%s %s", text->length > 0 ? ", " : "",
			context->format == OUTPUT_TABLE
				? _(consent_purpose_words[p])
				: consent_purpose_words[p],
			day);
	}
}

static void show_personal(struct context *context, struct output *output,
	const struct producer *p)
{
	char mask[PERSONAL_MASK_SIZE], name[USER_NAME_SIZE];
	struct buffer consents;

	for (int f = PERSONAL_NIK; f < PERSONAL_FIELD_COUNT; f++)
		output_text(output,
			personal_shown(context, p->id, (enum personal_field)f,
				mask));
	buffer_init(&consents, 400);
	write_consents(context, p->id, &consents);
	output_text(output, buffer_str(&consents));
	buffer_release(&consents);
	output_text(output, producer_mentor(context->store, p, name));
}

static void show_row(struct context *context, struct output *output,
	const struct producer *p, const struct producer_balance *balance)
{
	char mask[PERSONAL_MASK_SIZE];
	char day[CALENDAR_TEXT_SIZE] = "";

	if (p->is_pkp && calendar_holds(p->pkp_since))
		calendar_format(p->pkp_since, day);
	output_text(output, p->code);
	output_text(output, p->name);
	output_text(output, p->owner_name);
	output_text(output,
		personal_shown(context, p->id, PERSONAL_PHONE, mask));
	output_text(output, p->region);
	output_text(output, p->region_bps);
	output_text(output, p->village);
	output_text(output, p->sentra);
	output_text(output, p->sector);
	output_text(output, p->nib);
	output_text(output, p->npwp);
	output_text(output, p->is_pkp ? day : NULL);
	output_boolean(output, p->ovop);
	output_integer(output, p->workers);
	output_text(output, producer_stage_words[p->stage]);
	output_boolean(output, p->active);
	list_balance(output, balance);
	show_personal(context, output, p);
	output_row_end(output);
}

static void say_if(struct context *context, const char *label,
	const char *value)
{
	if (value[0] != '\0')
		command_say(context, "%s: %s", label, value);
}

static void say_money(struct context *context, const char *label,
	struct money amount)
{
	char text[TEXT_NUMBER_SIZE];

	command_say(context, "%s: Rp%s", label,
		text_format_rupiah(money_rupiah(amount), text));
}

static void say_personal(struct context *context, const struct producer *p)
{
	char mask[PERSONAL_MASK_SIZE], name[USER_NAME_SIZE];
	struct buffer consents;

	for (int f = 0; f < PERSONAL_FIELD_COUNT; f++)
		say_if(context, personal_field_label((enum personal_field)f),
			personal_shown(context, p->id, (enum personal_field)f,
				mask));
	buffer_init(&consents, 400);
	write_consents(context, p->id, &consents);
	say_if(context, _("Consent"), buffer_str(&consents));
	buffer_release(&consents);
	say_if(context, _("Mentor"), producer_mentor(context->store, p, name));
}

static void show_page(struct context *context, const struct producer *p,
	const struct producer_balance *balance)
{
	char day[CALENDAR_TEXT_SIZE] = "";

	command_say(context, "%s  %s%s", p->code, p->name,
		p->active ? "" : _(" (left)"));
	say_if(context, _("Run by"), p->owner_name);
	say_personal(context, p);
	say_if(context, _("Region"), p->region);
	say_if(context, _("Region (BPS)"), p->region_bps);
	say_if(context, _("Village"), p->village);
	say_if(context, _("Cluster"), p->sentra);
	say_if(context, _("Sector"), p->sector);
	say_if(context, "NIB", p->nib);
	say_if(context, "NPWP", p->npwp);
	if (p->is_pkp && calendar_holds(p->pkp_since)) {
		calendar_format(p->pkp_since, day);
		say_if(context, _("Registered for PPN since"), day);
	}
	say_if(context, "OVOP", p->ovop ? _("yes") : "");
	if (p->workers > 0)
		command_say(context, "%s: %lld", _("People"),
			(long long)p->workers);
	say_if(context, _("Stage"), producer_stage_words[p->stage]);
	say_money(context, _("Payable"), balance->payable);
	say_money(context, _("  unpaid of the last settlement"),
		balance->unpaid);
	say_money(context, _("  earned, not settled"), balance->accrued);
	say_money(context, _("  of that still held"), balance->held);
}

static enum command_result show_run(struct context *context)
{
	const char *code = command_operand(context, 0);
	struct producer_balance balance;
	struct producer producer;
	struct money ledger;
	struct output *output;
	enum store_result result;

	if (!find_producer(context, code, code, &producer))
		return COMMAND_REFUSED;
	if (!is_to_be_read(context, &producer)) {
		command_forbidden(context, ACTION_READ_ASSIGNED, REFUSAL_ROLE,
			producer.id);
		return command_refuse(context, code,
			_("%s does not assist this producer"),
			context->user.name);
	}
	result = producer_balance(context->store, producer.id,
		store_today(context->store), &balance, &ledger);
	if (result != STORE_OK)
		return command_store_says(context, code, result);
	if (money_compare(ledger, balance.payable) != 0)
		command_warn(context, code,
			_("the ledger says Rp%lld; `backoffice verify` finds "
			  "out more"),
			(long long)money_rupiah(ledger));
	if (context->format == OUTPUT_TABLE) {
		show_page(context, &producer, &balance);
		return COMMAND_DONE;
	}
	output = command_list(context, show_columns,
		sizeof(show_columns) / sizeof(*show_columns));
	show_row(context, output, &producer, &balance);
	return command_list_end(context, output);
}

static const struct option_spec show_options[] = {
	{"code", OPTION_TEXT, "CODE", NULL, OPTION_OPERAND,
		PRODUCER_CODE_SIZE - 1, NULL},
	OPTION_END,
};

const struct command producer_commands[] = {
	{"producer add", NULL, 0, 0, N_("add a producer who leaves goods here"),
		add_options, NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_PRODUCER,
		add_run},
	{"producer edit", "CODE", 1, 1, N_("change what is known of one"),
		edit_options, NEEDS_WRITE_NAMES_ALL, ACTION_EDIT_PRODUCER,
		edit_run},
	{"producer list", NULL, 0, 0, N_("all of them and what each is owed"),
		list_options, NEEDS_READ, ACTION_READ_ASSIGNED, list_run},
	{"producer show", "CODE", 1, 1, N_("all that is known of one"),
		show_options, NEEDS_READ, ACTION_READ_ASSIGNED, show_run},
	{"producer reveal", "CODE", 1, 1,
		N_("show what is sealed of one; that is recorded"),
		person_reveal_options, NEEDS_WRITE, ACTION_REVEAL,
		person_reveal_run},
	{"producer consent", "CODE", 1, 1,
		N_("record what he lets his data be used for"),
		person_consent_options, NEEDS_WRITE, ACTION_EDIT_PRODUCER,
		person_consent_run},
	{"producer export-data", "CODE", 1, 1,
		N_("all that is known of one, for himself"),
		person_export_options, NEEDS_WRITE, ACTION_REVEAL,
		person_export_run},
	{"producer forget", "CODE", 1, 1,
		N_("erase what is personal of one, for good"),
		person_forget_options, NEEDS_WRITE, ACTION_FORGET,
		person_forget_run},
	COMMAND_END,
};
