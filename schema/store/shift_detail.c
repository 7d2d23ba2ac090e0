/* What X and Z tell of a shift beyond its running totals, from its documents. */
#include "schema/store/column.h"
#include "schema/store/shift.h"

/* Rows `r` of the shift ?1, which ends before the document ?2. */
#define OF_SHIFT \
	"JOIN document d ON d.id = r.document " \
	"WHERE r.document > ?1 AND r.document < ?2 AND d.shift = ?1"

static int64_t end_of(const struct shift *shift)
{
	return shift->close != 0 ? shift->close
				 : (document_node(shift->document) + 1)
			<< DOCUMENT_SEQUENCE_BITS;
}

static int64_t count(struct store *store, const struct shift *shift,
	const char *sql)
{
	const int64_t arguments[] = {shift->document, end_of(shift)};

	return store_integer(store, sql, 2, arguments, 0);
}

enum store_result shift_controls(struct store *store, const struct shift *shift,
	struct shift_controls *controls)
{
	*controls = (struct shift_controls){
		.late_voids = count(store, shift,
			"SELECT count(*) FROM voided_line r " OF_SHIFT
			" AND r.after_total = 1 AND d.kind <> 'cancel'"),
		/* One on a basket, however many lines it is spread on. */
		.discounts = count(store, shift,
			"SELECT count(DISTINCT iif(r.kind = 'basket',"
			" -r.document, r.document << 10 | r.line)) "
			"FROM sale_discount r " OF_SHIFT
			" AND r.kind IN ('line', 'basket')"),
		.prices = count(store, shift,
			"SELECT count(*) FROM sale_discount r " OF_SHIFT
			" AND r.kind = 'price'"),
		.allowed = count(store, shift,
			"SELECT count(*) FROM document WHERE id > ?1"
			" AND id < ?2 AND shift = ?1"
			" AND supervisor IS NOT NULL"),
	};
	return store_failed(store);
}

static const char *const group_sql[] = {
	[SHIFT_BY_CATEGORY] =
		"SELECT coalesce(i.category, ''), sum(r.gross"
		" - coalesce(r.discount_producer, 0)"
		" - coalesce(r.discount_mart, 0)), sum(coalesce(r.tax, 0)) "
		"FROM sale_line r "
		"JOIN document d ON d.id = r.document "
		"LEFT JOIN item_revision i ON i.document = r.revision"
		" AND i.item = r.item "
		"WHERE r.document > ?1 AND r.document < ?2 AND d.shift = ?1 "
		"GROUP BY 1 ORDER BY 1 = '', 1",
	[SHIFT_BY_TAX] =
		"SELECT coalesce(r.taxed, ''), sum(r.gross"
		" - coalesce(r.discount_producer, 0)"
		" - coalesce(r.discount_mart, 0)), sum(coalesce(r.tax, 0)) "
		"FROM sale_line r " OF_SHIFT
		" GROUP BY 1 ORDER BY 1 = '', 1 DESC",
};

enum store_result shift_groups(struct store *store, const struct shift *shift,
	enum shift_grouping grouping, shift_each_group *each, void *context)
{
	sqlite3_stmt *query = store_statement(store, group_sql[grouping]);

	if (query == NULL)
		return store_failed(store);
	sqlite3_bind_int64(query, 1, shift->document);
	sqlite3_bind_int64(query, 2, end_of(shift));
	while (store_step(store, query))
		each(context,
			&(struct shift_group){.name = store_text(query, 0),
				.net = column_money(query, 1),
				.tax = column_money(query, 2)});
	return store_failed(store);
}
