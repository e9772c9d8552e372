package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.HoldWorks;
import org.cinegraph.db.run.RunTally;

/// Holds a run back, and lets it go on. It is paused in Postgres, so it stays so whatever dies; a
/// work that computes for it alone is handed back at its next checkpoint without counting.
public final class PauseRun {
  private final VerbOnRun verbs;

  public PauseRun(Database database) {
    this.verbs = new VerbOnRun(database);
  }

  /// @throws VerbRefused it has ended or ends
  public Changed pause(Asking asking, UUID run) {
    return verbs.perform(
        asking,
        run,
        Verb.PAUSE,
        (sql, _) -> {
          HoldWorks.Held held = set(sql, asking, run, true);
          List<String> changed = new ArrayList<>();
          changed.add("Run %s is paused: nothing more is started for it".formatted(run));
          if (held.stopping() > 0) {
            changed.add(
                "Nodes that stop at their next checkpoint and wait: %d".formatted(held.stopping()));
          }
          if (held.goingOn() > 0) {
            changed.add("Nodes that go on, for other runs: %d".formatted(held.goingOn()));
          }
          return changed;
        });
  }

  /// @throws VerbRefused it has ended or ends
  public Changed resume(Asking asking, UUID run) {
    return verbs.perform(
        asking,
        run,
        Verb.RESUME,
        (sql, _) -> {
          set(sql, asking, run, false);
          return List.of("Run %s goes on".formatted(run));
        });
  }

  private static HoldWorks.Held set(Sql sql, Asking asking, UUID run, boolean paused)
      throws SQLException {
    sql.update(
        "UPDATE run SET paused = ? WHERE tenant_id = ? AND id = ?", paused, asking.tenant(), run);
    HoldWorks.Held held = HoldWorks.settle(sql, asking.tenant(), run);
    RunTally tally = new RunTally();
    tally.event(
        asking.tenant(), run, paused ? "run-paused" : "run-resumed", asking.event().fields());
    tally.write(sql);
    return held;
  }
}
