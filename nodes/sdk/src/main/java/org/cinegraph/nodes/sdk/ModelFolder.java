package org.cinegraph.nodes.sdk;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.cinegraph.graph.digest.Digest;

/// A model package on this machine: a folder of configurations and safetensors in the layout of
/// diffusers, named by the digest of its content.
public record ModelFolder(String name, Digest digest, Path path) {
  public ModelFolder {
    requireNonNull(name, "name is null");
    requireNonNull(digest, "digest is null");
    requireNonNull(path, "path is null");
  }
}
