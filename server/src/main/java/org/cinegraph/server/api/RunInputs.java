package org.cinegraph.server.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import org.cinegraph.graph.check.Catalog;
import org.cinegraph.graph.check.CheckInputs;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.Position;
import org.cinegraph.graph.type.TypeMatch;
import org.cinegraph.graph.unroll.Cut;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.scheduler.wire.ReadWire;

/// The inputs of a run that is to be: those given as values and those given as text, held against
/// the graph.
///
/// @param values those given; of artifacts, what the store knows of them and not what was claimed
/// @param problems every one, of all inputs
record RunInputs(SequencedMap<String, PortValue> values, List<Problem> problems) {

  /// What the store knows of an artifact.
  interface Stored {
    Optional<ArtifactReference> find(ArtifactReference claimed);
  }

  static RunInputs read(
      GraphDocument document,
      Catalog catalog,
      SubmitRunRequest request,
      Optional<Cut> cut,
      Stored artifacts) {
    SequencedMap<String, String> texts = new LinkedHashMap<>();
    request.getInputsAsTextMap().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(text -> texts.put(text.getKey(), text.getValue()));
    CheckInputs.Texts read = CheckInputs.read(document, texts);
    List<Problem> problems = new ArrayList<>(read.problems());
    SequencedMap<String, PortValue> values = new LinkedHashMap<>(read.values());
    ReadWire.values("inputs", request.getInputsList())
        .forEach((name, value) -> {
          if (values.containsKey(name)) {
            problems.add(problem(name, "input-twice", "Input " + name + " is given twice"));
          }
          values.put(name, known(name, value, artifacts, problems));
        });
    // What could not be read as text is given all the same: it is wrong, not missing.
    SequencedMap<String, PortValue> checked = new LinkedHashMap<>(values);
    List<Problem> found = check(document, catalog, checked, cut);
    found.stream()
        .filter(problem -> !(problem.code().equals("missing-input") && isGiven(problem, texts)))
        .forEach(problems::add);
    return new RunInputs(values, List.copyOf(problems));
  }

  /// As [CheckInputs#check]; what the part of a graph does not take need not be given.
  static List<Problem> check(
      GraphDocument document,
      Catalog catalog,
      SequencedMap<String, PortValue> values,
      Optional<Cut> cut) {
    SequencedSet<String> needed =
        cut.map(part -> part.inputs(document)).orElse(document.inputs().sequencedKeySet());
    return CheckInputs.check(document, catalog, values, needed::contains);
  }

  /// Every input of the graph, of its declared type: what was given, else the declared default.
  SequencedMap<String, PortValue> complete(GraphDocument document) {
    SequencedMap<String, PortValue> complete = new LinkedHashMap<>();
    document
        .inputs()
        .forEach((name, input) -> {
          Optional<PortValue> given =
              Optional.ofNullable(values.get(name))
                  .or(() -> input.fallback().map(it -> new PortValue.Inline(it.value())));
          given
              .map(value -> TypeMatch.convert(input.type(), value).orElse(value))
              .ifPresent(value -> complete.put(name, value));
        });
    return complete;
  }

  private static boolean isGiven(Problem missing, SequencedMap<String, String> texts) {
    return texts.keySet().stream()
        .anyMatch(name -> missing.position().pointer().equals("/inputs/" + name));
  }

  private static PortValue known(
      String name, PortValue value, Stored artifacts, List<Problem> problems) {
    return switch (value) {
      case PortValue.Inline _ -> value;
      case PortValue.Many(List<PortValue> items) ->
          new PortValue.Many(
              items.stream().map(it -> known(name, it, artifacts, problems)).toList());
      case PortValue.Artifact(ArtifactReference claimed) -> {
        Optional<ArtifactReference> stored = artifacts.find(claimed);
        if (stored.isEmpty()) {
          problems.add(
              problem(
                      name,
                      "artifact-unknown",
                      "Input %s names artifact %s, which is not in the store"
                          .formatted(name, claimed.digest().brief()))
                  .hint("upload it first: --set " + name + "=@file"));
        }
        yield new PortValue.Artifact(stored.orElse(claimed));
      }
    };
  }

  private static Problem problem(String input, String code, String message) {
    return Problem.at(Position.outside("input " + input, "/inputs/" + input), code, message);
  }
}
