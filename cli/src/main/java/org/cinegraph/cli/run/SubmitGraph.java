package org.cinegraph.cli.run;

import java.util.UUID;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;

/// Makes a run of a file and its inputs.
final class SubmitGraph {
  private SubmitGraph() {}

  /// @throws Refusal the server found problems; all of them are in it
  static RunSummary submit(ControlClient control, Order order) {
    InputArguments inputs = order.inputs();
    SubmitRunRequest.Builder request =
        SubmitRunRequest.newBuilder()
            .setIdempotencyKey(UUID.randomUUID().toString())
            .setSource(order.graph().source())
            .putAllInputsAsText(inputs.texts())
            .setOptions(order.options());
    inputs
        .values()
        .forEach((name, value) ->
            request.addInputs(NamedValue.newBuilder().setName(name).setValue(value)));
    inputs
        .uploads()
        .forEach((name, path) -> {
          PortValue value =
              PortValue.newBuilder().setArtifact(UploadFile.upload(control, path)).build();
          request.addInputs(NamedValue.newBuilder().setName(name).setValue(value));
        });
    SubmitRunResponse response = control.call(service -> service.submitRun(request.build()));
    if (response.getProblemsCount() > 0) {
      throw WireProblems.refusal(order.graph(), response.getProblemsList());
    }
    return response.getRun();
  }
}
