-- Reports over years: a coarser ledger, and shifts without their sales.

-- The ledger by spans of 32 days, of which a year has eleven; rolled forward
-- before it is read. A span is a day's number divided by 32.
CREATE TABLE ledger_span (
	span INTEGER NOT NULL,
	account INTEGER NOT NULL,
	party INTEGER NOT NULL,         -- a thing, 0 for none
	debit INTEGER NOT NULL,
	credit INTEGER NOT NULL,
	PRIMARY KEY (span, account, party)
) STRICT, WITHOUT ROWID;
CREATE VIEW ledger_span_delta AS
SELECT document, day >> 5 AS span, account, party, debit, credit
FROM ledger_day_delta;
CREATE VIEW ledger_span_of AS
SELECT day >> 5 AS span, account, party, debit, credit FROM ledger_day;

-- It is filled up to where the ledger by day stands.
INSERT INTO roll_mark (book, node, last)
SELECT 'ledger_span', node, last FROM roll_mark WHERE book = 'ledger_day';

-- The running figures of a shift know what waits for its confirmation: money
-- that is said to be there and no reference proves it.
ALTER TABLE shift_total ADD COLUMN qris_waiting INTEGER NOT NULL DEFAULT 0;
DROP VIEW shift_total_delta;
CREATE VIEW shift_total_delta AS
SELECT d.id AS document, d.shift, d.kind = 'shift-open' AS opened,
	d.kind = 'shift-close' AS closed, d.kind = 'sale' AS receipts,
	d.kind = 'refund' AS refund_receipts,
	iif(s.refund_of IS NULL, coalesce(s.total, 0) + coalesce(s.discounts, 0),
		0) AS gross,
	iif(s.refund_of IS NULL, coalesce(s.discounts, 0), 0) AS discounts,
	iif(s.refund_of IS NULL, 0, -s.total) AS refunds,
	coalesce(s.tax, 0) AS tax, coalesce(s.rounding, 0) AS rounding, 0 AS cash,
	0 AS qris, 0 AS card, 0 AS transfer, 0 AS exchange, 0 AS float,
	0 AS cash_in, 0 AS cash_out, 0 AS drops, 0 AS payouts, 0 AS voids,
	d.kind = 'cancel' AS cancels, d.kind = 'drawer' AS drawer_openings,
	d.kind = 'reprint' AS copies, 0 AS qris_waiting
FROM document d
LEFT JOIN sale s ON s.document = d.id
WHERE d.shift IS NOT NULL
UNION ALL
SELECT d.id, d.shift, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	iif(t.kind = 'cash', t.amount, 0), iif(t.kind = 'qris', t.amount, 0),
	iif(t.kind = 'card', t.amount, 0), iif(t.kind = 'transfer', t.amount, 0),
	iif(t.kind = 'exchange', t.amount, 0), 0, 0, 0, 0, 0, 0, 0, 0, 0,
	iif(t.kind = 'qris' AND t.reference IS NULL, max(t.amount, 0), 0)
FROM tender t
JOIN document d ON d.id = t.document
WHERE d.shift IS NOT NULL
UNION ALL
SELECT d.id, d.shift, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	iif(m.kind = 'float', m.amount, 0), iif(m.kind = 'cash-in', m.amount, 0),
	iif(m.kind = 'cash-out', m.amount, 0), iif(m.kind = 'drop', m.amount, 0),
	0, 0, 0, 0, 0, 0
FROM cash_movement m
JOIN document d ON d.id = m.document
WHERE d.shift IS NOT NULL
UNION ALL
SELECT d.id, d.shift, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	p.amount, 0, 0, 0, 0, 0
FROM payout p
JOIN document d ON d.id = p.document
WHERE d.shift IS NOT NULL AND p.source = 'drawer'
UNION ALL
SELECT d.id, d.shift, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	1, 0, 0, 0, 0
FROM voided_line v
JOIN document d ON d.id = v.document
WHERE d.shift IS NOT NULL AND d.kind <> 'cancel';
