package org.cinegraph.nodes.text.unigram;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// The tokenizer of T5 and its kin. Gives the numbers that transformers' `T5TokenizerFast` gives.
///
/// Threads may share it.
public final class UnigramTokenizer {
  private final UnigramFiles files;
  private final BestPieces best;
  private final Pattern cuts;

  private UnigramTokenizer(UnigramFiles files) {
    this.files = files;
    this.best = new BestPieces(files.pieces());
    this.cuts = files.added().pattern();
  }

  /// @throws NodeFailure a file is missing or damaged, or it is another tokenizer
  public static UnigramTokenizer read(ModelPart part) throws NodeFailure, IOException {
    return new UnigramTokenizer(UnigramFiles.read(part));
  }

  /// The numbers of a prompt with the end token behind them, without padding.
  ///
  /// @param most numbers; what is beyond them is left out
  public long[] encode(String prompt, int most) {
    List<Token> tokens = tokens(prompt);
    int taken = Math.min(tokens.size(), most - 1);
    return Stream.concat(
            tokens.subList(0, taken).stream().map(Token::number), Stream.of(files.end()))
        .mapToLong(Integer::longValue)
        .toArray();
  }

  /// The words of a prompt that are beyond a length, in whole or in part.
  public List<String> lost(String prompt, int most) {
    List<Token> tokens = tokens(prompt);
    StringBuilder rest = new StringBuilder();
    tokens
        .subList(Math.min(tokens.size(), most - 1), tokens.size())
        .forEach(token -> rest.append(token.text()));
    LinkedHashSet<String> words =
        new LinkedHashSet<>(Arrays.asList(rest.toString().split(Marks.MARK)));
    words.remove("");
    return List.copyOf(words);
  }

  /// The number that fills a row up.
  public int padding() {
    return files.padding();
  }

  /// How many numbers the package says a row has, if it does.
  public int length(int fallback) throws NodeFailure {
    return files.length(fallback);
  }

  /// The largest number that a row may hold.
  public int largest() {
    return files.largest();
  }

  private List<Token> tokens(String prompt) {
    List<Token> tokens = new ArrayList<>();
    for (AddedTokens.Part part : files.added().cut(wellFormed(prompt), cuts)) {
      if (part.isText()) {
        String plain = files.normaliser().normalise(part.text());
        files.marks().words(plain, part.start() == 0).forEach(word -> best.add(word, tokens));
      } else {
        tokens.add(new Token(part.token(), Marks.MARK + part.text()));
      }
    }
    return tokens;
  }

  /// Half of a character has no UTF-8.
  private static String wellFormed(String prompt) {
    int[] points = prompt.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      if (points[i] <= Character.MAX_VALUE && Character.isSurrogate((char) points[i])) {
        points[i] = 0xfffd;
      }
    }
    return new String(points, 0, points.length);
  }
}
