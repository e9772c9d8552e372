package org.cinegraph.nodes.text.clip;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// The tokens that are no words: begin, end, unknown and padding. Where their text stands in a
/// prompt it is that token; so `!` is padding for the second encoder of SDXL, as it is for
/// transformers.
///
/// @param numbers of all that a prompt is first cut at, by their text
record SpecialTokens(
    int begin, int end, int unknown, int padding, SequencedMap<String, Integer> numbers) {
  private static final String BEGIN = "<|startoftext|>";
  private static final String END = "<|endoftext|>";

  static SpecialTokens read(ModelPart part, ClipVocabulary vocabulary)
      throws NodeFailure, IOException {
    ModelConfig config = part.config();
    // Older folders say it in a file of its own, which has the last word.
    ModelConfig first =
        !config.isSet("added_tokens_decoder") && part.hasFile("special_tokens_map.json")
            ? part.configFile("special_tokens_map.json")
            : config;
    Reading reading = new Reading(part, vocabulary, new LinkedHashMap<>());
    int begin = reading.number(first, config, "bos_token", BEGIN);
    int end = reading.number(first, config, "eos_token", END);
    int unknown = reading.number(first, config, "unk_token", END);
    int padding = reading.number(first, config, "pad_token", END);
    if (config.isSet("added_tokens_decoder")) {
      ModelConfig added = config.child("added_tokens_decoder");
      for (String number : added.fields()) {
        reading.number(added, number, "");
      }
    }
    return new SpecialTokens(begin, end, unknown, padding, reading.numbers());
  }

  /// What a prompt is cut at: the longest at each place.
  Pattern pattern() {
    return Pattern.compile(
        numbers.sequencedKeySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(joining("|")));
  }

  private record Reading(
      ModelPart part, ClipVocabulary vocabulary, SequencedMap<String, Integer> numbers) {
    int number(ModelConfig first, ModelConfig second, String field, String fallback)
        throws NodeFailure {
      return number(first.isSet(field) ? first : second, field, fallback);
    }

    int number(ModelConfig config, String field, String fallback) throws NodeFailure {
      String text = fallback;
      if (config.isObject(field)) {
        ModelConfig token = config.child(field);
        text = token.text("content");
        for (String flag : List.of("lstrip", "rstrip", "single_word")) {
          if (token.isSet(flag) && token.flag(flag)) {
            throw refused("gives token %s the flag %s, which CLIP's have not", text, flag);
          }
        }
      } else if (config.isSet(field)) {
        text = config.text(field);
      }
      Integer number = vocabulary.numbers().get(text);
      if (number == null || text.isEmpty()) {
        throw refused("names the %s \"%s\", which is not in its vocabulary", field, text);
      }
      numbers.put(text, number);
      return number;
    }

    private NodeFailure refused(String what, Object... words) {
      return NodeFailure.user(
          "model-config",
          "The %s of model package %s %s. Take the tokenizer that belongs to the package."
              .formatted(part.name(), part.packageName(), what.formatted(words)));
    }
  }
}
