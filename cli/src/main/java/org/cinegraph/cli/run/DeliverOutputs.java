package org.cinegraph.cli.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.value.Value;
import org.cinegraph.proto.v1.ArtifactPart;
import org.cinegraph.proto.v1.ArtifactReference;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;

/// Writes the outputs of a run into a folder. Each file appears whole.
final class DeliverOutputs {
  private final ControlClient control;
  private final Path folder;
  private final Finish finish;
  private final SequencedMap<String, Path> delivered = new LinkedHashMap<>();

  /// What is done to a file that has arrived, before it gets its name: the stamp.
  interface Finish {
    void finish(Path file, String mediaType) throws IOException;
  }

  DeliverOutputs(ControlClient control, Path folder, Finish finish) {
    this.control = control;
    this.folder = folder;
    this.finish = finish;
  }

  /// @return the file of each output; of a list, a file for each item
  SequencedMap<String, Path> deliver(List<NamedValue> outputs) {
    try {
      Files.createDirectories(folder);
      for (NamedValue output : outputs) {
        write(output.getName(), output.getValue());
      }
      return delivered;
    } catch (IOException e) {
      throw new Refusal(
          ExitCode.FAILED,
          "What was computed cannot be written to %s (%s): do it again with another --out, nothing is computed again."
              .formatted(folder, e));
    }
  }

  private void write(String name, PortValue value) throws IOException {
    switch (value.getKindCase()) {
      case JSON -> writeInline(name, value.getJson());
      case ARTIFACT -> writeArtifact(name, value.getArtifact());
      case MANY -> {
        List<PortValue> values = value.getMany().getValuesList();
        for (int i = 0; i < values.size(); i++) {
          write("%s-%04d".formatted(name, i + 1), values.get(i));
        }
      }
      case KIND_NOT_SET -> {}
    }
  }

  private void writeInline(String name, String json) throws IOException {
    boolean isText = CanonicalJson.parse(json) instanceof Value.Text;
    String text = CanonicalJson.parse(json) instanceof Value.Text(String plain) ? plain : json;
    Path file = folder.resolve(name + (isText ? ".txt" : ".json"));
    Files.writeString(file, text + "\n", StandardCharsets.UTF_8);
    delivered.put(name, file);
  }

  /// An artifact that refers to others becomes a folder: itself, and the others by their digests.
  private void writeArtifact(String name, ArtifactReference artifact) throws IOException {
    String fileName = name + "." + FileNames.extension(artifact.getMediaType());
    if (artifact.getPartsCount() == 0) {
      download(artifact, folder.resolve(fileName), true);
      delivered.put(name, folder.resolve(fileName));
      return;
    }
    Path parts = Files.createDirectories(folder.resolve(name));
    for (ArtifactPart part : artifact.getPartsList()) {
      ArtifactReference reference =
          ArtifactReference.newBuilder().setDigest(part.getDigest()).build();
      String hex = Digest.ofDigestBytes(part.getDigest().toByteArray()).hex();
      download(reference, parts.resolve(hex), false);
    }
    download(artifact, parts.resolve(fileName), false);
    delivered.put(name, parts.resolve(fileName));
  }

  private void download(ArtifactReference artifact, Path file, boolean whole) throws IOException {
    Path arriving = file.resolveSibling(file.getFileName() + ".part");
    DownloadArtifact.to(control, artifact.getDigest(), arriving);
    if (whole) {
      finish.finish(arriving, artifact.getMediaType());
    }
    Files.move(arriving, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
