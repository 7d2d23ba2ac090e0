-- Who assists a producer, and so may read what concerns him.
ALTER TABLE producer_revision ADD COLUMN mentor INTEGER;
ALTER TABLE producer ADD COLUMN mentor INTEGER;
DROP VIEW producer_latest;
CREATE VIEW producer_latest AS
SELECT document, producer AS id, generation, code, name, owner_name, region,
	region_bps, village, sentra, sector, nib, npwp, pkp_since, ovop, workers,
	stage, active, mentor
FROM producer_revision;
