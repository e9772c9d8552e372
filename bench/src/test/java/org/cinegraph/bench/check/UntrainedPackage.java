package org.cinegraph.bench.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.cinegraph.nodes.tensor.array.FloatTensor;
import org.cinegraph.nodes.tensor.array.Shape;
import org.cinegraph.nodes.tensor.golden.ExamplePackages;
import org.cinegraph.nodes.tensor.noise.TorchNoise;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsFile;
import org.cinegraph.nodes.tensor.safetensors.SafetensorsWriter;
import org.cinegraph.nodes.tensor.safetensors.TensorEntry;

/// The package toybox as it was before it learned anything: the same networks, their weights drawn
/// from noise. It shows that the check looks at what the networks do.
final class UntrainedPackage {
  private static final List<String> PARTS =
      List.of(
          "text_encoder",
          "transformer",
          "vae",
          "upsampler",
          "audio_text_encoder",
          "audio_transformer",
          "audio_vae");

  private UntrainedPackage() {}

  /// @param trained parts whose weights stay
  /// @return the package's folder
  static Path make(Path into, List<String> trained) throws IOException {
    Path source = ExamplePackages.folder("toybox");
    Path target = into.resolve("toybox");
    List<Path> files;
    try (Stream<Path> walk = Files.walk(source)) {
      files = walk.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      Path relative = source.relativize(file);
      Path copy = target.resolve(relative);
      Files.createDirectories(copy.getParent());
      String part = relative.getName(0).toString();
      if (PARTS.contains(part) && !trained.contains(part) && isWeights(file)) {
        draw(file, copy, PARTS.indexOf(part));
      } else {
        Files.copy(file, copy);
      }
    }
    return target;
  }

  private static boolean isWeights(Path file) {
    return file.toString().endsWith(".safetensors");
  }

  private static void draw(Path trained, Path untrained, long seed) throws IOException {
    TorchNoise noise = TorchNoise.seeded(seed);
    TreeMap<String, FloatTensor> tensors = new TreeMap<>();
    try (SafetensorsFile file = SafetensorsFile.open(trained)) {
      for (TensorEntry entry : file.header().tensors().values()) {
        tensors.put(entry.name(), drawn(entry.name(), entry.shape(), noise));
      }
    }
    SafetensorsWriter.write(untrained, tensors);
  }

  /// Matrices and kernels keep the size of what goes through them, norms and slopes are 1, biases
  /// and means 0: as most training begins.
  private static FloatTensor drawn(String name, Shape shape, TorchNoise noise) {
    FloatTensor drawn = noise.normal(shape);
    float[] values = drawn.values();
    long outputs = shape.sizes().getFirst();
    long fanIn = Math.max(1, shape.elements() / Math.max(1, outputs));
    boolean isOne =
        name.contains("norm") && name.endsWith("weight")
            || name.endsWith("alpha")
            || name.endsWith("_std");
    boolean isZero = name.endsWith("bias") || name.endsWith("_mean");
    for (int i = 0; i < values.length; i++) {
      if (isOne) {
        values[i] = 1;
      } else if (isZero) {
        values[i] = 0;
      } else {
        values[i] = (float) (values[i] / Math.sqrt(fanIn));
      }
    }
    return FloatTensor.of(shape, values);
  }
}
