package org.cinegraph.cli.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cinegraph.graph.diff.Change;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.Value;

/// What differs between two graphs, for people and for scripts.
final class DiffText {
  private static final int LONGEST_VALUE = 100;

  private DiffText() {}

  /// @param first how the graphs are called
  static List<String> lines(String first, String second, List<Change> changes) {
    if (changes.isEmpty()) {
      return List.of("%s and %s are the same graph".formatted(first, second));
    }
    List<String> lines = new ArrayList<>();
    String last = "";
    for (Change change : changes) {
      String subject = subject(change);
      if (change.part().isEmpty()) {
        lines.add(subject + ": " + whole(first, second, change));
        continue;
      }
      if (!subject.equals(last)) {
        lines.add(subject);
        last = subject;
      }
      lines.add(
          "  %s: %s -> %s".formatted(change.part(), said(change.before()), said(change.now())));
    }
    return lines;
  }

  private static String whole(String first, String second, Change change) {
    if (change.now().isEmpty()) {
      return "only in " + first;
    }
    return change.before().isEmpty()
        ? "only in " + second
        : said(change.before()) + " -> " + said(change.now());
  }

  private static String subject(Change change) {
    String kind = change.subject().name().toLowerCase(Locale.ROOT);
    return change.name().isEmpty() ? kind : kind + " " + change.name();
  }

  private static String said(Optional<Value> value) {
    String said = value.map(CanonicalJson::write).orElse("nothing");
    return said.length() <= LONGEST_VALUE ? said : said.substring(0, LONGEST_VALUE - 3) + "...";
  }

  static Value json(List<Change> changes) {
    return new Value.Items(changes.stream().map(DiffText::json).toList());
  }

  private static Value json(Change change) {
    return new FieldWriter()
        .text("subject", change.subject().name().toLowerCase(Locale.ROOT))
        .text("name", change.name())
        .text("part", change.part())
        .optional("before", change.before(), value -> value)
        .optional("now", change.now(), value -> value)
        .fields();
  }
}
