package org.cinegraph.nodes.video.ffmpeg;

import java.io.IOException;

/// A file that is no clip, or that ffmpeg cannot read or write; the message is for people.
public final class MediaException extends IOException {
  public MediaException(String message) {
    super(message);
  }
}
