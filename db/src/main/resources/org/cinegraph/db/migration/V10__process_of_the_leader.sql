ALTER TABLE leader ADD COLUMN process text NOT NULL DEFAULT '';
COMMENT ON COLUMN leader.process IS 'The process of the holder, so that another one on the same machine can see that it is dead and need not wait.';
