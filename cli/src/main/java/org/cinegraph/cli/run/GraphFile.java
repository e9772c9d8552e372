package org.cinegraph.cli.run;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.cinegraph.proto.v1.GraphSource;

/// A graph document as it lies on disk, read before anything is started for it.
///
/// @param name as the user wrote it, for messages
/// @param parsed what it says without a catalog
public record GraphFile(String name, byte[] content, ParsedGraph parsed) {
  public GraphFile {
    requireNonNull(name, "name is null");
    requireNonNull(parsed, "parsed is null");
  }

  /// @throws Refusal there is no such file, or nothing in it can be read as a graph
  public static GraphFile read(Path path) {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      throw Refusal.usage(
          "%s is a folder, not a graph; name a .yaml or .json file in it".formatted(name));
    }
    if (!Files.exists(path)) {
      throw Refusal.usage("There is no file %s".formatted(name));
    }
    byte[] content = content(path);
    ParsedGraph parsed = ParseGraph.parse(content, name);
    GraphFile file = new GraphFile(name, content, parsed);
    if (parsed.document().isEmpty()) {
      String problems = Problems.render(file.text(), parsed.problems());
      throw new Refusal(ExitCode.USAGE, problems.stripTrailing());
    }
    return file;
  }

  public GraphSource source() {
    return GraphSource.newBuilder()
        .setFileName(name)
        .setContent(ByteString.copyFrom(content))
        .build();
  }

  public Optional<GraphDocument> document() {
    return parsed.document();
  }

  /// For the lines under which a caret points at a problem.
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /// One byte more than allowed is enough to be told so.
  private static byte[] content(Path path) {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes(GraphLimits.DOCUMENT_BYTES + 1);
    } catch (IOException e) {
      throw Refusal.usage("%s cannot be read: %s".formatted(path, e.getMessage()));
    }
  }
}
