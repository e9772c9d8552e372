-- What the collection of garbage looks up.
CREATE INDEX artifact_part_of ON artifact_part (tenant_id, part);
CREATE INDEX artifact_doomed ON artifact (tenant_id, doomed_at) WHERE doomed_at IS NOT NULL;
CREATE INDEX checkpoint_state ON checkpoint (tenant_id, state_digest);
