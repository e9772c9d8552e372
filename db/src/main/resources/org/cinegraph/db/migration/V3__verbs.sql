ALTER TABLE run ADD COLUMN paused boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN run.paused IS 'Whether a person holds it back: nothing is leased for it.';

ALTER TABLE run ADD COLUMN refresh text NOT NULL DEFAULT '';
COMMENT ON COLUMN run.refresh IS 'What is computed anew although the memo may know it: empty: nothing; *: every node; else a node and all that depends on it.';

ALTER TABLE run ADD COLUMN epoch_at timestamptz NOT NULL DEFAULT now();
UPDATE run SET epoch_at = submitted_at;
COMMENT ON COLUMN run.epoch_at IS 'When its epoch was opened: its workflow may take a moment from then on.';

ALTER TABLE work ADD COLUMN paused boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN work.paused IS 'Whether every run that waits for it is paused: it is not leased.';

ALTER TABLE worker ADD COLUMN drained boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN worker.drained IS 'Whether a person keeps it free: it gets no lease, and hands back what it computes.';

-- A run can be deleted; what it was the first to ask for, others may use, and what it cost stays known.
ALTER TABLE work DROP CONSTRAINT work_tenant_id_booked_run_fkey;
COMMENT ON COLUMN work.booked_run IS 'The run that first asked for it, perhaps deleted since: usage is booked there.';
ALTER TABLE usage DROP CONSTRAINT usage_tenant_id_run_id_fkey;
COMMENT ON COLUMN usage.run_id IS 'The run that it is booked to, perhaps deleted since.';

COMMENT ON COLUMN audit.verb IS 'What: a verb of the table in db/verb, such as stop.';
COMMENT ON COLUMN audit.subject IS 'On what: run ID, run ID node NAME, worker NAME ID.';
