ALTER TABLE node_run DROP CONSTRAINT node_run_state_check;
ALTER TABLE node_run ADD CONSTRAINT node_run_state_check CHECK (state IN
  ('planned', 'blocked', 'waiting', 'succeeded', 'hit', 'failed', 'skipped', 'left-out', 'stopped'));
ALTER TABLE node_run ADD COLUMN kind text NOT NULL DEFAULT 'compute' CHECK (kind IN
  ('compute', 'value', 'merge', 'collect', 'lane', 'approval', 'fan-out'));
COMMENT ON COLUMN node_run.kind IS 'Who settles it: a worker (compute), a person (approval), the growing of the plan (fan-out), the rest the transaction that ends the last node before it.';
COMMENT ON COLUMN node_run.state IS 'planned: not taken in yet; blocked: an input that the database waits for is open; waiting: attached to a work, a person or a list; the rest are ends. left-out: a branch was not taken.';
COMMENT ON COLUMN node_run.open_inputs IS 'Producers that have not ended and that no workflow waits for: those in other segments, opened again, or settled without a worker.';
CREATE INDEX node_run_fan_out ON node_run (tenant_id, run_id) WHERE kind = 'fan-out' AND state = 'waiting';
ALTER TABLE outbox DROP CONSTRAINT outbox_ended_check;
ALTER TABLE outbox ADD CONSTRAINT outbox_ended_check CHECK (ended IN
  ('succeeded', 'failed', 'skipped', 'left-out', 'stopped'));
