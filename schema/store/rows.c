/*
 * Packed rows lie one after the other in blocks; a row never lies in two. Its
 * end is written behind it at each step, so that it can be read at any time.
 */
#include "schema/store/rows.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/system/alloc.h"

#define BLOCK_SIZE ((size_t)16 * 1024)
#define FIRST_SIZE 2048 /* of most documents that is all */
#define ROW_END 0xFF
#define TABLES_MAX 250
#define VARINT_MAX 10

void rows_release(struct rows *rows)
{
	for (size_t i = 0; i < rows->block_count; i++)
		free(rows->blocks[i]);
	free(rows->blocks);
	free(rows->row);
	*rows = (struct rows){0};
}

/* --- writing ------------------------------------------------------------ */

/* Room for size bytes after the newest row, which may move for it. open is
 * how many bytes of that row there are. */
static void reserve(struct rows *rows, size_t size, size_t open)
{
	size_t block = rows->block_count ? BLOCK_SIZE : FIRST_SIZE;
	unsigned char *bytes;

	if (rows->block_count > 0 && rows->used + size <= rows->block_size)
		return;
	if (block < open + size)
		block = open + size;
	bytes = xmalloc(block);
	if (open > 0) {
		memcpy(bytes, rows->row[rows->count - 1], open);
		rows->row[rows->count - 1] = bytes;
	}
	rows->blocks = xreallocarray(rows->blocks, rows->block_count + 1,
		sizeof(*rows->blocks));
	rows->blocks[rows->block_count++] = bytes;
	rows->block_size = block;
	rows->used = open;
}

static unsigned char *free_bytes(const struct rows *rows)
{
	return rows->blocks[rows->block_count - 1] + rows->used;
}

void rows_begin(struct rows *rows, const struct facts *facts,
	const struct fact_table *table)
{
	unsigned char *at;

	assert(facts->count < TABLES_MAX);
	assert(table->column_count < FACT_COLUMNS_MAX);
	if (rows->count == rows->room) {
		rows->room = rows->room ? 2 * rows->room : 16;
		rows->row = xreallocarray(rows->row, rows->room,
			sizeof(*rows->row));
	}
	reserve(rows, 2, 0);
	at = free_bytes(rows);
	rows->row[rows->count++] = at;
	at[0] = (unsigned char)(table - facts->tables);
	at[1] = ROW_END;
	rows->used += 2;
}

static unsigned char *put_varint(unsigned char *at, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		*at++ = (unsigned char)(number | 0x80);
	*at++ = (unsigned char)number;
	return at;
}

void rows_set(struct rows *rows, size_t column, const struct value *value)
{
	unsigned char *at;
	size_t open;

	assert(rows->count > 0 && column < FACT_COLUMNS_MAX - 1);
	rows->used--; /* over the row's end */
	at = free_bytes(rows);
	open = (size_t)(at - rows->row[rows->count - 1]);
	reserve(rows, 1 + VARINT_MAX + value->size + 2, open);
	at = free_bytes(rows);
	*at++ = (unsigned char)(value->type << 6 | column);
	if (value->type == VALUE_INTEGER) {
		at = put_varint(at,
			((uint64_t)value->integer << 1) ^
				(value->integer < 0 ? UINT64_MAX : 0));
	} else if (value->type != VALUE_NULL) {
		at = put_varint(at, value->size);
		if (value->size > 0)
			memcpy(at, value->bytes, value->size);
		at += value->size;
		*at++ = '\0';
	}
	*at++ = ROW_END;
	rows->used += (size_t)(at - free_bytes(rows));
}

/* --- reading ------------------------------------------------------------ */

static const unsigned char *take_varint(const unsigned char *at,
	uint64_t *number)
{
	int shift = 0;

	*number = 0;
	for (; *at >= 0x80; shift += 7)
		*number |= (uint64_t)(*at++ & 0x7F) << shift;
	*number |= (uint64_t)*at++ << shift;
	return at;
}

static const struct fact_table *read_row(const unsigned char *at,
	const struct facts *facts, struct value values[])
{
	const struct fact_table *table = &facts->tables[*at++];
	uint64_t number;

	memset(values, 0, table->column_count * sizeof(*values));
	while (*at != ROW_END) {
		struct value *value = &values[*at & 0x3F];

		*value = (struct value){.type = (enum value_type)(*at++ >> 6)};
		if (value->type == VALUE_NULL)
			continue;
		at = take_varint(at, &number);
		if (value->type == VALUE_INTEGER) {
			value->integer = (int64_t)((number >> 1) ^
				(number & 1 ? UINT64_MAX : 0));
			continue;
		}
		value->size = (size_t)number;
		value->bytes = at;
		at += value->size + 1;
	}
	return table;
}

const struct fact_table *rows_table(const struct rows *rows,
	const struct facts *facts)
{
	assert(rows->count > 0);
	return &facts->tables[rows->row[rows->count - 1][0]];
}

const struct fact_table *rows_read(const struct rows *rows,
	const struct facts *facts, size_t index, struct value values[])
{
	assert(index < rows->count);
	return read_row(rows->row[index], facts, values);
}

/* --- order -------------------------------------------------------------- */

static int compare_values(const struct value *a, const struct value *b)
{
	size_t shorter = a->size < b->size ? a->size : b->size;
	int order;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->type == VALUE_INTEGER)
		return a->integer < b->integer ? -1 : a->integer > b->integer;
	order = shorter ? memcmp(a->bytes, b->bytes, shorter) : 0;
	if (order != 0)
		return order;
	return a->size < b->size ? -1 : a->size > b->size;
}

/* Two rows of one table. */
static int compare_rows(const void *a, const void *b, void *context)
{
	const unsigned char *const *x = a;
	const unsigned char *const *y = b;
	struct value left[FACT_COLUMNS_MAX], right[FACT_COLUMNS_MAX];
	const struct fact_table *table = read_row(*x, context, left);

	read_row(*y, context, right);
	for (size_t i = 0; i < table->key_count; i++) {
		size_t key = table->keys[i];
		int order = compare_values(&left[key], &right[key]);

		if (order != 0)
			return order;
	}
	return 0;
}

static bool is_sorted(unsigned char **row, size_t count,
	const struct facts *facts)
{
	for (size_t i = 1; i < count; i++) {
		if (compare_rows(&row[i - 1], &row[i],
			    (void *)(uintptr_t)facts) >= 0)
			return false;
	}
	return true;
}

bool rows_are_in_order(const struct rows *rows, const struct facts *facts)
{
	for (size_t i = 1; i < rows->count; i++) {
		if (rows->row[i - 1][0] > rows->row[i][0])
			return false;
		if (rows->row[i - 1][0] == rows->row[i][0] &&
			!is_sorted(rows->row + i - 1, 2, facts))
			return false;
	}
	return true;
}

/* Most documents write their rows in order, or nearly; so the tables are
 * parted first, and only what is out of order is sorted. */
void rows_sort(struct rows *rows, const struct facts *facts)
{
	size_t starts[TABLES_MAX + 1] = {0};
	size_t next[TABLES_MAX];
	unsigned char **parted =
		xreallocarray(NULL, rows->count, sizeof(*parted));

	for (size_t i = 0; i < rows->count; i++)
		starts[rows->row[i][0] + 1]++;
	for (size_t t = 0; t < facts->count; t++) {
		starts[t + 1] += starts[t];
		next[t] = starts[t];
	}
	for (size_t i = 0; i < rows->count; i++)
		parted[next[rows->row[i][0]]++] = rows->row[i];
	free(rows->row);
	rows->row = parted;
	rows->room = rows->count;
	for (size_t t = 0; t < facts->count; t++) {
		unsigned char **from = parted + starts[t];
		size_t count = starts[t + 1] - starts[t];

		if (is_sorted(from, count, facts))
			continue;
		qsort_r(from, count, sizeof(*from), compare_rows,
			(void *)(uintptr_t)facts);
		assert(is_sorted(from, count, facts)); /* no key twice */
	}
}
