package org.cinegraph.nodes.text.unigram;

import java.util.ArrayList;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// How a text is cut into words before pieces are looked for: blanks become a mark that stays at
/// the front of the word behind it.
///
/// @param atGaps whether a word ends at each gap, which is then left out
/// @param before where a mark is put at the front of a word that has none
/// @param cut whether a word ends before each mark
record Marks(boolean atGaps, Before before, boolean cut) {
  static final String MARK = "\u2581";

  /// Before which words a mark is put.
  enum Before {
    ALL,
    FIRST,
    NONE
  }

  /// As SentencePiece does it, for words that need not follow each other.
  static Marks usual() {
    return new Marks(false, Before.ALL, true);
  }

  /// @param step as `tokenizer.json` has it
  static Marks read(ModelConfig step) throws NodeFailure {
    List<ModelConfig> steps =
        step.text("type").equals("Sequence") ? step.children("pretokenizers") : List.of(step);
    boolean atGaps = !steps.isEmpty() && steps.getFirst().text("type").equals("WhitespaceSplit");
    List<ModelConfig> rest = atGaps ? steps.subList(1, steps.size()) : steps;
    if (rest.size() != 1 || !rest.getFirst().text("type").equals("Metaspace")) {
      throw NodeFailure.user(
          "unknown-tokenizer",
          "%s was expected to be Metaspace, alone or behind WhitespaceSplit. Take the tokenizer that belongs to the package."
              .formatted(step.label()));
    }
    ModelConfig marks = rest.getFirst();
    marks.choice("replacement", List.of(MARK));
    return new Marks(atGaps, before(marks), !marks.isSet("split") || marks.flag("split"));
  }

  private static Before before(ModelConfig marks) throws NodeFailure {
    if (marks.isSet("prepend_scheme")) {
      return switch (marks.choice("prepend_scheme", List.of("always", "first", "never"))) {
        case "always" -> Before.ALL;
        case "first" -> Before.FIRST;
        default -> Before.NONE;
      };
    }
    boolean added = !marks.isSet("add_prefix_space") || marks.flag("add_prefix_space");
    return added ? Before.ALL : Before.NONE;
  }

  /// @param first whether the text is where the prompt begins
  List<String> words(String text, boolean first) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || atGaps && Gaps.isGap(text.charAt(i))) {
        if (i > start) {
          addMarked(text.substring(start, i), first && start == 0, words);
        }
        start = i + 1;
      }
    }
    return words;
  }

  private void addMarked(String part, boolean first, List<String> words) {
    String marked = part.replace(" ", MARK);
    boolean wanted = before == Before.ALL || before == Before.FIRST && first;
    if (wanted && !marked.startsWith(MARK)) {
      marked = MARK + marked;
    }
    int start = 0;
    for (int i = 1; i <= marked.length(); i++) {
      if (i == marked.length() || cut && marked.startsWith(MARK, i)) {
        words.add(marked.substring(start, i));
        start = i;
      }
    }
  }
}
