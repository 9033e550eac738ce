-- Events of the kinds that programs read, numbered by campaign. No foreign keys: the log outlives what it tells of.
CREATE TABLE campaign_events (
  position INTEGER NOT NULL PRIMARY KEY,
  campaign_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  time TEXT NOT NULL,
  experiment_id TEXT,
  key TEXT,
  event TEXT NOT NULL,
  UNIQUE (campaign_id, number)
) STRICT;

CREATE UNIQUE INDEX campaign_events_by_key ON campaign_events (campaign_id, key) WHERE key IS NOT NULL;

CREATE INDEX campaign_events_by_experiment ON campaign_events (campaign_id, experiment_id) WHERE key IS NOT NULL;

CREATE INDEX events_by_experiment ON events (experiment_id, sequence);

INSERT INTO campaign_events (position, campaign_id, number, time, experiment_id, key, event)
SELECT
  e.sequence,
  e.campaign_id,
  row_number() OVER (PARTITION BY e.campaign_id ORDER BY e.sequence),
  e.time,
  nullif(e.experiment_id, ''),
  -- The last end of an experiment that is still there holds the key.
  CASE WHEN e.type = 'campaign.created' AND p.value ->> '$.search.pace.iterations' IS NOT NULL THEN 'begun' WHEN e.type IN ('experiment.succeeded', 'experiment.failed') AND NOT EXISTS (
    SELECT 1 FROM events AS later
    WHERE later.experiment_id = e.experiment_id AND later.sequence > e.sequence
      AND later.type IN ('experiment.succeeded', 'experiment.failed', 'experiment.deleted')
  ) THEN 'ended/' || e.experiment_id END,
  CASE
    WHEN e.type = 'campaign.created' AND p.value ->> '$.search.pace.iterations' IS NOT NULL THEN json_object(
      'type', 'campaign-begun', 'name', e.detail -> '$.name', 'iterations', p.value -> '$.search.pace.iterations')
    WHEN e.type IN ('experiment.succeeded', 'experiment.failed') THEN json_object(
      'type', 'experiment-ended',
      'id', e.experiment_id,
      'iteration', e.detail -> '$.iteration',
      'name', coalesce(x.name, ''),
      'score', e.detail -> '$.score',
      'failure', e.detail -> '$.failure',
      'phase', coalesce(e.detail ->> '$.phase', 'succeeded'),
      'message', coalesce(
        substr(d.document ->> '$.failure.message', 1, instr((d.document ->> '$.failure.message') || char(10), char(10)) - 1),
        ''),
      'warnings', json(coalesce(e.detail -> '$.warnings', '[]')))
    WHEN e.type = 'experiment.taken-over' THEN json_object(
      'type', 'experiment-taken-over', 'id', e.experiment_id, 'from', e.detail -> '$.from', 'to', e.detail -> '$.to')
    WHEN e.type = 'experiment.deleted' THEN json_object(
      'type', 'experiment-deleted', 'id', e.experiment_id, 'iteration', e.detail -> '$.iteration')
    WHEN e.type = 'experiment.wrong-program' THEN json_object(
      'type', 'warning',
      'about', e.experiment_id,
      'text', 'Program ' || (e.detail ->> '$.asked') || ' was asked for, but ' || (e.detail ->> '$.executed')
        || ' was built and run; its result was not kept.')
    WHEN e.type IN (
      'experiment.queued', 'experiment.building', 'experiment.smoke', 'experiment.screening', 'experiment.encoding',
      'experiment.decoding', 'experiment.measuring', 'experiment.publishing'
    ) THEN json_object(
      'type', 'experiment-phase',
      'id', e.experiment_id,
      'iteration', e.detail -> '$.iteration',
      'name', coalesce(x.name, ''),
      'phase', substr(e.type, length('experiment.') + 1))
    ELSE json_object('type', 'other-version', 'kind', e.type, 'detail', json(e.detail))
  END
FROM events AS e
LEFT JOIN experiments AS x ON x.id = e.experiment_id
LEFT JOIN experiment_documents AS d ON d.id = e.experiment_id AND json_valid(d.document)
LEFT JOIN cached_values AS p ON p.key = 'plan/' || e.campaign_id;

-- Records with their parts apart. What was found of an experiment stood in the event of its end only.
UPDATE experiment_documents SET document = json_object(
  'identity', json_object(
    'id', document -> '$.id',
    'campaign_id', document -> '$.campaign_id',
    'iteration', document -> '$.iteration',
    'created', document -> '$.created'),
  'version', 1,
  'lease', json_object('owner', document -> '$.owner', 'until', NULL),
  'status', document -> '$.status',
  'candidate', document -> '$.candidate',
  'result', json_object(
    'decoder_bytes', document -> '$.decoder_bytes',
    'worker', '',
    'executed_program_sha256', document -> '$.executed_program_sha256',
    'points', document -> '$.points',
    'scores', document -> '$.scores',
    'score', document -> '$.score',
    'short_score', document -> '$.short_score',
    'failure', document -> '$.failure',
    'artifacts', document -> '$.artifacts',
    'warnings', document -> '$.warnings',
    'flags', json(coalesce((
      SELECT e.detail -> '$.warnings' FROM events AS e
      WHERE e.experiment_id = experiment_documents.id AND e.type IN ('experiment.succeeded', 'experiment.failed')
      ORDER BY e.sequence DESC LIMIT 1), '[]'))),
  'updated', document -> '$.updated')
WHERE json_valid(document);

DROP TABLE events;

-- What a list tells of a result is one column; only what is searched by has its own.
ALTER TABLE experiments ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

ALTER TABLE experiments ADD COLUMN lease_until TEXT;

ALTER TABLE experiments ADD COLUMN result TEXT NOT NULL DEFAULT '{"decoder_bytes":0,"score":null,"short_score":null,"figures":{},"cpu":null,"failure":null,"warnings":[],"flags":[]}';

ALTER TABLE experiments DROP COLUMN decoder_bytes;

ALTER TABLE experiments DROP COLUMN failure_kind;

ALTER TABLE campaigns ADD COLUMN lease_owner TEXT;

ALTER TABLE campaigns ADD COLUMN lease_until TEXT;
