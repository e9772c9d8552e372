package org.cinegraph.graph;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckedGraph;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.declaration.Demand;
import org.cinegraph.graph.declaration.InputPort;
import org.cinegraph.graph.declaration.NodeDeclaration;
import org.cinegraph.graph.declaration.OutputPort;
import org.cinegraph.graph.declaration.Parameter;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.LinkGraph;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.document.ParseGraph;
import org.cinegraph.graph.document.ParsedGraph;
import org.cinegraph.graph.plan.Plan;
import org.cinegraph.graph.plan.PlanGraph;
import org.cinegraph.graph.plan.PlanOptions;
import org.cinegraph.graph.type.PortType;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;

/// A small catalog and graphs over it.
public final class GraphFixture {
  public static final Digest TOYBOX = Digest.of("the content of toybox");

  public static final String MOVIE =
      """
      graph: text-to-movie
      inputs:
        prompt: {type: text, default: a red ball}
        seed: {type: int, default: 7}
      nodes:
        text: {type: encode-text, with: {model: toybox, prompt: $prompt}}
        latents:
          type: sample-latents
          with: {model: toybox, conditioning: $text.conditioning, steps: 24, seed: $seed}
        video: {type: decode-video, with: {model: toybox, latents: $latents.latents}}
        sound: {type: generate-audio, with: {model: toybox, video: $video.video, seed: $seed}}
        movie: {type: mux, with: {video: $video.video, audio: $sound.audio}}
      outputs:
        movie: $movie.movie
      """;

  private static final Demand DEMAND = new Demand(Demand.DeviceClass.ANY, 1 << 20, 1 << 20, true);

  private GraphFixture() {}

  public static Catalog catalog() {
    return Catalog.of(
        List.of(
            entry("encode-text", 1),
            entry("sample-latents", 1),
            entry("sample-latents", 2),
            entry("decode-video", 1),
            entry("generate-audio", 1),
            entry("mux", 1),
            entry("count-words", 1),
            entry("pick-model", 1),
            entry("join", 1)),
        Map.of("toybox", TOYBOX, "other", Digest.of("other content")));
  }

  public static Catalog.Entry entry(String type, int version) {
    return new Catalog.Entry(declaration(type, version), Digest.of(type + version));
  }

  public static NodeDeclaration declaration(String type, int version) {
    return switch (type) {
      case "encode-text" ->
          declare(
              type,
              version,
              List.of(),
              List.of(model(), Parameter.required("prompt", new PortType.Text(), "What to show.")),
              List.of(out("conditioning", new PortType.Conditioning())));
      case "sample-latents" ->
          declare(
              type,
              version,
              List.of(in("conditioning", new PortType.Conditioning())),
              sampling(),
              List.of(out("latents", new PortType.Latents())));
      case "decode-video" ->
          declare(
              type,
              version,
              List.of(in("latents", new PortType.Latents())),
              List.of(model()),
              List.of(out("video", new PortType.Video())));
      case "generate-audio", "mux" -> sound(type, version);
      case "count-words", "pick-model" -> text(type, version);
      case "join" -> join(version);
      default -> throw new IllegalArgumentException("No such type in the fixture: " + type);
    };
  }

  /// One that takes and gives nothing.
  public static NodeDeclaration named(String type) {
    return declare(type, 1, List.of(), List.of(), List.of());
  }

  private static NodeDeclaration sound(String type, int version) {
    return type.equals("mux")
        ? declare(
            type,
            version,
            List.of(
                in("video", new PortType.Video()),
                new InputPort("audio", new PortType.Audio(), false, "The sound.")),
            List.of(),
            List.of(out("movie", new PortType.Video())))
        : declare(
            type,
            version,
            List.of(in("video", new PortType.Video())),
            List.of(model(), optional("seed", new PortType.Int(), new Value.Int(0))),
            List.of(out("audio", new PortType.Audio())));
  }

  private static NodeDeclaration text(String type, int version) {
    Parameter text = Parameter.required("text", new PortType.Text(), "What to count.");
    Parameter model = optional("model", new PortType.Model(), new Value.Text("not-installed"));
    return declare(
        type,
        version,
        List.of(),
        List.of(type.equals("pick-model") ? model : text),
        List.of(out("words", new PortType.Int())));
  }

  /// A node type that takes up to eight texts and gives one.
  private static NodeDeclaration join(int version) {
    List<InputPort> inputs =
        IntStream.range(0, 8)
            .mapToObj(at -> new InputPort("in" + at, new PortType.Text(), false, "A text."))
            .toList();
    List<Parameter> parameters = List.of(optional("tag", new PortType.Text(), new Value.Text("")));
    return declare("join", version, inputs, parameters, List.of(out("out", new PortType.Text())));
  }

  private static List<Parameter> sampling() {
    return List.of(
        model(),
        optional("frames", new PortType.Int(), new Value.Int(32)).between(1, 64),
        optional("steps", new PortType.Int(), new Value.Int(24)).between(1, 100),
        optional("guidance", new PortType.Float(), new Value.Float(3)).between(0, 20),
        optional(
            "grid", new PortType.Choice(List.of("linear", "quadratic")), new Value.Text("linear")),
        optional("loop", new PortType.Boolean(), new Value.Bool(false)),
        Parameter.required("seed", new PortType.Int(), "Seed of the noise."));
  }

  public static GraphDocument document(String source) {
    ParsedGraph parsed = checked(source);
    if (!parsed.isSound()) {
      throw new AssertionError(Problems.render(source, parsed.problems()));
    }
    return parsed.document().orElseThrow();
  }

  /// The document of a source that the fixture's catalog does not know everything of.
  public static GraphDocument parsed(String source) {
    return ParseGraph.parse(source.getBytes(StandardCharsets.UTF_8), "graph.yaml")
        .document()
        .orElseThrow();
  }

  public static ParsedGraph checked(String source) {
    return checked(source.getBytes(StandardCharsets.UTF_8), "graph.yaml");
  }

  /// A graph that imports nothing, read and checked.
  public static ParsedGraph checked(byte[] source, String fileName) {
    CheckedGraph checked = CheckedGraph.of(source, fileName, LinkGraph.Sources.NONE, catalog());
    return new ParsedGraph(checked.graph().map(LinkedGraph::document), checked.problems());
  }

  public static Plan plan(String source) {
    return plan(source, PlanOptions.PLAIN);
  }

  public static Plan plan(String source, PlanOptions options) {
    return plan(document(source), catalog(), new LinkedHashMap<>(), options);
  }

  /// The plan of a graph that imports nothing.
  public static Plan plan(
      GraphDocument document,
      Catalog catalog,
      SequencedMap<String, PortValue> inputs,
      PlanOptions options) {
    return PlanGraph.plan(LinkedGraph.of(document), catalog, inputs, options).orElseThrow();
  }

  public static SequencedMap<String, PortValue> values(String name, Value value) {
    SequencedMap<String, PortValue> values = new LinkedHashMap<>();
    values.put(name, new PortValue.Inline(value));
    return values;
  }

  private static NodeDeclaration declare(
      String type,
      int version,
      List<InputPort> inputs,
      List<Parameter> parameters,
      List<OutputPort> outputs) {
    return new NodeDeclaration(
        type, version, type, "Made for tests.", inputs, parameters, outputs, DEMAND, "");
  }

  private static Parameter model() {
    return Parameter.required("model", new PortType.Model(), "The model package.");
  }

  private static Parameter optional(String name, PortType type, Value fallback) {
    return new Parameter(name, type, Optional.of(fallback), Optional.empty(), "A setting.");
  }

  private static InputPort in(String name, PortType type) {
    return new InputPort(name, type, true, "An input.");
  }

  private static OutputPort out(String name, PortType type) {
    return new OutputPort(name, type, "An output.");
  }
}
