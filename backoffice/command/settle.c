/*
 * settle: one draft for each producer who has something coming.
 *
 * A whole run would hold up the tills for as long as it takes; so the drafts
 * are committed in batches, and the tills sell in between. Each draft stores
 * its own cut, so nothing is lost or counted twice.
 */
#include <stdlib.h>

#include "backoffice/command/nouns.h"
#include "backoffice/command/settlement.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/store/producer.h"

#define BATCH 100

struct run {
	struct context *context;
	int32_t through;
	bool named; /* one producer was asked for by name */
	struct {
		int64_t producer;
		char *code;
	} * candidates;
	size_t candidate_count;
	struct settlement *drafts;
	size_t draft_count;
	size_t pending; /* of drafts, not committed yet */
};

static void add_candidate(void *context, int64_t producer, const char *code)
{
	struct run *run = context;

	run->candidates = xreallocarray(run->candidates,
		run->candidate_count + 1, sizeof(*run->candidates));
	run->candidates[run->candidate_count].producer = producer;
	run->candidates[run->candidate_count++].code = xstrdup(code);
}

static enum command_result find_candidates(struct run *run)
{
	struct context *context = run->context;
	const char *code = command_text(context, "producer");
	struct producer producer;
	enum store_result result;

	if (!code) {
		result = settlement_candidates(context->store, run->through,
			add_candidate, run);
		return result == STORE_OK
			? COMMAND_DONE
			: command_store_says(context, context->file, result);
	}
	run->named = true;
	result = producer_find(context->store, code, &producer);
	if (result == STORE_NOT_FOUND)
		return command_refuse(context, code,
			_("there is no such producer"));
	if (result != STORE_OK)
		return command_store_says(context, code, result);
	add_candidate(run, producer.id, producer.code);
	return COMMAND_DONE;
}

/* A rule said no: to the one who was named, or to one of many. */
static void say_refusal(struct run *run, const char *code,
	enum settle_refusal refusal)
{
	const char *why = language_translate(settle_refusal_message(refusal));

	if (refusal == SETTLE_NOTHING) {
		if (run->named)
			command_warn(run->context, code, "%s", why);
	} else if (run->named) {
		settlement_forbidden(run->context, refusal,
			run->candidates[0].producer);
		command_problem(run->context, code, "%s", why);
	} else {
		command_warn(run->context, code, _("left out: %s"), why);
	}
}

static enum store_result draft(struct run *run, size_t index, bool dry)
{
	struct context *context = run->context;
	const int64_t producer = run->candidates[index].producer;
	enum settle_refusal refusal;
	struct settlement s;
	enum store_result result = dry
		? settlement_reckon_now(context->store, producer, run->through,
			  &s, &refusal)
		: settlement_draft(context->store, &context->author, producer,
			  run->through, &s, &refusal);

	if (result != STORE_OK)
		return result;
	if (refusal != SETTLE_ALLOWED) {
		say_refusal(run, run->candidates[index].code, refusal);
		return STORE_OK;
	}
	result = settlement_name(context->store, &s);
	run->drafts = xreallocarray(run->drafts, run->draft_count + 1,
		sizeof(*run->drafts));
	run->drafts[run->draft_count++] = s;
	run->pending++;
	return result;
}

/* Writes the candidates from `first` on, at most a batch of them. */
static enum command_result write_batch(struct run *run, size_t first)
{
	struct context *context = run->context;
	size_t end = first + BATCH;

	if (!command_begin(context))
		return COMMAND_FAILED;
	if (end > run->candidate_count)
		end = run->candidate_count;
	run->pending = 0;
	for (size_t i = first; i < end; i++) {
		enum store_result result = draft(run, i, false);

		if (result != STORE_OK) {
			store_rollback(context->store);
			run->draft_count -= run->pending;
			return command_store_says(context, context->file,
				result);
		}
	}
	if (run->pending == 0) {
		store_rollback(context->store);
	} else if (!command_commit(context)) {
		run->draft_count -= run->pending;
		return COMMAND_FAILED;
	}
	return COMMAND_DONE;
}

static enum command_result draft_all(struct run *run)
{
	struct context *context = run->context;
	enum command_result result = COMMAND_DONE;

	if (command_given(context, "dry-run")) {
		for (size_t i = 0; i < run->candidate_count; i++) {
			enum store_result read = draft(run, i, true);

			if (read != STORE_OK)
				return command_store_says(context,
					context->file, read);
		}
		return COMMAND_DONE;
	}
	for (size_t i = 0; i < run->candidate_count && result == COMMAND_DONE;
		i += BATCH)
		result = write_batch(run, i);
	return result;
}

static enum command_result answer(struct run *run)
{
	struct context *context = run->context;
	struct output *output;

	if (run->draft_count == 0 && context->format == OUTPUT_TABLE) {
		if (context->problems == 0)
			command_say(context, _("Nothing is to be settled."));
		return COMMAND_DONE;
	}
	output = settlement_table(context);
	for (size_t i = 0; i < run->draft_count; i++)
		settlement_table_row(context, output, &run->drafts[i]);
	return command_list_end(context, output);
}

static enum command_result run_settle(struct context *context)
{
	const int32_t today = store_today(context->store);
	struct run run = {
		.context = context,
		.through = (int32_t)command_number(context, "through", today),
	};
	enum command_result result = find_candidates(&run);
	enum command_result said;

	if (run.through > today)
		command_warn(context, "--through",
			_("this day is still to come: sales whose return "
			  "period is not over are taken too"));
	if (result == COMMAND_DONE)
		result = draft_all(&run);
	/* What was committed before a failure is told too. */
	if (result == COMMAND_DONE || run.draft_count > 0) {
		said = answer(&run);
		if (result == COMMAND_DONE)
			result = said;
	}
	for (size_t i = 0; i < run.candidate_count; i++)
		free(run.candidates[i].code);
	free(run.candidates);
	free(run.drafts);
	return result == COMMAND_DONE && context->problems > 0 ? COMMAND_REFUSED
							       : result;
}

static const struct option_spec settle_options[] = {
	{.name = "producer",
		.kind = OPTION_TEXT,
		.value = "CODE",
		.help = N_("only this producer")},
	{.name = "through",
		.kind = OPTION_DATE,
		.value = "DATE",
		.help = N_("the last day that is settled; today if not given")},
	{.name = "dry-run",
		.kind = OPTION_FLAG,
		.help = N_("show what would be drawn up, write nothing")},
	OPTION_END,
};

const struct command settle_commands[] = {
	{.path = "settle",
		.summary = N_("draw up what each producer is to be paid"),
		.options = settle_options,
		.needs = NEEDS_WRITE,
		.action = ACTION_SETTLE_DRAFT,
		.run = run_settle},
	COMMAND_END,
};
