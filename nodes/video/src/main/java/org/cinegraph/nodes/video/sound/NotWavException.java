package org.cinegraph.nodes.video.sound;

import java.io.IOException;

/// A file is not a WAV that can be read here.
public final class NotWavException extends IOException {
  NotWavException(String message) {
    super(message);
  }
}
