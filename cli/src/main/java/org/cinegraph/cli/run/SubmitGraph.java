package org.cinegraph.cli.run;

import java.util.UUID;
import org.cinegraph.cli.client.ControlClient;
import org.cinegraph.cli.client.Refusal;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.proto.v1.PortValue;
import org.cinegraph.proto.v1.RunOptions;
import org.cinegraph.proto.v1.RunSummary;
import org.cinegraph.proto.v1.SubmitRunRequest;
import org.cinegraph.proto.v1.SubmitRunResponse;

/// Makes a run of a file and its inputs.
final class SubmitGraph {
  private SubmitGraph() {}

  /// @throws Refusal the server found problems; all of them are in it
  static RunSummary submit(
      ControlClient control, GraphFile file, InputArguments inputs, RunOptions options) {
    SubmitRunRequest.Builder request =
        SubmitRunRequest.newBuilder()
            .setIdempotencyKey(UUID.randomUUID().toString())
            .setSource(file.source())
            .putAllInputsAsText(inputs.texts())
            .setOptions(options);
    inputs
        .uploads()
        .forEach((name, path) -> {
          PortValue value =
              PortValue.newBuilder().setArtifact(UploadFile.upload(control, path)).build();
          request.addInputs(NamedValue.newBuilder().setName(name).setValue(value));
        });
    SubmitRunResponse response = control.call(service -> service.submitRun(request.build()));
    if (response.getProblemsCount() > 0) {
      throw WireProblems.refusal(file, response.getProblemsList());
    }
    return response.getRun();
  }
}
