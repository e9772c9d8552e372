package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.AdvanceRuns;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.ReopenRun;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;

/// Lets a run that failed or was stopped go on where it was: what has outputs keeps them, all else
/// is done again, from the memo and from checkpoints as far as these reach.
public final class RecoverRun {
  private final VerbOnRun verbs;
  private final Plans plans;

  public RecoverRun(Database database, Plans plans) {
    this.verbs = new VerbOnRun(database);
    this.plans = plans;
  }

  /// The caller starts the workflow of the run's epoch.
  ///
  /// @throws VerbRefused it has succeeded or is being stopped
  public Changed recover(Asking asking, UUID run) {
    return verbs.perform(asking, run, Verb.RECOVER, (sql, row) -> goOn(sql, asking, row));
  }

  /// As [#recover], and has waiting nodes computed by the newest version and program that connected
  /// workers offer; also of a run that is open.
  ///
  /// @throws VerbRefused also if nodes wait for what nobody offers, and nothing newer is offered
  public Changed upgrade(Asking asking, UUID run) {
    return verbs.perform(
        asking,
        run,
        Verb.RECOVER,
        (sql, row) -> {
          List<String> changed = new ArrayList<>(goOn(sql, asking, row));
          RunRow open = Runs.find(sql, row.tenant(), run).orElseThrow();
          if (!open.state().ended()) {
            changed.addAll(new UpgradeWaiting(sql, plans).upgrade(asking, open));
          }
          return changed;
        },
        (sql, row) -> new UpgradeWaiting(sql, plans).upgrade(asking, row));
  }

  private List<String> goOn(Sql sql, Asking asking, RunRow run) throws SQLException {
    ReopenRun reopen = new ReopenRun(sql, plans, run);
    SortedSet<Integer> nodes = reopen.allNodes();
    AdvanceRuns advance = new AdvanceRuns(sql, plans);
    reopen.reopen(nodes, advance, asking.event());
    advance.finish();
    return run.plan().isEmpty()
        ? List.of("Run %s is planned again".formatted(run.id()))
        : List.of(
            "Run %s goes on".formatted(run.id()),
            "Nodes that are done again: %d of %d; the others keep their results"
                .formatted(nodes.size(), run.nodes()));
  }
}
