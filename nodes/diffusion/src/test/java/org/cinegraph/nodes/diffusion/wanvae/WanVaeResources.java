package org.cinegraph.nodes.diffusion.wanvae;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The folders that the oracle's script wrote.
final class WanVaeResources {
  private WanVaeResources() {}

  static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(WanVaeResources.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A package of one network that a test may change.
  static Path copy(String network, Path target) throws IOException {
    Path source = path("networks").resolve(network);
    Path part = Files.createDirectories(target.resolve(network));
    List<Path> files;
    try (Stream<Path> walk = Files.list(source)) {
      files = walk.toList();
    }
    for (Path file : files) {
      Files.copy(file, part.resolve(file.getFileName()));
    }
    Files.writeString(
        target.resolve("model_index.json"),
        "{\"%s\": [\"diffusers\", \"AutoencoderKLWan\"]}".formatted(network));
    return part;
  }
}
