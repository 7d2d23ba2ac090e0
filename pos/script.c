/* Lines in, answers out. */
#include "pos/script.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/codec/output.h"
#include "drivers/system/alloc.h"
#include "drivers/system/clock.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "pos/script_int.h"

#define ANSWER_MAX ((size_t)8 * 1024 * 1024)

/* While more lines wait to be read the log need not be durable after each. */
#define SYNC_EVERY_MS 100

struct script {
	struct effects *effects;
	FILE *in;
	FILE *out;
	struct script_line *line;
	struct buffer answer;
	int64_t number;
	int64_t synced_ms;
	const char *unread; /* why the line at hand was not read, or NULL */
	bool refused;
	bool failed;
};

static void add_reason(struct script *script, const char *reason)
{
	buffer_add_str(&script->answer, ",\"status\":\"refused\"");
	script_text(&script->answer, "reason", reason);
	script->refused = true;
}

static void add_till(struct script *script)
{
	const struct till_view *view = till_view(effects_till(script->effects));
	const char *trouble = effects_trouble(script->effects);
	char text[2 * TILL_ARGUMENT_SIZE + 400];

	till_message_text(&view->message, language_translate, text,
		sizeof(text));
	if (view->refused && !script->line->is_status) {
		add_reason(script, text);
		if (view->choice_count > 1)
			script_choices(&script->answer, view);
		if (effects_failure(script->effects) != STORE_OK)
			script->failed = true;
		return;
	}
	buffer_add_str(&script->answer, ",\"status\":\"ok\"");
	script_answer(&script->answer, view, script->line);
	if (!script->line->is_status && view->message.severity == TILL_WARNING)
		script_text(&script->answer, "warning", text);
	if (trouble != NULL)
		script_text(&script->answer, "printer", _(trouble));
}

/* now INSTANT: time passes, on a rehearsal mart. */
static const char *set_clock(struct script *script)
{
	const struct script_line *line = script->line;

	if (line->count != 2)
		return N_("say the time as YYYY-MM-DDTHH:MM");
	return effects_set_clock(script->effects, line->words[1]);
}

static void carry_out(struct script *script)
{
	const bool is_clock = strcmp(script->line->words[0], "now") == 0;
	const char *why = script->unread;

	if (why == NULL)
		why = is_clock ? set_clock(script) : script_read(script->line);

	if (why != NULL) {
		add_reason(script, _(why));
		return;
	}
	if (is_clock) {
		buffer_add_str(&script->answer, ",\"status\":\"ok\"");
		return;
	}
	if (!script->line->is_status)
		effects_send(script->effects, &script->line->event);
	add_till(script);
}

static bool more_is_waiting(FILE *in)
{
	struct pollfd ready = {.fd = fileno(in), .events = POLLIN};

	return poll(&ready, 1, 0) == 1 && (ready.revents & POLLIN) != 0;
}

static void sync_log(struct script *script)
{
	int64_t now_ms = clock_monotonic_ms();

	if (more_is_waiting(script->in) &&
		now_ms - script->synced_ms < SYNC_EVERY_MS)
		return;
	effects_idle(script->effects);
	script->synced_ms = now_ms;
}

static bool answer(struct script *script, char *text)
{
	if (!script_cut(script->line, text) && script->unread == NULL)
		script->unread = N_("there is too much on this line");
	if (script->line->count == 0) {
		if (script->unread == NULL)
			return true;
		script->line->words[script->line->count++] = text;
	}
	buffer_clear(&script->answer);
	buffer_printf(&script->answer,
		"{\"line\":%lld,\"command\":", (long long)script->number);
	output_json_string(&script->answer, script->line->words[0]);
	carry_out(script);
	buffer_add_str(&script->answer, "}\n");
	if (fputs(buffer_str(&script->answer), script->out) == EOF ||
		fflush(script->out) == EOF)
		return false;
	sync_log(script);
	return true;
}

/* A line that is too long, or holds a zero byte, is read to its end and
 * refused as one: what was cut off could have changed its meaning. */
static bool read_line(struct script *script, char *text, size_t size)
{
	size_t length = 0;
	int c = getc(script->in);

	script->unread = NULL;
	if (c == EOF)
		return false;
	script->number++;
	for (; c != EOF && c != '\n'; c = getc(script->in)) {
		if (c == '\0')
			script->unread = N_("a zero byte is on this line");
		else if (length + 1 == size)
			script->unread = N_("the line is too long");
		else
			text[length++] = (char)c;
	}
	text[length] = '\0';
	return true;
}

int script_run(struct effects *effects, FILE *in, FILE *out)
{
	struct script script = {.effects = effects,
		.in = in,
		.out = out,
		.line = xcalloc(1, sizeof(struct script_line))};
	char text[SCRIPT_LINE_MAX];
	bool good = true;

	buffer_init(&script.answer, ANSWER_MAX);
	while (good && read_line(&script, text, sizeof(text)))
		good = answer(&script, text);
	buffer_release(&script.answer);
	free(script.line);
	effects_sync(effects);
	if (!good || script.failed)
		return 3;
	return script.refused ? 1 : 0;
}
