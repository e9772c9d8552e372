ALTER TABLE checkpoint
  ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN equivalent boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN checkpoint.number IS 'Age: the newest is the one that was written last, whatever its step.';
COMMENT ON COLUMN checkpoint.equivalent IS 'It was reached over a checkpoint of another fingerprint: numerically equal, not bit for bit.';

ALTER TABLE work
  ADD COLUMN equivalent boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN work.equivalent IS 'One of its inputs is numerically equivalent: so is what it makes.';

ALTER TABLE memo ADD COLUMN equivalent boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN memo.equivalent IS 'Numerically equivalent: an attempt went on from a checkpoint of another fingerprint, or an input is so.';

ALTER TABLE node_run ADD COLUMN equivalent boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN node_run.equivalent IS 'Its outputs are numerically equivalent to those of an uninterrupted run, not bit for bit.';

ALTER TABLE run ADD COLUMN retries integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN run.retries IS 'Attempts of its nodes that were repeated after a failure: there is a budget for all of them together.';
