package org.cinegraph.nodes.tensor.safetensors;

import java.io.IOException;

/// A file that is not what the format promises: cut off, altered, or something else altogether. The
/// message names the file and what was expected.
public final class MalformedSafetensors extends IOException {
  public MalformedSafetensors(String message) {
    super(message);
  }

  MalformedSafetensors(String message, Throwable cause) {
    super(message, cause);
  }
}
