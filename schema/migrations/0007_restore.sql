-- Backups that hold the keys sealed, and marts made whole from a backup.

-- A node that was restored introduces itself, by its own first document. What
-- it takes the place of, and the signature of that node's key over what
-- node_voucher_text() in schema/store/node_voucher.h says. Both are NULL for a node
-- that another node introduced; the voucher also where the old key was gone.
ALTER TABLE node ADD COLUMN replaces INTEGER;
ALTER TABLE node ADD COLUMN voucher BLOB;

-- A row is what is known of a restored mart: which backup it was made from,
-- and which documents and receipts of the node it replaces are missing since.
CREATE TABLE restoration (
	document INTEGER PRIMARY KEY,
	node INTEGER NOT NULL,          -- whose place it takes
	last INTEGER,                   -- its newest document in the backup
	hash BLOB,                      -- and that one's hash
	seen INTEGER,                   -- the newest that it had written, as far
	                                -- as is known; NULL: nothing is known
	seen_by TEXT,                   -- head, file, paper: how that is known
	forked INTEGER,                 -- 1: what was seen differs from here
	receipt_number INTEGER NOT NULL,-- its last receipt in the backup, 0: none
	receipt_seen INTEGER,           -- its last receipt as a paper says
	keys TEXT NOT NULL              -- beside, code, none: where they came from
) STRICT;

-- Local: in a backup, one row of what it is a copy of, and this node's key
-- and the people's keys, sealed to the recovery code. Empty in a mart that is
-- in use.
CREATE TABLE backup_mark (
	id INTEGER PRIMARY KEY CHECK (id = 1),
	at INTEGER NOT NULL,
	node INTEGER NOT NULL,
	last INTEGER NOT NULL,          -- the node's newest document
	hash BLOB NOT NULL,
	documents INTEGER NOT NULL,
	sealed_to BLOB,                 -- the public key of the recovery code
	sealed BLOB
) STRICT;
