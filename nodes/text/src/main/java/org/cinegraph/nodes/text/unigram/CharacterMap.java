package org.cinegraph.nodes.text.unigram;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SentencePiece's normalisation, `nmt_nfkc` as a rule: a table from sequences of characters to
/// others, kept as a double-array trie. Read as the tokenizers library reads it, which looks at
/// what people see as one character, takes the shortest entry, and leaves what stands behind it
/// out.
final class CharacterMap implements Normaliser {
  private static final Pattern SEEN_AS_ONE = Pattern.compile("\\X");

  /// Longer ones are only looked at by character.
  private static final int MOST_BYTES = 5;

  private final int[] trie;
  private final byte[] replacements;

  private CharacterMap(int[] trie, byte[] replacements) {
    this.trie = trie;
    this.replacements = replacements;
  }

  /// @param bytes the length of the trie in bytes, the trie, and the texts that it points to
  /// @return nothing if they are not that
  static Optional<CharacterMap> read(byte[] bytes) {
    if (bytes.length < 4) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long size = Integer.toUnsignedLong(buffer.getInt());
    if (size % 4 != 0 || size == 0 || size > buffer.remaining()) {
      return Optional.empty();
    }
    int[] trie = new int[(int) size / 4];
    buffer.asIntBuffer().get(trie);
    byte[] replacements = new byte[buffer.remaining() - (int) size];
    buffer.position(4 + (int) size).get(replacements);
    return Optional.of(new CharacterMap(trie, replacements));
  }

  @Override
  public String normalise(String text) {
    StringBuilder out = new StringBuilder(text.length());
    Matcher seen = SEEN_AS_ONE.matcher(text);
    while (seen.find()) {
      String one = seen.group();
      byte[] bytes = one.getBytes(StandardCharsets.UTF_8);
      Optional<String> whole = bytes.length <= MOST_BYTES ? find(bytes) : Optional.empty();
      if (whole.isPresent()) {
        out.append(whole.get());
      } else {
        one.codePoints()
            .mapToObj(Character::toString)
            .forEach(
                point -> out.append(find(point.getBytes(StandardCharsets.UTF_8)).orElse(point)));
      }
    }
    return out.toString();
  }

  /// What the shortest entry that begins the key is replaced by.
  private Optional<String> find(byte[] key) {
    long at = offset(trie[0]);
    for (byte each : key) {
      int label = Byte.toUnsignedInt(each);
      at ^= label;
      if (label == 0 || at >= trie.length) {
        return Optional.empty();
      }
      int unit = trie[(int) at];
      if ((unit & 0x800000ff) != label) {
        return Optional.empty();
      }
      at ^= offset(unit);
      if ((unit >> 8 & 1) == 1) {
        return at < trie.length ? text(trie[(int) at] & 0x7fffffff) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static long offset(int unit) {
    return Integer.toUnsignedLong(unit) >>> 10 << ((unit & 0x200) >>> 6);
  }

  private Optional<String> text(int start) {
    if (start >= replacements.length) {
      return Optional.empty();
    }
    int end = start;
    while (end < replacements.length && replacements[end] != 0) {
      end++;
    }
    return Optional.of(new String(replacements, start, end - start, StandardCharsets.UTF_8));
  }
}
