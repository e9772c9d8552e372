package org.cinegraph.graph.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.document.Expression.Part;

/// The dollar in texts. A text that begins with one is a reference, `${…}` further on puts a scalar
/// in, `$$` at the beginning and `$${` anywhere mean themselves with one dollar less, and every
/// other dollar is a dollar.
final class TemplateText {
  private final String text;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder words = new StringBuilder();

  private TemplateText(String text) {
    this.text = text;
  }

  /// Whether the text as a whole is to be a reference.
  static boolean isReference(String text) {
    return text.startsWith("$") && !text.startsWith("$$") && !text.startsWith("${");
  }

  /// The pieces of a text that is no reference; one of words alone for a plain text.
  ///
  /// @return empty if there is no reference between `${` and `}`
  static Optional<List<Part>> read(String text) {
    return new TemplateText(text).read();
  }

  /// The text that is read as this literal.
  static String escaped(String literal) {
    StringBuilder written = new StringBuilder(literal.length());
    for (int i = 0; i < literal.length(); i++) {
      boolean means = literal.charAt(i) == '$' && (i == 0 || literal.startsWith("{", i + 1));
      written.append(means ? "$$" : literal.charAt(i));
    }
    return written.toString();
  }

  static String written(List<Part> parts) {
    StringBuilder written = new StringBuilder();
    boolean first = true;
    for (Part part : parts) {
      switch (part) {
        case Part.Words(String words) ->
            written.append(first ? escaped(words) : escaped(" " + words).substring(1));
        case Part.Slot(Reference reference) ->
            written.append("${").append(reference.bare()).append('}');
      }
      first = false;
    }
    return written.toString();
  }

  private Optional<List<Part>> read() {
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        words.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        int end = text.indexOf('}', at);
        Optional<Reference> slot =
            end < 0 ? Optional.empty() : Reference.findBare(text.substring(at + 2, end));
        if (slot.isEmpty()) {
          return Optional.empty();
        }
        endWords();
        parts.add(new Part.Slot(slot.get()));
        at = end + 1;
      } else {
        words.append(text.charAt(at));
        at += at == 0 && text.startsWith("$$") ? 2 : 1;
      }
    }
    endWords();
    return Optional.of(parts);
  }

  private void endWords() {
    if (!words.isEmpty()) {
      parts.add(new Part.Words(words.toString()));
      words.setLength(0);
    }
  }
}
