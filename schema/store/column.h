/* Reading a column of a stepped statement into what the nouns hold. */
#ifndef TITIPAN_STORE_COLUMN_H
#define TITIPAN_STORE_COLUMN_H

#include <stdio.h>

#include "schema/rules/money.h"
#include "schema/rules/quantity.h"
#include "schema/store/store_int.h"

/* The text of a column, "" for NULL, cut at a character if it does not fit. */
static inline void column_copy(sqlite3_stmt *statement, int column, char *text,
	size_t size)
{
	const char *stored = store_text(statement, column);
	size_t length = 0;

	while (length < size - 1 && stored[length] != '\0') {
		text[length] = stored[length];
		length++;
	}
	/* a continuation byte follows: the character before it is cut */
	if (((unsigned char)stored[length] & 0xC0) == 0x80) {
		while (length > 0 &&
			((unsigned char)text[length - 1] & 0xC0) == 0x80)
			length--;
		if (length > 0)
			length--;
	}
	text[length] = '\0';
}

static inline bool column_is_null(sqlite3_stmt *statement, int column)
{
	return sqlite3_column_type(statement, column) == SQLITE_NULL;
}

/* An integer, or otherwise for NULL. */
static inline int64_t column_integer(sqlite3_stmt *statement, int column,
	int64_t otherwise)
{
	return column_is_null(statement, column)
		? otherwise
		: sqlite3_column_int64(statement, column);
}

/* Amounts in the file are in bounds: every document was checked. */
static inline struct money column_money(sqlite3_stmt *statement, int column)
{
	return money_of(sqlite3_column_int64(statement, column));
}

static inline struct quantity column_quantity(sqlite3_stmt *statement,
	int column)
{
	return quantity_of(sqlite3_column_int64(statement, column));
}

/* What a list ended with: an empty one is STORE_OK too. */
static inline enum store_result store_ended(struct store *store, bool found)
{
	enum store_result result = store_failed(store);

	if (result == STORE_OK && !found)
		return STORE_NOT_FOUND;
	return result;
}

#endif
