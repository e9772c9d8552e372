package org.cinegraph.cli.history;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.proto.v1.AttemptSpan;
import org.cinegraph.proto.v1.ExplainNodeResponse;
import org.cinegraph.proto.v1.KeyDifference;
import org.cinegraph.proto.v1.KeyIngredient;
import org.cinegraph.proto.v1.NodeReference;
import org.cinegraph.proto.v1.NodeRun;
import org.cinegraph.proto.v1.NodeState;
import org.cinegraph.proto.v1.NodeWait;
import org.cinegraph.proto.v1.WorkAhead;

/// Why a node stands as it stands, for people.
public final class ExplainText {
  private static final String SALT = "salt";

  private final ExplainNodeResponse said;
  private final List<String> lines = new ArrayList<>();

  private ExplainText(ExplainNodeResponse said) {
    this.said = said;
  }

  /// @param run its id, for commands that would help
  public static List<String> lines(ExplainNodeResponse said, String run) {
    ExplainText text = new ExplainText(said);
    text.now();
    WhatToDo.about(said, run).ifPresent(advice -> text.lines.add("  What to do: " + advice));
    text.attempts();
    text.lines.add("");
    text.memo();
    text.ingredients();
    return text.lines;
  }

  private void now() {
    NodeRun node = said.getNode();
    lines.add(
        "%s (%s@%d)  %s".formatted(node.getName(), node.getType(), node.getVersion(), state()));
    if (said.hasWait()) {
      NodeWait wait = said.getWait();
      lines.add("  It " + wait.getWords());
      if (wait.hasNotBefore()) {
        lines.add("  The next attempt begins at " + Wording.at(wait.getNotBefore()));
      }
      behind(wait);
    }
    for (NodeReference other : said.getSharedWithList()) {
      lines.add("  The same computation is waited for by " + Wording.node(other));
    }
    if (node.hasFailure()) {
      lines.add("  " + node.getFailure().getMessage());
    }
    if (node.getNumericallyEquivalent()) {
      lines.add(
          "  Equal in numbers, not in bits, to an uninterrupted run, because of a checkpoint of"
              + " another machine");
    }
  }

  private String state() {
    NodeRun node = said.getNode();
    if (node.getState() != NodeState.NODE_STATE_RUNNING) {
      return Wording.state(node.getState());
    }
    String step =
        node.getSteps() == 0 ? "" : ", step %d of %d".formatted(node.getStep(), node.getSteps());
    return "running on worker %s, attempt %d%s%s"
        .formatted(node.getWorker(), node.getAttempts(), step, doing(said.getPhase()));
  }

  private static String doing(String phase) {
    return switch (phase) {
      case "fetch" -> ": its inputs are fetched";
      case "load" -> ": its model is loading";
      case "store" -> ": its outputs are stored";
      default -> "";
    };
  }

  private void behind(NodeWait wait) {
    int all = wait.getComputing() + wait.getQueuedBefore();
    if (all == 0) {
      return;
    }
    lines.add(
        "  Before it: %d computed now, %d in the queue"
            .formatted(wait.getComputing(), wait.getQueuedBefore()));
    for (WorkAhead ahead : wait.getAheadList()) {
      lines.add(
          "    %s, a %s %s"
              .formatted(
                  Wording.node(ahead.getNode()),
                  ahead.getType(),
                  ahead.getWorker().isEmpty() ? "in the queue" : "on worker " + ahead.getWorker()));
    }
    if (all > wait.getAheadCount()) {
      lines.add("    and %d more".formatted(all - wait.getAheadCount()));
    }
  }

  private void attempts() {
    for (AttemptSpan attempt : said.getAttemptsList()) {
      lines.add(
          "  Lease %d, worker %s, %s: %s%s"
              .formatted(
                  attempt.getFence(),
                  attempt.getWorker(),
                  Wording.at(attempt.getStartedAt()),
                  outcome(attempt.getOutcome()),
                  attempt.hasFailure() ? ": " + attempt.getFailure().getMessage() : ""));
    }
  }

  private static String outcome(String outcome) {
    return switch (outcome) {
      case "lost" -> "lost with its worker";
      case "stopped" -> "handed back";
      default -> outcome;
    };
  }

  private void memo() {
    NodeRun node = said.getNode();
    if (said.getIngredientsCount() == 0) {
      lines.add(
          node.getState() == NodeState.NODE_STATE_SUCCEEDED
              ? "It is not remembered: no worker computes it"
              : "Its memo key is not known yet: it is made of values that are not there");
      return;
    }
    if (node.getState() == NodeState.NODE_STATE_MEMO_HIT) {
      lines.add("Taken from the memo" + same(": its key is that of "));
      return;
    }
    if (isAnew()) {
      lines.add("No memo hit: its run is a rerun or a fork, which computes it anew");
    }
    if (said.hasSameKey()) {
      lines.add(
          "No memo hit: %s has the same key, but %s"
              .formatted(Wording.node(said.getSameKey()), without(said.getSameKey().getState())));
    } else if (isCompared()) {
      lines.add(
          "%s. The nearest is %s; what differs:"
              .formatted(
                  isAnew() ? "Earlier runs have similar keys" : "No earlier run has its memo key",
                  Wording.node(said.getNearest())));
      differences().forEach(this::difference);
    } else if (!isAnew()) {
      lines.add("No earlier run has its memo key, and none has a node of type " + node.getType());
    }
  }

  private static String without(NodeState state) {
    return switch (state) {
      case NODE_STATE_SUCCEEDED, NODE_STATE_MEMO_HIT ->
          "its result came after this run was planned, or is kept no more";
      case NODE_STATE_FAILED, NODE_STATE_SKIPPED, NODE_STATE_STOPPED -> "ended without a result";
      default -> "has no result yet";
    };
  }

  /// Its key has an ingredient of this run alone.
  private boolean isAnew() {
    return said.getIngredientsList().stream().anyMatch(each -> each.getName().equals(SALT));
  }

  /// Of a node that is computed anew, what a person changed; that inputs and salt differ goes
  /// without saying.
  private List<KeyDifference> differences() {
    return said.getDifferencesList().stream()
        .filter(each ->
            !isAnew()
                || !(each.getIngredient().equals(SALT)
                    || each.getIngredient().startsWith("input ")))
        .toList();
  }

  private boolean isCompared() {
    return said.hasNearest() && !said.hasSameKey() && !(isAnew() && differences().isEmpty());
  }

  private String same(String words) {
    return said.hasSameKey() ? words + Wording.node(said.getSameKey()) : "";
  }

  private void difference(KeyDifference difference) {
    String where = "  %s of node %s".formatted(difference.getIngredient(), difference.getNode());
    String before = Wording.cut(difference.getBefore());
    String now = Wording.cut(difference.getNow());
    if (difference.getIngredient().equals(SALT)) {
      lines.add(where + ": a rerun or a fork computes it anew and shares nothing");
    } else if (before.isEmpty()) {
      lines.add("%s: is %s, was not there".formatted(where, now));
    } else if (now.isEmpty()) {
      lines.add("%s: was %s, is not there any more".formatted(where, before));
    } else {
      lines.add("%s: was %s, is %s".formatted(where, before, now));
    }
  }

  private void ingredients() {
    if (said.getIngredientsCount() == 0) {
      return;
    }
    lines.add("");
    lines.add(
        "Memo key %s is made of%s:"
            .formatted(
                Wording.brief(said.getNode().getMemoKey()),
                isCompared() ? " (* differs from the nearest)" : ""));
    int names =
        said.getIngredientsList().stream()
            .mapToInt(each -> each.getName().length())
            .max()
            .orElse(0);
    for (KeyIngredient ingredient : said.getIngredientsList()) {
      lines.add(
          "%s %s  %s"
              .formatted(
                  ingredient.getChanged() && isCompared() ? " *" : "  ",
                  ingredient.getName() + " ".repeat(names - ingredient.getName().length()),
                  Wording.cut(ingredient.getValue())));
    }
  }
}
