package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// How a person names a node of a run: `video`, `shot[1]/video`, `shot/video` for that of every
/// round. It is the name that plans give it, where places of loops may be left open.
///
/// @param segments from the outside in; one at least
public record NodePath(List<Segment> segments) {
  private static final Pattern SEGMENT =
      Pattern.compile("(" + Reference.NAME + ")(?:\\[(0|[1-9][0-9]{0,8})\\])?");

  public NodePath {
    segments = List.copyOf(segments);
    if (segments.isEmpty()) {
      throw new IllegalArgumentException("A path names at least one node");
    }
  }

  /// A node beside others.
  ///
  /// @param round of its loop; absent: of every round, and at the end of a path the loop as a whole
  public record Segment(String name, Optional<Integer> round) {
    private String written() {
      return name + round.map(place -> "[" + place + "]").orElse("");
    }
  }

  /// Empty if no path is written so.
  public static Optional<NodePath> find(String written) {
    List<Segment> segments = new ArrayList<>();
    for (String part : written.split("/", -1)) {
      Matcher segment = SEGMENT.matcher(part);
      if (!segment.matches()) {
        return Optional.empty();
      }
      segments.add(
          new Segment(
              segment.group(1), Optional.ofNullable(segment.group(2)).map(Integer::valueOf)));
    }
    return Optional.of(new NodePath(segments));
  }

  public String written() {
    return segments.stream().map(Segment::written).collect(Collectors.joining("/"));
  }

  public Segment first() {
    return segments.getFirst();
  }

  /// The names that it means, for many questions.
  public Pattern pattern() {
    return Pattern.compile(prefix(segments.size() - 1) + last());
  }

  /// The names that it means, and those of all that is inside of them.
  public Pattern patternInside() {
    return Pattern.compile(pattern().pattern() + "(?:[/\\[.].*)?");
  }

  /// How the names of nodes begin that lie as deep as its segment at that place, on its way.
  public String prefix(int depth) {
    return segments.subList(0, depth).stream()
        .map(segment ->
            Pattern.quote(segment.written())
                + (segment.round().isEmpty() ? "(?:\\[[0-9]+\\])?" : "")
                + "/")
        .collect(Collectors.joining());
  }

  private String last() {
    return Pattern.quote(segments.getLast().written());
  }
}
