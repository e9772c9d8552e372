package org.cinegraph.nodes.tensor.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cinegraph.nodes.sdk.NodeFailure;
import org.cinegraph.nodes.tensor.model.ModelPackage;

/// The model packages that lie among the example graphs.
public final class ExamplePackages {
  private ExamplePackages() {}

  /// The folder of a package, looked for from the working folder upwards.
  public static Path folder(String name) {
    Path at = Path.of("").toAbsolutePath();
    while (at != null) {
      Path folder = at.resolve("examples-graphs/models").resolve(name);
      if (Files.isDirectory(folder)) {
        return folder;
      }
      at = at.getParent();
    }
    throw new AssertionError("No model package " + name + " above the working folder");
  }

  public static ModelPackage open(String name) throws NodeFailure, IOException {
    return ModelPackage.open(name, folder(name));
  }
}
