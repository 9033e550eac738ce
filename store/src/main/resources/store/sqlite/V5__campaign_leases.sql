-- A lease is one value, put in the place of the one that was seen.
ALTER TABLE campaigns DROP COLUMN lease_until;

ALTER TABLE campaigns RENAME COLUMN lease_owner TO lease;
