package org.cinegraph.cli.run;

import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PlanRunRequest;
import org.cinegraph.proto.v1.PlanRunResponse;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.SubmitRunRequest;

/// Asks what a run would do. Nothing is stored by it, so files are named and not sent.
final class AskPlan {
  private AskPlan() {}

  /// As below, of a file.
  static PlanRunResponse ask(ControlClient control, Order order) {
    return ask(control, new NamedGraph.InFile(order.graph()), order.inputs(), order.options());
  }

  /// As above, with the problems in it.
  static PlanRunResponse response(ControlClient control, Order order) {
    return response(control, new NamedGraph.InFile(order.graph()), order.inputs(), order.options());
  }

  /// @throws Refusal the server found problems; all of them are in it
  static PlanRunResponse ask(
      ControlClient control, NamedGraph graph, InputArguments inputs, RunOptions options) {
    PlanRunResponse response = response(control, graph, inputs, options);
    if (response.getProblemsCount() > 0) {
      throw graph.refusal(response.getProblemsList());
    }
    return response;
  }

  private static PlanRunResponse response(
      ControlClient control, NamedGraph graph, InputArguments inputs, RunOptions options) {
    SubmitRunRequest.Builder submission =
        SubmitRunRequest.newBuilder().putAllInputsAsText(inputs.texts()).setOptions(options);
    graph.putInto(submission);
    inputs
        .values()
        .forEach((name, value) ->
            submission.addInputs(NamedValue.newBuilder().setName(name).setValue(value)));
    inputs
        .uploads()
        .forEach((name, path) -> {
          PortValue value = PortValue.newBuilder().setArtifact(UploadFile.named(path)).build();
          submission.addInputs(NamedValue.newBuilder().setName(name).setValue(value));
        });
    PlanRunRequest request = PlanRunRequest.newBuilder().setSubmission(submission).build();
    return control.call(service -> service.planRun(request));
  }
}
