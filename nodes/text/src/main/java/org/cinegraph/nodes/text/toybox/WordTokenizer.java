package org.cinegraph.nodes.text.toybox;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelConfig;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// Turns a prompt into word numbers: lower case, all but a–z and 0–9 are gaps, words beyond the
/// vocabulary become the unknown one, and the row is padded or cut to a fixed length.
public final class WordTokenizer {
  public static final String CLASS_NAME = "WordTokenizer";

  private final Map<String, Long> numbers;
  private final int length;
  private final long padding;
  private final long unknown;
  private final long absent;

  private WordTokenizer(
      Map<String, Long> numbers, int length, long padding, long unknown, long absent) {
    this.numbers = numbers;
    this.length = length;
    this.padding = padding;
    this.unknown = unknown;
    this.absent = absent;
  }

  public static WordTokenizer read(ModelPart part) throws NodeFailure, IOException {
    part.className(List.of(CLASS_NAME));
    Map<String, Long> numbers = new LinkedHashMap<>();
    for (String word : part.configFile("words.json").texts("words")) {
      numbers.put(word, (long) numbers.size());
    }
    return new WordTokenizer(
        numbers,
        part.config().integer("length"),
        special(part, numbers, "padding"),
        special(part, numbers, "unknown"),
        special(part, numbers, "absent"));
  }

  private static long special(ModelPart part, Map<String, Long> numbers, String field)
      throws NodeFailure {
    ModelConfig config = part.config();
    Long number = numbers.get(config.text(field));
    if (number == null) {
      throw NodeFailure.user(
          "model-config",
          "The tokenizer of model package %s names %s as %s, which is not among its words."
              .formatted(part.packageName(), config.text(field), field));
    }
    return number;
  }

  /// The numbers of a prompt's words, always of the same length.
  public long[] encode(String prompt) {
    long[] row = emptyRow();
    String[] words = words(prompt);
    for (int i = 0; i < Math.min(words.length, length); i++) {
      row[i] = numbers.getOrDefault(words[i], unknown);
    }
    return row;
  }

  /// The row that stands for no prompt at all, towards which guidance contrasts.
  public long[] absent() {
    long[] row = emptyRow();
    row[0] = absent;
    return row;
  }

  /// The words of a prompt that the vocabulary does not have, and those beyond the length.
  public List<String> lost(String prompt) {
    String[] words = words(prompt);
    return java.util.stream.IntStream.range(0, words.length)
        .filter(i -> i >= length || !numbers.containsKey(words[i]))
        .mapToObj(i -> words[i])
        .toList();
  }

  /// The numbers of a phrase, without padding.
  public long[] phrase(String text) {
    return Arrays.stream(words(text))
        .mapToLong(word -> numbers.getOrDefault(word, unknown))
        .toArray();
  }

  /// The word of a number.
  public String written(long number) {
    return numbers.entrySet().stream()
        .filter(entry -> entry.getValue() == number)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("?");
  }

  /// How many words a row has before its padding.
  public int filled(long[] row) {
    int filled = 0;
    while (filled < row.length && row[filled] != padding) {
      filled++;
    }
    return filled;
  }

  private long[] emptyRow() {
    long[] row = new long[length];
    Arrays.fill(row, padding);
    return row;
  }

  private static String[] words(String prompt) {
    String plain = prompt.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", " ").strip();
    return plain.isEmpty() ? new String[0] : plain.split(" ");
  }
}
