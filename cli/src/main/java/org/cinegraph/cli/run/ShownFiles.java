package org.cinegraph.cli.run;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.proto.v1.NamedValue;

/// Brings what nodes made into a folder, as it was computed, for a person who is to judge it.
public final class ShownFiles {
  private ShownFiles() {}

  /// @return the file of each value; of a list, a file for each item
  public static SequencedMap<String, Path> write(
      ControlClient control, Path folder, List<NamedValue> values) {
    return new DeliverOutputs(control, OutputFolder.usable(folder), (_, _) -> {}).deliver(values);
  }
}
