package org.cinegraph.workers.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Optional;
import org.cinegraph.graph.digest.CanonicalJson;
import org.cinegraph.graph.type.Dtype;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.sdk.WeightForm;
import org.cinegraph.nodes.tensor.device.ComputeDevice;
import org.cinegraph.nodes.tensor.device.DeviceInventory;
import org.cinegraph.proto.v1.Lease;
import org.cinegraph.proto.v1.ModelPackage;
import org.junit.jupiter.api.Test;

class MachineTest {
  private static final DeviceInventory DEVICES =
      new DeviceInventory(new ComputeDevice.Processor("Test CPU", 1L << 30), List.of(), "Test.");
  private static final ByteString DIGEST = ByteString.copyFrom(new byte[32]);

  private final Machine plain = new Machine(DEVICES, 1, () -> "test");
  private final Machine brain = new Machine(DEVICES, 1, Dtype.BF16, () -> "test");

  @Test
  void whatNetworksComputeInIsInTheFingerprint() {
    Lease usual = lease("\"sdxl\"");
    Lease asked = lease("{\"base\":\"sdxl\",\"dtype\":\"bf16\",\"vae\":\"other\"}");

    assertThat(plain.fingerprint(usual).ingredients())
        .containsEntry("dtype", new Value.Text("f32"));
    assertThat(brain.fingerprint(usual).digest()).isNotEqualTo(plain.fingerprint(usual).digest());
    assertThat(plain.fingerprint(asked).digest()).isEqualTo(brain.fingerprint(asked).digest());
    assertThat(plain.fingerprint(asked).digest()).isEqualTo(brain.fingerprint(usual).digest());
  }

  @Test
  void theGraphSaysWhatNetworksComputeInBeforeTheWorkerDoes() {
    assertThat(form(brain, "{\"base\":\"sdxl\",\"dtype\":\"f32\",\"variant\":\"fp16\"}"))
        .isEqualTo(new WeightForm(Dtype.F32, Optional.of("fp16")));
    assertThat(form(brain, "{\"base\":\"sdxl\"}").dtype()).isEqualTo(Dtype.BF16);
    assertThat(form(plain, "\"sdxl\"")).isEqualTo(WeightForm.PLAIN);
  }

  private static WeightForm form(Machine machine, String model) {
    return machine.forms().of(Optional.of(CanonicalJson.parse(model)));
  }

  private static Lease lease(String model) {
    return Lease.newBuilder()
        .setProgramDigest(DIGEST)
        .setParametersJson("{\"model\":" + model + ",\"steps\":3}")
        .putModels("model", ModelPackage.newBuilder().setName("sdxl").setDigest(DIGEST).build())
        .build();
  }
}
