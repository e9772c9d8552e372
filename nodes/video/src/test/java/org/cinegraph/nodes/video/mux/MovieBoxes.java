package org.cinegraph.nodes.video.mux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// What an MP4 says in its boxes, read by hand so that no library smooths it.
record MovieBoxes(List<Box> boxes) {
  private static final List<String> CONTAINERS =
      List.of("moov", "trak", "mdia", "minf", "stbl", "edts", "stsd", "avc1");

  record Box(String path, ByteBuffer content) {}

  static MovieBoxes read(Path movie) throws IOException {
    List<Box> boxes = new ArrayList<>();
    collect(ByteBuffer.wrap(Files.readAllBytes(movie)), "", boxes);
    return new MovieBoxes(boxes);
  }

  List<String> topLevel() {
    return boxes.stream().map(Box::path).filter(path -> !path.contains("/")).toList();
  }

  /// How long the edit list shows the track of a handler.
  double seconds(String handler) {
    ByteBuffer edits = first(track(handler) + "/edts/elst");
    return (double) edits.getInt(8) / first("moov/mvhd").getInt(12);
  }

  /// The first tick of the track that is shown, in its own time.
  int editStart(String handler) {
    return first(track(handler) + "/edts/elst").getInt(12);
  }

  /// The dates of the movie and its tracks, or-ed.
  int created() {
    return boxes.stream()
        .filter(box -> box.path().endsWith("hd") && !box.path().endsWith("mhd"))
        .mapToInt(box -> box.content().getInt(4) | box.content().getInt(8))
        .reduce(0, (a, b) -> a | b);
  }

  List<Integer> keyFrames() {
    ByteBuffer keys = first(track("vide") + "/mdia/minf/stbl/stss");
    return IntStream.range(0, keys.getInt(4)).mapToObj(i -> keys.getInt(8 + 4 * i)).toList();
  }

  /// Primaries, transfer and matrix of the colour box.
  int[] colours() {
    ByteBuffer colour = first(track("vide") + "/mdia/minf/stbl/stsd/avc1/colr");
    return new int[] {colour.getShort(4), colour.getShort(6), colour.getShort(8)};
  }

  private String track(String handler) {
    return boxes.stream()
        .filter(box -> box.path().endsWith("/mdia/hdlr"))
        .filter(box -> name(box.content(), 8).equals(handler))
        .map(box -> box.path().substring(0, box.path().length() - "/mdia/hdlr".length()))
        .findFirst()
        .orElseThrow();
  }

  private ByteBuffer first(String path) {
    return boxes.stream()
        .filter(box -> box.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No box " + path))
        .content();
  }

  private static void collect(ByteBuffer bytes, String path, List<Box> boxes) {
    int tracks = 0;
    for (int at = 0; at + 8 <= bytes.limit(); at += bytes.getInt(at)) {
      String type = name(bytes, at + 4);
      String numbered = type.equals("trak") ? type + tracks++ : type;
      String full = path.isEmpty() ? numbered : path + "/" + numbered;
      ByteBuffer content = bytes.slice(at + 8, bytes.getInt(at) - 8);
      boxes.add(new Box(full, content));
      if (CONTAINERS.contains(type)) {
        collect(content.slice(head(type), content.limit() - head(type)), full, boxes);
      }
    }
  }

  private static int head(String type) {
    return switch (type) {
      case "stsd" -> 8;
      case "avc1" -> 78;
      default -> 0;
    };
  }

  private static String name(ByteBuffer bytes, int at) {
    byte[] name = new byte[4];
    bytes.get(at, name);
    return new String(name, StandardCharsets.ISO_8859_1);
  }
}
