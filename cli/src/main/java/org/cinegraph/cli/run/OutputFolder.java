package org.cinegraph.cli.run;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.cinegraph.cli.client.Refusal;

/// Where outputs are to go. That they cannot is better said before a run than after it.
final class OutputFolder {
  private OutputFolder() {}

  /// The folder, which may not be there yet.
  ///
  /// @throws Refusal it can be neither written nor made
  static Path usable(Path folder) {
    Path nearest =
        Stream.iterate(folder.toAbsolutePath(), Objects::nonNull, Path::getParent)
            .filter(Files::exists)
            .findFirst()
            .orElse(requireNonNull(folder.toAbsolutePath().getRoot()));
    if (!Files.isDirectory(nearest)) {
      throw Refusal.usage(
          "Outputs cannot be written to %s: %s is a file.".formatted(folder, nearest));
    }
    if (!Files.isWritable(nearest)) {
      throw Refusal.usage(
          "Outputs cannot be written to %s: you may not write in %s.".formatted(folder, nearest));
    }
    return folder;
  }
}
