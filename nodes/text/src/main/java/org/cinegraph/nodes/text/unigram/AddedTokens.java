package org.cinegraph.nodes.text.unigram;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;

/// Tokens that a prompt is cut at before it is normalised: end, padding, unknown and whatever else
/// was added.
///
/// @param tokens by their text
record AddedTokens(SequencedMap<String, Added> tokens) {
  /// @param left whether the gap before it belongs to it
  /// @param right whether the gap behind it does
  record Added(int number, boolean left, boolean right) {}

  /// A part of a prompt: a token, or a text between tokens.
  ///
  /// @param start where it begins in the prompt
  record Part(String text, int start, int token) {
    boolean isText() {
      return token < 0;
    }
  }

  static AddedTokens read(List<ModelConfig> added) throws NodeFailure {
    SequencedMap<String, Added> tokens = new LinkedHashMap<>();
    for (ModelConfig each : added) {
      put(tokens, each, each.integer("id"));
    }
    return new AddedTokens(tokens);
  }

  /// @param token as `tokenizer.json` and `tokenizer_config.json` describe one
  static void put(SequencedMap<String, Added> tokens, ModelConfig token, int number)
      throws NodeFailure {
    String text = token.text("content");
    if (text.isEmpty() || isTrue(token, "single_word") || number < 0) {
      throw NodeFailure.user(
          "unknown-tokenizer",
          "%s adds the token \"%s\" with the number %d; expected a text that counts wherever it stands."
              .formatted(token.label(), text, number));
    }
    tokens.put(text, new Added(number, isTrue(token, "lstrip"), isTrue(token, "rstrip")));
  }

  private static boolean isTrue(ModelConfig token, String field) throws NodeFailure {
    return token.isSet(field) && token.flag(field);
  }

  /// What a prompt is cut at: the longest at each place.
  Pattern pattern() {
    return Pattern.compile(
        tokens.sequencedKeySet().stream()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(joining("|")));
  }

  List<Part> cut(String prompt, Pattern pattern) {
    List<Part> parts = new ArrayList<>();
    Matcher match = pattern.matcher(prompt);
    int reached = 0;
    while (!tokens.isEmpty() && match.find()) {
      Added added = tokens.getOrDefault(match.group(), new Added(0, false, false));
      int start = match.start();
      int end = match.end();
      if (added.left()) {
        start = Math.max(reached, Gaps.endOf(prompt.substring(0, start)));
      }
      if (added.right()) {
        end += Gaps.startOf(prompt.substring(end));
      }
      if (reached < start) {
        parts.add(new Part(prompt.substring(reached, start), reached, -1));
      }
      parts.add(new Part(match.group(), start, added.number()));
      reached = end;
    }
    if (reached < prompt.length()) {
      parts.add(new Part(prompt.substring(reached), reached, -1));
    }
    return parts;
  }
}
