package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.verb.Asking;
import org.cinegraph.db.verb.Changed;
import org.cinegraph.db.verb.DeleteRun;
import org.cinegraph.db.verb.EndByPerson;
import org.cinegraph.db.verb.PauseRun;
import org.cinegraph.db.verb.RecoverRun;
import org.cinegraph.db.verb.RetryNode;
import org.cinegraph.db.verb.SetPriority;
import org.cinegraph.proto.v1.RecoverRunRequest;
import org.cinegraph.proto.v1.ReleaseNodeRequest;
import org.cinegraph.proto.v1.RetryNodeRequest;
import org.cinegraph.proto.v1.SetRunPriorityRequest;
import org.cinegraph.scheduler.wire.ReadWire;

/// What a person does to a run that there is.
final class VerbCalls {
  private final RunCalls runs;
  private final EndByPerson ends;
  private final PauseRun pauses;
  private final RecoverRun recovers;
  private final RetryNode retries;
  private final SetPriority priorities;
  private final DeleteRun deletes;
  private final BeginRun begin;

  VerbCalls(RunCalls runs, Database database, Plans plans, BeginRun begin) {
    this.runs = runs;
    this.ends = new EndByPerson(database, plans);
    this.pauses = new PauseRun(database);
    this.recovers = new RecoverRun(database, plans);
    this.retries = new RetryNode(database, plans);
    this.priorities = new SetPriority(database, plans);
    this.deletes = new DeleteRun(database);
    this.begin = begin;
  }

  Changed end(Caller caller, ByteString id, boolean kill, String why) {
    Changed ended = ends.end(asking(caller, why), run(caller, id), kill);
    CrashPoint.RUN_STOPPING.reached();
    return ended;
  }

  Changed pause(Caller caller, ByteString id, String why) {
    return pauses.pause(asking(caller, why), run(caller, id));
  }

  Changed resume(Caller caller, ByteString id, String why) {
    return pauses.resume(asking(caller, why), run(caller, id));
  }

  /// A run that was deleted before is no mistake.
  List<String> delete(Caller caller, ByteString id, String why) {
    return deletes.delete(asking(caller, why), ReadWire.id("run_id", id));
  }

  Changed priority(Caller caller, SetRunPriorityRequest request) {
    SubmitCalls.checkPriority(request.getPriority());
    UUID run = run(caller, request.getRunId());
    return priorities.set(asking(caller, request.getWhy()), run, request.getPriority());
  }

  Changed recover(Caller caller, RecoverRunRequest request) {
    Asking asking = asking(caller, request.getWhy());
    UUID run = run(caller, request.getRunId());
    return begun(
        request.getUpgrade() ? recovers.upgrade(asking, run) : recovers.recover(asking, run));
  }

  Changed retry(Caller caller, RetryNodeRequest request) {
    UUID run = run(caller, request.getRunId(), request.getNode());
    return begun(retries.retry(asking(caller, request.getWhy()), run, request.getNode()));
  }

  Changed release(Caller caller, ReleaseNodeRequest request) {
    UUID run = run(caller, request.getRunId(), request.getNode());
    return begun(retries.release(asking(caller, request.getWhy()), run, request.getNode()));
  }

  /// What goes on has a new epoch, whose workflow is started; a second start changes nothing.
  private Changed begun(Changed changed) {
    if (!changed.changed().isEmpty()) {
      begin.begin(changed.run());
    }
    return changed;
  }

  private UUID run(Caller caller, ByteString id, String node) {
    RunRow run = runs.find(caller.tenant(), id);
    runs.requireNode(caller.tenant(), run, node);
    return run.id();
  }

  private UUID run(Caller caller, ByteString id) {
    return runs.find(caller.tenant(), id).id();
  }

  static Asking asking(Caller caller, String why) {
    return new Asking(caller.tenant(), caller.principal(), why);
  }
}
