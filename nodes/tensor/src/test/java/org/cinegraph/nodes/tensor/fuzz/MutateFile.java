package org.cinegraph.nodes.tensor.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Changes a file as bytes, or JSON by its pieces: numbers become huge, negative or text, values
/// change places, keys stand twice, brackets are missing.
public final class MutateFile {
  private static final Pattern PIECE =
      Pattern.compile(
          "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|-?[0-9][0-9.eE+-]*|true|false|null|[\\[\\]{},:]");

  /// A value, but no key: what is changed here stays JSON most of the time.
  private static final Pattern VALUE =
      Pattern.compile(
          "(?:\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|-?[0-9][0-9.eE+-]*|true|false|null)(?!\\s*:)");

  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "-1",
          "7",
          "1e999",
          "0.5",
          "NaN",
          "-Infinity",
          "2147483647",
          "2147483648",
          "9223372036854775807",
          "99999999999999999999999999",
          "null",
          "true",
          "\"\"",
          "\"F32\"",
          "\"\\ud800\"",
          "\"../../x.safetensors\"",
          "[]",
          "{}",
          "[1,2,3]",
          "[[[[[[[[]]]]]]]]",
          "[".repeat(2000));

  private final SplittableRandom random;

  public MutateFile(SplittableRandom random) {
    this.random = random;
  }

  /// A new file each time: some file systems bring to disk at once what takes the place of older
  /// content, which takes far longer than all else here.
  public static Path write(Path file, byte[] bytes) throws IOException {
    Files.deleteIfExists(file);
    return Files.write(file, bytes);
  }

  /// One to three values of JSON become others, or pieces of it do.
  public String json(String json) {
    Pattern kind = random.nextInt(4) == 0 ? PIECE : VALUE;
    String changed = json;
    for (int left = random.nextInt(1, 4); left > 0; left--) {
      List<MatchResult> pieces = kind.matcher(changed).results().toList();
      if (!pieces.isEmpty()) {
        MatchResult piece = pieces.get(random.nextInt(pieces.size()));
        MatchResult other = pieces.get(random.nextInt(pieces.size()));
        changed =
            changed.substring(0, piece.start())
                + (kind == PIECE ? replacement(piece.group(), other.group()) : value(other.group()))
                + changed.substring(piece.end());
      }
    }
    return changed;
  }

  private String value(String other) {
    return random.nextBoolean() ? other : VALUES.get(random.nextInt(VALUES.size()));
  }

  private String replacement(String piece, String other) {
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> other;
      case 2 -> piece + "," + piece;
      default -> VALUES.get(random.nextInt(VALUES.size()));
    };
  }

  /// Bits turn, runs go missing, the end is cut off or grows.
  public byte[] bytes(byte[] file) {
    byte[] bytes = file.clone();
    for (int left = random.nextInt(1, 6); left > 0 && bytes.length > 1; left--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(5)) {
        case 0 -> bytes = without(bytes, at, random.nextInt(1, 64));
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes[random.nextInt(Math.min(8, bytes.length))] = (byte) random.nextInt(256);
        case 3 -> bytes = without(bytes, at, bytes.length);
        default -> bytes[at] = (byte) random.nextInt(256);
      }
    }
    return bytes;
  }

  private static byte[] without(byte[] bytes, int from, int length) {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    rest.write(bytes, 0, from);
    int end = Math.min(bytes.length, from + length);
    rest.write(bytes, end, bytes.length - end);
    return rest.toByteArray();
  }

  /// Lines of a text go missing, stand twice, lose their blank or are as bytes.
  public byte[] lines(String text) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    for (int left = random.nextInt(1, 4); left > 0 && !lines.isEmpty(); left--) {
      int at = random.nextInt(lines.size());
      switch (random.nextInt(5)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(random.nextInt(lines.size()), lines.get(at));
        case 2 -> lines.set(at, lines.get(at).replace(" ", ""));
        case 3 -> lines.set(at, lines.get(at) + " " + lines.get(at));
        default -> lines.set(at, "\u0000\uD83D " + lines.get(at).repeat(random.nextInt(50)));
      }
    }
    byte[] changed = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    return random.nextInt(4) == 0 ? bytes(changed) : changed;
  }
}
