package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cinegraph.graph.value.ArtifactReference;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.proto.v1.ConnectRequest;
import org.cinegraph.proto.v1.ConnectResponse;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.NamedValue;
import org.cinegraph.workers.fake.ListingNode;
import org.cinegraph.workers.fake.ManualClock;
import org.cinegraph.workers.fake.RunningWorker;
import org.cinegraph.workers.wire.WireValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lists of artifacts and of scalars reach the executor in their order.
class ListsTest {
  private static final String PARAMETERS = "{\"names\":[\"b\",\"a\"],\"sizes\":[2,0.5]}";

  @TempDir private Path folder;

  @Test
  void aListOfArtifactsAndListsOfScalarsAreReadInOrder() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, new ManualClock(), new ListingNode())) {
      assertThat(compute(worker, images(worker, "one", "two", "one")).getDone().getOutputs(0))
          .extracting(output -> output.getValue().getJson())
          .isEqualTo("\"one two one [b, a][2.0, 0.5]\"");
    }
  }

  @Test
  void anOpenPortIsAnEmptyList() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, new ManualClock(), new ListingNode())) {
      Lease lease = RunningWorker.lease(1, "listing", PARAMETERS).build();

      assertThat(compute(worker, lease).getDone().getOutputs(0).getValue().getJson())
          .isEqualTo("\"[b, a][2.0, 0.5]\"");
    }
  }

  @Test
  void anArtifactAtAPortOfAListIsRefusedByName() throws Exception {
    try (RunningWorker worker = new RunningWorker(folder, new ManualClock(), new ListingNode())) {
      Lease lease = with(new PortValue.Artifact(image(worker, "one")));

      assertThat(compute(worker, lease).getFailed().getFailure().getMessage())
          .isEqualTo("Port images expected a list of artifacts.");
    }
  }

  private static Lease images(RunningWorker worker, String... words) {
    List<PortValue> items = new ArrayList<>();
    for (String word : words) {
      items.add(new PortValue.Artifact(image(worker, word)));
    }
    return with(new PortValue.Many(items));
  }

  private static ArtifactReference image(RunningWorker worker, String words) {
    byte[] bytes = words.getBytes(StandardCharsets.UTF_8);
    return new ArtifactReference(worker.control.put(bytes), bytes.length, "text/plain", List.of());
  }

  private static Lease with(PortValue images) {
    return RunningWorker.lease(1, "listing", PARAMETERS)
        .addInputs(NamedValue.newBuilder().setName("images").setValue(WireValues.message(images)))
        .build();
  }

  private static ConnectRequest compute(RunningWorker worker, Lease lease) throws Exception {
    worker
        .control
        .welcome(RunningWorker.TERMS)
        .onNext(ConnectResponse.newBuilder().setLease(lease).build());
    return worker.control.nextAnswer();
  }
}
