package org.cinegraph.nodes.text.clip;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// CLIP's tokenizer: byte-pair encoding of the words of a prompt between a begin and an end, padded
/// or cut to a fixed length. Gives the numbers that transformers' `CLIPTokenizer` gives.
public final class ClipTokenizer {
  /// What an index may call it.
  public static final List<String> CLASSES = List.of("CLIPTokenizer", ClipVocabulary.FAST_CLASS);

  private static final int LENGTH = 77;
  private static final int MOST_LENGTH = 1 << 16;
  private static final Pattern WORD =
      Pattern.compile(
          "<\\|startoftext\\|>|<\\|endoftext\\|>|'s|'t|'re|'ve|'m|'ll|'d"
              + "|\\p{L}+|\\p{N}|[^\\s\\p{L}\\p{N}]+",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

  /// Never taken apart, whatever the merges say.
  private static final List<String> WHOLE = List.of("<|startoftext|>", "<|endoftext|>");

  private final ClipVocabulary vocabulary;
  private final BytePairs pairs;
  private final SpecialTokens special;
  private final Pattern cuts;
  private final int length;

  private ClipTokenizer(ClipVocabulary vocabulary, SpecialTokens special, int length) {
    this.vocabulary = vocabulary;
    this.pairs = new BytePairs(vocabulary.ranks());
    this.special = special;
    this.cuts = special.pattern();
    this.length = length;
  }

  /// @throws NodeFailure a file is missing or does not fit the others, or it is another tokenizer
  public static ClipTokenizer read(ModelPart part) throws NodeFailure, IOException {
    if (!CLASSES.contains(part.indexedClass())) {
      throw NodeFailure.user(
          "unknown-tokenizer",
          "The %s of model package %s is a %s; known here: %s."
              .formatted(
                  part.name(),
                  part.packageName(),
                  part.indexedClass(),
                  String.join(", ", CLASSES)));
    }
    ClipVocabulary vocabulary = ClipVocabulary.read(part);
    int length =
        part.config().isSet("model_max_length")
            ? part.config().count("model_max_length", MOST_LENGTH)
            : LENGTH;
    return new ClipTokenizer(vocabulary, SpecialTokens.read(part, vocabulary), Math.max(2, length));
  }

  private record Token(int number, String word) {}

  /// The row of numbers of a prompt, always of the same length.
  public long[] encode(String prompt) {
    List<Token> tokens = tokens(prompt);
    long[] row = new long[length];
    Arrays.fill(row, special.padding());
    int taken = Math.min(tokens.size(), length - 2);
    row[0] = special.begin();
    for (int i = 0; i < taken; i++) {
      row[i + 1] = tokens.get(i).number();
    }
    row[taken + 1] = special.end();
    return row;
  }

  /// The numbers of a phrase, without begin, end and padding.
  public long[] phrase(String text) {
    return tokens(text).stream().mapToLong(Token::number).toArray();
  }

  /// How a number is written in the vocabulary, without the mark that ends a word.
  public String written(long number) {
    return vocabulary.numbers().entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(entry -> entry.getKey().replace("</w>", ""))
        .findFirst()
        .orElse("?");
  }

  /// How many numbers of a row stand before its end: the begin and the words.
  public int filled(long[] row) {
    int filled = 1;
    while (filled < row.length && row[filled] != special.end()) {
      filled++;
    }
    return filled;
  }

  /// The words of a prompt that lie beyond the length, in whole or in part.
  public List<String> lost(String prompt) {
    List<Token> tokens = tokens(prompt);
    LinkedHashSet<String> lost = new LinkedHashSet<>();
    for (Token token : tokens.subList(Math.min(tokens.size(), length - 2), tokens.size())) {
      lost.add(token.word());
    }
    return List.copyOf(lost);
  }

  public int length() {
    return length;
  }

  /// The largest number that a row may hold.
  public int largest() {
    return vocabulary.numbers().values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private List<Token> tokens(String prompt) {
    List<Token> tokens = new ArrayList<>();
    Matcher cut = cuts.matcher(prompt);
    int start = 0;
    while (cut.find()) {
      addWords(prompt.substring(start, cut.start()), tokens);
      tokens.add(new Token(special.numbers().getOrDefault(cut.group(), 0), cut.group()));
      start = cut.end();
    }
    addWords(prompt.substring(start), tokens);
    return tokens;
  }

  private void addWords(String text, List<Token> tokens) {
    Matcher word = WORD.matcher(PromptCleaner.clean(text));
    while (word.find()) {
      List<String> parts =
          WHOLE.contains(word.group()) ? List.of(word.group()) : pairs.encode(word.group());
      for (String part : parts) {
        int number = vocabulary.numbers().getOrDefault(part, special.unknown());
        tokens.add(new Token(number, word.group()));
      }
    }
  }
}
