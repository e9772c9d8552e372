package org.cinegraph.nodes.text.caption;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a caption into phrases and finds the group of each.
///
/// A caption is cut at commas, semicolons and ends of sentences; a phrase of two groups is cut
/// where a word joins them: "a woman in a red dress" is a person and a dress, "a shirt with a
/// collar" stays one. The group of a phrase is that of its head: of the last noun before "of",
/// "with" and their like, or of the last one there is.
final class DecomposeRules {
  private static final Pattern END = Pattern.compile("[,;.\n]+");
  private static final Pattern JOINT =
      Pattern.compile(
          "\\b(?:and|with|wearing|in|of|has|having|holding|carrying|under|over|at|on|against)\\b",
          Pattern.CASE_INSENSITIVE);

  /// What stands before a phrase and says nothing of what is to be seen.
  private static final Pattern OPENING =
      Pattern.compile(
          "^(?:and|with|wearing|in|of|has|having|holding|carrying|under|over|at|on|against|dressed"
              + "|she|he|they|is|are|it|standing|sitting|walking|posing)\\b\\s*",
          Pattern.CASE_INSENSITIVE);

  private DecomposeRules() {}

  /// @param kind empty: nothing in the phrase is known
  record Placed(Phrase phrase, Optional<Lexicon.Kind> kind) {}

  static List<Placed> of(String caption) {
    List<Placed> placed = new ArrayList<>();
    Matcher ends = END.matcher(caption);
    int start = 0;
    while (ends.find()) {
      add(new Phrase(caption, start, ends.start()), placed);
      start = ends.end();
    }
    add(new Phrase(caption, start, caption.length()), placed);
    return placed;
  }

  private static void add(Phrase phrase, List<Placed> placed) {
    Phrase rest = trimmed(phrase);
    for (Optional<Cut> cut = cut(rest); cut.isPresent(); cut = cut(rest)) {
      Phrase left = cut.get().left();
      placed.add(new Placed(left, kind(left)));
      rest = cut.get().right();
    }
    if (!rest.isEmpty()) {
      placed.add(new Placed(rest, kind(rest)));
    }
  }

  private record Cut(Phrase left, Phrase right) {}

  /// At the first word that joins two groups.
  private static Optional<Cut> cut(Phrase phrase) {
    Matcher joints = JOINT.matcher(phrase.text());
    while (joints.find()) {
      Phrase left = trimmed(phrase.part(0, joints.start()));
      Phrase right = trimmed(phrase.part(joints.start(), phrase.text().length()));
      Optional<Lexicon.Kind> first = kind(left);
      Optional<Lexicon.Kind> second = kind(firstOf(right));
      if (first.isPresent() && second.isPresent() && !first.equals(second)) {
        return Optional.of(new Cut(left, right));
      }
    }
    return Optional.empty();
  }

  /// The phrase up to its own first joint.
  private static Phrase firstOf(Phrase phrase) {
    Matcher joints = JOINT.matcher(phrase.text());
    return joints.find() && joints.start() > 0 ? phrase.part(0, joints.start()) : phrase;
  }

  private static Optional<Lexicon.Kind> kind(Phrase phrase) {
    return Lexicon.last(firstOf(phrase).text()).or(() -> Lexicon.last(phrase.text()));
  }

  private static Phrase trimmed(Phrase phrase) {
    String text = phrase.text();
    int from = 0;
    int to = text.length();
    while (from < to && Character.isWhitespace(text.charAt(from))) {
      from++;
    }
    while (to > from && Character.isWhitespace(text.charAt(to - 1))) {
      to--;
    }
    Matcher opening = OPENING.matcher(text.substring(from, to));
    return opening.find() && opening.end() > 0
        ? trimmed(phrase.part(from + opening.end(), to))
        : phrase.part(from, to);
  }
}
