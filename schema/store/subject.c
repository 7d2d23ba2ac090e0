/*
 * What the mart holds on a producer: a section is a query by his id. Money is
 * in rupiah, a quantity in thousandths; what a column's name says is a
 * document, a day or an instant becomes a text.
 */
#include "schema/store/subject.h"

#include <string.h>

#include "drivers/system/clock.h"
#include "schema/rules/calendar.h"
#include "schema/store/store_int.h"

static const struct {
	const char *name;
	const char *sql;
} sections[] = {
	{"producer",
		"SELECT r.document, d.at, r.code, r.name, r.owner_name,"
		" r.region, r.region_bps, r.village, r.sentra, r.sector,"
		" r.nib, r.npwp, r.pkp_since, r.ovop, r.workers, r.stage,"
		" r.active, m.name AS mentor FROM producer_revision r"
		" LEFT JOIN user m ON m.id = r.mentor"
		" JOIN document d ON d.id = r.document"
		" WHERE r.producer = ?1 ORDER BY r.document"},
	{"user",
		"SELECT name, role, active FROM user"
		" WHERE producer = ?1 ORDER BY id"},
	{"event",
		"SELECT e.document, d.at, d.kind, u.name AS user, e.count,"
		" e.detail FROM event e JOIN document d ON d.id = e.document"
		" LEFT JOIN user u ON u.id = d.user"
		" WHERE e.subject = ?1 AND d.kind IN"
		" ('consent', 'reveal', 'export', 'forget')"
		" ORDER BY e.document"},
	{"agreement",
		"SELECT a.document, d.at, i.sku AS item, a.category,"
		" a.from_day, a.to_day, a.terms, a.value, a.principal,"
		" a.discount_percent, a.hold_days, a.minimum_payout,"
		" a.shrink_allowance FROM agreement a"
		" JOIN document d ON d.id = a.document"
		" LEFT JOIN item i ON i.id = a.item"
		" WHERE a.producer = ?1 ORDER BY a.document, a.line"},
	{"item",
		"SELECT i.sku, i.name, i.unit, i.category, i.active, p.price"
		" FROM consignor c JOIN item i ON i.id = c.id"
		" LEFT JOIN price p ON p.item = i.id AND p.list = 'retail'"
		" WHERE c.producer = ?1 ORDER BY i.sku"},
	{"goods",
		"SELECT l.document, d.at, l.movement, i.sku, l.lot,"
		" l.quantity, l.share FROM stock_line l"
		" JOIN document d ON d.id = l.document"
		" LEFT JOIN item i ON i.id = l.item"
		" WHERE l.producer = ?1 ORDER BY l.document, l.line"},
	{"sold",
		"SELECT d.day, i.sku, sum(l.quantity) AS quantity,"
		" sum(l.gross) AS gross, sum(l.share) AS share"
		" FROM sale_line l JOIN document d ON d.id = l.document"
		" LEFT JOIN item i ON i.id = l.item WHERE l.producer = ?1"
		" GROUP BY d.day, l.item ORDER BY d.day, i.sku"},
	{"settlement",
		"SELECT s.document, d.at, s.through, s.opening, s.share,"
		" s.losses, s.fees, s.withheld, s.advances, s.payable,"
		" s.to_pay FROM settlement s"
		" JOIN document d ON d.id = s.document"
		" WHERE s.producer = ?1 ORDER BY s.document"},
	{"payout",
		"SELECT p.document, d.at, p.method, p.source, p.amount,"
		" p.reference, p.reason FROM payout p"
		" JOIN document d ON d.id = p.document"
		" WHERE p.producer = ?1 ORDER BY p.document"},
};

static const char *const days[] = {
	"day", "from_day", "to_day", "pkp_since", "through"};

static bool is_day(const char *column)
{
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
		if (strcmp(days[i], column) == 0)
			return true;
	return false;
}

#define VALUE_SIZE 64
_Static_assert(VALUE_SIZE >= DOCUMENT_TEXT_SIZE, "room for a document");
_Static_assert(VALUE_SIZE >= CALENDAR_TEXT_SIZE, "room for a day");
_Static_assert(VALUE_SIZE >= CLOCK_TEXT_SIZE, "room for an instant");

/* A column as text, NULL for NULL; room is for those that are made. */
static const char *value_of(sqlite3_stmt *s, int c, char room[VALUE_SIZE])
{
	const char *name = sqlite3_column_name(s, c);
	const char *text = (const char *)sqlite3_column_text(s, c);
	int64_t integer = sqlite3_column_int64(s, c);

	if (!text)
		return NULL;
	if (strcmp(name, "document") == 0)
		return document_format(integer, room);
	if (strcmp(name, "at") == 0)
		return clock_format_utc(integer, room);
	if (!is_day(name) || !calendar_holds(integer))
		return text;
	calendar_format((int32_t)integer, room);
	return room;
}

enum store_result subject_read(struct store *store, int64_t producer,
	subject_each *each, void *context)
{
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
		sqlite3_stmt *s = store_statement(store, sections[i].sql);
		char room[VALUE_SIZE];
		int64_t row = 0;

		if (s)
			sqlite3_bind_int64(s, 1, producer);
		while (s && store_step(store, s)) {
			row++;
			for (int c = 0; c < sqlite3_column_count(s); c++)
				each(context, sections[i].name, row,
					sqlite3_column_name(s, c),
					value_of(s, c, room));
		}
	}
	return store_failed(store);
}
