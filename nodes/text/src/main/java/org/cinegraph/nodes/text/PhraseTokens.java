package org.cinegraph.nodes.text;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;
import org.cinegraph.nodes.text.clip.ClipTokenizer;
import org.cinegraph.nodes.text.toybox.WordTokenizer;

/// The tokens of phrases, for whoever asks where one stands in a prompt.
public sealed interface PhraseTokens {
  /// The numbers of a phrase that stands alone.
  long[] of(String phrase);

  /// How a number is written.
  String written(long number);

  /// Where the words of a row begin: behind what every row begins with.
  int first();

  /// Where they end.
  int end(long[] row);

  /// Whether what stands behind the words is looked at like words.
  boolean looksAtPadding();

  /// @return empty for families whose prompts have no phrases to find
  /// @throws NodeFailure a file of the tokenizer is missing or damaged
  static Optional<PhraseTokens> of(ModelPackage model) throws NodeFailure, IOException {
    for (String name : List.of("tokenizer_2", "tokenizer")) {
      if (model.partNames().contains(name)) {
        ModelPart part = model.part(name);
        if (ClipTokenizer.CLASSES.contains(part.indexedClass())) {
          return Optional.of(new OfClip(ClipTokenizer.read(part)));
        }
        if (WordTokenizer.CLASS_NAME.equals(part.indexedClass())) {
          return Optional.of(new OfWords(WordTokenizer.read(part)));
        }
      }
    }
    return Optional.empty();
  }

  /// Between a begin and an end, and behind that padding that the networks see as they see words.
  record OfClip(ClipTokenizer tokenizer) implements PhraseTokens {
    @Override
    public long[] of(String phrase) {
      return tokenizer.phrase(phrase);
    }

    @Override
    public String written(long number) {
      return tokenizer.written(number);
    }

    @Override
    public int first() {
      return 1;
    }

    @Override
    public int end(long[] row) {
      return tokenizer.filled(row);
    }

    @Override
    public boolean looksAtPadding() {
      return true;
    }
  }

  /// Nothing but words, and padding that is not seen.
  record OfWords(WordTokenizer tokenizer) implements PhraseTokens {
    @Override
    public long[] of(String phrase) {
      return tokenizer.phrase(phrase);
    }

    @Override
    public String written(long number) {
      return tokenizer.written(number);
    }

    @Override
    public int first() {
      return 0;
    }

    @Override
    public int end(long[] row) {
      return tokenizer.filled(row);
    }

    @Override
    public boolean looksAtPadding() {
      return false;
    }
  }
}
