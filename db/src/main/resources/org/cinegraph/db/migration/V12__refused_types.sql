CREATE TABLE refused_type (
  worker_id uuid NOT NULL REFERENCES worker ON DELETE CASCADE,
  type text NOT NULL,
  version integer NOT NULL,
  known_digest digest NOT NULL,
  offered_digest digest NOT NULL,
  PRIMARY KEY (worker_id, type, version)
);
COMMENT ON TABLE refused_type IS 'Node types that a worker offered with another declaration than the known one: they are left out, the others of the worker are served.';
COMMENT ON COLUMN refused_type.worker_id IS 'Who offered it.';
COMMENT ON COLUMN refused_type.type IS 'The node type.';
COMMENT ON COLUMN refused_type.version IS 'Its version.';
COMMENT ON COLUMN refused_type.known_digest IS 'Of the declaration that the catalog has for ever.';
COMMENT ON COLUMN refused_type.offered_digest IS 'Of the declaration that the worker offered.';
