package org.cinegraph.server.api;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// What a file is, by its first bytes and never by its name.
final class MediaTypes {
  /// How much of a file is looked at.
  static final int HEAD = 4096;

  static final String UNKNOWN = "application/octet-stream";

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  /// A safetensors header longer than this is refused by the project's reader, too.
  private static final long LONGEST_HEADER = 100_000_000;

  private MediaTypes() {}

  /// @param head the first bytes, [#HEAD] of them where the file has so many
  /// @param bytes length of the whole file
  static String probe(byte[] head, long bytes) {
    if (starts(head, 0, PNG)) {
      return "image/png";
    }
    if (starts(head, 0, JPEG)) {
      return "image/jpeg";
    }
    if (starts(head, 4, ascii("ftyp"))) {
      return "video/mp4";
    }
    if (starts(head, 0, ascii("RIFF")) && starts(head, 8, ascii("WAVE"))) {
      return "audio/wav";
    }
    if (isSafetensors(head, bytes)) {
      return "application/safetensors";
    }
    return isText(head, bytes) ? textType(head) : UNKNOWN;
  }

  private static boolean isSafetensors(byte[] head, long bytes) {
    if (head.length < 9 || head[8] != '{') {
      return false;
    }
    long header = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return header >= 2 && header <= Math.min(LONGEST_HEADER, bytes - 8);
  }

  /// A character may be cut at the end of the head, nowhere else.
  private static boolean isText(byte[] head, long bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(head.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(head), text, head.length == bytes);
    return !result.isError() && text.flip().chars().allMatch(MediaTypes::isWritten);
  }

  private static boolean isWritten(int c) {
    return c >= ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
  }

  private static String textType(byte[] head) {
    String begin = new String(head, StandardCharsets.UTF_8).strip();
    boolean json = begin.startsWith("{") || begin.startsWith("[");
    return json ? "application/json" : "text/plain";
  }

  private static boolean starts(byte[] head, int from, byte[] sign) {
    return head.length >= from + sign.length
        && Arrays.equals(head, from, from + sign.length, sign, 0, sign.length);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
