package org.cinegraph.cli.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.ExitCode;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.GraphImport;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.proto.v1.GetGraphRequest;
import org.cinegraph.proto.v1.GetGraphResponse;
import org.cinegraph.proto.v1.Problem;
import org.cinegraph.proto.v1.SubmitRunRequest;

/// A graph as it is named at a command line: a file, or `NAME` or `NAME@N` of a stored one.
public sealed interface NamedGraph {
  GraphDocument document();

  /// Names the graph in a request.
  void putInto(SubmitRunRequest.Builder request);

  /// The graph with those of its imports that can be found.
  ///
  /// @param control asked for stored graphs among them
  LinkedGraph linked(Supplier<ControlClient> control);

  /// Ends the verb with every problem of the graph.
  Refusal refusal(List<Problem> problems);

  /// @param file one that can be read
  record InFile(GraphFile file) implements NamedGraph {
    @Override
    public GraphDocument document() {
      return file.document().orElseThrow();
    }

    @Override
    public void putInto(SubmitRunRequest.Builder request) {
      request.setSource(file.source());
    }

    @Override
    public LinkedGraph linked(Supplier<ControlClient> control) {
      LinkGraph.Sources sources =
          new LinkGraph.Sources(
              path -> Optional.ofNullable(file.imports().get(path)),
              target -> canonical(target, control));
      return LinkGraph.link(document(), sources).graph();
    }

    @Override
    public Refusal refusal(List<Problem> problems) {
      return WireProblems.refusal(file, problems);
    }
  }

  record Stored(GetGraphResponse stored, GraphDocument document) implements NamedGraph {
    @Override
    public void putInto(SubmitRunRequest.Builder request) {
      request.setVersion(stored.getVersion().getDigest());
    }

    /// A stored graph names its imports by their versions already.
    @Override
    public LinkedGraph linked(Supplier<ControlClient> control) {
      return LinkedGraph.of(document);
    }

    @Override
    public Refusal refusal(List<Problem> problems) {
      return WireProblems.refusal(problems);
    }
  }

  /// @param control asked for what is no file
  /// @throws Refusal there is no such file and no such version
  static NamedGraph read(String written, Supplier<ControlClient> control) {
    Path path = Path.of(written);
    if (Files.exists(path) || written.contains("/") || written.matches(".*\\.(ya?ml|json)")) {
      return new InFile(GraphFile.read(path));
    }
    GetGraphRequest request = request(written);
    GetGraphResponse stored = control.get().call(service -> service.getGraph(request));
    GraphDocument document =
        ParseGraph.parse(stored.getCanonicalJson().getBytes(StandardCharsets.UTF_8), written)
            .document()
            .orElseThrow(() -> new Refusal(ExitCode.FAILED, written + " cannot be read"));
    return new Stored(stored, document);
  }

  private static Optional<byte[]> canonical(
      GraphImport.Target target, Supplier<ControlClient> control) {
    return switch (target) {
      case GraphImport.Target.Numbered numbered -> {
        GetGraphRequest request = request(numbered.written());
        String canonical =
            control.get().call(service -> service.getGraph(request)).getCanonicalJson();
        yield Optional.of(canonical.getBytes(StandardCharsets.UTF_8));
      }
      case GraphImport.Target.File _, GraphImport.Target.Pinned _ -> Optional.empty();
    };
  }

  private static GetGraphRequest request(String written) {
    int at = written.indexOf('@');
    GetGraphRequest.Builder request = GetGraphRequest.newBuilder();
    if (at < 0) {
      return request.setName(written).build();
    }
    String number = written.substring(at + 1);
    if (!number.matches("[1-9]\\d{0,8}")) {
      throw Refusal.usage(
          "%s names no version: expected NAME@N, such as movie@3".formatted(written));
    }
    return request.setName(written.substring(0, at)).setNumber(Integer.parseInt(number)).build();
  }
}
