package org.cinegraph.cli.stamp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/// The stamp of an MP4: a `uuid` box behind all others, where no index points beyond it.
final class Mp4Stamp {
  private static final UUID KIND = UUID.fromString("c1ae94a5-3f2b-4d0e-9b8a-5e1f7c26d047");
  private static final int BOX_HEAD = 8;
  private static final int UUID_BYTES = 16;
  private static final int LONG_HEAD = 16;

  private Mp4Stamp() {}

  private record Box(String type, long start, int head, long end) {}

  static boolean isMp4(FileChannel file) throws IOException {
    return file.size() >= BOX_HEAD && Pieces.name(Pieces.read(file, 0, BOX_HEAD), 4).equals("ftyp");
  }

  static void append(FileChannel file, String json) throws IOException {
    if (!isMp4(file)) {
      throw new IOException("An MP4 was to be stamped, but the file does not begin as one");
    }
    for (long at = 0; at < file.size(); at = box(file, at).end()) {
      if (box(file, at).end() > file.size()) {
        throw new IOException("The MP4 to be stamped is cut short");
      }
    }
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    int size = Math.addExact(BOX_HEAD + UUID_BYTES, text.length);
    ByteBuffer stamp = ByteBuffer.allocate(size);
    stamp.putInt(size).put("uuid".getBytes(StandardCharsets.US_ASCII));
    stamp.putLong(KIND.getMostSignificantBits()).putLong(KIND.getLeastSignificantBits());
    Pieces.write(file, file.size(), stamp.put(text).flip());
  }

  static Optional<String> read(FileChannel file) throws IOException {
    Optional<String> newest = Optional.empty();
    for (long at = 0; at + BOX_HEAD <= file.size(); ) {
      Box box = box(file, at);
      if (box.type().equals("uuid") && box.end() - at >= BOX_HEAD + UUID_BYTES) {
        Optional<String> older = newest;
        newest = text(file, box).or(() -> older);
      }
      at = box.end();
    }
    return newest;
  }

  /// Where the newest stamp lies.
  static Optional<Place> place(FileChannel file) throws IOException {
    Optional<Place> newest = Optional.empty();
    for (long at = 0; at + BOX_HEAD <= file.size(); ) {
      Box box = box(file, at);
      if (box.type().equals("uuid")
          && box.end() - at >= BOX_HEAD + UUID_BYTES
          && text(file, box).isPresent()) {
        newest = Optional.of(new Place(box.start(), box.end()));
      }
      at = box.end();
    }
    return newest;
  }

  private static Optional<String> text(FileChannel file, Box box) throws IOException {
    long start = box.start() + box.head();
    ByteBuffer content = Pieces.read(file, start, Math.toIntExact(box.end() - start));
    UUID kind = new UUID(content.getLong(), content.getLong());
    return kind.equals(KIND) ? Optional.of(Pieces.text(content)) : Optional.empty();
  }

  private static Box box(FileChannel file, long at) throws IOException {
    ByteBuffer head = Pieces.read(file, at, BOX_HEAD);
    String type = Pieces.name(head, 4);
    long size = head.getInt(0) & 0xffff_ffffL;
    if (size == 0) {
      throw new IOException("The last box of the MP4 has no length, so nothing can follow it");
    }
    if (size == 1) {
      long large = Pieces.read(file, at + BOX_HEAD, Long.BYTES).getLong();
      return checked(new Box(type, at, LONG_HEAD, at + large));
    }
    return checked(new Box(type, at, BOX_HEAD, at + size));
  }

  private static Box checked(Box box) throws IOException {
    if (box.end() < box.start() + box.head()) {
      throw new IOException("Box " + box.type() + " of the MP4 has an impossible length");
    }
    return box;
  }
}
