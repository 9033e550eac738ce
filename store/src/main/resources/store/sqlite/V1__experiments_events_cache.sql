CREATE TABLE campaigns (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

-- What lists and searches need; narrow, so that 10,000 rows are a few megabytes.
CREATE TABLE experiments (
  id TEXT NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL REFERENCES campaigns (id),
  iteration INTEGER NOT NULL,
  status TEXT NOT NULL,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  language TEXT NOT NULL,
  proposer TEXT NOT NULL,
  program_sha256 TEXT NOT NULL,
  decoder_bytes INTEGER NOT NULL,
  score REAL,
  failure_kind TEXT,
  created TEXT NOT NULL,
  updated TEXT NOT NULL,
  UNIQUE (campaign_id, iteration)
) STRICT;

CREATE INDEX experiments_by_score ON experiments (campaign_id, score, iteration) WHERE score IS NOT NULL;

CREATE INDEX experiments_by_status ON experiments (campaign_id, status);

-- The record itself as JSON, which a list never touches.
CREATE TABLE experiment_documents (
  id TEXT NOT NULL PRIMARY KEY REFERENCES experiments (id) ON DELETE CASCADE,
  document TEXT NOT NULL
) STRICT;

-- No foreign keys: the log outlives what it tells of.
CREATE TABLE events (
  sequence INTEGER NOT NULL PRIMARY KEY,
  time TEXT NOT NULL,
  campaign_id TEXT NOT NULL,
  experiment_id TEXT NOT NULL,
  type TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;

CREATE TABLE cached_values (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;
