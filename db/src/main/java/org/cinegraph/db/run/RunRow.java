package org.cinegraph.db.run;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.cinegraph.db.Row;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.Dependents;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.failure.Failure;
import org.cinegraph.graph.failure.FailureJson;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.value.PortValue;

/// A run as it stands.
///
/// @param paused whether a person holds it back
/// @param refresh what is computed anew: empty: nothing; `*`: every node; else a node and all that
///   depends on it
/// @param epochAt when its epoch was opened
public record RunRow(
    UUID tenant,
    UUID id,
    String graph,
    Digest graphVersion,
    SequencedMap<String, PortValue> inputs,
    int priority,
    RunSettings settings,
    RunState state,
    boolean paused,
    String refresh,
    Optional<Digest> plan,
    int nodes,
    int openNodes,
    int memoHits,
    int epoch,
    Instant epochAt,
    long lastEvent,
    Optional<SequencedMap<String, PortValue>> outputs,
    Optional<Failure> failure,
    Instant submittedAt,
    Optional<Instant> endedAt) {

  /// How the run wants its plan.
  ///
  /// @param document what it computes
  public PlanOptions planOptions(GraphDocument document) {
    SortedSet<String> refreshed =
        switch (refresh) {
          case "" -> Collections.emptySortedSet();
          case NewRun.Repeat.EVERYTHING -> new TreeSet<>(document.nodes().keySet());
          default -> Dependents.of(document, refresh);
        };
    return settings.of(new PlanOptions(PlanOptions.SEGMENT_SIZE, refreshed, id.toString()));
  }

  static RunRow read(Row row) throws SQLException {
    return new RunRow(
        row.id("tenant_id"),
        row.id("id"),
        row.text("graph"),
        row.digest("graph_version"),
        OutputsJson.read(row.text("inputs")),
        row.integer("priority"),
        RunSettings.read(row.text("options")),
        RunState.read(row.text("state")),
        row.flag("paused"),
        row.text("refresh"),
        row.optionalDigest("plan_digest"),
        row.integer("nodes"),
        row.integer("open_nodes"),
        row.integer("memo_hits"),
        row.integer("epoch"),
        row.time("epoch_at"),
        row.number("last_event"),
        row.optionalText("outputs").map(OutputsJson::read),
        row.optionalText("failure").map(CanonicalJson::parse).map(FailureJson::read),
        row.time("submitted_at"),
        row.optionalTime("ended_at"));
  }
}
