package org.cinegraph.db.verb;

import org.cinegraph.db.run.NodeRuns.NodeRunRow;
import org.cinegraph.db.run.RunRow;

/// Where a run, a node or a worker is, as far as verbs make a difference of it.
public enum Situation {
  RUN_SUBMITTED("is submitted"),
  RUN_RUNNING("is running"),
  RUN_PAUSED("is paused"),
  RUN_STOPPING("is stopping"),
  RUN_SUCCEEDED("has succeeded"),
  RUN_FAILED("has failed"),
  RUN_STOPPED("is stopped"),

  NODE_PLANNED("is planned"),
  NODE_BLOCKED("is blocked by a node before it"),
  NODE_QUEUED("waits for a worker"),
  NODE_AWAITING_ANSWER("waits for a person to judge"),
  NODE_BACKING_OFF("waits for its next attempt"),
  NODE_RUNNING("is running"),
  NODE_SUCCEEDED("has succeeded", "fork its run from it to compute it anew"),
  NODE_HIT("was a memo hit", "fork its run from it to compute it anew"),
  /// The others of its run go on.
  NODE_FAILED_EARLY("has failed, and its run has not ended", "retry it when the run has ended"),
  NODE_FAILED("has failed"),
  NODE_QUARANTINED_EARLY(
      "is quarantined, and its run has not ended", "release it when the run has ended"),
  NODE_QUARANTINED("is quarantined"),
  NODE_SKIPPED("was skipped", "recover its run, or retry the node before it that failed"),
  NODE_LEFT_OUT("was left out by a branch"),
  NODE_STOPPED("is stopped", "recover its run"),

  WORKER_CONNECTED("is connected"),
  WORKER_DRAINED("is drained"),
  WORKER_AWAY("is not connected");

  /// The code of the failure of a node whose work took its workers with it.
  private static final String QUARANTINED = "quarantined";

  private final String words;
  private final String wayOut;

  Situation(String words) {
    this(words, "no verb is allowed now");
  }

  Situation(String words, String wayOut) {
    this.words = words;
    this.wayOut = wayOut;
  }

  /// Goes on after the name of whom it is about.
  public String words() {
    return words;
  }

  /// What a person can do where no verb is allowed.
  String wayOut() {
    return wayOut;
  }

  public static Situation of(RunRow run) {
    return switch (run.state()) {
      case SUBMITTED -> run.paused() ? RUN_PAUSED : RUN_SUBMITTED;
      case RUNNING -> run.paused() ? RUN_PAUSED : RUN_RUNNING;
      case STOPPING -> RUN_STOPPING;
      case SUCCEEDED -> RUN_SUCCEEDED;
      case FAILED -> RUN_FAILED;
      case STOPPED -> RUN_STOPPED;
    };
  }

  /// @param runEnded whether the run that the node is in has ended
  public static Situation of(NodeRunRow node, boolean runEnded) {
    return switch (node.state()) {
      case PLANNED -> NODE_PLANNED;
      case BLOCKED -> NODE_BLOCKED;
      case WAITING -> waiting(node);
      case SUCCEEDED -> NODE_SUCCEEDED;
      case HIT -> NODE_HIT;
      case FAILED -> failed(node, runEnded);
      case SKIPPED -> NODE_SKIPPED;
      case LEFT_OUT -> NODE_LEFT_OUT;
      case STOPPED -> NODE_STOPPED;
    };
  }

  public static Situation ofWorker(boolean connected, boolean drained) {
    if (drained) {
      return WORKER_DRAINED;
    }
    return connected ? WORKER_CONNECTED : WORKER_AWAY;
  }

  private static Situation waiting(NodeRunRow node) {
    if (node.leased()) {
      return NODE_RUNNING;
    }
    if (node.asksSomebody()) {
      return NODE_AWAITING_ANSWER;
    }
    return node.backsOff() ? NODE_BACKING_OFF : NODE_QUEUED;
  }

  private static Situation failed(NodeRunRow node, boolean runEnded) {
    boolean quarantined =
        node.failure().filter(failure -> failure.code().equals(QUARANTINED)).isPresent();
    if (quarantined) {
      return runEnded ? NODE_QUARANTINED : NODE_QUARANTINED_EARLY;
    }
    return runEnded ? NODE_FAILED : NODE_FAILED_EARLY;
  }
}
