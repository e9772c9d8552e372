package org.cinegraph.graph.check;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.Optional;
import org.cinegraph.graph.document.Position;

/// One mistake of an author, at its place.
///
/// @param code a stable name in kebab case: `unknown-node-type`
/// @param node the node that it is about
/// @param port the port or parameter that it is about
/// @param message what is wrong, as one clause that names node and port
/// @param expected what would be right there
/// @param found what stands there
/// @param hint what to do
public record Problem(
    String code,
    Position position,
    Optional<String> node,
    Optional<String> port,
    String message,
    Optional<String> expected,
    Optional<String> found,
    Optional<String> hint) {
  /// By place, so that an author goes through a file from its top, and through one file after the
  /// other.
  public static final Comparator<Problem> BY_PLACE =
      Comparator.<Problem, String>comparing(
              problem -> problem.position().line() == 0 ? "" : problem.position().file())
          .thenComparingInt(problem -> problem.position().line())
          .thenComparingInt(problem -> problem.position().column())
          .thenComparing(Problem::code)
          .thenComparing(Problem::message);

  public Problem {
    requireNonNull(code, "code is null");
    requireNonNull(position, "position is null");
    requireNonNull(node, "node is null");
    requireNonNull(port, "port is null");
    requireNonNull(message, "message is null");
    requireNonNull(expected, "expected is null");
    requireNonNull(found, "found is null");
    requireNonNull(hint, "hint is null");
  }

  public static Problem at(Position position, String code, String message) {
    Optional<String> unsaid = Optional.empty();
    return new Problem(code, position, unsaid, unsaid, message, unsaid, unsaid, unsaid);
  }

  public Problem of(String theNode, String thePort) {
    return new Problem(
        code, position, Optional.of(theNode), Optional.of(thePort), message, expected, found, hint);
  }

  public Problem of(String theNode) {
    return new Problem(code, position, Optional.of(theNode), port, message, expected, found, hint);
  }

  public Problem butFound(String whatIsRight, String whatIsThere) {
    return new Problem(
        code,
        position,
        node,
        port,
        message,
        Optional.of(whatIsRight),
        Optional.of(whatIsThere),
        hint);
  }

  public Problem hint(String whatToDo) {
    return hint(Optional.of(whatToDo));
  }

  public Problem hint(Optional<String> whatToDo) {
    return new Problem(code, position, node, port, message, expected, found, whatToDo);
  }

  /// Message, expected and found in one sentence.
  public String sentence() {
    StringBuilder sentence = new StringBuilder(message);
    expected.ifPresent(right -> sentence.append(": expected ").append(right));
    found.ifPresent(there -> sentence.append(", found ").append(there));
    return sentence.toString();
  }
}
