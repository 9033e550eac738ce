UPDATE experiment_documents SET document = json_set(document, '$.short_score', json('null'));

-- Rate points by what they were measured of and under: a memory, which keeps no artifact alive.
CREATE TABLE measured_points (
  key TEXT NOT NULL PRIMARY KEY,
  program_sha256 TEXT NOT NULL,
  point TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX measured_points_by_program ON measured_points (program_sha256);
