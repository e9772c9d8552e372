package org.cinegraph.db.verb;

import static org.cinegraph.db.verb.Situation.*;
import static org.cinegraph.db.verb.Verb.*;
import static org.cinegraph.db.verb.VerbTable.Answer.*;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Which verb is allowed when: data. The services refuse by it, clients show by it.
///
/// A verb whose effect is there already answers as it did the first time and changes nothing, so
/// that asking twice is harmless.
public final class VerbTable {
  private static final SequencedMap<Situation, Map<Verb, Answer>> TABLE = new TreeMap<>();

  static {
    row(RUN_SUBMITTED, List.of(STOP, KILL, PAUSE, PRIORITY, RERUN, FORK), List.of(RECOVER, RESUME));
    row(RUN_RUNNING, List.of(STOP, KILL, PAUSE, PRIORITY, RERUN, FORK), List.of(RECOVER, RESUME));
    row(RUN_PAUSED, List.of(STOP, KILL, RESUME, PRIORITY, RERUN, FORK), List.of(RECOVER, PAUSE));
    row(RUN_STOPPING, List.of(KILL, RERUN, FORK), List.of(STOP));
    row(RUN_SUCCEEDED, List.of(RERUN, FORK, DELETE), List.of());
    row(RUN_FAILED, List.of(RECOVER, RERUN, FORK, DELETE), List.of());
    row(RUN_STOPPED, List.of(RECOVER, RERUN, FORK, DELETE), List.of(STOP, KILL));

    row(NODE_PLANNED, List.of(), List.of(RETRY, RELEASE));
    row(NODE_BLOCKED, List.of(), List.of(RETRY, RELEASE));
    row(NODE_QUEUED, List.of(), List.of(RETRY, RELEASE));
    row(NODE_AWAITING_ANSWER, List.of(APPROVE, REJECT), List.of(RETRY, RELEASE));
    row(NODE_BACKING_OFF, List.of(RETRY), List.of(RELEASE));
    row(NODE_RUNNING, List.of(), List.of(RETRY, RELEASE));
    row(NODE_SUCCEEDED, List.of(), List.of());
    row(NODE_HIT, List.of(), List.of());
    row(NODE_FAILED_EARLY, List.of(), List.of());
    row(NODE_FAILED, List.of(RETRY), List.of());
    row(NODE_QUARANTINED_EARLY, List.of(), List.of());
    row(NODE_QUARANTINED, List.of(RELEASE), List.of());
    row(NODE_SKIPPED, List.of(), List.of());
    row(NODE_LEFT_OUT, List.of(), List.of());
    row(NODE_STOPPED, List.of(), List.of());

    row(WORKER_CONNECTED, List.of(DRAIN), List.of(UNDRAIN));
    row(WORKER_DRAINED, List.of(UNDRAIN), List.of(DRAIN));
    row(WORKER_AWAY, List.of(), List.of(UNDRAIN));
  }

  private VerbTable() {}

  /// What comes of a verb.
  public enum Answer {
    DOES,
    /// Nothing changes: it is so already.
    ALREADY,
    REFUSED
  }

  public static Answer answer(Situation situation, Verb verb) {
    return TABLE.getOrDefault(situation, Map.of()).getOrDefault(verb, REFUSED);
  }

  /// The verbs that would do something, in the order of [Verb].
  public static List<Verb> allowed(Situation situation) {
    return List.of(Verb.values()).stream().filter(verb -> answer(situation, verb) == DOES).toList();
  }

  private static void row(Situation situation, List<Verb> does, List<Verb> already) {
    Map<Verb, Answer> row = new EnumMap<>(Verb.class);
    already.forEach(verb -> row.put(verb, ALREADY));
    does.forEach(verb -> row.put(verb, DOES));
    TABLE.put(situation, row);
  }
}
