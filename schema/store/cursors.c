/* Cursors over the facts of a range of documents. */
#include "schema/store/cursors.h"

#include <stdlib.h>

#include "drivers/system/alloc.h"

void fact_cursor_next(struct fact_cursor *cursor)
{
	cursor->more = store_step(cursor->store, cursor->statement);
	if (cursor->more)
		cursor->document = sqlite3_column_int64(cursor->statement,
			(int)cursor->key);
}

bool fact_cursors_open(struct fact_cursors *cursors, struct store *store,
	int64_t from, int64_t to)
{
	const struct facts *facts = &store->facts;

	cursors->count = facts->count;
	cursors->list = xcalloc(facts->count, sizeof(*cursors->list));
	cursors->header = &cursors->list[facts->header];
	for (size_t i = 0; i < facts->count; i++) {
		struct fact_cursor *cursor = &cursors->list[i];
		int code;

		cursor->store = store;
		cursor->table = &facts->tables[i];
		cursor->key = fact_column_find(cursor->table,
			i == facts->header ? "id" : "document");
		code = sqlite3_prepare_v2(store->database,
			cursor->table->range_sql, -1, &cursor->statement, NULL);
		if (code != SQLITE_OK) {
			store_fail_sqlite(store, code);
			return false;
		}
		sqlite3_bind_int64(cursor->statement, 1, from);
		sqlite3_bind_int64(cursor->statement, 2, to);
		fact_cursor_next(cursor);
	}
	return true;
}

void fact_cursors_close(struct fact_cursors *cursors)
{
	for (size_t i = 0; i < cursors->count; i++)
		sqlite3_finalize(cursors->list[i].statement);
	free(cursors->list);
	*cursors = (struct fact_cursors){0};
}

void fact_cursor_row(const struct fact_cursor *cursor, struct value values[])
{
	document_read_row(cursor->statement, cursor->table, values);
}
