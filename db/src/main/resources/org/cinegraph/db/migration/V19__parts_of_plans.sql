-- The nodes of a plan are kept in parts, so that a plan of 50,000 nodes is written and read without
-- all of it being in memory as text. Plans that were stored before have theirs in the body.
CREATE TABLE plan_part (
  tenant_id uuid NOT NULL,
  plan_digest digest NOT NULL,
  place integer NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant_id, plan_digest, place),
  FOREIGN KEY (tenant_id, plan_digest) REFERENCES plan (tenant_id, digest) ON DELETE CASCADE
);
COMMENT ON TABLE plan_part IS 'The nodes of plans, some hundreds in a row. Rows never change and go with their plan.';
COMMENT ON COLUMN plan_part.tenant_id IS 'Whose.';
COMMENT ON COLUMN plan_part.plan_digest IS 'The plan.';
COMMENT ON COLUMN plan_part.place IS 'From 0, in the order of the nodes.';
COMMENT ON COLUMN plan_part.body IS 'A list of nodes as canonical JSON.';
COMMENT ON COLUMN plan.digest IS 'SHA-256 of the body and then the parts; of plans without parts, of the body.';
COMMENT ON COLUMN plan.body IS 'Canonical JSON of all but the nodes.';
