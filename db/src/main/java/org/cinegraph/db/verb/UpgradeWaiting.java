package org.cinegraph.db.verb;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.db.Sql;
import org.cinegraph.db.run.Plans;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.UpgradeNodes;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.plan.PlannedNode;
import org.cinegraph.graph.plan.UpgradePlan;

/// The part of recover that moves waiting nodes to what connected workers offer, or says why it
/// does not.
final class UpgradeWaiting {
  private final Sql sql;
  private final Plans plans;

  UpgradeWaiting(Sql sql, Plans plans) {
    this.sql = sql;
    this.plans = plans;
  }

  /// @param run open and locked
  /// @return a sentence for each kind of node that moved; none where all have the newest already
  /// @throws VerbRefused nodes wait for what nobody offers, and nothing newer is offered
  List<String> upgrade(Asking asking, RunRow run) throws SQLException {
    if (run.plan().isEmpty()) {
      // Planning takes the newest of all.
      return List.of();
    }
    UpgradeNodes nodes = new UpgradeNodes(sql, plans, run);
    UpgradeNodes.Prospect found = nodes.look();
    return switch (found.outcome()) {
      case UpgradePlan.Unsuited(List<Problem> problems) -> throw unsuited(run, problems);
      case UpgradePlan.Upgraded upgraded -> {
        if (upgraded.moves().isEmpty()) {
          requireOffered(run, found);
        } else {
          nodes.move(found.before(), upgraded, asking::event);
        }
        yield sentences(upgraded);
      }
    };
  }

  private static List<String> sentences(UpgradePlan.Upgraded upgraded) {
    List<String> changed = new ArrayList<>();
    upgraded
        .moves()
        .forEach((move, names) ->
            changed.add(
                "Moved from %s %s to %s: %s"
                    .formatted(
                        move.type(),
                        written(move, move.from()),
                        written(move, move.to()),
                        String.join(", ", names))));
    return changed;
  }

  private static String written(UpgradePlan.Move move, UpgradePlan.Pin pin) {
    return move.from().version() == move.to().version()
        ? "version %d program %s".formatted(pin.version(), pin.program().brief())
        : "version " + pin.version();
  }

  private static void requireOffered(RunRow run, UpgradeNodes.Prospect found) {
    List<PlannedNode> orphans =
        found.waits().stream().filter(node -> !isOffered(node, found.offered())).toList();
    if (!orphans.isEmpty()) {
      PlannedNode first = orphans.getFirst();
      throw new VerbRefused(
          Failure.user(
              "nothing-newer",
              "Run %s cannot be upgraded: node %s waits for %s version %d program %s, and %s; start a worker that offers it or a newer one"
                  .formatted(
                      run.id(),
                      first.name(),
                      first.type(),
                      first.version(),
                      first.programDigest().brief(),
                      offers(first.type(), found.offered()))));
    }
  }

  private static boolean isOffered(PlannedNode node, Catalog offered) {
    Catalog.Entry entry = offered.versions(node.type()).get(node.version());
    return entry != null && entry.program().equals(node.programDigest());
  }

  private static String offers(String type, Catalog offered) {
    return offered.versions(type).isEmpty()
        ? "no connected worker offers " + type
        : "connected workers offer nothing newer that the graph allows: version "
            + offered.versions(type).keySet().stream().map(String::valueOf).collect(joining(", "));
  }

  private static VerbRefused unsuited(RunRow run, List<Problem> problems) {
    Problem first = problems.getFirst();
    return new VerbRefused(
        Failure.user(
            "upgrade-unsuited",
            "Run %s cannot be upgraded: the graph does not suit the newer node types: %s%s; store a changed graph and submit it, results that still suit are taken from the memo"
                .formatted(
                    run.id(),
                    first.message(),
                    problems.size() == 1 ? "" : " (and %d more)".formatted(problems.size() - 1))));
  }
}
