-- A mart's file, first schema.
--
-- Facts are written with their document and never change. Books are sums or
-- latest revisions of facts; each has one view that says what a document adds
-- to it. Triggers (guards on facts, moves of books) are not written here: they
-- follow from the tables of facts and books in schema/store and are made anew
-- after each migration.
--
-- A document's id is node << 40 | sequence; a thing's id (user, producer,
-- item, supplier) is node << 40 | number of the node's own counter.
-- Days count from 1970-01-01, instants are milliseconds UTC, money is whole
-- rupiah, quantities are thousandths, percents are basis points.
-- A fact's column is never renamed, dropped or retyped; a new one is nullable
-- and has no DEFAULT, so that the hash of an old document stays the same.

----------------------------------------------------------------------------
-- Facts
----------------------------------------------------------------------------

-- A row is one business event, written after its body rows.
CREATE TABLE document (
	id INTEGER PRIMARY KEY,
	token BLOB NOT NULL CHECK (length(token) = 16),
	kind TEXT NOT NULL,
	day INTEGER NOT NULL,           -- the mart's business date
	at INTEGER NOT NULL,            -- the clock's stamp; it orders nothing
	user INTEGER NOT NULL,          -- who; 0 is the machine itself
	supervisor INTEGER,             -- who allowed it, if the user alone may not
	shift INTEGER,                  -- the shift-open document it belongs to
	desk INTEGER NOT NULL,          -- the desk that may settle it
	hash BLOB NOT NULL CHECK (length(hash) = 32),
	signature BLOB NOT NULL CHECK (length(signature) = 64)
) STRICT;

-- A row gives a node of the mart its number and public key.
CREATE TABLE node (
	document INTEGER NOT NULL,
	node INTEGER NOT NULL,
	public_key BLOB NOT NULL CHECK (length(public_key) = 32),
	name TEXT NOT NULL,
	PRIMARY KEY (document, node)
) STRICT, WITHOUT ROWID;

-- A row sets a rule of the mart from a day on: its name, rounding, tax rates.
CREATE TABLE setting_revision (
	document INTEGER NOT NULL,
	name TEXT NOT NULL,
	from_day INTEGER NOT NULL,
	value TEXT NOT NULL,
	source TEXT,                    -- the law or decision behind it
	PRIMARY KEY (document, name, from_day)
) STRICT, WITHOUT ROWID;
CREATE INDEX setting_revision_name ON setting_revision (name, from_day);

-- A row is a user as edited by one document.
CREATE TABLE user_revision (
	document INTEGER NOT NULL,
	user INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	replaces INTEGER,               -- the document of the revision it replaces
	name TEXT NOT NULL,
	role TEXT NOT NULL,
	pin TEXT NOT NULL,              -- Argon2id of the peppered PIN
	producer INTEGER,               -- the producer this person is or is linked to
	active INTEGER NOT NULL,
	PRIMARY KEY (document, user)
) STRICT, WITHOUT ROWID;

-- A row is a producer (consignor) as edited by one document.
CREATE TABLE producer_revision (
	document INTEGER NOT NULL,
	producer INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	replaces INTEGER,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	owner_name TEXT,
	region TEXT,                    -- Kemendagri code, e.g. 18.09.01
	region_bps TEXT,                -- BPS code, never derived from the other
	village TEXT,
	sentra TEXT,
	sector TEXT,
	nib TEXT,
	npwp TEXT,
	pkp_since INTEGER,
	ovop INTEGER,
	workers INTEGER,
	stage TEXT NOT NULL,
	active INTEGER NOT NULL,
	PRIMARY KEY (document, producer)
) STRICT, WITHOUT ROWID;

-- A row is a person's datum, sealed under a key kept outside this file.
CREATE TABLE personal_datum (
	document INTEGER NOT NULL,
	thing INTEGER NOT NULL,
	field TEXT NOT NULL,
	sealed BLOB NOT NULL,
	last_four TEXT,                 -- what every output shows
	PRIMARY KEY (document, thing, field)
) STRICT, WITHOUT ROWID;

-- A row is one who sells goods to the mart outright.
CREATE TABLE supplier_revision (
	document INTEGER NOT NULL,
	supplier INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	replaces INTEGER,
	name TEXT NOT NULL,
	PRIMARY KEY (document, supplier)
) STRICT, WITHOUT ROWID;

-- A row is what was agreed at one level from a day on. A level is given by
-- which of producer, category and item are present; none is the mart's
-- default. A NULL aspect is taken from the next wider level.
CREATE TABLE agreement (
	document INTEGER NOT NULL,
	line INTEGER NOT NULL,
	producer INTEGER,
	category TEXT,
	item INTEGER,
	from_day INTEGER NOT NULL,
	to_day INTEGER,                 -- inclusive
	terms TEXT,                     -- percent, percent-before-ppn, cost
	value INTEGER,                  -- basis points, or rupiah a unit
	principal INTEGER,              -- 1: own risk and price
	discount_percent INTEGER,       -- the producer's part of announced discounts
	hold_days INTEGER,
	minimum_payout INTEGER,
	shrink_allowance INTEGER,       -- basis points of what was received
	collect_days INTEGER,
	cycle TEXT,
	PRIMARY KEY (document, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX agreement_producer ON agreement (producer);
CREATE INDEX agreement_item ON agreement (item) WHERE item IS NOT NULL;

-- A row says who bears losses of one cause under an agreement.
CREATE TABLE agreement_loss (
	document INTEGER NOT NULL,
	line INTEGER NOT NULL,
	cause TEXT NOT NULL,
	owner TEXT NOT NULL,            -- mart, producer
	PRIMARY KEY (document, line, cause)
) STRICT, WITHOUT ROWID;

-- A row is an item's name card as edited by one document.
CREATE TABLE item_revision (
	document INTEGER NOT NULL,
	item INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	replaces INTEGER,
	sku TEXT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,             -- pcs, kg, ...
	category TEXT,
	tax TEXT NOT NULL,              -- none, ppn, exempt
	shelf_life_days INTEGER,
	active INTEGER NOT NULL,
	PRIMARY KEY (document, item)
) STRICT, WITHOUT ROWID;

-- A row says who consigns an item; NULL: the mart's own goods.
CREATE TABLE consignor_revision (
	document INTEGER NOT NULL,
	item INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	replaces INTEGER,
	producer INTEGER,
	PRIMARY KEY (document, item)
) STRICT, WITHOUT ROWID;

-- A row is the price of an item on one price list; NULL takes it off the list.
CREATE TABLE price_revision (
	document INTEGER NOT NULL,
	item INTEGER NOT NULL,
	list TEXT NOT NULL,             -- retail, member
	generation INTEGER NOT NULL,
	replaces INTEGER,
	price INTEGER,
	PRIMARY KEY (document, item, list)
) STRICT, WITHOUT ROWID;

-- A row says that a code on a package names so much of an item, or no more.
CREATE TABLE code_revision (
	document INTEGER NOT NULL,
	item INTEGER NOT NULL,
	code TEXT NOT NULL,
	generation INTEGER NOT NULL,
	replaces INTEGER,
	quantity INTEGER NOT NULL,      -- thousandths in the package
	active INTEGER NOT NULL,
	PRIMARY KEY (document, item, code)
) STRICT, WITHOUT ROWID;

-- A row is one movement of goods that is not a sale. Its sign is what it does
-- to the stock on hand.
CREATE TABLE stock_line (
	document INTEGER NOT NULL,
	line INTEGER NOT NULL,
	item INTEGER NOT NULL,
	lot TEXT NOT NULL,              -- '' for none
	expiry INTEGER NOT NULL,        -- 0 for none
	quantity INTEGER NOT NULL,
	movement TEXT NOT NULL,         -- received, returned, damage, expiry, shrink,
	                                -- sample, defect, theft
	producer INTEGER,               -- whose goods; NULL: the mart's own
	supplier INTEGER,
	cost INTEGER,                   -- own goods: what it adds to their value
	-- A loss that the mart bears is credited to the producer:
	owner TEXT,                     -- mart, producer: who bears the loss
	credited INTEGER,               -- thousandths credited
	price INTEGER,
	agreement INTEGER,
	terms TEXT,
	value INTEGER,
	gross INTEGER,
	tax_base INTEGER,               -- PPN inside the producer's base
	share INTEGER,
	PRIMARY KEY (document, line)
) STRICT, WITHOUT ROWID;

CREATE INDEX stock_line_item ON stock_line (item);

-- A row heads a document of goods: a slip that two people sign.
CREATE TABLE stock (
	document INTEGER PRIMARY KEY,
	producer INTEGER,
	supplier INTEGER,
	reason TEXT
) STRICT;

-- A row is a receipt: a sale, or a refund with every amount negative.
CREATE TABLE sale (
	document INTEGER PRIMARY KEY,
	number INTEGER NOT NULL,        -- counts the node's receipts without gaps,
	                                -- so it rises with its documents
	total INTEGER NOT NULL,         -- sum of the lines' net
	discounts INTEGER,              -- sums of the lines' discounts and PPN;
	tax INTEGER,                    -- NULL for 0
	rounding INTEGER NOT NULL,      -- total + rounding = sum of tenders
	cash_completed INTEGER NOT NULL,-- 1: a cash tender completed it
	refund_of INTEGER,              -- the sale whose goods come back
	exchange INTEGER,               -- the refund whose due pays this sale
	recalled INTEGER,               -- the suspend document it was
	customer TEXT,
	reason TEXT
) STRICT;
CREATE INDEX sale_refund_of ON sale (refund_of) WHERE refund_of IS NOT NULL;

-- A row is a line of a receipt with its terms frozen. Zero amounts that most
-- lines have are NULL. net = gross - discounts; base = gross -
-- discount_producer - tax_base; commission = base - share.
CREATE TABLE sale_line (
	document INTEGER NOT NULL,
	line INTEGER NOT NULL,
	item INTEGER NOT NULL,
	revision INTEGER NOT NULL,      -- the document of the item's name card
	quantity INTEGER NOT NULL,      -- negative on a refund, as all amounts
	price INTEGER NOT NULL,         -- the agreed retail price, never negative
	gross INTEGER NOT NULL,
	discount_producer INTEGER,
	discount_mart INTEGER,
	tax INTEGER,                    -- PPN on what the buyer paid
	tax_base INTEGER,               -- PPN inside the producer's base
	taxed TEXT,                     -- NULL none, else ppn or exempt
	share INTEGER,                  -- what the producer is owed
	producer INTEGER,               -- NULL: the mart's own goods
	agreement INTEGER,              -- the document whose terms these are
	terms TEXT,                     -- percent, percent-before-ppn, cost
	value INTEGER,
	principal INTEGER,
	due INTEGER,                    -- the day from which it may be settled
	cost INTEGER,                   -- own goods: moving-average cost
	lot TEXT,                       -- the lot it came from
	expiry INTEGER,
	elsewhere INTEGER,              -- of the quantity: what came from the
	                                -- further lots of sale_line_lot
	refund_line INTEGER,            -- the line of the sale that comes back
	PRIMARY KEY (document, line)
) STRICT, WITHOUT ROWID;

-- A row is the part of a sale line that came from a further lot.
CREATE TABLE sale_line_lot (
	document INTEGER NOT NULL,
	line INTEGER NOT NULL,
	item INTEGER NOT NULL,          -- its line's
	lot TEXT NOT NULL,
	expiry INTEGER NOT NULL,
	quantity INTEGER NOT NULL,      -- signed as its line's
	PRIMARY KEY (document, line, lot, expiry)
) STRICT, WITHOUT ROWID;

-- A row is one discount on a line of a sale, and who bears it.
CREATE TABLE sale_discount (
	document INTEGER NOT NULL,
	line INTEGER NOT NULL,
	number INTEGER NOT NULL,
	kind TEXT NOT NULL,             -- promotion, member, line, basket
	amount INTEGER NOT NULL,
	producer_percent INTEGER NOT NULL,
	allowed_by INTEGER,
	reason TEXT,
	PRIMARY KEY (document, line, number)
) STRICT, WITHOUT ROWID;

-- A row is a line that was taken out of a basket before it was sold, or the
-- line of a basket that was cancelled.
CREATE TABLE voided_line (
	document INTEGER NOT NULL,
	number INTEGER NOT NULL,
	item INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	price INTEGER NOT NULL,
	net INTEGER NOT NULL,
	allowed_by INTEGER,
	reason TEXT,
	PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

-- A row is one way in which a receipt was paid. On a refund it is negative.
CREATE TABLE tender (
	document INTEGER NOT NULL,
	line INTEGER NOT NULL,
	kind TEXT NOT NULL,             -- cash, qris, card, transfer, exchange
	amount INTEGER NOT NULL,        -- kept by the mart, change taken off
	given INTEGER,                  -- cash: what was handed over
	reference TEXT,
	PRIMARY KEY (document, line)
) STRICT, WITHOUT ROWID;

-- A row is a basket put aside; its text is read back by the till.
CREATE TABLE suspension (
	document INTEGER PRIMARY KEY,
	number INTEGER NOT NULL,        -- what the cashier calls it by
	basket TEXT NOT NULL
) STRICT;

-- A row takes a suspended basket up again.
CREATE TABLE recall (
	document INTEGER PRIMARY KEY,
	suspension INTEGER NOT NULL
) STRICT;

-- A row is a basket given up; its lines are voided lines.
CREATE TABLE cancellation (
	document INTEGER PRIMARY KEY,
	number INTEGER NOT NULL,
	reason TEXT
) STRICT;

-- A row is a movement of cash at a till that is no receipt.
CREATE TABLE cash_movement (
	document INTEGER PRIMARY KEY,
	kind TEXT NOT NULL,             -- float, cash-in, cash-out, drop
	amount INTEGER NOT NULL CHECK (amount >= 0),
	reason TEXT
) STRICT;

-- A row ends a shift: its Z with the figures that will never change.
CREATE TABLE shift_close (
	document INTEGER PRIMARY KEY,
	number INTEGER NOT NULL,        -- Z number, counts the node's closes
	expected INTEGER NOT NULL,
	counted INTEGER NOT NULL,
	perpetual_sales INTEGER NOT NULL,   -- N sold by this node since the first day
	perpetual_refunds INTEGER NOT NULL, -- F refunded by it, positive
	first_document INTEGER NOT NULL,
	last_document INTEGER NOT NULL
) STRICT;

-- A row is how many coins or notes of one kind were counted.
CREATE TABLE cash_count (
	document INTEGER NOT NULL,
	denomination INTEGER NOT NULL,
	pieces INTEGER NOT NULL,
	PRIMARY KEY (document, denomination)
) STRICT, WITHOUT ROWID;

-- A row is what else happened: a start, a login, a drawer opened, a copy.
CREATE TABLE event (
	document INTEGER PRIMARY KEY,
	subject INTEGER,                -- the document or thing it is about
	count INTEGER,
	detail TEXT
) STRICT;

-- A row is one producer's settlement as it was drawn up.
CREATE TABLE settlement (
	document INTEGER PRIMARY KEY,
	producer INTEGER NOT NULL,
	through INTEGER NOT NULL,       -- last due day taken
	previous INTEGER,               -- the settlement whose rest is the opening
	opening INTEGER NOT NULL,
	share INTEGER NOT NULL,         -- sales less refunds
	losses INTEGER NOT NULL,
	fees INTEGER NOT NULL,
	withheld INTEGER NOT NULL,
	advances INTEGER NOT NULL,
	payable INTEGER NOT NULL,
	to_pay INTEGER NOT NULL,
	minimum INTEGER NOT NULL,
	clawback INTEGER NOT NULL,      -- refunds of sales settled earlier, positive
	held INTEGER NOT NULL           -- shares that are not due yet
) STRICT;

-- A row takes an accrual into a settlement; on a cancellation or a reversal
-- the same with every number negative gives it back.
CREATE TABLE settlement_line (
	document INTEGER NOT NULL,
	line INTEGER NOT NULL,
	settlement INTEGER NOT NULL,
	producer INTEGER NOT NULL,
	desk INTEGER NOT NULL,
	due INTEGER NOT NULL,
	item INTEGER NOT NULL,
	price INTEGER NOT NULL,
	terms TEXT NOT NULL,
	value INTEGER NOT NULL,
	kind TEXT NOT NULL,             -- sale, refund, loss, found, trueup, correction
	receipt INTEGER NOT NULL,       -- the sale that a refund gave back, else 0
	quantity INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	discount_producer INTEGER NOT NULL,
	tax_base INTEGER NOT NULL,
	share INTEGER NOT NULL,
	PRIMARY KEY (document, line)
) STRICT, WITHOUT ROWID;

-- A row is the last document of a node that a settlement has seen.
CREATE TABLE settlement_cut (
	document INTEGER NOT NULL,
	node INTEGER NOT NULL,
	last INTEGER NOT NULL,          -- a document id
	PRIMARY KEY (document, node)
) STRICT, WITHOUT ROWID;

-- A row is one item's units on a statement: what had moved since the first
-- day up to the cut. The period is the difference to the settlement before.
CREATE TABLE settlement_unit (
	document INTEGER NOT NULL,
	item INTEGER NOT NULL,
	received INTEGER NOT NULL,
	sold INTEGER NOT NULL,
	refunded INTEGER NOT NULL,
	returned INTEGER NOT NULL,
	damaged INTEGER NOT NULL,       -- damage and defect
	expired INTEGER NOT NULL,
	missing INTEGER NOT NULL,       -- shrink and theft
	sampled INTEGER NOT NULL,
	held INTEGER NOT NULL,          -- sold and not due yet
	PRIMARY KEY (document, item)
) STRICT, WITHOUT ROWID;

-- A row approves a settlement and posts what it keeps back.
CREATE TABLE approval (
	document INTEGER PRIMARY KEY,
	settlement INTEGER NOT NULL,
	producer INTEGER NOT NULL
) STRICT;

-- A row ends a settlement that was not paid.
CREATE TABLE settlement_end (
	document INTEGER PRIMARY KEY,
	settlement INTEGER NOT NULL,
	producer INTEGER NOT NULL,
	how TEXT NOT NULL,              -- cancelled, reversed
	reason TEXT
) STRICT;

-- A row is money paid to a producer against a settlement; negative: it came
-- back (bounced, or reversed).
CREATE TABLE payout (
	document INTEGER PRIMARY KEY,
	settlement INTEGER NOT NULL,
	producer INTEGER NOT NULL,
	method TEXT NOT NULL,           -- cash, transfer
	source TEXT NOT NULL,           -- drawer, safe, bank
	amount INTEGER NOT NULL,
	reference TEXT,
	reverses INTEGER,               -- the payout that came back
	reason TEXT,
	late INTEGER                    -- 1: a later settlement had carried the rest
) STRICT;

----------------------------------------------------------------------------
-- Books
----------------------------------------------------------------------------

-- Latest revisions: the greatest (generation, document) of each thing.
CREATE TABLE user (
	id INTEGER PRIMARY KEY,
	generation INTEGER NOT NULL,
	document INTEGER NOT NULL,
	name TEXT NOT NULL,
	role TEXT NOT NULL,
	pin TEXT NOT NULL,
	producer INTEGER,
	active INTEGER NOT NULL
) STRICT;
CREATE INDEX user_name ON user (name);
CREATE VIEW user_latest AS
SELECT document, user AS id, generation, name, role, pin, producer, active
FROM user_revision;

CREATE TABLE producer (
	id INTEGER PRIMARY KEY,
	generation INTEGER NOT NULL,
	document INTEGER NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	owner_name TEXT,
	region TEXT,
	region_bps TEXT,
	village TEXT,
	sentra TEXT,
	sector TEXT,
	nib TEXT,
	npwp TEXT,
	pkp_since INTEGER,
	ovop INTEGER,
	workers INTEGER,
	stage TEXT NOT NULL,
	active INTEGER NOT NULL
) STRICT;
CREATE INDEX producer_code ON producer (code);
CREATE VIEW producer_latest AS
SELECT document, producer AS id, generation, code, name, owner_name, region,
	region_bps, village, sentra, sector, nib, npwp, pkp_since, ovop, workers,
	stage, active
FROM producer_revision;

CREATE TABLE supplier (
	id INTEGER PRIMARY KEY,
	generation INTEGER NOT NULL,
	document INTEGER NOT NULL,
	name TEXT NOT NULL
) STRICT;
CREATE INDEX supplier_name ON supplier (name);
CREATE VIEW supplier_latest AS
SELECT document, supplier AS id, generation, name FROM supplier_revision;

CREATE TABLE item (
	id INTEGER PRIMARY KEY,
	generation INTEGER NOT NULL,
	document INTEGER NOT NULL,
	sku TEXT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	category TEXT,
	tax TEXT NOT NULL,
	shelf_life_days INTEGER,
	active INTEGER NOT NULL
) STRICT;
CREATE INDEX item_sku ON item (sku);
CREATE VIEW item_latest AS
SELECT document, item AS id, generation, sku, name, unit, category, tax,
	shelf_life_days, active
FROM item_revision;

CREATE TABLE consignor (
	id INTEGER PRIMARY KEY,         -- the item
	generation INTEGER NOT NULL,
	document INTEGER NOT NULL,
	producer INTEGER
) STRICT;
CREATE INDEX consignor_producer ON consignor (producer);
CREATE VIEW consignor_latest AS
SELECT document, item AS id, generation, producer FROM consignor_revision;

CREATE TABLE price (
	item INTEGER NOT NULL,
	list TEXT NOT NULL,
	generation INTEGER NOT NULL,
	document INTEGER NOT NULL,
	price INTEGER,
	PRIMARY KEY (item, list)
) STRICT, WITHOUT ROWID;
CREATE VIEW price_latest AS
SELECT document, item, list, generation, price FROM price_revision;

CREATE TABLE code (
	code TEXT NOT NULL,
	item INTEGER NOT NULL,
	generation INTEGER NOT NULL,
	document INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	active INTEGER NOT NULL,
	PRIMARY KEY (code, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX code_item ON code (item);
CREATE VIEW code_latest AS
SELECT document, code, item, generation, quantity, active FROM code_revision;

-- Search: of each active item what a person may type a part of. The items
-- whose row is not up to date are noted in item_text_due and made anew before
-- somebody searches. item_search knows every three characters in a row,
-- item_word the beginnings of words, for shorter texts.
CREATE TABLE item_text (
	id INTEGER PRIMARY KEY,         -- the item
	sku TEXT NOT NULL,
	name TEXT NOT NULL,
	producer TEXT NOT NULL          -- his name, '' for none
) STRICT;
CREATE INDEX item_text_sku ON item_text (sku COLLATE NOCASE);
CREATE INDEX item_text_name ON item_text (name COLLATE NOCASE);
CREATE TABLE item_text_due (
	id INTEGER PRIMARY KEY
) STRICT;
CREATE VIEW item_text_now AS
SELECT i.id, i.sku, i.name, coalesce(p.name, '') AS producer
FROM item i
LEFT JOIN consignor c ON c.id = i.id
LEFT JOIN producer p ON p.id = c.producer
WHERE i.active = 1;
CREATE VIRTUAL TABLE item_search USING fts5 (
	sku, name, producer, content = 'item_text', content_rowid = 'id',
	tokenize = 'trigram', columnsize = 0
);
CREATE VIRTUAL TABLE item_word USING fts5 (
	sku, name, producer, content = 'item_text', content_rowid = 'id',
	tokenize = 'unicode61', prefix = '1 2', columnsize = 0, detail = 'none'
);

-- Sums: what the documents add up to. A row goes when all its numbers are 0.

-- Goods in the shop.
CREATE TABLE on_hand (
	item INTEGER NOT NULL,
	lot TEXT NOT NULL,
	expiry INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	PRIMARY KEY (item, lot, expiry)
) STRICT, WITHOUT ROWID;
CREATE VIEW on_hand_delta AS
SELECT document, item, lot, expiry, quantity FROM stock_line
UNION ALL
SELECT document, item, coalesce(lot, '') AS lot, coalesce(expiry, 0) AS expiry,
	coalesce(elsewhere, 0) - quantity AS quantity
FROM sale_line
UNION ALL
SELECT document, item, lot, expiry, -quantity FROM sale_line_lot;

-- Own goods: how much and what it cost, for the moving average.
CREATE TABLE inventory (
	item INTEGER PRIMARY KEY,
	quantity INTEGER NOT NULL,
	value INTEGER NOT NULL
) STRICT;
CREATE VIEW inventory_delta AS
SELECT document, item, quantity, cost AS value FROM stock_line
WHERE cost IS NOT NULL
UNION ALL
SELECT document, item, -quantity AS quantity, -cost AS value FROM sale_line
WHERE cost IS NOT NULL;

-- What moved since the first day, for the units on a statement; rolled forward
-- before it is read.
CREATE TABLE item_flow (
	producer INTEGER NOT NULL,
	item INTEGER NOT NULL,
	received INTEGER NOT NULL,
	sold INTEGER NOT NULL,
	refunded INTEGER NOT NULL,
	returned INTEGER NOT NULL,
	damaged INTEGER NOT NULL,
	expired INTEGER NOT NULL,
	missing INTEGER NOT NULL,
	sampled INTEGER NOT NULL,
	PRIMARY KEY (producer, item)
) STRICT, WITHOUT ROWID;
CREATE VIEW item_flow_delta AS
SELECT document, producer, item, 0 AS received,
	max(quantity, 0) AS sold, -min(quantity, 0) AS refunded, 0 AS returned,
	0 AS damaged, 0 AS expired, 0 AS missing, 0 AS sampled
FROM sale_line WHERE producer IS NOT NULL
UNION ALL
SELECT document, producer, item,
	iif(movement = 'received', quantity, 0), 0, 0,
	iif(movement = 'returned', -quantity, 0),
	iif(movement IN ('damage', 'defect'), -quantity, 0),
	iif(movement = 'expiry', -quantity, 0),
	iif(movement IN ('shrink', 'theft'), -quantity, 0),
	iif(movement = 'sample', -quantity, 0)
FROM stock_line WHERE producer IS NOT NULL;

-- What each producer has earned and no settlement has taken.
CREATE TABLE accrual (
	producer INTEGER NOT NULL,
	desk INTEGER NOT NULL,
	due INTEGER NOT NULL,
	item INTEGER NOT NULL,
	price INTEGER NOT NULL,
	terms TEXT NOT NULL,
	value INTEGER NOT NULL,
	kind TEXT NOT NULL,
	receipt INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	discount_producer INTEGER NOT NULL,
	tax_base INTEGER NOT NULL,
	share INTEGER NOT NULL,
	PRIMARY KEY (producer, desk, due, item, price, terms, value, kind, receipt)
) STRICT, WITHOUT ROWID;
CREATE VIEW accrual_delta AS
SELECT l.document, l.producer, d.desk, l.due, l.item, l.price, l.terms, l.value,
	iif(l.quantity < 0, 'refund', 'sale') AS kind,
	coalesce(s.refund_of, 0) AS receipt, l.quantity, l.gross,
	coalesce(l.discount_producer, 0) AS discount_producer,
	coalesce(l.tax_base, 0) AS tax_base, coalesce(l.share, 0) AS share
FROM sale_line l
JOIN sale s ON s.document = l.document
JOIN document d ON d.id = l.document
WHERE l.producer IS NOT NULL
UNION ALL
SELECT l.document, l.producer, d.desk, d.day, l.item, l.price, l.terms, l.value,
	'loss', 0, l.credited, l.gross, 0, coalesce(l.tax_base, 0), l.share
FROM stock_line l
JOIN document d ON d.id = l.document
WHERE l.producer IS NOT NULL AND l.share IS NOT NULL
UNION ALL
SELECT document, producer, desk, due, item, price, terms, value, kind, receipt,
	-quantity, -gross, -discount_producer, -tax_base, -share
FROM settlement_line
UNION ALL
SELECT p.document, p.producer, d.desk, d.day, 0, 0, 'none', 0, 'correction',
	p.settlement, 0, 0, 0, 0, -p.amount
FROM payout p
JOIN document d ON d.id = p.document
WHERE p.late = 1;

-- What came back of each line of a sale, as positive numbers.
CREATE TABLE refunded (
	sale INTEGER NOT NULL,
	line INTEGER NOT NULL,
	quantity INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	discount_producer INTEGER NOT NULL,
	discount_mart INTEGER NOT NULL,
	tax INTEGER NOT NULL,
	tax_base INTEGER NOT NULL,
	share INTEGER NOT NULL,
	cost INTEGER NOT NULL,
	PRIMARY KEY (sale, line)
) STRICT, WITHOUT ROWID;
CREATE VIEW refunded_delta AS
SELECT l.document, s.refund_of AS sale, l.refund_line AS line,
	-l.quantity AS quantity, -l.gross AS gross,
	-coalesce(l.discount_producer, 0) AS discount_producer,
	-coalesce(l.discount_mart, 0) AS discount_mart,
	-coalesce(l.tax, 0) AS tax, -coalesce(l.tax_base, 0) AS tax_base,
	-coalesce(l.share, 0) AS share, -coalesce(l.cost, 0) AS cost
FROM sale_line l
JOIN sale s ON s.document = l.document
WHERE s.refund_of IS NOT NULL;

-- What was given back of each sale by each kind of tender, positive.
CREATE TABLE refund_tender (
	sale INTEGER NOT NULL,
	kind TEXT NOT NULL,
	amount INTEGER NOT NULL,
	PRIMARY KEY (sale, kind)
) STRICT, WITHOUT ROWID;
CREATE VIEW refund_tender_delta AS
SELECT t.document, s.refund_of AS sale, t.kind, -t.amount AS amount
FROM tender t
JOIN sale s ON s.document = t.document
WHERE s.refund_of IS NOT NULL;

-- Baskets that wait to be recalled: 1 waits, 0 (no row) does not.
CREATE TABLE suspended (
	suspension INTEGER PRIMARY KEY,
	waiting INTEGER NOT NULL
) STRICT;
CREATE VIEW suspended_delta AS
SELECT document, document AS suspension, 1 AS waiting FROM suspension
UNION ALL
SELECT document, suspension, -1 FROM recall;

-- The running figures of each shift: X and Z read this one row.
CREATE TABLE shift_total (
	shift INTEGER PRIMARY KEY,
	opened INTEGER NOT NULL,        -- 1 when its opening is here
	closed INTEGER NOT NULL,        -- 1 when its close is here
	receipts INTEGER NOT NULL,
	refund_receipts INTEGER NOT NULL,
	gross INTEGER NOT NULL,
	discounts INTEGER NOT NULL,     -- positive
	refunds INTEGER NOT NULL,       -- positive
	tax INTEGER NOT NULL,           -- sales less refunds
	rounding INTEGER NOT NULL,
	cash INTEGER NOT NULL,
	qris INTEGER NOT NULL,
	card INTEGER NOT NULL,
	transfer INTEGER NOT NULL,
	exchange INTEGER NOT NULL,
	float INTEGER NOT NULL,
	cash_in INTEGER NOT NULL,
	cash_out INTEGER NOT NULL,
	drops INTEGER NOT NULL,
	payouts INTEGER NOT NULL,
	voids INTEGER NOT NULL,
	cancels INTEGER NOT NULL,
	drawer_openings INTEGER NOT NULL,
	copies INTEGER NOT NULL
) STRICT;
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
	d.kind = 'reprint' AS copies
FROM document d
LEFT JOIN sale s ON s.document = d.id
WHERE d.shift IS NOT NULL
UNION ALL
SELECT d.id, d.shift, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	iif(t.kind = 'cash', t.amount, 0), iif(t.kind = 'qris', t.amount, 0),
	iif(t.kind = 'card', t.amount, 0), iif(t.kind = 'transfer', t.amount, 0),
	iif(t.kind = 'exchange', t.amount, 0), 0, 0, 0, 0, 0, 0, 0, 0, 0
FROM tender t
JOIN document d ON d.id = t.document
WHERE d.shift IS NOT NULL
UNION ALL
SELECT d.id, d.shift, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	iif(m.kind = 'float', m.amount, 0), iif(m.kind = 'cash-in', m.amount, 0),
	iif(m.kind = 'cash-out', m.amount, 0), iif(m.kind = 'drop', m.amount, 0),
	0, 0, 0, 0, 0
FROM cash_movement m
JOIN document d ON d.id = m.document
WHERE d.shift IS NOT NULL
UNION ALL
SELECT d.id, d.shift, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	p.amount, 0, 0, 0, 0
FROM payout p
JOIN document d ON d.id = p.document
WHERE d.shift IS NOT NULL AND p.source = 'drawer'
UNION ALL
SELECT d.id, d.shift, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
	1, 0, 0, 0
FROM voided_line v
JOIN document d ON d.id = v.document
WHERE d.shift IS NOT NULL AND d.kind <> 'cancel';

-- Where each settlement stands.
CREATE TABLE settlement_state (
	settlement INTEGER NOT NULL,
	producer INTEGER NOT NULL,
	drafted INTEGER NOT NULL,
	approved INTEGER NOT NULL,
	cancelled INTEGER NOT NULL,
	reversed INTEGER NOT NULL,
	paid INTEGER NOT NULL,
	PRIMARY KEY (settlement, producer)
) STRICT, WITHOUT ROWID;
CREATE INDEX settlement_state_producer ON settlement_state (producer);
CREATE INDEX settlement_state_draft ON settlement_state (producer)
WHERE approved = 0 AND cancelled = 0 AND reversed = 0;
CREATE VIEW settlement_state_delta AS
SELECT document, document AS settlement, producer, 1 AS drafted, 0 AS approved,
	0 AS cancelled, 0 AS reversed, 0 AS paid
FROM settlement
UNION ALL
SELECT document, settlement, producer, 0, 1, 0, 0, 0 FROM approval
UNION ALL
SELECT document, settlement, producer, 0, 0, how = 'cancelled',
	how = 'reversed', 0
FROM settlement_end
UNION ALL
SELECT document, settlement, producer, 0, 0, 0, 0, amount FROM payout
WHERE late IS NULL;

----------------------------------------------------------------------------
-- The ledger: read from the facts. A debit is positive, a credit negative;
-- the postings of a document add up to zero.
----------------------------------------------------------------------------

CREATE VIEW posting AS
SELECT document, CASE kind WHEN 'cash' THEN 1110 WHEN 'transfer' THEN 1120
	WHEN 'exchange' THEN 1190 ELSE 1130 END AS account, NULL AS party, amount
FROM tender
UNION ALL
SELECT document, 6110, NULL, -rounding FROM sale WHERE rounding <> 0
UNION ALL
-- the mart's own discounts, net of PPN (agent)
SELECT document, 4190, NULL, coalesce(discount_mart, 0)
	- coalesce(tax_base, 0) + coalesce(tax, 0)
FROM sale_line WHERE producer IS NOT NULL AND principal IS NULL
	AND coalesce(discount_mart, tax_base, tax) IS NOT NULL
UNION ALL
SELECT document, 2120, NULL, -tax FROM sale_line WHERE tax IS NOT NULL
UNION ALL
SELECT document, 2110, producer, -share FROM sale_line
WHERE producer IS NOT NULL AND share IS NOT NULL
UNION ALL
SELECT document, 4110, NULL, -(gross - coalesce(discount_producer, 0)
	- coalesce(tax_base, 0) - coalesce(share, 0))
FROM sale_line WHERE producer IS NOT NULL AND principal IS NULL
UNION ALL
-- own goods, and consigned goods sold as principal
SELECT document, 4120, NULL, -(gross - coalesce(discount_producer, 0)
	- coalesce(discount_mart, 0) - coalesce(tax, 0))
FROM sale_line WHERE producer IS NULL OR principal = 1
UNION ALL
SELECT document, 5110, NULL, share FROM sale_line
WHERE principal = 1 AND share IS NOT NULL
UNION ALL
SELECT document, 5110, NULL, cost FROM sale_line WHERE cost IS NOT NULL
UNION ALL
SELECT document, 1210, NULL, -cost FROM sale_line WHERE cost IS NOT NULL
UNION ALL
SELECT document, 1210, NULL, cost FROM stock_line WHERE cost IS NOT NULL
UNION ALL
SELECT document, iif(supplier IS NULL, 5110, 2100), supplier, -cost
FROM stock_line WHERE cost IS NOT NULL
UNION ALL
SELECT document, 5210, NULL, share FROM stock_line WHERE share IS NOT NULL
UNION ALL
SELECT document, 2110, producer, -share FROM stock_line
WHERE share IS NOT NULL
UNION ALL
SELECT document, 1110, NULL,
	iif(kind IN ('float', 'cash-in'), amount, -amount)
FROM cash_movement
UNION ALL
SELECT document, iif(kind = 'cash-out', 6130, 1105), NULL,
	iif(kind IN ('float', 'cash-in'), -amount, amount)
FROM cash_movement
UNION ALL
-- over and short, then the counted cash goes to the safe
SELECT document, 6120, NULL, expected - counted FROM shift_close
UNION ALL
SELECT document, 1110, NULL, -expected FROM shift_close
UNION ALL
SELECT document, 1105, NULL, counted FROM shift_close
UNION ALL
SELECT document, 2110, producer, amount FROM payout
UNION ALL
SELECT document, CASE source WHEN 'drawer' THEN 1110 WHEN 'safe' THEN 1105
	ELSE 1120 END, NULL, -amount
FROM payout;

-- The ledger by day, account and party; rolled forward before it is read.
CREATE TABLE ledger_day (
	day INTEGER NOT NULL,
	account INTEGER NOT NULL,
	party INTEGER NOT NULL,         -- a thing, 0 for none
	debit INTEGER NOT NULL,
	credit INTEGER NOT NULL,
	PRIMARY KEY (day, account, party)
) STRICT, WITHOUT ROWID;
CREATE VIEW ledger_day_delta AS
SELECT p.document, d.day, p.account, coalesce(p.party, 0) AS party,
	max(p.amount, 0) AS debit, -min(p.amount, 0) AS credit
FROM posting p
JOIN document d ON d.id = p.document;

----------------------------------------------------------------------------
-- Local: this machine's own notes. They never leave it and prove nothing.
----------------------------------------------------------------------------

CREATE TABLE local_setting (
	name TEXT PRIMARY KEY,
	value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How far each rolled book has come, by node.
CREATE TABLE roll_mark (
	book TEXT NOT NULL,
	node INTEGER NOT NULL,
	last INTEGER NOT NULL,          -- a document id
	PRIMARY KEY (book, node)
) STRICT, WITHOUT ROWID;

-- Paper that is owed to a printer: the document and which copy, not the bytes.
CREATE TABLE print_job (
	id INTEGER PRIMARY KEY,
	document INTEGER NOT NULL,
	paper TEXT NOT NULL,            -- receipt, x, z, slip
	copy INTEGER NOT NULL,          -- 0 the first, n: SALINAN n
	state TEXT NOT NULL             -- queued, sending, printed, unknown, failed
) STRICT;

-- Wrong PINs since the last right one.
CREATE TABLE login_failure (
	user INTEGER PRIMARY KEY,
	failures INTEGER NOT NULL,
	until INTEGER NOT NULL          -- no try is taken before this instant
) STRICT;
