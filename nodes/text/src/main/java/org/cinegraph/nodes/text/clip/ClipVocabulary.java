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
  /// As many as the original reads, whatever stands behind them.
  private static final int MOST_MERGES = 49152 - 256 - 2;

  static ClipVocabulary read(ModelPart part) throws NodeFailure, IOException {
    if (part.hasFile("vocab.json") || !part.hasFile("tokenizer.json")) {
      List<String> lines = part.textFile("merges.txt").strip().lines().toList();
      return new ClipVocabulary(
          part.configFile("vocab.json").integersByName(),
          ranks(part, lines.subList(Math.min(1, lines.size()), lines.size())));
    }
    ModelConfig model = part.configFile("tokenizer.json").child("model");
    if (!model.text("type").equals("BPE")) {
      throw NodeFailure.user(
          "unknown-tokenizer",
          "The %s of model package %s is of type %s; known here: BPE."
              .formatted(part.name(), part.packageName(), model.text("type")));
    }
    return new ClipVocabulary(
        model.child("vocab").integersByName(), ranks(part, model.joinedTexts("merges")));
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
