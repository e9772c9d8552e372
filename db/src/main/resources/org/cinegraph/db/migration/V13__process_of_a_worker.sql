ALTER TABLE worker ADD COLUMN process_space text NOT NULL DEFAULT '';
COMMENT ON COLUMN worker.process_space IS 'The numbers that its process id is one of, so that a new leader on the same machine can see that it is dead and need not wait; empty where unknown.';
