package org.cinegraph.graph.document;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.value.Value;

/// Times as graphs write them: `90s`, `10m`, `1h30m`.
final class DurationText {
  private static final Pattern WRITTEN =
      Pattern.compile("(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9})s)?");

  private DurationText() {}

  /// The timeout of a node.
  static Optional<Duration> read(String node, Tree tree, List<Problem> problems) {
    Optional<Duration> timeout =
        tree instanceof Tree.Scalar(Value.Text(String text), Position _)
            ? find(text)
            : Optional.empty();
    boolean usable =
        timeout.isPresent()
            && timeout.get().isPositive()
            && timeout.get().compareTo(GraphLimits.TIMEOUT) <= 0;
    if (usable) {
      return timeout;
    }
    if (!(tree instanceof Tree.Unreadable)) {
      String found =
          tree instanceof Tree.Scalar(Value.Text(String text), Position _)
              ? MappingReader.brief(text)
              : tree.kind();
      problems.add(
          Problem.at(tree.position(), "bad-timeout", "Timeout of node " + node + " is unusable")
              .of(node)
              .butFound(
                  "a time such as 90s, 10m or 1h30m, at most "
                      + GraphLimits.TIMEOUT.toDays()
                      + " days",
                  found));
    }
    return Optional.empty();
  }

  static Optional<Duration> find(String text) {
    Matcher matcher = WRITTEN.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofHours(part(matcher, 1))
            .plusMinutes(part(matcher, 2))
            .plusSeconds(part(matcher, 3)));
  }

  private static long part(Matcher matcher, int group) {
    return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
  }
}
