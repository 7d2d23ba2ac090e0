/*
 * journal export: the form is told in journal.h.
 *
 * The lines are written as they are read, a row at a time, so that neither the
 * length of the journal nor that of one document takes memory.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "backoffice/command/journal.h"
#include "backoffice/command/lookup.h"
#include "drivers/codec/output.h"
#include "drivers/system/alloc.h"
#include "drivers/system/file.h"
#include "drivers/system/text.h"
#include "drivers/terminal/language.h"
#include "schema/rules/calendar.h"
#include "schema/store/journal.h"

#define FORMAT 1
#define ROW_MAX (512U << 20)

struct exporting {
	struct context *context;
	FILE *stream;
	struct journal_seal seal;
	struct buffer text; /* what is not written yet */
	size_t rows;        /* of this document so far */
	int64_t documents;
};

/* --- words ---------------------------------------------------------------- */

static void put_hex(struct buffer *out, const unsigned char *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < size; i++) {
		buffer_add_byte(out, (unsigned char)digits[bytes[i] >> 4]);
		buffer_add_byte(out, (unsigned char)digits[bytes[i] & 15]);
	}
}

/* `"name": ` after a comma, unless it is the first. */
static void put_name(struct buffer *out, const char *name)
{
	if (out->length > 0 && out->data[out->length - 1] != '{')
		buffer_add_str(out, ", ");
	buffer_printf(out, "\"%s\": ", name);
}

static void put_text(struct buffer *out, const char *name, const char *text)
{
	put_name(out, name);
	if (text)
		output_json_string(out, text);
	else
		buffer_add_str(out, "null");
}

static void put_integer(struct buffer *out, const char *name, int64_t value)
{
	put_name(out, name);
	buffer_printf(out, "%" PRId64, value);
}

static void put_bytes(struct buffer *out, const char *name,
	const unsigned char *bytes, size_t size)
{
	put_name(out, name);
	buffer_add_byte(out, '"');
	put_hex(out, bytes, size);
	buffer_add_byte(out, '"');
}

static void put_node(struct buffer *out, const char *name, int64_t node)
{
	char text[TEXT_NUMBER_SIZE];

	put_text(out, name, text_format_decimal(node, 0, text));
}

static void put_document(struct buffer *out, const char *name, int64_t id)
{
	char text[DOCUMENT_TEXT_SIZE];

	put_text(out, name, id != 0 ? document_format(id, text) : NULL);
}

/* Writes what is there, and takes it into the digest. */
static bool flush(struct exporting *exporting)
{
	struct buffer *text = &exporting->text;
	bool written = !buffer_overflowed(text) &&
		fwrite(text->data, 1, text->length, exporting->stream) ==
			text->length;

	journal_seal_add(&exporting->seal, text->data, text->length);
	buffer_clear(text);
	return written;
}

/* --- the first line ------------------------------------------------------- */

static void put_part(struct buffer *out, const struct journal_part *part)
{
	const bool any = part->first <= part->last;

	buffer_add_byte(out, '{');
	put_node(out, "node", part->node);
	put_text(out, "name", part->name);
	put_bytes(out, "public_key", part->public_key,
		sizeof(part->public_key));
	put_document(out, "first", any ? part->first : 0);
	put_document(out, "last", any ? part->last : 0);
	put_bytes(out, "before_hash", part->before_hash,
		sizeof(part->before_hash));
	put_bytes(out, "before_signature", part->before_signature,
		sizeof(part->before_signature));
	buffer_add_byte(out, '}');
}

static void put_day(struct buffer *out, const char *name, bool given,
	int32_t day)
{
	char text[CALENDAR_TEXT_SIZE];

	if (given)
		calendar_format(day, text);
	put_text(out, name, given ? text : NULL);
}

static void put_mart(struct buffer *out, struct store *store,
	const struct journal_part *first)
{
	unsigned char mart[DOCUMENT_HASH_SIZE];
	char at[CLOCK_TEXT_SIZE];
	int32_t today = store_today(store);

	journal_key_hash(first->public_key, mart);
	put_bytes(out, "mart", mart, sizeof(mart));
	put_text(out, "code", store_setting(store, "code", today));
	put_text(out, "name", store_setting(store, "name", today));
	put_text(out, "program", TITIPAN_VERSION);
	put_integer(out, "schema", journal_schema(store));
	put_text(out, "at", clock_format_utc(store_now_ms(store), at));
	put_integer(out, "offset_s", store_zone_offset_s(store));
}

static bool put_head(struct exporting *exporting, const struct days *span,
	const struct journal_part *parts, size_t count)
{
	struct buffer *out = &exporting->text;
	struct context *context = exporting->context;

	buffer_add_byte(out, '{');
	put_text(out, "journal", "titipan");
	put_integer(out, "format", FORMAT);
	put_mart(out, context->store, &parts[0]);
	put_day(out, "from", command_given(context, "from"), span->from);
	put_day(out, "to", command_given(context, "to"), span->to);
	put_node(out, "by", store_node(context->store));
	put_name(out, "nodes");
	buffer_add_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		struct buffer node;

		buffer_init(&node, ROW_MAX);
		put_part(&node, &parts[i]);
		buffer_printf(out, "%s%s", i > 0 ? ", " : "",
			buffer_str(&node));
		buffer_release(&node);
	}
	buffer_add_str(out, "]}\n");
	return flush(exporting);
}

/* --- a document ----------------------------------------------------------- */

static bool is_plain(const struct value *value)
{
	const char *bytes = (const char *)value->bytes;

	return text_is_utf8(bytes, value->size) &&
		memchr(bytes, '\0', value->size) == NULL;
}

static void put_value(struct buffer *out, const struct value *value)
{
	char *text;

	if (value->type == VALUE_TEXT && is_plain(value)) {
		text = xasprintf("T%s", (const char *)value->bytes);
		output_json_string(out, text);
		free(text);
		return;
	}
	buffer_add_byte(out, '"');
	if (value->type == VALUE_INTEGER) {
		buffer_printf(out, "I%" PRId64, value->integer);
	} else {
		buffer_add_byte(out, value->type == VALUE_TEXT ? 'H' : 'B');
		put_hex(out, value->bytes, value->size);
	}
	buffer_add_byte(out, '"');
}

static bool begin_document(void *data, int64_t id)
{
	struct exporting *exporting = data;
	struct buffer *out = &exporting->text;

	buffer_add_byte(out, '{');
	put_document(out, "document", id);
	put_name(out, "rows");
	buffer_add_byte(out, '[');
	exporting->rows = 0;
	return true;
}

static bool put_row(void *data, const struct fact_table *table,
	const struct value values[])
{
	struct exporting *exporting = data;
	struct buffer *out = &exporting->text;

	buffer_printf(out, "%s[\"%s\", {", exporting->rows++ > 0 ? ", " : "",
		table->name);
	for (size_t i = 0; i < table->column_count; i++) {
		if (!table->columns[i].content || values[i].type == VALUE_NULL)
			continue;
		put_name(out, table->columns[i].name);
		put_value(out, &values[i]);
	}
	buffer_add_str(out, "}]");
	return flush(exporting);
}

static bool end_document(void *data,
	const unsigned char hash[DOCUMENT_HASH_SIZE],
	const unsigned char signature[JOURNAL_SIGNATURE_SIZE])
{
	struct exporting *exporting = data;
	struct buffer *out = &exporting->text;

	buffer_add_byte(out, ']');
	put_bytes(out, "hash", hash, DOCUMENT_HASH_SIZE);
	put_bytes(out, "signature", signature, JOURNAL_SIGNATURE_SIZE);
	buffer_add_str(out, "}\n");
	exporting->documents++;
	return flush(exporting);
}

/* --- the last line -------------------------------------------------------- */

static bool put_end(struct exporting *exporting,
	const struct journal_part *parts, size_t count)
{
	struct buffer *out = &exporting->text;
	unsigned char digest[DOCUMENT_HASH_SIZE];
	unsigned char signature[JOURNAL_SIGNATURE_SIZE];
	const char *between = "";

	if (!journal_seal_end(&exporting->seal, exporting->context->store,
		    digest, signature))
		return false;
	buffer_add_byte(out, '{');
	put_text(out, "end", "titipan");
	put_integer(out, "documents", exporting->documents);
	put_name(out, "heads");
	buffer_add_byte(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (parts[i].last < parts[i].first)
			continue;
		buffer_printf(out, "%s{", between);
		put_node(out, "node", parts[i].node);
		put_document(out, "last", parts[i].last);
		put_bytes(out, "hash", parts[i].last_hash, DOCUMENT_HASH_SIZE);
		buffer_add_byte(out, '}');
		between = ", ";
	}
	buffer_add_byte(out, ']');
	put_bytes(out, "digest", digest, sizeof(digest));
	put_bytes(out, "signature", signature, sizeof(signature));
	buffer_add_str(out, "}\n");
	return fwrite(out->data, 1, out->length, exporting->stream) ==
		out->length;
}

/* --- all of it ------------------------------------------------------------ */

static enum store_result write_lines(struct exporting *exporting,
	const struct days *span, bool *written)
{
	static const struct journal_reader reader = {
		begin_document, put_row, end_document};
	struct journal_part *parts;
	size_t count;
	enum store_result result =
		journal_parts(exporting->context->store, span, &parts, &count);

	journal_seal_begin(&exporting->seal);
	if (result == STORE_OK && count == 0)
		result = STORE_DAMAGED;
	*written = result == STORE_OK &&
		put_head(exporting, span, parts, count);
	for (size_t i = 0; i < count && *written && result == STORE_OK; i++)
		result = journal_read(exporting->context->store, &parts[i],
			&reader, exporting);
	*written = *written && !ferror(exporting->stream) &&
		put_end(exporting, parts, count);
	free(parts);
	return result;
}

static enum command_result cannot_write(struct context *context,
	const char *path, const char *why)
{
	command_warn(context, path, "%s", why);
	return COMMAND_FAILED;
}

static enum command_result write_to(struct context *context, FILE *stream,
	const char *path, const struct days *span, int64_t *documents)
{
	struct exporting exporting = {.context = context, .stream = stream};
	bool written;
	enum store_result result;

	buffer_init(&exporting.text, ROW_MAX);
	result = write_lines(&exporting, span, &written);
	buffer_release(&exporting.text);
	*documents = exporting.documents;
	if (result != STORE_OK)
		return command_store_says(context, context->file, result);
	return written ? COMMAND_DONE
		       : cannot_write(context, path, strerror(errno));
}

/* The export is itself an event, which the export then holds. */
static enum store_result record(struct context *context, const char *path)
{
	char *what = xasprintf("journal %s", path);
	enum store_result result = event_record(context->store, EVENT_EXPORT,
		&context->author, 0, 0, what);

	free(what);
	return result;
}

enum command_result journal_export(struct context *context)
{
	const char *path = command_text(context, "o");
	const bool to_file = strcmp(path, "-") != 0;
	struct file_draft draft = {.stream = context->out};
	struct days span;
	enum command_result ended;
	enum file_result file = FILE_DONE;
	enum store_result result;
	int64_t documents = 0;
	char count[TEXT_NUMBER_SIZE];

	if (!command_days(context, &span))
		return COMMAND_REFUSED;
	if (to_file)
		file = file_draft_begin(&draft, path, 0600);
	if (file != FILE_DONE)
		return cannot_write(context, path, _(file_message(file)));
	result = record(context, path);
	ended = result == STORE_OK
		? write_to(context, draft.stream, path, &span, &documents)
		: command_store_says(context, context->file, result);
	if (!to_file)
		return ended;
	if (ended != COMMAND_DONE) {
		file_draft_drop(&draft);
		return ended;
	}
	file = file_draft_keep(&draft);
	if (file != FILE_DONE)
		return cannot_write(context, path, _(file_message(file)));
	command_say(context,
		P_("%s document written to %s", "%s documents written to %s",
			documents),
		text_format_decimal(documents, 0, count), path);
	return COMMAND_DONE;
}
