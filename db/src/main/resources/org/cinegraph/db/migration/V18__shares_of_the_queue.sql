-- The first works of each run are read from a long queue without reading the rest of it, so that a
-- run of many nodes does not hide a small one.
CREATE INDEX work_share ON work (tenant_id, booked_run, priority DESC, queued_number)
  WHERE state = 'queued' AND NOT paused;
