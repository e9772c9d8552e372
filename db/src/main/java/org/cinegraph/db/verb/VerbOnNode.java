package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.NodeRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;

/// As [VerbOnRun], for a node.
final class VerbOnNode {
  private final Database database;

  VerbOnNode(Database database) {
    this.database = database;
  }

  /// What a verb does where the table lets it.
  @FunctionalInterface
  interface Deed {
    /// @return a sentence for each thing that it changed
    List<String> perform(Sql sql, RunRow run, NodeRunRow node) throws SQLException;
  }

  /// @param name of a node that the run has
  /// @throws VerbRefused the node is not in a state for it
  Changed perform(Asking asking, UUID run, String name, Verb verb, Deed deed) {
    return database.transaction(sql -> {
      RunRow row = Runs.lockWithWorks(sql, asking.tenant(), run);
      NodeRunRow node =
          NodeRuns.find(sql, asking.tenant(), run, name)
              .orElseThrow(() -> new IllegalStateException("No node " + name));
      Situation situation = Situation.of(node, row.state().ended());
      List<String> changed =
          switch (VerbTable.answer(situation, verb)) {
            case DOES -> deed.perform(sql, row, node);
            case ALREADY -> List.of();
            case REFUSED ->
                throw new VerbRefused("Node %s of run %s".formatted(name, run), situation, verb);
          };
      if (!changed.isEmpty()) {
        Audit.write(sql, asking, verb, "run %s node %s".formatted(run, name), changed);
      }
      return new Changed(Runs.find(sql, asking.tenant(), run).orElseThrow(), changed);
    });
  }
}
