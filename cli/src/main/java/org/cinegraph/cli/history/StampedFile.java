package org.cinegraph.cli.history;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import org.cinegraph.cli.stamp.Place;
import org.cinegraph.cli.stamp.Stamp;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.FieldReader;
import org.cinegraph.graph.value.UnreadableJsonException;

/// A file that may have been delivered by a run.
///
/// @param whole digest of its bytes as they are
/// @param bare digest of its bytes without its stamp: that of the artifact that was delivered
/// @param stamp what the stamp says
public record StampedFile(Digest whole, Optional<Digest> bare, Optional<FieldReader> stamp) {
  private static final int PIECE = 1 << 16;

  public static StampedFile read(Path file) throws IOException {
    Optional<Place> place = Stamp.place(file);
    return new StampedFile(
        digest(file, new Place(0, 0)),
        place.isPresent() ? Optional.of(digest(file, place.get())) : Optional.empty(),
        Stamp.read(file).flatMap(StampedFile::parsed));
  }

  private static Optional<FieldReader> parsed(String json) {
    try {
      return Optional.of(FieldReader.of("stamp", CanonicalJson.parse(json)));
    } catch (UnreadableJsonException e) {
      return Optional.empty();
    }
  }

  /// Leaves the place out.
  private static Digest digest(Path file, Place place) throws IOException {
    MessageDigest digest = Digest.sha256();
    byte[] piece = new byte[PIECE];
    long at = 0;
    try (InputStream in = Files.newInputStream(file)) {
      while (true) {
        boolean isBefore = at < place.start();
        int count = in.read(piece, 0, isBefore ? (int) Math.min(PIECE, place.start() - at) : PIECE);
        if (count < 0) {
          return Digest.ofDigestBytes(digest.digest());
        }
        digest.update(piece, 0, count);
        at += count;
        if (isBefore && at == place.start()) {
          in.skipNBytes(place.end() - place.start());
          at = place.end();
        }
      }
    }
  }
}
