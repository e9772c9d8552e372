package org.cinegraph.nodes.diffusion.kl;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.cinegraph.nodes.tensor.model.ModelPackage;
import org.cinegraph.nodes.tensor.model.ModelPart;

/// The folders that the oracle's script wrote.
public final class KlResources {
  private KlResources() {}

  public static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(KlResources.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// One of the tiny networks.
  static ModelPart network(String name) throws Exception {
    return ModelPackage.open("networks", path("networks")).part(name);
  }

  /// A model package of one tiny network as its autoencoder, which a test may change.
  public static Path copy(String network, Path target) throws IOException {
    Path source = path("networks/" + network);
    Path part = Files.createDirectories(target.resolve("vae"));
    List<Path> files;
    try (Stream<Path> list = Files.list(source)) {
      files = list.toList();
    }
    for (Path file : files) {
      Files.copy(file, part.resolve(file.getFileName()));
    }
    Files.writeString(
        target.resolve("model_index.json"), "{\"vae\": [\"diffusers\", \"AutoencoderKL\"]}");
    return target;
  }
}
