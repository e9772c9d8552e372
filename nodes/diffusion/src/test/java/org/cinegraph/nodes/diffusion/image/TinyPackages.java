package org.cinegraph.nodes.diffusion.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.golden.FolderContext;

/// Whole packages with random weights, as `pipelines.py` wrote them, and what is made for them.
public final class TinyPackages {
  private TinyPackages() {}

  public static Path path(String name) {
    try {
      return Path.of(Objects.requireNonNull(TinyPackages.class.getResource(name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A package of that name. That of a variant has only what is other than in `tiny-sd` or
  /// `tiny-sdxl`, over which it is laid.
  ///
  /// @param into where such a one is put together, and those that a test made lie
  public static Path whole(Path into, String name) {
    if (Files.isDirectory(into.resolve(name))) {
      return into.resolve(name);
    }
    Path own = path(name);
    if (Files.isDirectory(own.resolve("vae"))) {
      return own;
    }
    Path whole = into.resolve(name);
    for (Path layer : List.of(path(name.startsWith("tiny-sdxl") ? "tiny-sdxl" : "tiny-sd"), own)) {
      copy(layer, whole);
    }
    return whole;
  }

  /// Over what is there already.
  public static void copy(Path folder, Path into) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = into.resolve(folder.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ArtifactReference latents(FolderContext context, FloatTensor values)
      throws IOException {
    Path file = Files.createTempFile(context.temporaryFolder(), "latents", ".safetensors");
    new Latents(values).write(file);
    return context.store(file, Latents.MEDIA_TYPE, List.of());
  }

  /// A grey picture.
  ///
  /// @param values [1, 1, rows, columns] from 0 to 1
  public static ArtifactReference mask(FolderContext context, FloatTensor values)
      throws IOException {
    int height = Math.toIntExact(values.shape().sizes().get(2));
    int width = Math.toIntExact(values.shape().sizes().get(3));
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < width * height; i++) {
      int level = Math.round(values.values()[i] * 255);
      picture.getRaster().setSample(i % width, i / width, 0, level);
    }
    Path file = Files.createTempFile(context.temporaryFolder(), "mask", ".png");
    ImageIO.write(picture, "png", file.toFile());
    return context.store(file, "image/png", List.of());
  }
}
