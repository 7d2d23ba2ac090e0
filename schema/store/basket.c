/* Suspended, recalled and cancelled baskets. */
#include "schema/store/basket.h"

#include "schema/store/column.h"
#include "schema/store/sale_int.h"

enum store_result suspended_list(struct store *store, suspended_each *each,
	void *context)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT w.suspension, s.number, d.at, d.user "
		"FROM suspended w JOIN suspension s"
		" ON s.document = w.suspension "
		"JOIN document d ON d.id = w.suspension "
		"WHERE w.waiting > 0 ORDER BY s.number, w.suspension");
	bool found = false;

	if (query == NULL)
		return store_failed(store);
	while (store_step(store, query)) {
		struct suspended suspended = {
			.document = sqlite3_column_int64(query, 0),
			.number = sqlite3_column_int64(query, 1),
			.at_ms = sqlite3_column_int64(query, 2),
			.user = sqlite3_column_int64(query, 3)};

		found = true;
		if (!each(context, &suspended))
			break;
	}
	store_reset(query);
	return store_ended(store, found);
}

enum store_result suspended_text(struct store *store, int64_t document,
	struct buffer *out)
{
	sqlite3_stmt *query = store_statement(store,
		"SELECT s.basket FROM suspension s "
		"JOIN suspended w ON w.suspension = s.document "
		"WHERE s.document = ?1 AND w.waiting > 0");
	bool found;

	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, document);
	found = store_step(store, query);
	if (found)
		buffer_add_str(out, store_text(query, 0));
	store_reset(query);
	return store_ended(store, found);
}

enum sale_outcome basket_write_suspend(struct store *store,
	const struct author *author, const unsigned char *token,
	const char *text, struct suspended *written)
{
	struct document *document;
	sqlite3_stmt *query = store_statement(store,
		"SELECT s.number FROM suspended w "
		"JOIN suspension s ON s.document = w.suspension "
		"WHERE w.waiting > 0 ORDER BY s.number");

	if (query == NULL)
		return SALE_FAILED;
	if (!sale_shift_is_open(store, author->shift))
		return SALE_SHIFT_CLOSED;
	document = document_begin(store, "suspend", author);
	*written = (struct suspended){.document = document_id(document),
		.number = 1,
		.at_ms = store_now_ms(store),
		.user = author->user};
	while (store_step(store, query))
		if (sqlite3_column_int64(query, 0) == written->number)
			written->number++;
	if (token != NULL)
		document_set_token(document, token);
	document_row(document, "suspension");
	document_integer(document, "number", written->number);
	document_text(document, "basket", text);
	return SALE_OK;
}

enum sale_outcome basket_write_recall(struct store *store,
	const struct author *author, int64_t suspension, int64_t *id)
{
	struct document *document;

	if (!sale_shift_is_open(store, author->shift))
		return SALE_SHIFT_CLOSED;
	if (store_integer(store,
		    "SELECT waiting FROM suspended WHERE suspension = ?1", 1,
		    &suspension, 0) <= 0)
		return SALE_NOT_RECALLED;
	document = document_begin(store, "recall", author);
	document_row(document, "recall");
	document_integer(document, "suspension", suspension);
	*id = document_id(document);
	return SALE_OK;
}

enum sale_outcome basket_write_cancel(struct store *store,
	const struct author *author, const unsigned char *token,
	const struct sale_void voids[], size_t count, const char *reason,
	int64_t *id)
{
	struct document *document;
	int64_t node = store_node(store);
	const int64_t range[] = {node << DOCUMENT_SEQUENCE_BITS,
		(node + 1) << DOCUMENT_SEQUENCE_BITS};

	if (!sale_shift_is_open(store, author->shift))
		return SALE_SHIFT_CLOSED;
	document = document_begin(store, "cancel", author);
	if (token != NULL)
		document_set_token(document, token);
	sale_write_voids(document, voids, count);
	document_row(document, "cancellation");
	document_integer(document, "number",
		1 +
			store_integer(store,
				"SELECT number FROM cancellation "
				"WHERE document >= ?1 AND document < ?2 "
				"ORDER BY document DESC LIMIT 1",
				2, range, 0));
	document_text(document, "reason", reason);
	*id = document_id(document);
	return SALE_OK;
}
