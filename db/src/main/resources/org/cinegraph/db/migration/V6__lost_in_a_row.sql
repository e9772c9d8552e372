ALTER TABLE work ADD COLUMN lost_in_a_row integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN work.lost_in_a_row IS 'Attempts that lost their worker since the work last got further than ever before: three are its own fault.';
