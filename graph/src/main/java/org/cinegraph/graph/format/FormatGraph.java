package org.cinegraph.graph.format;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.cinegraph.graph.digest.CanonicalGraph;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;

/// Puts a document in the form that is read best: the language's keys in one order, line ends as
/// LF, one at the end. Comments, notation and the order of names stay. What it says does not
/// change: the version of the result is compared with that of the source.
public final class FormatGraph {
  private FormatGraph() {}

  /// @param text a document that can be read without problems
  /// @return empty if the document cannot be put in order without changing what it says: an anchor
  ///   would stand behind its alias, or a text without end stands at the end
  public static Optional<String> format(String text) {
    String lines = withoutMark(text).replace("\r\n", "\n").stripTrailing() + "\n";
    Optional<Digest> version = version(text);
    if (version.isEmpty() || !version(lines).equals(version)) {
      return Optional.empty();
    }
    return Optional.of(SortKeys.sort(lines)).filter(sorted -> version(sorted).equals(version));
  }

  private static Optional<Digest> version(String text) {
    ParsedGraph parsed = ParseGraph.parse(text.getBytes(StandardCharsets.UTF_8), "graph");
    return parsed.isSound()
        ? parsed.document().map(CanonicalGraph::of).map(CanonicalGraph::version)
        : Optional.empty();
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
