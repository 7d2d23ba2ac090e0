-- Days that are closed, and Z reports that name the one before.

-- A row says from which day on its node may write: each is reckoned from the
-- row before it on the same node, so the last one is what counts.
CREATE TABLE day_bound (
	document INTEGER PRIMARY KEY,
	closed INTEGER,                 -- the day that this document closed
	bound INTEGER NOT NULL,         -- no later document of the node has this
	                                -- day or one before it
	before_jump INTEGER             -- what the bound was when a jump of the
	                                -- clock was last confirmed; a correction
	                                -- goes back to it
) STRICT;
CREATE INDEX day_bound_closed ON day_bound (closed) WHERE closed IS NOT NULL;

-- Each Z names the Z before it on its node, and its hash; NULL on the first.
ALTER TABLE shift_close ADD COLUMN previous INTEGER;
ALTER TABLE shift_close ADD COLUMN previous_hash BLOB
	CHECK (previous_hash IS NULL OR length(previous_hash) = 32);

-- 1: the line was taken off after the total had been asked for.
ALTER TABLE voided_line ADD COLUMN after_total INTEGER;
