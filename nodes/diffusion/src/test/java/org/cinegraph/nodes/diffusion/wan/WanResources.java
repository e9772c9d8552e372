package org.cinegraph.nodes.diffusion.wan;

import java.io.IOException;
import java.nio.file.Path;
import org.cinegraph.nodes.tensor.golden.NetworkFolders;

/// The folders that the oracle's script wrote.
final class WanResources {
  private WanResources() {}

  static Path path(String name) {
    return NetworkFolders.path(WanResources.class, name);
  }

  /// A package of one network that a test may change.
  static Path copy(String network, Path target) throws IOException {
    return NetworkFolders.copy(
        WanResources.class, network, WanTransformer3DModel.CLASS_NAME, target);
  }
}
