CREATE TABLE unusable_package (
  worker_id uuid NOT NULL REFERENCES worker ON DELETE CASCADE,
  name text NOT NULL,
  why text NOT NULL,
  PRIMARY KEY (worker_id, name)
);
COMMENT ON TABLE unusable_package IS 'Model packages that a worker found and does not offer: whoever names one is told why.';
COMMENT ON COLUMN unusable_package.worker_id IS 'Who found it.';
COMMENT ON COLUMN unusable_package.name IS 'As graphs name it.';
COMMENT ON COLUMN unusable_package.why IS 'A sentence for a person.';
