package org.cinegraph.server.api;

import com.google.protobuf.ByteString;
import java.util.UUID;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.CrashPoint;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.verb.Asking;
import org.cinegraph.db.verb.Changed;
import org.cinegraph.db.verb.EndByPerson;
import org.cinegraph.db.verb.PauseRun;

/// What a person does to a run that there is.
final class VerbCalls {
  private final RunCalls runs;
  private final EndByPerson ends;
  private final PauseRun pauses;

  VerbCalls(RunCalls runs, Database database, Plans plans) {
    this.runs = runs;
    this.ends = new EndByPerson(database, plans);
    this.pauses = new PauseRun(database);
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

  private UUID run(Caller caller, ByteString id) {
    return runs.find(caller.tenant(), id).id();
  }

  static Asking asking(Caller caller, String why) {
    return new Asking(caller.tenant(), caller.principal(), why);
  }
}
