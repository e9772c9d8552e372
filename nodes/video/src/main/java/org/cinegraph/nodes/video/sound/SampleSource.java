package org.cinegraph.nodes.video.sound;

import java.io.IOException;

/// Sound that can be read at any place, so that nobody has to hold it whole.
public interface SampleSource {
  int channels();

  /// Samples a second, per channel.
  int rate();

  /// Samples per channel.
  long samples();

  /// Samples from `first` on, one array per channel; silence where there are none.
  float[][] read(long first, int count) throws IOException;
}
