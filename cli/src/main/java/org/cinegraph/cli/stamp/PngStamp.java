package org.cinegraph.cli.stamp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;

/// The stamp of a PNG: an `iTXt` chunk (UTF-8 text, not compressed) before the end.
final class PngStamp {
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int CHUNK_FRAME = 12;

  /// Keyword, end of keyword, not compressed, no language, no translated keyword.
  private static final byte[] BEGIN = "cinegraph\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  private PngStamp() {}

  static boolean isPng(FileChannel file) throws IOException {
    return file.size() >= SIGNATURE.length + CHUNK_FRAME
        && Arrays.equals(Pieces.read(file, 0, SIGNATURE.length).array(), SIGNATURE);
  }

  static void append(FileChannel file, String json) throws IOException {
    long end = file.size() - CHUNK_FRAME;
    if (!isPng(file) || !Pieces.name(Pieces.read(file, end, CHUNK_FRAME), 4).equals("IEND")) {
      throw new IOException("A PNG was to be stamped, but the file is not a whole one");
    }
    ByteBuffer ending = Pieces.read(file, end, CHUNK_FRAME);
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer content = ByteBuffer.allocate(4 + BEGIN.length + text.length);
    content.put("iTXt".getBytes(StandardCharsets.US_ASCII)).put(BEGIN).put(text);
    CRC32 check = new CRC32();
    check.update(content.array());
    ByteBuffer stamp = ByteBuffer.allocate(content.capacity() + 8 + CHUNK_FRAME);
    stamp.putInt(content.capacity() - 4).put(content.flip());
    stamp.putInt((int) check.getValue()).put(ending);
    Pieces.write(file, end, stamp.flip());
  }

  static Optional<String> read(FileChannel file) throws IOException {
    Optional<String> newest = Optional.empty();
    long at = SIGNATURE.length;
    while (at + CHUNK_FRAME <= file.size()) {
      ByteBuffer head = Pieces.read(file, at, 8);
      long length = head.getInt(0) & 0xffff_ffffL;
      if (Pieces.name(head, 4).equals("iTXt") && length >= BEGIN.length) {
        Optional<String> older = newest;
        newest = text(Pieces.read(file, at + 8, Math.toIntExact(length))).or(() -> older);
      }
      at += CHUNK_FRAME + length;
    }
    return newest;
  }

  /// Where the newest stamp lies.
  static Optional<Place> place(FileChannel file) throws IOException {
    Optional<Place> newest = Optional.empty();
    long at = SIGNATURE.length;
    while (at + CHUNK_FRAME <= file.size()) {
      ByteBuffer head = Pieces.read(file, at, 8);
      long length = head.getInt(0) & 0xffff_ffffL;
      if (Pieces.name(head, 4).equals("iTXt")
          && length >= BEGIN.length
          && text(Pieces.read(file, at + 8, Math.toIntExact(length))).isPresent()) {
        newest = Optional.of(new Place(at, at + CHUNK_FRAME + length));
      }
      at += CHUNK_FRAME + length;
    }
    return newest;
  }

  private static Optional<String> text(ByteBuffer content) {
    byte[] begin = new byte[BEGIN.length];
    content.get(begin);
    return Arrays.equals(begin, BEGIN) ? Optional.of(Pieces.text(content)) : Optional.empty();
  }
}
