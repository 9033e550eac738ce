-- One name for all bitstreams of an experiment, so that another program's equal ones are found by an index.
ALTER TABLE experiments ADD COLUMN bitstreams_sha256 TEXT;

CREATE INDEX experiments_by_bitstreams ON experiments (campaign_id, bitstreams_sha256, iteration) WHERE bitstreams_sha256 IS NOT NULL;
