package org.cinegraph.db.verb;

import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.run.StopRun;

/// Stop and kill, as a person asks for them.
public final class EndByPerson {
  private final VerbOnRun verbs;
  private final StopRun stopRun;

  public EndByPerson(Database database, Plans plans) {
    this.verbs = new VerbOnRun(database);
    this.stopRun = new StopRun(database, plans);
  }

  /// @throws VerbRefused it has ended otherwise
  public Changed end(Asking asking, UUID run, boolean kill) {
    return verbs.perform(
        asking,
        run,
        kill ? Verb.KILL : Verb.STOP,
        (sql, _) -> {
          stopRun.stop(sql, asking.tenant(), run, kill, asking.why());
          RunRow ended = Runs.find(sql, asking.tenant(), run).orElseThrow();
          return List.of("Run %s %s".formatted(run, Situation.of(ended).words()));
        });
  }
}
