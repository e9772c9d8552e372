package org.cinegraph.db.verb;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.UUID;
import org.cinegraph.db.Channel;
import org.cinegraph.db.Database;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.AdvanceRuns;
import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.NodeState;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.ReopenRun;
import org.cinegraph.db.run.RunRow;

/// Has a node tried again: at once, if it waits for its next attempt; else the run goes on with it
/// and what was skipped because of it. The new work counts its attempts, and the workers that it
/// loses, from the beginning.
public final class RetryNode {
  private final VerbOnNode verbs;
  private final Plans plans;

  public RetryNode(Database database, Plans plans) {
    this.verbs = new VerbOnNode(database);
    this.plans = plans;
  }

  /// The caller starts the workflow of the run's epoch.
  ///
  /// @throws VerbRefused there is nothing to try again, or the node is quarantined
  public Changed retry(Asking asking, UUID run, String node) {
    return again(asking, run, node, Verb.RETRY);
  }

  /// As [#retry], for a node that is quarantined: a person answers for the workers that it may
  /// lose.
  public Changed release(Asking asking, UUID run, String node) {
    return again(asking, run, node, Verb.RELEASE);
  }

  private Changed again(Asking asking, UUID run, String name, Verb verb) {
    return verbs.perform(
        asking,
        run,
        name,
        verb,
        (sql, row, node) -> {
          AdvanceRuns advance = new AdvanceRuns(sql, plans);
          advance
              .tally()
              .event(
                  row.tenant(),
                  run,
                  verb == Verb.RELEASE ? "node-released" : "node-retried",
                  name,
                  asking.event().fields());
          List<String> changed =
              node.state() == NodeState.WAITING
                  ? atOnce(sql, node)
                  : reopen(sql, row, node, asking, advance);
          advance.finish();
          return changed;
        });
  }

  private static List<String> atOnce(Sql sql, NodeRunRow node) throws SQLException {
    sql.update(
        "UPDATE work SET not_before = '-infinity' WHERE id = ? AND state = 'queued'",
        node.work().orElseThrow());
    Channel.WORK.notify(sql, "");
    return List.of("Node %s waits no longer for its next attempt".formatted(node.name()));
  }

  private List<String> reopen(
      Sql sql, RunRow run, NodeRunRow node, Asking asking, AdvanceRuns advance)
      throws SQLException {
    ReopenRun reopen = new ReopenRun(sql, plans, run);
    SortedSet<Integer> nodes = reopen.nodesBehind(node.node());
    reopen.reopen(nodes, advance, asking.event());
    List<String> changed = new ArrayList<>();
    changed.add("Run %s goes on with node %s".formatted(run.id(), node.name()));
    if (nodes.size() > 1) {
      changed.add(
          "Nodes that follow, which were skipped or stopped: %d".formatted(nodes.size() - 1));
    }
    return changed;
  }
}
