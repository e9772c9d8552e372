-- Words: see ARCHITECTURE.md. Ids are uuid, fences and numbers bigint, digests 32 bytes, times for display only.

CREATE DOMAIN digest AS bytea CHECK (octet_length(VALUE) = 32);
COMMENT ON DOMAIN digest IS 'A SHA-256.';

CREATE TABLE tenant (
  id uuid PRIMARY KEY,
  name text NOT NULL UNIQUE
);
COMMENT ON TABLE tenant IS 'Whose rows are whose. There is one from the start: default.';
COMMENT ON COLUMN tenant.id IS 'Leads every key of a table that holds the rows of somebody.';
COMMENT ON COLUMN tenant.name IS 'For people.';
INSERT INTO tenant VALUES ('00000000-0000-7000-8000-000000000001', 'default');

CREATE TABLE api_key (
  tenant_id uuid NOT NULL REFERENCES tenant,
  token_digest digest NOT NULL UNIQUE,
  principal text NOT NULL,
  rights text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, token_digest)
);
COMMENT ON TABLE api_key IS 'Who may call. The token itself is stored nowhere but with its holder.';
COMMENT ON COLUMN api_key.tenant_id IS 'The tenant in whose name the holder calls.';
COMMENT ON COLUMN api_key.token_digest IS 'SHA-256 of the token.';
COMMENT ON COLUMN api_key.principal IS 'Who the holder is, for the audit.';
COMMENT ON COLUMN api_key.rights IS 'What the holder may do: control, work.';
COMMENT ON COLUMN api_key.created_at IS 'When the key was made.';

CREATE TABLE node_type (
  type text NOT NULL,
  version integer NOT NULL CHECK (version >= 1),
  program_digest digest NOT NULL,
  declaration_digest digest NOT NULL,
  declaration text NOT NULL,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_offered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (type, version, program_digest)
);
COMMENT ON TABLE node_type IS 'The catalog: node types as workers published them. Rows never change but for the last column.';
COMMENT ON COLUMN node_type.type IS 'The name in graphs.';
COMMENT ON COLUMN node_type.version IS 'Of the declaration: one (type, version) has one declaration for ever.';
COMMENT ON COLUMN node_type.program_digest IS 'SHA-256 of the code that runs it.';
COMMENT ON COLUMN node_type.declaration_digest IS 'SHA-256 of the declaration.';
COMMENT ON COLUMN node_type.declaration IS 'Canonical JSON.';
COMMENT ON COLUMN node_type.first_seen_at IS 'When a worker first offered it.';
COMMENT ON COLUMN node_type.last_offered_at IS 'When a worker last said hello with it: the newest of a version is what new plans pin.';

CREATE TABLE model_package (
  name text NOT NULL,
  digest digest NOT NULL,
  bytes bigint NOT NULL,
  first_seen_at timestamptz NOT NULL DEFAULT now(),
  last_offered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (name, digest)
);
COMMENT ON TABLE model_package IS 'Model packages that workers have. A name means its last offered digest.';
COMMENT ON COLUMN model_package.name IS 'As graphs name it.';
COMMENT ON COLUMN model_package.digest IS 'SHA-256 over the content.';
COMMENT ON COLUMN model_package.bytes IS 'Size of its files.';
COMMENT ON COLUMN model_package.first_seen_at IS 'When a worker first had it.';
COMMENT ON COLUMN model_package.last_offered_at IS 'When a worker last said hello with it.';

CREATE TABLE worker (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  host text NOT NULL,
  process_id bigint NOT NULL,
  host_memory_bytes bigint NOT NULL,
  connected boolean NOT NULL,
  connected_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE worker IS 'Worker processes that have said hello.';
COMMENT ON COLUMN worker.id IS 'Chosen by the process at its start.';
COMMENT ON COLUMN worker.name IS 'For people.';
COMMENT ON COLUMN worker.host IS 'Where it runs.';
COMMENT ON COLUMN worker.process_id IS 'There.';
COMMENT ON COLUMN worker.host_memory_bytes IS 'What it may use.';
COMMENT ON COLUMN worker.connected IS 'Whether a stream was open when this was last written; the truth is the stream.';
COMMENT ON COLUMN worker.connected_at IS 'When it last said hello.';

CREATE TABLE device (
  worker_id uuid NOT NULL REFERENCES worker ON DELETE CASCADE,
  ordinal integer NOT NULL,
  kind text NOT NULL CHECK (kind IN ('cpu', 'cuda')),
  name text NOT NULL,
  memory_bytes bigint NOT NULL,
  compute_capability text NOT NULL,
  driver text NOT NULL,
  PRIMARY KEY (worker_id, ordinal)
);
COMMENT ON TABLE device IS 'What the workers compute on.';
COMMENT ON COLUMN device.worker_id IS 'Whose.';
COMMENT ON COLUMN device.ordinal IS 'Its number in the worker.';
COMMENT ON COLUMN device.kind IS 'cpu or cuda.';
COMMENT ON COLUMN device.name IS 'As the driver says.';
COMMENT ON COLUMN device.memory_bytes IS 'Its memory.';
COMMENT ON COLUMN device.compute_capability IS 'Of a GPU, such as 9.0; else empty.';
COMMENT ON COLUMN device.driver IS 'Of a GPU; else empty.';

CREATE TABLE leader (
  single boolean PRIMARY KEY DEFAULT true CHECK (single),
  epoch bigint NOT NULL,
  holder uuid,
  renewed_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE leader IS 'One row: which control plane grants leases.';
COMMENT ON COLUMN leader.single IS 'Keeps it one row.';
COMMENT ON COLUMN leader.epoch IS 'Grows with each change of leader; a grant locks the row with its own epoch.';
COMMENT ON COLUMN leader.holder IS 'The control plane process that leads; null when it resigned.';
COMMENT ON COLUMN leader.renewed_at IS 'By the clock of the database.';
INSERT INTO leader (epoch, holder, renewed_at) VALUES (0, NULL, '-infinity');

CREATE TABLE graph (
  tenant_id uuid NOT NULL REFERENCES tenant,
  name text NOT NULL,
  versions integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, name)
);
COMMENT ON TABLE graph IS 'Names of graphs.';
COMMENT ON COLUMN graph.tenant_id IS 'Whose.';
COMMENT ON COLUMN graph.name IS 'As its document says.';
COMMENT ON COLUMN graph.versions IS 'How many versions there are: the number of the newest.';
COMMENT ON COLUMN graph.created_at IS 'When its first version was stored.';

CREATE TABLE graph_version (
  tenant_id uuid NOT NULL,
  digest digest NOT NULL,
  graph text NOT NULL,
  number integer NOT NULL,
  source bytea NOT NULL,
  canonical text NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, digest),
  UNIQUE (tenant_id, graph, number),
  FOREIGN KEY (tenant_id, graph) REFERENCES graph (tenant_id, name)
);
COMMENT ON TABLE graph_version IS 'Graphs as they were stored. Rows never change.';
COMMENT ON COLUMN graph_version.tenant_id IS 'Whose.';
COMMENT ON COLUMN graph_version.digest IS 'SHA-256 of the canonical form: the name of the version.';
COMMENT ON COLUMN graph_version.graph IS 'The graph that it is a version of.';
COMMENT ON COLUMN graph_version.number IS 'Counts the versions of the graph, from 1.';
COMMENT ON COLUMN graph_version.source IS 'The document of the first author of this version, comments and all.';
COMMENT ON COLUMN graph_version.canonical IS 'The canonical form, JSON.';
COMMENT ON COLUMN graph_version.stored_at IS 'When.';

CREATE TABLE plan (
  tenant_id uuid NOT NULL REFERENCES tenant,
  digest digest NOT NULL,
  body text NOT NULL,
  PRIMARY KEY (tenant_id, digest)
);
COMMENT ON TABLE plan IS 'Plans: a graph version with its inputs, pinned versions, memo keys and segments. Rows never change.';
COMMENT ON COLUMN plan.tenant_id IS 'Whose.';
COMMENT ON COLUMN plan.digest IS 'SHA-256 of the body.';
COMMENT ON COLUMN plan.body IS 'Canonical JSON.';

CREATE TABLE run (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  graph text NOT NULL,
  graph_version digest NOT NULL,
  idempotency_key text NOT NULL,
  request_digest digest NOT NULL,
  inputs text NOT NULL,
  options text NOT NULL,
  principal text NOT NULL,
  priority integer NOT NULL,
  state text NOT NULL CHECK (state IN ('submitted', 'running', 'stopping', 'succeeded', 'failed', 'stopped')),
  plan_digest digest,
  nodes integer NOT NULL DEFAULT 0,
  open_nodes integer NOT NULL DEFAULT 0,
  memo_hits integer NOT NULL DEFAULT 0,
  epoch integer NOT NULL DEFAULT 1,
  workflow_started boolean NOT NULL DEFAULT false,
  last_event bigint NOT NULL DEFAULT 0,
  outputs text,
  failure text,
  submitted_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, id),
  UNIQUE (tenant_id, idempotency_key),
  FOREIGN KEY (tenant_id, graph_version) REFERENCES graph_version (tenant_id, digest),
  FOREIGN KEY (tenant_id, plan_digest) REFERENCES plan (tenant_id, digest)
);
COMMENT ON TABLE run IS 'Executions of graph versions.';
COMMENT ON COLUMN run.tenant_id IS 'Whose.';
COMMENT ON COLUMN run.id IS 'UUIDv7.';
COMMENT ON COLUMN run.graph IS 'Name of the graph, for lists.';
COMMENT ON COLUMN run.graph_version IS 'What is executed.';
COMMENT ON COLUMN run.idempotency_key IS 'Chosen by the client: the same key is the same run.';
COMMENT ON COLUMN run.request_digest IS 'Of (graph version, inputs, options): another request under the same key is refused.';
COMMENT ON COLUMN run.inputs IS 'JSON object: a port value for each input of the graph, declared defaults filled in.';
COMMENT ON COLUMN run.options IS 'JSON object.';
COMMENT ON COLUMN run.principal IS 'Who submitted it.';
COMMENT ON COLUMN run.priority IS 'Added to that of its nodes; larger goes first.';
COMMENT ON COLUMN run.state IS 'submitted until planned; stopping from a stop or kill until its nodes have ended.';
COMMENT ON COLUMN run.plan_digest IS 'Set by planning, once.';
COMMENT ON COLUMN run.nodes IS 'Nodes in the plan.';
COMMENT ON COLUMN run.open_nodes IS 'Nodes that have not ended; the run ends with the last.';
COMMENT ON COLUMN run.memo_hits IS 'Nodes that took their result from the memo.';
COMMENT ON COLUMN run.epoch IS 'Which drive by Temporal is the current one.';
COMMENT ON COLUMN run.workflow_started IS 'Whether the workflow of the epoch is known to have been started.';
COMMENT ON COLUMN run.last_event IS 'Number of its newest event.';
COMMENT ON COLUMN run.outputs IS 'JSON object of port values, of a run that succeeded.';
COMMENT ON COLUMN run.failure IS 'JSON, of a run that failed: the first failure of a node.';
COMMENT ON COLUMN run.submitted_at IS 'When.';
COMMENT ON COLUMN run.ended_at IS 'When.';
CREATE INDEX run_open ON run (tenant_id, id) WHERE state IN ('submitted', 'running', 'stopping');

CREATE TABLE work (
  tenant_id uuid NOT NULL REFERENCES tenant,
  id uuid NOT NULL,
  memo_key digest NOT NULL,
  type text NOT NULL,
  version integer NOT NULL,
  program_digest digest NOT NULL,
  request text NOT NULL,
  state text NOT NULL CHECK (state IN ('queued', 'leased', 'done', 'failed', 'stopped')),
  priority integer NOT NULL,
  queued_number bigint GENERATED ALWAYS AS IDENTITY,
  fence bigint NOT NULL DEFAULT 0,
  attempts integer NOT NULL DEFAULT 0,
  stop_requested boolean NOT NULL DEFAULT false,
  not_before timestamptz NOT NULL DEFAULT '-infinity',
  booked_run uuid NOT NULL,
  failure text,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, id),
  FOREIGN KEY (tenant_id, booked_run) REFERENCES run (tenant_id, id)
);
COMMENT ON TABLE work IS 'Computations of memo keys: what is queued, leased, retried, checkpointed.';
COMMENT ON COLUMN work.tenant_id IS 'Whose.';
COMMENT ON COLUMN work.id IS 'UUIDv7.';
COMMENT ON COLUMN work.memo_key IS 'What is computed. At most one open work has it.';
COMMENT ON COLUMN work.type IS 'Node type.';
COMMENT ON COLUMN work.version IS 'Of the node type.';
COMMENT ON COLUMN work.program_digest IS 'Only a worker with exactly this program gets it.';
COMMENT ON COLUMN work.request IS 'JSON: parameters, inputs, model packages, demand, timeout, attempts allowed.';
COMMENT ON COLUMN work.state IS 'queued and leased are open.';
COMMENT ON COLUMN work.priority IS 'The highest of its waiters.';
COMMENT ON COLUMN work.queued_number IS 'Age, for the order of the queue.';
COMMENT ON COLUMN work.fence IS 'Grows with each lease; a message with another fence changes nothing.';
COMMENT ON COLUMN work.attempts IS 'Leases that count as tries.';
COMMENT ON COLUMN work.stop_requested IS 'Nobody waits for it any more: its lease ends at the next checkpoint.';
COMMENT ON COLUMN work.not_before IS 'Backoff after a failed attempt.';
COMMENT ON COLUMN work.booked_run IS 'The run that first asked for it: usage is booked there.';
COMMENT ON COLUMN work.failure IS 'JSON, of a work that failed.';
COMMENT ON COLUMN work.created_at IS 'When.';
CREATE UNIQUE INDEX work_open ON work (tenant_id, memo_key) WHERE state IN ('queued', 'leased');
CREATE UNIQUE INDEX work_id ON work (id);
CREATE INDEX work_queue ON work (queued_number) WHERE state IN ('queued', 'leased');

CREATE TABLE node_run (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  node integer NOT NULL,
  name text NOT NULL,
  type text NOT NULL,
  version integer NOT NULL,
  segment integer NOT NULL,
  state text NOT NULL CHECK (state IN
    ('planned', 'blocked', 'waiting', 'succeeded', 'hit', 'failed', 'skipped', 'stopped')),
  open_inputs integer NOT NULL DEFAULT 0,
  reopened boolean NOT NULL DEFAULT false,
  memo_key digest,
  work_id uuid,
  address_workflow text,
  address_workflow_run text,
  address_activity text,
  outputs text,
  failure text,
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, run_id, node),
  FOREIGN KEY (tenant_id, run_id) REFERENCES run (tenant_id, id),
  FOREIGN KEY (tenant_id, work_id) REFERENCES work (tenant_id, id)
);
COMMENT ON TABLE node_run IS 'Nodes in runs.';
COMMENT ON COLUMN node_run.tenant_id IS 'Whose.';
COMMENT ON COLUMN node_run.run_id IS 'The run.';
COMMENT ON COLUMN node_run.node IS 'Its number in the plan.';
COMMENT ON COLUMN node_run.name IS 'Its name in the graph.';
COMMENT ON COLUMN node_run.type IS 'Node type.';
COMMENT ON COLUMN node_run.version IS 'Of the node type.';
COMMENT ON COLUMN node_run.segment IS 'The workflow that drives it.';
COMMENT ON COLUMN node_run.state IS 'planned: not taken in yet; blocked: taken in, an input from another segment is open; waiting: attached to a work; the rest are ends.';
COMMENT ON COLUMN node_run.open_inputs IS 'Producers in other segments, and opened again, that have not ended.';
COMMENT ON COLUMN node_run.reopened IS 'It had ended, and its bytes were lost: its end frees consumers of its own segment as well.';
COMMENT ON COLUMN node_run.memo_key IS 'Null until its ingredients are known.';
COMMENT ON COLUMN node_run.work_id IS 'The computation that it waits for or took its result from.';
COMMENT ON COLUMN node_run.address_workflow IS 'Completion address: workflow id of the pending activity.';
COMMENT ON COLUMN node_run.address_workflow_run IS 'Completion address: the Temporal run id.';
COMMENT ON COLUMN node_run.address_activity IS 'Completion address: the activity id.';
COMMENT ON COLUMN node_run.outputs IS 'JSON object of port values, of a node that succeeded or was a hit.';
COMMENT ON COLUMN node_run.failure IS 'JSON, of a node that failed or was skipped.';
COMMENT ON COLUMN node_run.ended_at IS 'When.';
CREATE INDEX node_run_work ON node_run (tenant_id, work_id) WHERE state = 'waiting';

CREATE TABLE attempt (
  tenant_id uuid NOT NULL,
  work_id uuid NOT NULL,
  fence bigint NOT NULL,
  worker_id uuid NOT NULL REFERENCES worker,
  secret_digest digest NOT NULL,
  outcome text CHECK (outcome IN ('done', 'failed', 'stopped', 'lost')),
  failure text,
  seconds text,
  log text,
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (tenant_id, work_id, fence),
  FOREIGN KEY (tenant_id, work_id) REFERENCES work (tenant_id, id),
  CHECK ((outcome IS NULL) = (ended_at IS NULL))
);
COMMENT ON TABLE attempt IS 'Leases of works. Those without an outcome are open: capacity is counted from them.';
COMMENT ON COLUMN attempt.tenant_id IS 'Whose.';
COMMENT ON COLUMN attempt.work_id IS 'Which work.';
COMMENT ON COLUMN attempt.fence IS 'Of this lease.';
COMMENT ON COLUMN attempt.worker_id IS 'Who holds or held it.';
COMMENT ON COLUMN attempt.secret_digest IS 'SHA-256 of the secret that goes with every message of the holder.';
COMMENT ON COLUMN attempt.outcome IS 'lost: its time ran out or the worker went away.';
COMMENT ON COLUMN attempt.failure IS 'JSON, of one that failed.';
COMMENT ON COLUMN attempt.seconds IS 'JSON: seconds by phase.';
COMMENT ON COLUMN attempt.log IS 'What the node said, at most 64 KiB.';
COMMENT ON COLUMN attempt.started_at IS 'When it was granted.';
COMMENT ON COLUMN attempt.ended_at IS 'When.';
CREATE INDEX attempt_open ON attempt (worker_id) WHERE outcome IS NULL;

CREATE TABLE artifact (
  tenant_id uuid NOT NULL REFERENCES tenant,
  digest digest NOT NULL,
  bytes bigint NOT NULL CHECK (bytes >= 0),
  media_type text NOT NULL,
  doomed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, digest)
);
COMMENT ON TABLE artifact IS 'Bytes in the store that a tenant knows of.';
COMMENT ON COLUMN artifact.tenant_id IS 'Whose. Two tenants may share bytes, never the knowledge of them.';
COMMENT ON COLUMN artifact.digest IS 'SHA-256 of the bytes, their name in the store.';
COMMENT ON COLUMN artifact.bytes IS 'How many.';
COMMENT ON COLUMN artifact.media_type IS 'What they are.';
COMMENT ON COLUMN artifact.doomed_at IS 'Since when nothing refers to it; cleared by a new reference.';
COMMENT ON COLUMN artifact.created_at IS 'When it was first put.';

CREATE TABLE artifact_part (
  tenant_id uuid NOT NULL,
  whole digest NOT NULL,
  ordinal integer NOT NULL,
  part digest NOT NULL,
  PRIMARY KEY (tenant_id, whole, ordinal),
  FOREIGN KEY (tenant_id, whole) REFERENCES artifact (tenant_id, digest),
  FOREIGN KEY (tenant_id, part) REFERENCES artifact (tenant_id, digest)
);
COMMENT ON TABLE artifact_part IS 'What an artifact refers to: the chunks of a video.';
COMMENT ON COLUMN artifact_part.tenant_id IS 'Whose.';
COMMENT ON COLUMN artifact_part.whole IS 'The artifact that refers.';
COMMENT ON COLUMN artifact_part.ordinal IS 'Place in it, from 0.';
COMMENT ON COLUMN artifact_part.part IS 'The artifact referred to.';

CREATE TABLE artifact_reference (
  tenant_id uuid NOT NULL,
  digest digest NOT NULL,
  holder_kind text NOT NULL CHECK (holder_kind IN ('run', 'memo', 'checkpoint', 'attempt', 'upload', 'pin')),
  holder_id text NOT NULL,
  PRIMARY KEY (tenant_id, digest, holder_kind, holder_id),
  FOREIGN KEY (tenant_id, digest) REFERENCES artifact (tenant_id, digest)
);
COMMENT ON TABLE artifact_reference IS 'Why an artifact is kept. Written in the transaction that makes the need.';
COMMENT ON COLUMN artifact_reference.tenant_id IS 'Whose.';
COMMENT ON COLUMN artifact_reference.digest IS 'The artifact; its parts are kept with it.';
COMMENT ON COLUMN artifact_reference.holder_kind IS 'Who needs it.';
COMMENT ON COLUMN artifact_reference.holder_id IS 'Which of them: run id, memo key, checkpoint, lease, upload.';
CREATE INDEX artifact_reference_holder ON artifact_reference (tenant_id, holder_kind, holder_id);

CREATE TABLE memo (
  tenant_id uuid NOT NULL REFERENCES tenant,
  memo_key digest NOT NULL,
  outputs text NOT NULL,
  work_id uuid NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, memo_key),
  FOREIGN KEY (tenant_id, work_id) REFERENCES work (tenant_id, id)
);
COMMENT ON TABLE memo IS 'Results by memo key. The first commit of a key wins.';
COMMENT ON COLUMN memo.tenant_id IS 'Whose.';
COMMENT ON COLUMN memo.memo_key IS 'Digest of all that can change the result.';
COMMENT ON COLUMN memo.outputs IS 'JSON object of port values.';
COMMENT ON COLUMN memo.work_id IS 'The computation that made it.';
COMMENT ON COLUMN memo.created_at IS 'When.';

CREATE TABLE checkpoint (
  tenant_id uuid NOT NULL REFERENCES tenant,
  memo_key digest NOT NULL,
  next_step integer NOT NULL,
  steps integer NOT NULL,
  fence bigint NOT NULL,
  state_digest digest NOT NULL,
  fingerprint bytea NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, memo_key, next_step),
  FOREIGN KEY (tenant_id, state_digest) REFERENCES artifact (tenant_id, digest)
);
COMMENT ON TABLE checkpoint IS 'Where a computation can go on. The newest two are kept until its work is done.';
COMMENT ON COLUMN checkpoint.tenant_id IS 'Whose.';
COMMENT ON COLUMN checkpoint.memo_key IS 'What is computed: a later work of the same key may use it, in any run.';
COMMENT ON COLUMN checkpoint.next_step IS 'The step to do next.';
COMMENT ON COLUMN checkpoint.steps IS 'Steps in all.';
COMMENT ON COLUMN checkpoint.fence IS 'Of the lease that wrote it.';
COMMENT ON COLUMN checkpoint.state_digest IS 'The saved state, an artifact.';
COMMENT ON COLUMN checkpoint.fingerprint IS 'Of the machine and software: the same one resumes bit for bit.';
COMMENT ON COLUMN checkpoint.created_at IS 'When.';

CREATE TABLE usage (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  work_id uuid NOT NULL,
  fence bigint NOT NULL,
  type text NOT NULL,
  device text NOT NULL,
  phase text NOT NULL CHECK (phase IN ('fetch', 'load', 'run', 'store')),
  seconds double precision NOT NULL,
  PRIMARY KEY (tenant_id, work_id, fence, phase),
  FOREIGN KEY (tenant_id, run_id) REFERENCES run (tenant_id, id)
);
COMMENT ON TABLE usage IS 'Device-seconds by phase.';
COMMENT ON COLUMN usage.tenant_id IS 'Who pays.';
COMMENT ON COLUMN usage.run_id IS 'The run that it is booked to.';
COMMENT ON COLUMN usage.work_id IS 'The computation.';
COMMENT ON COLUMN usage.fence IS 'The attempt.';
COMMENT ON COLUMN usage.type IS 'Node type.';
COMMENT ON COLUMN usage.device IS 'Name of the device.';
COMMENT ON COLUMN usage.phase IS 'What the time went into.';
COMMENT ON COLUMN usage.seconds IS 'How long.';

CREATE TABLE outbox (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  node integer NOT NULL,
  address_workflow text NOT NULL,
  address_workflow_run text NOT NULL,
  address_activity text NOT NULL,
  ended text NOT NULL CHECK (ended IN ('succeeded', 'failed', 'skipped', 'stopped')),
  tries integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  FOREIGN KEY (tenant_id, run_id, node) REFERENCES node_run (tenant_id, run_id, node)
);
COMMENT ON TABLE outbox IS 'Activities that Temporal has to be told about: written with the end of the node, deleted once told.';
COMMENT ON COLUMN outbox.number IS 'Order.';
COMMENT ON COLUMN outbox.tenant_id IS 'Whose.';
COMMENT ON COLUMN outbox.run_id IS 'The run.';
COMMENT ON COLUMN outbox.node IS 'The node that ended.';
COMMENT ON COLUMN outbox.address_workflow IS 'Workflow id.';
COMMENT ON COLUMN outbox.address_workflow_run IS 'Temporal run id.';
COMMENT ON COLUMN outbox.address_activity IS 'Activity id.';
COMMENT ON COLUMN outbox.ended IS 'What to tell.';
COMMENT ON COLUMN outbox.tries IS 'Tries that did not get through.';
COMMENT ON COLUMN outbox.created_at IS 'When.';

CREATE TABLE event (
  tenant_id uuid NOT NULL,
  run_id uuid NOT NULL,
  number bigint NOT NULL,
  type text NOT NULL,
  node text,
  body text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, run_id, number),
  FOREIGN KEY (tenant_id, run_id) REFERENCES run (tenant_id, id)
);
COMMENT ON TABLE event IS 'What happened in runs. Append-only; numbered without gaps, visible in order.';
COMMENT ON COLUMN event.tenant_id IS 'Whose.';
COMMENT ON COLUMN event.run_id IS 'The run.';
COMMENT ON COLUMN event.number IS 'From 1.';
COMMENT ON COLUMN event.type IS 'What happened.';
COMMENT ON COLUMN event.node IS 'Name of the node that it happened to; null: the run.';
COMMENT ON COLUMN event.body IS 'JSON object that belongs to the type. No prompt text.';
COMMENT ON COLUMN event.at IS 'When.';

CREATE TABLE audit (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant,
  principal text NOT NULL,
  verb text NOT NULL,
  subject text NOT NULL,
  why text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE audit IS 'What people did. Append-only.';
COMMENT ON COLUMN audit.number IS 'Order.';
COMMENT ON COLUMN audit.tenant_id IS 'Whose rows were acted on.';
COMMENT ON COLUMN audit.principal IS 'Who.';
COMMENT ON COLUMN audit.verb IS 'What: stop, kill.';
COMMENT ON COLUMN audit.subject IS 'On what.';
COMMENT ON COLUMN audit.why IS 'In their words.';
COMMENT ON COLUMN audit.at IS 'When.';
