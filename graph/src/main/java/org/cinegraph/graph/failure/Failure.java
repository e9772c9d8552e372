package org.cinegraph.graph.failure;

import static java.util.Objects.requireNonNull;

/// Why something ended without a result. Never memoised.
///
/// @param code a stable name in kebab case, for people to search and for metrics: `model-missing`
/// @param message one sentence: node, port, expected, found, what to do
public record Failure(String code, FailureCategory category, String message) {
  public Failure {
    requireNonNull(code, "code is null");
    requireNonNull(category, "category is null");
    requireNonNull(message, "message is null");
  }

  public static Failure user(String code, String message) {
    return new Failure(code, FailureCategory.USER, message);
  }

  public static Failure fatal(String code, String message) {
    return new Failure(code, FailureCategory.FATAL, message);
  }
}
