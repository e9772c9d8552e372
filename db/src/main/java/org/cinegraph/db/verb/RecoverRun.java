package org.cinegraph.db.verb;

import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.ReopenRun;
import org.cinegraph.db.run.RunTally;

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
    return verbs.perform(
        asking,
        run,
        Verb.RECOVER,
        (sql, row) -> {
          ReopenRun reopen = new ReopenRun(sql, plans, row);
          SortedSet<Integer> nodes = reopen.allNodes();
          RunTally tally = new RunTally();
          reopen.reopen(nodes, tally, asking.event());
          tally.write(sql);
          return row.plan().isEmpty()
              ? List.of("Run %s is planned again".formatted(run))
              : List.of(
                  "Run %s goes on".formatted(run),
                  "Nodes that are done again: %d of %d; the others keep their results"
                      .formatted(nodes.size(), row.nodes()));
        });
  }
}
