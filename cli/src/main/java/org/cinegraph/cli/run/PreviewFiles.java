package org.cinegraph.cli.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.proto.v1.NodePreview;

/// Keeps the preview pictures of a run in a folder: `latents-0001.png` and so on.
final class PreviewFiles {
  private final Optional<Path> folder;
  private final Map<String, Integer> numbers = new TreeMap<>();

  PreviewFiles(Optional<Path> folder) {
    this.folder = folder;
  }

  boolean wanted() {
    return folder.isPresent();
  }

  void keep(NodePreview preview) {
    if (folder.isEmpty()) {
      return;
    }
    int number = numbers.merge(preview.getNode(), 1, Integer::sum);
    String name =
        "%s-%04d.%s"
            .formatted(preview.getNode(), number, FileNames.extension(preview.getMediaType()));
    try {
      Files.createDirectories(folder.get());
      Files.write(folder.get().resolve(name), preview.getPicture().toByteArray());
    } catch (IOException e) {
      throw new Refusal(
          ExitCode.FAILED,
          "Previews cannot be written to %s: %s".formatted(folder.get(), e.getMessage()));
    }
  }
}
