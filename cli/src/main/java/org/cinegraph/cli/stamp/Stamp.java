package org.cinegraph.cli.stamp;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A JSON text inside a media file, where players and viewers pass over it. The bytes of an
/// artifact know no graph and no run; the stamp, put on when a file is delivered, tells where it
/// came from.
public final class Stamp {
  private static final String MP4 = "video/mp4";
  private static final String PNG = "image/png";

  private Stamp() {}

  /// Adds a stamp to a file, in place.
  ///
  /// @return false where files of this media type have no place for one; the file is as it was
  /// @throws IOException the file is not of that media type, or cannot be written
  public static boolean append(Path file, String mediaType, String json) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return switch (mediaType) {
        case MP4 -> {
          Mp4Stamp.append(channel, json);
          yield true;
        }
        case PNG -> {
          PngStamp.append(channel, json);
          yield true;
        }
        default -> false;
      };
    }
  }

  /// The newest stamp of a file, whatever kind of file it is; empty where there is none.
  public static Optional<String> read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (PngStamp.isPng(channel)) {
        return PngStamp.read(channel);
      }
      return Mp4Stamp.isMp4(channel) ? Mp4Stamp.read(channel) : Optional.empty();
    }
  }

  /// Where the newest stamp of a file lies, so that the bytes without it can be read.
  public static Optional<Place> place(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (PngStamp.isPng(channel)) {
        return PngStamp.place(channel);
      }
      return Mp4Stamp.isMp4(channel) ? Mp4Stamp.place(channel) : Optional.empty();
    }
  }
}
