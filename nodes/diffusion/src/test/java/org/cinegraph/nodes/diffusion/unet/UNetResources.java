package org.cinegraph.nodes.diffusion.unet;

import java.io.IOException;
import java.nio.file.Path;
import org.cinegraph.nodes.tensor.golden.NetworkFolders;

/// The folders that the oracle's script wrote.
final class UNetResources {
  private UNetResources() {}

  static Path path(String name) {
    return NetworkFolders.path(UNetResources.class, name);
  }

  /// A package of one network that a test may change.
  static Path copy(String network, Path target) throws IOException {
    return NetworkFolders.copy(
        UNetResources.class, network, UNet2DConditionModel.CLASS_NAME, target);
  }
}
