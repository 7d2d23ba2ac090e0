/* Writing and reading the canonical bytes; the form is told in the header. */
#include "schema/store/canonical.h"

#include <assert.h>
#include <string.h>

/* No name is empty, so where a column could begin a 0 can only be a row. */
#define ROW_MARK 0

static void add_name(struct buffer *out, const char *name)
{
	size_t length = strlen(name);

	assert(length > 0 && length < 256);
	buffer_add_byte(out, (unsigned char)length);
	buffer_add(out, name, length);
}

static void add_big_endian(struct buffer *out, uint64_t value, int bytes)
{
	unsigned char digits[8];

	for (int i = 0; i < bytes; i++)
		digits[i] = (unsigned char)(value >> (8 * (bytes - 1 - i)));
	buffer_add(out, digits, (size_t)bytes);
}

static void add_value(struct buffer *out, const struct value *value)
{
	static const char types[] = {0, 'I', 'T', 'B'};

	buffer_add_byte(out, (unsigned char)types[value->type]);
	if (value->type == VALUE_INTEGER) {
		add_big_endian(out, 8, 4);
		add_big_endian(out, (uint64_t)value->integer, 8);
	} else {
		add_big_endian(out, value->size, 4);
		buffer_add(out, value->bytes, value->size);
	}
}

void canonical_row(struct buffer *out, const struct fact_table *table,
	const struct value values[])
{
	assert(table->column_count <= FACT_COLUMNS_MAX);
	buffer_add_byte(out, ROW_MARK);
	add_name(out, table->name);
	for (size_t i = 0; i < table->column_count; i++) {
		if (!table->columns[i].content || values[i].type == VALUE_NULL)
			continue;
		add_name(out, table->columns[i].name);
		add_value(out, &values[i]);
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
	return take(reader, (size_t)size, &value->bytes);
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
		if (column < last || !take_value(&reader, &values[column]))
			return CANONICAL_BROKEN;
		last = column + 1;
	}
	*at = reader.at;
	return CANONICAL_ROW;
}
