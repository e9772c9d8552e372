-- The first of a long queue are read without reading, and sorting, all of it. What counted by the
-- index before finds the same rows by work_open.
CREATE INDEX work_turn ON work (priority DESC, queued_number) WHERE state = 'queued' AND NOT paused;
DROP INDEX work_queue;
