package org.cinegraph.nodes.text.clean;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Text whose UTF-8 was read as if it were Latin-1 or Windows-1252: `cafÃ©`. It is put right where
/// all of a text is so: then every character beyond ASCII is part of a valid sequence of bytes,
/// which hardly happens to what somebody meant.
final class Mojibake {
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  /// Sequences of bytes that are shorter than a character are not looked for more often.
  private static final int MOST_LAYERS = 4;

  private Mojibake() {}

  static String repair(String text) {
    String reached = text;
    for (int i = 0; i < MOST_LAYERS; i++) {
      Optional<String> read = bytes(reached).flatMap(Mojibake::utf8);
      if (read.isEmpty() || read.get().equals(reached)) {
        return reached;
      }
      reached = read.get();
    }
    return reached;
  }

  /// The bytes that a text was read from; nothing where it has other characters. Windows-1252 has
  /// none for five bytes, which go through as they are.
  private static Optional<byte[]> bytes(String text) {
    CharsetEncoder windows = WINDOWS.newEncoder();
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      char each = text.charAt(i);
      if (each <= 0xff) {
        bytes.put((byte) each);
      } else if (windows.canEncode(each)) {
        bytes.put(String.valueOf(each).getBytes(WINDOWS)[0]);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(bytes.array());
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      CharBuffer read =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes));
      return Optional.of(read.toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }
}
