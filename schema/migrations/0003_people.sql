-- Who was refused what, and what is known of a person.

-- What an event is about is looked up: copies of a paper, who saw a person's
-- data, whether they were erased.
CREATE INDEX event_subject ON event (subject) WHERE subject IS NOT NULL;

-- Tries while nobody may try: they are counted and write no document.
ALTER TABLE login_failure ADD COLUMN ignored INTEGER NOT NULL DEFAULT 0;

-- How often a user was refused on a day, so that nobody fills the disk with
-- the documents of it.
CREATE TABLE refusal_count (
	user INTEGER PRIMARY KEY,
	day INTEGER NOT NULL,
	count INTEGER NOT NULL
) STRICT;
