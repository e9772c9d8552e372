package org.cinegraph.nodes.diffusion.wanvae;

import java.io.IOException;
import java.nio.file.Path;
import org.cinegraph.nodes.tensor.golden.NetworkFolders;

/// The folders that the oracle's script wrote.
final class WanVaeResources {
  private WanVaeResources() {}

  static Path path(String name) {
    return NetworkFolders.path(WanVaeResources.class, name);
  }

  /// A package of one network that a test may change.
  static Path copy(String network, Path target) throws IOException {
    return NetworkFolders.copy(WanVaeResources.class, network, AutoencoderKLWan.CLASS_NAME, target);
  }
}
