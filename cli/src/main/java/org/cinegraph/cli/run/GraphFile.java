package org.cinegraph.cli.run;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.check.GraphLimits;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.cinegraph.proto.v1.GraphSource;
import org.cinegraph.proto.v1.ImportedFile;

/// A graph document as it lies on disk, read before anything is started for it.
///
/// @param name as the user wrote it, for messages
/// @param parsed what it says without a catalog
/// @param imports the files that it imports, and that these import, by their path from its folder
public record GraphFile(
    String name, byte[] content, ParsedGraph parsed, SequencedMap<String, byte[]> imports) {
  public GraphFile {
    imports = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(imports));
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
    GraphFile file = new GraphFile(name, content, parsed, imports(path, parsed));
    if (parsed.document().isEmpty()) {
      String problems = Problems.render(file.text(), parsed.problems());
      throw new Refusal(ExitCode.USAGE, problems.stripTrailing());
    }
    return file;
  }

  public GraphSource source() {
    GraphSource.Builder source =
        GraphSource.newBuilder().setFileName(name).setContent(ByteString.copyFrom(content));
    imports.forEach((path, file) ->
        source.addImports(
            ImportedFile.newBuilder().setPath(path).setContent(ByteString.copyFrom(file))));
    return source.build();
  }

  /// The mistakes in what cannot be found or read are left for whoever checks the graph to name.
  private static SequencedMap<String, byte[]> imports(Path path, ParsedGraph parsed) {
    SequencedMap<String, byte[]> found = new LinkedHashMap<>();
    Path folder = Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
    LinkGraph.Sources disk =
        new LinkGraph.Sources(
            file -> {
              Path at = folder.resolve(file);
              if (!Files.isRegularFile(at)) {
                return Optional.empty();
              }
              byte[] content = content(at);
              found.put(file, content);
              return Optional.of(content);
            },
            _ -> Optional.empty());
    parsed.document().ifPresent(document -> LinkGraph.link(document, disk));
    return found;
  }

  public Optional<GraphDocument> document() {
    return parsed.document();
  }

  /// For the lines under which a caret points at a problem.
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /// As above, of itself or of a graph that it imports.
  public Optional<String> text(String file) {
    return file.equals(name)
        ? Optional.of(text())
        : Optional.ofNullable(imports.get(file))
            .map(content -> new String(content, StandardCharsets.UTF_8));
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
