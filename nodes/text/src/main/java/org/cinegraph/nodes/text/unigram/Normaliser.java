package org.cinegraph.nodes.text.unigram;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// A step by which a prompt becomes what pieces are cut from.
interface Normaliser {
  String normalise(String text);

  /// What SentencePiece does beside its table: a gap at the end goes, and of several blanks one is
  /// left.
  static Normaliser blanks() {
    return text -> Gaps.stripEnd(text).replaceAll(" {2,}", Marks.MARK);
  }

  static Normaliser none() {
    return text -> text;
  }

  static Normaliser inTurn(List<Normaliser> steps) {
    return text -> {
      String reached = text;
      for (Normaliser step : steps) {
        reached = step.normalise(reached);
      }
      return reached;
    };
  }

  /// @param step as `tokenizer.json` has it
  /// @throws NodeFailure the step is not known
  static Normaliser read(ModelConfig step) throws NodeFailure {
    return switch (step.text("type")) {
      case "Sequence" -> {
        List<Normaliser> steps = new ArrayList<>();
        for (ModelConfig each : step.children("normalizers")) {
          steps.add(read(each));
        }
        yield inTurn(steps);
      }
      case "Precompiled" -> map(step);
      case "Strip" -> strip(step.flag("strip_left"), step.flag("strip_right"));
      case "Replace" -> replace(step);
      case "NFC" -> text -> Normalizer.normalize(text, Normalizer.Form.NFC);
      case "NFKC" -> text -> Normalizer.normalize(text, Normalizer.Form.NFKC);
      case String other ->
          throw NodeFailure.user(
              "unknown-tokenizer",
              "%s has the step %s; known here: Precompiled, Strip, Replace, NFC, NFKC and sequences of them."
                  .formatted(step.label(), other));
    };
  }

  private static Normaliser map(ModelConfig step) throws NodeFailure {
    Optional<CharacterMap> read = Optional.empty();
    try {
      read = CharacterMap.read(Base64.getDecoder().decode(step.text("precompiled_charsmap")));
    } catch (IllegalArgumentException notBase64) {
      // Said below.
    }
    return read.orElseThrow(() ->
        NodeFailure.user(
            "model-config",
            step.label()
                + ": field precompiled_charsmap was expected to be a table of characters. Fetch the package again."));
  }

  private static Normaliser strip(boolean start, boolean end) {
    return text -> {
      String kept = end ? Gaps.stripEnd(text) : text;
      return start ? Gaps.stripStart(kept) : kept;
    };
  }

  /// An expression can be made to take for ever, so only those that such files have are taken.
  private static Normaliser replace(ModelConfig step) throws NodeFailure {
    ModelConfig pattern = step.child("pattern");
    String content = step.text("content");
    if (pattern.isSet("String")) {
      String text = pattern.text("String");
      return given -> text.isEmpty() ? given : given.replace(text, content);
    }
    pattern.choice("Regex", List.of(" {2,}"));
    return given -> given.replaceAll(" {2,}", java.util.regex.Matcher.quoteReplacement(content));
  }
}
