package org.cinegraph.nodes.diffusion.refocus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.text.PhraseTokens;

/// Finds the tokens of a phrase in a prompt as the training of CosmicMan does: the tokens of the
/// phrase alone, where they stand in those of the prompt. It must be in one place; the training
/// leaves other phrases out, which would be done in silence here.
///
/// @param row of the prompt
/// @param end of its words
record FindSpan(PhraseTokens tokens, long[] row, int end) {
  static FindSpan in(PhraseTokens tokens, long[] row) {
    return new FindSpan(tokens, row, tokens.end(row));
  }

  record Span(int start, int end) {}

  Span of(GroupReader.Written group) throws NodeFailure {
    if (group.span().isPresent()) {
      List<Integer> span = group.span().get();
      if (span.get(0) < tokens.first() || span.get(1) > end) {
        throw refused(
            group,
            "has the span %d to %d, which is not inside the prompt's tokens %d to %d"
                .formatted(span.get(0), span.get(1), tokens.first(), end));
      }
      return new Span(span.get(0), span.get(1));
    }
    String phrase = group.phrase().orElseThrow();
    long[] wanted = tokens.of(phrase);
    if (wanted.length == 0) {
      throw refused(group, "has the phrase \"%s\", which has no tokens".formatted(phrase));
    }
    List<Integer> places = new ArrayList<>();
    for (int at = tokens.first(); at + wanted.length <= end; at++) {
      if (Arrays.equals(wanted, 0, wanted.length, row, at, at + wanted.length)) {
        places.add(at);
      }
    }
    if (places.size() != 1) {
      throw refused(group, found(phrase, wanted, places));
    }
    return new Span(places.getFirst(), places.getFirst() + wanted.length);
  }

  private String found(String phrase, long[] wanted, List<Integer> places) {
    StringBuilder pieces = new StringBuilder();
    for (long number : wanted) {
      pieces.append(pieces.isEmpty() ? "" : " ").append(tokens.written(number));
    }
    return places.isEmpty()
        ? "has the phrase \"%s\" (tokens %s), which does not stand in the prompt"
            .formatted(phrase, pieces)
        : "has the phrase \"%s\" (tokens %s), which stands in the prompt at tokens %s"
            .formatted(phrase, pieces, places);
  }

  private NodeFailure refused(GroupReader.Written group, String what) {
    StringBuilder all = new StringBuilder();
    for (int i = tokens.first(); i < end; i++) {
      all.append(i == tokens.first() ? "" : " ")
          .append(i)
          .append(':')
          .append(tokens.written(row[i]));
    }
    return NodeFailure.user(
        "refocus-phrase",
        "%s %s. Give a phrase that stands there once, or a span of these tokens: %s"
            .formatted(group.place(), what, all));
  }
}
