package org.cinegraph.server.api;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cinegraph.db.ApiKeys.Caller;
import org.cinegraph.db.graph.StoredGraphs;
import org.cinegraph.db.run.NewRun;
import org.cinegraph.db.run.RunRow;
import org.cinegraph.db.run.Runs;
import org.cinegraph.db.verb.RepeatRun;
import org.cinegraph.db.verb.Verb;
import org.cinegraph.graph.check.ChangeParameters;
import org.cinegraph.graph.check.CheckGraph;
import org.cinegraph.graph.check.Problem;
import org.cinegraph.graph.check.Problems;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.digest.Digest;
import org.cinegraph.graph.document.GraphDocument;
import org.cinegraph.graph.document.LinkedGraph;
import org.cinegraph.graph.value.FieldWriter;
import org.cinegraph.graph.value.PortValueJson;
import org.cinegraph.proto.v1.ForkRunRequest;
import org.cinegraph.proto.v1.ForkRunResponse;
import org.cinegraph.proto.v1.RerunRunRequest;
import org.cinegraph.proto.v1.RerunRunResponse;

/// Rerun and fork: new runs with the inputs of another one, in whatever state it is. The graph is
/// checked as at every submit, since the catalog may have changed.
final class RepeatCalls {
  private final RunCalls runs;
  private final StoredGraphs graphs;
  private final GraphCalls graphCalls;
  private final AwaitCatalog catalog;
  private final RepeatRun repeat;
  private final BeginRun begin;
  private final IdSource ids;

  RepeatCalls(
      RunCalls runs,
      StoredGraphs graphs,
      GraphCalls graphCalls,
      AwaitCatalog catalog,
      RepeatRun repeat,
      BeginRun begin,
      IdSource ids) {
    this.runs = runs;
    this.graphs = graphs;
    this.graphCalls = graphCalls;
    this.catalog = catalog;
    this.repeat = repeat;
    this.begin = begin;
    this.ids = ids;
  }

  RerunRunResponse rerun(Caller caller, RerunRunRequest request) {
    SubmitCalls.checkKey(request.getIdempotencyKey());
    RunRow first = runs.find(caller.tenant(), request.getRunId());
    LinkedGraph graph = graphs.read(first.tenant(), first.graphVersion());
    List<Problem> problems =
        problems(first, graph.document(), CheckGraph.check(graph, catalog.catalog()));
    RerunRunResponse.Builder response =
        RerunRunResponse.newBuilder().addAllProblems(WireProblems.of(problems));
    if (problems.isEmpty()) {
      NewRun.Repeat repeats =
          new NewRun.Repeat(first.id(), NewRun.Repeat.EVERYTHING, request.getWhy());
      NewRun run =
          newRun(caller, request.getIdempotencyKey(), first, first.graphVersion(), repeats);
      Runs.Submitted submitted = submit(caller, Verb.RERUN, run, repeats);
      response.setRun(WireRun.summary(submitted.run()));
      if (!submitted.repeated()) {
        response.addChanged(
            "Run %s computes all of run %s anew".formatted(submitted.run().id(), first.id()));
      }
    }
    return response.build();
  }

  ForkRunResponse fork(Caller caller, ForkRunRequest request) {
    SubmitCalls.checkKey(request.getIdempotencyKey());
    RunRow first = runs.find(caller.tenant(), request.getRunId());
    LinkedGraph graph = graphs.read(first.tenant(), first.graphVersion());
    GraphDocument document = graph.document();
    requireNode(first, document, request.getFromNode());
    ChangeParameters.Outcome changed =
        ChangeParameters.change(graph, catalog.catalog(), request.getFromNode(), changes(request));
    List<Problem> problems = problems(first, changed.graph().document(), changed.problems());
    ForkRunResponse.Builder response =
        ForkRunResponse.newBuilder().addAllProblems(WireProblems.of(problems));
    if (problems.isEmpty()) {
      NewRun.Repeat repeats =
          new NewRun.Repeat(first.id(), request.getFromNode(), request.getWhy());
      Digest version = store(caller, changed.graph());
      NewRun run = newRun(caller, request.getIdempotencyKey(), first, version, repeats);
      Runs.Submitted submitted = submit(caller, Verb.FORK, run, repeats);
      response.setRun(WireRun.summary(submitted.run()));
      if (!submitted.repeated()) {
        response.addAllChanged(sentences(first, submitted.run(), request));
      }
    }
    return response.build();
  }

  private static List<ChangeParameters.Change> changes(ForkRunRequest request) {
    return request.getChangesList().stream()
        .map(change ->
            new ChangeParameters.Change(change.getNode(), change.getParameter(), change.getValue()))
        .toList();
  }

  private static List<String> sentences(RunRow first, RunRow fork, ForkRunRequest request) {
    List<String> sentences = new ArrayList<>();
    sentences.add(
        "Run %s is a fork of run %s: node %s and what depends on it are computed anew"
            .formatted(fork.id(), first.id(), request.getFromNode()));
    request
        .getChangesList()
        .forEach(change ->
            sentences.add(
                "%s of node %s is %s"
                    .formatted(change.getParameter(), change.getNode(), change.getValue())));
    return sentences;
  }

  private static void requireNode(RunRow run, GraphDocument document, String node) {
    if (!document.nodes().containsKey(node)) {
      throw RefusedCall.notFound(
          "node-unknown",
          "Graph %s of run %s has no node %s; it has %s"
              .formatted(
                  document.name(), run.id(), node, String.join(", ", document.nodes().keySet())));
    }
  }

  private List<Problem> problems(RunRow first, GraphDocument document, List<Problem> ofGraph) {
    return ofGraph.isEmpty()
        ? RunInputs.check(document, catalog.catalog(), first.inputs(), first.settings().cut())
        : Problems.sorted(ofGraph, List.of());
  }

  private Digest store(Caller caller, LinkedGraph graph) {
    byte[] source = graph.canonical().json().getBytes(StandardCharsets.UTF_8);
    return graphCalls.store(caller.tenant(), graph, source).digest();
  }

  private NewRun newRun(
      Caller caller, String key, RunRow first, Digest version, NewRun.Repeat repeats) {
    FieldWriter digested =
        new FieldWriter()
            .text("graph", version.hex())
            .map("inputs", first.inputs(), PortValueJson::write)
            .text("repeats", repeats.run().toString())
            .text("refresh", repeats.refresh());
    return new NewRun(
        caller.tenant(),
        ids.next(),
        first.graph(),
        version,
        key,
        CanonicalJson.digest(digested.fields()),
        first.inputs(),
        first.priority(),
        first.settings(),
        caller.principal(),
        Optional.of(repeats));
  }

  private Runs.Submitted submit(Caller caller, Verb verb, NewRun run, NewRun.Repeat repeats) {
    Runs.Submitted submitted = repeat.submit(VerbCalls.asking(caller, repeats.why()), verb, run);
    begin.begin(submitted.run());
    return submitted;
  }
}
