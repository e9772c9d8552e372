package org.cinegraph.bench.oracle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cinegraph.bench.sampling.WorkerInside;
import org.cinegraph.graph.value.PortValue;
import org.cinegraph.graph.value.Value;
import org.cinegraph.nodes.tensor.artifact.Conditioning;
import org.cinegraph.nodes.tensor.artifact.Latents;
import org.cinegraph.nodes.tensor.model.FileDigests;
import org.cinegraph.nodes.tensor.program.TensorEngine;
import org.cinegraph.proto.v1.WorkDone;
import org.cinegraph.workers.wire.WireValues;

/// One step of `sample-latents` with guidance under a lease, by the worker's parts, of the package
/// and the conditioning that `unet_step.py` or `wan_step.py` wrote.
final class LeasedStep {
  /// As the scripts have them.
  private static final int IMAGE_SIDE = 128;

  private static final int VIDEO_SIDE = 64;
  private static final int FRAMES = 5;
  private static final int SEED = 7;
  private static final double GUIDANCE = 7.5;

  private LeasedStep() {}

  static float[] ofImage(Path folder, TensorEngine engine) throws Exception {
    return latents(folder, engine, parameters(IMAGE_SIDE));
  }

  static float[] ofVideo(Path folder, TensorEngine engine) throws Exception {
    SequencedMap<String, Value> parameters = parameters(VIDEO_SIDE);
    parameters.put("frames", new Value.Int(FRAMES));
    return latents(folder, engine, parameters);
  }

  private static float[] latents(
      Path folder, TensorEngine engine, SequencedMap<String, Value> parameters) throws Exception {
    try (WorkerInside worker =
        new WorkerInside(folder.resolve("models"), folder, engine, FileDigests.ofThisProcess())) {
      byte[] text = Files.readAllBytes(folder.resolve("conditioning.safetensors"));
      SequencedMap<String, PortValue> inputs = new LinkedHashMap<>();
      inputs.put(
          "conditioning", new PortValue.Artifact(worker.keep(text, Conditioning.MEDIA_TYPE)));
      WorkDone done = worker.compute("sample-latents", parameters, inputs);
      return read(worker, folder, WireValues.value(done.getOutputs(0).getValue()));
    }
  }

  private static SequencedMap<String, Value> parameters(int side) {
    SequencedMap<String, Value> parameters = new LinkedHashMap<>();
    parameters.put("steps", new Value.Int(1));
    parameters.put("seed", new Value.Int(SEED));
    parameters.put("guidance", new Value.Float(GUIDANCE));
    parameters.put("width", new Value.Int(side));
    parameters.put("height", new Value.Int(side));
    return parameters;
  }

  private static float[] read(WorkerInside worker, Path folder, PortValue latents)
      throws Exception {
    PortValue.Artifact stored = (PortValue.Artifact) latents;
    Path file = folder.resolve("latents.safetensors");
    Files.write(file, worker.artifact(stored.reference().digest()));
    return Latents.read(file, "latents").values().values();
  }
}
