package org.cinegraph.db.verb;

import java.util.List;
import java.util.stream.Collectors;
import org.cinegraph.graph.failure.Failure;

/// A verb is not allowed or not possible now. Nothing was changed.
public final class VerbRefused extends RuntimeException {
  private final transient Failure failure;

  /// @param subject whom it is about, as a sentence begins: `Run ...`
  VerbRefused(String subject, Situation situation, Verb verb) {
    super("Verb not allowed");
    List<Verb> allowed = VerbTable.allowed(situation);
    this.failure =
        Failure.user(
            "verb-not-allowed",
            "%s %s: %s is not allowed; %s"
                .formatted(
                    subject,
                    situation.words(),
                    verb.written(),
                    allowed.isEmpty()
                        ? situation.wayOut()
                        : "allowed now: "
                            + allowed.stream()
                                .map(Verb::written)
                                .collect(Collectors.joining(", "))));
  }

  /// @param wayOut what there is to say in the place of the verbs that are allowed
  VerbRefused(String subject, Situation situation, Verb verb, String wayOut) {
    this(
        Failure.user(
            "verb-not-allowed",
            "%s %s: %s is not allowed; %s"
                .formatted(subject, situation.words(), verb.written(), wayOut)));
  }

  /// For a reason that the table does not know.
  VerbRefused(Failure reason) {
    super("Verb not possible");
    this.failure = reason;
  }

  public Failure failure() {
    return failure;
  }
}
