/* Writing and reading the canonical bytes; the form is told in the header. */
#include "schema/store/canonical.h"

#include <assert.h>
#include <string.h>

#include "drivers/system/text.h"

/* No name is empty, so where a column could begin a 0 can only be a row. */
#define ROW_MARK 0

static unsigned char *put_name(unsigned char *at, const char *name)
{
	size_t length = strlen(name);

	assert(length > 0 && length < 256);
	*at++ = (unsigned char)length;
	/* NOLINTNEXTLINE(bugprone-not-null-terminated-result): by its length */
	memcpy(at, name, length);
	return at + length;
}

static unsigned char *put_big_endian(unsigned char *at, uint64_t value,
	int bytes)
{
	for (int i = 0; i < bytes; i++)
		*at++ = (unsigned char)(value >> (8 * (bytes - 1 - i)));
	return at;
}

/* Gathered first: to add each byte to the buffer would take longer than to
 * hash it. */
static void add_column(struct buffer *out, const char *name,
	const struct value *value)
{
	static const char types[] = {0, 'I', 'T', 'B'};
	unsigned char bytes[1 + 256 + 1 + 4 + 8];
	unsigned char *at = put_name(bytes, name);

	*at++ = (unsigned char)types[value->type];
	if (value->type == VALUE_INTEGER) {
		at = put_big_endian(at, 8, 4);
		at = put_big_endian(at, (uint64_t)value->integer, 8);
		buffer_add(out, bytes, (size_t)(at - bytes));
	} else {
		at = put_big_endian(at, value->size, 4);
		buffer_add(out, bytes, (size_t)(at - bytes));
		buffer_add(out, value->bytes, value->size);
	}
}

void canonical_row(struct buffer *out, const struct fact_table *table,
	const struct value values[])
{
	unsigned char bytes[1 + 1 + 256];

	assert(table->column_count <= FACT_COLUMNS_MAX);
	bytes[0] = ROW_MARK;
	buffer_add(out, bytes,
		(size_t)(put_name(bytes + 1, table->name) - bytes));
	for (size_t i = 0; i < table->column_count; i++) {
		if (!table->columns[i].content || values[i].type == VALUE_NULL)
			continue;
		add_column(out, table->columns[i].name, &values[i]);
	}
}

struct reader {
	const unsigned char *bytes;
	size_t size;
	size_t at;
};

static bool take(struct reader *reader, size_t count,
	const unsigned char **bytes)
{
	if (reader->size - reader->at < count)
		return false;
	*bytes = reader->bytes + reader->at;
	reader->at += count;
	return true;
}

static bool take_name(struct reader *reader, char name[256])
{
	const unsigned char *bytes;
	size_t length;

	if (!take(reader, 1, &bytes))
		return false;
	length = bytes[0];
	if (length == 0 || !take(reader, length, &bytes) ||
		memchr(bytes, 0, length))
		return false;
	memcpy(name, bytes, length);
	name[length] = '\0';
	return true;
}

static bool take_big_endian(struct reader *reader, int count, uint64_t *value)
{
	const unsigned char *bytes;

	if (!take(reader, (size_t)count, &bytes))
		return false;
	*value = 0;
	for (int i = 0; i < count; i++)
		*value = *value << 8 | bytes[i];
	return true;
}

/* A NUL inside would end it for one reader and not for another. */
static bool is_text(const unsigned char *bytes, size_t size)
{
	return !memchr(bytes, 0, size) &&
		text_is_utf8((const char *)bytes, size);
}

static bool take_value(struct reader *reader, struct value *value)
{
	const unsigned char *type;
	uint64_t size, integer;

	if (!take(reader, 1, &type) || !take_big_endian(reader, 4, &size))
		return false;
	*value = (struct value){0};
	if (*type == 'I') {
		if (size != 8 || !take_big_endian(reader, 8, &integer))
			return false;
		value->type = VALUE_INTEGER;
		value->integer = (int64_t)integer;
		return true;
	}
	if (*type != 'T' && *type != 'B')
		return false;
	value->type = *type == 'T' ? VALUE_TEXT : VALUE_BLOB;
	value->size = (size_t)size;
	if (!take(reader, value->size, &value->bytes))
		return false;
	return *type == 'B' || is_text(value->bytes, value->size);
}

enum canonical_result canonical_next(const struct facts *facts,
	const unsigned char *content, size_t size, size_t *at,
	const struct fact_table **table, struct value values[])
{
	struct reader reader = {content, size, *at};
	const unsigned char *mark;
	char name[256];
	size_t last = 0;

	if (!take(&reader, 1, &mark))
		return CANONICAL_END;
	if (*mark != ROW_MARK || !take_name(&reader, name))
		return CANONICAL_BROKEN;
	*table = facts_find(facts, name);
	if (!*table)
		return CANONICAL_NEWER;
	for (size_t i = 0; i < (*table)->column_count; i++)
		values[i] = (struct value){0};
	while (reader.at < reader.size && reader.bytes[reader.at] != ROW_MARK) {
		size_t column;

		if (!take_name(&reader, name))
			return CANONICAL_BROKEN;
		column = fact_column_find(*table, name);
		if (column == (*table)->column_count)
			return CANONICAL_NEWER;
		/* Ascending names: one document has one spelling. */
		if (column < last || !(*table)->columns[column].content ||
			!take_value(&reader, &values[column]))
			return CANONICAL_BROKEN;
		last = column + 1;
	}
	*at = reader.at;
	return CANONICAL_ROW;
}
