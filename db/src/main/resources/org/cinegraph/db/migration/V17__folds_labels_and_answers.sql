-- A run is shown folded: what is in a loop or a block is one line. Names compare by their bytes, so
-- that what is in something is one range of an index. Without the tenant in front the index is taken
-- also while Postgres knows nothing of the table yet, and would else think the key as good.
ALTER TABLE node_run ALTER COLUMN name TYPE text COLLATE "C";
CREATE INDEX node_run_name ON node_run (run_id, name);

ALTER TABLE node_run ADD COLUMN leads smallint;
COMMENT ON COLUMN node_run.leads IS 'How many levels are around the outermost thing (node, loop, item, block) that it is the first node of; null: of nothing.';
COMMENT ON COLUMN node_run.name IS 'Its path in the graph: shots[3]/video. One with a dot is of the language itself.';

WITH piece AS (
  SELECT n.tenant_id, n.run_id, n.node, p.level - 1 AS level,
    string_agg(p.piece[1], '') OVER (PARTITION BY n.tenant_id, n.run_id, n.node ORDER BY p.level) AS path
  FROM node_run n
  CROSS JOIN LATERAL regexp_matches(split_part(n.name, '.', 1), '^[^[/]+|\[\d+\]|/[^[/]+', 'g')
    WITH ORDINALITY AS p (piece, level)
  WHERE strpos(n.name, '.') = 0 OR n.kind = 'fan-out'
), leader AS (
  SELECT DISTINCT ON (tenant_id, run_id, path) tenant_id, run_id, node, level
  FROM piece ORDER BY tenant_id, run_id, path, node
)
UPDATE node_run n SET leads = l.level
FROM (SELECT tenant_id, run_id, node, min(level) AS level FROM leader GROUP BY 1, 2, 3) l
WHERE n.tenant_id = l.tenant_id AND n.run_id = l.run_id AND n.node = l.node;

ALTER TABLE worker ADD COLUMN labels text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN worker.labels IS 'What its owner calls it by: a work that asks for labels goes to a worker that has all of them.';

ALTER TABLE audit ADD COLUMN changed text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN audit.changed IS 'A sentence for each thing that the verb changed.';

ALTER TABLE approval ADD COLUMN shown digest;
COMMENT ON COLUMN approval.shown IS 'SHA-256 of what was judged, once it is: the answer stands while the same is shown. Null of an answer from before this was kept.';
