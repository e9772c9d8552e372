-- Usage is shown by model and since a time.
ALTER TABLE usage ADD COLUMN models text[] NOT NULL DEFAULT '{}';
ALTER TABLE usage ADD COLUMN at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN usage.models IS 'Names of the model packages that the attempt was given.';
COMMENT ON COLUMN usage.at IS 'When the attempt ended.';
CREATE INDEX usage_at ON usage (tenant_id, at);
