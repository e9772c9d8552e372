package org.cinegraph.nodes.text.clip;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// The numbers of tokens and the ranks of merges, from `vocab.json` and `merges.txt`, or from
/// `tokenizer.json` where those are not there.
///
/// @param numbers by token
/// @param ranks by the two symbols of a merge with a blank between them
record ClipVocabulary(SequencedMap<String, Integer> numbers, SequencedMap<String, Integer> ranks) {
  static final String FAST_CLASS = "CLIPTokenizerFast";

  private static final String END_OF_WORD = "</w>";

  /// As many as the original reads, whatever stands behind them.
  private static final int MOST_MERGES = 49152 - 256 - 2;

  static ClipVocabulary read(ModelPart part) throws NodeFailure, IOException {
    if (!part.hasFile("tokenizer.json")) {
      return ofTwoFiles(part);
    }
    if (!part.hasFile("vocab.json")) {
      return ofOneFile(part);
    }
    ClipVocabulary read = ofTwoFiles(part);
    if (part.indexedClass().equals(FAST_CLASS) && !read.equals(ofOneFile(part))) {
      throw NodeFailure.user(
          "unknown-tokenizer",
          "The %s of model package %s has other tokens in tokenizer.json than in vocab.json and merges.txt. Take the tokenizer that belongs to the package."
              .formatted(part.name(), part.packageName()));
    }
    return read;
  }

  private static ClipVocabulary ofTwoFiles(ModelPart part) throws NodeFailure, IOException {
    List<String> lines = part.textFile("merges.txt").strip().lines().toList();
    return new ClipVocabulary(
        part.configFile("vocab.json").integersByName(),
        ranks(part, lines.subList(Math.min(1, lines.size()), lines.size())));
  }

  private static ClipVocabulary ofOneFile(ModelPart part) throws NodeFailure, IOException {
    ModelConfig model = part.configFile("tokenizer.json").child("model");
    require(part, model, "type", "BPE");
    require(part, model, "end_of_word_suffix", END_OF_WORD);
    return new ClipVocabulary(
        model.child("vocab").integersByName(), ranks(part, model.joinedTexts("merges")));
  }

  private static void require(ModelPart part, ModelConfig model, String field, String wanted)
      throws NodeFailure {
    if (!model.isSet(field) || !model.text(field).equals(wanted)) {
      throw NodeFailure.user(
          "unknown-tokenizer",
          "The tokenizer.json of %s of model package %s was expected to have the %s %s of CLIP, found %s. Take the tokenizer that belongs to the package."
              .formatted(
                  part.name(),
                  part.packageName(),
                  field,
                  wanted,
                  model.isSet(field) ? model.text(field) : "none"));
    }
  }

  private static SequencedMap<String, Integer> ranks(ModelPart part, List<String> merges)
      throws NodeFailure {
    SequencedMap<String, Integer> ranks = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(merges.size(), MOST_MERGES); i++) {
      String[] pair = merges.get(i).strip().split("\\s+");
      if (pair.length != 2) {
        throw NodeFailure.user(
            "model-config",
            "The %s of model package %s was expected to have two symbols in merge %d, found \"%s\"."
                .formatted(part.name(), part.packageName(), i + 1, brief(merges.get(i))));
      }
      ranks.put(pair[0] + ' ' + pair[1], i);
    }
    return ranks;
  }

  private static String brief(String line) {
    return line.length() > 40 ? line.substring(0, 40) + "…" : line;
  }
}
