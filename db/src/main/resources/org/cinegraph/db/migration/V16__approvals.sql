-- What persons are asked, and what they answered. A node that is asked about again, after a
-- recovery, has one row more; at most one row of a node has no answer.
CREATE TABLE approval (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  node integer NOT NULL,
  asked_at timestamptz NOT NULL DEFAULT now(),
  deadline timestamptz,
  answer text CHECK (answer IN ('accepted', 'rejected')),
  answered_by text,
  why text,
  edits text,
  answered_at timestamptz,
  FOREIGN KEY (tenant_id, run_id, node) REFERENCES node_run (tenant_id, run_id, node),
  CHECK ((answer IS NULL) = (answered_by IS NULL) AND (answer IS NULL) = (why IS NULL)
    AND (answer IS NULL) = (edits IS NULL) AND (answer IS NULL) = (answered_at IS NULL))
);
CREATE UNIQUE INDEX approval_open ON approval (tenant_id, run_id, node) WHERE answer IS NULL;
CREATE INDEX approval_of_run ON approval (tenant_id, run_id, node, number);
CREATE INDEX approval_listed ON approval (tenant_id, number) WHERE answer IS NULL;
CREATE INDEX approval_deadline ON approval (deadline) WHERE answer IS NULL AND deadline IS NOT NULL;
COMMENT ON TABLE approval IS 'What persons are asked by nodes of runs, and what they answered. Kept with the run.';
COMMENT ON COLUMN approval.number IS 'Order of asking.';
COMMENT ON COLUMN approval.tenant_id IS 'Whose.';
COMMENT ON COLUMN approval.run_id IS 'The run that waits.';
COMMENT ON COLUMN approval.node IS 'Its node that asks.';
COMMENT ON COLUMN approval.asked_at IS 'When the node began to wait.';
COMMENT ON COLUMN approval.deadline IS 'When it is answered as the graph says, if nobody did; null: never.';
COMMENT ON COLUMN approval.answer IS 'accepted, rejected; null: not answered, which is open as long as the node waits.';
COMMENT ON COLUMN approval.answered_by IS 'Who answered; timeout: nobody did before the deadline.';
COMMENT ON COLUMN approval.why IS 'Their words.';
COMMENT ON COLUMN approval.edits IS 'What they put in the place of what was shown: named port values, JSON.';
COMMENT ON COLUMN approval.answered_at IS 'When.';
