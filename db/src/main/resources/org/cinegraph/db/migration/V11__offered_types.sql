CREATE TABLE offered_type (
  worker_id uuid NOT NULL REFERENCES worker ON DELETE CASCADE,
  type text NOT NULL,
  version integer NOT NULL,
  program_digest digest NOT NULL,
  PRIMARY KEY (worker_id, type, version),
  FOREIGN KEY (type, version, program_digest) REFERENCES node_type (type, version, program_digest)
);
COMMENT ON TABLE offered_type IS 'What a worker offered when it connected: a run that waits for what nobody offers any more can be moved to what is offered.';
COMMENT ON COLUMN offered_type.worker_id IS 'Who offers it.';
COMMENT ON COLUMN offered_type.type IS 'The node type.';
COMMENT ON COLUMN offered_type.version IS 'Its version.';
COMMENT ON COLUMN offered_type.program_digest IS 'The code that computes it there.';

COMMENT ON COLUMN run.plan_digest IS 'Set by planning; replaced when a person moves waiting nodes to newer node types.';
