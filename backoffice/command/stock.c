/* backoffice stock: goods in, back and lost; what is on hand and why. */
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/lookup.h"
#include "backoffice/command/nouns.h"
#include "backoffice/command/settlement.h"
#include "backoffice/paper/goods.h"
#include "drivers/codec/paper_text.h"
#include "drivers/system/alloc.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"

#define SLIP_COLUMNS 48
#define SLIP_MAX ((size_t)4 * 1024 * 1024)

static const char *const reason_words[] = {
	"damage", "expiry", "shrink", "sample", "defect", "theft", NULL};

/* One document of goods while it is being made. */
struct slip {
	struct context *context;
	bool out;                 /* goods leave */
	struct producer producer; /* id 0: it is the supplier's */
	const char *supplier_name;
	int64_t supplier;
	struct stock_want *wants;
	size_t count;
	int64_t id;
	char document[DOCUMENT_TEXT_SIZE];
	struct stock_line *lines; /* as they were written */
	size_t line_count;
};

static void slip_release(struct slip *slip)
{
	free(slip->wants);
	free(slip->lines);
	slip->wants = NULL;
	slip->lines = NULL;
	slip->count = slip->line_count = 0;
}

/* --- what was typed ----------------------------------------------------- */

/* That the goods are whose the slip is. */
static void check_owner(struct slip *slip, const char *operand,
	const struct item *item)
{
	struct context *context = slip->context;
	int64_t owner = slip->supplier_name ? 0 : slip->producer.id;

	if (item->id == 0 || item->producer == owner)
		return;
	if (item->producer == 0)
		command_problem(context, operand,
			_("is the mart's own, not consigned by %s"),
			slip->producer.code);
	else if (owner == 0)
		command_problem(context, operand,
			_("is consigned by %s, not the mart's own"),
			producer_code(context, item->producer));
	else
		command_problem(context, operand,
			_("is consigned by %s, not by %s"),
			producer_code(context, item->producer),
			slip->producer.code);
}

/* Goods that leave must be told apart: once an item, or once each lot. */
static void check_once(struct slip *slip, const char *operand)
{
	const struct stock_want *new = &slip->wants[slip->count];

	for (size_t i = 0; i < slip->count; i++) {
		const struct stock_want *old = &slip->wants[i];

		if (old->item.id != new->item.id || old->item.id == 0)
			continue;
		if (!old->has_lot || !new->has_lot ||
			strcmp(old->lot, new->lot) == 0) {
			command_problem(slip->context, operand,
				_("is there twice; add the quantities up"));
			return;
		}
	}
}

static void default_expiry(struct slip *slip, struct stock_want *want,
	const char *operand)
{
	int32_t today = store_today(slip->context->store);

	if (want->expiry == 0 && want->item.shelf_life_days > 0 &&
		!calendar_add(&want->expiry, today, want->item.shelf_life_days))
		want->expiry = 0;
	if (want->expiry != 0 && want->expiry < today)
		command_warn(slip->context, operand,
			_("has expired already; it will not be sold"));
}

static void read_wants(struct slip *slip, struct goods_rule rule)
{
	struct context *context = slip->context;
	size_t count = command_operand_count(context);

	slip->wants = xcalloc(count, sizeof(*slip->wants));
	for (size_t i = 0; i < count; i++) {
		const char *operand = command_operand(context, i);
		struct stock_want *want = &slip->wants[i];

		if (!read_goods(context, operand, rule, want))
			want->item.id = 0;
		if (slip->out)
			check_once(slip, operand);
		else
			default_expiry(slip, want, operand);
		slip->count++;
	}
}

/* The producer or supplier of the slip: one of the two. */
static enum command_result read_party(struct slip *slip)
{
	struct context *context = slip->context;
	const char *code = command_text(context, "producer");
	const char *name = command_text(context, "supplier");

	if (!code && !name && context->problems > 0)
		return COMMAND_REFUSED; /* what was given is bad, and named */
	if (!code == !name)
		return command_misused(context, context->command->path,
			_("needs either --producer or --supplier"));
	slip->supplier_name = name;
	return COMMAND_DONE;
}

static enum command_result find_party(struct slip *slip, bool make)
{
	struct context *context = slip->context;
	const char *code = command_text(context, "producer");
	enum store_result result;

	if (code) {
		if (find_producer(context, "--producer", code,
			    &slip->producer) &&
			!slip->producer.active && !slip->out)
			command_problem(context, "--producer",
				_("%s leaves no goods here any more"), code);
		command_conflict(context, slip->producer.id, "--producer");
		return COMMAND_DONE;
	}
	result = supplier_find(context->store, slip->supplier_name,
		&slip->supplier);
	if (result == STORE_NOT_FOUND && !make)
		command_problem(context, "--supplier",
			_("nobody of the name “%s” has sold us anything"),
			slip->supplier_name);
	else if (result != STORE_OK && result != STORE_NOT_FOUND)
		return command_store_says(context, "--supplier", result);
	return COMMAND_DONE;
}

/* --- what is answered --------------------------------------------------- */

static const struct output_column line_columns[] = {
	{"document", NULL, OUTPUT_DOCUMENT},
	{"sku", NULL, OUTPUT_TEXT},
	{"lot", NULL, OUTPUT_TEXT},
	{"expiry", NULL, OUTPUT_DATE},
	{"quantity", NULL, OUTPUT_QUANTITY},
	{"movement", NULL, OUTPUT_TEXT},
	{"owner", NULL, OUTPUT_TEXT},
	{"credited", NULL, OUTPUT_MONEY},
	{"cost", NULL, OUTPUT_MONEY},
};

static void output_day(struct output *output, int32_t day)
{
	char text[CALENDAR_TEXT_SIZE];

	if (day == 0 || !calendar_holds(day)) {
		output_null(output);
		return;
	}
	calendar_format(day, text);
	output_text(output, text);
}

static enum command_result list_lines(const struct slip *slip)
{
	struct output *output = command_list(slip->context, line_columns,
		sizeof(line_columns) / sizeof(*line_columns));

	for (size_t i = 0; i < slip->line_count; i++) {
		const struct stock_line *line = &slip->lines[i];

		output_text(output, slip->document);
		output_text(output, line->item.sku);
		output_text(output, line->lot);
		output_day(output, line->expiry);
		output_quantity(output, quantity_thousandths(line->quantity));
		output_text(output, line->movement);
		output_text(output,
			line->has_owner ? loss_owner_name(line->owner) : NULL);
		output_money(output, money_rupiah(line->share));
		output_money(output, money_rupiah(line->cost));
		output_row_end(output);
	}
	return command_list_end(slip->context, output);
}

static void keep_line(void *context, const struct stock_line *line)
{
	struct slip *slip = context;

	slip->lines = xreallocarray(slip->lines, slip->line_count + 1,
		sizeof(*slip->lines));
	slip->lines[slip->line_count++] = *line;
}

static void print_slip(const struct slip *slip, const char *reason)
{
	struct context *context = slip->context;
	struct store *store = context->store;
	int32_t today = store_today(store);
	const char *name = store_setting(store, "name", today);
	char *mart = xstrdup(name ? name : "");
	struct goods_slip goods = {
		.mart = {.name = mart,
			.offset_s = store_zone_offset_s(store),
			.rehearsal = store_is_rehearsal(store)},
		.out = slip->out,
		.document = slip->document,
		.at_ms = store_now_ms(store),
		.user = context->user.name,
		.party_code = slip->supplier_name ? "" : slip->producer.code,
		.party_name = slip->supplier_name ? slip->supplier_name
						  : slip->producer.name,
		.reason = reason,
		.own = slip->supplier_name != NULL,
		.lines = slip->lines,
		.line_count = slip->line_count,
	};
	struct paper *paper = goods_slip(&goods);
	struct buffer text;

	buffer_init(&text, SLIP_MAX);
	if (paper_text(paper, SLIP_COLUMNS, &text))
		fputs(buffer_str(&text), context->out);
	buffer_release(&text);
	paper_free(paper);
	free(mart);
}

/* --- receive ------------------------------------------------------------ */

static void write_received(struct slip *slip)
{
	struct context *context = slip->context;
	struct document *document =
		document_begin(context->store, "receive", &context->author);

	slip->id = document_id(document);
	document_format(slip->id, slip->document);
	if (slip->supplier_name && slip->supplier == 0)
		supplier_write(context->store, document, slip->supplier_name,
			&slip->supplier);
	stock_write_head(document, slip->producer.id, slip->supplier, NULL);
	for (size_t i = 0; i < slip->count; i++) {
		enum stock_outcome outcome =
			stock_write_received(context->store, document,
				(int64_t)i + 1, &slip->wants[i],
				slip->supplier);

		if (outcome != STOCK_DONE)
			command_problem(context, command_operand(context, i),
				"%s",
				language_translate(stock_message(outcome)));
	}
}

/* Ends a slip that has problems; the answer's exit code. */
static enum command_result give_up(struct slip *slip,
	enum command_result result)
{
	store_rollback(slip->context->store);
	slip_release(slip);
	return result;
}

/* Ends the write: gives up where something was refused, else commits and
 * reads back what was written. */
static enum command_result finish(struct slip *slip)
{
	struct context *context = slip->context;
	enum store_result result;

	if (context->problems > 0)
		return give_up(slip, COMMAND_REFUSED);
	if (!command_commit(context)) {
		slip_release(slip);
		return COMMAND_FAILED;
	}
	result = stock_lines(context->store, slip->id, keep_line, slip);
	if (result == STORE_OK)
		return COMMAND_DONE;
	slip_release(slip);
	command_store_says(context, slip->document, result);
	return COMMAND_FAILED;
}

/* The slip to sign, its first line with the document and `words`. */
static enum command_result answer(struct slip *slip, const char *words,
	const char *reason)
{
	enum command_result result = COMMAND_DONE;

	if (slip->context->format == OUTPUT_TABLE) {
		command_say(slip->context, "%s %s %s", slip->document, words,
			slip->supplier_name ? slip->supplier_name
					    : slip->producer.name);
		print_slip(slip, reason);
	} else {
		result = list_lines(slip);
	}
	slip_release(slip);
	return result;
}

static void check_wants(struct slip *slip)
{
	for (size_t i = 0; i < slip->count; i++) {
		const char *operand = command_operand(slip->context, i);
		struct stock_want *want = &slip->wants[i];

		if (want->item.id == 0)
			continue;
		check_owner(slip, operand, &want->item);
		if (!slip->out && slip->supplier_name && !want->has_unit_cost)
			command_problem(slip->context, operand,
				_("needs what a unit cost, for instance "
				  "TEH=50*6000"));
	}
}

static enum command_result receive_run(struct context *context)
{
	struct slip slip = {.context = context};
	enum command_result result = read_party(&slip);

	if (result != COMMAND_DONE)
		return result;
	if (!command_begin(context))
		return COMMAND_FAILED;
	result = find_party(&slip, true);
	if (result != COMMAND_DONE)
		return give_up(&slip, result);
	read_wants(&slip,
		(struct goods_rule){
			.expiry = true, .cost = slip.supplier_name != NULL});
	if (slip.supplier_name || slip.producer.id != 0)
		check_wants(&slip);
	if (context->problems == 0)
		write_received(&slip);
	result = finish(&slip);
	return result == COMMAND_DONE ? answer(&slip, _("received from"), NULL)
				      : result;
}

/* --- return and waste --------------------------------------------------- */

static void write_left(struct slip *slip, const char *kind,
	const struct stock_leave *leave, const char *reason)
{
	struct context *context = slip->context;
	struct document *document =
		document_begin(context->store, kind, &context->author);
	struct stock_moves *moves = stock_moves_new();
	int64_t line = 1;

	slip->id = document_id(document);
	document_format(slip->id, slip->document);
	stock_write_head(document, slip->producer.id, slip->supplier, reason);
	for (size_t i = 0; i < slip->count; i++) {
		enum stock_outcome outcome = stock_write_leave(context->store,
			document, moves, &slip->wants[i], leave, &line);

		if (outcome != STOCK_DONE)
			command_problem(context, command_operand(context, i),
				"%s",
				language_translate(stock_message(outcome)));
	}
	stock_moves_free(moves);
}

static enum command_result return_run(struct context *context)
{
	const char *reason = command_text(context, "reason");
	struct slip slip = {.context = context, .out = true};
	struct stock_leave leave = {.lost = false};
	enum command_result result = read_party(&slip);

	if (result != COMMAND_DONE)
		return result;
	if (!command_begin(context))
		return COMMAND_FAILED;
	result = find_party(&slip, false);
	if (result != COMMAND_DONE)
		return give_up(&slip, result);
	leave.supplier = slip.supplier;
	read_wants(&slip,
		(struct goods_rule){.cost = slip.supplier_name != NULL});
	if (slip.supplier_name || slip.producer.id != 0)
		check_wants(&slip);
	if (context->problems == 0)
		write_left(&slip, "return", &leave, reason);
	result = finish(&slip);
	return result == COMMAND_DONE ? answer(&slip, _("returned to"), reason)
				      : result;
}

/* What a loss meant, for each lot a line. */
static void say_loss(struct context *context, const struct stock_line *line)
{
	char quantity[TEXT_NUMBER_SIZE], rupiah[TEXT_NUMBER_SIZE];
	const char *whose = producer_code(context, line->item.producer);

	text_show_quantity(quantity_thousandths(line->quantity), quantity);
	if (!line->has_owner)
		command_say(context, _("%s %s %s: the mart's own, cost Rp%s"),
			line->item.sku, quantity, line->item.unit,
			text_format_rupiah(money_rupiah(line->cost), rupiah));
	else if (line->owner == LOSS_PRODUCER)
		command_say(context, _("%s %s %s: borne by the producer %s"),
			line->item.sku, quantity, line->item.unit, whose);
	else
		command_say(context,
			_("%s %s %s: borne by the mart, Rp%s credited to %s"),
			line->item.sku, quantity, line->item.unit,
			text_format_rupiah(money_rupiah(line->share), rupiah),
			whose);
}

static enum command_result waste_run(struct context *context)
{
	struct slip slip = {.context = context, .out = true};
	struct stock_leave leave = {
		.lost = true,
		.cause = (enum loss_cause)command_word(context, "reason", 0),
	};
	const char *reason = loss_cause_name(leave.cause);
	enum command_result result;

	if (!command_begin(context))
		return COMMAND_FAILED;
	read_wants(&slip, (struct goods_rule){.cost = false});
	for (size_t i = 0; i < slip.count; i++)
		command_conflict(context, slip.wants[i].item.producer,
			command_operand(context, i));
	if (context->problems == 0)
		write_left(&slip, "waste", &leave, reason);
	result = finish(&slip);
	if (result != COMMAND_DONE)
		return result;
	if (context->format == OUTPUT_TABLE) {
		command_say(context, _("%s written off: %s"), slip.document,
			reason);
		for (size_t i = 0; i < slip.line_count; i++)
			say_loss(context, &slip.lines[i]);
	} else {
		result = list_lines(&slip);
	}
	slip_release(&slip);
	return result;
}

/* --- show and history --------------------------------------------------- */

static const struct output_column show_columns[] = {
	{"sku", N_("SKU"), OUTPUT_TEXT},
	{"producer", N_("Producer"), OUTPUT_TEXT},
	{"lot", N_("Lot"), OUTPUT_TEXT},
	{"expiry", N_("Expiry"), OUTPUT_DATE},
	{"on_hand", N_("On hand"), OUTPUT_QUANTITY},
	{"price", N_("Price"), OUTPUT_MONEY},
	{"name", N_("Name"), OUTPUT_TEXT},
	{"unit", N_("Unit"), OUTPUT_TEXT},
};

static void show_row(void *context, const struct stock_row *row)
{
	struct output *output = context;

	output_text(output, row->item.sku);
	output_text(output, row->producer);
	output_text(output, row->lot);
	output_day(output, row->expiry);
	output_quantity(output, quantity_thousandths(row->on_hand));
	if (row->item.has_price)
		output_money(output, money_rupiah(row->item.price));
	else
		output_null(output);
	output_text(output, row->item.name);
	output_text(output, row->item.unit);
	output_row_end(output);
}

static enum command_result show_run(struct context *context)
{
	const char *code = command_text(context, "producer");
	struct producer producer = {.id = 0};
	struct item item = {.id = 0};
	struct output *output;
	enum store_result result;
	enum command_result ended;

	if (code)
		find_producer(context, "--producer", code, &producer);
	if (command_operand_count(context) > 0)
		find_item(context, command_operand(context, 0),
			command_operand(context, 0), &item);
	if (context->problems > 0)
		return COMMAND_REFUSED;
	output = command_list(context, show_columns,
		sizeof(show_columns) / sizeof(*show_columns));
	result = stock_show(context->store, item.id, producer.id, show_row,
		output);
	ended = command_list_end(context, output);
	return result == STORE_OK
		? ended
		: command_store_says(context, context->file, result);
}

static const struct output_column history_columns[] = {
	{"at", N_("Time"), OUTPUT_INSTANT},
	{"document", N_("Document"), OUTPUT_DOCUMENT},
	{"kind", N_("Kind"), OUTPUT_TEXT},
	{"sku", N_("SKU"), OUTPUT_TEXT},
	{"lot", N_("Lot"), OUTPUT_TEXT},
	{"quantity", N_("Quantity"), OUTPUT_QUANTITY},
	{"balance", N_("Balance"), OUTPUT_QUANTITY},
	{"movement", N_("Movement"), OUTPUT_TEXT},
};

struct history {
	const struct context *context;
	struct output *output;
	const char *sku;
};

static void history_row(void *context, const struct stock_event *event)
{
	struct history *history = context;
	struct output *output = history->output;
	char document[DOCUMENT_TEXT_SIZE];

	output_instant(output, event->at_ms);
	output_text(output, document_format(event->document, document));
	output_text(output, command_shown(history->context, event->kind));
	output_text(output, history->sku);
	output_text(output, event->lot);
	output_quantity(output, quantity_thousandths(event->quantity));
	output_quantity(output, event->balance);
	output_text(output, command_shown(history->context, event->movement));
	output_row_end(output);
}

static enum command_result history_run(struct context *context)
{
	const char *sku = command_operand(context, 0);
	struct history history;
	struct item item;
	enum store_result result;
	enum command_result ended;
	struct days days;

	if (!command_days(context, &days) ||
		!find_item(context, sku, sku, &item))
		return COMMAND_REFUSED;
	history.context = context;
	history.sku = item.sku;
	history.output = command_list(context, history_columns,
		sizeof(history_columns) / sizeof(*history_columns));
	result = stock_history(context->store, item.id, days, history_row,
		&history);
	ended = command_list_end(context, history.output);
	return result == STORE_OK ? ended
				  : command_store_says(context, sku, result);
}

/* --- the table ---------------------------------------------------------- */

#define PARTY_OPTIONS \
	{ \
		"producer", OPTION_TEXT, "CODE", \
			N_("whose consigned goods they are") \
		, 0, PRODUCER_CODE_SIZE - 1, NULL \
	} \
	, \
	{ \
		"supplier", OPTION_TEXT, "NAME", \
			N_("who sold them to the mart, each with *COST a unit") \
		, 0, SUPPLIER_NAME_SIZE - 1, NULL \
	}

static const struct option_spec receive_options[] = {
	PARTY_OPTIONS,
	OPTION_END,
};

static const struct option_spec return_options[] = {
	PARTY_OPTIONS,
	{"reason", OPTION_TEXT, "TEXT", N_("why, for the slip"), 0, 0, NULL},
	OPTION_END,
};

static const struct option_spec waste_options[] = {
	{"reason", OPTION_WORD, "damage|expiry|shrink|sample|defect|theft",
		N_("why; the agreement says who bears it"), OPTION_REQUIRED, 0,
		reason_words},
	OPTION_END,
};

static const struct option_spec show_options[] = {
	{"producer", OPTION_TEXT, "CODE", N_("only of this producer"), 0,
		PRODUCER_CODE_SIZE - 1, NULL},
	{"sku", OPTION_TEXT, "SKU", NULL, OPTION_OPERAND, ITEM_SKU_SIZE - 1,
		NULL},
	OPTION_END,
};

static const struct option_spec history_options[] = {
	COMMAND_DAY_OPTIONS,
	{"sku", OPTION_TEXT, "SKU", NULL, OPTION_OPERAND, ITEM_SKU_SIZE - 1,
		NULL},
	OPTION_END,
};

const struct command stock_commands[] = {
	{"stock receive", "SKU=QTY[@LOT[:EXPIRY]][*COST]…", 1, SIZE_MAX,
		N_("take goods in, with a slip to sign"), receive_options,
		NEEDS_WRITE_NAMES_ALL, ACTION_RECEIVE, receive_run},
	{"stock return", "SKU=QTY[@LOT]…", 1, SIZE_MAX,
		N_("give goods back, with a slip to sign"), return_options,
		NEEDS_WRITE_NAMES_ALL, ACTION_RETURN, return_run},
	{"stock waste", "SKU=QTY[@LOT]…", 1, SIZE_MAX,
		N_("write goods off by cause"), waste_options, NEEDS_WRITE,
		ACTION_WASTE, waste_run},
	{"stock show", "[SKU]", 0, 1, N_("what is on hand, by lot and expiry"),
		show_options, NEEDS_READ, ACTION_READ, show_run},
	{"stock history", "SKU", 1, 1,
		N_("every movement of an item, with the balance after it"),
		history_options, NEEDS_READ, ACTION_READ, history_run},
	COMMAND_END,
};
