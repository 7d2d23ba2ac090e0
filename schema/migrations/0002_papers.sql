-- What the papers need: the weeks on a statement, and the proof of its text.

-- What was sold of each producer in each week, for the weeks on a statement;
-- rolled forward before it is read.
CREATE TABLE producer_week (
	producer INTEGER NOT NULL,
	week INTEGER NOT NULL,          -- the day of its Monday
	gross INTEGER NOT NULL,
	PRIMARY KEY (producer, week)
) STRICT, WITHOUT ROWID;
CREATE VIEW producer_week_delta AS
SELECT l.document, l.producer, d.day - (d.day + 3) % 7 AS week, l.gross
FROM sale_line l
JOIN document d ON d.id = l.document
WHERE l.producer IS NOT NULL AND l.quantity > 0;

-- A row is one week on a statement: what was sold in it up to the cut.
CREATE TABLE settlement_week (
	document INTEGER NOT NULL,
	week INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	PRIMARY KEY (document, week)
) STRICT, WITHOUT ROWID;

-- BLAKE2b-256 of the statement's text (80 columns, Indonesian) as it was
-- approved: every later print of it is compared with this.
ALTER TABLE approval ADD COLUMN statement BLOB;
