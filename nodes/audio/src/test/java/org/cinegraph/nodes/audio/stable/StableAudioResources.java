package org.cinegraph.nodes.audio.stable;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The folders that the oracle's script wrote.
public final class StableAudioResources {
  private StableAudioResources() {}

  public static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(StableAudioResources.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A copy that a test may change.
  public static Path copy(String name, Path target) throws IOException {
    Path source = path(name);
    List<Path> files;
    try (Stream<Path> walk = Files.walk(source)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path copy = target.resolve(source.relativize(file).toString());
      Files.createDirectories(copy.getParent());
      Files.write(copy, Files.readAllBytes(file));
    }
    return target;
  }
}
