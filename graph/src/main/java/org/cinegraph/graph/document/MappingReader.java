package org.cinegraph.graph.document;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.NearestNames;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.value.Value;

/// Takes one mapping of a document apart and reports what does not belong there.
///
/// @param what for messages: `node latents`
record MappingReader(String what, Tree.Mapping mapping, List<Problem> problems) {

  /// The mapping, or a problem if the value is something else.
  static Optional<MappingReader> of(String what, Tree tree, List<Problem> problems) {
    if (tree instanceof Tree.Mapping mapping) {
      return Optional.of(new MappingReader(what, mapping, problems));
    }
    wrongKind(what, "a mapping", tree, problems);
    return Optional.empty();
  }

  SequencedMap<String, Tree.Entry> entries() {
    return mapping.entries();
  }

  void allow(List<String> keys) {
    entries()
        .forEach((key, entry) -> {
          if (!keys.contains(key)) {
            problems.add(
                Problem.at(entry.namePosition(), "unknown-key", "Unknown key in " + what)
                    .butFound("one of " + String.join(", ", keys), key)
                    .hint(
                        NearestNames.of(key, keys).stream()
                            .findFirst()
                            .map(near -> "did you mean " + near + "?")));
          }
        });
  }

  /// The value of a key. A key without a value is an absent one.
  Optional<Tree> find(String key) {
    return Optional.ofNullable(entries().get(key))
        .map(Tree.Entry::value)
        .filter(value -> !(value instanceof Tree.Scalar(Value.Nothing _, Position _)));
  }

  Optional<Tree> require(String key) {
    Optional<Tree> value = find(key);
    if (value.isEmpty()) {
      problems.add(
          Problem.at(mapping.position(), "missing-key", capital(what) + " has no " + key)
              .hint("add " + key + ": …"));
    }
    return value;
  }

  Optional<String> text(String key, Tree tree) {
    if (!(tree instanceof Tree.Scalar(Value.Text(String text), Position position))) {
      wrongKind(key + " of " + what, "a text", tree, problems);
      return Optional.empty();
    }
    if (text.length() > GraphLimits.TEXT_LENGTH) {
      problems.add(tooLong(position, key + " of " + what, text.length()));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /// An int within bounds.
  Optional<Integer> number(String key, Tree tree, int least, int most) {
    String right = "an int from " + least + " to " + most;
    if (!(tree instanceof Tree.Scalar(Value.Int(long number), Position position))) {
      wrongKind(key + " of " + what, right, tree, problems);
      return Optional.empty();
    }
    if (number < least || number > most) {
      problems.add(
          Problem.at(position, "out-of-range", capital(key) + " of " + what + " is out of range")
              .butFound(right, Long.toString(number)));
      return Optional.empty();
    }
    return Optional.of((int) number);
  }

  Optional<Boolean> flag(String key, Tree tree) {
    if (tree instanceof Tree.Scalar(Value.Bool(boolean flag), Position _)) {
      return Optional.of(flag);
    }
    wrongKind(key + " of " + what, "true or false", tree, problems);
    return Optional.empty();
  }

  Optional<String> choice(String key, Tree tree, List<String> choices) {
    Optional<String> word = text(key, tree);
    if (word.isEmpty() || choices.contains(word.get())) {
      return word;
    }
    problems.add(
        Problem.at(
                tree.position(),
                "unknown-choice",
                capital(key) + " of " + what + " is none of its choices")
            .butFound("one of " + String.join(", ", choices), brief(word.get()))
            .hint(
                NearestNames.of(word.get(), choices).stream()
                    .findFirst()
                    .map(near -> "did you mean " + near + "?")));
    return Optional.empty();
  }

  /// Whether a name has the form and length of one.
  boolean nameIsRight(String kind, String name, Position position) {
    boolean right =
        Reference.NAME.matcher(name).matches() && name.length() <= GraphLimits.NAME_LENGTH;
    if (!right) {
      problems.add(
          Problem.at(position, "bad-name", "This cannot be the name of " + kind)
              .butFound(
                  "a letter, then letters, digits, - or _, at most "
                      + GraphLimits.NAME_LENGTH
                      + " in all",
                  brief(name)));
    }
    return right;
  }

  /// Whether there are at most so many entries.
  void atMost(int limit, String things) {
    if (entries().size() > limit) {
      problems.add(
          Problem.at(mapping.position(), "too-many", "Too many " + things)
              .butFound("at most " + limit, Integer.toString(entries().size())));
    }
  }

  static Problem tooLong(Position position, String what, int length) {
    return Problem.at(position, "too-long", capital(what) + " is too long")
        .butFound("at most " + GraphLimits.TEXT_LENGTH + " characters", Integer.toString(length));
  }

  static void wrongKind(String what, String right, Tree tree, List<Problem> problems) {
    if (!(tree instanceof Tree.Unreadable)) {
      problems.add(
          Problem.at(
                  tree.position(), "wrong-kind", "The value of " + what + " is of the wrong kind")
              .butFound(right, tree.kind()));
    }
  }

  static String brief(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
